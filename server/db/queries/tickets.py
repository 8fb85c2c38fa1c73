"""Tickets, their series, their links."""

import sqlite3
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, func, insert, or_, select, update

from server.db import tables as t
from server.db.statements import Statement
from server.domain.instant import Instant
from server.domain.letters import EMERGENCY
from server.domain.turns import TicketOrigin, TurnState

_TICKET = select(*t.tickets.columns)
BY_INTENT = Statement(_TICKET.where(t.tickets.c.intent_id == bindparam("of_intent")))
BY_ID = Statement(_TICKET.where(t.tickets.c.ticket_id == bindparam("of_ticket")))
BY_TOKEN = Statement(
    _TICKET.join(t.ticket_links, t.ticket_links.c.ticket_id == t.tickets.c.ticket_id).where(
        t.ticket_links.c.token == bindparam("of_token")
    )
)
LAST_NUMBER = Statement(
    select(t.series.c.last_number).where(
        t.series.c.day == bindparam("of_day"), t.series.c.prefix == bindparam("of_prefix")
    )
)
PREFIXES = Statement(select(t.series.c.prefix).where(t.series.c.day == bindparam("of_day")).order_by(t.series.c.prefix))
NUMBERS_IN_HAND = Statement(
    select(func.count())
    .select_from(t.tickets.join(t.turns, t.turns.c.turn_id == t.tickets.c.ticket_id))
    .where(
        t.tickets.c.day == bindparam("of_day"),
        t.tickets.c.service == bindparam("of_service"),
        t.tickets.c.origin != TicketOrigin.QUICK_SERVE.value,
        t.turns.c.state != TurnState.VOIDED.value,
        t.turns.c.state != TurnState.CANCELLED.value,
    )
)
EMERGENCY_NUMBERS = Statement(
    select(func.count()).where(
        t.tickets.c.day == bindparam("of_day"),
        t.tickets.c.prefix > EMERGENCY,
        t.tickets.c.prefix < chr(ord(EMERGENCY) + 1),
    )
)
_newest = (
    select(t.tickets.c.issued_at)
    .where(
        t.tickets.c.origin != TicketOrigin.QUICK_SERVE.value,
        t.tickets.c.origin != TicketOrigin.EMERGENCY.value,  # they were taken before, and come all at once
    )
    .order_by(t.tickets.c.ticket_id.desc())
    .limit(bindparam("at_most"))
    .subquery("newest")
)
NUMBERS_SINCE = Statement(select(func.count()).where(_newest.c.issued_at > bindparam("since")))
FIRST_WAITING_SINCE = Statement(select(t.turns.c.waiting_since).where(t.turns.c.turn_id == bindparam("of_ticket")))
TOKEN_OF = Statement(select(t.ticket_links.c.token).where(t.ticket_links.c.ticket_id == bindparam("of_ticket")))
ADD_LINK = Statement(insert(t.ticket_links).values(ticket_id=bindparam("ticket_id"), token=bindparam("token")))
REPLACE_LINK = Statement(
    update(t.ticket_links).where(t.ticket_links.c.ticket_id == bindparam("of_ticket")).values(token=bindparam("token"))
)
BY_SHOWN = Statement(_TICKET.where(t.tickets.c.day == bindparam("of_day"), t.tickets.c.shown == bindparam("of_shown")))
SUPERSEDED_BY = Statement(
    select(t.superseded_numbers.c.shown).where(t.superseded_numbers.c.ticket_id == bindparam("of_ticket"))
)
CANCELLED = Statement(
    select(t.cancelled_intents.c.intent_id).where(t.cancelled_intents.c.intent_id == bindparam("of_intent"))
)
PRINT_DUE = Statement(
    select(t.tickets.c.ticket_id)
    .where(t.tickets.c.print_due_at.is_not(None), t.tickets.c.print_due_at <= bindparam("now"))
    .order_by(t.tickets.c.print_due_at)
)
UNSURE_PRINTS = Statement(
    select(t.tickets.c.shown, t.tickets.c.print_outcome, t.turns.c.state)
    .join(t.turns, t.turns.c.ticket_id == t.tickets.c.ticket_id)
    .where(
        t.tickets.c.day == bindparam("of_day"),
        or_(
            t.turns.c.state == TurnState.VOIDED.value,
            and_(t.turns.c.state == TurnState.WAITING.value, t.tickets.c.print_outcome == "unknown"),
        ),
    )
    .order_by(t.tickets.c.ticket_id.desc())
    .limit(10)
)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A row of the table: its columns, in their order."""

    ticket_id: int
    intent_id: str
    day: str
    prefix: str
    number: int
    shown: str
    service: str
    priority_group: str | None
    language: str
    device_id: str
    issued_at: Instant
    origin: str
    helped_by: str | None
    print_outcome: str | None
    print_due_at: Instant | None
    purpose: str | None
    confirmed_at: Instant | None
    """When the citizen last said to be there; None again once they said to be late."""
    postponed_until: Instant | None = None
    """What the citizen said when they would be late; holds while a turn is not called before that very moment."""
    procedure: str | None = None

    @property
    def is_emergency(self) -> bool:
        """It carries a number that a kiosk gave by itself, on paper."""
        return self.prefix.startswith(EMERGENCY)


def _ticket(row: sqlite3.Row | None) -> Ticket | None:
    return None if row is None else Ticket(*row)


def ticket_by_intent(connection: sqlite3.Connection, intent_id: str) -> Ticket | None:
    return _ticket(BY_INTENT.first(connection, of_intent=intent_id))


def ticket_by_id(connection: sqlite3.Connection, ticket_id: int) -> Ticket | None:
    return _ticket(BY_ID.first(connection, of_ticket=ticket_id))


def ticket_by_shown(connection: sqlite3.Connection, day: str, shown: str) -> Ticket | None:
    return _ticket(BY_SHOWN.first(connection, of_day=day, of_shown=shown))


def superseded_by(connection: sqlite3.Connection, ticket_id: int) -> str | None:
    """The number that a ticket had before it took the one a kiosk had printed."""
    shown: str | None = SUPERSEDED_BY.value(connection, of_ticket=ticket_id)
    return shown


def ticket_by_token(connection: sqlite3.Connection, token: str) -> Ticket | None:
    return _ticket(BY_TOKEN.first(connection, of_token=token))


def last_number(connection: sqlite3.Connection, day: str, prefix: str) -> int:
    """The highest number of the series, 0 before the first. Only true inside the writer's transaction."""
    return LAST_NUMBER.value(connection, of_day=day, of_prefix=prefix) or 0


def prefixes_of(connection: sqlite3.Connection, day: str) -> list[str]:
    """Whatever series of the day has had a number."""
    return [row[0] for row in PREFIXES.all(connection, of_day=day)]


def numbers_in_hand(connection: sqlite3.Connection, day: str, service: str) -> int:
    """Numbers of a service that were neither given up nor voided for want of a slip; emergency numbers are some."""
    return int(NUMBERS_IN_HAND.value(connection, of_day=day, of_service=service))


def numbers_since(connection: sqlite3.Connection, since: Instant, *, at_most: int) -> int:
    """How many numbers people took after `since`; counted no further than `at_most`."""
    return int(NUMBERS_SINCE.value(connection, since=since, at_most=at_most))


def emergency_numbers(connection: sqlite3.Connection, day: str) -> int:
    """Numbers that kiosks gave by themselves and the day has taken: none of them is in a service's series."""
    return int(EMERGENCY_NUMBERS.value(connection, of_day=day))


def not_before_of(connection: sqlite3.Connection, ticket: Ticket) -> Instant | None:
    """The appointed time of a reserved place that was claimed before it; None: it waits from the moment of issue."""
    since: Instant = FIRST_WAITING_SINCE.value(connection, of_ticket=ticket.ticket_id)
    return since if since > ticket.issued_at else None


def token_of(connection: sqlite3.Connection, ticket_id: int) -> str | None:
    token: str | None = TOKEN_OF.value(connection, of_ticket=ticket_id)
    return token


def was_given_back(connection: sqlite3.Connection, ticket: Ticket, state: TurnState) -> bool:
    """Whether the citizen gave the number back: it was cancelled, and not because a kiosk never saw its answer."""
    if state is not TurnState.CANCELLED or ticket.origin == TicketOrigin.QUICK_SERVE.value:
        return False
    return not is_cancelled(connection, ticket.intent_id)


def add_link(connection: sqlite3.Connection, ticket_id: int, token: str) -> None:
    ADD_LINK.run(connection, ticket_id=ticket_id, token=token)


def replace_link(connection: sqlite3.Connection, ticket_id: int, token: str) -> None:
    """The address that nobody has been given is good for nothing from here on."""
    REPLACE_LINK.run(connection, of_ticket=ticket_id, token=token)


def is_cancelled(connection: sqlite3.Connection, intent_id: str) -> bool:
    return CANCELLED.first(connection, of_intent=intent_id) is not None


def tickets_without_outcome(connection: sqlite3.Connection, now: Instant) -> list[int]:
    """Tickets whose print outcome is overdue at `now`."""
    return [row[0] for row in PRINT_DUE.all(connection, now=now)]


def unsure_prints(connection: sqlite3.Connection, day: str) -> list[sqlite3.Row]:
    """The day's tickets that wait on a slip nobody is sure of, or were voided for want of one: newest first.

    Each row has `shown`, `print_outcome` (None: the kiosk never told) and the turn's `state`.
    """
    return UNSURE_PRINTS.all(connection, of_day=day)
