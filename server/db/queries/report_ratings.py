"""How many turns of a service, or of an hour, were asked for a rating, and how many gave one; without any level."""

import sqlite3
from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, and_, bindparam, func, select

from server.db import tables as t
from server.db.queries.settled_ratings import kept_since
from server.db.statements import Statement
from server.domain.instant import MINUTE_MS, as_datetime
from server.domain.press_flags import Series

Key = TypeVar("Key", bound=Hashable)

_s, _w = t.settled_ratings.c, t.windows.c
_period: tuple[BindParameter[str], BindParameter[str]] = (bindparam("first_day"), bindparam("last_day"))
_of_scheme = _w.scheme_id == bindparam("of_scheme")
ASKED = Statement(
    select(_w.day, _w.service, func.count())
    .where(_of_scheme, _w.undone == 0, _w.day.between(*_period))
    .group_by(_w.day, _w.service)
)
# Its finish was undone after its rating had settled: the rating stands, and so the turn was asked.
ASKED_AND_UNDONE = Statement(
    select(_w.day, _w.service, func.count())
    .join(t.settled_ratings, and_(_s.window_id == _w.window_id, _s.series == Series.DESK.value))
    .where(_of_scheme, _w.undone == 1, _w.day.between(*_period))
    .group_by(_w.day, _w.service)
)
RATED = Statement(
    select(_s.day, _s.service, func.count())
    .where(_s.scheme_id == bindparam("of_scheme"), _s.series == Series.DESK.value, _s.day.between(*_period))
    .group_by(_s.day, _s.service)
)

QUARTER_MS = 15 * MINUTE_MS
"""Every zone's hours begin with one."""
_quarter = (_w.opened_at // QUARTER_MS).label("quarter")
ENDED = Statement(
    select(_w.day, _quarter, func.count())
    .where(_of_scheme, _w.undone == 0, _w.day.between(*_period))
    .group_by(_w.day, _quarter)
)
ENDED_AND_UNDONE = Statement(
    select(_w.day, _quarter, func.count())
    .join(t.settled_ratings, and_(_s.window_id == _w.window_id, _s.series == Series.DESK.value))
    .where(_of_scheme, _w.undone == 1, _w.day.between(*_period))
    .group_by(_w.day, _quarter)
)
RATED_IN_HOUR = Statement(
    select(_s.day, _s.hour, func.count())
    .where(_s.scheme_id == bindparam("of_scheme"), _s.series == Series.DESK.value, _s.day.between(*_period))
    .group_by(_s.day, _s.hour)
)

LAST_ASKED = Statement(select(func.max(_w.day)).where(_of_scheme, _w.undone == 0, _w.day.between(*_period)))


def last_asked(connection: sqlite3.Connection, scheme_id: str, first_day: str, last_day: str) -> str | None:
    """The last service day of a period on which somebody was asked under a scheme; None: nobody was."""
    day: str | None = LAST_ASKED.value(connection, of_scheme=scheme_id, first_day=first_day, last_day=last_day)
    return day


def asked_together(asked: Iterable[tuple[Key, tuple[int, int]]]) -> dict[Key, tuple[int, int]]:
    """The counts of several days with each key, in one."""
    found: dict[Key, tuple[int, int]] = {}
    for key, (windows, rated) in asked:
        before = found.get(key, (0, 0))
        found[key] = before[0] + windows, before[1] + rated
    return found


def asked_by_hour(
    connection: sqlite3.Connection, scheme_id: str, first_day: str, last_day: str, timezone: str
) -> dict[tuple[str, int], tuple[int, int]]:
    """(turns that were asked, those rated at the desk) by service day and local hour, 0 to 23, in which they ended."""
    first_day = max(first_day, kept_since(connection))  # of older turns nobody knows which were rated
    named = {"of_scheme": scheme_id, "first_day": first_day, "last_day": last_day}
    zone = ZoneInfo(timezone)
    asked: dict[tuple[str, int], int] = defaultdict(int)
    for statement in (ENDED, ENDED_AND_UNDONE):
        for day, quarter, count in statement.each(connection, **named):
            asked[day, as_datetime(quarter * QUARTER_MS).astimezone(zone).hour] += count
    rated = {(day, hour): count for day, hour, count in RATED_IN_HOUR.each(connection, **named)}
    return {which: (count, rated.get(which, 0)) for which, count in asked.items()}


def asked_by_service(
    connection: sqlite3.Connection, scheme_id: str, first_day: str, last_day: str
) -> dict[tuple[str, str], tuple[int, int]]:
    """(turns that were asked, those rated at the desk) by service day and service."""
    first_day = max(first_day, kept_since(connection))  # of older turns nobody knows which were rated
    named = {"of_scheme": scheme_id, "first_day": first_day, "last_day": last_day}
    asked: dict[tuple[str, str], int] = defaultdict(int)
    for statement in (ASKED, ASKED_AND_UNDONE):
        for day, service, count in statement.each(connection, **named):
            asked[day, service] += count
    rated = {(day, service): count for day, service, count in RATED.each(connection, **named)}
    return {which: (count, rated.get(which, 0)) for which, count in asked.items()}
