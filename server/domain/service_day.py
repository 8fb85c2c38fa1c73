"""The service day: when it opens and closes, when tickets stop, and how much open time lies between two moments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum, StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from server.domain.centre import Hours, OpeningSpan, Service
from server.domain.instant import Instant, as_datetime, instant, local_date


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


def service_spans(hours: Hours, service: Service, on: date) -> tuple[OpeningSpan, ...]:
    """When a service is given on a date: the centre's spans, or what of them lies within its own hours."""
    spans = spans_of(hours, on)
    if service.week is None or not spans:
        return spans
    own = service.week[hours.swap_days.get(on, on.weekday())]
    return tuple(
        OpeningSpan(max(span.opens, within.opens), min(span.closes, within.closes))
        for span in spans
        for within in own
        if max(span.opens, within.opens) < min(span.closes, within.closes)
    )


def gives_numbers(hours: Hours, service: Service, zone: str, now: Instant, *, extended_to: Instant | None) -> bool:
    """Whether the service's own hours allow a number now; one without hours of its own goes by the centre's day.

    As with the centre, numbers are given from a while before the first stretch to a while before the end of the
    last. A day that the head extends takes the services with it that would have been given to its end.
    """
    if service.week is None:
        return True
    on = local_date(now, zone)
    of_centre, own = spans_of(hours, on), service_spans(hours, service, on)
    lasts_to_the_end = bool(own and own[-1].closes == of_centre[-1].closes)
    phase = _phase(hours, own, zone, now, extended_to if lasts_to_the_end else None)
    return phase is DayPhase.OPEN


def phase_of(hours: Hours, zone: str, now: Instant, *, extended_to: Instant | None = None) -> DayPhase:
    """What the opening hours say now: tickets from a while before opening to a while before closing.

    Between two spans of a day (lunch) the day stays open: who took a number in the morning keeps it.
    A day without hours is over before it begins. A day that was extended closes then, whatever the hours say.
    """
    return _phase(hours, spans_of(hours, local_date(now, zone)), zone, now, extended_to)


def _phase(
    hours: Hours, spans: Sequence[OpeningSpan], zone: str, now: Instant, extended_to: Instant | None
) -> DayPhase:
    local = as_datetime(now).astimezone(ZoneInfo(zone))
    if extended_to is not None:
        closes = as_datetime(extended_to).astimezone(ZoneInfo(zone))
    elif spans:
        closes = _at(local, spans[-1].closes)
    else:
        return DayPhase.AFTER
    if local >= closes:
        return DayPhase.AFTER
    if spans and local < _at(local, spans[0].opens) - timedelta(minutes=hours.tickets_open_before_min):
        return DayPhase.BEFORE
    if local < closes - timedelta(minutes=hours.tickets_stop_before_min):
        return DayPhase.OPEN
    return DayPhase.TICKETS_STOPPED


def closing_at(hours: Hours, zone: str, on: date, *, extended_to: Instant | None = None) -> Instant | None:
    """When the day ends; None on a date without hours."""
    if extended_to is not None:
        return extended_to
    spans = spans_of(hours, on)
    return instant(datetime.combine(on, spans[-1].closes, ZoneInfo(zone))) if spans else None


@dataclass(frozen=True, slots=True)
class Break:
    """A stretch between two spans of a day (lunch)."""

    starts_at: Instant
    resumes_at: Instant


def break_at(hours: Hours, zone: str, now: Instant) -> Break | None:
    """The break that is on now, if one is."""
    on, tz = local_date(now, zone), ZoneInfo(zone)
    for before, after in pairwise(spans_of(hours, on)):
        rest = Break(instant(datetime.combine(on, before.closes, tz)), instant(datetime.combine(on, after.opens, tz)))
        if rest.starts_at <= now < rest.resumes_at:
            return rest
    return None


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
    a day they opened late stays open until midnight, or until the time to which they extended it.
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
