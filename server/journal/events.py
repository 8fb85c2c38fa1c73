"""Every kind of event, with the fields its JSON body holds.

An event says what happened, in the past tense, with opaque identifiers only: no name, no secret, nothing
that joins a rating with a citizen. Identifiers of tickets, turns, calls, desk sessions and windows are the
sequence of the event that made them. Events are never changed; a new shape gets a new `version` and the
old one is read with the defaults of the fields it did not have (`upcasting.py` for what is nested).
"""

import json
from dataclasses import dataclass, field
from typing import Any, ClassVar

from server.journal.upcasting import upcast

_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all events: `kind` is its name in the journal."""

    kind: ClassVar[str]
    version: ClassVar[int] = 1

    def body(self) -> str:
        """The JSON that is stored and hashed: compact, keys sorted, letters as they are."""
        names: tuple[str, ...] = self.__slots__
        return _encoded({name: getattr(self, name) for name in names})


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpChanged(Event):
    kind: ClassVar[str] = "set_up_changed"
    centre: dict[str, Any]
    """The checked centre file without staff: `server/centre_file.py` reads it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceAdded(Event):
    kind: ClassVar[str] = "device_added"
    version: ClassVar[int] = 3
    device_id: str
    device_kind: str
    counter_id: str | None
    zone: str | None
    name: str = ""
    """What people call it; empty: its kind and place say enough."""
    speaks: bool = True
    """Whether it calls by voice; two boards of one room must not speak over each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceChanged(Event):
    """Another name, another place, or another voice; the whole of all three."""

    kind: ClassVar[str] = "device_changed"
    version: ClassVar[int] = 2
    device_id: str
    counter_id: str | None
    zone: str | None
    name: str
    speaks: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRetired(Event):
    kind: ClassVar[str] = "device_retired"
    device_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceInvited(Event):
    """A code was shown with which the device can be paired; the code itself is kept nowhere."""

    kind: ClassVar[str] = "device_invited"
    device_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceEnrolled(Event):
    """A piece of hardware has become the device: whatever stood for it before is shut out."""

    kind: ClassVar[str] = "device_enrolled"
    device_id: str
    by: str
    """`code` (paired) or `hand` (somebody carried a file with its credential there)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRotationAsked(Event):
    """The device is to take another credential as soon as it hears of it."""

    kind: ClassVar[str] = "device_rotation_asked"
    device_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRotated(Event):
    """The device has taken another credential; the former holds until a day after the newer is first shown."""

    kind: ClassVar[str] = "device_rotated"
    device_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRevoked(Event):
    """The device is shut out until it is paired again."""

    kind: ClassVar[str] = "device_revoked"
    device_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAdded(Event):
    kind: ClassVar[str] = "staff_added"
    version: ClassVar[int] = 2
    staff_id: str
    role: str
    languages: list[str] = field(default_factory=list)
    """What the person speaks beside Vietnamese: tags such as `en`, `rad`."""
    expires_on: str | None = None
    """The last local date on which the account works; volunteers have one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffChanged(Event):
    """The whole of what is on record about a member of staff."""

    kind: ClassVar[str] = "staff_changed"
    staff_id: str
    role: str
    languages: list[str]
    is_active: bool
    expires_on: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessChanged(Event):
    """How a member of staff gets in was changed: by themselves, or by somebody else (the event's actor)."""

    kind: ClassVar[str] = "access_changed"
    staff_id: str
    deed: str
    """second_factor_on, second_factor_off, second_factor_reset, recovery_codes_renewed, recovery_code_used,
    sessions_ended, password_reset."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOpened(Event):
    kind: ClassVar[str] = "day_opened"
    day: str
    is_reopened: bool
    date_confirmed_by_staff: bool
    phase: int
    """`DayPhase` of the opening hours at that moment: 0 before, 1 open, 2 tickets stopped, 3 after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketsStopped(Event):
    kind: ClassVar[str] = "tickets_stopped"
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayClosed(Event):
    kind: ClassVar[str] = "day_closed"
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayExtended(Event):
    """The head keeps the day open until then, whatever the hours say."""

    kind: ClassVar[str] = "day_extended"
    day: str
    closes_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceClosed(Event):
    """No more numbers of this service today; who has one is still served."""

    kind: ClassVar[str] = "service_closed"
    day: str
    service: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReopened(Event):
    kind: ClassVar[str] = "service_reopened"
    day: str
    service: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePosted(Event):
    """Its sequence is the notice's id. The words stand beside the journal."""

    kind: ClassVar[str] = "notice_posted"
    until_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeWithdrawn(Event):
    kind: ClassVar[str] = "notice_withdrawn"
    notice_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmAcknowledged(Event):
    """Somebody sees to a device's alarm: it is quiet until then, for this fault alone."""

    kind: ClassVar[str] = "alarm_acknowledged"
    device_id: str
    fault: str
    """A code of docs/messages.md, or `silent`."""
    staff_id: str
    until_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RushSwitched(Event):
    """The kiosks give numbers with one touch, without any further page, or no longer do."""

    kind: ClassVar[str] = "rush_switched"
    day: str
    is_on: bool
    by: str
    """`head`, or `rule`: so many came within minutes. What the head chose holds for the rest of the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureAdded(Event):
    """Boards show it between calls. Its sequence is the picture's id; the picture itself stands beside the journal."""

    kind: ClassVar[str] = "picture_added"
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRemoved(Event):
    kind: ClassVar[str] = "picture_removed"
    picture_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProceduresImported(Event):
    """The centre's list of procedures was replaced whole; the list itself stands beside the journal."""

    kind: ClassVar[str] = "procedures_imported"
    sha256: str
    """Of the imported file."""
    count: int
    as_of: str
    """The date of the data, local, ISO 8601."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseRestored(Event):
    """A copy was put in place of the database: what came after its last event, the row before this one, is lost."""

    kind: ClassVar[str] = "database_restored"
    epoch: int
    """Of the snapshots from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LostInRestore(Event):
    """Numbers that may be in somebody's hand and stand nowhere any more: they are not given again."""

    kind: ClassVar[str] = "lost_in_restore"
    day: str
    prefix: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockJumped(Event):
    kind: ClassVar[str] = "clock_jumped"
    jump_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketIssued(Event):
    """Makes the ticket and its first turn; both carry this event's sequence as their id."""

    kind: ClassVar[str] = "ticket_issued"
    version: ClassVar[int] = 4
    intent_id: str
    day: str
    prefix: str
    number: int
    shown: str
    service: str
    priority_group: str | None
    rate: str
    language: str
    device_id: str
    """The kiosk that prints the slip."""
    print_due_at: int | None
    """None when no print outcome is waited for."""
    origin: str = "kiosk"
    """`TicketOrigin`."""
    helped_by: str | None = None
    """The member of staff who took it for the citizen."""
    ranked_at: int | None = None
    """Its rank when that is not the moment of issue: a reserved place, a return with a supplement."""
    not_before: int | None = None
    """The appointed time of a reserved place: not called before, and waiting counts from then."""
    for_officer: str | None = None
    """A return with a supplement waits for the officer who asked for it."""
    place_id: int | None = None
    """The reserved place it claims."""
    supplement_id: int | None = None
    """The supplement it brings."""
    purpose: str | None = None
    """What the citizen came for, one of the centre's purposes."""
    procedure: str | None = None
    """The code of the procedure that was looked up and taken the number for, one of the centre's list at that time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyMerged(Event):
    """A number that a kiosk gave by itself while it could not reach the server (`X2-001`) is taken into the queue.

    Without `ticket_id` it makes the ticket and its first turn; both carry this event's sequence. With it the server had
    given the same intent a number that nobody saw: the ticket takes the printed one, the other is superseded.
    """

    kind: ClassVar[str] = "emergency_merged"
    version: ClassVar[int] = 2
    intent_id: str
    day: str
    prefix: str
    """`X` and the number of the kiosk."""
    number: int
    shown: str
    service: str
    priority_group: str | None
    purpose: str | None
    rate: str
    language: str
    device_id: str
    ranked_at: int
    """When the kiosk printed it; after a reboot of the kiosk, when it was received."""
    is_rank_sure: bool
    ticket_id: int | None
    superseded: str | None
    """The number that nobody saw."""
    procedure: str | None = None
    """As of `ticket_issued`. With `ticket_id` the ticket keeps the one it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintReported(Event):
    kind: ClassVar[str] = "print_reported"
    ticket_id: int
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IntentCancelled(Event):
    kind: ClassVar[str] = "intent_cancelled"
    version: ClassVar[int] = 2
    intent_id: str
    device_id: str
    emergency: str | None = None
    """The number that the kiosk had given by itself and that nobody took away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnCancelled(Event):
    kind: ClassVar[str] = "turn_cancelled"
    version: ClassVar[int] = 2
    turn_id: int
    reason: str = "intent"
    """`intent` (the kiosk never saw the number) or `given_back` by the citizen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceConfirmed(Event):
    """The citizen says to be in the hall ("Tôi đã có mặt")."""

    kind: ClassVar[str] = "presence_confirmed"
    ticket_id: int
    channel: str
    """`phone` or `kiosk`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnPostponed(Event):
    """The citizen will be late: not called before, the rank is kept."""

    kind: ClassVar[str] = "turn_postponed"
    turn_id: int
    until_at: int
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnVoided(Event):
    kind: ClassVar[str] = "turn_voided"
    turn_id: int
    reason: str
    """`no_outcome` (90 s passed) or `not_printed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRestored(Event):
    """A late "printed" or "shown": the person does hold the number, so the turn waits again with its rank."""

    kind: ClassVar[str] = "turn_restored"
    turn_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnCalled(Event):
    """Its sequence is the call's id."""

    kind: ClassVar[str] = "turn_called"
    version: ClassVar[int] = 2
    turn_id: int
    counter_id: str
    officer_id: str
    call_kind: str
    """`next`, `named` or `resumed` (back from hold at the same counter)."""
    reason: dict[str, Any]
    overtaken: list[int]
    """Turns that this call overtakes and that the bound counts; empty for a named call."""
    to_seat: bool = False
    """The officer comes to where the citizen sits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRecalled(Event):
    """Its sequence is the recall's id."""

    kind: ClassVar[str] = "turn_recalled"
    version: ClassVar[int] = 2
    turn_id: int
    counter_id: str
    officer_id: str
    to_seat: bool = False
    absent_due_at: int | None = None
    """It was the last recall the centre allows: when the turn becomes a no-show by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnStarted(Event):
    kind: ClassVar[str] = "turn_started"
    turn_id: int
    officer_id: str
    is_inferred: bool
    """Nobody pressed Came: the stamp is left out of the figures that need it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnFinished(Event):
    kind: ClassVar[str] = "turn_finished"
    version: ClassVar[int] = 2
    turn_id: int
    outcome: str
    is_inferred: bool
    ticks: list[str] = field(default_factory=list)
    """Ids of the centre's finish ticks that the officer set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnMarkedAbsent(Event):
    kind: ClassVar[str] = "turn_marked_absent"
    turn_id: int
    grace_until: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GraceEnded(Event):
    kind: ClassVar[str] = "grace_ended"
    turn_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnReturned(Event):
    """Back to the queue with its rank; after an absent call only once the cool-down is over."""

    kind: ClassVar[str] = "turn_returned"
    turn_id: int
    cool_down_until: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoolDownEnded(Event):
    kind: ClassVar[str] = "cool_down_ended"
    turn_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnHeld(Event):
    """Its sequence is the hold's id."""

    kind: ClassVar[str] = "turn_held"
    turn_id: int
    held_until: int | None
    """None: until it is released."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnReleased(Event):
    """Waits again with its rank; the hold itself ends with the next start, or with the turn."""

    kind: ClassVar[str] = "turn_released"
    turn_id: int
    reason: str
    """`officer`, `timer` or `resumed` (called at once by the counter that held it)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnTransferred(Event):
    """The turn ends; a `turn_added` of origin `transferred` follows in the same action."""

    kind: ClassVar[str] = "turn_transferred"
    turn_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnAdded(Event):
    """Another turn of a ticket: a transfer or a second service. Its sequence is the turn's id."""

    kind: ClassVar[str] = "turn_added"
    ticket_id: int
    from_turn: int
    origin: str
    """`TurnOrigin`: `transferred` or `second_service`."""
    service: str
    rate: str
    ranked_at: int
    arrival: int
    for_counter: str | None
    for_officer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickServed(Event):
    """Makes a ticket without a slip and a turn that is being served; both carry this event's sequence."""

    kind: ClassVar[str] = "quick_served"
    intent_id: str
    day: str
    number: int
    shown: str
    service: str
    counter_id: str
    officer_id: str
    passed: list[int]
    """Turns that were waiting for this counter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityChanged(Event):
    kind: ClassVar[str] = "priority_changed"
    ticket_id: int
    turn_id: int
    """The waiting turn that moves to another line."""
    priority_group: str | None
    rate: str
    counter_id: str | None
    officer_id: str
    passed: list[int]
    """Turns that ranked before it in the order of calling and no longer do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRevived(Event):
    """The head puts an ended turn of today back into the queue, with its rank."""

    kind: ClassVar[str] = "turn_revived"
    turn_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementAsked(Event):
    """Its sequence is the supplement's id. What is missing stands beside the journal."""

    kind: ClassVar[str] = "supplement_asked"
    turn_id: int
    officer_id: str
    valid_until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementWithdrawn(Event):
    """The head took back that something is missing: its code and its slip hold no more."""

    kind: ClassVar[str] = "supplement_withdrawn"
    supplement_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceReserved(Event):
    """A reserved place (Số đặt trước). Its sequence is the place's id."""

    kind: ClassVar[str] = "place_reserved"
    day: str
    service: str
    at: int
    priority_group: str | None
    language: str
    reason: str
    """`end_of_day` (today was unlikely), `quota`, `closing` (an open ticket at closing) or `asked`."""
    from_ticket: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceEnded(Event):
    """It was not claimed: given back, or its day closed."""

    kind: ClassVar[str] = "place_ended"
    place_id: int
    state: str
    """`withdrawn` or `missed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobOrdered(Event):
    """A device shall do something once. Its sequence is the job's id; the payload stands beside the journal."""

    kind: ClassVar[str] = "job_ordered"
    device_id: str
    job_kind: str
    subject_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobEnded(Event):
    kind: ClassVar[str] = "job_ended"
    job_id: int
    outcome: str
    """`done`, `unknown`, `failed` or `withdrawn`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnExpired(Event):
    kind: ClassVar[str] = "turn_expired"
    turn_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSignedOn(Event):
    """Its sequence is the desk session's id."""

    kind: ClassVar[str] = "desk_signed_on"
    counter_id: str
    officer_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSignedOff(Event):
    kind: ClassVar[str] = "desk_signed_off"
    session_id: int
    reason: str
    """`officer`, `moved` (signed on elsewhere), `taken_over`, `head` or `day_closed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPaused(Event):
    """Its sequence is the pause's id."""

    kind: ClassVar[str] = "desk_paused"
    session_id: int
    reason: str
    """Id of one of the centre's pause reasons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskResumed(Event):
    kind: ClassVar[str] = "desk_resumed"
    session_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowOpened(Event):
    """Its sequence is the window's id."""

    kind: ClassVar[str] = "window_opened"
    turn_id: int
    counter_id: str
    officer_id: str
    scheme_id: str
    closes_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowShortened(Event):
    kind: ClassVar[str] = "window_shortened"
    window_id: int
    closes_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowClosed(Event):
    kind: ClassVar[str] = "window_closed"
    window_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PressRecorded(Event):
    """A rating was given: a press of a pad, or an answer on a ticket's page or at a kiosk."""

    kind: ClassVar[str] = "press_recorded"
    version: ClassVar[int] = 2
    press_id: str
    device_id: str
    counter_id: str
    boot_id: str
    n: int
    level: int
    window_seen: int | None
    age_ms: int | None
    window_id: int | None
    channel: str = "pad"
    """`Channel`: by what it came."""
    flags: list[str] = field(default_factory=list)
    """`Flag`s in the order of the alphabet: what is odd about it. Some of them keep it from being counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingReasonGiven(Event):
    """What a low rating was about; once for each window and series."""

    kind: ClassVar[str] = "rating_reason_given"
    window_id: int
    channel: str
    reasons: list[str]
    """Ids of the scheme's reasons, in the order of the alphabet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionAsked(Event):
    """Somebody asks that a whole block of ten ratings be set aside, or put back. Its sequence is the correction's id;
    the words stand beside the journal."""

    kind: ClassVar[str] = "correction_asked"
    deed: str
    """`set_aside` or `put_back`."""
    scheme_id: str
    series: str
    """`desk` or `away`."""
    officer_id: str
    counter_id: str
    block: int
    """Number of the block among those of the officer at the counter, from 1."""
    reason: str
    """`CorrectionReason`."""
    asked_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionDeclined(Event):
    """A second person did not agree, or whoever asked took it back: nothing changes."""

    kind: ClassVar[str] = "correction_declined"
    correction_id: int
    declined_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockSetAside(Event):
    """A second person agreed: the block is in no figure until it is put back. Nothing is deleted."""

    kind: ClassVar[str] = "block_set_aside"
    correction_id: int
    scheme_id: str
    series: str
    officer_id: str
    counter_id: str
    block: int
    reason: str
    asked_by: str
    agreed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockPutBack(Event):
    """A second person agreed: the block that was set aside counts again."""

    kind: ClassVar[str] = "block_put_back"
    correction_id: int
    scheme_id: str
    series: str
    officer_id: str
    counter_id: str
    block: int
    reason: str
    asked_by: str
    agreed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingAnswered(Event):
    """An officer answered a finding about the own work; the words stand beside the journal."""

    kind: ClassVar[str] = "finding_answered"
    finding_key: str
    """Names the finding: its kind, the officer and the period."""
    officer_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionUndone(Event):
    """Reverses events `first_seq` to `last_seq` of one counter; nothing of them is deleted."""

    kind: ClassVar[str] = "action_undone"
    version: ClassVar[int] = 2
    counter_id: str
    first_seq: int
    last_seq: int
    turns: list[dict[str, Any]]
    """The touched turns as they were before. A turn that the action added is removed; that of a quick serve stands
    here as cancelled, for its number keeps its fate."""
    overtaken: list[int]
    """Turns whose overtaking is taken back."""


EVENTS: dict[str, type[Event]] = {
    event.kind: event
    for event in (
        SetUpChanged,
        DeviceAdded,
        DeviceChanged,
        DeviceRetired,
        DeviceInvited,
        DeviceEnrolled,
        DeviceRotationAsked,
        DeviceRotated,
        DeviceRevoked,
        StaffAdded,
        StaffChanged,
        AccessChanged,
        DayOpened,
        TicketsStopped,
        DayClosed,
        DayExtended,
        ServiceClosed,
        ServiceReopened,
        NoticePosted,
        NoticeWithdrawn,
        AlarmAcknowledged,
        RushSwitched,
        PictureAdded,
        PictureRemoved,
        ProceduresImported,
        DatabaseRestored,
        LostInRestore,
        ClockJumped,
        TicketIssued,
        EmergencyMerged,
        PrintReported,
        IntentCancelled,
        TurnCancelled,
        PresenceConfirmed,
        TurnPostponed,
        TurnVoided,
        TurnRestored,
        TurnCalled,
        TurnRecalled,
        TurnStarted,
        TurnFinished,
        TurnMarkedAbsent,
        GraceEnded,
        TurnReturned,
        CoolDownEnded,
        TurnHeld,
        TurnReleased,
        TurnTransferred,
        TurnAdded,
        QuickServed,
        PriorityChanged,
        TurnRevived,
        SupplementAsked,
        SupplementWithdrawn,
        PlaceReserved,
        PlaceEnded,
        JobOrdered,
        JobEnded,
        TurnExpired,
        DeskSignedOn,
        DeskSignedOff,
        DeskPaused,
        DeskResumed,
        WindowOpened,
        WindowShortened,
        WindowClosed,
        PressRecorded,
        RatingReasonGiven,
        CorrectionAsked,
        CorrectionDeclined,
        BlockSetAside,
        BlockPutBack,
        FindingAnswered,
        ActionUndone,
    )
}


class UnreadableEvent(Exception):
    """A journal row whose kind, version or body this program does not know."""


def read_event(kind: str, version: int, body: str) -> Event:
    """The event of a journal row.

    Raises:
        UnreadableEvent: unknown kind or version, or a body that does not fit.
    """
    known = EVENTS.get(kind)
    if known is None or not 1 <= version <= known.version:
        raise UnreadableEvent(f"unknown event {kind} version {version}")
    try:
        return known(**upcast(kind, version, json.loads(body)))
    except (TypeError, ValueError) as error:
        raise UnreadableEvent(f"{kind}: {error}") from None
