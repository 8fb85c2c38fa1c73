"""What the jobs of a kiosk print: each slip's content as it stands in a job's payload.

A job's payload is `{"slip": <the JSON of one of these>, "language": "vi" or "en"}`; which one, `JobKind` says
(`SLIPS`). The address of a ticket's page is a secret and in no snapshot: a `TicketSlip` has it only in the answer
to `GET /api/v1/jobs/{job_id}`, which a kiosk asks before it prints; without an answer it prints what it has.
"""

from datetime import date
from enum import StrEnum

from messaging.requests import IssuedTicket, ReservedPlace
from messaging.snapshots import Instant, JobKind, Message


class TurnNow(StrEnum):
    """Where a number is that waits no more when its slip is printed again."""

    CALLED = "called"
    SERVING = "serving"
    ON_HOLD = "on_hold"
    ABSENT = "absent"
    """Did not come, and may still return."""


class TicketSlip(Message):
    """The slip of a number that staff took for a citizen, or a second print of one."""

    ticket: IssuedTicket
    """`url` is None in a snapshot."""
    is_copy: bool = False
    """A second print of the same number: it says so on its face."""
    now: TurnNow | None = None
    """None: it waits, and `people_ahead` and `counters` are true of it. Else they are not, and stay unsaid."""
    counter_number: int | None = None
    """Where `now` is; None while it waits, and of a counter that is no more."""


class ReturnSlip(Message):
    """What a citizen takes home who has to bring something."""

    centre_name: str
    number: str
    """Of the visit in which it was asked for."""
    service_name: str
    service_name_en: str
    counter_number: int | None
    """Where it was asked for; whoever comes back is called there while the same officer is on duty."""
    missing: str
    """In the officer's words; may have several lines."""
    valid_until: date
    """The last day on which the code is taken, included."""
    code: str
    """Six digits: what the citizen enters at the kiosk on return."""
    people_before: int
    """The stated place: on return at most so many of those who wait are called before."""
    asked_at: Instant
    timezone: str
    is_copy: bool = False


class PlaceSlip(Message):
    """A reserved place (Số đặt trước) that the centre gives: at closing, or taken by staff for a citizen."""

    place: ReservedPlace
    from_number: str | None = None
    """The number of the day before, which was still waiting when the centre closed."""
    late_minutes: int
    """Who comes later than this takes the place of that moment."""
    is_copy: bool = False


class DaySlipService(Message):
    """One line of the end-of-day slip: the turns of a service.

    `issued + joined + without_number` is the sum of all others.

    A number that goes on with a second service, or is transferred, has a turn in each of the services.
    """

    service: str
    name: str
    issued: int
    """Numbers given for this service, as the floor counts them."""
    without_number: int = 0
    """Quick serves that stand: people served at once, without a number."""
    joined: int = 0
    """Turns that came by transfer from another service, or as a second service of a number."""
    served: int
    no_show: int
    passed_on: int = 0
    """Turns that were transferred to another service; they are counted there."""
    expired: int
    """Still waiting at closing, and sent home without a place."""
    moved: int
    """Still waiting at closing, and given a reserved place of this service on the next working day."""
    other: int
    """Cancelled, or never in anybody's hand."""
    being_served: int = 0
    """Still at a desk when the day closed: they may finish."""
    wait_median_min: int | None
    wait_p90_min: int | None
    """Whole minutes from the number to the first call; None: nobody was called."""


class DaySlip(Message):
    """The end of the day on paper: what was done, and the head of the journal's chain at closing.

    Who keeps the slip can prove later that the journal was not made anew: `bocso verify` checks the chain,
    and the hash that it finds at `head_seq` must be this one.
    """

    centre_name: str
    day: date
    closed_at: Instant
    timezone: str
    services: list[DaySlipService]
    head_seq: int
    head_hash: str
    """SHA-256 in hexadecimal digits, in sixteen groups of four with a space between."""
    is_copy: bool = False


class TestSlip(Message):
    """A technician's test of a printer."""

    __test__ = False  # no test of pytest's
    centre_name: str
    device_name: str
    asked_at: Instant
    timezone: str


SLIPS: dict[JobKind, type[Message]] = {
    JobKind.TICKET_SLIP: TicketSlip,
    JobKind.RETURN_SLIP: ReturnSlip,
    JobKind.PLACE_SLIP: PlaceSlip,
    JobKind.DAY_SLIP: DaySlip,
    JobKind.TEST_SLIP: TestSlip,
}
"""What the `slip` of each kind of job is."""

__all__ = [
    "SLIPS",
    "DaySlip",
    "DaySlipService",
    "PlaceSlip",
    "ReturnSlip",
    "TestSlip",
    "TicketSlip",
    "TurnNow",
]
