"""The pages of the set-up: what stands, what changed and who changed it, and the pictures they show."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from look.language import Translate, translator
from server.centre_file import CentreFile, centre_of
from server.db.queries.people import all_staff
from server.db.queries.pictures import pictures_shown
from server.db.queries.procedures import procedures_listed
from server.db.queries.set_up import (
    Change,
    SetUp,
    changes_of_set_up,
    current_set_up,
    device_before,
    finished_by_day,
    name_of_staff,
    rules_in_force,
    set_up_at,
)
from server.db.work import CentreNotSetUp
from server.domain.centre import Centre
from server.domain.instant import Instant, local_date
from server.domain.letters import pairs_alike
from server.domain.numbering import shown_number
from server.domain.set_up_changes import Difference, differences
from server.domain.special_days import kept_promise
from server.errors import NotFound
from server.house import House
from server.journal.events import (
    DeviceAdded,
    DeviceChanged,
    DeviceEnrolled,
    DeviceInvited,
    DeviceRetired,
    DeviceRevoked,
    DeviceRotated,
    DeviceRotationAsked,
    SetUpChanged,
)
from server.web.access.staff_session import LoggedInStaff, in_role, may_use, staff_of_request
from server.web.page_language import in_language, language_of, name_in
from server.web.plumbing import HouseDep
from server.web.setup.devices import devices_shown
from server.web.setup.fields import (
    BOARDS,
    DEVICE_KINDS,
    DEVICES,
    EDITABLE,
    HISTORY,
    OVERVIEW,
    PAGES,
    PROCEDURES,
    RATING,
    SLIP,
    SPECIAL_DAYS,
    SetUpPage,
    fault_label,
    in_words,
)
from server.web.setup.procedures import shown_procedures
from server.web.setup.show import Shown, level_preset, warnings_of, who_changed
from server.web.setup.slip import SAMPLE_COUNT, slip_query
from server.web.staff_frame import framed, no_entry

router = APIRouter(include_in_schema=False)

CHANGES_SHOWN = 50
KEPT_WEEKS = 12
LOGIN = "/console/login"
LATEST = 2**62


@router.get("/setup")
async def get_overview(request: Request, house: HouseDep) -> Response:
    return await _page(request, house, OVERVIEW, _overview)


@router.get("/setup/devices")
async def get_devices(request: Request, house: HouseDep) -> Response:
    return await _page(request, house, DEVICES, _devices)


@router.get("/setup/procedures")
async def get_procedures(request: Request, house: HouseDep) -> Response:
    return await _page(request, house, PROCEDURES, _procedures)


@router.get("/setup/history")
async def get_history(
    request: Request,
    house: HouseDep,
    before: Annotated[int | None, Query(alias="from", ge=1, le=LATEST)] = None,
    after: Annotated[int | None, Query(alias="to", ge=1, le=LATEST)] = None,
    until: Annotated[int, Query(ge=1, le=LATEST)] = LATEST,
) -> Response:
    return await _page(request, house, HISTORY, lambda at: _history(at, before, after, until))


@router.get("/setup/slip.png")
async def get_slip(
    request: Request,
    house: HouseDep,
    _who: Annotated[LoggedInStaff, Depends(in_role())],
    language: Annotated[str, Query(pattern="^(vi|en)$")] = "vi",
    width: Annotated[int, Query(ge=384, le=576)] = 576,
) -> Response:
    """A sample slip with the options in the address, saved or not, as the very dots of the printer."""
    centre = await run_in_threadpool(house.centre)
    asked, now = dict(request.query_params), house.now()

    def draw() -> bytes:
        from server.web.setup.pictures import slip_png  # Pillow, for this page alone

        return slip_png(centre, asked, language, width, now)

    return Response(await run_in_threadpool(draw), media_type="image/png")


@router.get("/setup/icons/{name}.png")
async def get_icon(name: str, _who: Annotated[LoggedInStaff, Depends(in_role())]) -> Response:
    def draw() -> bytes:
        from server.web.setup.pictures import icon_png  # Pillow, for these pages alone

        return icon_png(name)

    return Response(await run_in_threadpool(draw), media_type="image/png")


@router.get("/setup/{slug}")
async def get_page(slug: str, request: Request, house: HouseDep) -> Response:
    at = EDITABLE.get(slug)
    if at is None:
        raise NotFound("page", "Không có trang này.")
    return await _page(request, house, at, _editable)


class _At:
    """One page being shown: who asks, in which language, of which centre."""

    def __init__(self, house: House, request: Request, set_up: SetUp, at: SetUpPage) -> None:
        self.house = house
        self.connection = house.read()
        self.set_up = set_up
        self.page = at
        self.language = language_of(request)
        self.say: Translate = translator(self.language)
        self.centre: Centre = centre_of(CentreFile.model_validate(set_up.values))
        self.now: Instant = house.now()

    @property
    def today(self) -> date:
        return local_date(self.now, self.centre.timezone)

    def shown_name(self, row: dict[str, Any]) -> str:
        """A row's name, or the question that a scheme asks, in the language of the page."""
        english: str = row.get("name_en") or row.get("question_en") or ""
        name: str = row.get("name") or row.get("question") or ""
        return english if self.language == "en" and english else in_language(self.language, name)


async def _page(request: Request, house: House, at: SetUpPage, fill: Callable[[_At], dict[str, object]]) -> Response:
    return await run_in_threadpool(_drawn, request, house, at, fill)


def _drawn(request: Request, house: House, at: SetUpPage, fill: Callable[[_At], dict[str, object]]) -> Response:
    who = staff_of_request(request)
    if who is None:
        return RedirectResponse(LOGIN, 303)
    if not may_use(who, request):
        return no_entry(request, house, who)
    set_up = current_set_up(house.read())
    if set_up is None:
        raise CentreNotSetUp
    showing = _At(house, request, set_up, at)
    return framed(
        at.template,
        request,
        house,
        who,
        200,
        at=at,
        pages=PAGES,
        revision=set_up.revision,
        **fill(showing),
    )


# --- what each page shows -----------------------------------------------------------------------------------


def _editable(at: _At) -> dict[str, object]:
    values = at.set_up.values
    fresh = values["rating"] | {
        "policy_id": "",
        "starts_on": (at.today + timedelta(days=1)).isoformat(),
        "levels": values["rating"]["levels"] or level_preset(5),
    }
    shown = {"show": Shown(values, fresh, at.language), "alike": pairs_alike()}
    if at.page is SPECIAL_DAYS:
        return shown | _kept(at)
    if at.page is RATING:
        return shown | {"scheme": at.centre.scheme}
    if at.page is BOARDS:
        return shown | {"pictures": pictures_shown(at.connection)}
    if at.page is SLIP:
        preview = slip_query(values["slip"], at.language)
        return shown | {"preview": preview, "sample_number": shown_number(at.centre.services[0].code, SAMPLE_COUNT)}
    return shown


def _kept(at: _At) -> dict[str, object]:
    days = finished_by_day(at.connection, since=at.today - timedelta(weeks=KEPT_WEEKS))
    rules = rules_in_force(at.connection)
    kept = [(name_in(at.language, day), kept_promise(day, days, rules)) for day in at.centre.special_days]
    return {"kept": kept, "weeks": KEPT_WEEKS, "percent": lambda share: f"{share * 100:.0f} %".replace(".", ",")}


def _overview(at: _At) -> dict[str, object]:
    values, say = at.set_up.values, at.say
    count = {
        "services": say("{n} lĩnh vực").format(n=len(values["services"])),
        "counters": say("{n} quầy").format(n=len(values["counters"])),
        "devices": say("{n} thiết bị").format(n=len(devices_shown(at.house, at.centre, at.language))),
        "priority": say("{n} nhóm ưu tiên").format(n=len(values["priority_groups"])),
        "special-days": say("{n} ngày trong tuần").format(n=len(values["special_days"])),
        "hours": say("{n} ngày nghỉ lễ").format(n=len(values["centre"]["holidays"])),
        "outcomes": say("{n} kết quả").format(n=len(values["outcomes"])),
        "rating": say("{n} mức").format(n=len(values["rating"]["levels"])),
        "procedures": say("{n} thủ tục").format(n=len(procedures_listed(at.connection))),
    }
    cards = [(one, count.get(one.slug, say(one.intro))) for one in PAGES if one is not OVERVIEW]
    warnings = warnings_of(values, say)
    if not any(staff.role == "technician" for staff in all_staff(at.connection)):
        warnings.append((say("Chưa có tài khoản cán bộ kỹ thuật."), "/people"))
    return {"cards": cards, "warnings": warnings}


def _devices(at: _At) -> dict[str, object]:
    return {
        "devices": devices_shown(at.house, at.centre, at.language),
        "counters": [(counter.counter_id, name_in(at.language, counter)) for counter in at.centre.counters],
        "zones": [(zone.zone, name_in(at.language, zone)) for zone in at.centre.zones],
        "kinds": DEVICE_KINDS,
    }


def _procedures(at: _At) -> dict[str, object]:
    return {"shown": shown_procedures(procedures_listed(at.connection), at.centre, at.today, at.say)}


def _history(at: _At, before: int | None, after: int | None, until: int) -> dict[str, object]:
    rows = changes_of_set_up(at.connection, until=until, at_most=CHANGES_SHOWN + 1)
    shown, zone = rows[:CHANGES_SHOWN], ZoneInfo(at.centre.timezone)
    set_ups = [row.seq for row in rows if row.kind == SetUpChanged.kind]
    changes = [_change(at, row, zone, set_ups) for row in shown]
    chosen = (before, after) if before and after else (set_ups[1] if len(set_ups) > 1 else None, *set_ups[:1])
    difference, between = None, ("", "")
    if before is not None and after is not None:
        one, other = set_up_at(at.connection, before), set_up_at(at.connection, after)
        if one is None or other is None:
            raise NotFound("set_up", "Không có lần thay đổi này.")
        moments = {
            row.seq: f"{_written(row.at, zone)}, {_who(at, row.actor)}"
            for seq in (before, after)
            for row in changes_of_set_up(at.connection, until=seq, at_most=1)
        }
        between = (moments[before], moments[after])
        named = _names(at, one.values, other.values)
        difference = [_said(at, found, named) for found in differences(one.values, other.values)]
    return {
        "changes": changes,
        "difference": difference,
        "between": between,
        "chosen": chosen,
        "older": rows[CHANGES_SHOWN].seq if len(rows) > CHANGES_SHOWN else None,
    }


def _change(at: _At, row: Change, zone: ZoneInfo, set_ups: list[int]) -> dict[str, object]:
    is_set_up = row.kind == SetUpChanged.kind
    before = next((seq for seq in set_ups if seq < row.seq), None) if is_set_up else None
    return {
        "seq": row.seq,
        "at": _written(row.at, zone),
        "who": _who(at, row.actor),
        "is_set_up": is_set_up,
        "before": before,
        "words": _parts_changed(at, row, before) if is_set_up else _device_words(at, row),
    }


def _parts_changed(at: _At, row: Change, before: int | None) -> str:
    earlier = None if before is None else set_up_at(at.connection, before)
    if earlier is None:
        return at.say("Thiết lập lần đầu")
    now = CentreFile.model_validate(row.body["centre"]).set_up()
    named = _names(at, earlier.values, now)
    places = [fault_label(found.place, at.say, named) for found in differences(earlier.values, now)]
    more = at.say("và {n} mục khác").format(n=len(places) - 3) if len(places) > 3 else ""
    return " ".join([", ".join(places[:3]), more]).strip()


def _device_words(at: _At, row: Change) -> str:
    words = {
        DeviceAdded.kind: "Thêm thiết bị {device}",
        DeviceChanged.kind: "Đổi tên hoặc chỗ của thiết bị {device}",
        DeviceRetired.kind: "Ngừng dùng thiết bị {device}",
        DeviceInvited.kind: "Lấy mã ghép cho thiết bị {device}",
        DeviceEnrolled.kind: "Ghép thiết bị {device}",
        DeviceRotationAsked.kind: "Yêu cầu thiết bị {device} đổi khóa",
        DeviceRotated.kind: "Thiết bị {device} đã đổi khóa",
        DeviceRevoked.kind: "Ngắt thiết bị {device}",
    }
    said = at.say(words[row.kind]).format(device=row.body["device_id"])
    before = device_before(at.connection, row.body["device_id"], row.seq)
    if row.kind != DeviceChanged.kind or before is None:
        return said
    changes = [
        f"{at.say(label)}: {_value(at, was)} → {_value(at, is_now)}"
        for label, was, is_now in (
            ("Tên gọi", before.name, row.body["name"]),
            (
                "Quầy",
                _named_as_now(at, "counters", before.counter_id),
                _named_as_now(at, "counters", row.body["counter_id"]),
            ),
            ("Khu", _named_as_now(at, "zones", before.zone), _named_as_now(at, "zones", row.body["zone"])),
            ("Đọc số", before.speaks, row.body.get("speaks", True)),
        )
        if was != is_now
    ]
    return f"{said}: {'; '.join(changes)}" if changes else said


def _named_as_now(at: _At, part: str, row_id: str | None) -> str | None:
    return None if row_id is None else _names(at, at.set_up.values)(part, row_id) or row_id


def _names(at: _At, *set_ups: dict[str, Any]) -> Callable[[str, str], str | None]:
    """What people call the rows of a list, the newest name first; None for those that go by a letter or a date."""

    def name(part: str, row_id: str) -> str | None:
        if part == "special_days":
            return in_words(row_id, at.say)
        for values in reversed(set_ups):
            inner: Any = values
            for step in part.split("."):
                inner = inner.get(step, []) if isinstance(inner, dict) else []
            known = next((row for row in inner if row.get("id") == row_id or row.get("policy_id") == row_id), None)
            if known is not None:
                return str(at.shown_name(known))
        return None

    return name


def _who(at: _At, actor: str) -> str:
    return who_changed(actor, name_of_staff(at.connection, actor.partition(":")[2]), at.say)


def _written(at: str, zone: ZoneInfo) -> str:
    return f"{datetime.fromisoformat(at).astimezone(zone):%d/%m/%Y %H:%M}"


def _said(at: _At, found: Difference, named: Callable[[str, str], str | None]) -> tuple[str, str, str]:
    return fault_label(found.place, at.say, named), _value(at, found.before), _value(at, found.after)


def _value(at: _At, value: Any) -> str:
    """A value of the file, short and readable."""
    if value is None or value in ("", []):
        return "–"
    if isinstance(value, bool):
        return at.say("có") if value else at.say("không")
    if isinstance(value, list):
        return ", ".join(_value(at, one) for one in value)
    if isinstance(value, dict):
        return str(value.get("name") or value.get("question") or ", ".join(f"{k}: {v}" for k, v in value.items()))
    return in_words(str(value), at.say)
