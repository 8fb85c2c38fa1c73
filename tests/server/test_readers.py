"""The readers' connections: one to each thread, and none for a thread that is gone."""

import threading
from pathlib import Path

import pytest

from server.house import Readers


def files_open(database: Path) -> int:
    return sum(handle.exists() and handle.samefile(database) for handle in Path("/proc/self/fd").iterdir())


def ask(readers: Readers) -> None:
    assert readers.connection() is readers.connection(), "one to each thread"
    readers.connection().execute("SELECT count(*) FROM journal").fetchone()


@pytest.fixture
def readers(empty_database: Path) -> Readers:
    return Readers(empty_database)


def test_what_a_thread_opened_is_closed_with_it(readers: Readers, empty_database: Path) -> None:
    before = files_open(empty_database)
    for _ in range(20):
        thread = threading.Thread(target=ask, args=(readers,))
        thread.start()
        thread.join()

    assert files_open(empty_database) == before


def test_close_takes_those_of_threads_that_still_live(readers: Readers, empty_database: Path) -> None:
    before = files_open(empty_database)
    has_asked, may_end = threading.Event(), threading.Event()

    def ask_and_stay() -> None:
        ask(readers)
        has_asked.set()
        may_end.wait(60)

    thread = threading.Thread(target=ask_and_stay)
    thread.start()
    assert has_asked.wait(60)
    assert files_open(empty_database) > before
    readers.close()
    assert files_open(empty_database) == before
    may_end.set()
    thread.join()
