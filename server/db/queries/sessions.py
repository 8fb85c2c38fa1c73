"""Web sessions of staff: the hash of the cookie's token, never the token. Not journalled."""

import sqlite3
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, insert, or_, select, update

from server.db import tables as t
from server.db.statements import Statement
from server.domain.instant import Instant

_BY_TOKEN = t.web_sessions.c.token_hash == bindparam("of_token_hash")
ADD = Statement(insert(t.web_sessions).values({c.name: bindparam(c.name) for c in t.web_sessions.columns}))
NOTE_SEEN = Statement(update(t.web_sessions).where(_BY_TOKEN).values(seen_at=bindparam("now")))
END = Statement(delete(t.web_sessions).where(_BY_TOKEN))
END_OF_STAFF = Statement(delete(t.web_sessions).where(t.web_sessions.c.staff_id == bindparam("of_staff")))
OF_STAFF = Statement(select(t.web_sessions.c.token_hash).where(t.web_sessions.c.staff_id == bindparam("of_staff")))
ALL = Statement(select(t.web_sessions).order_by(t.web_sessions.c.staff_id, t.web_sessions.c.created_at.desc()))
FORGET = Statement(
    delete(t.web_sessions).where(
        or_(
            t.web_sessions.c.created_at <= bindparam("created_before"),
            t.web_sessions.c.seen_at <= bindparam("seen_before"),
        )
    )
)

FORGET_ALL = Statement(delete(t.web_sessions))


@dataclass(frozen=True, slots=True)
class WebSession:
    token_hash: str
    staff_id: str
    csrf_token: str
    created_at: Instant
    seen_at: Instant
    address: str | None = None
    """Whence its login came."""
    browser: str | None = None
    """What kind of browser and system, as it says itself."""


def add_session(connection: sqlite3.Connection, session: WebSession) -> None:
    ADD.run(
        connection,
        token_hash=session.token_hash,
        staff_id=session.staff_id,
        csrf_token=session.csrf_token,
        created_at=session.created_at,
        seen_at=session.seen_at,
        address=session.address,
        browser=session.browser,
    )


def note_seen(connection: sqlite3.Connection, token_hash: str, now: Instant) -> None:
    NOTE_SEEN.run(connection, of_token_hash=token_hash, now=now)


def end_session(connection: sqlite3.Connection, token_hash: str) -> None:
    END.run(connection, of_token_hash=token_hash)


def end_sessions_of(connection: sqlite3.Connection, staff_id: str) -> None:
    END_OF_STAFF.run(connection, of_staff=staff_id)


def sessions_of(connection: sqlite3.Connection, staff_id: str) -> list[str]:
    """The token hashes of somebody's sessions."""
    return [row[0] for row in OF_STAFF.all(connection, of_staff=staff_id)]


def all_sessions(connection: sqlite3.Connection) -> list[WebSession]:
    """Everybody's, by person, the newest first."""
    return [WebSession(**dict(row)) for row in ALL.all(connection)]


def forget_sessions(connection: sqlite3.Connection, *, created_before: Instant, seen_before: Instant) -> None:
    FORGET.run(connection, created_before=created_before, seen_before=seen_before)


def forget_all_sessions(connection: sqlite3.Connection) -> None:
    FORGET_ALL.run(connection)
