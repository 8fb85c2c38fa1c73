"""What boards say of the whole centre: read once for a day and scheme, and kept."""

import sqlite3
from collections import defaultdict
from datetime import date, timedelta
from threading import Lock

from sqlalchemy import bindparam, select

from server.db import tables as t
from server.db.queries.ratings import rated_turns
from server.db.statements import Statement
from server.domain.centre import Centre
from server.domain.centre_figures import FIGURES_DAYS, CentreFigures, centre_figures
from server.domain.instant import Instant, local_date
from server.domain.scores import Rating
from server.domain.service_day import DayState
from server.domain.turns import TurnOrigin

CLOSED_BETWEEN = Statement(
    select(t.service_days.c.day)
    .where(
        t.service_days.c.state == DayState.CLOSED.value,
        t.service_days.c.day >= bindparam("from_day"),
        t.service_days.c.day < bindparam("before_day"),
    )
    .order_by(t.service_days.c.day)
)
_clock_was_set = (
    select(t.clock_jumps.c.seq)
    .where(t.clock_jumps.c.at > t.turns.c.waiting_since, t.clock_jumps.c.at <= t.turns.c.called_first_at)
    .exists()
)
WAITS = Statement(
    select(t.turns.c.called_first_at - t.turns.c.waiting_since)
    .join(t.tickets, t.tickets.c.ticket_id == t.turns.c.ticket_id)  # they have an index by day
    .where(
        t.tickets.c.day == bindparam("of_day"),
        t.turns.c.called_first_at.is_not(None),
        t.turns.c.origin != TurnOrigin.QUICK_SERVE.value,
        ~_clock_was_set,
    )
)
KEPT = 4

_Key = tuple[str, str, tuple[str, ...]]
_kept: dict[_Key, CentreFigures | None] = {}
_reading = Lock()


def figures_of_centre(connection: sqlite3.Connection, centre: Centre, now: Instant) -> CentreFigures | None:
    """The figures of the closed days before today, under the scheme in force; None below ten ratings.

    They change when a day has passed, and when a former day is closed late or opened again.
    """
    today = local_date(now, centre.timezone)
    days = tuple(
        str(row[0])
        for row in CLOSED_BETWEEN.all(
            connection, from_day=str(today - timedelta(days=FIGURES_DAYS)), before_day=str(today)
        )
    )
    database = str(connection.execute("PRAGMA database_list").fetchone()[2])
    key = (database, centre.scheme.scheme_id, days)
    with _reading:
        if key not in _kept:
            while len(_kept) >= KEPT:
                del _kept[next(iter(_kept))]
            _kept[key] = _figures(connection, centre, days, now) if days else None
        return _kept[key]


def _figures(
    connection: sqlite3.Connection, centre: Centre, days: tuple[str, ...], now: Instant
) -> CentreFigures | None:
    turns = rated_turns(connection, centre.scheme.scheme_id, now)
    by_officer: dict[str, list[Rating]] = defaultdict(list)
    for turn in turns:
        if turn.rating is not None:
            by_officer[turn.officer_id].append(turn.rating)
    # Of a scheme that began in between, the days before it say nothing.
    first = min((turn.day for turn in turns), default=str(date.max))
    counted = [day for day in days if day >= first]
    inside = [turn for turn in turns if turn.day in counted]
    return centre_figures(
        counted,
        by_officer=by_officer.values(),
        asked=len(inside),
        rated=sum(turn.rating is not None for turn in inside),
        waits_ms=[row[0] for day in counted for row in WAITS.all(connection, of_day=day)],
        satisfied_values=centre.scheme.satisfied_values,
    )
