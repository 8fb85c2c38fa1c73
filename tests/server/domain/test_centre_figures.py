"""What the centre says of itself: whole closed days, whole blocks of ten, and nothing more."""

from server.domain.centre_figures import CentreFigures, centre_figures
from server.domain.scores import wilson_interval

DAYS = ["2026-11-20", "2026-11-23", "2026-11-24"]
SATISFIED = frozenset({4, 5})


def figures(published: dict[int, int], *, waits_ms: list[int] | None = None, asked: int = 100) -> CentreFigures | None:
    return centre_figures(
        DAYS,
        published=published,
        asked=asked,
        rated=sum(published.values()),
        waits_ms=waits_ms or [],
        levels=(5, 4, 3, 2, 1),
        satisfied_values=SATISFIED,
    )


def test_nothing_is_said_without_a_whole_block() -> None:
    assert figures({}) is None


def test_the_share_with_its_interval_and_the_days() -> None:
    known = figures({5: 15, 1: 5})
    assert known is not None
    assert (known.rated, known.share) == (20, 0.75)
    assert (known.low, known.high) == wilson_interval(15, 20)
    assert (known.since, known.until, known.coverage) == (DAYS[0], DAYS[-1], 0.2)


def test_waits_are_percentiles_of_ten_turns_at_least() -> None:
    nine, ten = list(range(1, 10)), list(range(1, 11))
    assert [(f.wait_p50_ms, f.wait_p90_ms) for f in (figures({5: 10}, waits_ms=nine),) if f] == [(None, None)]
    assert [(f.wait_p50_ms, f.wait_p90_ms) for f in (figures({5: 10}, waits_ms=ten),) if f] == [(5, 9)]
