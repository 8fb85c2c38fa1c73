"""A number for a citizen by the hand of staff: what can be taken now, take it, or turn a code from a slip into one."""

import json
from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

import segno
from fastapi import APIRouter, Depends, Request, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from look.language import LANGUAGE_NAMES, translator
from messaging.requests import IssuedTicket, ReservedPlace
from messaging.snapshots import KioskService
from server.actions.claim import claim
from server.actions.issue_ticket import Issued, issue_ticket
from server.actions.reserve_place import reserve_place, told_place
from server.actions.web_sessions import stay_logged_in
from server.db.queries.floor import tally
from server.db.work import Work
from server.domain.centre import Centre
from server.domain.instant import instant, rfc3339
from server.errors import Unprocessable
from server.mqtt import snapshots
from server.mqtt.snapshots import moment
from server.ticket_told import check_of, page_address, told_ticket
from server.web.access.staff_session import LoggedInStaff, acting_as, in_role
from server.web.devices.claim_tries import GUESSES, without_guessing
from server.web.devices.printing_kiosks import PrintingKiosk, kiosk_to_print_on, kiosks_now, name_of_kiosk
from server.web.page_language import language_of, name_in
from server.web.plumbing import HouseDep, IdempotencyKey, act_once, house_of

router = APIRouter(prefix="/api/v1/greeter", tags=["greeter"])

Looking = Annotated[LoggedInStaff, Depends(in_role())]
Acting = Annotated[LoggedInStaff, Depends(acting_as())]


class GreeterService(BaseModel):
    service: str
    name: str
    name_en: str
    waiting: int
    is_open: bool
    closed_reason: str
    wait_low_min: int | None
    wait_high_min: int | None
    today_unlikely: bool
    next_place_at: str | None
    """When a reserved place (Số đặt trước) on a later day would be; None: none is offered."""


class GreeterChoice(BaseModel):
    value: str
    name: str


class GreeterView(BaseModel):
    """Times are UTC, RFC 3339."""

    epoch: int
    revision: int
    now: str
    timezone: str
    day: str
    services: list[GreeterService]
    priority_groups: list[GreeterChoice]
    purposes: list[GreeterChoice]
    """What people come for, where the centre asks it."""
    languages: list[GreeterChoice]
    kiosks: list[PrintingKiosk]
    helped_today: int
    """Numbers that this member of staff took for citizens."""


class Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Wish(Body):
    """Idempotency-Key = intent_id."""

    intent_id: UUID
    service: Annotated[str, Field(min_length=1, max_length=8)]
    priority_group: Annotated[str, Field(max_length=64)] | None = None
    language: Annotated[str, Field(min_length=2, max_length=8)] = "vi"
    device_id: Annotated[str, Field(max_length=64)] = ""
    """The kiosk that prints the slip; empty: the number is shown to the citizen, as when no kiosk can print."""


class TakeTicket(_Wish):
    purpose: Annotated[str, Field(max_length=64)] | None = None
    """What the citizen came for; None: not asked, or not known."""


class TakePlace(_Wish):
    at: AwareDatetime | None = None
    """One of the free times of the service; None: the next free one."""


class TakeClaim(Body):
    """Idempotency-Key = intent_id."""

    intent_id: UUID
    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    language: Annotated[str, Field(min_length=2, max_length=8)] = "vi"
    device_id: Annotated[str, Field(max_length=64)] = ""


class TakenTicket(BaseModel):
    ticket: IssuedTicket
    printed_at: str
    """The kiosk's name; empty when the number is shown."""
    is_none_printing: bool
    """A slip was wanted and no kiosk can print one: the number is to be written down."""
    qr: str
    """The code of the ticket's page as an image address; empty without a public address."""


class TakenPlace(BaseModel):
    place: ReservedPlace
    printed_at: str
    """The kiosk's name; empty when the code is shown."""
    is_none_printing: bool
    """A slip was wanted and no kiosk can print one: the code is to be written down."""


@router.get("/view")
def get_view(request: Request, house: HouseDep, who: Looking) -> GreeterView:
    """What can be taken now."""
    language = language_of(request)
    with moment(house.read(), house.now()) as at:
        kiosk = snapshots.kiosk(at)
        return GreeterView(
            epoch=at.epoch,
            revision=at.revision,
            now=rfc3339(at.now),
            timezone=at.centre.timezone,
            day=kiosk.day.value,
            services=[_service(service) for service in kiosk.services],
            priority_groups=[
                GreeterChoice(value=group.group, name=name_in(language, group)) for group in kiosk.priority_groups
            ],
            purposes=[
                GreeterChoice(value=known.purpose, name=name_in(language, known)) for known in at.centre.purposes
            ],
            languages=languages_of(at.centre),
            kiosks=kiosks_now(at.connection, house.presences, language),
            helped_today=0
            if at.open_day is None
            else tally(at.connection, at.open_day).helped.get(who.staff.staff_id, 0),
        )


def languages_of(centre: Centre) -> list[GreeterChoice]:
    return [GreeterChoice(value=tag, name=LANGUAGE_NAMES.get(tag, tag)) for tag in centre.languages]


def _service(service: KioskService) -> GreeterService:
    """What the kiosks say of a service."""
    at = service.next_place_at
    return GreeterService(
        service=service.service,
        name=service.name,
        name_en=service.name_en,
        waiting=service.waiting,
        is_open=service.is_open,
        closed_reason=service.closed_reason,
        wait_low_min=service.wait_low_min,
        wait_high_min=service.wait_high_min,
        today_unlikely=service.today_unlikely,
        next_place_at=None if at is None else at.isoformat(),
    )


@router.post("/tickets", status_code=201, response_model=TakenTicket)
async def post_ticket(request: Request, body: TakeTicket, who: Acting, idempotency_key: IdempotencyKey) -> Response:
    """Take a number for a citizen; a repeat of the intent gets the very same one."""

    def take(work: Work, device_id: str) -> Issued:
        return issue_ticket(
            work,
            intent_id=str(body.intent_id),
            service=body.service,
            priority_group=body.priority_group,
            language=body.language,
            device_id=device_id,
            helped_by=who.staff.staff_id,
            purpose=body.purpose,
        )

    return await _taken(request, body, who, idempotency_key, take)


@router.post("/claims", status_code=201, response_model=TakenTicket)
async def post_claim(request: Request, body: TakeClaim, who: Acting, idempotency_key: IdempotencyKey) -> Response:
    """Take the number that a code from a slip stands for."""

    def take(work: Work, device_id: str) -> Issued:
        return claim(
            work,
            intent_id=str(body.intent_id),
            code=body.code,
            language=body.language,
            device_id=device_id,
            helped_by=who.staff.staff_id,
        )

    return await without_guessing(
        request.app.state.claim_tries,
        who.principal,
        _taken(request, body, who, idempotency_key, take),
        guesses=GUESSES,
        refusal="Đã nhập sai mã nhiều lần. Vui lòng đợi vài phút rồi thử lại.",
    )


@router.post("/places", status_code=201, response_model=TakenPlace)
async def post_place(request: Request, body: TakePlace, who: Acting, idempotency_key: IdempotencyKey) -> Response:
    """Reserve a place on a later working day for a citizen; a repeat of the intent gets the very same one."""
    if idempotency_key != str(body.intent_id):
        raise Unprocessable("key_differs", "Idempotency-Key phải trùng với mã trong nội dung.")

    presences = house_of(request).presences

    def action(work: Work) -> TakenPlace:
        _require_language(work, body.language)
        prints_on = kiosk_to_print_on(work, presences, body.device_id)
        reserved = reserve_place(
            work,
            intent_id=str(body.intent_id),
            service=body.service,
            priority_group=body.priority_group,
            language=body.language,
            prints_on=prints_on or None,
            at=None if body.at is None else instant(body.at),
        )
        stay_logged_in(work, session=who.session.token_hash)
        return TakenPlace(
            place=told_place(work, reserved),
            printed_at=name_of_kiosk(work.connection, prints_on),
            is_none_printing=bool(body.device_id) and not prints_on,
        )

    return await act_once(request, principal=who.principal, key=idempotency_key, action=action, status=201)


def _require_language(work: Work, language: str) -> None:
    if language not in work.centre.languages:
        raise Unprocessable("bad_language", "Ngôn ngữ chưa đúng.")


async def _taken(
    request: Request, body: TakeTicket | TakeClaim, who: LoggedInStaff, key: str, take: Callable[[Work, str], Issued]
) -> Response:
    """Take it once, on the kiosk that prints, and add the code that a phone reads, which is drawn and not kept."""
    if key != str(body.intent_id):
        raise Unprocessable("key_differs", "Idempotency-Key phải trùng với mã trong nội dung.")
    house = house_of(request)
    public_url = house.settings.public_url

    def action(work: Work) -> TakenTicket:
        _require_language(work, body.language)
        prints_on = kiosk_to_print_on(work, house.presences, body.device_id)
        issued = take(work, prints_on)
        stay_logged_in(work, session=who.session.token_hash)
        told = told_ticket(
            work.centre,
            issued.ticket,
            people_ahead=issued.people_ahead,
            not_before=issued.not_before,
            wait=issued.wait,
            today_unlikely=issued.today_unlikely,
            url=page_address(public_url, issued.token),
            check=check_of(issued.token),
        )
        return TakenTicket(
            ticket=told,
            printed_at=name_of_kiosk(work.connection, prints_on),
            is_none_printing=bool(body.device_id) and not prints_on,
            qr="",
        )

    answer = await act_once(request, principal=who.principal, key=key, action=action, status=201)
    said: dict[str, Any] = json.loads(bytes(answer.body))
    if said["ticket"]["url"]:
        said["qr"] = segno.make(said["ticket"]["url"], error="m").svg_data_uri(border=4, omitsize=True)
    if said["printed_at"]:
        say = translator(language_of(request))
        said["printed_at"] = say("Máy lấy số") + said["printed_at"].removeprefix("Máy lấy số")
    headers = {name: value for name, value in answer.headers.items() if name == "idempotency-replayed"}
    content = json.dumps(said, ensure_ascii=False)
    return Response(content, status_code=201, media_type="application/json", headers=headers)
