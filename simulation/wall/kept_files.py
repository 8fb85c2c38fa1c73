"""The kept slips and the spoken calls, as the centre's folders show them."""

import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from counter_display.errors import UnspeakableCall
from counter_display.phrases import announcement
from hardware.audio.vocabulary import COMMA, LETTERS, Language, letter, spoken_texts

SLIPS_SHOWN = 10
CALLS_SHOWN = 6
_SIGNS = {letter(sign): sign for sign in LETTERS}
"""Read, a letter is itself; spoken, it has a name."""
_SLIP = re.compile(r"slip-(\d{4,})\.png")
_CALL = re.compile(r"call-(\d+)-([A-Z0-9-]+)-quay-(\d+)(-goi-lai)?(-tai-cho)?\.wav")


@dataclass(frozen=True, slots=True)
class Slip:
    n: int
    name: str


@dataclass(frozen=True, slots=True)
class SpokenCall:
    call_id: int
    name: str
    number: str
    counter: int
    text: str


class NewFiles:
    """Looks into a folder again only when something in it has changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen_ns = -1

    def names(self) -> list[str] | None:
        """The names in the folder, or None when they are the same as at the last look."""
        try:
            changed_ns = self._folder.stat().st_mtime_ns
        except FileNotFoundError:
            return None
        if changed_ns == self._seen_ns:
            return None
        self._seen_ns = changed_ns
        return [path.name for path in self._folder.iterdir()]


def newest_slips(names: list[str]) -> list[dict[str, Any]]:
    """The last slips, newest first."""
    slips = [Slip(int(found.group(1)), name) for name in names if (found := _SLIP.fullmatch(name))]
    return [asdict(slip) for slip in sorted(slips, key=lambda slip: -slip.n)[:SLIPS_SHOWN]]


def newest_calls(names: list[str]) -> list[dict[str, Any]]:
    """The last spoken calls, newest first, with their words."""
    found = sorted((int(call.group(1)), call) for name in names if (call := _CALL.fullmatch(name)))
    calls = []
    for call_id, call in reversed(found[-CALLS_SHOWN:]):
        number, counter = call.group(2), int(call.group(3))
        words = spoken_words(number, counter, is_recall=bool(call.group(4)), to_seat=bool(call.group(5)))
        calls.append(asdict(SpokenCall(call_id, call.group(0), number, counter, words)))
    return calls


def spoken_words(
    number: str, counter: int, language: Language = "vi", *, is_recall: bool = False, to_seat: bool = False
) -> str:
    """The sentence of a call as one reads it; empty when it cannot be spoken."""
    words = spoken_texts(language)
    try:
        sentence = announcement(number, counter, language, is_recall=is_recall, to_seat=to_seat)[-1]
    except UnspeakableCall:
        return ""
    said = ""
    for clip in sentence.clips:
        said += "," if clip == COMMA else f" {_SIGNS.get(clip, words[clip])}"
    return said.strip() + "."
