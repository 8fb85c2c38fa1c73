"""The journal's time: never back, and every forward jump of the wall clock noticed.

A Pi has no clock battery: wall time may stand still, leap or go back. The stamp is
max(wall, last stamp + monotonic time since), so that order and durations hold.
"""

import threading
from dataclasses import dataclass, replace

from messaging.clock import Clock
from server.domain.instant import SECOND_MS, Instant, instant

JUMP_MS = 5 * SECOND_MS
"""A wall clock that gained more than this over the monotonic one has been set, not merely disciplined."""

ONE_LOOK_S = 0.5
"""Both clocks are read together: were one stepped, or we suspended, in between, it would look like a jump."""


@dataclass(frozen=True, slots=True)
class Stamp:
    at: Instant
    jump_ms: int | None
    """How far the wall clock has leapt since the stamp before; None when it has not."""


@dataclass(frozen=True, slots=True)
class Bearings:
    """Where a stamp clock stands: what the next stamp is reckoned from."""

    at: Instant | None
    wall: Instant | None
    monotonic_s: float


class StampClock:
    """Stamps for one writer; any thread may ask for the time. `last` is the newest stamp in the journal."""

    def __init__(self, clock: Clock, last: Instant | None) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._from = Bearings(last, None, clock.monotonic_s())

    def stamp(self) -> Stamp:
        """The time of the next event; the wall clock's jump since the stamp before is told once."""
        with self._lock:
            wall, at, passed_ms = self._reckon()
            jump_ms = None
            if self._from.wall is not None and wall - self._from.wall - passed_ms > JUMP_MS:
                jump_ms = wall - self._from.wall - passed_ms
            # Whole milliseconds only: what is left over counts for the next stamp, however many come in one.
            self._from = Bearings(at, wall, self._from.monotonic_s + passed_ms / 1000)
            return Stamp(at, jump_ms)

    def now(self) -> Instant:
        """The journal's time at this moment, for who only looks."""
        with self._lock:
            return self._reckon()[1]

    def bearings(self) -> Bearings:
        with self._lock:
            return self._from

    def return_to(self, bearings: Bearings) -> None:
        """Forget the stamps since: they were not committed, and a jump among them has to be told again."""
        with self._lock:
            self._from = bearings

    def not_before(self, at: Instant) -> None:
        """Another program has written an event stamped `at`: ours come after it."""
        with self._lock:
            _wall, now, passed_ms = self._reckon()
            if now < at:
                self._from = replace(self._from, at=at - passed_ms)

    def _reckon(self) -> tuple[Instant, Instant, int]:
        """Wall time, journal time, and the whole milliseconds passed since the bearings."""
        while True:
            before_s, wall, after_s = self._clock.monotonic_s(), instant(self._clock.now()), self._clock.monotonic_s()
            if after_s - before_s < ONE_LOOK_S:
                break
        passed_ms = max(0, int((after_s - self._from.monotonic_s) * 1000))
        at = wall if self._from.at is None else max(wall, self._from.at + passed_ms)
        return wall, at, passed_ms
