"""All that the console shows to one member of staff at one moment. Reads only."""

import json
import sqlite3
from functools import partial

from pydantic import BaseModel
from sqlalchemy import bindparam, select

from server.actions.undoing import POINT
from server.db import tables as t
from server.db.queries.calls import why_called
from server.db.queries.desks import open_sessions, session_of_officer
from server.db.queries.people import Device, all_devices, all_staff
from server.db.queries.queue import Turn, absent_list, turn_at_counter, turn_by_id, waiting_list
from server.db.queries.tickets import unsure_prints
from server.db.statements import Statement
from server.domain.call_order import call_order
from server.domain.centre import ORDINARY, Centre, Counter
from server.domain.instant import Instant, rfc3339
from server.domain.next_ticket import Rule
from server.domain.rating_window import UNDO_MS
from server.domain.service_day import open_ms_between
from server.domain.turns import TurnState
from server.house import House
from server.mqtt.presences import Presences
from server.mqtt.snapshots import Moment, moment
from server.web import console_words as words
from server.web.staff_session import AT_DESKS, OF_SCORES, OF_THE_DAY, ROLE_NAMES, LoggedInStaff

ROWS_AT_MOST = 40
"""Further down the order says little, and a page is read, not scrolled for minutes."""

CALL_REASON = Statement(select(t.deed_reasons.c.reason).where(t.deed_reasons.c.seq == bindparam("of_call")))
LAST_NAMED_CALL = Statement(
    select(t.calls.c.call_id, t.calls.c.called_at)
    .where(t.calls.c.turn_id == bindparam("of_turn"), t.calls.c.kind != "recall", t.calls.c.undone == 0)
    .order_by(t.calls.c.call_id.desc())
    .limit(1)
)
KINDS_IN = Statement(
    select(t.journal.c.kind).where(t.journal.c.seq.between(bindparam("first_seq"), bindparam("last_seq")))
)


class Day(BaseModel):
    state: str
    """`open`, `tickets_stopped` or `closed`."""
    date: str | None


class Me(BaseModel):
    staff_id: str
    display_name: str
    role: str
    role_name: str
    may_serve: bool
    may_run_day: bool
    may_see_scores: bool


class MyCounter(BaseModel):
    counter_id: str
    number: int
    name: str
    signed_on_at: str


class TurnHere(BaseModel):
    """The turn that is called to, or served at, the counter."""

    turn_id: int
    number: str
    service: str
    service_name: str
    state: str
    """`called` or `serving`."""
    priority: str | None
    language: str
    called_at: str | None
    arrived_at: str | None
    call_count: int
    reason: str


class Undo(BaseModel):
    until: str
    what: str


class WaitingRow(BaseModel):
    rank: int | None
    """1 is whom Next would call now; None beyond the first rows and in cool-down."""
    number: str
    service: str
    service_name: str
    priority: str | None
    waiting_since: str
    reason: str
    back_at: str | None
    """End of the cool-down after an absent call."""


class AbsentRow(BaseModel):
    number: str
    service: str
    until: str


class CounterCard(BaseModel):
    counter_id: str
    number: int
    name: str
    officer: str | None
    is_mine: bool
    state: str
    """`unstaffed`, `free`, `called` or `serving`."""
    shown: str | None


class ServiceCount(BaseModel):
    service: str
    name: str
    waiting: int
    is_mine: bool


class DeviceHealth(BaseModel):
    device_id: str
    name: str
    state: str
    """`online`, `offline` or `never_heard`."""
    faults: list[str]


class OutcomeChoice(BaseModel):
    outcome: str
    name: str
    is_default: bool


class ConsoleView(BaseModel):
    """Times are UTC, RFC 3339. A view with a lower (epoch, revision) than the one shown is old news."""

    epoch: int
    revision: int
    now: str
    centre_name: str
    timezone: str
    day: Day
    me: Me
    counter: MyCounter | None
    turn: TurnHere | None
    undo: Undo | None
    waiting: int
    """People whom Next could call now."""
    queue: list[WaitingRow]
    absent: list[AbsentRow]
    counters: list[CounterCard]
    services: list[ServiceCount]
    devices: list[DeviceHealth]
    broker_is_connected: bool
    """While it is not, boards, counter displays and pads hear nothing."""
    prints: list[str]
    notices: list[str]
    outcomes: list[OutcomeChoice]


def console_view(house: House, who: LoggedInStaff) -> ConsoleView:
    """The view of one member of staff; everything in it is of the same revision."""
    with moment(house.read(), house.now()) as at:
        return _view(at, who, house.presences, broker_is_connected=house.broker_is_connected)


def _view(at: Moment, who: LoggedInStaff, presences: Presences, *, broker_is_connected: bool) -> ConsoleView:
    centre, connection = at.centre, at.connection
    session = session_of_officer(connection, who.staff.staff_id)
    counter = None if session is None else centre.counter(session.counter_id)
    mine = None
    if session is not None and counter is not None:
        mine = MyCounter(
            counter_id=counter.counter_id,
            number=counter.number,
            name=counter.name,
            signed_on_at=rfc3339(session.signed_on_at),
        )
    waiting = [] if at.open_day is None else waiting_list(connection, at.open_day)
    absent = [] if at.open_day is None else absent_list(connection, at.open_day)
    queue = _queue(at, waiting, counter)
    return ConsoleView(
        epoch=at.epoch,
        revision=at.revision,
        now=rfc3339(at.now),
        centre_name=centre.name,
        timezone=centre.timezone,
        day=Day(state=at.day_state.value, date=None if at.day is None else at.day.day),
        me=_me(who),
        counter=mine,
        turn=None if counter is None else _turn_here(at, counter),
        undo=None if counter is None else _undo(at, counter),
        waiting=sum(1 for turn in waiting if _may_call(turn, counter)),
        queue=queue,
        absent=[
            AbsentRow(number=turn.number, service=turn.service, until=rfc3339(turn.grace_until))
            for turn in absent
            if turn.grace_until is not None and _is_served_by(turn, counter)
        ],
        counters=_counters(at, who),
        services=_services(centre, waiting, counter),
        devices=[
            _health(device, presences)
            for device in all_devices(connection)
            if counter is None or device.counter_id in (None, counter.counter_id)
        ],
        broker_is_connected=broker_is_connected,
        prints=[] if at.open_day is None else _print_troubles(connection, at.open_day),
        notices=_notices(at),
        outcomes=[
            OutcomeChoice(outcome=known.outcome, name=known.name, is_default=known.outcome == centre.default_outcome)
            for known in centre.outcomes
        ],
    )


def _me(who: LoggedInStaff) -> Me:
    role = who.staff.role
    return Me(
        staff_id=who.staff.staff_id,
        display_name=who.staff.display_name,
        role=role,
        role_name=ROLE_NAMES.get(role, role),
        may_serve=role in AT_DESKS,
        may_run_day=role in OF_THE_DAY,
        may_see_scores=role in OF_SCORES,
    )


def _is_served_by(turn: Turn, counter: Counter | None) -> bool:
    return counter is None or counter.serves(turn.service)


def _may_call(turn: Turn, counter: Counter | None) -> bool:
    return turn.cool_down_until is None and _is_served_by(turn, counter)


def _queue(at: Moment, waiting: list[Turn], counter: Counter | None) -> list[WaitingRow]:
    """The counter's line in the order of calling, then those in cool-down. Without a counter: nobody's line."""
    if counter is None:
        return []
    callable_turns = {turn.turn_id: turn for turn in waiting if _may_call(turn, counter)}
    rules = at.centre.queue
    order = call_order(
        (turn.as_waiting() for turn in callable_turns.values()),
        at.now,
        rules,
        partial(open_ms_between, at.centre.hours, at.centre.timezone),
        at_most=ROWS_AT_MOST,
    )
    rows = []
    for rank, choice in enumerate(order, start=1):
        turn = callable_turns[choice.turn_id]
        reason = words.why_next(
            choice.rule,
            rate_name=turn.rate,
            waited_ms=at.now - turn.ranked_at,
            overtaken=turn.overtaken,
            rules=rules,
        )
        rows.append(_row(at.centre, turn, rank, reason))
    cooling = [turn for turn in waiting if turn.cool_down_until is not None and counter.serves(turn.service)]
    return rows + [_row(at.centre, turn, None, "Vừa vắng mặt, tạm lùi lại") for turn in cooling]


def _row(centre: Centre, turn: Turn, rank: int | None, reason: str) -> WaitingRow:
    return WaitingRow(
        rank=rank,
        number=turn.number,
        service=turn.service,
        service_name=_service_name(centre, turn.service),
        priority=_priority(centre, turn),
        waiting_since=rfc3339(turn.waiting_since),
        reason=reason,
        back_at=None if turn.cool_down_until is None else rfc3339(turn.cool_down_until),
    )


def _turn_here(at: Moment, counter: Counter) -> TurnHere | None:
    turn = turn_at_counter(at.connection, counter.counter_id)
    if turn is None:
        return None
    return TurnHere(
        turn_id=turn.turn_id,
        number=turn.number,
        service=turn.service,
        service_name=_service_name(at.centre, turn.service),
        state=turn.state.value,
        priority=_priority(at.centre, turn),
        language=turn.language,
        called_at=_or_none(turn.called_last_at),
        arrived_at=_or_none(turn.arrived_at),
        call_count=turn.call_count,
        reason=_why_here(at, turn),
    )


def _why_here(at: Moment, turn: Turn) -> str:
    reason = why_called(at.connection, turn.turn_id)
    call = LAST_NAMED_CALL.first(at.connection, of_turn=turn.turn_id)
    if reason is None or call is None:
        return ""
    said: str | None = CALL_REASON.value(at.connection, of_call=call["call_id"])
    rule = reason.get("rule")
    in_words = ""
    if rule in set(Rule):
        in_words = words.why_next(
            Rule(rule),
            rate_name=turn.rate,
            waited_ms=call["called_at"] - turn.ranked_at,
            overtaken=turn.overtaken,
            rules=at.centre.queue,
        )
    return words.why_called(reason, said, in_words=in_words)


def _undo(at: Moment, counter: Counter) -> Undo | None:
    """What the counter can still take back: the same tests as the action makes."""
    point = POINT.first(at.connection, of_counter=counter.counter_id)
    if point is None or at.now - point["made_at"] > UNDO_MS:
        return None
    turns = [turn_by_id(at.connection, turn_id) for turn_id in _turn_ids(point["before"])]
    if not turns or any(turn is None or turn.touched_seq > point["last_seq"] for turn in turns):
        return None
    kinds = {
        row["kind"] for row in KINDS_IN.all(at.connection, first_seq=point["first_seq"], last_seq=point["last_seq"])
    }
    last = turns[-1]
    assert last is not None
    return Undo(until=rfc3339(point["made_at"] + UNDO_MS), what=words.what_was_done(kinds, last.number))


def _counters(at: Moment, who: LoggedInStaff) -> list[CounterCard]:
    names = {member.staff_id: member.display_name for member in all_staff(at.connection)}
    sessions = {session.counter_id: session for session in open_sessions(at.connection)}
    cards = []
    for counter in at.centre.counters:
        session = sessions.get(counter.counter_id)
        turn = turn_at_counter(at.connection, counter.counter_id)
        state = "unstaffed" if session is None else "free"
        if turn is not None:
            state = "called" if turn.state is TurnState.CALLED else "serving"
        cards.append(
            CounterCard(
                counter_id=counter.counter_id,
                number=counter.number,
                name=counter.name,
                officer=None if session is None else names.get(session.officer_id, session.officer_id),
                is_mine=session is not None and session.officer_id == who.staff.staff_id,
                state=state,
                shown=None if turn is None else turn.number,
            )
        )
    return cards


def _services(centre: Centre, waiting: list[Turn], counter: Counter | None) -> list[ServiceCount]:
    return [
        ServiceCount(
            service=service.code,
            name=service.name,
            waiting=sum(1 for turn in waiting if turn.service == service.code),
            is_mine=counter is not None and counter.serves(service.code),
        )
        for service in centre.services
    ]


def _health(device: Device, presences: Presences) -> DeviceHealth:
    heard = presences.of(device.device_id)
    state = "never_heard" if heard is None else "online" if heard.presence.online else "offline"
    faults = heard.presence.faults if heard is not None and heard.presence.online else []
    return DeviceHealth(
        device_id=device.device_id,
        name=words.DEVICE_KINDS.get(device.kind, device.kind),
        state=state,
        faults=[words.fault(code) for code in faults],
    )


def _print_troubles(connection: sqlite3.Connection, day: str) -> list[str]:
    return [
        words.print_trouble(row["shown"], row["print_outcome"], TurnState(row["state"]))
        for row in unsure_prints(connection, day)
    ]


def _notices(at: Moment) -> list[str]:
    said = {"closed": "Ngày làm việc chưa mở hoặc đã đóng.", "tickets_stopped": "Đã ngừng cấp số hôm nay."}
    state = said.get(at.day_state.value)
    return [text for text in (state, at.centre.notice) if text]


def _service_name(centre: Centre, code: str) -> str:
    service = centre.service(code)
    return code if service is None else service.name


def _priority(centre: Centre, turn: Turn) -> str | None:
    """The declared group's name; a rate without a group is still marked."""
    group = centre.priority_group(turn.priority_group)
    if group is not None:
        return group.name
    return None if turn.rate == ORDINARY else "Ưu tiên"


def _turn_ids(before: str) -> list[int]:
    return [was["turn_id"] for was in json.loads(before)]


def _or_none(at: Instant | None) -> str | None:
    return None if at is None else rfc3339(at)
