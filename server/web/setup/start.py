"""The wizard of the first start: name, hours, services, counters, people, or the sample centre with one press."""

import copy
import json
import secrets
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, Field, JsonValue
from starlette.concurrency import run_in_threadpool

from look.language import Translate, translator
from server.actions.change_set_up import SetUpRefused
from server.actions.first_set_up import FirstPerson, first_set_up
from server.actions.web_sessions import LoggedIn, log_in
from server.centre_faults import Fault
from server.centre_file import CentreFile, InvalidCentreFile, check_centre
from server.db.work import Work
from server.domain.accounts import LOGIN, NAME_LIMIT
from server.domain.letters import pairs_alike
from server.domain.weak_passwords import SHORTEST as SHORTEST_PASSWORD
from server.domain.weak_passwords import why_weak
from server.errors import Conflict
from server.passwords import hash_password
from server.sample_procedures import import_sample_procedures
from server.web.access.login_desk import asker_of
from server.web.access.staff_session import give_cookies
from server.web.browser_rules import refuse_other_sites
from server.web.page_language import in_language, language_of
from server.web.plumbing import HouseDep, problem
from server.web.setup.fields import CENTRE, COUNTERS, HOURS, NAME, NAME_EN, SERVICES, Block
from server.web.setup.fields import Field as FormField
from server.web.setup.first_start import FirstStart
from server.web.setup.show import Shown
from server.web.templating import page

router = APIRouter(include_in_schema=False)

SAMPLE = Path(__file__).parents[2] / "sample_centre.json"
MOST_PEOPLE = 40  # each password takes a tenth of a second to hash, on purpose
FIRST_SCHEME = "scheme-1"
_ID_LETTERS = {"head": "GD", "technician": "KT", "officer": "CB", "greeter": "HD", "auditor": "KS"}
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are taken for another when read from a screen

ROLE_CHOICES = (
    ("head", "Giám đốc"),
    ("technician", "Cán bộ kỹ thuật"),
    ("officer", "Cán bộ"),
    ("greeter", "Người hướng dẫn"),
    ("auditor", "Cán bộ kiểm tra"),
)

STEPS: tuple[tuple[str, str, tuple[Block, ...]], ...] = (
    (
        "name",
        "Tên trung tâm",
        (
            Block(
                path="centre",
                title="Tên trung tâm",
                fields=(
                    *CENTRE.blocks[0].fields[:2],
                    FormField(
                        key="code",
                        label="Mã trung tâm",
                        hint="Chữ không dấu, số, gạch ngang; không đổi được sau này. Để trống: lấy từ tên.",
                        is_more=True,
                    ),
                ),
            ),
        ),
    ),
    (
        "hours",
        "Giờ làm việc",
        (Block(path="centre", title="Giờ trong tuần", fields=HOURS.blocks[0].fields[:1], intro=HOURS.intro),),
    ),
    (
        "services",
        "Các lĩnh vực",
        (
            Block(
                path="services",
                title="Các lĩnh vực",
                is_list=True,
                add="Thêm lĩnh vực",
                row="Lĩnh vực",
                id_key="code",
                fresh=SERVICES.blocks[0].fresh,
                fields=(FormField(key="code", label="Chữ cái", kind="letter"), NAME, NAME_EN),
            ),
        ),
    ),
    (
        "counters",
        "Các quầy",
        (
            Block(
                path="counters",
                title="Các quầy",
                is_list=True,
                add="Thêm quầy",
                row="Quầy",
                fresh=COUNTERS.blocks[0].fresh,
                fields=(
                    FormField(key="number", label="Số quầy", kind="number"),
                    NAME,
                    NAME_EN,
                    FormField(key="services", label="Lĩnh vực phục vụ", kind="served"),
                ),
            ),
        ),
    ),
    (
        "people",
        "Người dùng",
        (
            Block(
                path="people",
                title="Những người đầu tiên",
                intro="Giám đốc thêm người và đổi mật khẩu sau này ở trang Nhân sự.",
                is_list=True,
                add="Thêm người",
                row="Người",
                named_by="display_name",
                id_key="",
                fresh={"role": "officer", "display_name": "", "login": "", "password": ""},
                fields=(
                    FormField(key="role", label="Vai trò", kind="choice", choices=ROLE_CHOICES),
                    FormField(key="display_name", label="Tên hiện trên màn hình quầy"),
                    FormField(key="login", label="Tên đăng nhập", hint="Chữ thường không dấu, số."),
                    FormField(key="password", label="Mật khẩu", kind="secret", hint="Ít nhất 8 ký tự."),
                ),
            ),
        ),
    ),
)


class Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Code(Body):
    code: Annotated[str, Field(max_length=40)]


class Person(Body):
    role: Annotated[str, Field(max_length=20)]
    display_name: Annotated[str, Field(max_length=200)]
    login: Annotated[str, Field(max_length=200)]
    password: Annotated[str, Field(max_length=1024)]


class SetUpSoFar(Code):
    """What the wizard holds; what a step has not been filled in is not asked for before its turn."""

    centre: dict[str, JsonValue] = {}
    services: list[JsonValue] = []
    counters: list[JsonValue] = []
    people: Annotated[list[Person], Field(max_length=MOST_PEOPLE)] = []


class StepOfSetUp(SetUpSoFar):
    step: Annotated[str, Field(max_length=20)]


class FirstSetUp(SetUpSoFar):
    sample: bool = False


@router.get("/setup/start")
async def get_start(request: Request, house: HouseDep) -> Response:
    if await run_in_threadpool(lambda: house.has_centre):
        return RedirectResponse("/setup", 303)
    shown = Shown(_beginning(), {}, language_of(request))
    return page("setup_start.html", request=request, is_sample=False, steps=STEPS, show=shown, alike=pairs_alike())


@router.post("/api/v1/setup/start/code")
async def post_code(request: Request, body: Code) -> Response:
    """Whether this is the code of the log; the pages open only with it."""
    refuse_other_sites(request)
    await _first_start(request).require(body.code, asker_of(request))
    return JSONResponse({"message": ""})


@router.post("/api/v1/setup/start/step")
async def post_step(request: Request, body: StepOfSetUp) -> Response:
    """What is wrong in one step; nothing is kept. The next step is shown when nothing is."""
    refuse_other_sites(request)
    await _first_start(request).require(body.code, asker_of(request))
    language = language_of(request)
    faults = [fault for fault in (await run_in_threadpool(_checked, body))[1] if _step_of(fault) == body.step]
    return JSONResponse({"errors": _told(faults, language)})


@router.post("/api/v1/setup/start")
async def post_start(request: Request, house: HouseDep, body: FirstSetUp) -> Response:
    """Set the centre up, once. Whoever does it is logged in as its head."""
    refuse_other_sites(request)
    first_start = _first_start(request)
    if await run_in_threadpool(lambda: house.has_centre):
        raise Conflict("centre_exists", "Trung tâm đã được thiết lập. Vui lòng đăng nhập.")
    await first_start.require(body.code, asker_of(request))
    language = language_of(request)
    try:
        file, people, shown = await run_in_threadpool(_prepared, body, translator(language))
        session = await house.write(lambda work: _set_up(work, file, people), actor="first-start")
    except SetUpRefused as refused:
        errors = _told(refused.faults, language)
        title, detail = in_language(language, refused.title), in_language(language, refused.detail)
        return problem(refused.status, refused.code, title, detail, errors)
    first_start.end()
    answer = JSONResponse({"accounts": shown, "next": "/setup"})
    give_cookies(answer, request, session, house.settings.session_limits)
    return answer


def _first_start(request: Request) -> FirstStart:
    first_start: FirstStart = request.app.state.first_start
    return first_start


def _told(faults: Sequence[Fault], language: str) -> list[dict[str, str]]:
    return [{"where": fault.where, "what": fault.sentence(language)} for fault in faults]


def _step_of(fault: Fault) -> str:
    """The step on which a fault can be mended."""
    if fault.place[:2] == ("centre", "hours"):
        return "hours"
    return "name" if fault.place[:1] == ("centre",) else str(fault.place[0]) if fault.place else ""


def _set_up(work: Work, file: CentreFile, people: Sequence[FirstPerson]) -> LoggedIn:
    first_set_up(work, file=file, people=people)
    if file.centre.sample:
        import_sample_procedures(work, services={service.code for service in file.services})
    head = next(person for person in people if person.role == "head")
    return log_in(work, staff_id=head.staff_id, former_token=None)


def _prepared(body: FirstSetUp, say: Translate) -> tuple[CentreFile, list[FirstPerson], list[dict[str, str]]]:
    """The checked file, the people with hashed passwords, and the accounts to show once.

    Raises:
        SetUpRefused: with every fault of file and people.
    """
    if body.sample:
        file = check_centre(_sample())
        password = "".join(secrets.choice(_READABLE) for _ in range(12))
        hashed = hash_password(password)
        people = [
            FirstPerson(officer.id, officer.role, officer.id.lower(), officer.display_name, hashed)
            for officer in file.officers
        ]
        roles = dict(ROLE_CHOICES)
        shown = [
            {"role": say(roles[person.role]), "name": person.display_name, "login": person.login, "password": password}
            for person in people
        ]
        return file, people, shown
    checked, faults = _checked(body)
    if checked is None or faults:
        raise SetUpRefused(faults)
    return checked, _people(body.people), []


def _checked(body: SetUpSoFar) -> tuple[CentreFile | None, list[Fault]]:
    """The file that the wizard's steps make, and every fault of it and of the people."""
    values = _beginning()
    values.pop("people")
    values["centre"] |= body.centre
    values["services"], values["counters"] = body.services, body.counters
    if values["help_service"] not in [row["code"] for row in body.services if isinstance(row, dict) and "code" in row]:
        values["help_service"] = None  # who drops the help desk in the wizard has none; /setup/kiosk names one later
    faults = _faults_of_people(body.people)
    try:
        return check_centre(values), faults
    except InvalidCentreFile as error:
        return None, [*error.faults, *faults]


def _faults_of_people(people: Sequence[Person]) -> list[Fault]:
    faults: list[Fault] = []
    if not any(person.role == "head" for person in people):
        faults.append(Fault(("people",), "no_head"))
    seen: set[str] = set()
    for at, person in enumerate(people):
        if person.role not in _ID_LETTERS:
            faults.append(Fault(("people", at, "role"), "no_choice", {"known": ", ".join(_ID_LETTERS)}))
        if not person.display_name.strip() or not person.display_name.isprintable():
            faults.append(Fault(("people", at, "display_name"), "empty"))
        elif len(person.display_name.strip()) > NAME_LIMIT:
            faults.append(Fault(("people", at, "display_name"), "too_long", {"most": NAME_LIMIT}))
        if not LOGIN.fullmatch(person.login):
            faults.append(Fault(("people", at, "login"), "login"))
        elif person.login in seen:
            faults.append(Fault(("people", at, "login"), "twice", {"name": person.login}))
        seen.add(person.login)
        if len(person.password) < SHORTEST_PASSWORD:
            faults.append(Fault(("people", at, "password"), "password", {"least": SHORTEST_PASSWORD}))
        elif why_weak(person.password, person.login):
            faults.append(Fault(("people", at, "password"), "password_weak"))
    return faults


def _people(people: Sequence[Person]) -> list[FirstPerson]:
    counted = dict.fromkeys(_ID_LETTERS, 0)
    made = []
    for person in people:
        counted[person.role] += 1
        staff_id = f"{_ID_LETTERS[person.role]}{counted[person.role]:02d}"
        hashed = hash_password(person.password)
        made.append(FirstPerson(staff_id, person.role, person.login, person.display_name.strip(), hashed))
    return made


def _beginning() -> dict[str, Any]:
    """What the wizard begins with: the sample's usual services and rules, and nothing of its own."""
    values = copy.deepcopy(_sample())
    centre = values["centre"]
    values["centre"] = {
        "code": "",
        "name": "",
        "name_en": "",
        "timezone": centre["timezone"],
        "hours": centre["hours"],
        "languages": ["vi", "en"],
    }
    kept = ("code", "name", "name_en", "colour", "icon", "order")
    values["services"] = [
        dict(SERVICES.blocks[0].fresh) | {key: row[key] for key in kept} for row in values["services"]
    ]
    codes = [row["code"] for row in values["services"]]
    values["counters"] = [
        {
            "id": f"Q{number}",
            "number": number,
            "name": f"Quầy số {number}",
            "name_en": f"Counter {number}",
            "services": codes,
            "second_services": [],
            "zone": "",
        }
        for number in range(1, 4)
    ]
    values["rating"]["policy_id"] = FIRST_SCHEME
    values["zones"], values["officers"] = [], []
    # Nobody of this centre has promised anything yet, and the sample's network is nowhere to be found.
    values["special_days"], values["wifi"] = [], None
    values["people"] = [
        {"role": "head", "display_name": "", "login": "giamdoc", "password": ""},
        {"role": "officer", "display_name": "", "login": "canbo1", "password": ""},
    ]
    return values


@cache
def _sample_text() -> str:
    return SAMPLE.read_text(encoding="utf-8")


def _sample() -> dict[str, Any]:
    values: dict[str, Any] = json.loads(_sample_text())
    return values
