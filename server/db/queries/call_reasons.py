"""Why a turn was called and whom the call passed; and which calls passed somebody who still waits."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from server.db import tables as t
from server.db.queries.queue import Turn
from server.db.statements import Statement
from server.domain.instant import Instant
from server.domain.turns import ranks_by_place

LAST_CALL = Statement(
    select(t.calls.c.called_at, t.calls.c.reason)
    .where(t.calls.c.turn_id == bindparam("of_turn"), t.calls.c.kind != "recall", t.calls.c.undone == 0)
    .order_by(t.calls.c.call_id.desc())
    .limit(1)
)
IS_TO_SEAT = Statement(select(t.calls.c.to_seat).where(t.calls.c.call_id == bindparam("of_call")))
NUMBER_OF = Statement(
    select(t.tickets.c.shown)
    .join(t.turns, t.turns.c.ticket_id == t.tickets.c.ticket_id)
    .where(t.turns.c.turn_id == bindparam("of_turn"))
)
CALLS_SINCE = Statement(
    select(
        t.tickets.c.shown,
        t.tickets.c.origin,
        t.turns.c.rate,
        t.turns.c.ranked_at,
        t.turns.c.waiting_since,
        t.calls.c.called_at,
        t.calls.c.reason,
    )
    .join(t.turns, t.turns.c.turn_id == t.calls.c.turn_id)
    .join(t.tickets, t.tickets.c.ticket_id == t.turns.c.ticket_id)
    .where(
        t.calls.c.day == bindparam("of_day"),
        t.calls.c.call_id > bindparam("since"),
        t.calls.c.kind != "recall",
        t.calls.c.undone == 0,
    )
    .order_by(t.calls.c.call_id.desc())
    .limit(100)
)


@dataclass(frozen=True, slots=True)
class CallReason:
    """A call and what was stored with it."""

    number: str
    rate: str
    """The queueing group of the one who was called."""
    waited_ms: int
    """How long the wait counted for."""
    by_place: bool
    """It counted from a place that the ticket was given."""
    reason: dict[str, Any]


def reason_of_call(connection: sqlite3.Connection, turn: Turn, origin: str) -> CallReason | None:
    """Why a turn of a ticket of this origin was called last, recalls left out; None when it was not."""
    row = LAST_CALL.first(connection, of_turn=turn.turn_id)
    if row is None:
        return None
    waited_ms = row["called_at"] - turn.ranked_at
    by_place = ranks_by_place(origin, turn.ranked_at, turn.waiting_since)
    return CallReason(turn.number, turn.rate, waited_ms, by_place, json.loads(row["reason"]))


def numbers_passed(connection: sqlite3.Connection, reason: dict[str, Any]) -> list[str]:
    """The numbers of those whom a call passed, in order of rank."""
    numbers = (NUMBER_OF.value(connection, of_turn=turn_id) for turn_id in reason.get("passed", ()))
    return [number for number in numbers if number is not None]  # a turn that was undone has gone


def calls_that_passed(connection: sqlite3.Connection, turn: Turn, *, at_most: int) -> list[CallReason]:
    """The newest calls that passed this turn, of the last hundred since it waits."""
    found: list[CallReason] = []
    for row in CALLS_SINCE.each(connection, of_day=turn.day, since=turn.turn_id):
        reason = json.loads(row["reason"])
        if turn.turn_id in reason.get("passed", ()):
            waited: Instant = row["called_at"] - row["ranked_at"]
            by_place = ranks_by_place(row["origin"], row["ranked_at"], row["waiting_since"])
            found.append(CallReason(row["shown"], row["rate"], waited, by_place, reason))
            if len(found) == at_most:
                break
    return found


def is_to_seat(connection: sqlite3.Connection, call_id: int | None) -> bool:
    """Whether the last call or recall said that the officer comes to where the citizen sits."""
    return call_id is not None and bool(IS_TO_SEAT.value(connection, of_call=call_id))
