"""How a call is said: number, counter and language in, the clips to play one after another out."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from counter_display.errors import UnspeakableCall
from hardware.audio import vocabulary
from hardware.audio.clips import Sentence
from hardware.audio.vocabulary import COMMA, Language, Sentences, ZeroWord

_ORDINARY = re.compile(rf"([{vocabulary.LETTERS.replace('X', '')}])([0-9]{{3,4}})")
_EMERGENCY = re.compile(r"X([0-9]{1,2})-([0-9]{3})")  # X is reserved for these


SOUND_TEST = (Sentence("vi", (vocabulary.SOUND_TEST,)),)
"""What a technician hears who tests the sound."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How the centre wants its calls said, and how much time there is."""

    whole_numbers: bool = False
    """One says "một trăm linh năm" and not "một, không, năm"; in Vietnamese and English, others read digit by digit."""
    zero_word: ZeroWord = "linh"
    is_short: bool = False
    """The number and the counter alone: many calls wait."""


ORDINARY = Manner()


def own_order(language: Language) -> Sentences:
    """The order of a language that a machine can speak."""
    return vocabulary.SENTENCES[language]


def announcement(
    number: str,
    counter_number: int,
    language: Language,
    *,
    is_recall: bool,
    to_seat: bool = False,
    manner: Manner = ORDINARY,
    order: Callable[[Language], Sentences] = own_order,
) -> tuple[Sentence, ...]:
    """What is said for one call, after the chime: Vietnamese, then the language of those who chose another.

    "Xin mời công dân có số thứ tự A, không, hai, năm, đến quầy số ba." With `to_seat`: "..., ngồi tại chỗ, cán bộ
    sẽ đến." Each language is a sentence of its own. `order` tells how a language puts its words.

    Raises:
        UnspeakableCall: the number is not of the form A025, A1000 or X2-001, or the counter not 1 to 99.
    """
    if not 1 <= counter_number <= vocabulary.HIGHEST_COUNTER:
        raise UnspeakableCall(f"counter {counter_number} is not between 1 and {vocabulary.HIGHEST_COUNTER}")
    sentences = []
    for spoken in ("vi",) if language == "vi" else ("vi", language):
        is_temporary, reading = _read_out(number, spoken, manner)
        sentence = _template(order(spoken), is_recall=is_recall, is_temporary=is_temporary, is_short=manner.is_short)
        place = (vocabulary.TO_SEAT,) if to_seat else _place(order(spoken), is_short=manner.is_short)
        said: list[str] = []
        for part in sentence:
            said += {vocabulary.TICKET: reading, vocabulary.PLACE: list(place)}.get(part, [part])
        clips = (vocabulary.counter(counter_number) if part == vocabulary.COUNTER else part for part in said)
        sentences.append(Sentence(spoken, tuple(clips)))
    return tuple(sentences)


def _template(order: Sentences, *, is_recall: bool, is_temporary: bool, is_short: bool) -> tuple[str, ...]:
    if is_short:
        return order.short
    if is_temporary:
        return order.temporary_recall if is_recall else order.temporary
    return order.recall if is_recall else order.call


def _place(order: Sentences, *, is_short: bool) -> tuple[str, ...]:
    return order.short_place if is_short else order.place


def _read_out(number: str, language: Language, manner: Manner) -> tuple[bool, list[str]]:
    """Whether it is an emergency number, and how it is read; digit by digit it is "một" and never "mốt"."""
    if ordinary := _ORDINARY.fullmatch(number):
        prefix, digits = ordinary.groups()
        reading = [vocabulary.letter(prefix)]
        if manner.whole_numbers and language in vocabulary.MADE and int(digits) > 0:
            return False, [*reading, COMMA, *vocabulary.whole_number(int(digits), language, manner.zero_word)]
        for sign in digits:
            reading += [COMMA, vocabulary.digit(sign)]
        return False, reading
    if emergency := _EMERGENCY.fullmatch(number):
        kiosk, digits = emergency.groups()
        spoken_kiosk, spoken_digits = map(vocabulary.digit, kiosk), map(vocabulary.digit, digits)
        return True, [vocabulary.letter("X"), *spoken_kiosk, COMMA, *spoken_digits]
    raise UnspeakableCall(f"'{number}' has no form that can be read out")
