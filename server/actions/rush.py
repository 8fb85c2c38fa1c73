"""Rush: while many come, the kiosks give numbers with one touch. Switched by the head, or by the rule."""

import sqlite3

from server.db.queries.days import ServiceDay, open_day
from server.db.queries.tickets import numbers_since
from server.db.work import Work
from server.domain.centre import Centre
from server.domain.instant import Instant
from server.domain.rush import BY_HEAD, BY_RULE, RUSH_SPAN_MS, rush_by_rule
from server.errors import Conflict
from server.journal.events import RushSwitched


def switch_rush(work: Work, *, is_on: bool) -> None:
    """The head's word, which holds for the rest of the day; a repeat is harmless.

    Raises:
        Conflict: no day is open.
    """
    day = open_day(work.connection)
    if day is None:
        raise Conflict("day_closed", "Ngày làm việc chưa mở.")
    if (day.is_rush, day.rush_by) != (is_on, BY_HEAD):
        work.record(RushSwitched(day=day.day, is_on=is_on, by=BY_HEAD))


def follow_rush_rule(work: Work) -> None:
    """Switch as the rule says."""
    day = open_day(work.connection)
    wanted = rush_wanted(work.connection, work.centre, day, work.now)
    if day is not None and wanted is not None:
        work.record(RushSwitched(day=day.day, is_on=wanted, by=BY_RULE))


def rush_wanted(connection: sqlite3.Connection, centre: Centre, day: ServiceDay | None, now: Instant) -> bool | None:
    """What the rule would switch to now; None: nothing."""
    if day is None or not (centre.rush.by_rule or day.is_rush):
        return None
    most = max(centre.rush.starts_at, centre.rush.ends_below)
    lately = numbers_since(connection, now - RUSH_SPAN_MS, at_most=most)
    return rush_by_rule(centre.rush, is_rush=day.is_rush, switched_by=day.rush_by, numbers_lately=lately)
