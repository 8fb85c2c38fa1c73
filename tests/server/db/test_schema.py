"""Migrations build exactly the tables, all or nothing, and upgrade nothing they do not know."""

import sqlite3
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from server.db import connections, schema
from server.db.schema import SchemaTooNew, prepare_database
from server.db.tables import JOURNALLED, metadata


def structure(connection: sqlite3.Connection) -> dict[str, tuple[object, ...]]:
    """Columns (name, type, NOT NULL, default, key) and indexes of each table, as SQLite has them."""
    names = [
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
            "AND name != 'alembic_version'"
        )
    ]
    return {
        name: (
            [tuple(row)[1:] for row in connection.execute(f"PRAGMA table_info({name})")],
            sorted(
                (row[2], row[4], tuple(column[2] for column in connection.execute(f"PRAGMA index_info({row[1]})")))
                for row in connection.execute(f"PRAGMA index_list({name})")
            ),
            sorted(
                row[0]
                for row in connection.execute(
                    "SELECT sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql NOT NULL", (name,)
                )
            ),
        )
        for name in names
    }


def test_migrations_build_what_the_tables_say(empty_database: Path) -> None:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    raw = engine.raw_connection()
    migrated = sqlite3.connect(empty_database)
    assert structure(migrated) == structure(raw.driver_connection)  # type: ignore[arg-type]  # it is sqlite3's
    migrated.close()
    raw.close()
    engine.dispose()


def test_alembic_sees_nothing_left_to_migrate(empty_database: Path) -> None:
    engine = create_engine(f"sqlite:///{empty_database}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_checks_and_uniqueness_stand_in_the_database_too(empty_database: Path) -> None:
    connection = sqlite3.connect(empty_database)
    for table in ("journal_head", "set_up", "centre_identity", "health_probe"):
        sql = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]
        assert "PRIMARY KEY (id)" in sql
    unique = {
        (row[0], tuple(column[2] for column in connection.execute(f"PRAGMA index_info({row[1]})")))
        for row in connection.execute(
            'SELECT m.name, i.name FROM sqlite_schema m, pragma_index_list(m.name) i WHERE i."unique"'
        )
    }
    for wanted in (
        ("tickets", ("intent_id",)),
        ("tickets", ("day", "prefix", "number")),
        ("presses", ("press_id",)),
        ("desk_sessions", ("counter_id",)),
        ("desk_sessions", ("officer_id",)),
        ("idempotency", ("principal", "key")),
        ("ticket_links", ("token",)),
    ):
        assert wanted in unique
    connection.close()


def test_the_sequence_is_the_row_itself(empty_database: Path) -> None:
    """A rowid table: no second index to write at each event."""
    connection = sqlite3.connect(empty_database)
    sql = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'journal'").fetchone()[0]
    assert "WITHOUT ROWID" not in sql.upper()
    connection.execute("INSERT INTO journal VALUES (7, '', '', 1, '', '', '')")
    assert connection.execute("SELECT rowid FROM journal").fetchone() == (7,)
    connection.close()


@pytest.mark.parametrize("table", [table.name for table in JOURNALLED] + ["journal"])
def test_what_is_sealed_has_no_default(empty_database: Path, table: str) -> None:
    connection = sqlite3.connect(empty_database)
    assert {row[4] for row in connection.execute(f"PRAGMA table_info({table})")} == {None}
    connection.close()


def test_no_column_of_the_journal_may_be_null(empty_database: Path) -> None:
    connection = sqlite3.connect(empty_database)
    assert {row[3] for row in connection.execute("PRAGMA table_info(journal)")} == {1}
    connection.close()


def test_preparing_twice_changes_nothing(folder: Path) -> None:
    database = folder / "centre.db"
    prepare_database(database)
    before = database.read_bytes()
    prepare_database(database)
    assert database.read_bytes() == before


def test_the_epoch_is_set_once(folder: Path) -> None:
    database = folder / "centre.db"
    prepare_database(database)
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE centre_identity SET epoch = 5")
    connection.close()
    prepare_database(database)
    connection = sqlite3.connect(database)
    assert connection.execute("SELECT epoch FROM centre_identity").fetchone() == (5,)
    connection.close()


def test_the_folder_is_made(folder: Path) -> None:
    prepare_database(folder / "new" / "deep" / "centre.db")
    assert (folder / "new" / "deep" / "centre.db").exists()


def test_a_newer_database_is_refused_and_left_alone(folder: Path) -> None:
    database = folder / "centre.db"
    prepare_database(database)
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '2099_01_01'")
    connection.close()
    before = database.read_bytes()
    with pytest.raises(SchemaTooNew, match="2099_01_01"):
        prepare_database(database)
    assert database.read_bytes() == before


def test_what_is_no_database_is_refused_and_left_alone(folder: Path) -> None:
    letter = folder / "letter.txt"
    letter.write_text("Kính gửi Trung tâm. " * 500)
    with pytest.raises(sqlite3.Error):
        prepare_database(letter)
    assert letter.read_text() == "Kính gửi Trung tâm. " * 500


def test_the_database_of_another_program_is_refused_whole(folder: Path) -> None:
    """It has a table of ours by accident: nothing of ours is added to it."""
    with sqlite3.connect(folder / "other.db") as connection:
        connection.execute("CREATE TABLE turns (of_a_screw INTEGER)")
    connection.close()
    with pytest.raises(sqlite3.Error, match="turns"):
        prepare_database(folder / "other.db")
    connection = sqlite3.connect(folder / "other.db")
    assert [row[0] for row in connection.execute("SELECT name FROM sqlite_schema")] == ["turns"]
    connection.close()


def test_a_migration_that_is_cut_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(_connection: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(schema, "_first_rows", cut)
    with pytest.raises(KeyboardInterrupt):
        prepare_database(folder / "centre.db")
    connection = sqlite3.connect(folder / "centre.db")
    assert connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)
    connection.close()


def test_a_database_that_somebody_holds_is_a_plain_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "BUSY_TIMEOUT_S", 0.1)
    prepare_database(folder / "centre.db")
    holder = sqlite3.connect(folder / "centre.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.Error, match="locked"):
        prepare_database(folder / "centre.db")
    holder.close()


def test_a_reading_connection_cannot_write(empty_database: Path) -> None:
    connection = connections.open_for_reading(empty_database)
    with pytest.raises(sqlite3.OperationalError):
        connection.execute("UPDATE journal_head SET seq = 1")
    connection.close()


def test_a_reading_connection_makes_no_file(folder: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        connections.open_for_reading(folder / "none.db").execute("SELECT 1")
    assert list(folder.iterdir()) == []


def test_two_programs_preparing_at_once_do_it_once(folder: Path) -> None:
    failures: list[BaseException] = []

    def prepare() -> None:
        try:
            prepare_database(folder / "centre.db")
        except BaseException as error:  # told to the test
            failures.append(error)

    threads = [threading.Thread(target=prepare) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
