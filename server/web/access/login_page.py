"""Log in and out: a form, a cookie, and the same words whatever was wrong."""

import asyncio
import logging
from typing import Annotated

from fastapi import APIRouter, Form, Header, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from messaging.clock import real_monotonic_s
from server.actions.second_factor import is_recovery_code, take_code, take_recovery_code, written_plainly
from server.actions.web_sessions import LoggedIn, log_in, log_out, note_whence
from server.db.queries.logins import recovery_codes_of, staff_with_second_factor
from server.db.queries.people import StaffMember, staff_member
from server.db.work import Work
from server.domain.instant import Instant, instant, local_date
from server.house import House
from server.passwords import is_password
from server.web.access.guess_delays import TooManyTries
from server.web.access.login_desk import address_of, asker_of, checked_password, known_browser, login_desk, whence_of
from server.web.access.staff_session import (
    COOKIE,
    KNOWN_COOKIE,
    cookie_name,
    give_cookies,
    home_of,
    require_csrf_token,
    session_token,
    staff_of_request,
)
from server.web.browser_rules import refuse_other_sites
from server.web.page_language import in_language, language_of
from server.web.plumbing import HouseDep
from server.web.refusal_log import note_refusal
from server.web.templating import page

router = APIRouter(include_in_schema=False)

WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng."
WRONG_CODE = "Mã chưa đúng hoặc đã dùng. Vui lòng nhập mã mới nhất."
TOO_LATE = "Đã quá thời gian nhập mã. Vui lòng nhập lại mật khẩu."

log = logging.getLogger(__name__)


@router.get("/console/login")
def get_login(request: Request, house: HouseDep) -> Response:
    staff = staff_of_request(request)
    if staff is not None:
        return RedirectResponse(home_of(staff.staff.role), 303)
    return _page(request, house, hint=_hint(request))


@router.post("/console/login")
async def post_login(
    request: Request,
    house: HouseDep,
    login: Annotated[str, Form(max_length=64)] = "",
    password: Annotated[str, Form(max_length=1024)] = "",
) -> Response:
    refuse_other_sites(request)
    login = login.strip()
    try:
        staff = await checked_password(request, house, login, password)
    except TooManyTries as many:
        note_refusal(request, "too_many_logins")
        words = f"Đăng nhập sai nhiều lần. Vui lòng đợi {many.retry_after_s:.0f} giây rồi thử lại."
        waiting = {"Retry-After": f"{many.retry_after_s:.0f}"}
        return await run_in_threadpool(_page, request, house, 429, login=login, said=words, headers=waiting)
    if staff is None:
        # Not what was typed: some type their password there.
        log.warning("a login from %s failed", address_of(request))
        return await run_in_threadpool(_page, request, house, 401, login=login, said=WRONG)
    no_longer = await run_in_threadpool(_why_not, house, staff)
    if no_longer:
        return await run_in_threadpool(_page, request, house, 403, login=login, said=no_longer)
    if await run_in_threadpool(_asks_for_a_code, house, staff):
        token = login_desk(request).begin(staff)
        return await run_in_threadpool(_code_page, request, house, 200, token)
    return await _let_in(request, house, staff)


@router.post("/console/login/code")
async def post_code(
    request: Request,
    house: HouseDep,
    token: Annotated[str, Form(max_length=64)] = "",
    code: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """The second step: the code of the authenticator, or a recovery code."""
    refuse_other_sites(request)
    desk = login_desk(request)
    half_way = desk.half_way(token)
    staff = None if half_way is None else await run_in_threadpool(_member, house, half_way.staff_id)
    no_longer = TOO_LATE if staff is None else await run_in_threadpool(_why_not, house, staff)
    if half_way is None or staff is None or no_longer:
        return await run_in_threadpool(_page, request, house, 403, login="", said=no_longer)
    half_way.wrong += 1  # before it is looked at: tries side by side are counted too
    try:
        is_right = await code_is_right(request, house, staff, code, asker=token)
    except TooManyTries as many:
        note_refusal(request, "too_many_codes")
        half_way.wrong -= 1  # nobody has looked at it
        words = f"Nhập sai nhiều lần. Vui lòng đợi {many.retry_after_s:.0f} giây rồi thử lại."
        waiting = {"Retry-After": f"{many.retry_after_s:.0f}"}
        return await run_in_threadpool(_code_page, request, house, 429, token, words, waiting)
    if not is_right:
        log.warning("a code of %s from %s was wrong", staff.staff_id, address_of(request))
        return await run_in_threadpool(_code_page, request, house, 401, token, WRONG_CODE)
    desk.end(token)
    return await _let_in(request, house, staff)


async def code_is_right(request: Request, house: House, staff: StaffMember, code: str, *, asker: str) -> bool:
    """Whether the second factor's code or a recovery code is right, which uses it up; after the delay of wrong ones.

    Args:
        asker: the half-way token or the session in which it was typed.

    Raises:
        TooManyTries: enough tries of it wait already.
    """
    # By the wall clock and not the journal's time, which stays ahead when the clock was wrong and is set back; and
    # of when it was typed, for a code is worth nothing a minute later.
    typed_at = instant(house.clock.now())
    known = await known_browser(request, house, staff.login)
    if is_recovery_code(code):
        return await _recovery_code_is_right(request, house, staff, code, known)
    delays, who, address = login_desk(request).delays, staff.staff_id, asker_of(request)
    if known is None:
        wait_s = delays.enter_code(who, address, asker, real_monotonic_s())
    else:
        wait_s = delays.enter(f"code {who}", address, real_monotonic_s(), known_browser=known)
    is_right = False
    try:
        await asyncio.sleep(wait_s)
        is_right = await _take_code(house, staff, code, typed_at)
    finally:
        if known is None:
            delays.leave_code(who, address, asker, real_monotonic_s(), succeeded=is_right)
        else:
            delays.leave(f"code {who}", address, real_monotonic_s(), succeeded=is_right, known_browser=known)
    return is_right


async def _take_code(house: House, staff: StaffMember, code: str, typed_at: Instant) -> bool:
    actor = f"staff:{staff.staff_id}"
    return await house.write(
        lambda work: take_code(work, staff_id=staff.staff_id, code=code, wall=typed_at), actor=actor
    )


async def _recovery_code_is_right(
    request: Request, house: House, staff: StaffMember, code: str, known: str | None
) -> bool:
    """Slowed as a password is: nobody guesses 59 bits, and whoever guesses six digits keeps no owner of these out."""
    desk, who, address = login_desk(request), f"recovery {staff.staff_id}", asker_of(request)
    wait_s = desk.delays.enter(who, address, real_monotonic_s(), known_browser=known)
    is_right = False
    try:
        await asyncio.sleep(wait_s)
        async with desk.strange if known is None else desk.known:
            is_right = await _take_recovery_code(house, staff, code)
    finally:
        desk.delays.leave(who, address, real_monotonic_s(), succeeded=is_right, known_browser=known)
    return is_right


async def _take_recovery_code(house: House, staff: StaffMember, code: str) -> bool:
    plain = written_plainly(code)
    stored = await run_in_threadpool(lambda: recovery_codes_of(house.read(), staff.staff_id))
    n = int(plain[0]) if plain[:1].isdecimal() else 0
    stored_hash = stored.get(n)
    if not await run_in_threadpool(is_password, plain, stored_hash) or stored_hash is None:
        return False
    return await house.write(
        lambda work: take_recovery_code(work, staff_id=staff.staff_id, n=n, code_hash=stored_hash),
        actor=f"staff:{staff.staff_id}",
    )


async def _let_in(request: Request, house: House, staff: StaffMember) -> Response:
    whence, limits = whence_of(request), house.settings.session_limits
    former, browser = session_token(request), request.cookies.get(cookie_name(request, KNOWN_COOKIE))

    def enter(work: Work) -> LoggedIn:
        note_whence(work, address=whence.address or "")
        return log_in(
            work, staff_id=staff.staff_id, former_token=former, limits=limits, whence=whence, browser_token=browser
        )

    session = await house.write(enter, actor=f"staff:{staff.staff_id}")
    log.info("%s logged in from %s", staff.staff_id, whence.address)
    answer = RedirectResponse(home_of(staff.role), 303)
    give_cookies(answer, request, session, limits)
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
    answer.delete_cookie(cookie_name(request, COOKIE), path="/", secure=request.url.scheme == "https", httponly=True)
    return answer


def _why_not(house: House, staff: StaffMember) -> str:
    """Why somebody whose password is right does not get in; empty when they do."""
    if not staff.is_active:
        return "Tài khoản này đã ngừng. Vui lòng hỏi Giám đốc Trung tâm."
    if staff.expires_on is not None and not staff.may_work_on(local_date(house.now(), house.centre().timezone)):
        return f"Tài khoản này đã hết hạn ngày {staff.expires_on:%d/%m/%Y}. Vui lòng hỏi Giám đốc Trung tâm."
    return ""


def _asks_for_a_code(house: House, staff: StaffMember) -> bool:
    return staff.staff_id in staff_with_second_factor(house.read())


def _member(house: House, staff_id: str) -> StaffMember | None:
    return staff_member(house.read(), staff_id)


def _page(
    request: Request,
    house: House,
    status: int = 200,
    *,
    login: str = "",
    said: str = "",
    hint: str = "",
    headers: dict[str, str] | None = None,
) -> Response:
    said = in_language(language_of(request), said)
    is_sample = house.is_sample
    return page("login.html", status, headers, request=request, is_sample=is_sample, login=login, said=said, hint=hint)


def _code_page(
    request: Request, house: House, status: int, token: str, said: str = "", headers: dict[str, str] | None = None
) -> Response:
    said = in_language(language_of(request), said)
    return page("login_code.html", status, headers, request=request, is_sample=house.is_sample, token=token, said=said)


def _hint(request: Request) -> str:
    words = "Phiên làm việc đã hết hoặc đã đăng xuất." if session_token(request) else ""
    return in_language(language_of(request), words)
