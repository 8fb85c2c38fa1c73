"""Settled ratings in blocks of ten: nobody subtracts two views, and the same rows come out again."""

import sqlite3
from collections.abc import Iterator
from itertools import product

import pytest
from centre_under_test import CentreUnderTest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from server.actions.record_press import record_press
from server.db import tables as t
from server.db.queries.settled_ratings import (
    add_settled,
    asked_turns,
    atoms,
    coverage_by_ending,
    forget_old_blocks,
    kept_since,
    next_block,
    published,
    shared_blocks,
    strata,
)
from server.db.work import Work
from server.journal.events import TurnRevived

SCHEME, DESK = "s", "desk"
OFFICERS, COUNTERS, DAYS = ("CB01", "CB02"), ("Q1", "Q2"), [f"2026-11-{day}" for day in range(20, 26)]

RATINGS = some.lists(
    some.tuples(some.sampled_from(OFFICERS), some.sampled_from(COUNTERS), some.integers(0, 30).map(lambda n: n == 30)),
    max_size=260,
)
"""Whose, where, and whether a new day began before it."""


@pytest.fixture
def settled() -> Iterator[sqlite3.Connection]:
    connection = empty()
    yield connection
    connection.close()


def empty() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    for table in (t.settled_ratings, t.blocks_set_aside, t.settled_until):
        connection.execute(str(CreateTable(table).compile(dialect=sqlite.dialect())))
    return connection


def settle(connection: sqlite3.Connection, n: int, officer: str, counter: str, day: str, **more: object) -> None:
    values = {
        "window_id": n,
        "series": DESK,
        "level": 5,
        "satisfied": "yes",
        "order_seq": n,
        "settled_at": n,
        "day": day,
        "hour": 9,
        "weekday": 0,
        "officer_id": officer,
        "counter_id": counter,
        "service": "A",
        "scheme_id": SCHEME,
        "block": next_block(connection, SCHEME, DESK, officer, counter),
    }
    add_settled(connection, **(values | more))


def views(connection: sqlite3.Connection, days: list[str]) -> list[frozenset[int]]:
    """Which ratings stand behind each view there is now: officers, counters, both, in every period."""
    found = atoms(connection, SCHEME)
    ratings: dict[tuple[str, str, int], set[int]] = {}
    for row in connection.execute("SELECT officer_id, counter_id, block, window_id FROM settled_ratings"):
        ratings.setdefault(tuple(row)[:3], set()).add(row["window_id"])
    periods = [(first, last) for first, last in product(days, days) if first <= last]
    seen = set()
    for officer, counter, (first, last) in product((None, *OFFICERS), (None, *COUNTERS), periods):
        whole = published(found, first, last, officer_id=officer, counter_id=counter)
        seen.add(frozenset(n for one in whole for n in ratings[one.officer_id, one.counter_id, one.block]))
    return list(seen)


@given(ratings=RATINGS, moments=some.lists(some.integers(0, 260), min_size=2, max_size=2))
def test_no_two_views_differ_by_one_to_nine_ratings(ratings: list[tuple[str, str, bool]], moments: list[int]) -> None:
    """At two moments, of every officer, counter and period, one taken from the other either way."""
    connection = empty()
    at_day, taken = 0, []
    for n, (officer, counter, is_new_day) in enumerate(ratings):
        at_day = min(at_day + is_new_day, len(DAYS) - 1)
        if n in moments:
            taken += views(connection, DAYS)
        settle(connection, n, officer, counter, DAYS[at_day])
    taken += views(connection, DAYS)
    connection.close()
    for one, other in product(set(taken), repeat=2):
        assert len(one - other) % 10 == 0


def test_blocks_told_apart_by_service_and_hour(settled: sqlite3.Connection) -> None:
    for n in range(25):
        settle(settled, n, "CB01", "Q1", DAYS[0], service="AB"[n % 2], hour=8 + n % 2, level=1 + n % 5)
    by_service, by_hour = shared_blocks(settled, SCHEME, atoms(settled, SCHEME), DAYS[0], DAYS[-1])
    assert [{service: sorted(levels) for service, levels in one.levels.items()} for one in by_service] == [
        {"A": ["1", "2", "3", "4", "5"], "B": ["1", "2", "3", "4", "5"]}
    ] * 2
    assert [set(one.levels) for one in by_hour] == [{8, 9}] * 2
    assert all(one.counts for one in by_service)
    assert shared_blocks(settled, SCHEME, atoms(settled, SCHEME), "2026-12-01", "2026-12-31") == ([], [])
    # Another day of the same month: the blocks are there, for the batches are the month's, and do not count.
    other, _ = shared_blocks(settled, SCHEME, atoms(settled, SCHEME), DAYS[1], DAYS[2])
    assert [one.counts for one in other] == [False, False]


def test_old_blocks_are_forgotten_whole_and_the_newest_of_a_desk_stays(settled: sqlite3.Connection) -> None:
    for n in range(35):
        settle(settled, n, "CB01", "Q1", "2020-01-31" if n < 15 else "2020-02-01" if n < 30 else "2026-11-20")
    for n in range(100, 110):
        settle(settled, n, "CB02", "Q2", "2020-01-02")
    assert forget_old_blocks(settled, before="2020-02-01") == 10, "the second block reaches into February"
    left = settled.execute("SELECT officer_id, block, count(*) FROM settled_ratings GROUP BY 1, 2").fetchall()
    assert [tuple(row) for row in left] == [("CB01", 2, 10), ("CB01", 3, 10), ("CB01", 4, 5), ("CB02", 1, 10)]
    assert next_block(settled, SCHEME, DESK, "CB02", "Q2") == 2
    assert forget_old_blocks(settled, before="2020-02-01") == 0
    assert [(one.officer_id, one.block) for one in atoms(settled, SCHEME)] == [("CB01", 2), ("CB01", 3)]
    assert forget_old_blocks(settled, before="2020-01-01") == 0
    assert kept_since(settled) == "2020-02-01", "what is forgotten does not come back with a longer time to keep"


def test_strata_are_those_of_the_atoms_and_no_more(settled: sqlite3.Connection) -> None:
    for n in range(25):
        satisfied = "no" if n % 5 == 0 else "yes"
        settle(settled, n, "CB01", "Q1", DAYS[0], hour=8 + n % 2 * 5, satisfied=satisfied)
    found = strata(settled, SCHEME, atoms(settled, SCHEME))
    assert [(one.service, one.band, one.n, one.yes) for one in found] == [("A", 4, 10, 8), ("A", 6, 10, 8)]


# --- through the real tables -------------------------------------------------------------------------------------


def rows(centre: CentreUnderTest) -> list[tuple[object, ...]]:
    return [tuple(row) for row in centre.rows("SELECT * FROM settled_ratings ORDER BY order_seq, series")]


def test_an_empty_table_is_filled_with_the_very_same_rows(centre: CentreUnderTest) -> None:
    for n in range(13):
        centre.number("A")
        window = centre.window_of(centre.serve("Q1", service_s=30))
        centre.press(1 + n % 5, window)
        centre.clock.pass_s(2)
        centre.press(5, window)
        centre.wait(12)
    ended = centre.one("SELECT turn_id FROM turns ORDER BY turn_id")[0]
    centre.act(lambda work: work.record(TurnRevived(turn_id=ended)))
    before = rows(centre)
    assert len(before) == 13, "a rating that had settled stands"

    def forget(work: Work) -> None:
        work.connection.execute("DELETE FROM settled_ratings")
        work.connection.execute("DELETE FROM settled_until")

    centre.act(forget)
    centre.settle()
    assert rows(centre) == before


def test_a_finish_undone_before_its_rating_settled_takes_it_out(centre: CentreUnderTest) -> None:
    centre.number("A")
    window = centre.window_of(centre.serve("Q1"))
    centre.press(5, window)
    centre.clock.pass_s(5)
    centre.undo("Q1")
    centre.wait(60)
    assert rows(centre) == []
    assert asked_turns(centre.read(), "five-levels-1", "", "9999") == []


def test_a_turn_whose_rating_stands_was_asked_though_its_finish_was_undone(centre: CentreUnderTest) -> None:
    for _ in range(2):
        centre.number("A")
        window = centre.window_of(centre.serve("Q1"))
    centre.press(5, window)
    centre.wait(12)
    turn = centre.one("SELECT turn_id FROM windows WHERE window_id = ?", window)[0]
    centre.act(lambda work: work.record(TurnRevived(turn_id=turn)))
    (asked,) = asked_turns(centre.read(), "five-levels-1", "", "9999")
    assert (asked.windows, asked.rated) == (2, 1)
    endings = {
        one.ending: (one.windows, one.rated) for one in coverage_by_ending(centre.read(), "five-levels-1", "", "9999")
    }
    assert endings == {"done": (1, 0), "undone": (1, 1)}


def test_ten_thousand_presses_of_a_pad_that_was_cut_off_come_once_each_in_order(centre: CentreUnderTest) -> None:
    """A pad that heard nobody for days: all arrive within seconds, some twice, and none is a burst."""
    count, gap_ms = 10_000, 20_000
    centre.number("A")
    window = centre.window_of(centre.serve("Q1"))
    centre.clock.pass_s(count * gap_ms / 1000)
    ids = [f"press-{n}" for n in range(count)]
    delivered = [n for n in range(count) for _ in range(2 if n % 1000 == 0 else 1)]

    def deliver(work: Work, some_of_them: list[int]) -> None:
        for n in some_of_them:
            record_press(
                work,
                press_id=ids[n],
                device_id="pad-Q1",
                counter_id="Q1",
                boot_id="9f1a",
                n=n + 1,
                level=5,
                window_seen=window if n == 0 else None,
                age_ms=(count - n) * gap_ms,
            )

    for at in range(0, len(delivered), 500):
        centre.act(deliver, some_of_them=delivered[at : at + 500])
    stored = centre.rows("SELECT press_id, n, flags, window_id FROM presses ORDER BY seq")
    assert [row["press_id"] for row in stored] == ids
    assert [row["n"] for row in stored] == list(range(1, count + 1))
    of_window = [row["flags"] for row in stored if row["window_id"] == window]
    assert of_window and set(of_window) <= {"", "early", "repeat"}
    assert {row["flags"] for row in stored if row["window_id"] is None} == {"no_window"}
    centre.wait(11)
    assert len(rows(centre)) == 1
