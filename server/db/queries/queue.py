"""The queue as the rules see it: who waits, who is at a counter, whom a call passes."""

import sqlite3
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import CTE, BindParameter, ColumnElement, FromClause, Select, bindparam, case, func, or_, select, tuple_

from server.db import tables as t
from server.db.queries.open_desks import desks_now
from server.db.statements import Statement, is_one_of
from server.domain.centre import Counter
from server.domain.eligibility import EVERYBODYS, Desks
from server.domain.instant import Instant
from server.domain.next_ticket import Waiting
from server.domain.turns import TurnState

_day: BindParameter[str] = bindparam("of_day")


def _waits(turns: FromClause) -> ColumnElement[bool]:
    """The condition of the index `turns_in_line`."""
    return (turns.c.state == TurnState.WAITING.value) & turns.c.ended_at.is_(None)


def _is_in_queue(turns: FromClause) -> ColumnElement[bool]:
    return _waits(turns) & turns.c.cool_down_until.is_(None)


# A ticket with a turn that is called, served or on hold: its other turns are no candidates meanwhile.
_busy = t.turns.alias("busy")
_BUSY_TICKETS = select(_busy.c.ticket_id).where(_busy.c.ended_at.is_(None), _busy.c.counter_id.is_not(None))
BUSY_TICKETS = Statement(_BUSY_TICKETS)
IS_WAITING = _is_in_queue(t.turns) & t.turns.c.ticket_id.not_in(_BUSY_TICKETS)
"""Whom every count of waiting people counts: nobody in cool-down or coming later, nobody who is at a desk already."""
_RANK = (t.turns.c.ranked_at, t.turns.c.arrival)
_PERSON = select(
    t.turns.c.turn_id,
    t.turns.c.service,
    t.turns.c.rate,
    t.turns.c.ranked_at,
    t.turns.c.arrival,
    t.turns.c.overtaken,
    t.turns.c.first_overtaken_at,
    t.turns.c.ticket_id,
    t.turns.c.for_counter,
    t.turns.c.for_officer,
    t.tickets.c.language,
    t.tickets.c.purpose,
).join(t.tickets, t.tickets.c.ticket_id == t.turns.c.ticket_id)
_IN_QUEUE = _PERSON.where(_is_in_queue(t.turns), t.turns.c.day == _day)
WAITING = Statement(_IN_QUEUE.where(t.turns.c.ticket_id.not_in(_BUSY_TICKETS)).order_by(*_RANK))


def _first_of(turns: FromClause, *order: ColumnElement[Any]) -> Select[Any]:
    """Of those who wait today, the turn that comes first by columns of the index `turns_in_line`."""
    return select(turns.c.turn_id).where(_waits(turns), turns.c.day == _day).order_by(*order).limit(1)


def _lines() -> CTE:
    """Each service and rate for which somebody waits: from one to the next in the index, past all the people."""
    start, line_start, rate, service, following = (
        t.turns.alias(name) for name in ("start", "line_start", "rate", "service", "following")
    )
    line = (
        select(start.c.service, start.c.rate)
        .where(start.c.turn_id == _first_of(line_start, line_start.c.service, line_start.c.rate).scalar_subquery())
        .cte("line", recursive=True)
    )
    next_rate = _first_of(rate, rate.c.rate).where(rate.c.service == line.c.service, rate.c.rate > line.c.rate)
    next_service = _first_of(service, service.c.service, service.c.rate).where(service.c.service > line.c.service)
    found = func.coalesce(*(one.correlate(line).scalar_subquery() for one in (next_rate, next_service)))
    return line.union_all(
        select(following.c.service, following.c.rate).select_from(line.join(following, following.c.turn_id == found))
    )


def _heads() -> Select[Any]:
    """The first of every line who was sent nowhere, and whoever stands out: sent somewhere, or overtaken."""
    line, first, apart = _lines(), t.turns.alias("first"), t.turns.alias("apart")
    head = _first_of(first, first.c.ranked_at, first.c.arrival).where(
        _is_in_queue(first),
        first.c.service == line.c.service,
        first.c.rate == line.c.rate,
        first.c.for_counter.is_(None),
        first.c.for_officer.is_(None),
    )
    stands_out = or_(apart.c.overtaken > 0, apart.c.for_counter.is_not(None), apart.c.for_officer.is_not(None))
    return _PERSON.where(
        t.turns.c.turn_id.in_(
            select(head.correlate(line).scalar_subquery())
            .select_from(line)
            .union_all(select(apart.c.turn_id).where(_is_in_queue(apart), apart.c.day == _day, stands_out))
        )
    ).order_by(*_RANK)


# On the path of every call, and a third of the time of asking of each person whether somebody stands ahead. Whose
# language and whose busy ticket stands in the way is seen afterwards: asked here, it would double the time.
HEADS = Statement(_heads())
EARLIER = Statement(
    _IN_QUEUE.where(
        t.turns.c.ticket_id.not_in(_BUSY_TICKETS),
        tuple_(*_RANK) < tuple_(bindparam("ranked_at"), bindparam("arrival")),
    ).order_by(*_RANK)
)
WAITING_COUNTS = Statement(
    select(t.turns.c.service, func.count()).where(IS_WAITING, t.turns.c.day == _day).group_by(t.turns.c.service)
)
_STATE = t.turns.columns.keys().index("state")
_TURN_WITH_NUMBER = select(
    *t.turns.columns,
    t.tickets.c.shown,
    t.tickets.c.language,
    t.tickets.c.priority_group,
    t.tickets.c.purpose,
    t.tickets.c.confirmed_at,
    t.tickets.c.postponed_until,
).join(t.tickets, t.tickets.c.ticket_id == t.turns.c.ticket_id)
# Which turn a ticket shows: the one at a counter or on hold, else one that waits (the earliest in rank), else
# its last.
_SHOWN_FIRST = (
    case(
        (t.turns.c.ended_at.is_(None) & t.turns.c.counter_id.is_not(None), 0),
        (t.turns.c.ended_at.is_(None), 1),
        else_=2,
    ),
    case((t.turns.c.ended_at.is_(None), t.turns.c.ranked_at), else_=-t.turns.c.turn_id),
)
TURN = Statement(_TURN_WITH_NUMBER.where(t.turns.c.turn_id == bindparam("of_turn")))
_is_at_a_counter = is_one_of(t.turns.c.state, (TurnState.CALLED, TurnState.SERVING)) & t.turns.c.ended_at.is_(None)
AT_COUNTER = Statement(_TURN_WITH_NUMBER.where(_is_at_a_counter, t.turns.c.counter_id == bindparam("of_counter")))
AT_ANY_COUNTER = Statement(_TURN_WITH_NUMBER.where(_is_at_a_counter).order_by(t.turns.c.turn_id))
BY_NUMBER = Statement(
    _TURN_WITH_NUMBER.where(t.tickets.c.shown == bindparam("of_number"), t.tickets.c.day == _day)
    .order_by(*_SHOWN_FIRST)
    .limit(1)
)
LAST_OF_TICKET = Statement(
    _TURN_WITH_NUMBER.where(t.turns.c.ticket_id == bindparam("of_ticket")).order_by(*_SHOWN_FIRST).limit(1)
)
OPEN_TURNS = Statement(
    select(t.turns.c.turn_id, t.turns.c.state)
    .where(
        is_one_of(t.turns.c.state, (TurnState.WAITING, TurnState.CALLED, TurnState.ON_HOLD)),
        t.turns.c.ended_at.is_(None),
        t.turns.c.day == _day,
    )
    .order_by(t.turns.c.turn_id)
)
WAITING_LIST = Statement(
    _TURN_WITH_NUMBER.where(
        t.turns.c.state == TurnState.WAITING.value, t.turns.c.ended_at.is_(None), t.turns.c.day == _day
    ).order_by(*_RANK)
)
ABSENT_LIST = Statement(
    _TURN_WITH_NUMBER.where(t.turns.c.grace_until.is_not(None), t.turns.c.day == _day).order_by(*_RANK)
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn with the number of its ticket: the table's columns in their order, and some of the ticket's."""

    turn_id: int
    ticket_id: int
    day: str
    service: str
    rate: str
    state: TurnState
    ranked_at: Instant
    arrival: int
    waiting_since: Instant
    overtaken: int
    first_overtaken_at: Instant | None
    cool_down_until: Instant | None
    grace_until: Instant | None
    counter_id: str | None
    officer_id: str | None
    call_id: int | None
    called_first_at: Instant | None
    called_last_at: Instant | None
    call_count: int
    arrived_at: Instant | None
    arrival_inferred: bool
    ended_at: Instant | None
    end_inferred: bool
    outcome: str | None
    origin: str
    from_turn: int | None
    for_counter: str | None
    for_officer: str | None
    held_until: Instant | None
    absent_due_at: Instant | None
    ticks: str
    """JSON list of the ticks' ids."""
    touched_seq: int
    number: str
    language: str
    priority_group: str | None
    purpose: str | None
    confirmed_at: Instant | None
    """When the citizen last said to be there; None again once they said to be late."""
    postponed_until: Instant | None
    """What the citizen last said of coming later."""

    @property
    def is_postponed(self) -> bool:
        """It rests because the citizen said to come later."""
        return self.cool_down_until is not None and self.cool_down_until == self.postponed_until

    def as_waiting(self, *, is_second: bool = False) -> Waiting:
        """`is_second`: the counter in question serves it only when nobody waits for its first services."""
        return Waiting(
            self.turn_id,
            self.service,
            self.rate,
            self.ranked_at,
            self.arrival,
            self.overtaken,
            self.first_overtaken_at,
            is_second,
        )


def _turn(row: sqlite3.Row) -> Turn:
    values: list[Any] = list(row)
    values[_STATE] = TurnState(values[_STATE])
    return Turn(*values)


@dataclass(frozen=True, slots=True)
class WhoWaits:
    """Of somebody in the queue: what says who may call."""

    service: str
    for_counter: str | None
    for_officer: str | None
    language: str = EVERYBODYS
    purpose: str | None = None


def waiting_for(connection: sqlite3.Connection, day: str, counter: Counter) -> list[Waiting]:
    """Everyone `counter` may call now, in order of rank."""
    return _as_waiting(WAITING.all(connection, of_day=day), _Asker(connection, counter))


def candidates_for(connection: sqlite3.Connection, day: str, counter: Counter) -> list[Waiting]:
    """Of everyone `counter` may call now, those who decide who is next: the head of each line, and whoever
    was overtaken.

    When a head may not be called here, whoever stands behind it is, and the whole queue is read.
    """
    heads = HEADS.all(connection, of_day=day)
    busy = busy_tickets(connection)
    asker = _Asker(connection, counter)
    if any(asker.is_kept_from(row, busy) for row in heads):
        return waiting_for(connection, day, counter)
    return _as_waiting(heads, asker)


def passed_over(connection: sqlite3.Connection, day: str, counter: Counter, turn: Waiting) -> tuple[int, ...]:
    """Whom a call of `turn` to `counter` passes: everyone the counter may call who ranks earlier, in order of rank."""
    asker = _Asker(connection, counter)
    rows = EARLIER.all(connection, of_day=day, ranked_at=turn.ranked_at, arrival=turn.arrival)
    return tuple(row[0] for row in rows if asker.tier_of(row) is not None)


class _Asker:
    """A counter that looks at rows of the queue. Who sits where is read only when services alone do not say
    who may call somebody."""

    def __init__(self, connection: sqlite3.Connection, counter: Counter) -> None:
        self._connection = connection
        self._counter = counter
        # One look-up for each service: whether it is a second one; None: not served here.
        self._tiers: dict[str, bool | None] = {
            **dict.fromkeys(counter.second_services, True),
            **dict.fromkeys(counter.services, False),
        }

    def tier_of(self, row: sqlite3.Row) -> bool | None:
        """Whether the row's turn is of a second service here; None when this counter may not call it."""
        if row["language"] == EVERYBODYS and row["for_counter"] is None and row["for_officer"] is None:
            return self._tiers.get(row["service"]) if self._counter.takes(row["purpose"]) else None
        wish = WhoWaits(row["service"], row["for_counter"], row["for_officer"], row["language"], row["purpose"])
        if not self._desks.may_call(self._counter, wish):
            return None
        return self._desks.is_second(self._counter, wish)

    def is_kept_from(self, row: sqlite3.Row, busy: frozenset[int]) -> bool:
        """Whether the row's turn may not be called here though others of its line may: by its language or purpose, or
        because its ticket is busy."""
        if row["ticket_id"] not in busy and row["language"] == EVERYBODYS and self._counter.takes(row["purpose"]):
            return False
        is_sent = row["for_counter"] is not None or row["for_officer"] is not None
        if not is_sent and row["service"] not in self._tiers:
            return False
        return row["ticket_id"] in busy or self.tier_of(row) is None

    @cached_property
    def _desks(self) -> Desks:
        return desks_now(self._connection)


def _as_waiting(rows: list[sqlite3.Row], asker: _Asker) -> list[Waiting]:
    return [
        Waiting(row[0], row[1], row[2], row[3], row[4], row[5], row[6], is_second)
        for row in rows
        if (is_second := asker.tier_of(row)) is not None
    ]


def busy_tickets(connection: sqlite3.Connection) -> frozenset[int]:
    """Tickets with a turn that is called, served or on hold."""
    return frozenset(row[0] for row in BUSY_TICKETS.all(connection))


def waiting_counts(connection: sqlite3.Connection, day: str) -> dict[str, int]:
    """People waiting, by service; services with nobody are not there."""
    return {row[0]: row[1] for row in WAITING_COUNTS.all(connection, of_day=day)}


def turn_by_id(connection: sqlite3.Connection, turn_id: int) -> Turn | None:
    row = TURN.first(connection, of_turn=turn_id)
    return None if row is None else _turn(row)


def turn_at_counter(connection: sqlite3.Connection, counter_id: str) -> Turn | None:
    """The turn that is called to or served at the counter."""
    row = AT_COUNTER.first(connection, of_counter=counter_id)
    return None if row is None else _turn(row)


def turns_at_counters(connection: sqlite3.Connection) -> list[Turn]:
    """Every turn that is called or served, at whatever counter and of whatever day."""
    return [_turn(row) for row in AT_ANY_COUNTER.all(connection)]


def turn_by_number(connection: sqlite3.Connection, day: str, number: str) -> Turn | None:
    row = BY_NUMBER.first(connection, of_day=day, of_number=number)
    return None if row is None else _turn(row)


def last_turn_of_ticket(connection: sqlite3.Connection, ticket_id: int) -> Turn | None:
    row = LAST_OF_TICKET.first(connection, of_ticket=ticket_id)
    return None if row is None else _turn(row)


def open_turns(connection: sqlite3.Connection, day: str) -> list[int]:
    """Turns that wait, are called or on hold: what the closing of the day expires."""
    return [row[0] for row in OPEN_TURNS.all(connection, of_day=day)]


def waiting_list(connection: sqlite3.Connection, day: str) -> list[Turn]:
    """Everyone who waits, those in cool-down included, in order of rank."""
    return [_turn(row) for row in WAITING_LIST.all(connection, of_day=day)]


def absent_list(connection: sqlite3.Connection, day: str) -> list[Turn]:
    """Those who did not come and may still return."""
    return [_turn(row) for row in ABSENT_LIST.all(connection, of_day=day)]
