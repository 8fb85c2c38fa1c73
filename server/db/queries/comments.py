"""Citizens' own words: which may be read, of closed days and where at least ten people rated, and who decided."""

import sqlite3
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, func, or_, select, update

from server.db import tables as t
from server.db.statements import Statement
from server.domain.instant import Instant
from server.domain.scores import BLOCK
from server.domain.service_day import DayState

_c, _s = t.comments.c, t.settled_ratings.c
# A turn that was rated at the desk and away from it counts once: it is people who are to be many.
_crowds = (
    select(_s.day, _s.service, func.count(_s.window_id.distinct()).label("people"))
    .where(_s.day >= select(func.min(_c.day)).scalar_subquery())
    .group_by(_s.day, _s.service)
    .having(func.count(_s.window_id.distinct()) >= BLOCK)
    .cte("crowds")
)
_READABLE = (
    select(*t.comments.columns, _crowds.c.people)
    .join(t.service_days, and_(t.service_days.c.day == _c.day, t.service_days.c.state == DayState.CLOSED.value))
    .join(_crowds, and_(_crowds.c.day == _c.day, _crowds.c.service == _c.service))
)
READABLE = Statement(
    _READABLE.where(or_(bindparam("in_state") == "", _c.state == bindparam("in_state")))
    .order_by(_c.day.desc(), _c.service, _c.comment_id)
    .limit(bindparam("at_most"))
    .offset(bindparam("after"))
)
COUNT_READABLE = Statement(
    select(func.count()).select_from(_READABLE.where(_c.state == bindparam("in_state")).subquery())
)
ONE_READABLE = Statement(_READABLE.where(_c.comment_id == bindparam("of_comment")))
MODERATE = Statement(
    update(t.comments)
    .where(_c.comment_id == bindparam("of_comment"))
    .values(state=bindparam("to_state"), moderated_by=bindparam("moderator"), moderated_at=bindparam("now"))
)


@dataclass(frozen=True, slots=True)
class Comment:
    """A row of the table: its columns in their order, and how many people rated in its service on its day."""

    comment_id: int
    day: str
    service: str
    tone: str
    """`low` or `high`: which side of the scheme the rating beside it was on."""
    text: str
    state: str
    """`new`, `shown` or `hidden`."""
    received_at: Instant
    moderated_by: str | None
    moderated_at: Instant | None
    people: int


def readable_comments(
    connection: sqlite3.Connection, *, at_most: int, after: int = 0, state: str = ""
) -> list[Comment]:
    """The words of closed days on which at least ten people rated in the service, the newest day first: so many after
    the first `after` of them; of one state alone, or (empty) of all."""
    return [Comment(*row) for row in READABLE.each(connection, at_most=at_most, after=after, in_state=state)]


def count_readable(connection: sqlite3.Connection, state: str) -> int:
    """How many of these words are in a state."""
    return int(COUNT_READABLE.value(connection, in_state=state) or 0)


def readable_comment(connection: sqlite3.Connection, comment_id: int) -> Comment | None:
    row = ONE_READABLE.first(connection, of_comment=comment_id)
    return None if row is None else Comment(*row)


def set_comment_state(
    connection: sqlite3.Connection, comment_id: int, *, state: str, moderator: str, now: Instant
) -> None:
    MODERATE.run(connection, of_comment=comment_id, to_state=state, moderator=moderator, now=now)
