"""Who was heard is kept across restarts: read once at the start, written once a minute while anybody is online."""

import sqlite3
from collections.abc import Callable

from messaging.clock import real_monotonic_s
from server.db.queries.sightings import last_heard, put_heard
from server.db.work import Work
from server.domain.instant import Instant
from server.mqtt.presences import Presences

KEEP_EVERY_S = 60.0
"""An alarm waits ten minutes: a minute less or more after a power cut changes nothing for anybody."""


class Sightings:
    """Part of the rounds, on their thread."""

    def __init__(self, presences: Presences) -> None:
        self._presences = presences
        self._known: set[str] | None = None
        self._kept_s = real_monotonic_s()

    def recall(self, connection: sqlite3.Connection, now: Instant) -> None:
        """Once: tell the presences who was heard before this start."""
        if self._known is not None:
            return
        before = last_heard(connection)
        self._presences.remember({device_id: max(0.0, (now - at) / 1000) for device_id, at in before.items()})
        self._known = set(before)

    def to_keep(self) -> Callable[[Work], None] | None:
        """What is to be written now, if anything: at once for a device that is heard for the first time."""
        online = self._presences.online()
        is_new = not (self._known or set()).issuperset(online)
        if not online or (not is_new and real_monotonic_s() - self._kept_s < KEEP_EVERY_S):
            return None
        self._kept_s = real_monotonic_s()
        self._known = (self._known or set()) | set(online)
        return lambda work: put_heard(work.connection, online, work.now)
