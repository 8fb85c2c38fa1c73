"""Calls: the last ones for the boards, and why a turn was called."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from server.db import tables as t
from server.db.statements import Statement
from server.domain.instant import Instant
from server.domain.turns import TurnState

LAST_CALLS = Statement(
    select(
        t.calls.c.call_id,
        t.calls.c.counter_id,
        t.calls.c.kind,
        t.calls.c.to_seat,
        t.calls.c.called_at,
        t.turns.c.state,
        t.turns.c.service,
        t.turns.c.call_id.label("newest_call_id"),
        t.tickets.c.shown,
        t.tickets.c.language,
    )
    .join(t.turns, t.turns.c.turn_id == t.calls.c.turn_id)
    .join(t.tickets, t.tickets.c.ticket_id == t.turns.c.ticket_id)
    .where(t.calls.c.day == bindparam("of_day"), t.calls.c.undone == 0)
    .order_by(t.calls.c.call_id.desc())
    .limit(bindparam("most"))
)
LAST_REASON = Statement(
    select(t.calls.c.kind, t.calls.c.reason)
    .where(t.calls.c.turn_id == bindparam("of_turn"), t.calls.c.kind != "recall", t.calls.c.undone == 0)
    .order_by(t.calls.c.call_id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Call:
    call_id: int
    counter_id: str
    is_recall: bool
    called_at: Instant
    number: str
    service: str
    language: str
    turn_state: TurnState
    is_newest: bool
    """No later call or recall of the same turn."""
    to_seat: bool = False
    """The officer goes to where the citizen sits."""


def last_calls(connection: sqlite3.Connection, day: str, most: int) -> list[Call]:
    """The newest calls and recalls of a day that were not undone, newest first."""
    return [
        Call(
            call_id=row["call_id"],
            counter_id=row["counter_id"],
            is_recall=row["kind"] == "recall",
            called_at=row["called_at"],
            number=row["shown"],
            service=row["service"],
            language=row["language"],
            turn_state=TurnState(row["state"]),
            is_newest=row["newest_call_id"] == row["call_id"],
            to_seat=bool(row["to_seat"]),
        )
        for row in LAST_CALLS.all(connection, of_day=day, most=most)
    ]


def why_called(connection: sqlite3.Connection, turn_id: int) -> dict[str, Any] | None:
    """The reason stored with the last call of a turn (recalls left out)."""
    row = LAST_REASON.first(connection, of_turn=turn_id)
    return None if row is None else {"kind": row["kind"], **json.loads(row["reason"])}
