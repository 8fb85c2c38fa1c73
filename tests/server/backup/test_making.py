"""A copy is whole or is not there, made while the centre goes on."""

import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from centre_under_test import CentreUnderTest
from damage import overwrite_pages
from server_process import ROOT

from server.backup import making
from server.backup.checking import check_copy, check_for_restore
from server.backup.copies import Copy, copies_in, copy_name
from server.backup.errors import BackupFailed, BackupFault, BrokenBackup
from server.backup.making import make_copy, put_second
from server.journal.verify import verify


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """On another disk than the tests' memory."""
    place = tmp_path / "stick"
    place.mkdir()
    return place


def test_a_copy_has_all_that_was_committed_and_holds(centre: CentreUnderTest) -> None:
    numbers = [centre.number("A") for _ in range(5)]
    copy = make_copy(centre.database, centre.database.parent / "backups")
    assert check_copy(copy.path, tables_too=True).seq == copy.seq == centre.verdict().head.seq
    rows = sqlite3.connect(f"file:{copy.path}?mode=ro", uri=True)
    assert [row[0] for row in rows.execute("SELECT shown FROM tickets ORDER BY ticket_id")] == numbers
    rows.close()
    assert stat.S_IMODE(copy.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.path.parent.stat().st_mode) == 0o700
    assert [path.name for path in copy.path.parent.iterdir()] == [copy.path.name], "nothing else is left"


def test_a_copy_made_while_numbers_are_given_is_of_one_moment(centre: CentreUnderTest) -> None:
    is_over = threading.Event()

    def give() -> None:
        while not is_over.is_set():
            centre.number("A")

    giving = threading.Thread(target=give)
    giving.start()
    try:
        copies = [make_copy(centre.database, centre.database.parent / "backups") for _ in range(5)]
    finally:
        is_over.set()
        giving.join()
    assert all(verify(copy.path).fault is None for copy in copies if copy.path.exists())
    assert copies[-1].seq > copies[0].seq


def test_the_copy_of_a_damaged_database_is_none_and_the_good_ones_stay(centre: CentreUnderTest) -> None:
    for _ in range(60):
        centre.number("A")
    backups = centre.database.parent / "backups"
    good = make_copy(centre.database, backups)
    centre.stop()
    overwrite_pages(centre.database)
    with pytest.raises(BackupFailed) as failed:
        make_copy(centre.database, backups)
    assert failed.value.fault is BackupFault.DAMAGED
    assert [path.name for path in backups.iterdir()] == [good.path.name]


def test_a_copy_with_a_changed_row_is_broken(centre: CentreUnderTest) -> None:
    centre.number("A")
    copy = make_copy(centre.database, centre.database.parent / "backups")
    rows = sqlite3.connect(copy.path)
    with rows:
        rows.execute("UPDATE journal SET actor = 'nobody' WHERE seq = 3")
    rows.close()
    with pytest.raises(BrokenBackup, match="sequence 3"):
        check_copy(copy.path)


def test_a_copy_whose_tables_are_not_what_the_journal_says_is_told_once_a_day(centre: CentreUnderTest) -> None:
    """Its pages and its chain hold, and yet no restore would take it."""
    backups = centre.database.parent / "backups"
    centre.number("A")
    make_copy(centre.database, backups)
    rows = sqlite3.connect(centre.database)
    with rows:
        rows.execute("UPDATE tickets SET shown = 'A999'")
    rows.close()
    centre.number("A")
    same_day = make_copy(centre.database, backups)
    with pytest.raises(BrokenBackup, match="table tickets"):
        check_for_restore(same_day.path)
    centre.clock.pass_s(24 * 3600)
    centre.number("A")
    for _ in range(2):
        with pytest.raises(BackupFailed, match="table tickets") as failed:
            make_copy(centre.database, backups)
        assert failed.value.fault is BackupFault.DAMAGED
    assert copies_in(backups, centre.database)[-1] == same_day


def test_a_folder_that_cannot_be_is_told(centre: CentreUnderTest) -> None:
    in_the_way = centre.database.parent / "file"
    in_the_way.touch()
    with pytest.raises(BackupFailed) as failed:
        make_copy(centre.database, in_the_way / "backups")
    assert failed.value.fault is BackupFault.UNWRITABLE


def leave_free(centre: CentreUnderTest, monkeypatch: pytest.MonkeyPatch, *, copies: float) -> None:
    """The disk is of a size that so many more copies fit beside those that are there."""
    backups = centre.database.parent / "backups"

    def stored_bytes() -> int:
        return sum(copy.size_bytes for copy in copies_in(backups, centre.database))

    centre.restart()  # its log is brought into the database
    total = (stored_bytes() + copies * centre.database.stat().st_size) / (1 - making.LEFT_FREE)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(total=total, free=total - stored_bytes()))


@pytest.fixture
def copied_often(centre: CentreUnderTest) -> list[Copy]:
    """Six copies, an hour between each two, and a number that none of them has."""
    copies = []
    for _ in range(6):
        centre.number("A")
        copies.append(make_copy(centre.database, centre.database.parent / "backups"))
        centre.clock.pass_s(3700)
    centre.number("A")
    return copies


def test_without_room_as_many_old_copies_go_as_a_new_one_needs(
    centre: CentreUnderTest, copied_often: list[Copy], monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_free(centre, monkeypatch, copies=-0.5)
    newest = make_copy(centre.database, copied_often[0].path.parent)
    assert copies_in(newest.path.parent, centre.database) == [*copied_often[2:], newest]


def test_where_even_old_copies_make_no_room_they_stay_and_it_is_told(
    centre: CentreUnderTest, copied_often: list[Copy], monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_free(centre, monkeypatch, copies=-2.5)
    with pytest.raises(BackupFailed) as failed:
        make_copy(centre.database, copied_often[0].path.parent)
    assert failed.value.fault is BackupFault.NO_ROOM
    assert copies_in(copied_often[0].path.parent, centre.database) == copied_often


def test_the_copy_just_made_stays_among_those_of_another_centre(centre: CentreUnderTest) -> None:
    """On a stick that two centres share, by mistake: the other's names come after this one's."""
    backups = centre.database.parent / "backups"
    backups.mkdir()
    for hour in range(40 * 24):
        at = centre.clock.now() - timedelta(hours=hour)
        (backups / copy_name(centre.database, epoch=4_000_000_000, seq=10_000 - hour, at=at)).touch()
    assert make_copy(centre.database, backups).path.exists()


WRITES_FOR_EVER = """
import sys, time
from pathlib import Path
from server.backup import making
def hang(*_asked):
    print(flush=True)
    time.sleep(600)
making._copy_pages = hang
making.make_copy(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_what_a_power_cut_left_is_swept_up_and_what_is_being_written_stays(centre: CentreUnderTest) -> None:
    backups = centre.database.parent / "backups"
    command = [sys.executable, "-c", WRITES_FOR_EVER, str(centre.database), str(backups)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as writing:
        try:
            assert writing.stdout is not None
            writing.stdout.readline()
            (being_written,) = backups.iterdir()
            # Of a process before the boot whose number somebody else has now; and of one whose number nobody has.
            for left in ("centre.1-1.partial", "centre.1.partial", "centre.4194304-7.partial"):
                (backups / left).write_bytes(b"half")
            copy = make_copy(centre.database, backups)
            assert sorted(backups.iterdir()) == sorted([copy.path, being_written])
        finally:
            writing.kill()
    copy.path.unlink()
    assert [path.name for path in (make_copy(centre.database, backups).path.parent).iterdir()] == [copy.path.name]


def test_the_second_place_gets_the_same_bytes(centre: CentreUnderTest, second: Path) -> None:
    centre.number("A")
    copy = make_copy(centre.database, centre.database.parent / "backups")
    there = put_second(copy, centre.database, second)
    assert there.path.parent == second
    assert there.path.read_bytes() == copy.path.read_bytes()
    assert stat.S_IMODE(there.path.stat().st_mode) == 0o600


@pytest.fixture
def unmounted(centre: CentreUnderTest) -> Iterator[dict[BackupFault, Path]]:
    same = centre.database.parent / "mount-point"
    same.mkdir()
    yield {BackupFault.SAME_DISK: same, BackupFault.ABSENT: same / "none"}


def test_a_second_place_that_is_absent_or_not_mounted_is_told(
    centre: CentreUnderTest, unmounted: dict[BackupFault, Path]
) -> None:
    copy = make_copy(centre.database, centre.database.parent / "backups")
    for fault, place in unmounted.items():
        with pytest.raises(BackupFailed) as failed:
            put_second(copy, centre.database, place)
        assert failed.value.fault is fault
        assert not place.exists() or not list(place.iterdir())
