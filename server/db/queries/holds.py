"""Turns on hold and turns by their number: who is away, for how long still, and which turn a number means."""

import sqlite3
from dataclasses import dataclass

from sqlalchemy import bindparam, case, func, select

from server.db import tables as t
from server.db.queries.queue import Turn, turn_by_id
from server.db.statements import Statement, is_one_of
from server.domain.instant import Instant
from server.domain.turns import BUSY, TurnState

_is_held = (t.turns.c.state == TurnState.ON_HOLD.value) & t.turns.c.ended_at.is_(None)
_is_busy = is_one_of(t.turns.c.state, sorted(BUSY)) & t.turns.c.ended_at.is_(None) & t.turns.c.counter_id.is_not(None)
HELD = Statement(
    select(t.turns.c.turn_id)
    .where(_is_held, t.turns.c.counter_id.is_not(None), t.turns.c.day == bindparam("of_day"))
    .order_by(t.turns.c.turn_id)
)
HELD_AT = Statement(
    select(t.turns.c.turn_id)
    .where(_is_held, t.turns.c.counter_id == bindparam("of_counter"))
    .order_by(t.turns.c.turn_id)
)
HELD_DUE = Statement(
    select(t.turns.c.turn_id)
    .where(t.turns.c.held_until.is_not(None), t.turns.c.held_until <= bindparam("now"))
    .order_by(t.turns.c.held_until)
)
ABSENT_DUE = Statement(
    select(t.turns.c.turn_id)
    .where(t.turns.c.absent_due_at.is_not(None), t.turns.c.absent_due_at <= bindparam("now"))
    .order_by(t.turns.c.absent_due_at)
)
BUSY_OF_TICKET = Statement(select(t.turns.c.turn_id).where(_is_busy, t.turns.c.ticket_id == bindparam("of_ticket")))
OPEN_SERVICES = Statement(
    select(t.turns.c.service).where(
        t.turns.c.ticket_id == bindparam("of_ticket"),
        is_one_of(t.turns.c.state, sorted(BUSY | {TurnState.WAITING})),
        t.turns.c.ended_at.is_(None),
    )
)
WAITING_OF_TICKET = Statement(
    select(t.turns.c.turn_id)
    .where(
        t.turns.c.ticket_id == bindparam("of_ticket"),
        t.turns.c.state == TurnState.WAITING.value,
        t.turns.c.ended_at.is_(None),
    )
    .order_by(t.turns.c.turn_id)
)
SERVED = Statement(
    select(t.turns.c.turn_id)
    .where(t.turns.c.ticket_id == bindparam("of_ticket"), t.turns.c.arrived_at.is_not(None))
    .limit(1)
)
# Of a number's turns the one that the number shows: that at a counter or on hold, else one that waits (the
# earliest in rank), else the last.
OF_NUMBER = Statement(
    select(t.turns.c.turn_id)
    .join(t.tickets, t.tickets.c.ticket_id == t.turns.c.ticket_id)
    .where(t.tickets.c.day == bindparam("of_day"), t.tickets.c.shown == bindparam("of_number"))
    .order_by(
        case(
            (is_one_of(t.turns.c.state, sorted(BUSY)), 0),
            (t.turns.c.state == TurnState.WAITING.value, 1),
            else_=2,
        ),
        case((t.turns.c.state == TurnState.WAITING.value, t.turns.c.ranked_at), else_=-t.turns.c.turn_id),
    )
)
LAST_HOLD = Statement(
    select(t.holds.c.counter_id, t.holds.c.officer_id)
    .where(t.holds.c.turn_id == bindparam("of_turn"))
    .order_by(t.holds.c.hold_id.desc())
    .limit(1)
)
LAST_CALL = Statement(
    select(t.calls.c.counter_id, t.calls.c.officer_id)
    .where(t.calls.c.turn_id == bindparam("of_turn"), t.calls.c.undone == 0)
    .order_by(t.calls.c.call_id.desc())
    .limit(1)
)
HOLDS_OF_TURN = Statement(
    select(t.holds.c.held_at, t.holds.c.ended_at)
    .where(t.holds.c.turn_id == bindparam("of_turn"))
    .order_by(t.holds.c.hold_id)
)
_newest_call = (
    select(func.max(t.calls.c.call_id))
    .where(t.calls.c.turn_id == bindparam("of_turn"), t.calls.c.kind != "recall", t.calls.c.undone == 0)
    .scalar_subquery()
)
RECALLS = Statement(
    select(func.count()).where(
        t.calls.c.turn_id == bindparam("of_turn"),
        t.calls.c.kind == "recall",
        t.calls.c.to_seat == 0,
        t.calls.c.call_id > _newest_call,
    )
)


@dataclass(frozen=True, slots=True)
class Server:
    """Where a turn was served last, and by whom."""

    counter_id: str
    officer_id: str


def held_turns(connection: sqlite3.Connection, day: str) -> list[Turn]:
    """Every turn of a day that is on hold, at whatever counter."""
    return _turns(connection, HELD.all(connection, of_day=day))


def held_at_counter(connection: sqlite3.Connection, counter_id: str) -> list[Turn]:
    """The turns that a counter has put on hold."""
    return _turns(connection, HELD_AT.all(connection, of_counter=counter_id))


def due_holds(connection: sqlite3.Connection, now: Instant) -> list[int]:
    """Turns whose hold is over at `now`."""
    return [row[0] for row in HELD_DUE.all(connection, now=now)]


def due_absences(connection: sqlite3.Connection, now: Instant) -> list[int]:
    """Turns that were called as often as the centre calls, and have not come."""
    return [row[0] for row in ABSENT_DUE.all(connection, now=now)]


def turns_of_number(connection: sqlite3.Connection, day: str, number: str) -> list[Turn]:
    """The turns of a number, the one that the number means first."""
    return _turns(connection, OF_NUMBER.all(connection, of_day=day, of_number=number))


def busy_turns_of_ticket(connection: sqlite3.Connection, ticket_id: int) -> list[int]:
    """A ticket's turns that are called, served or on hold: one at most."""
    return [row[0] for row in BUSY_OF_TICKET.all(connection, of_ticket=ticket_id)]


def waiting_turns_of_ticket(connection: sqlite3.Connection, ticket_id: int) -> list[int]:
    """A ticket's turns that wait, those in cool-down included."""
    return [row[0] for row in WAITING_OF_TICKET.all(connection, of_ticket=ticket_id)]


def open_services_of_ticket(connection: sqlite3.Connection, ticket_id: int) -> set[str]:
    """The services that a ticket waits for or is getting."""
    return {row[0] for row in OPEN_SERVICES.all(connection, of_ticket=ticket_id)}


def somebody_came(connection: sqlite3.Connection, ticket_id: int) -> bool:
    """Whether anybody was served on a ticket: then it reached somebody's hand, whatever a kiosk says later."""
    return SERVED.first(connection, of_ticket=ticket_id) is not None


def served_last_by(connection: sqlite3.Connection, turn_id: int) -> Server | None:
    """Who began to serve a turn that is at no counter now: who put it on hold, else who called it last."""
    row = LAST_HOLD.first(connection, of_turn=turn_id) or LAST_CALL.first(connection, of_turn=turn_id)
    return None if row is None else Server(row[0], row[1])


def held_ms(connection: sqlite3.Connection, turn: Turn, now: Instant) -> int:
    """How long a turn was away between its arrival at the desk and its end (or `now`): no time of service."""
    if turn.arrived_at is None:
        return 0
    end = now if turn.ended_at is None else turn.ended_at
    spans = HOLDS_OF_TURN.all(connection, of_turn=turn.turn_id)
    return sum(
        max(0, min(end, end if row["ended_at"] is None else row["ended_at"]) - max(turn.arrived_at, row["held_at"]))
        for row in spans
    )


def recalls_of_this_call(connection: sqlite3.Connection, turn_id: int) -> int:
    """How often a turn was recalled since it was last called, not counting that the officer came to the seat."""
    return int(RECALLS.value(connection, of_turn=turn_id))


def _turns(connection: sqlite3.Connection, rows: list[sqlite3.Row]) -> list[Turn]:
    found = (turn_by_id(connection, row[0]) for row in rows)
    return [turn for turn in found if turn is not None]
