"""Whether a file is a sound copy of a centre's database, and what is in it."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from server.backup.errors import BrokenBackup
from server.db.schema import needs_upgrade
from server.journal.verify import NotACentre, verify, verify_chain

IDENTITY = "SELECT epoch, created_at FROM centre_identity"
FIRST_SEAL = "SELECT hash FROM journal WHERE seq = 1"
LAST_TIME = "SELECT at FROM journal ORDER BY seq DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a centre's database."""

    epoch: int
    seq: int
    at: datetime
    """The journal's time at its last event, UTC; of an empty journal the time at which the database was made."""
    first_seal: str | None
    """The seal of the journal's first event, which two databases of one centre have in common."""


def contents_of(path: Path) -> Contents:
    """Read what is in a database without checking it.

    Raises:
        sqlite3.Error: it cannot be read.
        BrokenBackup: it is no centre's database.
    """
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5.0)
    try:
        identity = connection.execute(IDENTITY).fetchone()
        head = connection.execute("SELECT seq FROM journal_head").fetchone()
        if identity is None or head is None:
            raise BrokenBackup(f"{path}: no centre was ever made in it")
        first = connection.execute(FIRST_SEAL).fetchone()
        last = connection.execute(LAST_TIME).fetchone()
        made_at = datetime.fromtimestamp(identity[1] / 1000, UTC)
        at = made_at if last is None else datetime.fromisoformat(last[0]).astimezone(UTC)
        return Contents(identity[0], head[0], at, None if first is None else first[0])
    finally:
        connection.close()


def check_copy(path: Path, *, tables_too: bool = False) -> Contents:
    """Check a copy: SQLite's own check of every page, then the chain from its first event.

    Args:
        tables_too: build the tables anew from the journal and compare, which takes a few seconds for a year.

    Raises:
        BrokenBackup: it does not hold; the message says where.
    """
    if not path.is_file():
        raise BrokenBackup(f"{path}: no such file")
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5.0)
        try:
            complaint = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        finally:
            connection.close()
        if complaint != "ok":
            raise BrokenBackup(f"{path}: {complaint}")
        verdict = verify(path) if tables_too else verify_chain(path)
        if verdict.fault is not None:
            raise BrokenBackup(f"{path}: {verdict.fault}")
        return contents_of(path)
    except (sqlite3.Error, NotACentre, ValueError) as error:
        said = str(error)
        raise BrokenBackup(said if str(path) in said else f"{path}: {said}") from None


def check_tables(path: Path) -> None:
    """Build the tables of a sound copy anew from its journal and compare, as a restore does.

    Of 12,000 events 1 s, four times as long as the chain: of a large centre's year more than a minute, on a Pi a few.
    The copy of an older program is left out: its tables are brought to this one's before they can be compared.

    Raises:
        BrokenBackup: they differ, or a newer program made them; a restore would refuse the copy.
    """
    try:
        fault = None if needs_upgrade(path) else verify(path).fault
    except (sqlite3.Error, NotACentre, ValueError) as error:
        raise BrokenBackup(f"{path}: {error}") from None
    if fault is not None:
        raise BrokenBackup(f"{path}: {fault}")


def check_for_restore(path: Path) -> Contents:
    """As `check_copy` and `check_tables`.

    Raises:
        BrokenBackup: a restore would refuse it.
    """
    contents = check_copy(path)
    check_tables(path)
    return contents
