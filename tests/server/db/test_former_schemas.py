"""A centre of every former schema, with data of its time, is taken over whole, and its journal is still read.

`former_schemas/REVISION.sql` is such a database as text: a busy day, closed, and a morning after it, written by the
program of that time (three that no whole program ever had on disk are made of their neighbour's). They are never made
anew. Who adds a migration adds the dump of the schema before it: a test asks for it.
"""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from centre_under_test import CentreUnderTest
from held_clock import HeldClock

from server.backup.checking import check_copy
from server.backup.making import make_copy
from server.backup.restoring import restore
from server.db.schema import needs_upgrade, prepare_database
from server.db.tables import JOURNALLED
from server.journal.replay import replay_database
from server.journal.verify import verify
from simulation.checker import check_database

FOLDER = Path(__file__).parent / "former_schemas"
DUMPS = {path.stem: path for path in FOLDER.glob("*.sql")} | {
    "2026_11_21_queue_in_line": Path(__file__).with_name("a_centre_before_the_centres_day.sql")
}
MIGRATIONS = Path(__file__).parents[3] / "server/db/migrations/versions"
THE_MORNING_AFTER = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
NOT_CARRIED_OVER = {
    "undo_points": "rows of turns as they were stored then do not fit any more",
    "call_reasons": "became deed_reasons",
    "alembic_version": "says the schema",
}
MENDED = {("holds", "ended_at"), ("holds", "ended_seq")}
"""Columns that a migration sets right; that they are right now is seen by building the tables anew."""
NOT_PROMISED_THEN = {
    "once": "the tests of then let a pad count its presses no further than 1",
    "privacy": "events had fewer fields",
    "actors": "who acts is the tests' own",
}


@pytest.fixture(params=sorted(DUMPS))
def former(request: pytest.FixtureRequest, folder: Path) -> Path:
    database = folder / "centre.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(DUMPS[request.param].read_text(encoding="utf-8"))
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    assert revision == request.param
    return database


def rows_of(database: Path) -> dict[str, list[dict[str, object]]]:
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        names = [
            row[0]
            for row in connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
        ]
        return {name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")] for name in names}


def revisions() -> list[tuple[str, str | None]]:
    """Each migration's revision with the one before it."""
    found = []
    for path in MIGRATIONS.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        (revision,) = re.findall(r'^revision = "(\w+)"$', text, flags=re.MULTILINE)
        before = re.search(r'^down_revision = "(\w+)"$', text, flags=re.MULTILINE)
        found.append((revision, None if before is None else before[1]))
    return found


def test_every_schema_but_the_newest_has_its_dump() -> None:
    followed = {before for _revision, before in revisions()} - {None}

    assert len({revision for revision, _before in revisions()} - followed) == 1, "one newest schema"
    assert set(DUMPS) == followed


def test_all_that_is_there_is_kept(former: Path) -> None:
    before = rows_of(former)
    assert needs_upgrade(former)

    prepare_database(former)

    after = rows_of(former)
    for name, rows in before.items():
        if name in NOT_CARRIED_OVER:
            continue
        assert name in after, name
        both = (rows[0] if rows else {}).keys() & (after[name][0] if after[name] else {}).keys()
        columns = [column for column in both if (name, column) not in MENDED]
        kept = [{column: row[column] for column in columns} for row in after[name]]
        wanted = [{column: row[column] for column in columns} for row in rows]
        assert sorted(kept, key=repr) == sorted(wanted, key=repr), name
    assert not needs_upgrade(former)
    prepare_database(former)
    assert rows_of(former) == after, "preparing again changes nothing"


def test_journal_tables_and_promises_agree(former: Path, folder: Path) -> None:
    prepare_database(former)

    assert verify(former).fault is None
    replay_database(former, folder / "again.db")
    migrated, rebuilt = rows_of(former), rows_of(folder / "again.db")
    for table in JOURNALLED:
        assert sorted(migrated[table.name], key=repr) == sorted(rebuilt[table.name], key=repr), table.name
    with closing(sqlite3.connect(former)) as connection:
        story, broken = check_database(connection)
    assert story.tickets
    assert [one for one in broken if one.promise not in NOT_PROMISED_THEN] == []


def test_the_centre_goes_on_where_it_stood(former: Path) -> None:
    prepare_database(former)
    centre = CentreUnderTest(former, HeldClock(THE_MORNING_AFTER))
    day = centre.one("SELECT max(day) FROM service_days")[0]
    last = centre.one("SELECT last_number FROM series WHERE day = ? AND prefix = 'A'", day)[0]
    at_q1 = centre.one("SELECT shown FROM turns JOIN tickets USING (ticket_id) WHERE state = 'serving'")[0]

    assert centre.number("A") == f"A{last + 1:03d}"
    centre.finish("Q1")
    centre.press(5, centre.window_of(at_q1))
    served = centre.serve("Q1")

    assert centre.turn(served).state.value == "finished"
    assert centre.rows("SELECT count(*) FROM presses WHERE window_id IS NOT NULL")[0][0] >= 1
    assert centre.verdict().fault is None
    centre.stop()


def test_a_copy_of_then_is_put_back_and_upgraded(former: Path, folder: Path) -> None:
    """A copy that was made before an upgrade is restored by the program after it."""
    copy = make_copy(former, folder / "backups")

    restored = restore(copy.path, folder / "new.db", clock=HeldClock(THE_MORNING_AFTER), known={})

    assert not needs_upgrade(folder / "new.db")
    check_copy(folder / "new.db", tables_too=True)
    assert restored.skipped
    assert verify(folder / "new.db").fault is None
