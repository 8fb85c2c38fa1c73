"""Reserve a place (Số đặt trước) on a later working day, and give one back."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from messaging.requests import ReservedPlace
from messaging.slips import PlaceSlip
from messaging.snapshots import JobKind
from server.actions.claim_codes import make_code
from server.actions.may_issue import require_room, require_service
from server.actions.order_job import order_slip
from server.actions.reasons import checked_reason, keep_reason
from server.db.queries.days import last_day, open_day
from server.db.queries.jobs import last_job_about
from server.db.queries.numbers_given import NoNumber, why_no_number
from server.db.queries.places import Place, place_by_id, taken_places
from server.db.queries.tickets import is_cancelled
from server.db.work import Work
from server.domain.centre import Centre, Service
from server.domain.instant import Instant, as_datetime, local_date
from server.domain.places import FURTHEST_DAYS, PlaceReason, PlaceState, Slot, free_places
from server.domain.service_day import DayState
from server.errors import Conflict, Gone, NotFound, Unprocessable
from server.journal.events import JobEnded, PlaceEnded, PlaceReserved


@dataclass(frozen=True, slots=True)
class Reserved:
    place: Place
    code: str


def reserve_place(
    work: Work,
    *,
    intent_id: str,
    service: str,
    priority_group: str | None,
    language: str,
    prints_on: str | None = None,
    at: Instant | None = None,
) -> Reserved:
    """Reserve a place of a service.

    Args:
        prints_on: when staff ask: the kiosk that shall print the slip, which it gets as a job.
        at: the time that was chosen of those that are free; None: the next free one.

    Raises:
        Gone: the intent was cancelled by its kiosk.
        Conflict: no place is free within reach, or not at that time any more.
        Unprocessable: unknown service or priority group.
    """
    if is_cancelled(work.connection, intent_id):
        raise Gone("intent_cancelled", "Yêu cầu lấy số này đã được hủy.")
    require_room(work)
    wanted = require_service(work, service)
    if priority_group is not None and work.centre.priority_group(priority_group) is None:
        raise Unprocessable("unknown_priority_group", f"Không có diện ưu tiên '{priority_group}'.")
    slot = next(
        (free for free in places_free(work.connection, work.centre, wanted, work.now) if at in (None, free.at)), None
    )
    if slot is None and at is not None:
        raise Conflict("place_taken", "Giờ này vừa hết chỗ. Vui lòng chọn giờ khác.")
    if slot is None:
        raise Conflict("no_place", f"Chưa có lịch làm việc để đặt trước cho lĩnh vực {wanted.name}.")
    reserved = give_place(
        work,
        slot,
        service=service,
        priority_group=priority_group,
        language=language,
        reason=_reason(work, wanted),
        from_ticket=None,
    )
    if prints_on is not None:
        order_place_slip(work, reserved, chosen=prints_on)
    return reserved


def withdraw_place(work: Work, *, place_id: int, reason: str | None = None) -> None:
    """Give a place back; another may have it. A repeat is harmless.

    Args:
        reason: of staff who take it back; None: the citizen gave it back.

    Raises:
        NotFound: no such place.
        Conflict: it was claimed, or its day is over.
        Unprocessable: the reason says nothing.
    """
    if reason is not None:
        reason = checked_reason(reason)
    place = place_by_id(work.connection, place_id)
    if place is None:
        raise NotFound("place", f"Không có số đặt trước {place_id}.")
    if place.state == PlaceState.WITHDRAWN.value:
        return
    if place.state != PlaceState.RESERVED.value:
        raise Conflict("place_used", "Số đặt trước này đã được dùng hoặc đã hết hạn.")
    ended = work.record(PlaceEnded(place_id=place_id, state=PlaceState.WITHDRAWN.value))
    if reason is not None:
        keep_reason(work, ended, reason)
    slip = last_job_about(work.connection, JobKind.PLACE_SLIP, place_id)
    if slip is not None and slip.ended_at is None:
        work.record(JobEnded(job_id=slip.job_id, outcome="withdrawn"))


def next_place(work: Work, service: Service) -> Slot | None:
    """The next free place of a service, on a working day after the newest service day and after today."""
    return next(places_free(work.connection, work.centre, service, work.now), None)


def places_free(connection: sqlite3.Connection, centre: Centre, service: Service, now: Instant) -> Iterator[Slot]:
    """The free places of a service, in order, on working days after the newest service day and after today."""
    after = _places_begin_after(connection, centre, now)
    taken = taken_places(connection, after).get(service.code, {})
    return free_places(centre.places, centre.hours, service, centre.timezone, after=after, taken=taken)


def _places_begin_after(connection: sqlite3.Connection, centre: Centre, now: Instant) -> date:
    """Today, or the newest service day when the clock stands before it."""
    today, newest = local_date(now, centre.timezone), last_day(connection)
    return today if newest is None else max(today, date.fromisoformat(newest.day))


def give_place(
    work: Work,
    slot: Slot,
    *,
    service: str,
    priority_group: str | None,
    language: str,
    reason: PlaceReason,
    from_ticket: int | None,
) -> Reserved:
    """Put a place on record, with the code that claims it."""
    place_id = work.record(
        PlaceReserved(
            day=slot.day.isoformat(),
            service=service,
            at=slot.at,
            priority_group=priority_group,
            language=language,
            reason=reason.value,
            from_ticket=from_ticket,
        )
    )
    # Longer than its day: when the centre does not open then, the place holds on the next day it does.
    code = make_code(work, "place", place_id, date.fromordinal(slot.day.toordinal() + FURTHEST_DAYS).isoformat())
    place = place_by_id(work.connection, place_id)
    assert place is not None
    return Reserved(place, code)


def told_place(work: Work, reserved: Reserved) -> ReservedPlace:
    """The place in the words of the wire."""
    place, centre = reserved.place, work.centre
    service = centre.service(place.service)
    return ReservedPlace(
        place_id=place.place_id,
        code=reserved.code,
        service=place.service,
        service_name=place.service if service is None else service.name,
        service_name_en=place.service if service is None else service.name_en,
        at=as_datetime(place.at),
        timezone=centre.timezone,
        centre_name=centre.name,
        language="en" if place.language == "en" else "vi",
        late_minutes=centre.places.late_minutes,
    )


def order_place_slip(
    work: Work,
    reserved: Reserved,
    *,
    chosen: str | None,
    rather: str | None = None,
    from_number: str | None = None,
    is_copy: bool = False,
) -> int | None:
    """Order the slip of a place; the job's id, None in a centre without a kiosk."""
    slip = PlaceSlip(
        place=told_place(work, reserved),
        from_number=from_number,
        late_minutes=work.centre.places.late_minutes,
        is_copy=is_copy,
    )
    return order_slip(
        work,
        kind=JobKind.PLACE_SLIP,
        slip=slip,
        language=reserved.place.language,
        subject_id=reserved.place.place_id,
        chosen=chosen,
        rather=rather,
    )


def _reason(work: Work, service: Service) -> PlaceReason:
    day = open_day(work.connection)
    if day is None or day.state is DayState.TICKETS_STOPPED:
        return PlaceReason.END_OF_DAY
    why = why_no_number(work.connection, work.centre, day, service, work.now)
    if why is NoNumber.QUOTA:
        return PlaceReason.QUOTA
    return PlaceReason.ASKED if why is None else PlaceReason.END_OF_DAY
