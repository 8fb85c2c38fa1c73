"""The pages of reports: the dashboard, one breakdown, the turns behind a figure, and a page to print and sign."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from look.language import translator
from server.db.queries.people import all_staff
from server.db.queries.report_turns import ListedTurn, TurnsWanted, listed_turns
from server.domain.instant import MINUTE_MS, as_datetime
from server.domain.report_figures import last_of_stretch
from server.domain.turns import TurnState
from server.errors import NotFound
from server.house import House
from server.web.access.staff_session import LoggedInStaff
from server.web.page_language import language_of, name_in
from server.web.plumbing import HouseDep
from server.web.posted_forms import number_in
from server.web.ratings.looks import note_look
from server.web.ratings.score_report import written
from server.web.reports.asked_period import AskedPeriod, asked_period, today_of, usual_periods
from server.web.reports.charts import svg_answer
from server.web.reports.drawings import CHARTS, drawn
from server.web.reports.figures import (
    NAMES_SOMEBODY,
    WEEKDAYS,
    Breakdown,
    By,
    Days,
    ReportRow,
    breakdown,
    reading,
    spans_of_hour,
    today_report,
)
from server.web.reports.looks import note_report
from server.web.reports.tables import (
    BY_TITLES,
    Kind,
    Value,
    promises_table,
    shown_table,
    stages_table,
    summary_table,
)
from server.web.reports.what_if_view import minutes
from server.web.reports.words import (
    DEFINITIONS,
    daily_summary,
    headline,
    more_figures,
    number,
    period_tiles,
    period_words,
    share,
    today_tiles,
)
from server.web.staff_frame import framed, who_may_open
from server.web.templating import page

router = APIRouter(include_in_schema=False)

TURNS_PER_PAGE = 100
LONGEST_LIST_DAYS = 92
"""Of a file of turns: a quarter."""
HEAT_STEPS = 5
STATES = {
    TurnState.FINISHED: "Hoàn tất",
    TurnState.TRANSFERRED: "Đã chuyển",
    TurnState.NO_SHOW: "Vắng mặt",
    TurnState.EXPIRED: "Hết giờ",
    TurnState.CANCELLED: "Đã trả số",
    TurnState.WAITING: "Đang chờ",
    TurnState.CALLED: "Đang gọi",
    TurnState.SERVING: "Đang phục vụ",
    TurnState.ON_HOLD: "Đang tạm chờ",
}


@router.get("/reports")
async def get_reports(request: Request, house: HouseDep) -> Response:
    return await _answer(request, house, _dashboard)


@router.get("/reports/today")
async def get_today(request: Request, house: HouseDep) -> Response:
    """The part of the dashboard that is fetched anew while it stands on a screen."""
    return await _answer(request, house, _today)


@router.get("/reports/by/{by}")
async def get_breakdown(request: Request, house: HouseDep, by: str) -> Response:
    return await _answer(
        request, house, partial(_one_breakdown, by), look="report" if by in set(NAMES_SOMEBODY) else ""
    )


@router.get("/reports/turns")
async def get_turns(request: Request, house: HouseDep) -> Response:
    return await _answer(request, house, _turns, look="turns")


@router.get("/reports/print")
async def get_print(request: Request, house: HouseDep) -> Response:
    return await _answer(request, house, _printed, look="report")


@router.get("/reports/chart/{name}.svg")
async def get_chart(request: Request, house: HouseDep, name: str) -> Response:
    return await _answer(request, house, partial(_chart, name))


# --- what each shows ---------------------------------------------------------------------------------------------


class Asked:
    """Who asks for what, and everything that is needed to answer."""

    def __init__(self, request: Request, house: House, who: LoggedInStaff) -> None:
        self.request, self.house, self.who = request, house, who
        self.language = language_of(request)
        self.say = translator(self.language)
        self.today = today_of(house)
        self.period: AskedPeriod = asked_period(request, self.today)
        self.days = Days(self.period.first, self.period.last)
        self.names_somebody = False
        """What was made of it tells the ratings of one person or counter."""

    @property
    def query(self) -> str:
        """The period as a query, for the links of a page."""
        first, last = self.days.names
        return urlencode({"from": first, "to": last})

    def framed(self, template: str, **values: object) -> Response:
        period, (first, last) = self.period, self.days.names
        return framed(
            template,
            self.request,
            self.house,
            self.who,
            422 if period.fault else 200,
            period=period,
            fault=period.fault,
            first=first,
            last=last,
            query=self.query,
            presets=_presets(self.today),
            when=period_words(first, last, self.language),
            shown=partial(shown, language=self.language),
            written=written,
            **values,
        )


async def _answer(request: Request, house: House, make: Callable[[Asked], Response], *, look: str = "") -> Response:
    who = await run_in_threadpool(who_may_open, request, house)
    if isinstance(who, Response):
        return who
    asked = await run_in_threadpool(Asked, request, house, who)
    if look:
        await note_look(house, who, f"{look} {'..'.join(asked.days.names)}")
    answer = await run_in_threadpool(make, asked)
    if asked.names_somebody:
        await note_report(house, who, asked.days)
    return answer


def _dashboard(asked: Asked) -> Response:
    language = asked.language
    on = asked.today
    with reading(asked.house, asked.days, language) as of_period:
        report, hours, services = of_period.whole(), of_period.by(By.HOUR), of_period.by(By.SERVICE)
        today = of_period.of(Days(on, on)).today()
    asked.names_somebody = report.names_somebody or today.report.names_somebody
    return asked.framed(
        "reports.html",
        today=today,
        today_name=f"{asked.say(WEEKDAYS[on.weekday()])}, {on:%d/%m/%Y}",
        tiles=today_tiles(today, language),
        report=report,
        summary=headline(report, language),
        period_tiles=period_tiles(report, language),
        more=more_figures(report, language),
        extra=[stages_table(report, language), *([promises_table(report, language)] if report.promises else [])],
        heat=_heat(hours, asked),
        services=shown_table(services, language),
        service_ids=[row.id for row in services.rows],
        notes=summary_table(report, language).notes,
        daily=daily_summary(_centre_name(asked), today.report, language),
        definitions=[(asked.say(name), asked.say(words)) for name, words in DEFINITIONS.values()],
    )


def _today(asked: Asked) -> Response:
    today, on = today_report(asked.house, asked.today, asked.language), asked.today
    asked.names_somebody = today.report.names_somebody
    return page(
        "report_today.html",
        is_sample=asked.house.is_sample,
        request=asked.request,
        today=today,
        today_name=f"{asked.say(WEEKDAYS[on.weekday()])}, {on:%d/%m/%Y}",
        tiles=today_tiles(today, asked.language),
    )


def _one_breakdown(name: str, asked: Asked) -> Response:
    """Who may not see reports does not learn which there are."""
    if name not in set(By):
        raise NotFound("report", "Không có báo cáo này.")
    by = By(name)
    told = breakdown(asked.house, asked.days, by, asked.language)
    return asked.framed(
        "report_by.html",
        by=by.value,
        told=told,
        table=shown_table(told, asked.language),
        links=[_turns_of(by, row, asked) for row in told.rows],
        title=asked.say(BY_TITLES[by]),
        chart=_CHART_OF.get(by, ""),
        heat=_heat(told, asked) if by is By.HOUR else None,
        definitions=[(asked.say(name), asked.say(words)) for name, words in DEFINITIONS.values()],
    )


def _turns(asked: Asked) -> Response:
    given, centre = asked.request.query_params, asked.house.centre()
    wanted = TurnsWanted(
        service=given.get("service", ""),
        counter_id=given.get("counter", ""),
        officer_id=given.get("officer", ""),
        state=given.get("state", ""),
        spans=spans_of_hour(asked.days, given.get("weekday", ""), given.get("hour", ""), centre.timezone),
    )
    after = number_in(given.get("after", ""))
    connection = asked.house.read()
    found = listed_turns(connection, *asked.days.names, wanted, after=after, at_most=TURNS_PER_PAGE + 1)
    officers = {member.staff_id: member.display_name for member in all_staff(connection)}
    filters = ("service", "counter", "officer", "state", "weekday", "hour")
    kept = {name: value for name in filters if (value := given.get(name))}

    def page_at(place: int) -> str:
        return f"/reports/turns?{asked.query}&{urlencode({**kept, 'after': place})}"

    return asked.framed(
        "report_turns.html",
        turns=[_listed(turn, officers, asked) for turn in found[:TURNS_PER_PAGE]],
        wanted=wanted,
        services=[(one.code, name_in(asked.language, one)) for one in centre.services],
        counters=[(one.counter_id, name_in(asked.language, one)) for one in centre.counters],
        officers=sorted(officers.items(), key=lambda known: known[1]),
        states=[(state.value, asked.say(words)) for state, words in STATES.items()],
        weekdays=[(str(place), asked.say(name)) for place, name in enumerate(WEEKDAYS)],
        weekday=given.get("weekday", ""),
        hours=[(str(hour), f"{hour}:00") for hour in range(24)],
        hour=given.get("hour", ""),
        before=page_at(max(0, after - TURNS_PER_PAGE)) if after else "",
        following=page_at(after + TURNS_PER_PAGE) if len(found) > TURNS_PER_PAGE else "",
        place=after,
        csv=f"/reports/export/turns.csv?{asked.query}&{urlencode(kept)}"
        if asked.days.count <= LONGEST_LIST_DAYS
        else "",
        longest_list=LONGEST_LIST_DAYS,
    )


def _printed(asked: Asked) -> Response:
    """Everything a report that is signed holds; on paper without the frame."""
    language, house = asked.language, asked.house
    with reading(house, asked.days, language) as found:
        report, rows = found.whole(), [found.by(by) for by in _ON_PAPER]
    return asked.framed(
        "report_print.html",
        # An official header is Vietnamese whatever language the page is read in.
        parent=house.centre().parent,
        organ=house.centre().name,
        summary=headline(report, language),
        tables=[
            summary_table(report, language),
            stages_table(report, language),
            *([promises_table(report, language)] if report.promises else []),
            *(shown_table(told, language) for told in rows),
        ],
        today=asked.today,
    )


def _chart(name: str, asked: Asked) -> Response:
    if name not in CHARTS:
        raise NotFound("chart", "Không có biểu đồ này.")
    return svg_answer(drawn(name, breakdown(asked.house, asked.days, CHARTS[name], asked.language), asked.language))


_ON_PAPER = (By.SERVICE, By.COUNTER, By.OFFICER)
_CHART_OF = {By.DAY: "waits", By.SERVICE: "services"}

# --- parts -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HeatCell:
    value: str
    behind: str
    """How many that is of."""
    step: int
    """0 to 4, the colour."""
    link: str
    """The address of the turns behind it."""


@dataclass(frozen=True, slots=True)
class Heat:
    measure: str
    hours: list[int]
    rows: list[tuple[str, list[HeatCell | None]]]
    """Weekdays on which somebody came, in order."""
    legend: list[tuple[int, str]]


def _heat(told: Breakdown, asked: Asked) -> Heat:
    """Waits, people or coverage by hour and weekday; a darker ground is more of it, and the number stands on it."""
    measure = asked.request.query_params.get("heat", "")
    measure = measure if measure in ("people", "coverage") else "wait"
    by_cell: dict[tuple[int, int], ReportRow] = {}
    for row in told.rows:
        weekday, hour = map(int, row.id.split())
        by_cell[weekday, hour] = row

    def measured(row: ReportRow) -> float | None:
        if measure == "people":
            return row.turns or None
        if measure == "coverage":
            return None if row.coverage is None else row.coverage * 100
        return None if row.waiting.p50_ms is None else row.waiting.p50_ms / MINUTE_MS

    most = max((value for row in by_cell.values() if (value := measured(row)) is not None), default=0.0)
    hours = list(range(min((h for _, h in by_cell), default=0), max((h for _, h in by_cell), default=-1) + 1))

    def step(value: float) -> int:
        return min(HEAT_STEPS - 1, int(value / most * HEAT_STEPS)) if most else 0

    def cell(row: ReportRow | None) -> HeatCell | None:
        value = None if row is None else measured(row)
        if row is None or value is None:
            return None
        n = row.asked if measure == "coverage" else row.waiting.n
        return HeatCell(f"{value:.0f}", f"n = {n}", step(value), _turns_of(By.HOUR, row, asked))

    steps = range(HEAT_STEPS) if most else ()
    weekdays = sorted({weekday for weekday, _ in by_cell})
    return Heat(
        measure=measure,
        hours=hours,
        rows=[(WEEKDAYS[day], [cell(by_cell.get((day, hour))) for hour in hours]) for day in weekdays],
        legend=[(place, f"{most * place / HEAT_STEPS:.0f}–{most * (place + 1) / HEAT_STEPS:.0f}") for place in steps],
    )


def shown(value: Value, kind: Kind, language: str) -> str:
    """A cell of a table as people read it."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if kind is Kind.SHARE:
        return share(value)
    return str(value) if isinstance(value, int) else number(value, language)


def _turns_of(by: By, row: ReportRow, asked: Asked) -> str:
    """The address of the turns behind a row."""
    first, last = asked.days.names
    if by is By.DAY:
        shown_last = min(last_of_stretch(row.id, asked.days.count), last)
        return f"/reports/turns?{urlencode({'from': max(row.id, first), 'to': shown_last})}"
    if by is By.HOUR:
        weekday, hour = row.id.split()
        named = {"from": first, "to": last, "weekday": weekday, "hour": hour}
        return f"/reports/turns?{urlencode(named)}" if row.turns else ""
    return f"/reports/turns?{urlencode({'from': first, 'to': last, by.value: row.id})}"


@dataclass(frozen=True, slots=True)
class _Listed:
    number: str
    day: str
    service: str
    counter: str
    officer: str
    state: str
    issued: str
    called: str
    calls: int
    arrived: str
    ended: str
    wait: str


def _listed(turn: ListedTurn, officers: dict[str, str], asked: Asked) -> _Listed:
    centre = asked.house.centre()
    zone = ZoneInfo(centre.timezone)

    def clock(at: int | None, is_inferred: bool = False) -> str:
        if at is None:
            return "–"
        told = f"{as_datetime(at).astimezone(zone):%H:%M:%S}"
        return f"({told})" if is_inferred else told

    counter = centre.counter(turn.counter_id or "")
    waited = None if turn.called_first_at is None else turn.called_first_at - turn.waiting_since
    return _Listed(
        number=turn.number or asked.say("không lấy số"),
        day=written(turn.day),
        service=turn.service,
        counter=turn.counter_id or "–" if counter is None else name_in(asked.language, counter),
        officer=officers.get(turn.officer_id or "", turn.officer_id or "–"),
        state=asked.say(STATES.get(TurnState(turn.state), turn.state)),
        issued=clock(turn.waiting_since),
        called=clock(turn.called_first_at),
        calls=turn.call_count,
        arrived=clock(turn.arrived_at, bool(turn.arrival_inferred)),
        ended=clock(turn.ended_at, bool(turn.end_inferred)),
        wait=minutes(waited, asked.language),
    )


def _presets(today: date) -> list[tuple[str, str, str]]:
    return [*usual_periods(today), ("Năm nay", today.replace(month=1, day=1).isoformat(), today.isoformat())]


def _centre_name(asked: Asked) -> str:
    centre = asked.house.centre()
    return centre.name_en if asked.language == "en" and centre.name_en else centre.name
