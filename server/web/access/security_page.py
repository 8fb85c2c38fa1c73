"""Who is logged in where, for head and technician: log somebody out everywhere; a head resets a second factor."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Header, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from server.actions.second_factor import reset_second_factor
from server.actions.web_sessions import end_sessions_of_other
from server.db.queries.logins import staff_with_second_factor
from server.db.queries.people import StaffMember, all_staff
from server.db.queries.sessions import all_sessions
from server.db.work import Work
from server.errors import ActionRefused, Conflict
from server.house import House
from server.web.access.staff_session import LoggedInStaff, require_csrf_token
from server.web.access.words import SessionRow, session_rows
from server.web.browser_rules import refuse_other_sites
from server.web.page_language import in_language, language_of
from server.web.plumbing import HouseDep
from server.web.roles import ROLE_NAMES, may
from server.web.staff_frame import framed, who_may_open

router = APIRouter(include_in_schema=False)


StaffId = Annotated[str, Form(max_length=64)]
Token = Annotated[str, Form()]
TokenHeader = Annotated[str, Header(alias="X-CSRF-Token")]


@dataclass(frozen=True, slots=True)
class PersonRow:
    member: StaffMember
    role_name: str
    sessions: list[SessionRow]
    has_second_factor: bool
    is_me: bool


@router.get("/security")
async def get_security(request: Request, house: HouseDep) -> Response:
    who = await run_in_threadpool(who_may_open, request, house)
    return who if isinstance(who, Response) else await run_in_threadpool(_page, request, house, who)


@router.post("/security/end-sessions")
async def post_end_sessions(
    request: Request, house: HouseDep, staff_id: StaffId = "", csrf_token: Token = "", csrf_header: TokenHeader = ""
) -> Response:
    """Log somebody out everywhere."""
    token = csrf_header or csrf_token
    return await _deed(request, house, token, lambda work, _who: end_sessions_of_other(work, staff_id=staff_id))


@router.post("/security/reset-second-factor")
async def post_reset(
    request: Request, house: HouseDep, staff_id: StaffId = "", csrf_token: Token = "", csrf_header: TokenHeader = ""
) -> Response:
    """Take the second factor of somebody else away; one's own is ended with a code, on the page of the account."""

    def reset(work: Work, who: LoggedInStaff) -> None:
        if staff_id == who.staff.staff_id:
            raise Conflict("own_second_factor", "Mã xác thực của chính mình tắt ở trang tài khoản, bằng một mã.")
        reset_second_factor(work, staff_id=staff_id)

    return await _deed(request, house, csrf_header or csrf_token, reset)


async def _deed(
    request: Request, house: House, csrf_token: str, deed: Callable[[Work, LoggedInStaff], object]
) -> Response:
    who = await run_in_threadpool(who_may_open, request, house)
    if isinstance(who, Response):
        return who
    refuse_other_sites(request)
    require_csrf_token(who, csrf_token)
    try:
        await house.write(lambda work: deed(work, who), actor=who.principal)
    except ActionRefused as refusal:
        return await run_in_threadpool(_page, request, house, who, refusal)
    return RedirectResponse("/security", 303)


def _page(request: Request, house: House, who: LoggedInStaff, refusal: ActionRefused | None = None) -> Response:
    rows = session_rows(house, all_sessions(house.read()), who.session.token_hash)
    with_factor = staff_with_second_factor(house.read())
    people = [
        PersonRow(
            member,
            ROLE_NAMES.get(member.role, member.role),
            [row for row in rows if row.staff_id == member.staff_id],
            member.staff_id in with_factor,
            member.staff_id == who.staff.staff_id,
        )
        for member in all_staff(house.read())
        if member.is_active
    ]
    people.sort(key=lambda person: (not person.sessions, person.member.staff_id))
    words = "" if refusal is None else refusal.detail or refusal.title
    return framed(
        "security.html",
        request,
        house,
        who,
        200 if refusal is None else refusal.status,
        people=people,
        fault=in_language(language_of(request), words),
        may_reset=may(who.staff.role, "POST", "/security/reset-second-factor"),
    )
