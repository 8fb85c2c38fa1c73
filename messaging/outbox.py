"""A durable list of what still has to be sent: one SQLite file that survives a kill and a power cut.

What `append` returned from is on the disk (WAL and synchronous=FULL; WAL and NORMAL was measured to lose
acknowledged rows in power cuts). A file that is damaged is set aside, never deleted, what can still be
read of it is carried over, and the device goes on with a new one (messaging/damaged_files.py).
"""

import logging
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from messaging.damaged_files import begin_anew, is_damage, require_sound, still_readable, take_what_is_coming
from messaging.failpoints import reach

_log = logging.getLogger(__name__)

_TABLES = """
CREATE TABLE IF NOT EXISTS waiting (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS refused (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,
    reason TEXT NOT NULL
);
"""

R = TypeVar("R")


class OutboxUnavailable(Exception):
    """The disk does not take it (full, read-only, broken): nothing was stored, or it is not known."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that waits to be sent; `key` is its id, the same at every try."""

    key: str
    body: str


@dataclass(frozen=True, slots=True)
class RefusedEntry:
    key: str
    body: str
    reason: str


class Outbox:
    """Usable from several threads; each call ends in one committed transaction or in OutboxUnavailable."""

    def __init__(self, path: Path) -> None:
        """Opens or creates the file; raises OutboxUnavailable when the folder cannot be written."""
        self._path = path
        self._lock = threading.Lock()
        self._is_closed = False
        self._connection: sqlite3.Connection | None = None
        self.set_aside: list[Path] = []
        """Damaged files that were set aside since the start; say it where a technician sees it."""
        with self._lock:
            self._do(lambda connection: connection.execute("SELECT 1"))

    def append(self, key: str, body: str) -> None:
        """Durable when it returns; the same key twice is one entry, the first one."""
        reach("outbox.appending", self._path.name)
        self._change(
            "INSERT INTO waiting (key, body) VALUES (?, ?) ON CONFLICT (key) DO NOTHING",
            (key, body),
        )
        reach("outbox.appended", self._path.name)

    def oldest(self, limit: int) -> list[Entry]:
        """At most `limit` entries in the order in which they were appended."""
        rows = self._read("SELECT key, body FROM waiting ORDER BY id LIMIT ?", (limit,))
        return [Entry(key, body) for key, body in rows]

    def remove(self, key: str) -> None:
        """Forget an entry, because the receiver has acknowledged it; an unknown key is nothing new."""
        reach("outbox.removing", self._path.name)
        self._change("DELETE FROM waiting WHERE key = ?", (key,))
        reach("outbox.removed", self._path.name)

    def refuse(self, key: str, reason: str) -> None:
        """Take an entry out of the line for good and keep it on record with the reason."""

        def move(connection: sqlite3.Connection) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(
                "INSERT INTO refused (key, body, reason) SELECT key, body, ? FROM waiting WHERE key = ? "
                "ON CONFLICT (key) DO NOTHING",
                (reason, key),
            )
            connection.execute("DELETE FROM waiting WHERE key = ?", (key,))
            connection.execute("COMMIT")

        reach("outbox.refusing", self._path.name)
        with self._lock:
            self._do(move)
        reach("outbox.refused", self._path.name)

    def refused(self, limit: int) -> list[RefusedEntry]:
        """The newest `limit` entries that the receiver refused, newest first."""
        rows = self._read("SELECT key, body, reason FROM refused ORDER BY id DESC LIMIT ?", (limit,))
        return [RefusedEntry(key, body, reason) for key, body, reason in rows]

    def __len__(self) -> int:
        """How many entries wait."""
        return int(self._read("SELECT count(*) FROM waiting", ())[0][0])

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _change(self, statement: str, values: tuple[object, ...]) -> None:
        with self._lock:
            self._do(lambda connection: connection.execute(statement, values))

    def _read(self, statement: str, values: tuple[object, ...]) -> list[tuple[str, ...]]:
        with self._lock:
            rows: list[tuple[str, ...]] = self._do(lambda connection: connection.execute(statement, values).fetchall())
            return rows

    def _do(self, work: Callable[[sqlite3.Connection], R]) -> R:
        """Run `work`; when the file proves damaged, once more on a new one."""
        if self._is_closed:
            raise OutboxUnavailable(f"{self._path}: the outbox is closed")
        try:
            try:
                return self._try(work)
            except sqlite3.DatabaseError as error:
                if not is_damage(error):
                    raise
                self._set_aside(error)
                return self._try(work)
        except (sqlite3.Error, OSError) as error:
            raise OutboxUnavailable(f"{self._path}: {error}") from error

    def _try(self, work: Callable[[sqlite3.Connection], R]) -> R:
        if self._connection is None:
            self._connection = self._open()
        try:
            return work(self._connection)
        except sqlite3.Error:
            # The connection may be in the middle of a transaction, or hold a view of a file that is gone.
            self._connection.close()
            self._connection = None
            raise

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if (aside := take_what_is_coming(self._path)) is not None:
            self.set_aside.append(aside)
            _log.error("%s was damaged and lies as %s; the new one is taken now", self._path, aside.name)
        self._path.touch(mode=0o600)
        connection = sqlite3.connect(self._path, timeout=5, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            require_sound(connection)
            connection.executescript(_TABLES)
            connection.execute("SELECT id, key, body FROM waiting LIMIT 1")
            connection.execute("SELECT id, key, body, reason FROM refused LIMIT 1")
        except BaseException:
            connection.close()
            raise
        return connection

    def _set_aside(self, damage: Exception) -> None:
        """Move the damaged file out of the way and begin a new one with what can still be read."""
        entries = _salvaged(self._path)
        aside = begin_anew(
            self._path,
            _TABLES,
            lambda connection: connection.executemany(
                "INSERT INTO waiting (key, body) VALUES (?, ?) ON CONFLICT (key) DO NOTHING", entries
            ),
        )
        self.set_aside.append(aside)
        _log.error(
            "%s is damaged (%s); it was set aside as %s and a new one begun; entries carried over: %d. "
            "Check the storage card.",
            self._path,
            damage,
            aside.name,
            len(entries),
        )


def _salvaged(path: Path) -> list[tuple[str, str]]:
    """The waiting entries that can still be read, in order, up to the first place that cannot."""
    rows = still_readable(path, "SELECT key, body FROM waiting ORDER BY id")
    return [(row["key"], row["body"]) for row in rows if isinstance(row["key"], str) and isinstance(row["body"], str)]
