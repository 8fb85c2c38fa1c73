"""The bench from end to end in its smallest size: every program is started, loaded and found in order."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from server.journal.verify import verify
from simulation.bench.__main__ import Sizes, run_bench
from simulation.bench.console_deeds import OFFICERS
from simulation.bench.report import FIRST, SECOND, Results, aims, tables
from simulation.bench.rounds import ISSUE, NEXT, TICKETS_A_TURN

TINY = Sizes(past_tickets=30, rounds=1, turns=1, clients=(16,), presses=1, deed_rounds=1, starts=0, touches=1, slips=1)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Results, Path]:
    scratch = tmp_path_factory.mktemp("bench")
    return run_bench(scratch, TINY), scratch


@pytest.mark.exhaustive
def test_everybody_ran_the_same_course(run: tuple[Results, Path]) -> None:
    results, _ = run
    assert results.grounds() == ["empty", "history"]
    for ground in results.grounds():
        for racer in ("server", FIRST, SECOND):
            for deed in (ISSUE, NEXT):
                (figures,) = results.figures(ground, racer, deed, 16)
                assert figures.count == TICKETS_A_TURN
        assert {name: delays.count for name, delays in results.boards[ground][0].items()} == {"server": 1, FIRST: 1}
        assert {figures.count for figures in results.deeds[ground].values()} == {OFFICERS, 3 * OFFICERS}
        assert len(results.floor_ms[ground]) == 1
    assert len(results.touches_ms) == len(results.drawing_ms) == 1


def test_what_was_measured_was_done(run: tuple[Results, Path]) -> None:
    """No number twice, nobody forgotten, and both chains hold after the load."""
    _, scratch = run
    for ground, past in (("empty", 0), ("history", TINY.past_tickets)):
        for file in ("centre.db", "second-floor.db"):
            database = scratch / ground / "server" / file
            assert verify(database).fault is None
            with closing(sqlite3.connect(database)) as connection:
                tickets, numbers = connection.execute(
                    "SELECT count(*), count(DISTINCT day || shown) FROM tickets"
                ).fetchone()
                waiting = connection.execute("SELECT count(*) FROM turns WHERE state = 'waiting'").fetchone()[0]
            assert tickets == numbers >= past + 2 * TICKETS_A_TURN
            assert waiting == 0


def test_the_report_says_all_of_it(run: tuple[Results, Path]) -> None:
    results, _ = run
    text = tables(results)
    for part in (
        "empty",
        "history",
        "Next to board",
        "25 officers at once",
        "head's floor",
        "touch to the last byte",
        "a slip: drawn in",
    ):
        assert part in text
    deeds = len(results.deeds["empty"])
    assert deeds == 14
    assert len(aims(results)) == 2 * (2 * 3 + 1 + deeds + 1) + 2 * 2 + 1
