"""Bodies and replies of the devices' HTTP calls (`/api/v1/...`)."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, JsonValue, SerializerFunctionWrapHandler, model_serializer

from messaging.snapshots import Instant, LanguageTag, Message


class Request(Message):
    """What a device sends. A field that the server does not know is from a newer device and is ignored: what else it
    says holds. Former servers refused the whole.
    """


LARGEST_INTEGER = 2**63 - 1
"""What a column holds. A larger number is malformed, not a fault of the server."""

LONGEST_AGE_MS = 10 * 365 * 24 * 3600 * 1000
"""Ten years: no device runs for longer without a restart, and the moment of what it did stays a date."""

ServiceCode = Annotated[str, Field(pattern=r"^[ABCEGHKLMNPRSTV]$")]
ProcedureCode = Annotated[str, Field(max_length=64, pattern=r"^[^\x00-\x20\x7f]([^\x00-\x1f\x7f]*[^\x00-\x20\x7f])?$")]
"""A procedure's code as the centre's list has it: mostly of the national list, such as `1.001193`."""


def without_no_procedure(dumped: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """A former server does not know the field and refuses it: only who has something to say sends it."""
    return {name: value for name, value in dumped.items() if name != "procedure" or value is not None}


class TicketRequest(Request):
    """`POST /api/v1/tickets`, Idempotency-Key = intent_id."""

    intent_id: UUID
    service: ServiceCode
    priority_group: str | None = Field(default=None, max_length=64)
    language: LanguageTag = "vi"
    purpose: str | None = Field(default=None, max_length=64)
    """One of the centre's purposes."""
    procedure: ProcedureCode | None = None
    """Of the procedure that was looked up and taken the number for; None: none was. The server leaves one out that its
    own list does not have for the service."""

    @model_serializer(mode="wrap")
    def _as_sent(self, dumped: SerializerFunctionWrapHandler) -> dict[str, JsonValue]:
        return without_no_procedure(dumped(self))


class IssuedTicket(Message):
    """The answer to a TicketRequest; a repeat of the intent gets the very same one."""

    ticket_id: int
    number: str
    service: str
    service_name: str
    service_name_en: str
    people_ahead: int
    counters: list[int]
    priority_group: str | None
    priority_name: str | None
    priority_name_en: str | None
    issued_at: Instant
    """Server time; the slip shows it in `timezone`."""
    timezone: str
    centre_name: str
    url: str | None
    """What the slip's QR says; None when the centre has set no public address."""
    language: LanguageTag
    wait_low_min: int | None = None
    wait_high_min: int | None = None
    """Minutes that the wait is likely to last; None: nothing can be said."""
    not_before: Instant | None = None
    """The appointed time of a reserved place that was claimed early: not called before."""
    special_day: str = ""
    """What today promises, in the ticket's language."""
    purpose_name: str = ""
    purpose_name_en: str = ""
    check: str = ""
    """Three digits on the slip: with the number they say, at a kiosk, that it is one's own."""
    today_unlikely: bool = False
    """Taken all the same: with a chance below one half it is called before closing."""


class PrintOutcome(StrEnum):
    PRINTED = "printed"
    SHOWN = "shown"
    """The citizen touched "Tôi đã ghi số"."""
    UNKNOWN = "unknown"
    """All bytes were sent and the printer did not answer."""
    NOT_PRINTED = "not_printed"


class PrintReport(Request):
    """`POST /api/v1/tickets/{ticket_id}/print-outcomes`, Idempotency-Key = report_id."""

    report_id: UUID
    outcome: PrintOutcome
    intent_id: UUID | None = None
    """Of the ticket: after a restore another ticket may have its id. None: an older kiosk does not say."""

    @model_serializer(mode="wrap")
    def _without_no_intent(self, dumped: SerializerFunctionWrapHandler) -> dict[str, JsonValue]:
        """A former server refuses the field, also an empty one."""
        values: dict[str, JsonValue] = dumped(self)
        if self.intent_id is None:
            values.pop("intent_id", None)
        return values


class IntentCancellation(Request):
    """`POST /api/v1/intents/{intent_id}/cancellation`, Idempotency-Key = cancellation_id.

    The kiosk gave up on an intent whose answer it never saw (90 s). A ticket that exists is cancelled on
    record; a request of this intent that arrives later is refused with 410.
    """

    cancellation_id: UUID
    emergency: Annotated[str, Field(pattern=r"^X[1-9][0-9]?-[0-9]{3}$")] | None = None
    """The number of the kiosk's own series that it had given for the intent, and that nobody took away."""


class IntentCancelled(Message):
    intent_id: UUID
    number: str | None
    """The number that was cancelled, or None when the server had never seen the intent."""


class PressReport(Request):
    """`POST /api/v1/presses`, Idempotency-Key = press_id."""

    press_id: UUID
    boot_id: UUID
    n: int = Field(ge=1, le=LARGEST_INTEGER)
    """Counts the presses of this boot of the pad."""
    level: int = Field(ge=1, le=5)
    window_id: int | None = Field(ge=1, le=LARGEST_INTEGER)
    """The window the pad showed as open, or None when it showed none."""
    age_ms: int | None = Field(ge=0, le=LONGEST_AGE_MS)
    """Time since the press on the pad's monotonic clock; None after a reboot or a clock jump."""
    channel: Literal["pad", "touch"] = "pad"
    """Buttons, or a touch screen."""


ReasonId = Annotated[str, Field(min_length=1, max_length=64)]


class RatingReasons(Request):
    """`POST /api/v1/rating-reasons`, Idempotency-Key = answer_id, by a touch pad: why the rating of a press was low.

    It is sent after its press. The window is that of the press; the first answer for a window stands.
    """

    answer_id: UUID
    press_id: UUID
    reasons: list[ReasonId] = Field(min_length=1, max_length=10)
    """Of the reasons of the counter's snapshot."""
    after_ms: int = Field(ge=0, le=LONGEST_AGE_MS)
    """From the press to the answer on the pad's own clock; an outage delays both alike."""


class KnownNumber(Request):
    """The highest number of a series that a kiosk has seen."""

    day: date
    prefix: ServiceCode
    highest: int = Field(ge=1, le=99_999)


class KnownNumbers(Request):
    """`POST /api/v1/known-numbers`, Idempotency-Key = report_id: what a kiosk has on its disk of the numbers given.

    Sent at each start of the kiosk and when it hears a new epoch: after a restore the server passes over what it lost.
    """

    report_id: UUID
    numbers: list[KnownNumber] = Field(max_length=64)


class KnownNumbersTaken(Message):
    """The answer: from now on no number up to those is given."""

    report_id: UUID
    skipped: int
    """How many the server had lost; 0 while nothing was."""


class EmergencyTicket(Request):
    """`POST /api/v1/emergency-tickets`, Idempotency-Key = `emergency-` and intent_id: a number that the kiosk gave by
    itself while it could not reach the server. Sent in the order of the numbers. The intent may have been a
    TicketRequest before.
    """

    intent_id: UUID
    number: int = Field(ge=1, le=999)
    shown: Annotated[str, Field(pattern=r"^X[1-9][0-9]?-[0-9]{3}$")]
    service: ServiceCode
    priority_group: str | None = Field(default=None, max_length=64)
    purpose: str | None = Field(default=None, max_length=64)
    language: LanguageTag = "vi"
    check: Annotated[str, Field(pattern=r"^[0-9]{3}$")] | None = None
    """The three digits on the slip, chosen by the kiosk; None: there are none on it."""
    age_ms: int | None = Field(ge=0, le=LONGEST_AGE_MS)
    """Time since it was printed, on the kiosk's monotonic clock; None after a reboot."""
    printed_at: Instant | None = None
    """When it was printed by the server's time, as a kiosk knows it that has heard the server since its start; else
    None. After a reboot it says of which day the number is, and nothing else."""
    procedure: ProcedureCode | None = None
    """As of a TicketRequest; a ticket that the intent had already keeps its own."""

    @model_serializer(mode="wrap")
    def _as_sent(self, dumped: SerializerFunctionWrapHandler) -> dict[str, JsonValue]:
        return without_no_procedure(dumped(self))


class EmergencyTicketTaken(Message):
    ticket_id: int
    number: str
    """As printed."""
    superseded: str | None
    """The number that the server had given the same intent, which nobody saw."""


class OwnWord(StrEnum):
    """What a citizen says of the own number."""

    PRESENT = "present"
    """Tôi đã có mặt."""
    GIVE_BACK = "give_back"
    LATE = "late"


class OwnNumber(Request):
    """`POST /api/v1/own-numbers`, by a kiosk: the number and the three digits of the slip, and what its holder says.

    404 `own_number`: no such pair today; tries are limited. 409 `too_late`: it is called or over.
    """

    word_id: UUID
    """Idempotency-Key."""
    number: Annotated[str, Field(min_length=2, max_length=8)]
    check: Annotated[str, Field(pattern=r"^[0-9]{3}$")]
    word: OwnWord | None = None
    """None only asks how the number stands."""
    late_minutes: int | None = Field(default=None, ge=5, le=120)


class OwnTicketWord(Request):
    """`POST /api/v1/public/tickets/{token}/words`, by the program that serves phones: what the holder of the slip's
    address says, or asks. Refused as `OwnNumber` is.
    """

    word_id: UUID
    """Idempotency-Key."""
    word: OwnWord | None = None
    """None only asks how the number stands."""
    late_minutes: int | None = Field(default=None, ge=5, le=120)


class AwayRating(Request):
    """`POST /api/v1/public/tickets/{token}/ratings`, by the program that serves phones: the holder of the slip's
    address rates the turn that was served last and not rated so before.

    404 `own_number`: no number of today. 409 `not_served`, `already_rated`.
    """

    rating_id: UUID
    """Idempotency-Key."""
    level: int = Field(ge=1, le=5)
    browser: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{16,64}$")] | None = None
    """A random id that the browser keeps and sends with ratings alone; None: it has none."""


class AwayWords(Request):
    """`POST /api/v1/public/tickets/{token}/rating-words`, by the program that serves phones: what the rating was about,
    and the citizen's own words. What comes later than three minutes after a low rating is answered and not kept.
    """

    answer_id: UUID
    """Idempotency-Key."""
    reasons: list[ReasonId] = Field(default_factory=list, max_length=10)
    words: str = Field(default="", max_length=1000)
    """At most 500 letters of it are kept, without numbers and addresses that could name somebody."""


class OwnRating(Request):
    """`POST /api/v1/own-ratings`, by a kiosk: the number and the three digits of the slip, and its holder's rating.

    404 `own_number`: no such pair on that day; tries are limited. 409 `not_served`, `already_rated`, `day_over`.
    """

    rating_id: UUID
    """Idempotency-Key."""
    day: date | None = None
    """Of the number, as `OwnNumberTold` said it: an outage may hold the rating over night. None: the day of now."""
    number: Annotated[str, Field(min_length=2, max_length=8)]
    check: Annotated[str, Field(pattern=r"^[0-9]{3}$")]
    level: int = Field(ge=1, le=5)
    reasons: list[ReasonId] = Field(default_factory=list, max_length=10)
    """What a low rating is about; may be skipped."""


class RatingTaken(Message):
    rating_id: UUID
    asks_reason: bool = False
    """It was low, and a reason may still be given."""


class WordsTaken(Message):
    answer_id: UUID


class OwnNumberTold(Message):
    number: str
    state: str
    """Of the turn that the ticket shows."""
    service_name: str
    service_name_en: str
    people_ahead: int
    wait_low_min: int | None = None
    wait_high_min: int | None = None
    counter_number: int | None = None
    is_confirmed: bool = False
    postponed_until: Instant | None = None
    timezone: str = "Asia/Ho_Chi_Minh"
    may_rate: bool = False
    """A turn of this number was served today and not yet rated away from the desk."""
    day: date | None = None
    """The service day of the number; None: from a former server."""


class PlaceRequest(Request):
    """`POST /api/v1/places`, Idempotency-Key = intent_id: a reserved place (Số đặt trước) instead of a number today."""

    intent_id: UUID
    service: ServiceCode
    priority_group: str | None = Field(default=None, max_length=64)
    language: LanguageTag = "vi"


class ReservedPlace(Message):
    place_id: int
    code: str
    """Six digits: what the citizen enters when there."""
    service: str
    service_name: str
    service_name_en: str
    at: Instant
    """When the place is called at the earliest; shown in `timezone`."""
    timezone: str
    centre_name: str
    language: LanguageTag
    late_minutes: int | None = None
    """So long after `at` is the place kept: who comes later ranks from that moment. None: from a former server."""


class ClaimRequest(Request):
    """`POST /api/v1/claims`, Idempotency-Key = intent_id: a ticket for the code of a reserved place or a return slip.

    The answer is an IssuedTicket. 404 `code`: no such code, or no longer valid. 409 `place_later`: the place is of
    another day.
    """

    intent_id: UUID
    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    language: LanguageTag = "vi"


class JobOutcome(StrEnum):
    DONE = "done"
    UNKNOWN = "unknown"
    """All bytes were sent and nobody answered."""
    FAILED = "failed"


class JobReport(Request):
    """`POST /api/v1/jobs/{job_id}/outcome`, Idempotency-Key = report_id."""

    report_id: UUID
    outcome: JobOutcome


class DeskKey(StrEnum):
    """The keys of the number pad at a desk."""

    NEXT = "next"
    RECALL = "recall"
    CAME = "came"
    ABSENT = "absent"
    FINISH = "finish"


class DeskKeyPress(Request):
    """`POST /api/v1/desk-keys`, Idempotency-Key = press_id, by the counter display whose pad was pressed.

    It acts for the officer who is signed on at the display's counter.
    """

    press_id: UUID
    key: DeskKey
    age_ms: int = Field(ge=0, le=60_000)
    """Time since the press. An old press is refused (409 `too_old`): the officer has looked elsewhere by then."""


class DeskKeyDone(Message):
    message: str
    """What happened, in Vietnamese, for the display's lower edge."""
    number: str | None


class Procedures(Message):
    """`GET /api/v1/procedures`, by a kiosk: the centre's list of procedures. `If-None-Match` with the ETag that it was
    sent with is answered 304 while it stands.
    """

    revision: int
    """Of the import; `KioskSnapshot.procedures_revision` says when there is another."""
    page_url: str | None
    """Of the page of procedures on a phone, without a slash at its end; None when the centre has no public address."""
    procedures: list[dict[str, JsonValue]]
    """Each with the fields of docs/procedures.md, those that hold no more or not yet as well."""


class PressReceipt(Message):
    press_id: UUID
    kept: Literal[True] = True


class ReasonsReceipt(Message):
    answer_id: UUID
    kept: Literal[True] = True


class Problem(Message):
    """RFC 9457 problem details, with a stable `code` of docs/messages.md."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    code: str
    errors: list[dict[str, str]] = Field(default_factory=list)


DeviceKind = Literal["kiosk", "board", "counter", "pad"]


class EnrolmentRequest(Request):
    """`POST /api/v1/enrolment`, the one route of devices without a credential: it is how they get theirs."""

    code: Annotated[str, Field(min_length=1, max_length=64)]
    """As it was typed or scanned."""
    kind: DeviceKind
    attempt_id: UUID
    """Random, made for this attempt and told to nobody else: a repeat has the same answer."""


class RotationRequest(Request):
    """`POST /api/v1/device/rotate`: another credential for the device that asks."""

    attempt_id: UUID
    """As of an enrolment; stored before it is first sent."""


class BrokerAccess(Message):
    """Where and how the device listens."""

    host: str
    port: int
    tls: bool
    username: str | None
    """None: the broker asks for none, or somebody gives the device its password by hand."""
    password: str | None


class DeviceAccess(Message):
    """All that a device needs to be who it is."""

    centre: str
    device_id: str
    kind: DeviceKind
    counter: str | None
    credential: str
    given_at: Instant
    mqtt: BrokerAccess
    ca_pem: str | None
    """The centre's own certificate authority, the only one to be trusted; None: there is none."""
    server_url: str
