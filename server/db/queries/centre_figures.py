"""What boards say of the whole centre: read once for a day and scheme, and kept."""

import sqlite3
from datetime import date, timedelta
from threading import Lock

from sqlalchemy import bindparam, select

from server.db import tables as t
from server.db.queries.settled_ratings import asked_turns, atoms, presses_due, published
from server.db.statements import Statement
from server.domain.centre import Centre
from server.domain.centre_figures import FIGURES_DAYS, CentreFigures, centre_figures
from server.domain.instant import Instant, local_date
from server.domain.rating_window import SETTLING_MS
from server.domain.scores import added_up
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
        if key in _kept:
            return _kept[key]
        figures = _figures(connection, centre, days) if days else None
        if not presses_due(connection, now - SETTLING_MS, at_most=1):  # a restored centre is still being settled
            while len(_kept) >= KEPT:
                del _kept[next(iter(_kept))]
            _kept[key] = figures
        return figures


def _figures(connection: sqlite3.Connection, centre: Centre, days: tuple[str, ...]) -> CentreFigures | None:
    scheme_id = centre.scheme.scheme_id
    asked = asked_turns(connection, scheme_id, days[0], days[-1])
    # Of a scheme that began in between, the days before it say nothing.
    first = min((turn.day for turn in asked), default=str(date.max))
    counted = [day for day in days if day >= first]
    inside = [turn for turn in asked if turn.day in counted]
    whole = published(atoms(connection, scheme_id), counted[0], counted[-1]) if counted else []
    return centre_figures(
        counted,
        published=added_up(atom.levels for atom in whole),
        asked=sum(turn.windows for turn in inside),
        rated=sum(turn.rated for turn in inside),
        waits_ms=[row[0] for day in counted for row in WAITS.all(connection, of_day=day)],
        levels=[level.value for level in centre.scheme.levels],
        satisfied_values=centre.scheme.satisfied_values,
    )
