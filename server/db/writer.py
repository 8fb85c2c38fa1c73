"""The one thread that writes: actions run one after another and commit together.

Actions that wait together (at most 64, never waiting for more) share one `BEGIN IMMEDIATE`, a savepoint
each. A refused action rolls back to its savepoint, and sequence and chain head with it. If the COMMIT
fails, every action of the group gets 503, the connection is opened anew and the head read again. Nothing
is answered before its commit.
"""

import asyncio
import logging
import queue
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from messaging.clock import Clock
from messaging.failpoints import reach
from server.db.connections import open_for_reading, open_for_writing
from server.db.queries.days import open_day
from server.db.work import CentreNotSetUp, Work, keep_head, read_centre, read_head, read_last_stamp
from server.domain.centre import Centre
from server.domain.instant import Instant
from server.errors import ActionRefused, Unavailable
from server.journal import events
from server.journal.chain import EMPTY
from server.journal.stamps import StampClock

log = logging.getLogger(__name__)

GROUP_LIMIT = 64
STOP_TIMEOUT_S = 10.0  # a commit on a slow card takes under a second; ten means the disk is gone

_GROUP_IN_DOUBT = (sqlite3.OperationalError, sqlite3.DatabaseError)
"""The disk, a lock, a damaged page: no fault of one action. DatabaseError itself, not what is derived from it."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Job(Generic[T]):
    action: Callable[[Work], T]
    actor: str
    answer: "Future[T] | asyncio.Future[T]"

    def is_wanted(self) -> bool:
        """Whether whoever asked is still there; a thread that is cannot leave later."""
        if isinstance(self.answer, Future):
            return self.answer.set_running_or_notify_cancel()
        return not self.answer.cancelled()

    def give(self, result: T) -> None:
        if not self.answer.done():
            self.answer.set_result(result)

    def refuse(self, error: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


_Telling = tuple[_Job[Any], Callable[[], None]]
"""A job that is decided, and how whoever asked is told."""


class Writer:
    """Runs actions on the centre's database.

    `on_commit(seq, events)` is called on the writer's thread after each commit, with the journal's head
    and the events just committed: it must only enqueue.
    """

    def __init__(
        self,
        path: Path,
        clock: Clock,
        on_commit: Callable[[int, list[events.Event]], None] | None = None,
        *,
        open_database: Callable[[Path], sqlite3.Connection] = open_for_writing,
        has_room: Callable[[], bool] = lambda: True,
        clock_is_trusted: Callable[[], bool] = lambda: True,
    ) -> None:
        self._clock_is_trusted = clock_is_trusted
        self._has_room = has_room
        self._path = path
        self._open_database = open_database
        self._clock = clock
        self._on_commit = on_commit or (lambda _seq, _events: None)
        self._jobs: queue.SimpleQueue[_Job[Any] | None] = queue.SimpleQueue()
        self._of_this_turn: list[_Job[Any]] = []
        """Touched on the event loop alone."""
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._connection: sqlite3.Connection | None = None
        self._centre: Centre | None = None
        self._head = EMPTY
        self._data_version = 0
        self._stamps = StampClock(clock, None)

    def start(self) -> None:
        """Open the database and start the thread.

        Raises:
            sqlite3.Error: the database cannot be opened.
        """
        self._open()
        self._stamps = StampClock(
            self._clock,
            read_last_stamp(self._reachable()),
            is_trusted=self._clock_is_trusted,
            is_at_work=self._has_open_day,
        )
        self._thread.start()

    def stop(self) -> None:
        """Finish what was submitted, checkpoint and close."""
        if self._thread.is_alive():
            self._jobs.put(None)
            self._thread.join(STOP_TIMEOUT_S)

    def submit(self, action: Callable[[Work], T], *, actor: str) -> "Future[T]":
        """Queue an action; the future has its result after the commit.

        It raises ActionRefused when the rules said no, Unavailable when nothing could be committed.
        """
        answer: Future[T] = Future()
        self._jobs.put(_Job(action, actor, answer))
        return answer

    def write(self, action: Callable[[Work], T], *, actor: str) -> "asyncio.Future[T]":
        """As `submit`, for who awaits the result on a running event loop: a group wakes the loop once.

        What one turn of the loop brings is handed over together at its end. Until then the loop holds the interpreter
        anyway, and the thread would commit the first alone and wait in between the others.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        self._of_this_turn.append(_Job(action, actor, answer))
        loop.call_soon(self._hand_over)
        return answer

    def _hand_over(self) -> None:
        jobs, self._of_this_turn = self._of_this_turn, []
        for job in jobs:
            self._jobs.put(job)

    def now(self) -> Instant:
        """The journal's time: what timers and views go by, whatever becomes of the wall clock."""
        return self._stamps.now()

    def unfollowed_ms(self) -> int:
        """How far the wall clock has leapt without being followed (`StampClock`)."""
        return self._stamps.unfollowed_ms()

    def ahead_ms(self) -> int:
        """How far the journal's time is ahead of the wall clock."""
        return self._stamps.ahead_ms()

    def _has_open_day(self) -> bool:
        """Asked for a leap alone, which is rare; from any thread, and beside a group that is being written."""
        try:
            connection = open_for_reading(self._path)
            try:
                return open_day(connection) is not None
            finally:
                connection.close()
        except sqlite3.Error:
            return True  # nothing is known: the journal's own time is the safe one

    def _open(self) -> None:
        """Open the database and read where it stands; all of it, or nothing is opened."""
        connection = self._open_database(self._path)
        try:
            self._data_version = _data_version(connection)
            self._head = read_head(connection)
            self._centre = None
            with suppress(CentreNotSetUp):
                self._centre = read_centre(connection)
        except Exception:
            connection.close()
            raise
        self._connection = connection

    def _run(self) -> None:
        while True:
            group, is_last = self._next_group()
            # Who has gone in the meantime (a probe that waited too long) is not served.
            group = [job for job in group if job.is_wanted()]
            if group:
                self._run_group(group)
            if is_last:
                break
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._connection.close()

    def _next_group(self) -> tuple[list[_Job[Any]], bool]:
        group: list[_Job[Any]] = []
        job = self._jobs.get()
        while job is not None:
            group.append(job)
            if len(group) == GROUP_LIMIT:
                return group, False
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return group, False
        return group, True

    def _run_group(self, group: list[_Job[Any]]) -> None:
        recorded: list[events.Event] = []
        bearings = self._stamps.bearings()
        try:
            connection = self._reachable()
            connection.execute("BEGIN IMMEDIATE")
            reach("server.begun")
            self._notice_others(connection)
            told = [(job, self._run_job(connection, job, recorded)) for job in group]
            if recorded:
                keep_head(connection, self._head)
            reach("server.decided", recorded)
            connection.execute("COMMIT")
            reach("server.committed", recorded)
        except Exception as error:  # whatever it was: nothing is committed, and the thread must live
            log.error("nothing was committed: %s", error, exc_info=not isinstance(error, sqlite3.Error))
            self._stamps.return_to(bearings)
            self._reopen()
            refusal = Unavailable("Chưa ghi được dữ liệu. Vui lòng thử lại; nếu vẫn lỗi, báo cán bộ kỹ thuật.")
            _tell([(job, partial(job.refuse, refusal)) for job in group])
            return
        _tell(told)
        reach("server.told", recorded)
        if recorded:
            try:
                self._on_commit(self._head.seq, recorded)
            except Exception:
                log.exception("a commit could not be told on; it stands all the same")

    def _notice_others(self, connection: sqlite3.Connection) -> None:
        """Read head and centre again when another program (`bocso device add`) has written meanwhile."""
        version = _data_version(connection)
        if version != self._data_version:
            self._data_version = version
            self._head = read_head(connection)
            last = read_last_stamp(connection)
            if last is not None:
                self._stamps.not_before(last)
            with suppress(CentreNotSetUp):
                self._centre = read_centre(connection)

    def _run_job(
        self, connection: sqlite3.Connection, job: _Job[Any], recorded: list[events.Event]
    ) -> Callable[[], None]:
        """Run one action; how to answer it once the group is committed. A refusal waits as well: it may rest on
        what an action before it in the group did."""
        stamp = self._stamps.stamp()
        if stamp.jump_ms is not None:
            jump = Work(connection, self._centre, stamp.at, self._head, actor="clock")
            jump.record(events.ClockJumped(jump_ms=stamp.jump_ms))
            self._head = jump.head
            recorded += jump.events
        work = Work(connection, self._centre, stamp.at, self._head, job.actor, has_room=self._has_room)
        connection.execute("SAVEPOINT action")
        try:
            result = job.action(work)
        except Exception as refusal:
            if type(refusal) in _GROUP_IN_DOUBT:
                raise
            connection.execute("ROLLBACK TO action")
            connection.execute("RELEASE action")
            if not isinstance(refusal, ActionRefused):
                log.exception("an action failed")
            return partial(job.refuse, refusal)
        connection.execute("RELEASE action")
        self._head = work.head
        self._centre = work.centre_or_none
        recorded += work.events
        return partial(job.give, result)

    def _reachable(self) -> sqlite3.Connection:
        """The connection, opened anew when the last attempt failed."""
        if self._connection is None:
            self._open()
        assert self._connection is not None
        return self._connection

    def _reopen(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None
        try:
            self._open()
        except Exception as error:
            log.error("the database cannot be opened; the next action tries again: %s", error)


def _tell(tellings: list[_Telling]) -> None:
    """Answer everybody of a group: threads at once, those who await together on their loop."""
    of_loops: dict[asyncio.AbstractEventLoop, list[Callable[[], None]]] = defaultdict(list)
    for job, tell in tellings:
        if isinstance(job.answer, Future):
            tell()
        else:
            of_loops[job.answer.get_loop()].append(tell)
    for loop, of_loop in of_loops.items():
        with suppress(RuntimeError):  # the loop has ended, and with it everybody who awaited
            loop.call_soon_threadsafe(_call_all, of_loop)


def _call_all(calls: list[Callable[[], None]]) -> None:
    for call in calls:
        call()


def _data_version(connection: sqlite3.Connection) -> int:
    """Changes when another connection has committed."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])
