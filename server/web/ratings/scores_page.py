"""Scores, by role: a page that reads well on paper, and the same figures as JSON. Each view is logged."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from server.errors import NotFound, Unprocessable
from server.house import House
from server.mqtt.snapshots import moment
from server.web.access.staff_session import LoggedInStaff, in_role
from server.web.navigation import score_places
from server.web.page_language import language_of
from server.web.plumbing import AskedDate, HouseDep
from server.web.ratings.looks import note_look
from server.web.ratings.score_report import Period, ScoreReport, Whose, percent, score_report, written
from server.web.reports.asked_period import asked_period, period_fault, today_of, usual_periods
from server.web.reports.trips import TripsOfPeriod, trips_of_period
from server.web.staff_frame import framed, who_may_open

router = APIRouter()

Id = Annotated[str | None, Query(max_length=64)]


@router.get("/api/v1/scores", tags=["scores"])
async def get_scores(
    request: Request,
    house: HouseDep,
    who: Annotated[LoggedInStaff, Depends(in_role())],
    first: Annotated[AskedDate, Query(alias="from")],
    last: Annotated[AskedDate, Query(alias="to")],
    officer: Id = None,
    counter: Id = None,
) -> ScoreReport:
    """The scores of a period of service days, both ends included: of everybody, one officer or one counter."""
    fault = period_fault(first, last)
    if fault:
        raise Unprocessable("bad_period", fault)
    return await _report(house, who, first, last, whose_of(who, officer, counter), language_of(request))


@router.get("/scores", include_in_schema=False)
async def get_scores_page(request: Request, house: HouseDep, officer: Id = None, counter: Id = None) -> Response:
    who = await run_in_threadpool(who_may_open, request, house)
    if isinstance(who, Response):
        return who
    today = await run_in_threadpool(today_of, house)
    asked, language = asked_period(request, today), language_of(request)
    whose = whose_of(who, officer, counter)
    report, trips = None, None
    if not asked.fault:
        report = await _report(house, who, asked.first, asked.last, whose, language, by_day=not whose.is_everybody)
        if whose.is_everybody:
            trips = await run_in_threadpool(trips_of_period, house, language, asked.first, asked.last)
    return await run_in_threadpool(_page, request, house, who, asked.fault, report, trips, whose, today)


def _page(
    request: Request,
    house: House,
    who: LoggedInStaff,
    fault: str,
    report: ScoreReport | None,
    trips: TripsOfPeriod | None,
    whose: Whose,
    today: date,
) -> Response:
    asked = asked_period(request, today)
    return framed(
        "scores.html",
        request,
        house,
        who,
        422 if fault else 200,
        score_places=score_places(who.staff.role, request.url.path),
        report=report,
        trips=trips,
        whose=whose,
        fault=fault,
        first=asked.first.isoformat(),
        last=asked.last.isoformat(),
        first_typed=asked.first_typed,
        last_typed=asked.last_typed,
        presets=usual_periods(today),
        written=written,
        percent=percent,
    )


def whose_of(who: LoggedInStaff, officer: str | None, counter: str | None) -> Whose:
    """Whose scores somebody sees who asks for these: an officer always the own.

    Raises:
        NotFound: an officer and a counter at once: that would be a figure of its own, cut otherwise.
    """
    if who.staff.role == "officer":
        return Whose(officer_id=who.staff.staff_id, is_own=True)
    if officer and counter:
        raise NotFound("scores", "Chỉ xem được theo cán bộ hoặc theo quầy, không theo cả hai.")
    return Whose(officer_id=officer or None, counter_id=counter or None)


async def _report(
    house: House,
    who: LoggedInStaff,
    first: date,
    last: date,
    whose: Whose,
    language: str,
    *,
    by_day: bool = True,
) -> ScoreReport:
    """The report, after it was put on record who asked for it."""
    period = Period(first.isoformat(), last.isoformat())
    await note_look(house, who, f"{_subject(whose)} {period.first_day}..{period.last_day}")
    return await run_in_threadpool(_read_report, house, period, whose, language, by_day)


def _subject(whose: Whose) -> str:
    if whose.is_own:
        return "own"
    if whose.officer_id is not None:
        return f"officer {whose.officer_id}"
    return "all" if whose.counter_id is None else f"counter {whose.counter_id}"


def _read_report(house: House, period: Period, whose: Whose, language: str, by_day: bool) -> ScoreReport:
    with moment(house.read(), house.now()) as at:
        return score_report(at, period, whose, language=language, by_day=by_day)
