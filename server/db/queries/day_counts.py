"""What became of the numbers of a day, service by service, and how long people waited."""

import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import bindparam, func, select

from server.db import tables as t
from server.db.statements import Statement
from server.domain.turns import TurnState

_any_turn = t.turns.alias("any_turn")
_last_turn = (
    select(func.max(_any_turn.c.turn_id)).where(_any_turn.c.ticket_id == t.tickets.c.ticket_id).scalar_subquery()
)
FATES = Statement(
    select(
        t.tickets.c.service,
        t.turns.c.state,
        select(t.reserved_places.c.place_id)
        .where(t.reserved_places.c.from_ticket == t.tickets.c.ticket_id, t.reserved_places.c.day > t.tickets.c.day)
        .exists()
        .label("was_moved"),
    )
    .select_from(t.tickets.join(t.turns, t.turns.c.ticket_id == t.tickets.c.ticket_id))
    .where(t.turns.c.turn_id == _last_turn)
    .where(t.tickets.c.day == bindparam("of_day"))
)
WAITS = Statement(
    select(t.turns.c.service, (t.turns.c.called_first_at - t.turns.c.waiting_since).label("wait_ms"))
    .select_from(t.tickets.join(t.turns, t.turns.c.ticket_id == t.tickets.c.ticket_id))
    .where(t.tickets.c.day == bindparam("of_day"), t.turns.c.called_first_at.is_not(None))
)


@dataclass(slots=True)
class ServiceDayCounts:
    """Every number of one service and day, each in one of its fates: that of its last turn."""

    issued: int = 0
    served: int = 0
    no_show: int = 0
    expired: int = 0
    moved: int = 0
    """Expired, with a reserved place instead."""
    other: int = 0
    being_served: int = 0
    waits_ms: list[int] = field(default_factory=list)
    """From the beginning of the wait to the first call, of each turn that was called."""


def counts_of_day(connection: sqlite3.Connection, day: str) -> dict[str, ServiceDayCounts]:
    """By service; services without a number that day are not there."""
    counts: dict[str, ServiceDayCounts] = defaultdict(ServiceDayCounts)
    for service, state, was_moved in FATES.all(connection, of_day=day):
        of = counts[service]
        of.issued += 1
        fate = TurnState(state)
        if fate is TurnState.FINISHED:
            of.served += 1
        elif fate is TurnState.NO_SHOW:
            of.no_show += 1
        elif fate is TurnState.EXPIRED and was_moved:
            of.moved += 1
        elif fate is TurnState.EXPIRED:
            of.expired += 1
        elif fate in (TurnState.CANCELLED, TurnState.VOIDED):
            of.other += 1
        else:
            of.being_served += 1
    for service, wait_ms in WAITS.all(connection, of_day=day):
        counts[service].waits_ms.append(wait_ms)
    return dict(counts)
