"""The end of the day on paper: counts, and the head of the journal's chain."""

from datetime import date

from messaging.slips import DaySlip, DaySlipService
from messaging.snapshots import JobKind
from server.actions.order_job import order_slip
from server.db.queries.day_counts import ServiceDayCounts, counts_of_day
from server.db.work import Work
from server.domain.centre import Service
from server.domain.instant import MINUTE_MS, as_datetime
from server.domain.waiting_time import percentile
from server.journal.chain import Head

LETTERS_IN_A_GROUP = 4
"""A hash in groups of four can be read aloud and compared by eye."""


def order_day_slip(work: Work, *, day: str, prints_on: str | None = None) -> int | None:
    """Order the end-of-day slip; the job's id, None in a centre without a kiosk.

    To be called right after the day closed: the slip carries the head of the chain at this moment.
    """
    slip = day_slip(work, day=day, head=work.head)
    return order_slip(work, kind=JobKind.DAY_SLIP, slip=slip, language="vi", subject_id=None, chosen=prints_on)


def day_slip(work: Work, *, day: str, head: Head) -> DaySlip:
    counts = counts_of_day(work.connection, day)
    return DaySlip(
        centre_name=work.centre.name,
        day=date.fromisoformat(day),
        closed_at=as_datetime(work.now),
        timezone=work.centre.timezone,
        services=[_line(service, counts.get(service.code, ServiceDayCounts())) for service in work.centre.services],
        head_seq=head.seq,
        head_hash=in_groups(head.hash),
    )


def in_groups(letters: str) -> str:
    step = LETTERS_IN_A_GROUP
    return " ".join(letters[start : start + step] for start in range(0, len(letters), step))


def _line(service: Service, of: ServiceDayCounts) -> DaySlipService:
    median_ms, p90_ms = percentile(of.waits_ms, 0.5), percentile(of.waits_ms, 0.9)
    return DaySlipService(
        service=service.code,
        name=service.name,
        issued=of.issued,
        without_number=of.without_number,
        joined=of.joined,
        served=of.served,
        no_show=of.no_show,
        passed_on=of.passed_on,
        expired=of.expired,
        moved=of.moved,
        other=of.other,
        being_served=of.being_served,
        wait_median_min=_minutes(median_ms),
        wait_p90_min=_minutes(p90_ms),
    )


def _minutes(duration_ms: int | None) -> int | None:
    return None if duration_ms is None else round(duration_ms / MINUTE_MS)
