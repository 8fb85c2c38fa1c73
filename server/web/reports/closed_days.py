"""The figures of each service day, and those of closed days kept in memory: they hardly ever change again.

Nothing is rounded away by keeping: of each day stand the values themselves, in order, so that the p50 and p90 of any
period are those of its raw rows. Which days the journal has touched since is asked at each look, before anything kept
is used; a day that was touched is counted anew. docs/reports.md says what that saves.
"""

import sqlite3
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import TypeVar
from zoneinfo import ZoneInfo

from server.db.queries.closed_days import Position, position, rules_of_days, service_days, touched_days
from server.db.queries.ratings import all_schemes
from server.db.queries.report_idle import counter_times_by_day
from server.db.queries.report_ratings import asked_by_hour, asked_by_service, asked_together
from server.db.queries.report_turns import times_in_centre, turn_columns
from server.db.queries.set_up import finished_by_day
from server.db.queries.settled_ratings import asked_turns
from server.db.queries.supplements import visits_alone
from server.domain.centre import Centre
from server.domain.idle_counters import CounterTime
from server.domain.instant import MINUTE_MS, Instant, instant
from server.domain.report_figures import Counted, counted_by, merged, put_together
from server.domain.special_days import DayOfTurns
from server.domain.turns import TurnOrigin

Key = TypeVar("Key", bound=Hashable)
Asked = tuple[int, int]
"""Turns that were asked for a rating, and those of them that were rated at the desk."""

HOUR_MS = 60 * MINUTE_MS
MOST_DAYS = 800
"""Three years of service days: 60 kB each in a large centre."""


@dataclass(frozen=True, slots=True)
class DaysFigures:
    """What is counted of one service day, or of several together."""

    first_day: str
    days: int
    """On which somebody came."""
    numbers: int
    whole: Counted
    services: Mapping[str, Counted]
    counters: Mapping[str | None, Counted]
    """None: of turns that nobody called."""
    officers: Mapping[str | None, Counted]
    hours: Mapping[tuple[int, int], Counted]
    """By weekday and the hour in which people began to wait."""
    ends: Counter[tuple[str, str]]
    """By origin and state."""
    in_centre_ms: Sequence[int]
    """Ascending."""
    times: Mapping[str, CounterTime]
    """Of each counter that was open."""
    asked: Mapping[tuple[str, str], Asked]
    """By officer and counter."""
    asked_services: Mapping[str, Asked]
    asked_hours: Mapping[tuple[int, int], Asked]
    """By weekday and the hour in which turns ended."""
    alone: Mapping[str, int]
    """By service, visits that were whole cases."""
    finished: Sequence[DayOfTurns]


class ClosedDays:
    """Shared by all who ask; each of them sees the database at its own moment."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._days: dict[str, DaysFigures] = {}
        self._months: dict[str, tuple[list[DaysFigures], DaysFigures]] = {}
        self._rules: tuple[int, str] | None = None
        self._seen = Position(0, 0)
        self._touched: dict[str, Position] = {}
        self._all_touched = Position(0, 0)

    def of(
        self, connection: sqlite3.Connection, centre: Centre, first_day: str, last_day: str, now: Instant
    ) -> list[DaysFigures]:
        """Each service day of a period, ISO dates, both included; inside one read transaction."""
        here, rules = position(connection), rules_of_days(connection)
        known = service_days(connection, first_day, last_day)
        with self._lock:
            self._catch_up(connection, here, rules)
            kept = {day: self._days[day] for day, is_over in known.items() if is_over and day in self._days}
        for stretch in _stretches([day for day in known if day not in kept], known):
            for figures in read_days(connection, centre, stretch, now):
                kept[figures.first_day] = figures
                if known[figures.first_day]:
                    self._keep(figures, here, rules)
        return [kept[day] for day in known]

    def by_month(self, days: Sequence[DaysFigures], first_day: str, last_day: str) -> list[DaysFigures]:
        """The same, whole months of kept days put together."""
        found = []
        for month, group in groupby(days, key=lambda one: one.first_day[:7]):
            of_month = list(group)
            if len(of_month) > 1 and _is_whole(month, first_day, last_day) and self._are_kept(of_month):
                found.append(self._month(month, of_month))
            else:
                found.extend(of_month)
        return found

    def count_more(self, connection: sqlite3.Connection, centre: Centre, now: Instant, *, at_most: int) -> bool:
        """Keep some closed days that are not kept yet, the newest first; whether there were any."""
        here, rules = position(connection), rules_of_days(connection)
        over = [day for day, is_over in service_days(connection, "", "9999").items() if is_over][-MOST_DAYS:]
        with self._lock:
            self._catch_up(connection, here, rules)
            missing = [day for day in over if day not in self._days][-at_most:]
        for stretch in _stretches(missing, dict.fromkeys(over, True)):
            for figures in read_days(connection, centre, stretch, now):
                self._keep(figures, here, rules)
        return bool(missing)

    def _catch_up(self, connection: sqlite3.Connection, here: Position, rules: tuple[int, str]) -> None:
        if rules != self._rules:
            self._forget_all(here)
            self._rules, self._seen = rules, here
        if here.is_past(self._seen) and here != self._seen:
            touched = touched_days(connection, self._seen, here)
            if touched is None or len(self._touched) > MOST_DAYS:
                self._forget_all(here)
            for day in touched or ():
                self._days.pop(day, None)
                self._touched[day] = here
            self._seen = here

    def _forget_all(self, here: Position) -> None:
        self._days.clear()
        self._months.clear()
        self._touched.clear()
        self._all_touched = here

    def _keep(self, figures: DaysFigures, seen: Position, rules: tuple[int, str]) -> None:
        """Unless it was counted before something that touched it."""
        with self._lock:
            touched = self._touched.get(figures.first_day, self._all_touched)
            if rules == self._rules and seen.is_past(touched) and seen.is_past(self._all_touched):
                self._days[figures.first_day] = figures
                while len(self._days) > MOST_DAYS:
                    del self._days[min(self._days)]

    def _are_kept(self, days: Iterable[DaysFigures]) -> bool:
        with self._lock:
            return all(self._days.get(one.first_day) is one for one in days)

    def _month(self, month: str, days: list[DaysFigures]) -> DaysFigures:
        with self._lock:
            known = self._months.get(month)
        if known is not None and len(known[0]) == len(days) and all(map(_is_same, known[0], days)):
            return known[1]
        together = all_together(days)
        with self._lock:
            self._months[month] = days, together
            while len(self._months) > MOST_DAYS // 20:
                del self._months[min(self._months)]
        return together


def _is_same(one: DaysFigures, other: DaysFigures) -> bool:
    return one is other


def _is_whole(month: str, first_day: str, last_day: str) -> bool:
    first = date.fromisoformat(f"{month}-01")
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first_day <= first.isoformat() and last.isoformat() <= last_day


def _stretches(wanted: Sequence[str], known: Mapping[str, bool]) -> list[list[str]]:
    """Wanted days that follow each other among the service days, together: they are read at once."""
    place = {day: number for number, day in enumerate(known)}
    found: list[list[str]] = []
    for day in wanted:
        if found and place[found[-1][-1]] + 1 == place[day]:
            found[-1].append(day)
        else:
            found.append([day])
    return found


def read_days(connection: sqlite3.Connection, centre: Centre, days: Sequence[str], now: Instant) -> list[DaysFigures]:
    """Count service days, all between the first and the last of them, from the raw rows."""
    alone: dict[str, dict[str, int]] = defaultdict(dict)
    for service, day, count in visits_alone(connection, days[0], days[-1]):
        alone[day][service] = count
    finished: dict[str, list[DayOfTurns]] = defaultdict(list)
    for one in finished_by_day(connection, since=date.fromisoformat(days[0]), until=date.fromisoformat(days[-1])):
        finished[one.day.isoformat()].append(one)
    asked = _read_asked(connection, centre, days)
    return [_read_day(connection, centre, day, now, alone[day], finished[day], asked[day]) for day in days]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Of one day."""

    officers: dict[tuple[str, str], Asked] = field(default_factory=dict)
    services: dict[str, Asked] = field(default_factory=dict)
    hours: dict[int, Asked] = field(default_factory=dict)


def _read_asked(connection: sqlite3.Connection, centre: Centre, days: Sequence[str]) -> Mapping[str, _Asked]:
    """By day, under every scheme: coverage asks whether, not what."""
    found: dict[str, _Asked] = defaultdict(_Asked)
    for scheme in all_schemes(connection):
        scheme_id, first, last = scheme.scheme_id, days[0], days[-1]
        for one in asked_turns(connection, scheme_id, first, last):
            _add(found[one.day].officers, (one.officer_id, one.counter_id), (one.windows, one.rated))
        for (day, service), counts in asked_by_service(connection, scheme_id, first, last).items():
            _add(found[day].services, service, counts)
        for (day, hour), counts in asked_by_hour(connection, scheme_id, first, last, centre.timezone).items():
            _add(found[day].hours, hour, counts)
    return found


def _read_day(
    connection: sqlite3.Connection,
    centre: Centre,
    day: str,
    now: Instant,
    alone: Mapping[str, int],
    finished: Sequence[DayOfTurns],
    asked: _Asked,
) -> DaysFigures:
    columns = turn_columns(connection, day, day, now, centre.timezone, stamped=True)
    within = columns.within({service.code: service.target_wait_ms for service in centre.services})
    start, weekday = start_of_hours(date.fromisoformat(day), centre.timezone), date.fromisoformat(day).weekday()
    hours = [(weekday, min(23, max(0, (since - start) // HOUR_MS))) for since in columns.since]
    return DaysFigures(
        first_day=day,
        days=int(bool(columns.turn_ids)),
        numbers=Counter(columns.origins)[TurnOrigin.ISSUED.value],
        whole=counted_by(columns, ["all"] * len(columns.days), within).get("all", Counted()),
        services=counted_by(columns, columns.services, within),
        counters=counted_by(columns, columns.counters, within),
        officers=counted_by(columns, columns.officers, within),
        hours=counted_by(columns, hours, within),
        ends=Counter(zip(columns.origins, columns.states, strict=True)),
        in_centre_ms=merged([times_in_centre(connection, day, day)]),
        times=counter_times_by_day(connection, centre, day, day, now, columns).get(day, {}),
        asked=asked.officers,
        asked_services=asked.services,
        asked_hours={(weekday, hour): counts for hour, counts in asked.hours.items()},
        alone=alone,
        finished=finished,
    )


def _add(found: dict[Key, Asked], key: Key, counts: Asked) -> None:
    before = found.get(key, (0, 0))
    found[key] = before[0] + counts[0], before[1] + counts[1]


def all_together(days: Sequence[DaysFigures]) -> DaysFigures:
    """Of some days, the first one's date first."""
    return DaysFigures(
        first_day=days[0].first_day,
        days=sum(one.days for one in days),
        numbers=sum(one.numbers for one in days),
        whole=put_together([one.whole for one in days]),
        services=_merged(days, lambda one: one.services),
        counters=_merged(days, lambda one: one.counters),
        officers=_merged(days, lambda one: one.officers),
        hours=_merged(days, lambda one: one.hours),
        ends=sum((one.ends for one in days), Counter()),
        in_centre_ms=merged(one.in_centre_ms for one in days),
        times=times_of(days),
        asked=asked_of(one.asked for one in days),
        asked_services=asked_of(one.asked_services for one in days),
        asked_hours=asked_of(one.asked_hours for one in days),
        alone=sum((Counter(one.alone) for one in days), Counter()),
        finished=[finished for one in days for finished in one.finished],
    )


def parts_of(
    days: Iterable[DaysFigures], which: Callable[[DaysFigures], Mapping[Key, Counted]]
) -> dict[Key, list[Counted]]:
    """By key, the parts of all the days."""
    found: dict[Key, list[Counted]] = defaultdict(list)
    for one in days:
        for key, part in which(one).items():
            found[key].append(part)
    return found


def asked_of(mappings: Iterable[Mapping[Key, Asked]]) -> dict[Key, Asked]:
    return asked_together(counted for mapping in mappings for counted in mapping.items())


def times_of(days: Iterable[DaysFigures]) -> dict[str, CounterTime]:
    found: dict[str, CounterTime] = {}
    for one in days:
        for counter, its in one.times.items():
            before = found.get(counter, CounterTime(0, 0))
            found[counter] = CounterTime(before.open_ms + its.open_ms, before.idle_ms + its.idle_ms)
    return found


def _merged(days: Sequence[DaysFigures], which: Callable[[DaysFigures], Mapping[Key, Counted]]) -> dict[Key, Counted]:
    return {key: put_together(parts) for key, parts in parts_of(days, which).items()}


def start_of_hours(day: date, timezone: str) -> Instant:
    """From which the hours of a service day are counted.

    Twelve hours before noon: clocks are set at night, so that a working day's hours are right in any zone.
    """
    return instant(datetime.combine(day, time(12), ZoneInfo(timezone))) - 12 * HOUR_MS
