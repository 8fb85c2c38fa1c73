"""Settle what can no longer change: each turn's rating of each series goes into its block of ten, once.

What comes out follows from windows and presses alone, in order of arrival: with an empty table the very same rows come
out again, after a restore or a replay of the journal.
"""

import sqlite3
from datetime import datetime
from zoneinfo import ZoneInfo

from server.db.queries.ratings import presses_in_window, scheme_by_id
from server.db.queries.settled_ratings import (
    DuePress,
    add_settled,
    is_settled,
    keep_settled_up_to,
    next_block,
    presses_due,
    window_facts,
)
from server.db.work import Work
from server.domain.instant import Instant
from server.domain.press_flags import Series, counts, series_of
from server.domain.rating_window import SETTLING_MS, settled_rating

AT_ONCE = 200
"""Presses looked at in one action: what else waits for the writer waits for some hundredths of a second."""


def anything_to_settle(connection: sqlite3.Connection, now: Instant) -> bool:
    """One indexed read."""
    return bool(presses_due(connection, now - SETTLING_MS, at_most=1))


def settle_ratings(work: Work, *, at_most: int = AT_ONCE) -> int:
    """Settle the next ratings; how many presses were looked at. Nothing of it is journalled."""
    due = presses_due(work.connection, work.now - SETTLING_MS, at_most=at_most)
    zone = ZoneInfo(work.centre.timezone)
    for press in due:
        _settle(work, press, zone)
    if due:
        keep_settled_up_to(work.connection, due[-1].seq)
    return len(due)


def _settle(work: Work, press: DuePress, zone: ZoneInfo) -> None:
    """Settle the rating that this press began, if it began one."""
    if press.window_id is None or not counts(press.flags):
        return
    series = series_of(press.channel)
    window = window_facts(work.connection, press.window_id)
    if window is None or is_settled(work.connection, press.window_id, series):
        return
    given = [known.press for known in presses_in_window(work.connection, press.window_id, series)]
    rating = settled_rating(given, is_away=series == Series.AWAY, undone_at=window.undone_at, now=work.now)
    scheme = scheme_by_id(work.connection, window.scheme_id)
    level = None if rating is None or scheme is None else scheme.level(rating.level)
    if rating is None or level is None:
        return
    ended = datetime.fromtimestamp(window.opened_at / 1000, zone)
    add_settled(
        work.connection,
        window_id=press.window_id,
        series=series,
        level=rating.level,
        satisfied=_SATISFIED[level.satisfied],
        order_seq=rating.order,
        settled_at=rating.settled_at,
        day=window.day,
        hour=ended.hour,
        weekday=ended.weekday(),
        officer_id=window.officer_id,
        counter_id=window.counter_id,
        service=window.service,
        scheme_id=window.scheme_id,
        block=next_block(work.connection, window.scheme_id, series, window.officer_id, window.counter_id),
    )


_SATISFIED = {True: "yes", None: "neutral", False: "no"}
