"""Rating windows and presses, and the ratings that follow from them."""

import json
import sqlite3
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from server.centre_file import RatingPart, scheme_of
from server.db import tables as t
from server.db.statements import Statement
from server.domain.centre import RatingScheme
from server.domain.instant import MINUTE_MS, Instant
from server.domain.rating_window import Press, Window, score_of_turn, settles_at
from server.domain.scores import Rating

_WINDOW = select(t.windows.c.window_id, t.windows.c.counter_id, t.windows.c.opened_at, t.windows.c.closes_at)
OPEN_AT_COUNTER = Statement(
    _WINDOW.where(t.windows.c.counter_id == bindparam("of_counter"), t.windows.c.closed_at.is_(None)).order_by(
        t.windows.c.window_id.desc()
    )
)
SINCE = Statement(
    _WINDOW.where(
        t.windows.c.counter_id == bindparam("of_counter"),
        t.windows.c.opened_at >= bindparam("since"),
        t.windows.c.undone == 0,
    )
)
ONE_WINDOW = Statement(
    _WINDOW.where(
        t.windows.c.window_id == bindparam("of_window"),
        t.windows.c.counter_id == bindparam("of_counter"),
        t.windows.c.undone == 0,
    )
)
NEWEST_OPEN = Statement(
    _WINDOW.add_columns(t.tickets.c.language)
    .join(t.turns, t.turns.c.turn_id == t.windows.c.turn_id)
    .join(t.tickets, t.tickets.c.ticket_id == t.turns.c.ticket_id)
    .where(
        t.windows.c.window_id.in_(
            select(func.max(t.windows.c.window_id))
            .where(t.windows.c.closed_at.is_(None))
            .group_by(t.windows.c.counter_id)
        )
    )
)
DUE = Statement(
    _WINDOW.where(t.windows.c.closed_at.is_(None), t.windows.c.closes_at <= bindparam("now")).order_by(
        t.windows.c.closes_at
    )
)
KNOWN_PRESS = Statement(select(t.presses.c.press_id).where(t.presses.c.press_id == bindparam("of_press")))
WINDOWS_OF_PERIOD = Statement(
    select(
        t.windows.c.window_id,
        t.windows.c.officer_id,
        t.windows.c.counter_id,
        t.windows.c.day,
        t.windows.c.scheme_id,
    ).where(t.windows.c.undone == 0, t.windows.c.scheme_id == bindparam("of_scheme"))
)
PRESSES_OF_SCHEME = Statement(
    select(t.presses.c.window_id, t.presses.c.level, t.presses.c.received_at, t.presses.c.age_ms, t.presses.c.seq)
    .join(t.windows, t.windows.c.window_id == t.presses.c.window_id)
    .where(t.windows.c.undone == 0, t.windows.c.scheme_id == bindparam("of_scheme"))
)
ALL_SCHEMES = Statement(select(t.schemes.c.scheme_id, t.schemes.c.body).order_by(t.schemes.c.scheme_id))
SCHEME = Statement(select(t.schemes.c.body).where(t.schemes.c.scheme_id == bindparam("of_scheme")))

LOOK_BACK_MS = 15 * MINUTE_MS
"""How far before a press its window may have opened: the longest window a centre can set is ten minutes."""


@dataclass(frozen=True, slots=True)
class RatedTurn:
    """A turn that opened a window: in the denominator of coverage, rated or not."""

    officer_id: str
    counter_id: str
    day: str
    rating: Rating | None
    """None: nobody pressed, or the press may still change."""


def open_windows(connection: sqlite3.Connection, counter_id: str) -> list[Window]:
    """Windows that take presses now, newest first."""
    return [Window(*row) for row in OPEN_AT_COUNTER.all(connection, of_counter=counter_id)]


def newest_open_windows(connection: sqlite3.Connection) -> dict[str, tuple[Window, str]]:
    """The window that takes presses now, by counter, and the language of the citizen whom it asks."""
    return {row["counter_id"]: (Window(*row[:4]), row["language"]) for row in NEWEST_OPEN.all(connection)}


def windows_around(
    connection: sqlite3.Connection, counter_id: str, seen: int | None, pressed_at: Instant | None
) -> list[Window]:
    """The windows of a counter to which a press could belong: the one it saw, and those near its moment."""
    rows: list[sqlite3.Row] = []
    if seen is not None:
        rows = ONE_WINDOW.all(connection, of_window=seen, of_counter=counter_id)
    elif pressed_at is not None:
        rows = SINCE.all(connection, of_counter=counter_id, since=pressed_at - LOOK_BACK_MS)
    return [Window(*row) for row in rows]


def due_windows(connection: sqlite3.Connection, now: Instant) -> list[Window]:
    return [Window(*row) for row in DUE.all(connection, now=now)]


def press_is_known(connection: sqlite3.Connection, press_id: str) -> bool:
    return KNOWN_PRESS.first(connection, of_press=press_id) is not None


def scheme_by_id(connection: sqlite3.Connection, scheme_id: str) -> RatingScheme | None:
    body = SCHEME.value(connection, of_scheme=scheme_id)
    return None if body is None else scheme_of(RatingPart.model_validate(json.loads(body)))


def all_schemes(connection: sqlite3.Connection) -> list[RatingScheme]:
    """Every scheme there ever was: each has its own series of scores."""
    return [scheme_of(RatingPart.model_validate(json.loads(row["body"]))) for row in ALL_SCHEMES.all(connection)]


def rated_turns(connection: sqlite3.Connection, scheme_id: str, now: Instant) -> list[RatedTurn]:
    """Every turn that opened a window under a scheme, with its rating once that can no longer change."""
    presses: dict[int, list[Press]] = defaultdict(list)
    for row in PRESSES_OF_SCHEME.each(connection, of_scheme=scheme_id):
        received_at = row["received_at"]
        presses[row["window_id"]].append(
            Press(row["level"], received_at - (row["age_ms"] or 0), received_at, row["seq"])
        )
    return [
        RatedTurn(
            row["officer_id"],
            row["counter_id"],
            row["day"],
            _rating(presses.get(row["window_id"], []), row["day"], now),
        )
        for row in WINDOWS_OF_PERIOD.each(connection, of_scheme=scheme_id)
    ]


def _rating(presses: list[Press], day: str, now: Instant) -> Rating | None:
    counted = score_of_turn(presses)
    if counted is None or now < settles_at(presses):
        return None
    return Rating(level=counted.level, order=min(p.arrival for p in presses), day=day, settled_at=settles_at(presses))
