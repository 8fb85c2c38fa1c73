"""Who is asking: the session behind the cookie, the role it has, and the token that every change must carry."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request

from server.actions.web_sessions import is_over, token_hash
from server.db.queries.people import StaffMember, staff_member
from server.db.queries.sessions import WebSession, web_session
from server.errors import NotAllowed, NotSignedIn
from server.web.browser_rules import refuse_other_sites
from server.web.plumbing import house_of

COOKIE = "bocso_session"

AT_DESKS = ("officer", "head")
"""Who may sign on at a counter and serve."""
MAY_LOOK = ("officer", "head", "greeter", "technician")
"""Who sees the console."""
OF_THE_DAY = ("head", "technician")
"""Who opens and closes the service day."""
OF_SCORES = ("officer", "head", "auditor")
"""Who sees scores: officers their own, the others all."""

ROLE_NAMES = {
    "officer": "cán bộ",
    "head": "Giám đốc Trung tâm",
    "technician": "cán bộ kỹ thuật",
    "greeter": "người hướng dẫn",
    "auditor": "cán bộ kiểm tra",
}


@dataclass(frozen=True, slots=True)
class LoggedInStaff:
    staff: StaffMember
    session: WebSession

    @property
    def principal(self) -> str:
        """Whose idempotency keys these are, and the journal's actor."""
        return f"staff:{self.staff.staff_id}"


def staff_of_request(request: Request) -> LoggedInStaff | None:
    """The member of staff whose cookie came with the request, or None; reads only."""
    token = request.cookies.get(COOKIE)
    return None if not token else staff_of_session(request, token_hash(token))


def staff_of_session(request: Request, session_hash: str) -> LoggedInStaff | None:
    """The member of staff of a session that is not over; a role taken away counts at once."""
    house = house_of(request)
    connection = house.read()
    session = web_session(connection, session_hash)
    if session is None or is_over(session, house.now()):
        return None
    staff = staff_member(connection, session.staff_id)
    return None if staff is None else LoggedInStaff(staff, session)


async def logged_in(request: Request) -> LoggedInStaff:
    """Raises NotSignedIn when no valid session came with the request."""
    staff = staff_of_request(request)
    if staff is None:
        raise NotSignedIn
    return staff


LoggedInDep = Annotated[LoggedInStaff, Depends(logged_in)]


def in_role(*roles: str) -> Callable[..., Awaitable[LoggedInStaff]]:
    """A dependency for reading: the member of staff, in one of these roles."""

    async def check(request: Request) -> LoggedInStaff:
        who = await logged_in(request)
        require_role(who, *roles)
        return who

    return check


def acting_as(*roles: str) -> Callable[..., Awaitable[LoggedInStaff]]:
    """A dependency for changes: in one of these roles, from our own page, with its CSRF token."""

    async def check(request: Request, csrf_token: Annotated[str, Header(alias="X-CSRF-Token")] = "") -> LoggedInStaff:
        who = await logged_in(request)
        refuse_other_sites(request)
        require_csrf_token(who, csrf_token)
        require_role(who, *roles)
        return who

    return check


def require_csrf_token(who: LoggedInStaff, given: str) -> None:
    """Raises NotAllowed when the token is not the session's."""
    if not secrets.compare_digest(given.encode(), who.session.csrf_token.encode()):
        raise NotAllowed("csrf", "Trang đã cũ. Vui lòng tải lại trang rồi thử lại.")


def require_role(who: LoggedInStaff, *roles: str) -> None:
    """Raises NotAllowed when the member of staff is in none of the roles."""
    if who.staff.role not in roles:
        name = ROLE_NAMES.get(who.staff.role, who.staff.role)
        raise NotAllowed("wrong_role", f"Vai trò {name} không được thực hiện việc này.")


def home_of(role: str) -> str:
    """Where a member of staff starts."""
    return "/console" if role in MAY_LOOK else "/scores"
