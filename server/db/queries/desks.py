"""Desk sessions: which officer sits at which counter, and which of them pause."""

import sqlite3
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, or_, select

from server.db import tables as t
from server.db.statements import Statement
from server.domain.instant import Instant

_OPEN = (
    select(
        t.desk_sessions.c.session_id,
        t.desk_sessions.c.counter_id,
        t.desk_sessions.c.officer_id,
        t.desk_sessions.c.signed_on_at,
        t.desk_pauses.c.paused_at,
        t.desk_pauses.c.reason,
    )
    .outerjoin(
        t.desk_pauses,
        and_(t.desk_pauses.c.session_id == t.desk_sessions.c.session_id, t.desk_pauses.c.resumed_at.is_(None)),
    )
    .where(t.desk_sessions.c.signed_off_at.is_(None))
)
OF_COUNTER = Statement(_OPEN.where(t.desk_sessions.c.counter_id == bindparam("of_counter")))
OF_OFFICER = Statement(_OPEN.where(t.desk_sessions.c.officer_id == bindparam("of_officer")))
ALL_OPEN = Statement(_OPEN.order_by(t.desk_sessions.c.counter_id))
NAMES_AT_DESKS = Statement(
    select(t.desk_sessions.c.counter_id, t.staff_profiles.c.display_name)
    .outerjoin(t.staff_profiles, t.staff_profiles.c.staff_id == t.desk_sessions.c.officer_id)
    .where(t.desk_sessions.c.signed_off_at.is_(None))
)
SITS_AT_DESKS = Statement(
    select(t.staff.c.staff_id).where(
        t.staff.c.staff_id == bindparam("of_staff"),
        t.staff.c.is_active,
        or_(t.staff.c.role == "officer", t.staff.c.role == "head"),
    )
)


@dataclass(frozen=True, slots=True)
class DeskSession:
    session_id: int
    counter_id: str
    officer_id: str
    signed_on_at: Instant
    paused_at: Instant | None = None
    pause_reason: str | None = None
    """Id of one of the centre's pause reasons; None while the desk does not pause."""

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None


def session_of_counter(connection: sqlite3.Connection, counter_id: str) -> DeskSession | None:
    row = OF_COUNTER.first(connection, of_counter=counter_id)
    return None if row is None else DeskSession(*row)


def session_of_officer(connection: sqlite3.Connection, officer_id: str) -> DeskSession | None:
    row = OF_OFFICER.first(connection, of_officer=officer_id)
    return None if row is None else DeskSession(*row)


def names_at_desks(connection: sqlite3.Connection) -> dict[str, str | None]:
    """Who sits at which counter, for the displays; None for somebody whose name is not known here."""
    return {row[0]: row[1] for row in NAMES_AT_DESKS.all(connection)}


def open_sessions(connection: sqlite3.Connection) -> list[DeskSession]:
    return [DeskSession(*row) for row in ALL_OPEN.all(connection)]


def sits_at_desks(connection: sqlite3.Connection, officer_id: str) -> bool:
    """Whether somebody is, or may any day be, signed on at a counter."""
    return (
        session_of_officer(connection, officer_id) is not None
        or SITS_AT_DESKS.first(connection, of_staff=officer_id) is not None
    )
