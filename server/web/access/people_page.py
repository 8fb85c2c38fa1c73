"""The head's page of people: add, change, deactivate, and give a password for one login, shown once."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from look.language import LANGUAGE_NAMES
from server.actions.people import add_person, change_person, reset_password
from server.actions.web_sessions import stay_logged_in
from server.db.queries.people import StaffMember, all_staff, staff_member
from server.db.work import Work
from server.domain.accounts import NAME_LIMIT
from server.domain.instant import local_date
from server.errors import ActionRefused, Conflict, Unprocessable
from server.house import House
from server.passwords import hash_password, new_password
from server.web.access.staff_session import LoggedInStaff
from server.web.page_language import in_language, language_of
from server.web.plumbing import HouseDep
from server.web.posted_forms import posted_form, run_once, text_in
from server.web.roles import ROLE_NAMES
from server.web.staff_frame import framed, who_may_open

router = APIRouter(include_in_schema=False)

_TYPED = ("staff_id", "login", "display_name", "role", "expires_on")
"""What a refused form of somebody new leaves in its fields."""
_DATE_HINT = "Ngày chưa đúng. Vui lòng nhập theo dạng ngày/tháng/năm, ví dụ 31/12/2026."


@dataclass(frozen=True, slots=True)
class Once:
    """A password that is shown this one time."""

    name: str
    login: str
    password: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    member: StaffMember
    role_name: str
    expires_written: str
    is_expired: bool


class _Done(BaseModel):
    """What an answered form keeps: never a password."""

    staff_id: str


@router.get("/people")
async def get_people(request: Request, house: HouseDep, done: str = "") -> Response:
    who = await run_in_threadpool(who_may_open, request, house)
    if isinstance(who, Response):
        return who
    said = {"change": "Đã lưu.", "again": "Yêu cầu này đã được thực hiện; mật khẩu chỉ hiện một lần."}.get(done, "")
    return await run_in_threadpool(_page, request, house, who, said=said)


@router.post("/people/add")
async def post_add(
    request: Request, house: HouseDep, csrf_header: Annotated[str, Header(alias="X-CSRF-Token")] = ""
) -> Response:
    """Add somebody; the answer shows the password for the first login, this once."""

    def prepare(_who: LoggedInStaff, form: FormData, hashed: str) -> Callable[[Work], _Done]:
        staff_id = text_in(form, "staff_id")
        expires_on = _date(text_in(form, "expires_on"))

        def action(work: Work) -> _Done:
            add_person(
                work,
                staff_id=staff_id,
                login=text_in(form, "login").lower(),
                display_name=text_in(form, "display_name"),
                role=text_in(form, "role"),
                languages=_languages(form),
                expires_on=expires_on,
                password_hash=hashed,
            )
            return _Done(staff_id=staff_id)

        return action

    return await _with_new_password(request, house, csrf_header, prepare)


@router.post("/people/{staff_id}/reset-password")
async def post_reset(
    request: Request, house: HouseDep, staff_id: str, csrf_header: Annotated[str, Header(alias="X-CSRF-Token")] = ""
) -> Response:
    """Give somebody else a new password for one login; the answer shows it, this once."""

    def prepare(who: LoggedInStaff, _form: FormData, hashed: str) -> Callable[[Work], _Done]:
        if staff_id == who.staff.staff_id:
            raise Conflict("own_password", "Mật khẩu của chính mình đổi ở trang Đổi mật khẩu, bằng mật khẩu đang dùng.")

        def action(work: Work) -> _Done:
            reset_password(work, staff_id=staff_id, password_hash=hashed)
            return _Done(staff_id=staff_id)

        return action

    return await _with_new_password(request, house, csrf_header, prepare)


@router.post("/people/{staff_id}/change")
async def post_change(
    request: Request, house: HouseDep, staff_id: str, csrf_header: Annotated[str, Header(alias="X-CSRF-Token")] = ""
) -> Response:
    """Give somebody another name, role, languages or expiry, or take the account away."""
    who = await run_in_threadpool(who_may_open, request, house)
    if isinstance(who, Response):
        return who
    form = await posted_form(request, who, csrf_header)
    try:
        expires_on = _date(text_in(form, "expires_on"))

        def action(work: Work) -> _Done:
            change_person(
                work,
                staff_id=staff_id,
                display_name=text_in(form, "display_name"),
                role=text_in(form, "role"),
                languages=_languages(form),
                is_active=bool(text_in(form, "is_active")),
                expires_on=expires_on,
            )
            return _Done(staff_id=staff_id)

        await _once(request, house, who, form, action)
    except ActionRefused as refusal:
        return await run_in_threadpool(_page, request, house, who, refusal=refusal, open_id=staff_id, typed=form)
    return RedirectResponse(f"/people?done=change#person-{staff_id}", 303)


async def _with_new_password(
    request: Request,
    house: House,
    csrf_header: str,
    prepare: Callable[[LoggedInStaff, FormData, str], Callable[[Work], _Done]],
) -> Response:
    who = await run_in_threadpool(who_may_open, request, house)
    if isinstance(who, Response):
        return who
    form = await posted_form(request, who, csrf_header)
    password = new_password()
    hashed = await run_in_threadpool(hash_password, password)
    try:
        done = await _once(request, house, who, form, prepare(who, form, hashed))
    except ActionRefused as refusal:
        return await run_in_threadpool(_page, request, house, who, refusal=refusal, typed=form)
    if done is None:
        return RedirectResponse("/people?done=again", 303)
    return await run_in_threadpool(_page_with_password, request, house, who, done.staff_id, password)


async def _once(
    request: Request, house: House, who: LoggedInStaff, form: FormData, action: Callable[[Work], _Done]
) -> _Done | None:
    """Run the form's action unless this very form was sent before; None: it was."""

    def deed(work: Work) -> _Done:
        done = action(work)
        stay_logged_in(work, session=who.session.token_hash)
        return done

    answer = await run_once(request, house, who, form, deed)
    return None if answer.is_repeat else _Done.model_validate_json(answer.body)


def _page_with_password(request: Request, house: House, who: LoggedInStaff, staff_id: str, password: str) -> Response:
    member = staff_member(house.read(), staff_id)
    assert member is not None
    once = Once(member.display_name, member.login, password)
    return _page(request, house, who, once=once, open_id=staff_id)


def _page(
    request: Request,
    house: House,
    who: LoggedInStaff,
    *,
    said: str = "",
    refusal: ActionRefused | None = None,
    once: Once | None = None,
    open_id: str = "",
    typed: Mapping[str, object] | None = None,
) -> Response:
    centre, language = house.centre(), language_of(request)
    today = local_date(house.now(), centre.timezone)
    rows = [
        PersonRow(
            member,
            ROLE_NAMES.get(member.role, member.role),
            "" if member.expires_on is None else f"{member.expires_on:%d/%m/%Y}",
            member.expires_on is not None and member.expires_on < today,
        )
        for member in all_staff(house.read())
    ]
    rows.sort(key=lambda row: (not row.member.is_active or row.is_expired, row.member.staff_id))
    words = "" if refusal is None else refusal.detail or refusal.title
    return framed(
        "people.html",
        request,
        house,
        who,
        200 if refusal is None else refusal.status,
        rows=rows,
        said=in_language(language, said),
        fault=in_language(language, words),
        once=once,
        open_id=open_id,
        typed={name: "" if typed is None or open_id else text_in(typed, name) for name in _TYPED},
        retyped=_retyped(typed) if isinstance(typed, FormData) and open_id else None,
        roles=list(ROLE_NAMES.items()),
        languages=[(tag, LANGUAGE_NAMES.get(tag, tag)) for tag in _spoken(centre.languages, rows)],
        name_limit=NAME_LIMIT,
        new_intent=lambda: uuid.uuid4().hex,
    )


def _retyped(form: FormData) -> dict[str, object]:
    """What somebody wrote into the fields of a person before it was refused."""
    return {name: text_in(form, name) for name in _TYPED} | {
        "languages": _languages(form),
        "is_active": bool(text_in(form, "is_active")),
    }


def _spoken(of_centre: tuple[str, ...], rows: list[PersonRow]) -> list[str]:
    """The tags to choose from: the centre's, and whatever somebody has already."""
    known = [tag for tag in of_centre if tag != "vi"]
    return known + sorted({tag for row in rows for tag in row.member.languages} - set(known))


def _languages(form: FormData) -> list[str]:
    return [value for value in form.getlist("languages") if isinstance(value, str)]


def _date(text: str) -> date | None:
    """A date as people here write it, or in ISO 8601; None when the field is empty.

    Raises:
        Unprocessable: it is neither.
    """
    if not text:
        return None
    try:
        parts = text.replace("-", "/").replace(".", "/").split("/")
        if len(parts) == 3 and len(parts[0]) <= 2:
            return date(int(parts[2]), int(parts[1]), int(parts[0]))
        return date.fromisoformat(text)
    except ValueError:
        raise Unprocessable("bad_date", _DATE_HINT) from None
