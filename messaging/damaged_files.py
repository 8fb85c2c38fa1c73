"""A SQLite file of a device that proves damaged is set aside, never deleted: how it is told, and where it goes."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

_PARTS = ("-wal", "-shm", "")


class Damaged(sqlite3.DatabaseError):
    """The file opens and its own check says no."""


def require_sound(connection: sqlite3.Connection) -> None:
    """Raises Damaged when the file's own check finds a fault."""
    complaint = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if complaint != "ok":
        raise Damaged(complaint)


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """True when the file itself is wrong; False for a full disk, a lock or a missing right."""
    if isinstance(error, Damaged):
        return True
    if isinstance(error, sqlite3.OperationalError):
        return str(error).startswith(("no such column", "no such table"))  # some other program's file
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def set_file_aside(path: Path) -> Path:
    """Rename a file and what belongs to it; returns its new name. The caller has closed it."""
    aside = _free_name(path)
    for suffix in _PARTS:
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    return aside


def are_set_aside(path: Path) -> bool:
    """Whether damaged files of this name still lie beside it."""
    return any(path.parent.glob(f"{path.name}.damaged-*"))


def _free_name(path: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    name = path.with_name(f"{path.name}.damaged-{stamp}")
    number = 1
    while name.exists():  # a Pi without a clock battery may live the same second twice
        number += 1
        name = path.with_name(f"{path.name}.damaged-{stamp}-{number}")
    return name
