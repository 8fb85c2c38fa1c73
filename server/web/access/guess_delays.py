"""How long the next try of a login has to wait: longer with each failure, but nobody is ever locked out.

Three counts, and none refuses the rightful owner for long:

- of a login from one address: after two failures the next try waits, longer and longer, half a minute at most;
- of one address, whatever the login: who tries one password with all names waits as well;
- of a login, from wherever strange browsers ask: from thirty failures on they are let through one after the other, and
  a try waits half a minute for that at most, however many attack.

A browser in which somebody has logged in before is not strange to that login: it has a count of its own alone, so
that nobody who attacks from elsewhere, not even from behind the same address, slows the owner down there.

How many tries of strange browsers wait at once is limited, by address and in all: what is beyond is refused before
anything of it is kept, or one machine could fill the queue and the memory.

Codes of second factors are fewer than passwords, so their rate is bounded for each person. Only whoever knows the
password gets so far; one of them may wait from each address, so that whoever floods from one keeps nobody out.
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
WAITING_OF_ADDRESS_AT_MOST = 10
"""Strange browsers behind one address, whatever their logins; a check takes a fraction of a second."""
WAITING_IN_ALL_AT_MOST = 50
"""Strange browsers of everybody: the last of them is checked within half a minute, also on a small machine."""
FREE_CODES_OF_PERSON = 10
CODE_EVERY_S = 20.0
"""Then, from strange browsers: three codes of a million are right at a time, so a day of guessing wins in 1 of 77."""
LONGEST_CODE_WAIT_S = 60.0
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

    def __init__(self, *, lets_new_addresses_in: bool = False) -> None:
        """`lets_new_addresses_in`: whoever has not failed twice finds a place whatever the others fill, for no try of
        theirs waits. For what is cheap to check."""
        self._lets_new_addresses_in = lets_new_addresses_in
        self._tries: OrderedDict[tuple[str, ...], _Tries] = OrderedDict()
        self._strangers_waiting = 0

    def enter(self, login: str, address: str, now_s: float, *, known_browser: str | None = None) -> float:
        """Take a place; the seconds to wait before the password is checked.

        Raises:
            TooManyTries: too many wait already; this try is not checked.
        """
        if known_browser is None:
            self._require_room(address)
        wait_s = self._take_place(_own_key(login, address, known_browser), now_s)
        if known_browser is None:
            self._strangers_waiting += 1
            self._of(("address", address), now_s).waiting += 1
            wait_s = max(wait_s, self._of_address(address, now_s), self._of_login(login, now_s))
        return wait_s

    def leave(
        self, login: str, address: str, now_s: float, *, succeeded: bool, known_browser: str | None = None
    ) -> None:
        """The password was checked (or the asker has gone)."""
        self._give_place(_own_key(login, address, known_browser), now_s, succeeded=succeeded)
        if known_browser is None:
            self._strangers_waiting = max(0, self._strangers_waiting - 1)
            # A right password forgives neither: who has one login of their own would guess others between.
            self._note(("address", address), now_s, succeeded=succeeded)
            if not succeeded:
                self._of(("login", login), now_s).failures += 1

    def enter_code(self, person: str, address: str, asker: str, now_s: float) -> float:
        """As `enter`, for six digits from a strange browser. `asker`: whose tries are slowed one after the other.

        Raises:
            TooManyTries: too many wait already; this try is not checked.
        """
        line, here = self._of(("codes", person), now_s), self._of(("codes", person, address), now_s)
        # Those that are being checked count as wrong, or they would guess side by side.
        is_slow = line.failures + line.waiting >= FREE_CODES_OF_PERSON
        free_at_s = max(now_s, line.free_at_s) + CODE_EVERY_S if is_slow else now_s
        if is_slow and (here.waiting or free_at_s - now_s > LONGEST_CODE_WAIT_S):
            raise TooManyTries(CODE_EVERY_S)
        wait_s = self._take_place(("code", person, asker), now_s)
        line.free_at_s = max(line.free_at_s, free_at_s)
        line.waiting += 1
        here.waiting += 1
        return max(wait_s, free_at_s - now_s)

    def leave_code(self, person: str, address: str, asker: str, now_s: float, *, succeeded: bool) -> None:
        """The code was checked (or the asker has gone)."""
        self._give_place(("code", person, asker), now_s, succeeded=succeeded)
        # A right one forgives nothing: the owner logs in between somebody else's guesses.
        self._note(("codes", person), now_s, succeeded=succeeded)
        self._note(("codes", person, address), now_s, succeeded=succeeded)

    def _require_room(self, address: str) -> None:
        """Looks without keeping anything: whoever is refused leaves no trace."""
        here = self._tries.get(("address", address))
        of_address = 0 if here is None else here.waiting
        failures = 0 if here is None else here.failures
        if self._lets_new_addresses_in and of_address == 0 and failures < FREE_FAILURES:
            return
        if of_address >= WAITING_OF_ADDRESS_AT_MOST or self._strangers_waiting >= WAITING_IN_ALL_AT_MOST:
            raise TooManyTries(LONGEST_DELAY_S)

    def _take_place(self, key: tuple[str, ...], now_s: float) -> float:
        tries = self._of(key, now_s)
        if tries.waiting >= WAITING_AT_MOST:
            raise TooManyTries(max(1.0, tries.free_at_s - now_s))
        delay_s = _delay_s(tries.failures, FREE_FAILURES)
        start_s = max(now_s, tries.free_at_s)
        if delay_s > 0:
            tries.free_at_s = start_s + delay_s
        tries.waiting += 1
        return max(0.0, tries.free_at_s - now_s)

    def _give_place(self, key: tuple[str, ...], now_s: float, *, succeeded: bool) -> None:
        tries = self._note(key, now_s, succeeded=succeeded)
        if succeeded:
            tries.failures, tries.free_at_s = 0, now_s

    def _note(self, key: tuple[str, ...], now_s: float, *, succeeded: bool) -> _Tries:
        tries = self._of(key, now_s)
        tries.waiting = max(0, tries.waiting - 1)
        tries.failures += 0 if succeeded else 1
        return tries

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
        if len(self._tries) > KEPT_AT_MOST:
            self._forget_oldest()
        return tries

    def _forget_oldest(self) -> None:
        """What has not been touched for longest; what somebody waits for stays, and the limits bound that."""
        newest = next(reversed(self._tries))
        oldest = next((key for key, tries in self._tries.items() if not tries.waiting and key != newest), None)
        if oldest is not None:
            del self._tries[oldest]


def _own_key(login: str, address: str, known_browser: str | None) -> tuple[str, ...]:
    return ("pair", login, address) if known_browser is None else ("known", login, known_browser)


def _delay_s(failures: int, free: int) -> float:
    beyond = failures - free
    return 0.0 if beyond < 0 else min(LONGEST_DELAY_S, 2.0 ** min(beyond, 10))
