"""How many numbers a day gave, what became of its turns service by service, and how long people waited."""

import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import bindparam, func, select

from server.db import tables as t
from server.db.statements import Statement
from server.domain.turns import TicketOrigin, TurnOrigin, TurnState

# By the tickets, for a number that a kiosk gave by itself is in no service's series.
GIVEN = Statement(
    select(t.tickets.c.service, func.count())
    .where(t.tickets.c.day == bindparam("of_day"), t.tickets.c.origin != TicketOrigin.QUICK_SERVE.value)
    .group_by(t.tickets.c.service)
)
TURNS = Statement(
    select(
        t.turns.c.turn_id,
        t.turns.c.service,
        t.turns.c.state,
        t.turns.c.origin,
        t.turns.c.from_turn,
        (t.turns.c.called_first_at - t.turns.c.waiting_since).label("wait_ms"),
        select(t.reserved_places.c.place_id)
        .where(
            t.reserved_places.c.from_ticket == t.tickets.c.ticket_id,
            t.reserved_places.c.service == t.turns.c.service,
            t.reserved_places.c.day > t.tickets.c.day,
        )
        .exists()
        .label("was_moved"),
    )
    .select_from(t.tickets.join(t.turns, t.turns.c.ticket_id == t.tickets.c.ticket_id))
    .where(t.tickets.c.day == bindparam("of_day"))
)


@dataclass(slots=True)
class ServiceDayCounts:
    """The turns of one service and day, each in one fate: issued + joined + without_number = the sum of all others.

    A transfer inside the service (to a counter, to an officer) is one turn, in the fate of where it went on.
    """

    issued: int = 0
    """Numbers given, as `given_counts` counts them."""
    without_number: int = 0
    """Quick serves that stand: served at once, without a number. An undone one served nobody and is in no count."""
    joined: int = 0
    """Came by transfer from another service, or as a second service of a number."""
    served: int = 0
    no_show: int = 0
    passed_on: int = 0
    """Transferred to another service."""
    expired: int = 0
    moved: int = 0
    """Expired, with a reserved place of this service instead."""
    other: int = 0
    being_served: int = 0
    waits_ms: list[int] = field(default_factory=list)
    """From the beginning of the wait to the first call, of each turn that was called."""


def given_counts(connection: sqlite3.Connection, day: str) -> dict[str, int]:
    """Numbers given that day, by the service they were taken for; whatever became of them.

    The one meaning of "numbers given", on the floor as on the day's slip. Who was served without a number was given
    none.
    """
    return {row[0]: row[1] for row in GIVEN.all(connection, of_day=day)}


def counts_of_day(connection: sqlite3.Connection, day: str) -> dict[str, ServiceDayCounts]:
    """By service; services without a turn that day are not there."""
    counts: dict[str, ServiceDayCounts] = defaultdict(ServiceDayCounts)
    rows = TURNS.all(connection, of_day=day)
    service_of = {row["turn_id"]: row["service"] for row in rows}
    goes_on_in = {
        row["from_turn"]: row["service"] for row in rows if TurnOrigin(row["origin"]) is TurnOrigin.TRANSFERRED
    }
    for service, issued in given_counts(connection, day).items():
        counts[service].issued = issued
    for row in rows:
        origin, fate = TurnOrigin(row["origin"]), TurnState(row["state"])
        if origin is TurnOrigin.QUICK_SERVE and fate is TurnState.CANCELLED:
            continue
        of = counts[row["service"]]
        if row["wait_ms"] is not None:
            of.waits_ms.append(row["wait_ms"])
        if origin is TurnOrigin.QUICK_SERVE:
            of.without_number += 1
        elif origin is TurnOrigin.SECOND_SERVICE or (
            origin is TurnOrigin.TRANSFERRED and service_of.get(row["from_turn"]) != row["service"]
        ):
            of.joined += 1
        if fate is not TurnState.TRANSFERRED:
            _count(of, fate, was_moved=bool(row["was_moved"]))
        elif goes_on_in.get(row["turn_id"]) != row["service"]:
            of.passed_on += 1
    return dict(counts)


def _count(of: ServiceDayCounts, fate: TurnState, *, was_moved: bool) -> None:
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
