"""Open and close the service day, by hand or by the schedule."""

from dataclasses import dataclass
from datetime import date

from messaging.snapshots import JobKind
from server.actions.close_into_places import Moved, move_open_turns
from server.actions.day_slip import order_day_slip
from server.actions.serving import end_forgotten_turn, expire_turn
from server.db.queries.days import ServiceDay, last_day, open_day
from server.db.queries.desks import open_sessions
from server.db.queries.jobs import open_jobs
from server.db.queries.places import places_nobody_claimed
from server.db.queries.queue import open_turns, turn_at_counter, turns_at_counters
from server.db.work import Work
from server.domain.centre import Centre
from server.domain.instant import Instant, local_date
from server.domain.places import PlaceState
from server.domain.service_day import (
    ClockNotTrusted,
    DayPhase,
    DayState,
    NotLater,
    ScheduledStep,
    check_may_open,
    phase_of,
    scheduled_step,
)
from server.errors import Conflict
from server.journal.events import DayClosed, DayOpened, DeskSignedOff, JobEnded, PlaceEnded, TicketsStopped


@dataclass(frozen=True, slots=True)
class Closed:
    """What closing a day did."""

    day: str
    moved: Moved
    expired: int
    """Turns that ended without a place on another day."""
    has_day_slip: bool
    """A kiosk prints the end-of-day slip; False in a centre without one."""


def open_service_day(work: Work, *, clock_is_trusted: bool, confirmed: bool = False) -> str:
    """Open today's service day, or reopen it with its series going on; its date.

    A former day that is still open is closed first; whoever was still being served in it is no longer there.

    Raises:
        Conflict: the date is not later than the last, or nobody vouches for the clock.
    """
    today = local_date(work.now, work.centre.timezone)
    last = last_day(work.connection)
    if last is not None and last.day == today.isoformat() and last.state is DayState.OPEN:
        return last.day
    try:
        check_may_open(today, None if last is None else date.fromisoformat(last.day), clock_is_trusted, confirmed)
    except NotLater:
        raise Conflict("date_not_later", f"Đồng hồ chỉ ngày {today:%d/%m/%Y}, trước ngày làm việc gần nhất.") from None
    except ClockNotTrusted:
        raise Conflict(
            "clock_not_trusted",
            f"Đồng hồ chưa được đồng bộ. Vui lòng xác nhận hôm nay là ngày {today:%d/%m/%Y}.",
        ) from None
    if last is not None and last.day != today.isoformat():
        if last.state is not DayState.CLOSED:
            close_service_day(work)
        for turn in turns_at_counters(work.connection):
            end_forgotten_turn(work, turn)
        _sign_everybody_off(work)
        _withdraw_stale_slips(work)
    work.record(
        DayOpened(
            day=today.isoformat(),
            is_reopened=last is not None and last.day == today.isoformat(),
            date_confirmed_by_staff=confirmed,
            phase=phase_of(work.centre.hours, work.centre.timezone, work.now).value,
        )
    )
    return today.isoformat()


def _withdraw_stale_slips(work: Work) -> None:
    """What no kiosk has printed since yesterday is in nobody's hand today; only the day's own slip is still wanted."""
    for job in open_jobs(work.connection):
        if job.kind != JobKind.DAY_SLIP:
            work.record(JobEnded(job_id=job.job_id, outcome="withdrawn"))


def stop_tickets(work: Work) -> None:
    """Give no more numbers today; who has one is still served. A repeat is harmless."""
    day = open_day(work.connection)
    if day is not None and day.state is DayState.OPEN:
        work.record(TicketsStopped(day=day.day))


def close_service_day(work: Work, *, moves_waiting: bool | None = None, prints_on: str | None = None) -> Closed:
    """Close the open day: everyone who waits, is called or on hold expires, on record; a serving turn may finish.

    A kiosk prints the end-of-day slip.

    Args:
        moves_waiting: whoever expires gets a reserved place on the next working day instead, with a slip. None: as
            the centre's rules say.
        prints_on: the kiosk that prints the slips; None: each number's own, and the first one for the day's.

    Raises:
        Conflict: no day is open.
    """
    day = open_day(work.connection)
    if day is None:
        raise Conflict("day_closed", "Không có ngày làm việc nào đang mở.")
    if work.centre.places.moves_at_closing if moves_waiting is None else moves_waiting:
        moved = move_open_turns(work, day=day.day, service=None, prints_on=prints_on)
    else:
        moved = Moved(())
    left = open_turns(work.connection, day.day)
    for turn_id in left:
        expire_turn(work, turn_id)
    for place_id in places_nobody_claimed(work.connection, day.day):
        work.record(PlaceEnded(place_id=place_id, state=PlaceState.MISSED.value))
    _sign_everybody_off(work, but_who_serves=True)
    work.record(DayClosed(day=day.day))
    slip = order_day_slip(work, day=day.day, prints_on=prints_on)
    return Closed(day.day, moved, expired=len(left) + len(moved.without_place), has_day_slip=slip is not None)


def _sign_everybody_off(work: Work, *, but_who_serves: bool = False) -> None:
    """End the desk sessions; whoever still serves somebody when the day closes may finish."""
    for session in open_sessions(work.connection):
        if but_who_serves and turn_at_counter(work.connection, session.counter_id) is not None:
            continue
        work.record(DeskSignedOff(session_id=session.session_id, reason="day_closed"))


def next_scheduled_step(
    centre: Centre, last: ServiceDay | None, now: Instant, *, ignore_hours: bool
) -> ScheduledStep | None:
    """What the schedule asks for now; without hours, a day from midnight to midnight."""
    today = local_date(now, centre.timezone)
    if ignore_hours:
        return ScheduledStep.OPEN if last is None or date.fromisoformat(last.day) < today else None
    if last is None:
        return scheduled_step(today, phase_of(centre.hours, centre.timezone, now), None, None, None)
    day = date.fromisoformat(last.day)
    extended_to = last.extended_to if day == today else None
    phase = phase_of(centre.hours, centre.timezone, now, extended_to=extended_to)
    # Who extends a day says when it ends, also of a day opened after its hours.
    phase_at_opening = last.phase_at_opening if extended_to is None else DayPhase.BEFORE
    return scheduled_step(today, phase, day, last.state, phase_at_opening)


def follow_schedule(work: Work, *, ignore_hours: bool, clock_is_trusted: bool) -> None:
    """Do what the schedule asks for.

    Raises:
        Conflict: a new date was due and nobody vouches for the clock.
    """
    step = next_scheduled_step(work.centre, last_day(work.connection), work.now, ignore_hours=ignore_hours)
    if step is ScheduledStep.OPEN:
        open_service_day(work, clock_is_trusted=clock_is_trusted)
    elif step is ScheduledStep.STOP_TICKETS:
        stop_tickets(work)
    elif step is ScheduledStep.CLOSE:
        close_service_day(work)
