"""A clock that stands still until it is moved: a past day can be lived through at any speed, to the millisecond."""

from collections.abc import Callable
from datetime import datetime


class StandingClock:
    """A `messaging.clock.Clock` whose wall and monotonic time are moved together, by hand."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("a time without a zone has no place here")
        self._began = self._now = at

    def now(self) -> datetime:
        return self._now

    def monotonic_s(self) -> float:
        return (self._now - self._began).total_seconds()

    def on_step(self, wake: Callable[[], None]) -> None:
        """Who lives by this clock looks when told to; nobody is woken."""

    def move_to(self, at: datetime) -> None:
        """Go on to `at`; a time that is past already changes nothing."""
        self._now = max(self._now, at)
