"""The retained messages: what a board, a counter, a kiosk or a device has to know right now.

A snapshot is a pure function of the server's tables. Receivers compare (epoch, revision) and ignore
what is older; see docs/messages.md. Clients tolerate fields they do not know.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer


def _rfc3339(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


Instant = Annotated[AwareDatetime, PlainSerializer(_rfc3339, return_type=str, when_used="json")]
"""UTC, written as RFC 3339 with milliseconds."""


LanguageTag = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
"""ISO 639, such as `vi`, `en`, `rad` (Êđê). Who has no texts in it falls back to Vietnamese, message by message."""


class Message(BaseModel):
    """Base of everything on the wire: frozen, tolerant of new fields."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Versioned(Message):
    """`revision` is the journal sequence of the last event included; `epoch` rises at a restore."""

    epoch: int
    revision: int

    def is_older_than(self, other: "Versioned") -> bool:
        return (self.epoch, self.revision) < (other.epoch, other.revision)


class DayState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    """No service day is open: no tickets, no calls."""
    TICKETS_STOPPED = "tickets_stopped"
    """Near closing time: people who have a number are still served."""


class CallState(StrEnum):
    CALLED = "called"
    SERVING = "serving"
    OVER = "over"
    """Finished, absent, undone or sent back: the board no longer sends anybody there."""


class BoardCall(Message):
    """One call or recall. `call_id` grows with time; a recall has its own."""

    call_id: int
    seq: int
    number: str
    service: str
    counter_id: str
    counter_number: int
    state: CallState
    is_recall: bool
    language: LanguageTag
    called_at: Instant
    to_seat: bool = False
    """The officer comes to where the citizen sits: nobody has to walk."""
    zone: str = ""
    """The part of the hall where the counter is; empty: the centre has no zones."""


class ServiceWaiting(Message):
    service: str
    name: str
    name_en: str
    waiting: int
    is_closed: bool = False
    """No more numbers of this service today."""
    zones: list[str] = []
    """The parts of the hall where counters serve it; empty: the centre has none."""


class VolumeSpan(Message):
    """Local time, `HH:MM`."""

    opens: str
    closes: str
    percent: int = Field(ge=0, le=100)


class VoiceRules(Message):
    """How boards speak."""

    whole_numbers: bool = False
    """Numbers of tickets as whole numbers, instead of digit by digit."""
    zero_word: Literal["linh", "lẻ"] = "linh"
    """How the region says the nought of 105."""
    percent: int = Field(default=100, ge=0, le=100)
    """The volume outside the spans."""
    volumes: list[VolumeSpan] = []


class CentreFigures(Message):
    """What the centre says of itself: never of an officer or a counter, and of whole days only."""

    since: str
    """Local dates, ISO 8601, both included."""
    until: str
    satisfied_percent: float
    satisfied_low: float
    satisfied_high: float
    """The 95 % Wilson interval."""
    rated: int
    coverage_percent: float
    wait_p50_min: int | None
    wait_p90_min: int | None


class BoardPicture(Message):
    picture_id: int
    sha256: str
    """What `GET /api/v1/pictures/{picture_id}` must hold."""


class BoardSnapshot(Versioned):
    centre_name: str
    day: DayState
    calls: list[BoardCall] = Field(max_length=20)
    """The last 20 calls, newest first."""
    waiting: list[ServiceWaiting]
    notice: str
    notice_en: str
    timezone: str
    resumes_at: Instant | None = None
    """Calling rests (lunch) and goes on then; None: it does not rest."""
    centre_name_en: str = ""
    voice: VoiceRules = VoiceRules()
    figures: CentreFigures | None = None
    """None: fewer than ten ratings, or the centre does not show them."""
    pictures: list[BoardPicture] = []
    """Shown between calls, in this order."""
    zones: dict[str, str] = {}
    """Name of each part of the hall, by id."""
    zones_en: dict[str, str] = {}
    rooms: dict[str, str] = {}
    """The room of each zone, by zone id: who hears whom. A zone that is not there is a room of its own."""


class CounterState(StrEnum):
    UNSTAFFED = "unstaffed"
    FREE = "free"
    PAUSED = "paused"
    """The officer is away for a while; nobody is called here."""
    CALLING = "calling"
    SERVING = "serving"


class RatingLevel(Message):
    """One button of the pad. `value`: 1 is the worst. The list is in the pad's order, best first."""

    value: int
    name: str
    name_en: str
    asks_reason: bool = False
    """After a press of it a screen asks what it was about; the answer may be skipped."""


class RatingReason(Message):
    """What a low rating may be about."""

    reason: str
    name: str
    name_en: str
    icon: str = ""


class OpenWindow(Message):
    """A rating window that takes presses now.

    `remaining_ms` holds at the moment of sending, which is `sent_at` by the server's clock: a receiver
    that got the message late (retained) subtracts what has passed since.
    """

    window_id: int
    opened_at: Instant
    closes_at: Instant
    remaining_ms: int
    language: LanguageTag = "vi"
    """Of the citizen who is asked; somebody else may be called meanwhile."""


class CounterSnapshot(Versioned):
    counter_id: str
    counter_number: int
    counter_name: str
    state: CounterState
    officer_name: str | None
    number: str | None
    """The number called or being served."""
    service_name: str | None
    service_name_en: str | None
    call_id: int | None
    language: LanguageTag
    question: str
    question_en: str
    levels: list[RatingLevel]
    window: OpenWindow | None
    sent_at: Instant
    timezone: str
    resumes_at: Instant | None = None
    """Calling rests (lunch) and goes on then."""
    counter_name_en: str = ""
    """Empty: the centre gave none, and the Vietnamese name stands."""
    reasons: list[RatingReason] = []
    """In the scheme's order; empty: none are asked."""


class RatingAsked(Message):
    """What a kiosk asks on the way out, of whoever was served and has the slip."""

    question: str
    question_en: str
    levels: list[RatingLevel]
    reasons: list[RatingReason] = []


class KioskService(Message):
    service: str
    name: str
    name_en: str
    colour: str
    icon: str
    waiting: int
    counters: list[int]
    """Numbers of the counters that serve it."""
    is_open: bool
    closed_reason: Literal["", "no_counter", "closed", "quota", "hours"] = ""
    """Why it gives no number now; empty while it does."""
    wait_low_min: int | None = None
    wait_high_min: int | None = None
    """Minutes that somebody who takes a number now is likely to wait; None: nothing can be said."""
    today_unlikely: bool = False
    """A number taken now will probably not be called today: the kiosk says so before it prints."""
    next_place_at: Instant | None = None
    """The next free reserved place (Số đặt trước) on a later working day; None: none is offered."""


class KioskPurpose(Message):
    """What a citizen comes for: to hand in, to bring a supplement, to fetch a result, to ask."""

    purpose: str
    name: str
    name_en: str
    icon: str


class KioskLanguage(Message):
    tag: LanguageTag
    name: str
    """In that language itself, such as `Êđê`."""


class WifiAccess(Message):
    """The hall's own wireless network, for following a number on a phone. Not a secret: slips print it."""

    name: str
    password: str = ""
    """Empty: an open network."""


class KioskPriorityGroup(Message):
    group: str
    name: str
    name_en: str
    icon: str


class PriorityRule(Message):
    """The centre's own rule, which every kiosk shows."""

    rate: float
    """How many times as fast the waiting time of people with priority counts, of several groups the most."""
    least_rate: float | None = None
    """The least of the groups; None: all have `rate`."""
    overtaken_at_most: int
    """Nobody is overtaken more often."""
    extra_wait_at_most_minutes: int
    """Nobody who has been overtaken waits longer than this before being next."""


class OpeningSpan(Message):
    """One stretch of opening hours, local time, `HH:MM`."""

    opens: str
    closes: str


class SlipOptions(Message):
    """What of a ticket's slip the centre chose."""

    shows_people_ahead: bool = True
    shows_counters: bool = True
    shows_waiting_time: bool = True
    footer: str = ""
    footer_en: str = ""


class KioskSnapshot(Versioned):
    centre_name: str
    centre_name_en: str
    day: DayState
    services: list[KioskService]
    priority_groups: list[KioskPriorityGroup]
    priority_rule: PriorityRule | None = None
    hours_today: list[OpeningSpan]
    notice: str
    notice_en: str
    timezone: str
    resumes_at: Instant | None = None
    """Calling rests (lunch) and goes on then."""
    special_day: str = ""
    """What today promises, such as "Hôm nay cán bộ viết giúp Ông/Bà tờ khai."."""
    special_day_en: str = ""
    slip: SlipOptions = SlipOptions()
    help_service: str | None = None
    """The service that "Tôi cần hướng dẫn" gives a number of; None: the centre has no help desk. It is in `services`
    too, and has no tile of its own there."""
    purposes: list[KioskPurpose] = []
    """Empty: the kiosk asks no purpose."""
    is_rush: bool = False
    """One touch, one slip, the next person: no further page."""
    wifi: WifiAccess | None = None
    has_phone_page: bool = False
    """Whether slips carry the address of the number's own page."""
    languages: list[KioskLanguage] = []
    """What the centre's citizens may choose; the kiosk offers its screens only in those it has complete."""
    procedures_revision: int = 0
    """Grows when the list of procedures changes (`GET /api/v1/procedures`); 0: the centre has none."""
    takes_procedures: bool = False
    """Whether a request for a number may say for which procedure it is; False: a former server would refuse it."""
    voice: VoiceRules = VoiceRules()
    rating: RatingAsked | None = None
    """None: from a former server."""


class JobKind(StrEnum):
    TICKET_SLIP = "ticket_slip"
    """The slip of a ticket that staff took for a citizen, or a reprint."""
    RETURN_SLIP = "return_slip"
    """What is missing, until when it may be brought, the code that is shown then."""
    PLACE_SLIP = "place_slip"
    """A reserved place (Số đặt trước): its day, its time, its code."""
    DAY_SLIP = "day_slip"
    """The end of the day: counts and the head of the journal's chain."""
    TEST_SLIP = "test_slip"
    TEST_SOUND = "test_sound"


class Job(Message):
    """Something a device does once, stored before it is done, and reports to `POST /api/v1/jobs/{job_id}/outcome`."""

    job_id: str
    kind: str
    """One of `JobKind`; a device reports one it does not know as failed."""
    payload: dict[str, str]


class DeviceSnapshot(Versioned):
    device_id: str
    kind: Literal["kiosk", "board", "counter", "pad"]
    counter_id: str | None
    zone: str | None
    settings_revision: int
    jobs: list[Job]
    speaks: bool = True
    """Whether it calls by voice: two boards of one room must not speak over each other."""
    kiosk_number: int | None = None
    """Of a kiosk: the 2 of the emergency numbers X2-001 it gives by itself."""
    rotation_asked: bool = False
    """It is to take another credential now."""


class ServerPresence(Message):
    """Said every 5 s and by the last will (`online` false, `at` null)."""

    online: bool
    epoch: int
    revision: int
    at: Instant | None


class DevicePresence(Message):
    """A device's own word that it lives, and what ails it. The last will says `online` false."""

    device_id: str
    online: bool
    boot_id: str
    version: str
    faults: list[str]
    """Codes of docs/messages.md, such as `paper_out`, `printer_silent`, `button_stuck:3`, `no_sound`."""
