"""How the buttons of each pad were pressed: one rating a turn, the last press of its window."""

import sqlite3
from collections import defaultdict
from datetime import date

from sqlalchemy import and_, bindparam, func, select

from server.db import tables as t
from server.db.statements import Statement
from server.domain.press_flags import Channel

_LAST_PRESSES = (
    select(func.max(t.presses.c.seq))
    .join(t.windows, t.windows.c.window_id == t.presses.c.window_id)
    .where(
        and_(
            t.windows.c.scheme_id == bindparam("of_scheme"),
            t.windows.c.day >= bindparam("first_day"),
            t.windows.c.day < bindparam("before_day"),
            t.presses.c.channel == Channel.PAD.value,
        )
    )
    .group_by(t.presses.c.window_id)
)
RATINGS = Statement(
    select(t.presses.c.device_id, t.presses.c.level, func.count().label("ratings"))
    .where(t.presses.c.seq.in_(_LAST_PRESSES))
    .group_by(t.presses.c.device_id, t.presses.c.level)
)


def ratings_by_pad(
    connection: sqlite3.Connection, scheme_id: str, first_day: date, before_day: date
) -> dict[str, dict[int, int]]:
    """Of each pad with buttons that was used on these days, its ratings by level; `before_day` is not among them."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for row in RATINGS.all(
        connection, of_scheme=scheme_id, first_day=first_day.isoformat(), before_day=before_day.isoformat()
    ):
        found[row["device_id"]][row["level"]] = row["ratings"]
    return dict(found)
