"""What of the journal tells whether the figures of a day that is over may have changed."""

import sqlite3
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, bindparam, cast, func, or_, select

from server.db import tables as t
from server.db.queries.set_up import set_up_revision
from server.db.queries.settled_ratings import kept_since
from server.db.statements import Statement, is_one_of
from server.db.work import read_head
from server.journal.events import ActionUndone, ClockJumped, DatabaseRestored, LostInRestore

_j = t.journal.c
_since = _j.seq > bindparam("since")
SETTLED_UNTIL = Statement(select(t.settled_until.c.seq))


def _named(field: str) -> ColumnElement[int]:
    """The ids that the newer events name in a field of theirs."""
    return cast(func.json_extract(_j.body, f"$.{field}"), Integer)


_undone = func.json_each(_j.body, "$.turns").table_valued("value")
# Of every event that names a turn, a ticket, a window, a supplement or a day; and what was added since.
TOUCHED = tuple(
    Statement(statement)
    for statement in (
        select(t.turns.c.day)
        .distinct()
        .where(
            or_(
                t.turns.c.turn_id > bindparam("since"),
                t.turns.c.turn_id.in_(select(_named("turn_id")).where(_since)),
                t.turns.c.turn_id.in_(
                    select(cast(func.json_extract(_undone.c.value, "$.turn_id"), Integer))
                    .select_from(t.journal.join(_undone, _since))
                    .where(_j.kind == ActionUndone.kind)
                ),
            )
        ),
        select(t.tickets.c.day)
        .distinct()
        .where(
            or_(
                t.tickets.c.ticket_id > bindparam("since"),
                t.tickets.c.ticket_id.in_(select(_named("ticket_id")).where(_since)),
            )
        ),
        select(t.windows.c.day).distinct().where(t.windows.c.window_id.in_(select(_named("window_id")).where(_since))),
        select(t.supplements.c.day)
        .distinct()
        .where(t.supplements.c.supplement_id.in_(select(_named("supplement_id")).where(_since))),
        select(func.json_extract(_j.body, "$.day")).distinct().where(_since),
    )
)
SETTLED_SINCE = Statement(
    select(t.windows.c.day)
    .distinct()
    .join(t.presses, t.presses.c.window_id == t.windows.c.window_id)
    .where(t.presses.c.seq > bindparam("since"), t.presses.c.seq <= bindparam("until"))
)
_OF_EVERY_DAY = (ClockJumped.kind, DatabaseRestored.kind, LostInRestore.kind)
OF_EVERY_DAY = Statement(select(_j.seq).where(_since, is_one_of(_j.kind, _OF_EVERY_DAY)).limit(1))
SERVICE_DAYS = Statement(
    select(t.service_days.c.day, t.service_days.c.closed_at.is_not(None))
    .where(t.service_days.c.day.between(bindparam("first_day"), bindparam("last_day")))
    .order_by(t.service_days.c.day)
)
UNENDED = Statement(select(t.turns.c.day).distinct().where(t.turns.c.ended_at.is_(None)))


@dataclass(frozen=True, slots=True)
class Position:
    """How far a reader sees."""

    seq: int
    """Of the journal's last event."""
    settled: int
    """Up to which press ratings have settled."""

    def is_past(self, other: "Position") -> bool:
        """Whether it sees all that the other sees."""
        return self.seq >= other.seq and self.settled >= other.settled


def position(connection: sqlite3.Connection) -> Position:
    return Position(read_head(connection).seq, int(SETTLED_UNTIL.value(connection) or 0))


def rules_of_days(connection: sqlite3.Connection) -> tuple[int, str]:
    """What the figures of every day rest on: the set-up, and from when on ratings are kept."""
    return set_up_revision(connection), kept_since(connection)


def touched_days(connection: sqlite3.Connection, since: Position, until: Position) -> set[str] | None:
    """The days of whose figures something may have changed between two positions; None: of all."""
    if until.settled < since.settled or OF_EVERY_DAY.first(connection, since=since.seq) is not None:
        return None
    found: set[str | None] = set()
    if until.seq > since.seq:
        for statement in TOUCHED:
            found.update(row[0] for row in statement.each(connection, since=since.seq))
    if until.settled > since.settled:
        found.update(row[0] for row in SETTLED_SINCE.each(connection, since=since.settled, until=until.settled))
    return {day for day in found if day is not None}


def service_days(connection: sqlite3.Connection, first_day: str, last_day: str) -> dict[str, bool]:
    """The service days of a period, in order, and whether each is over: closed, and with no turn still open."""
    unended = {row[0] for row in UNENDED.each(connection)}
    return {
        day: bool(is_closed) and day not in unended
        for day, is_closed in SERVICE_DAYS.each(connection, first_day=first_day, last_day=last_day)
    }
