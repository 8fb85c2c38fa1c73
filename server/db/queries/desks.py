"""Desk sessions: which officer sits at which counter, and which of them pause."""

import json
import sqlite3
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, or_, select

from server.db import tables as t
from server.db.statements import Statement
from server.domain.instant import Instant, rfc3339

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

LAST_ENDED = Statement(
    select(
        t.desk_sessions.c.session_id,
        t.desk_sessions.c.counter_id,
        t.desk_sessions.c.officer_id,
        t.desk_sessions.c.signed_off_at,
    )
    .where(t.desk_sessions.c.officer_id == bindparam("of_officer"), t.desk_sessions.c.signed_off_at.is_not(None))
    .order_by(t.desk_sessions.c.session_id.desc())
    .limit(1)
)
SIGNED_OFF = Statement(
    select(t.journal.c.seq, t.journal.c.actor, t.journal.c.body).where(
        t.journal.c.seq > bindparam("after"),
        t.journal.c.at == bindparam("off_at"),
        t.journal.c.kind == "desk_signed_off",
    )
)
ACTOR_OF = Statement(select(t.journal.c.actor).where(t.journal.c.seq == bindparam("of_seq")))
RETURNED_WITH = Statement(
    select(t.journal.c.body).where(
        t.journal.c.seq == bindparam("of_seq"),
        t.journal.c.at == bindparam("off_at"),
        t.journal.c.actor == bindparam("by_actor"),
        t.journal.c.kind == "turn_returned",
    )
)
OFFICER_FROM = Statement(
    select(t.desk_sessions.c.officer_id).where(
        t.desk_sessions.c.counter_id == bindparam("of_counter"),
        t.desk_sessions.c.session_id == bindparam("of_session"),
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


@dataclass(frozen=True, slots=True)
class EndedSession:
    session_id: int
    counter_id: str
    officer_id: str
    ended_at: Instant


@dataclass(frozen=True, slots=True)
class SignedOff:
    """How a desk session ended."""

    seq: int
    reason: str
    """As `DeskSignedOff.reason`."""
    actor: str
    successor: str | None
    """The officer who was signed on at the counter in the same deed."""
    returned_turn: int | None
    """The called turn that went back to the queue in the same deed."""


def last_ended_session(connection: sqlite3.Connection, officer_id: str) -> EndedSession | None:
    row = LAST_ENDED.first(connection, of_officer=officer_id)
    return None if row is None else EndedSession(*row)


def signed_off(connection: sqlite3.Connection, ended: EndedSession) -> SignedOff | None:
    """How a session ended. It reads the journal from the session's beginning on: no more than a day of it."""
    off_at = rfc3339(ended.ended_at)
    for row in SIGNED_OFF.all(connection, after=ended.session_id, off_at=off_at):
        event = json.loads(row["body"])
        if event["session_id"] != ended.session_id:
            continue
        # What was done with it in the same deed stands beside it in the journal.
        successor = OFFICER_FROM.value(connection, of_counter=ended.counter_id, of_session=row["seq"] + 1)
        returned = RETURNED_WITH.value(connection, of_seq=row["seq"] - 1, off_at=off_at, by_actor=row["actor"])
        turn_id = None if returned is None else int(json.loads(returned)["turn_id"])
        return SignedOff(row["seq"], event["reason"], row["actor"], successor, turn_id)
    return None


def who_signed_on(connection: sqlite3.Connection, session_id: int) -> str | None:
    """The actor of the deed that began a session: the officer, or whoever put the officer there."""
    actor: str | None = ACTOR_OF.value(connection, of_seq=session_id)
    return actor


def sits_at_desks(connection: sqlite3.Connection, officer_id: str) -> bool:
    """Whether somebody is, or may any day be, signed on at a counter."""
    return (
        session_of_officer(connection, officer_id) is not None
        or SITS_AT_DESKS.first(connection, of_staff=officer_id) is not None
    )
