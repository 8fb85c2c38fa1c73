"""The journal's time: never back, and every forward jump of the wall clock noticed.

A Pi has no clock battery: wall time may stand still, leap or go back. The stamp is
max(wall, last stamp + monotonic time since), so that order and durations hold. A wall clock that leaps by hours while
people wait, and that nothing vouches for, is not followed: the journal could never come back (docs/decisions/0011).
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from messaging.clock import Clock
from server.domain.instant import MINUTE_MS, SECOND_MS, Instant, instant

JUMP_MS = 5 * SECOND_MS
"""A wall clock that gained more than this over the monotonic one has been set, not merely disciplined."""

FAR_MS = 180 * MINUTE_MS
"""A slow clock that somebody sets right gains less; a wrong zone, half of the day, date or year more."""

ONE_LOOK_S = 0.5
"""Both clocks are read together: were one stepped, or we suspended, in between, it would look like a jump."""


@dataclass(frozen=True, slots=True)
class Stamp:
    at: Instant
    jump_ms: int | None
    """How far the wall clock has leapt since the stamp before; None when it has not, or is not followed."""


@dataclass(frozen=True, slots=True)
class Bearings:
    """Where a stamp clock stands: what the next stamp is reckoned from."""

    at: Instant | None
    wall: Instant | None
    monotonic_s: float
    unfollowed_ms: int = 0
    """How far the wall clock is ahead by leaps that are not followed."""

    @property
    def followed_wall(self) -> Instant | None:
        return None if self.wall is None else self.wall - self.unfollowed_ms


class StampClock:
    """Stamps for one writer; any thread may ask for the time.

    Args:
        last: the newest stamp in the journal.
        is_trusted: whether something vouches for the wall clock now.
        is_at_work: whether a leap would befall anybody: a service day is open.
    """

    def __init__(
        self,
        clock: Clock,
        last: Instant | None,
        *,
        is_trusted: Callable[[], bool] = lambda: True,
        is_at_work: Callable[[], bool] = lambda: False,
    ) -> None:
        self._clock = clock
        self._is_trusted = is_trusted
        self._is_at_work = is_at_work
        self._lock = threading.Lock()
        self._from = Bearings(last, None, clock.monotonic_s())

    def stamp(self) -> Stamp:
        """The time of the next event; the wall clock's jump since the stamp before is told once."""
        with self._lock:
            former, now, passed_ms = self._from, *self._reckon()
            jump_ms = None
            if former.followed_wall is not None and now.followed_wall is not None:
                gained_ms = now.followed_wall - former.followed_wall - passed_ms
                jump_ms = gained_ms if gained_ms > JUMP_MS else None
            # Whole milliseconds only: what is left over counts for the next stamp, however many come in one.
            self._from = replace(now, monotonic_s=former.monotonic_s + passed_ms / 1000)
            assert now.at is not None
            return Stamp(now.at, jump_ms)

    def now(self) -> Instant:
        """The journal's time at this moment, for who only looks."""
        with self._lock:
            at = self._reckon()[0].at
            assert at is not None
            return at

    def unfollowed_ms(self) -> int:
        """How far the wall clock is ahead by leaps that are not followed; 0 when it is."""
        with self._lock:
            return self._reckon()[0].unfollowed_ms

    def ahead_ms(self) -> int:
        """How far the journal's time is ahead of the wall clock: it does not go back with it."""
        with self._lock:
            now = self._reckon()[0]
            assert now.at is not None and now.wall is not None
            return max(0, now.at - now.wall)

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
            now, passed_ms = self._reckon()
            assert now.at is not None
            if now.at < at:
                self._from = replace(self._from, at=at - passed_ms)

    def _reckon(self) -> tuple[Bearings, int]:
        """Where we stand now, and the whole milliseconds passed since the bearings."""
        while True:
            before_s, wall, after_s = self._clock.monotonic_s(), instant(self._clock.now()), self._clock.monotonic_s()
            if after_s - before_s < ONE_LOOK_S:
                break
        passed_ms = max(0, int((after_s - self._from.monotonic_s) * 1000))
        now = Bearings(None, wall, after_s, self._not_followed(wall, passed_ms))
        followed = wall - now.unfollowed_ms
        at = followed if self._from.at is None else max(followed, self._from.at + passed_ms)
        return replace(now, at=at), passed_ms

    def _not_followed(self, wall: Instant, passed_ms: int) -> int:
        """How much of the wall clock's lead is not followed, now that it says `wall`."""
        known = self._from
        if known.wall is None:
            return 0  # since the last stamp the machine was off, nobody knows for how long
        leapt_ms = wall - known.wall - passed_ms
        # What was not followed is taken back first when the clock is set back; the rest may be a clock set right.
        ahead_ms = known.unfollowed_ms + min(0, leapt_ms)
        ahead_ms = ahead_ms if ahead_ms > FAR_MS else 0
        is_far = leapt_ms > FAR_MS
        if (ahead_ms or is_far) and self._is_trusted():
            return 0
        return ahead_ms + leapt_ms if is_far and self._is_at_work() else ahead_ms
