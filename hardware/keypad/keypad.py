"""What the rest of the house knows of a desk's number pad."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from hardware.errors import HardwareError


class KeypadUnusable(HardwareError):
    """The keypad's pipe cannot be made; the message says what to do."""


class PadKey(StrEnum):
    """A key that has a meaning at a desk; the value is what is printed on it. All others are nothing."""

    ENTER = "Enter"
    PLUS = "+"
    ONE = "1"
    ZERO = "0"
    DOT = "."
    """`.` on the pad, which is `Del` while Num Lock is off."""


@dataclass(frozen=True, slots=True)
class KeyChange:
    """One key went down or up; the repeats of a key that is held are left out."""

    key: PadKey
    is_down: bool
    at_s: float
    """Seconds of `time.monotonic`."""


class Keypad(Protocol):
    """A number pad that may be pulled out and put back at any time."""

    @property
    def is_there(self) -> bool:
        """It is plugged in and ours alone."""
        ...

    def start(self) -> None:
        """Begin to listen, on a thread of the keypad's own."""
        ...

    def take(self) -> list[KeyChange]:
        """What happened since the last call, oldest first; after a storm only the newest."""
        ...

    def when_changed(self, wake: Callable[[], None]) -> None:
        """Have `wake` called on the keypad's thread after each change; it must only set an event."""
        ...

    def close(self) -> None:
        """Let the keypad go: its keys reach other programs again."""
        ...
