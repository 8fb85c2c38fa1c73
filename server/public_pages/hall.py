"""The centre as phones ask about it: read from the tables by one connection that cannot write, and kept while it holds.

Whether anything has changed is asked of the database with a pragma that costs nothing, twice a second at most however
many phones ask; what was made for one phone is made again only after a change, or a quarter of a minute. Everything
here runs on the one thread that `Hall.ask` hands it to.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from messaging.clock import Clock, real_monotonic_s
from server.clock_trust import clock_is_trusted
from server.db.connections import open_for_reading
from server.db.work import CentreNotSetUp, read_head, read_last_stamp
from server.domain.instant import SECOND_MS, Instant
from server.journal.stamps import StampClock
from server.mqtt.snapshots import Moment
from server.public_pages.number_view import LANGUAGES, NumberView, view_of_number

LOOKED_S = 0.5
"""Not asked more often whether something has changed."""
TIMES_MS = 15 * SECOND_MS
"""Waits are shown in minutes: so long do they stand when nothing happens."""
KEPT_AT_MOST = 1000
"""Views; a hall has some hundred numbers, most in one language. Those of a moment that is over are of no use."""
ANSWERS_WITHIN_S = 5.0
"""The thread may be making views of many numbers; a longer silence is a hang."""

T = TypeVar("T")


class NotReadable(Exception):
    """The database cannot be read now, or holds no centre yet."""


class Hall:
    """Opens nothing before it is asked; `close` when nobody asks any more."""

    def __init__(self, database: Path, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._stamps = self._stamps_of_the_file()
        self._thread = ThreadPoolExecutor(1, "hall")
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        """Which file it is: a restored database takes the old one's place and name."""
        self._looked_s = -LOOKED_S
        self._data_version = -1
        self._moment: Moment | None = None
        self._generation = 0
        self._views: dict[tuple[str, str], tuple[int, NumberView]] = {}

    async def ask(self, question: Callable[["Hall"], T]) -> T:
        """Put a question on the hall's own thread, `await hall.ask(lambda hall: hall.number(token, "vi"))`.

        Raises:
            NotReadable: the database cannot be read now, or holds no centre yet.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._answered, question)

    async def answers(self) -> bool:
        """Whether its thread answers, be it that nothing can be read; False after some seconds of silence."""
        try:
            await asyncio.wait_for(self.ask(lambda hall: hall.moment()), ANSWERS_WITHIN_S)
        except NotReadable:
            return True
        except TimeoutError:
            return False
        return True

    def close(self) -> None:
        self._thread.submit(self._hang_up).result()
        self._thread.shutdown()

    def number(self, token: str, language: str | None, *, is_news: bool = False) -> NumberView | None:
        """How the number of a slip's address stands; None: there is no such number any more, or never was.

        Args:
            language: None is the ticket's own, or Vietnamese where phones do not speak that.
            is_news: look whether something has changed, however short ago that was done.
        """
        at = self.moment(is_news=is_news)
        known = self._views.get((token, language or ""))
        if known is not None and known[0] == self._generation:
            return known[1]
        at.connection.execute("BEGIN")  # one moment for all that is said of the number
        try:
            view = view_of_number(at, token, language if language in LANGUAGES else None)
        finally:
            at.connection.execute("COMMIT")
        if view is not None:
            if len(self._views) >= KEPT_AT_MOST:
                self._views.clear()
            self._views[token, language or ""] = (self._generation, view)
        return view

    def moment(self, *, is_news: bool = False) -> Moment:
        """The tables at a moment that still holds. Only for use inside a question."""
        now_s = real_monotonic_s()
        if self._moment is not None and not is_news and now_s - self._looked_s < LOOKED_S:
            return self._moment
        connection = self._connected()
        self._looked_s = now_s
        data_version = connection.execute("PRAGMA data_version").fetchone()[0]
        now = self._now(connection)
        if self._moment is not None and data_version == self._data_version and now - self._moment.now < TIMES_MS:
            return self._moment
        head = read_head(connection).seq
        self._data_version = data_version
        if self._moment is not None and head == self._moment.revision and now - self._moment.now < TIMES_MS:
            return self._moment  # what was written was no event: nothing here shows it
        connection.execute("BEGIN")
        try:
            self._moment = Moment(connection, now)
        finally:
            connection.execute("COMMIT")
        self._generation += 1
        return self._moment

    def _now(self, connection: sqlite3.Connection) -> Instant:
        """The journal's time as the server reckons it: never before what has happened, and no far leap of the wall
        clock that nothing vouches for, unless an event shows that the server follows it."""
        last = read_last_stamp(connection)
        if last is not None:
            self._stamps.not_before(last)
        return self._stamps.stamp().at

    def _stamps_of_the_file(self) -> StampClock:
        return StampClock(self._clock, None, is_trusted=lambda: clock_is_trusted("auto"), is_at_work=lambda: True)

    def _connected(self) -> sqlite3.Connection:
        found = self._database.stat()
        file = (found.st_dev, found.st_ino)
        if self._connection is None or file != self._file:
            self._hang_up()
            self._connection = open_for_reading(self._database)
            self._file = file
            self._stamps = self._stamps_of_the_file()
        return self._connection

    def _answered(self, question: Callable[["Hall"], T]) -> T:
        try:
            return question(self)
        except (OSError, sqlite3.Error, CentreNotSetUp) as fault:
            self._hang_up()
            raise NotReadable(str(fault)) from fault

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self._moment = None
        self._data_version = -1
        self._views.clear()
