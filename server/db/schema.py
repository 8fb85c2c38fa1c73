"""Bring a database to the newest schema, all or nothing; make it when there is none."""

import sqlite3
import time
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event, insert, select
from sqlalchemy.exc import DBAPIError

from server.db import tables as t
from server.db.connections import open_for_writing
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
            _upgrade(connection)
            _first_rows(connection)
    except DBAPIError as error:
        raise sqlite3.DatabaseError(f"{path}: {error.orig}") from error
    finally:
        engine.dispose()
        raw.close()


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
