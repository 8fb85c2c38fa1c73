"""Change one's own password: also the first thing with a password that somebody else has set."""

from typing import Annotated

from fastapi import APIRouter, Form, Header, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from server.actions.people import change_own_password
from server.domain.weak_passwords import LONGEST, SHORTEST, why_weak
from server.house import House
from server.passwords import hash_password
from server.web.access.guess_delays import TooManyTries
from server.web.access.login_desk import checked_password
from server.web.access.staff_session import LoggedInStaff, home_of, require_csrf_token
from server.web.browser_rules import refuse_other_sites
from server.web.page_language import in_language, language_of
from server.web.plumbing import HouseDep
from server.web.staff_frame import framed, who_may_open

router = APIRouter(include_in_schema=False)


@router.get("/account/password")
def get_password(request: Request, house: HouseDep) -> Response:
    who = who_may_open(request, house)
    return who if isinstance(who, Response) else _page(request, house, who)


@router.post("/account/password")
async def post_password(
    request: Request,
    house: HouseDep,
    now: Annotated[str, Form(max_length=LONGEST)] = "",
    new: Annotated[str, Form(max_length=LONGEST)] = "",
    again: Annotated[str, Form(max_length=LONGEST)] = "",
    csrf_token: Annotated[str, Form()] = "",
    csrf_header: Annotated[str, Header(alias="X-CSRF-Token")] = "",
) -> Response:
    """Keep a new password; the one that is given up has to be known."""
    who = await run_in_threadpool(who_may_open, request, house)
    if isinstance(who, Response):
        return who
    refuse_other_sites(request)
    require_csrf_token(who, csrf_header or csrf_token)
    fault = _fault(now, new, again, who.staff.login) or await _wrong(request, house, who, now)
    if fault:
        return await run_in_threadpool(_page, request, house, who, fault)
    hashed = await run_in_threadpool(hash_password, new)
    await house.write(
        lambda work: change_own_password(
            work, staff_id=who.staff.staff_id, password_hash=hashed, session=who.session.token_hash
        ),
        actor=who.principal,
    )
    return RedirectResponse(home_of(who.staff.role), 303)


def _fault(now: str, new: str, again: str, login: str) -> str:
    if new != again:
        return "Hai lần nhập mật khẩu mới chưa giống nhau."
    return "Mật khẩu mới phải khác mật khẩu đang dùng." if new == now else why_weak(new, login)


async def _wrong(request: Request, house: House, who: LoggedInStaff, password: str) -> str:
    """What is wrong with the password in use, after the delay that wrong ones have earned."""
    try:
        known = await checked_password(request, house, who.staff.login, password)
    except TooManyTries as many:
        return f"Nhập sai nhiều lần. Vui lòng đợi {many.retry_after_s:.0f} giây rồi thử lại."
    return "" if known is not None else "Mật khẩu đang dùng chưa đúng."


def _page(request: Request, house: House, who: LoggedInStaff, fault: str = "") -> Response:
    return framed(
        "password.html",
        request,
        house,
        who,
        422 if fault else 200,
        fault=in_language(language_of(request), fault),
        is_temporary=who.staff.must_change_password,
        shortest=SHORTEST,
    )
