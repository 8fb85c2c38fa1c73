"""Sessions as staff's pages show them: whose, in what, whence, since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from server.actions.web_sessions import handle_of, is_over
from server.db.queries.sessions import WebSession
from server.domain.instant import Instant, as_datetime
from server.house import House


@dataclass(frozen=True, slots=True)
class SessionRow:
    handle: str
    staff_id: str
    browser: str
    address: str
    since: str
    seen: str
    is_mine: bool


def session_rows(house: House, sessions: Iterable[WebSession], mine: str) -> list[SessionRow]:
    """Those that are not over; `mine`: the token's hash of the asker's own."""
    now, limits, zone = house.now(), house.settings.session_limits, ZoneInfo(house.centre().timezone)
    return [
        SessionRow(
            handle=handle_of(session),
            staff_id=session.staff_id,
            browser=session.browser or "",
            address=session.address or "",
            since=written(session.created_at, zone),
            seen=written(session.seen_at, zone),
            is_mine=session.token_hash == mine,
        )
        for session in sessions
        if not is_over(session, now, limits)
    ]


def written(at: Instant, zone: ZoneInfo) -> str:
    local: datetime = as_datetime(at).astimezone(zone)
    return f"{local:%H:%M %d/%m/%Y}"
