"""A stick or card that gives back other bytes than it took is found out when the copy is made, not when it is needed.

The disk is a file with a file system in it. As soon as a copy was brought to it, one bit of the copy is flipped there,
below the kernel's memory of what was written: who asks the memory sees a whole copy.

Needs root, to mount; without it the tests fail and say so.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.backup.errors import BackupFailed, BackupFault
from server.backup.making import make_copy, put_second
from server.db.schema import prepare_database

pytestmark = pytest.mark.long

IMAGE_MB = 32
LIES_AT_BYTE = 2 * 4096
"""Of a copy: the kind of its third page."""


def run(*command: object) -> None:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stderr}"


class LyingDisk:
    def __init__(self, folder: Path) -> None:
        self.image, self.place = folder / "stick.img", folder / "stick"
        with self.image.open("wb") as file:
            file.truncate(IMAGE_MB * 1024 * 1024)
        run("mkfs.ext4", "-q", "-F", self.image)
        self.place.mkdir()
        run("mount", "-o", "loop", self.image, self.place)

    def lie_from_now_on(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Flip one bit of each copy when it has come to the disk."""
        bring_to_disk = os.fsync

        def fsync(opened: int) -> None:
            bring_to_disk(opened)
            path = Path(f"/proc/self/fd/{opened}").readlink()
            if path.is_relative_to(self.place) and path.is_file():
                self._flip(path.read_bytes())

        monkeypatch.setattr(os, "fsync", fsync)

    def _flip(self, written: bytes) -> None:
        stored = self.image.read_bytes()
        begin = written[LIES_AT_BYTE // 4096 * 4096 :][:4096]
        at = stored.find(begin)
        assert at >= 0, "the bytes have come to the disk"
        while at >= 0:  # a file system may hold more than one copy of a page
            with self.image.open("r+b") as file:
                file.seek(at + LIES_AT_BYTE % 4096)
                file.write(bytes([begin[LIES_AT_BYTE % 4096] ^ 1]))
            at = stored.find(begin, at + 4096)

    def end(self) -> None:
        run("umount", self.place)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[LyingDisk]:
    if os.geteuid() != 0:
        pytest.fail("needs root, to mount a file system: sudo scripts/test --whole, or leave this file out")
    folder = Path(tempfile.mkdtemp(prefix="bocso-lies-", dir=tmp_path))
    made = LyingDisk(folder)
    yield made
    made.end()
    shutil.rmtree(folder)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    prepare_database(tmp_path / "centre.db")
    return tmp_path / "centre.db"


def test_a_stick_that_gives_back_other_bytes_is_found_out(
    database: Path, disk: LyingDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = make_copy(database, database.parent / "backups")
    disk.lie_from_now_on(monkeypatch)
    with pytest.raises(BackupFailed, match="gives back other bytes") as failed:
        put_second(copy, database, disk.place)
    assert failed.value.fault is BackupFault.DAMAGED
    assert list(disk.place.glob("*.backup")) == []


def test_a_copy_that_went_bad_on_the_stick_since_is_put_there_anew(
    database: Path, disk: LyingDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = make_copy(database, database.parent / "backups")
    with monkeypatch.context() as patched:
        there = put_second(copy, database, disk.place)
        disk.lie_from_now_on(patched)
        opened = os.open(there.path, os.O_RDONLY)
        os.fsync(opened)
        os.close(opened)
    assert put_second(copy, database, disk.place).path.read_bytes() == copy.path.read_bytes()
    run("umount", disk.place)
    run("mount", "-o", "loop", disk.image, disk.place)
    assert there.path.read_bytes() == copy.path.read_bytes()


def test_a_card_that_gives_back_other_bytes_is_found_out(
    database: Path, disk: LyingDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk.lie_from_now_on(monkeypatch)
    with pytest.raises(BackupFailed) as failed:
        make_copy(database, disk.place / "backups")
    assert failed.value.fault is BackupFault.DAMAGED
    assert list((disk.place / "backups").iterdir()) == []
