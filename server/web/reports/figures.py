"""The figures of a period as pages, files and programs get them: of the whole centre, and told apart.

Ratings are given for the centre, an officer or a counter, and are unions of whole published blocks of ten, exactly as
on the page of scores; by day, service or hour there is coverage and no level. Definitions: docs/reports.md.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from pydantic import BaseModel

from look.language import translator
from server.db.queries.floor import lines
from server.db.queries.people import all_staff
from server.db.queries.ratings import all_schemes
from server.db.queries.report_ratings import last_asked
from server.db.queries.set_up import rules_in_force
from server.db.queries.settled_ratings import Atom, atoms, kept_since, published
from server.domain.idle_counters import CounterTime
from server.domain.instant import Instant
from server.domain.press_flags import Series
from server.domain.report_figures import (
    Counted,
    Spread,
    Step,
    TurnFigures,
    figures_of,
    last_of_stretch,
    spread,
    step_of,
    stretch_of,
)
from server.domain.scores import added_up, score
from server.domain.special_days import RuleInForce, kept_promise
from server.domain.turns import TurnOrigin, TurnState
from server.house import House
from server.mqtt.snapshots import Moment, moment
from server.web.page_language import name_in
from server.web.reports.closed_days import HOUR_MS, DaysFigures, asked_of, parts_of, start_of_hours, times_of
from server.web.reports.trips import Trips, trips_of_days


class By(StrEnum):
    """By what a period is told apart."""

    DAY = "day"
    """Or the week, or the month, of a longer period."""
    SERVICE = "service"
    COUNTER = "counter"
    OFFICER = "officer"
    HOUR = "hour"
    """Hour of the weekday."""


NAMES_SOMEBODY = frozenset({By.COUNTER, By.OFFICER})
"""A look at these is put on record: who sits at a counter is known."""


class SpreadTold(BaseModel):
    n: int
    p50_ms: int | None
    p90_ms: int | None
    longest_ms: int | None


class RatingTold(BaseModel):
    """Of the whole blocks of ten that lie inside the period; no percentage without one."""

    n: int
    satisfied: int
    share: float | None
    low: float | None
    high: float | None
    """The 95 % Wilson interval of `share`."""
    mean: float | None
    """0 to 100."""


class FiguresTold(BaseModel):
    turns: int
    served: int
    no_shows: int
    no_show_rate: float | None
    """no_shows / (no_shows + served)."""
    waiting: SpreadTold
    """Of the turns that were called: from when they began to wait to the first call."""
    within: int
    """Of `within_of`, called within the target of their service."""
    within_of: int
    """Of `waiting.n`, those whose service has a target: it is in the set-up in force."""
    service_level: float | None
    walk: SpreadTold
    service: SpreadTold
    asked: int
    """Turns that opened a rating window."""
    rated: int
    """Of them, with a settled rating of the desk; of whatever level."""
    coverage: float | None


class ReportRow(FiguresTold):
    id: str
    """Of the service, counter or officer; the first day of what is shown together; `weekday hour`."""
    name: str
    open_ms: int | None = None
    """Of a counter, or of all of them on a day."""
    idle_ms: int | None = None
    rating: RatingTold | None = None
    """Of an officer or a counter; None: not told by this."""


class StageTold(BaseModel):
    """Turns by how they came to be."""

    stage: str
    name: str
    served: int
    no_shows: int
    no_show_rate: float | None


class PromiseTold(BaseModel):
    """What the centre promises on a weekday, and how often it was kept."""

    name: str
    days: int
    promised: int
    """Turns finished on those days."""
    kept: int
    share: float | None


class PeriodReport(BaseModel):
    """Service days `first_day` to `last_day`, ISO dates, both included."""

    first_day: str
    last_day: str
    days: int
    """Service days on which somebody came."""
    numbers: int
    """Numbers given."""
    figures: FiguresTold
    in_centre: SpreadTold
    stages: list[StageTold]
    open_ms: int
    idle_ms: int
    idle_share: float | None
    """idle / open."""
    trips: Trips
    promises: list[PromiseTold]
    rating: RatingTold
    away: RatingTold
    rated_otherwise_until: str | None
    """The last service day of the period under another scheme, whose ratings are not among these; None: none."""
    kept_since: str | None
    """Ratings of the period before this day are forgotten, and in no figure, coverage included; None: none are."""
    names_somebody: bool
    """The published ratings are all of one officer, or of one counter: a look at them is put on record."""


class TodayReport(BaseModel):
    day: str
    is_open: bool
    waiting: int
    """People in the queues now; those who said to come later are left out."""
    longest_wait_ms: int | None
    report: PeriodReport


class Breakdown(BaseModel):
    first_day: str
    last_day: str
    by: By
    rows: list[ReportRow]
    rated_otherwise_until: str | None
    kept_since: str | None
    """As of a period."""

    @property
    def step(self) -> Step:
        """Of its rows, told by time."""
        return step_of((date.fromisoformat(self.last_day) - date.fromisoformat(self.first_day)).days + 1)


@dataclass(frozen=True, slots=True)
class Days:
    first: date
    last: date

    @property
    def names(self) -> tuple[str, str]:
        return self.first.isoformat(), self.last.isoformat()

    @property
    def count(self) -> int:
        return (self.last - self.first).days + 1


@contextmanager
def reading(house: House, days: Days, language: str) -> Iterator["Reading"]:
    """Everything of a period while nothing changes; what several tables need is read once."""
    with moment(house.read(), house.now()) as at:
        yield Reading(house, at, days, language)


def today_report(house: House, today: date, language: str) -> TodayReport:
    with reading(house, Days(today, today), language) as found:
        return found.today()


def period_report(house: House, days: Days, language: str) -> PeriodReport:
    with reading(house, days, language) as found:
        return found.whole()


def breakdown(house: House, days: Days, by: By, language: str) -> Breakdown:
    with reading(house, days, language) as found:
        return found.by(by)


class Reading:
    """What is read of a period, each once, while nothing changes."""

    def __init__(self, house: House, at: Moment, days: Days, language: str) -> None:
        self._house = house
        self._at = at
        self.days = days
        self._language = language
        self._say = translator(language)

    def of(self, days: Days) -> "Reading":
        """Other days at the same moment: blocks and rules are those of all days, and are read once."""
        other = Reading(self._house, self._at, days, self._language)
        other._atoms, other._away, other._rules = self._atoms, self._away, self._rules
        return other

    def today(self) -> TodayReport:
        """Of a reading of one day: who waits now, and what the day came to so far."""
        day = self.days.first.isoformat()
        waiting = lines(self._at.connection, day)
        since = [line.since[0] for line in waiting.values() if line.since]
        return TodayReport(
            day=day,
            is_open=self._at.open_day == day,
            waiting=sum(line.waiting for line in waiting.values()),
            longest_wait_ms=self._at.now - min(since) if since else None,
            report=self.whole(),
        )

    def whole(self) -> PeriodReport:
        """The centre, all together."""
        months = self._by_month
        found = figures_of([one.whole for one in months])
        asked, rated = _sum_of(asked_of(one.asked for one in months).values())
        open_ms, idle_ms = _together(times_of(months).values())
        first, last = self.days.names
        return PeriodReport(
            first_day=first,
            last_day=last,
            days=sum(one.days for one in months),
            numbers=sum(one.numbers for one in months),
            figures=_told(found, asked, rated),
            in_centre=_spread(spread(one.in_centre_ms for one in months)),
            stages=self._stages(),
            open_ms=open_ms,
            idle_ms=idle_ms,
            idle_share=idle_ms / open_ms if open_ms else None,
            trips=trips_of_days(self._at.connection, first, last, [one.alone for one in months]),
            promises=self._promises(),
            rating=self._rating(self._atoms),
            away=self._rating(self._away),
            rated_otherwise_until=self._rated_otherwise_until,
            kept_since=self._kept_since,
            names_somebody=any(map(self._are_of_one, (self._atoms, self._away))),
        )

    def by(self, by: By) -> Breakdown:
        first, last = self.days.names
        rows = {
            By.DAY: self._by_day,
            By.SERVICE: self._by_service,
            By.COUNTER: self._by_counter,
            By.OFFICER: self._by_officer,
            By.HOUR: self._by_hour,
        }[by]()
        return Breakdown(
            first_day=first,
            last_day=last,
            by=by,
            rows=rows,
            rated_otherwise_until=self._rated_otherwise_until,
            kept_since=self._kept_since,
        )

    # --- told apart ----------------------------------------------------------------------------------------------

    def _by_day(self) -> list[ReportRow]:
        stretches: dict[str, list[DaysFigures]] = {}
        for one in self._each_day:
            if one.days or one.times:  # a desk was open, and nobody came: its time is in the whole, and so here
                stretches.setdefault(stretch_of(one.first_day, self.days.count), []).append(one)
        return [
            self._row(
                key,
                _stretch_name(key, self.days.count),
                [one.whole for one in found],
                _sum_of(counts for one in found for counts in one.asked.values()),
                [its for one in found for its in one.times.values()],
            )
            for key, found in stretches.items()
        ]

    def _by_service(self) -> list[ReportRow]:
        found = parts_of(self._by_month, lambda one: one.services)
        asked = asked_of(one.asked_services for one in self._by_month)
        names = {service.code: name_in(self._language, service) for service in self._at.centre.services}
        order = {code: place for place, code in enumerate(names)}
        return [
            self._row(code, f"{code} · {names[code]}" if code in names else code, found[code], asked.get(code, (0, 0)))
            for code in sorted(found, key=lambda code: (order.get(code, len(order)), code))
        ]

    def _by_counter(self) -> list[ReportRow]:
        found = _known(parts_of(self._by_month, lambda one: one.counters))
        asked = asked_of(one.asked for one in self._by_month)
        times = times_of(self._by_month)
        centre = self._at.centre
        names = {counter.counter_id: name_in(self._language, counter) for counter in centre.counters}
        order = {counter.counter_id: counter.number for counter in centre.counters}
        return [
            self._row(
                key,
                names.get(key, key),
                found.get(key, []),
                _sum_of(counts for (_, counter), counts in asked.items() if counter == key),
                [times[key]] if key in times else [],
                rating=self._rating(self._atoms, counter_id=key),
            )
            for key in sorted({*found, *times}, key=lambda key: (order.get(key, 1000), key))
        ]

    def _by_officer(self) -> list[ReportRow]:
        """In the order of names: there is no ranking."""
        found = _known(parts_of(self._by_month, lambda one: one.officers))
        asked = asked_of(one.asked for one in self._by_month)
        names = {member.staff_id: member.display_name for member in all_staff(self._at.connection)}
        return [
            self._row(
                key,
                names.get(key, key),
                found[key],
                _sum_of(counts for (officer, _), counts in asked.items() if officer == key),
                rating=self._rating(self._atoms, officer_id=key),
            )
            for key in sorted(found, key=lambda key: (names.get(key, key), key))
        ]

    def _by_hour(self) -> list[ReportRow]:
        """By weekday and the hour in which people began to wait; coverage by the one in which they had been served."""
        found = parts_of(self._by_month, lambda one: one.hours)
        asked = asked_of(one.asked_hours for one in self._by_month)
        return [
            self._row(
                f"{key[0]} {key[1]}",
                hour_name(*key, self._language),
                found.get(key, []),
                asked.get(key, (0, 0)),
            )
            for key in sorted({*found, *asked})
        ]

    # --- what is read --------------------------------------------------------------------------------------------

    @cached_property
    def _each_day(self) -> list[DaysFigures]:
        at = self._at
        return self._house.closed_days.of(at.connection, at.centre, *self.days.names, at.now)

    @cached_property
    def _by_month(self) -> list[DaysFigures]:
        return self._house.closed_days.by_month(self._each_day, *self.days.names)

    @cached_property
    def _rules(self) -> list[RuleInForce]:
        return rules_in_force(self._at.connection)

    @cached_property
    def _kept_since(self) -> str | None:
        since = kept_since(self._at.connection)
        return since if since > self.days.names[0] else None

    @cached_property
    def _rated_otherwise_until(self) -> str | None:
        in_force = self._at.centre.scheme.scheme_id
        last_days = (
            last_asked(self._at.connection, scheme.scheme_id, *self.days.names)
            for scheme in all_schemes(self._at.connection)
            if scheme.scheme_id != in_force
        )
        return max((day for day in last_days if day is not None), default=None)

    @cached_property
    def _atoms(self) -> list[Atom]:
        """Of the desk, under the scheme in force."""
        return atoms(self._at.connection, self._at.centre.scheme.scheme_id)

    @cached_property
    def _away(self) -> list[Atom]:
        return atoms(self._at.connection, self._at.centre.scheme.scheme_id, Series.AWAY.value)

    def _rating(
        self, found: Iterable[Atom], *, officer_id: str | None = None, counter_id: str | None = None
    ) -> RatingTold:
        scheme = self._at.centre.scheme
        whole = published(found, *self.days.names, officer_id=officer_id, counter_id=counter_id)
        levels = [level.value for level in scheme.levels]
        told = score(added_up(atom.levels for atom in whole), levels, scheme.satisfied_values)
        if told is None:
            return RatingTold(n=0, satisfied=0, share=None, low=None, high=None, mean=None)
        return RatingTold(
            n=told.n, satisfied=told.satisfied, share=told.share, low=told.low, high=told.high, mean=told.mean
        )

    def _are_of_one(self, found: Iterable[Atom]) -> bool:
        whole = published(found, *self.days.names)
        return bool(whole) and 1 in (len({atom.officer_id for atom in whole}), len({atom.counter_id for atom in whole}))

    def _stages(self) -> list[StageTold]:
        ends = sum((one.ends for one in self._by_month), Counter[tuple[str, str]]())
        told = []
        for stage, name in STAGES.items():
            served, no_shows = ends[stage, TurnState.FINISHED], ends[stage, TurnState.NO_SHOW]
            if any(origin == stage for origin, _ in ends):
                told.append(
                    StageTold(
                        stage=stage.value,
                        name=self._say(name),
                        served=served,
                        no_shows=no_shows,
                        no_show_rate=no_shows / (no_shows + served) if no_shows + served else None,
                    )
                )
        return told

    def _promises(self) -> list[PromiseTold]:
        if not self._at.centre.special_days:
            return []
        days = [day for one in self._each_day for day in one.finished]
        told = []
        for promise in self._at.centre.special_days:
            kept = kept_promise(promise, days, self._rules)
            if kept.days:
                name = name_in(self._language, promise)
                told.append(
                    PromiseTold(name=name, days=kept.days, promised=kept.promised, kept=kept.kept, share=kept.share)
                )
        return told

    def _row(
        self,
        key: str,
        name: str,
        found: Sequence[Counted],
        asked: tuple[int, int],
        times: Sequence[CounterTime] | None = None,
        rating: RatingTold | None = None,
    ) -> ReportRow:
        told = _told(figures_of(found), *asked)
        open_ms, idle_ms = (None, None) if times is None else _together(times)
        return ReportRow(
            **{name: getattr(told, name) for name in FiguresTold.model_fields},
            id=key,
            name=name,
            open_ms=open_ms,
            idle_ms=idle_ms,
            rating=rating,
        )


_WEEKDAY_NUMBERS, _HOURS = frozenset(map(str, range(7))), frozenset(map(str, range(24)))
_EVER = 1 << 62
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
STAGES = {
    TurnOrigin.ISSUED: "Số mới lấy",
    TurnOrigin.TRANSFERRED: "Được chuyển quầy",
    TurnOrigin.SECOND_SERVICE: "Lĩnh vực thứ hai",
}


def _told(found: TurnFigures, asked: int, rated: int) -> FiguresTold:
    return FiguresTold(
        turns=found.turns,
        served=found.served,
        no_shows=found.no_shows,
        no_show_rate=found.no_show_rate,
        waiting=_spread(found.waiting),
        within=found.within,
        within_of=found.within_of,
        service_level=found.service_level,
        walk=_spread(found.walk),
        service=_spread(found.service),
        asked=asked,
        rated=rated,
        coverage=rated / asked if asked else None,
    )


def _spread(found: Spread) -> SpreadTold:
    return SpreadTold(n=found.n, p50_ms=found.p50_ms, p90_ms=found.p90_ms, longest_ms=found.longest_ms)


def _known(found: Mapping[str | None, list[Counted]]) -> dict[str, list[Counted]]:
    """Without those that nobody called: they are of no counter and no officer."""
    return {key: parts for key, parts in found.items() if key is not None}


def _together(times: Iterable[CounterTime]) -> tuple[int, int]:
    known = list(times)
    return sum(time.open_ms for time in known), sum(time.idle_ms for time in known)


def _sum_of(asked: Iterable[tuple[int, int]]) -> tuple[int, int]:
    known = list(asked)
    return sum(windows for windows, _ in known), sum(rated for _, rated in known)


def spans_of_hour(days: Days, weekday: str, hour: str, timezone: str) -> dict[str, tuple[Instant, Instant]] | None:
    """By service day, what a breakdown counts to an hour (0 to 23) of a weekday (0 to 6); of either alone, all of it.

    None: neither is one.
    """
    on = int(weekday) if weekday in _WEEKDAY_NUMBERS else None
    at = int(hour) if hour in _HOURS else None
    if on is None and at is None:
        return None
    found = {}
    for place in range(days.count):
        day = days.first + timedelta(days=place)
        if on in (None, day.weekday()):
            start = start_of_hours(day, timezone)
            since = 0 if at in (None, 0) else start + (at or 0) * HOUR_MS
            until = _EVER if at is None or at == 23 else start + (at + 1) * HOUR_MS
            found[day.isoformat()] = since, until
    return found


def hour_name(weekday: int, hour: int, language: str) -> str:
    return f"{translator(language)(WEEKDAYS[weekday])}, {hour:02d}:00"


def _stretch_name(first: str, days: int) -> str:
    on, last = date.fromisoformat(first), date.fromisoformat(last_of_stretch(first, days))
    if on == last:
        return f"{on:%d/%m/%Y}"
    return f"{on:%d/%m}–{last:%d/%m/%Y}"
