"""Whose access was changed after a copy was made: what the database that it replaces still tells of it."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from server.db.connections import open_for_reading
from server.journal.events import DeviceAdded, DeviceEnrolled, DeviceRetired, DeviceRevoked, DeviceRotated

_KINDS = json.dumps(
    [event.kind for event in (DeviceAdded, DeviceEnrolled, DeviceRetired, DeviceRevoked, DeviceRotated)]
)
"""After each of them what let the device in before lets nobody in any more, at once or a while later."""
_SEAL = "SELECT hash FROM journal WHERE seq = ?"
_DEEDS = "SELECT seq, hash, body FROM journal WHERE seq > ? AND kind IN (SELECT value FROM json_each(?)) ORDER BY seq"


def devices_changed_since(copy: Path, former: Path) -> list[str] | None:
    """The devices that were added, paired, rotated, shut out or retired after `copy` was made, as `former` tells.

    None: `former` is gone or cannot be read, so nobody knows.
    """
    if not former.exists():
        return None
    try:
        with closing(open_for_reading(copy)) as kept, closing(open_for_reading(former)) as lost:
            return sorted(set(_devices_of_lost_deeds(kept, lost)))
    except (sqlite3.Error, ValueError, KeyError, TypeError):
        return None


def _devices_of_lost_deeds(kept: sqlite3.Connection, lost: sqlite3.Connection) -> Iterator[str]:
    """Compared by their seals: the database may have gone another way than the copy, after a restore before this."""
    (head,) = kept.execute("SELECT seq FROM journal_head").fetchone()
    common = head if _seal(kept, head) == _seal(lost, head) else 0
    for seq, seal, body in lost.execute(_DEEDS, (common, _KINDS)):
        if _seal(kept, seq) != seal:
            yield str(json.loads(body)["device_id"])


def _seal(journal: sqlite3.Connection, seq: int) -> str | None:
    row = journal.execute(_SEAL, (seq,)).fetchone()
    return None if row is None else str(row[0])
