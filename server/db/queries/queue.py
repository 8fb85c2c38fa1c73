"""The queue as the rules see it: who waits, who is at a counter, who is ahead of whom."""

import sqlite3
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, FromClause, bindparam, exists, func, or_, select, tuple_

from server.db import tables as t
from server.db.statements import Statement, is_one_of
from server.domain.centre import Counter
from server.domain.instant import Instant
from server.domain.next_ticket import Waiting
from server.domain.turns import TurnState

_day: BindParameter[str] = bindparam("of_day")


def _is_in_queue(turns: FromClause) -> ColumnElement[bool]:
    return (turns.c.state == TurnState.WAITING.value) & turns.c.ended_at.is_(None) & turns.c.cool_down_until.is_(None)


_is_waiting = _is_in_queue(t.turns)
_RANK = (t.turns.c.ranked_at, t.turns.c.arrival)
_ahead = t.turns.alias("ahead")
_is_behind_somebody = exists().where(
    _is_in_queue(_ahead),
    _ahead.c.day == t.turns.c.day,
    _ahead.c.service == t.turns.c.service,
    _ahead.c.rate == t.turns.c.rate,
    tuple_(_ahead.c.ranked_at, _ahead.c.arrival) < tuple_(*_RANK),
)
_WAITING = (
    select(
        t.turns.c.turn_id,
        t.turns.c.service,
        t.turns.c.rate,
        t.turns.c.ranked_at,
        t.turns.c.arrival,
        t.turns.c.overtaken,
        t.turns.c.first_overtaken_at,
    )
    .where(_is_waiting, t.turns.c.day == _day)
    .order_by(*_RANK)
)
WAITING = Statement(_WAITING)
CANDIDATES = Statement(_WAITING.where(or_(t.turns.c.overtaken > 0, ~_is_behind_somebody)))
WAITING_COUNTS = Statement(
    select(t.turns.c.service, func.count()).where(_is_waiting, t.turns.c.day == _day).group_by(t.turns.c.service)
)
AHEAD_OF = Statement(
    select(func.count()).where(
        _is_waiting,
        t.turns.c.day == _day,
        t.turns.c.service == bindparam("of_service"),
        tuple_(*_RANK) < tuple_(bindparam("ranked_at"), bindparam("arrival")),
    )
)
_own = (
    select(t.turns.c.day, t.turns.c.service, *_RANK)
    .where(t.turns.c.ticket_id == bindparam("of_ticket"))
    .order_by(t.turns.c.turn_id.desc())
    .limit(1)
    .subquery("own")
)
AHEAD_OF_TICKET = Statement(
    select(func.count()).where(
        _is_waiting,
        t.turns.c.day == _own.c.day,
        t.turns.c.service == _own.c.service,
        tuple_(*_RANK) < tuple_(_own.c.ranked_at, _own.c.arrival),
    )
)
_STATE = t.turns.columns.keys().index("state")
_TURN_WITH_NUMBER = select(*t.turns.columns, t.tickets.c.shown, t.tickets.c.language, t.tickets.c.priority_group).join(
    t.tickets, t.tickets.c.ticket_id == t.turns.c.ticket_id
)
TURN = Statement(_TURN_WITH_NUMBER.where(t.turns.c.turn_id == bindparam("of_turn")))
_is_at_a_counter = is_one_of(t.turns.c.state, (TurnState.CALLED, TurnState.SERVING)) & t.turns.c.ended_at.is_(None)
AT_COUNTER = Statement(_TURN_WITH_NUMBER.where(_is_at_a_counter, t.turns.c.counter_id == bindparam("of_counter")))
AT_ANY_COUNTER = Statement(_TURN_WITH_NUMBER.where(_is_at_a_counter).order_by(t.turns.c.turn_id))
BY_NUMBER = Statement(
    _TURN_WITH_NUMBER.where(t.tickets.c.shown == bindparam("of_number"), t.turns.c.day == _day)
    .order_by(t.turns.c.turn_id.desc())
    .limit(1)
)
LAST_OF_TICKET = Statement(
    _TURN_WITH_NUMBER.where(t.turns.c.ticket_id == bindparam("of_ticket")).order_by(t.turns.c.turn_id.desc()).limit(1)
)
OPEN_TURNS = Statement(
    select(t.turns.c.turn_id, t.turns.c.state)
    .where(
        is_one_of(t.turns.c.state, (TurnState.WAITING, TurnState.CALLED)),
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
    """A turn with the number of its ticket: the table's columns in their order, and three of the ticket's."""

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

    def as_waiting(self) -> Waiting:
        return Waiting(
            self.turn_id,
            self.service,
            self.rate,
            self.ranked_at,
            self.arrival,
            self.overtaken,
            self.first_overtaken_at,
        )


def _turn(row: sqlite3.Row) -> Turn:
    values: list[Any] = list(row)
    values[_STATE] = TurnState(values[_STATE])
    return Turn(*values)


def waiting_for(connection: sqlite3.Connection, day: str, counter: Counter) -> list[Waiting]:
    """Everyone `counter` may serve now, in order of rank."""
    return _waiting(WAITING.all(connection, of_day=day), counter)


def candidates_for(connection: sqlite3.Connection, day: str, counter: Counter) -> list[Waiting]:
    """Of everyone `counter` may serve now, those who decide who is next: the head of each line, and whoever
    was overtaken."""
    return _waiting(CANDIDATES.all(connection, of_day=day), counter)


def _waiting(rows: list[sqlite3.Row], counter: Counter) -> list[Waiting]:
    return [Waiting(*row) for row in rows if counter.serves(row["service"])]


def waiting_counts(connection: sqlite3.Connection, day: str) -> dict[str, int]:
    """People waiting, by service; services with nobody are not there."""
    return {row[0]: row[1] for row in WAITING_COUNTS.all(connection, of_day=day)}


def people_ahead(connection: sqlite3.Connection, turn: Turn) -> int:
    """How many people wait for the same service and rank earlier."""
    return int(
        AHEAD_OF.value(
            connection,
            of_day=turn.day,
            of_service=turn.service,
            ranked_at=turn.ranked_at,
            arrival=turn.arrival,
        )
    )


def people_ahead_of_ticket(connection: sqlite3.Connection, ticket_id: int) -> int:
    """How many people rank before a ticket's last turn."""
    return int(AHEAD_OF_TICKET.value(connection, of_ticket=ticket_id))


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
    """Turns that wait or are called: what the closing of the day expires."""
    return [row[0] for row in OPEN_TURNS.all(connection, of_day=day)]


def waiting_list(connection: sqlite3.Connection, day: str) -> list[Turn]:
    """Everyone who waits, those in cool-down included, in order of rank."""
    return [_turn(row) for row in WAITING_LIST.all(connection, of_day=day)]


def absent_list(connection: sqlite3.Connection, day: str) -> list[Turn]:
    """Those who did not come and may still return."""
    return [_turn(row) for row in ABSENT_LIST.all(connection, of_day=day)]
