"""What the rest of the house knows of the pad's buttons and lights."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from hardware.errors import HardwareError


class PadBoardUnusable(HardwareError):
    """The pins cannot be opened; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One button's contact closed or opened; raw, bounces included."""

    button: int
    """Its place in the pad's order, 0 is the best level."""
    is_down: bool
    at_s: float
    """Seconds of `time.monotonic`."""


class PadBoard(Protocol):
    """A row of buttons, each with a light, and perhaps a buzzer."""

    button_count: int

    def buttons_down(self) -> tuple[bool, ...]:
        """The contacts as they are now: the truth, also for a button that was held before we started."""
        ...

    def take_edges(self) -> list[Edge]:
        """The edges since the last call, oldest first; after a storm only the newest ones."""
        ...

    def when_changed(self, wake: Callable[[], None]) -> None:
        """Have `wake` called, on a thread of the pins' own, after each edge; it must only set an event."""
        ...

    def show(self, lights: Sequence[float], *, buzzer: bool) -> None:
        """Light each button (0 dark to 1 full) and let the buzzer sound or be silent."""
        ...

    def close(self) -> None:
        """Everything dark and silent, the pins free again."""
        ...
