"""Scores, by role: a page that reads well on paper, and the same figures as JSON. Each view is logged."""

import re
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from server.db.queries.score_views import note_view
from server.db.work import Work
from server.domain.instant import local_date
from server.errors import Unprocessable
from server.house import House
from server.mqtt.snapshots import moment
from server.web.page_language import language_of
from server.web.plumbing import HouseDep
from server.web.score_report import Period, ScoreReport, percent, score_report, written
from server.web.staff_frame import framed, no_entry
from server.web.staff_session import OF_SCORES, LoggedInStaff, in_role, staff_of_request

router = APIRouter()

_AS_WRITTEN = re.compile(r"([0-9]{1,2})[/.-]?([0-9]{1,2})[/.-]?([0-9]{4})")
"""Also without strokes: a phone's number keys have none."""

LONGEST = timedelta(days=366 * 5)
"""Five years are kept; a longer period is a typing mistake."""


@router.get("/api/v1/scores", tags=["scores"])
async def get_scores(
    request: Request,
    house: HouseDep,
    who: Annotated[LoggedInStaff, Depends(in_role(*OF_SCORES))],
    first: Annotated[date, Query(alias="from")],
    last: Annotated[date, Query(alias="to")],
) -> ScoreReport:
    """The scores of a period of service days, both ends included."""
    fault = _fault(first, last)
    if fault:
        raise Unprocessable("bad_period", fault)
    return await _report(house, who, first, last, language_of(request))


@router.get("/scores", include_in_schema=False)
async def get_scores_page(request: Request, house: HouseDep) -> Response:
    who = await run_in_threadpool(staff_of_request, request)
    if who is None:
        return RedirectResponse("/console/login", 303)
    role = who.staff.role
    if role not in OF_SCORES:
        return await run_in_threadpool(no_entry, request, house, who)
    today = await run_in_threadpool(_today, house)
    first, last, fault = _asked_period(request, today)
    report = None if fault else await _report(house, who, first, last, language_of(request))
    return await run_in_threadpool(
        framed,
        "scores.html",
        request,
        house,
        who,
        422 if fault else 200,
        report=report,
        fault=fault,
        first=first.isoformat(),
        last=last.isoformat(),
        # A fault leaves what was typed, to be put right.
        first_typed=(fault and request.query_params.get("from")) or written(first.isoformat()),
        last_typed=(fault and request.query_params.get("to")) or written(last.isoformat()),
        presets=_presets(today),
        written=written,
        percent=percent,
    )


async def _report(house: House, who: LoggedInStaff, first: date, last: date, language: str) -> ScoreReport:
    """The report, after it was put on record who asked for it."""
    own = who.staff.role == "officer"
    what = f"{'own' if own else 'all'} {first.isoformat()}..{last.isoformat()}"

    def note(work: Work) -> None:
        note_view(work.connection, staff_id=who.staff.staff_id, what=what, viewed_at=work.now)

    await house.write(note, actor=who.principal)
    period = Period(first.isoformat(), last.isoformat())
    return await run_in_threadpool(_read_report, house, period, who.staff.staff_id if own else None, language)


def _read_report(house: House, period: Period, of_officer: str | None, language: str) -> ScoreReport:
    with moment(house.read(), house.now()) as at:
        return score_report(at, period, of_officer=of_officer, language=language)


def _today(house: House) -> date:
    return local_date(house.now(), house.centre().timezone)


def _asked_period(request: Request, today: date) -> tuple[date, date, str]:
    """The period in the address (this month without one), and what is wrong with it in words."""
    first_text, last_text = request.query_params.get("from"), request.query_params.get("to")
    month = today.replace(day=1)
    try:
        first = _typed_date(first_text) if first_text else month
        last = _typed_date(last_text) if last_text else today
    except ValueError:
        return month, today, "Ngày chưa đúng. Vui lòng nhập theo dạng ngày/tháng/năm, ví dụ 05/01/2026."
    fault = _fault(first, last)
    return (month, today, fault) if fault else (first, last, "")


def _typed_date(text: str) -> date:
    """A date as people here write it, `05/01/2026`, or in ISO 8601; ValueError when it is neither.

    A browser's own date field speaks the browser's language, not the page's: hence text.
    """
    written_here = _AS_WRITTEN.fullmatch(text.strip())
    if written_here is None:
        return date.fromisoformat(text.strip())
    day, month, year = map(int, written_here.groups())
    return date(year, month, day)


def _fault(first: date, last: date) -> str:
    if first > last:
        return "Ngày bắt đầu phải trước hoặc bằng ngày kết thúc."
    return "Khoảng thời gian tối đa là năm năm." if last - first > LONGEST else ""


def _presets(today: date) -> list[tuple[str, str, str]]:
    """(words, from, to) of the periods that are asked for most."""
    return [
        ("Hôm nay", today.isoformat(), today.isoformat()),
        ("Tuần này", (today - timedelta(days=today.weekday())).isoformat(), today.isoformat()),
        ("Tháng này", today.replace(day=1).isoformat(), today.isoformat()),
    ]
