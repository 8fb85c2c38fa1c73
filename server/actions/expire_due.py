"""Everything whose time has come: windows, graces, cool-downs, missing print outcomes. Each is an event."""

import sqlite3

from sqlalchemy import bindparam, select

from server.db import tables as t
from server.db.queries.queue import last_turn_of_ticket
from server.db.queries.ratings import due_windows
from server.db.queries.tickets import tickets_without_outcome
from server.db.statements import Statement
from server.db.work import Work
from server.domain.instant import Instant
from server.domain.turns import TurnState
from server.journal.events import CoolDownEnded, GraceEnded, TurnVoided, WindowClosed

GRACE_DUE = Statement(
    select(t.turns.c.turn_id)
    .where(t.turns.c.grace_until.is_not(None), t.turns.c.grace_until <= bindparam("now"))
    .order_by(t.turns.c.grace_until)
)
COOL_DOWN_DUE = Statement(
    select(t.turns.c.turn_id)
    .where(t.turns.c.cool_down_until.is_not(None), t.turns.c.cool_down_until <= bindparam("now"))
    .order_by(t.turns.c.cool_down_until)
)


def anything_due(connection: sqlite3.Connection, now: Instant) -> bool:
    """Whether `expire_due` would find something; four indexed reads."""
    return bool(
        due_windows(connection, now)
        or GRACE_DUE.first(connection, now=now)
        or COOL_DOWN_DUE.first(connection, now=now)
        or tickets_without_outcome(connection, now)
    )


def expire_due(work: Work) -> int:
    """Record every expiry that is due at the journal's time; how many there were."""
    before = len(work.events)
    for window in due_windows(work.connection, work.now):
        work.record(WindowClosed(window_id=window.window_id))
    for row in GRACE_DUE.all(work.connection, now=work.now):
        work.record(GraceEnded(turn_id=row[0]))
    for row in COOL_DOWN_DUE.all(work.connection, now=work.now):
        work.record(CoolDownEnded(turn_id=row[0]))
    for ticket_id in tickets_without_outcome(work.connection, work.now):
        turn = last_turn_of_ticket(work.connection, ticket_id)
        if turn is not None and turn.state is TurnState.WAITING:
            work.record(TurnVoided(turn_id=turn.turn_id, reason="no_outcome"))
    return len(work.events) - before
