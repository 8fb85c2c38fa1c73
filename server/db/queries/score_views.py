"""The log of who looked at whose scores: officers' scores are personal data."""

import sqlite3

from sqlalchemy import bindparam, insert, select

from server.db import tables as t
from server.db.statements import Statement
from server.domain.instant import Instant

ADD = Statement(
    insert(t.score_views).values(
        staff_id=bindparam("staff_id"), what=bindparam("what"), viewed_at=bindparam("viewed_at")
    )
)
ALL = Statement(select(t.score_views.c.staff_id, t.score_views.c.what).order_by(t.score_views.c.view_id))


def note_view(connection: sqlite3.Connection, *, staff_id: str, what: str, viewed_at: Instant) -> None:
    ADD.run(connection, staff_id=staff_id, what=what, viewed_at=viewed_at)


def views(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Who looked, and at what, in order."""
    return [(row[0], row[1]) for row in ALL.all(connection)]
