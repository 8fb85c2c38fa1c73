"""The centre's own set-up: services, counters, priority, hours and the rating scheme, as the rules see them."""

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from server.domain.instant import MINUTE_MS, SECOND_MS

ORDINARY = "ordinary"
"""The rate of everybody who declared no priority."""


class Named(Protocol):
    """What has a name in both languages. An empty English one: the centre gave none."""

    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Service:
    code: str
    """The prefix letter of its numbers."""
    name: str
    name_en: str
    colour: str
    icon: str
    daily_quota: int | None = None
    """How many numbers a day; None: as many as come."""
    target_wait_ms: int = 20 * MINUTE_MS
    """The centre's promise: called within this time of the number."""
    target_service_ms: int = 15 * MINUTE_MS
    """How long one turn at the desk should take."""
    week: "tuple[tuple[OpeningSpan, ...], ...] | None" = None
    """Its own hours, Monday first, inside those of the centre; None: all of them."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the hall with its own boards."""

    zone: str
    name: str
    name_en: str
    room: str = ""
    """Zones of one room hear each other: one board alone speaks there. Empty: a room of its own."""


@dataclass(frozen=True, slots=True)
class Counter:
    counter_id: str
    number: int
    name: str
    services: tuple[str, ...]
    """Served first."""
    second_services: tuple[str, ...] = ()
    """Served when nobody waits for the first ones, or when somebody would be overtaken too long."""
    zone: str = ""
    name_en: str = ""
    purposes: tuple[str, ...] = ()
    """The only purposes it serves; empty: all of them."""

    def takes(self, purpose: str | None) -> bool:
        """Whether numbers of a purpose are for this counter; those without one are for every counter."""
        return not self.purposes or purpose is None or purpose in self.purposes

    def serves(self, service: str) -> bool:
        return service in self.services or service in self.second_services

    def serves_first(self, service: str) -> bool:
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
    recall_limit: int = 3
    """Recalls of one call; after the last one's gap the turn is a no-show by itself."""
    recall_gap_ms: int = 40 * SECOND_MS
    hold_ms: int = 60 * MINUTE_MS
    """How long a hold with a timer lasts."""


@dataclass(frozen=True, slots=True)
class RatingLevel:
    value: int
    """1 is the worst."""
    name: str
    name_en: str
    satisfied: bool | None
    """True: yes. False: no. None: neutral, never counted as satisfied."""


@dataclass(frozen=True, slots=True)
class RatingReason:
    """What a low rating may be about."""

    reason: str
    name: str
    name_en: str
    icon: str
    is_outside: bool
    """Outside the officer's hands: the wait, the rooms, the fee, when the result is due."""


@dataclass(frozen=True, slots=True)
class RatingScheme:
    """A question and its levels, best first. Another scheme starts another series of scores."""

    scheme_id: str
    question: str
    question_en: str
    levels: tuple[RatingLevel, ...]
    window_ms: int = 60 * SECOND_MS
    shortest_window_ms: int = 20 * SECOND_MS
    reasons: tuple[RatingReason, ...] = ()
    """Asked after a level that is not satisfied; empty: nobody is asked."""

    @property
    def satisfied_values(self) -> frozenset[int]:
        return frozenset(level.value for level in self.levels if level.satisfied)

    @property
    def outside_reasons(self) -> frozenset[str]:
        return frozenset(reason.reason for reason in self.reasons if reason.is_outside)

    def level(self, value: int) -> RatingLevel | None:
        return next((level for level in self.levels if level.value == value), None)


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
    holidays: frozenset[date] = frozenset()
    """Closed, whatever the weekday."""
    swap_days: dict[date, int] = field(default_factory=dict)
    """Dates that have the hours of another weekday (0 is Monday): worked in exchange for a holiday."""


class OutcomeKind(StrEnum):
    PLAIN = "plain"
    SUPPLEMENT = "supplement"
    """Something is missing: a return slip is printed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    outcome: str
    name: str
    is_default: bool
    kind: OutcomeKind = OutcomeKind.PLAIN
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a citizen comes for: to hand in, to bring a supplement, to fetch a result, to ask."""

    purpose: str
    name: str
    name_en: str
    icon: str


@dataclass(frozen=True, slots=True)
class RushRules:
    """When the kiosks give a number with one touch. The head may switch it too."""

    by_rule: bool = False
    starts_at: int = 40
    """Numbers in the last ten minutes with which it starts by itself."""
    ends_below: int = 20
    """Numbers in the last ten minutes below which it ends by itself."""


@dataclass(frozen=True, slots=True)
class Wifi:
    """The hall's own wireless network; slips print it."""

    name: str
    password: str = ""
    """Empty: an open network."""


@dataclass(frozen=True, slots=True)
class VolumeSpan:
    opens: time
    closes: time
    percent: int


@dataclass(frozen=True, slots=True)
class VoiceRules:
    whole_numbers: bool = False
    """Numbers of tickets as whole numbers, instead of digit by digit."""
    zero_word: str = "linh"
    """How the region says the nought of 105: `linh` or `lẻ`."""
    percent: int = 100
    """The volume outside the spans."""
    volumes: tuple[VolumeSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class FinishTick:
    """What an officer may tick at the end of a turn: written for the citizen, result the same day, digitised."""

    tick: str
    name: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class PauseReason:
    reason: str
    name: str
    """As the officer chooses it; the display only says that the counter pauses."""
    name_en: str = ""


class SpecialDayKind(StrEnum):
    WRITE_FOR = "write_for"
    """Officers write the forms where the law allows."""
    SAME_DAY = "same_day"
    """A complete dossier gets its result the same day."""


@dataclass(frozen=True, slots=True)
class SpecialDay:
    weekday: int
    """0 is Monday."""
    kind: SpecialDayKind
    tick: str
    """The finish tick that says that the promise was kept."""
    name: str
    name_en: str
    sentence: str
    """What kiosk and slip tell people on that day."""
    sentence_en: str


@dataclass(frozen=True, slots=True)
class SupplementRules:
    """How somebody who comes back with what was missing is received."""

    days_valid: int = 30
    """Calendar days, the day of asking not counted."""
    people_before: int = 2
    """The stated place: at most so many people who wait for the same are called before."""


@dataclass(frozen=True, slots=True)
class PlaceRules:
    """Reserved places (Số đặt trước) on the next working day."""

    slot_minutes: int = 15
    per_slot: int = 2
    """Places of one service in one slot."""
    late_minutes: int = 30
    """Who comes later than this takes the rank of that moment."""
    moves_at_closing: bool = False
    """Whoever still waits when the schedule closes the day gets a place on the next working day, with a slip."""


@dataclass(frozen=True, slots=True)
class SlipOptions:
    """What of a ticket's slip the centre chooses."""

    shows_people_ahead: bool = True
    shows_counters: bool = True
    shows_waiting_time: bool = True
    footer: str = ""
    footer_en: str = ""


@dataclass(frozen=True)  # without slots: it keeps what it has counted together
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
    parent: str = ""
    """The body above it, as official papers name it; empty: they name none."""
    notice: str = ""
    notice_en: str = ""
    zones: tuple[Zone, ...] = ()
    ticks: tuple[FinishTick, ...] = ()
    pause_reasons: tuple[PauseReason, ...] = (PauseReason("break", "Nghỉ giải lao", "Short break"),)
    special_days: tuple[SpecialDay, ...] = ()
    supplements: SupplementRules = SupplementRules()
    places: PlaceRules = PlaceRules()
    slip: SlipOptions = SlipOptions()
    languages: tuple[str, ...] = ("vi", "en")
    """What citizens may choose and officers may speak, as tags."""
    help_service: str | None = None
    """The service that "Tôi cần hướng dẫn" gives a number of."""
    purposes: tuple[Purpose, ...] = ()
    """Empty: nobody is asked what they come for."""
    rush: RushRules = RushRules()
    wifi: Wifi | None = None
    voice: VoiceRules = VoiceRules()
    shows_figures: bool = True
    """Whether boards show the centre's own satisfaction and waits between calls."""
    is_sample: bool = False
    """Nothing here is of a real centre: every page says so."""

    def service(self, code: str) -> Service | None:
        return next((service for service in self.services if service.code == code), None)

    def counter(self, counter_id: str) -> Counter | None:
        return next((counter for counter in self.counters if counter.counter_id == counter_id), None)

    def counters_of(self, service: str) -> tuple[Counter, ...]:
        return self._counters_by_service.get(service, ())

    @cached_property
    def _counters_by_service(self) -> dict[str, tuple[Counter, ...]]:
        """Asked several times for each ticket and each snapshot."""
        offered = {service for counter in self.counters for service in (*counter.services, *counter.second_services)}
        return {service: tuple(counter for counter in self.counters if counter.serves(service)) for service in offered}

    def outcome(self, outcome: str) -> Outcome | None:
        return next((known for known in self.outcomes if known.outcome == outcome), None)

    def special_day(self, on: date) -> SpecialDay | None:
        return next((day for day in self.special_days if day.weekday == on.weekday()), None)

    def priority_group(self, group: str | None) -> PriorityGroup | None:
        return next((known for known in self.priority_groups if known.group == group), None)

    def rate_of(self, group: str | None) -> str:
        """The queueing group of a declared priority group: its rate, or ordinary."""
        known = self.priority_group(group)
        return known.rate if known else ORDINARY

    def purpose(self, purpose: str | None) -> Purpose | None:
        return next((known for known in self.purposes if known.purpose == purpose), None)

    @property
    def english_names(self) -> tuple[tuple[str, str], ...]:
        """(Vietnamese name, English name) of all that the centre has named in both."""
        named: tuple[Named, ...] = (
            *self.services,
            *self.counters,
            *self.zones,
            *self.priority_groups,
            *self.outcomes,
            *self.ticks,
            *self.pause_reasons,
            *self.special_days,
            *self.purposes,
        )
        return tuple((known.name, known.name_en) for known in named if known.name_en and known.name_en != known.name)

    @property
    def default_outcome(self) -> str:
        return next((known.outcome for known in self.outcomes if known.is_default), self.outcomes[0].outcome)
