"""What logging in keeps in memory: the delays, how many passwords are checked at once, and who is half way in."""

import asyncio
import secrets
from collections import OrderedDict
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from messaging.clock import real_monotonic_s
from server.actions.web_sessions import Whence, token_hash
from server.connection_limits import network_of
from server.db.queries.logins import staff_known_in
from server.db.queries.people import StaffMember, staff_by_login
from server.house import House
from server.passwords import is_password
from server.web.browser_words import browser_in_words
from server.web.guess_delays import GuessDelays
from server.web.staff_session import KNOWN_COOKIE

HALF_WAY_S = 300.0
"""So long the code may follow the password."""
WRONG_CODES_AT_MOST = 5
"""Then the password is asked for again."""
HALF_WAY_AT_MOST = 1000


@dataclass(slots=True)
class HalfWay:
    """Somebody whose password was right, and whose code is still asked for."""

    staff_id: str
    login: str
    until_s: float
    wrong: int = 0


class LoginDesk:
    """Lives on the event loop. Times are real monotonic seconds."""

    def __init__(self) -> None:
        self.delays = GuessDelays()
        # Each check takes a core and 64 MB for a moment; more of them would slow the queue down. Whoever guesses
        # from strange browsers takes nothing from those who are known.
        self.strange = asyncio.Semaphore(1)
        self.known = asyncio.Semaphore(1)
        self._half_way: OrderedDict[str, HalfWay] = OrderedDict()

    def begin(self, staff: StaffMember) -> str:
        """The token with which the code is sent."""
        token = secrets.token_urlsafe(32)
        self._half_way[token] = HalfWay(staff.staff_id, staff.login, real_monotonic_s() + HALF_WAY_S)
        while len(self._half_way) > HALF_WAY_AT_MOST:
            self._half_way.popitem(last=False)
        return token

    def half_way(self, token: str) -> HalfWay | None:
        known = self._half_way.get(token)
        if known is None or known.until_s < real_monotonic_s() or known.wrong >= WRONG_CODES_AT_MOST:
            self._half_way.pop(token, None)
            return None
        return known

    def end(self, token: str) -> None:
        self._half_way.pop(token, None)


def login_desk(request: Request) -> LoginDesk:
    desk: LoginDesk = request.app.state.login_desk
    return desk


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


def whence_of(request: Request) -> Whence:
    return Whence(address_of(request), browser_in_words(request.headers.get("user-agent", "")))


async def checked_password(request: Request, house: House, login: str, password: str) -> StaffMember | None:
    """The member of staff whose login and password these are, after the delay that failures have earned.

    Raises:
        TooManyTries: enough tries of this login wait already.
    """
    desk, address = login_desk(request), network_of(address_of(request))
    known = await run_in_threadpool(_known_browser, house, request.cookies.get(KNOWN_COOKIE), login)
    wait_s = desk.delays.enter(login, address, real_monotonic_s(), known_browser=known)
    staff: StaffMember | None = None
    try:
        await asyncio.sleep(wait_s)
        async with desk.strange if known is None else desk.known:
            staff = await run_in_threadpool(_owner, house, login, password)
    finally:
        now_s = real_monotonic_s()
        desk.delays.leave(login, address, now_s, succeeded=staff is not None, known_browser=known)
    return staff


def _known_browser(house: House, token: str | None, login: str) -> str | None:
    if not token:
        return None
    browser, owner = token_hash(token), staff_by_login(house.read(), login)
    if owner is None or owner[0].staff_id not in staff_known_in(house.read(), browser):
        return None
    return browser


def _owner(house: House, login: str, password: str) -> StaffMember | None:
    known = staff_by_login(house.read(), login)
    staff, stored_hash = (None, None) if known is None else known
    return staff if is_password(password, stored_hash) else None
