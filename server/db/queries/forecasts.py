"""Waiting times from the tables: the hall as it is now, the pace of the last weeks, and one play of both.

`forecasts(connection, centre, day, now)` reads and plays; the past is read once a day and kept. `lately(...)` is for
whoever asks often, such as the kiosk's snapshot: it plays once a second at most. `outlook_of_ticket(...)` is for the
answer to a ticket.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil
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
from server.domain.service_day import break_at, closing_at, spans_of
from server.domain.turns import TurnState
from server.domain.waiting_estimate import (
    LIKELY,
    NEWCOMER,
    Busy,
    Forecast,
    Forecasts,
    Hall,
    OpenTime,
    Standing,
    WaitRange,
    back_from_hold,
    chance_today,
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
        t.tickets.c.purpose,
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

PLAYED_FOR_A_TICKET_MS = 4
"""A hall that takes longer to play is not played while a ticket waits: whoever publishes snapshots does so."""
TICKETS_SHARE = 50
"""In a burst of tickets at most one part in so many of the time goes into playing."""
UNPLAYED_MS = 10 * SECOND_MS
"""Older than that, a ticket waits for a play, however long it takes."""
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
    took_ms: float
    forecasts: Forecasts

    @property
    def keep_ms(self) -> int:
        """How long the play stands, for whoever asks often."""
        return max(LATELY_MS, round(PLAYING_SHARE * self.took_ms))

    @property
    def keep_for_tickets_ms(self) -> int:
        return UNPLAYED_MS if self.took_ms > PLAYED_FOR_A_TICKET_MS else ceil(TICKETS_SHARE * self.took_ms)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a ticket is told when it is given."""

    wait: WaitRange | None
    """How long it is likely to last; None when nothing can be said."""
    today_unlikely: bool
    """It will rather not be called before closing."""


def lately(connection: sqlite3.Connection, centre: Centre, day: ServiceDay, now: Instant) -> Forecasts:
    """The same, as it was a second ago at most: whoever asks often plays once.

    A queue that takes long to play is played less often.
    """
    last = _last_play(connection, centre, day)
    if last is None or not 0 <= now - last.at < last.keep_ms:
        last = _play(connection, centre, day, now)
    return last.forecasts


def _last_play(connection: sqlite3.Connection, centre: Centre, day: ServiceDay) -> _Played | None:
    """The last one, unless somebody has signed on or off or paused since."""
    last = _lately.get(_database_of(connection))
    there = tuple(WHO_IS_THERE.first(connection) or ())
    return last if last is not None and (last.day, last.centre, last.there) == (day, centre, there) else None


def _play(connection: sqlite3.Connection, centre: Centre, day: ServiceDay, now: Instant) -> _Played:
    name, there = _database_of(connection), tuple(WHO_IS_THERE.first(connection) or ())
    began_s = real_monotonic_s()
    found = forecasts(connection, centre, day, now)
    took_ms = (real_monotonic_s() - began_s) * 1000
    while len(_lately) >= PACES_KEPT:
        _lately.pop(next(iter(_lately)), None)
    _lately[name] = _Played(day, centre, there, now, took_ms, found)
    return _lately[name]


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
    is_asked = any(desk.counter.purposes for desk in desks.staffed)
    standing = [
        Standing(
            row[0],
            row[1],
            row[2],
            row[3],
            row[4],
            row[5],
            row[6],
            row[7],
            row[8],
            row[9],
            not_before=row[10],
            purpose=row[12] if is_asked else None,
        )
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


def outlook_of_ticket(
    connection: sqlite3.Connection, centre: Centre, ticket: Ticket, people_ahead: int, now: Instant
) -> Outlook:
    """What somebody is told who has just taken a number: of that number, behind `people_ahead`.

    The hall is played for it as it is with this ticket, unless it was a moment ago: then what was said of a newcomer
    is moved to `people_ahead`, so that a slip's two figures are of the same queue.
    """
    day = open_day(connection)
    if day is None or ticket.day != day.day:
        return Outlook(None, today_unlikely=False)
    last = _last_play(connection, centre, day)
    if last is None or not 0 <= now - last.at < last.keep_for_tickets_ms:
        last = _play(connection, centre, day, now)
    known = last.forecasts
    first_turn = ticket.ticket_id  # both carry the sequence of the issue
    expected = known.waiting(first_turn) or known.behind(
        people_ahead, ticket.service, centre.rate_of(ticket.priority_group)
    )
    return Outlook(known.range_of(expected), is_today_unlikely(centre, day, known, expected, now))


def is_today_unlikely(
    centre: Centre, day: ServiceDay, known: Forecasts, expected: Forecast | None, now: Instant
) -> bool:
    """Whether somebody will rather not be called today; unsaid once the day's hours are over."""
    today = local_date(now, centre.timezone)
    closes = closing_at(centre.hours, centre.timezone, today, extended_to=day.extended_to)
    return closes is not None and now < closes and chance_today(expected, known.open_ms_left) < LIKELY


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
