"""Who sat where, who was at the desks and who waited, day by day: what idle time is counted from."""

import json
import sqlite3
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, Text, bindparam, func, or_, select

from server.db import tables as t
from server.db.statements import Statement
from server.domain.centre import Centre
from server.domain.idle_counters import CounterTime, DayOfDesks, counter_times, left_at, stays_of_turn
from server.domain.instant import Instant, instant
from server.domain.report_figures import TurnColumns
from server.domain.service_day import spans_of
from server.domain.turns import TurnOrigin, TurnState

_u, _k, _c = t.turns.c, t.tickets.c, t.calls.c
_period: tuple[BindParameter[str], BindParameter[str]] = (bindparam("first_day"), bindparam("last_day"))
_of_period = _k.day.between(*_period)  # tickets have an index by day
_by_tickets = t.tickets.join(t.turns, _u.ticket_id == _k.ticket_id)
_was_called = _u.called_first_at.is_not(None)
SERVED_AT_ONCE = Statement(
    select(_k.day, _u.counter_id, _u.arrived_at, _u.ended_at)
    .select_from(_by_tickets)
    .where(
        _of_period,
        _u.origin == TurnOrigin.QUICK_SERVE.value,
        _u.state != TurnState.CANCELLED.value,
        _u.arrived_at.is_not(None),
        _u.counter_id.is_not(None),
    )
)
# Called again, or away for a while: what the turn itself keeps does not tell its stays.
_again = func.json_each(bindparam("turn_ids", type_=Text)).table_valued("value")
SEVERAL_CALLS = Statement(
    select(_c.turn_id, _c.called_at, _c.counter_id)
    .select_from(_again.join(t.calls, _c.turn_id == _again.c.value))
    .where(_c.kind != "recall", _c.undone == 0)
)
HOLDS = Statement(
    select(t.holds.c.turn_id, t.holds.c.held_at)
    .join(t.turns, _u.turn_id == t.holds.c.turn_id)
    .where(_u.day.between(*_period))
    .order_by(t.holds.c.hold_id)
)
_since: BindParameter[int] = bindparam("since")
_until: BindParameter[int] = bindparam("until")
_on, _off = t.desk_sessions.c.signed_on_at, t.desk_sessions.c.signed_off_at
SESSIONS = Statement(
    select(t.desk_sessions.c.counter_id, _on, _off).where(_on < _until, or_(_off.is_(None), _off > _since))
)
_paused, _resumed = t.desk_pauses.c.paused_at, t.desk_pauses.c.resumed_at
PAUSES = Statement(
    select(t.desk_pauses.c.counter_id, _paused, _resumed).where(
        _paused < _until, or_(_resumed.is_(None), _resumed > _since)
    )
)
SERVICE_DAYS = Statement(
    select(t.service_days.c.day, t.service_days.c.opened_at, t.service_days.c.closed_at).where(
        t.service_days.c.day.between(*_period)
    )
)


def counter_times_by_day(
    connection: sqlite3.Connection, centre: Centre, first_day: str, last_day: str, now: Instant, turns: TurnColumns
) -> dict[str, dict[str, CounterTime]]:
    """How long each counter was open, and idle while somebody waited, on each service day of a period.

    What each counter serves and the centre's breaks are those of the set-up in force now.

    Args:
        turns: those of the period, stamped.
    """
    named = {"first_day": first_day, "last_day": last_day}
    known = _days(connection, centre, first_day, last_day, now)
    if not known.days:
        return {}
    holds: dict[int, list[Instant]] = defaultdict(list)
    for turn_id, held_at in HOLDS.each(connection, **named):
        holds[turn_id].append(held_at)
    several: dict[int, list[tuple[Instant, str]]] = defaultdict(list)
    again = [
        turn_id
        for turn_id, first, last in zip(turns.turn_ids, turns.called_at, turns.called_last_at, strict=True)
        if first != last
    ]
    for turn_id, called_at, counter in SEVERAL_CALLS.each(connection, turn_ids=json.dumps(again)):
        several[turn_id].append((called_at, counter))
    for turn_id, name, service, counter, origin, state, since, first, ended in zip(
        turns.turn_ids,
        turns.days,
        turns.services,
        turns.counters,
        turns.origins,
        turns.states,
        turns.since,
        turns.called_at,
        turns.ended_at,
        strict=True,
    ):
        day = known.days.get(name)
        if day is None or origin == _AT_ONCE:
            continue
        if first is None:
            if state != _PASSED_ON:  # whoever follows it waits
                closed_at = known.closed_at[name]
                day.waits[service].append((since, closed_at if ended is None else min(ended, closed_at)))
            continue
        day.waits[service].append((since, first))
        if ended is None and state in _AT_THE_COUNTER:  # who is at a desk still is there until now
            ended, state = now, TurnState.FINISHED.value
        calls = several.get(turn_id)
        if counter is not None and turn_id not in holds and (calls is None or len(calls) == 1):
            day.stays[counter].append((first, left_at(first, ended, state)))
            continue
        if not calls and counter is not None:
            calls = [(first, counter)]  # called once, and it never came back from its hold
        for desk, stay in stays_of_turn(sorted(calls or ()), holds.get(turn_id, ()), ended, state):
            day.stays[desk].append(stay)
    for name, counter, arrived_at, ended_at in SERVED_AT_ONCE.each(connection, **named):
        if name in known.days:
            known.days[name].stays[counter].append((arrived_at, now if ended_at is None else ended_at))
    serves = {counter.counter_id: (*counter.services, *counter.second_services) for counter in centre.counters}
    return {name: counter_times(day, serves) for name, day in known.days.items()}


_AT_ONCE, _PASSED_ON = TurnOrigin.QUICK_SERVE.value, TurnState.TRANSFERRED.value
_AT_THE_COUNTER = frozenset({TurnState.CALLED.value, TurnState.SERVING.value})


class _Days:
    """The service days of a period with the hours between which each counts."""

    def __init__(self) -> None:
        self.days: dict[str, DayOfDesks] = {}
        self.closed_at: dict[str, Instant] = {}
        self._bounds: list[tuple[Instant, Instant, str]] = []

    def add(self, name: str, since: Instant, until: Instant, breaks: Sequence[tuple[Instant, Instant]]) -> None:
        self.days[name] = DayOfDesks(breaks=list(breaks))
        self.closed_at[name] = until
        self._bounds.append((since, until, name))

    def parts(self, start: Instant, end: Instant) -> list[tuple[DayOfDesks, Instant, Instant]]:
        """What of a stretch of time lies in each day."""
        found = []
        place = max(0, bisect_right(self._bounds, start, key=lambda bound: bound[0]) - 1)
        for since, until, name in self._bounds[place:]:
            if since >= end:
                break
            if max(start, since) < min(end, until):
                found.append((self.days[name], max(start, since), min(end, until)))
        return found


def _days(connection: sqlite3.Connection, centre: Centre, first_day: str, last_day: str, now: Instant) -> _Days:
    zone, found = ZoneInfo(centre.timezone), _Days()
    for name, opened_at, closed_at in sorted(
        map(tuple, SERVICE_DAYS.each(connection, first_day=first_day, last_day=last_day))
    ):
        on = date.fromisoformat(name)
        midnight = instant(datetime.combine(on, time(), zone))
        end = instant(datetime.combine(on + timedelta(days=1), time(), zone))
        breaks = [
            (instant(datetime.combine(on, one.closes, zone)), instant(datetime.combine(on, other.opens, zone)))
            for one, other in pairwise(spans_of(centre.hours, on))
        ]
        found.add(name, max(midnight, opened_at), min(now if closed_at is None else closed_at, end), breaks)
    if found.days:
        since, until = min(found.closed_at), max(found.closed_at)
        bounds = {
            "since": instant(datetime.combine(date.fromisoformat(since), time(), zone)),
            "until": instant(datetime.combine(date.fromisoformat(until) + timedelta(days=1), time(), zone)),
        }
        for counter, start, stop in SESSIONS.each(connection, **bounds):
            for day, begin, finish in found.parts(start, now if stop is None else stop):
                day.open_at[counter].append((begin, finish))
        for counter, start, stop in PAUSES.each(connection, **bounds):
            for day, begin, finish in found.parts(start, now if stop is None else stop):
                day.off[counter].append((begin, finish))
    return found
