"""When the kiosks give numbers with one touch."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from server.domain.centre import RushRules
from server.domain.rush import rush_by_rule

RULES = RushRules(by_rule=True, starts_at=40, ends_below=20)


@pytest.mark.parametrize(
    ("is_rush", "lately", "wanted"),
    [(False, 39, None), (False, 40, True), (True, 20, None), (True, 19, False), (True, 100, None), (False, 0, None)],
)
def test_it_starts_and_ends_by_the_numbers(is_rush: bool, lately: int, wanted: bool | None) -> None:
    assert rush_by_rule(RULES, is_rush=is_rush, switched_by="rule", numbers_lately=lately) is wanted


@given(is_rush=some.booleans(), lately=some.integers(0, 500))
def test_the_head_s_word_holds(is_rush: bool, lately: int) -> None:
    assert rush_by_rule(RULES, is_rush=is_rush, switched_by="head", numbers_lately=lately) is None


def test_a_rule_that_is_taken_back_ends_its_rush() -> None:
    none = RushRules(by_rule=False)
    assert rush_by_rule(none, is_rush=True, switched_by="rule", numbers_lately=100) is False
    assert rush_by_rule(none, is_rush=False, switched_by=None, numbers_lately=100) is None


@given(is_rush=some.booleans(), lately=some.integers(0, 100))
def test_what_the_rule_has_switched_it_leaves(is_rush: bool, lately: int) -> None:
    """Between the two bounds nothing flickers."""
    wanted = rush_by_rule(RULES, is_rush=is_rush, switched_by="rule", numbers_lately=lately)
    now = is_rush if wanted is None else wanted
    assert rush_by_rule(RULES, is_rush=now, switched_by="rule", numbers_lately=lately) is None
