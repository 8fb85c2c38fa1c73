"""A line of people is never delayed; a hand that takes many numbers is."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.fair_hand import AT_ONCE, HONEST_IN_RUSH_S, HONEST_S, LONGEST_REST_S, FairHand


def test_a_line_of_one_number_every_four_seconds_for_an_hour_is_never_delayed() -> None:
    hand = FairHand()
    for nth in range(900):
        assert hand.rests_for_s(now_s=7.3 + nth * HONEST_S) == 0
        hand.note_taken(now_s=7.3 + nth * HONEST_S)


@given(st.lists(st.floats(min_value=HONEST_S, max_value=600), min_size=1, max_size=300), st.floats(0, 1e6))
def test_no_slower_line_is_delayed_either(pauses_s: list[float], start_s: float) -> None:
    hand, now_s = FairHand(), start_s
    for pause_s in pauses_s:
        assert hand.rests_for_s(now_s=now_s) == 0
        hand.note_taken(now_s=now_s)
        now_s += pause_s


def test_a_family_may_take_theirs_at_once() -> None:
    hand = FairHand()
    for _ in range(AT_ONCE):
        assert hand.rests_for_s(now_s=5) == 0
        hand.note_taken(now_s=5)
    assert hand.rests_for_s(now_s=5) == 0, "the last of them is not told to wait either"


@given(st.floats(min_value=0.2, max_value=2.5))
def test_a_hand_that_takes_many_gets_few_in_ten_minutes(between_s: float) -> None:
    """It tries as fast as it can, and waits when it must."""
    hand, now_s, taken, longest_s = FairHand(), 0.0, 0, 0.0
    while now_s < 600:
        rest_s = hand.rests_for_s(now_s=now_s)
        longest_s = max(longest_s, rest_s)
        now_s += rest_s
        hand.note_taken(now_s=now_s)
        taken += 1
        now_s += between_s
    assert taken <= 600 / HONEST_S / 2, "half of what a line of people gets"
    assert 0 < longest_s <= LONGEST_REST_S


def test_who_has_rested_is_served_at_once_again() -> None:
    hand = FairHand()
    for _ in range(AT_ONCE + 1):
        hand.note_taken(now_s=0)
    assert hand.rests_for_s(now_s=1) > 0
    assert hand.rests_for_s(now_s=120) == 0


def test_in_a_rush_a_line_of_one_number_every_three_seconds_is_never_delayed() -> None:
    hand = FairHand()
    for nth in range(1200):
        now_s = 7.3 + nth * HONEST_IN_RUSH_S
        assert hand.rests_for_s(now_s=now_s, is_rush=True) == 0
        hand.note_taken(now_s=now_s, is_rush=True)


def test_after_the_rush_the_same_line_waits_again() -> None:
    hand, now_s, delayed = FairHand(), 0.0, False
    for _ in range(60):
        delayed = delayed or hand.rests_for_s(now_s=now_s) > 0
        hand.note_taken(now_s=now_s)
        now_s += HONEST_IN_RUSH_S
    assert delayed
