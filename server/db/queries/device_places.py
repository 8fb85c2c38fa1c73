"""Where a device has stood: the set-up may move a pad while what was pressed on it is still on its way."""

import sqlite3

from sqlalchemy import or_, select, text

from server.db import tables as t
from server.db.statements import Statement
from server.domain.instant import Instant, rfc3339
from server.journal.events import DeviceAdded, DeviceChanged, read_event

PLACES = Statement(
    select(t.journal.c.at, t.journal.c.kind, t.journal.c.version, t.journal.c.body)
    .where(
        text(f"journal.{t.SET_UP_KINDS}"),
        or_(t.journal.c.kind == DeviceAdded.kind, t.journal.c.kind == DeviceChanged.kind),
    )
    .order_by(t.journal.c.seq.desc())
)


def counters_since(
    connection: sqlite3.Connection, device_id: str, since: Instant, *, stands_at: str | None
) -> list[str | None]:
    """The counters at which a device has stood since a moment, the newest first; the last is the one of that moment.

    `stands_at` is where it stands now. Nearly always nothing was moved since: then one row is looked at.
    """
    moment, found = rfc3339(since), list[str | None]()
    for row in PLACES.each(connection):
        is_before = row["at"] <= moment
        if is_before and not found:
            return [stands_at]
        event = read_event(row["kind"], row["version"], row["body"])
        assert isinstance(event, DeviceAdded | DeviceChanged)
        if event.device_id == device_id:
            found.append(event.counter_id)
            if is_before:
                break
    return found or [stands_at]
