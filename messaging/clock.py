"""The time the programs agree on: wall clock, monotonic clock and timers, and a stepped one for simulation.

Two kinds of time exist (design part 4, Time). Domain time and domain timers come from a `Clock` that is
passed in and can be stepped. Liveness and transport (HTTP and printer timeouts, presence, publishing
limits) always use `real_monotonic_s`, which no simulation moves.
"""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

real_monotonic_s = time.monotonic


class Clock(Protocol):
    """Where a program gets the time of its domain."""

    def now(self) -> datetime:
        """Wall time, UTC, aware."""
        ...

    def monotonic_s(self) -> float:
        """Seconds on a clock that never goes back while the program runs."""
        ...

    def on_step(self, wake: Callable[[], None]) -> None:
        """Ask to be woken when the clock is stepped, so that due timers fire at once."""
        ...


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic_s(self) -> float:
        return time.monotonic()

    def on_step(self, wake: Callable[[], None]) -> None:
        """The system clock is never stepped by us."""


class SteppedClock:
    """The machine's clocks plus a lead that only grows: simulation runs ahead of real time.

    Wall and monotonic time move together, so a step is not a clock jump.
    """

    def __init__(self, lead: timedelta = timedelta(0)) -> None:
        self._lead_s = lead.total_seconds()
        self._wakes: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    @property
    def lead(self) -> timedelta:
        return timedelta(seconds=self._lead_s)

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._lead_s)

    def monotonic_s(self) -> float:
        return time.monotonic() + self._lead_s

    def step(self, by: timedelta) -> None:
        if by < timedelta(0):
            raise ValueError("a stepped clock only goes forward")
        with self._lock:
            self._lead_s += by.total_seconds()
            wakes = list(self._wakes)
        for wake in wakes:
            wake()

    def on_step(self, wake: Callable[[], None]) -> None:
        with self._lock:
            self._wakes.append(wake)
