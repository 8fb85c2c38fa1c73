"""Asked before the server opens its database: is it whole, and is it the newest there was?

A damaged or lost database is never replaced by an empty one, nor used as far as it goes: numbers would begin anew while
people hold them. The message names the last good copy and the command, in Vietnamese and English.
"""

import contextlib
import logging
import sqlite3
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from server.backup.checking import Contents, check_copy, check_for_restore, contents_of
from server.backup.copies import Copy, copies_in
from server.backup.errors import BrokenBackup, DatabaseDamaged
from server.backup.far_copies import check_far, check_far_for_restore, copies_far
from server.backup.log_check import leaves_out_commits
from server.backup.restoring import mark_of
from server.journal.chain import EMPTY, GENESIS, Head, seal

log = logging.getLogger(__name__)

LAST_ROWS = 1000
"""Of the journal, whose seals are compared at each start; each copy is checked from the first."""

_SHOWN_IN = "Asia/Ho_Chi_Minh"
"""Before the database can be read nobody knows the centre's own."""

Fault = tuple[str, str]
"""What is wrong, in Vietnamese and in English."""
_Check = Callable[[Copy], Contents]
"""Raises BrokenBackup."""


def refuse_damaged(database: Path, folders: Iterable[Path]) -> None:
    """Return when the server may start on `database`, or make a new one where there never was any.

    Args:
        folders: where copies of it are kept; all but the first may lie on a share that no longer answers.

    Raises:
        DatabaseDamaged: it must not; the message says what to do.
        sqlite3.OperationalError: somebody holds it, or the disk cannot be read: nothing is known of its state.
    """
    near_then_far = list(folders)
    found = _look(database, near_then_far)
    if found is not None:
        fault, copies = found
        check = _near_or_far(near_then_far, check_for_restore, check_far_for_restore)
        raise DatabaseDamaged(_words(database, fault, _last_good(copies, _first_seal(database), check)))


def fault_at_start(database: Path, folders: Iterable[Path]) -> Fault | None:
    """Why `refuse_damaged` would let nobody start on it, without looking for a copy that helps; None: it would.

    Raises:
        sqlite3.OperationalError: somebody holds it, or it cannot be read.
    """
    found = _look(database, list(folders))
    return None if found is None else found[0]


def _look(database: Path, near_then_far: list[Path]) -> tuple[Fault, list[Copy]] | None:
    found = [copy for folder in near_then_far[1:] for copy in copies_far(folder, database)]
    found += [copy for folder in near_then_far[:1] for copy in copies_in(folder, database)]
    copies = sorted(found, key=lambda copy: copy.place)  # of two alike the near one stands last and is named
    fault = _fault_of(database, copies, _near_or_far(near_then_far, check_copy, check_far))
    return None if fault is None else (fault, copies)


def _near_or_far(
    near_then_far: list[Path], check_near: Callable[[Path], Contents], check_distant: Callable[[Path], Contents]
) -> _Check:
    def check(copy: Copy) -> Contents:
        is_near = copy.path.parent == near_then_far[0]
        return check_near(copy.path) if is_near else check_distant(copy.path)

    return check


def _fault_of(database: Path, copies: list[Copy], check: _Check) -> Fault | None:
    if mark_of(database).exists():
        return ("một lần khôi phục bị ngắt giữa chừng", "a restore was interrupted")
    if not database.exists():
        has_log = database.with_name(f"{database.name}-wal").exists()
        return ("tệp không còn", "the file is gone") if copies or has_log else None
    if database.stat().st_size == 0:
        return ("tệp rỗng", "the file is empty") if copies else None
    try:
        return (
            _fault_of_pages(database)
            or _fault_of_log(database)
            or _fault_of_journal(database)
            or _fault_of_age(database, copies, check)
        )
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        return (f"tệp hỏng: {error}", f"the file is damaged: {error}")
    except (BrokenBackup, ValueError) as error:
        return (f"nội dung hỏng: {error}", f"what is in it is damaged: {error}")


def _fault_of_pages(database: Path) -> Fault | None:
    connection = _open(database)
    try:
        complaint = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    finally:
        connection.close()
    complaint = complaint.splitlines()[-1]  # above it SQLite says only in which of its databases it looked
    return None if complaint == "ok" else (f"tệp hỏng: {complaint}", f"the file is damaged: {complaint}")


def _fault_of_log(database: Path) -> Fault | None:
    if not leaves_out_commits(database):
        return None
    return (
        "tệp -wal hỏng ở giữa, phía sau còn dữ liệu đã ghi xong",
        "its -wal is damaged in the middle, with finished commits behind",
    )


def _fault_of_journal(database: Path) -> Fault | None:
    """Whether the journal's end holds; a file that is no centre's is `prepare_database`'s to refuse."""
    connection = _open(database)
    try:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        if not {"journal", "journal_head"} <= tables:
            return None
        stored = connection.execute("SELECT seq, hash FROM journal_head").fetchone()
        rows = connection.execute(
            "SELECT seq, at, kind, version, actor, body, hash FROM journal ORDER BY seq DESC LIMIT ?", (LAST_ROWS + 1,)
        ).fetchall()
    finally:
        connection.close()
    rows.reverse()
    head = _last_that_holds(rows)
    if stored is not None and head == Head(*stored):
        return None
    return (f"nhật ký hỏng sau sự kiện {head.seq}", f"the journal is damaged after event {head.seq}")


def _last_that_holds(rows: list[tuple[int, str, str, int, str, str, str]]) -> Head:
    """The first of the rows is believed, unless it is the journal's first."""
    if not rows:
        return EMPTY
    head = Head(0, GENESIS) if rows[0][0] == 1 else Head(rows[0][0], rows[0][6])
    for seq, at, kind, version, actor, body, stored in rows if head.seq == 0 else rows[1:]:
        if seq != head.seq + 1 or seal(head.hash, seq, at, kind, version, actor, body) != stored:
            break
        head = Head(seq, stored)
    return head


def _fault_of_age(database: Path, copies: list[Copy], check: _Check) -> Fault | None:
    """A database behind its own copy has lost its log, or was put there by hand: its numbers would come twice."""
    if not copies:
        return None
    there = contents_of(database)
    place = (there.epoch, there.seq)
    for copy in reversed([copy for copy in copies if copy.place > place]):
        # A name is soon on a wrong file, and a stick soon in a wrong machine: only what is in it stops the server.
        try:
            newer = check(copy)
        except BrokenBackup as error:
            log.warning("a file is named like a newer copy and is none: %s", error)
            continue
        if _is_of_another_centre(newer.first_seal, there.first_seal):
            log.warning("%s is a copy of another centre's database; it should not lie here", copy.path)
        elif (newer.epoch, newer.seq) > place:
            return (
                f"dữ liệu cũ hơn bản sao (sự kiện {there.seq}, bản sao {newer.seq})",
                f"it is older than its copy (event {there.seq}, the copy {newer.seq})",
            )
    return None


def _is_of_another_centre(one_seal: str | None, other_seal: str | None) -> bool:
    """Whether two journals begin with different events; an empty one may be anybody's."""
    return one_seal is not None and other_seal is not None and one_seal != other_seal


def _first_seal(database: Path) -> str | None:
    """Of a damaged database, as far as it can still be read."""
    with contextlib.suppress(sqlite3.Error, BrokenBackup, ValueError):
        return contents_of(database).first_seal
    return None


def _open(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=5.0)


def _last_good(copies: list[Copy], first_seal: str | None, check: _Check) -> Copy | None:
    for copy in reversed(copies):
        try:
            seal_of_copy = check(copy).first_seal
        except BrokenBackup as error:
            log.warning("not offered, a restore would refuse it: %s", error)
            continue
        if not _is_of_another_centre(seal_of_copy, first_seal):
            return copy
    return None


def _words(database: Path, fault: Fault, good: Copy | None) -> str:
    vietnamese, english = fault
    said = [
        f"Không khởi động: cơ sở dữ liệu {database} không dùng được: {vietnamese}.",
        "Máy chủ không tự tạo dữ liệu mới, để không cấp lại các số đã phát.",
    ]
    if good is None:
        said += [
            "Không tìm thấy bản sao tốt nào. Gọi cán bộ kỹ thuật; xem docs/backup.md.",
            f"Not started: the database {database} cannot be used: {english}.",
            "No good copy was found. Call the technician; see docs/backup.md.",
        ]
    else:
        command = f"  sudo -u bocso bocso restore {good.path} --database {database}"
        said += [
            f"Bản sao tốt gần nhất: {_local(good):%H:%M ngày %d/%m/%Y}. Khôi phục bằng lệnh:",
            command,
            f"Not started: the database {database} cannot be used: {english}.",
            f"The last good copy is of {good.at:%Y-%m-%d %H:%M} UTC. Restore it with:",
            command,
        ]
    return "\n".join(said)


def _local(copy: Copy) -> datetime:
    return copy.at.astimezone(ZoneInfo(_SHOWN_IN))
