"""How long the next try of a login has to wait: longer with each failure, but nobody is ever locked out."""

from collections import OrderedDict
from dataclasses import dataclass

FREE_FAILURES = 2
"""Everybody mistypes."""
LONGEST_DELAY_S = 30.0
"""A thousand guesses take over eight hours; the rightful owner waits half a minute at worst."""
FORGOTTEN_AFTER_S = 15 * 60.0
WAITING_AT_MOST = 3
"""Tries that may wait at once: more of them are not made to wait but refused, or they would guess side by side."""
KEPT_AT_MOST = 10_000


class TooManyTries(Exception):
    """Enough tries of this login wait already."""

    def __init__(self, retry_after_s: float) -> None:
        super().__init__(f"again in {retry_after_s:.0f} s")
        self.retry_after_s = retry_after_s


@dataclass(slots=True)
class _Tries:
    failures: int = 0
    free_at_s: float = 0.0
    """When the next try may be checked."""
    waiting: int = 0
    touched_s: float = 0.0


class GuessDelays:
    """In memory, on the event loop. A login is counted per address, so that guessing from one machine does
    not slow down the rightful owner at another. Times are real monotonic seconds.
    """

    def __init__(self) -> None:
        self._tries: OrderedDict[tuple[str, str], _Tries] = OrderedDict()

    def enter(self, login: str, address: str, now_s: float) -> float:
        """Take a place; the seconds to wait before the password is checked.

        Raises:
            TooManyTries: too many wait already; this try is not checked.
        """
        tries = self._of(login, address, now_s)
        if tries.waiting >= WAITING_AT_MOST:
            raise TooManyTries(max(1.0, tries.free_at_s - now_s))
        delay_s = _delay_s(tries.failures)
        start_s = max(now_s, tries.free_at_s)
        if delay_s > 0:
            tries.free_at_s = start_s + delay_s
        tries.waiting += 1
        return max(0.0, tries.free_at_s - now_s)

    def leave(self, login: str, address: str, now_s: float, *, succeeded: bool) -> None:
        """The password was checked (or the asker has gone)."""
        tries = self._of(login, address, now_s)
        tries.waiting = max(0, tries.waiting - 1)
        tries.failures = 0 if succeeded else tries.failures + 1
        if succeeded:
            tries.free_at_s = now_s

    def _of(self, login: str, address: str, now_s: float) -> _Tries:
        key = (login, address)
        tries = self._tries.setdefault(key, _Tries())
        if now_s - tries.touched_s > FORGOTTEN_AFTER_S and not tries.waiting:
            tries.failures = 0
        tries.touched_s = now_s
        self._tries.move_to_end(key)
        while len(self._tries) > KEPT_AT_MOST:
            self._tries.popitem(last=False)
        return tries


def _delay_s(failures: int) -> float:
    beyond = failures - FREE_FAILURES
    return 0.0 if beyond < 0 else min(LONGEST_DELAY_S, 2.0 ** min(beyond, 10))
