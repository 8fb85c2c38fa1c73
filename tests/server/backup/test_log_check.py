"""A damaged write-ahead log never loses commits in silence, and what a power cut leaves of one is no damage."""

import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from centre_under_test import CentreUnderTest
from server_process import ROOT

from server.backup.copies import Copy
from server.backup.errors import DatabaseDamaged
from server.backup.log_check import leaves_out_commits
from server.backup.making import make_copy
from server.backup.start_check import fault_at_start, refuse_damaged

SECTOR_BYTES = 512
LOG_HEADER, FRAME_HEADER, PAGE = 32, 24, 4096
FRAME = FRAME_HEADER + PAGE


def log_of(database: Path) -> Path:
    return database.with_name(f"{database.name}-wal")


def as_it_lies(database: Path, folder: Path) -> Path:
    """What a disk would hold if the power went now: the database, its log, and no index."""
    folder.mkdir(exist_ok=True)
    there = folder / "centre.db"
    shutil.copyfile(database, there)
    shutil.copyfile(log_of(database), log_of(there))
    there.with_name("centre.db-shm").unlink(missing_ok=True)
    return there


@dataclass
class Left:
    """A centre after a power cut: five numbers before its copy, twenty behind."""

    database: Path
    copy: Copy

    @property
    def log(self) -> bytes:
        return log_of(self.database).read_bytes()

    @log.setter
    def log(self, content: bytes) -> None:
        log_of(self.database).write_bytes(content)

    def commit_frames(self) -> list[int]:
        """Where the last frames of commits begin in the log."""
        log = self.log
        return [at for at in range(LOG_HEADER, len(log), FRAME) if log[at + 4 : at + 8] != bytes(4)]

    def last_commit(self) -> int:
        """Where the frames of the last commit begin in the log."""
        return self.commit_frames()[-2] + FRAME

    def events(self) -> int:
        """As far as SQLite reads."""
        rows = sqlite3.connect(f"{self.database.as_uri()}?mode=ro", uri=True)
        (events,) = rows.execute("SELECT count(*) FROM journal").fetchone()
        rows.close()
        return int(events)


@pytest.fixture
def left(centre: CentreUnderTest, folder: Path) -> Left:
    for _ in range(5):
        centre.number("A")
    copy = make_copy(centre.database, folder / "cut/backups")
    for _ in range(20):
        centre.number("A")
    found = Left(as_it_lies(centre.database, folder / "cut"), copy)
    centre.stop()
    return found


def flip(left: Left, at: int) -> None:
    log = bytearray(left.log)
    log[at] ^= 0x10
    left.log = bytes(log)


IN_A_FRAME = {
    "page number": 3,
    "commit field": 7,
    "salt 1": 8,
    "salt 2": 15,
    "checksum 1": 16,
    "checksum 2": 23,
    "page": 24,
    "page's end": FRAME - 1,
}


@pytest.mark.parametrize("share", [0.0, 0.25, 0.75])
@pytest.mark.parametrize("place", IN_A_FRAME)
def test_one_flipped_bit_before_finished_commits_stops_the_server(left: Left, place: str, share: float) -> None:
    frames = (len(left.log) - LOG_HEADER) // FRAME
    flip(left, LOG_HEADER + int(frames * share) * FRAME + IN_A_FRAME[place])
    before = left.database.read_bytes(), left.log
    events = left.events()

    with pytest.raises(DatabaseDamaged, match="its -wal is damaged in the middle") as told:
        refuse_damaged(left.database, [left.copy.path.parent])

    assert f"bocso restore {left.copy.path} " in str(told.value)
    assert "tệp -wal hỏng ở giữa" in str(told.value)
    assert (left.database.read_bytes(), left.log) == before, "nothing was changed"
    assert events < left.copy.seq + 30, "SQLite says nothing of those behind"


@pytest.mark.parametrize("at", range(0, LOG_HEADER, 3))
def test_one_flipped_bit_in_the_logs_own_header_stops_the_server(left: Left, at: int) -> None:
    flip(left, at)
    with pytest.raises(DatabaseDamaged, match="its -wal is damaged in the middle"):
        refuse_damaged(left.database, [])


def test_a_lost_block_in_the_middle_stops_the_server(left: Left) -> None:
    log = bytearray(left.log)
    middle = len(log) // 2 // SECTOR_BYTES * SECTOR_BYTES
    log[middle : middle + 65536] = bytes(65536)
    left.log = bytes(log)
    with pytest.raises(DatabaseDamaged, match="its -wal is damaged in the middle"):
        refuse_damaged(left.database, [])


def torn(left: Left) -> Iterator[bytes]:
    """The log with its last commit half on the disk, in every way that sectors allow."""
    whole, begin = left.log, left.last_commit()
    yield from (whole[:end] for end in range(begin, len(whole), SECTOR_BYTES // 2))
    sectors = range(begin // SECTOR_BYTES * SECTOR_BYTES, len(whole), SECTOR_BYTES)
    for at in sectors:
        first, end = max(at, begin), at + SECTOR_BYTES
        for instead in (bytes(SECTOR_BYTES), random.Random(at).randbytes(SECTOR_BYTES)):
            yield whole[:first] + instead[: len(whole[first:end])] + whole[end:]
        yield whole[:first] + bytes(len(whole) - first)
        yield whole[:begin] + bytes(first - begin) + whole[first:]


def test_a_commit_that_was_torn_by_the_power_cut_is_no_damage(left: Left) -> None:
    whole, ways = left.log, 0
    for log in torn(left):
        if log == whole:  # there were zeros
            continue
        left.log = log
        assert fault_at_start(left.database, []) is None
        ways += 1
    assert ways > 100
    left.log = whole
    events = left.events()
    left.log = whole[: left.last_commit()]
    assert left.events() < events, "it was a commit that was torn"


@pytest.mark.parametrize("place", IN_A_FRAME)
def test_one_damaged_bit_in_the_last_commit_is_taken_for_a_torn_one(left: Left, place: str) -> None:
    """Nobody could tell them apart: docs/backup.md says so. What a damaged frame says of itself is not believed."""
    flip(left, left.last_commit() + IN_A_FRAME[place])
    assert fault_at_start(left.database, []) is None


def without_log(left: Left) -> None:
    left.log = b""


def without_frames(left: Left) -> None:
    left.log = left.log[:LOG_HEADER]


def as_it_was(_left: Left) -> None:
    pass


def stopped(left: Left) -> None:
    rows = sqlite3.connect(left.database)
    rows.execute("SELECT count(*) FROM tickets").fetchone()
    rows.close()
    assert not log_of(left.database).exists()


@pytest.mark.parametrize("how", [as_it_was, stopped, without_log, without_frames])
def test_a_sound_log_or_none_is_no_damage(left: Left, how: Callable[[Left], None]) -> None:
    how(left)
    assert not leaves_out_commits(left.database)


def test_what_a_former_round_of_the_log_left_is_no_damage(centre: CentreUnderTest, folder: Path) -> None:
    for _ in range(20):
        centre.number("A")
    rows = sqlite3.connect(centre.database)
    rows.execute("PRAGMA wal_checkpoint(RESTART)")
    rows.close()
    former = log_of(centre.database).read_bytes()
    centre.number("A")
    cut = as_it_lies(centre.database, folder / "cut")
    new = log_of(cut).read_bytes()
    assert len(new) == len(former) and new[:LOG_HEADER] != former[:LOG_HEADER], "a new round, which is shorter"
    assert not leaves_out_commits(cut)
    log_of(cut).write_bytes(new[:LOG_HEADER] + former[LOG_HEADER:])
    assert not leaves_out_commits(cut), "its header alone came down"
    for destroyed in (bytes(SECTOR_BYTES), random.Random(1).randbytes(SECTOR_BYTES)):
        log_of(cut).write_bytes(destroyed + former[SECTOR_BYTES:])
        assert not leaves_out_commits(cut), "the sector was lost while the header was written"


WATCHED = """
import sys
from pathlib import Path
from server.backup.log_check import leaves_out_commits
print(sum(leaves_out_commits(Path(sys.argv[1])) for _ in range(200)))
"""


def test_a_server_that_writes_on_is_not_taken_for_damaged(centre: CentreUnderTest) -> None:
    """`bocso doctor` looks at a database in use, from a process of its own."""
    centre.number("A")
    command = [sys.executable, "-c", WATCHED, str(centre.database)]
    watching = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    given = 0
    rows = sqlite3.connect(centre.database)
    while watching.poll() is None:
        centre.number("A")
        given += 1
        if given % 10 == 0:
            rows.execute("PRAGMA wal_checkpoint(RESTART)")
    rows.close()
    said, _ = watching.communicate()
    assert said == "0\n"
    assert given > 50


class Disk:
    """A database whose power is cut at each commit, again and again: each sector of the last one came down or did not.

    What was committed before is there, as fsync promises; a new round's header comes down before its frames.
    """

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.chance = chance
        self.database = folder / f"{chance.random()}.db"
        rows = sqlite3.connect(self.database, isolation_level=None)
        rows.execute(f"PRAGMA page_size={chance.choice([512, 1024, 4096])}")
        rows.execute("PRAGMA journal_mode=WAL")
        rows.execute("CREATE TABLE told (number INTEGER PRIMARY KEY, words BLOB)")
        self.commits, self.log_before = 0, log_of(self.database).read_bytes()
        self.cut(rows)

    def live(self) -> None:
        """Commits, the last of which is cut."""
        rows = sqlite3.connect(self.database, isolation_level=None)
        rows.execute("PRAGMA synchronous=FULL")
        (there,) = rows.execute("SELECT count(*) FROM told").fetchone()
        assert there >= self.commits - 1, "the model itself loses nothing that was acknowledged"
        self.commits = there
        for _ in range(self.chance.choice([1, 1, 2, 5])):
            if self.chance.random() < 0.1:
                rows.execute("PRAGMA wal_checkpoint(PASSIVE)")
            self.log_before = log_of(self.database).read_bytes()
            words = self.chance.randbytes(self.chance.choice([10, 300, 5_000, 20_000]))
            rows.execute("INSERT INTO told (words) VALUES (?)", (words,))
            self.commits += 1
        self.cut(rows)

    def cut(self, rows: sqlite3.Connection) -> None:
        pages, log = self.database.read_bytes(), log_of(self.database).read_bytes()
        rows.close()
        self.database.write_bytes(pages)
        log_of(self.database).write_bytes(self.left_of(log))
        self.database.with_name(f"{self.database.name}-shm").unlink(missing_ok=True)

    def left_of(self, log: bytes) -> bytes:
        before, new = self.log_before.ljust(len(log), b"\0"), bytearray(log)
        if before[:LOG_HEADER] != log[:LOG_HEADER] and self.chance.random() < 0.2:
            return log[:LOG_HEADER] + self.log_before[LOG_HEADER:]
        share = self.chance.choice([0.0, 0.1, 0.5, 0.9, 1.0])
        for at in range(0, len(log), SECTOR_BYTES):
            if self.chance.random() < share:
                new[at : at + SECTOR_BYTES] = before[at : at + SECTOR_BYTES]
        new[:LOG_HEADER] = log[:LOG_HEADER]
        return bytes(new[: self.chance.choice([len(self.log_before), len(log), len(log)]) or len(log)])


@pytest.mark.parametrize("seed", range(6))
def test_no_row_of_power_cuts_is_taken_for_damage(folder: Path, seed: int) -> None:
    """What torn commits left lies behind shorter ones, which are torn themselves."""
    disk = Disk(folder, random.Random(seed))
    for _ in range(60):
        disk.live()
        assert not leaves_out_commits(disk.database)
