"""When each device was heard last, kept beside the journal so that a restart of the server forgets nobody."""

import sqlite3
from collections.abc import Iterable

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.sqlite import insert as upsert

from server.db import tables as t
from server.db.statements import Statement
from server.domain.instant import Instant

ALL = Statement(select(t.device_sightings.c.device_id, t.device_sightings.c.heard_at))
PUT = Statement(
    upsert(t.device_sightings)
    .values(device_id=bindparam("device_id"), heard_at=bindparam("heard_at"))
    .on_conflict_do_update(index_elements=["device_id"], set_={"heard_at": bindparam("heard_at")})
)


def last_heard(connection: sqlite3.Connection) -> dict[str, Instant]:
    """When each device was last known to be online; one that never was is not there."""
    return {row[0]: row[1] for row in ALL.all(connection)}


def put_heard(connection: sqlite3.Connection, device_ids: Iterable[str], at: Instant) -> None:
    for device_id in device_ids:
        PUT.run(connection, device_id=device_id, heard_at=at)
