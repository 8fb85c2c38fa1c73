"""The numbers of a day as a list that staff look through."""

import sqlite3
from typing import Any

from sqlalchemy import BindParameter, bindparam, or_, select

from server.db import tables as t
from server.db.queries.tickets import Ticket
from server.db.statements import Statement
from server.domain.turns import TicketOrigin

_asked: BindParameter[Any] = bindparam("asked")
OF_DAY = Statement(
    select(*t.tickets.columns)
    .where(
        t.tickets.c.day == bindparam("of_day"),
        t.tickets.c.origin != TicketOrigin.QUICK_SERVE.value,
        or_(_asked == "", t.tickets.c.shown == _asked, t.tickets.c.shown.endswith(_asked, autoescape=False)),
    )
    .order_by(t.tickets.c.ticket_id.desc())
    .limit(bindparam("at_most"))
)


def tickets_of_day(connection: sqlite3.Connection, day: str, *, asked: str, at_most: int) -> list[Ticket]:
    """The newest numbers of a day that end in what was asked for (all, when nothing was); quick serves have none."""
    return [Ticket(*row) for row in OF_DAY.all(connection, of_day=day, asked=asked, at_most=at_most)]
