"""Whether acknowledged commits lie in the write-ahead log behind the place as far as which SQLite reads it.

SQLite takes a log up to the first frame whose checksum or salts are wrong, and says nothing of what follows. After a
power cut that is right: what follows is the commit that was under way, which nobody had been told of. But one flipped
bit in an earlier frame leaves out every commit behind it, and their numbers would be given again.

Each commit is brought to the disk before the next one begins (synchronous=FULL). So two commits behind the refused
frame, linked to each other by their checksums, are the proof that one of them had been acknowledged. What power cuts
leave is never that: what is left of a torn commit ends with its one commit frame, and when a shorter commit was written
over its beginning, the rest does not follow from it; frames of a former round of the log carry other salts.

Sources: SQLite's "Database File Format", section 4, and "WAL-mode File Format".
"""

import sqlite3
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

COMMITS_THAT_PROVE_IT = 2
"""One alone may be the one that was under way when the power went."""

TRIES = 3
"""So often is looked again while a server writes on."""

_LOG_HEADER_BYTES = 32
_FRAME_HEADER_BYTES = 24
_BYTE_ORDERS = {0x377F0682: "little", 0x377F0683: "big"}
"""In which the words under a checksum are read, by the log's magic number; all its other numbers are big-endian."""

_INDEX_HEADER_BYTES = 48
"""Of the -shm, which begins with two alike."""

Checksum = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Accepted:
    """As far as SQLite reads the log."""

    frames: int
    salts: bytes
    """Of the round of the log that it reads; zeros when it took the log's header for none."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """A page in the log, as it stands there."""

    salts: bytes
    is_commit: bool
    checksum: Checksum
    """Of all frames up to this one, so that it links each with the one before it."""
    checked: bytes
    """What the checksum adds to the former frame's: page number, size of the database after the commit, the page."""


def leaves_out_commits(database: Path) -> bool:
    """Whether SQLite reads the log only up to a damaged frame, with commits behind it that had been acknowledged.

    Nothing is changed but the log's index, -shm. A server may be writing on. No connection of this process may be open
    on the database: reading the -shm would drop its locks (fcntl(2)).

    Raises:
        sqlite3.Error: the database or its log cannot be read.
    """
    log = database.with_name(f"{database.name}-wal")
    for _ in range(TRIES):
        try:
            if not log.exists() or log.stat().st_size == 0:
                return False
            page_bytes = _recover(database)
            accepted = _accepted(database)
            if accepted is None or not _proves_loss(log, page_bytes, accepted):
                return False
            if _accepted(database) == accepted:  # else a server has written meanwhile
                return True
        except FileNotFoundError:  # whoever had it open has brought all into the database
            return False
        except OSError as error:
            raise sqlite3.OperationalError(f"{error.filename or log}: {error.strerror}") from None
    return False


def _recover(database: Path) -> int:
    """Let SQLite read the log, which writes down in the -shm how far it goes; the size of a page, in bytes."""
    connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=5.0)
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        return int(connection.execute("PRAGMA page_size").fetchone()[0])
    finally:
        connection.close()


def _accepted(database: Path) -> _Accepted | None:
    """None: the index was not made, or is being changed."""
    with database.with_name(f"{database.name}-shm").open("rb") as file:
        first, second = file.read(_INDEX_HEADER_BYTES), file.read(_INDEX_HEADER_BYTES)
    is_made = len(second) == _INDEX_HEADER_BYTES and first[12] != 0
    if not is_made or first != second:
        return None
    return _Accepted(int.from_bytes(first[16:20], sys.byteorder), first[32:40])


def _proves_loss(log: Path, page_bytes: int, accepted: _Accepted) -> bool:
    with log.open("rb") as file:
        header = file.read(_LOG_HEADER_BYTES)
        if len(header) < _LOG_HEADER_BYTES or accepted.salts not in (header[16:24], bytes(8)):
            return False  # a new round has begun and its header is not written yet
        order = _byte_order(header)
        if order is not None:
            behind = _frames(file, page_bytes, after=accepted.frames)
            return _has_commits(behind, header[16:24], order, None)
        # The header is damaged. Its round is known when the first frame follows from it all the same, and only then:
        # when the power goes while a new round begins, the frames behind are in the database already.
        first = next(_frames(file, page_bytes, after=0), None)
        for order in ("little", "big"):
            for start in (_checksum_in(header), _checksum(header[:24], order, (0, 0))):
                if first is not None and _checksum(first.checked, order, start) == first.checksum:
                    return _has_commits(_frames(file, page_bytes, after=0), first.salts, order, start)
    return False


def _byte_order(header: bytes) -> str | None:
    """None: the header does not hold."""
    order = _BYTE_ORDERS.get(int.from_bytes(header[:4], "big"))
    if order is None or _checksum(header[:24], order, (0, 0)) != _checksum_in(header):
        return None
    return order


def _has_commits(frames: Iterator[_Frame], salts: bytes, order: str, start: Checksum | None) -> bool:
    """Whether some of the frames follow from each other with commits enough among them.

    Counted are frames that follow from the one before. One that does not may be half of this and half of that.

    Args:
        start: the checksum from which the first one follows; None: the first one follows from nothing.
    """
    commits, former, former_checked = 0, start, b""
    for frame in frames:
        if frame.salts != salts:
            commits, former = 0, None
            continue
        if former is None or _checksum(frame.checked, order, former) != frame.checksum:
            commits = 0
        elif frame.is_commit and frame.checked != former_checked:  # on some disks a commit's last frame is repeated
            commits += 1
        if commits == COMMITS_THAT_PROVE_IT:
            return True
        former, former_checked = frame.checksum, frame.checked
    return False


def _frames(file: BinaryIO, page_bytes: int, *, after: int) -> Iterator[_Frame]:
    """The whole frames behind so many."""
    file.seek(_LOG_HEADER_BYTES + after * (_FRAME_HEADER_BYTES + page_bytes))
    while len(stored := file.read(_FRAME_HEADER_BYTES + page_bytes)) == _FRAME_HEADER_BYTES + page_bytes:
        yield _Frame(
            salts=stored[8:16],
            is_commit=stored[4:8] != bytes(4),
            checksum=_checksum_in(stored[:_FRAME_HEADER_BYTES]),
            checked=stored[:8] + stored[_FRAME_HEADER_BYTES:],
        )


def _checksum_in(header: bytes) -> Checksum:
    """The last eight bytes of a log's or of a frame's header."""
    return int.from_bytes(header[-8:-4], "big"), int.from_bytes(header[-4:], "big")


def _checksum(content: bytes, order: str, former: Checksum) -> Checksum:
    words = array("I", content)
    if order != sys.byteorder:
        words.byteswap()
    first, second = former
    pairs = iter(words)
    for one, other in zip(pairs, pairs, strict=True):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + other + first) & 0xFFFFFFFF
    return first, second
