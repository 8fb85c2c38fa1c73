"""How one number stands, in the words of its holder: what to do now, who is ahead, why somebody else was called.

Read from the tables in one moment; what comes out is plain text in one language, equal while nothing has changed.
"""

from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from look import queue_words
from look.faces import face_svg, mood_of
from look.language import SOURCE_LANGUAGE, Translate, translator
from server.db.queries.away_ratings import turn_to_explain, turn_to_rate
from server.db.queries.call_reasons import CallReason, calls_that_passed, is_to_seat, numbers_passed, reason_of_call
from server.db.queries.claims import code_of
from server.db.queries.forecasts import is_today_unlikely
from server.db.queries.places import Place, place_given_for
from server.db.queries.queue import Turn, last_turn_of_ticket
from server.db.queries.ratings import scheme_by_id
from server.db.queries.tickets import Ticket, ticket_by_token
from server.domain.instant import Instant, as_datetime, local_date
from server.domain.places import PlaceState
from server.domain.turns import AT_THE_COUNTER, TurnOrigin, TurnState
from server.domain.waiting_estimate import Forecast
from server.mqtt.snapshots import Moment
from server.web.console.call_reasons import Stood, whom_it_passed, why_called

LANGUAGES = ("vi", "en")
"""What phones speak; a number of another language is told in Vietnamese, whole."""
CALLS_SHOWN = 3
"""Of the calls that passed somebody: the newest say enough."""
NEAR = 3
"""With so few people ahead one had better sit near."""
TOKEN_LENGTH = 22  # 128 bits in base64url


class Stage(StrEnum):
    """What the page shows large, and how it looks."""

    WAITING = "waiting"
    NEAR = "near"
    POSTPONED = "postponed"
    """Comes later, by the holder's own word."""
    RESTING = "resting"
    """Not called before a moment: after an absent call, or a reserved place claimed early."""
    CALLED = "called"
    SERVING = "serving"
    ON_HOLD = "on_hold"
    ABSENT = "absent"
    """Was called, did not come, and may still come."""
    FINISHED = "finished"
    GIVEN_BACK = "given_back"
    UNPRINTED = "unprinted"
    """Taken out because nobody seemed to have the slip; whoever says to be there waits again."""
    PLACE = "place"
    """A reserved place on another day."""
    DAY_OVER = "day_over"
    GONE = "gone"


IN_THE_LINE = frozenset({Stage.WAITING, Stage.NEAR, Stage.POSTPONED, Stage.RESTING})
OVER = frozenset({Stage.FINISHED, Stage.GIVEN_BACK, Stage.PLACE, Stage.DAY_OVER, Stage.GONE})
"""Nothing more happens here, but by staff's hand."""


@dataclass(frozen=True, slots=True)
class LevelAsked:
    value: int
    name: str
    face: str
    """An `<svg>`."""


@dataclass(frozen=True, slots=True)
class RatingAsked:
    """A served turn that may still be rated here."""

    counter: str
    """Number of the counter."""
    question: str
    levels: tuple[LevelAsked, ...]


@dataclass(frozen=True, slots=True)
class NumberView:
    """All that the page says of a number, in one language."""

    language: str
    is_sample: bool
    centre: str
    number: str
    service: str
    stage: Stage
    state: str
    """What the holder has to know first."""
    more: str
    """The line below it."""
    wait: str
    """How long it may still last; empty when nothing can be said."""
    pause: str
    """That calling rests, and until when."""
    counter: str
    """The number of the counter to go to now; empty when there is none."""
    call_id: int
    """Of the last call or recall; a greater one rings. 0: was not called."""
    why: tuple[str, ...]
    taken: str
    is_confirmed: bool
    """The holder has said to be there."""
    may_confirm: bool
    may_be_late: bool
    may_give_back: bool
    rating: RatingAsked | None
    reasons: tuple[tuple[str, str], ...]
    """(id, name) of what a low rating that was just given may be about; empty: nobody is asked."""


def view_of_number(at: Moment, token: str, language: str | None) -> NumberView | None:
    """How the number of a slip's address stands; None: it is none of the last service day, nor a reserved place.

    Args:
        language: None is the ticket's own.
    """
    if len(token) != TOKEN_LENGTH or not token.isascii():
        return None
    ticket = ticket_by_token(at.connection, token)
    turn = None if ticket is None else last_turn_of_ticket(at.connection, ticket.ticket_id)
    if ticket is None or turn is None:
        return None
    place = place_given_for(at.connection, turn.ticket_id, turn.day) if turn.state is TurnState.EXPIRED else None
    if place is not None and place.state != PlaceState.RESERVED:
        place = None
    if place is None and (at.day is None or ticket.day != at.day.day):
        return None
    spoken = language or (ticket.language if ticket.language in LANGUAGES else SOURCE_LANGUAGE)
    return _Telling(at, ticket, turn, place, spoken).view()


class _Telling:
    """One number at one moment, told in one language."""

    def __init__(self, at: Moment, ticket: Ticket, turn: Turn, place: Place | None, language: str) -> None:
        self._at = at
        self._ticket = ticket
        self._turn = turn
        self._place = place
        self._language = language
        self._say: Translate = translator(language)
        is_waiting = turn.state is TurnState.WAITING and at.open_day == turn.day
        self._ahead = at.people_ahead.of(turn) if is_waiting and turn.cool_down_until is None else 0
        self._stage = self._stage_now()
        self._is_to_seat = turn.state is TurnState.CALLED and is_to_seat(at.connection, turn.call_id)

    def view(self) -> NumberView:
        at, turn, stage = self._at, self._turn, self._stage
        state, more = self._state()
        is_english = self._language == "en"
        service = at.centre.service(turn.service)
        is_waiting = stage in IN_THE_LINE
        has_confirmed = self._ticket.confirmed_at is not None and (
            turn.called_last_at is None or self._ticket.confirmed_at > turn.called_last_at
        )
        return NumberView(
            language=self._language,
            is_sample=at.centre.is_sample,
            centre=(at.centre.name_en or at.centre.name) if is_english else at.centre.name,
            number=turn.number,
            service=turn.service
            if service is None
            else (service.name_en or service.name)
            if is_english
            else service.name,
            stage=stage,
            state=state,
            more=more,
            wait=self._wait(),
            pause=self._pause(),
            counter=self._counter(turn.counter_id) if stage is Stage.CALLED and not self._is_to_seat else "",
            call_id=turn.call_id or 0,
            why=tuple(self._why()),
            taken=self._say("Lấy số lúc {time}").format(time=self._local(self._ticket.issued_at, "%H:%M %d/%m/%Y")),
            is_confirmed=has_confirmed and (is_waiting or stage is Stage.ABSENT),
            may_confirm=stage in (Stage.POSTPONED, Stage.UNPRINTED)
            or (not has_confirmed and stage in (Stage.WAITING, Stage.NEAR, Stage.RESTING, Stage.ABSENT)),
            may_be_late=is_waiting,
            may_give_back=is_waiting,
            rating=self._rating() if stage in OVER else None,
            reasons=self._reasons() if stage in OVER else (),
        )

    def _rating(self) -> RatingAsked | None:
        at, in_english = self._at, self._language == "en"
        today = local_date(at.now, at.centre.timezone).isoformat()
        turn = turn_to_rate(at.connection, self._ticket.ticket_id, today)
        scheme = None if turn is None else scheme_by_id(at.connection, turn.scheme_id)
        if turn is None or scheme is None:
            return None
        levels = scheme.levels
        return RatingAsked(
            counter=self._counter(turn.counter_id),
            question=scheme.question_en if in_english else scheme.question,
            levels=tuple(
                LevelAsked(
                    level.value,
                    level.name_en if in_english else level.name,
                    face_svg(mood_of(position, len(levels)), size="48"),
                )
                for position, level in enumerate(levels)
            ),
        )

    def _reasons(self) -> tuple[tuple[str, str], ...]:
        at, scheme = self._at, self._at.centre.scheme
        turn = turn_to_explain(at.connection, self._ticket.ticket_id, at.now, scheme.satisfied_values)
        if turn is None:
            return ()
        return tuple((one.reason, one.name_en if self._language == "en" else one.name) for one in scheme.reasons)

    def _stage_now(self) -> Stage:
        turn = self._turn
        if self._place is not None:
            return Stage.PLACE
        if turn.state is TurnState.WAITING:
            if turn.cool_down_until is not None:
                return Stage.POSTPONED if turn.is_postponed else Stage.RESTING
            return Stage.NEAR if self._ahead <= NEAR else Stage.WAITING
        if turn.state is TurnState.NO_SHOW:
            return Stage.GONE if turn.grace_until is None or self._at.open_day != turn.day else Stage.ABSENT
        if turn.state is TurnState.VOIDED:
            return Stage.UNPRINTED if self._at.open_day == turn.day else Stage.DAY_OVER
        return _STAGES[turn.state]

    def _state(self) -> tuple[str, str]:
        """What the holder has to know first, and the line below it."""
        say, turn, stage = self._say, self._turn, self._stage
        counter = self._counter(turn.counter_id)
        if stage in (Stage.WAITING, Stage.NEAR):
            return queue_words.people_ahead(self._ahead, say, wait_low_min=self._low_min()), self._where_to_wait()
        if stage is Stage.POSTPONED and turn.cool_down_until is not None:
            time = self._local(turn.cool_down_until, "%H:%M")
            return say("Ông/Bà đến muộn: được gọi từ {time}").format(time=time), say(
                "Giữ nguyên thứ tự. Đến sớm hơn, vui lòng bấm “Tôi đã có mặt”."
            )
        if stage is Stage.RESTING and turn.cool_down_until is not None:
            time = self._local(turn.cool_down_until, "%H:%M")
            return say("Được gọi từ {time}").format(time=time), ""
        if stage is Stage.CALLED:
            if self._is_to_seat:
                return say("Đến lượt Ông/Bà"), say("Cán bộ quầy số {number} đến chỗ Ông/Bà").format(number=counter)
            return say("Mời Ông/Bà đến quầy số {number}").format(number=counter), ""
        if stage is Stage.SERVING:
            return say("Đang được phục vụ tại quầy số {number}").format(number=counter), ""
        if stage is Stage.ON_HOLD:
            return say("Đang tạm chờ"), say("Khi xong, vui lòng trở lại quầy số {number}").format(number=counter)
        if stage is Stage.ABSENT and turn.grace_until is not None:
            until = self._local(turn.grace_until, "%H:%M")
            return say("Đã gọi số này"), say("Vui lòng đến quầy số {number} trước {time} để được gọi lại").format(
                number=counter, time=until
            )
        if self._place is not None:
            code = code_of(self._at.connection, "place", self._place.place_id)
            return (
                say("Số đặt trước: {time}").format(time=self._local(self._place.at, "%H:%M, %d/%m/%Y")),
                "" if code is None else say("Đến nơi, nhập mã {code} tại máy lấy số").format(code=code),
            )
        return _words(say)[stage]

    def _where_to_wait(self) -> str:
        """A number that was sent to one counter waits for that one."""
        if self._turn.for_counter is not None:
            counter = self._counter(self._turn.for_counter)
            return self._say("Số này được chuyển đến quầy số {number}").format(number=counter)
        if self._turn.origin == TurnOrigin.TRANSFERRED:
            return self._say("Số này được chuyển sang lĩnh vực trên, thứ tự giữ nguyên")
        if self._stage is Stage.NEAR:
            return self._say("Vui lòng ngồi gần khu vực quầy")
        return ""

    def _forecast(self) -> Forecast | None:
        turn, known = self._turn, self._at.forecasts
        return (
            None if known is None else known.waiting(turn.turn_id) or known.behind(self._ahead, turn.service, turn.rate)
        )

    def _low_min(self) -> int | None:
        """The least wait in minutes, None where unknown."""
        known = self._at.forecasts
        shown = None if known is None else known.range_of(self._forecast())
        return None if shown is None else shown.low_min

    def _wait(self) -> str:
        at, say = self._at, self._say
        known = at.forecasts
        if self._stage not in (Stage.WAITING, Stage.NEAR) or known is None or at.day is None:
            return ""
        forecast = self._forecast()
        if is_today_unlikely(at.centre, at.day, known, forecast, at.now):
            return say("Hôm nay có thể không kịp, vui lòng hỏi người hướng dẫn")
        shown = known.range_of(forecast)
        return "" if shown is None else queue_words.waiting_range(shown.low_min, shown.high_min, say)

    def _pause(self) -> str:
        if self._stage not in IN_THE_LINE or self._at.resumes_at is None:
            return ""
        return self._say("Đang nghỉ, gọi tiếp lúc {time}").format(time=self._local(self._at.resumes_at, "%H:%M"))

    def _why(self) -> list[str]:
        """Why this number is called, and whom it passed; or who was called before it although later, and why."""
        at, turn, say = self._at, self._turn, self._say
        rules = at.centre.queue
        if turn.state in AT_THE_COUNTER:
            call = reason_of_call(at.connection, turn, self._ticket.origin)
            if call is None:
                return []
            why = why_called(call.reason, _stood(call), rules=rules, say=say)
            passed = whom_it_passed(numbers_passed(at.connection, call.reason), say)
            return [said for said in (why, passed) if said]
        if self._stage not in IN_THE_LINE:
            return []
        said = [
            say("{number} được gọi trước · {why}").format(
                number=call.number,
                why=why_called(call.reason, _stood(call), rules=rules, say=say),
            )
            for call in calls_that_passed(at.connection, turn, at_most=CALLS_SHOWN)
        ]
        if turn.overtaken:
            said.append(
                say("Đến nay {count} lượt được gọi trước Ông/Bà, nhiều nhất {most} lượt").format(
                    count=turn.overtaken, most=rules.overtaken_at_most
                )
            )
        return said

    def _counter(self, counter_id: str | None) -> str:
        counter = None if counter_id is None else self._at.centre.counter(counter_id)
        return "" if counter is None else str(counter.number)

    def _local(self, when: Instant, form: str) -> str:
        return as_datetime(when).astimezone(ZoneInfo(self._at.centre.timezone)).strftime(form)


def _stood(call: CallReason) -> Stood:
    return Stood(call.rate, call.waited_ms, by_place=call.by_place)


_STAGES = {
    TurnState.CALLED: Stage.CALLED,
    TurnState.SERVING: Stage.SERVING,
    TurnState.ON_HOLD: Stage.ON_HOLD,
    TurnState.FINISHED: Stage.FINISHED,
    TurnState.CANCELLED: Stage.GIVEN_BACK,
    TurnState.EXPIRED: Stage.DAY_OVER,
    TurnState.TRANSFERRED: Stage.GONE,
}


def _words(say: Translate) -> dict[Stage, tuple[str, str]]:
    return {
        Stage.FINISHED: (say("Đã phục vụ xong"), say("Cảm ơn Ông/Bà")),
        Stage.GIVEN_BACK: (
            say("Số này đã được trả lại"),
            say("Nếu vẫn cần làm thủ tục, vui lòng lấy số mới hoặc hỏi người hướng dẫn"),
        ),
        Stage.UNPRINTED: (
            say("Số này chưa in xong phiếu"),
            say("Nếu Ông/Bà đang ở đây, vui lòng bấm “Tôi đã có mặt”."),
        ),
        Stage.DAY_OVER: (
            say("Ngày làm việc đã kết thúc"),
            say("Số này không còn hiệu lực. Ngày làm việc tới, vui lòng lấy số mới."),
        ),
        Stage.GONE: (say("Số này không còn hiệu lực"), say("Vui lòng lấy số mới hoặc hỏi người hướng dẫn")),
    }
