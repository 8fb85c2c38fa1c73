"""The centre file: services, counters, priority, hours, rating scheme, staff; read, checked, made into rules.

JSON. Every fault is named with the place where it stands; a file with a fault changes nothing.
"""

import json
import unicodedata
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from server.centre_agreement import CLOCK_TIME, disagreements, wrong_times
from server.centre_faults import CentreFault, Fault, faults_of
from server.domain import centre as domain
from server.domain.instant import MINUTE_MS, SECOND_MS
from server.domain.numbering import SERVICE_LETTERS

_UNPRINTABLE = {"Cc", "Cs", "Zl", "Zp"}
"""Unicode's categories of what no screen, slip or line of a log can carry: controls, half letters, line ends."""


_UNSEEN = "Cf"
"""Marks without width, and those that turn the direction of writing: pasted by accident, or to hide something."""


def _refuse_unprintable(text: str) -> str:
    """The text without marks that nobody sees; what nothing can print is refused."""
    kinds = [unicodedata.category(letter) for letter in text]
    is_unseen = bool(kinds) and set(kinds) == {_UNSEEN}
    for place, (letter, kind) in enumerate(zip(text, kinds, strict=True), start=1):
        if kind in _UNPRINTABLE or is_unseen:
            raise CentreFault("control_character", letter=f"U+{ord(letter):04X}", at=place)
    return "".join(letter for letter, kind in zip(text, kinds, strict=True) if kind != _UNSEEN)


Line = Annotated[str, AfterValidator(_refuse_unprintable)]
Text = Annotated[Line, Field(min_length=1, max_length=200)]
OptionalName = Annotated[Line, Field(max_length=200)]
"""A name that may be left out: the programs then show the Vietnamese one."""
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _spans_follow_each_other(hours: dict[Weekday, list[tuple[str, str]]]) -> dict[Weekday, list[tuple[str, str]]]:
    for day, spans in hours.items():
        wrong = wrong_times(spans)
        if wrong is not None:  # the first one; `disagreements` names all of them
            kind, found = wrong
            raise CentreFault(kind, day, found=found)
    return hours


WeekHours = Annotated[dict[Weekday, list[tuple[str, str]]], AfterValidator(_spans_follow_each_other)]


def _is_clock_time(at: str) -> str:
    if not CLOCK_TIME.fullmatch(at):
        raise CentreFault("no_time_of_day", found=at[:20])
    return at


ClockTime = Annotated[str, AfterValidator(_is_clock_time)]


class InvalidCentreFile(Exception):
    """A centre file that cannot be used: the message says what is wrong and where, `faults` each of it."""

    def __init__(self, message: str, faults: "tuple[Fault, ...]" = ()) -> None:
        super().__init__(message)
        self.faults = faults


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
    notes = frozenset({"motto", "province", "short_name"})
    code: Identifier
    name: Text
    name_en: Line = ""
    parent: Line = ""
    """The body above it, for the header of official papers."""
    timezone: str
    hours: WeekHours
    ticket_open_minutes_before: Annotated[int, Field(ge=0, le=240)] = 30
    ticket_close_minutes_before: Annotated[int, Field(ge=0, le=240)] = 15
    holidays: list[date] = []
    swap_days: dict[date, Weekday] = {}
    """Dates with the hours of another weekday."""
    languages: Annotated[list[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]], Field(min_length=1)] = ["vi", "en"]
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
            raise CentreFault("unknown_zone", found=zone[:40]) from None
        return zone


class PriorityRulePart(Part):
    notes = frozenset({"mode", "print_label"})
    rates: Annotated[dict[Identifier, Annotated[float, Field(gt=0, le=1000)]], Field(min_length=1, max_length=20)]
    overtaken_at_most: Annotated[int, Field(ge=1, le=1000)] = 5
    extra_wait_at_most_minutes: Annotated[int, Field(ge=1, le=600)] = 20


class TicketingPart(Part):
    notes = frozenset({"forbidden_letters", "reserved_letter"})
    priority_rule: PriorityRulePart
    no_show_grace_minutes: Annotated[int, Field(ge=0, le=600)] = 30
    cool_down_seconds: Annotated[int, Field(ge=0, le=3600)] = 300
    recall_limit: Annotated[int, Field(ge=1, le=10)] = 3
    recall_gap_seconds: Annotated[int, Field(ge=10, le=600)] = 40
    hold_expires_minutes: Annotated[int, Field(ge=1, le=600)] = 60


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
    daily_quota: Annotated[int, Field(ge=1, le=9999)] | None = None
    target_wait_minutes: Annotated[int, Field(ge=1, le=600)] = 20
    target_service_minutes: Annotated[int, Field(ge=1, le=600)] = 15
    hours: WeekHours | None = None
    """Its own hours, inside those of the centre; left out: all of them."""
    counters: list[str] | None = Field(default=None, exclude=True)
    """May be told here too; then it has to agree with what the counters say, and only that is kept."""

    @field_validator("code")
    @classmethod
    def _is_a_service_letter(cls, code: str) -> str:
        if len(code) != 1 or code not in SERVICE_LETTERS:
            raise CentreFault("service_letter", found=code[:10], known=" ".join(SERVICE_LETTERS))
        return code


class ZonePart(Part):
    id: Identifier
    name: Text
    name_en: Line = ""
    room: Line = ""
    """Zones of one room hear each other: one board alone speaks there. Empty: a room of its own."""


class CounterPart(Part):
    notes = frozenset({"has_rating_pad"})
    id: Identifier
    number: Annotated[int, Field(ge=1, le=99)]
    name: Text
    services: Annotated[list[str], Field(min_length=1)]
    second_services: list[str] = []
    zone: Line = ""
    name_en: OptionalName = ""
    purposes: list[str] = []
    """The only purposes it serves; none: all of them."""


class PurposePart(Part):
    id: Identifier
    name: Text
    name_en: OptionalName = ""
    icon: Line = ""


class RushPart(Part):
    by_rule: bool = False
    starts_at: Annotated[int, Field(ge=5, le=1000)] = 40
    ends_below: Annotated[int, Field(ge=1, le=1000)] = 20


class WifiPart(Part):
    name: Annotated[Line, Field(min_length=1, max_length=32)]
    password: Annotated[Line, Field(max_length=63)] = ""


class VoicePart(Part):
    whole_numbers: bool = False
    zero_word: Literal["linh", "lẻ"] = "linh"
    percent: Annotated[int, Field(ge=0, le=100)] = 100
    volumes: Annotated[
        list[tuple[ClockTime, ClockTime, Annotated[int, Field(ge=0, le=100)]]], Field(max_length=12)
    ] = []
    """Local times from and to, and how loud in between."""


class LevelPart(Part):
    value: Annotated[int, Field(ge=1, le=5)]
    name: Text
    en: Text
    satisfied: bool | None


class ReasonPart(Part):
    """What a low rating may be about."""

    id: Identifier
    name: Text
    name_en: OptionalName = ""
    icon: OptionalName = ""
    outside: bool = False


class RatingPart(Part):
    policy_id: Identifier
    question: Text
    question_en: Line = ""
    window_seconds: Annotated[int, Field(ge=20, le=600)] = 60
    never_shorter_than_seconds: Annotated[int, Field(ge=20, le=600)] = 20
    levels: Annotated[list[LevelPart], Field(min_length=3, max_length=5)]
    reasons: Annotated[list[ReasonPart], Field(max_length=10)] = []

    @field_validator("levels")
    @classmethod
    def _best_first(cls, levels: list[LevelPart]) -> list[LevelPart]:
        values = [level.value for level in levels]
        if values != list(range(len(values), 0, -1)):
            raise CentreFault("levels", found=values)
        return levels


class ComingRatingPart(RatingPart):
    """A scheme that takes the place of `rating` on a date. Past ratings keep the one that they were given under."""

    starts_on: date


class OutcomePart(Part):
    id: Identifier
    name: Text
    default: bool = False
    kind: Literal["plain", "supplement"] = "plain"
    name_en: OptionalName = ""


class TickPart(Part):
    id: Identifier
    name: Text
    name_en: OptionalName = ""


class PauseReasonPart(Part):
    id: Identifier
    name: Text
    name_en: OptionalName = ""


class SpecialDayPart(Part):
    weekday: Weekday
    kind: Literal["write_for", "same_day"]
    tick: Identifier
    name: Text
    name_en: Line = ""
    sentence: Text
    sentence_en: Line = ""


class SupplementsPart(Part):
    days_valid: Annotated[int, Field(ge=1, le=365)] = 30
    people_before: Annotated[int, Field(ge=0, le=50)] = 2


class PlacesPart(Part):
    slot_minutes: Annotated[int, Field(ge=5, le=120)] = 15
    per_slot: Annotated[int, Field(ge=1, le=50)] = 2
    late_minutes: Annotated[int, Field(ge=0, le=240)] = 30
    moves_at_closing: bool = False


class SlipPart(Part):
    shows_people_ahead: bool = True
    shows_counters: bool = True
    shows_waiting_time: bool = True
    footer: Line = ""
    footer_en: Line = ""


class OfficerPart(Part):
    """Staff are loaded into their own tables; their names never reach the journal."""

    notes = frozenset({"counter"})
    id: Identifier
    display_name: Text
    role: Literal["officer", "head", "technician", "greeter", "auditor"]
    languages: list[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]] = []
    """What the person speaks beside Vietnamese."""
    expires_on: date | None = None
    """The last day on which the account works; volunteers have one."""
    login: Annotated[str, Field(max_length=64)] = ""
    """Empty: the id in small letters."""
    active: bool = True


class DevicePart(Part):
    """Devices are loaded into their own table; their credentials never leave the machine."""

    id: Identifier
    kind: Literal["kiosk", "board", "counter", "pad"]
    counter: str | None = None
    zone: str | None = None
    name: Annotated[Line, Field(max_length=200)] = ""
    speaks: bool | None = None
    """Of a board: whether it calls by voice. None: unless another one of its room does."""


BESIDE = frozenset({"officers", "devices"})
"""Parts that are no part of the set-up's own event: they have events, and secrets, of their own."""


class CentreFile(Part):
    """The whole file. `check_centre` also looks whether its parts fit each other."""

    notes = frozenset({"announcements", "schema", "status"})
    centre: CentrePart
    ticketing: TicketingPart
    priority_groups: list[PriorityGroupPart] = []
    services: Annotated[list[ServicePart], Field(min_length=1, max_length=15)]
    counters: Annotated[list[CounterPart], Field(min_length=1, max_length=99)]
    rating: RatingPart
    coming_ratings: Annotated[list[ComingRatingPart], Field(max_length=10)] = []
    outcomes: Annotated[list[OutcomePart], Field(min_length=1)]
    zones: list[ZonePart] = []
    finish_ticks: list[TickPart] = []
    pause_reasons: Annotated[list[PauseReasonPart], Field(min_length=1)] = [
        PauseReasonPart(id="break", name="Nghỉ giải lao", name_en="Short break")
    ]
    special_days: list[SpecialDayPart] = []
    supplements: SupplementsPart = SupplementsPart()
    places: PlacesPart = PlacesPart()
    slip: SlipPart = SlipPart()
    help_service: str | None = None
    purposes: Annotated[list[PurposePart], Field(max_length=6)] = []
    rush: RushPart = RushPart()
    wifi: WifiPart | None = None
    voice: VoicePart = VoicePart()
    shows_figures: bool = True
    officers: list[OfficerPart] = []
    devices: list[DevicePart] = []

    def set_up(self) -> dict[str, Any]:
        """What the journal keeps of it: everything but staff and devices, as JSON."""
        return self.model_dump(mode="json", exclude=set(BESIDE))


def read_centre_file(path: Path) -> CentreFile:
    """Read and check a centre file.

    Raises:
        InvalidCentreFile: with every fault and its place.
    """
    try:
        values = json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_as_written)
        repeated = list(_keys_twice(values, ()))
        try:
            file = check_centre(values)
        except InvalidCentreFile as error:
            raise _invalid([*repeated, *error.faults]) from None
        if repeated:
            raise _invalid(repeated)
        return file
    except FileNotFoundError:
        raise InvalidCentreFile(f"{path}: no such file") from None
    except json.JSONDecodeError as error:
        raise InvalidCentreFile(f"{path}: line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise InvalidCentreFile(f"{path}: nested too deep") from None
    except (OSError, ValueError) as error:  # also what is no UTF-8, and a number of thousands of digits
        raise InvalidCentreFile(f"{path}: cannot be read ({error})") from None
    except InvalidCentreFile as error:
        raise InvalidCentreFile(f"{path}: {error}", error.faults) from None


_SAYS_MORE = frozenset({"no_first_service"})
"""Kinds that say better than the check of the field alone what is missing there."""


def check_centre(values: Any) -> CentreFile:
    """Check the parsed JSON of a centre file.

    Raises:
        InvalidCentreFile: with every fault and its place.
    """
    faults: list[Fault] = []
    file: CentreFile | None = None
    try:
        file = CentreFile.model_validate(values)
    except ValidationError as error:
        faults = faults_of(error)
    disagreed = disagreements(values)
    better = {fault.place: fault for fault in disagreed if fault.kind in _SAYS_MORE}
    faults = [better.get(fault.place, fault) for fault in faults]
    named = {fault.place for fault in faults}
    faults += [fault for fault in disagreed if fault.place not in named]
    if file is None or faults:
        raise _invalid(faults)
    return file


def _invalid(faults: list[Fault]) -> InvalidCentreFile:
    return InvalidCentreFile("; ".join(str(fault).removesuffix(".") for fault in faults), tuple(faults))


class _AsWritten(dict[str, Any]):
    """An object of the file that remembers which of its keys stand there twice."""

    twice: tuple[str, ...] = ()


def _as_written(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = _AsWritten(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        made.twice = tuple(key for key in made if keys.count(key) > 1)
    return made


def _keys_twice(values: Any, place: tuple[str | int, ...]) -> Iterator[Fault]:
    """Of a key that stands twice JSON keeps the last, unseen: most likely neither was meant to go."""
    if isinstance(values, _AsWritten):
        yield from (Fault((*place, key), "twice", {"name": key}) for key in values.twice)
    inside = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
    for step, value in inside:
        yield from _keys_twice(value, (*place, step))


def centre_of(file: CentreFile) -> domain.Centre:
    """The rules' view of a checked centre file."""
    rule = file.ticketing.priority_rule
    return domain.Centre(
        code=file.centre.code,
        name=file.centre.name,
        name_en=file.centre.name_en or file.centre.name,
        parent=file.centre.parent,
        timezone=file.centre.timezone,
        services=tuple(
            domain.Service(
                service.code,
                service.name,
                service.name_en,
                service.colour,
                service.icon,
                daily_quota=service.daily_quota,
                target_wait_ms=service.target_wait_minutes * MINUTE_MS,
                target_service_ms=service.target_service_minutes * MINUTE_MS,
                week=None if service.hours is None else _week(service.hours),
            )
            for service in sorted(file.services, key=lambda service: (service.order, service.code))
        ),
        counters=tuple(
            domain.Counter(
                counter.id,
                counter.number,
                counter.name,
                tuple(counter.services),
                second_services=tuple(counter.second_services),
                zone=counter.zone,
                name_en=counter.name_en,
                purposes=tuple(counter.purposes),
            )
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
            recall_limit=file.ticketing.recall_limit,
            recall_gap_ms=file.ticketing.recall_gap_seconds * SECOND_MS,
            hold_ms=file.ticketing.hold_expires_minutes * MINUTE_MS,
        ),
        hours=domain.Hours(
            week=_week(file.centre.hours),
            holidays=frozenset(file.centre.holidays),
            swap_days={on: WEEKDAYS.index(day) for on, day in file.centre.swap_days.items()},
            tickets_open_before_min=file.centre.ticket_open_minutes_before,
            tickets_stop_before_min=file.centre.ticket_close_minutes_before,
        ),
        scheme=scheme_of(file.rating),
        outcomes=tuple(
            domain.Outcome(
                outcome.id, outcome.name, outcome.default, domain.OutcomeKind(outcome.kind), name_en=outcome.name_en
            )
            for outcome in file.outcomes
        ),
        zones=tuple(domain.Zone(zone.id, zone.name, zone.name_en or zone.name, zone.room) for zone in file.zones),
        ticks=tuple(domain.FinishTick(tick.id, tick.name, tick.name_en) for tick in file.finish_ticks),
        pause_reasons=tuple(
            domain.PauseReason(reason.id, reason.name, reason.name_en) for reason in file.pause_reasons
        ),
        special_days=tuple(
            domain.SpecialDay(
                weekday=WEEKDAYS.index(day.weekday),
                kind=domain.SpecialDayKind(day.kind),
                tick=day.tick,
                name=day.name,
                name_en=day.name_en or day.name,
                sentence=day.sentence,
                sentence_en=day.sentence_en or day.sentence,
            )
            for day in file.special_days
        ),
        supplements=domain.SupplementRules(**file.supplements.model_dump()),
        places=domain.PlaceRules(**file.places.model_dump()),
        slip=domain.SlipOptions(**file.slip.model_dump()),
        languages=tuple(file.centre.languages),
        help_service=file.help_service,
        purposes=tuple(
            domain.Purpose(purpose.id, purpose.name, purpose.name_en or purpose.name, purpose.icon)
            for purpose in file.purposes
        ),
        rush=domain.RushRules(**file.rush.model_dump()),
        wifi=None if file.wifi is None else domain.Wifi(**file.wifi.model_dump()),
        voice=domain.VoiceRules(
            whole_numbers=file.voice.whole_numbers,
            zero_word=file.voice.zero_word,
            percent=file.voice.percent,
            volumes=tuple(
                domain.VolumeSpan(time.fromisoformat(opens), time.fromisoformat(closes), percent)
                for opens, closes, percent in file.voice.volumes
            ),
        ),
        shows_figures=file.shows_figures,
        notice=file.centre.notice,
        notice_en=file.centre.notice_en,
        is_sample=file.centre.sample,
    )


def _week(hours: dict[Weekday, list[tuple[str, str]]]) -> tuple[tuple[domain.OpeningSpan, ...], ...]:
    return tuple(
        tuple(
            domain.OpeningSpan(time.fromisoformat(opens), time.fromisoformat(closes))
            for opens, closes in hours.get(day, [])
        )
        for day in WEEKDAYS
    )


def scheme_of(rating: RatingPart) -> domain.RatingScheme:
    return domain.RatingScheme(
        scheme_id=rating.policy_id,
        question=rating.question,
        question_en=rating.question_en or rating.question,
        levels=tuple(domain.RatingLevel(level.value, level.name, level.en, level.satisfied) for level in rating.levels),
        window_ms=rating.window_seconds * SECOND_MS,
        shortest_window_ms=rating.never_shorter_than_seconds * SECOND_MS,
        reasons=tuple(
            domain.RatingReason(one.id, one.name, one.name_en or one.name, one.icon, one.outside)
            for one in rating.reasons
        ),
    )
