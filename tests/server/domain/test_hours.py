"""The service day against the opening hours, and open time between two moments."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from server.domain.centre import Hours, OpeningSpan
from server.domain.instant import MINUTE_MS, instant
from server.domain.service_day import (
    ClockNotTrusted,
    DayPhase,
    DayState,
    NotLater,
    ScheduledStep,
    check_may_open,
    open_ms_between,
    phase_of,
    scheduled_step,
)

HANOI = "Asia/Ho_Chi_Minh"
"""No daylight saving time."""
BERLIN = "Europe/Berlin"
"""Clocks go forward on 29 March 2026 and back on 25 October 2026."""

_DAY = (OpeningSpan(time(7, 30), time(11, 30)), OpeningSpan(time(13, 30), time(17, 0)))
HOURS = Hours(week=(_DAY,) * 5 + ((), ()), tickets_open_before_min=30, tickets_stop_before_min=15)
EVERY_DAY = Hours(week=(_DAY,) * 7, tickets_open_before_min=30, tickets_stop_before_min=15)
MONDAY = date(2026, 11, 23)


def local(text: str, zone: str = HANOI, on: date = MONDAY) -> int:
    return instant(datetime.combine(on, time.fromisoformat(text), ZoneInfo(zone)))


@pytest.mark.parametrize(
    ("at", "phase"),
    [
        ("00:00", DayPhase.BEFORE),
        ("06:59:59.999", DayPhase.BEFORE),
        ("07:00", DayPhase.OPEN),
        ("11:30", DayPhase.OPEN),
        ("12:30", DayPhase.OPEN),
        ("16:44:59.999", DayPhase.OPEN),
        ("16:45", DayPhase.TICKETS_STOPPED),
        ("16:59:59.999", DayPhase.TICKETS_STOPPED),
        ("17:00", DayPhase.AFTER),
        ("23:59:59.999", DayPhase.AFTER),
    ],
)
def test_phases_of_a_working_day(at: str, phase: DayPhase) -> None:
    assert phase_of(HOURS, HANOI, local(at)) is phase


def test_a_day_without_hours_is_over_before_it_begins() -> None:
    saturday = date(2026, 11, 28)
    assert {phase_of(HOURS, HANOI, local(at, on=saturday)) for at in ("00:00", "08:00", "23:00")} == {DayPhase.AFTER}


@pytest.mark.parametrize("on", [date(2026, 3, 27), date(2026, 3, 29), date(2026, 3, 30), date(2026, 10, 25)])
def test_hours_are_local_hours_on_both_sides_of_daylight_saving(on: date) -> None:
    assert phase_of(EVERY_DAY, BERLIN, local("06:59", BERLIN, on)) is DayPhase.BEFORE
    assert phase_of(EVERY_DAY, BERLIN, local("07:00", BERLIN, on)) is DayPhase.OPEN
    assert phase_of(EVERY_DAY, BERLIN, local("17:00", BERLIN, on)) is DayPhase.AFTER


YESTERDAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 24)
P, ST = DayPhase, DayState


@pytest.mark.parametrize(
    ("phase", "day", "state", "phase_at_opening", "step"),
    [
        # the first day ever
        (P.BEFORE, None, None, None, None),
        (P.OPEN, None, None, None, ScheduledStep.OPEN),
        (P.TICKETS_STOPPED, None, None, None, None),
        (P.AFTER, None, None, None, None),
        # a new morning
        (P.BEFORE, YESTERDAY, ST.CLOSED, P.OPEN, None),
        (P.OPEN, YESTERDAY, ST.CLOSED, P.OPEN, ScheduledStep.OPEN),
        # yesterday was left open
        (P.BEFORE, YESTERDAY, ST.OPEN, P.OPEN, ScheduledStep.CLOSE),
        (P.OPEN, YESTERDAY, ST.TICKETS_STOPPED, P.OPEN, ScheduledStep.CLOSE),
        # the ordinary course
        (P.OPEN, MONDAY, ST.OPEN, P.OPEN, None),
        (P.TICKETS_STOPPED, MONDAY, ST.OPEN, P.OPEN, ScheduledStep.STOP_TICKETS),
        (P.TICKETS_STOPPED, MONDAY, ST.TICKETS_STOPPED, P.OPEN, None),
        (P.AFTER, MONDAY, ST.TICKETS_STOPPED, P.OPEN, ScheduledStep.CLOSE),
        (P.AFTER, MONDAY, ST.OPEN, P.OPEN, ScheduledStep.CLOSE),
        # staff opened early: the schedule joins in later
        (P.BEFORE, MONDAY, ST.OPEN, P.BEFORE, None),
        (P.OPEN, MONDAY, ST.OPEN, P.BEFORE, None),
        (P.TICKETS_STOPPED, MONDAY, ST.OPEN, P.BEFORE, ScheduledStep.STOP_TICKETS),
        # never against staff
        (P.OPEN, MONDAY, ST.CLOSED, P.OPEN, None),
        (P.TICKETS_STOPPED, MONDAY, ST.OPEN, P.TICKETS_STOPPED, None),
        (P.AFTER, MONDAY, ST.OPEN, P.AFTER, None),
        # a clock that went back a day
        (P.OPEN, TOMORROW, ST.OPEN, P.OPEN, None),
        (P.OPEN, TOMORROW, ST.CLOSED, P.OPEN, None),
    ],
)
def test_what_the_schedule_asks_for(
    phase: DayPhase,
    day: date | None,
    state: DayState | None,
    phase_at_opening: DayPhase | None,
    step: ScheduledStep | None,
) -> None:
    assert scheduled_step(MONDAY, phase, day, state, phase_at_opening) is step


def test_a_new_date_opens_when_it_is_later_and_the_clock_is_trusted() -> None:
    check_may_open(MONDAY, None, clock_is_trusted=True, confirmed=False)
    check_may_open(MONDAY, YESTERDAY, clock_is_trusted=True, confirmed=False)


def test_a_date_that_is_not_later_is_refused_even_when_confirmed() -> None:
    with pytest.raises(NotLater):
        check_may_open(YESTERDAY, MONDAY, clock_is_trusted=True, confirmed=True)


def test_a_doubtful_clock_needs_the_word_of_staff() -> None:
    with pytest.raises(ClockNotTrusted):
        check_may_open(MONDAY, YESTERDAY, clock_is_trusted=False, confirmed=False)
    check_may_open(MONDAY, YESTERDAY, clock_is_trusted=False, confirmed=True)


def test_reopening_the_same_date_asks_nothing_of_the_clock() -> None:
    check_may_open(MONDAY, MONDAY, clock_is_trusted=False, confirmed=False)


def test_lunch_does_not_count_as_open_time() -> None:
    assert open_ms_between(HOURS, HANOI, local("11:20"), local("11:29")) == 9 * MINUTE_MS
    assert open_ms_between(HOURS, HANOI, local("11:20"), local("13:40")) == 20 * MINUTE_MS
    assert open_ms_between(HOURS, HANOI, local("11:40"), local("13:20")) == 0
    assert open_ms_between(HOURS, HANOI, local("12:00"), local("13:31")) == MINUTE_MS


def test_time_before_opening_counts_for_whoever_came_early() -> None:
    assert open_ms_between(HOURS, HANOI, local("07:05"), local("07:35")) == 30 * MINUTE_MS


def test_no_time_between_a_moment_and_an_earlier_one() -> None:
    assert open_ms_between(HOURS, HANOI, local("10:00"), local("09:00")) == 0


def test_open_time_across_the_night_the_clocks_change_is_real_time() -> None:
    evening, morning = local("23:00", BERLIN, date(2026, 3, 28)), local("06:00", BERLIN, date(2026, 3, 29))
    assert open_ms_between(EVERY_DAY, BERLIN, evening, morning) == 6 * 60 * MINUTE_MS


_MOMENTS = some.datetimes(datetime(2026, 3, 20), datetime(2026, 4, 5)).map(  # noqa: DTZ001 - made aware beside it
    lambda at: instant(at.replace(tzinfo=UTC))
)


@given(moments=some.tuples(_MOMENTS, _MOMENTS, _MOMENTS).map(sorted), zone=some.sampled_from([HANOI, BERLIN]))
def test_open_time_adds_up_and_is_no_longer_than_real_time(moments: list[int], zone: str) -> None:
    a, b, c = moments
    assert open_ms_between(EVERY_DAY, zone, a, b) + open_ms_between(EVERY_DAY, zone, b, c) == open_ms_between(
        EVERY_DAY, zone, a, c
    )
    assert 0 <= open_ms_between(EVERY_DAY, zone, a, c) <= c - a
