"""The waiting-time estimate on simulated days it never saw keeps what it promises."""

import pytest

from simulation.backtest.figures import Figures, table, waits_of
from simulation.backtest.scoring import Score, score


@pytest.fixture(scope="module")
def medium() -> Score:
    """Two centres of people and officers of their own, a week each."""
    return score(waits_of("medium", seeds=2, days=5, test_seed="another"))


def test_nine_of_ten_waits_lie_inside(medium: Score) -> None:
    assert medium.waits > 1000 and medium.unsaid < medium.waits / 50
    assert medium.inside >= 0.9


def test_the_range_is_narrow(medium: Score) -> None:
    assert medium.narrow >= 0.5, "at most 15 minutes, or 60 % of the wait"


def test_it_is_nearer_than_the_two_simple_estimates(medium: Score) -> None:
    for errors in (medium.errors, medium.queued_errors):
        assert errors.ours < min(errors.queue_length, errors.last_to_enter)
    assert medium.queued > 500


def test_it_is_nearer_in_a_small_centre_too_where_most_find_a_free_desk() -> None:
    small = score(waits_of("small", seeds=3, days=5, test_seed="another"))
    assert small.inside >= 0.9 and small.queued < small.waits / 2
    for errors in (small.errors, small.queued_errors):
        assert errors.ours < min(errors.queue_length, errors.last_to_enter)


def test_the_table_shows_the_three(medium: Score) -> None:
    text = table([Figures("medium", medium)])
    assert f"{medium.inside:.1%}" in text
    for errors in (medium.errors, medium.queued_errors):
        for figure in (errors.ours, errors.queue_length, errors.last_to_enter):
            assert f"{figure:.2f}" in text
    assert "queue length" in text and "last to enter" in text
