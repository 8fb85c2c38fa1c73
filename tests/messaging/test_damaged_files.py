"""A damaged file makes room for a new one: whatever refuses and whenever the power goes, nothing readable is lost."""

import contextlib
import errno
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from damaged_disk import LIMITS, PowerCut, damage_an_index, each_power_cut, power_cut_before, start_on_a_full_disk

from messaging import failpoints
from messaging.damaged_files import begin_anew, is_coming, still_readable, take_what_is_coming
from messaging.outbox import Entry, Outbox, OutboxUnavailable

ENTRIES = [Entry(f"k{n:03}", "x" * 200) for n in range(300)]
LAST_WORDS = [Entry("last", "words")]


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """An outbox with an index that is damaged; its last entry is in the write-ahead log only, as after a kill."""
    folder, path = tmp_path / "left by a kill", tmp_path / "running" / "outbox.db"
    Outbox(path).close()
    with sqlite3.connect(path) as rows:
        many = [(entry.key, entry.body) for entry in ENTRIES]
        rows.executemany("INSERT INTO waiting (key, body) VALUES (?, ?)", many)
    rows.close()
    outbox = Outbox(path)
    outbox.append("last", "words")
    shutil.copytree(path.parent, folder)
    outbox.close()
    damage_an_index(folder / "outbox.db")
    return folder / "outbox.db"


def copy_of(path: Path, name: str) -> Path:
    return Path(shutil.copytree(path.parent, path.parent.with_name(name))) / path.name


def waiting(path: Path) -> list[Entry]:
    outbox = Outbox(path)
    try:
        return outbox.oldest(1000)
    finally:
        outbox.close()


def test_nothing_is_lost_wherever_the_power_goes(damaged: Path) -> None:
    path = damaged

    def begin(step: int) -> Callable[[], None]:
        nonlocal path
        path = copy_of(damaged, f"cut {step}")
        return lambda: Outbox(path).close()

    cuts = 0
    for step in each_power_cut(begin):
        assert waiting(path) == ENTRIES + LAST_WORDS, f"cut before step {step}"
        assert waiting(path) == ENTRIES + LAST_WORDS, "and it is over"
        aside = {one.name for one in path.parent.iterdir()} - {"outbox.db"}
        assert all(".damaged-" in name for name in aside), aside
        assert aside, "the damaged file is kept"
        cuts += 1
    assert cuts > 6


def test_nothing_is_lost_when_the_power_goes_once_more_at_the_next_start(damaged: Path) -> None:
    for first in range(2, 9):
        for second in range(8):
            path = copy_of(damaged, f"cut {first} and {second}")
            for step in (first, second):
                with power_cut_before(step), contextlib.suppress(PowerCut):
                    Outbox(path).close()
            assert waiting(path) == ENTRIES + LAST_WORDS, f"cut before step {first}, then before step {second}"


@pytest.mark.parametrize("limit", LIMITS)
def test_a_disk_that_takes_no_new_file_keeps_the_damaged_one_in_its_place(damaged: Path, limit: int) -> None:
    code = """
from messaging.outbox import Outbox, OutboxUnavailable
for _ in range(2):
    try:
        Outbox(path).append("while", "it refuses")
        print("taken")
    except OutboxUnavailable:
        print("refused")
"""
    said = start_on_a_full_disk(code, damaged, limit).split()
    expected = ENTRIES + LAST_WORDS
    assert waiting(damaged) == ([*expected, Entry("while", "it refuses")] if "taken" in said else expected)
    if limit < 20_000:
        assert said == ["refused", "refused"]


def test_a_disk_that_refuses_the_last_step_is_asked_again(damaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    with monkeypatch.context() as refusing:
        refusing.setattr(Path, "replace", refused)
        for _ in range(2):
            with pytest.raises(OutboxUnavailable, match="Read-only"):
                Outbox(damaged)
    assert waiting(damaged) == ENTRIES + LAST_WORDS


def test_a_new_file_of_which_nobody_knows_whether_it_is_whole_is_not_taken(damaged: Path) -> None:
    coming = damaged.with_name("outbox.db.coming")
    with sqlite3.connect(coming) as rows:
        rows.execute("CREATE TABLE half (of_it TEXT)")
    rows.close()
    assert not is_coming(damaged)
    assert waiting(damaged) == ENTRIES + LAST_WORDS
    assert not coming.exists()


def test_a_leftover_beside_a_sound_file_is_gone_before_it_could_be_taken(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    outbox = Outbox(path)
    outbox.append("k", "b")
    outbox.close()
    path.with_name("outbox.db.coming").write_bytes(b"of long ago")
    assert waiting(path) == [Entry("k", "b")]
    path.unlink()
    assert waiting(path) == []


def begun(path: Path) -> None:
    begin_anew(path, "CREATE TABLE t (a);", lambda rows: rows.execute("INSERT INTO t VALUES ('carried over')"))


def test_the_companions_of_the_damaged_file_do_not_speak_for_the_new_one(tmp_path: Path) -> None:
    """SQLite would play a log back into whatever file bears the name."""
    for step in range(12):
        path = tmp_path / str(step) / "some.db"
        path.parent.mkdir()
        for suffix in ("", "-wal", "-shm"):
            path.with_name(f"some.db{suffix}").write_bytes(f"damaged{suffix}".encode())
        with power_cut_before(step), contextlib.suppress(PowerCut):
            begun(path)
        if path.exists() and path.read_bytes() == b"damaged":
            assert path.with_name("some.db-wal").exists(), "what lies in the log is read with it at the next try"
            begun(path)
        else:
            take_what_is_coming(path)
        assert sorted(one.name for one in path.parent.glob("some.db*") if ".damaged-" not in one.name) == ["some.db"]
        assert [tuple(row) for row in still_readable(path, "SELECT a FROM t")] == [("carried over",)]
        kept = sorted(one.read_bytes() for one in path.parent.glob("*.damaged-*"))
        assert kept == [b"damaged", b"damaged-shm", b"damaged-wal"]


def test_who_only_looked_meanwhile_does_not_make_a_new_one_be_forgotten(
    damaged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(name: str, _about: object) -> None:
        if name == "damaged.aside":
            raise PowerCut

    with monkeypatch.context() as cutting:
        cutting.setattr(failpoints, "_plan", cut)
        with pytest.raises(PowerCut):
            Outbox(damaged)
    damaged.touch()  # as SQLite's own command line does
    assert waiting(damaged) == ENTRIES + LAST_WORDS


def test_what_a_lock_or_the_disk_keeps_from_being_read_is_not_taken_for_damage(tmp_path: Path) -> None:
    path = tmp_path / "some.db"
    rows = sqlite3.connect(path, isolation_level=None)
    rows.execute("CREATE TABLE t (a)")
    rows.execute("BEGIN EXCLUSIVE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        still_readable(path, "SELECT a FROM t")
    rows.close()
    assert still_readable(path, "SELECT a FROM another") == []
