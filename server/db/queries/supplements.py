"""Supplements: what is missing from whom, who may bring it, and the chain of visits of a case."""

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, func, insert, select, union_all

from server.db import tables as t
from server.db.statements import Statement
from server.domain.instant import Instant
from server.domain.supplements import Visit
from server.domain.turns import TurnState

_SUPPLEMENT = select(*t.supplements.columns)
BY_ID = Statement(_SUPPLEMENT.where(t.supplements.c.supplement_id == bindparam("of_supplement")))
TEXT_OF = Statement(
    select(t.supplement_texts.c.missing).where(t.supplement_texts.c.supplement_id == bindparam("of_supplement"))
)
ADD_TEXT = Statement(
    insert(t.supplement_texts).values(supplement_id=bindparam("supplement_id"), missing=bindparam("missing"))
)
OPEN_OF_TURN = Statement(
    _SUPPLEMENT.where(
        t.supplements.c.turn_id == bindparam("of_turn"),
        t.supplements.c.undone == 0,
        t.supplements.c.returned_ticket.is_(None),
    )
)
OF_TICKET = Statement(
    _SUPPLEMENT.join(t.turns, t.turns.c.turn_id == t.supplements.c.turn_id)
    .where(t.turns.c.ticket_id == bindparam("of_ticket"), t.supplements.c.undone == 0)
    .order_by(t.supplements.c.supplement_id.desc())
)
BROUGHT_BY = Statement(_SUPPLEMENT.where(t.supplements.c.returned_ticket == bindparam("of_ticket")))
RANKS_WAITING = Statement(
    select(t.turns.c.service, t.turns.c.ranked_at)
    .where(
        t.turns.c.state == TurnState.WAITING.value,
        t.turns.c.ended_at.is_(None),
        t.turns.c.cool_down_until.is_(None),
        t.turns.c.day == bindparam("of_day"),
    )
    .order_by(t.turns.c.ranked_at, t.turns.c.arrival)
)
_asked = t.supplements.alias("asked")
_asking = t.turns.alias("asking")
_brought = t.supplements.alias("brought")
_VISIT = select(
    t.tickets.c.ticket_id,
    _brought.c.ticket_id.label("brings_for"),
    select(_asked.c.supplement_id)
    .join(_asking, _asking.c.turn_id == _asked.c.turn_id)
    .where(_asking.c.ticket_id == t.tickets.c.ticket_id, _asked.c.undone == 0)
    .exists()
    .label("lacks_something"),
    t.tickets.c.service,
    t.tickets.c.day,
).select_from(t.tickets.outerjoin(_brought, _brought.c.returned_ticket == t.tickets.c.ticket_id))
VISIT = Statement(_VISIT.where(t.tickets.c.ticket_id == bindparam("of_ticket")))
# Nine visits in ten neither lack anything nor bring it: they are counted, and only the others looked at one by one.
_served = (
    select(t.turns.c.turn_id)
    .where(t.turns.c.ticket_id == t.tickets.c.ticket_id, t.turns.c.state == TurnState.FINISHED.value)
    .exists()
)
_of_chains = union_all(
    select(_asking.c.ticket_id).join(_asked, _asked.c.turn_id == _asking.c.turn_id).where(_asked.c.undone == 0),
    select(t.supplements.c.returned_ticket).where(t.supplements.c.returned_ticket.is_not(None)),
)
ALONE = Statement(
    select(t.tickets.c.service, t.tickets.c.day, func.count())
    .where(
        t.tickets.c.day.between(bindparam("from_day"), bindparam("to_day")),
        t.tickets.c.ticket_id.not_in(_of_chains),
        _served,
    )
    .group_by(t.tickets.c.service, t.tickets.c.day)
)
OF_CHAINS = Statement(
    _VISIT.where(
        t.tickets.c.day.between(bindparam("from_day"), bindparam("to_day")),
        t.tickets.c.ticket_id.in_(_of_chains),
        _served,
    )
)


@dataclass(frozen=True, slots=True)
class Supplement:
    """A row of the table: its columns, in their order."""

    supplement_id: int
    turn_id: int
    ticket_id: int
    day: str
    service: str
    officer_id: str
    valid_until: str
    returned_ticket: int | None
    undone: bool


def supplement_by_id(connection: sqlite3.Connection, supplement_id: int) -> Supplement | None:
    row = BY_ID.first(connection, of_supplement=supplement_id)
    return None if row is None else Supplement(*row)


def open_supplement_of_turn(connection: sqlite3.Connection, turn_id: int) -> Supplement | None:
    """What was asked for at the end of a turn and not brought yet."""
    row = OPEN_OF_TURN.first(connection, of_turn=turn_id)
    return None if row is None else Supplement(*row)


def supplements_of_ticket(connection: sqlite3.Connection, ticket_id: int) -> list[Supplement]:
    """What was asked for in a visit, the newest first; undone ones are none."""
    return [Supplement(*row) for row in OF_TICKET.all(connection, of_ticket=ticket_id)]


def supplement_brought_by(connection: sqlite3.Connection, ticket_id: int) -> Supplement | None:
    """What a ticket brings, when it is a return."""
    row = BROUGHT_BY.first(connection, of_ticket=ticket_id)
    return None if row is None else Supplement(*row)


def text_of(connection: sqlite3.Connection, supplement_id: int) -> str:
    """What is missing; empty after the tables were rebuilt from the journal, which holds no words."""
    return TEXT_OF.value(connection, of_supplement=supplement_id) or ""


def add_text(connection: sqlite3.Connection, supplement_id: int, missing: str) -> None:
    ADD_TEXT.run(connection, supplement_id=supplement_id, missing=missing)


def ranks_waiting(connection: sqlite3.Connection, day: str, services: Collection[str]) -> list[Instant]:
    """The ranks of everybody who waits for one of these services, in order."""
    return [row["ranked_at"] for row in RANKS_WAITING.all(connection, of_day=day) if row["service"] in services]


def visits_alone(connection: sqlite3.Connection, from_day: str, to_day: str) -> list[tuple[str, str, int]]:
    """(service, day, count) of the served visits of the days that were whole cases: nothing lacked or brought."""
    return [tuple(row) for row in ALONE.each(connection, from_day=from_day, to_day=to_day)]


def visits_of_chains(connection: sqlite3.Connection, from_day: str, to_day: str) -> list[Visit]:
    """The other served visits of the days, and every earlier visit of the same cases."""
    return _with_those_before(connection, OF_CHAINS.each(connection, from_day=from_day, to_day=to_day))


def _with_those_before(connection: sqlite3.Connection, rows: Iterable[sqlite3.Row]) -> list[Visit]:
    visits = {row["ticket_id"]: _visit(row) for row in rows}
    wanted = [visit.brings_for for visit in visits.values()]
    while wanted:
        ticket_id = wanted.pop()
        if ticket_id is not None and ticket_id not in visits:
            row = VISIT.first(connection, of_ticket=ticket_id)
            if row is not None:
                visits[ticket_id] = _visit(row)
                wanted.append(visits[ticket_id].brings_for)
    return list(visits.values())


def _visit(row: sqlite3.Row) -> Visit:
    return Visit(row["ticket_id"], row["brings_for"], bool(row["lacks_something"]), row["service"], row["day"])
