"""Waiting times from the tables: the hall as it is now, the pace of the last weeks, and one play of both.

`forecasts(connection, centre, day, now)` reads and plays; the past is read once a day and kept. `lately(...)` is for
whoever asks often, such as the kiosk's snapshot and the answer to every ticket: it plays once a second at most.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from threading import Lock
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, select

from messaging.clock import real_monotonic_s
from server.db import tables as t
from server.db.queries.days import ServiceDay, open_day
from server.db.queries.open_desks import desks_now
from server.db.queries.queue import busy_tickets, turns_at_counters
from server.db.queries.tickets import Ticket
from server.db.statements import Statement, is_one_of
from server.domain.centre import Centre
from server.domain.eligibility import EVERYBODYS, Desk, Desks
from server.domain.instant import MINUTE_MS, SECOND_MS, Instant, as_datetime, instant, local_date
from server.domain.pace import Pace, PastTurn, pace_of
from server.domain.places import PlaceState
from server.domain.service_day import break_at, spans_of
from server.domain.turns import TurnState
from server.domain.waiting_estimate import (
    NEWCOMER,
    Busy,
    Forecasts,
    Hall,
    OpenTime,
    Standing,
    WaitRange,
    back_from_hold,
    forecast,
)

PAST_DAYS = 28
"""Four weeks: every weekday four times, and an officer who left is soon forgotten."""
PACES_KEPT = 4

STANDING = Statement(
    select(
        t.turns.c.turn_id,
        t.turns.c.service,
        t.turns.c.rate,
        t.tickets.c.language,
        t.turns.c.for_counter,
        t.turns.c.for_officer,
        t.turns.c.ranked_at,
        t.turns.c.arrival,
        t.turns.c.overtaken,
        t.turns.c.first_overtaken_at,
        t.turns.c.cool_down_until,
        t.turns.c.ticket_id,
    )
    .join(t.tickets, t.tickets.c.ticket_id == t.turns.c.ticket_id)
    .where(
        t.turns.c.state == TurnState.WAITING.value, t.turns.c.ended_at.is_(None), t.turns.c.day == bindparam("of_day")
    )
)
UNCLAIMED = Statement(
    select(t.reserved_places.c.service, t.reserved_places.c.at, t.reserved_places.c.priority_group).where(
        t.reserved_places.c.day == bindparam("of_day"), t.reserved_places.c.state == PlaceState.RESERVED.value
    )
)
ON_HOLD = Statement(
    select(t.holds.c.counter_id, t.turns.c.service, t.holds.c.held_at)
    .join(t.turns, t.turns.c.turn_id == t.holds.c.turn_id)
    .where(
        t.turns.c.state == TurnState.ON_HOLD.value,
        t.turns.c.ended_at.is_(None),
        t.turns.c.counter_id.is_not(None),
        t.turns.c.day == bindparam("of_day"),
        t.holds.c.ended_at.is_(None),
    )
)
_hold_began = (
    select(func.min(t.holds.c.held_at))
    .where(t.holds.c.turn_id == t.calls.c.turn_id, t.holds.c.held_at >= t.calls.c.called_at)
    .scalar_subquery()
)
PAST = Statement(
    select(
        t.calls.c.day,
        t.calls.c.counter_id,
        t.turns.c.service,
        t.turns.c.rate,
        t.calls.c.turn_id,
        t.calls.c.kind,
        t.calls.c.called_at,
        t.turns.c.ended_at,
        _hold_began.label("hold_began"),
        t.turns.c.waiting_since,
    )
    .join(t.turns, t.turns.c.turn_id == t.calls.c.turn_id)
    .where(
        t.calls.c.day >= bindparam("from_day"),
        t.calls.c.day < bindparam("before_day"),
        t.calls.c.kind != "recall",
        t.calls.c.undone == 0,
        is_one_of(t.turns.c.state, (TurnState.FINISHED, TurnState.NO_SHOW, TurnState.TRANSFERRED)),
        t.turns.c.ended_at.is_not(None),
    )
    .order_by(t.calls.c.call_id)
)
WHO_IS_THERE = Statement(
    select(
        select(
            func.count(),
        )
        .select_from(t.desk_sessions)
        .where(t.desk_sessions.c.signed_off_at.is_(None))
        .scalar_subquery(),
        select(func.count()).select_from(t.desk_pauses).where(t.desk_pauses.c.resumed_at.is_(None)).scalar_subquery(),
        select(func.coalesce(func.max(t.desk_sessions.c.session_id), 0)).scalar_subquery(),
    )
)
LAST_CALL_AT = Statement(
    select(t.calls.c.called_at).where(t.calls.c.day == bindparam("of_day")).order_by(t.calls.c.call_id.desc()).limit(1)
)
LAST_SESSIONS = Statement(
    select(
        t.desk_sessions.c.counter_id,
        t.desk_sessions.c.officer_id,
        t.desk_sessions.c.signed_on_at,
        t.desk_sessions.c.signed_off_at,
    )
    .order_by(t.desk_sessions.c.session_id.desc())
    .limit(200)
)

IN_PASSING_MS = 10 * SECOND_MS
"""Good enough for a slip: whoever publishes snapshots plays every few seconds, and a ticket waits for no play."""
WORKING_ON_MS = 10 * MINUTE_MS
"""A call in the break so short a time ago says that the centre calls on through it."""
LATELY_MS = SECOND_MS
"""So old may a forecast be that is told again: minutes are shown."""
PLAYING_SHARE = 20
"""At most one part in so many of the time goes into playing, however long the queue."""

_paces: dict[tuple[str, date, tuple[tuple[str, int], ...]], Pace] = {}
_reading = Lock()
_lately: dict[str, "_Played"] = {}


@dataclass(frozen=True, slots=True)
class _Played:
    """The last play of a database's hall."""

    day: ServiceDay
    centre: Centre
    there: tuple[int, ...]
    """What changes when somebody signs on or off, or pauses: that is told at once."""
    at: Instant
    keep_ms: int
    forecasts: Forecasts


def lately(
    connection: sqlite3.Connection, centre: Centre, day: ServiceDay, now: Instant, *, within_ms: int = LATELY_MS
) -> Forecasts:
    """The same, as it was a second ago at most: a burst of tickets and calls plays once.

    A queue that takes long to play is played less often. `within_ms`: how old is good enough.
    """
    name = _database_of(connection)
    last = _lately.get(name)
    there = tuple(WHO_IS_THERE.first(connection) or ())
    if (
        last is not None
        and (last.day, last.centre, last.there) == (day, centre, there)
        and 0 <= now - last.at < max(within_ms, last.keep_ms)
    ):
        return last.forecasts
    began_s = real_monotonic_s()
    found = forecasts(connection, centre, day, now)
    took_ms = (real_monotonic_s() - began_s) * 1000
    while len(_lately) >= PACES_KEPT:
        del _lately[next(iter(_lately))]
    _lately[name] = _Played(day, centre, there, now, max(LATELY_MS, round(PLAYING_SHARE * took_ms)), found)
    return found


def forecasts(connection: sqlite3.Connection, centre: Centre, day: ServiceDay, now: Instant) -> Forecasts:
    """What can be said at `now`, in an open service day. One read of the queue and one play, whatever is asked then."""
    spans = day_spans(centre, day, now)
    rest = break_at(centre.hours, centre.timezone, now)
    if rest is not None and _calls_through(connection, day, now):
        spans.append((now, rest.resumes_at))
        spans.sort()
    open_time = OpenTime(now, spans)
    desks = desks_now(connection)
    busy_now = busy_tickets(connection)
    standing = [
        Standing(row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8], row[9], row[10])
        for row in STANDING.all(connection, of_day=day.day)
        if row[11] not in busy_now
    ]
    standing += [
        _not_here_yet(row["service"], centre.rate_of(row["priority_group"]), row["at"])
        for row in UNCLAIMED.all(connection, of_day=day.day)
    ]
    standing += [
        back_from_hold(row["counter_id"], row["service"], row["held_at"], now)
        for row in ON_HOLD.all(connection, of_day=day.day)
    ]
    local = as_datetime(now).astimezone(ZoneInfo(centre.timezone))
    return forecast(
        Hall(
            open_time=open_time,
            hour=local.hour,
            minute=local.minute,
            desks=desks if open_time.is_open else _expected_desks(connection, centre, desks),
            busy={
                turn.counter_id: Busy(turn.service, turn.called_last_at)
                for turn in turns_at_counters(connection)
                if turn.counter_id is not None and turn.called_last_at is not None
            },
            standing=standing,
            services=[service.code for service in centre.services],
            rules=centre.queue,
            pace=pace_before(connection, centre, date.fromisoformat(day.day)),
        )
    )


def _not_here_yet(service: str, rate: str, at: Instant) -> Standing:
    """The holder of a reserved place: is expected to claim it in time."""
    return Standing(0, service, rate, EVERYBODYS, None, None, at, NEWCOMER - 1, 0, None, at)


def _calls_through(connection: sqlite3.Connection, day: ServiceDay, now: Instant) -> bool:
    """Whether somebody was called a few minutes ago."""
    last: Instant | None = LAST_CALL_AT.value(connection, of_day=day.day)
    return last is not None and 0 <= now - last < WORKING_ON_MS


def wait_of_ticket(connection: sqlite3.Connection, centre: Centre, ticket: Ticket, now: Instant) -> WaitRange | None:
    """How long somebody who has just taken a number is likely to wait; None when nothing can be said."""
    day = open_day(connection)
    if day is None or ticket.day != day.day:
        return None
    known = lately(connection, centre, day, now, within_ms=IN_PASSING_MS)
    first_turn = ticket.ticket_id  # both carry the sequence of the issue
    return known.range_of(
        known.waiting(first_turn) or known.newcomer(ticket.service, centre.rate_of(ticket.priority_group))
    )


def day_spans(centre: Centre, day: ServiceDay, now: Instant) -> list[tuple[Instant, Instant]]:
    """When people are called on a service day. An extended day lasts until then; a day that staff keep open beyond
    the hours, or open on a date without any, until midnight."""
    zone, on = ZoneInfo(centre.timezone), date.fromisoformat(day.day)
    spans = [
        (instant(datetime.combine(on, span.opens, zone)), instant(datetime.combine(on, span.closes, zone)))
        for span in spans_of(centre.hours, on)
    ]
    if day.extended_to is not None:
        start = spans[-1][0] if spans else day.opened_at
        spans = [*spans[:-1], (min(start, day.extended_to), day.extended_to)]
    if not spans or now >= spans[-1][1]:
        spans.append((now, instant(datetime.combine(on + timedelta(days=1), time(), zone))))
    return spans


def pace_before(connection: sqlite3.Connection, centre: Centre, day: date) -> Pace:
    """The pace of the four weeks before `day`; read once and kept."""
    expected = tuple((service.code, service.target_service_ms) for service in centre.services)
    key = (_database_of(connection), day, expected)
    with _reading:
        known = _paces.get(key)
        if known is None:
            while len(_paces) >= PACES_KEPT:
                del _paces[next(iter(_paces))]
            known = _paces[key] = pace_of(_past(connection, centre, day), dict(expected))
    return known


def _past(connection: sqlite3.Connection, centre: Centre, day: date) -> Iterator[PastTurn]:
    zone = ZoneInfo(centre.timezone)
    rows = PAST.all(connection, from_day=str(day - timedelta(days=PAST_DAYS)), before_day=str(day))
    newest = {row["turn_id"]: row["called_at"] for row in rows}
    for row in rows:
        # A call that was followed by another and by no hold went back to the queue: nobody knows when.
        left_at = row["hold_began"] or (row["ended_at"] if newest[row["turn_id"]] == row["called_at"] else None)
        if left_at is None:
            continue
        yield PastTurn(
            day=row["day"],
            counter_id=row["counter_id"],
            service=row["service"],
            rate=row["rate"],
            called_at=row["called_at"],
            left_at=left_at,
            waiting_since=row["waiting_since"],
            hour=as_datetime(row["called_at"]).astimezone(zone).hour,
            came_hour=as_datetime(row["waiting_since"]).astimezone(zone).hour,
            is_resumed=row["kind"] == "resumed",
        )


def _expected_desks(connection: sqlite3.Connection, centre: Centre, desks: Desks) -> Desks:
    """Before opening and at lunch: who is there, and every counter that was staffed last on the same date."""
    counters = {counter.counter_id: counter for counter in centre.counters}
    taken = {desk.counter.counter_id for desk in desks.staffed}
    seats = {desk.officer_id for desk in desks.staffed}
    rows = LAST_SESSIONS.all(connection)
    last = max((local_date(row["signed_on_at"], centre.timezone) for row in rows), default=None)
    expected = list(desks.staffed)
    for row in rows:
        here, officer = row["counter_id"], row["officer_id"]
        is_of_last = local_date(row["signed_on_at"], centre.timezone) == last
        if is_of_last and here in counters and here not in taken and officer not in seats:
            expected.append(Desk(counters[here], officer))
            taken.add(here)
            seats.add(officer)
    if not expected:
        expected = [Desk(counter, f"{counter.counter_id}?") for counter in centre.counters]
    return Desks(Desk(desk.counter, desk.officer_id, desk.languages) for desk in expected)


def _database_of(connection: sqlite3.Connection) -> str:
    row = connection.execute("PRAGMA database_list").fetchone()
    return str(row[2])
