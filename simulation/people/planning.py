"""Plans the people of one day, pure: a seed in, everybody's intentions out. The same seed gives the same plan.

Shares are dealt, not drawn: of 140 people at a no-show rate of 6 % eight stay away, never two or fifteen.
"""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import pairwise
from typing import TypeVar

from simulation.people.sample_day import HALF_HOUR_MS, Doors, Errand, SampleDay

MINUTE_MS = 60_000
SPREAD_OF_SERVICE = 0.45
"""Sigma of the log-normal time at the desk: most take a little less than the mean, a few twice as long."""
SHORTEST_SERVICE, LONGEST_SERVICE = 0.25, 3.5
LONG_SPAN_MS = 3 * 60 * MINUTE_MS
LAST_MINUTE_MS = MINUTE_MS
"""Nobody of the plan arrives in the last minute before tickets stop: clocks and feet differ."""

T = TypeVar("T")


class Coming(Enum):
    """What somebody does whose number is called."""

    COMES = "comes"
    LATE = "late"
    """Misses the call and is back soon after."""
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Citizen:
    arrives_ms: int
    """After local midnight."""
    service: str
    priority_group: str | None
    language: str
    coming: Coming
    back_after_ms: int
    """For who is late: from the officer's "did not come" to standing there."""
    walk_ms: int
    """From the call to the desk."""
    service_ms: int
    """At the desk of an officer of ordinary pace."""
    rates: bool
    mood: float
    """0 to 1, dealt evenly: the lower, the worse the level pressed."""
    press_after_ms: int
    """From the end of the service to the press."""
    second_mood: float | None
    """A second press two seconds later, of one whose finger slipped."""
    errand: Errand = Errand.PLAIN
    procedure: str | None = None
    """The code of the procedure looked up at the kiosk, and for which the number is taken there."""
    other_service: str = ""
    """Where it goes on, for ELSEWHERE and TWO_MATTERS."""
    away_ms: int = 0
    """For FETCHES."""
    is_helped: bool = False
    """A greeter takes the number."""
    greeter: int = 0
    """Which one."""
    return_code: str = ""
    """From a return slip: brings what was missing, and gets a number for the code."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How one officer works; the same on every day."""

    pace: float
    """Time at the desk, compared with others."""
    came_rate: float
    """How often Came is pressed at all."""
    next_alone_rate: float
    """How often the turn is ended by pressing Next for the next one."""
    pause_ms: int
    """Between two people."""
    patience_ms: int
    """From a call to the recall, and from the last recall to "did not come"."""
    recalls: int
    charm: float
    """Shifts the levels pressed; 0 leaves the sample day's distribution."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One officer's day at one counter."""

    counter_id: str
    services: tuple[str, ...]
    officer_id: str
    habits: Habits
    on_duty_ms: tuple[tuple[int, int], ...]
    """When this officer calls people: the spans of the day."""
    early_ms: int
    """How long before a span the officer signs on."""
    breaks_ms: tuple[tuple[int, int], ...] = ()
    """(from when, how long): the officer pauses as soon as nobody is at the desk."""


@dataclass(frozen=True, slots=True)
class DayPlan:
    seed: str
    citizens: tuple[Citizen, ...]
    """In order of arrival."""
    desks: tuple[Desk, ...]
    rating_distribution: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opening:
    """The day's hours, milliseconds after local midnight."""

    spans: tuple[tuple[int, int], ...]
    tickets_from: int
    tickets_until: int


def plan_day(
    seed: str,
    day: SampleDay,
    *,
    opening: Opening,
    staff: Mapping[str, str],
    services_of: Mapping[str, Sequence[str]],
    officers_seed: str = "officers",
) -> DayPlan:
    """Everybody's intentions for one day.

    Args:
        staff: the officer at each counter that is staffed.
        services_of: the services of each counter.
        officers_seed: what gives the officers their habits; the same on all days of a centre.
    """
    citizens = _citizens(random.Random(f"{seed}/citizens"), day, opening)
    return DayPlan(
        seed=seed,
        citizens=citizens if day.doors is None else _through_the_doors(citizens, day.doors),
        desks=tuple(
            _desk(f"{seed}/desk/{counter}", counter, services_of[counter], officer, opening, officers_seed)
            for counter, officer in staff.items()
        ),
        rating_distribution=day.rating_distribution,
    )


def without_breaks(plan: DayPlan, opening: Opening) -> DayPlan:
    """The same people one after another, as if the day had no lunch and began at 0."""
    length = sum(end - start for start, end in opening.spans)

    def moved(at: int) -> int:
        return sum(max(0, min(at, end) - start) for start, end in opening.spans)

    return DayPlan(
        seed=plan.seed,
        citizens=tuple(_arriving(citizen, moved(citizen.arrives_ms)) for citizen in plan.citizens),
        desks=tuple(
            Desk(
                d.counter_id,
                d.services,
                d.officer_id,
                d.habits,
                ((0, length),),
                0,
                tuple((moved(at), lasts) for at, lasts in d.breaks_ms),
            )
            for d in plan.desks
        ),
        rating_distribution=plan.rating_distribution,
    )


def level_pressed(mood: float, charm: float, distribution: Mapping[int, float]) -> int:
    """The level somebody of this mood presses for an officer of this charm."""
    levels = sorted(distribution)
    weights = [distribution[level] * math.exp(charm * (level - levels[-1])) for level in levels]
    place = mood * sum(weights)
    for level, weight in zip(levels, weights, strict=True):
        if place < weight:
            return level
        place -= weight
    return levels[-1]


def habits_of(officer_id: str, officers_seed: str) -> Habits:
    """How an officer works, by id."""
    chance = random.Random(f"{officers_seed}/{officer_id}")
    return Habits(
        pace=chance.uniform(0.85, 1.2),
        came_rate=chance.choice((1.0, 0.98, 0.95, 0.9)),
        next_alone_rate=chance.choice((0.1, 0.4, 0.7, 0.9)),
        pause_ms=chance.randrange(4_000, 25_000),
        patience_ms=chance.randrange(35_000, 60_000),
        recalls=chance.choice((1, 1, 2, 3)),
        charm=chance.uniform(-0.45, 0.4),
    )


def _citizens(chance: random.Random, day: SampleDay, opening: Opening) -> tuple[Citizen, ...]:
    n = day.tickets
    ends = _ends_of(day.arrivals)
    dealt = _dealt(chance, n, dict(day.arrivals))
    arrivals = sorted(_arrival(chance, start, ends[start], opening) for start in dealt)
    services = _dealt(chance, n, day.service_mix)
    has_priority = _dealt(chance, n, {True: day.priority_rate, False: 1 - day.priority_rate})
    groups = iter(_dealt(chance, sum(has_priority), day.priority_mix))
    staying = 1 - day.no_show_rate - day.late_rate
    coming = _dealt(chance, n, {Coming.COMES: staying, Coming.LATE: day.late_rate, Coming.GONE: day.no_show_rate})
    rates = _dealt(chance, n, {True: day.rating_rate, False: 1 - day.rating_rate})
    moods = iter(_evenly(chance, sum(rates)))
    errands = _dealt(chance, n, {Errand.PLAIN: 1 - sum(day.errand_rates.values()), **day.errand_rates})
    helped = _dealt(chance, n, {True: day.helped_rate, False: 1 - day.helped_rate})
    others = [_other_service(chance, services[at], day) for at in range(n)]
    return tuple(
        Citizen(
            arrives_ms=arrivals[at],
            service=services[at],
            priority_group=next(groups) if has_priority[at] else None,
            language="en" if chance.random() < day.english_rate else "vi",
            coming=coming[at],
            back_after_ms=chance.randrange(MINUTE_MS, 10 * MINUTE_MS),
            walk_ms=round(chance.triangular(6_000, 45_000, 15_000)),
            service_ms=_service_ms(chance, day.service_minutes[services[at]]),
            rates=rates[at],
            mood=next(moods) if rates[at] else 0.5,
            press_after_ms=round(chance.triangular(2_500, 15_000, 5_000)),
            second_mood=chance.random() if chance.random() < day.second_thought_rate else None,
            errand=errands[at],
            other_service=others[at],
            away_ms=chance.randrange(3 * MINUTE_MS, 15 * MINUTE_MS),
            is_helped=helped[at],
        )
        for at in range(n)
    )


def _other_service(chance: random.Random, service: str, day: SampleDay) -> str:
    others = {other: share for other, share in day.service_mix.items() if other != service}
    return chance.choices(list(others), weights=list(others.values()))[0] if others else service


def _ends_of(arrivals: Sequence[tuple[int, float]]) -> dict[int, int]:
    """Until when people arrive who are dealt to a start."""
    starts = sorted(start for start, _ in arrivals)
    latest = {start: start + HALF_HOUR_MS for start in starts}
    return latest | {start: min(latest[start], following) for start, following in pairwise(starts)}


def _through_the_doors(citizens: Sequence[Citizen], doors: Doors) -> tuple[Citizen, ...]:
    """Everybody takes the door that gives the number soonest; `arrives_ms` becomes when it is given."""
    free_at = [0] * (1 + doors.greeters)
    takes = [doors.kiosk_ms, *[doors.greeter_ms] * doors.greeters]
    through = []
    for citizen in citizens:
        done_at = [max(citizen.arrives_ms, free) + takes[door] for door, free in enumerate(free_at)]
        door = min(range(len(done_at)), key=lambda at: done_at[at])
        free_at[door] = done_at[door]
        through.append(replace(citizen, arrives_ms=done_at[door], is_helped=door > 0, greeter=max(0, door - 1)))
    return tuple(sorted(through, key=lambda citizen: citizen.arrives_ms))


def _arrival(chance: random.Random, start: int, end: int, opening: Opening) -> int:
    first = max(start, opening.tickets_from)
    last = min(end, opening.tickets_until - LAST_MINUTE_MS)
    return chance.randrange(first, max(last, first + 1))


def _service_ms(chance: random.Random, mean_minutes: float) -> int:
    factor = math.exp(chance.gauss(-(SPREAD_OF_SERVICE**2) / 2, SPREAD_OF_SERVICE))
    return round(mean_minutes * MINUTE_MS * min(LONGEST_SERVICE, max(SHORTEST_SERVICE, factor)))


def _desk(
    seed: str,
    counter_id: str,
    services: Sequence[str],
    officer_id: str,
    opening: Opening,
    officers_seed: str,
) -> Desk:
    return Desk(
        counter_id=counter_id,
        services=tuple(services),
        officer_id=officer_id,
        habits=habits_of(officer_id, officers_seed),
        on_duty_ms=opening.spans,
        early_ms=random.Random(seed).randrange(0, 8 * MINUTE_MS),
        breaks_ms=_breaks(random.Random(f"{seed}/breaks"), opening),
    )


def _breaks(chance: random.Random, opening: Opening) -> tuple[tuple[int, int], ...]:
    """One in the middle of each span that is long enough to need it."""
    return tuple(
        (start + round((end - start) * chance.uniform(0.4, 0.75)), chance.randrange(5 * MINUTE_MS, 12 * MINUTE_MS))
        for start, end in opening.spans
        if end - start >= LONG_SPAN_MS
    )


def _arriving(citizen: Citizen, at_ms: int) -> Citizen:
    values = {name: getattr(citizen, name) for name in Citizen.__slots__}
    return Citizen(**(values | {"arrives_ms": at_ms}))


def _dealt(chance: random.Random, n: int, shares: Mapping[T, float]) -> list[T]:
    """`n` cards in the given shares, as near as whole people can be, in random order."""
    total = sum(shares.values())
    exact = {what: n * share / total for what, share in shares.items()}
    cards = [what for what, count in exact.items() for _ in range(int(count))]
    by_remainder = sorted(exact, key=lambda what: exact[what] - int(exact[what]), reverse=True)
    cards += by_remainder[: n - len(cards)]
    chance.shuffle(cards)
    return cards


def _evenly(chance: random.Random, n: int) -> list[float]:
    """One random place in each n-th of 0 to 1, in random order."""
    places = [(at + chance.random()) / n for at in range(n)]
    chance.shuffle(places)
    return places
