"""What a counter's display tells the officer about the keys of the desk's number pad; pure."""

from dataclasses import dataclass
from enum import Enum


class WordKind(Enum):
    """Each has a shape and a colour of its own."""

    SENDING = "sending"
    DONE = "done"
    REFUSED = "refused"
    """Nothing was done."""
    NO_CONNECTION = "no connection"
    """Nobody knows yet, or ever."""


@dataclass(frozen=True, slots=True)
class KeyWord:
    """What became of the last press."""

    kind: WordKind
    text: str
