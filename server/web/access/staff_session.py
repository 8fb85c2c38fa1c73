"""Who is asking: the session behind the cookie, the role it has, and the token that every change must carry."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request, Response

from server.actions.web_sessions import LoggedIn, is_over, token_hash
from server.db.queries.people import StaffMember, staff_of_web_session
from server.db.queries.sessions import WebSession
from server.domain.instant import local_date
from server.domain.session_limits import SessionLimits
from server.errors import NotAllowed, NotSignedIn, PasswordMustChange
from server.house import House
from server.web.browser_rules import refuse_other_sites
from server.web.plumbing import house_of
from server.web.roles import (
    AT_DESKS,
    MAY_LOOK,
    OF_SCORES,
    OF_THE_DAY,
    ROLE_NAMES,
    may,
)

__all__ = [
    "AT_DESKS",
    "MAY_LOOK",
    "OF_SCORES",
    "OF_THE_DAY",
    "ROLE_NAMES",
    "LoggedInDep",
    "LoggedInStaff",
    "acting_as",
    "home_of",
    "in_role",
    "staff_of_request",
    "staff_of_session",
]

COOKIE = "bocso_session"
KNOWN_COOKIE = "bocso_known"
"""By it a browser is known at the next login: it opens nothing, it only waits for nobody else's mistakes."""
KNOWN_FOR_S = 180 * 24 * 3600
CHANGE_IT_AT = "/account/password"
_WITH_TEMPORARY_PASSWORD = frozenset({CHANGE_IT_AT, "/console/logout", "/console/login", "/language"})
_HOMES = {"greeter": "/tickets/new"}


@dataclass(frozen=True, slots=True)
class LoggedInStaff:
    staff: StaffMember
    session: WebSession

    @property
    def principal(self) -> str:
        """Whose idempotency keys these are, and the journal's actor."""
        return f"staff:{self.staff.staff_id}"


def staff_of_request(request: Request) -> LoggedInStaff | None:
    """The member of staff whose cookie came with the request, or None; reads only.

    Raises:
        PasswordMustChange: on every page but the one that changes it.
    """
    token = session_token(request)
    who = None if not token else staff_of_session(request, token_hash(token))
    if who is not None and who.staff.must_change_password and request.url.path not in _WITH_TEMPORARY_PASSWORD:
        raise PasswordMustChange
    return who


def staff_of_session(request: Request, session_hash: str) -> LoggedInStaff | None:
    """The member of staff of a session that is not over; a role or an account taken away counts at once."""
    house = house_of(request)
    known = staff_of_web_session(house.read(), session_hash)
    if known is None:
        return None
    session, staff = known
    if is_over(session, house.now(), house.settings.session_limits) or not staff.is_active:
        return None
    if staff.expires_on is not None and _is_expired(house, staff):
        return None
    return LoggedInStaff(staff, session)


def _is_expired(house: House, staff: StaffMember) -> bool:
    return not staff.may_work_on(local_date(house.now(), house.centre().timezone))


def is_staff(request: Request) -> bool:
    """Whether a member of staff asks."""
    token = session_token(request)
    return bool(token) and staff_of_session(request, token_hash(token or "")) is not None


async def logged_in(request: Request) -> LoggedInStaff:
    """Raises NotSignedIn when no valid session came with the request."""
    staff = staff_of_request(request)
    if staff is None:
        raise NotSignedIn
    request.state.asker = staff.principal  # for the log, should it be refused
    return staff


LoggedInDep = Annotated[LoggedInStaff, Depends(logged_in)]


def in_role(*roles: str) -> Callable[..., Awaitable[LoggedInStaff]]:
    """A dependency for reading: the member of staff, in one of these roles, or in those of the table of roles."""

    async def check(request: Request) -> LoggedInStaff:
        who = await logged_in(request)
        _require(who, request, roles)
        return who

    return check


def acting_as(*roles: str) -> Callable[..., Awaitable[LoggedInStaff]]:
    """A dependency for changes: as `in_role`, from our own page, with its CSRF token."""

    async def check(request: Request, csrf_token: Annotated[str, Header(alias="X-CSRF-Token")] = "") -> LoggedInStaff:
        who = await logged_in(request)
        refuse_other_sites(request)
        require_csrf_token(who, csrf_token)
        _require(who, request, roles)
        return who

    return check


def require_csrf_token(who: LoggedInStaff, given: str) -> None:
    """Raises NotAllowed when the token is not the session's."""
    if not secrets.compare_digest(given.encode(), who.session.csrf_token.encode()):
        raise NotAllowed("csrf", "Trang đã cũ. Vui lòng tải lại trang rồi thử lại.")


def may_use(who: LoggedInStaff, request: Request) -> bool:
    """Whether the table of roles lets this member of staff use the route that was asked."""
    path = getattr(request.scope.get("route"), "path", request.url.path)
    return may(who.staff.role, request.method, path)


def _require(who: LoggedInStaff, request: Request, roles: tuple[str, ...]) -> None:
    if roles:
        require_role(who, *roles)
    elif not may_use(who, request):
        require_role(who)


def require_role(who: LoggedInStaff, *roles: str) -> None:
    """Raises NotAllowed when the member of staff is in none of the roles."""
    if who.staff.role not in roles:
        name = ROLE_NAMES.get(who.staff.role, who.staff.role)
        raise NotAllowed("wrong_role", f"Vai trò {name} không được thực hiện việc này.")


def cookie_name(request: Request, name: str) -> str:
    """Over TLS a browser takes a cookie of such a name from this very host alone, and never without TLS (RFC 6265bis
    4.1.3.2): no program on another port or without encryption can put one of its own in its place."""
    return f"__Host-{name}" if request.url.scheme == "https" else name


def session_token(request: Request) -> str | None:
    """What the browser keeps for whoever is logged in."""
    return request.cookies.get(cookie_name(request, COOKIE))


def give_cookies(answer: Response, request: Request, session: LoggedIn, limits: SessionLimits) -> None:
    """The cookie of the session, and that by which the browser is known at the next login."""
    is_secure = request.url.scheme == "https"
    answer.set_cookie(
        cookie_name(request, COOKIE),
        session.token,
        max_age=limits.longest_ms // 1000,
        path="/",
        httponly=True,
        samesite="lax",
        secure=is_secure,
    )
    answer.set_cookie(
        cookie_name(request, KNOWN_COOKIE),
        session.browser_token,
        max_age=KNOWN_FOR_S,
        path="/",
        httponly=True,
        samesite="strict",
        secure=is_secure,
    )


def home_of(role: str) -> str:
    """Where a member of staff starts."""
    return _HOMES.get(role, "/console" if role in MAY_LOOK else "/scores")
