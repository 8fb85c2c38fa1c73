"""What the head's floor counts: queues, ends of turns, deeds that need a reason, quiet alarms."""

import json
import sqlite3
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from sqlalchemy import BindParameter, Integer, bindparam, cast, func, select

from server.db import tables as t
from server.db.queries.queue import IS_WAITING
from server.db.statements import Statement, is_one_of
from server.domain.instant import Instant, rfc3339
from server.domain.turns import TurnOrigin, TurnState

_day: BindParameter[str] = bindparam("of_day")
WAITING = Statement(
    select(
        t.turns.c.service,
        t.turns.c.waiting_since,
        t.turns.c.for_counter,
        t.turns.c.for_officer,
        t.tickets.c.language,
        t.tickets.c.purpose,
    )
    .join(t.tickets, t.tickets.c.ticket_id == t.turns.c.ticket_id)
    .where(IS_WAITING, t.turns.c.day == _day)
)
POSTPONED = Statement(
    select(t.turns.c.service, func.count())
    .join(t.tickets, t.tickets.c.ticket_id == t.turns.c.ticket_id)
    .where(
        t.turns.c.cool_down_until.is_not(None),
        t.turns.c.cool_down_until == t.tickets.c.postponed_until,
        t.turns.c.state == TurnState.WAITING.value,
        t.turns.c.day == _day,
    )
    .group_by(t.turns.c.service)
)
HELD = Statement(
    select(t.turns.c.counter_id, func.count())
    .where(t.turns.c.state == TurnState.ON_HOLD.value, t.turns.c.ended_at.is_(None), t.turns.c.counter_id.is_not(None))
    .group_by(t.turns.c.counter_id)
)
LEFT_AT_CLOSING = Statement(
    select(t.turns.c.service, t.turns.c.state, func.count())
    .where(
        is_one_of(t.turns.c.state, (TurnState.WAITING, TurnState.CALLED, TurnState.ON_HOLD, TurnState.SERVING)),
        t.turns.c.ended_at.is_(None),
        t.turns.c.day == _day,
    )
    .group_by(t.turns.c.service, t.turns.c.state)
)
TURNS_OF_DAY = Statement(
    select(
        t.turns.c.service,
        t.turns.c.state,
        t.turns.c.officer_id,
        t.turns.c.origin,
        func.count(),
    )
    .select_from(t.tickets.join(t.turns, t.turns.c.ticket_id == t.tickets.c.ticket_id))
    .where(t.tickets.c.day == _day)
    .group_by(t.turns.c.service, t.turns.c.state, t.turns.c.officer_id, t.turns.c.origin)
)
NAMED_CALLS = Statement(
    select(t.calls.c.officer_id, func.count())
    .where(t.calls.c.day == _day, t.calls.c.kind == "named", t.calls.c.undone == 0)
    .group_by(t.calls.c.officer_id)
)
HELPED = Statement(
    select(t.tickets.c.helped_by, func.count())
    .where(t.tickets.c.day == _day, t.tickets.c.helped_by.is_not(None))
    .group_by(t.tickets.c.helped_by)
)
QUIET = Statement(
    select(
        t.acknowledged_alarms.c.device_id,
        t.acknowledged_alarms.c.fault,
        t.acknowledged_alarms.c.staff_id,
        t.acknowledged_alarms.c.acknowledged_at,
        t.acknowledged_alarms.c.until_at,
    )
    .where(t.acknowledged_alarms.c.until_at > bindparam("now"))
    .order_by(t.acknowledged_alarms.c.seq)
)
AT = Statement(select(t.journal.c.at).where(t.journal.c.seq == bindparam("of_seq")))
HEAD_SEQ = Statement(select(cast(t.journal_head.c.seq, Integer)))
PRIORITY_CHANGES = Statement(
    select(t.journal.c.seq, t.journal.c.kind, t.journal.c.body)
    .where(
        t.journal.c.seq > bindparam("after_seq"),
        t.journal.c.seq <= bindparam("up_to"),
        is_one_of(t.journal.c.kind, ("priority_changed", "action_undone")),
    )
    .order_by(t.journal.c.seq)
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What says who may call somebody."""

    service: str
    for_counter: str | None
    for_officer: str | None
    language: str
    purpose: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """Who waits for one service."""

    waiting: int = 0
    since: tuple[Instant, ...] = ()
    """When each began to wait, the longest first; those in cool-down are left out."""
    wanted: tuple[tuple[Wanted, int], ...] = ()
    """Who may call them, and how many that is true of."""


@dataclass(frozen=True, slots=True)
class QuietAlarm:
    device_id: str
    fault: str
    staff_id: str
    acknowledged_at: Instant
    until_at: Instant


@dataclass(slots=True)
class Tally:
    """What a day has come to so far. Undone deeds count for nothing."""

    finished: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """By service."""
    absent: int = 0
    finished_by: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """By officer, as are those that need a reason."""
    named_calls: dict[str, int] = field(default_factory=dict)
    quick_serves: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    helped: dict[str, int] = field(default_factory=dict)
    """Tickets taken for citizens, by the member of staff who took them."""


def postponed_counts(connection: sqlite3.Connection, day: str) -> dict[str, int]:
    """People who said to come later, by service; services with nobody are not there."""
    return {row[0]: row[1] for row in POSTPONED.all(connection, of_day=day)}


def lines(connection: sqlite3.Connection, day: str) -> dict[str, Line]:
    """Each service's queue; services with nobody are not there."""
    since: dict[str, list[Instant]] = defaultdict(list)
    wanted: dict[str, Counter[Wanted]] = defaultdict(Counter)
    for service, began, *who in WAITING.all(connection, of_day=day):
        since[service].append(began)
        wanted[service][Wanted(service, *who)] += 1
    return {
        service: Line(len(began), tuple(sorted(began)), tuple(wanted[service].items()))
        for service, began in since.items()
    }


def held_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Turns on hold, by counter."""
    return {row[0]: row[1] for row in HELD.all(connection)}


def open_counts(connection: sqlite3.Connection, day: str) -> dict[str, dict[TurnState, int]]:
    """Who is there still, by service: what a closing ends or moves, those who said to come later included, and whom
    desks are serving."""
    counted: dict[str, dict[TurnState, int]] = defaultdict(dict)
    for service, state, count in LEFT_AT_CLOSING.all(connection, of_day=day):
        counted[service][TurnState(state)] = count
    return counted


def tally(connection: sqlite3.Connection, day: str) -> Tally:
    """Count a day: one indexed look at its tickets and one at its calls."""
    counted = Tally(
        named_calls={row[0]: row[1] for row in NAMED_CALLS.all(connection, of_day=day)},
        helped={row[0]: row[1] for row in HELPED.all(connection, of_day=day)},
    )
    for service, state, officer_id, origin, count in TURNS_OF_DAY.all(connection, of_day=day):
        if state == TurnState.FINISHED:
            counted.finished[service] += count
            counted.finished_by[officer_id or ""] += count
        elif state == TurnState.NO_SHOW:
            counted.absent += count
        if origin == TurnOrigin.QUICK_SERVE and state != TurnState.CANCELLED:
            counted.quick_serves[officer_id or ""] += count
    return counted


def quiet_alarms(connection: sqlite3.Connection, now: Instant) -> dict[tuple[str, str], QuietAlarm]:
    """The alarms somebody sees to, by device and fault; the newest word counts."""
    found = (QuietAlarm(*row) for row in QUIET.all(connection, now=now))
    return {(quiet.device_id, quiet.fault): quiet for quiet in found}


def first_seq_since(connection: sqlite3.Connection, at: Instant) -> int:
    """The first sequence of the journal whose time is `at` or later; one beyond the last when there is none.

    Times in the journal never go back, so halving finds it without an index on them.
    """
    wanted = rfc3339(at)
    low, high = 1, int(HEAD_SEQ.value(connection) or 0) + 1
    while low < high:
        middle = (low + high) // 2
        if AT.value(connection, of_seq=middle) < wanted:
            low = middle + 1
        else:
            high = middle
    return low


def priority_changes(connection: sqlite3.Connection, *, after_seq: int, up_to: int) -> list[tuple[int, str | None]]:
    """Priorities changed at a desk in a stretch of the journal, as (sequence, officer), and what was undone since:
    as (sequence of the change, None)."""
    found: list[tuple[int, str | None]] = []
    for row in PRIORITY_CHANGES.all(connection, after_seq=after_seq, up_to=up_to):
        body = json.loads(row["body"])
        if row["kind"] == "priority_changed":
            if body["counter_id"] is not None:
                found.append((row["seq"], body["officer_id"]))
        else:
            found += [(seq, None) for seq in range(body["first_seq"], body["last_seq"] + 1)]
    return found
