"""Which rating window the pad shows as open, pure: from the counter's snapshots and the pad's own clock.

Two clocks meet here. The window closes by the domain's clock, on which the pad runs the remaining time down
itself; what a retained message has lost on its way is told by the server's time.
"""

from dataclasses import dataclass
from datetime import datetime

from messaging.snapshots import OpenWindow


@dataclass(frozen=True, slots=True)
class ShownWindow:
    """Open at the pad from `opened_s` until `closes_s` (seconds of the pad's domain clock)."""

    window_id: int
    opened_s: float
    closes_s: float

    def is_open(self, at_s: float) -> bool:
        return self.opened_s <= at_s < self.closes_s


class RatingWindow:
    """Keeps the window of one counter."""

    def __init__(self) -> None:
        self._shown: ShownWindow | None = None
        self._waiting: OpenWindow | None = None

    def take(
        self,
        window: OpenWindow | None,
        *,
        was_retained: bool,
        received_s: float,
        server_now: datetime | None,
    ) -> None:
        """A snapshot said which window is open, or that none is.

        Args:
            received_s: when it came, on the pad's domain clock.
            server_now: the server's time at that moment, or None when it is not known.
        """
        self._waiting = None
        if window is None:
            self._shown = None
            return
        if not was_retained:
            self._show(window, received_s, received_s + window.remaining_ms / 1000)
        elif server_now is not None:
            self._show(window, received_s, received_s + _left_s(window, server_now))
        elif self._shown is None or self._shown.window_id != window.window_id:
            # How old it is nobody can say yet: better dark for a moment than open too long.
            self._shown = None
            self._waiting = window

    def learn_server_time(self, server_now: datetime, *, now_s: float) -> None:
        """The server's time became known; a window that waited for it opens with what is left of it."""
        if self._waiting is not None:
            window, self._waiting = self._waiting, None
            self._show(window, now_s, now_s + _left_s(window, server_now))

    @property
    def waits_for_server_time(self) -> bool:
        return self._waiting is not None

    def open_at(self, at_s: float) -> ShownWindow | None:
        """The window that the pad showed as open at this moment of its domain clock."""
        return self._shown if self._shown is not None and self._shown.is_open(at_s) else None

    def _show(self, window: OpenWindow, from_s: float, closes_s: float) -> None:
        shown = self._shown
        if shown is not None and shown.window_id == window.window_id:
            from_s = min(shown.opened_s, from_s)
        self._shown = ShownWindow(window.window_id, from_s, closes_s)


def _left_s(window: OpenWindow, server_now: datetime) -> float:
    """Never more than there was when it was sent, whatever the clocks say."""
    return min((window.closes_at - server_now).total_seconds(), window.remaining_ms / 1000)
