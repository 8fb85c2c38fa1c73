"""What kiosks ask beside today's numbers: a reserved place, and a ticket for a code from a slip."""

from fastapi import APIRouter, Request, Response

from messaging.clock import real_monotonic_s
from messaging.requests import ClaimRequest, IssuedTicket, PlaceRequest, ReservedPlace
from server.actions.claim import claim
from server.actions.reserve_place import reserve_place, told_place
from server.db.work import Work
from server.errors import ActionRefused, Conflict
from server.ticket_told import page_address, told_ticket
from server.web.claim_tries import ClaimTries
from server.web.device_session import DeviceDep, principal, require_key, require_kind
from server.web.plumbing import IdempotencyKey, act_once, house_of

router = APIRouter(prefix="/api/v1", tags=["devices"])


@router.post("/places", status_code=201, response_model=ReservedPlace)
async def post_place(
    request: Request, body: PlaceRequest, device: DeviceDep, idempotency_key: IdempotencyKey
) -> Response:
    """Reserve the next free place of a service on a later working day."""
    require_kind(device, "kiosk")
    require_key(idempotency_key, body.intent_id)

    def action(work: Work) -> ReservedPlace:
        reserved = reserve_place(
            work,
            intent_id=str(body.intent_id),
            service=body.service,
            priority_group=body.priority_group,
            language=body.language,
        )
        return told_place(work, reserved)

    return await act_once(request, principal=principal(device), key=idempotency_key, action=action, status=201)


@router.post("/claims", status_code=201, response_model=IssuedTicket)
async def post_claim(
    request: Request, body: ClaimRequest, device: DeviceDep, idempotency_key: IdempotencyKey
) -> Response:
    """Issue the ticket that a code stands for."""
    require_kind(device, "kiosk")
    require_key(idempotency_key, body.intent_id)
    house = house_of(request)
    public_url = house.settings.public_url

    def action(work: Work) -> IssuedTicket:
        issued = claim(
            work,
            intent_id=str(body.intent_id),
            code=body.code,
            language=body.language,
            device_id=device.device_id,
        )
        return told_ticket(
            work.centre,
            issued.ticket,
            people_ahead=issued.people_ahead,
            not_before=issued.not_before,
            wait=issued.wait,
            url=page_address(public_url, issued.token),
        )

    tries: ClaimTries = request.app.state.claim_tries
    began_s = real_monotonic_s()
    if not tries.enter(device.device_id, began_s):
        raise Conflict("too_many_tries", "Đã nhập sai mã nhiều lần. Vui lòng hỏi người hướng dẫn.")
    try:
        answer = await act_once(request, principal=principal(device), key=idempotency_key, action=action, status=201)
    except ActionRefused as refusal:
        if refusal.code != "code_not_found":
            tries.was_no_guess(device.device_id, began_s)
        raise
    tries.was_no_guess(device.device_id, began_s)
    return answer
