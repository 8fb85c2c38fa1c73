"""Slips in people's hands: the numbers of a day and the reserved places to come, a second print, a place given back."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from look.language import Translate, translator
from messaging.requests import LARGEST_INTEGER, JobOutcome
from messaging.snapshots import JobKind
from server.actions.reasons import REASON_LIMIT
from server.actions.reprint import Reprinted, reprint_place, reprint_return, reprint_ticket
from server.actions.reserve_place import places_free, withdraw_place
from server.actions.web_sessions import stay_logged_in
from server.db.queries.devices_in_use import device_in_use
from server.db.queries.jobs import SLIP_TOLD_WITHIN_MS, job_by_id, last_job_about
from server.db.queries.places import Place, places_from
from server.db.queries.queue import Turn, last_turn_of_ticket
from server.db.queries.supplements import Supplement, supplements_of_ticket
from server.db.queries.ticket_list import tickets_of_day
from server.db.queries.tickets import Ticket, ticket_by_id, was_given_back
from server.db.work import Work
from server.domain.centre import Service
from server.domain.instant import rfc3339
from server.domain.places import PlaceState
from server.domain.turns import TurnState
from server.errors import NotFound
from server.mqtt.snapshots import Moment, moment
from server.web.access.staff_session import LoggedInStaff, acting_as, in_role
from server.web.devices.alarms import device_name
from server.web.devices.printing_kiosks import PrintingKiosk, kiosk_to_reprint_on, kiosks_now
from server.web.greeter.api import GreeterChoice, languages_of
from server.web.page_language import language_of, name_in
from server.web.plumbing import AskedDate, HouseDep, IdempotencyKey, act_once, house_of
from server.web.roles import may

router = APIRouter(prefix="/api/v1/greeter", tags=["greeter"])

Looking = Annotated[LoggedInStaff, Depends(in_role())]
Acting = Annotated[LoggedInStaff, Depends(acting_as())]
RowId = Annotated[int, Field(ge=1, le=LARGEST_INTEGER)]

TICKETS_AT_ONCE = 60
"""More nobody reads through; a number is found by typing it."""
PLACES_AT_ONCE = 500
DAYS_OFFERED = 5
"""Working days with a free place from which a citizen chooses."""

STATE_WORDS = {
    TurnState.WAITING: "đang chờ",
    TurnState.CALLED: "đang gọi",
    TurnState.SERVING: "đang phục vụ",
    TurnState.ON_HOLD: "tạm chờ",
    TurnState.FINISHED: "đã xong",
    TurnState.TRANSFERRED: "đã chuyển",
    TurnState.NO_SHOW: "vắng mặt",
    TurnState.CANCELLED: "đã hủy",
    TurnState.VOIDED: "đã hủy vì chưa in được phiếu",
    TurnState.EXPIRED: "hết lượt",
}
PLACE_WORDS = {
    PlaceState.RESERVED.value: "đã giữ",
    PlaceState.CLAIMED.value: "đã lấy số",
    PlaceState.WITHDRAWN.value: "đã hủy",
    PlaceState.MISSED.value: "không đến",
}
PRINT_WORDS = {
    "printed": "đã in",
    "shown": "đã cho xem số",
    "unknown": "chưa rõ đã in",
    "not_printed": "không in được",
}
JOB_WORDS = {
    JobOutcome.DONE.value: "đã in",
    JobOutcome.UNKNOWN.value: "chưa rõ đã in",
    JobOutcome.FAILED.value: "không in được",
    "withdrawn": "đã thôi in",
}


class SlipKind(StrEnum):
    TICKET = "ticket"
    RETURN = "return"
    PLACE = "place"


class Slip(BaseModel):
    kind: SlipKind
    ref: int
    """The ticket, supplement or place whose slip it is: what a second print is asked for with."""
    said: str
    """What became of its last print, in words; empty when nobody told."""
    may_reprint: bool
    why_not: str


class SlipsTicket(BaseModel):
    ticket_id: int
    number: str
    service: str
    service_name: str
    issued_at: str
    state: str
    """`server.domain.turns.TurnState`."""
    state_words: str
    slips: list[Slip]


class SlipsPlace(BaseModel):
    """A reserved place. Its code stands in no list: it is the citizen's."""

    place_id: int
    day: str
    at: str
    service: str
    service_name: str
    priority_name: str
    state: str
    """`server.domain.places.PlaceState`."""
    state_words: str
    from_number: str
    """The number that it was given in the stead of."""
    slip: Slip
    may_withdraw: bool


class SlipsService(BaseModel):
    service: str
    name: str


class SlipsView(BaseModel):
    """Times are UTC, RFC 3339."""

    epoch: int
    revision: int
    now: str
    timezone: str
    today: str
    day: str
    tickets: list[SlipsTicket]
    has_more: bool
    """There are older numbers than those listed."""
    places: list[SlipsPlace]
    services: list[SlipsService]
    priority_groups: list[GreeterChoice]
    languages: list[GreeterChoice]
    kiosks: list[PrintingKiosk]


class FreeDay(BaseModel):
    day: str
    times: list[str]


class FreePlaces(BaseModel):
    service: str
    days: list[FreeDay]


class Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reprint(Body):
    kind: SlipKind
    ref: RowId
    device_id: Annotated[str, Field(max_length=64)] = ""
    """The kiosk that prints; empty: the one that printed before, or another one when it cannot."""


class WithdrawPlace(Body):
    place_id: RowId
    reason: Annotated[str, Field(max_length=REASON_LIMIT)]


class SlipAnswer(BaseModel):
    message: str
    job_id: int | None = None
    code: str | None = None
    """On the slip of a place or a return: for reading it to the citizen now, and nowhere else."""


@router.get("/slips/view")
def get_slips(
    request: Request,
    house: HouseDep,
    who: Looking,
    day: AskedDate | None = None,
    number: Annotated[str, Query(max_length=16)] = "",
) -> SlipsView:
    """The numbers of a day, the newest first, and every reserved place from today on."""
    language = language_of(request)
    with moment(house.read(), house.now()) as at:
        kiosks = kiosks_now(at.connection, house.presences, language)
        return _Slips(at, who, language).view(kiosks=kiosks, day=day, number=number)


@router.get("/free-places")
def get_free_places(house: HouseDep, _who: Looking, service: Annotated[str, Query(max_length=8)]) -> FreePlaces:
    """The days and times at which a place of a service is free."""
    centre = house.centre()
    wanted = centre.service(service)
    if wanted is None:
        raise NotFound("service", f"Không có lĩnh vực '{service}'.")
    days: dict[date, list[str]] = {}
    for slot in places_free(house.read(), centre, wanted, house.now()):
        if slot.day not in days and len(days) == DAYS_OFFERED:
            break
        days.setdefault(slot.day, []).append(rfc3339(slot.at))
    return FreePlaces(service=service, days=[FreeDay(day=on.isoformat(), times=at) for on, at in days.items()])


@router.post("/reprint", response_model=SlipAnswer)
async def post_reprint(request: Request, body: Reprint, who: Acting, idempotency_key: IdempotencyKey) -> Response:
    """Print a slip once more; the copy says that it is one."""

    presences = house_of(request).presences

    def action(work: Work) -> SlipAnswer:
        before = _printed_before_on(work, body)
        done = _printed_again(work, body, kiosk_to_reprint_on(work, presences, body.device_id, before=before))
        stay_logged_in(work, session=who.session.token_hash)
        job = job_by_id(work.connection, done.job_id)
        device = None if job is None else device_in_use(work.connection, job.device_id)
        at = "" if device is None else device_name(device, None, "vi")
        what = {SlipKind.TICKET: "phiếu", SlipKind.RETURN: "phiếu bổ sung", SlipKind.PLACE: "phiếu số đặt trước"}
        said = f"{what[body.kind]} {done.of}".strip()
        return SlipAnswer(message=f"Đang in lại {said} tại {at}", job_id=done.job_id, code=done.code)

    return await act_once(request, principal=who.principal, key=idempotency_key, action=action)


@router.post("/places/withdraw", response_model=SlipAnswer)
async def post_withdraw(
    request: Request, body: WithdrawPlace, who: Acting, idempotency_key: IdempotencyKey
) -> Response:
    """Give a reserved place back for a citizen who does not come."""

    def action(work: Work) -> SlipAnswer:
        withdraw_place(work, place_id=body.place_id, reason=body.reason)
        stay_logged_in(work, session=who.session.token_hash)
        return SlipAnswer(message="Đã hủy số đặt trước")

    return await act_once(request, principal=who.principal, key=idempotency_key, action=action)


def _printed_before_on(work: Work, body: Reprint) -> str | None:
    kind = {SlipKind.RETURN: JobKind.RETURN_SLIP, SlipKind.PLACE: JobKind.PLACE_SLIP}.get(body.kind)
    if kind is not None:
        job = last_job_about(work.connection, kind, body.ref)
        return None if job is None else job.device_id
    ticket = ticket_by_id(work.connection, body.ref)
    return None if ticket is None else ticket.device_id


def _printed_again(work: Work, body: Reprint, prints_on: str) -> Reprinted:
    if body.kind is SlipKind.TICKET:
        return reprint_ticket(work, ticket_id=body.ref, prints_on=prints_on)
    if body.kind is SlipKind.RETURN:
        return reprint_return(work, supplement_id=body.ref, prints_on=prints_on)
    return reprint_place(work, place_id=body.ref, prints_on=prints_on)


class _Slips:
    """One view in the making."""

    def __init__(self, at: Moment, who: LoggedInStaff, language: str) -> None:
        self.at, self.connection, self.centre = at, at.connection, at.centre
        self.language = language
        self.say: Translate = translator(language)
        self.may_withdraw = may(who.staff.role, "POST", "/api/v1/greeter/places/withdraw")

    def view(self, *, kiosks: list[PrintingKiosk], day: date | None, number: str) -> SlipsView:
        at = self.at
        wanted = (day or at.today).isoformat()
        asked = _as_shown(number)
        found = tickets_of_day(self.connection, wanted, asked=asked, at_most=TICKETS_AT_ONCE + 1)
        places = places_from(self.connection, at.today.isoformat(), at_most=PLACES_AT_ONCE)
        return SlipsView(
            epoch=at.epoch,
            revision=at.revision,
            now=rfc3339(at.now),
            timezone=self.centre.timezone,
            today=at.today.isoformat(),
            day=wanted,
            tickets=[self._ticket(ticket) for ticket in found[:TICKETS_AT_ONCE]],
            has_more=len(found) > TICKETS_AT_ONCE,
            places=[self._place(place) for place in places],
            services=[SlipsService(service=known.code, name=self._service(known.code)) for known in self._offered()],
            priority_groups=[
                GreeterChoice(value=group.group, name=name_in(self.language, group))
                for group in self.centre.priority_groups
            ],
            languages=languages_of(self.centre),
            kiosks=kiosks,
        )

    def _ticket(self, ticket: Ticket) -> SlipsTicket:
        turn = last_turn_of_ticket(self.connection, ticket.ticket_id)
        state = TurnState.CANCELLED if turn is None else turn.state
        supplements = supplements_of_ticket(self.connection, ticket.ticket_id)
        return SlipsTicket(
            ticket_id=ticket.ticket_id,
            number=ticket.shown,
            service=ticket.service,
            service_name=self._service(ticket.service),
            issued_at=rfc3339(ticket.issued_at),
            state=state.value,
            state_words=self.say(self._state_words(ticket, state)),
            slips=[self._ticket_slip(ticket, turn), *(self._return_slip(asked) for asked in supplements)],
        )

    def _state_words(self, ticket: Ticket, state: TurnState) -> str:
        return "đã trả lại" if was_given_back(self.connection, ticket, state) else STATE_WORDS[state]

    def _ticket_slip(self, ticket: Ticket, turn: Turn | None) -> Slip:
        is_over = turn is None or (turn.ended_at is not None and turn.grace_until is None)
        said = self._said_of_job(JobKind.TICKET_SLIP, ticket.ticket_id)
        return Slip(
            kind=SlipKind.TICKET,
            ref=ticket.ticket_id,
            said=said or self.say(PRINT_WORDS.get(ticket.print_outcome or "", "")),
            may_reprint=not is_over,
            why_not=self.say("số đã kết thúc") if is_over else "",
        )

    def _return_slip(self, asked: Supplement) -> Slip:
        is_out_of_date = asked.valid_until < self.at.today.isoformat()
        why_not = "đã quay lại nộp" if asked.returned_ticket is not None else "đã hết hạn" if is_out_of_date else ""
        said = self._said_of_job(JobKind.RETURN_SLIP, asked.supplement_id)
        if not said and not why_not:
            why_not = "chưa từng được in"
        return Slip(
            kind=SlipKind.RETURN,
            ref=asked.supplement_id,
            said=said,
            may_reprint=not why_not,
            why_not=self.say(why_not) if why_not else "",
        )

    def _place(self, place: Place) -> SlipsPlace:
        is_open = place.state == PlaceState.RESERVED
        group = self.centre.priority_group(place.priority_group)
        ticket = None if place.from_ticket is None else ticket_by_id(self.connection, place.from_ticket)
        words = self.say(PLACE_WORDS.get(place.state, place.state))
        taken = None if place.ticket_id is None else ticket_by_id(self.connection, place.ticket_id)
        return SlipsPlace(
            place_id=place.place_id,
            day=place.day,
            at=rfc3339(place.at),
            service=place.service,
            service_name=self._service(place.service),
            priority_name="" if group is None else name_in(self.language, group),
            state=place.state,
            state_words=words if taken is None else f"{words} {taken.shown}",
            from_number="" if ticket is None else ticket.shown,
            slip=Slip(
                kind=SlipKind.PLACE,
                ref=place.place_id,
                said=self._said_of_job(JobKind.PLACE_SLIP, place.place_id),
                may_reprint=is_open,
                why_not="" if is_open else words,
            ),
            may_withdraw=is_open and self.may_withdraw,
        )

    def _said_of_job(self, kind: JobKind, subject_id: int) -> str:
        job = last_job_about(self.connection, kind, subject_id)
        if job is None:
            return ""
        said = self.say(JOB_WORDS.get(job.outcome or "", ""))
        if job.ended_at is None:
            is_overdue = self.at.now - job.ordered_at > SLIP_TOLD_WITHIN_MS
            said = self.say("máy chưa báo đã in" if is_overdue else "đang in")
        is_copy = '"is_copy":true' in dict(job.payload).get("slip", "")
        return self.say("bản in lại: {said}").format(said=said) if is_copy else said

    def _offered(self) -> Iterator[Service]:
        return (service for service in self.centre.services if self.centre.counters_of(service.code))

    def _service(self, code: str) -> str:
        service = self.centre.service(code)
        return code if service is None else name_in(self.language, service)


def _as_shown(number: str) -> str:
    """What was typed as numbers are shown: `a2` is `A002`; digits alone are the end of a number."""
    asked = "".join(number.split()).upper()
    if len(asked) > 1 and asked[0].isalpha() and asked[1:].isdigit():
        return f"{asked[0]}{asked[1:]:0>3}"
    return asked
