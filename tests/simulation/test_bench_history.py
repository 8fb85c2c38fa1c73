"""The bench's history is what a centre would have written: the chain holds, and the tables say what it says."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bocso.__main__ import app
from server.journal.verify import verify
from simulation.bench import history
from simulation.bench.bench_centre import COUNTERS, BenchCentre, make_centre

TICKETS = 45
"""Two whole days of twenty, and a quarter of one."""


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BenchCentre]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(history, "TICKETS_A_DAY", 20)
        yield make_centre(tmp_path_factory.mktemp("bench") / "centre.db", past_tickets=TICKETS)


def rows(database: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()


def test_it_passes_verify(centre: BenchCentre) -> None:
    said = CliRunner().invoke(app, ["verify", "--database", str(centre.database)])
    assert said.exit_code == 0, said.output
    assert said.output.startswith("OK: ")


def test_a_history_that_was_tampered_with_does_not(centre: BenchCentre, tmp_path: Path) -> None:
    copy = centre.copied_to(tmp_path / "copy.db")
    with closing(sqlite3.connect(copy.database)) as connection, connection:
        connection.execute(
            "UPDATE journal SET body = replace(body, 'received', 'refused') WHERE kind = 'turn_finished'"
        )
    assert verify(copy.database).fault is not None


def test_every_ticket_lived_its_whole_life(centre: BenchCentre) -> None:
    counts = dict(rows(centre.database, "SELECT kind, count(*) FROM journal GROUP BY kind"))
    for kind in ("ticket_issued", "print_reported", "turn_called", "turn_started", "turn_finished"):
        assert counts[kind] == TICKETS
    assert counts["window_opened"] == counts["window_closed"] == TICKETS
    assert 0 < counts["press_recorded"] < TICKETS  # type: ignore[operator]  # a count
    assert rows(centre.database, "SELECT DISTINCT state FROM turns") == [("finished",)]
    assert rows(centre.database, "SELECT count(*) FROM ticket_links") == [(TICKETS,)]
    assert rows(centre.database, "SELECT count(*) FROM idempotency") == [(5 * TICKETS,)]


def test_the_days_lie_one_after_another_before_today(centre: BenchCentre) -> None:
    days = rows(centre.database, "SELECT day, state FROM service_days ORDER BY day")
    assert [state for _, state in days] == ["closed", "closed", "closed", "open"]
    per_day = rows(centre.database, "SELECT count(*) FROM tickets GROUP BY day ORDER BY day")
    assert per_day == [(20,), (20,), (5,)]
    stamps = [row[0] for row in rows(centre.database, "SELECT at FROM journal ORDER BY seq")]
    assert stamps == sorted(stamps), "the journal's time never goes back"  # type: ignore[type-var]  # all are text


def test_an_officer_is_signed_on_at_each_counter_today(centre: BenchCentre) -> None:
    assert len(centre.desks) == COUNTERS
    signed_on = rows(centre.database, "SELECT count(*) FROM desk_sessions WHERE signed_off_at IS NULL")
    assert signed_on == [(COUNTERS,)]
