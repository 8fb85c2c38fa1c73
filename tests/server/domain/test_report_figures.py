"""Figures of reports, idle counters and stretches of time: by hand, and by brute force beside the quick way."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from server.domain.idle_counters import CounterTime, DayOfDesks, counter_times, stays_of_turn
from server.domain.report_figures import Spread, TurnColumns, figures_by, last_of_stretch, spread, stretch_of
from server.domain.stretches import Stretch, cut_out, in_both_ms, joined, length_ms

MINUTE = 60_000


def columns(*turns: tuple[str, str, int | None, int | None]) -> TurnColumns:
    """(service, state, wait, time at the desk), minutes."""
    count = len(turns)

    def ms(minutes: int | None) -> int | None:
        return None if minutes is None else minutes * MINUTE

    return TurnColumns(
        turn_ids=range(count),
        days=["2026-11-23"] * count,
        services=[turn[0] for turn in turns],
        counters=["Q1"] * count,
        officers=["CB01"] * count,
        origins=["issued"] * count,
        states=[turn[1] for turn in turns],
        since=[0] * count,
        waits_ms=[ms(turn[2]) for turn in turns],
        walks_ms=[None] * count,
        services_ms=[ms(turn[3]) for turn in turns],
    )


def test_each_figure_has_its_own_denominator() -> None:
    found = columns(
        ("A", "finished", 5, 10), ("A", "finished", 20, None), ("A", "no_show", 10, None), ("A", "expired", None, None)
    )
    figures = figures_by(found, found.services, found.within({"A": 10 * MINUTE}))["A"]

    assert (figures.turns, figures.served, figures.no_shows) == (4, 2, 1)
    assert figures.no_show_rate == 1 / 3, "who was there at closing is in neither"
    assert figures.waiting == Spread(3, 10 * MINUTE, 20 * MINUTE, 20 * MINUTE)
    assert figures.service_level == 2 / 3, "within the target, its end included"
    assert (figures.service.n, figures.walk) == (1, Spread())


def test_turns_are_told_apart_and_nobody_is_lost() -> None:
    found = columns(("A", "finished", 1, 1), ("B", "finished", 2, 1), ("B", "no_show", 3, None))
    by_service = figures_by(found, found.services, [False] * 3)

    assert {service: one.turns for service, one in by_service.items()} == {"A": 1, "B": 2}
    assert by_service["B"].waiting.p50_ms == 2 * MINUTE
    assert figures_by(TurnColumns(), [], []) == {}


@given(st.lists(st.integers(0, 10_000), min_size=1))
def test_percentiles_are_values_that_were_measured(values: list[int]) -> None:
    found = spread(values)

    assert found.p50_ms in values and found.p90_ms in values and found.longest_ms == max(values)
    for value, share in ((found.p50_ms, 0.5), (found.p90_ms, 0.9)):
        assert value is not None
        assert sum(one <= value for one in values) >= share * len(values)
        assert sum(one < value for one in values) < share * len(values)


def test_a_long_period_is_shown_by_week_and_a_longer_one_by_month() -> None:
    assert [stretch_of("2026-11-25", days) for days in (1, 62, 63, 366, 367)] == [
        *("2026-11-25", "2026-11-25", "2026-11-23", "2026-11-23", "2026-11-01")
    ]
    assert [last_of_stretch(*one) for one in (("2026-11-25", 5), ("2026-11-23", 100), ("2026-12-01", 800))] == [
        *("2026-11-25", "2026-11-29", "2026-12-31")
    ]


# --- stretches ----------------------------------------------------------------------------------------------------

some_stretches = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8)


def moments(stretches: Sequence[Stretch]) -> set[int]:
    return {at for start, end in stretches for at in range(start, end)}


@given(some_stretches, some_stretches)
def test_stretches_are_sets_of_moments(one: list[Stretch], other: list[Stretch]) -> None:
    of, taken = joined(one), joined(other)

    assert moments(of) == moments(one) and length_ms(of) == len(moments(one))
    assert all(a[1] < b[0] for a, b in pairwise(of)), "in order, and nothing twice"
    assert moments(cut_out(of, taken)) == moments(one) - moments(other)
    assert in_both_ms(of, taken) == len(moments(one) & moments(other))


# --- idle ---------------------------------------------------------------------------------------------------------


def test_a_counter_is_idle_only_while_somebody_waits_whom_it_serves() -> None:
    day = DayOfDesks(breaks=[(50, 60)])
    day.open_at["Q1"] += [(0, 100)]
    day.open_at["Q2"] += [(0, 100)]
    day.off["Q1"] += [(40, 55)]
    day.stays["Q1"] += [(10, 20)]
    day.waits["A"] += [(5, 30), (25, 70)]
    day.waits["B"] += [(0, 100)]

    # Q1: 5-10, 20-40, 60-70 of A; it does not serve B. Q2 serves nobody who waits.
    assert counter_times(day, {"Q1": ["A"], "Q2": ["C"]}) == {"Q1": CounterTime(80, 35), "Q2": CounterTime(90, 0)}


def test_a_stay_ends_with_a_hold_with_the_turn_or_when_it_was_called_elsewhere() -> None:
    assert stays_of_turn([(0, "Q1"), (500, "Q2")], [100], 900, "finished") == [("Q1", (0, 100)), ("Q2", (500, 900))]
    assert stays_of_turn([(0, "Q1")], [], 90, "no_show") == [("Q1", (0, 90))]
    assert stays_of_turn([(0, "Q1")], [], None, "waiting") == [("Q1", (0, 2 * MINUTE))], "taken back: nobody knows when"
