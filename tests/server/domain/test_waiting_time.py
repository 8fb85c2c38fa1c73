"""How waiting, walking and service are reckoned from raw stamps, and what is left out."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from server.domain.waiting_time import (
    Span,
    TurnStamps,
    idle_while_waiting_ms,
    no_show_rate,
    percentile,
    service_level,
    service_ms,
    time_in_centre_ms,
    waiting_ms,
    walk_ms,
)

MINUTE = 60_000
A_VISIT = TurnStamps(
    issued_at=0,
    waiting_since=0,
    called_first_at=10 * MINUTE,
    called_last_at=11 * MINUTE,
    arrived_at=12 * MINUTE,
    arrival_inferred=False,
    ended_at=20 * MINUTE,
    end_inferred=False,
    is_finished=True,
    is_no_show=False,
)
WAITING = replace(A_VISIT, called_first_at=None, called_last_at=None, arrived_at=None, ended_at=None, is_finished=False)
ABSENT = replace(A_VISIT, arrived_at=None, is_finished=False, is_no_show=True)


def test_a_visit_is_waiting_then_a_walk_then_service() -> None:
    assert waiting_ms(A_VISIT) == 10 * MINUTE
    assert walk_ms(A_VISIT) == MINUTE, "from the recall, for who heard the first call had come"
    assert service_ms(A_VISIT) == 8 * MINUTE
    assert time_in_centre_ms([A_VISIT]) == 20 * MINUTE


def test_holds_are_no_service() -> None:
    assert service_ms(replace(A_VISIT, held_ms=3 * MINUTE)) == 5 * MINUTE


def test_inferred_stamps_are_left_out_of_what_needs_them() -> None:
    no_came = replace(A_VISIT, arrival_inferred=True)
    assert waiting_ms(no_came) == 10 * MINUTE
    assert walk_ms(no_came) is None
    assert service_ms(no_came) is None
    assert time_in_centre_ms([no_came]) == 20 * MINUTE
    closed_by_the_day = replace(A_VISIT, end_inferred=True)
    assert service_ms(closed_by_the_day) is None
    assert time_in_centre_ms([closed_by_the_day]) is None


def test_who_was_never_called_has_no_waiting_time_yet() -> None:
    assert waiting_ms(WAITING) is None
    assert time_in_centre_ms([WAITING]) is None
    assert time_in_centre_ms([]) is None


def test_a_second_service_makes_the_visit_longer() -> None:
    second = replace(A_VISIT, waiting_since=20 * MINUTE, ended_at=50 * MINUTE)
    assert time_in_centre_ms([A_VISIT, second]) == 50 * MINUTE
    assert time_in_centre_ms([A_VISIT, ABSENT]) is None


def test_the_no_show_rate_counts_only_who_was_called_for_good() -> None:
    assert no_show_rate([A_VISIT, A_VISIT, A_VISIT, ABSENT, WAITING]) == 0.25
    assert no_show_rate([WAITING]) is None


def test_the_service_level_is_the_share_called_in_time() -> None:
    assert service_level([A_VISIT, replace(A_VISIT, called_first_at=16 * MINUTE), WAITING], 15 * MINUTE) == 0.5
    assert service_level([A_VISIT], 10 * MINUTE) == 1.0, "in time to the very end"
    assert service_level([WAITING], MINUTE) is None


def test_percentiles_are_values_that_occurred() -> None:
    assert percentile([1, 2, 3, 4], 0.5) == 2
    assert percentile(range(1, 11), 0.9) == 9
    assert percentile([7], 0.9) == 7
    assert percentile([], 0.5) is None


@given(values=st.lists(st.integers(0, 10_000), min_size=1), share=st.floats(0.01, 1.0))
def test_at_least_that_share_does_not_exceed_a_percentile(values: list[int], share: float) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-9


def test_a_free_counter_idles_only_while_its_own_people_wait() -> None:
    free = {"Q1": [Span(0, 10), Span(20, 30)], "Q2": [Span(0, 30)]}
    serves = {"Q1": ["A"], "Q2": ["B"]}
    waiting = {"A": [Span(5, 25), Span(8, 12)], "C": [Span(0, 30)]}
    assert idle_while_waiting_ms(free, serves, waiting) == 5 + 5
    assert idle_while_waiting_ms(free, {"Q1": ["A"], "Q2": ["A", "B"]}, waiting) == 10 + 20
