"""The devices' API, `/api/v1`: tickets, print outcomes, cancelled intents, presses.

Each device proves itself with its own bearer credential, stored hashed; each POST carries an
Idempotency-Key equal to the id in its body.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response

from messaging.requests import (
    LARGEST_INTEGER,
    IntentCancellation,
    IntentCancelled,
    IssuedTicket,
    KnownNumbers,
    KnownNumbersTaken,
    PressReceipt,
    PressReport,
    PrintReport,
    RatingReasons,
    ReasonsReceipt,
    TicketRequest,
)
from server.actions.cancel_intent import cancel_intent
from server.actions.give_reason import give_reason_of_press
from server.actions.hear_known_numbers import hear_known_numbers
from server.actions.issue_ticket import issue_ticket
from server.actions.record_press import record_press
from server.actions.report_print import report_print
from server.db.work import Work
from server.domain.press_flags import Channel
from server.ticket_told import check_of, page_address, told_ticket
from server.web.devices.session import (
    DeviceDep,
    calling_device,
    credential_hash,
    principal,
    require_key,
    require_kind,
)
from server.web.plumbing import IdempotencyKey, act_once, house_of
from server.web.quick_route import QuickRoute

__all__ = ["DeviceDep", "calling_device", "credential_hash", "router"]

router = APIRouter(prefix="/api/v1", tags=["devices"], route_class=QuickRoute)


TicketId = Annotated[int, Path(ge=1, le=LARGEST_INTEGER)]


@router.post("/tickets", status_code=201, response_model=IssuedTicket)
async def post_ticket(
    request: Request, body: TicketRequest, device: DeviceDep, idempotency_key: IdempotencyKey
) -> Response:
    """Issue a ticket; a repeat of the intent gets the very same one."""
    require_kind(device, "kiosk")
    require_key(idempotency_key, body.intent_id)
    public_url = house_of(request).settings.public_url

    def action(work: Work) -> IssuedTicket:
        issued = issue_ticket(
            work,
            intent_id=str(body.intent_id),
            service=body.service,
            priority_group=body.priority_group,
            language=body.language,
            device_id=device.device_id,
            purpose=body.purpose,
            procedure=body.procedure,
        )
        return told_ticket(
            work.centre,
            issued.ticket,
            people_ahead=issued.people_ahead,
            not_before=issued.not_before,
            wait=issued.wait,
            today_unlikely=issued.today_unlikely,
            url=page_address(public_url, issued.token),
            check=check_of(issued.token),
        )

    return await act_once(request, principal=principal(device), key=idempotency_key, action=action, status=201)


@router.post("/tickets/{ticket_id}/print-outcomes", status_code=204)
async def post_print_outcome(
    request: Request, ticket_id: TicketId, body: PrintReport, device: DeviceDep, idempotency_key: IdempotencyKey
) -> Response:
    """Say what became of a ticket's slip."""
    require_kind(device, "kiosk")
    require_key(idempotency_key, body.report_id)

    def action(work: Work) -> None:
        report_print(
            work,
            ticket_id=ticket_id,
            outcome=body.outcome,
            device_id=device.device_id,
            intent_id=None if body.intent_id is None else str(body.intent_id),
        )

    await act_once(request, principal=principal(device), key=idempotency_key, action=action)
    return Response(status_code=204)


@router.post("/intents/{intent_id}/cancellation", response_model=IntentCancelled)
async def post_cancellation(
    request: Request, intent_id: UUID, body: IntentCancellation, device: DeviceDep, idempotency_key: IdempotencyKey
) -> Response:
    """Cancel an intent whose answer the kiosk never saw."""
    require_kind(device, "kiosk")
    require_key(idempotency_key, body.cancellation_id)

    def action(work: Work) -> IntentCancelled:
        number = cancel_intent(work, intent_id=str(intent_id), device=device, emergency=body.emergency)
        return IntentCancelled(intent_id=intent_id, number=number)

    return await act_once(request, principal=principal(device), key=idempotency_key, action=action)


@router.post("/known-numbers", response_model=KnownNumbersTaken)
async def post_known_numbers(
    request: Request, body: KnownNumbers, device: DeviceDep, idempotency_key: IdempotencyKey
) -> Response:
    """Pass over numbers that a kiosk has seen and a restored database does not know."""
    require_kind(device, "kiosk")
    require_key(idempotency_key, body.report_id)

    def action(work: Work) -> KnownNumbersTaken:
        known = {(number.day.isoformat(), number.prefix): number.highest for number in body.numbers}
        return KnownNumbersTaken(report_id=body.report_id, skipped=hear_known_numbers(work, known))

    return await act_once(request, principal=principal(device), key=idempotency_key, action=action)


@router.post("/presses", response_model=PressReceipt)
async def post_press(
    request: Request, body: PressReport, device: DeviceDep, idempotency_key: IdempotencyKey
) -> Response:
    """Keep a press of the device's own counter, or of the one at which it stood when it was pressed."""
    require_kind(device, "pad")
    require_key(idempotency_key, body.press_id)

    def action(work: Work) -> PressReceipt:
        record_press(
            work,
            press_id=str(body.press_id),
            device_id=device.device_id,
            counter_id=device.counter_id,
            boot_id=str(body.boot_id),
            n=body.n,
            level=body.level,
            window_seen=body.window_id,
            age_ms=body.age_ms,
            channel=body.channel,
        )
        return PressReceipt(press_id=body.press_id)

    # A press that is sent again is older by then, and the same press all the same.
    same = body.model_dump_json(exclude={"age_ms"}).encode()
    return await act_once(request, principal=principal(device), key=idempotency_key, action=action, same=same)


@router.post("/rating-reasons", response_model=ReasonsReceipt)
async def post_rating_reasons(
    request: Request, body: RatingReasons, device: DeviceDep, idempotency_key: IdempotencyKey
) -> Response:
    """Keep what a low rating at the device's counter was about."""
    require_kind(device, "pad")
    require_key(idempotency_key, body.answer_id)

    def action(work: Work) -> ReasonsReceipt:
        give_reason_of_press(
            work,
            press_id=str(body.press_id),
            channel=Channel.TOUCH.value,
            reasons=body.reasons,
            after_ms=body.after_ms,
        )
        return ReasonsReceipt(answer_id=body.answer_id)

    return await act_once(request, principal=principal(device), key=idempotency_key, action=action)
