"""A centre that the program before has run: its database is taken over whole, its journal of then is still read.

`a_centre_before_the_centres_day.sql` is such a database as text, written by that program: a busy day, closed, and a
morning after it with somebody waiting, served, absent and done. It is never made anew.
"""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from centre_under_test import CentreUnderTest
from held_clock import HeldClock

from server.db.schema import prepare_database
from server.db.tables import JOURNALLED
from server.domain.turns import TurnState
from server.errors import Conflict
from server.journal.replay import replay_database
from server.journal.verify import verify

DUMP = Path(__file__).with_name("a_centre_before_the_centres_day.sql")
THE_MORNING_AFTER = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)


def rows_of(database: Path) -> dict[str, list[dict[str, Any]]]:
    connection = sqlite3.connect(database)
    connection.row_factory = sqlite3.Row
    names = [
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
            "AND name != 'alembic_version'"
        )
    ]
    found = {name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")] for name in names}
    connection.close()
    return found


@pytest.fixture
def former(folder: Path) -> Path:
    database = folder / "centre.db"
    connection = sqlite3.connect(database)
    connection.executescript(DUMP.read_text(encoding="utf-8"))
    connection.close()
    return database


def test_all_that_is_there_is_kept_and_the_journal_still_tells_it(former: Path) -> None:
    before = rows_of(former)
    prepare_database(former)
    after = rows_of(former)
    assert {row["version"] for row in before["journal"]} == {1}
    assert after["deed_reasons"] == [
        {"seq": row["call_id"], "reason": row["reason"]} for row in before.pop("call_reasons")
    ]
    assert before.pop("undo_points")
    assert after["undo_points"] == [], "rows of turns as they were stored then do not fit any more"
    for name, rows in before.items():
        kept = [{column: row[column] for column in rows[0]} for row in after[name]] if rows else after[name]
        key = repr
        assert sorted(kept, key=key) == sorted(rows, key=key), name
    assert verify(former).fault is None
    prepare_database(former)
    assert rows_of(former) == after, "preparing again changes nothing"


def test_the_journal_of_then_builds_the_tables_of_now(former: Path, folder: Path) -> None:
    prepare_database(former)
    replay_database(former, folder / "again.db")
    migrated, rebuilt = rows_of(former), rows_of(folder / "again.db")
    for table in JOURNALLED:
        assert sorted(migrated[table.name], key=repr) == sorted(rebuilt[table.name], key=repr), table.name


def test_the_centre_goes_on_where_it_stood(former: Path) -> None:
    prepare_database(former)
    c = CentreUnderTest(former, HeldClock(THE_MORNING_AFTER))
    with pytest.raises(Conflict):
        c.undo("Q1")
    serving = c.one("SELECT shown, turns.ticket_id FROM turns JOIN tickets USING (ticket_id) WHERE state = 'serving'")
    c.hold("Q1", minutes=5)
    c.clock.pass_s(60)
    c.resume(serving["shown"])
    c.start("Q1")
    c.transfer("service", "B")
    absent = c.one("SELECT shown FROM turns JOIN tickets USING (ticket_id) WHERE grace_until IS NOT NULL")[0]
    assert c.back("Q1", absent).state is TurnState.WAITING
    assert c.number("A") == "A004", "the series goes on"
    c.wait(600)
    c.close_day()
    assert c.verdict().fault is None
    c.stop()
