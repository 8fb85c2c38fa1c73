"""The page "what if": a past day played again with other desks or rules, with its chart, and the same as JSON.

Plays run one after another on a thread of their own kind, and the last ones are kept: the chart of a page is drawn from
the play that the page has just shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, Request, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from look.language import translator
from server.db.queries.arrivals_of_day import ArrivalsOfDay, arrivals_of_day, days_to_replay, version_of_day
from server.domain.centre import ORDINARY
from server.domain.day_figures import DayFigures, Faith, day_figures, faith_of
from server.domain.instant import MINUTE_MS, as_datetime
from server.domain.past_day import DayDesk
from server.domain.what_if import Changes, as_it_was, changed, play
from server.errors import ActionRefused, NotFound
from server.house import House
from server.web.access.staff_session import LoggedInStaff, acting_as
from server.web.page_language import in_language, language_of, name_in
from server.web.plumbing import HouseDep
from server.web.ratings.score_report import percent, written
from server.web.reports.charts import Series, bar_chart, svg_answer
from server.web.reports.what_if_view import (
    MOST_ADDED,
    DayAnswer,
    WaitFigures,
    WhatIf,
    WhatIfAnswer,
    answer_of,
    changes_of,
    minutes,
    rates_of,
)
from server.web.staff_frame import framed, who_may_open

router = APIRouter()

DAYS_OFFERED = 90
"""The newest closed days in the list: older ones are asked for by their date in the address."""
DAYS_KEPT, PLAYS_KEPT = 2, 8

Acting = Annotated[LoggedInStaff, Depends(acting_as())]


@dataclass(frozen=True, slots=True)
class _Day:
    """A past day with what does not change however often it is played."""

    version: tuple[int, int, int]
    arrivals: ArrivalsOfDay
    really: DayFigures
    unchanged: DayFigures
    faith: Faith


class WhatIfDesk:
    """Plays one day at a time, and keeps the last ones. For `app.state.what_if_desk`."""

    def __init__(self) -> None:
        self._limiter = CapacityLimiter(1)
        self._days: dict[str, _Day] = {}
        self._plays: dict[tuple[str, tuple[int, int, int], Changes], DayFigures] = {}

    async def answer(self, house: House, asked: WhatIf, language: str) -> WhatIfAnswer:
        """The answer, when the plays before it are done.

        Raises:
            ActionRefused: no such day, or a change that is none.
        """
        return await to_thread.run_sync(partial(self._answer, house, asked, language), limiter=self._limiter)

    async def arrivals(self, house: House, day: str) -> ArrivalsOfDay:
        """The day itself.

        Raises:
            NotFound: there was none, or it is open.
        """
        return (await to_thread.run_sync(partial(self._day, house, day), limiter=self._limiter)).arrivals

    def _answer(self, house: House, asked: WhatIf, language: str) -> WhatIfAnswer:
        known = self._day(house, asked.day.isoformat())
        changes = changes_of(asked, known.arrivals)
        played = None if changes.is_nothing else self._play(known, changes)
        return answer_of(
            known.arrivals, known.faith, language, really=known.really, unchanged=known.unchanged, changed=played
        )

    def _play(self, known: _Day, changes: Changes) -> DayFigures:
        key = (known.arrivals.past.day, known.version, changes)
        figures = self._plays.get(key)
        if figures is None:
            other = changed(known.arrivals.past, changes)
            figures = self._plays[key] = day_figures(other, other.desks, play(other))
            _forget_oldest(self._plays, PLAYS_KEPT)
        return figures

    def _day(self, house: House, day: str) -> _Day:
        connection = house.read()
        version = version_of_day(connection, day)
        known = self._days.get(day)
        if version is not None and known is not None and known.version == version:
            return known
        arrivals = None if version is None else arrivals_of_day(connection, day)
        if version is None or arrivals is None:
            raise NotFound("day", "Không có ngày làm việc nào đã đóng vào ngày này.")
        past = arrivals.past
        real, again = as_it_was(past), play(past)
        self._days.pop(day, None)
        known = self._days[day] = _Day(
            version,
            arrivals,
            really=day_figures(past, past.desks, real),
            unchanged=day_figures(past, past.desks, again),
            faith=faith_of(past, real, again),
        )
        _forget_oldest(self._days, DAYS_KEPT)
        return known


def _forget_oldest(kept: dict[Any, Any], most: int) -> None:
    while len(kept) > most:
        del kept[next(iter(kept))]


@router.post("/api/v1/reports/what-if", tags=["reports"])
async def post_what_if(request: Request, house: HouseDep, _who: Acting, asked: WhatIf) -> WhatIfAnswer:
    """Play a closed day again; nothing is stored."""
    return await _desk(request).answer(house, asked, language_of(request))


@router.get("/reports/what-if", include_in_schema=False)
async def get_what_if(request: Request, house: HouseDep) -> Response:
    who = await run_in_threadpool(who_may_open, request, house)
    if isinstance(who, Response):
        return who
    language, desk = language_of(request), _desk(request)
    days = await run_in_threadpool(_days, house)
    asked_day = request.query_params.get("day") or (days[0] if days else "")
    arrivals, answer, fault = None, None, ""
    try:
        if asked_day:
            arrivals = await desk.arrivals(house, asked_day)
            answer = await desk.answer(house, asked_of(request.query_params, asked_day), language)
    except ActionRefused as refusal:
        fault = in_language(language, refusal.detail)
    except ValidationError:
        fault = translator(language)("Số hoặc giờ chưa đúng. Vui lòng xem lại các ô đã nhập.")
    return await run_in_threadpool(
        framed,
        "what_if.html",
        request,
        house,
        who,
        422 if fault else 200,
        days=days,
        day=asked_day,
        arrivals=arrivals,
        desks=[] if arrivals is None else _desks(arrivals, language),
        services=[] if arrivals is None else [(one.code, name_in(language, one)) for one in arrivals.centre.services],
        rates=[] if arrivals is None else _rates(arrivals, language),
        given=request.query_params,
        most_added=MOST_ADDED,
        answer=answer,
        figures=[] if answer is None else _rows(answer, language),
        tables=[] if answer is None else _tables(answer, language),
        fault=fault,
        query=request.url.query,
        written=written,
        minutes=partial(minutes, language=language),
        share=_share,
        number=partial(_number, language=language),
    )


@router.get("/reports/what-if/chart.svg", include_in_schema=False)
async def get_what_if_chart(request: Request, house: HouseDep) -> Response:
    who = await run_in_threadpool(who_may_open, request, house)
    if isinstance(who, Response):
        return who
    language = language_of(request)
    try:
        asked = asked_of(request.query_params, request.query_params.get("day") or "")
    except ValidationError:
        raise NotFound("day", "Không có ngày làm việc nào đã đóng vào ngày này.") from None
    answer = await _desk(request).answer(house, asked, language)
    return svg_answer(await run_in_threadpool(_chart, answer, language))


def asked_of(given: Mapping[str, str], day: str) -> WhatIf:
    """The question in an address: `closed-Q1=1`, `opens-Q1=08:00`, `more-A=1`, `rate-priority=2`, `fcfs=1`...

    What is empty is as it was.

    Raises:
        ValidationError: something is no number, or the day none.
    """
    filled = {name: value.strip() for name, value in given.items() if value.strip()}

    def named(before: str) -> dict[str, str]:
        return {name.removeprefix(before): value for name, value in filled.items() if name.startswith(before)}

    closed, opens, closes = named("closed-"), named("opens-"), named("closes-")
    more, more_opens, more_closes = named("more-"), named("more_opens-"), named("more_closes-")
    return WhatIf.model_validate(
        {
            "day": day,
            "desks": [
                {
                    "counter_id": counter,
                    "is_open": counter not in closed,
                    "opens_at": opens.get(counter, ""),
                    "closes_at": closes.get(counter, ""),
                }
                for counter in sorted({*closed, *opens, *closes})
            ],
            "added": [
                {
                    "service": service,
                    "count": count,
                    "opens_at": more_opens.get(service, ""),
                    "closes_at": more_closes.get(service, ""),
                }
                for service, count in more.items()
                if count != "0"
            ],
            "rates": {rate: value.replace(",", ".") for rate, value in named("rate-").items()},
            "overtaken_at_most": filled.get("often"),
            "overtaken_minutes_at_most": filled.get("long"),
            "first_come_first_served": filled.get("fcfs") == "1",
            "second_services": filled.get("second") != "0",
        }
    )


def _desk(request: Request) -> WhatIfDesk:
    desk: WhatIfDesk = request.app.state.what_if_desk
    return desk


def _days(house: House) -> list[str]:
    return days_to_replay(house.read(), at_most=DAYS_OFFERED)


@dataclass(frozen=True, slots=True)
class _DeskRow:
    counter_id: str
    name: str
    services: str
    opens_at: str
    """Really, local, `HH:MM`."""
    closes_at: str


def _desks(arrivals: ArrivalsOfDay, language: str) -> list[_DeskRow]:
    zone = ZoneInfo(arrivals.centre.timezone)

    def local(at: int) -> str:
        found: datetime = as_datetime(at).astimezone(zone)
        return f"{found:%H:%M}"

    def row(desk: DayDesk) -> _DeskRow:
        counter = desk.counter
        second = f" ({', '.join(counter.second_services)})" if counter.second_services else ""
        return _DeskRow(
            counter.counter_id,
            name_in(language, counter),
            ", ".join(counter.services) + second,
            local(desk.opens_at),
            local(desk.closes_at),
        )

    return [row(desk) for desk in sorted(arrivals.past.desks, key=lambda desk: desk.counter.number)]


def _rates(arrivals: ArrivalsOfDay, language: str) -> list[tuple[str, str, float]]:
    """(id, who waits at it, rate) of the centre's rates."""
    say = translator(language)
    rates = rates_of(arrivals.centre)
    names: dict[str, list[str]] = {}
    for group in arrivals.centre.priority_groups:
        names.setdefault(group.rate, []).append(name_in(language, group))

    def who(rate: str) -> str:
        if rate == ORDINARY:
            return say("Thông thường")
        return say("Ưu tiên") if len(rates) == 2 else ", ".join(names.get(rate, [rate]))

    return [(rate, who(rate), value) for rate, value in rates.items()]


@dataclass(frozen=True, slots=True)
class _Row:
    """One figure of the three days beside each other."""

    name: str
    explained: str
    really: str
    unchanged: str
    changed: str


def _rows(answer: WhatIfAnswer, language: str) -> list[_Row]:
    say = translator(language)

    def row(name: str, explained: str, figure: Callable[[DayAnswer], str]) -> _Row:
        days = (answer.really, answer.unchanged, answer.changed)
        return _Row(name, explained, *("–" if day is None else figure(day) for day in days))

    def told(ms: int | None) -> str:
        return minutes(ms, language)

    return [
        row(say("Chờ trung vị"), say("một nửa số người chờ không quá mức này"), lambda day: told(day.p50_ms)),
        row(say("Chờ p90"), say("chín trong mười người chờ không quá mức này"), lambda day: told(day.p90_ms)),
        row(say("Chờ lâu nhất"), "", lambda day: told(day.longest_ms)),
        row(
            say("Được gọi trong thời gian cam kết"),
            say("phần số người được gọi, theo cam kết của từng lĩnh vực"),
            lambda day: _share(day.within),
        ),
        row(say("Số lượt được gọi (n)"), "", lambda day: str(day.called)),
        row(say("Chờ mà không được gọi"), "", lambda day: str(day.not_called)),
        row(
            say("Quầy rảnh khi có người chờ"),
            say("cộng mọi quầy mở, không có ai, có người chờ đúng lĩnh vực"),
            lambda day: told(day.idle_ms),
        ),
        row(say("Người cuối cùng xong lúc"), "", lambda day: day.last_at or "–"),
    ]


@dataclass(frozen=True, slots=True)
class _Compared:
    """The waits of some people: of the replay that is shown, and of the one without a change."""

    name: str
    now: WaitFigures
    before: WaitFigures | None


def _tables(answer: WhatIfAnswer, language: str) -> list[tuple[str, str, list[_Compared]]]:
    """(title, what its rows are, rows) of the tables by service and by half hour."""
    say, before = translator(language), answer.unchanged
    shown = answer.changed or before
    services = {one.service: one for one in before.services}
    halves = {one.at: one for one in before.half_hours}
    by_service = [_Compared(f"{one.service} · {one.name}", one, services.get(one.service)) for one in shown.services]
    by_half = [_Compared(one.at, one, halves.get(one.at)) for one in shown.half_hours if one.called or one.not_called]
    return [
        (say("Theo lĩnh vực"), say("Lĩnh vực"), by_service),
        (say("Theo nửa giờ"), say("Bắt đầu chờ lúc"), by_half),
    ]


def _share(share: float | None) -> str:
    return "–" if share is None else percent(share)


def _number(value: float, language: str) -> str:
    shown = f"{value:g}"
    return shown if language == "en" else shown.replace(".", ",")


def _chart(answer: WhatIfAnswer, language: str) -> bytes:
    """Median waits by half hour: the replay without a change beside the one with it."""
    say = translator(language)
    days = [(say("Không thay đổi"), answer.unchanged), (say("Có thay đổi"), answer.changed)]
    by_day = [(name, {half.at: half.p50_ms for half in day.half_hours}) for name, day in days if day is not None]
    labels = sorted({at for _, halves in by_day for at in halves})
    return bar_chart(
        labels,
        [
            Series(name, [None if (wait := halves.get(at)) is None else round(wait / MINUTE_MS, 1) for at in labels])
            for name, halves in by_day
        ],
        y_title=say("Chờ trung vị (phút)"),
        x_title=say("Bắt đầu chờ lúc"),
    )
