"""A database is served by one program at a time: a lock beside it that the kernel lets go of with the program."""

import fcntl
import os
from pathlib import Path

from server.backup.ownership import hand_over


class InUse(Exception):
    """Another server, or a restore, has the database."""


class SoleUse:
    """Held from its making until `end`, or until the program is gone, however it went."""

    def __init__(self, database: Path) -> None:
        """
        Raises:
            InUse: somebody else has it.
            OSError: the lock cannot be made.
        """
        # A file of its own: closing one more descriptor of the database would drop SQLite's locks on it (fcntl(2)).
        self._file = os.open(lock_of(database), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            hand_over(lock_of(database), database)
        except OSError:
            self.end()
            raise
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.end()
            raise InUse(
                f"{database}: đang có máy chủ Bốc Số chạy trên cơ sở dữ liệu này.\n"
                f"{database}: a server is running on it; stop it first: sudo systemctl stop bocso-server"
            ) from None

    def end(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def lock_of(database: Path) -> Path:
    return database.with_name(f"{database.name}.lock")
