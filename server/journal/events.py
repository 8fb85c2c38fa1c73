"""Every kind of event, with the fields its JSON body holds.

An event says what happened, in the past tense, with opaque identifiers only: no name, no secret, nothing
that joins a rating with a citizen. Identifiers of tickets, turns, calls, desk sessions and windows are the
sequence of the event that made them. Events are never changed; a new shape gets a new `version` and the
old one is upcast in `read_event`.
"""

import json
from dataclasses import dataclass
from typing import Any, ClassVar

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
    device_id: str
    device_kind: str
    counter_id: str | None
    zone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAdded(Event):
    kind: ClassVar[str] = "staff_added"
    staff_id: str
    role: str


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
class ClockJumped(Event):
    kind: ClassVar[str] = "clock_jumped"
    jump_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketIssued(Event):
    """Makes the ticket and its first turn; both carry this event's sequence as their id."""

    kind: ClassVar[str] = "ticket_issued"
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
    print_due_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintReported(Event):
    kind: ClassVar[str] = "print_reported"
    ticket_id: int
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IntentCancelled(Event):
    kind: ClassVar[str] = "intent_cancelled"
    intent_id: str
    device_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnCancelled(Event):
    kind: ClassVar[str] = "turn_cancelled"
    turn_id: int


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
    turn_id: int
    counter_id: str
    officer_id: str
    call_kind: str
    """`next` or `named`."""
    reason: dict[str, Any]
    overtaken: list[int]
    """Turns that this call overtakes and that the bound counts; empty for a named call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRecalled(Event):
    """Its sequence is the recall's id."""

    kind: ClassVar[str] = "turn_recalled"
    turn_id: int
    counter_id: str
    officer_id: str


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
    turn_id: int
    outcome: str
    is_inferred: bool


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
    """`officer`, `moved` (signed on elsewhere), `taken_over` or `day_closed`."""


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
    kind: ClassVar[str] = "press_recorded"
    press_id: str
    device_id: str
    counter_id: str
    boot_id: str
    n: int
    level: int
    window_seen: int | None
    age_ms: int | None
    window_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionUndone(Event):
    """Reverses events `first_seq` to `last_seq` of one counter; nothing of them is deleted."""

    kind: ClassVar[str] = "action_undone"
    counter_id: str
    first_seq: int
    last_seq: int
    turns: list[dict[str, Any]]
    """The touched turns as they were before."""
    overtaken: list[int]
    """Turns whose overtaking is taken back."""


EVENTS: dict[str, type[Event]] = {
    event.kind: event
    for event in (
        SetUpChanged,
        DeviceAdded,
        StaffAdded,
        DayOpened,
        TicketsStopped,
        DayClosed,
        ClockJumped,
        TicketIssued,
        PrintReported,
        IntentCancelled,
        TurnCancelled,
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
        TurnExpired,
        DeskSignedOn,
        DeskSignedOff,
        WindowOpened,
        WindowShortened,
        WindowClosed,
        PressRecorded,
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
    if known is None or version != known.version:
        raise UnreadableEvent(f"unknown event {kind} version {version}")
    try:
        return known(**json.loads(body))
    except (TypeError, ValueError) as error:
        raise UnreadableEvent(f"{kind}: {error}") from None
