"""What each officer did in a period, for the detectors, and the findings that follow from it.

Raw stamps of turns and times of presses: no level, no name, nothing of the citizen.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import time
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, func, select

from server.db import tables as t
from server.db.statements import Statement, is_one_of
from server.domain.centre import Centre
from server.domain.detectors import Finding, findings
from server.domain.instant import MINUTE_MS, Instant, as_datetime
from server.domain.press_flags import CHANNELS_OF, Series, counts
from server.domain.turns import TurnOrigin, TurnState
from server.domain.worked import PressRecord, TurnEnd, TurnRecord, Worked

PERIOD_DAYS = 14
"""The detectors were measured on two weeks."""

NOON = time(12, 30)
"""In the middle of the lunch break: half days end and begin there."""

SETTLED_MS = 2 * MINUTE_MS
"""A turn that ended later than this ago may still be rated."""

_after = t.turns.alias("after")
_GONE = tuple(state.value for state in (TurnState.NO_SHOW, TurnState.EXPIRED, TurnState.CANCELLED, TurnState.VOIDED))
_in_period = t.tickets.c.day.between(bindparam("first_day"), bindparam("last_day"))
_jumped = (
    select(t.clock_jumps.c.seq)
    .where(
        t.clock_jumps.c.at > func.coalesce(t.turns.c.called_first_at, t.turns.c.arrived_at),
        t.clock_jumps.c.at <= t.turns.c.ended_at,
    )
    .exists()
)
TURNS = Statement(
    select(
        t.turns.c.turn_id,
        t.turns.c.officer_id,
        t.turns.c.day,
        t.turns.c.state,
        t.turns.c.origin,
        t.turns.c.waiting_since,
        t.turns.c.called_first_at,
        t.turns.c.called_last_at,
        t.turns.c.arrived_at,
        t.turns.c.arrival_inferred,
        t.turns.c.ended_at,
        select(_after.c.turn_id)
        .where(
            _after.c.ticket_id == t.turns.c.ticket_id,
            _after.c.from_turn == t.turns.c.turn_id,
            _after.c.origin == TurnOrigin.TRANSFERRED.value,
            is_one_of(_after.c.state, _GONE),
        )
        .exists()
        .label("was_left"),
    )
    .join(t.tickets, t.tickets.c.ticket_id == t.turns.c.ticket_id)  # they have an index by day
    .where(
        _in_period,
        t.turns.c.officer_id.is_not(None),
        t.turns.c.ended_at <= bindparam("ended_by"),
        func.coalesce(t.turns.c.called_first_at, t.turns.c.arrived_at).is_not(None),
        ~_jumped,
    )
    .order_by(t.turns.c.turn_id)
)
WINDOWS = Statement(
    select(
        t.windows.c.turn_id,
        t.windows.c.opened_at,
        t.presses.c.received_at,
        t.presses.c.age_ms,
        t.presses.c.boot_id,
        t.presses.c.flags,
    )
    .select_from(t.tickets)
    .join(t.turns, t.turns.c.ticket_id == t.tickets.c.ticket_id)
    .join(t.windows, t.windows.c.turn_id == t.turns.c.turn_id)
    .outerjoin(
        t.presses,
        and_(
            t.presses.c.window_id == t.windows.c.window_id,
            is_one_of(t.presses.c.channel, (channel.value for channel in CHANNELS_OF[Series.DESK])),
        ),
    )
    .where(_in_period, t.windows.c.undone == 0, t.windows.c.closes_at > t.windows.c.opened_at)
)
"""A window once for each press at the desk, and once without any."""


def findings_of_period(
    connection: sqlite3.Connection, centre: Centre, first_day: str, last_day: str, now: Instant
) -> list[Finding]:
    """What the head should look at in a period of local dates, by officer; every officer beside all others."""
    return findings(worked_in_period(connection, centre, first_day, last_day, now), first_day, last_day)


def worked_in_period(
    connection: sqlite3.Connection, centre: Centre, first_day: str, last_day: str, now: Instant
) -> list[Worked]:
    """The turns and presses of each officer, by officer; turns across a clock jump are left out."""
    period = {"first_day": first_day, "last_day": last_day}
    opened: dict[int, Instant] = {}
    presses: dict[int, list[PressRecord]] = defaultdict(list)
    for row in WINDOWS.each(connection, **period):
        opened[row["turn_id"]] = row["opened_at"]
        if row["boot_id"] is not None and counts(row["flags"].split()):
            pressed_at = None if row["age_ms"] is None else row["received_at"] - row["age_ms"]
            presses[row["turn_id"]].append(PressRecord(row["turn_id"], pressed_at, row["boot_id"]))
    zone = ZoneInfo(centre.timezone)
    turns: dict[str, list[TurnRecord]] = defaultdict(list)
    for row in TURNS.each(connection, **period, ended_by=now - SETTLED_MS):
        turns[row["officer_id"]].append(_turn(row, opened.get(row["turn_id"]), zone))
    return [Worked(officer_id, of, _presses_of(of, presses)) for officer_id, of in sorted(turns.items())]


def _presses_of(turns: Iterable[TurnRecord], presses: dict[int, list[PressRecord]]) -> list[PressRecord]:
    return [press for turn in turns for press in presses.get(turn.turn_id, ())]


def _turn(row: sqlite3.Row, opened_at: Instant | None, zone: ZoneInfo) -> TurnRecord:
    began_at = row["arrived_at"] if row["called_first_at"] is None else row["called_first_at"]
    is_afternoon = as_datetime(began_at).astimezone(zone).time() >= NOON
    return TurnRecord(
        turn_id=row["turn_id"],
        half_day=f"{row['day']} {int(is_afternoon)}",
        end=_ENDS.get(row["state"], TurnEnd.OTHER),
        ended_at=row["ended_at"],
        is_quick_serve=row["origin"] == TurnOrigin.QUICK_SERVE,
        waiting_since=row["waiting_since"],
        called_first_at=row["called_first_at"],
        called_last_at=row["called_last_at"],
        arrived_at=row["arrived_at"],
        arrival_inferred=bool(row["arrival_inferred"]),
        was_taken_up=not row["was_left"],
        window_at=opened_at,
    )


_ENDS = {
    TurnState.FINISHED.value: TurnEnd.FINISHED,
    TurnState.TRANSFERRED.value: TurnEnd.TRANSFERRED,
    TurnState.NO_SHOW.value: TurnEnd.NO_SHOW,
}
