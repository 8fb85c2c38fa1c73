"""What kiosks ask beside today's numbers: a reserved place, a ticket for a code, the own number, the procedures."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response
from starlette.concurrency import run_in_threadpool

from messaging.requests import (
    ClaimRequest,
    EmergencyTicket,
    EmergencyTicketTaken,
    IssuedTicket,
    OwnNumber,
    OwnNumberTold,
    OwnRating,
    PlaceRequest,
    Procedures,
    RatingTaken,
    ReservedPlace,
)
from procedures.values import as_values
from server.actions.claim import claim
from server.actions.merge_emergency import merge_emergency
from server.actions.own_number import Said, say_with_check
from server.actions.rate_away import Answer, rate_with_check
from server.actions.reserve_place import reserve_place, told_place
from server.db.queries.procedure_imports import procedures_revision
from server.db.queries.procedures import procedures_listed
from server.db.work import Work
from server.domain.press_flags import Channel
from server.errors import Unprocessable
from server.ticket_told import check_of, page_address, procedures_page, told_ticket
from server.web.devices.claim_tries import GUESSES, WRONG_DIGITS, without_guessing
from server.web.devices.session import DeviceDep, principal, require_key, require_kind
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
            today_unlikely=issued.today_unlikely,
            url=page_address(public_url, issued.token),
            check=check_of(issued.token),
        )

    return await without_guessing(
        request.app.state.claim_tries,
        device.device_id,
        act_once(request, principal=principal(device), key=idempotency_key, action=action, status=201),
        guesses=GUESSES,
        refusal="Đã nhập sai mã nhiều lần. Vui lòng hỏi người hướng dẫn.",
    )


@router.post("/emergency-tickets", response_model=EmergencyTicketTaken)
async def post_emergency_ticket(
    request: Request, body: EmergencyTicket, device: DeviceDep, idempotency_key: IdempotencyKey
) -> Response:
    """Take a number into the queue that the kiosk gave by itself."""
    require_kind(device, "kiosk")
    if idempotency_key != f"emergency-{body.intent_id}":
        raise Unprocessable("key_differs", "Idempotency-Key phải trùng với mã trong nội dung.")

    def action(work: Work) -> EmergencyTicketTaken:
        return merge_emergency(work, asked=body, device=device)

    # A number that is sent again is older by then, or has no age after a restart: it is the same number.
    same = body.model_dump_json(exclude={"age_ms", "printed_at"}).encode()
    return await act_once(request, principal=principal(device), key=idempotency_key, action=action, same=same)


@router.post("/own-numbers", response_model=OwnNumberTold)
async def post_own_number(
    request: Request, body: OwnNumber, device: DeviceDep, idempotency_key: IdempotencyKey
) -> Response:
    """What the holder of a slip says of the number, or asks: by the number and the slip's three digits."""
    require_kind(device, "kiosk")
    require_key(idempotency_key, body.word_id)

    def action(work: Work) -> OwnNumberTold:
        said = Said(body.word, body.late_minutes, "kiosk")
        return say_with_check(work, number=body.number, check=body.check, said=said)

    return await without_guessing(
        request.app.state.own_number_tries,
        device.device_id,
        act_once(request, principal=principal(device), key=idempotency_key, action=action),
        guesses=WRONG_DIGITS,
        refusal="Đã nhập sai nhiều lần. Vui lòng hỏi người hướng dẫn.",
    )


@router.post("/own-ratings", response_model=RatingTaken)
async def post_own_rating(
    request: Request, body: OwnRating, device: DeviceDep, idempotency_key: IdempotencyKey
) -> Response:
    """What the holder of a slip thinks of the service, on the way out: by the number and the slip's three digits."""
    require_kind(device, "kiosk")
    require_key(idempotency_key, body.rating_id)

    def action(work: Work) -> RatingTaken:
        answer = Answer(str(body.rating_id), body.level, Channel.KIOSK, device_id=device.device_id)
        rate_with_check(work, number=body.number, check=body.check, answer=answer, reasons=body.reasons, day=body.day)
        return RatingTaken(rating_id=body.rating_id)

    return await without_guessing(
        request.app.state.own_number_tries,
        device.device_id,
        act_once(request, principal=principal(device), key=idempotency_key, action=action),
        guesses=WRONG_DIGITS,
        refusal="Đã nhập sai nhiều lần. Vui lòng hỏi người hướng dẫn.",
    )


@router.get("/procedures", response_model=Procedures)
async def get_procedures(
    request: Request, device: DeviceDep, if_none_match: Annotated[str, Header(max_length=200)] = ""
) -> Response:
    """The centre's list of procedures, whole; 304 while the kiosk's copy stands."""
    require_kind(device, "kiosk")
    house = house_of(request)

    def read() -> Response:
        connection = house.read()
        revision, page_url = procedures_revision(connection), procedures_page(house.settings.public_url)
        etag = _etag(revision, page_url)
        headers = {"ETag": etag, "Cache-Control": "no-cache"}
        if etag in (known.strip() for known in if_none_match.split(",")):
            return Response(status_code=304, headers=headers)
        listed = procedures_listed(connection)
        told = Procedures(revision=revision, page_url=page_url, procedures=[as_values(one) for one in listed])
        return Response(told.model_dump_json(), media_type="application/json", headers=headers)

    return await run_in_threadpool(read)


def _etag(revision: int, page_url: str | None) -> str:
    """Of the import, and of the address that slips carry."""
    return f'"{revision}-{hashlib.sha256((page_url or "").encode()).hexdigest()[:12]}"'
