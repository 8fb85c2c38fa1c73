"""The to-send list on disk: nothing acknowledged is lost, not by a kill, not by a damaged file."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from messaging.outbox import Entry, Outbox, OutboxUnavailable

WRITER = """
import sys
from pathlib import Path
from messaging.outbox import Outbox
outbox = Outbox(Path(sys.argv[1]))
n = 0
while True:
    n += 1
    outbox.append(f"k{n}", f"body {n}")
    print(n, flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "pad" / "outbox.db"


def test_ten_thousand_entries_come_back_in_order(path: Path) -> None:
    outbox = Outbox(path)
    for n in range(10_000):
        outbox.append(f"k{n}", f"b{n}")
    assert len(outbox) == 10_000
    for n in range(5_000):
        outbox.remove(f"k{n}")
    outbox.close()
    again = Outbox(path)
    assert again.oldest(3) == [Entry(f"k{n}", f"b{n}") for n in (5_000, 5_001, 5_002)]
    assert [e.key for e in again.oldest(20_000)] == [f"k{n}" for n in range(5_000, 10_000)]
    again.close()


def test_the_same_key_twice_is_one_entry(path: Path) -> None:
    outbox = Outbox(path)
    outbox.append("k", "first")
    outbox.append("k", "second")
    assert outbox.oldest(5) == [Entry("k", "first")]
    outbox.remove("k")
    outbox.remove("k")
    assert len(outbox) == 0
    outbox.close()


def test_it_is_written_through_to_the_disk_at_each_commit(path: Path) -> None:
    """WAL with synchronous NORMAL was measured to lose acknowledged rows in power cuts; FULL none."""
    outbox = Outbox(path)
    connection = outbox._connection
    assert connection is not None
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert path.stat().st_mode & 0o077 == 0
    outbox.close()


def test_what_was_acknowledged_survives_kill_9(path: Path) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    acknowledged = 0
    for line in writer.stdout:
        acknowledged = int(line)
        if acknowledged == 200:
            os.kill(writer.pid, signal.SIGKILL)
            break
    acknowledged = max([acknowledged, *(int(line) for line in writer.stdout if line.endswith("\n"))])
    writer.wait()
    writer.stdout.close()
    outbox = Outbox(path)
    keys = [entry.key for entry in outbox.oldest(10_000)]
    assert len(keys) in (acknowledged, acknowledged + 1)
    assert keys == [f"k{n}" for n in range(1, len(keys) + 1)]
    assert outbox.set_aside == []
    outbox.close()


def test_a_refused_entry_leaves_the_line_and_stays_on_record(path: Path) -> None:
    outbox = Outbox(path)
    for key in ("a", "b", "c"):
        outbox.append(key, key.upper())
    outbox.refuse("b", "422 unknown_level")
    assert [e.key for e in outbox.oldest(5)] == ["a", "c"]
    (refused,) = outbox.refused(5)
    assert (refused.key, refused.body, refused.reason) == ("b", "B", "422 unknown_level")
    outbox.close()


def fill(path: Path, entries: int) -> None:
    Outbox(path).close()
    connection = sqlite3.connect(path)
    with connection:
        connection.executemany(
            "INSERT INTO waiting (key, body) VALUES (?, ?)", [(f"k{n}", "x" * 200) for n in range(entries)]
        )
    connection.close()


@pytest.mark.parametrize("nonsense", [b"this is no database at all, but it is long enough" * 50, b"\0" * 4096])
def test_a_file_that_is_none_of_ours_is_set_aside_and_the_pad_goes_on(
    path: Path, nonsense: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    path.parent.mkdir()
    path.write_bytes(nonsense)
    outbox = Outbox(path)
    outbox.append("k", "b")
    outbox.close()
    again = Outbox(path)
    assert again.oldest(5) == [Entry("k", "b")]
    again.close()
    (aside,) = path.parent.glob("outbox.db.damaged-*")
    assert outbox.set_aside == [aside]
    assert aside.read_bytes() == nonsense
    assert any(r.levelname == "ERROR" and aside.name in r.getMessage() for r in caplog.records)


def test_what_can_be_read_of_a_damaged_file_is_carried_over(path: Path) -> None:
    fill(path, 300)
    content = bytearray(path.read_bytes())
    assert len(content) > 12 * 4096
    content[-6 * 4096 :] = b"\xa5" * (6 * 4096)
    path.write_bytes(content)
    outbox = Outbox(path)
    keys = [e.key for e in outbox.oldest(1000)]
    assert keys == [f"k{n}" for n in range(len(keys))]
    assert len(keys) > 10
    assert len(outbox.set_aside) == 1
    outbox.close()


def test_damage_while_it_runs_is_survived_too(path: Path) -> None:
    fill(path, 20_000)  # more than SQLite keeps in memory
    outbox = Outbox(path)
    with path.open("r+b") as file:
        file.seek(-6 * 4096, os.SEEK_END)
        file.write(b"\xa5" * (6 * 4096))
    outbox.append("during", "the damage")
    read = outbox.oldest(30_000)
    assert 10_000 < len(read) < 20_001
    outbox.append("after", "the damage")
    assert outbox.oldest(30_000) == [*read, Entry("after", "the damage")]
    assert len(outbox.set_aside) == 1
    outbox.close()


def test_another_programs_database_is_not_taken_for_ours(path: Path) -> None:
    path.parent.mkdir()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE waiting (something TEXT)")
    other.commit()
    other.close()
    outbox = Outbox(path)
    outbox.append("k", "b")
    assert len(outbox) == 1
    assert len(outbox.set_aside) == 1
    outbox.close()


def test_a_folder_that_cannot_be_written_is_said_and_nothing_is_thrown_away(tmp_path: Path) -> None:
    (tmp_path / "in-the-way").write_text("a file, not a folder")
    with pytest.raises(OutboxUnavailable, match="in-the-way"):
        Outbox(tmp_path / "in-the-way" / "outbox.db")


def test_a_full_disk_refuses_and_takes_again_when_there_is_room(path: Path) -> None:
    outbox = Outbox(path)
    outbox.append("before", "b")
    connection = outbox._connection
    assert connection is not None
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(OutboxUnavailable, match="full"):
        outbox.append("big", "x" * 100_000)
    outbox.append("after", "b")
    assert [e.key for e in outbox.oldest(5)] == ["before", "after"]
    assert outbox.set_aside == []
    outbox.close()
