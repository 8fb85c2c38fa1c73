"""Percentages, their interval, and blocks of ten that nobody can subtract."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from server.domain.scores import Rating, score, whole_blocks, wilson_interval


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


def ratings(levels: list[int], day: str = "2026-11-23", first_order: int = 1) -> list[Rating]:
    return [Rating(level, first_order + i, day, settled_at=0) for i, level in enumerate(levels)]


def test_nine_ratings_have_no_score_and_ten_have_one() -> None:
    assert score(ratings([5] * 9), LEVELS, SATISFIED) is None
    figures = score(ratings([5] * 7 + [3, 1, 1]), LEVELS, SATISFIED)
    assert figures is not None
    assert (figures.n, figures.satisfied, figures.share) == (10, 7, 0.7)
    assert figures.distribution == {5: 7, 4: 0, 3: 1, 2: 0, 1: 2}
    assert (figures.low, figures.high) == wilson_interval(7, 10)


def test_neutral_is_never_satisfied() -> None:
    figures = score(ratings([3] * 10), LEVELS, SATISFIED)
    assert figures is not None
    assert figures.satisfied == 0


def test_views_advance_by_whole_blocks() -> None:
    counts = [len(whole_blocks(ratings([5] * n), "2026-01-01", "2026-12-31")) for n in (9, 10, 19, 20, 31)]
    assert counts == [0, 10, 10, 20, 30]


def test_a_block_that_reaches_over_the_edge_of_the_period_is_left_out_whole() -> None:
    both = ratings([5] * 14, "2026-11-23") + ratings([1] * 16, "2026-11-24", first_order=15)
    assert len(whole_blocks(both, "2026-11-23", "2026-11-24")) == 30
    assert [r.level for r in whole_blocks(both, "2026-11-23", "2026-11-23")] == [5] * 10
    assert [r.level for r in whole_blocks(both, "2026-11-24", "2026-11-24")] == [1] * 10


def test_blocks_go_by_order_of_rating_and_not_by_how_they_are_read() -> None:
    some_ratings = ratings([1, 2, 3, 4, 5] * 5)
    assert whole_blocks(some_ratings[::-1], "2026-01-01", "2026-12-31") == some_ratings[:20]


DAYS = [f"2026-11-{day:02d}" for day in range(20, 30)]


@given(
    levels=some.lists(some.integers(1, 5), max_size=60),
    ends=some.lists(some.integers(0, 60), min_size=3, max_size=3),
    period=some.tuples(some.sampled_from(DAYS), some.sampled_from(DAYS)),
    data=some.data(),
)
def test_no_two_views_differ_by_fewer_than_ten_ratings(
    levels: list[int], ends: list[int], period: tuple[str, str], data: some.DataObject
) -> None:
    """At whatever moments (prefixes of the history) and for whatever periods one looks."""
    cuts = sorted(min(end, len(levels)) for end in ends)
    history = [
        Rating(level, i, DAYS[min(sum(i >= cut for cut in cuts), 9)], settled_at=0) for i, level in enumerate(levels)
    ]
    views = []
    for _ in range(2):
        seen = history[: data.draw(some.integers(0, len(history)))]
        first, last = data.draw(some.tuples(some.sampled_from(DAYS), some.sampled_from(DAYS)))
        views.append({rating.order for rating in whole_blocks(seen, first, last)})
    difference = views[0] ^ views[1]
    assert not difference or len(difference) >= 10
    assert all(len(view) % 10 == 0 for view in views)
