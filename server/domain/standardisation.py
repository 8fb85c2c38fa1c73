"""Shares adjusted for the mix of services and hours: direct standardisation with the interval of Fay and Feuer. Pure.

Whoever sits where people wait longest, or at the hours when they are tired, is compared with others as if all had
served the same mix. Formula, source and a worked example: docs/ratings.md.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import exp, inf, lgamma, log, sqrt
from typing import TypeVar

Stratum = TypeVar("Stratum", bound=Hashable)
"""What is alike about some ratings: here (service, two-hour band)."""


@dataclass(frozen=True, slots=True)
class Counted:
    n: int
    yes: int


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A share as it would be with the centre's mix."""

    share: float
    low: float
    high: float
    """Its 95 % interval (Fay and Feuer 1997, on the rarer of the two answers)."""
    covered: float
    """Share of the centre's ratings that lie in strata of which this one has any: the rest says nothing here."""


def standardised(own: Mapping[Stratum, Counted], weights: Mapping[Stratum, float]) -> Adjusted | None:
    """The share of `own`, each stratum weighing as much as in `weights`; None when they have no stratum in common.

    share = sum of w_i * yes_i / n_i with w_i the weights of the strata that `own` has, made to sum up to 1.

    Args:
        own: ratings and satisfied ones of one officer (or counter), by stratum.
        weights: how many ratings the centre has in each stratum.
    """
    total = sum(weights.values())
    known = {stratum: weights[stratum] for stratum, of in own.items() if of.n > 0 and weights.get(stratum, 0) > 0}
    covered = sum(known.values())
    if not known or total <= 0:
        return None
    per_rating = {stratum: weight / covered / own[stratum].n for stratum, weight in known.items()}
    share = sum(each * own[stratum].yes for stratum, each in per_rating.items())
    is_yes_rarer = share <= 0.5
    rare = {stratum: own[stratum].yes if is_yes_rarer else own[stratum].n - own[stratum].yes for stratum in known}
    low, high = fay_feuer_interval([(per_rating[stratum], count) for stratum, count in rare.items()])
    if not is_yes_rarer:
        low, high = 1 - high, 1 - low
    return Adjusted(share, max(0.0, low), min(1.0, high), covered / total)


def fay_feuer_interval(weighted: list[tuple[float, int]], confidence: float = 0.95) -> tuple[float, float]:
    """The gamma interval of a weighted sum of counts (Fay and Feuer 1997, Statistics in Medicine 16:791-801).

    It holds at least its level also where strata are small or without any case. With y the sum of w_i x_i, v that of
    w_i^2 x_i and m the largest w_i:

        low  = v / (2 y) * chi2(a/2; 2 y^2 / v)
        high = (v + m^2) / (2 (y + m)) * chi2(1 - a/2; 2 (y + m)^2 / (v + m^2))

    Args:
        weighted: (weight of one case, cases) of each stratum.

    Raises:
        ValueError: there is no stratum, or a weight is not positive.
    """
    if not weighted or any(weight <= 0 for weight, _ in weighted):
        raise ValueError("each stratum needs a positive weight")
    tail = (1 - confidence) / 2
    y = sum(weight * cases for weight, cases in weighted)
    v = sum(weight * weight * cases for weight, cases in weighted)
    m = max(weight for weight, _ in weighted)
    low = 0.0 if y == 0 else v / (2 * y) * chi2_quantile(tail, 2 * y * y / v)
    high = (v + m * m) / (2 * (y + m)) * chi2_quantile(1 - tail, 2 * (y + m) ** 2 / (v + m * m))
    return low, high


def chi2_quantile(probability: float, degrees: float) -> float:
    """The value below which a chi-square variable of so many degrees of freedom lies with that probability.

    Raises:
        ValueError: the probability is not between 0 and 1, or the degrees are not positive.
    """
    if not 0 < probability < 1 or degrees <= 0:
        raise ValueError("a probability between 0 and 1, and positive degrees of freedom")
    low, high = 0.0, max(1.0, degrees)
    while _lower_gamma(degrees / 2, high / 2) < probability:
        low, high = high, high * 2
    guess = (low + high) / 2
    for _ in range(200):  # a handful of Newton's steps, or halvings where they lead out of the interval
        missing = probability - _lower_gamma(degrees / 2, guess / 2)
        low, high = (guess, high) if missing > 0 else (low, guess)
        step = missing / _density(degrees, guess)
        if abs(step) <= _PRECISION * guess or high - low <= _PRECISION * high:
            break
        guess = guess + step if low < guess + step < high else (low + high) / 2
    return guess


def _density(degrees: float, x: float) -> float:
    """Of the chi-square distribution, for Newton's steps; never 0."""
    half = degrees / 2
    return exp((half - 1) * log(x) - x / 2 - half * log(2) - lgamma(half)) or 1e-300


def difference_interval(
    yes_1: int, n_1: int, interval_1: tuple[float, float], yes_2: int, n_2: int, interval_2: tuple[float, float]
) -> tuple[float, float]:
    """The interval of the difference of two shares from their Wilson intervals (Newcombe 1998, method 10, Statistics in
    Medicine 17:873-890): first minus second."""
    p_1, p_2 = yes_1 / n_1, yes_2 / n_2
    (low_1, high_1), (low_2, high_2) = interval_1, interval_2
    return (
        p_1 - p_2 - sqrt((p_1 - low_1) ** 2 + (high_2 - p_2) ** 2),
        p_1 - p_2 + sqrt((high_1 - p_1) ** 2 + (p_2 - low_2) ** 2),
    )


def _lower_gamma(a: float, x: float) -> float:
    """The regularised lower incomplete gamma function P(a, x): by its series, or beyond a + 1 by the continued fraction
    of its complement (Abramowitz and Stegun 6.5.29 and 6.5.31)."""
    if x <= 0:
        return 0.0
    scale = exp(a * log(x) - x - lgamma(a))
    return scale * _series(a, x) if x < a + 1 else 1 - scale * _fraction(a, x)


_PRECISION = 1e-15
_LONGEST = 10_000


def _series(a: float, x: float) -> float:
    term = total = 1 / a
    for n in range(1, _LONGEST):
        term *= x / (a + n)
        total += term
        if term < total * _PRECISION:
            break
    return total


def _fraction(a: float, x: float) -> float:
    """Lentz's method."""
    tiny = 1e-300
    b = x + 1 - a
    c, d = inf, 1 / b
    value = d
    for n in range(1, _LONGEST):
        factor = -n * (n - a)
        b += 2
        d = 1 / (factor * d + b or tiny)
        c = b if c == inf else (b + factor / c or tiny)
        step = c * d
        value *= step
        if abs(step - 1) < _PRECISION:
            break
    return value
