"""What logging in keeps in memory: the delays, how many passwords are checked at once, and who is half way in."""

import asyncio
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from messaging.clock import real_monotonic_s
from server.actions.web_sessions import Whence, token_hash
from server.connection_limits import network_of
from server.db.queries.logins import staff_known_in
from server.db.queries.people import StaffMember, staff_by_login
from server.house import House
from server.passwords import is_password
from server.web.access.browser_words import browser_in_words
from server.web.access.guess_delays import GuessDelays
from server.web.access.staff_session import KNOWN_COOKIE, cookie_name

HALF_WAY_S = 300.0
"""So long the code may follow the password."""
WRONG_CODES_AT_MOST = 5
"""Then the password is asked for again."""
HALF_WAY_AT_MOST = 1000
FACTOR_BEGUN_S = 600.0
"""So long a new second factor may be confirmed: time to install an authenticator."""
_OWN_NETWORKS = (IPv6Network("fe80::/10"), IPv6Network("fc00::/7"))
"""Link-local and unique local: one network of those is a whole building, not one household."""


@dataclass(slots=True)
class HalfWay:
    """Somebody whose password was right, and whose code is still asked for."""

    staff_id: str
    login: str
    until_s: float
    wrong: int = 0


@dataclass(slots=True)
class BegunFactor:
    """A secret that somebody was shown after the password, and of which no code was typed yet."""

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
        self._begun: dict[str, BegunFactor] = {}

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

    def begin_factor(self, staff_id: str) -> None:
        """The secret is about to be shown; a former one that was not confirmed is worth nothing."""
        self._begun[staff_id] = BegunFactor(real_monotonic_s() + FACTOR_BEGUN_S)

    def begun_factor(self, staff_id: str) -> BegunFactor | None:
        """None: it is too late, there were too many wrong codes, or the server was started since."""
        begun = self._begun.get(staff_id)
        if begun is None or begun.until_s < real_monotonic_s() or begun.wrong >= WRONG_CODES_AT_MOST:
            self.end_factor(staff_id)
            return None
        return begun

    def end_factor(self, staff_id: str) -> None:
        self._begun.pop(staff_id, None)


def login_desk(request: Request) -> LoginDesk:
    desk: LoginDesk = request.app.state.login_desk
    return desk


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


def asker_of(request: Request) -> str:
    """The address under which tries are counted. An IPv6 network counts as one, unless it is the server's own."""
    address, server = address_of(request), request.scope.get("server") or ("", None)
    network = network_of(address)
    try:
        parsed = ip_address(address)
    except ValueError:
        return network
    if not isinstance(parsed, IPv6Address):
        return network
    is_neighbour = network == network_of(server[0]) or any(parsed in own for own in _OWN_NETWORKS)
    return address if is_neighbour else network


def whence_of(request: Request) -> Whence:
    return Whence(address_of(request), browser_in_words(request.headers.get("user-agent", "")))


async def checked_password(request: Request, house: House, login: str, password: str) -> StaffMember | None:
    """The member of staff whose login and password these are, after the delay that failures have earned.

    Raises:
        TooManyTries: enough tries of this login wait already.
    """
    desk, address = login_desk(request), asker_of(request)
    known = await known_browser(request, house, login)
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


async def known_browser(request: Request, house: House, login: str) -> str | None:
    """The hash of the asking browser's token if somebody has got in there with this login before."""
    return await run_in_threadpool(
        _known_browser, house, request.cookies.get(cookie_name(request, KNOWN_COOKIE)), login
    )


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
