"""Hold the ratings that all scores are counted from against the presses and windows that they follow from."""

import sqlite3
from collections import defaultdict
from dataclasses import dataclass

from server.db.queries.ratings import all_schemes
from server.domain.press_flags import Series, counts, series_of
from server.domain.rating_window import Press, settled_rating
from server.domain.scores import BLOCK

_FOR_EVER = 2**62
_SATISFIED = {True: "yes", None: "neutral", False: "no"}
_PRESSES = """
SELECT presses.seq, window_id, channel, flags, level, age_ms, received_at, officer_id, windows.counter_id, scheme_id,
       undone_at, windows.day, windows.service
FROM presses JOIN windows USING (window_id) ORDER BY presses.seq
"""
_STORED = """
SELECT window_id, series, level, satisfied, order_seq, settled_at, officer_id, counter_id, scheme_id, service, day,
       block
FROM settled_ratings
"""


@dataclass(frozen=True, slots=True)
class _Settled:
    level: int
    satisfied: str
    order_seq: int
    settled_at: int
    officer_id: str
    counter_id: str
    scheme_id: str
    service: str
    day: str
    block: int


def fault_of_settled(connection: sqlite3.Connection) -> tuple[str, int] | tuple[None, None]:
    """The first row of `settled_ratings` that the presses do not tell, or that is missing, and its press's sequence.

    The presses themselves have been held against the journal before.
    """
    until, kept_since = connection.execute("SELECT seq, kept_since FROM settled_until").fetchone() or (0, "")
    told = _told_by_presses(connection)
    last_day: dict[tuple[object, ...], str] = defaultdict(str)
    for (_, series), row in told.items():
        key = (series, row.scheme_id, row.officer_id, row.counter_id, row.block)
        last_day[key] = max(last_day[key], row.day)
    stored = {(row[0], row[1]): _Settled(*row[2:]) for row in connection.execute(_STORED)}
    for (window_id, series), row in sorted(stored.items(), key=lambda item: item[1].order_seq):
        if told.get((window_id, series)) != row:
            was = "changed" if (window_id, series) in told else "added"
            return f"table settled_ratings: the row window_id {window_id}, series {series} was {was}", row.order_seq
    for (window_id, series), row in told.items():
        key = (series, row.scheme_id, row.officer_id, row.counter_id, row.block)
        if (window_id, series) not in stored and row.order_seq <= until and last_day[key] >= kept_since:
            return f"table settled_ratings: the row window_id {window_id}, series {series} was removed", row.order_seq
    return None, None


def _told_by_presses(connection: sqlite3.Connection) -> dict[tuple[int, str], _Settled]:
    """What settles from all presses, in the order in which the first of each arrived."""
    given: dict[tuple[int, str], list[Press]] = defaultdict(list)
    facts: dict[int, sqlite3.Row] = {}
    began: list[tuple[int, str]] = []
    for row in connection.execute(_PRESSES):
        key = (row["window_id"], series_of(row["channel"]))
        is_counted = counts(row["flags"].split())
        if is_counted and not any(press.is_counted for press in given[key]):
            began.append(key)
        pressed_at = row["received_at"] - (row["age_ms"] or 0)
        given[key].append(Press(row["level"], pressed_at, row["received_at"], row["seq"], is_counted))
        facts[row["window_id"]] = row
    schemes = {scheme.scheme_id: scheme for scheme in all_schemes(connection)}
    count: dict[tuple[str, str, str, str], int] = defaultdict(int)
    told: dict[tuple[int, str], _Settled] = {}
    for key in began:
        series, row = key[1], facts[key[0]]
        is_away = series == Series.AWAY
        rating = settled_rating(given[key], is_away=is_away, undone_at=row["undone_at"], now=_FOR_EVER)
        scheme = schemes.get(row["scheme_id"])
        level = None if rating is None or scheme is None else scheme.level(rating.level)
        if rating is None or level is None:
            continue
        desk = (row["scheme_id"], series, row["officer_id"], row["counter_id"])
        told[key] = _Settled(
            rating.level,
            _SATISFIED[level.satisfied],
            rating.order,
            rating.settled_at,
            row["officer_id"],
            row["counter_id"],
            row["scheme_id"],
            row["service"],
            row["day"],
            count[desk] // BLOCK + 1,
        )
        count[desk] += 1
    return told
