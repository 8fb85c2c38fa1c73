"""The citizen's own page, behind the slip's QR: number, state, people ahead. No cookie, no script needed.

The token in the address is the only key. It is never logged, and a wrong one gets the same page as an old one.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Response

from look.language import Translate, translator
from server.db.queries.queue import Turn, last_turn_of_ticket, people_ahead
from server.db.queries.tickets import Ticket, ticket_by_token
from server.domain.instant import Instant, as_datetime
from server.domain.turns import TurnState
from server.mqtt.snapshots import Moment, moment
from server.web.plumbing import HouseDep
from server.web.templating import page

router = APIRouter(include_in_schema=False)

REFRESH_S = 15
TOKEN_LENGTH = 22  # 128 bits in base64url
_HEADERS = {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class Words:
    """The page's sentences in one language."""

    language: str
    state: str
    more: str
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
        service=name,
        taken=say("Lấy số lúc {time}").format(time=_local(at, ticket.issued_at, "%H:%M %d/%m/%Y")),
        refreshed=say("Trang tự cập nhật mỗi {seconds} giây · lúc {time}").format(
            seconds=REFRESH_S, time=_local(at, at.now, "%H:%M:%S")
        ),
        fine_print=say("Phiếu này không thay cho Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
    )


def _state(at: Moment, turn: Turn, say: Translate) -> tuple[str, str]:
    """What the citizen has to know first, and the line below it."""
    counter = None if turn.counter_id is None else at.centre.counter(turn.counter_id)
    number = "" if counter is None else counter.number
    if turn.state is TurnState.WAITING:
        ahead = people_ahead(at.connection, turn)
        if ahead == 0:
            return say("Đang chờ"), say("Sắp đến lượt Ông/Bà")
        if ahead == 1:
            return say("Đang chờ"), say("Còn 1 người phía trước")
        return say("Đang chờ"), say("Còn {count} người phía trước").format(count=ahead)
    if turn.state is TurnState.CALLED:
        return say("Mời Ông/Bà đến quầy số {number}").format(number=number), ""
    if turn.state is TurnState.SERVING:
        return say("Đang được phục vụ tại quầy số {number}").format(number=number), ""
    if turn.state is TurnState.FINISHED:
        return say("Đã phục vụ xong"), say("Cảm ơn Ông/Bà")
    if turn.state is TurnState.NO_SHOW and turn.grace_until is not None:
        return (
            say("Đã gọi số này"),
            say("Vui lòng đến quầy số {number} để được gọi lại").format(number=number),
        )
    return say("Số này không còn hiệu lực"), say("Vui lòng lấy số mới hoặc hỏi người hướng dẫn")


def _local(at: Moment, when: Instant, form: str) -> str:
    return as_datetime(when).astimezone(ZoneInfo(at.centre.timezone)).strftime(form)
