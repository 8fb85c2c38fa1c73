"""A centre of the schema before the ratings: its day with presses is taken over whole, and is told as before."""

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from centre_under_test import CentreUnderTest
from held_clock import HeldClock
from sqlalchemy import create_engine

from server.db import schema
from server.db.schema import prepare_database
from server.db.tables import JOURNALLED
from server.journal.chain import GENESIS, SEALED, seal
from server.journal.events import TurnRevived
from server.journal.replay import replay_database
from server.journal.verify import verify

THE_DAY_AFTER = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
BEFORE = "2026_11_22_citizens_side"
NEW_EVENTS = {"rating_reason_given", "correction_asked", "correction_declined", "block_set_aside", "block_put_back"}


@pytest.fixture
def former(folder: Path, clock: HeldClock) -> Path:
    """A database of schema 4 that has lived through a day with presses, undone finishes and a revived turn.

    It is lived through by this program; what only this program writes is taken out of its journal again, and the rows
    go into a database that the migrations have brought to schema 4 and no further.
    """
    lived = folder / "lived.db"
    prepare_database(lived)
    centre = CentreUnderTest(lived, clock)
    live_through_a_rated_day(centre)
    centre.stop()
    former = folder / "former.db"
    prepare_as_of(former, BEFORE)
    move_into_former(lived, former)
    return former


def live_through_a_rated_day(centre: CentreUnderTest) -> None:
    centre.set_up()
    centre.open_day()
    centre.staff_all()
    for level in (5, 2, 4):
        centre.number("A")
        window = centre.window_of(centre.serve("Q1"))
        centre.press(level, window)
        centre.clock.pass_s(1)
        centre.press(level - 1, window)
        centre.clock.pass_s(30)
    centre.press(1, None, age_ms=None)
    centre.number("A")
    centre.serve("Q1")
    centre.undo("Q1")
    centre.finish("Q1")
    ended = centre.one("SELECT turn_id FROM turns WHERE state = 'finished' ORDER BY turn_id")[0]
    centre.act(lambda work: work.record(TurnRevived(turn_id=ended)))
    centre.wait(100)


def prepare_as_of(database: Path, revision: str) -> None:
    engine = create_engine(f"sqlite:///{database}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def move_into_former(lived: Path, former: Path) -> None:
    """Every row, with the columns there were; the journal as the program before would have written it."""
    source, target = sqlite3.connect(lived), sqlite3.connect(former)
    source.row_factory = sqlite3.Row
    for (table,) in target.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
        columns = [row[1] for row in target.execute(f"PRAGMA table_info({table})")]
        if table == "alembic_version":
            continue
        for row in source.execute(f"SELECT {', '.join(columns)} FROM {table}"):
            target.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", tuple(row))
    sealed = GENESIS
    for row in source.execute("SELECT * FROM journal ORDER BY seq"):
        values: dict[str, Any] = dict(row)
        assert values["kind"] not in NEW_EVENTS
        body = json.loads(values["body"])
        if values["kind"] == "press_recorded":
            del body["channel"], body["flags"]
            values["version"] = 1
        values["body"] = json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        sealed = seal(sealed, *(values[name] for name in SEALED))
        target.execute(
            "UPDATE journal SET version = ?, body = ?, hash = ? WHERE seq = ?",
            (values["version"], values["body"], sealed, values["seq"]),
        )
    target.execute("UPDATE journal_head SET hash = ?", (sealed,))
    target.commit()
    target.close()
    source.close()


def rows_of(database: Path, table: str) -> list[dict[str, Any]]:
    connection = sqlite3.connect(database)
    connection.row_factory = sqlite3.Row
    found = [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]
    connection.close()
    return sorted(found, key=repr)


def test_every_row_of_before_is_kept_and_its_journal_still_tells_it(former: Path) -> None:
    before = {table.name: rows_of(former, table.name) for table in JOURNALLED if table.name not in NEW_TABLES}
    assert len(before["presses"]) == 7
    prepare_database(former)
    for name, rows in before.items():
        after = rows_of(former, name)
        kept = [{column: row[column] for column in rows[0]} for row in after] if rows else after
        assert sorted(kept, key=repr) == rows, name
    assert {(row["channel"], row["flags"]) for row in rows_of(former, "presses")} == {("pad", "")}
    verdict = verify(former)
    assert verdict.fault is None


NEW_TABLES = {"rating_reasons", "corrections", "blocks_set_aside", "answered_findings"}


def test_when_a_window_was_undone_is_read_out_of_the_journal(former: Path) -> None:
    prepare_database(former)
    undone = [row["undone_at"] for row in rows_of(former, "windows") if row["undone"]]
    assert len(undone) == 2 and all(undone)
    assert all(row["undone_at"] is None for row in rows_of(former, "windows") if not row["undone"])


def test_its_journal_builds_the_tables_of_now_and_the_same_settled_ratings(former: Path, folder: Path) -> None:
    prepare_database(former)
    replay_database(former, folder / "again.db")
    for table in JOURNALLED:
        assert rows_of(former, table.name) == rows_of(folder / "again.db", table.name), table.name
    settled = []
    for database in (former, folder / "again.db"):
        centre = CentreUnderTest(database, HeldClock(THE_DAY_AFTER))
        centre.settle()
        centre.stop()
        settled.append(rows_of(database, "settled_ratings"))
    assert settled[0] == settled[1]
    assert sorted(row["level"] for row in settled[0]) == [1, 3, 4]
