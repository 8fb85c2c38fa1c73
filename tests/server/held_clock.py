"""A clock that stands still until a test moves it; wall and monotonic time can part, as on a Pi."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from server.domain.instant import Instant, instant

A_MONDAY_MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""08:00 in Asia/Ho_Chi_Minh, a working day."""


class HeldClock:
    def __init__(self, at: datetime = A_MONDAY_MORNING) -> None:
        self._now = at
        self._monotonic_s = 1000.0
        self._wakes: list[Callable[[], None]] = []

    def now(self) -> datetime:
        return self._now

    def monotonic_s(self) -> float:
        return self._monotonic_s

    def on_step(self, wake: Callable[[], None]) -> None:
        self._wakes.append(wake)

    def pass_ms(self, duration_ms: int) -> None:
        """Time goes by, on both clocks."""
        self._now += timedelta(milliseconds=duration_ms)
        self._monotonic_s += duration_ms / 1000
        for wake in self._wakes:
            wake()

    def pass_s(self, duration_s: float) -> None:
        self.pass_ms(round(duration_s * 1000))

    def set_wall(self, at: datetime) -> None:
        """Somebody, or a time service, sets the wall clock; the monotonic one does not notice."""
        self._now = at

    @property
    def instant(self) -> Instant:
        return instant(self._now)
