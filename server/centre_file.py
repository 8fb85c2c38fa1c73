"""The centre file: services, counters, priority, hours, rating scheme, staff; read, checked, made into rules.

JSON. Every fault is named with the place where it stands; a file with a fault changes nothing.
"""

import json
import re
import unicodedata
from datetime import time
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from messaging.plain_faults import plain_faults
from server.domain import centre as domain
from server.domain.instant import MINUTE_MS, SECOND_MS
from server.domain.numbering import SERVICE_LETTERS

_UNPRINTABLE = {"Cc", "Cs", "Zl", "Zp"}
"""Unicode's categories of what no screen, slip or line of a log can carry: controls, half letters, line ends."""


def _refuse_unprintable(text: str) -> str:
    for place, letter in enumerate(text, start=1):
        if unicodedata.category(letter) in _UNPRINTABLE:
            raise ValueError(
                f"the control character U+{ord(letter):04X} stands at place {place}; write one line of text"
            )
    return text


Line = Annotated[str, AfterValidator(_refuse_unprintable)]
Text = Annotated[Line, Field(min_length=1, max_length=200)]
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class InvalidCentreFile(Exception):
    """A centre file that cannot be used: the message says what is wrong and where."""


class Part(BaseModel):
    """Base of the file's parts: a key that is not known is refused, for it is most likely misspelt."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    notes: ClassVar[frozenset[str]] = frozenset()
    """Keys that may stand beside ours and mean nothing to the programs."""

    @model_validator(mode="before")
    @classmethod
    def _leave_notes_alone(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        return {key: value for key, value in values.items() if key not in cls.notes}


class CentrePart(Part):
    notes = frozenset({"motto", "parent", "province", "short_name"})
    code: Identifier
    name: Text
    name_en: Line = ""
    timezone: str
    hours: dict[Weekday, list[tuple[str, str]]]
    ticket_open_minutes_before: Annotated[int, Field(ge=0, le=240)] = 30
    ticket_close_minutes_before: Annotated[int, Field(ge=0, le=240)] = 15
    notice: Line = ""
    notice_en: Line = ""
    sample: bool = False
    """Nothing here is of a real centre: every page says so."""

    @field_validator("timezone")
    @classmethod
    def _zone_is_known(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError(f"unknown time zone '{zone}'") from None
        return zone

    @field_validator("hours")
    @classmethod
    def _spans_follow_each_other(
        cls, hours: dict[Weekday, list[tuple[str, str]]]
    ) -> dict[Weekday, list[tuple[str, str]]]:
        for day, spans in hours.items():
            times = [at for span in spans for at in span]
            for at in times:
                if not _CLOCK_TIME.fullmatch(at):
                    raise ValueError(f"{day}: '{at}' is no time of day, write HH:MM")
            if any(a >= b for a, b in pairwise(times)):
                raise ValueError(f"{day}: opening and closing times must rise, found {' '.join(times)}")
        return hours


class PriorityRulePart(Part):
    notes = frozenset({"mode", "print_label"})
    rates: dict[str, Annotated[float, Field(gt=0, le=1000)]]
    overtaken_at_most: Annotated[int, Field(ge=1, le=1000)] = 5
    extra_wait_at_most_minutes: Annotated[int, Field(ge=1, le=600)] = 20

    @field_validator("rates")
    @classmethod
    def _has_ordinary(cls, rates: dict[str, float]) -> dict[str, float]:
        if domain.ORDINARY not in rates:
            raise ValueError("the rate 'ordinary' is missing")
        return rates


class TicketingPart(Part):
    notes = frozenset({"forbidden_letters", "reserved_letter"})
    priority_rule: PriorityRulePart
    no_show_grace_minutes: Annotated[int, Field(ge=0, le=600)] = 30
    cool_down_seconds: Annotated[int, Field(ge=0, le=3600)] = 300


class PriorityGroupPart(Part):
    id: Identifier
    name: Text
    name_en: Line = ""
    icon: Line = ""
    rate: str


class ServicePart(Part):
    notes = frozenset({"letter_reading"})
    code: str
    name: Text
    name_en: Text
    colour: Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
    icon: Line = ""
    order: int = 0
    counters: list[str] | None = Field(default=None, exclude=True)
    """May be told here too; then it has to agree with what the counters say, and only that is kept."""

    @field_validator("code")
    @classmethod
    def _is_a_service_letter(cls, code: str) -> str:
        if len(code) != 1 or code not in SERVICE_LETTERS:
            raise ValueError(f"'{code}' is no service letter; use one of {' '.join(SERVICE_LETTERS)}")
        return code


class CounterPart(Part):
    notes = frozenset({"has_rating_pad"})
    id: Identifier
    number: Annotated[int, Field(ge=1, le=99)]
    name: Text
    services: Annotated[list[str], Field(min_length=1)]


class LevelPart(Part):
    value: Annotated[int, Field(ge=1, le=5)]
    name: Text
    en: Text
    satisfied: bool | None


class RatingPart(Part):
    policy_id: Identifier
    question: Text
    question_en: Line = ""
    window_seconds: Annotated[int, Field(ge=20, le=600)] = 60
    never_shorter_than_seconds: Annotated[int, Field(ge=20, le=600)] = 20
    levels: Annotated[list[LevelPart], Field(min_length=3, max_length=5)]

    @field_validator("levels")
    @classmethod
    def _best_first(cls, levels: list[LevelPart]) -> list[LevelPart]:
        values = [level.value for level in levels]
        if values != list(range(len(values), 0, -1)):
            raise ValueError(f"levels go from the best down to 1 without a gap, found {values}")
        return levels


class OutcomePart(Part):
    id: Identifier
    name: Text
    default: bool = False


class OfficerPart(Part):
    """Staff are loaded into their own tables; their names never reach the journal."""

    notes = frozenset({"counter"})
    id: Identifier
    display_name: Text
    role: Literal["officer", "head", "technician", "greeter", "auditor"]


class CentreFile(Part):
    notes = frozenset({"announcements", "schema", "status"})
    centre: CentrePart
    ticketing: TicketingPart
    priority_groups: list[PriorityGroupPart] = []
    services: Annotated[list[ServicePart], Field(min_length=1, max_length=15)]
    counters: Annotated[list[CounterPart], Field(min_length=1, max_length=99)]
    rating: RatingPart
    outcomes: Annotated[list[OutcomePart], Field(min_length=1)]
    officers: list[OfficerPart] = []

    @model_validator(mode="after")
    def _parts_agree(self) -> "CentreFile":
        _refuse_repeats("services", [service.code for service in self.services])
        _refuse_repeats("counters", [counter.id for counter in self.counters])
        _refuse_repeats("counters: number", [str(counter.number) for counter in self.counters])
        _refuse_repeats("priority_groups", [group.id for group in self.priority_groups])
        _refuse_repeats("officers", [officer.id for officer in self.officers])
        known = {service.code for service in self.services}
        for counter in self.counters:
            for code in counter.services:
                if code not in known:
                    raise ValueError(f"counters: {counter.id} serves '{code}', which is no service of this centre")
        self._services_name_their_counters()
        for group in self.priority_groups:
            if group.rate not in self.ticketing.priority_rule.rates:
                raise ValueError(f"priority_groups: {group.id} has rate '{group.rate}', which is not in the rates")
        return self

    def _services_name_their_counters(self) -> None:
        serving = {counter.id: counter.services for counter in self.counters}
        for place, service in enumerate(self.services):
            for counter_id in service.counters or ():
                if counter_id not in serving:
                    raise ValueError(
                        f"services.{place}.counters: {service.code} names '{counter_id}', which is no counter"
                    )
                if service.code not in serving[counter_id]:
                    raise ValueError(
                        f"services.{place}.counters: {service.code} names {counter_id}, "
                        f"but counters: {counter_id} does not serve {service.code}"
                    )
            if service.counters is None:
                continue
            for counter_id, codes in serving.items():
                if service.code in codes and counter_id not in service.counters:
                    raise ValueError(
                        f"services.{place}.counters: {service.code} does not name {counter_id}, "
                        f"but counters: {counter_id} serves {service.code}"
                    )


def read_centre_file(path: Path) -> CentreFile:
    """Read and check a centre file.

    Raises:
        InvalidCentreFile: with every fault and its place.
    """
    try:
        return check_centre(json.loads(path.read_text(encoding="utf-8-sig")))
    except FileNotFoundError:
        raise InvalidCentreFile(f"{path}: no such file") from None
    except json.JSONDecodeError as error:
        raise InvalidCentreFile(f"{path}: line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise InvalidCentreFile(f"{path}: nested too deep") from None
    except (OSError, ValueError) as error:  # also what is no UTF-8, and a number of thousands of digits
        raise InvalidCentreFile(f"{path}: cannot be read ({error})") from None
    except InvalidCentreFile as error:
        raise InvalidCentreFile(f"{path}: {error}") from None


def check_centre(values: Any) -> CentreFile:
    """Check the parsed JSON of a centre file.

    Raises:
        InvalidCentreFile: with every fault and its place.
    """
    try:
        return CentreFile.model_validate(values)
    except ValidationError as error:
        raise InvalidCentreFile("; ".join(plain_faults(error))) from None


def centre_of(file: CentreFile) -> domain.Centre:
    """The rules' view of a checked centre file."""
    rule = file.ticketing.priority_rule
    return domain.Centre(
        code=file.centre.code,
        name=file.centre.name,
        name_en=file.centre.name_en or file.centre.name,
        timezone=file.centre.timezone,
        services=tuple(
            domain.Service(service.code, service.name, service.name_en, service.colour, service.icon)
            for service in sorted(file.services, key=lambda service: (service.order, service.code))
        ),
        counters=tuple(
            domain.Counter(counter.id, counter.number, counter.name, tuple(counter.services))
            for counter in sorted(file.counters, key=lambda counter: counter.number)
        ),
        priority_groups=tuple(
            domain.PriorityGroup(group.id, group.name, group.name_en or group.name, group.icon, group.rate)
            for group in file.priority_groups
        ),
        queue=domain.QueueRules(
            rates=dict(rule.rates),
            overtaken_at_most=rule.overtaken_at_most,
            overtaken_for_at_most_ms=rule.extra_wait_at_most_minutes * MINUTE_MS,
            no_show_grace_ms=file.ticketing.no_show_grace_minutes * MINUTE_MS,
            cool_down_ms=file.ticketing.cool_down_seconds * SECOND_MS,
        ),
        hours=domain.Hours(
            week=tuple(
                tuple(
                    domain.OpeningSpan(time.fromisoformat(opens), time.fromisoformat(closes))
                    for opens, closes in file.centre.hours.get(day, [])
                )
                for day in WEEKDAYS
            ),
            tickets_open_before_min=file.centre.ticket_open_minutes_before,
            tickets_stop_before_min=file.centre.ticket_close_minutes_before,
        ),
        scheme=scheme_of(file.rating),
        outcomes=tuple(domain.Outcome(outcome.id, outcome.name, outcome.default) for outcome in file.outcomes),
        notice=file.centre.notice,
        notice_en=file.centre.notice_en,
        is_sample=file.centre.sample,
    )


def scheme_of(rating: RatingPart) -> domain.RatingScheme:
    return domain.RatingScheme(
        scheme_id=rating.policy_id,
        question=rating.question,
        question_en=rating.question_en or rating.question,
        levels=tuple(domain.RatingLevel(level.value, level.name, level.en, level.satisfied) for level in rating.levels),
        window_ms=rating.window_seconds * SECOND_MS,
        shortest_window_ms=rating.never_shorter_than_seconds * SECOND_MS,
    )


def _refuse_repeats(what: str, names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"{what}: '{name}' stands there twice")
