"""The turns of a period as columns, for reports: raw durations, without those that were inferred or are unsure."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import BindParameter, Text, and_, bindparam, case, func, not_, or_, select

from server.db import tables as t
from server.db.statements import Statement
from server.domain.instant import Instant, instant, local_date
from server.domain.report_figures import TurnColumns
from server.domain.turns import TurnOrigin, TurnState

_u, _k = t.turns.c, t.tickets.c
_period: tuple[BindParameter[str], BindParameter[str]] = (bindparam("first_day"), bindparam("last_day"))
_of_period = _k.day.between(*_period)  # tickets have an index by day
_by_tickets = t.tickets.join(t.turns, _u.ticket_id == _k.ticket_id)
# Nobody held it: its slip never came, or it was served at once and that was undone.
IS_NOBODYS = or_(
    _u.state == TurnState.VOIDED.value,
    and_(_u.origin == TurnOrigin.QUICK_SERVE.value, _u.state == TurnState.CANCELLED.value),
)
_wait = case((_u.origin != TurnOrigin.QUICK_SERVE.value, _u.called_first_at - _u.waiting_since))
# Who is called back from a hold was there before: that call is no beginning of a walk.
_walk = case((and_(_u.arrival_inferred == 0, _u.called_last_at <= _u.arrived_at), _u.arrived_at - _u.called_last_at))
_service = case(
    (
        and_(_u.arrival_inferred == 0, _u.end_inferred == 0, _u.state == TurnState.FINISHED.value),
        _u.ended_at - _u.arrived_at,
    )
)
_columns = (
    _u.turn_id,
    _k.day,
    _u.service,
    _u.counter_id,
    _u.officer_id,
    _u.origin,
    _u.state,
    _u.waiting_since,
    _wait.label("wait_ms"),
    _walk.label("walk_ms"),
    _service.label("service_ms"),
)
TURNS = Statement(select(*_columns).select_from(_by_tickets).where(_of_period, not_(IS_NOBODYS)))
STAMPED = Statement(
    select(*_columns, _u.called_first_at, _u.called_last_at, _u.ended_at)
    .select_from(_by_tickets)
    .where(_of_period, not_(IS_NOBODYS))
)
HELD = Statement(
    select(t.holds.c.turn_id, func.sum(func.coalesce(t.holds.c.ended_at, bindparam("now")) - t.holds.c.held_at))
    .join(t.turns, _u.turn_id == t.holds.c.turn_id)
    .where(_u.day.between(*_period))
    .group_by(t.holds.c.turn_id)
)
JUMPS = Statement(
    select(t.clock_jumps.c.at)
    .where(t.clock_jumps.c.at >= bindparam("since"), t.clock_jumps.c.at < bindparam("until"))
    .order_by(t.clock_jumps.c.at)
)
_at: BindParameter[int] = bindparam("jump_at")
ACROSS = Statement(
    select(
        _u.turn_id,
        and_(_at > _u.waiting_since, _at <= _u.called_first_at).label("wait"),
        and_(_at > _u.called_last_at, _at <= _u.arrived_at).label("walk"),
        and_(_at > _u.arrived_at, _at <= _u.ended_at).label("service"),
    )
    .select_from(_by_tickets)
    .where(_k.day == bindparam("of_day"), _at > _u.waiting_since, _at <= func.coalesce(_u.ended_at, _at))
)
_ended_well = and_(_u.state == TurnState.FINISHED.value, _u.end_inferred == 0)
IN_CENTRE = Statement(
    select(func.max(_u.ended_at) - _k.issued_at, _k.issued_at, _k.day)
    .select_from(_by_tickets)
    .where(
        _of_period,
        _k.origin != TurnOrigin.QUICK_SERVE.value,
        # A transfer is no end: what follows it is a turn of its own.
        _u.state != TurnState.TRANSFERRED.value,
    )
    # A ticket, by the columns of the index that it is found with: in their order, so that nothing is sorted.
    .group_by(_k.day, _k.prefix, _k.number)
    .having(func.min(case((_ended_well, 1), else_=0)) == 1)
)
_before_day: BindParameter[str] = bindparam("before_day")
_listed = (
    select(
        _u.turn_id,
        _k.shown,
        _k.day,
        _u.service,
        _u.counter_id,
        _u.officer_id,
        _u.origin,
        _u.state,
        _u.outcome,
        _k.issued_at,
        _u.waiting_since,
        _u.called_first_at,
        _u.called_last_at,
        _u.call_count,
        _u.arrived_at,
        _u.arrival_inferred,
        _u.ended_at,
        _u.end_inferred,
    )
    .where(
        _of_period,
        not_(IS_NOBODYS),
        or_(bindparam("of_service") == "", _u.service == bindparam("of_service")),
        or_(bindparam("of_counter") == "", _u.counter_id == bindparam("of_counter")),
        or_(bindparam("of_officer") == "", _u.officer_id == bindparam("of_officer")),
        or_(bindparam("in_state") == "", _u.state == bindparam("in_state")),
        # Further rows by what the last one was, not by their count: meanwhile numbers are given, and stand above.
        _k.day <= _before_day,
        or_(_k.day < _before_day, _u.turn_id < bindparam("before_turn")),
    )
    .order_by(_k.day.desc(), _u.turn_id.desc())
    .limit(bindparam("at_most"))
    .offset(bindparam("after"))
)
LISTED = Statement(_listed.select_from(_by_tickets))
# {day: [from, to)} of an hour: only those days' turns are read.
_spans = func.json_each(bindparam("spans", type_=Text)).table_valued("key", "value")
LISTED_IN_SPANS = Statement(
    _listed.select_from(_by_tickets.join(_spans, _spans.c.key == _k.day)).where(
        _u.waiting_since >= func.json_extract(_spans.c.value, "$[0]"),
        _u.waiting_since < func.json_extract(_spans.c.value, "$[1]"),
    )
)

_ALL_DAYS = "9999-12-31"


@dataclass(frozen=True, slots=True)
class ListedTurn:
    """One turn with its raw stamps; what its citizen pressed, and what the dossier was, stand nowhere near."""

    turn_id: int
    number: str
    """As it was printed; empty: served without a number."""
    day: str
    service: str
    counter_id: str | None
    officer_id: str | None
    origin: str
    state: str
    outcome: str | None
    issued_at: Instant
    waiting_since: Instant
    called_first_at: Instant | None
    called_last_at: Instant | None
    call_count: int
    arrived_at: Instant | None
    arrival_inferred: bool
    ended_at: Instant | None
    end_inferred: bool


@dataclass(frozen=True, slots=True)
class TurnsWanted:
    """Which turns are listed; an empty field: all."""

    service: str = ""
    counter_id: str = ""
    officer_id: str = ""
    state: str = ""
    spans: Mapping[str, tuple[Instant, Instant]] | None = None
    """By service day, between which moments they began to wait; of other days none. None: whenever."""


def turn_columns(
    connection: sqlite3.Connection, first_day: str, last_day: str, now: Instant, timezone: str, *, stamped: bool = False
) -> TurnColumns:
    """The turns of the service days, both included (ISO dates); `stamped` with the stamps of calls and ends."""
    cursor = (STAMPED if stamped else TURNS).run(connection, first_day=first_day, last_day=last_day)
    cursor.row_factory = None  # plain tuples: a year is 100,000 of them
    rows = cursor.fetchall()
    if not rows:
        return TurnColumns()
    columns = TurnColumns(*zip(*rows, strict=True))
    held = dict(map(tuple, HELD.each(connection, first_day=first_day, last_day=last_day, now=now)))
    unsure = _unsure(connection, columns, timezone)
    if not held and not any(unsure.values()):
        return columns
    at_desk = [
        None if ms is None else ms - held.get(turn, 0)
        for turn, ms in zip(columns.turn_ids, columns.services_ms, strict=True)
    ]
    columns = replace(columns, services_ms=at_desk)
    if not any(unsure.values()):
        return columns
    return replace(
        columns,
        waits_ms=_without(columns.turn_ids, columns.waits_ms, unsure["wait"]),
        walks_ms=_without(columns.turn_ids, columns.walks_ms, unsure["walk"]),
        services_ms=_without(columns.turn_ids, columns.services_ms, unsure["service"]),
    )


def times_in_centre(connection: sqlite3.Connection, first_day: str, last_day: str) -> list[int]:
    """From the number to the last end, of the tickets all of whose turns were finished; milliseconds, ascending."""
    jumps = _jumps(connection, first_day, last_day)
    rows = IN_CENTRE.run(connection, first_day=first_day, last_day=last_day)
    rows.row_factory = None
    return sorted(ms for ms, at, _ in rows if not any(at < jump <= at + ms for jump in jumps))


def listed_turns(
    connection: sqlite3.Connection,
    first_day: str,
    last_day: str,
    wanted: TurnsWanted,
    *,
    after: int = 0,
    before: ListedTurn | None = None,
    at_most: int,
) -> list[ListedTurn]:
    """Turns of a period, the newest first, from the one that is number `after` (from 0) on.

    Args:
        before: those that follow it only; None: from the newest.
    """
    spans = {} if wanted.spans is None else {"spans": json.dumps(wanted.spans)}
    rows = (LISTED if wanted.spans is None else LISTED_IN_SPANS).each(
        connection,
        **spans,
        before_day=_ALL_DAYS if before is None else before.day,
        before_turn=0 if before is None else before.turn_id,
        first_day=first_day,
        last_day=last_day,
        of_service=wanted.service,
        of_counter=wanted.counter_id,
        of_officer=wanted.officer_id,
        in_state=wanted.state,
        after=after,
        at_most=at_most,
    )
    return [ListedTurn(*row) for row in rows]


def _unsure(connection: sqlite3.Connection, columns: TurnColumns, timezone: str) -> dict[str, set[int]]:
    """The turns whose wait, walk or service the clock was set in."""
    unsure: dict[str, set[int]] = defaultdict(set)
    for at in _jumps(connection, min(columns.days), max(columns.days)):
        for row in ACROSS.each(connection, jump_at=at, of_day=str(local_date(at, timezone))):
            for what in ("wait", "walk", "service"):
                if row[what]:
                    unsure[what].add(row["turn_id"])
    return unsure


def _without(
    turn_ids: Sequence[int], values: Sequence[int | None], unsure: set[int]
) -> list[int | None] | Sequence[int | None]:
    if not unsure:
        return values
    return [None if turn in unsure else value for turn, value in zip(turn_ids, values, strict=True)]


def _jumps(connection: sqlite3.Connection, first_day: str, last_day: str) -> list[Instant]:
    """When the clock was set in these days; those of the days around them change nothing."""
    since = instant(datetime.combine(date.fromisoformat(first_day), time(), UTC) - timedelta(days=1))
    until = instant(datetime.combine(date.fromisoformat(last_day), time(), UTC) + timedelta(days=2))
    return [row[0] for row in JUMPS.all(connection, since=since, until=until)]
