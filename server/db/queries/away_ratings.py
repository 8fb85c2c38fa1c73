"""Ratings given away from the desk: what of a ticket may be rated, from where staff work, which browsers have rated."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from server.db import tables as t
from server.db.queries.ratings import has_reasons, presses_in_window
from server.db.statements import Statement
from server.domain.instant import Instant
from server.domain.press_flags import Series, counts
from server.domain.rating_window import REASONS_MS

_w = t.windows.c
WINDOWS_OF_TICKET = Statement(
    select(_w.window_id, _w.turn_id, _w.day, _w.counter_id, _w.service, _w.scheme_id)
    .join(t.turns, t.turns.c.turn_id == _w.turn_id)
    .where(t.turns.c.ticket_id == bindparam("of_ticket"), _w.undone == 0)
    .order_by(_w.window_id.desc())
)
NOTE_ADDRESS = Statement(
    upsert(t.staff_addresses)
    .values(address=bindparam("address"), seen_at=bindparam("now"))
    .on_conflict_do_update(index_elements=["address"], set_={"seen_at": bindparam("now")})
)
SEEN_ADDRESS = Statement(
    select(t.staff_addresses.c.seen_at).where(
        t.staff_addresses.c.address == bindparam("of_address"), t.staff_addresses.c.seen_at > bindparam("since")
    )
)
FORGET_ADDRESSES = Statement(delete(t.staff_addresses).where(t.staff_addresses.c.seen_at <= bindparam("since")))
NOTE_BROWSER = Statement(
    upsert(t.rating_browsers)
    .values(day=bindparam("day"), browser=bindparam("browser"), turn_id=bindparam("turn_id"))
    .on_conflict_do_nothing()
)
TICKETS_OF_BROWSER = Statement(
    select(t.turns.c.ticket_id)
    .join(t.rating_browsers, t.rating_browsers.c.turn_id == t.turns.c.turn_id)
    .where(t.rating_browsers.c.day == bindparam("of_day"), t.rating_browsers.c.browser == bindparam("of_browser"))
)
FORGET_BROWSERS = Statement(delete(t.rating_browsers).where(t.rating_browsers.c.day < bindparam("of_day")))
FORGET_COMMENTS = Statement(delete(t.comments).where(t.comments.c.day < bindparam("of_day")))
ADD_COMMENT = Statement(
    insert(t.comments).values(
        day=bindparam("day"),
        service=bindparam("service"),
        tone=bindparam("tone"),
        text=bindparam("text"),
        state="new",
        received_at=bindparam("now"),
    )
)


@dataclass(frozen=True, slots=True)
class ServedTurn:
    """A turn of a ticket that asks for a rating."""

    window_id: int
    turn_id: int
    day: str
    counter_id: str
    service: str
    scheme_id: str


def served_turns(connection: sqlite3.Connection, ticket_id: int) -> list[ServedTurn]:
    """The turns of a ticket that ended after somebody was served, the newest first."""
    return [ServedTurn(*row) for row in WINDOWS_OF_TICKET.all(connection, of_ticket=ticket_id)]


def turn_to_rate(connection: sqlite3.Connection, ticket_id: int, today: str) -> ServedTurn | None:
    """The newest turn of a ticket that was not rated away from the desk yet; one answer that counts is enough."""
    for turn in served_turns(connection, ticket_id):
        if turn.day == today and not is_answered(connection, turn.window_id):
            return turn
    return None


def is_answered(connection: sqlite3.Connection, window_id: int) -> bool:
    """Whether a turn has an answer away from the desk that counts."""
    return any(counts(given.flags) for given in presses_in_window(connection, window_id, Series.AWAY.value))


def turn_to_explain(
    connection: sqlite3.Connection, ticket_id: int, now: Instant, satisfied: frozenset[int]
) -> ServedTurn | None:
    """The turn of a ticket whose answer was low a moment ago and says nothing yet of why."""
    for turn in served_turns(connection, ticket_id):
        given = presses_in_window(connection, turn.window_id, Series.AWAY.value)
        if (
            given
            and given[-1].press.level not in satisfied
            and now - given[0].press.received_at <= REASONS_MS
            and not has_reasons(connection, turn.window_id, Series.AWAY.value)
        ):
            return turn
    return None


def note_staff_address(connection: sqlite3.Connection, address: str, now: Instant) -> None:
    NOTE_ADDRESS.run(connection, address=address, now=now)


def is_staff_address(connection: sqlite3.Connection, address: str, since: Instant) -> bool:
    """Whether staff used the pages from an address after `since`."""
    return SEEN_ADDRESS.first(connection, of_address=address, since=since) is not None


def note_browser(connection: sqlite3.Connection, *, day: str, browser: str, turn_id: int) -> None:
    NOTE_BROWSER.run(connection, day=day, browser=browser, turn_id=turn_id)


def tickets_rated_by(connection: sqlite3.Connection, *, day: str, browser: str) -> Sequence[int]:
    """The tickets whose turns a browser has rated on a day."""
    return [row[0] for row in TICKETS_OF_BROWSER.all(connection, of_day=day, of_browser=browser)]


def forget_whence(connection: sqlite3.Connection, *, today: str, since: Instant) -> None:
    """Forget from where staff worked before `since`, and which browsers rated before today."""
    FORGET_ADDRESSES.run(connection, since=since)
    FORGET_BROWSERS.run(connection, of_day=today)


def forget_comments(connection: sqlite3.Connection, *, before: str) -> None:
    """Forget what citizens wrote of service days before `before`."""
    FORGET_COMMENTS.run(connection, of_day=before)


def add_comment(connection: sqlite3.Connection, *, day: str, service: str, tone: str, text: str, now: Instant) -> None:
    ADD_COMMENT.run(connection, day=day, service=service, tone=tone, text=text, now=now)
