"""Free text of citizens: what could name somebody, or hide something, is taken out."""

import pytest

from server.domain.comments import LONGEST, cleaned


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("  Cán bộ   rất nhiệt tình\n cảm ơn ", "Cán bộ rất nhiệt tình cảm ơn"),
        ("gọi tôi 0912 345 678 nhé", "gọi tôi ••• nhé"),
        ("CCCD 001099012345", "CCCD •••"),
        ("+84 912.345.678", "•••"),
        ("viết cho an.nguyen@example.vn ngay", "viết cho ••• ngay"),
        ("chờ 45 phút, quầy 12", "chờ 45 phút, quầy 12"),
        ("ngày 05/01/2026 tôi đến", "ngày 05/01/2026 tôi đến"),
        ("a\x00b\x07c\u202ed\u200be", "a b c d e"),
        ("Tra\u0302n", "Trân"),
        ("\t\n", ""),
    ],
)
def test_what_is_kept_of_words(words: str, kept: str) -> None:
    assert cleaned(words) == kept


def test_words_are_cut_at_five_hundred_letters() -> None:
    assert len(cleaned("ạ" * 2000)) == LONGEST
