"""How long the next try of a login has to wait: longer with each failure, but nobody is ever locked out.

Three counts, and none refuses the rightful owner for long:

- of a login from one address: after two failures the next try waits, longer and longer, half a minute at most;
- of one address, whatever the login: who tries one password with all names waits as well;
- of a login, from wherever strange browsers ask: from thirty failures on they are let through one after the other, and
  a try waits half a minute for that at most, however many attack.

A browser in which somebody has logged in before is not strange to that login: it has a count of its own alone, so
that nobody who attacks from elsewhere, not even from behind the same address, slows the owner down there.
"""

from collections import OrderedDict
from dataclasses import dataclass

FREE_FAILURES = 2
"""Everybody mistypes."""
FREE_FAILURES_OF_ADDRESS = 20
"""A whole centre may come from one address, and everybody mistypes."""
FREE_FAILURES_OF_LOGIN = 30
ONE_STRANGER_PER_S = 1.0
"""Then: a try of a strange browser each second."""
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
    """In memory, on the event loop. Times are real monotonic seconds.

    `known_browser`: the token's hash of a browser in which this very login was right before; None for a strange one.
    """

    def __init__(self) -> None:
        self._tries: OrderedDict[tuple[str, ...], _Tries] = OrderedDict()

    def enter(self, login: str, address: str, now_s: float, *, known_browser: str | None = None) -> float:
        """Take a place; the seconds to wait before the password is checked.

        Raises:
            TooManyTries: too many wait already; this try is not checked.
        """
        tries = self._of(_own_key(login, address, known_browser), now_s)
        if tries.waiting >= WAITING_AT_MOST:
            raise TooManyTries(max(1.0, tries.free_at_s - now_s))
        delay_s = _delay_s(tries.failures, FREE_FAILURES)
        start_s = max(now_s, tries.free_at_s)
        if delay_s > 0:
            tries.free_at_s = start_s + delay_s
        tries.waiting += 1
        wait_s = max(0.0, tries.free_at_s - now_s)
        if known_browser is None:
            wait_s = max(wait_s, self._of_address(address, now_s), self._of_login(login, now_s))
        return wait_s

    def leave(
        self, login: str, address: str, now_s: float, *, succeeded: bool, known_browser: str | None = None
    ) -> None:
        """The password was checked (or the asker has gone)."""
        tries = self._of(_own_key(login, address, known_browser), now_s)
        tries.waiting = max(0, tries.waiting - 1)
        tries.failures = 0 if succeeded else tries.failures + 1
        if succeeded:
            tries.free_at_s = now_s
        elif known_browser is None:
            # A right password forgives neither: who has one login of their own would guess others between.
            self._of(("address", address), now_s).failures += 1
            self._of(("login", login), now_s).failures += 1

    def _of_address(self, address: str, now_s: float) -> float:
        return _delay_s(self._of(("address", address), now_s).failures, FREE_FAILURES_OF_ADDRESS)

    def _of_login(self, login: str, now_s: float) -> float:
        tries = self._of(("login", login), now_s)
        if tries.failures < FREE_FAILURES_OF_LOGIN:
            return 0.0
        tries.free_at_s = min(max(now_s, tries.free_at_s) + ONE_STRANGER_PER_S, now_s + LONGEST_DELAY_S)
        return tries.free_at_s - now_s

    def _of(self, key: tuple[str, ...], now_s: float) -> _Tries:
        tries = self._tries.setdefault(key, _Tries())
        if now_s - tries.touched_s > FORGOTTEN_AFTER_S and not tries.waiting:
            tries.failures = 0
        tries.touched_s = now_s
        self._tries.move_to_end(key)
        while len(self._tries) > KEPT_AT_MOST:
            self._tries.popitem(last=False)
        return tries


def _own_key(login: str, address: str, known_browser: str | None) -> tuple[str, ...]:
    return ("pair", login, address) if known_browser is None else ("known", login, known_browser)


def _delay_s(failures: int, free: int) -> float:
    beyond = failures - free
    return 0.0 if beyond < 0 else min(LONGEST_DELAY_S, 2.0 ** min(beyond, 10))
