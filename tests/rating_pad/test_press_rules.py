"""What counts as a press and what does not."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from rating_pad.press_rules import CHORD_S, LOCKOUT_S, SETTLE_S, STUCK_S, Press, PressRules

CERTAIN_S = SETTLE_S + CHORD_S + 0.001


class Finger:
    """Tells the rules a story of downs and ups, looking every 10 ms, and keeps the presses."""

    def __init__(self, buttons: int = 5, held: tuple[int, ...] = ()) -> None:
        self.rules = PressRules(tuple(b in held for b in range(buttons)), now_s=0)
        self.now_s = 0.0
        self.presses: list[Press] = []

    def until(self, at_s: float) -> "Finger":
        while self.now_s < at_s:
            self.now_s = min(at_s, self.now_s + 0.01)
            self.presses += self.rules.presses(self.now_s)
        return self

    def down(self, button: int, at_s: float) -> "Finger":
        self.until(at_s).rules.report(button, is_down=True, at_s=at_s)
        return self

    def up(self, button: int, at_s: float) -> "Finger":
        self.until(at_s).rules.report(button, is_down=False, at_s=at_s)
        return self

    def counted(self) -> list[int]:
        return [press.button for press in self.presses]


def test_a_clean_press_counts_once_at_the_moment_the_contact_closed() -> None:
    finger = Finger().down(2, 1.0).up(2, 1.15).until(3)
    assert finger.presses == [Press(2, 1.0)]


def test_a_press_counts_while_the_finger_is_still_on_it() -> None:
    finger = Finger().down(2, 1.0).until(1.0 + CERTAIN_S)
    assert finger.counted() == [2]


def test_chatter_at_both_ends_is_one_press() -> None:
    finger = Finger()
    for n in range(6):
        finger.down(0, 1 + n * 0.004).up(0, 1.002 + n * 0.004)
    finger.down(0, 1.024)
    for n in range(6):
        finger.up(0, 1.2 + n * 0.004).down(0, 1.202 + n * 0.004)
    finger.up(0, 1.23).until(3)
    assert finger.presses == [Press(0, 1.024)]


def test_a_spike_is_no_press() -> None:
    finger = Finger()
    for n in range(50):
        finger.down(1, 1 + n * 0.05).up(1, 1 + n * 0.05 + 0.01)
    assert finger.until(5).counted() == []


def test_two_buttons_at_once_count_nothing_until_both_are_up() -> None:
    finger = Finger().down(0, 1.0).down(1, 1.05).until(1.5)
    finger.up(0, 1.5).down(0, 1.8).up(0, 2.0)  # the other one is still held
    finger.up(1, 2.2).until(2.6)
    assert finger.counted() == []
    assert finger.down(1, 3).up(1, 3.2).until(4).counted() == [1]


def test_a_second_button_while_the_first_is_held_does_not_count_and_does_not_undo() -> None:
    finger = Finger().down(0, 1.0).down(1, 1.5).up(1, 1.7).up(0, 2.0).until(3)
    assert finger.counted() == [0]


def test_a_bounce_on_the_neighbour_is_no_second_finger() -> None:
    finger = Finger().down(0, 1.0).down(1, 1.02).up(1, 1.03).up(0, 1.2).until(3)
    assert finger.counted() == [0]


def test_a_press_too_soon_after_another_is_ignored_and_a_later_one_counts() -> None:
    finger = Finger().down(0, 1.0).up(0, 1.1).down(1, 1.15).up(1, 1.25).until(2)
    assert finger.counted() == [0]
    finger = Finger().down(0, 1.0).up(0, 1.1).down(1, 1 + LOCKOUT_S + 0.01).up(1, 1.6).until(3)
    assert finger.counted() == [0, 1]


def test_the_same_button_may_be_pressed_again_and_again() -> None:
    finger = Finger()
    for n in range(4):
        finger.down(3, 1 + n * 0.5).up(3, 1.2 + n * 0.5)
    assert finger.until(5).counted() == [3] * 4


def test_a_button_held_too_long_hangs_and_does_not_spoil_the_others() -> None:
    finger = Finger().down(4, 1.0).until(1 + STUCK_S - 0.1)
    assert finger.counted() == [4]
    assert finger.rules.stuck() == ()
    finger.until(1 + STUCK_S + 0.1)
    assert finger.rules.stuck() == (4,)
    finger.down(0, 12.0).up(0, 12.2).until(13)
    assert finger.counted() == [4, 0]
    finger.up(4, 14).until(15)
    assert finger.rules.stuck() == ()
    assert finger.down(4, 16).up(4, 16.2).until(17).counted() == [4, 0, 4]


def test_a_button_down_at_the_start_is_no_press_spoils_nothing_and_is_found_to_hang() -> None:
    finger = Finger(held=(2,)).down(0, 1.0).up(0, 1.2).until(2)
    assert finger.counted() == [0]
    assert finger.until(STUCK_S + 0.1).rules.stuck() == (2,)
    assert finger.up(2, 11).down(2, 12).up(2, 12.2).until(13).counted() == [0, 2]


def test_a_loop_that_was_late_judges_the_same() -> None:
    rules = PressRules((False,) * 3, now_s=0)
    rules.report(0, is_down=True, at_s=1.0)
    rules.report(0, is_down=False, at_s=1.1)
    rules.report(1, is_down=True, at_s=2.0)
    rules.report(2, is_down=True, at_s=2.02)
    rules.report(1, is_down=False, at_s=2.2)
    rules.report(2, is_down=False, at_s=2.2)
    rules.report(2, is_down=True, at_s=3.0)
    rules.report(2, is_down=False, at_s=3.1)
    assert rules.presses(9) == [Press(0, 1.0), Press(2, 3.0)]


def test_it_asks_to_be_looked_at_soon_only_while_something_is_undecided() -> None:
    finger = Finger()
    assert not finger.rules.is_judging()
    finger.down(0, 1)
    assert finger.rules.is_judging()
    finger.until(2)
    assert not finger.rules.is_judging()


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.booleans(), st.floats(0.001, 0.2)),
        max_size=60,
    ),
    st.floats(0.005, 0.5),
)
def test_any_noise_gives_presses_apart_in_order_and_of_real_closings(
    noise: list[tuple[int, bool, float]], look_every_s: float
) -> None:
    rules = PressRules((False,) * 3, now_s=0)
    now_s, looked_s = 0.0, 0.0
    closings: set[tuple[int, float]] = set()
    presses: list[Press] = []
    for button, is_down, pause_s in noise:
        now_s += pause_s
        while looked_s + look_every_s <= now_s:
            looked_s += look_every_s
            presses += rules.presses(looked_s)
        rules.report(button, is_down=is_down, at_s=now_s)
        if is_down:
            closings.add((button, now_s))
    presses += rules.presses(now_s + 1)
    assert {(p.button, p.at_s) for p in presses} <= closings
    times = [p.at_s for p in presses]
    assert all(later - earlier >= LOCKOUT_S for earlier, later in pairwise(times))
