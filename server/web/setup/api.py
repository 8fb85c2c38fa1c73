"""What the pages of the set-up send: changed parts of the centre file, and deeds about devices."""

import secrets
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, JsonValue
from starlette.concurrency import run_in_threadpool

from look.language import translator
from messaging.clock import real_monotonic_s
from messaging.requests import LARGEST_INTEGER
from messaging.slips import TestSlip
from messaging.snapshots import JobKind, Message
from server.actions.change_set_up import SetUpMoved, SetUpRefused, change_set_up
from server.actions.devices import change_device, renew_credential, retire_device
from server.actions.order_job import order_job
from server.actions.set_up import add_device
from server.db.queries.devices_in_use import DeviceInUse, device_in_use
from server.db.queries.people import device_by_id
from server.db.queries.set_up import Change, changes_of_set_up, current_set_up, name_of_staff
from server.db.work import Work
from server.domain.instant import as_datetime
from server.errors import ActionRefused, Conflict, NotFound, Unprocessable
from server.house import House
from server.web.access.staff_session import LoggedInStaff, acting_as
from server.web.devices.addresses import url_for_people
from server.web.devices.alarms import heard_of
from server.web.devices.session import credential_hash
from server.web.page_language import in_language, language_of
from server.web.plumbing import HouseDep, IdempotencyKey, act_once, problem
from server.web.setup.fields import EDITABLE, fault_label
from server.web.setup.show import warnings_of, who_changed

router = APIRouter(prefix="/api/v1/setup", tags=["set-up"])

CREDENTIAL_BYTES = 32  # 256 bits

ActingDep = Annotated[LoggedInStaff, Depends(acting_as())]
DeviceId = Annotated[str, Field(min_length=1, max_length=64)]


class Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SetUpChange(Body):
    page: Annotated[str, Field(max_length=40)]
    revision: Annotated[int, Field(ge=0, le=LARGEST_INTEGER)]
    """The set-up that the page was drawn from."""
    values: dict[Annotated[str, Field(max_length=80)], JsonValue]
    """New values by their place in the centre file, such as `centre.hours`."""
    serving: dict[str, dict[str, str]] | None = None
    """By service and counter: `first` or `second`."""


class SetUpSaved(Message):
    revision: int
    message: str
    warnings: list[str]


class DeviceOf(Body):
    device_id: DeviceId


class DevicePlace(DeviceOf):
    name: Annotated[str, Field(max_length=200)] = ""
    counter_id: Annotated[str, Field(max_length=64)] | None = None
    zone: Annotated[str, Field(max_length=64)] | None = None
    speaks: bool | None = None
    """Of a board: whether it calls by voice. None: a new one does unless another one of its room does; a known one
    stays as it is."""


class NewDevice(DevicePlace):
    kind: Annotated[str, Field(max_length=16)]
    by_hand: bool = True
    """Answer with a credential to carry there; else the device has none before it is paired with a code."""


class DeviceSaid(Message):
    message: str


class Credential(Message):
    """Shown once; only its hash is kept."""

    device_id: str
    credential: str
    settings: str
    message: str


@router.post("/change")
async def post_change(
    request: Request, house: HouseDep, who: ActingDep, key: IdempotencyKey, body: SetUpChange
) -> Response:
    """Change parts of the set-up, as one page shows them. Refused whole, with every fault and its place."""
    page = EDITABLE.get(body.page)
    if page is None:
        raise NotFound("page", "Không có trang này.")
    strange = sorted(set(body.values) - page.paths)
    if strange or (body.serving is not None and not page.changes_serving):
        raise Unprocessable("set_up_place", f"Trang này không đổi được {', '.join(strange) or 'quầy phục vụ'}.")
    language = language_of(request)
    say = translator(language)

    def act(work: Work) -> SetUpSaved:
        changed = change_set_up(work, seen=body.revision, changes=body.values, serving=body.serving)
        now = current_set_up(work.connection)
        warned = [] if now is None else [words for words, _address in warnings_of(now.values, say)]
        message = "Đã lưu. Máy lấy số và bảng gọi số nhận ngay." if changed.is_new else "Không có gì thay đổi."
        return SetUpSaved(revision=changed.revision, message=message, warnings=warned)

    try:
        return await act_once(request, principal=who.principal, key=key, action=act)
    except SetUpRefused as refused:
        errors = [
            {"where": fault.where, "label": fault_label(fault.place, say), "what": fault.sentence(language)}
            for fault in refused.faults
        ]
        title, detail = in_language(language, refused.title), in_language(language, refused.detail)
        return problem(refused.status, refused.code, title, detail, errors)
    except SetUpMoved as moved:
        return await _moved(house, moved, language)


async def _moved(house: House, moved: SetUpMoved, language: str) -> Response:
    """Who came between, and when; nothing of the asker's is lost on their page."""

    def read() -> tuple[Change | None, str | None]:
        last = next(iter(changes_of_set_up(house.read(), until=moved.revision, at_most=1)), None)
        staff_id = "" if last is None else last.actor.partition(":")[2]
        return last, name_of_staff(house.read(), staff_id)

    last, name = await run_in_threadpool(read)
    by = "" if last is None else who_changed(last.actor, name, translator(language))
    detail = in_language(language, moved.detail)
    title = in_language(language, moved.title)
    errors = [{"where": "(file)", "what": by, "at": "" if last is None else last.at}]
    return problem(moved.status, moved.code, title, detail, errors)


# --- devices ----------------------------------------------------------------------------------------------------


@router.post("/devices/add")
async def post_add_device(request: Request, house: HouseDep, who: ActingDep, body: NewDevice) -> Response:
    """Add a device. The answer holds its credential, this once, if it is made by hand."""
    credential = secrets.token_urlsafe(CREDENTIAL_BYTES)

    def act(work: Work) -> None:
        if device_by_id(work.connection, body.device_id) is not None:
            raise Conflict("device_taken", f"Mã '{body.device_id}' đã có; vui lòng chọn mã khác.")
        add_device(
            work,
            device_id=body.device_id,
            kind=body.kind,
            counter_id=body.counter_id or None,
            zone=body.zone or None,
            name=body.name.strip(),
            speaks=body.speaks,
            credential_hash=credential_hash(credential) if body.by_hand else None,
        )

    await _in_words(house, who, act)
    if not body.by_hand:
        said = DeviceSaid(message=in_language(language_of(request), "Đã thêm thiết bị. Tiếp theo: ghép thiết bị."))
        return JSONResponse(said.model_dump())
    return _credential_of(request, house, body.device_id, body.kind, credential, "Đã thêm thiết bị.")


@router.post("/devices/renew")
async def post_renew_device(request: Request, house: HouseDep, who: ActingDep, body: DeviceOf) -> Response:
    """A device's hardware is replaced: another credential, shown this once; the former one ends at once."""
    credential = secrets.token_urlsafe(CREDENTIAL_BYTES)

    def act(work: Work) -> str:
        renew_credential(work, device_id=body.device_id, credential_hash=credential_hash(credential))
        known = device_in_use(work.connection, body.device_id)
        return "" if known is None else known.kind

    kind = await house.write(act, actor=who.principal)
    return _credential_of(request, house, body.device_id, kind, credential, "Đã cấp khóa mới; khóa cũ hết hiệu lực.")


@router.post("/devices/change")
async def post_change_device(request: Request, who: ActingDep, key: IdempotencyKey, body: DevicePlace) -> Response:
    """Give a device another name or place."""

    act = partial(
        change_device,
        device_id=body.device_id,
        name=body.name.strip(),
        counter_id=body.counter_id or None,
        zone=body.zone or None,
        speaks=body.speaks,
    )
    return await do_and_say(request, who, key, act, "Đã lưu.")


@router.post("/devices/retire")
async def post_retire_device(request: Request, who: ActingDep, key: IdempotencyKey, body: DeviceOf) -> Response:
    """Take a device out of service."""

    return await do_and_say(
        request, who, key, partial(retire_device, device_id=body.device_id), "Đã ngừng dùng thiết bị."
    )


async def do_and_say(
    request: Request, who: LoggedInStaff, key: str, deed: Callable[[Work], object], message: str
) -> Response:
    """Do something to a device once, however often the page asks, and say so."""

    def act(work: Work) -> DeviceSaid:
        deed(work)
        return DeviceSaid(message=message)

    return await act_once(request, principal=who.principal, key=key, action=act)


@router.post("/devices/test-print")
async def post_test_print(
    request: Request, house: HouseDep, who: ActingDep, key: IdempotencyKey, body: DeviceOf
) -> Response:
    """Order a test slip from a kiosk."""

    def act(work: Work) -> DeviceSaid:
        known = device_in_use(work.connection, body.device_id)
        slip = TestSlip(
            centre_name=work.centre.name,
            device_name=body.device_id if known is None else known.name or known.device_id,
            asked_at=as_datetime(work.now),
            timezone=work.centre.timezone,
        )
        payload = {"slip": slip.model_dump_json(), "language": "vi"}
        order_job(work, device_id=body.device_id, kind=JobKind.TEST_SLIP.value, payload=payload)
        return DeviceSaid(message=_ordered(house, known, "Đã gửi lệnh in thử; phiếu sẽ ra ở máy lấy số."))

    return await act_once(request, principal=who.principal, key=key, action=act)


@router.post("/devices/test-sound")
async def post_test_sound(
    request: Request, house: HouseDep, who: ActingDep, key: IdempotencyKey, body: DeviceOf
) -> Response:
    """Order a test sound from a board or a counter's display."""

    def act(work: Work) -> DeviceSaid:
        order_job(work, device_id=body.device_id, kind=JobKind.TEST_SOUND.value, payload={})
        known = device_in_use(work.connection, body.device_id)
        return DeviceSaid(message=_ordered(house, known, "Đã gửi lệnh phát thử tiếng."))

    return await act_once(request, principal=who.principal, key=key, action=act)


def _ordered(house: House, device: DeviceInUse | None, words: str) -> str:
    """`words`, unless nothing can come of the order now."""
    if device is not None and heard_of(device, house.presences, real_monotonic_s()).state == "online":
        return words
    return "Thiết bị đang không trả lời: lệnh được giữ lại và làm khi thiết bị có kết nối."


_SAID = {
    "bad_device_id": "Mã thiết bị chỉ gồm chữ không dấu, số, dấu chấm, gạch ngang, gạch dưới; nhiều nhất 64 ký tự.",
    "unknown_device_kind": "Không có loại thiết bị này.",
    "device_binding": "Màn hình quầy và bộ nút đánh giá cần một quầy; máy lấy số và bảng gọi số thì không.",
    "unknown_counter": "Không có quầy này.",
    "unknown_zone": "Không có khu này.",
}


async def _in_words(house: House, who: LoggedInStaff, act: Any) -> None:
    """Run an action that the command line shares, and refuse in the words of the page."""
    try:
        await house.write(act, actor=who.principal)
    except ActionRefused as refused:
        if refused.code in _SAID:
            refused.detail = _SAID[refused.code]
        raise


def _credential_of(
    request: Request, house: House, device_id: str, kind: str, credential: str, message: str
) -> Response:
    answer = Credential(
        device_id=device_id,
        credential=credential,
        settings=_settings_of(house, device_id, kind, reached_at=url_for_people(request, house)),
        message=in_language(language_of(request), message),
    )
    return JSONResponse(answer.model_dump())


def _settings_of(house: House, device_id: str, kind: str, *, reached_at: str) -> str:
    """A beginning of the device's settings file; docs/settings.md has every key."""
    host = urlsplit(reached_at).hostname or ""
    centre = house.centre()
    lines = [
        f'centre = "{centre.code}"',
        f'device_id = "{device_id}"',
        f'data_dir = "/var/lib/bocso/{device_id}"',
    ]
    if kind in ("board", "counter"):
        lines.append(f'mode = "{"hall" if kind == "board" else "counter"}"')
    known = device_in_use(house.read(), device_id)
    if known is not None and known.counter_id is not None:
        lines.append(f'counter_id = "{known.counter_id}"')
    lines += [
        "",
        "[server]",
        f'url = "{reached_at}"',
        f'credential_file = "/etc/bocso/{device_id}.credential"',
        "",
        "[broker]",
        f'host = "{host}"',
        f'username = "{device_id}"',
        'password_file = "/etc/bocso/broker-password"',
    ]
    return "\n".join(lines) + "\n"
