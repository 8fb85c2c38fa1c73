"""What only the console asks for: turns on hold, notes, where tickets came from, pauses, the words behind a call."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select

from server.db import tables as t
from server.db.queries.queue import Turn
from server.db.statements import Statement
from server.domain.instant import Instant
from server.domain.turns import TurnOrigin, TurnState

_newest_hold = (
    select(func.max(t.holds.c.hold_id))
    .where(t.holds.c.turn_id == t.turns.c.turn_id)
    .correlate(t.turns)
    .scalar_subquery()
)
HELD = Statement(
    select(
        t.tickets.c.shown,
        t.turns.c.turn_id,
        t.turns.c.ticket_id,
        t.turns.c.service,
        t.turns.c.held_until,
        t.holds.c.counter_id,
        t.holds.c.officer_id,
        t.holds.c.held_at,
    )
    .join(t.tickets, t.tickets.c.ticket_id == t.turns.c.ticket_id)
    .join(t.holds, t.holds.c.hold_id == _newest_hold)
    .where(
        t.turns.c.state == TurnState.ON_HOLD.value, t.turns.c.ended_at.is_(None), t.turns.c.day == bindparam("of_day")
    )
    .order_by(t.holds.c.held_at)
)
HOLDS_OF = Statement(select(t.holds.c.held_at, t.holds.c.ended_at).where(t.holds.c.turn_id == bindparam("of_turn")))
NOTES_OF_DAY = Statement(
    select(t.ticket_notes.c.ticket_id, t.ticket_notes.c.note, t.ticket_notes.c.staff_id, t.ticket_notes.c.noted_at)
    .join(t.tickets, t.tickets.c.ticket_id == t.ticket_notes.c.ticket_id)
    .where(t.tickets.c.day == bindparam("of_day"))
    .order_by(t.ticket_notes.c.note_id)
)
OPEN_TICKETS = Statement(
    select(t.turns.c.ticket_id, t.tickets.c.origin, t.reserved_places.c.at)
    .join(t.tickets, t.tickets.c.ticket_id == t.turns.c.ticket_id)
    .outerjoin(t.reserved_places, t.reserved_places.c.ticket_id == t.tickets.c.ticket_id)
    .where(t.turns.c.ended_at.is_(None), t.turns.c.day == bindparam("of_day"))
)
TICKET_ORIGIN = Statement(
    select(t.tickets.c.origin, t.reserved_places.c.at)
    .outerjoin(t.reserved_places, t.reserved_places.c.ticket_id == t.tickets.c.ticket_id)
    .where(t.tickets.c.ticket_id == bindparam("of_ticket"))
)
OTHER_TURNS = Statement(
    select(t.turns.c.service, t.turns.c.state, t.turns.c.counter_id)
    .where(t.turns.c.ticket_id == bindparam("of_ticket"), t.turns.c.turn_id != bindparam("not_turn"))
    .order_by(t.turns.c.turn_id)
)
OPEN_PAUSES = Statement(
    select(t.desk_pauses.c.session_id, t.desk_pauses.c.reason, t.desk_pauses.c.paused_at).where(
        t.desk_pauses.c.resumed_at.is_(None)
    )
)
CLOSED_SERVICES = Statement(select(t.closed_services.c.service).where(t.closed_services.c.day == bindparam("of_day")))
STAFF_NAMES = Statement(select(t.staff_profiles.c.staff_id, t.staff_profiles.c.display_name))
REASON_OF = Statement(select(t.deed_reasons.c.reason).where(t.deed_reasons.c.seq == bindparam("of_seq")))
LAST_CALL = Statement(
    select(t.calls.c.call_id, t.calls.c.kind, t.calls.c.called_at, t.calls.c.reason, t.journal.c.body)
    .join(t.journal, t.journal.c.seq == t.calls.c.call_id)
    .where(t.calls.c.turn_id == bindparam("of_turn"), t.calls.c.kind != "recall", t.calls.c.undone == 0)
    .order_by(t.calls.c.call_id.desc())
    .limit(1)
)
IS_TO_SEAT = Statement(select(t.calls.c.to_seat).where(t.calls.c.call_id == bindparam("of_call")))
NUMBER_OF = Statement(
    select(t.tickets.c.shown)
    .join(t.turns, t.turns.c.ticket_id == t.tickets.c.ticket_id)
    .where(t.turns.c.turn_id == bindparam("of_turn"))
)
KINDS_IN = Statement(
    select(t.journal.c.kind).where(t.journal.c.seq.between(bindparam("first_seq"), bindparam("last_seq")))
)
_newest_slips = (
    select(t.jobs.c.job_id, t.jobs.c.subject_id, t.jobs.c.ordered_at, t.jobs.c.outcome)
    .where(t.jobs.c.kind == "return_slip")
    .order_by(t.jobs.c.job_id.desc())
    .limit(20)
    .subquery("newest_slips")
)
RETURN_SLIPS = Statement(
    select(t.tickets.c.shown, _newest_slips.c.subject_id, _newest_slips.c.ordered_at, _newest_slips.c.outcome)
    .join(t.supplements, t.supplements.c.supplement_id == _newest_slips.c.subject_id)
    .join(t.tickets, t.tickets.c.ticket_id == t.supplements.c.ticket_id)
    .where(t.supplements.c.day == bindparam("of_day"), t.supplements.c.undone.is_(False))
    .order_by(_newest_slips.c.job_id.desc())
)


@dataclass(frozen=True, slots=True)
class Held:
    """A turn that is away with the officer's leave."""

    number: str
    turn_id: int
    ticket_id: int
    service: str
    until: Instant | None
    """None: until somebody releases it."""
    counter_id: str
    officer_id: str
    held_at: Instant


@dataclass(frozen=True, slots=True)
class Note:
    text: str
    staff_id: str
    noted_at: Instant


@dataclass(frozen=True, slots=True)
class Pause:
    reason: str
    paused_at: Instant


@dataclass(frozen=True, slots=True)
class ReturnSlip:
    number: str
    outcome: str | None
    """None: the printer has not told yet."""
    ordered_at: Instant


@dataclass(frozen=True, slots=True)
class LastCall:
    """The last call of a turn, recalls left out."""

    call_id: int
    kind: str
    called_at: Instant
    reason: dict[str, Any]
    """As stored with the call."""
    passed: tuple[int, ...]
    """Turns that ranked earlier and that this counter could have called."""
    said: str | None
    """The officer's own reason."""


def held_turns(connection: sqlite3.Connection, day: str) -> list[Held]:
    return [Held(*row) for row in HELD.all(connection, of_day=day)]


def served_before_holds(connection: sqlite3.Connection, turn: Turn) -> Instant | None:
    """When serving would have begun had it never been interrupted: its arrival plus all ended holds."""
    if turn.arrived_at is None:
        return None
    holds = HOLDS_OF.all(connection, of_turn=turn.turn_id)
    # A hold before the arrival took nothing of the serving.
    held_ms: int = sum(
        row["ended_at"] - row["held_at"]
        for row in holds
        if row["ended_at"] is not None and row["held_at"] >= turn.arrived_at
    )
    return turn.arrived_at + held_ms


def notes_of_day(connection: sqlite3.Connection, day: str) -> dict[int, list[Note]]:
    """The notes on the day's tickets, by ticket, oldest first."""
    notes: dict[int, list[Note]] = {}
    for ticket_id, text, staff_id, noted_at in NOTES_OF_DAY.all(connection, of_day=day):
        notes.setdefault(ticket_id, []).append(Note(text, staff_id, noted_at))
    return notes


def origins_of_open_tickets(connection: sqlite3.Connection, day: str) -> dict[int, tuple[str, Instant | None]]:
    """Where the tickets with an open turn came from, and the appointed time of those with a reserved place."""
    return {row[0]: (row[1], row[2]) for row in OPEN_TICKETS.all(connection, of_day=day)}


def open_pauses(connection: sqlite3.Connection) -> dict[int, Pause]:
    """Who is away for a while, by desk session."""
    return {row[0]: Pause(row[1], row[2]) for row in OPEN_PAUSES.all(connection)}


def closed_services(connection: sqlite3.Connection, day: str) -> set[str]:
    return {row[0] for row in CLOSED_SERVICES.all(connection, of_day=day)}


def services_still_waiting(connection: sqlite3.Connection, turn: Turn) -> list[str]:
    """The other services for which the same ticket waits."""
    rows = OTHER_TURNS.all(connection, of_ticket=turn.ticket_id, not_turn=turn.turn_id)
    return [row["service"] for row in rows if row["state"] == TurnState.WAITING.value]


def last_call(connection: sqlite3.Connection, turn_id: int) -> LastCall | None:
    row = LAST_CALL.first(connection, of_turn=turn_id)
    if row is None:
        return None
    reason, event = json.loads(row["reason"]), json.loads(row["body"])
    return LastCall(
        call_id=row["call_id"],
        kind=row["kind"],
        called_at=row["called_at"],
        reason=reason,
        passed=tuple(reason.get("passed") or event.get("overtaken") or ()),
        said=REASON_OF.value(connection, of_seq=row["call_id"]),
    )


def is_to_seat(connection: sqlite3.Connection, call_id: int | None) -> bool:
    """Whether the last call or recall said that the officer comes to the citizen."""
    return call_id is not None and bool(IS_TO_SEAT.value(connection, of_call=call_id))


def numbers_of(connection: sqlite3.Connection, turns: tuple[int, ...]) -> list[str]:
    return [NUMBER_OF.value(connection, of_turn=turn_id) for turn_id in turns]


def staff_names(connection: sqlite3.Connection) -> dict[str, str]:
    """What everybody on the staff is called, those who have left included."""
    return {row[0]: row[1] for row in STAFF_NAMES.all(connection)}


def is_quick_served(turn: Turn) -> bool:
    return turn.origin == TurnOrigin.QUICK_SERVE.value


def doubtful_return_slips(connection: sqlite3.Connection, day: str) -> list[ReturnSlip]:
    """The day's newest return slips that did not come out for sure: failed, unknown, or not told of yet."""
    newest: dict[int, ReturnSlip] = {}
    for row in RETURN_SLIPS.all(connection, of_day=day):
        newest.setdefault(row["subject_id"], ReturnSlip(row["shown"], row["outcome"], row["ordered_at"]))
    return [slip for slip in newest.values() if slip.outcome in (None, "failed", "unknown")]
