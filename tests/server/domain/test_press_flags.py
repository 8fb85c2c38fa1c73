"""What is odd about a press when it arrives: each flag, and the honest pad that looks odd."""

import pytest

from server.domain.press_flags import (
    UNCOUNTED,
    ArrivingPress,
    EarlierPress,
    Flag,
    counts,
    flags_of_answer,
    flags_of_press,
    series_of,
    share_of,
)
from server.domain.rating_window import Window

T = 1_000_000_000
WINDOW = Window(7, "Q1", T, T + 60_000)


def flags(
    at_s: float = 10,
    *,
    age_ms: int | None = 0,
    n: int = 5,
    boot: str = "b",
    window: Window | None = WINDOW,
    seen: Window | None = WINDOW,
    is_rated: bool = False,
    highest_n: int | None = None,
    earlier: tuple[EarlierPress, ...] = (),
) -> tuple[str, ...]:
    """Of a press that arrives so many seconds after the window opened."""
    press = ArrivingPress(boot, n, age_ms, T + round(at_s * 1000))
    return flags_of_press(
        press, window=window, window_seen=seen, is_rated=is_rated, highest_n=highest_n, earlier=earlier
    )


def before(*at_s: float | None, boot: str = "b") -> tuple[EarlierPress, ...]:
    """Presses that were made then (None: nobody knows), the newest first."""
    made = (None if at is None else T + round(at * 1000) for at in at_s)
    return tuple(EarlierPress(boot, at) for at in made)[::-1]


def test_an_ordinary_press_has_none() -> None:
    assert flags() == ()
    assert counts(())


def test_a_second_press_of_a_window_is_a_repeat_and_counts() -> None:
    assert flags(is_rated=True) == ("repeat",)
    assert counts(("repeat",))


def test_a_press_of_no_turn_is_kept_uncounted() -> None:
    assert flags(window=None, seen=None) == ("no_window",)
    assert not counts(("no_window",))


@pytest.mark.parametrize(("at_s", "age_ms", "is_early"), [(0.999, 0, True), (1, 0, False), (30, 29_500, True)])
def test_early_is_under_a_second_by_when_it_was_pressed(at_s: float, age_ms: int, is_early: bool) -> None:
    assert ("early" in flags(at_s, age_ms=age_ms)) is is_early


def test_whose_moment_nobody_knows_is_neither_early_nor_a_burst() -> None:
    assert flags(0.5, age_ms=None, earlier=before(0.1, 0.2, 0.3)) == ()


def test_the_fourth_press_within_three_seconds_ends_a_burst() -> None:
    assert flags(10, earlier=before(7, 8, 9)) == ("burst",)
    assert flags(10, earlier=before(6.9, 8, 9)) == ()
    assert flags(10, earlier=before(8, 9)) == ()


def test_a_pad_that_was_cut_off_delivers_an_hour_in_a_second_and_nothing_is_a_burst() -> None:
    """They arrive together, and were pressed a minute apart."""
    assert flags(7200, age_ms=7_190_000, earlier=before(-170, -110, -50)) == ()


def test_a_burst_that_arrives_hours_later_is_one_all_the_same() -> None:
    assert flags(7200, age_ms=7_190_000, earlier=before(8, 9, 9.5)) == ("burst",)


def test_a_count_that_does_not_rise_is_impossible() -> None:
    assert flags(n=3, highest_n=3, earlier=before(1, 2, 3)) == ("impossible",)
    assert flags(n=4, highest_n=3, earlier=before(1, 2, 3)) == ()


def test_a_new_start_counts_from_one_again() -> None:
    assert flags(n=1, boot="new", earlier=before(1, 2, 3)) == ()


def test_presses_from_before_a_start_come_without_an_age_and_are_believed() -> None:
    assert flags(n=91, boot="b", age_ms=None, window=None, seen=None, earlier=before(1, 2, 3)) == ("no_window",)


def test_an_age_from_before_the_last_start_is_impossible() -> None:
    mixed = (*before(9, boot="new"), *before(1, 2))
    assert flags(n=8, boot="b", earlier=mixed) == ("impossible",)


def test_a_press_of_a_new_start_is_not_older_than_those_of_the_start_before() -> None:
    assert flags(100, age_ms=95_000, n=1, boot="new", earlier=before(80, 90, 99)) == ("impossible",)
    assert flags(100, age_ms=20_000, n=1, boot="new", earlier=before(80, 90, 99)) == (), "some was long on its way"


def test_a_window_is_not_seen_before_it_opens() -> None:
    assert flags(10, age_ms=12_001, window=None) == ("impossible", "no_window")
    assert flags(10, age_ms=12_000) == ("early",), "within the grace"


def test_an_age_below_zero_is_impossible() -> None:
    assert flags(age_ms=-1) == ("impossible",)


def test_answers_away_from_the_desk() -> None:
    assert flags_of_answer(is_rated=False, is_staff_address=False, has_rated_another=False) == ()
    odd = flags_of_answer(is_rated=True, is_staff_address=True, has_rated_another=True)
    assert odd == ("repeat", "same_browser", "staff_address")
    assert not counts(odd)


def test_the_flags_that_keep_a_rating_from_being_counted() -> None:
    assert {Flag.IMPOSSIBLE, Flag.NO_WINDOW, Flag.STAFF_ADDRESS, Flag.SAME_BROWSER} == UNCOUNTED


def test_channels_fall_into_two_series() -> None:
    assert [series_of(channel) for channel in ("pad", "touch", "page", "kiosk")] == ["desk", "desk", "away", "away"]
    with pytest.raises(ValueError, match="fax"):
        series_of("fax")


def test_the_share_of_a_flag() -> None:
    assert share_of(Flag.EARLY, [("early",), (), ("burst", "early"), ()]) == 0.5
    assert share_of(Flag.EARLY, []) is None
