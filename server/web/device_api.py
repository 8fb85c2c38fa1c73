"""The devices' API, `/api/v1`: tickets, print outcomes, cancelled intents, presses.

Each device proves itself with its own bearer credential, stored hashed; each POST carries an
Idempotency-Key equal to the id in its body.
"""

import hashlib
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Path, Request, Response

from messaging.requests import (
    LARGEST_INTEGER,
    IntentCancellation,
    IntentCancelled,
    IssuedTicket,
    PressReceipt,
    PressReport,
    PrintReport,
    TicketRequest,
)
from server.actions.cancel_intent import cancel_intent
from server.actions.issue_ticket import Issued, issue_ticket
from server.actions.record_press import record_press
from server.actions.report_print import report_print
from server.db.queries.people import Device, device_by_credential
from server.db.work import Work
from server.domain.centre import Centre
from server.domain.instant import as_datetime
from server.errors import NotAllowed, NotSignedIn, Unprocessable
from server.web.plumbing import IdempotencyKey, act_once, house_of

router = APIRouter(prefix="/api/v1", tags=["devices"])


def credential_hash(credential: str) -> str:
    """How a credential is stored. It has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(credential.encode()).hexdigest()


async def calling_device(request: Request, authorization: Annotated[str, Header()] = "") -> Device:
    scheme, _, credential = authorization.partition(" ")
    if scheme.lower() == "bearer" and credential:
        device = device_by_credential(house_of(request).read(), credential_hash(credential.strip()))
        if device is not None:
            return device
    raise NotSignedIn("Thiết bị chưa có khóa truy cập hợp lệ.")


DeviceDep = Annotated[Device, Depends(calling_device)]
TicketId = Annotated[int, Path(ge=1, le=LARGEST_INTEGER)]


@router.post("/tickets", status_code=201, response_model=IssuedTicket)
async def post_ticket(
    request: Request, body: TicketRequest, device: DeviceDep, idempotency_key: IdempotencyKey
) -> Response:
    """Issue a ticket; a repeat of the intent gets the very same one."""
    _require_kind(device, "kiosk")
    _require_key(idempotency_key, body.intent_id)
    public_url = house_of(request).settings.public_url

    def action(work: Work) -> IssuedTicket:
        issued = issue_ticket(
            work,
            intent_id=str(body.intent_id),
            service=body.service,
            priority_group=body.priority_group,
            language=body.language,
            device_id=device.device_id,
        )
        return _issued_ticket(work.centre, issued, public_url)

    return await act_once(request, principal=_principal(device), key=idempotency_key, action=action, status=201)


@router.post("/tickets/{ticket_id}/print-outcomes", status_code=204)
async def post_print_outcome(
    request: Request, ticket_id: TicketId, body: PrintReport, device: DeviceDep, idempotency_key: IdempotencyKey
) -> Response:
    """Say what became of a ticket's slip."""
    _require_kind(device, "kiosk")
    _require_key(idempotency_key, body.report_id)

    def action(work: Work) -> None:
        report_print(work, ticket_id=ticket_id, outcome=body.outcome, device_id=device.device_id)

    await act_once(request, principal=_principal(device), key=idempotency_key, action=action)
    return Response(status_code=204)


@router.post("/intents/{intent_id}/cancellation", response_model=IntentCancelled)
async def post_cancellation(
    request: Request, intent_id: UUID, body: IntentCancellation, device: DeviceDep, idempotency_key: IdempotencyKey
) -> Response:
    """Cancel an intent whose answer the kiosk never saw."""
    _require_kind(device, "kiosk")
    _require_key(idempotency_key, body.cancellation_id)

    def action(work: Work) -> IntentCancelled:
        number = cancel_intent(work, intent_id=str(intent_id), device_id=device.device_id)
        return IntentCancelled(intent_id=intent_id, number=number)

    return await act_once(request, principal=_principal(device), key=idempotency_key, action=action)


@router.post("/presses", response_model=PressReceipt)
async def post_press(
    request: Request, body: PressReport, device: DeviceDep, idempotency_key: IdempotencyKey
) -> Response:
    """Keep a press of the device's own counter."""
    _require_kind(device, "pad")
    _require_key(idempotency_key, body.press_id)
    counter_id = device.counter_id
    if counter_id is None:
        raise NotAllowed("pad_without_counter", "Bộ nút này chưa được gắn với quầy nào.")

    def action(work: Work) -> PressReceipt:
        record_press(
            work,
            press_id=str(body.press_id),
            device_id=device.device_id,
            counter_id=counter_id,
            boot_id=str(body.boot_id),
            n=body.n,
            level=body.level,
            window_seen=body.window_id,
            age_ms=body.age_ms,
        )
        return PressReceipt(press_id=body.press_id)

    # A press that is sent again is older by then, and the same press all the same.
    same = body.model_dump_json(exclude={"age_ms"}).encode()
    return await act_once(request, principal=_principal(device), key=idempotency_key, action=action, same=same)


def _principal(device: Device) -> str:
    return f"device:{device.device_id}"


def _require_kind(device: Device, kind: str) -> None:
    if device.kind != kind:
        raise NotAllowed("wrong_device_kind", f"Thiết bị loại '{device.kind}' không được gửi yêu cầu này.")


def _require_key(key: str, id_in_body: UUID) -> None:
    if key != str(id_in_body):
        raise Unprocessable("key_differs", "Idempotency-Key phải trùng với mã trong nội dung.")


def _issued_ticket(centre: Centre, issued: Issued, public_url: str | None) -> IssuedTicket:
    ticket = issued.ticket
    service = centre.service(ticket.service)
    group = centre.priority_group(ticket.priority_group)
    return IssuedTicket(
        ticket_id=ticket.ticket_id,
        number=ticket.shown,
        service=ticket.service,
        service_name=ticket.service if service is None else service.name,
        service_name_en=ticket.service if service is None else service.name_en,
        people_ahead=issued.people_ahead,
        counters=[counter.number for counter in centre.counters_of(ticket.service)],
        priority_group=ticket.priority_group,
        priority_name=None if group is None else group.name,
        priority_name_en=None if group is None else group.name_en,
        issued_at=as_datetime(ticket.issued_at),
        timezone=centre.timezone,
        centre_name=centre.name,
        url=None if public_url is None else f"{public_url.rstrip('/')}/t/{issued.token}",
        language="en" if ticket.language == "en" else "vi",
    )
