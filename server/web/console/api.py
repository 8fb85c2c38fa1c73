"""What the console can do and see: calling, serving, the day, and the view. Other deeds at a desk: `desk_api`.

Every POST carries an Idempotency-Key made by the page per deliberate press, and the session's CSRF token.
The counter is that of the officer's desk session: the page cannot name another.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field

from server.actions.call_next import call_next
from server.actions.call_number import call_number
from server.actions.desk_session import sign_off, sign_on
from server.actions.finish import finish
from server.actions.mark_absent import mark_absent
from server.actions.reasons import REASON_LIMIT
from server.actions.recall import recall
from server.actions.return_to_queue import return_to_queue
from server.actions.service_day import Closed, close_service_day, open_service_day, stop_tickets
from server.actions.start import start
from server.actions.undo import undo
from server.db.queries.desks import session_of_officer
from server.db.queries.holds import held_at_counter
from server.db.work import Work
from server.web.access.staff_session import MAY_LOOK, OF_THE_DAY, LoggedInDep, LoggedInStaff, acting_as, in_role
from server.web.console.desk_answers import (
    AtDesk,
    Body,
    DeskAnswer,
    Nothing,
    NumberText,
    about,
    counter_of,
    run_at_turn,
    run_deed,
)
from server.web.console.view import ConsoleView, console_view
from server.web.page_language import language_of
from server.web.plumbing import HouseDep, IdempotencyKey
from server.web.quick_route import QuickRoute
from server.web.view_thread import on_view_thread

router = APIRouter(prefix="/api/v1/console", tags=["console"], route_class=QuickRoute)

OfTheDay = Annotated[LoggedInStaff, Depends(acting_as(*OF_THE_DAY))]
MayLook = Annotated[LoggedInStaff, Depends(in_role(*MAY_LOOK))]


class SignOn(Body):
    counter_id: Annotated[str, Field(min_length=1, max_length=64)]
    take_over: bool = False
    """Sign off whoever sits there; the page asks before it sets this."""


class CallNumber(Body):
    number: NumberText
    reason: Annotated[str, Field(max_length=REASON_LIMIT)] = ""
    """Asked for every number but one that this counter has on hold."""
    to_seat: bool = False
    """The officer comes to where the citizen sits; boards and voice say so."""


class Finish(Body):
    outcome: Annotated[str, Field(max_length=64)] | None = None
    """One of the centre's outcomes; None is its default."""
    ticks: Annotated[tuple[Annotated[str, Field(max_length=64)], ...], Field(max_length=20)] = ()
    """Ids of the centre's finish ticks."""
    dossier: Annotated[str, Field(max_length=200)] | None = None
    """The dossier's code in the case system; kept away from every rating."""
    missing: Annotated[str, Field(max_length=2000)] | None = None
    """What the citizen has to bring: asked by an outcome of the kind `supplement`, and by no other."""
    turn_id: int | None = None
    """The turn the page showed: refused when somebody else is at the counter since."""


class BackToQueue(Body):
    number: NumberText | None = None
    """A number that did not come and is back; None is the one called here."""


class OpenDay(Body):
    confirmed: bool = False
    """Staff vouch for the date although nothing vouches for the clock."""


class CloseDay(Body):
    moves_waiting: bool = False
    """Whoever still waits gets a reserved place on the next working day, with a slip, instead of expiring."""


class MeAnswer(BaseModel):
    staff_id: str
    display_name: str
    role: str
    csrf_token: str
    counter_id: str | None
    """Where the officer is signed on."""


@router.get("/me")
def get_me(house: HouseDep, who: LoggedInDep) -> MeAnswer:
    """Who is logged in, and the token that changes must carry."""
    session = session_of_officer(house.read(), who.staff.staff_id)
    return MeAnswer(
        staff_id=who.staff.staff_id,
        display_name=who.staff.display_name,
        role=who.staff.role,
        csrf_token=who.session.csrf_token,
        counter_id=None if session is None else session.counter_id,
    )


@router.get("/view", response_model=ConsoleView)
async def get_view(request: Request, house: HouseDep, who: MayLook) -> Response:
    """All that the console shows now."""
    # Written here: a view is big, and the framework would check and convert all of it a second time.
    language = language_of(request)
    view = await on_view_thread(request, lambda: console_view(house, who, language).model_dump_json())
    return Response(view, media_type="application/json")


@router.post("/sign-on", response_model=DeskAnswer)
async def post_sign_on(request: Request, body: SignOn, who: AtDesk, idempotency_key: IdempotencyKey) -> Response:
    """Take a counter, leaving the one before."""

    def action(work: Work) -> DeskAnswer:
        sign_on(work, counter_id=body.counter_id, officer_id=who.staff.staff_id, take_over=body.take_over)
        counter = work.centre.counter(body.counter_id)
        name = body.counter_id if counter is None else counter.name
        return DeskAnswer(message=f"Đã vào {name}", counter_id=body.counter_id)

    return await run_deed(request, who, idempotency_key, action)


@router.post("/sign-off", response_model=DeskAnswer)
async def post_sign_off(request: Request, _body: Nothing, who: AtDesk, idempotency_key: IdempotencyKey) -> Response:
    """Leave the counter."""

    def action(work: Work) -> DeskAnswer:
        session = session_of_officer(work.connection, who.staff.staff_id)
        held = [] if session is None else held_at_counter(work.connection, session.counter_id)
        sign_off(work, officer_id=who.staff.staff_id)
        if held:
            return DeskAnswer(message=f"Đã rời quầy. Còn tạm chờ: {', '.join(turn.number for turn in held)}")
        return DeskAnswer(message="Đã rời quầy")

    return await run_deed(request, who, idempotency_key, action)


@router.post("/next", response_model=DeskAnswer)
async def post_next(request: Request, _body: Nothing, who: AtDesk, idempotency_key: IdempotencyKey) -> Response:
    """Finish whoever is at the counter and call whoever is next."""

    def action(work: Work) -> DeskAnswer:
        counter = counter_of(work, who)
        called = call_next(work, counter_id=counter.counter_id, officer_id=who.staff.staff_id)
        if called.turn is None:
            done = "" if called.finished is None else f"Đã hoàn tất {called.finished}. "
            return DeskAnswer(
                message=f"{done}Không còn ai chờ", counter_id=counter.counter_id, finished=called.finished
            )
        return about(
            called.turn,
            counter,
            f"Đang gọi {called.turn.number} → Quầy {counter.number}",
            finished=called.finished,
            is_same_call=called.is_repeat,
        )

    return await run_deed(request, who, idempotency_key, action)


@router.post("/call-number", response_model=DeskAnswer)
async def post_call_number(
    request: Request, body: CallNumber, who: AtDesk, idempotency_key: IdempotencyKey
) -> Response:
    """Call one number out of order, with a reason."""

    def action(work: Work) -> DeskAnswer:
        counter = counter_of(work, who)
        turn = call_number(
            work,
            counter_id=counter.counter_id,
            officer_id=who.staff.staff_id,
            number=body.number,
            reason=body.reason,
            to_seat=body.to_seat,
        )
        return about(turn, counter, f"Đang gọi {turn.number} → Quầy {counter.number}")

    return await run_deed(request, who, idempotency_key, action)


@router.post("/recall", response_model=DeskAnswer)
async def post_recall(request: Request, _body: Nothing, who: AtDesk, idempotency_key: IdempotencyKey) -> Response:
    """Call the same number again."""
    return await run_at_turn(request, who, idempotency_key, recall, "Gọi lại {number} → Quầy {counter}")


@router.post("/start", response_model=DeskAnswer)
async def post_start(request: Request, _body: Nothing, who: AtDesk, idempotency_key: IdempotencyKey) -> Response:
    """The citizen came."""
    return await run_at_turn(request, who, idempotency_key, start, "Đang phục vụ {number}")


@router.post("/finish", response_model=DeskAnswer)
async def post_finish(request: Request, body: Finish, who: AtDesk, idempotency_key: IdempotencyKey) -> Response:
    """End the turn at the counter without calling anybody."""

    def action(work: Work) -> DeskAnswer:
        counter = counter_of(work, who)
        turn = finish(
            work,
            counter_id=counter.counter_id,
            officer_id=who.staff.staff_id,
            outcome=body.outcome,
            ticks=body.ticks,
            dossier=body.dossier,
            missing=body.missing,
            turn_id=body.turn_id,
        )
        return about(turn, counter, f"Đã hoàn tất {turn.number}")

    return await run_deed(request, who, idempotency_key, action)


@router.post("/absent", response_model=DeskAnswer)
async def post_absent(request: Request, _body: Nothing, who: AtDesk, idempotency_key: IdempotencyKey) -> Response:
    """The citizen did not come."""
    return await run_at_turn(request, who, idempotency_key, mark_absent, "Đã ghi {number} vắng mặt")


@router.post("/back-to-queue", response_model=DeskAnswer)
async def post_back_to_queue(
    request: Request, body: BackToQueue, who: AtDesk, idempotency_key: IdempotencyKey
) -> Response:
    """Send the called number back to the queue, or let one that did not come wait again."""

    def action(work: Work) -> DeskAnswer:
        counter = counter_of(work, who)
        turn = return_to_queue(work, counter_id=counter.counter_id, officer_id=who.staff.staff_id, number=body.number)
        return about(turn, counter, f"{turn.number} trở lại hàng chờ")

    return await run_deed(request, who, idempotency_key, action)


@router.post("/undo", response_model=DeskAnswer)
async def post_undo(request: Request, _body: Nothing, who: AtDesk, idempotency_key: IdempotencyKey) -> Response:
    """Take back the counter's last deed."""

    def action(work: Work) -> DeskAnswer:
        counter = counter_of(work, who)
        numbers = undo(work, counter_id=counter.counter_id, officer_id=who.staff.staff_id)
        return DeskAnswer(message=f"Đã hoàn tác: {', '.join(numbers)}", counter_id=counter.counter_id)

    return await run_deed(request, who, idempotency_key, action)


@router.post("/open-day", response_model=DeskAnswer)
async def post_open_day(
    request: Request, body: OpenDay, house: HouseDep, who: OfTheDay, idempotency_key: IdempotencyKey
) -> Response:
    """Open today's service day, or reopen it."""
    is_believed = house.date_is_believed()

    def action(work: Work) -> DeskAnswer:
        day = open_service_day(work, clock_is_trusted=is_believed, confirmed=body.confirmed)
        return DeskAnswer(message=f"Đã mở ngày làm việc {_written(day)}")

    return await run_deed(request, who, idempotency_key, action)


@router.post("/stop-tickets", response_model=DeskAnswer)
async def post_stop_tickets(
    request: Request, _body: Nothing, who: OfTheDay, idempotency_key: IdempotencyKey
) -> Response:
    """Give no more numbers today."""

    def action(work: Work) -> DeskAnswer:
        stop_tickets(work)
        return DeskAnswer(message="Đã ngừng cấp số")

    return await run_deed(request, who, idempotency_key, action)


@router.post("/close-day", response_model=DeskAnswer)
async def post_close_day(request: Request, body: CloseDay, who: OfTheDay, idempotency_key: IdempotencyKey) -> Response:
    """Close the service day; whoever waits expires, or gets a place on the next working day."""

    def action(work: Work) -> DeskAnswer:
        closed = close_service_day(work, moves_waiting=body.moves_waiting)
        return DeskAnswer(message=_what_closing_did(closed))

    return await run_deed(request, who, idempotency_key, action)


def _what_closing_did(closed: Closed) -> str:
    end = "phiếu cuối ngày đang in" if closed.has_day_slip else "không có máy in phiếu cuối ngày"
    said = f"Đã đóng ngày làm việc {_written(closed.day)}"
    places, slips, expired = len(closed.moved.places), closed.moved.slips, closed.expired
    if places:
        return f"{said}: {places} người nhận số đặt trước ({slips} phiếu đang in), {expired} số hết lượt; {end}"
    if expired:
        return f"{said}: {expired} số hết lượt; {end}"
    return f"{said}: không còn ai chờ; {end}"


def _written(day: str) -> str:
    """dd/MM/yyyy of an ISO date."""
    year, month, of_month = day.split("-")
    return f"{of_month}/{month}/{year}"
