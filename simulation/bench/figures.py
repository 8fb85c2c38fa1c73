"""Exact percentiles and medians of what was measured; nothing is binned, smoothed or left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil


def percentile(ascending: Sequence[float], share: float) -> float:
    """The nearest-rank percentile: the smallest value that `share` (0 to 1) of all do not exceed.

    Raises:
        ValueError: there are no values.
    """
    if not ascending:
        raise ValueError("nothing was measured")
    return ascending[max(1, ceil(share * len(ascending))) - 1]


def median(values: Iterable[float]) -> float:
    """The middle one of an odd count of values, the mean of the two in the middle of an even one.

    Raises:
        ValueError: there are no values.
    """
    ascending = sorted(values)
    if not ascending:
        raise ValueError("nothing was measured")
    middle = len(ascending) // 2
    return ascending[middle] if len(ascending) % 2 else (ascending[middle - 1] + ascending[middle]) / 2


@dataclass(frozen=True, slots=True)
class Figures:
    """What one program did in one round."""

    per_s: float
    p50_ms: float
    p99_ms: float
    count: int


def figures_of(latencies_s: Iterable[float], elapsed_s: float) -> Figures:
    """The figures of a round; `elapsed_s` is the time in which something was on its way."""
    ascending = sorted(latencies_s)
    return Figures(
        per_s=len(ascending) / elapsed_s,
        p50_ms=percentile(ascending, 0.50) * 1000,
        p99_ms=percentile(ascending, 0.99) * 1000,
        count=len(ascending),
    )
