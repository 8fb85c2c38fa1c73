"""How the commands reach a centre's database: read it, or run one action on it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from bocso.faults import CommandFailed
from messaging.clock import SystemClock
from server.backup.log_check import leaves_out_commits
from server.db.connections import open_for_reading
from server.db.schema import SchemaTooNew, prepare_database
from server.db.work import CentreNotSetUp, Work
from server.db.writer import Writer
from server.errors import ActionRefused

T = TypeVar("T")


def require_database(database: Path) -> None:
    if not database.exists():
        raise CommandFailed(f"{database}: no such database; bocso centre load FILE --database DB makes one")


@contextmanager
def reading(database: Path) -> Iterator[sqlite3.Connection]:
    require_database(database)
    connection = open_for_reading(database)
    try:
        yield connection
    finally:
        connection.close()


def run_action(database: Path, action: Callable[[Work], T], *, make: bool = False) -> T:
    """Run one action with a writer of its own; with `make`, on a new database when there is none.

    A server may be running on it: each of the two notices what the other wrote.
    """
    if not make:
        require_database(database)
    if leaves_out_commits(database):  # to write on would lose them for good, and the server would start after it
        raise CommandFailed(
            f"{database}: its -wal is damaged in the middle, with finished commits behind; nothing was written. "
            "Start the server: it names the copy to restore (docs/backup.md)"
        )
    try:
        prepare_database(database)
        writer = Writer(database, SystemClock())
        writer.start()
        try:
            return writer.submit(action, actor="command-line").result()
        finally:
            writer.stop()
    except (ActionRefused, CentreNotSetUp, SchemaTooNew) as error:
        raise CommandFailed(str(error)) from None
