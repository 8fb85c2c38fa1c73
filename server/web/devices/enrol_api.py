"""How a device gets what it proves itself with: by a code that somebody reads to it, later by itself."""

import asyncio

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from messaging.clock import real_monotonic_s
from messaging.pairing_code import letters_of_code
from messaging.requests import BrokerAccess, DeviceAccess, DeviceKind, EnrolmentRequest, RotationRequest
from server.actions.enrol import NotPaired, Wrong, rotate, trade
from server.db.queries.devices_in_use import DeviceInUse
from server.domain.broker_password import broker_password, code_fingerprint, device_credential
from server.domain.enrolment_code import HALF, read_code
from server.domain.instant import as_datetime
from server.errors import ActionRefused, Conflict, NotFound
from server.house import House
from server.web.access.guess_delays import GuessDelays, TooManyTries
from server.web.access.login_desk import asker_of
from server.web.devices.addresses import addresses_for
from server.web.devices.session import DeviceDep, credential_hash, principal, shown_hash
from server.web.plumbing import HouseDep
from server.web.refusal_log import note_refusal

router = APIRouter(prefix="/api/v1", tags=["devices"])

ACTOR = "enrolment"
"""Who lets a device in: nobody but the code."""

_WRONG_CODE = "Mã ghép chưa đúng. Vui lòng xem lại mã trên trang Thiết bị của máy chủ."
_USED = "Mã ghép này đã được dùng. Vui lòng lấy mã mới trên trang Thiết bị của máy chủ."
_EXPIRED = "Mã ghép đã quá 10 phút. Vui lòng lấy mã mới trên trang Thiết bị của máy chủ."
_WORN_OUT = "Mã ghép đã bị nhập sai nhiều lần. Vui lòng lấy mã mới trên trang Thiết bị của máy chủ."
_OTHER_KIND = {
    "kiosk": "Mã ghép này dành cho máy lấy số. Vui lòng lấy mã của đúng thiết bị.",
    "board": "Mã ghép này dành cho bảng gọi số. Vui lòng lấy mã của đúng thiết bị.",
    "counter": "Mã ghép này dành cho màn hình quầy. Vui lòng lấy mã của đúng thiết bị.",
    "pad": "Mã ghép này dành cho bộ nút đánh giá. Vui lòng lấy mã của đúng thiết bị.",
}


@router.post("/enrolment", response_model=DeviceAccess)
async def post_enrolment(request: Request, house: HouseDep, body: EnrolmentRequest) -> Response:
    """Trade a pairing code for a device's credential: once, within ten minutes. A repeat has the same answer."""
    code = read_code(letters_of_code(body.code))
    delays: GuessDelays = request.app.state.enrolment_delays
    asker = asker_of(request)
    try:
        # The login is the address as well: who guesses at one place slows nobody down at another.
        wait_s = delays.enter(asker, asker, real_monotonic_s())
    except TooManyTries as many:
        note_refusal(request, "too_many_codes")
        detail = f"Nhập sai nhiều lần. Vui lòng đợi {many.retry_after_s:.0f} giây rồi thử lại."
        raise ActionRefused(429, "too_many_codes", "Chưa thực hiện được", detail) from None
    found: DeviceInUse | Wrong = Wrong(NotPaired.UNKNOWN)
    try:
        await asyncio.sleep(wait_s)
        if code is not None:
            found = await _traded(house, code, body)
    finally:
        guessed = isinstance(found, Wrong) and found.why is NotPaired.UNKNOWN
        delays.leave(asker, asker, real_monotonic_s(), succeeded=not guessed)
    if isinstance(found, Wrong):
        if guessed:
            note_refusal(request, "wrong_pairing_code")
        raise _refusal(found)
    return _access(request, house, found, str(body.attempt_id))


async def _traded(house: House, code: str, body: EnrolmentRequest) -> DeviceInUse | Wrong:
    key, attempt = house.broker_key, str(body.attempt_id)
    return await house.write(
        lambda work: trade(
            work,
            half_hash=code_fingerprint(key, code[:HALF]),
            code_hash=code_fingerprint(key, code),
            kind=body.kind,
            credential_hash=lambda device_id: credential_hash(device_credential(key, device_id, attempt)),
        ),
        actor=ACTOR,
    )


@router.post("/device/rotate", response_model=DeviceAccess)
async def post_rotation(request: Request, house: HouseDep, device: DeviceDep, body: RotationRequest) -> Response:
    """Another credential for the device that asks. The former holds for a day from when this one is first shown; a
    repeat has the same answer."""
    attempt = str(body.attempt_id)
    given = credential_hash(device_credential(house.broker_key, device.device_id, attempt))
    shown = shown_hash(request.headers.get("authorization", ""))
    now = await house.write(
        lambda work: rotate(work, device_id=device.device_id, credential_hash=given, shown_hash=shown),
        actor=principal(device),
    )
    return _access(request, house, now, attempt)


def _refusal(wrong: Wrong) -> ActionRefused:
    if wrong.why is NotPaired.UNKNOWN:
        return NotFound("code", _WRONG_CODE)
    if wrong.why is NotPaired.OTHER_KIND:
        return Conflict("code_of_other_kind", _OTHER_KIND[wrong.kind])
    if wrong.why is NotPaired.USED:
        return Conflict("code_used", _USED)
    if wrong.why is NotPaired.EXPIRED:
        return Conflict("code_expired", _EXPIRED)
    return Conflict("code_worn_out", _WORN_OUT)


def _access(request: Request, house: House, device: DeviceInUse, attempt_id: str) -> Response:
    """Nothing of it is stored: it is made of the key, the device and the attempt whenever it is asked for."""
    at, key = addresses_for(request, house), house.broker_key
    has_rights = house.settings.broker_admin is not None
    answer = DeviceAccess(
        centre=house.centre().code,
        device_id=device.device_id,
        kind=_kind(device.kind),
        counter=device.counter_id,
        credential=device_credential(key, device.device_id, attempt_id),
        given_at=as_datetime(house.now()),
        mqtt=BrokerAccess(
            host=at.mqtt_host,
            port=at.mqtt_port,
            tls=at.mqtt_tls,
            username=device.device_id if has_rights else None,
            password=broker_password(key, device.device_id, device.generation) if has_rights else None,
        ),
        ca_pem=at.ca_pem,
        server_url=at.server_url,
    )
    return JSONResponse(answer.model_dump(mode="json"), headers={"Cache-Control": "no-store"})


def _kind(kind: str) -> DeviceKind:
    known: dict[str, DeviceKind] = {"kiosk": "kiosk", "board": "board", "counter": "counter", "pad": "pad"}
    return known[kind]
