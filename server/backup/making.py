"""Make a copy of the database while it is in use, check it, and put a second one somewhere else.

Written beside its place under another name, brought to the disk, checked as the disk gives it back, then renamed:
whatever happens in between, a file with the name of a copy is a whole copy.
"""

import contextlib
import errno
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from messaging.failpoints import reach
from messaging.on_disk import to_disk
from server.backup.checking import check_copy, check_tables
from server.backup.copies import Copy, copies_in, copy_name, first_to_go, not_kept
from server.backup.errors import BackupFailed, BackupFault, BrokenBackup
from server.backup.ownership import hand_over, make_folder
from server.db.connections import open_for_reading

LEFT_FREE = 0.05
"""Of the disk, behind a copy: old copies go before the disk gets fuller than that. At 2 % no numbers are given."""

_PARTIAL = ".partial"
_BLOCK_BYTES = 1 << 20


def make_copy(database: Path, folder: Path) -> Copy:
    """Copy the database, which may be in use, into `folder`, and check the copy; its tables too once a day.

    Raises:
        BackupFailed: there is no copy; what was there before stays.
    """
    _make_folder(folder, database)
    _make_room(folder, database, _size_of(database))
    with _partial(folder, database) as partial:
        try:
            _copy_pages(database, partial)
            _forget(partial)
            contents = check_copy(partial)
            if _is_first_of_its_day(contents.at, copies_in(folder, database)):
                check_tables(partial)  # each hour it would cost too much
        except BrokenBackup as error:
            raise BackupFailed(BackupFault.DAMAGED, str(error)) from None
        except sqlite3.DatabaseError as error:
            raise BackupFailed(_fault_of(error), f"{database}: {error}") from None
        name = copy_name(database, epoch=contents.epoch, seq=contents.seq, at=contents.at)
        reach("backup.written")
        _put_in_place(partial, folder / name)
        reach("backup.placed")
    _thin_out(folder, database, made=name)
    return Copy(folder / name, contents.epoch, contents.seq, contents.at.replace(microsecond=0))


def put_second(copy: Copy, database: Path, second: Path) -> Copy:
    """Put a copy into a second place, on another disk, and read it back from there.

    Raises:
        BackupFailed: it is not there, or is no other disk, or has no room.
    """
    if not second.is_dir():
        raise BackupFailed(BackupFault.ABSENT, f"{second}: no such folder; is the stick or share mounted?")
    if second.stat().st_dev == database.parent.stat().st_dev:
        raise BackupFailed(BackupFault.SAME_DISK, f"{second} lies on the database's own disk; mount a second one there")
    lies_there = Copy(second / copy.path.name, copy.epoch, copy.seq, copy.at)
    if lies_there.path.is_file() and _is_there_in_full(lies_there.path, copy.path):
        return lies_there  # a stick is worn by what is written to it, not by being read
    _make_room(second, database, copy.size_bytes)
    with _partial(second, database) as partial:
        shutil.copyfile(copy.path, partial)
        if not _is_there_in_full(partial, copy.path):
            raise BackupFailed(BackupFault.DAMAGED, f"{second} gives back other bytes than it took")
        _put_in_place(partial, second / copy.path.name)
    _thin_out(second, database, made=copy.path.name)
    return lies_there


def _is_first_of_its_day(at: datetime, copies: Iterable[Copy]) -> bool:
    """Of the journal's day, in UTC."""
    return all(copy.at.date() != at.date() for copy in copies)


def _make_folder(folder: Path, database: Path) -> None:
    try:
        make_folder(folder, database)
    except OSError as error:
        raise BackupFailed(BackupFault.UNWRITABLE, f"{folder}: {error.strerror}") from None


def _size_of(database: Path) -> int:
    """With its write-ahead log, which may hold what the file does not."""
    parts = (database, database.with_name(f"{database.name}-wal"))
    return sum(part.stat().st_size for part in parts if part.exists())


def _make_room(folder: Path, database: Path, size_bytes: int) -> None:
    """Give up as many old copies as a new one needs, and none when even all of them would not do.

    Raises:
        BackupFailed: it does not fit even so.
    """
    kept, given_up, gained_bytes = copies_in(folder, database), list[Copy](), 0
    while not _fits(folder, size_bytes - gained_bytes):
        superfluous = first_to_go(kept)
        if superfluous is None:
            raise BackupFailed(BackupFault.NO_ROOM, f"{folder}: no room for {size_bytes / 1e6:.0f} MB more")
        kept.remove(superfluous)
        given_up.append(superfluous)
        gained_bytes += superfluous.size_bytes
    for copy in given_up:
        copy.path.unlink(missing_ok=True)


def _fits(folder: Path, size_bytes: int) -> bool:
    room = shutil.disk_usage(folder)
    return room.free - size_bytes >= LEFT_FREE * room.total


@contextlib.contextmanager
def _partial(folder: Path, database: Path) -> Iterator[Path]:
    """A file of one's own to write into; gone again unless it was put in place. Those of a power cut go too."""
    for left in folder.glob(f"{database.stem}.*{_PARTIAL}*"):
        if not _is_being_written(left):
            left.unlink(missing_ok=True)
    partial = folder / f"{database.stem}.{_owner(os.getpid())}{_PARTIAL}"
    try:
        partial.touch(mode=0o600)
        hand_over(partial, database)
        yield partial
    except OSError as error:
        raise BackupFailed(_fault_of(error), f"{folder}: {error}") from None
    finally:
        for part in (partial, partial.with_name(f"{partial.name}-journal")):
            part.unlink(missing_ok=True)


def _is_being_written(partial: Path) -> bool:
    owner = partial.name.split(_PARTIAL)[0].rpartition(".")[2]
    process = owner.partition("-")[0]
    return process.isdigit() and int(process) != os.getpid() and owner == _owner(int(process))


def _owner(process: int) -> str | None:
    """A process, and when it began: after a boot the same numbers are given to others. None: it is gone."""
    try:
        # proc(5): the 22nd field, in ticks since the boot; the 2nd is a name that may hold spaces and brackets.
        began = Path("/proc", str(process), "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[19]
    except OSError:
        return None
    return f"{process}-{began}"


def _copy_pages(database: Path, partial: Path) -> None:
    """All pages of one moment; the server writes on meanwhile."""
    source = open_for_reading(database)
    target = sqlite3.connect(partial, isolation_level=None)
    try:
        source.backup(target)
        # The copy says of itself that it has a write-ahead log; a single file is to be whole without one.
        target.execute("PRAGMA journal_mode=DELETE")
    finally:
        target.close()
        source.close()


def _put_in_place(partial: Path, path: Path) -> None:
    to_disk(partial)
    partial.replace(path)
    to_disk(path.parent)


def _is_there_in_full(path: Path, source: Path) -> bool:
    """Whether the disk of `path` gives back the bytes of `source`."""
    _forget(path)
    return _sha256(path) == _sha256(source)


def _forget(path: Path) -> None:
    """Bring a file to the disk and drop it from memory, so that whoever reads it next asks the disk.

    A file system in memory keeps it, having no disk.
    """
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)  # what is not on the disk yet is not dropped
        os.posix_fadvise(opened, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(opened)


def _thin_out(folder: Path, database: Path, *, made: str) -> None:
    """The one just made stays, even where another centre's copies lie with names that come after it."""
    for copy in not_kept(copies_in(folder, database)):
        if copy.path.name != made:
            copy.path.unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _fault_of(error: OSError | sqlite3.DatabaseError) -> BackupFault:
    if isinstance(error, sqlite3.DatabaseError):
        is_full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        if is_full:
            return BackupFault.NO_ROOM
        return BackupFault.UNWRITABLE if isinstance(error, sqlite3.OperationalError) else BackupFault.DAMAGED
    return BackupFault.NO_ROOM if error.errno in (errno.ENOSPC, errno.EDQUOT) else BackupFault.UNWRITABLE
