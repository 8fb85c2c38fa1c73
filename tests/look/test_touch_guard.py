"""The first finger counts, and only it, until the screen has changed and come to rest."""

from look.touch_guard import LONGEST_CHANGE_S, LONGEST_PRESS_S, SETTLE_S, TouchGuard


def test_the_first_of_two_fingers_wins() -> None:
    guard = TouchGuard()
    assert guard.may_land("first", now_s=0)
    assert not guard.may_land("second", now_s=0.01)
    assert not guard.may_fire("second", now_s=0.1)
    assert guard.may_fire("first", now_s=0.2)


def test_after_a_choice_nothing_lands_until_the_screen_has_changed_and_rested() -> None:
    guard = TouchGuard()
    assert guard.may_land("first", now_s=0)
    assert guard.may_fire("first", now_s=0.1)
    guard.fired(now_s=0.1)
    assert not guard.may_land("doubled", now_s=0.3)
    guard.screen_changed(now_s=0.4)
    assert not guard.may_land("doubled", now_s=0.4 + SETTLE_S - 0.01)
    assert guard.may_land("next", now_s=0.4 + SETTLE_S)


def test_a_finger_that_was_down_before_the_change_fires_nothing_on_the_new_screen() -> None:
    guard = TouchGuard()
    assert guard.may_land("early", now_s=0)
    guard.screen_changed(now_s=0.1)
    assert not guard.may_fire("early", now_s=5)


def test_a_palm_neither_fires_nor_keeps_others_out() -> None:
    guard = TouchGuard()
    assert guard.may_land("palm", now_s=0)
    late_s = LONGEST_PRESS_S + 0.1
    assert guard.may_land("finger", now_s=late_s)
    assert not guard.may_fire("palm", now_s=late_s + 0.1)
    assert guard.may_fire("finger", now_s=late_s + 0.2)
    assert guard.may_land("lone palm", now_s=20)
    assert not guard.may_fire("lone palm", now_s=20 + late_s)


def test_a_screen_that_never_changes_takes_touches_again() -> None:
    guard = TouchGuard()
    guard.fired(now_s=0)
    assert not guard.may_land("soon", now_s=LONGEST_CHANGE_S - 0.1)
    assert guard.may_land("later", now_s=LONGEST_CHANGE_S)
