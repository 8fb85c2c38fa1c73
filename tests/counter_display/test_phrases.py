"""How calls are said: the words that come out, read from the clips that would be played."""

import pytest

from counter_display.errors import UnspeakableCall
from counter_display.phrases import announcement
from hardware.audio import vocabulary
from hardware.audio.vocabulary import Language


def _said(
    number: str, counter: int, language: Language = "vi", *, is_recall: bool = False, to_seat: bool = False
) -> list[str]:
    spoken = []
    for sentence in announcement(number, counter, language, is_recall=is_recall, to_seat=to_seat):
        texts = vocabulary.spoken_texts(sentence.language) | {vocabulary.COMMA: ","}
        spoken.append(" ".join(texts[clip] for clip in sentence.clips).replace(" ,", ","))
    return spoken


def test_ticket_is_read_digit_by_digit_and_the_counter_as_a_whole() -> None:
    assert _said("A025", 3) == ["Xin mời công dân có số thứ tự a, không, hai, năm, đến quầy số ba"]


def test_digits_keep_their_base_names_and_counters_do_not() -> None:
    assert _said("B145", 21) == ["Xin mời công dân có số thứ tự bê, một, bốn, năm, đến quầy số hai mươi mốt"]
    assert _said("B145", 15)[0].endswith("đến quầy số mười lăm")


def test_recall_says_so() -> None:
    assert _said("A025", 3, is_recall=True) == [
        "Xin nhắc lại, mời công dân có số thứ tự a, không, hai, năm, đến quầy số ba"
    ]


def test_whoever_cannot_walk_stays_seated() -> None:
    vietnamese, english = _said("A025", 3, "en", to_seat=True)
    assert vietnamese == "Xin mời công dân có số thứ tự a, không, hai, năm, ngồi tại chỗ, cán bộ sẽ đến"
    assert english == "Ticket A, zero, two, five, please stay seated, an officer will come to you"
    assert _said("A025", 3, is_recall=True, to_seat=True)[0].startswith("Xin nhắc lại, mời công dân")


def test_four_digits() -> None:
    assert _said("H1000", 2)[0].startswith("Xin mời công dân có số thứ tự hát, một, không, không, không,")


def test_emergency_number_is_a_temporary_slip() -> None:
    assert _said("X2-001", 4) == [
        "Xin mời công dân có số thứ tự phiếu tạm, ích xì hai, không không một, đến quầy số bốn"
    ]
    assert _said("X2-001", 4, "en")[1] == "Temporary ticket X two, zero zero one, please proceed to counter four"


def test_english_comes_after_vietnamese() -> None:
    vietnamese, english = _said("A025", 3, "en")
    assert vietnamese.startswith("Xin mời công dân")
    assert english == "Ticket A, zero, two, five, please proceed to counter three"


def test_english_recall() -> None:
    assert _said("A025", 3, "en", is_recall=True)[1].startswith("Once again, Ticket A, zero,")


@pytest.mark.parametrize("number", ["", "A25", "A12345", "D025", "a025", "A٠٢٥", "X2-1", "X-001", "A025 ", "025"])
def test_number_of_another_form_is_not_spoken(number: str) -> None:
    with pytest.raises(UnspeakableCall):
        announcement(number, 1, "vi", is_recall=False)


@pytest.mark.parametrize("counter", [0, 100, -1])
def test_counter_without_a_clip_is_not_spoken(counter: int) -> None:
    with pytest.raises(UnspeakableCall):
        announcement("A025", counter, "vi", is_recall=False)
