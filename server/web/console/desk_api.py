"""The deeds at a desk beside calling and serving: hold, transfer, second service, quick serve, pause, priority, notes,
second prints.

As in `console_api`: an Idempotency-Key per deliberate press, the session's CSRF token, and the counter is that of
the officer's desk session.
"""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from server.actions.add_note import NOTE_LIMIT, add_note
from server.actions.at_desk import day_in_service, turns_named
from server.actions.change_priority import change_priority
from server.actions.hold import LONGEST_HOLD_MIN, hold
from server.actions.pause import pause_desk, resume_desk
from server.actions.quick_serve import quick_serve
from server.actions.reasons import REASON_LIMIT
from server.actions.recall import recall
from server.actions.release import release
from server.actions.reprint import reprint_ticket
from server.actions.resume import resume
from server.actions.second_service import second_service
from server.actions.transfer import Target, transfer
from server.db.queries.open_desks import desks_now
from server.db.queries.queue import Turn
from server.db.queries.tickets import ticket_by_id
from server.db.work import Work
from server.domain.instant import MINUTE_MS
from server.web.console.desk_answers import (
    AtDesk,
    Body,
    DeskAnswer,
    Identifier,
    Nothing,
    NumberText,
    about,
    counter_of,
    run_deed,
)
from server.web.console.words import counters_in_words
from server.web.devices.printing_kiosks import kiosk_to_reprint_on, name_of_kiosk
from server.web.plumbing import IdempotencyKey, house_of
from server.web.quick_route import QuickRoute

router = APIRouter(prefix="/api/v1/console", tags=["console"], route_class=QuickRoute)

ReasonText = Annotated[str, Field(max_length=REASON_LIMIT)]


class Hold(Body):
    minutes: Annotated[int, Field(ge=1, le=LONGEST_HOLD_MIN)] | None = None
    """How long. Left out: as long as the centre has set. Null: until somebody releases it."""


class Numbered(Body):
    number: NumberText


class Transfer(Body):
    to: Target
    target: Identifier
    """The service's letter, the counter's id or the officer's."""
    service: Identifier | None = None
    """With a counter or an officer: for which service; None keeps it."""
    number: NumberText | None = None
    """A number that waits, or that this counter holds; None is the one at the counter."""
    turn_id: int | None = None
    """The turn the page showed: refused when the number has moved on since."""


class SecondService(Body):
    service: Identifier


class QuickServe(Body):
    service: Identifier
    reason: ReasonText


class Pause(Body):
    reason: Identifier
    """Id of one of the centre's pause reasons."""


class ChangePriority(Body):
    number: NumberText
    group: Identifier | None
    """Id of one of the centre's priority groups, or null."""
    reason: ReasonText


class Note(Body):
    number: NumberText
    text: Annotated[str, Field(max_length=NOTE_LIMIT)]


@router.post("/hold", response_model=DeskAnswer)
async def post_hold(request: Request, body: Hold, who: AtDesk, idempotency_key: IdempotencyKey) -> Response:
    """Let the citizen go for a while; the counter is free."""

    def action(work: Work) -> DeskAnswer:
        counter = counter_of(work, who)
        is_said = "minutes" in body.model_fields_set
        minutes = body.minutes if is_said else max(1, work.centre.queue.hold_ms // MINUTE_MS)
        turn = hold(work, counter_id=counter.counter_id, officer_id=who.staff.staff_id, minutes=minutes)
        if minutes is None:
            return about(turn, counter, f"{turn.number} tạm chờ đến khi gọi tiếp")
        return about(turn, counter, f"{turn.number} tạm chờ {minutes} phút")

    return await run_deed(request, who, idempotency_key, action)


@router.post("/release", response_model=DeskAnswer)
async def post_release(request: Request, body: Numbered, who: AtDesk, idempotency_key: IdempotencyKey) -> Response:
    """Let a number on hold wait again, for whoever may call it."""

    def action(work: Work) -> DeskAnswer:
        counter = counter_of(work, who)
        turn = release(work, counter_id=counter.counter_id, officer_id=who.staff.staff_id, number=body.number)
        return about(turn, counter, f"{turn.number} trở lại hàng chờ")

    return await run_deed(request, who, idempotency_key, action)


@router.post("/resume", response_model=DeskAnswer)
async def post_resume(request: Request, body: Numbered, who: AtDesk, idempotency_key: IdempotencyKey) -> Response:
    """Call a number back from hold."""

    def action(work: Work) -> DeskAnswer:
        counter = counter_of(work, who)
        turn = resume(work, counter_id=counter.counter_id, officer_id=who.staff.staff_id, number=body.number)
        return about(turn, counter, f"Đang gọi {turn.number} → Quầy {counter.number}")

    return await run_deed(request, who, idempotency_key, action)


@router.post("/transfer", response_model=DeskAnswer)
async def post_transfer(request: Request, body: Transfer, who: AtDesk, idempotency_key: IdempotencyKey) -> Response:
    """Send a turn to another service, counter or officer."""

    def action(work: Work) -> DeskAnswer:
        counter = counter_of(work, who)
        turn = transfer(
            work,
            counter_id=counter.counter_id,
            officer_id=who.staff.staff_id,
            to=body.to,
            target=body.target,
            service=body.service,
            number=body.number,
            turn_id=body.turn_id,
        )
        return about(turn, counter, _transferred(work, turn))

    return await run_deed(request, who, idempotency_key, action)


def _transferred(work: Work, turn: Turn) -> str:
    """Whoever was sent where nobody sits is called by others: the officer who sent them must hear so."""
    done = f"Đã chuyển {turn.number}"
    desks = desks_now(work.connection)
    if (turn.for_counter is None and turn.for_officer is None) or desks.expected_at(turn) is not None:
        return done
    callers = sorted(desk.counter.number for desk in desks.staffed if desks.may_call(desk.counter, turn))
    sent_to = None if turn.for_counter is None else work.centre.counter(turn.for_counter)
    nobody = "Cán bộ ấy chưa ở quầy nào" if sent_to is None else f"Quầy {sent_to.number} chưa có cán bộ"
    if not callers:
        return f"{done}. {nobody}: chưa quầy nào gọi được"
    return f"{done}. {nobody}: {counters_in_words(callers)} sẽ gọi"


@router.post("/second-service", response_model=DeskAnswer)
async def post_second_service(
    request: Request, body: SecondService, who: AtDesk, idempotency_key: IdempotencyKey
) -> Response:
    """Whoever is at the counter also waits for another service, from now."""

    def action(work: Work) -> DeskAnswer:
        counter = counter_of(work, who)
        turn = second_service(work, counter_id=counter.counter_id, officer_id=who.staff.staff_id, service=body.service)
        return about(turn, counter, f"{turn.number} có thêm lượt cho lĩnh vực {turn.service}")

    return await run_deed(request, who, idempotency_key, action)


@router.post("/quick-serve", response_model=DeskAnswer)
async def post_quick_serve(
    request: Request, body: QuickServe, who: AtDesk, idempotency_key: IdempotencyKey
) -> Response:
    """Serve somebody without a number, with a reason."""

    def action(work: Work) -> DeskAnswer:
        counter = counter_of(work, who)
        turn = quick_serve(
            work,
            counter_id=counter.counter_id,
            officer_id=who.staff.staff_id,
            intent_id=idempotency_key,
            service=body.service,
            reason=body.reason,
        )
        return about(turn, counter, f"Đang phục vụ nhanh {turn.number}")

    return await run_deed(request, who, idempotency_key, action)


@router.post("/call-to-seat", response_model=DeskAnswer)
async def post_call_to_seat(request: Request, _body: Nothing, who: AtDesk, idempotency_key: IdempotencyKey) -> Response:
    """Say that the officer comes to where the called citizen sits."""

    def action(work: Work) -> DeskAnswer:
        counter = counter_of(work, who)
        turn = recall(work, counter_id=counter.counter_id, officer_id=who.staff.staff_id, to_seat=True)
        return about(turn, counter, f"Mời {turn.number} ngồi tại chỗ, cán bộ đến")

    return await run_deed(request, who, idempotency_key, action)


@router.post("/pause", response_model=DeskAnswer)
async def post_pause(request: Request, body: Pause, who: AtDesk, idempotency_key: IdempotencyKey) -> Response:
    """Serve nobody for a while; Next goes on by itself."""

    def action(work: Work) -> DeskAnswer:
        counter = counter_of(work, who)
        pause_desk(work, counter_id=counter.counter_id, officer_id=who.staff.staff_id, reason=body.reason)
        return DeskAnswer(message=f"Quầy {counter.number} tạm nghỉ", counter_id=counter.counter_id)

    return await run_deed(request, who, idempotency_key, action)


@router.post("/resume-desk", response_model=DeskAnswer)
async def post_resume_desk(request: Request, _body: Nothing, who: AtDesk, idempotency_key: IdempotencyKey) -> Response:
    """Go on after a pause without calling anybody."""

    def action(work: Work) -> DeskAnswer:
        counter = counter_of(work, who)
        resume_desk(work, counter_id=counter.counter_id, officer_id=who.staff.staff_id)
        return DeskAnswer(message=f"Quầy {counter.number} phục vụ tiếp", counter_id=counter.counter_id)

    return await run_deed(request, who, idempotency_key, action)


@router.post("/change-priority", response_model=DeskAnswer)
async def post_change_priority(
    request: Request, body: ChangePriority, who: AtDesk, idempotency_key: IdempotencyKey
) -> Response:
    """Give a number that waits another priority, with a reason."""

    def action(work: Work) -> DeskAnswer:
        counter = counter_of(work, who)
        turn = change_priority(
            work,
            officer_id=who.staff.staff_id,
            number=body.number,
            group=body.group,
            reason=body.reason,
            counter_id=counter.counter_id,
        )
        return about(turn, counter, f"Đã đổi diện ưu tiên của {turn.number}")

    return await run_deed(request, who, idempotency_key, action)


@router.post("/reprint", response_model=DeskAnswer)
async def post_reprint(request: Request, body: Numbered, who: AtDesk, idempotency_key: IdempotencyKey) -> Response:
    """Print a number's slip once more, at the kiosk that printed it, or at another one when that one cannot."""
    presences = house_of(request).presences

    def action(work: Work) -> DeskAnswer:
        counter = counter_of(work, who)
        turn = turns_named(work, day_in_service(work), body.number)[0]
        ticket = ticket_by_id(work.connection, turn.ticket_id)
        before = None if ticket is None else ticket.device_id
        kiosk = kiosk_to_reprint_on(work, presences, "", before=before)
        reprint_ticket(work, ticket_id=turn.ticket_id, prints_on=kiosk)
        return about(turn, counter, f"Đang in lại phiếu {turn.number} tại {name_of_kiosk(work.connection, kiosk)}")

    return await run_deed(request, who, idempotency_key, action)


@router.post("/note", response_model=DeskAnswer)
async def post_note(request: Request, body: Note, who: AtDesk, idempotency_key: IdempotencyKey) -> Response:
    """Leave a note on a number for colleagues."""

    def action(work: Work) -> DeskAnswer:
        counter = counter_of(work, who)
        turn = add_note(work, staff_id=who.staff.staff_id, number=body.number, text=body.text)
        return about(turn, counter, f"Đã ghi chú cho {turn.number}")

    answer = await run_deed(request, who, idempotency_key, action)
    house_of(request).changes.announce()  # a note is in no event; the other consoles shall see it all the same
    return answer
