"""What-if: the question as people ask it, turned into changes of a past day, and the answer in figures and words."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from look.language import translator
from server.db.queries.arrivals_of_day import ArrivalsOfDay
from server.domain.centre import ORDINARY, Centre
from server.domain.day_figures import HALF_HOUR_MS, DayFigures, Faith, Waits
from server.domain.instant import MINUTE_MS, Instant, as_datetime, instant
from server.domain.what_if import Changes, MoreDesks, OtherHours
from server.errors import NotFound, Unprocessable
from server.web.page_language import name_in

MOST_ADDED = 9
"""Of one service: more than any centre has chairs for."""

TimeOfDay = Annotated[str, Field(max_length=5)]
"""Local, `HH:MM`; empty: as it was."""
Identifier = Annotated[str, Field(min_length=1, max_length=64)]


class Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ChangedDesk(Body):
    counter_id: Identifier
    is_open: bool = True
    opens_at: TimeOfDay = ""
    closes_at: TimeOfDay = ""


class AddedDesks(Body):
    service: Identifier
    count: Annotated[int, Field(ge=1, le=MOST_ADDED)] = 1
    opens_at: TimeOfDay = ""
    """Empty: when the first desk of that day opened."""
    closes_at: TimeOfDay = ""


class WhatIf(Body):
    """A past day and what is to be different; nothing but the day: how well the replay does what the day did."""

    day: date
    desks: Annotated[tuple[ChangedDesk, ...], Field(max_length=100)] = ()
    added: Annotated[tuple[AddedDesks, ...], Field(max_length=20)] = ()
    rates: dict[Identifier, Annotated[float, Field(ge=0.1, le=100)]] = Field(default={}, max_length=20)
    overtaken_at_most: Annotated[int, Field(ge=1, le=1000)] | None = None
    overtaken_minutes_at_most: Annotated[int, Field(ge=1, le=1000)] | None = None
    first_come_first_served: bool = False
    second_services: bool = True


class WaitFigures(BaseModel):
    called: int
    not_called: int
    """Waited and were never called."""
    p50_ms: int | None
    p90_ms: int | None
    longest_ms: int | None
    within: float | None
    """Of those called, the share that was called within the target of its service."""


class ServiceWaits(WaitFigures):
    service: str
    name: str
    target_ms: int


class HalfHourWaits(WaitFigures):
    at: str
    """When the half hour began in which they began to wait; local, `HH:MM`."""


class DayAnswer(WaitFigures):
    """A day, really or as it was played."""

    idle_ms: int
    """Counters open and free while somebody waited whom they serve, all together."""
    last_at: str | None
    """When the last person left a desk; local, `HH:MM`."""
    services: list[ServiceWaits]
    half_hours: list[HalfHourWaits]


class WhatIfAnswer(BaseModel):
    day: str
    summary: str
    faith: str
    """How well the replay of the unchanged day does what the day did, in a sentence."""
    is_poor: bool
    """It does not do it well: the figures are a hint, no more."""
    off_ms: int
    """Half of the people waited no further from the truth in that replay."""
    compared: int
    """People called in both."""
    clock_was_set: bool
    """The clock was set during the day: its durations are unsure."""
    really: DayAnswer
    unchanged: DayAnswer
    changed: DayAnswer | None
    """None: nothing was to be different."""


def changes_of(asked: WhatIf, arrivals: ArrivalsOfDay) -> Changes:
    """The changes as the domain knows them.

    Raises:
        NotFound: a counter that nobody sat at that day, or a service or rate that the centre did not have.
        Unprocessable: a time that is none, or one before the other.
    """
    past, centre = arrivals.past, arrivals.centre
    there = {desk.counter.counter_id: desk for desk in past.desks}
    at = _Clock(past.day, centre.timezone)
    hours = []
    for desk in asked.desks:
        if desk.counter_id not in there:
            raise NotFound("counter", f"Ngày đó không có ai ngồi ở quầy '{desk.counter_id}'.")
        if desk.is_open and (desk.opens_at or desk.closes_at):
            real = there[desk.counter_id]
            opens_at, closes_at = at.read(desk.opens_at), at.read(desk.closes_at)
            _refuse_backwards(opens_at or real.opens_at, closes_at or real.closes_at)
            hours.append(OtherHours(desk.counter_id, opens_at, closes_at))
    first = min((desk.opens_at for desk in past.desks), default=past.midnight)
    last = max((desk.closes_at for desk in past.desks), default=past.midnight)
    more = []
    for added in asked.added:
        if centre.service(added.service) is None:
            raise NotFound("service", f"Trung tâm không có lĩnh vực '{added.service}'.")
        opens_at, closes_at = at.read(added.opens_at) or first, at.read(added.closes_at) or last
        _refuse_backwards(opens_at, closes_at)
        more.append(MoreDesks(added.service, added.count, opens_at, closes_at))
    for rate in asked.rates:
        if rate not in rates_of(centre):
            raise NotFound("rate", f"Trung tâm không có mức ưu tiên '{rate}'.")
    long = asked.overtaken_minutes_at_most
    return Changes(
        closed=frozenset(desk.counter_id for desk in asked.desks if not desk.is_open),
        hours=tuple(hours),
        more=tuple(more),
        rates=tuple(sorted((name, rate) for name, rate in asked.rates.items() if rate != rates_of(centre)[name])),
        overtaken_at_most=_if_other(asked.overtaken_at_most, past.rules.overtaken_at_most),
        overtaken_for_at_most_ms=_if_other(
            None if long is None else long * MINUTE_MS, past.rules.overtaken_for_at_most_ms
        ),
        first_come_first_served=asked.first_come_first_served,
        second_services=asked.second_services,
    )


def rates_of(centre: Centre) -> dict[str, float]:
    """The centre's rates, and 1 for a group that has none of its own."""
    groups = {ORDINARY, *(group.rate for group in centre.priority_groups)}
    return {**dict.fromkeys(sorted(groups), 1.0), **centre.queue.rates}


def answer_of(
    arrivals: ArrivalsOfDay,
    faith: Faith,
    language: str,
    *,
    really: DayFigures,
    unchanged: DayFigures,
    changed: DayFigures | None,
) -> WhatIfAnswer:
    centre, say = arrivals.centre, translator(language)

    def told(figures: DayFigures) -> DayAnswer:
        return _told(figures, centre, language)

    said = {"off": minutes(faith.off_ms, language), "people": faith.people}
    if not faith.people:
        how_well = say("Không ai được gọi trong cả hai: không thể so sánh lần chạy lại với thực tế.")
    elif faith.is_poor:
        how_well = say(
            "Lần chạy lại không thay đổi lệch nhiều so với thực tế: trung vị {off}, tính trên {people} lượt. "
            "Các số dưới đây chỉ để tham khảo."
        ).format(**said)
    else:
        how_well = say(
            "Lần chạy lại không thay đổi sát với thực tế: thời gian chờ lệch trung vị {off}, tính trên {people} lượt."
        ).format(**said)
    return WhatIfAnswer(
        day=arrivals.past.day,
        summary=_summary(unchanged, changed, language),
        faith=how_well,
        is_poor=faith.is_poor,
        off_ms=faith.off_ms,
        compared=faith.people,
        clock_was_set=arrivals.clock_was_set,
        really=told(really),
        unchanged=told(unchanged),
        changed=None if changed is None else told(changed),
    )


def _summary(unchanged: DayFigures, changed: DayFigures | None, language: str) -> str:
    say = translator(language)
    if changed is None:
        return say("Chưa có thay đổi nào. Chọn quầy hoặc quy tắc khác rồi bấm “Tính lại”.")
    if changed.all.p50_ms is None or unchanged.all.p50_ms is None:
        return say("Không có ai được gọi.")

    def at_most(duration_ms: int | None) -> str:
        return minutes(max(MINUTE_MS, duration_ms or 0), language)  # "no longer than under a minute" says nobody

    more = changed.all.not_called - unchanged.all.not_called
    said = say(
        "Với các thay đổi này, một nửa số người chờ không quá {p50} (không đổi: {p50_before}) "
        "và chín trong mười người chờ không quá {p90} (không đổi: {p90_before})."
    ).format(
        p50=at_most(changed.all.p50_ms),
        p90=at_most(changed.all.p90_ms),
        p50_before=at_most(unchanged.all.p50_ms),
        p90_before=at_most(unchanged.all.p90_ms),
    )
    if more > 0:
        said += " " + say("Thêm {n} người chờ mà không được gọi.").format(n=more)
    return said


def minutes(duration_ms: int | None, language: str) -> str:
    """A duration as it is read: whole minutes, one decimal below ten."""
    say = translator(language)
    if duration_ms is None:
        return "–"
    if duration_ms < MINUTE_MS:
        return say("dưới 1 phút") if duration_ms else say("{n} phút").format(n=0)
    exact = duration_ms / MINUTE_MS
    shown = f"{exact:.0f}" if exact >= 10 else f"{exact:.1f}".removesuffix(".0")
    return say("{n} phút").format(n=shown if language == "en" else shown.replace(".", ","))


def _told(figures: DayFigures, centre: Centre, language: str) -> DayAnswer:
    zone = ZoneInfo(centre.timezone)
    services = []
    for service in centre.services:
        waits = figures.services.get(service.code)
        if waits is not None:
            own = {"service": service.code, "name": name_in(language, service), "target_ms": service.target_wait_ms}
            services.append(ServiceWaits.model_validate({**_figures(waits), **own}))
    half_hours = [
        HalfHourWaits.model_validate({**_figures(waits), "at": f"{as_datetime(at).astimezone(zone):%H:%M}"})
        for at, waits in _without_gaps(figures.half_hours)
    ]
    last = figures.last_at
    return DayAnswer.model_validate(
        {
            **_figures(figures.all),
            "idle_ms": figures.idle_ms,
            "last_at": None if last is None else f"{as_datetime(last).astimezone(zone):%H:%M}",
            "services": services,
            "half_hours": half_hours,
        }
    )


def _without_gaps(half_hours: Mapping[Instant, Waits]) -> list[tuple[Instant, Waits]]:
    """Every half hour from the first to the last: lunch is seen as a gap."""
    if not half_hours:
        return []
    nobody = Waits(0, 0, None, None, None, None)
    first, last = min(half_hours), max(half_hours)
    return [(at, half_hours.get(at, nobody)) for at in range(first, last + 1, HALF_HOUR_MS)]


def _figures(waits: Waits) -> dict[str, object]:
    return {
        "called": waits.called,
        "not_called": waits.not_called,
        "p50_ms": waits.p50_ms,
        "p90_ms": waits.p90_ms,
        "longest_ms": waits.longest_ms,
        "within": waits.within,
    }


def _if_other(value: int | None, usual: int) -> int | None:
    return None if value == usual else value


def _refuse_backwards(opens_at: Instant, closes_at: Instant) -> None:
    if opens_at >= closes_at:
        raise Unprocessable("bad_time", "Giờ mở quầy phải trước giờ đóng quầy.")


class _Clock:
    """Times of day of one date."""

    def __init__(self, day: str, timezone: str) -> None:
        self._on, self._zone = date.fromisoformat(day), ZoneInfo(timezone)

    def read(self, text: str) -> Instant | None:
        """None of nothing.

        Raises:
            Unprocessable: it is no time of day.
        """
        if not text.strip():
            return None
        try:
            found = time.fromisoformat(text.strip().zfill(5))
        except ValueError:
            raise Unprocessable("bad_time", "Giờ chưa đúng. Vui lòng ghi dạng giờ:phút, ví dụ 07:30.") from None
        return instant(datetime.combine(self._on, found, self._zone))
