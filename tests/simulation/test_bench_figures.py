"""The bench's percentiles and medians are exact, and its aims are judged by medians of ratios."""

import pytest

from simulation.bench.figures import Figures, figures_of, median, percentile
from simulation.bench.footprints import Footprint
from simulation.bench.report import FIRST, SECOND, Aim, Results, aims, tables
from simulation.bench.rounds import ISSUE, NEXT, Lap


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([7.0], 0.5, 7.0),
        ([7.0], 0.99, 7.0),
        ([1.0, 2.0, 3.0, 4.0], 0.5, 2.0),
        ([1.0, 2.0, 3.0, 4.0], 0.51, 3.0),
        ([1.0, 2.0, 3.0, 4.0], 1.0, 4.0),
        ([1.0, 2.0, 3.0, 4.0], 0.0, 1.0),
        ([float(n) for n in range(1, 101)], 0.99, 99.0),
        ([float(n) for n in range(1, 193)], 0.99, 191.0),
    ],
)
def test_a_percentile_is_a_value_that_was_measured(values: list[float], share: float, expected: float) -> None:
    assert percentile(values, share) == expected


@pytest.mark.parametrize(("values", "expected"), [([3.0], 3.0), ([9.0, 1.0, 5.0], 5.0), ([4.0, 1.0, 2.0, 9.0], 3.0)])
def test_the_median_needs_no_order(values: list[float], expected: float) -> None:
    assert median(values) == expected


def test_nothing_measured_has_no_figures() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        percentile([], 0.5)
    with pytest.raises(ValueError, match="nothing was measured"):
        median([])


def test_figures_are_of_all_answers() -> None:
    figures = figures_of([0.004, 0.001, 0.003, 0.002], elapsed_s=0.5)
    assert figures == Figures(per_s=8.0, p50_ms=2.0, p99_ms=4.0, count=4)


def results(ours: list[float], first: list[float], second: list[float], ground: str = "empty") -> Results:
    """Rounds with these rates, the same for tickets and calls of 16 clients; p99 is three times p50."""
    made = Results(rounds=len(ours), past_tickets=100_000)
    for racer, rates in (("server", ours), (FIRST, first), (SECOND, second)):
        for n, rate in enumerate(rates):
            for deed in (ISSUE, NEXT):
                made.laps.append(Lap(ground, racer, deed, 16, n, Figures(rate, 2.0, 6.0, 192)))
    return made


def aim(results: Results, what: str) -> Aim:
    return next(found for found in aims(results) if found.what == what)


def test_a_ratio_is_the_median_of_the_rounds_ratios() -> None:
    """The machine was twice as fast in the last round: the medians of the rates would give another ratio."""
    made = results([100.0, 100.0, 400.0], [200.0, 250.0, 800.0], [100.0, 100.0, 400.0])
    compared = made.rates("empty", ISSUE, 16, FIRST)
    assert (compared.ours, compared.floor) == (100.0, 250.0)
    assert (compared.ratio, compared.lowest, compared.highest) == (0.5, 0.4, 0.5)


@pytest.mark.parametrize(("ours", "is_reached"), [(340.0, True), (330.0, False)])
def test_sixteen_clients_must_reach_a_third_of_the_first_floor(ours: float, is_reached: bool) -> None:
    made = results([ours] * 5, [1000.0] * 5, [500.0] * 5)
    assert aim(made, "ticket, 16 clients, empty: of the first floor").is_reached is is_reached


@pytest.mark.parametrize(("ours", "is_reached"), [(340.0, True), (330.0, False)])
def test_both_must_reach_two_thirds_of_the_second_floor(ours: float, is_reached: bool) -> None:
    made = results([ours] * 5, [1000.0] * 5, [500.0] * 5)
    assert aim(made, "next, 16 clients, empty: of the second floor").is_reached is is_reached


def test_p99_within_four_times_p50() -> None:
    assert aim(results([1.0], [1.0], [1.0]), "next, 16 clients, empty: p99 / p50").is_reached
    slow = results([1.0], [1.0], [1.0])
    slow.laps = [
        Lap(lap.ground, lap.racer, lap.deed, lap.clients, lap.round, Figures(1.0, 2.0, 8.1, 192)) for lap in slow.laps
    ]
    assert not aim(slow, "next, 16 clients, empty: p99 / p50").is_reached


@pytest.mark.parametrize(("with_history", "is_reached"), [(920.0, True), (890.0, False)])
def test_a_long_history_may_cost_a_tenth(with_history: float, is_reached: bool) -> None:
    made = results([1000.0], [1000.0], [1000.0])
    made.laps += results([with_history], [1000.0], [1000.0], ground="history").laps
    assert aim(made, "ticket, 16 clients: fall of the ratio to the first floor").is_reached is is_reached


def test_the_report_names_every_aim_that_was_missed() -> None:
    made = results([10.0] * 5, [1000.0] * 5, [1000.0] * 5)
    made.boards = {"empty": [{"server": Figures(1, 4.0, 5.0, 8), FIRST: Figures(1, 1.0, 2.0, 8)}]}
    made.footprints = [
        Footprint("server", is_bare=False, import_ms=600.0, start_ms=800.0, memory_mb=90.0),
        Footprint("server", is_bare=True, import_ms=500.0, start_ms=500.0, memory_mb=80.0),
    ]
    made.touches_ms = [250.0, 260.0]
    text = tables(made)
    assert text.count("MISSED") == 2 * 2 + 1 + 1, "four rates, the boards, the start"
    assert text.count("reached") == 2 + 1 + 1, "p99 twice, the memory, the touch"
    assert [one["is_reached"] for one in made.as_json()["aims"]].count(False) == 6


def test_the_floors_own_times_stand_beside_ours() -> None:
    made = Results(rounds=1, past_tickets=100_000)
    for racer, p50, p99 in (("server", 2.0, 9.0), (FIRST, 1.25, 3.0), (SECOND, 1.6, 7.2)):
        for deed in (ISSUE, NEXT):
            made.laps.append(Lap("empty", racer, deed, 16, 0, Figures(100.0, p50, p99, 192)))
    made.boards = {"empty": [{"server": Figures(1, 4.0, 5.0, 8), FIRST: Figures(1, 1.0, 2.5, 8)}]}
    lines = [line.split() for line in tables(made).splitlines()]
    for deed in ("ticket", "next"):
        spread = ["1.60", "(1.60-1.60)", "1.60", "1.25", "(1.25-1.25)"]
        assert [deed, "16", "p50", "2.00", "1.25", *spread] in lines
        assert [deed, "16", "p99", "9.00", "3.00", "3.00", "(3.00-3.00)", "7.20", "1.25", "(1.25-1.25)"] in lines
    assert ["empty", "p50", "4.00", "1.00", "4.00", "(4.00-4.00)"] in lines
    assert ["empty", "p99", "5.00", "2.50", "2.00", "(2.00-2.00)"] in lines
