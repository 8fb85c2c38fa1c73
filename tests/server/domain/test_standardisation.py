"""Adjusted shares and their interval, against scipy and by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy.stats import beta, binomtest, chi2

from server.domain.scores import wilson_interval
from server.domain.standardisation import (
    Counted,
    chi2_quantile,
    difference_interval,
    fay_feuer_interval,
    standardised,
)


@given(probability=some.floats(0.001, 0.999), degrees=some.floats(0.2, 3000))
def test_the_quantile_is_scipys(probability: float, degrees: float) -> None:
    assert chi2_quantile(probability, degrees) == pytest.approx(chi2.ppf(probability, degrees), rel=1e-9, abs=1e-300)


@pytest.mark.parametrize(("probability", "degrees"), [(0, 3), (1, 3), (0.5, 0), (0.5, -1)])
def test_what_is_no_quantile_is_refused(probability: float, degrees: float) -> None:
    with pytest.raises(ValueError, match="probability"):
        chi2_quantile(probability, degrees)


def test_the_worked_example_of_the_document() -> None:
    own = {("A", 4): Counted(50, 40), ("A", 7): Counted(20, 10)}
    found = standardised(own, {("A", 4): 300, ("A", 7): 700})
    assert found is not None
    assert found.share == pytest.approx(0.59)
    assert found.covered == 1.0
    assert found.low < 0.59 < found.high


@given(yes=some.integers(0, 200), more=some.integers(1, 200))
def test_with_one_stratum_the_interval_is_the_exact_one_of_a_count(yes: int, more: int) -> None:
    """Fay and Feuer 1997: with equal weights theirs is that of a Poisson count (Garwood 1936)."""
    n = yes + more
    low, high = fay_feuer_interval([(1 / n, yes)])
    assert low == pytest.approx(chi2.ppf(0.025, 2 * yes) / 2 / n if yes else 0.0)
    assert high == pytest.approx(chi2.ppf(0.975, 2 * yes + 2) / 2 / n)


@given(
    strata=some.lists(
        some.tuples(some.integers(1, 300), some.floats(0, 1), some.integers(1, 500)), min_size=1, max_size=9
    )
)
def test_the_interval_is_that_of_the_formula_by_scipy(strata: list[tuple[int, float, int]]) -> None:
    own = {at: Counted(n, round(n * share)) for at, (n, share, _) in enumerate(strata)}
    weights = {at: weight for at, (_, _, weight) in enumerate(strata)}
    found = standardised(own, weights)
    assert found is not None
    total = sum(weights.values())
    share = sum(weights[at] / total * own[at].yes / own[at].n for at in own)
    assert found.share == pytest.approx(share)
    rare = [own[at].yes if found.share <= 0.5 else own[at].n - own[at].yes for at in own]
    each = [weights[at] / total / own[at].n for at in own]
    y = sum(c * x for c, x in zip(each, rare, strict=True))
    v = sum(c * c * x for c, x in zip(each, rare, strict=True))
    m = max(each)
    low = v / (2 * y) * chi2.ppf(0.025, 2 * y * y / v) if y else 0.0
    high = (v + m * m) / (2 * (y + m)) * chi2.ppf(0.975, 2 * (y + m) ** 2 / (v + m * m))
    wanted = (low, min(1, high)) if found.share <= 0.5 else (max(0, 1 - high), 1 - low)
    assert (found.low, found.high) == (pytest.approx(wanted[0], abs=1e-9), pytest.approx(wanted[1], abs=1e-9))
    assert found.low <= found.share + 1e-12 and found.share <= found.high + 1e-12


def test_it_is_never_narrower_than_the_exact_binomial_of_one_stratum_by_much() -> None:
    """Rather too wide than too narrow: on the rarer answer a Poisson count spreads at least as a binomial one."""
    for n, yes in ((50, 45), (100, 97), (400, 210)):
        found = standardised({0: Counted(n, yes)}, {0: 1})
        assert found is not None
        exact = (beta.ppf(0.025, yes, n - yes + 1), beta.ppf(0.975, yes + 1, n - yes))
        assert found.high - found.low >= (exact[1] - exact[0]) * 0.99


def test_strata_that_are_not_there_are_left_out_and_said() -> None:
    found = standardised({"morning": Counted(40, 30), "night": Counted(5, 5)}, {"morning": 60, "afternoon": 40})
    assert found is not None
    assert (found.share, found.covered) == (0.75, 0.6)
    assert standardised({"night": Counted(5, 5)}, {"morning": 60}) is None
    assert standardised({}, {"morning": 60}) is None


def test_weights_have_to_be_positive() -> None:
    for weighted in ([], [(0.0, 3)]):
        with pytest.raises(ValueError, match="weight"):
            fay_feuer_interval(weighted)


@given(n=some.integers(1, 400), data=some.data())
def test_wilson_is_scipys(n: int, data: some.DataObject) -> None:
    yes = data.draw(some.integers(0, n))
    wanted = binomtest(yes, n).proportion_ci(0.95, method="wilson")
    assert wilson_interval(yes, n) == (pytest.approx(wanted.low, abs=1e-12), pytest.approx(wanted.high, abs=1e-12))


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10.
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((0, 10), (0, 20), -0.1611, 0.2775),
    ],
)
def test_the_interval_of_a_difference_is_the_published_one(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    found = difference_interval(*first, wilson_interval(*first), *second, wilson_interval(*second))
    assert found == (pytest.approx(low, abs=6e-5), pytest.approx(high, abs=6e-5))
