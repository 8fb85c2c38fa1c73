"""Pairing on the page of the devices: a code and its QR, what became of it, another credential, shutting out."""

import secrets
from functools import partial
from typing import Annotated, Literal
from urllib.parse import urlencode

import segno
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from look.language import Translate, translator
from messaging.clock import real_monotonic_s
from messaging.enrolling import NO_CERTIFICATE
from messaging.snapshots import Message
from messaging.trust import DIGITS_COMPARED, fingerprint_of, in_fours
from server.actions.enrol import ask_rotation, invite, revoke_device
from server.db.queries.devices_in_use import DeviceInUse, device_in_use
from server.db.queries.enrolments import invitation_of
from server.db.work import Work
from server.domain.broker_password import code_fingerprint
from server.domain.enrolment_code import HALF, LETTERS, VALID_MS, Standing, code_of, shown_code, standing
from server.errors import NotFound
from server.house import House
from server.web.access.staff_session import LoggedInStaff, in_role
from server.web.devices.addresses import UNKNOWN, address_for_people, addresses_for, url_for_people
from server.web.devices.alarms import heard_of
from server.web.page_language import language_of
from server.web.plumbing import HouseDep, IdempotencyKey
from server.web.setup.api import ActingDep, DeviceId, DeviceOf, do_and_say

router = APIRouter(prefix="/api/v1/setup/devices", tags=["set-up"])

_ROOM = 2 ** (5 * LETTERS)
_DIGITS_SAID = 32
"""Of the fingerprint, in the QR and the command, which nobody types."""


class PairingCode(Message):
    """Shown once; only a keyed hash of the code is kept."""

    device_id: str
    code: str
    link: str
    """What the QR says: address, code and, with a certificate authority of the centre's own, its fingerprint."""
    picture: str
    """The QR as a data URI."""
    address: str
    """Of the server, as it is typed at the device."""
    digits: str
    """The first of the certificate's fingerprint, for who types the code; empty: nothing is encrypted."""
    left_ms: int
    steps: list[str]
    """What to do at the device."""
    command: str
    """What to run at a device without a screen to type on, from the folder of the installer."""


class Pairing(Message):
    """What became of a device's newest code."""

    state: Literal["none", "open", "used", "expired", "worn_out"]
    left_ms: int
    message: str


@router.post("/invite")
async def post_invite(request: Request, house: HouseDep, who: ActingDep, body: DeviceOf) -> Response:
    """A code for pairing a device; a former one is good no more. The answer shows it, this once."""
    code, key = code_of(secrets.randbelow(_ROOM)), house.broker_key

    def act(work: Work) -> DeviceInUse | None:
        invite(
            work,
            device_id=body.device_id,
            half_hash=code_fingerprint(key, code[:HALF]),
            code_hash=code_fingerprint(key, code),
        )
        return device_in_use(work.connection, body.device_id)

    device = await house.write(act, actor=who.principal)
    if device is None:
        raise NotFound("device", "Không có thiết bị này.")
    address, url = address_for_people(request, house), url_for_people(request, house)
    ca_pem = addresses_for(request, house).ca_pem
    fingerprint = "" if ca_pem is None else fingerprint_of(ca_pem)[:_DIGITS_SAID]
    shown = shown_code(code)
    asked = {"v": "1", "u": "" if UNKNOWN in url else url, "c": shown, "f": fingerprint}
    link = f"bocso://enrol?{urlencode({name: value for name, value in asked.items() if value})}"
    answer = PairingCode(
        device_id=device.device_id,
        code=shown,
        link=link,
        picture=segno.make(link, error="m").svg_data_uri(border=4, omitsize=True),
        address=address,
        digits=in_fours(fingerprint[:DIGITS_COMPARED]),
        left_ms=VALID_MS,
        steps=_steps(device, address, translator(language_of(request))),
        command=_command(device, shown, url, fingerprint),
    )
    return JSONResponse(answer.model_dump(), headers={"Cache-Control": "no-store"})


@router.get("/pairing")
async def get_pairing(
    request: Request,
    house: HouseDep,
    device_id: Annotated[DeviceId, Query()],
    _who: Annotated[LoggedInStaff, Depends(in_role())],
) -> Pairing:
    """How the newest code of a device stands, for the page that shows it."""
    return await run_in_threadpool(_standing, house, device_id, translator(language_of(request)))


@router.post("/rotate")
async def post_rotate(
    request: Request, house: HouseDep, who: ActingDep, key: IdempotencyKey, body: DeviceOf
) -> Response:
    """Have a device take another credential by itself."""
    device = await run_in_threadpool(lambda: device_in_use(house.read(), body.device_id))
    is_here = device is not None and heard_of(device, house.presences, real_monotonic_s()).state == "online"
    said = "Thiết bị đang không trả lời: thiết bị sẽ tự đổi khóa khi có kết nối."
    if is_here:
        said = "Đã yêu cầu; thiết bị tự đổi khóa trong ít giây."
    return await do_and_say(request, who, key, partial(ask_rotation, device_id=body.device_id), said)


@router.post("/revoke")
async def post_revoke(request: Request, who: ActingDep, key: IdempotencyKey, body: DeviceOf) -> Response:
    """Shut a device out at once; it may be paired again."""
    said = "Đã ngắt thiết bị; muốn dùng lại thì ghép lại."
    return await do_and_say(request, who, key, partial(revoke_device, device_id=body.device_id), said)


def _standing(house: House, device_id: str, say: Translate) -> Pairing:
    known, now = invitation_of(house.read(), device_id), house.now()
    if known is None:
        return Pairing(state="none", left_ms=0, message=say("Chưa có mã ghép."))
    stands = standing(known, now)
    if stands is Standing.OPEN:
        return Pairing(state="open", left_ms=known.made_at + VALID_MS - now, message=say("Đang chờ thiết bị nhập mã."))
    if stands is Standing.USED:
        return Pairing(state="used", left_ms=0, message=say("Đã ghép xong: thiết bị đã nhận khóa."))
    if stands is Standing.EXPIRED:
        return Pairing(state="expired", left_ms=0, message=say("Mã đã hết 10 phút. Vui lòng lấy mã mới."))
    return Pairing(
        state="worn_out",
        left_ms=0,
        message=say("Mã đã bị nhập sai 5 lần nên không dùng được nữa. Vui lòng lấy mã mới."),
    )


def _command(device: DeviceInUse, code: str, url: str, fingerprint: str) -> str:
    believed = fingerprint or NO_CERTIFICATE
    told = f"--code {code} --server {url} --fingerprint {believed}"
    return f"sudo bash ~/bocso/deploy/install.sh {device.kind} {told}"


def _steps(device: DeviceInUse, address: str, say: Translate) -> list[str]:
    where = say("Địa chỉ máy chủ: {address}").format(address=address)
    if UNKNOWN in address:
        where = say("Địa chỉ máy chủ: {address} (thay bằng địa chỉ thật của máy chủ trong mạng nội bộ).").format(
            address=address
        )
    if device.kind == "kiosk":
        return [
            say("Bật máy lấy số. Máy chưa ghép hiện trang “Nhập mã ghép”."),
            where,
            say("Nhập mã trên màn hình của máy rồi chạm “Ghép máy này”."),
            say("Máy hiện dấu vân tay của máy chủ: giống trên trang này thì chạm “Đúng”, khác thì “Không đúng”."),
        ]
    return [
        say("Gõ lệnh dưới đây trên thiết bị, hoặc qua ssh từ một máy tính khác."),
        *([say("Bộ đánh giá màn hình cảm ứng: gõ touch-pad thay cho pad.")] if device.kind == "pad" else []),
        where,
        say("Thiết bị tự khởi động và hiện nội dung của quầy hoặc của sảnh."),
    ]
