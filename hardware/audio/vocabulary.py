"""Every clip a call is spliced from: its name and its words, per language; and how they make a sentence."""

from dataclasses import dataclass
from typing import Literal

Language = str
"""ISO 639, such as `vi`. The words of `MADE` stand here; any other language brings a pack of its own."""

ZeroWord = Literal["linh", "lẻ"]
"""How the region says the nought of 105."""

MADE: tuple[Language, ...] = ("vi", "en")
"""The languages whose clips a machine can speak. Vietnamese is the source: each call is said in it first."""

CHIME = "chime"
COMMA = ","
"""No clip: a longer pause, where the sentence has a comma."""

INTRODUCTION = "introduction"
RECALL = "recall"
TEMPORARY = "temporary"
TO_COUNTER = "to_counter"
TO_SEAT = "to_seat"
"""Instead of the counter: the officer comes to the citizen."""
SHORT_TO_COUNTER = "short_to_counter"
"""Before the counter when many calls wait: they must all be heard in time."""
SOUND_TEST = "sound_test"
"""Vietnamese alone: whoever tests the sound is a technician."""

HUNDRED = "hundred"
THOUSAND = "thousand"
AND = "and"
"""English, in 105: one hundred and five."""
_ZERO_CLIPS: dict[ZeroWord, str] = {"linh": "zero_linh", "lẻ": "zero_le"}

TICKET = "{ticket}"
PLACE = "{place}"
COUNTER = "{counter}"
SLOTS = frozenset({TICKET, PLACE, COUNTER, COMMA})
"""What may stand in a sentence beside the names of clips."""

HIGHEST_COUNTER = 99
HIGHEST_WHOLE_NUMBER = 9999

# The service letters of design part 4 and X, with their Vietnamese names as they are spoken.
_VIETNAMESE_LETTERS = {
    "A": "a",
    "B": "bê",
    "C": "xê",
    "E": "e",
    "G": "giê",
    "H": "hát",
    "K": "ca",
    "L": "e lờ",
    "M": "em mờ",
    "N": "en nờ",
    "P": "pê",
    "R": "e rờ",
    "S": "ét sì",
    "T": "tê",
    "V": "vê",
    "X": "ích xì",
}
LETTERS = "".join(_VIETNAMESE_LETTERS)

_VIETNAMESE_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_ENGLISH_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ENGLISH_TEENS = (
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_ENGLISH_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

_LONGEST_SIGN_S = 1.5
_LONGEST_COUNTER_S = 2.5
_LONGEST_PHRASE_S = 4.5


@dataclass(frozen=True, slots=True)
class Sentences:
    """The order of a language's calls: names of clips, with `SLOTS` between them."""

    call: tuple[str, ...] = (INTRODUCTION, TICKET, COMMA, PLACE)
    recall: tuple[str, ...] = (RECALL, TICKET, COMMA, PLACE)
    temporary: tuple[str, ...] = (INTRODUCTION, TEMPORARY, COMMA, TICKET, COMMA, PLACE)
    temporary_recall: tuple[str, ...] = (RECALL, TEMPORARY, COMMA, TICKET, COMMA, PLACE)
    place: tuple[str, ...] = (TO_COUNTER, COUNTER)
    short: tuple[str, ...] = (TICKET, COMMA, PLACE)
    short_place: tuple[str, ...] = (SHORT_TO_COUNTER, COUNTER)


VIETNAMESE = Sentences()
"""Another language's pack that names no order of its own keeps this one."""

SENTENCES: dict[Language, Sentences] = {
    "vi": VIETNAMESE,
    "en": Sentences(
        recall=(RECALL, COMMA, INTRODUCTION, TICKET, COMMA, PLACE),
        temporary=(TEMPORARY, TICKET, COMMA, PLACE),
        temporary_recall=(RECALL, COMMA, TEMPORARY, TICKET, COMMA, PLACE),
    ),
}


def letter(sign: str) -> str:
    """The name of the clip that says a service letter."""
    return f"letter_{sign}"


def digit(sign: str) -> str:
    """The name of the clip that says one digit."""
    return f"digit_{sign}"


def counter(number: int) -> str:
    """The name of the clip that says a counter's number, 1 to 99."""
    return f"counter_{number}"


def spoken_texts(language: Language) -> dict[str, str]:
    """Clip name to words, complete: each call in `language`, one of `MADE`, can be spliced from these."""
    if language == "vi":
        sentence = {
            INTRODUCTION: "Xin mời công dân có số thứ tự",
            RECALL: "Xin nhắc lại, mời công dân có số thứ tự",
            TEMPORARY: "phiếu tạm",
            TO_COUNTER: "đến quầy số",
            TO_SEAT: "ngồi tại chỗ, cán bộ sẽ đến",
            SHORT_TO_COUNTER: "quầy",
            SOUND_TEST: "Thử loa của bảng gọi số",
            HUNDRED: "trăm",
            THOUSAND: "nghìn",
        } | {clip: word for word, clip in _ZERO_CLIPS.items()}
        letters, digits, whole = _VIETNAMESE_LETTERS, _VIETNAMESE_DIGITS, _vietnamese_below_100
    else:
        sentence = {
            INTRODUCTION: "Ticket",
            RECALL: "Once again",
            TEMPORARY: "Temporary ticket",
            TO_COUNTER: "please proceed to counter",
            TO_SEAT: "please stay seated, an officer will come to you",
            SHORT_TO_COUNTER: "counter",
            SOUND_TEST: "Testing the loudspeaker",
            HUNDRED: "hundred",
            THOUSAND: "thousand",
            AND: "and",
        }
        letters, digits, whole = {sign: sign for sign in LETTERS}, _ENGLISH_DIGITS, _english_below_100
    return (
        sentence
        | {letter(sign): words for sign, words in letters.items()}
        | {digit(str(value)): word for value, word in enumerate(digits)}
        | {counter(number): whole(number) for number in range(1, HIGHEST_COUNTER + 1)}
    )


def needed_clips(language: Language, highest_counter: int = HIGHEST_COUNTER) -> list[str]:
    """What a pack must have so that each call in `language` can be said, in the order of the script.

    A language that is not of `MADE` reads tickets digit by digit always, so it needs no hundreds.
    """
    names = list(spoken_texts(language if language in MADE else "vi"))
    if language not in MADE:
        left_out = {SOUND_TEST, HUNDRED, THOUSAND, *_ZERO_CLIPS.values()}
        names = [name for name in names if name not in left_out]
    too_high = {counter(number) for number in range(highest_counter + 1, HIGHEST_COUNTER + 1)}
    return [name for name in names if name not in too_high]


def longest_s(name: str) -> float:
    """How long a recording of a clip may be: longer, and a call is not heard to its end before the next."""
    if name.startswith("counter_"):
        return _LONGEST_COUNTER_S
    if name.startswith(("letter_", "digit_")):
        return _LONGEST_SIGN_S
    return _LONGEST_PHRASE_S


def whole_number(number: int, language: Language, zero_word: ZeroWord) -> list[str]:
    """The clips that say a ticket's number of 1 to 9999 as a whole: "một nghìn không trăm linh năm"."""
    thousands, below_1000 = divmod(number, 1000)
    hundreds, below_100 = divmod(below_1000, 100)
    said: list[str] = []
    if thousands:
        said += [digit(str(thousands)), THOUSAND]
    if language == "vi":
        if hundreds or (thousands and below_100):  # a nought before the tens is said: không trăm
            said += [digit(str(hundreds)), HUNDRED]
        if said and 0 < below_100 < 10:
            said.append(_ZERO_CLIPS[zero_word])
    else:
        if hundreds:
            said += [digit(str(hundreds)), HUNDRED]
        if said and below_100:
            said.append(AND)
    # Below a hundred a counter's clip says it in one breath.
    return [*said, counter(below_100)] if below_100 else said


def number_words(number: int, language: Language, zero_word: ZeroWord = "linh") -> str:
    """A whole number of 1 to 9999 as it is spoken: "mười lăm", "hai mươi mốt", "một trăm linh năm"."""
    texts = spoken_texts(language)
    return " ".join(texts[clip] for clip in whole_number(number, language, zero_word))


def _vietnamese_below_100(number: int) -> str:
    tens, units = divmod(number, 10)
    if tens == 0:
        return _VIETNAMESE_DIGITS[units]
    ten = "mười" if tens == 1 else f"{_VIETNAMESE_DIGITS[tens]} mươi"
    if units == 0:
        return ten
    if units == 5:
        return f"{ten} lăm"
    if tens > 1 and units in (1, 4):
        return f"{ten} {'mốt' if units == 1 else 'tư'}"
    return f"{ten} {_VIETNAMESE_DIGITS[units]}"


def _english_below_100(number: int) -> str:
    tens, units = divmod(number, 10)
    if tens == 0:
        return _ENGLISH_DIGITS[units]
    if tens == 1:
        return _ENGLISH_TEENS[units]
    return _ENGLISH_TENS[tens] if units == 0 else f"{_ENGLISH_TENS[tens]}-{_ENGLISH_DIGITS[units]}"
