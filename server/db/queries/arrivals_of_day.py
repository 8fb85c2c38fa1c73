"""A past day as it was: who came, every call and hold, who sat where, and the set-up that was in force."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, or_, select, text

from server.centre_file import CentreFile, centre_of
from server.db import tables as t
from server.db.statements import Statement
from server.db.work import read_centre
from server.domain.centre import Centre
from server.domain.instant import instant
from server.domain.past_day import QUICK, CallRow, DayRows, PastDay, ShiftRow, TurnRow, past_day
from server.domain.service_day import DayState, spans_of
from server.domain.turns import TurnOrigin, TurnState
from server.domain.waiting_time import Span
from server.journal.events import SetUpChanged, read_event

CLOSED = Statement(
    select(t.service_days.c.opened_at, t.service_days.c.closed_at).where(
        t.service_days.c.day == bindparam("of_day"),
        t.service_days.c.state == DayState.CLOSED.value,
        t.service_days.c.closed_at.is_not(None),
    )
)
CLOSED_DAYS = Statement(
    select(t.service_days.c.day)
    .where(
        t.service_days.c.state == DayState.CLOSED.value,
        select(t.tickets.c.ticket_id).where(t.tickets.c.day == t.service_days.c.day).exists(),
    )
    .order_by(t.service_days.c.day.desc())
    .limit(bindparam("at_most"))
)
_of_day = t.tickets.c.day == bindparam("of_day")  # tickets have an index by day
TURNS = Statement(
    select(
        t.turns.c.turn_id,
        t.turns.c.service,
        t.turns.c.rate,
        t.turns.c.state,
        t.turns.c.origin,
        t.tickets.c.language,
        t.tickets.c.purpose,
        t.turns.c.for_counter,
        t.turns.c.for_officer,
        t.turns.c.ranked_at,
        t.turns.c.arrival,
        t.turns.c.waiting_since,
        t.turns.c.ended_at,
        t.turns.c.from_turn,
        t.tickets.c.postponed_until,
        t.turns.c.counter_id,
        t.turns.c.arrived_at,
    )
    .join(t.tickets, t.tickets.c.ticket_id == t.turns.c.ticket_id)
    .where(_of_day)
    .order_by(t.turns.c.turn_id)
)
CALLS = Statement(
    select(t.calls.c.turn_id, t.calls.c.counter_id, t.calls.c.called_at, t.calls.c.kind)
    .where(t.calls.c.day == bindparam("of_day"), t.calls.c.kind != "recall", t.calls.c.undone == 0)
    .order_by(t.calls.c.call_id)
)
HOLDS = Statement(
    select(t.holds.c.turn_id, t.holds.c.held_at)
    .join(t.turns, t.turns.c.turn_id == t.holds.c.turn_id)
    .join(t.tickets, t.tickets.c.ticket_id == t.turns.c.ticket_id)
    .where(_of_day)
)
SHIFTS = Statement(
    select(
        t.desk_sessions.c.session_id,
        t.desk_sessions.c.counter_id,
        t.desk_sessions.c.officer_id,
        t.desk_sessions.c.signed_on_at,
        t.desk_sessions.c.signed_off_at,
        t.staff.c.languages,
    )
    .outerjoin(t.staff, t.staff.c.staff_id == t.desk_sessions.c.officer_id)
    .where(
        t.desk_sessions.c.signed_on_at < bindparam("until"),
        or_(t.desk_sessions.c.signed_off_at.is_(None), t.desk_sessions.c.signed_off_at > bindparam("since")),
    )
)
PAUSES = Statement(
    select(t.desk_pauses.c.counter_id, t.desk_pauses.c.paused_at, t.desk_pauses.c.resumed_at).where(
        t.desk_pauses.c.paused_at < bindparam("until"),
        or_(t.desk_pauses.c.resumed_at.is_(None), t.desk_pauses.c.resumed_at > bindparam("since")),
    )
)
LAST_CHANGE = Statement(
    select(func.max(t.turns.c.touched_seq), func.count())
    .select_from(t.turns.join(t.tickets, t.tickets.c.ticket_id == t.turns.c.ticket_id))
    .where(_of_day)
)
SET_UP_BEFORE = Statement(
    select(t.journal.c.kind, t.journal.c.version, t.journal.c.body)
    .where(
        text(f"journal.{t.SET_UP_KINDS}"),
        t.journal.c.kind == SetUpChanged.kind,
        t.journal.c.seq < bindparam("before_seq"),
    )
    .order_by(t.journal.c.seq.desc())
    .limit(1)
)
JUMPS = Statement(
    select(func.count())
    .select_from(t.clock_jumps)
    .where(t.clock_jumps.c.at >= bindparam("since"), t.clock_jumps.c.at < bindparam("until"))
)


@dataclass(frozen=True, slots=True)
class ArrivalsOfDay:
    past: PastDay
    centre: Centre
    """As it was set up when the last number of that day was given."""
    clock_was_set: bool
    """The clock was set while the day lasted: its durations are unsure."""


def days_to_replay(connection: sqlite3.Connection, *, at_most: int) -> list[str]:
    """The newest closed days on which somebody came, newest first."""
    return [row[0] for row in CLOSED_DAYS.all(connection, at_most=at_most)]


def version_of_day(connection: sqlite3.Connection, day: str) -> tuple[int, int, int] | None:
    """What changes when anything of a closed day does (a late emergency number, a day opened again); None while it
    is open, or when there was none."""
    closed = CLOSED.first(connection, of_day=day)
    last = LAST_CHANGE.first(connection, of_day=day)
    if closed is None or last is None:
        return None
    return int(closed["closed_at"]), int(last[0] or 0), int(last[1])


def arrivals_of_day(connection: sqlite3.Connection, day: str) -> ArrivalsOfDay | None:
    """Everything a replay needs of a closed day; None when there was none, or it is open."""
    closed = CLOSED.first(connection, of_day=day)
    if closed is None:
        return None
    rows = TURNS.all(connection, of_day=day)
    centre = _centre_then(connection, max((row["turn_id"] for row in rows), default=0))
    zone, on = ZoneInfo(centre.timezone), date.fromisoformat(day)
    since = instant(datetime.combine(on, time(), zone))
    until = instant(datetime.combine(on + timedelta(days=1), time(), zone))
    closed_at = min(closed["closed_at"], until)
    found = DayRows(
        day=day,
        midnight=since,
        closed_at=closed_at,
        turns=[_turn(row) for row in rows],
        calls=[*(CallRow(*row) for row in CALLS.all(connection, of_day=day)), *_quick_serves(rows)],
        holds=[(row[0], row[1]) for row in HOLDS.all(connection, of_day=day)],
        shifts=_shifts(connection, max(since, closed["opened_at"]), closed_at),
        pauses=_pauses(connection, since, closed_at),
        breaks=[
            Span(instant(datetime.combine(on, one.closes, zone)), instant(datetime.combine(on, other.opens, zone)))
            for one, other in pairwise(spans_of(centre.hours, on))
        ],
    )
    targets_ms = {service.code: service.target_wait_ms for service in centre.services}
    return ArrivalsOfDay(
        past_day(found, centre.counters, centre.queue, targets_ms),
        centre,
        clock_was_set=bool(JUMPS.value(connection, since=since, until=closed_at)),
    )


def _centre_then(connection: sqlite3.Connection, before_seq: int) -> Centre:
    row = SET_UP_BEFORE.first(connection, before_seq=before_seq)
    if row is None:
        return read_centre(connection)
    event = read_event(row["kind"], row["version"], row["body"])
    assert isinstance(event, SetUpChanged)
    return centre_of(CentreFile.model_validate(event.centre))


def _turn(row: sqlite3.Row) -> TurnRow:
    return TurnRow(
        turn_id=row["turn_id"],
        service=row["service"],
        rate=row["rate"],
        state=TurnState(row["state"]),
        origin=TurnOrigin(row["origin"]),
        language=row["language"],
        purpose=row["purpose"],
        for_counter=row["for_counter"],
        for_officer=row["for_officer"],
        ranked_at=row["ranked_at"],
        arrival=row["arrival"],
        waiting_since=row["waiting_since"],
        ended_at=row["ended_at"],
        from_turn=row["from_turn"],
        not_before=row["postponed_until"],
    )


def _quick_serves(rows: list[sqlite3.Row]) -> list[CallRow]:
    """Nobody called them; they were at the desk all the same."""
    return [
        CallRow(row["turn_id"], row["counter_id"], row["arrived_at"], QUICK)
        for row in rows
        if row["origin"] == TurnOrigin.QUICK_SERVE.value and row["arrived_at"] is not None and row["counter_id"]
    ]


def _shifts(connection: sqlite3.Connection, since: int, until: int) -> list[ShiftRow]:
    found = []
    for row in SHIFTS.all(connection, since=since, until=until):
        end = until if row["signed_off_at"] is None else min(row["signed_off_at"], until)
        span = Span(max(since, row["signed_on_at"]), end)
        if span.start < span.end:
            languages = frozenset(json.loads(row["languages"] or "[]"))
            found.append(ShiftRow(row["counter_id"], row["officer_id"], languages, span))
    return found


def _pauses(connection: sqlite3.Connection, since: int, until: int) -> dict[str, list[Span]]:
    pauses: dict[str, list[Span]] = {}
    for row in PAUSES.all(connection, since=since, until=until):
        end = until if row["resumed_at"] is None else min(row["resumed_at"], until)
        pauses.setdefault(row["counter_id"], []).append(Span(max(since, row["paused_at"]), end))
    return pauses
