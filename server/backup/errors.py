"""What can go wrong with copies of the database, each with the cure in words, Vietnamese first."""

from enum import StrEnum


class BackupFault(StrEnum):
    """Why no copy was made, as health and the alarms say it."""

    NO_ROOM = "no_room"
    UNWRITABLE = "unwritable"
    """The folder cannot be written: missing, read-only, broken."""
    DAMAGED = "damaged"
    """The copy does not hold: the database itself is damaged, or the disk gives back other bytes than it took."""
    SAME_DISK = "same_disk"
    """The second place lies on the disk of the database: its stick or share is not mounted."""
    ABSENT = "absent"
    """The second place is not there."""


class BackupFailed(Exception):
    """No copy was made; what there was stays."""

    def __init__(self, fault: BackupFault, words: str) -> None:
        super().__init__(words)
        self.fault = fault


class BrokenBackup(Exception):
    """A file that is no sound copy of a centre's database; the message says what is wrong."""


class RestoreRefused(Exception):
    """Nothing was restored and nothing changed; the message says why and what to do."""


class DatabaseDamaged(Exception):
    """The server does not start on this database; the message is in Vietnamese and English, several lines."""
