"""How calls are said: the words that come out, read from the clips that would be played."""

import pytest

from counter_display.errors import UnspeakableCall
from counter_display.phrases import ORDINARY, Manner, announcement
from hardware.audio import vocabulary
from hardware.audio.vocabulary import Language, Sentences


def _said(
    number: str,
    counter: int,
    language: Language = "vi",
    *,
    is_recall: bool = False,
    to_seat: bool = False,
    manner: Manner = ORDINARY,
) -> list[str]:
    spoken = []
    for sentence in announcement(number, counter, language, is_recall=is_recall, to_seat=to_seat, manner=manner):
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


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("A001", "một"),
        ("A005", "năm"),
        ("A010", "mười"),
        ("A015", "mười lăm"),
        ("A021", "hai mươi mốt"),
        ("A024", "hai mươi tư"),
        ("A025", "hai mươi lăm"),
        ("A100", "một trăm"),
        ("A101", "một trăm linh một"),
        ("A105", "một trăm linh năm"),
        ("A110", "một trăm mười"),
        ("A115", "một trăm mười lăm"),
        ("A121", "một trăm hai mươi mốt"),
        ("A1000", "một nghìn"),
        ("A1001", "một nghìn không trăm linh một"),
        ("A1005", "một nghìn không trăm linh năm"),
        ("A1015", "một nghìn không trăm mười lăm"),
        ("A1100", "một nghìn một trăm"),
        ("A9999", "chín nghìn chín trăm chín mươi chín"),
    ],
)
def test_tickets_as_whole_numbers_where_the_centre_wants_it(number: str, words: str) -> None:
    (said,) = _said(number, 15, manner=Manner(whole_numbers=True))
    assert said == f"Xin mời công dân có số thứ tự a, {words}, đến quầy số mười lăm"


def test_the_nought_of_105_is_said_as_the_region_says_it() -> None:
    assert "một trăm lẻ năm," in _said("A105", 3, manner=Manner(whole_numbers=True, zero_word="lẻ"))[0]
    assert "một trăm mười," in _said("A110", 3, manner=Manner(whole_numbers=True, zero_word="lẻ"))[0]


def test_whole_numbers_in_english() -> None:
    def english(number: str) -> str:
        return _said(number, 3, "en", manner=Manner(whole_numbers=True))[1]

    assert english("A025") == "Ticket A, twenty-five, please proceed to counter three"
    assert english("A105") == "Ticket A, one hundred and five, please proceed to counter three"
    assert english("A1005") == "Ticket A, one thousand and five, please proceed to counter three"
    assert english("A1100") == "Ticket A, one thousand one hundred, please proceed to counter three"


def test_an_emergency_number_stays_digit_by_digit() -> None:
    assert "phiếu tạm, ích xì hai, không không một," in _said("X2-001", 4, manner=Manner(whole_numbers=True))[0]


def test_the_short_form_is_number_and_counter() -> None:
    assert _said("A025", 3, is_recall=True, manner=Manner(is_short=True)) == ["a, không, hai, năm, quầy ba"]
    assert _said("A025", 3, "en", manner=Manner(is_short=True))[1] == "A, zero, two, five, counter three"
    assert _said("X2-001", 12, manner=Manner(is_short=True)) == ["ích xì hai, không không một, quầy mười hai"]
    assert _said("A025", 3, to_seat=True, manner=Manner(is_short=True)) == [
        "a, không, hai, năm, ngồi tại chỗ, cán bộ sẽ đến"
    ]


def test_another_language_puts_its_words_in_an_order_of_its_own() -> None:
    order = Sentences(call=("to_counter", "{counter}", ",", "introduction", "{ticket}"))
    vietnamese, other = announcement(
        "A025", 3, "rad", is_recall=False, order=lambda tag: order if tag == "rad" else Sentences()
    )
    assert vietnamese.language == "vi"
    assert other.language == "rad"
    assert other.clips[:5] == ("to_counter", "counter_3", ",", "introduction", "letter_A")
    assert len({clip for clip in other.clips if clip.startswith("digit_")}) == 3
