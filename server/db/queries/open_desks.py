"""Who sits where now and speaks what: the staffed counters as the rule of eligibility sees them."""

import json
import sqlite3
from functools import lru_cache

from sqlalchemy import and_, select

from server.db import tables as t
from server.db.statements import Statement
from server.db.work import read_centre
from server.domain.eligibility import Desk, Desks

STAFFED = Statement(
    select(
        t.desk_sessions.c.counter_id,
        t.desk_sessions.c.officer_id,
        t.staff.c.languages,
        t.desk_pauses.c.paused_at,
    )
    .outerjoin(t.staff, t.staff.c.staff_id == t.desk_sessions.c.officer_id)
    .outerjoin(
        t.desk_pauses,
        and_(t.desk_pauses.c.session_id == t.desk_sessions.c.session_id, t.desk_pauses.c.resumed_at.is_(None)),
    )
    .where(t.desk_sessions.c.signed_off_at.is_(None))
    .order_by(t.desk_sessions.c.counter_id)
)


def desks_now(connection: sqlite3.Connection) -> Desks:
    """Every counter with an officer signed on. A session at a counter that the centre no longer has is left out."""
    centre = read_centre(connection)
    counters = {counter.counter_id: counter for counter in centre.counters}
    return Desks(
        Desk(counters[row[0]], row[1], _languages(row[2]), row[3])
        for row in STAFFED.all(connection)
        if row[0] in counters
    )


@lru_cache(maxsize=256)
def _languages(as_json: str | None) -> frozenset[str]:
    """None: an officer who is no longer on record."""
    return frozenset(json.loads(as_json or "[]"))
