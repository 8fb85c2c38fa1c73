"""A SQLite file of a device that proves damaged is set aside, never deleted: how it is told, and what takes its place.

The new file is whole on the disk under a name of its own (NAME.coming) before the damaged one gives up its name.
Wherever the disk refuses or the power goes, the next opening finds either the damaged file under its name, and begins
again, or no file of that name and a whole one that is coming, and takes it.
"""

import contextlib
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from messaging.failpoints import reach
from messaging.on_disk import to_disk

_COMPANIONS = ("-wal", "-shm")
_COMING = ".coming"

_MAY_PASS = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_READONLY,
    }
)
_UNREADABLE = frozenset({sqlite3.SQLITE_IOERR_CORRUPTFS, sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ})
"""A place of the card that gives nothing any more is damage as well."""


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


def still_readable(path: Path, query: str) -> list[sqlite3.Row]:
    """What a damaged file gives of a query, in its order, up to the first place that cannot be read.

    Raises:
        sqlite3.Error: not the damage but the disk, a lock or a right keeps it from being read; later it may be.
    """
    found: list[sqlite3.Row] = []
    connection = sqlite3.connect(path, timeout=1)
    try:
        connection.row_factory = sqlite3.Row
        found.extend(connection.execute(query))
    except UnicodeDecodeError:
        pass
    except sqlite3.Error as error:
        if _may_pass(error):
            raise
    finally:
        connection.close()
    return found


def begin_anew(path: Path, schema: str, fill: Callable[[sqlite3.Connection], object]) -> Path:
    """Put a new file in the place of a damaged one, which the caller has closed; returns where that one lies now.

    Args:
        schema: the statements that make the tables.
        fill: writes what the new file begins with; it is in a transaction, and is over when that one is committed.

    Raises:
        sqlite3.Error, OSError: the disk does not take it. Nothing is lost: the next `take_what_is_coming` and, where
            the damaged file still bears its name, the next `begin_anew` go on.
    """
    _write_coming(path, schema, fill)
    reach("damaged.rescued", path.name)
    aside = _free_name(path)
    if path.exists():
        # Before its companions: a damaged file under its name is read again, and then without what lay in them.
        path.rename(aside)
        to_disk(path.parent)
    reach("damaged.aside", path.name)
    _give_name(path, aside)
    reach("damaged.replaced", path.name)
    return aside


def take_what_is_coming(path: Path) -> Path | None:
    """Before a file is opened, end what `begin_anew` could not; returns where the damaged one lies when it did.

    Raises:
        OSError: the disk does not take it; the file must not be opened, or it would begin empty.
    """
    if not is_coming(path):
        _remove_coming(path)
        return None
    aside = max(_set_aside_of(path), key=lambda one: one.stat().st_ctime_ns, default=_free_name(path))
    _give_name(path, aside)
    return aside


def is_coming(path: Path) -> bool:
    """Whether a whole new file waits for the name of a damaged one that is set aside.

    A file without a byte does not count as one: whoever looks for it with SQLite's own tools makes such a file.
    """
    bears_name = path.exists() and path.stat().st_size > 0
    return _coming(path).exists() and not bears_name


def are_set_aside(path: Path) -> bool:
    """Whether damaged files of this name still lie beside it."""
    return any(path.parent.glob(f"{path.name}.damaged-*"))


def _may_pass(error: sqlite3.Error) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _MAY_PASS and code not in _UNREADABLE


def _coming(path: Path) -> Path:
    return path.with_name(path.name + _COMING)


def _write_coming(path: Path, schema: str, fill: Callable[[sqlite3.Connection], object]) -> None:
    """On the disk when it returns. It has no companions: it goes over to a write-ahead log when it bears its name."""
    coming = _coming(path)
    _remove_coming(path)
    try:
        coming.touch(mode=0o600, exist_ok=False)
        connection = sqlite3.connect(coming, timeout=5, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous = FULL")
            # With the tables in the same transaction it is empty or whole, and never half of it.
            connection.executescript(f"BEGIN IMMEDIATE; {schema}")
            fill(connection)
            connection.execute("COMMIT")
        finally:
            connection.close()
        to_disk(coming)
        to_disk(coming.parent)
    except (sqlite3.Error, OSError):
        with contextlib.suppress(OSError):
            _remove_coming(path)
        raise


def _give_name(path: Path, aside: Path) -> None:
    """A companion of the damaged file must not stand beside the new one: SQLite would take it for its own."""
    for suffix in _COMPANIONS:
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    to_disk(path.parent)
    _coming(path).replace(path)
    to_disk(path.parent)


def _remove_coming(path: Path) -> None:
    """One that was cut short, or that the damaged file did not make room for."""
    for suffix in ("", "-journal"):
        part = path.with_name(f"{path.name}{_COMING}{suffix}")
        if part.exists():
            part.unlink()


def _set_aside_of(path: Path) -> list[Path]:
    return [one for one in path.parent.glob(f"{path.name}.damaged-*") if not one.name.endswith(_COMPANIONS)]


def _free_name(path: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    name = path.with_name(f"{path.name}.damaged-{stamp}")
    number = 1
    while name.exists():  # a Pi without a clock battery may live the same second twice
        number += 1
        name = path.with_name(f"{path.name}.damaged-{stamp}-{number}")
    return name
