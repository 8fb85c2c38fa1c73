"""One's own account: where one is logged in, logging out elsewhere, and the second factor."""

from dataclasses import dataclass
from typing import Annotated
from zoneinfo import ZoneInfo

import segno
from fastapi import APIRouter, Form, Header, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from server.actions.second_factor import (
    RECOVERY_CODES,
    address_of_secret,
    begin_second_factor,
    confirm,
    end_own_second_factor,
    forget_begun,
    new_recovery_codes,
    renew_recovery_codes,
    would_confirm,
)
from server.actions.web_sessions import end_own_sessions
from server.db.queries.logins import recovery_codes_of, second_factor_of
from server.db.queries.sessions import all_sessions
from server.domain.instant import Instant, instant
from server.errors import ActionRefused
from server.house import House
from server.passwords import hash_password
from server.web.access.guess_delays import TooManyTries
from server.web.access.login_desk import checked_password, login_desk
from server.web.access.login_page import WRONG_CODE, code_is_right
from server.web.access.staff_session import LoggedInStaff, require_csrf_token
from server.web.access.words import session_rows
from server.web.browser_rules import refuse_other_sites
from server.web.page_language import in_language, language_of
from server.web.plumbing import HouseDep
from server.web.roles import may
from server.web.staff_frame import framed, who_may_open

router = APIRouter(include_in_schema=False)

_TOO_LATE = "Đã quá 10 phút hoặc sai nhiều lần. Vui lòng bắt đầu lại bằng mật khẩu."
_TOO_OFTEN = "Nhập sai nhiều lần. Vui lòng đợi {seconds} giây rồi thử lại."

Token = Annotated[str, Form()]
TokenHeader = Annotated[str, Header(alias="X-CSRF-Token")]
Code = Annotated[str, Form(max_length=64)]


@dataclass(frozen=True, slots=True)
class NewFactor:
    """A secret that is shown this once, to be scanned or typed."""

    picture: str
    secret: str


SHOWN_BEFORE = NewFactor("", "")
"""One whose code may be typed once more; whoever has not scanned it begins again, with the password."""


@router.get("/account")
async def get_account(request: Request, house: HouseDep) -> Response:
    who = await run_in_threadpool(who_may_open, request, house)
    return who if isinstance(who, Response) else await run_in_threadpool(_page, request, house, who)


@router.post("/account/sessions/end")
async def post_end(
    request: Request,
    house: HouseDep,
    session: Annotated[str, Form(max_length=64)] = "",
    csrf_token: Token = "",
    csrf_header: TokenHeader = "",
) -> Response:
    """Log oneself out elsewhere: of one session or, without a name of one, of all the others."""
    who = await _asker(request, house, csrf_header or csrf_token)
    if isinstance(who, Response):
        return who
    await house.write(
        lambda work: end_own_sessions(
            work, staff_id=who.staff.staff_id, but=who.session.token_hash, handle=session or None
        ),
        actor=who.principal,
    )
    return RedirectResponse("/account", 303)


@router.post("/account/second-factor/begin")
async def post_begin(
    request: Request,
    house: HouseDep,
    password: Annotated[str, Form(max_length=1024)] = "",
    csrf_token: Token = "",
    csrf_header: TokenHeader = "",
) -> Response:
    """Show a new secret to whoever knows the password; a session left open is not enough."""
    who = await _asker(request, house, csrf_header or csrf_token)
    if isinstance(who, Response):
        return who
    try:
        known = await checked_password(request, house, who.staff.login, password)
        if known is None:
            return await run_in_threadpool(_page, request, house, who, fault="Mật khẩu đang dùng chưa đúng.")
        secret = await house.write(
            lambda work: begin_second_factor(work, staff_id=who.staff.staff_id), actor=who.principal
        )
        login_desk(request).begin_factor(who.staff.staff_id)
    except TooManyTries as many:
        return await run_in_threadpool(_page, request, house, who, fault=_too_often(many))
    except ActionRefused as refusal:
        return await run_in_threadpool(_page, request, house, who, fault=refusal.detail)
    return await run_in_threadpool(_page_with_secret, request, house, who, secret)


@router.post("/account/second-factor/confirm")
async def post_confirm(
    request: Request, house: HouseDep, code: Code = "", csrf_token: Token = "", csrf_header: TokenHeader = ""
) -> Response:
    """Switch it on with a first code; the answer shows the recovery codes, this once."""
    wall = instant(house.clock.now())
    who = await _asker(request, house, csrf_header or csrf_token)
    if isinstance(who, Response):
        return who
    staff_id, desk = who.staff.staff_id, login_desk(request)
    begun = desk.begun_factor(staff_id)
    if begun is None:
        await house.write(lambda work: forget_begun(work, staff_id=staff_id), actor=who.principal)
        return await run_in_threadpool(_page, request, house, who, fault=_TOO_LATE)
    begun.wrong += 1  # before it is looked at: tries side by side are counted too
    try:
        if not await run_in_threadpool(_would_confirm, house, staff_id, code, wall):
            return await run_in_threadpool(_page, request, house, who, fault=WRONG_CODE, new=SHOWN_BEFORE)
        codes, hashes = await run_in_threadpool(_recovery_codes)
        is_on = await house.write(
            lambda work: confirm(work, staff_id=staff_id, code=code, code_hashes=hashes, wall=wall),
            actor=who.principal,
        )
    except ActionRefused as refusal:
        return await run_in_threadpool(_page, request, house, who, fault=refusal.detail)
    if not is_on:
        return await run_in_threadpool(_page, request, house, who, fault=WRONG_CODE, new=SHOWN_BEFORE)
    desk.end_factor(staff_id)
    return await run_in_threadpool(_page, request, house, who, codes=codes)


@router.post("/account/second-factor/renew")
async def post_renew(
    request: Request, house: HouseDep, code: Code = "", csrf_token: Token = "", csrf_header: TokenHeader = ""
) -> Response:
    """New recovery codes, for a code."""
    who = await _asker(request, house, csrf_header or csrf_token)
    if isinstance(who, Response):
        return who
    fault = await _fault_of_code(request, house, who, code)
    if fault:
        return await run_in_threadpool(_page, request, house, who, fault=fault)
    codes, hashes = await run_in_threadpool(_recovery_codes)
    try:
        await house.write(
            lambda work: renew_recovery_codes(work, staff_id=who.staff.staff_id, code_hashes=hashes),
            actor=who.principal,
        )
    except ActionRefused as refusal:
        return await run_in_threadpool(_page, request, house, who, fault=refusal.detail)
    return await run_in_threadpool(_page, request, house, who, codes=codes)


@router.post("/account/second-factor/end")
async def post_end_factor(
    request: Request, house: HouseDep, code: Code = "", csrf_token: Token = "", csrf_header: TokenHeader = ""
) -> Response:
    """Switch it off, for a code."""
    who = await _asker(request, house, csrf_header or csrf_token)
    if isinstance(who, Response):
        return who
    fault = await _fault_of_code(request, house, who, code)
    if fault:
        return await run_in_threadpool(_page, request, house, who, fault=fault)
    await house.write(lambda work: end_own_second_factor(work, staff_id=who.staff.staff_id), actor=who.principal)
    return RedirectResponse("/account", 303)


async def _asker(request: Request, house: House, csrf_token: str) -> LoggedInStaff | Response:
    who = await run_in_threadpool(who_may_open, request, house)
    if isinstance(who, LoggedInStaff):
        refuse_other_sites(request)
        require_csrf_token(who, csrf_token)
    return who


async def _fault_of_code(request: Request, house: House, who: LoggedInStaff, code: str) -> str:
    try:
        is_right = await code_is_right(request, house, who.staff, code, asker=who.session.token_hash)
        return "" if is_right else WRONG_CODE
    except TooManyTries as many:
        return _too_often(many)


def _too_often(many: TooManyTries) -> str:
    return _TOO_OFTEN.format(seconds=f"{many.retry_after_s:.0f}")


def _would_confirm(house: House, staff_id: str, code: str, wall: Instant) -> bool:
    return would_confirm(house.read(), staff_id=staff_id, code=code, wall=wall)


def _recovery_codes() -> tuple[list[str], dict[int, str]]:
    codes = new_recovery_codes()
    return list(codes.values()), {n: hash_password(code) for n, code in codes.items()}


def _page_with_secret(request: Request, house: House, who: LoggedInStaff, secret: str) -> Response:
    address = address_of_secret(secret, who.staff.login, house.centre().code)
    picture = segno.make(address, error="m").svg_data_uri(border=4, scale=4)
    return _page(request, house, who, new=NewFactor(picture, secret))


def _page(
    request: Request,
    house: House,
    who: LoggedInStaff,
    *,
    fault: str = "",
    new: NewFactor | None = None,
    codes: list[str] | None = None,
) -> Response:
    own = [session for session in all_sessions(house.read()) if session.staff_id == who.staff.staff_id]
    factor = second_factor_of(house.read(), who.staff.staff_id)
    limits = house.settings
    return framed(
        "account.html",
        request,
        house,
        who,
        422 if fault else 200,
        rows=session_rows(house, own, who.session.token_hash),
        fault=in_language(language_of(request), fault),
        may_have_factor=may(who.staff.role, "POST", "/account/second-factor/begin"),
        is_factor_on=factor is not None and factor.confirmed_at is not None,
        codes_left=len(recovery_codes_of(house.read(), who.staff.staff_id)),
        codes_of_all=RECOVERY_CODES,
        new=new,
        codes=codes,
        clock=f"{house.clock.now().astimezone(ZoneInfo(house.centre().timezone)):%H:%M:%S}",
        idle_hours=f"{limits.session_idle_minutes / 60:g}",
        longest_hours=limits.session_hours,
    )
