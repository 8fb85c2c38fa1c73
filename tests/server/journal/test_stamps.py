"""The journal's time never goes back, and jumps of the wall clock are noticed once."""

from datetime import timedelta

from held_clock import A_MONDAY_MORNING, HeldClock
from hypothesis import given
from hypothesis import strategies as some

from server.domain.instant import Instant, instant
from server.journal.stamps import Stamp, StampClock

START: Instant = instant(A_MONDAY_MORNING)
HOUR = timedelta(hours=1)


def begun(last: Instant | None = None) -> tuple[HeldClock, StampClock]:
    clock = HeldClock()
    return clock, StampClock(clock, last)


def test_a_stamp_is_the_wall_time() -> None:
    clock, stamps = begun()
    assert stamps.stamp().at == START
    clock.pass_s(90)
    assert stamps.stamp().at == START + 90_000


def test_time_goes_on_when_the_wall_clock_is_set_back() -> None:
    clock, stamps = begun()
    stamps.stamp()
    clock.set_wall(A_MONDAY_MORNING - HOUR)
    clock.pass_s(10)
    assert stamps.stamp() == stamps.stamp()
    assert stamps.stamp().at == START + 10_000
    clock.pass_s(5)
    assert stamps.stamp().at == START + 15_000


def test_time_goes_on_from_the_last_stamp_when_a_pi_boots_into_the_past() -> None:
    clock, stamps = begun(last=START + 3_600_000)
    assert stamps.stamp().at == START + 3_600_000
    clock.pass_s(4)
    assert stamps.stamp().at == START + 3_604_000


def test_a_forward_jump_above_five_seconds_is_told_once() -> None:
    clock, stamps = begun()
    stamps.stamp()
    clock.pass_s(2)
    clock.set_wall(clock.now() + HOUR)
    assert stamps.stamp().jump_ms == 3_600_000
    assert stamps.stamp().jump_ms is None


def test_five_seconds_are_no_jump() -> None:
    clock, stamps = begun()
    stamps.stamp()
    clock.set_wall(clock.now() + timedelta(seconds=5))
    assert stamps.stamp().jump_ms is None
    clock.set_wall(clock.now() + timedelta(seconds=5, milliseconds=2))
    assert stamps.stamp().jump_ms == 5_002


def test_time_that_passes_is_no_jump() -> None:
    clock, stamps = begun()
    stamps.stamp()
    clock.pass_s(86_400)
    assert stamps.stamp().jump_ms is None


def test_the_clock_of_a_booted_pi_being_set_right_is_a_jump() -> None:
    clock, stamps = begun(last=START + 7_200_000)
    stamps.stamp()
    clock.set_wall(A_MONDAY_MORNING + 5 * HOUR)
    stamp = stamps.stamp()
    assert (stamp.at, stamp.jump_ms) == (START + 5 * 3_600_000, 5 * 3_600_000)


class Surroundings:
    """Whether something vouches for the wall clock, and whether people wait."""

    def __init__(self, *, is_trusted: bool = False, is_at_work: bool = True) -> None:
        self.is_trusted, self.is_at_work = is_trusted, is_at_work
        self.clock = HeldClock()
        self.stamps = StampClock(
            self.clock, None, is_trusted=lambda: self.is_trusted, is_at_work=lambda: self.is_at_work
        )
        self.stamps.stamp()

    def set_wall(self, by: timedelta) -> None:
        self.clock.set_wall(self.clock.now() + by)


TEN_YEARS = timedelta(days=3653)


def test_a_far_leap_in_working_time_is_not_followed_and_leaves_nothing_behind_once_it_is_set_right() -> None:
    around = Surroundings()
    around.set_wall(TEN_YEARS)
    around.clock.pass_s(1)
    assert around.stamps.now() == START + 1_000
    assert around.stamps.stamp() == Stamp(START + 1_000, None)
    assert around.stamps.unfollowed_ms() == TEN_YEARS // timedelta(milliseconds=1)
    around.clock.pass_s(60)
    assert around.stamps.stamp() == Stamp(START + 61_000, None), "nor later"
    around.set_wall(-TEN_YEARS)
    assert around.stamps.unfollowed_ms() == 0
    around.clock.pass_s(5)
    assert around.stamps.stamp() == Stamp(START + 66_000, None)
    assert around.stamps.ahead_ms() == 0


def test_a_clock_that_is_set_right_after_a_far_leap_is_followed_to_where_it_is() -> None:
    around = Surroundings()
    around.set_wall(TEN_YEARS)
    around.stamps.stamp()
    around.set_wall(HOUR - TEN_YEARS)
    assert around.stamps.stamp() == Stamp(START + 3_600_000, 3_600_000)


def test_what_vouches_for_the_clock_makes_it_followed_at_once_or_later() -> None:
    around = Surroundings(is_trusted=True)
    around.set_wall(10 * HOUR)
    assert around.stamps.stamp() == Stamp(START + 36_000_000, 36_000_000)
    around = Surroundings()
    around.set_wall(10 * HOUR)
    assert around.stamps.stamp().at == START
    around.is_trusted = True
    assert around.stamps.stamp() == Stamp(START + 36_000_000, 36_000_000)


def test_a_clock_that_is_set_while_nobody_waits_is_followed() -> None:
    around = Surroundings(is_at_work=False)
    around.set_wall(TEN_YEARS)
    assert around.stamps.stamp().at == instant(A_MONDAY_MORNING + TEN_YEARS)


def test_a_clock_that_was_slow_by_three_hours_is_followed() -> None:
    around = Surroundings()
    around.set_wall(3 * HOUR)
    assert around.stamps.stamp() == Stamp(START + 10_800_000, 10_800_000)


def test_after_the_day_a_leap_that_was_not_followed_still_is_not() -> None:
    around = Surroundings()
    around.set_wall(TEN_YEARS)
    around.stamps.stamp()
    around.is_at_work = False
    around.clock.pass_s(1)
    assert around.stamps.stamp().at == START + 1_000


def test_a_leap_in_a_group_that_was_not_committed_is_judged_again() -> None:
    around = Surroundings()
    bearings = around.stamps.bearings()
    around.set_wall(TEN_YEARS)
    around.stamps.stamp()
    around.stamps.return_to(bearings)
    around.is_at_work = False
    assert around.stamps.stamp().jump_ms == TEN_YEARS // timedelta(milliseconds=1)


def test_how_far_the_journal_is_ahead_of_a_clock_that_was_set_back() -> None:
    clock, stamps = begun()
    stamps.stamp()
    clock.set_wall(A_MONDAY_MORNING - HOUR)
    clock.pass_s(10)
    assert stamps.ahead_ms() == 3_600_000
    assert stamps.unfollowed_ms() == 0


def test_looking_at_the_time_leaves_no_mark() -> None:
    clock, stamps = begun()
    stamps.stamp()
    clock.set_wall(A_MONDAY_MORNING + HOUR)
    assert stamps.now() == START + 3_600_000
    assert stamps.stamp().jump_ms == 3_600_000


def test_a_jump_whose_commit_failed_is_told_again() -> None:
    clock, stamps = begun()
    stamps.stamp()
    before = stamps.bearings()
    clock.set_wall(A_MONDAY_MORNING + HOUR)
    assert stamps.stamp().jump_ms is not None
    stamps.return_to(before)
    assert stamps.stamp().jump_ms == 3_600_000


def test_stamps_come_after_those_of_another_program() -> None:
    clock, stamps = begun()
    stamps.stamp()
    stamps.not_before(START + 60_000)
    assert stamps.stamp().at == START + 60_000
    clock.pass_s(1)
    assert stamps.stamp().at == START + 61_000
    stamps.not_before(START)
    assert stamps.stamp().at == START + 61_000


def test_a_thousand_stamps_in_a_second_do_not_slow_time_down() -> None:
    """While the wall clock is behind, only the monotonic one counts: no part of a millisecond may be lost."""
    clock, stamps = begun(last=START + 3_600_000)
    for _ in range(2500):
        clock.pass_s(0)
        clock._monotonic_s += 0.0004  # the clock is ours
        stamps.stamp()
    assert START + 3_600_998 <= stamps.now() <= START + 3_601_000


def test_a_step_between_two_looks_at_the_clocks_is_no_jump() -> None:
    class SteppedInBetween(HeldClock):
        looks = 0

        def now(self):  # type: ignore[no-untyped-def]  # as HeldClock's
            seen = super().now()
            self.looks += 1
            if self.looks == 2:
                self.pass_s(3600)
            return seen

    clock = SteppedInBetween()
    stamps = StampClock(clock, None)
    stamps.stamp()
    second, third = stamps.stamp(), stamps.stamp()
    assert (second.jump_ms, third.jump_ms) == (None, None)
    assert second.at == third.at == START + 3_600_000


MOVES = some.lists(some.tuples(some.sampled_from(["pass", "set"]), some.integers(-10_000_000, 10_000_000)), max_size=30)


@given(MOVES)
def test_whatever_the_wall_clock_does_time_never_goes_back_nor_slower_than_real_time(
    moves: list[tuple[str, int]],
) -> None:
    clock, stamps = begun()
    last_at = stamps.stamp().at
    for what, by_ms in moves:
        if what == "pass":
            clock.pass_ms(abs(by_ms))
        else:
            clock.set_wall(clock.now() + timedelta(milliseconds=by_ms))
        stamp = stamps.stamp()
        passed = abs(by_ms) if what == "pass" else 0
        assert stamp.at >= last_at + passed - 1
        assert (stamp.jump_ms is not None) == (what == "set" and by_ms > 5_000)
        last_at = stamp.at
