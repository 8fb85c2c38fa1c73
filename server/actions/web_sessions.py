"""Log staff in and out of the web pages. None of it is journalled; the token itself is never stored."""

import hashlib
import secrets
from dataclasses import dataclass

from server.actions.rate_away import is_loopback
from server.db.queries.away_ratings import note_staff_address
from server.db.queries.logins import forget_browsers, forget_browsers_of, know_browser, staff_known_in
from server.db.queries.people import staff_member
from server.db.queries.sessions import (
    WebSession,
    add_session,
    all_sessions,
    end_session,
    end_sessions_of,
    forget_sessions,
    note_seen,
)
from server.db.work import Work
from server.domain.instant import MINUTE_MS, Instant
from server.domain.session_limits import USUAL_LIMITS, SessionLimits
from server.errors import NotFound
from server.journal.events import AccessChanged

TOKEN_BYTES = 32  # 256 random bits
BROWSER_KEPT_MS = 180 * 24 * 60 * MINUTE_MS
"""A browser in which nobody logged in for half a year is a stranger again."""


@dataclass(frozen=True, slots=True)
class Whence:
    """Where a login comes from."""

    address: str | None = None
    browser: str | None = None
    """What kind of browser and system, in a few words."""


@dataclass(frozen=True, slots=True)
class LoggedIn:
    token: str
    """For the cookie; only its hash is kept."""
    csrf_token: str
    browser_token: str
    """For the cookie by which the browser is known at the next login."""


def token_hash(token: str) -> str:
    """How a token is stored. It is random through and through, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_over(session: WebSession, now: Instant, limits: SessionLimits) -> bool:
    return limits.are_over(session.created_at, session.seen_at, now)


def handle_of(session: WebSession) -> str:
    """By what a page names a session to the server; nothing can be done with it but that."""
    return hashlib.sha256(session.token_hash.encode()).hexdigest()[:24]


def note_whence(work: Work, *, address: str) -> None:
    """Staff use the pages from this address: ratings that come from it in the next hours are not counted."""
    if not is_loopback(address):
        note_staff_address(work.connection, address, work.now)


def log_in(
    work: Work,
    *,
    staff_id: str,
    former_token: str | None,
    limits: SessionLimits = USUAL_LIMITS,
    whence: Whence | None = None,
    browser_token: str | None = None,
) -> LoggedIn:
    """Start a session with a new token; the browser's former one ends, and so do those whose time is over.

    `browser_token`: what the browser has of a former login; one that we did not give is given no meaning.
    """
    if former_token is not None:
        end_session(work.connection, token_hash(former_token))
    forget_sessions(work.connection, created_before=work.now - limits.longest_ms, seen_before=work.now - limits.idle_ms)
    forget_browsers(work.connection, seen_before=work.now - BROWSER_KEPT_MS)
    if browser_token is None or not staff_known_in(work.connection, token_hash(browser_token)):
        browser_token = secrets.token_urlsafe(TOKEN_BYTES)
    know_browser(work.connection, token_hash(browser_token), staff_id, work.now)
    logged_in = LoggedIn(secrets.token_urlsafe(TOKEN_BYTES), secrets.token_urlsafe(TOKEN_BYTES), browser_token)
    whence = whence or Whence()
    session = WebSession(
        token_hash(logged_in.token),
        staff_id,
        logged_in.csrf_token,
        work.now,
        work.now,
        whence.address,
        whence.browser,
    )
    add_session(work.connection, session)
    return logged_in


def stay_logged_in(work: Work, *, session: str) -> None:
    """Note that a session (by its token's hash) is in use."""
    note_seen(work.connection, session, work.now)


def log_out(work: Work, *, session: str) -> None:
    """End a session by its token's hash; a repeat is harmless."""
    end_session(work.connection, session)


def end_own_sessions(work: Work, *, staff_id: str, but: str, handle: str | None) -> int:
    """End one of one's own sessions or, without `handle`, all but this one (its token's hash); how many ended."""
    ended = [
        session
        for session in all_sessions(work.connection)
        if session.staff_id == staff_id and session.token_hash != but and handle in (None, handle_of(session))
    ]
    for session in ended:
        end_session(work.connection, session.token_hash)
    return len(ended)


def end_sessions_of_other(work: Work, *, staff_id: str) -> None:
    """Log somebody else out everywhere; their browsers are strangers again. It stands in the journal.

    Raises:
        NotFound: no such person.
    """
    if staff_member(work.connection, staff_id) is None:
        raise NotFound("staff", "Không có người này.")
    end_sessions_of(work.connection, staff_id)
    forget_browsers_of(work.connection, staff_id)
    work.record(AccessChanged(staff_id=staff_id, deed="sessions_ended"))
