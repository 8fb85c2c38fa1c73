"""Everything whose time has come: windows, graces, cool-downs, holds, last recalls, missing print outcomes.

Each is an event.
"""

import sqlite3

from sqlalchemy import bindparam, select

from server.actions.serving import end_grace
from server.db import tables as t
from server.db.queries.holds import due_absences, due_holds
from server.db.queries.queue import last_turn_of_ticket
from server.db.queries.ratings import due_windows
from server.db.queries.tickets import tickets_without_outcome
from server.db.statements import Statement
from server.db.work import Work
from server.domain.instant import Instant
from server.domain.turns import TurnState
from server.journal.events import CoolDownEnded, TurnMarkedAbsent, TurnReleased, TurnVoided, WindowClosed

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
    """Whether `expire_due` would find something; six indexed reads."""
    return bool(
        due_windows(connection, now)
        or GRACE_DUE.first(connection, now=now)
        or COOL_DOWN_DUE.first(connection, now=now)
        or due_holds(connection, now)
        or due_absences(connection, now)
        or tickets_without_outcome(connection, now)
    )


def expire_due(work: Work) -> int:
    """Record every expiry that is due at the journal's time; how many events that were."""
    before = len(work.events)
    for window in due_windows(work.connection, work.now):
        work.record(WindowClosed(window_id=window.window_id))
    for row in GRACE_DUE.all(work.connection, now=work.now):
        end_grace(work, row[0])
    for row in COOL_DOWN_DUE.all(work.connection, now=work.now):
        work.record(CoolDownEnded(turn_id=row[0]))
    for turn_id in due_holds(work.connection, work.now):
        work.record(TurnReleased(turn_id=turn_id, reason="timer"))
    for turn_id in due_absences(work.connection, work.now):
        grace_until = work.now + work.centre.queue.no_show_grace_ms
        work.record(TurnMarkedAbsent(turn_id=turn_id, grace_until=grace_until))
    for ticket_id in tickets_without_outcome(work.connection, work.now):
        turn = last_turn_of_ticket(work.connection, ticket_id)
        if turn is not None and turn.state is TurnState.WAITING:
            work.record(TurnVoided(turn_id=turn.turn_id, reason="no_outcome"))
    return len(work.events) - before
