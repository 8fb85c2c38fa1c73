"""A hand that takes many numbers is slowed; an honest line of people never is, in a rush a faster one. Pure."""

HONEST_S = 4.0
"""So far apart are the numbers of a line that moves as fast as people can."""
HONEST_IN_RUSH_S = 3.0
"""And where one touch is enough: the kiosk is ready again after that."""
AT_ONCE = 6
"""A family or a bus may be faster for a moment."""
LEAST_REST_S, LONGEST_REST_S = 4.0, 30.0


class FairHand:
    """Counts the numbers that were given. Times are seconds on any one monotonic clock.

    Each number takes one of `AT_ONCE` permits; every `HONEST_S`, in a rush `HONEST_IN_RUSH_S`, one comes back.
    Without a permit the next number waits, twice as long each time until the hand has rested.
    """

    def __init__(self) -> None:
        self._permits = float(AT_ONCE)
        self._counted_s: float | None = None
        self._rest_s = LEAST_REST_S
        self._resting_until_s = 0.0

    def rests_for_s(self, *, now_s: float, is_rush: bool = False) -> float:
        """Seconds until the next number may be taken; 0 when it may be now."""
        self._refill(now_s, is_rush=is_rush)
        return max(0.0, self._resting_until_s - now_s)

    def note_taken(self, *, now_s: float, is_rush: bool = False) -> None:
        """A number has been given."""
        self._refill(now_s, is_rush=is_rush)
        self._permits -= 1
        if self._permits < 0:
            # After the rest it goes on with one number, not with all that came back meanwhile.
            self._permits = 1.0
            self._counted_s = self._resting_until_s = now_s + self._rest_s
            self._rest_s = min(LONGEST_REST_S, 2 * self._rest_s)

    def _refill(self, now_s: float, *, is_rush: bool) -> None:
        honest_s = HONEST_IN_RUSH_S if is_rush else HONEST_S
        counted_s = now_s if self._counted_s is None else self._counted_s
        self._counted_s = max(counted_s, now_s)
        # A hair more than one in `honest_s`: sums of fractions must not delay who is exactly on time.
        self._permits = min(float(AT_ONCE), self._permits + max(0.0, now_s - counted_s) / honest_s * 1.000001)
        if self._permits >= AT_ONCE:
            self._rest_s = LEAST_REST_S
