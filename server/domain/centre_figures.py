"""What the centre says of itself on its boards: satisfaction and waits of whole closed days. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.domain.scores import BLOCK, score
from server.domain.waiting_time import percentile

FIGURES_DAYS = 30
"""The days up to the last whole one: new enough to be about today, many enough for a small commune."""


@dataclass(frozen=True, slots=True)
class CentreFigures:
    since: str
    """The first and the last service day that is counted, ISO 8601."""
    until: str
    rated: int
    """Ratings behind the share."""
    share: float
    low: float
    high: float
    """The 95 % Wilson interval of `share`."""
    coverage: float
    """Of the turns that were asked, how many were rated."""
    wait_p50_ms: int | None
    """None below ten waits."""
    wait_p90_ms: int | None


def centre_figures(
    days: Sequence[str],
    *,
    published: Mapping[int, int],
    asked: int,
    rated: int,
    waits_ms: Sequence[int],
    levels: Sequence[int],
    satisfied_values: frozenset[int],
) -> CentreFigures | None:
    """The figures of some closed days, or None below ten ratings.

    The share adds up what may be published of each officer, and nothing else: blocks of its own would give away, by
    subtraction, what those left out pressed.

    Args:
        days: the closed days, in order.
        published: ratings by level of the whole blocks of officers at their counters that lie in these days.
        asked: turns of these days that opened a window.
        rated: those of them with a settled rating.
        waits_ms: each turn's wait of these days.
    """
    found = score(published, levels, satisfied_values)
    if found is None or not asked:
        return None
    waits = waits_ms if len(waits_ms) >= BLOCK else ()
    return CentreFigures(
        since=days[0],
        until=days[-1],
        rated=found.n,
        share=found.share,
        low=found.low,
        high=found.high,
        coverage=rated / asked,
        wait_p50_ms=percentile(waits, 0.5),
        wait_p90_ms=percentile(waits, 0.9),
    )
