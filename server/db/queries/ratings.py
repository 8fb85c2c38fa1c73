"""Rating windows and presses, and the ratings that follow from them."""

import json
import sqlite3
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import and_, bindparam, func, or_, select

from server.centre_file import RatingPart, scheme_of
from server.db import tables as t
from server.db.statements import Statement
from server.domain.centre import RatingScheme
from server.domain.instant import MINUTE_MS, Instant
from server.domain.press_flags import BURST_PRESSES, EarlierPress, Series, counts, series_of
from server.domain.rating_window import Press, Window

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
PRESSES_OF_WINDOW = Statement(
    select(
        t.presses.c.level,
        t.presses.c.received_at,
        t.presses.c.age_ms,
        t.presses.c.seq,
        t.presses.c.flags,
        t.presses.c.channel,
    )
    .where(t.presses.c.window_id == bindparam("of_window"))
    .order_by(t.presses.c.seq)
)
EARLIER_OF_DEVICE = Statement(
    select(t.presses.c.boot_id, t.presses.c.received_at, t.presses.c.age_ms)
    .where(t.presses.c.device_id == bindparam("of_device"))
    .order_by(t.presses.c.seq.desc())
    .limit(BURST_PRESSES - 1)
)
HIGHEST_OF_BOOT = Statement(
    select(func.max(t.presses.c.n)).where(
        t.presses.c.device_id == bindparam("of_device"), t.presses.c.boot_id == bindparam("of_boot")
    )
)
WHERE_AND_WHEN = Statement(
    select(t.windows.c.counter_id, t.windows.c.opened_at).where(t.windows.c.window_id == bindparam("of_window"))
)
WINDOW_OF_PRESS = Statement(select(t.presses.c.window_id).where(t.presses.c.press_id == bindparam("of_press")))
HAS_REASONS = Statement(
    select(t.rating_reasons.c.seq)
    .where(t.rating_reasons.c.window_id == bindparam("of_window"), t.rating_reasons.c.series == bindparam("of_series"))
    .limit(1)
)
KNOWN_PRESS = Statement(select(t.presses.c.press_id).where(t.presses.c.press_id == bindparam("of_press")))
RATED_TURNS = Statement(
    select(t.windows.c.officer_id, t.windows.c.counter_id, t.windows.c.day, t.settled_ratings.c.level)
    .select_from(t.windows)
    .outerjoin(
        t.settled_ratings,
        and_(t.settled_ratings.c.window_id == t.windows.c.window_id, t.settled_ratings.c.series == Series.DESK.value),
    )
    .where(
        t.windows.c.scheme_id == bindparam("of_scheme"),
        or_(t.windows.c.undone == 0, t.settled_ratings.c.level.is_not(None)),
    )
    .order_by(t.windows.c.window_id)
)
SCHEME_OF_WINDOW = Statement(select(t.windows.c.scheme_id).where(t.windows.c.window_id == bindparam("of_window")))
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
    level: int | None
    """Of its settled rating at the desk. None: nobody pressed, or the press may still change."""


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


def counter_and_opening(connection: sqlite3.Connection, window_id: int) -> tuple[str, Instant] | None:
    """At which counter a window opened, and when; None: there is no such window."""
    row = WHERE_AND_WHEN.first(connection, of_window=window_id)
    return None if row is None else (row["counter_id"], row["opened_at"])


def due_windows(connection: sqlite3.Connection, now: Instant) -> list[Window]:
    return [Window(*row) for row in DUE.all(connection, now=now)]


def press_is_known(connection: sqlite3.Connection, press_id: str) -> bool:
    return KNOWN_PRESS.first(connection, of_press=press_id) is not None


@dataclass(frozen=True, slots=True)
class KnownPress:
    """A rating that was given, with what it came by and what is odd about it."""

    press: Press
    channel: str
    flags: tuple[str, ...]


def presses_in_window(connection: sqlite3.Connection, window_id: int, series: str) -> list[KnownPress]:
    """Every press of one series in a window, counted or not, in order of arrival."""
    known = (_known_press(row) for row in PRESSES_OF_WINDOW.all(connection, of_window=window_id))
    return [one for one in known if series_of(one.channel) == series]


def _known_press(row: sqlite3.Row) -> KnownPress:
    flags = tuple(row["flags"].split())
    received_at = row["received_at"]
    press = Press(row["level"], received_at - (row["age_ms"] or 0), received_at, row["seq"], counts(flags))
    return KnownPress(press, row["channel"], flags)


def earlier_of_device(connection: sqlite3.Connection, device_id: str) -> list[EarlierPress]:
    """The last presses of a device, newest first."""
    return [
        EarlierPress(row["boot_id"], None if row["age_ms"] is None else row["received_at"] - row["age_ms"])
        for row in EARLIER_OF_DEVICE.all(connection, of_device=device_id)
    ]


def highest_of_boot(connection: sqlite3.Connection, device_id: str, boot_id: str) -> int | None:
    """The highest count among the presses of one boot of a device; None: it has none."""
    highest: int | None = HIGHEST_OF_BOOT.value(connection, of_device=device_id, of_boot=boot_id)
    return highest


def window_of_known_press(connection: sqlite3.Connection, press_id: str) -> int | None:
    """The window to which a press belongs; None also when there is no such press."""
    window_id: int | None = WINDOW_OF_PRESS.value(connection, of_press=press_id)
    return window_id


def has_reasons(connection: sqlite3.Connection, window_id: int, series: str) -> bool:
    return HAS_REASONS.first(connection, of_window=window_id, of_series=series) is not None


def scheme_by_id(connection: sqlite3.Connection, scheme_id: str) -> RatingScheme | None:
    body = SCHEME.value(connection, of_scheme=scheme_id)
    return None if body is None else _scheme_in(body)


def scheme_of_window(connection: sqlite3.Connection, window_id: int) -> RatingScheme | None:
    """The scheme under which a turn was rated."""
    scheme_id = SCHEME_OF_WINDOW.value(connection, of_window=window_id)
    return None if scheme_id is None else scheme_by_id(connection, scheme_id)


def all_schemes(connection: sqlite3.Connection) -> list[RatingScheme]:
    """Every scheme there ever was: each has its own series of scores."""
    return [_scheme_in(row["body"]) for row in ALL_SCHEMES.all(connection)]


@lru_cache(maxsize=16)
def _scheme_in(body: str) -> RatingScheme:
    """A scheme never changes its meaning, and is asked for at each rating."""
    return scheme_of(RatingPart.model_validate(json.loads(body)))


def rated_turns(connection: sqlite3.Connection, scheme_id: str) -> list[RatedTurn]:
    """Every turn that opened a window under a scheme, in order, with its rating once that has settled."""
    return [RatedTurn(*row) for row in RATED_TURNS.each(connection, of_scheme=scheme_id)]
