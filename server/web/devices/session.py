"""Which device calls, and what it may: each proves itself with its own bearer credential, stored hashed."""

import hashlib
from contextlib import suppress
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Request

from messaging.spoken_version import HEADER, OLDEST_UNDERSTOOD, SPOKEN
from server.actions.enrol import is_first_shown, note_shown
from server.db.queries.people import Device, device_by_credential
from server.errors import ActionRefused, NotAllowed, NotSignedIn, Unavailable, Unprocessable
from server.house import House
from server.web.plumbing import house_of


def credential_hash(credential: str) -> str:
    """How a credential is stored. It has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(credential.encode()).hexdigest()


def shown_hash(authorization: str) -> str:
    """Of the credential that came with a request; empty: none did."""
    scheme, _, credential = authorization.partition(" ")
    return credential_hash(credential.strip()) if scheme.lower() == "bearer" and credential else ""


async def calling_device(request: Request, authorization: Annotated[str, Header()] = "") -> Device:
    _require_understood(request.headers.get(HEADER, "1"))
    if shown := shown_hash(authorization):
        house = house_of(request)
        device = device_by_credential(house.read(), shown, house.now())
        if device is not None:
            request.state.asker = principal(device)
            await _note_shown(house, device, shown)
            return device
    raise NotSignedIn("Thiết bị chưa có khóa truy cập hợp lệ.")


async def _note_shown(house: House, device: Device, shown: str) -> None:
    if not is_first_shown(house.read(), device_id=device.device_id, credential_hash=shown, now=house.now()):
        return
    with suppress(Unavailable):  # the device is answered all the same; it is noted the next time
        await house.write(
            lambda work: note_shown(work, device_id=device.device_id, credential_hash=shown), actor=principal(device)
        )


def _require_understood(version: str) -> None:
    spoken = int(version) if version.isascii() and version.isdigit() and len(version) < 6 else 0
    if spoken < OLDEST_UNDERSTOOD:
        detail = "Thiết bị này chạy chương trình quá cũ so với máy chủ. Cán bộ kỹ thuật: cập nhật thiết bị."
        raise ActionRefused(426, "needs_update", "Thiết bị cần được cập nhật", detail)
    if spoken > SPOKEN:
        detail = "Máy chủ chạy chương trình cũ hơn thiết bị này. Cán bộ kỹ thuật: cập nhật máy chủ."
        raise ActionRefused(426, "server_needs_update", "Máy chủ cần được cập nhật", detail)


DeviceDep = Annotated[Device, Depends(calling_device)]


def principal(device: Device) -> str:
    return f"device:{device.device_id}"


def require_kind(device: Device, kind: str) -> None:
    if device.kind != kind:
        raise NotAllowed("wrong_device_kind", f"Thiết bị loại '{device.kind}' không được gửi yêu cầu này.")


def require_key(key: str, id_in_body: UUID) -> None:
    if key != str(id_in_body):
        raise Unprocessable("key_differs", "Idempotency-Key phải trùng với mã trong nội dung.")
