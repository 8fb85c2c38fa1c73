"""The journal's time: never back, and every forward jump of the wall clock noticed.

A Pi has no clock battery: wall time may stand still, leap or go back. The stamp is
max(wall, last stamp + monotonic time since), so that order and durations hold.
"""

from dataclasses import dataclass

from messaging.clock import Clock
from server.domain.instant import SECOND_MS, Instant, instant

JUMP_MS = 5 * SECOND_MS
"""A wall clock that gained more than this over the monotonic one has been set, not merely disciplined."""


@dataclass(frozen=True, slots=True)
class Stamp:
    at: Instant
    jump_ms: int | None
    """How far the wall clock has leapt since the stamp before; None when it has not."""


class StampClock:
    """Stamps for one writer. `last` is the newest stamp in the journal, None when it is empty."""

    def __init__(self, clock: Clock, last: Instant | None) -> None:
        self._clock = clock
        self._last_at = last
        self._last_wall: Instant | None = None
        self._last_monotonic_s = clock.monotonic_s()

    def stamp(self) -> Stamp:
        wall = instant(self._clock.now())
        monotonic_s = self._clock.monotonic_s()
        passed_ms = max(0, int((monotonic_s - self._last_monotonic_s) * 1000))
        at = wall if self._last_at is None else max(wall, self._last_at + passed_ms)
        jump_ms = None
        if self._last_wall is not None and wall - self._last_wall - passed_ms > JUMP_MS:
            jump_ms = wall - self._last_wall - passed_ms
        self._last_at, self._last_wall, self._last_monotonic_s = at, wall, monotonic_s
        return Stamp(at, jump_ms)
