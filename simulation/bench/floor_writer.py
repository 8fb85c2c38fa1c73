"""The floors' writer: one thread, one connection, a durable commit for all that wait together. Nothing else."""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from server.db.connections import open_for_writing
from server.db.writer import GROUP_LIMIT


class FloorWriter:
    """Runs statements on a database opened as the server opens its own; `after_commit` is told on the thread."""

    def __init__(self, path: Path, after_commit: Callable[[list[Any]], None] | None = None) -> None:
        self._jobs: queue.SimpleQueue[tuple[asyncio.Future[Any], Callable[[sqlite3.Connection], Any]]] = (
            queue.SimpleQueue()
        )
        self._after_commit = after_commit
        self._connection = open_for_writing(path)
        self._loop: asyncio.AbstractEventLoop | None = None

    async def write(self, job: Callable[[sqlite3.Connection], Any]) -> Any:
        """What `job` returns, once it is committed."""
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            threading.Thread(target=self._run, name="floor-writer", daemon=True).start()
        answer = self._loop.create_future()
        self._jobs.put((answer, job))
        return await answer

    def _run(self) -> None:
        assert self._loop is not None
        connection = self._connection
        while True:
            group = [self._jobs.get()]
            while len(group) < GROUP_LIMIT and not self._jobs.empty():
                group.append(self._jobs.get_nowait())
            try:
                connection.execute("BEGIN IMMEDIATE")
                done = [(answer, job(connection)) for answer, job in group]
                connection.execute("COMMIT")
                if self._after_commit is not None:
                    self._after_commit([result for _, result in done])
            except Exception as error:  # a floor that does not fit the tables any more: the bench shall say so
                self._loop.call_soon_threadsafe(_fail, [answer for answer, _ in group], error)
                return
            self._loop.call_soon_threadsafe(_tell, done)


def _tell(done: list[tuple[asyncio.Future[Any], Any]]) -> None:
    for answer, result in done:
        if not answer.done():  # whoever asked may have gone
            answer.set_result(result)


def _fail(answers: list[asyncio.Future[Any]], error: Exception) -> None:
    for answer in answers:
        if not answer.done():
            answer.set_exception(error)
