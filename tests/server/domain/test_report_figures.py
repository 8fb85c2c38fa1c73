"""Figures that are put together from parts are those of all raw values at once."""

from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from server.domain.report_figures import (
    Counted,
    Spread,
    TurnColumns,
    counted_by,
    figures_of,
    merged,
    put_together,
    spread,
)

RUNS = st.lists(st.lists(st.integers(0, 50_000_000), max_size=200).map(sorted), max_size=4)


def by_hand(values: list[int]) -> Spread:
    """The nearest rank, as the textbook says it."""
    values.sort()
    if not values:
        return Spread()
    return Spread(len(values), values[ceil(0.5 * len(values)) - 1], values[ceil(0.9 * len(values)) - 1], values[-1])


@given(RUNS)
def test_percentiles_of_several_runs_are_those_of_all_values(runs: list[list[int]]) -> None:
    expected = by_hand([value for run in runs for value in run])
    assert spread(runs) == expected
    assert spread([merged(runs)]) == expected


def test_many_equal_values_in_few_long_runs() -> None:
    runs = [[5] * 900 + [7] * 100, [5] * 1000, [6] * 500]
    assert spread(runs) == by_hand([value for run in runs for value in run])


TURNS = st.lists(
    st.tuples(
        st.sampled_from(["A", "B"]),
        st.sampled_from(["finished", "no_show", "expired"]),
        st.none() | st.integers(0, 10_000),
    ),
    max_size=60,
)


@given(st.lists(TURNS, max_size=4))
def test_days_put_together_are_one_long_day(days: list[list[tuple[str, str, int | None]]]) -> None:
    def counted(turns: list[tuple[str, str, int | None]]) -> dict[str, Counted]:
        waits = [wait for _, _, wait in turns]
        states = [state for _, state, _ in turns]
        columns = TurnColumns(states=states, waits_ms=waits, walks_ms=waits, services_ms=waits)
        within = [None if wait is None else wait < 5_000 for wait in waits]
        return counted_by(columns, [service for service, _, _ in turns], within)

    at_once = counted([turn for day in days for turn in day])
    for service, whole in at_once.items():
        parts = [of_day[service] for day in days if service in (of_day := counted(day))]
        assert figures_of(parts) == figures_of([whole]) == figures_of([put_together(parts)])
