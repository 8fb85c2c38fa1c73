"""Scores from settled ratings: distribution, % satisfied with its Wilson interval, mean, n, in blocks of ten. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

BLOCK = 10
"""No percentage below this many ratings, and views advance by whole blocks of it: nobody can subtract
two successive views and learn what one citizen pressed."""

Z_95 = 1.959963984540054
"""Two-sided 95 % quantile of the normal distribution."""

FEWEST_TO_COMPARE = 30
"""Ratings of each series before a difference between desk and away is said to be one."""

PERIODS_DAYS = (1, 7, 30, 90, 365)
"""Periods that are tried, the shortest first."""


@dataclass(frozen=True, slots=True)
class Score:
    n: int
    """Ratings behind this score."""
    distribution: dict[int, int]
    """Ratings by level value."""
    satisfied: int
    share: float
    low: float
    high: float
    """The 95 % Wilson interval of `share`."""
    mean: float
    """0 to 100: the worst level is 0, the best 100, and those between are evenly spaced."""


def wilson_interval(yes: int, n: int, z: float = Z_95) -> tuple[float, float]:
    """The score interval of a proportion (Wilson 1927, JASA 22:209-212).

    Raises:
        ValueError: n is not positive, or yes lies outside 0..n.
    """
    if n <= 0 or not 0 <= yes <= n:
        raise ValueError(f"no proportion: {yes} of {n}")
    share = yes / n
    spread = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    centre = share + z * z / (2 * n)
    scale = 1 + z * z / n
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def score(counted: Mapping[int, int], levels: Sequence[int], satisfied_values: frozenset[int]) -> Score | None:
    """The score of some ratings, or None below ten of them.

    Args:
        counted: ratings by level value.
        levels: every level of the scheme.
    """
    n = sum(counted.values())
    if n < BLOCK:
        return None
    satisfied = sum(count for level, count in counted.items() if level in satisfied_values)
    low, high = wilson_interval(satisfied, n)
    return Score(
        n=n,
        distribution={level: counted.get(level, 0) for level in levels},
        satisfied=satisfied,
        share=satisfied / n,
        low=low,
        high=high,
        mean=mean_of(counted, levels),
    )


def mean_of(counted: Mapping[int, int], levels: Sequence[int]) -> float:
    """The mean of some ratings on 0 to 100, at least one of them."""
    worst, best = min(levels), max(levels)
    n = sum(counted.values())
    return sum(count * 100 * (level - worst) / (best - worst) for level, count in counted.items()) / n


def added_up(parts: Iterable[Mapping[int, int]]) -> dict[int, int]:
    """Ratings by level of several parts together."""
    total: dict[int, int] = {}
    for part in parts:
        for level, count in part.items():
            total[level] = total.get(level, 0) + count
    return total


def without(counted: Mapping[int, int], taken: Mapping[int, int]) -> dict[int, int]:
    """What is left of ratings by level when some of them are left out."""
    return {level: count - taken.get(level, 0) for level, count in counted.items()}


def standing(own: Score, of_all: Score) -> str:
    """`above` or `below` where the two intervals do not meet, else empty: no clear difference, and no rank."""
    if own.low > of_all.high:
        return "above"
    return "below" if own.high < of_all.low else ""


def periods_until(last_day: str) -> list[str]:
    """First days of the periods that end on a day, the shortest first, ISO 8601."""
    last = date.fromisoformat(last_day)
    return [(last - timedelta(days=days - 1)).isoformat() for days in PERIODS_DAYS]
