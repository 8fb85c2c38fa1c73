"""What the centre says of itself: whole closed days, whole blocks of ten of each officer, and nothing more."""

from hypothesis import given
from hypothesis import strategies as st

from server.domain.centre_figures import CentreFigures, centre_figures
from server.domain.scores import BLOCK, Rating, wilson_interval

DAYS = ["2026-11-20", "2026-11-23", "2026-11-24"]
SATISFIED = frozenset({4, 5})


def ratings(count: int, *, level: int = 5, day: str = DAYS[0], start: int = 0) -> list[Rating]:
    return [Rating(level=level, order=start + n, day=day, settled_at=0) for n in range(count)]


def figures(*by_officer: list[Rating], waits_ms: list[int] | None = None, asked: int = 100) -> CentreFigures | None:
    return centre_figures(
        DAYS,
        by_officer=by_officer,
        asked=asked,
        rated=sum(map(len, by_officer)),
        waits_ms=waits_ms or [],
        satisfied_values=SATISFIED,
    )


def test_nothing_is_said_below_ten_ratings_of_one_officer() -> None:
    assert figures(ratings(9), ratings(9, start=50)) is None


def test_the_share_with_its_interval_and_the_days() -> None:
    known = figures(ratings(15) + ratings(5, level=1, start=15))
    assert known is not None
    assert (known.rated, known.share) == (20, 0.75)
    assert (known.low, known.high) == wilson_interval(15, 20)
    assert (known.since, known.until, known.coverage) == (DAYS[0], DAYS[-1], 0.2)


def test_a_block_that_reaches_into_a_day_that_is_not_counted_is_left_out() -> None:
    known = figures(ratings(5, day="2026-11-25", level=1) + ratings(25, start=5))
    assert known is not None
    assert (known.rated, known.share) == (20, 1.0)


def test_waits_are_percentiles_of_ten_turns_at_least() -> None:
    nine, ten = list(range(1, 10)), list(range(1, 11))
    assert [(f.wait_p50_ms, f.wait_p90_ms) for f in (figures(ratings(10), waits_ms=nine),) if f] == [(None, None)]
    assert [(f.wait_p50_ms, f.wait_p90_ms) for f in (figures(ratings(10), waits_ms=ten),) if f] == [(5, 9)]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 5)), max_size=4), st.integers(0, 9))
def test_no_two_successive_views_differ_by_fewer_than_ten_ratings(own: list[tuple[int, int]], more: int) -> None:
    """Whoever looks before and after learns of a whole block, or of nothing."""
    lists = [ratings(count, level=level, start=100 * n) for n, (count, level) in enumerate(own)]
    before = figures(*lists)
    after = figures(*[known + ratings(more, level=1, start=1000 + n) for n, known in enumerate(lists)])
    counts = [0 if known is None else known.rated for known in (before, after)]
    assert all(count % BLOCK == 0 for count in counts)
