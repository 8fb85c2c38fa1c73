"""Rebuild the journalled tables by playing the journal through `apply`, the same code that made them."""

import sqlite3
from datetime import datetime
from pathlib import Path

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from server.db.connections import open_for_reading
from server.db.schema import prepare_database
from server.db.tables import JOURNALLED
from server.domain.instant import instant
from server.journal.apply import apply
from server.journal.events import read_event


class CannotBePlayed(Exception):
    """An event that does not fit the tables which the events before it have built."""

    def __init__(self, seq: int, reason: Exception) -> None:
        super().__init__(f"sequence {seq} cannot be played: {reason or type(reason).__name__}")
        self.seq = seq


def replay_rows(journal: sqlite3.Connection, into: sqlite3.Connection) -> int:
    """Play every journal row of `journal` into the empty connection `into`; how many there were.

    Raises:
        CannotBePlayed: an event is unreadable or fits no state.
    """
    dialect = sqlite.dialect()
    for table in JOURNALLED:
        into.execute(str(CreateTable(table).compile(dialect=dialect)))
    return _play(journal, into)


def replay_database(source: Path, target: Path) -> int:
    """Make a new database at `target` whose tables are built from the journal of `source`.

    The journal itself is copied, and with it head and epoch; what is not journalled (names, passwords,
    credentials, links of tickets) stays behind.

    Raises:
        FileExistsError: there is something at `target` already.
        CannotBePlayed: an event is unreadable or fits no state; `target` is gone again.
    """
    if target.exists():
        raise FileExistsError(f"{target} exists already; choose another name")
    prepare_database(target)
    try:
        return _replay_into(source, target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _replay_into(source: Path, target: Path) -> int:
    into = sqlite3.connect(target, isolation_level=None)
    into.row_factory = sqlite3.Row
    journal = open_for_reading(source)
    try:
        journal.execute("BEGIN")  # one moment of a database that may be in use
        into.execute("BEGIN IMMEDIATE")
        count = _play(journal, into)
        for name in ("journal", "journal_head", "centre_identity"):
            into.execute(f"DELETE FROM {name}")  # noqa: S608 - three names of ours
            rows = journal.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608 - as above
            if rows:
                places = ", ".join("?" * len(rows[0]))
                into.executemany(f"INSERT INTO {name} VALUES ({places})", [tuple(row) for row in rows])  # noqa: S608
        into.execute("COMMIT")
    finally:
        journal.close()
        into.close()
    return count


def _play(journal: sqlite3.Connection, into: sqlite3.Connection) -> int:
    count = 0
    for row in journal.execute("SELECT seq, at, kind, version, body FROM journal ORDER BY seq"):
        try:
            event = read_event(row["kind"], row["version"], row["body"])
            apply(into, event, row["seq"], instant(datetime.fromisoformat(row["at"])))
        except Exception as error:  # whatever stands there, our own program never wrote it so
            raise CannotBePlayed(row["seq"], error) from error
        count += 1
    return count
