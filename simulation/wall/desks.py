"""The desks: who sits there and what goes on, and the officer's buttons, which are pressed over the real console."""

import asyncio
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import httpx

from server.db.queries.days import open_day
from server.db.queries.desks import DeskSession, open_sessions
from server.db.queries.people import all_staff
from server.db.queries.queue import Turn, turn_at_counter, waiting_counts
from server.domain.centre import Centre
from simulation.centre_folder import Login
from simulation.officer import ConsoleRefused, Officer
from simulation.wall.errors import NotPossible

DEEDS = ("next", "start", "finish", "absent")
_NOT_AT_COUNTER = "not_at_counter"
_SESSION_OVER = ("not_signed_in", "csrf")


@dataclass(frozen=True, slots=True)
class Desk:
    counter_id: str
    number: int
    officer: str | None
    """The name of who sits there."""
    is_ours: bool
    """Whether the page's buttons act there: nobody sits there, or the officer whose login the page uses."""
    state: str
    """`unstaffed`, `free`, `paused`, `called` or `serving`."""
    pause: str | None
    """Why it pauses, in the centre's own words."""
    shown: str | None
    waiting: int
    services: str
    """The letters that are called here, such as `A, G`."""


def desks_now(
    connection: sqlite3.Connection, centre: Centre, counter_ids: Sequence[str], logins: dict[str, Login]
) -> list[dict[str, Any]]:
    """What goes on at each of the counters."""
    names = {member.staff_id: member.display_name for member in all_staff(connection)}
    reasons = {known.reason: known.name for known in centre.pause_reasons}
    sessions = {session.counter_id: session for session in open_sessions(connection)}
    day = open_day(connection)
    waiting = {} if day is None else waiting_counts(connection, day.day)
    desks = []
    for counter_id in counter_ids:
        counter = centre.counter(counter_id)
        if counter is None:
            continue
        session, turn = sessions.get(counter_id), turn_at_counter(connection, counter_id)
        officer_id = None if session is None else session.officer_id
        reason = None if session is None else session.pause_reason
        login = logins.get(counter_id)
        desks.append(
            asdict(
                Desk(
                    counter_id=counter_id,
                    number=counter.number,
                    officer=None if officer_id is None else names.get(officer_id, officer_id),
                    is_ours=login is not None and officer_id in (None, login.staff_id),
                    state=_state(session, turn),
                    pause=None if reason is None else reasons.get(reason, reason),
                    shown=None if turn is None else turn.number,
                    waiting=sum(waiting.get(service, 0) for service in counter.services),
                    services=", ".join(counter.services),
                )
            )
        )
    return desks


def _state(session: DeskSession | None, turn: Turn | None) -> str:
    if turn is not None:
        return turn.state.value
    if session is None:
        return "unstaffed"
    return "paused" if session.is_paused else "free"


class DeskButtons:
    """One counter's officer as the page plays them: logs in and signs on when that is needed."""

    def __init__(self, address: str, login: Login, counter_id: str) -> None:
        self._address = address
        self._login = login
        self._counter_id = counter_id
        self._officer: Officer | None = None
        self._lock = asyncio.Lock()

    async def press(self, deed: str) -> str:
        """Do one of `DEEDS`; what the console says of it.

        Raises:
            NotPossible: the console refused, or does not answer.
        """
        async with self._lock:
            return await asyncio.to_thread(self._press, deed)

    async def be_ready(self) -> None:
        """Log in beforehand, so that the first press is answered at once; quietly, and not at all costs."""
        async with self._lock:
            try:
                await asyncio.to_thread(self._at_console)
            except (ConsoleRefused, httpx.HTTPError):
                return

    def close(self) -> None:
        if self._officer is not None:
            self._officer.close()
            self._officer = None

    def _press(self, deed: str) -> str:
        try:
            try:
                return self._act(deed)
            except ConsoleRefused as refusal:
                if refusal.code == _NOT_AT_COUNTER and deed == "next":
                    self._at_console().sign_on(self._counter_id)
                elif refusal.code in _SESSION_OVER:
                    self.close()
                else:
                    raise
                return self._act(deed)
        except ConsoleRefused as refusal:
            raise NotPossible(_said(refusal)) from None
        except httpx.HTTPError:
            self.close()
            raise NotPossible("Máy chủ không trả lời. Ông/Bà vui lòng thử lại sau.") from None

    def _act(self, deed: str) -> str:
        message: str = self._at_console().act(deed)["message"]
        return message

    def _at_console(self) -> Officer:
        if self._officer is None:
            self._officer = Officer(self._address, self._login)
        return self._officer


def _said(refusal: ConsoleRefused) -> str:
    """The console's own words, without the request they answer: `POST /...: 409 words`."""
    words = str(refusal).split(": ", 1)[-1]
    status, _, said = words.partition(" ")
    return said if status.isdigit() and said else words
