"""How full the disk is that holds the database, when it will be full, and whether numbers may still be given.

At 2 % the giving of numbers stops, in plain words, while every other deed goes on: to call, serve and rate those who
hold a number needs little room, and a disk that is full to the last byte would take nothing at all.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from messaging.clock import real_monotonic_s
from server.backup.copies import LEAST_KEPT, copies_in, not_kept
from server.settings import ServerSettings

FULL_BELOW = 0.02
"""Of the disk: no more numbers."""
LOW_BELOW = 0.10
"""Of the disk: somebody should see to it."""

LOOK_EVERY_S = 5.0

DISK_FULL, DISK_LOW = "disk_full", "disk_low"


@dataclass(frozen=True, slots=True)
class Room:
    free_bytes: int
    total_bytes: int

    @property
    def free_share(self) -> float:
        return 1.0 if self.total_bytes == 0 else self.free_bytes / self.total_bytes


def room_at(folder: Path) -> Room:
    """As whoever is not root sees it.

    Raises:
        OSError: the disk cannot be asked.
    """
    disk = os.statvfs(folder)
    return Room(disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize)


class DiskRoom:
    """Asked by any thread, at each action: looks at the disk every few seconds only."""

    def __init__(self, database: Path, measure: Callable[[Path], Room] = room_at) -> None:
        self._folder = database.parent
        self._measure = measure
        self._looked_s = -LOOK_EVERY_S
        self._room = Room(1, 1)

    def room(self) -> Room:
        """The newest look; a disk that cannot be asked is told by what is written to it."""
        now_s = real_monotonic_s()
        if now_s - self._looked_s >= LOOK_EVERY_S:
            self._looked_s = now_s
            try:
                self._room = self._measure(self._folder)
            except OSError:
                self._room = Room(1, 1)
        return self._room

    def has_room(self) -> bool:
        """Whether numbers may be given."""
        return self.room().free_share >= FULL_BELOW

    def fault(self) -> str | None:
        """What the alarms say of it: `disk_full`, `disk_low:7` (percent free), or nothing."""
        share = self.room().free_share
        if share < FULL_BELOW:
            return DISK_FULL
        return f"{DISK_LOW}:{int(share * 100)}" if share < LOW_BELOW else None


def days_left(settings: ServerSettings, room: Room, *, service_days: int) -> int | None:
    """For how many more service days like those so far there is room; None before the first has passed.

    Copies that may go when room is needed count as room; those that stay grow with the database.
    """
    if service_days < 1:
        return None
    size = sum(path.stat().st_size for path in _of_database(settings.database) if path.exists())
    copies = copies_in(settings.backups, settings.database)
    is_same_disk = _disk_of(settings.backups) == _disk_of(settings.database.parent)
    may_go = [*not_kept(copies), *copies[:-LEAST_KEPT]] if is_same_disk else []
    room_bytes = room.free_bytes - FULL_BELOW * room.total_bytes + sum({c.path: c.size_bytes for c in may_go}.values())
    grows_by = size / service_days * (1 + (LEAST_KEPT if is_same_disk else 0))
    return max(0, int(room_bytes / grows_by)) if grows_by else None


def _of_database(database: Path) -> tuple[Path, Path]:
    return database, database.with_name(f"{database.name}-wal")


def _disk_of(folder: Path) -> int | None:
    try:
        return folder.stat().st_dev
    except OSError:
        return None
