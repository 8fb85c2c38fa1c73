"""Log in and out: a form, a cookie, and the same words whatever was wrong."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Form, Header, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from messaging.clock import real_monotonic_s
from server.actions.web_sessions import LONGEST_MS, LoggedIn, log_in, log_out, note_whence
from server.db.queries.people import StaffMember, staff_by_login
from server.db.work import Work
from server.domain.instant import local_date
from server.house import House
from server.passwords import is_password
from server.web.browser_rules import refuse_other_sites
from server.web.guess_delays import GuessDelays, TooManyTries
from server.web.page_language import in_language, language_of
from server.web.plumbing import HouseDep
from server.web.staff_session import COOKIE, home_of, require_csrf_token, staff_of_request
from server.web.templating import page

router = APIRouter(include_in_schema=False)

WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng."
CHECKED_AT_ONCE = 2
"""Each check takes a core and 64 MB for a moment; more of them would slow the queue down."""


class LoginDesk:
    """What logging in keeps in memory: the delays, and how many passwords are checked at once."""

    def __init__(self) -> None:
        self.delays = GuessDelays()
        self.checking = asyncio.Semaphore(CHECKED_AT_ONCE)


@router.get("/console/login")
def get_login(request: Request, house: HouseDep) -> Response:
    staff = staff_of_request(request)
    if staff is not None:
        return RedirectResponse(home_of(staff.staff.role), 303)
    return page("login.html", request=request, is_sample=house.is_sample, login="", said="", hint=_hint(request))


@router.post("/console/login")
async def post_login(
    request: Request,
    house: HouseDep,
    login: Annotated[str, Form(max_length=64)] = "",
    password: Annotated[str, Form(max_length=1024)] = "",
) -> Response:
    refuse_other_sites(request)
    login = login.strip()
    desk: LoginDesk = request.app.state.login_desk
    address = request.client.host if request.client else ""
    try:
        staff = await checked_password(desk, house, login, password, address)
    except TooManyTries as many:
        words = f"Đăng nhập sai nhiều lần. Vui lòng đợi {many.retry_after_s:.0f} giây rồi thử lại."
        said = in_language(language_of(request), words)
        waiting = {"Retry-After": f"{many.retry_after_s:.0f}"}
        is_sample = await run_in_threadpool(_is_sample, house)
        return page("login.html", 429, waiting, request=request, is_sample=is_sample, login=login, said=said, hint="")
    if staff is None:
        is_sample = await run_in_threadpool(_is_sample, house)
        said = in_language(language_of(request), WRONG)
        return page("login.html", 401, request=request, is_sample=is_sample, login=login, said=said, hint="")
    no_longer = await run_in_threadpool(_why_not, house, staff)
    if no_longer:
        said = in_language(language_of(request), no_longer)
        is_sample = await run_in_threadpool(_is_sample, house)
        return page("login.html", 403, request=request, is_sample=is_sample, login=login, said=said, hint="")
    former = request.cookies.get(COOKIE)

    def enter(work: Work) -> LoggedIn:
        note_whence(work, address=address)
        return log_in(work, staff_id=staff.staff_id, former_token=former)

    session = await house.write(enter, actor=f"staff:{staff.staff_id}")
    answer = RedirectResponse(home_of(staff.role), 303)
    answer.set_cookie(
        COOKIE,
        session.token,
        max_age=LONGEST_MS // 1000,
        path="/",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


@router.post("/console/logout")
async def post_logout(
    request: Request,
    house: HouseDep,
    csrf_token: Annotated[str, Form()] = "",
    csrf_header: Annotated[str, Header(alias="X-CSRF-Token")] = "",
) -> Response:
    refuse_other_sites(request)
    who = await run_in_threadpool(staff_of_request, request)
    if who is not None:
        require_csrf_token(who, csrf_header or csrf_token)
        await house.write(lambda work: log_out(work, session=who.session.token_hash), actor=who.principal)
    answer = RedirectResponse("/console/login", 303)
    answer.delete_cookie(COOKIE, path="/")
    return answer


async def checked_password(
    desk: LoginDesk, house: House, login: str, password: str, address: str
) -> StaffMember | None:
    """The member of staff whose login and password these are, after the delay that failures have earned.

    Raises:
        TooManyTries: enough tries of this login wait already.
    """
    wait_s = desk.delays.enter(login, address, real_monotonic_s())
    staff: StaffMember | None = None
    try:
        await asyncio.sleep(wait_s)
        async with desk.checking:
            staff = await run_in_threadpool(_owner, house, login, password)
    finally:
        desk.delays.leave(login, address, real_monotonic_s(), succeeded=staff is not None)
    return staff


def _owner(house: House, login: str, password: str) -> StaffMember | None:
    known = staff_by_login(house.read(), login)
    staff, stored_hash = (None, None) if known is None else known
    return staff if is_password(password, stored_hash) else None


def _why_not(house: House, staff: StaffMember) -> str:
    """Why somebody whose password is right does not get in; empty when they do."""
    if not staff.is_active:
        return "Tài khoản này đã ngừng. Vui lòng hỏi Giám đốc Trung tâm."
    if staff.expires_on is not None and not staff.may_work_on(local_date(house.now(), house.centre().timezone)):
        return f"Tài khoản này đã hết hạn ngày {staff.expires_on:%d/%m/%Y}. Vui lòng hỏi Giám đốc Trung tâm."
    return ""


def _is_sample(house: House) -> bool:
    return house.is_sample


def _hint(request: Request) -> str:
    words = "Phiên làm việc đã hết hoặc đã đăng xuất." if request.cookies.get(COOKIE) else ""
    return in_language(language_of(request), words)
