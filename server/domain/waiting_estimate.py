"""How long somebody who waits will still wait, as a range, and whether today is enough for it. Pure.

The queue is played forward once, with mean times: every desk calls whom it would call (one that pauses, when it is
expected back), each turn takes what its service takes at that hour, and the moment of each call is noted; newcomers
who take nobody's time stand at the end of each line. How far the moment may be off grows with the times ahead that
vary, and less than they do where several desks share them. Lunch and closing are cut in at the end: all times of the
play are open time.

docs/waiting-time.md has the formula, its sources, and how it did on simulated days it never saw.
"""

import heapq
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, erf, exp, floor, log, log1p, sqrt

from server.domain.centre import ORDINARY, Counter, QueueRules
from server.domain.eligibility import EVERYBODYS, Desks
from server.domain.instant import MINUTE_MS, SECOND_MS, Instant
from server.domain.pace import Pace

SURE_MS = 1000
"""No forecast is more certain than that."""
HOUR_MS = 60 * MINUTE_MS
FURTHEST_MS = 16 * HOUR_MS
"""Of open time: nothing is said about later."""


PAUSE_LEFT_MS = 5 * MINUTE_MS
"""A pause that has just begun lasts about so long still."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """When somebody is called, in open time from now: lunch and the night do not count.

    `server/db/queries/forecasts.py` makes them from the tables: `forecasts(...)` once for a moment, then
    `.newcomer(service)` for who would take a number now, `.waiting(turn_id)` for who has one.
    """

    middle_ms: int
    """As likely sooner as later."""
    spread_ms: int
    """One standard deviation of how far off that may be."""


@dataclass(frozen=True, slots=True)
class Margins:
    """How wide the range is: fitted on simulated days (docs/waiting-time.md), then left alone."""

    share: float = 0.08
    """Of the middle: officers are not of one pace, and days are not alike."""
    least_ms: int = 40 * SECOND_MS
    """However short the wait: a hand on its way to the button."""
    lean: float = 0.25
    """Deviations by which the median lies below the mean."""
    below: float = 1.35
    """Spreads below the middle; with `above` nine of ten waits lie inside."""
    above: float = 1.9


MARGINS = Margins()


@dataclass(frozen=True, slots=True)
class WaitRange:
    """Whole minutes, as they are shown."""

    low_min: int
    high_min: int


LIKELY = 0.5
"""Below this chance of being called today, somebody is told so."""
TOO_LATE_MS = 60 * MINUTE_MS


def chance_today(forecast: Forecast | None, open_ms_left: int) -> float:
    """The chance, 0 to 1, that somebody is called before the day ends.

    Args:
        forecast: of who would take a number now (or of a turn that waits); None when nothing can be said, because
            no counter is open that may serve the person: then 1.0, for nobody is warned on no ground; but 0.0 when
            less than `TOO_LATE_MS` is left, for nobody comes to open one then.
        open_ms_left: open time from now to the end of calling today, lunch not counted, an extended day included
            (`Forecasts.open_ms_left`); 0 or less: 0.0.

    It never grows while the forecast grows, and never shrinks while the time left grows. "Today is unlikely" is
    below one half.
    """
    if open_ms_left <= 0:
        return 0.0
    if forecast is None:
        return 1.0 if open_ms_left > TOO_LATE_MS else 0.0
    return _normal((open_ms_left - forecast.middle_ms) / max(SURE_MS, forecast.spread_ms))


class OpenTime:
    """The stretches of a day in which people are called, from now on."""

    def __init__(self, now: Instant, spans: Iterable[tuple[Instant, Instant]]) -> None:
        """`spans` in order, not overlapping; what of them is over is left out."""
        self.now = now
        self._spans = [(max(now, start), end) for start, end in spans if end > now]
        self._offsets = [0]
        for start, end in self._spans:
            self._offsets.append(self._offsets[-1] + end - start)

    @property
    def is_open(self) -> bool:
        """Whether people are called now."""
        return bool(self._spans) and self._spans[0][0] <= self.now

    @property
    def left_ms(self) -> int:
        return self._offsets[-1]

    def wall_at(self, offset_ms: float) -> Instant:
        """The moment at which so much open time has passed; the end of the day for more than is left."""
        if not self._spans:
            return self.now
        place = min(bisect_right(self._offsets, offset_ms) - 1, len(self._spans) - 1)
        start, end = self._spans[place]
        return min(end, start + round(offset_ms - self._offsets[place]))

    def next_break(self, offset_ms: float) -> int | None:
        """Where the stretch ends in which `offset_ms` lies; None in the last one."""
        place = bisect_right(self._offsets, offset_ms)
        return self._offsets[place] if place < len(self._offsets) - 1 else None

    def until(self, at: Instant) -> int:
        """Open time from now to `at`."""
        return sum(max(0, min(end, at) - start) for start, end in self._spans)


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody who waits, or is due later today."""

    turn_id: int
    """0 for whoever has no turn yet: a reserved place that nobody has claimed."""
    service: str
    rate: str
    language: str
    for_counter: str | None
    for_officer: str | None
    ranked_at: Instant
    arrival: int
    overtaken: int
    first_overtaken_at: Instant | None
    not_before: Instant | None = None
    """No candidate until then: in cool-down, or a reserved place."""
    purpose: str | None = None
    """What the citizen came for, where a counter asks it."""

    @property
    def rank(self) -> tuple[Instant, int]:
        return self.ranked_at, self.arrival


AWAY_MS = 8 * MINUTE_MS
"""Whoever is on hold is back after about so long, and is called at once."""


def back_from_hold(counter_id: str, service: str, held_at: Instant, now: Instant) -> Standing:
    """Somebody on hold: comes back to the same counter, before all who wait."""
    back = max(held_at + AWAY_MS, now + MINUTE_MS)
    return Standing(0, service, ORDINARY, EVERYBODYS, counter_id, None, 0, 0, 0, None, back)


@dataclass(frozen=True, slots=True)
class Busy:
    """A counter with somebody called or served."""

    service: str
    since: Instant
    """The last call that was no recall."""


@dataclass(frozen=True, slots=True)
class Hall:
    """Everything the play begins with."""

    open_time: OpenTime
    hour: int
    """Local hour now, 0 to 23."""
    minute: int
    desks: Desks
    busy: Mapping[str, Busy]
    """By counter."""
    standing: Sequence[Standing]
    services: Sequence[str]
    rules: QueueRules
    pace: Pace


@dataclass(frozen=True, slots=True)
class Behind:
    """What stood before a newcomer to a service when the hall was played."""

    people: int
    """Who waits for the same service."""
    free_desks: int
    """That call for it and have nobody."""
    step_ms: float
    """By how much one person more lengthens the wait."""
    step_spread_ms: float


class Forecasts:
    """What one play of the hall says."""

    def __init__(
        self,
        open_time: OpenTime,
        newcomers: Mapping[tuple[str, str], Forecast],
        waiting: Mapping[int, Forecast],
        behind: Mapping[str, Behind] | None = None,
    ) -> None:
        self._open_time = open_time
        self._newcomers = newcomers
        self._waiting = waiting
        self._behind = behind or {}

    @property
    def open_ms_left(self) -> int:
        """Until calling ends today."""
        return self._open_time.left_ms

    def newcomer(self, service: str, rate: str = ORDINARY) -> Forecast | None:
        """Of somebody who would take a number now; None: nobody is there to call them."""
        return self._newcomers.get((service, rate))

    def waiting(self, turn_id: int) -> Forecast | None:
        return self._waiting.get(turn_id)

    def behind(self, people: int, service: str, rate: str = ORDINARY) -> Forecast | None:
        """Of a newcomer with so many people ahead, a moment after the play; None: nobody is there to call them.

        More than at the play: each takes a step more once the free desks have somebody. Fewer: the same share less.
        """
        found, stood = self.newcomer(service, rate), self._behind.get(service)
        if found is None or stood is None or people == stood.people:
            return found
        if people < stood.people:
            share = (people + 1) / (stood.people + 1)
            return Forecast(round(found.middle_ms * share), round(found.spread_ms * sqrt(share)))
        more = people - stood.people
        if not stood.people:
            more = max(0, more - max(0, stood.free_desks - 1))
        spread = sqrt(found.spread_ms**2 + more * stood.step_spread_ms**2)
        return Forecast(round(found.middle_ms + more * stood.step_ms), round(spread))

    def chance_today(self, service: str, rate: str = ORDINARY) -> float:
        """The chance that somebody who takes a number now is called today."""
        return chance_today(self.newcomer(service, rate), self.open_ms_left)

    def range_of(self, forecast: Forecast | None) -> WaitRange | None:
        """The wait from now on, lunch included; None when nothing can be said.

        Nothing is said of a wait that closing will rather cut off: a range that ends at closing would be the
        shorter the later somebody comes.
        """
        if forecast is None or chance_today(forecast, self.open_ms_left) < LIKELY:
            return None
        return shown_range(*bounds(forecast), self._open_time)

    def middle_of(self, forecast: Forecast) -> int:
        """The wait from now on in milliseconds, lunch included: one figure, for comparison."""
        return self._open_time.wall_at(forecast.middle_ms) - self._open_time.now


def bounds(forecast: Forecast, margins: Margins = MARGINS) -> tuple[float, float]:
    """Between which open times nine of ten are called."""
    return (
        max(0.0, forecast.middle_ms - margins.below * forecast.spread_ms),
        forecast.middle_ms + margins.above * forecast.spread_ms,
    )


def shown_range(low_ms: float, high_ms: float, open_time: OpenTime) -> WaitRange:
    """Whole minutes around two open times: outwards, for nobody is to come late."""
    low = open_time.wall_at(low_ms) - open_time.now
    high = open_time.wall_at(high_ms) - open_time.now
    return WaitRange(floor(low / MINUTE_MS), max(1, ceil(high / MINUTE_MS)))


def forecast(hall: Hall, margins: Margins = MARGINS) -> Forecasts:
    """Play the hall forward; every turn that waits and a newcomer to every line of every service."""
    return _Play(hall, margins).forecasts()


# --- the play ---------------------------------------------------------------------------------------------------

NEWCOMER = 1 << 60
"""An arrival after all others."""


class _Line:
    """People whom the same counters may call, at one rate, first come first."""

    __slots__ = ("at", "first_passed_at", "passes", "people", "rate", "service", "weight")

    def __init__(self, service: str, rate: str, weight: float) -> None:
        self.service = service
        self.rate = rate
        self.weight = weight
        self.people: list[Standing] = []
        self.at = 0
        """Whose turn it is, of `people`."""
        self.passes = 0
        """How often the first of them was overtaken."""
        self.first_passed_at: Instant | None = None

    def first_ready(self, at: Instant) -> Standing | None:
        """The first in line; who may not be called yet lets those behind go first."""
        people = self.people
        while self.at < len(people):
            one = people[self.at]
            if one.not_before is None or one.not_before <= at:
                return one
            for place in range(self.at + 1, len(people)):
                other = people[place]
                if other.not_before is None or other.not_before <= at:
                    people.insert(self.at, people.pop(place))
                    return other
            return None
        return None

    def next_ready_at(self) -> Instant | None:
        waits = [one.not_before for one in self.people[self.at :] if one.not_before is not None]
        return min(waits, default=None)

    def call(self) -> None:
        self.at += 1
        head = self.people[self.at] if self.at < len(self.people) else None
        self.passes = 0 if head is None else max(head.overtaken, self.passes - 1)
        self.first_passed_at = None if head is None else head.first_overtaken_at


class _Seat:
    """A desk in the play."""

    __slots__ = ("counter", "first", "paused_since", "second", "variance")

    def __init__(self, counter: Counter, paused_since: Instant | None) -> None:
        self.counter = counter
        self.paused_since = paused_since
        self.first: list[_Line] = []
        self.second: list[_Line] = []
        self.variance = 0.0
        """Of the moment at which it is free."""


class _Play:
    def __init__(self, hall: Hall, margins: Margins) -> None:
        self._hall = hall
        self._margins = margins
        self._now = hall.open_time.now
        self._rates = sorted({ORDINARY, *hall.rules.rates})
        self._lines = self._stand_in_line()
        self._seats = [_Seat(desk.counter, desk.paused_since) for desk in hall.desks.staffed]
        self._seats_of: dict[int, list[_Seat]] = {id(line): [] for line in self._lines}
        for seat in self._seats:
            self._assign(seat)
        self._newcomers: dict[tuple[str, str], Forecast] = {}
        self._waiting: dict[int, Forecast] = {}
        self._works: dict[tuple[int, str, int], float] = {}

    def forecasts(self) -> Forecasts:
        hall = self._hall
        free: list[tuple[float, int]] = []
        for number, seat in enumerate(self._seats):
            busy = hall.busy.get(seat.counter.counter_id)
            free_at = hall.pace.reaction_ms
            if seat.paused_since is not None:
                # Whoever is away for long stays away for long; most are back soon.
                free_at = float(max(PAUSE_LEFT_MS, self._now - seat.paused_since))
                seat.variance = free_at**2 / 2
            elif busy is not None:
                taken = max(0, self._now - busy.since)
                free_at, seat.variance = remaining(
                    hall.pace.mean_ms(busy.service, hall.hour, seat.counter.counter_id),
                    hall.pace.variation(busy.service),
                    taken,
                )
            heapq.heappush(free, (free_at, number))
        while free:
            at, number = heapq.heappop(free)
            if at > FURTHEST_MS:
                break
            again = self._call(self._seats[number], at)
            if again is not None:
                heapq.heappush(free, (again, number))
        return Forecasts(hall.open_time, self._newcomers, self._waiting, self._what_stood_before())

    def _what_stood_before(self) -> dict[str, Behind]:
        hall, found = self._hall, {}
        for service in hall.services:
            seats = [seat for seat in self._seats if seat.counter.serves(service)]
            if not seats:
                continue
            step_ms = hall.pace.mean_ms(service, hall.hour) / len(seats)
            free = sum(seat.paused_since is None and seat.counter.counter_id not in hall.busy for seat in seats)
            people = sum(one.service == service and one.turn_id != 0 for one in hall.standing)
            found[service] = Behind(people, free, step_ms, step_ms * hall.pace.variation(service))
        return found

    def _stand_in_line(self) -> list[_Line]:
        hall = self._hall
        lines: dict[tuple[str, str, str, str | None, str | None, str | None], _Line] = {}
        newcomers = (
            Standing(0, service, rate, EVERYBODYS, None, None, self._now, NEWCOMER, 0, None)
            for service in hall.services
            for rate in self._rates
        )
        for one in sorted((*hall.standing, *newcomers), key=lambda one: one.rank):
            key = (one.service, one.rate, one.language, one.for_counter, one.for_officer, one.purpose)
            line = lines.get(key)
            if line is None:
                line = lines[key] = _Line(one.service, one.rate, hall.rules.rates.get(one.rate, 1))
                line.passes, line.first_passed_at = one.overtaken, one.first_overtaken_at
            line.people.append(one)
        return list(lines.values())

    def _assign(self, seat: _Seat) -> None:
        desks = self._hall.desks
        for line in self._lines:
            wish = line.people[0]
            if desks.may_call(seat.counter, wish):
                (seat.second if desks.is_second(seat.counter, wish) else seat.first).append(line)
                self._seats_of[id(line)].append(seat)

    def _call(self, seat: _Seat, at: float) -> float | None:
        """Let a free desk call; when it is free again, or None when nobody is left for it."""
        wall = self._hall.open_time.wall_at(at)
        while True:
            line = self._choose(seat, wall)
            if line is None:
                return self._look_again_at(seat, wall, at)
            called = line.people[line.at]
            self._note(called, line, seat, at)
            line.call()
            if called.arrival == NEWCOMER:
                continue  # takes nobody's time: the desk is still free
            for other in (*seat.first, *seat.second):
                head = other.first_ready(wall)
                if head is not None and head.arrival != NEWCOMER and head.rank < called.rank:
                    other.passes += 1
                    other.first_passed_at = wall if other.first_passed_at is None else other.first_passed_at
            mean = self._hall.pace.mean_ms(called.service, self._hour_at(at), seat.counter.counter_id)
            rest = self._hall.open_time.next_break(at)
            if rest is not None and at + mean >= rest:
                # Whoever is at the desk then is served into the break. The desk begins anew after it, but how many
                # it has called by then is as uncertain as before.
                return float(rest)
            seat.variance += (mean * self._hall.pace.variation(called.service)) ** 2
            return at + mean

    def _choose(self, seat: _Seat, wall: Instant) -> _Line | None:
        rules = self._hall.rules
        ready = [(line, head) for line in seat.first if (head := line.first_ready(wall)) is not None]
        behind = [(line, head) for line in seat.second if (head := line.first_ready(wall)) is not None]
        forced = [
            (line, head)
            for line, head in (*ready, *behind)
            if line.passes >= rules.overtaken_at_most
            or (line.first_passed_at is not None and wall - line.first_passed_at >= rules.overtaken_for_at_most_ms)
        ]
        if forced:
            return min(forced, key=lambda one: one[1].rank)[0]
        among = ready or behind
        if not among:
            return None
        return max(among, key=lambda one: (one[0].weight * (wall - one[1].ranked_at), -one[1].arrival))[0]

    def _look_again_at(self, seat: _Seat, wall: Instant, at: float) -> float | None:
        """When somebody is due for whom this desk is free."""
        due = [due_at for line in (*seat.first, *seat.second) if (due_at := line.next_ready_at()) is not None]
        later = [due_at for due_at in due if due_at > wall]
        return at + max(SECOND_MS, self._hall.open_time.until(min(later)) - at) if later else None

    def _note(self, called: Standing, line: _Line, own: _Seat, at: float) -> None:
        key = (called.service, called.rate)
        if called.turn_id == 0 and called.arrival != NEWCOMER:
            return
        mean = at + self._passing(line, called, at)
        seats = self._seats_of[id(line)]
        # Several desks share what varies: the next of them to be free varies less than each, or than this one alone.
        variance = min(own.variance, sum(seat.variance for seat in seats) / len(seats) ** 2)
        spread = sqrt(variance + (self._margins.share * mean) ** 2 + self._margins.least_ms**2)
        # Times at a desk have a long tail: more often than not it goes faster than the mean.
        found = Forecast(round(max(0.0, mean - self._margins.lean * sqrt(variance))), round(spread))
        if called.arrival == NEWCOMER:
            self._newcomers[key] = found
        else:
            self._waiting[called.turn_id] = found

    def _passing(self, line: _Line, called: Standing, at: float) -> float:
        """By how much people of a higher rate who are still to come lengthen a wait of `at`.

        Somebody of rate r' who comes a time u from now is called before somebody of rate r who waits since w ago,
        if r' (t - u) > r (t + w) at the moment t of the call: all who come before t - (t + w) r / r'.
        """
        waited = max(0, self._now - called.ranked_at)
        longer = 0.0
        for rate in self._rates:
            weight = self._hall.rules.rates.get(rate, 1)
            if weight > line.weight:
                longer += self._work_to_come(line, rate, at - (at + waited) * line.weight / weight)
        return min(at / 2, longer)

    def _work_to_come(self, line: _Line, rate: str, until_ms: float) -> float:
        """What people of a rate bring to each desk of a line from now on: arrivals by the hour, as on other days."""
        work, hour, begun = 0.0, self._hall.hour, self._hall.minute / 60
        left_h = until_ms / HOUR_MS
        while left_h > 0:
            part = min(left_h, 1 - begun)
            work += part * self._work_of_hour(line, rate, hour % 24)
            left_h, hour, begun = left_h - part, hour + 1, 0.0
        return work

    def _work_of_hour(self, line: _Line, rate: str, hour: int) -> float:
        key = (id(line), rate, hour)
        known = self._works.get(key)
        if known is None:
            pace, desks = self._hall.pace, {seat.counter.counter_id for seat in self._seats_of[id(line)]}
            taken = 0.0
            for service in self._hall.services:
                serving = [seat.counter.counter_id for seat in self._seats if seat.counter.serves(service)]
                if serving:
                    in_common = len(desks.intersection(serving)) / len(serving)
                    taken += pace.arrivals_in(service, rate, hour) * pace.mean_ms(service, hour) * in_common
            known = self._works[key] = taken / max(1, len(desks))
        return known

    def _hour_at(self, at: float) -> int:
        return (self._hall.hour + int((at + self._hall.minute * MINUTE_MS) // HOUR_MS)) % 24


def remaining(mean_ms: float, variation: float, taken_ms: float) -> tuple[float, float]:
    """Mean and variance of what is left of a turn that has taken so long, if its time is log-normal."""
    sigma = sqrt(log1p(variation**2))
    if taken_ms <= 0:
        return mean_ms, (mean_ms * variation) ** 2
    mu = log(mean_ms) - sigma**2 / 2
    z = (log(taken_ms) - mu) / sigma
    beyond = 1 - _normal(z)
    if beyond < 1e-4:  # nobody knows what holds it up
        return mean_ms / 2, (mean_ms / 2) ** 2
    mean = mean_ms * (1 - _normal(z - sigma)) / beyond
    square = mean_ms**2 * exp(sigma**2) * (1 - _normal(z - 2 * sigma)) / beyond
    return max(0.0, mean - taken_ms), max(0.0, square - mean**2)


def _normal(deviations: float) -> float:
    return 0.5 * (1 + erf(deviations / sqrt(2)))
