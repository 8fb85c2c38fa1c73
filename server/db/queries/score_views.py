"""The log of who looked at whose scores: officers' scores are personal data.

`what` begins with what was looked at: `all` scores, an `officer`'s, a `counter`'s, one's `own`, `findings`,
`own_findings`, `corrections`, `own_data`, a `report`, an `export`, `turns`; then whose or which; then `first..last`.
"""

import sqlite3
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, delete, insert, not_, or_, select

from server.db import tables as t
from server.db.statements import Statement
from server.domain.instant import Instant

_v = t.score_views.c
ADD = Statement(
    insert(t.score_views).values(
        staff_id=bindparam("staff_id"), what=bindparam("what"), viewed_at=bindparam("viewed_at")
    )
)
_LOOKS = select(_v.staff_id, _v.what, _v.viewed_at).where(
    _v.viewed_at >= bindparam("since"), _v.viewed_at < bindparam("before")
)
_newest = (_v.viewed_at.desc(), _v.view_id.desc())
ALL = Statement(_LOOKS.order_by(*_newest).limit(bindparam("at_most")))
# By somebody else, and not at a third person's alone.
AT_ONE = Statement(
    _LOOKS.where(
        _v.staff_id != bindparam("of_staff"),
        not_(_v.what.like("own%")),
        or_(
            not_(_v.what.like("officer %")),
            and_(_v.what.like("officer %"), _v.what.startswith(bindparam("of_officer"))),
        ),
    )
    .order_by(*_newest)
    .limit(bindparam("at_most"))
)
BY_ONE = Statement(_LOOKS.where(_v.staff_id == bindparam("of_staff")).order_by(*_newest).limit(bindparam("at_most")))
FORGET = Statement(delete(t.score_views).where(_v.viewed_at < bindparam("before")))


@dataclass(frozen=True, slots=True)
class Look:
    staff_id: str
    """Who looked."""
    what: str
    viewed_at: Instant


def note_view(connection: sqlite3.Connection, *, staff_id: str, what: str, viewed_at: Instant) -> None:
    ADD.run(connection, staff_id=staff_id, what=what, viewed_at=viewed_at)


def all_looks(connection: sqlite3.Connection, since: Instant, before: Instant, *, at_most: int) -> list[Look]:
    """The newest looks of a time, newest first."""
    return [Look(*row) for row in ALL.each(connection, since=since, before=before, at_most=at_most)]


def looks_at(
    connection: sqlite3.Connection, staff_id: str, since: Instant, before: Instant, *, at_most: int
) -> list[Look]:
    """The newest looks of others at what one person's scores were among."""
    rows = AT_ONE.each(
        connection,
        of_staff=staff_id,
        of_officer=f"officer {staff_id} ",
        since=since,
        before=before,
        at_most=at_most,
    )
    return [Look(*row) for row in rows]


def looks_by(
    connection: sqlite3.Connection, staff_id: str, since: Instant, before: Instant, *, at_most: int
) -> list[Look]:
    """The newest looks of one person."""
    return [
        Look(*row) for row in BY_ONE.each(connection, of_staff=staff_id, since=since, before=before, at_most=at_most)
    ]


def forget_looks(connection: sqlite3.Connection, *, before: Instant) -> None:
    FORGET.run(connection, before=before)
