"""The running server's parts in one place, wired by `app.py` and handed to every route and job."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from messaging.clock import Clock
from server.db.connections import open_for_reading
from server.db.work import CentreNotSetUp, Work, read_centre
from server.db.writer import Writer
from server.disk_room import DiskRoom
from server.domain.centre import Centre
from server.domain.instant import Instant
from server.jobs.back_up import NO_SECOND, BackUps
from server.mqtt.presences import Presences
from server.mqtt.publishing_when_set_up import PublishingWhenSetUp
from server.settings import ServerSettings
from server.web.changes import Changes

T = TypeVar("T")


class Readers:
    """One read-only connection to each thread that asks."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._lock = threading.Lock()

    def connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = open_for_reading(self._path)
            with self._lock:
                self._opened.append(connection)
        return connection

    def close(self) -> None:
        """Close them all; nobody may be reading any more."""
        with self._lock:
            for connection in self._opened:
                connection.close()
            self._opened.clear()


class House:
    """What a route needs: `write` for actions, `read` for views, the centre, the clock, who is online."""

    def __init__(
        self,
        *,
        settings: ServerSettings,
        clock: Clock,
        writer: Writer,
        readers: Readers,
        presences: Presences,
        changes: Changes,
        publishing: PublishingWhenSetUp | None,
        disk: DiskRoom,
        back_ups: BackUps,
    ) -> None:
        self.disk = disk
        self.back_ups = back_ups
        self.settings = settings
        self.clock = clock
        self.presences = presences
        self.changes = changes
        self._publishing = publishing
        self._has_centre = False
        self._writer = writer
        self._readers = readers

    def write(self, action: Callable[[Work], T], *, actor: str) -> "asyncio.Future[T]":
        """Run an action on the writer and await its answer, which comes after the commit."""
        return self._writer.write(action, actor=actor)

    def read(self) -> sqlite3.Connection:
        """This thread's read-only connection."""
        return self._readers.connection()

    def centre(self) -> Centre:
        """The centre's set-up as it stands.

        Raises:
            CentreNotSetUp: none was loaded yet.
        """
        return read_centre(self.read())

    @property
    def has_centre(self) -> bool:
        """False only before the first set-up; a centre is never taken away again."""
        if not self._has_centre:
            with suppress(CentreNotSetUp):
                self.centre()
                self._has_centre = True
        return self._has_centre

    @property
    def is_sample(self) -> bool:
        """Whether this is a sample centre, whose every page says so."""
        with suppress(CentreNotSetUp):
            return self.centre().is_sample
        return False

    def own_faults(self) -> list[str]:
        """What ails the server itself, for the alarms: its disk and its copies."""
        disk = self.disk.fault()
        faults = ([] if disk is None else [disk]) + self.back_ups.faults()
        # A sample centre is nobody's: that its copies lie in one place need worry nobody.
        return [fault for fault in faults if fault != NO_SECOND or not self.is_sample]

    @property
    def broker_is_connected(self) -> bool:
        return self._publishing is not None and self._publishing.is_connected

    @property
    def publishing_idle_s(self) -> float:
        """How long ago the publishing thread last turned, in real seconds; 0 while there is none."""
        return 0.0 if self._publishing is None else self._publishing.idle_s

    def now(self) -> Instant:
        """The journal's time, by which views go as actions do, also after the wall clock was set back."""
        return self._writer.now()
