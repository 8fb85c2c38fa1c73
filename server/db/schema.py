"""Bring a database to the newest schema, all or nothing; make it when there is none."""

import sqlite3
import time
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event, insert, select
from sqlalchemy.exc import DBAPIError

from messaging.failpoints import reach
from server.db import tables as t
from server.db.connections import open_for_reading, open_for_writing
from server.journal.chain import EMPTY


class SchemaTooNew(Exception):
    """The database was written by a newer program."""


def prepare_database(path: Path) -> None:
    """Create or upgrade the database at `path` inside one BEGIN IMMEDIATE.

    Raises:
        SchemaTooNew: it has a revision that this program does not know; nothing is changed.
        sqlite3.Error: it cannot be opened, is no database, is another program's, or is held by somebody.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = open_for_writing(path)
    engine = create_engine("sqlite://", creator=lambda: raw)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    try:
        with engine.begin() as connection:
            reach("migration.begun")
            _upgrade(connection)
            _first_rows(connection)
            reach("migration.upgraded")
        reach("migration.committed")
    except DBAPIError as error:
        raise sqlite3.DatabaseError(f"{path}: {error.orig}") from error
    finally:
        engine.dispose()
        raw.close()


def needs_upgrade(path: Path) -> bool:
    """Whether `path` is a database of an older program, which `prepare_database` would change.

    Raises:
        sqlite3.Error: it cannot be read.
    """
    if not path.exists() or path.stat().st_size == 0:
        return False
    raw = open_for_reading(path)
    try:
        if raw.execute("SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'").fetchone() is None:
            return False
        (current,) = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    finally:
        raw.close()
    known = [script.revision for script in _scripts().walk_revisions()]
    return current in known and current != known[0]


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return ScriptDirectory.from_config(config)


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    scripts = ScriptDirectory.from_config(config)
    known = {script.revision for script in scripts.walk_revisions()}
    current = _current_revision(connection)
    if current == scripts.get_current_head():
        return
    if current is not None and current not in known:
        raise SchemaTooNew(f"the database has schema {current}, which this version does not know; update the program")
    command.upgrade(config, "head")


def _current_revision(connection: Connection) -> str | None:
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    revision: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return revision


def _first_rows(connection: Connection) -> None:
    """The head of an empty journal, and the epoch: max(stored + 1, Unix seconds) at creation, never at start."""
    if connection.execute(select(t.journal_head.c.id)).first() is None:
        connection.execute(insert(t.journal_head).values(id=1, seq=EMPTY.seq, hash=EMPTY.hash))
    if connection.execute(select(t.centre_identity.c.id)).first() is None:
        now_s = int(time.time())
        connection.execute(insert(t.centre_identity).values(id=1, epoch=now_s, created_at=now_s * 1000))
