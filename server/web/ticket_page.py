"""The citizen's own page, behind the slip's QR: number, state, people ahead. No cookie, no script needed.

The token in the address is the only key. It is never logged, and a wrong one gets the same page as an old one.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Response

from look.language import Translate, translator
from server.db.queries.call_reasons import calls_that_passed, is_to_seat, numbers_passed, reason_of_call
from server.db.queries.claims import code_of
from server.db.queries.forecasts import forecasts
from server.db.queries.places import place_given_for
from server.db.queries.queue import Turn, last_turn_of_ticket, people_ahead
from server.db.queries.tickets import Ticket, ticket_by_token
from server.domain.instant import Instant, as_datetime
from server.domain.places import PlaceState
from server.domain.turns import AT_THE_COUNTER, TurnState
from server.domain.waiting_estimate import LIKELY, chance_today
from server.mqtt.snapshots import Moment, moment
from server.web.call_reasons import whom_it_passed, why_called
from server.web.plumbing import HouseDep
from server.web.templating import page

router = APIRouter(include_in_schema=False)

REFRESH_S = 15
CALLS_SHOWN = 3
"""Of the calls that passed somebody: the newest say enough."""
TOKEN_LENGTH = 22  # 128 bits in base64url
_HEADERS = {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class Words:
    """The page's sentences in one language."""

    language: str
    state: str
    more: str
    wait: str
    why: list[str]
    service: str
    taken: str
    refreshed: str
    fine_print: str


@router.get("/t/{token}")
def get_ticket_page(house: HouseDep, token: str) -> Response:
    with moment(house.read(), house.now()) as at:
        found = _live_ticket(at, token)
        if found is None:
            return page("no_ticket.html", 404, _HEADERS, is_sample=at.centre.is_sample)
        ticket, turn = found
        other = "vi" if ticket.language == "en" else "en"
        return page(
            "ticket.html",
            200,
            _HEADERS,
            is_sample=at.centre.is_sample,
            number=turn.number,
            state=turn.state.value,
            centre_names={"vi": at.centre.name, "en": at.centre.name_en},
            words=[_words(at, ticket, turn, language) for language in (ticket.language, other)],
            refresh_s=REFRESH_S,
        )


def _live_ticket(at: Moment, token: str) -> tuple[Ticket, Turn] | None:
    """The ticket of a token while its service day is not closed."""
    if len(token) != TOKEN_LENGTH:
        return None
    ticket = ticket_by_token(at.connection, token)
    if ticket is None or at.open_day != ticket.day:
        return None
    turn = last_turn_of_ticket(at.connection, ticket.ticket_id)
    return None if turn is None else (ticket, turn)


def _words(at: Moment, ticket: Ticket, turn: Turn, language: str) -> Words:
    say = translator(language)
    service = at.centre.service(ticket.service)
    name = ticket.service if service is None else service.name_en if language == "en" else service.name
    state, more = _state(at, turn, say)
    return Words(
        language=language,
        state=state,
        more=more,
        wait=_wait(at, turn, say),
        why=_why(at, turn, say),
        service=name,
        taken=say("Lấy số lúc {time}").format(time=_local(at, ticket.issued_at, "%H:%M %d/%m/%Y")),
        refreshed=say("Trang tự cập nhật mỗi {seconds} giây · lúc {time}").format(
            seconds=REFRESH_S, time=_local(at, at.now, "%H:%M:%S")
        ),
        fine_print=say("Phiếu này không thay cho Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
    )


def _state(at: Moment, turn: Turn, say: Translate) -> tuple[str, str]:
    """What the citizen has to know first, and the line below it."""
    number = _counter_number(at, turn.counter_id)
    if turn.state is TurnState.WAITING:
        return say("Đang chờ"), _place(at, turn, say)
    if turn.state is TurnState.CALLED:
        if is_to_seat(at.connection, turn.call_id):
            return say("Đến lượt Ông/Bà"), say("Cán bộ quầy số {number} đến chỗ Ông/Bà").format(number=number)
        return say("Mời Ông/Bà đến quầy số {number}").format(number=number), ""
    if turn.state is TurnState.SERVING:
        return say("Đang được phục vụ tại quầy số {number}").format(number=number), ""
    if turn.state is TurnState.ON_HOLD:
        return say("Đang tạm chờ"), say("Khi xong, vui lòng trở lại quầy số {number}").format(number=number)
    if turn.state is TurnState.FINISHED:
        return say("Đã phục vụ xong"), say("Cảm ơn Ông/Bà")
    if turn.state is TurnState.NO_SHOW and turn.grace_until is not None:
        return (
            say("Đã gọi số này"),
            say("Vui lòng đến quầy số {number} để được gọi lại").format(number=number),
        )
    place = place_given_for(at.connection, turn.ticket_id, turn.day) if turn.state is TurnState.EXPIRED else None
    if place is not None and place.state == PlaceState.RESERVED:
        code = code_of(at.connection, "place", place.place_id)
        return (
            say("Số đặt trước: {time}").format(time=_local(at, place.at, "%H:%M, %d/%m/%Y")),
            "" if code is None else say("Đến nơi, nhập mã {code} tại máy lấy số").format(code=code),
        )
    return say("Số này không còn hiệu lực"), say("Vui lòng lấy số mới hoặc hỏi người hướng dẫn")


def _place(at: Moment, turn: Turn, say: Translate) -> str:
    """Where in the queue somebody stands who waits."""
    if turn.cool_down_until is not None:
        return say("Được gọi từ {time}").format(time=_local(at, turn.cool_down_until, "%H:%M"))
    ahead = people_ahead(at.connection, turn)
    if ahead == 0:
        return say("Sắp đến lượt Ông/Bà")
    if ahead == 1:
        return say("Còn 1 người phía trước")
    return say("Còn {count} người phía trước").format(count=ahead)


def _wait(at: Moment, turn: Turn, say: Translate) -> str:
    """How long it may still last, and when calling goes on; empty when nothing can be said."""
    if turn.state is not TurnState.WAITING or at.forecasts is None:
        return ""
    known = at.forecasts
    if known.waiting(turn.turn_id) is None and at.day is not None:  # it came a moment ago
        known = forecasts(at.connection, at.centre, at.day, at.now)
    forecast = known.waiting(turn.turn_id)
    shown = known.range_of(forecast)
    said = []
    if at.resumes_at is not None:
        said.append(say("Đang nghỉ, gọi tiếp lúc {time}").format(time=_local(at, at.resumes_at, "%H:%M")))
    if forecast is not None and chance_today(forecast, known.open_ms_left) < LIKELY:
        said.append(say("Hôm nay có thể không kịp, vui lòng hỏi người hướng dẫn"))
    elif shown is not None and shown.low_min == 0:
        said.append(say("Trong khoảng {high} phút nữa").format(high=shown.high_min))
    elif shown is not None:
        said.append(say("Khoảng {low}–{high} phút nữa").format(low=shown.low_min, high=shown.high_min))
    return " · ".join(said)


def _why(at: Moment, turn: Turn, say: Translate) -> list[str]:
    """Why this number is called, and whom it passed; or who was called before it although later, and why."""
    rules = at.centre.queue
    if turn.state in AT_THE_COUNTER:
        call = reason_of_call(at.connection, turn)
        if call is None:
            return []
        why = why_called(call.reason, rate_name=call.rate, waited_ms=call.waited_ms, rules=rules, say=say)
        passed = whom_it_passed(numbers_passed(at.connection, call.reason), say)
        return [said for said in (why, passed) if said]
    if turn.state is not TurnState.WAITING:
        return []
    why_before = [
        (call.number, why_called(call.reason, rate_name=call.rate, waited_ms=call.waited_ms, rules=rules, say=say))
        for call in calls_that_passed(at.connection, turn, at_most=CALLS_SHOWN)
    ]
    said = [say("{number} được gọi trước · {why}").format(number=number, why=why) for number, why in why_before]
    if turn.overtaken:
        said.append(
            say("Đến nay {count} lượt được gọi trước Ông/Bà, nhiều nhất {most} lượt").format(
                count=turn.overtaken, most=rules.overtaken_at_most
            )
        )
    if turn.for_counter is not None:
        counter = _counter_number(at, turn.for_counter)
        said.append(say("Số này được chuyển đến quầy số {number}").format(number=counter))
    return said


def _counter_number(at: Moment, counter_id: str | None) -> int | str:
    counter = None if counter_id is None else at.centre.counter(counter_id)
    return "" if counter is None else counter.number


def _local(at: Moment, when: Instant, form: str) -> str:
    return as_datetime(when).astimezone(ZoneInfo(at.centre.timezone)).strftime(form)
