"""Every clip a call is spliced from: its name and the words to be spoken, per language."""

from typing import Literal

Language = Literal["vi", "en"]

CHIME = "chime"
COMMA = ","
"""No clip: a longer pause, where the sentence has a comma."""

INTRODUCTION = "introduction"
RECALL = "recall"
TEMPORARY = "temporary"
TO_COUNTER = "to_counter"
TO_SEAT = "to_seat"
"""Instead of the counter: the officer comes to the citizen."""
SOUND_TEST = "sound_test"

HIGHEST_COUNTER = 99

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
    """Clip name to words, complete: each call in `language` can be spliced from these."""
    if language == "vi":
        sentence = {
            INTRODUCTION: "Xin mời công dân có số thứ tự",
            RECALL: "Xin nhắc lại, mời công dân có số thứ tự",
            TEMPORARY: "phiếu tạm",
            TO_COUNTER: "đến quầy số",
            TO_SEAT: "ngồi tại chỗ, cán bộ sẽ đến",
            SOUND_TEST: "Thử loa của bảng gọi số",
        }
        letters, digits, whole = _VIETNAMESE_LETTERS, _VIETNAMESE_DIGITS, vietnamese_number
    else:
        sentence = {
            INTRODUCTION: "Ticket",
            RECALL: "Once again",
            TEMPORARY: "Temporary ticket",
            TO_COUNTER: "please proceed to counter",
            TO_SEAT: "please stay seated, an officer will come to you",
            SOUND_TEST: "Testing the loudspeaker",
        }
        letters, digits, whole = {sign: sign for sign in LETTERS}, _ENGLISH_DIGITS, english_number
    return (
        sentence
        | {letter(sign): words for sign, words in letters.items()}
        | {digit(str(value)): word for value, word in enumerate(digits)}
        | {counter(number): whole(number) for number in range(1, HIGHEST_COUNTER + 1)}
    )


def vietnamese_number(number: int) -> str:
    """A whole number of 1 to 99 in words: "mười lăm", "hai mươi mốt", "hai mươi tư"."""
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


def english_number(number: int) -> str:
    """A whole number of 1 to 99 in words: "fifteen", "twenty-one"."""
    tens, units = divmod(number, 10)
    if tens == 0:
        return _ENGLISH_DIGITS[units]
    if tens == 1:
        return _ENGLISH_TEENS[units]
    return _ENGLISH_TENS[tens] if units == 0 else f"{_ENGLISH_TENS[tens]}-{_ENGLISH_DIGITS[units]}"
