"""Who looked at whose scores, and when: all of it for auditor and head; for an officer, who looked at the own ones."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from server.db.queries.people import StaffMember, all_staff
from server.db.queries.score_views import Look, all_looks, looks_at
from server.domain.centre import Centre
from server.domain.instant import Instant, as_datetime, instant
from server.house import House
from server.web.access.staff_session import LoggedInStaff
from server.web.navigation import score_places
from server.web.page_language import in_language, language_of, name_in
from server.web.plumbing import HouseDep
from server.web.ratings.score_report import written
from server.web.reports.asked_period import asked_period, today_of, usual_periods
from server.web.roles import ROLE_NAMES
from server.web.staff_frame import framed, who_may_open

router = APIRouter(include_in_schema=False)

MOST_SHOWN = 500

SUBJECTS = {
    "all": "Điểm đánh giá của mọi cán bộ",
    "own": "Điểm của chính mình",
    "officer": "Điểm của {name}",
    "counter": "Điểm của {counter}",
    "findings": "Dấu hiệu cần xem, mọi cán bộ",
    "own_findings": "Dấu hiệu về chính mình",
    "corrections": "Yêu cầu loại khối đánh giá",
    "own_data": "Dữ liệu về chính mình (tải xuống)",
    "report": "Báo cáo",
    "export": "Bảng xuất ra: {table}",
    "turns": "Danh sách lượt",
}


@dataclass(frozen=True, slots=True)
class LookRow:
    when: str
    who: str
    role: str
    what: str
    period: str


@router.get("/scores/looks")
async def get_looks(request: Request, house: HouseDep) -> Response:
    who = await run_in_threadpool(who_may_open, request, house)
    if isinstance(who, Response):
        return who
    return await run_in_threadpool(_page, request, house, who)


def _page(request: Request, house: House, who: LoggedInStaff) -> Response:
    today, language, centre = today_of(house), language_of(request), house.centre()
    asked = asked_period(request, today)
    since, before = span_of(asked.first, asked.last, centre)
    is_own = who.staff.role == "officer"
    found = (
        looks_at(house.read(), who.staff.staff_id, since, before, at_most=MOST_SHOWN)
        if is_own
        else all_looks(house.read(), since, before, at_most=MOST_SHOWN)
    )
    staff = {member.staff_id: member for member in all_staff(house.read())}
    return framed(
        "looks.html",
        request,
        house,
        who,
        422 if asked.fault else 200,
        score_places=score_places(who.staff.role, "/scores/looks"),
        is_own=is_own,
        rows=[look_row(look, staff, centre, language) for look in found],
        most_shown=MOST_SHOWN,
        fault=asked.fault,
        first=asked.first.isoformat(),
        last=asked.last.isoformat(),
        first_typed=asked.first_typed,
        last_typed=asked.last_typed,
        presets=usual_periods(today),
        keep_days=house.settings.keep_looks_days,
    )


def span_of(first: date, last: date, centre: Centre) -> tuple[Instant, Instant]:
    """From midnight to midnight in the centre's time."""
    zone = ZoneInfo(centre.timezone)
    after = last + timedelta(days=1)
    return instant(datetime.combine(first, time.min, zone)), instant(datetime.combine(after, time.min, zone))


def look_row(look: Look, staff: dict[str, StaffMember], centre: Centre, language: str) -> LookRow:
    """A look in words."""
    looked_at = as_datetime(look.viewed_at).astimezone(ZoneInfo(centre.timezone))
    member = staff.get(look.staff_id)
    role = "" if member is None else ROLE_NAMES.get(member.role, member.role)
    subject, *rest = look.what.split(" ")
    period = rest.pop() if rest and ".." in rest[-1] else ""
    whose = " ".join(rest)
    officer, counter = staff.get(whose), centre.counter(whose)
    words = in_language(language, SUBJECTS.get(subject, look.what)).format(
        name=whose if officer is None else officer.display_name,
        counter=whose if counter is None else name_in(language, counter),
        table=whose,
    )
    return LookRow(
        when=f"{looked_at:%d/%m/%Y %H:%M}",
        who=look.staff_id if member is None else member.display_name,
        role=in_language(language, role),
        what=words,
        period=" – ".join(_written(day) for day in period.split("..")) if period else "",
    )


def _written(day: str) -> str:
    try:
        return written(day)
    except ValueError:  # whatever another page noted
        return day
