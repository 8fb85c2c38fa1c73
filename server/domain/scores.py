"""Scores from stored ratings: distribution, % satisfied with its Wilson interval, n, coverage, blocks of ten."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from server.domain.instant import Instant

BLOCK = 10
"""No percentage below this many ratings, and views advance by whole blocks of it: nobody can subtract
two successive views and learn what one citizen pressed."""

Z_95 = 1.959963984540054
"""Two-sided 95 % quantile of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Rating:
    """The settled score of one turn."""

    level: int
    order: int
    """Order of rating: the journal sequence of the turn's first press. Never changes."""
    day: str
    """The service day, ISO 8601."""
    settled_at: Instant


@dataclass(frozen=True, slots=True)
class Score:
    n: int
    """Ratings behind this score: whole blocks of ten."""
    distribution: dict[int, int]
    """Ratings by level value."""
    satisfied: int
    share: float
    low: float
    high: float
    """The 95 % Wilson interval of `share`."""


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


def whole_blocks(ratings: Sequence[Rating], first_day: str, last_day: str) -> list[Rating]:
    """The ratings of the blocks of ten, fixed in order of rating, that lie wholly inside the period.

    `ratings` is the whole history of one officer (or counter) under one scheme, so that the same rating
    always falls into the same block whatever period is looked at.
    """
    in_order = sorted(ratings, key=lambda rating: rating.order)
    full = len(in_order) - len(in_order) % BLOCK
    blocks = (in_order[at : at + BLOCK] for at in range(0, full, BLOCK))
    inside = (block for block in blocks if all(first_day <= rating.day <= last_day for rating in block))
    return [rating for block in inside for rating in block]


def score(ratings: Sequence[Rating], levels: Sequence[int], satisfied_values: frozenset[int]) -> Score | None:
    """The score of some ratings, or None below ten of them."""
    n = len(ratings)
    if n < BLOCK:
        return None
    distribution = {level: sum(rating.level == level for rating in ratings) for level in levels}
    satisfied = sum(rating.level in satisfied_values for rating in ratings)
    low, high = wilson_interval(satisfied, n)
    return Score(n, distribution, satisfied, satisfied / n, low, high)
