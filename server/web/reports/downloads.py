"""Reports as files and as JSON, under the same rules and roles as the pages; files with names in them are on record."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import PlainTextResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool

from server.db.queries.report_turns import ListedTurn, TurnsWanted, listed_turns
from server.domain.instant import rfc3339
from server.errors import NotFound, Unprocessable
from server.house import House
from server.web.access.staff_session import LoggedInStaff, in_role
from server.web.page_language import language_of
from server.web.plumbing import AskedDate, HouseDep
from server.web.ratings.looks import note_look
from server.web.reports.asked_period import period_fault, today_of
from server.web.reports.figures import (
    NAMES_SOMEBODY,
    Breakdown,
    By,
    Days,
    PeriodReport,
    TodayReport,
    breakdown,
    period_report,
    reading,
    spans_of_hour,
    today_report,
)
from server.web.reports.files import CSV_TYPE, XLSX_TYPE, as_csv, as_xlsx, csv_lines
from server.web.reports.looks import note_report
from server.web.reports.pages import LONGEST_LIST_DAYS
from server.web.reports.province import ProvinceRow, province_rows
from server.web.reports.tables import (
    Table,
    Value,
    promises_table,
    province_table,
    stages_table,
    summary_table,
    table_of,
)
from server.web.reports.words import daily_summary, period_words

router = APIRouter(tags=["reports"])

Looking = Annotated[LoggedInStaff, Depends(in_role())]
Name = Annotated[str, Query(max_length=64)]
LIST_AT_ONCE = 2000
"""Turns that are read together."""
SUMMARY, PROVINCE, TURNS = "summary", "province", "turns"


def _days(first: Annotated[AskedDate, Query(alias="from")], last: Annotated[AskedDate, Query(alias="to")]) -> Days:
    fault = period_fault(first, last)
    if fault:
        raise Unprocessable("bad_period", fault)
    return Days(first, last)


Period = Annotated[Days, Depends(_days)]


@router.get("/api/v1/reports/today")
async def get_today(request: Request, house: HouseDep, who: Looking) -> TodayReport:
    """Today so far, with who waits now."""
    on = await run_in_threadpool(today_of, house)
    told = await run_in_threadpool(today_report, house, on, language_of(request))
    await _note_where_named(house, who, told.report, Days(on, on))
    return told


@router.get("/api/v1/reports/period")
async def get_period(request: Request, house: HouseDep, who: Looking, days: Period) -> PeriodReport:
    """The figures of the centre in some service days; a look on record while all ratings are one person's."""
    told = await run_in_threadpool(period_report, house, days, language_of(request))
    await _note_where_named(house, who, told, days)
    return told


@router.get("/api/v1/reports/by/{by}")
async def get_by(request: Request, house: HouseDep, who: Looking, by: By, days: Period) -> Breakdown:
    """The same told apart; by counter and officer it is a look at named figures."""
    if by in NAMES_SOMEBODY:
        await note_look(house, who, f"report {'..'.join(days.names)}")
    return await run_in_threadpool(breakdown, house, days, by, language_of(request))


@router.get("/api/v1/reports/province")
def get_province(request: Request, house: HouseDep, _who: Looking, days: Period) -> list[ProvinceRow]:
    """Ratings per procedure and day, ten at least, for the provincial system."""
    return province_rows(house, days, language_of(request))


@router.get("/reports/daily.txt", response_class=PlainTextResponse)
async def get_daily(request: Request, house: HouseDep, who: Looking, day: AskedDate | None = None) -> Response:
    """A day in lines for a chat group; today without one."""
    language = language_of(request)
    centre = await run_in_threadpool(house.centre)
    name = centre.name_en if language == "en" and centre.name_en else centre.name
    on = await run_in_threadpool(today_of, house) if day is None else day
    told = await run_in_threadpool(period_report, house, Days(on, on), language)
    await _note_where_named(house, who, told, Days(on, on))
    return PlainTextResponse(daily_summary(name, told, language))


@router.get("/reports/export.xlsx", response_class=Response)
async def get_xlsx(request: Request, house: HouseDep, who: Looking, days: Period) -> Response:
    """Every table of a period in one workbook."""
    await note_look(house, who, f"export xlsx {'..'.join(days.names)}")
    content = await run_in_threadpool(_workbook, house, days, language_of(request))
    return _file(content, XLSX_TYPE, f"bao-cao-{'-'.join(days.names)}.xlsx")


@router.get("/reports/export/{name}.csv", response_class=Response)
async def get_csv(
    request: Request,
    house: HouseDep,
    who: Looking,
    days: Period,
    name: str,
    service: Name = "",
    counter: Name = "",
    officer: Name = "",
    state: Name = "",
    weekday: Name = "",
    hour: Name = "",
) -> Response:
    """One table; `turns` lists the turns themselves, at most a quarter of a year, without any rating."""
    file_name = f"bao-cao-{name}-{'-'.join(days.names)}.csv"
    if name not in {*By, SUMMARY, PROVINCE, TURNS}:
        raise NotFound("report", "Không có báo cáo này.")
    await note_look(house, who, f"export {name} {'..'.join(days.names)}")
    if name == TURNS:
        if days.count > LONGEST_LIST_DAYS:
            raise Unprocessable("bad_period", f"Danh sách lượt: từ 1 đến {LONGEST_LIST_DAYS} ngày.")
        timezone = (await run_in_threadpool(house.centre)).timezone
        wanted = TurnsWanted(service, counter, officer, state, spans_of_hour(days, weekday, hour, timezone))
        headers = _headers(file_name)
        return StreamingResponse(_listed(house, days, wanted), media_type=CSV_TYPE, headers=headers)
    table = await run_in_threadpool(_table, house, days, name, language_of(request))
    return _file(as_csv(table), CSV_TYPE, file_name)


def _table(house: House, days: Days, name: str, language: str) -> Table:
    if name == SUMMARY:
        return summary_table(period_report(house, days, language), language)
    if name == PROVINCE:
        return province_table(province_rows(house, days, language), language)
    return table_of(breakdown(house, days, By(name), language), language)


def _workbook(house: House, days: Days, language: str) -> bytes:
    centre = house.centre()
    with reading(house, days, language) as found:
        report, told = found.whole(), [found.by(by) for by in By]
    tables = [
        summary_table(report, language),
        stages_table(report, language),
        *([promises_table(report, language)] if report.promises else []),
        *(table_of(one, language) for one in told),
        _table(house, days, PROVINCE, language),
    ]
    name = centre.name_en if language == "en" and centre.name_en else centre.name
    return as_xlsx(tables, title=name, subtitle=period_words(*days.names, language))


def _listed(house: House, days: Days, wanted: TurnsWanted) -> Iterator[str]:
    """Codes and stamps as they are stored, for programs: RFC 3339, UTC."""
    headings = (
        *("turn_id", "number", "day", "service", "counter", "officer", "origin", "state", "outcome"),
        *("issued_at", "waiting_since", "called_first_at", "called_last_at", "call_count"),
        *("arrived_at", "arrival_inferred", "ended_at", "end_inferred"),
    )
    return csv_lines(headings, turn_rows(house, days, wanted))


def turn_rows(house: House, days: Days, wanted: TurnsWanted) -> Iterator[list[Value]]:
    """The lines of the list, some at a time; what happens meanwhile repeats none."""
    last: ListedTurn | None = None
    while True:
        found = listed_turns(house.read(), *days.names, wanted, before=last, at_most=LIST_AT_ONCE)
        for turn in found:
            yield [
                *(turn.turn_id, turn.number, turn.day, turn.service, turn.counter_id, turn.officer_id),
                *(turn.origin, turn.state, turn.outcome),
                *map(_stamp, (turn.issued_at, turn.waiting_since, turn.called_first_at, turn.called_last_at)),
                turn.call_count,
                *(_stamp(turn.arrived_at), int(turn.arrival_inferred)),
                *(_stamp(turn.ended_at), int(turn.end_inferred)),
            ]
        if len(found) < LIST_AT_ONCE:
            return
        last = found[-1]


async def _note_where_named(house: House, who: LoggedInStaff, told: PeriodReport, days: Days) -> None:
    if told.names_somebody:
        await note_report(house, who, days)


def _stamp(at: int | None) -> str | None:
    return None if at is None else rfc3339(at)


def _file(content: bytes, media_type: str, name: str) -> Response:
    return Response(content, media_type=media_type, headers=_headers(name))


def _headers(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
