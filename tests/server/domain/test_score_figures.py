"""Percentages, their interval, and blocks of ten that nobody can subtract."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from server.domain.scores import mean_of, periods_until, score, standing, wilson_interval


@pytest.mark.parametrize(
    ("yes", "n", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3 (score without correction).
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        # By symmetry.
        (20, 20, 0.8389, 1.0),
        (28, 29, 0.8282, 0.9939),
    ],
)
def test_the_interval_is_the_published_one(yes: int, n: int, low: float, high: float) -> None:
    assert wilson_interval(yes, n) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@pytest.mark.parametrize(("yes", "n"), [(0, 0), (1, 0), (-1, 10), (11, 10), (0, -5)])
def test_what_is_no_proportion_is_refused(yes: int, n: int) -> None:
    with pytest.raises(ValueError, match="no proportion"):
        wilson_interval(yes, n)


@given(n=some.integers(1, 500), data=some.data())
def test_the_interval_holds_the_share_and_stays_inside_zero_and_one(n: int, data: some.DataObject) -> None:
    yes = data.draw(some.integers(0, n))
    low, high = wilson_interval(yes, n)
    assert 0 <= low <= yes / n + 1e-12
    assert yes / n - 1e-12 <= high <= 1
    mirrored_low, mirrored_high = wilson_interval(n - yes, n)
    assert (mirrored_low, mirrored_high) == (pytest.approx(1 - high), pytest.approx(1 - low))


LEVELS = (5, 4, 3, 2, 1)
SATISFIED = frozenset({5, 4})


def test_nine_ratings_have_no_score_and_ten_have_one() -> None:
    assert score({5: 9}, LEVELS, SATISFIED) is None
    figures = score({5: 7, 3: 1, 1: 2}, LEVELS, SATISFIED)
    assert figures is not None
    assert (figures.n, figures.satisfied, figures.share) == (10, 7, 0.7)
    assert figures.distribution == {5: 7, 4: 0, 3: 1, 2: 0, 1: 2}
    assert (figures.low, figures.high) == wilson_interval(7, 10)


def test_neutral_is_never_satisfied() -> None:
    figures = score({3: 10}, LEVELS, SATISFIED)
    assert figures is not None
    assert figures.satisfied == 0


@pytest.mark.parametrize(
    ("counted", "levels", "mean"),
    [
        ({5: 10}, LEVELS, 100),
        ({1: 10}, LEVELS, 0),
        ({3: 10}, LEVELS, 50),
        ({5: 5, 2: 5}, LEVELS, 62.5),
        ({3: 10}, (3, 2, 1), 100),
        ({2: 10}, (3, 2, 1), 50),
        ({3: 6, 1: 4}, (4, 3, 2, 1), 40),
    ],
)
def test_the_mean_goes_from_0_for_the_worst_level_to_100_for_the_best(
    counted: dict[int, int], levels: tuple[int, ...], mean: float
) -> None:
    assert mean_of(counted, levels) == pytest.approx(mean)


def test_a_rank_is_said_only_where_intervals_do_not_meet() -> None:
    of_all = score({5: 800, 1: 200}, LEVELS, SATISFIED)
    best, worst, like = (score(c, LEVELS, SATISFIED) for c in ({5: 100}, {5: 40, 1: 60}, {5: 75, 1: 25}))
    assert of_all and best and worst and like
    assert [standing(one, of_all) for one in (best, worst, like)] == ["above", "below", ""]


def test_the_periods_that_are_tried_end_on_the_day_the_shortest_first() -> None:
    assert periods_until("2026-11-23") == ["2026-11-23", "2026-11-17", "2026-10-25", "2026-08-26", "2025-11-24"]
