"""What the floor can see and do: one POST per deed of the head, each once, those that touch somebody's work with a
reason.

Every POST carries an Idempotency-Key made by the page per deliberate press, and the session's CSRF token.
"""

from collections.abc import Callable
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from messaging.requests import LARGEST_INTEGER
from server.actions.acknowledge_alarm import FAULT_LIMIT, acknowledge_alarm
from server.actions.close_into_places import close_into_places
from server.actions.head_day import close_service, extend_day, reopen_service
from server.actions.move_officer import move_officer, resume_officer, sign_off_officer
from server.actions.notices import LONGEST_MIN, NOTICE_LIMIT, post_notice, withdraw_notice
from server.actions.reasons import REASON_LIMIT, checked_reason, keep_reason
from server.actions.revive import (
    end_turn,
    release_hold,
    reset_priority,
    revive,
    send_back,
    take_back_second_service,
    transfer_back,
)
from server.actions.rush import switch_rush
from server.actions.web_sessions import stay_logged_in
from server.actions.withdraw_supplement import withdraw_supplement
from server.db.queries.people import staff_member
from server.db.queries.queue import Turn, turn_by_id
from server.db.work import Work
from server.domain.instant import as_datetime
from server.web.access.staff_session import LoggedInStaff, acting_as, in_role
from server.web.floor.deeds import DeedsView, deeds_view
from server.web.floor.view import AlarmsNow, FloorView, PriorityTally, alarms_said, floor_view
from server.web.page_language import language_of
from server.web.plumbing import HouseDep, IdempotencyKey, act_once
from server.web.reports.trips import FloorTrips, floor_trips
from server.web.view_thread import on_view_thread

router = APIRouter(prefix="/api/v1/floor", tags=["floor"])

Looking = Annotated[LoggedInStaff, Depends(in_role())]
Acting = Annotated[LoggedInStaff, Depends(acting_as())]

Identifier = Annotated[str, Field(min_length=1, max_length=64)]
TurnId = Annotated[int, Field(ge=1, le=LARGEST_INTEGER)]
Reason = Annotated[str, Field(max_length=REASON_LIMIT)]


class Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ExtendDay(Body):
    closes_at: Annotated[str, Field(max_length=8)]
    """Local time of day, `HH:MM`."""


class CloseService(Body):
    service: Identifier
    reason: Reason


class OneService(Body):
    service: Identifier


class PostNotice(Body):
    text: Annotated[str, Field(max_length=NOTICE_LIMIT)]
    text_en: Annotated[str, Field(max_length=NOTICE_LIMIT)] = ""
    for_minutes: Annotated[int, Field(ge=1, le=LONGEST_MIN)] | None = None
    """None: until it is withdrawn."""


class SwitchRush(Body):
    is_on: bool


class OneNotice(Body):
    notice_id: TurnId


class MoveOfficer(Body):
    officer_id: Identifier
    counter_id: Identifier
    take_over: bool = False
    """Sign off whoever sits there; the page asks before it sets this."""


class OneOfficer(Body):
    officer_id: Identifier


class EndPause(Body):
    officer_id: Identifier
    reason: Reason


class OneSupplement(Body):
    supplement_id: TurnId
    reason: Reason


class OneTurn(Body):
    turn_id: TurnId
    reason: Reason


class AcknowledgeAlarm(Body):
    device_id: Identifier
    fault: Annotated[str, Field(min_length=1, max_length=FAULT_LIMIT)]
    for_minutes: int


class FloorAnswer(BaseModel):
    """What a deed did, for whoever pressed."""

    message: str
    turn_id: int | None = None
    notice_id: int | None = None


@router.get("/view", response_model=FloorView)
async def get_view(request: Request, house: HouseDep, who: Looking) -> Response:
    """All that the floor shows now."""
    priorities: PriorityTally = request.app.state.priority_tally
    language = language_of(request)
    view = await on_view_thread(request, lambda: floor_view(house, who, priorities, language).model_dump_json())
    return Response(view, media_type="application/json")


@router.get("/alarms")
async def get_alarms(request: Request, house: HouseDep, _who: Looking) -> AlarmsNow:
    """What alarms now, in one line: for every page of head and technician."""
    language = language_of(request)
    return await on_view_thread(request, lambda: alarms_said(house, language))


@router.get("/deeds")
def get_deeds(
    request: Request,
    house: HouseDep,
    _who: Looking,
    before: Annotated[int | None, Query(ge=1, le=LARGEST_INTEGER)] = None,
    officer: Annotated[str | None, Query(max_length=64)] = None,
    only_reasons: bool = False,
) -> DeedsView:
    """What staff did in this service day, the newest first, a hundred at a time."""
    return deeds_view(house, language_of(request), before=before, officer=officer, only_reasons=only_reasons)


@router.get("/trips")
def get_trips(request: Request, house: HouseDep, _who: Looking) -> FloorTrips:
    """How many visits the cases took that ended today, and in the last thirty days."""
    return floor_trips(house, language_of(request))


@router.post("/switch-rush", response_model=FloorAnswer)
async def post_switch_rush(
    request: Request, body: SwitchRush, who: Acting, idempotency_key: IdempotencyKey
) -> Response:
    """Let kiosks give numbers with one touch, or no longer; it holds for the rest of the day."""

    def action(work: Work) -> FloorAnswer:
        switch_rush(work, is_on=body.is_on)
        on, off = "Máy lấy số in phiếu ngay sau một lần chạm", "Máy lấy số trở lại cách lấy số thường ngày"
        return FloorAnswer(message=on if body.is_on else off)

    return await _act(request, who, idempotency_key, action)


@router.post("/extend-day", response_model=FloorAnswer)
async def post_extend_day(request: Request, body: ExtendDay, who: Acting, idempotency_key: IdempotencyKey) -> Response:
    """Keep the day open until later than the hours say."""

    def action(work: Work) -> FloorAnswer:
        until = as_datetime(extend_day(work, closes_at=body.closes_at)).astimezone(ZoneInfo(work.centre.timezone))
        return FloorAnswer(message=f"Ngày làm việc kéo dài đến {until:%H:%M}")

    return await _act(request, who, idempotency_key, action)


@router.post("/close-service", response_model=FloorAnswer)
async def post_close_service(
    request: Request, body: CloseService, who: Acting, idempotency_key: IdempotencyKey
) -> Response:
    """Give no more numbers of a service today."""

    def action(work: Work) -> FloorAnswer:
        name = close_service(work, service=body.service, reason=body.reason)
        return FloorAnswer(message=f"Đã ngừng cấp số {name}")

    return await _act(request, who, idempotency_key, action)


@router.post("/close-into-places", response_model=FloorAnswer)
async def post_close_into_places(
    request: Request, body: CloseService, who: Acting, idempotency_key: IdempotencyKey
) -> Response:
    """Give no more numbers of a service today, and whoever waits for it a place on the next working day."""

    def action(work: Work) -> FloorAnswer:
        first_seq, reason = work.head.seq + 1, checked_reason(body.reason)
        moved = close_into_places(work, service=body.service)
        # The closing is the first event; the moving, a deed of its own, is told by its last place.
        explained = {first_seq} if work.head.seq >= first_seq else set()
        for seq in sorted(explained | {reserved.place.place_id for reserved in moved.places[-1:]}):
            keep_reason(work, seq, reason)
        said = f"Đã đóng sớm; {len(moved.places)} người nhận số đặt trước"
        if moved.from_hold or moved.may_return:
            said += f", trong đó {moved.from_hold} đang tạm chờ; {moved.may_return} số vắng còn được quay lại hôm nay"
        if moved.without_place:
            return FloorAnswer(message=f"{said}; không còn chỗ cho số {', '.join(moved.without_place)}")
        return FloorAnswer(message=said)

    return await _act(request, who, idempotency_key, action)


@router.post("/reopen-service", response_model=FloorAnswer)
async def post_reopen_service(
    request: Request, body: OneService, who: Acting, idempotency_key: IdempotencyKey
) -> Response:
    """Give numbers of a service again."""

    def action(work: Work) -> FloorAnswer:
        return FloorAnswer(message=f"Cấp số trở lại {reopen_service(work, service=body.service)}")

    return await _act(request, who, idempotency_key, action)


@router.post("/post-notice", response_model=FloorAnswer)
async def post_post_notice(
    request: Request, body: PostNotice, who: Acting, idempotency_key: IdempotencyKey
) -> Response:
    """Show a notice on the boards."""

    def action(work: Work) -> FloorAnswer:
        notice_id = post_notice(work, text=body.text, text_en=body.text_en, for_minutes=body.for_minutes)
        return FloorAnswer(message="Đã đăng thông báo lên bảng", notice_id=notice_id)

    return await _act(request, who, idempotency_key, action)


@router.post("/withdraw-notice", response_model=FloorAnswer)
async def post_withdraw_notice(
    request: Request, body: OneNotice, who: Acting, idempotency_key: IdempotencyKey
) -> Response:
    """Take a notice off the boards."""

    def action(work: Work) -> FloorAnswer:
        withdraw_notice(work, notice_id=body.notice_id)
        return FloorAnswer(message="Đã gỡ thông báo", notice_id=body.notice_id)

    return await _act(request, who, idempotency_key, action)


@router.post("/move-officer", response_model=FloorAnswer)
async def post_move_officer(
    request: Request, body: MoveOfficer, who: Acting, idempotency_key: IdempotencyKey
) -> Response:
    """Put an officer at another counter."""

    def action(work: Work) -> FloorAnswer:
        back = move_officer(work, officer_id=body.officer_id, counter_id=body.counter_id, take_over=body.take_over)
        counter = work.centre.counter(body.counter_id)
        name = body.counter_id if counter is None else counter.name
        return FloorAnswer(message=_with_number(f"{_name(work, body.officer_id)} đã chuyển đến {name}", back))

    return await _act(request, who, idempotency_key, action)


@router.post("/sign-off-officer", response_model=FloorAnswer)
async def post_sign_off_officer(
    request: Request, body: OneOfficer, who: Acting, idempotency_key: IdempotencyKey
) -> Response:
    """Sign an officer off."""

    def action(work: Work) -> FloorAnswer:
        back = sign_off_officer(work, officer_id=body.officer_id)
        return FloorAnswer(message=_with_number(f"Đã cho {_name(work, body.officer_id)} rời quầy", back))

    return await _act(request, who, idempotency_key, action)


@router.post("/revive", response_model=FloorAnswer)
async def post_revive(request: Request, body: OneTurn, who: Acting, idempotency_key: IdempotencyKey) -> Response:
    """Put an ended turn back into the queue."""
    return await _at_turn(request, body, who, idempotency_key, revive, "Số {number} chờ lại, giữ thứ tự cũ")


@router.post("/send-back", response_model=FloorAnswer)
async def post_send_back(request: Request, body: OneTurn, who: Acting, idempotency_key: IdempotencyKey) -> Response:
    """Send a called number back to the queue."""
    return await _at_turn(request, body, who, idempotency_key, send_back, "Số {number} trở lại hàng chờ")


@router.post("/end-turn", response_model=FloorAnswer)
async def post_end_turn(request: Request, body: OneTurn, who: Acting, idempotency_key: IdempotencyKey) -> Response:
    """End a turn that was left open."""
    return await _at_turn(request, body, who, idempotency_key, end_turn, "Đã kết thúc lượt của số {number}")


@router.post("/transfer-back", response_model=FloorAnswer)
async def post_transfer_back(request: Request, body: OneTurn, who: Acting, idempotency_key: IdempotencyKey) -> Response:
    """Send a number that was transferred back to where it came from."""

    def deed(work: Work, *, turn_id: int, reason: str) -> Turn:
        return transfer_back(work, turn_id=turn_id, by=who.staff.staff_id, reason=reason)

    return await _at_turn(request, body, who, idempotency_key, deed, "Số {number} chờ ở nơi cũ, giữ thứ tự cũ")


@router.post("/take-back-second", response_model=FloorAnswer)
async def post_take_back_second(
    request: Request, body: OneTurn, who: Acting, idempotency_key: IdempotencyKey
) -> Response:
    """Take a second service back that nobody has called for yet."""
    return await _at_turn(
        request, body, who, idempotency_key, take_back_second_service, "Đã bỏ lượt thêm của số {number}"
    )


@router.post("/end-pause", response_model=FloorAnswer)
async def post_end_pause(request: Request, body: EndPause, who: Acting, idempotency_key: IdempotencyKey) -> Response:
    """End the pause of an officer's desk."""

    def action(work: Work) -> FloorAnswer:
        resume_officer(work, officer_id=body.officer_id, reason=body.reason)
        return FloorAnswer(message=f"Quầy của {_name(work, body.officer_id)} làm việc lại")

    return await _act(request, who, idempotency_key, action)


@router.post("/withdraw-supplement", response_model=FloorAnswer)
async def post_withdraw_supplement(
    request: Request, body: OneSupplement, who: Acting, idempotency_key: IdempotencyKey
) -> Response:
    """Take back that something is missing: nobody has to come with it."""

    def action(work: Work) -> FloorAnswer:
        supplement = withdraw_supplement(work, supplement_id=body.supplement_id, reason=body.reason)
        turn = turn_by_id(work.connection, supplement.turn_id)
        return FloorAnswer(message=f"Đã rút yêu cầu bổ sung của số {'?' if turn is None else turn.number}")

    return await _act(request, who, idempotency_key, action)


@router.post("/release-hold", response_model=FloorAnswer)
async def post_release_hold(request: Request, body: OneTurn, who: Acting, idempotency_key: IdempotencyKey) -> Response:
    """Let a turn that an officer holds wait again."""
    return await _at_turn(request, body, who, idempotency_key, release_hold, "Số {number} trở lại hàng chờ")


@router.post("/reset-priority", response_model=FloorAnswer)
async def post_reset_priority(
    request: Request, body: OneTurn, who: Acting, idempotency_key: IdempotencyKey
) -> Response:
    """Give a number the priority back with which it was taken."""

    def deed(work: Work, *, turn_id: int, reason: str) -> Turn:
        return reset_priority(work, turn_id=turn_id, by=who.staff.staff_id, reason=reason)

    return await _at_turn(request, body, who, idempotency_key, deed, "Số {number} có lại diện ưu tiên như lúc lấy số")


@router.post("/acknowledge-alarm", response_model=FloorAnswer)
async def post_acknowledge_alarm(
    request: Request, body: AcknowledgeAlarm, who: Acting, idempotency_key: IdempotencyKey
) -> Response:
    """See to a device's alarm: it is quiet for a while."""

    def action(work: Work) -> FloorAnswer:
        until_at = acknowledge_alarm(
            work,
            device_id=body.device_id,
            fault=body.fault,
            staff_id=who.staff.staff_id,
            for_minutes=body.for_minutes,
        )
        until = as_datetime(until_at).astimezone(ZoneInfo(work.centre.timezone))
        return FloorAnswer(message=f"Tắt báo động này đến {until:%H:%M}")

    return await _act(request, who, idempotency_key, action)


async def _at_turn(
    request: Request, body: OneTurn, who: LoggedInStaff, key: str, deed: Callable[..., Turn], said: str
) -> Response:
    def action(work: Work) -> FloorAnswer:
        turn = deed(work, turn_id=body.turn_id, reason=body.reason)
        return FloorAnswer(message=said.format(number=turn.number), turn_id=turn.turn_id)

    return await _act(request, who, key, action)


async def _act(request: Request, who: LoggedInStaff, key: str, action: Callable[[Work], FloorAnswer]) -> Response:
    """Run a deed once; it also keeps the session from idling away."""

    def deed(work: Work) -> FloorAnswer:
        answer = action(work)
        stay_logged_in(work, session=who.session.token_hash)
        return answer

    return await act_once(request, principal=who.principal, key=key, action=deed)


def _name(work: Work, staff_id: str) -> str:
    member = staff_member(work.connection, staff_id)
    return staff_id if member is None else member.display_name


def _with_number(said: str, number: str | None) -> str:
    return said if number is None else f"{said}; số {number} trở lại hàng chờ"
