"""The service day: when it opens and closes, when tickets stop, and how much open time lies between two moments."""

from datetime import date, datetime, time, timedelta
from enum import IntEnum, StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from server.domain.centre import Hours, OpeningSpan
from server.domain.instant import Instant, as_datetime, instant


class DayState(StrEnum):
    OPEN = "open"
    TICKETS_STOPPED = "tickets_stopped"
    CLOSED = "closed"


class DayPhase(IntEnum):
    """Where the opening hours stand; grows through the day."""

    BEFORE = 0
    OPEN = 1
    TICKETS_STOPPED = 2
    AFTER = 3


def spans_of(hours: Hours, on: date) -> tuple[OpeningSpan, ...]:
    """The opening spans of a date: none on a holiday, those of another weekday on a swap day."""
    if on in hours.holidays:
        return ()
    return hours.week[hours.swap_days.get(on, on.weekday())]


def phase_of(hours: Hours, zone: str, now: Instant) -> DayPhase:
    """What the opening hours say now: tickets from a while before opening to a while before closing.

    Between two spans of a day (lunch) the day stays open: who took a number in the morning keeps it.
    A day without hours is over before it begins.
    """
    local = as_datetime(now).astimezone(ZoneInfo(zone))
    spans = spans_of(hours, local.date())
    if not spans or local >= _at(local, spans[-1].closes):
        return DayPhase.AFTER
    if local < _at(local, spans[0].opens) - timedelta(minutes=hours.tickets_open_before_min):
        return DayPhase.BEFORE
    if local < _at(local, spans[-1].closes) - timedelta(minutes=hours.tickets_stop_before_min):
        return DayPhase.OPEN
    return DayPhase.TICKETS_STOPPED


class ScheduledStep(StrEnum):
    """What the schedule does next with the service day."""

    OPEN = "open"
    STOP_TICKETS = "stop_tickets"
    CLOSE = "close"


def scheduled_step(
    today: date, phase: DayPhase, day: date | None, state: DayState | None, phase_at_opening: DayPhase | None
) -> ScheduledStep | None:
    """What the schedule asks of the newest service day (`day`, in `state`), or None.

    The schedule acts once on each change of phase and never against staff: a day they closed stays closed,
    a day they opened late stays open until midnight.
    """
    if day is None or day < today:
        if state is not None and state is not DayState.CLOSED:
            return ScheduledStep.CLOSE
        return ScheduledStep.OPEN if phase is DayPhase.OPEN else None
    if day > today or state is DayState.CLOSED or phase_at_opening is None or phase <= phase_at_opening:
        return None
    if phase is DayPhase.AFTER:
        return ScheduledStep.CLOSE
    if phase is DayPhase.TICKETS_STOPPED and state is DayState.OPEN:
        return ScheduledStep.STOP_TICKETS
    return None


def open_ms_between(hours: Hours, zone: str, start: Instant, end: Instant) -> int:
    """Milliseconds from `start` to `end` without the breaks between the spans of a day (lunch)."""
    if end <= start:
        return 0
    total = end - start
    tz = ZoneInfo(zone)
    day = as_datetime(start).astimezone(tz).date()
    last = as_datetime(end).astimezone(tz).date()
    while day <= last:
        for before, after in pairwise(spans_of(hours, day)):
            pause_start = instant(datetime.combine(day, before.closes, tz))
            pause_end = instant(datetime.combine(day, after.opens, tz))
            total -= max(0, min(end, pause_end) - max(start, pause_start))
        day += timedelta(days=1)
    return max(0, total)


class NotLater(Exception):
    """A date before the last service day cannot be opened: its numbers are history."""


class ClockNotTrusted(Exception):
    """A new date opens only on a clock that is known to be right, or when staff confirm the date."""


def check_may_open(on: date, last: date | None, clock_is_trusted: bool, confirmed: bool) -> None:
    """Whether `on` may become (or become again) the open service day.

    Raises:
        NotLater: `on` lies before the last service day.
        ClockNotTrusted: `on` is a new date, the clock is doubtful and nobody confirmed the date.
    """
    if last is not None and on < last:
        raise NotLater(f"{on} lies before the last service day {last}")
    is_new = last is None or on > last
    if is_new and not clock_is_trusted and not confirmed:
        raise ClockNotTrusted(f"the clock says {on}, and nothing vouches for it")


def _at(local: datetime, clock_time: time) -> datetime:
    return datetime.combine(local.date(), clock_time, local.tzinfo)
