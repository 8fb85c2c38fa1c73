"""To which turn a press belongs, and which press counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from server.domain.centre import RatingLevel, RatingScheme
from server.domain.rating_window import (
    Press,
    Window,
    closes_at,
    score_of_turn,
    settles_at,
    shortened,
    window_of_press,
)

LEVELS = tuple(RatingLevel(value, f"mức {value}", f"level {value}", value > 3) for value in range(5, 0, -1))
SCHEME = RatingScheme("s1", "?", "?", LEVELS)
T = 1_800_000_000_000
FIRST = Window(7, "Q1", T, T + 60_000)
SECOND = Window(9, "Q1", T + 45_000, T + 105_000)
BOTH = (FIRST, SECOND)


def pressed(at_s: float, seen: int | None, *, delay_s: float = 0, windows: tuple[Window, ...] = BOTH) -> int | None:
    """The window of a press made `at_s` after the first opened, and received `delay_s` later."""
    return window_of_press(windows, seen, round(delay_s * 1000), T + round((at_s + delay_s) * 1000))


def test_a_press_belongs_to_the_window_it_saw() -> None:
    assert pressed(30, seen=7) == 7
    assert pressed(50, seen=7) == 7, "also while a newer one is open"
    assert pressed(50, seen=9) == 9


def test_it_belongs_there_however_late_it_arrives() -> None:
    assert pressed(30, seen=7, delay_s=8 * 3600) == 7


def test_two_seconds_of_grace_on_both_sides() -> None:
    assert [pressed(at_s, seen=7) for at_s in (-2, 62)] == [7, 7]
    assert [pressed(at_s, seen=7) for at_s in (-2.001, 62.001)] == [None, None]


def test_a_window_that_its_counter_never_had_takes_nothing() -> None:
    assert pressed(30, seen=8) is None


def test_with_an_unknown_age_the_window_seen_is_believed() -> None:
    assert window_of_press(BOTH, 7, None, T + 10**9) == 7


def test_with_neither_window_nor_age_a_press_belongs_to_nobody() -> None:
    assert window_of_press(BOTH, None, None, T + 30_000) is None


def test_a_press_that_saw_no_window_goes_to_the_newest_open_then() -> None:
    assert pressed(30, seen=None) == 7
    assert pressed(50, seen=None) == 9
    assert pressed(70, seen=None, delay_s=3600) == 9


def test_without_a_window_seen_there_is_no_grace() -> None:
    assert pressed(-0.001, seen=None) is None
    assert pressed(0, seen=None) == 7
    assert pressed(105, seen=None) is None
    assert pressed(104.999, seen=None) == 9


def test_the_window_is_open_for_sixty_seconds() -> None:
    assert closes_at(T, SCHEME) == T + 60_000


def test_the_next_start_shortens_it_but_never_below_twenty_seconds() -> None:
    assert shortened(FIRST, T + 5_000, SCHEME) == T + 20_000
    assert shortened(FIRST, T + 20_000, SCHEME) == T + 20_000
    assert shortened(FIRST, T + 33_000, SCHEME) == T + 33_000


def test_shortening_never_lengthens() -> None:
    assert shortened(FIRST, T + 90_000, SCHEME) == T + 60_000
    assert shortened(Window(7, "Q1", T, T + 20_000), T + 33_000, SCHEME) == T + 20_000


@given(start_s=some.floats(0, 200))
def test_a_window_is_always_open_for_twenty_seconds_and_at_most_sixty(start_s: float) -> None:
    assert T + 20_000 <= shortened(FIRST, T + round(start_s * 1000), SCHEME) <= T + 60_000


def press(level: int, at_s: float, arrival: int, *, received_s: float | None = None) -> Press:
    at = T + round(at_s * 1000)
    return Press(level, at, at if received_s is None else T + round(received_s * 1000), arrival)


def level_of(*presses: Press) -> int:
    counted = score_of_turn(presses)
    assert counted is not None
    return counted.level


def test_no_press_no_score() -> None:
    assert score_of_turn([]) is None


def test_the_last_press_within_five_seconds_of_the_first_counts() -> None:
    assert level_of(press(1, 0, 1), press(5, 3, 2)) == 5
    assert level_of(press(1, 0, 1), press(5, 5, 2)) == 5
    assert level_of(press(1, 0, 1), press(5, 5.001, 2)) == 1
    assert level_of(press(1, 0, 1), press(2, 4, 2), press(5, 9, 3)) == 2


def test_presses_of_the_same_instant_go_by_arrival() -> None:
    assert level_of(press(4, 1, 2), press(2, 1, 1)) == 4


def test_the_moment_of_the_press_decides_and_not_the_order_of_arrival() -> None:
    assert level_of(press(5, 2, 1, received_s=20), press(1, 0, 2, received_s=21)) == 5


def test_a_rating_settles_ten_seconds_after_its_first_press_arrived() -> None:
    assert settles_at([press(5, 3, 1, received_s=100), press(4, 4, 2, received_s=101)]) == T + 110_000


def test_a_press_that_arrives_after_the_rating_settled_changes_nothing() -> None:
    first = press(1, 0, 1, received_s=0)
    assert level_of(first, press(5, 3, 2, received_s=9.999)) == 5
    assert level_of(first, press(5, 3, 2, received_s=10)) == 1
    assert level_of(first, press(5, -1, 2, received_s=500)) == 1


@given(
    some.lists(some.tuples(some.integers(1, 5), some.integers(0, 60_000), some.integers(0, 60_000)), min_size=1),
    some.randoms(),
)
def test_the_score_does_not_depend_on_the_order_in_which_presses_are_read(
    drawn: list[tuple[int, int, int]], chance: object
) -> None:
    received, presses = T, []
    for arrival, (level, since, age) in enumerate(drawn):
        received += since
        presses.append(Press(level, received - age, received, arrival))
    shuffled = list(presses)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random of hypothesis
    assert score_of_turn(presses) == score_of_turn(shuffled)


@given(some.lists(some.tuples(some.integers(1, 5), some.integers(0, 9_000), some.integers(0, 60_000)), min_size=2))
def test_once_settled_no_later_press_changes_the_score(drawn: list[tuple[int, int, int]]) -> None:
    received, presses = T, []
    for arrival, (level, since, age) in enumerate(drawn):
        received += since
        presses.append(Press(level, received - age, received, arrival))
        settled = settles_at(presses)
        known = [known for known in presses if known.received_at < settled]
        if received >= settled:
            assert score_of_turn(presses) == score_of_turn(known)


@pytest.mark.parametrize("age_ms", [0, 500, None])
def test_a_window_that_closed_as_it_opened_takes_no_press_however_near(age_ms: int | None) -> None:
    """Its turn ended away from the desk: whoever presses there is somebody else."""
    window = Window(7, "Q1", 1000, 1000)
    for seen in (7, None):
        assert window_of_press([window], seen, age_ms, 1500) is None
