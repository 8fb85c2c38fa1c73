"""The one thread that writes: actions run one after another and commit together.

Actions that wait together (at most 64, never waiting for more) share one `BEGIN IMMEDIATE`, a savepoint
each. A refused action rolls back to its savepoint, and sequence and chain head with it. If the COMMIT
fails, every action of the group gets 503, the connection is opened anew and the head read again. Nothing
is answered before its commit.
"""

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from messaging.clock import Clock
from server.db.connections import open_for_writing
from server.db.work import CentreNotSetUp, Work, read_centre, read_head, read_last_stamp
from server.domain.centre import Centre
from server.errors import ActionRefused, Unavailable
from server.journal import events
from server.journal.stamps import StampClock

log = logging.getLogger(__name__)

GROUP_LIMIT = 64
STOP_TIMEOUT_S = 10.0  # a commit on a slow card takes under a second; ten means the disk is gone

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Job(Generic[T]):
    action: Callable[[Work], T]
    actor: str
    answer: "Future[T]"


class Writer:
    """Runs actions on the centre's database.

    `on_commit(seq, events)` is called on the writer's thread after each commit, with the journal's head
    and the events just committed: it must only enqueue.
    """

    def __init__(
        self, path: Path, clock: Clock, on_commit: Callable[[int, list[events.Event]], None] | None = None
    ) -> None:
        self._path = path
        self._clock = clock
        self._on_commit = on_commit or (lambda _seq, _events: None)
        self._jobs: queue.SimpleQueue[_Job[Any] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._connection: sqlite3.Connection | None = None
        self._centre: Centre | None = None

    def start(self) -> None:
        """Open the database and start the thread.

        Raises:
            sqlite3.Error: the database cannot be opened.
        """
        self._open()
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

    def _open(self) -> None:
        self._connection = open_for_writing(self._path)
        self._data_version: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        self._head = read_head(self._connection)
        self._stamps = StampClock(self._clock, read_last_stamp(self._connection))
        with suppress(CentreNotSetUp):
            self._centre = read_centre(self._connection)

    def _run(self) -> None:
        while True:
            group, is_last = self._next_group()
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
        committed: list[tuple[_Job[Any], Any]] = []
        recorded: list[events.Event] = []
        try:
            connection = self._connection
            if connection is None:
                self._open()
                connection = self._connection
                assert connection is not None
            connection.execute("BEGIN IMMEDIATE")
            self._notice_others(connection)
            for job in group:
                self._run_job(connection, job, committed, recorded)
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            log.error("nothing was committed: %s", error)
            self._reopen()
            refusal = Unavailable("Chưa ghi được dữ liệu. Vui lòng thử lại; nếu vẫn lỗi, báo cán bộ kỹ thuật.")
            for job in group:
                if not job.answer.done():
                    job.answer.set_exception(refusal)
            return
        if recorded:
            self._on_commit(self._head.seq, recorded)
        for job, result in committed:
            job.answer.set_result(result)

    def _notice_others(self, connection: sqlite3.Connection) -> None:
        """Read head and centre again when another program (`bocso device add`) has written meanwhile."""
        version: int = connection.execute("PRAGMA data_version").fetchone()[0]
        if version != self._data_version:
            self._data_version = version
            self._head = read_head(connection)
            with suppress(CentreNotSetUp):
                self._centre = read_centre(connection)

    def _run_job(
        self,
        connection: sqlite3.Connection,
        job: _Job[Any],
        committed: list[tuple[_Job[Any], Any]],
        recorded: list[events.Event],
    ) -> None:
        stamp = self._stamps.stamp()
        if stamp.jump_ms is not None:
            jump = Work(connection, self._centre, stamp.at, self._head, actor="clock")
            jump.record(events.ClockJumped(jump_ms=stamp.jump_ms))
            jump.keep_head()
            self._head = jump.head
            recorded += jump.events
        work = Work(connection, self._centre, stamp.at, self._head, job.actor)
        connection.execute("SAVEPOINT action")
        try:
            result = job.action(work)
            work.keep_head()
        except sqlite3.OperationalError:
            raise  # the disk or a lock: the whole group is in doubt
        except Exception as refusal:
            connection.execute("ROLLBACK TO action")
            connection.execute("RELEASE action")
            if not isinstance(refusal, ActionRefused):
                log.exception("an action failed")
            job.answer.set_exception(refusal)
            return
        connection.execute("RELEASE action")
        self._head = work.head
        self._centre = work.centre_or_none
        recorded += work.events
        committed.append((job, result))

    def _reopen(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None
        with suppress(sqlite3.Error):
            self._open()
