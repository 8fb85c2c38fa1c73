"""What counts as a press of the number pad."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hardware.keypad.keypad import KeyChange, PadKey
from hardware.keypad.press_rules import CHORD_S, DOUBLE_S, KeyPress, KeyRules


def judged(*changes: tuple[PadKey, bool, float]) -> list[KeyPress]:
    """Report the changes, asking after each; then ask once more when everything is certain."""
    rules, presses = KeyRules(), []
    for key, is_down, at_s in changes:
        presses += rules.presses(at_s)
        rules.report(KeyChange(key, is_down, at_s))
    presses += rules.presses(1e9)
    assert not rules.is_judging
    return presses


def test_a_push_is_one_press_and_letting_go_is_none() -> None:
    assert judged((PadKey.ENTER, True, 1.0), (PadKey.ENTER, False, 1.1)) == [KeyPress(PadKey.ENTER, 1.0)]


def test_a_press_is_certain_after_the_time_of_a_chord() -> None:
    rules = KeyRules()
    rules.report(KeyChange(PadKey.ONE, is_down=True, at_s=1.0))
    assert rules.presses(1.0 + CHORD_S / 2) == []
    assert rules.is_judging
    assert rules.presses(1.0 + CHORD_S) == [KeyPress(PadKey.ONE, 1.0)]
    assert rules.presses(2.0) == []


def test_chatter_and_doubled_presses_are_one_press() -> None:
    changes = [(PadKey.ENTER, bool(at % 2 == 0), 1.0 + at * 0.004) for at in range(6)]
    assert judged(*changes, (PadKey.ENTER, True, 1.4)) == [KeyPress(PadKey.ENTER, 1.0)]


def test_the_same_key_later_is_another_press() -> None:
    again_s = 1.0 + DOUBLE_S
    assert judged((PadKey.PLUS, True, 1.0), (PadKey.PLUS, False, 1.1), (PadKey.PLUS, True, again_s)) == [
        KeyPress(PadKey.PLUS, 1.0),
        KeyPress(PadKey.PLUS, again_s),
    ]


def test_two_keys_one_after_the_other_are_two_presses() -> None:
    assert judged((PadKey.ONE, True, 1.0), (PadKey.ENTER, True, 1.2)) == [
        KeyPress(PadKey.ONE, 1.0),
        KeyPress(PadKey.ENTER, 1.2),
    ]


def test_a_hand_on_several_keys_is_no_press() -> None:
    assert judged((PadKey.ZERO, True, 1.0), (PadKey.DOT, True, 1.01), (PadKey.ENTER, True, 1.04)) == []


def test_a_key_that_is_held_does_not_spoil_the_others() -> None:
    assert judged((PadKey.ZERO, True, 1.0), (PadKey.ENTER, True, 9.0)) == [
        KeyPress(PadKey.ZERO, 1.0),
        KeyPress(PadKey.ENTER, 9.0),
    ]


def test_a_key_that_comes_up_for_the_first_time_was_held_before_us() -> None:
    assert judged((PadKey.ENTER, False, 1.0)) == []


@given(st.lists(st.tuples(st.sampled_from(list(PadKey)), st.booleans(), st.floats(0, 0.5))))
def test_never_more_presses_than_keys_went_down_and_never_two_alike_close_together(
    steps: list[tuple[PadKey, bool, float]],
) -> None:
    at_s, changes = 0.0, []
    for key, is_down, after_s in steps:
        at_s += after_s
        changes.append((key, is_down, at_s))
    presses = judged(*changes)
    assert {(press.key, press.at_s) for press in presses} <= {(key, at) for key, is_down, at in changes if is_down}
    for key in PadKey:
        own = [press.at_s for press in presses if press.key is key]
        assert all(later - sooner >= DOUBLE_S for sooner, later in pairwise(own))
