"""How long a desk is taken by one turn, by service and hour of the day, learnt from the raw stamps of the past. Pure.

A new centre has no past: every figure is drawn towards what can be said without one, the service's own target,
and leaves it as turns are counted (shrinkage: a weighted mean of what was seen and of what was expected).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from math import sqrt
from statistics import median

from server.domain.instant import MINUTE_MS, SECOND_MS, Instant

EXPECTED_WEIGHT = 8
"""As many turns of a service does its target count for: after a morning the past speaks louder."""
HOUR_WEIGHT = 40
"""As many turns does "this hour (or counter) is like the others" count for: they differ little, and a wrong one
misleads."""
EXPECTED_VARIATION = 0.6
"""Standard deviation of a turn's time over its mean, before anything is known; no-shows are among the turns."""
LONGEST_PAUSE_MS = 30 * MINUTE_MS
"""A longer one is lunch."""
USUAL_PAUSE_MS = 15 * SECOND_MS
"""Between an end and the next call, where nobody knows better."""
USUAL_REACTION_MS = 5 * SECOND_MS
"""From a number to its call at a desk that is free, where nobody knows better."""
LONGEST_REACTION_MS = 2 * MINUTE_MS
"""After that the officer was away, or the desk was free for others."""
SHORTEST_MS, LONGEST_MS = 5 * SECOND_MS, 180 * MINUTE_MS
"""What lies outside was a slip of the hand or a turn that was forgotten."""


@dataclass(frozen=True, slots=True)
class PastTurn:
    """One call of a turn and what it took at the desk, no-shows included: they take their time too."""

    day: str
    counter_id: str
    service: str
    rate: str
    called_at: Instant
    """The call, recalls left out."""
    left_at: Instant
    """When the desk was free again: the turn ended, or went on hold."""
    waiting_since: Instant
    hour: int
    """Local hour of the call, 0 to 23."""
    came_hour: int
    """Local hour in which it began to wait."""
    is_resumed: bool = False
    """Back from hold: it stood in no line, and others waited for it."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What the past says. Times are of a desk: from one call to the moment at which the next one is possible."""

    expected_ms: Mapping[str, int]
    """Each service's target: what holds while nothing is known."""
    means_ms: Mapping[str, float] = field(default_factory=dict)
    hourly: Mapping[tuple[str, int], float] = field(default_factory=dict)
    """Mean time in an hour over that of the whole day, by (service, hour)."""
    counters: Mapping[str, float] = field(default_factory=dict)
    """How a counter's time compares with that of all who give the same services."""
    variations: Mapping[str, float] = field(default_factory=dict)
    arrivals: Mapping[tuple[str, str, int], float] = field(default_factory=dict)
    """People a day by (service, rate, hour)."""
    reaction_ms: float = 0.0
    """From a number to its call at a desk that is free: somebody has to see it and press Next."""
    turns: int = 0
    """How many turns it rests on."""

    def mean_ms(self, service: str, hour: int, counter_id: str = "") -> float:
        """How long a turn takes; of one counter when it is named."""
        return self._mean_ms(service, hour) * self.counters.get(counter_id, 1.0)

    def _mean_ms(self, service: str, hour: int) -> float:
        mean = self.means_ms.get(service)
        if mean is None:
            return float(self.expected_ms.get(service, 15 * MINUTE_MS))
        return mean * self.hourly.get((service, hour), 1.0)

    def variation(self, service: str) -> float:
        """Standard deviation over mean."""
        return self.variations.get(service, EXPECTED_VARIATION)

    def arrivals_in(self, service: str, rate: str, hour: int) -> float:
        """How many people come in an hour of an ordinary day."""
        return self.arrivals.get((service, rate, hour), 0.0)


def pace_of(past: Iterable[PastTurn], expected_ms: Mapping[str, int]) -> Pace:
    """The pace that these turns show.

    Args:
        expected_ms: for every service of the centre what one turn should take.
    """
    turns = sorted(past, key=lambda turn: (turn.day, turn.counter_id, turn.called_at))
    turns = [turn for turn in turns if not turn.is_resumed]
    times = _times(turns)
    by_service: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for turn, time_ms in times:
        by_service[turn.service].append((turn.hour, time_ms))
    means, variations = {}, {}
    for service, seen in by_service.items():
        expected = float(expected_ms.get(service, 15 * MINUTE_MS))
        means[service] = _drawn([time for _, time in seen], expected, EXPECTED_WEIGHT)
        variations[service] = _variation([time for _, time in seen], means[service])
    days = len({turn.day for turn in turns})
    arrivals: dict[tuple[str, str, int], float] = defaultdict(float)
    for turn in turns:
        arrivals[turn.service, turn.rate, turn.came_hour] += 1 / days
    return Pace(
        expected_ms=dict(expected_ms),
        means_ms=means,
        hourly=_hourly(by_service),
        counters=_counters(times),
        variations=variations,
        arrivals=dict(arrivals),
        reaction_ms=_reaction(turns),
        turns=len(times),
    )


def _times(turns: list[PastTurn]) -> list[tuple[PastTurn, float]]:
    """Each turn with its time at the desk. While people wait, whatever comes before the next call belongs to it too:
    the pause, a break, somebody who is back from hold."""
    times = []
    for turn, after in zip_longest(turns, turns[1:]):
        taken = turn.left_at - turn.called_at
        if not SHORTEST_MS <= taken <= LONGEST_MS:
            continue
        pause = USUAL_PAUSE_MS
        if after is not None and (turn.day, turn.counter_id) == (after.day, after.counter_id):
            until_next = after.called_at - turn.left_at
            if after.waiting_since <= turn.left_at and 0 <= until_next <= LONGEST_PAUSE_MS:
                pause = until_next
        times.append((turn, float(taken + pause)))
    return times


def _reaction(turns: list[PastTurn]) -> float:
    """How long a free desk lets somebody wait who has just come: the median, for now and then the officer is away."""
    seen = [
        float(waited)
        for turn, after in pairwise(turns)
        if (turn.day, turn.counter_id) == (after.day, after.counter_id)
        and turn.left_at <= after.waiting_since
        and 0 <= (waited := after.called_at - after.waiting_since) <= LONGEST_REACTION_MS
    ]
    usual = median(seen) if seen else 0.0
    return (len(seen) * usual + EXPECTED_WEIGHT * USUAL_REACTION_MS) / (len(seen) + EXPECTED_WEIGHT)


def _hourly(by_service: Mapping[str, list[tuple[int, float]]]) -> dict[tuple[str, int], float]:
    """How each hour differs: first of all services together, then of each on its own, both drawn towards 1."""
    together: dict[int, list[float]] = defaultdict(list)
    alone: dict[tuple[str, int], list[float]] = defaultdict(list)
    for service, seen in by_service.items():
        whole_day = sum(time_ms for _, time_ms in seen) / len(seen)
        for hour, time_ms in seen:
            together[hour].append(time_ms / whole_day)
            alone[service, hour].append(time_ms / whole_day)
    hours = {hour: _drawn(shares, 1.0, HOUR_WEIGHT) for hour, shares in together.items()}
    return {(service, hour): _drawn(shares, hours[hour], HOUR_WEIGHT) for (service, hour), shares in alone.items()}


def _counters(times: list[tuple[PastTurn, float]]) -> dict[str, float]:
    """How the pace of each counter compares, drawn towards 1."""
    by_service: dict[str, list[float]] = defaultdict(list)
    for turn, time_ms in times:
        by_service[turn.service].append(time_ms)
    usual = {service: sum(seen) / len(seen) for service, seen in by_service.items()}
    by_counter: dict[str, list[float]] = defaultdict(list)
    for turn, time_ms in times:
        by_counter[turn.counter_id].append(time_ms / usual[turn.service])
    return {counter: _drawn(shares, 1.0, HOUR_WEIGHT) for counter, shares in by_counter.items()}


def _drawn(seen: list[float], expected: float, weight: float) -> float:
    return (sum(seen) + weight * expected) / (len(seen) + weight)


def _variation(times: list[float], mean: float) -> float:
    variance = sum((time / mean - 1) ** 2 for time in times)
    return sqrt((variance + EXPECTED_WEIGHT * EXPECTED_VARIATION**2) / (len(times) + EXPECTED_WEIGHT))
