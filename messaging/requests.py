"""Bodies and replies of the devices' HTTP calls (`/api/v1/...`)."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from messaging.snapshots import Instant, Message


class Request(Message):
    """What a device sends: unknown fields are a mistake and are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


LARGEST_INTEGER = 2**63 - 1
"""What a column holds. A larger number is malformed, not a fault of the server."""

ServiceCode = Annotated[str, Field(pattern=r"^[ABCEGHKLMNPRSTV]$")]


class TicketRequest(Request):
    """`POST /api/v1/tickets`, Idempotency-Key = intent_id."""

    intent_id: UUID
    service: ServiceCode
    priority_group: str | None = Field(default=None, max_length=64)
    language: Literal["vi", "en"] = "vi"


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
    language: Literal["vi", "en"]
    wait_low_min: int | None = None
    wait_high_min: int | None = None
    """Minutes that the wait is likely to last; None: nothing can be said."""
    not_before: Instant | None = None
    """The appointed time of a reserved place that was claimed early: not called before."""
    special_day: str = ""
    """What today promises, in the ticket's language."""


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


class IntentCancellation(Request):
    """`POST /api/v1/intents/{intent_id}/cancellation`, Idempotency-Key = cancellation_id.

    The kiosk gave up on an intent whose answer it never saw (90 s). A ticket that exists is cancelled on
    record; a request of this intent that arrives later is refused with 410.
    """

    cancellation_id: UUID


class IntentCancelled(Message):
    intent_id: UUID
    number: str | None
    """The number that was cancelled, or None when the server had never seen the intent."""


LONGEST_AGE_MS = 10 * 365 * 24 * 3600 * 1000
"""Ten years: no pad runs for longer without a restart, and the moment of the press stays a date."""


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


class PlaceRequest(Request):
    """`POST /api/v1/places`, Idempotency-Key = intent_id: a reserved place (Số đặt trước) instead of a number today."""

    intent_id: UUID
    service: ServiceCode
    priority_group: str | None = Field(default=None, max_length=64)
    language: Literal["vi", "en"] = "vi"


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
    language: Literal["vi", "en"]


class ClaimRequest(Request):
    """`POST /api/v1/claims`, Idempotency-Key = intent_id: a ticket for the code of a reserved place or a return slip.

    The answer is an IssuedTicket. 404 `code`: no such code, or no longer valid. 409 `place_later`: the place is of
    another day.
    """

    intent_id: UUID
    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    language: Literal["vi", "en"] = "vi"


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


class PressReceipt(Message):
    press_id: UUID
    kept: Literal[True] = True


class Problem(Message):
    """RFC 9457 problem details, with a stable `code` of docs/messages.md."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    code: str
    errors: list[dict[str, str]] = Field(default_factory=list)
