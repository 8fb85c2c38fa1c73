"""How many turns of each service were asked for a rating, and how many gave one; without any level."""

import sqlite3
from collections import defaultdict

from sqlalchemy import BindParameter, and_, bindparam, func, select

from server.db import tables as t
from server.db.statements import Statement
from server.domain.press_flags import Series

_s, _w = t.settled_ratings.c, t.windows.c
_period: tuple[BindParameter[str], BindParameter[str]] = (bindparam("first_day"), bindparam("last_day"))
_of_scheme = _w.scheme_id == bindparam("of_scheme")
ASKED = Statement(
    select(_w.service, func.count()).where(_of_scheme, _w.undone == 0, _w.day.between(*_period)).group_by(_w.service)
)
# Its finish was undone after its rating had settled: the rating stands, and so the turn was asked.
ASKED_AND_UNDONE = Statement(
    select(_w.service, func.count())
    .join(t.settled_ratings, and_(_s.window_id == _w.window_id, _s.series == Series.DESK.value))
    .where(_of_scheme, _w.undone == 1, _w.day.between(*_period))
    .group_by(_w.service)
)
RATED = Statement(
    select(_s.service, func.count())
    .where(_s.scheme_id == bindparam("of_scheme"), _s.series == Series.DESK.value, _s.day.between(*_period))
    .group_by(_s.service)
)


def asked_by_service(
    connection: sqlite3.Connection, scheme_id: str, first_day: str, last_day: str
) -> dict[str, tuple[int, int]]:
    """(turns that were asked, those rated at the desk) of each service."""
    named = {"of_scheme": scheme_id, "first_day": first_day, "last_day": last_day}
    asked: dict[str, int] = defaultdict(int)
    for statement in (ASKED, ASKED_AND_UNDONE):
        for service, count in statement.each(connection, **named):
            asked[service] += count
    rated = dict(map(tuple, RATED.each(connection, **named)))
    return {service: (count, rated.get(service, 0)) for service, count in asked.items()}
