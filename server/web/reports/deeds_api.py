"""What is asked of a period: deeds outside the order per officer, with whom they passed and why; trips per case."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from server.db.queries.deeds import counted, deeds_of_period
from server.domain.instant import rfc3339
from server.errors import Unprocessable
from server.web.access.staff_session import LoggedInStaff, in_role
from server.web.page_language import language_of
from server.web.plumbing import AskedDate, HouseDep
from server.web.reports.trips import TripsOfPeriod, trips_of_period

router = APIRouter(prefix="/api/v1", tags=["deeds"])

Looking = Annotated[LoggedInStaff, Depends(in_role())]

LONGEST_DAYS = 366
"""A year: what an auditor asks for at once."""


class OfficerDeeds(BaseModel):
    officer_id: str
    named_calls: int
    quick_serves: int
    priority_changes: int
    passed: int
    """How many were passed by them, one person twice when passed twice."""


class OneDeed(BaseModel):
    seq: int
    kind: str
    """`named_call`, `quick_serve` or `priority_change`."""
    at: str
    day: str
    officer_id: str
    counter_id: str | None
    number: str
    passed: list[str]
    """The numbers it passed."""
    reason: str | None
    priority_group: str | None


class DeedsOfPeriod(BaseModel):
    officers: list[OfficerDeeds]
    deeds: list[OneDeed]


@router.get("/deeds")
def get_deeds(house: HouseDep, _who: Looking, since: AskedDate, until: AskedDate) -> DeedsOfPeriod:
    """Named calls, quick serves and changed priorities of the service days `since` to `until`, both included."""
    _require_period(since, until)
    deeds = deeds_of_period(house.read(), since, until, house.centre().timezone)
    return DeedsOfPeriod(
        officers=[
            OfficerDeeds(
                officer_id=of.officer_id,
                named_calls=of.named_calls,
                quick_serves=of.quick_serves,
                priority_changes=of.priority_changes,
                passed=of.passed,
            )
            for of in counted(deeds)
        ],
        deeds=[
            OneDeed(
                seq=deed.seq,
                kind=deed.kind.value,
                at=rfc3339(deed.at),
                day=deed.day,
                officer_id=deed.officer_id,
                counter_id=deed.counter_id,
                number=deed.number,
                passed=list(deed.passed),
                reason=deed.reason,
                priority_group=deed.priority_group,
            )
            for deed in deeds
        ],
    )


@router.get("/trips")
def get_trips(request: Request, house: HouseDep, _who: Looking, since: AskedDate, until: AskedDate) -> TripsOfPeriod:
    """How many visits the cases took that ended on the service days `since` to `until`, both included."""
    _require_period(since, until)
    return trips_of_period(house, language_of(request), since, until)


def _require_period(since: date, until: date) -> None:
    if not 0 <= (until - since).days < LONGEST_DAYS:
        raise Unprocessable("bad_period", f"Khoảng thời gian từ 1 đến {LONGEST_DAYS} ngày.")
