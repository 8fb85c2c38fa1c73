"""Log staff in and out of the web pages. None of it is journalled; the token itself is never stored."""

import hashlib
import secrets
from dataclasses import dataclass

from server.actions.rate_away import is_loopback
from server.db.queries.away_ratings import note_staff_address
from server.db.queries.sessions import WebSession, add_session, end_session, forget_sessions, note_seen
from server.db.work import Work
from server.domain.instant import MINUTE_MS, Instant

IDLE_LIMIT_MS = 12 * 60 * MINUTE_MS
"""A working day: after that long without an action the session is over."""

LONGEST_MS = 24 * 60 * MINUTE_MS
"""However busy, everybody logs in once a day."""

TOKEN_BYTES = 32  # 256 random bits


@dataclass(frozen=True, slots=True)
class LoggedIn:
    token: str
    """For the cookie; only its hash is kept."""
    csrf_token: str


def token_hash(token: str) -> str:
    """How a token is stored. It is random through and through, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_over(session: WebSession, now: Instant) -> bool:
    return now - session.created_at >= LONGEST_MS or now - session.seen_at >= IDLE_LIMIT_MS


def note_whence(work: Work, *, address: str) -> None:
    """Staff use the pages from this address: ratings that come from it in the next hours are not counted."""
    if not is_loopback(address):
        note_staff_address(work.connection, address, work.now)


def log_in(work: Work, *, staff_id: str, former_token: str | None) -> LoggedIn:
    """Start a session with a new token; the browser's former one ends, and so do those whose time is over."""
    if former_token is not None:
        end_session(work.connection, token_hash(former_token))
    forget_sessions(work.connection, created_before=work.now - LONGEST_MS, seen_before=work.now - IDLE_LIMIT_MS)
    logged_in = LoggedIn(secrets.token_urlsafe(TOKEN_BYTES), secrets.token_urlsafe(TOKEN_BYTES))
    session = WebSession(token_hash(logged_in.token), staff_id, logged_in.csrf_token, work.now, work.now)
    add_session(work.connection, session)
    return logged_in


def stay_logged_in(work: Work, *, session: str) -> None:
    """Note that a session (by its token's hash) is in use."""
    note_seen(work.connection, session, work.now)


def log_out(work: Work, *, session: str) -> None:
    """End a session by its token's hash; a repeat is harmless."""
    end_session(work.connection, session)
