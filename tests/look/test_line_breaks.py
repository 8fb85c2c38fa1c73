"""Lines break where one pauses, and words of several syllables stay whole."""

import pytest

from look.line_breaks import best_lines


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("Đất đai, xây dựng, môi trường", 20, ("Đất đai, xây dựng,", "môi trường")),
        ("Chính sách xã hội, người có công, bảo trợ", 24, ("Chính sách xã hội,", "người có công, bảo trợ")),
        ("Ông/Bà vui lòng ghi lại hoặc chụp số này.", 26, ("Ông/Bà vui lòng ghi lại", "hoặc chụp số này.")),
        ("Hộ tịch (khai sinh, kết hôn)", 22, ("Hộ tịch (khai sinh,", "kết hôn)")),
    ],
)
def test_a_break_comes_at_a_pause_and_not_inside_a_word(text: str, width: int, lines: tuple[str, ...]) -> None:
    broken = best_lines(text, 2, width, len)
    assert broken is not None
    assert broken.lines == lines
    assert not broken.splits_a_word


def test_a_word_is_split_only_when_nothing_else_fits() -> None:
    broken = best_lines("nhà văn hóa", 2, 8, len)
    assert broken is not None
    assert not broken.splits_a_word
    forced = best_lines("xã hội", 2, 4, len)
    assert forced is not None
    assert forced.splits_a_word
    assert best_lines("xã hội", 1, 4, len) is None
