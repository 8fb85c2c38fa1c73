"""What the centre's files and database say now: slips, spoken calls, desks and the journal's tail."""

import logging
import sqlite3
from typing import Any
from zoneinfo import ZoneInfo

from server.db.connections import open_for_reading
from server.db.work import read_centre
from server.domain.centre import Centre
from simulation.centre_folder import COUNTERS, CentreFolder, Login
from simulation.wall.desks import desks_now
from simulation.wall.journal_tail import newest_rows
from simulation.wall.kept_files import NewFiles, newest_calls, newest_slips

_log = logging.getLogger(__name__)


class Books:
    """Looked into from a thread, one look at a time: disks may be slow."""

    def __init__(self, folder: CentreFolder, logins: dict[str, Login]) -> None:
        """`logins`: the officer the page plays at each counter."""
        self._folder = folder
        self._logins = logins
        self._slips = NewFiles(folder.slips)
        self._calls = NewFiles(folder.calls)
        self._database: sqlite3.Connection | None = None
        self._seen_version = -1

    def centre(self) -> Centre:
        return read_centre(self._reading())

    def look(self) -> dict[str, Any]:
        """The sections that may have changed since the last look."""
        changed: dict[str, Any] = {}
        if (slips := self._slips.names()) is not None:
            changed["slips"] = newest_slips(slips)
        if (calls := self._calls.names()) is not None:
            changed["calls"] = newest_calls(calls)
        try:
            changed |= self._look_into_database()
        except sqlite3.Error:
            _log.warning("the database could not be read; it is tried again", exc_info=True)
            self.close()
        return changed

    def close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None
        self._seen_version = -1

    def _reading(self) -> sqlite3.Connection:
        if self._database is None:
            self._database = open_for_reading(self._folder.database)
        return self._database

    def _look_into_database(self) -> dict[str, Any]:
        connection = self._reading()
        version = connection.execute("PRAGMA data_version").fetchone()[0]
        if version == self._seen_version:
            return {}
        connection.execute("BEGIN")  # everything that is shown is of one moment
        try:
            centre = read_centre(connection)
            numbers = {counter.counter_id: counter.number for counter in centre.counters}
            sections = {
                "journal": newest_rows(connection, numbers, ZoneInfo(centre.timezone)),
                "desks": desks_now(connection, centre, COUNTERS, self._logins),
            }
        finally:
            connection.execute("COMMIT")
        self._seen_version = version
        return sections
