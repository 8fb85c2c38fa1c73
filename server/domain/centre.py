"""The centre's own set-up: services, counters, priority, hours and the rating scheme, as the rules see them."""

from dataclasses import dataclass
from datetime import time

from server.domain.instant import MINUTE_MS, SECOND_MS

ORDINARY = "ordinary"
"""The rate of everybody who declared no priority."""


@dataclass(frozen=True, slots=True)
class Service:
    code: str
    """The prefix letter of its numbers."""
    name: str
    name_en: str
    colour: str
    icon: str


@dataclass(frozen=True, slots=True)
class Counter:
    counter_id: str
    number: int
    name: str
    services: tuple[str, ...]

    def serves(self, service: str) -> bool:
        return service in self.services


@dataclass(frozen=True, slots=True)
class PriorityGroup:
    group: str
    name: str
    name_en: str
    icon: str
    rate: str
    """Which of the rates below it waits at: the queueing group."""


@dataclass(frozen=True, slots=True)
class QueueRules:
    """The centre's own regulation of fairness and of absent people (no law gives these numbers)."""

    rates: dict[str, float]
    overtaken_at_most: int = 5
    overtaken_for_at_most_ms: int = 20 * MINUTE_MS
    no_show_grace_ms: int = 30 * MINUTE_MS
    cool_down_ms: int = 300 * SECOND_MS


@dataclass(frozen=True, slots=True)
class RatingLevel:
    value: int
    """1 is the worst."""
    name: str
    name_en: str
    satisfied: bool | None
    """True: yes. False: no. None: neutral, never counted as satisfied."""


@dataclass(frozen=True, slots=True)
class RatingScheme:
    """A question and its levels, best first. Another scheme starts another series of scores."""

    scheme_id: str
    question: str
    question_en: str
    levels: tuple[RatingLevel, ...]
    window_ms: int = 60 * SECOND_MS
    shortest_window_ms: int = 20 * SECOND_MS

    @property
    def satisfied_values(self) -> frozenset[int]:
        return frozenset(level.value for level in self.levels if level.satisfied)


@dataclass(frozen=True, slots=True)
class OpeningSpan:
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening spans for Monday (0) to Sunday (6), and when tickets start and stop around them."""

    week: tuple[tuple[OpeningSpan, ...], ...]
    tickets_open_before_min: int
    tickets_stop_before_min: int


@dataclass(frozen=True, slots=True)
class Outcome:
    outcome: str
    name: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class Centre:
    code: str
    name: str
    name_en: str
    timezone: str
    services: tuple[Service, ...]
    counters: tuple[Counter, ...]
    priority_groups: tuple[PriorityGroup, ...]
    queue: QueueRules
    hours: Hours
    scheme: RatingScheme
    outcomes: tuple[Outcome, ...]
    notice: str = ""
    notice_en: str = ""
    is_sample: bool = False
    """Nothing here is of a real centre: every page says so."""

    def service(self, code: str) -> Service | None:
        return next((service for service in self.services if service.code == code), None)

    def counter(self, counter_id: str) -> Counter | None:
        return next((counter for counter in self.counters if counter.counter_id == counter_id), None)

    def counters_of(self, service: str) -> tuple[Counter, ...]:
        return tuple(counter for counter in self.counters if counter.serves(service))

    def priority_group(self, group: str | None) -> PriorityGroup | None:
        return next((known for known in self.priority_groups if known.group == group), None)

    def rate_of(self, group: str | None) -> str:
        """The queueing group of a declared priority group: its rate, or ordinary."""
        known = self.priority_group(group)
        return known.rate if known else ORDINARY

    @property
    def default_outcome(self) -> str:
        return next((known.outcome for known in self.outcomes if known.is_default), self.outcomes[0].outcome)
