"""The running server's parts in one place, wired by `app.py` and handed to every route and job."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar
from weakref import WeakSet

from messaging.clock import Clock
from server.clock_trust import CLOCK_UNSURE, clock_is_trusted, faults_of_time, is_date_believed
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
from server.web.reports.closed_days import ClosedDays

T = TypeVar("T")


class _Reader:
    """A connection that goes with its thread: a pool's threads come and go, and what they opened would stay."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def __del__(self) -> None:
        self.connection.close()


class Readers:
    """One read-only connection to each thread that asks, for as long as the thread lives."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._opened: WeakSet[_Reader] = WeakSet()
        self._lock = threading.Lock()

    def connection(self) -> sqlite3.Connection:
        reader: _Reader | None = getattr(self._local, "reader", None)
        if reader is None:
            reader = self._local.reader = _Reader(open_for_reading(self._path))
            with self._lock:
                self._opened.add(reader)
        return reader.connection

    def close(self) -> None:
        """Close them all; nobody may be reading any more."""
        with self._lock:
            for reader in list(self._opened):
                reader.connection.close()
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
        broker_key: bytes,
        broker_faults: Callable[[], list[str]],
        tls_faults: Callable[[], list[str]],
    ) -> None:
        self._broker_faults = broker_faults
        self._tls_faults = tls_faults
        self.broker_key = broker_key
        """Of it the devices' credentials and passwords are made."""
        self.closed_days = ClosedDays()
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
        """What ails the server itself, for the alarms: disk, copies, certificate, clock, who gets in at its broker."""
        disk = self.disk.fault()
        faults = ([] if disk is None else [disk]) + self.back_ups.faults() + self._tls_faults()
        if not clock_is_trusted(self.settings.trust_clock):
            faults.append(CLOCK_UNSURE)
        faults += faults_of_time(ahead_ms=self._writer.ahead_ms(), unfollowed_ms=self._writer.unfollowed_ms())
        if self.broker_is_connected:  # one that is away has an alarm of its own
            faults += self._broker_faults()
        # A sample centre is nobody's: that its copies lie in one place need worry nobody.
        return [fault for fault in faults if fault != NO_SECOND or not self.is_sample]

    @property
    def broker_is_connected(self) -> bool:
        return self._publishing is not None and self._publishing.is_connected

    @property
    def publishing_idle_s(self) -> float:
        """How long ago the publishing thread last turned, in real seconds; 0 while there is none."""
        return 0.0 if self._publishing is None else self._publishing.idle_s

    def date_is_believed(self) -> bool:
        """Whether the journal's date needs nobody's word to be today's."""
        return is_date_believed(self.settings.trust_clock, ahead_ms=self._writer.ahead_ms())

    def now(self) -> Instant:
        """The journal's time, by which views go as actions do, also after the wall clock was set back."""
        return self._writer.now()
