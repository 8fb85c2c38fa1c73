"""Reserved places (Số đặt trước): those given, by day and slot, and each one's fate."""

import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, select

from server.db import tables as t
from server.db.statements import Statement, is_one_of
from server.domain.instant import Instant
from server.domain.places import PlaceState

_PLACE = select(*t.reserved_places.columns)
_holds_its_slot = is_one_of(t.reserved_places.c.state, (PlaceState.RESERVED, PlaceState.CLAIMED))
BY_ID = Statement(_PLACE.where(t.reserved_places.c.place_id == bindparam("of_place")))
CLAIMED_BY = Statement(_PLACE.where(t.reserved_places.c.ticket_id == bindparam("of_ticket")))
TAKEN_AFTER = Statement(
    select(t.reserved_places.c.service, t.reserved_places.c.day, t.reserved_places.c.at).where(
        _holds_its_slot, t.reserved_places.c.day > bindparam("after_day")
    )
)
UNCLAIMED_ON = Statement(
    select(func.count()).where(
        t.reserved_places.c.state == PlaceState.RESERVED.value,
        t.reserved_places.c.day == bindparam("of_day"),
        t.reserved_places.c.service == bindparam("of_service"),
    )
)
UNCLAIMED_BY = Statement(
    select(t.reserved_places.c.place_id)
    .where(t.reserved_places.c.state == PlaceState.RESERVED.value, t.reserved_places.c.day <= bindparam("of_day"))
    .order_by(t.reserved_places.c.place_id)
)
FROM_DAY = Statement(
    _PLACE.where(t.reserved_places.c.day >= bindparam("from_day"))
    .order_by(t.reserved_places.c.day, t.reserved_places.c.at, t.reserved_places.c.place_id)
    .limit(bindparam("at_most"))
)
OF_DAY = Statement(
    _PLACE.where(t.reserved_places.c.day == bindparam("of_day")).order_by(
        t.reserved_places.c.at, t.reserved_places.c.place_id
    )
)


GIVEN_FOR = Statement(
    _PLACE.where(
        t.reserved_places.c.from_ticket == bindparam("of_ticket"), t.reserved_places.c.day > bindparam("after_day")
    )
    .order_by(t.reserved_places.c.place_id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the table: its columns, in their order."""

    place_id: int
    day: str
    service: str
    at: Instant
    priority_group: str | None
    language: str
    reason: str
    """`server.domain.places.PlaceReason`."""
    from_ticket: int | None
    state: str
    """`server.domain.places.PlaceState`."""
    ticket_id: int | None
    """The ticket that claimed it."""
    made_at: Instant


TakenPlaces = dict[str, dict[date, list[Instant]]]
"""Appointed times by service and day."""


def place_by_id(connection: sqlite3.Connection, place_id: int) -> Place | None:
    row = BY_ID.first(connection, of_place=place_id)
    return None if row is None else Place(*row)


def place_given_for(connection: sqlite3.Connection, ticket_id: int, day: str) -> Place | None:
    """The place that a ticket of `day` became when it still waited at closing."""
    row = GIVEN_FOR.first(connection, of_ticket=ticket_id, after_day=day)
    return None if row is None else Place(*row)


def places_of_day(connection: sqlite3.Connection, day: str) -> list[Place]:
    """Every place of a day, whatever became of it, in order of time."""
    return [Place(*row) for row in OF_DAY.all(connection, of_day=day)]


def places_from(connection: sqlite3.Connection, day: str, *, at_most: int) -> list[Place]:
    """The places of a day and of those after it, whatever became of them, in order of time."""
    return [Place(*row) for row in FROM_DAY.all(connection, from_day=day, at_most=at_most)]


def taken_places(connection: sqlite3.Connection, after: date) -> TakenPlaces:
    """The places of the days after `after` that nobody has given back."""
    taken: TakenPlaces = defaultdict(lambda: defaultdict(list))
    for service, day, at in TAKEN_AFTER.all(connection, after_day=after.isoformat()):
        taken[service][date.fromisoformat(day)].append(at)
    return taken


def unclaimed_places(connection: sqlite3.Connection, day: str, service: str) -> int:
    """Places of a day whose holders have not come yet."""
    return int(UNCLAIMED_ON.value(connection, of_day=day, of_service=service))


def places_nobody_claimed(connection: sqlite3.Connection, up_to_day: str) -> list[int]:
    """Places of this day, and of earlier ones that the centre never opened, that still wait for their holders."""
    return [row[0] for row in UNCLAIMED_BY.all(connection, of_day=up_to_day)]
