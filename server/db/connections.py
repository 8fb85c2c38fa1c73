"""How a connection to the centre's database is opened: one that writes, many that only read."""

import sqlite3
from pathlib import Path

BUSY_TIMEOUT_S = 5.0
"""A tool may hold the database that long; after it an action is answered with 503 and nothing half done."""


def open_for_writing(path: Path) -> sqlite3.Connection:
    """The writer's connection: WAL with synchronous=FULL, the cheapest mode that lost nothing in power cuts.

    Transactions are begun by hand (`isolation_level=None`): the driver's own habit of beginning late makes
    read-then-write no transaction at all. A new file is its owner's alone: it holds password hashes, and
    SQLite gives its companions (-wal, -shm) the same mode.
    """
    path.touch(mode=0o600)
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA journal_size_limit=16777216")  # 16 MB: a WAL grown by a long reader shrinks again
        # 16 MB as well: the same few pages change with each ticket, and are so copied back four times less often.
        connection.execute("PRAGMA wal_autocheckpoint=4000")
        connection.execute("PRAGMA temp_store=MEMORY")  # what a savepoint may have to go back to needs no file
    except sqlite3.Error as error:
        connection.close()
        raise type(error)(f"{path}: {error}") from None
    return connection


def open_for_reading(path: Path) -> sqlite3.Connection:
    """A connection that cannot write, for views, publishing and the command line."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro",
        uri=True,
        timeout=BUSY_TIMEOUT_S,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA query_only=ON")
    return connection
