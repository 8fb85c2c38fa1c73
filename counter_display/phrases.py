"""How a call is said: number, counter and language in, the clips to play one after another out."""

import re

from counter_display.errors import UnspeakableCall
from hardware.audio import vocabulary
from hardware.audio.clips import Sentence
from hardware.audio.vocabulary import COMMA, Language

_ORDINARY = re.compile(rf"([{vocabulary.LETTERS.replace('X', '')}])([0-9]{{3,4}})")
_EMERGENCY = re.compile(r"X([0-9]{1,2})-([0-9]{3})")  # X is reserved for these


SOUND_TEST = (Sentence("vi", (vocabulary.SOUND_TEST,)),)
"""What a technician hears who tests the sound."""


def announcement(
    number: str, counter_number: int, language: Language, *, is_recall: bool, to_seat: bool = False
) -> tuple[Sentence, ...]:
    """What is said for one call, after the chime: Vietnamese, then English for those who chose it.

    "Xin mời công dân có số thứ tự A, không, hai, năm, đến quầy số ba." With `to_seat`: "..., ngồi tại chỗ, cán bộ
    sẽ đến."

    Raises:
        UnspeakableCall: the number is not of the form A025, A1000 or X2-001, or the counter not 1 to 99.
    """
    languages: tuple[Language, ...] = ("vi",) if language == "vi" else ("vi", "en")
    return tuple(
        Sentence(spoken, tuple(_sentence(number, counter_number, spoken, is_recall=is_recall, to_seat=to_seat)))
        for spoken in languages
    )


def _sentence(number: str, counter_number: int, language: Language, *, is_recall: bool, to_seat: bool) -> list[str]:
    if not 1 <= counter_number <= vocabulary.HIGHEST_COUNTER:
        raise UnspeakableCall(f"counter {counter_number} is not between 1 and {vocabulary.HIGHEST_COUNTER}")
    is_temporary, reading = _read_out(number)
    if language == "vi":
        opening = [vocabulary.RECALL if is_recall else vocabulary.INTRODUCTION]
        opening += [vocabulary.TEMPORARY, COMMA] if is_temporary else []
    else:
        opening = [vocabulary.RECALL, COMMA] if is_recall else []
        opening += [vocabulary.TEMPORARY if is_temporary else vocabulary.INTRODUCTION]
    ending = [vocabulary.TO_SEAT] if to_seat else [vocabulary.TO_COUNTER, vocabulary.counter(counter_number)]
    return [*opening, *reading, COMMA, *ending]


def _read_out(number: str) -> tuple[bool, list[str]]:
    """Whether it is an emergency number, and its signs one by one: "một" and never "mốt"."""
    if ordinary := _ORDINARY.fullmatch(number):
        prefix, digits = ordinary.groups()
        reading = [vocabulary.letter(prefix)]
        for sign in digits:
            reading += [COMMA, vocabulary.digit(sign)]
        return False, reading
    if emergency := _EMERGENCY.fullmatch(number):
        kiosk, digits = emergency.groups()
        spoken_kiosk, spoken_digits = map(vocabulary.digit, kiosk), map(vocabulary.digit, digits)
        return True, [vocabulary.letter("X"), *spoken_kiosk, COMMA, *spoken_digits]
    raise UnspeakableCall(f"'{number}' has no form that can be read out")
