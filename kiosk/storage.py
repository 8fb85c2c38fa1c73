"""Whether the disk takes what the kiosk must keep before it acts: a number that is not kept is never given."""

import errno
import logging
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kiosk.errors import IntentsUnusable, StorageUnusable
from kiosk.intents import IntentStore
from messaging.damaged_files import are_set_aside
from messaging.outbox import Outbox

UNWRITABLE = "storage_unwritable"
"""The disk takes nothing: no number is given, and citizens are sent to a person."""
OUTBOX_DAMAGED = "outbox_damaged"
"""A file of what the server must be told was set aside and still lies there."""
LEAST_ROOM_BYTES = 2_000_000
"""With less the next number might find no place."""

_INTENTS, _REPORTS, _RATINGS = "intents.db", "reports.db", "ratings.db"
_THE_DISKS = frozenset({errno.ENOSPC, errno.EROFS, errno.EIO, errno.EDQUOT})
"""Other errors are of whoever set the kiosk up, such as a folder of somebody else's."""
_PROBE = ".room"
_PROBE_BYTES = 65_536
_LOOK_S = 5.0

log = logging.getLogger(__name__)


class Kept:
    """The kiosk's own files, open: wishes, reports and ratings."""

    def __init__(self, folder: Path) -> None:
        """
        Raises:
            StorageUnusable, IntentsUnusable, OutboxUnavailable: the disk is full, read-only or broken.
        """
        require_room(folder)
        self.folder = folder
        self.intents = IntentStore(folder / _INTENTS)
        self.reports = Outbox(folder / _REPORTS)
        self.ratings = Outbox(folder / _RATINGS)
        self._has_damage = any(are_set_aside(folder / name) for name in (_REPORTS, _RATINGS))

    @property
    def faults(self) -> frozenset[str]:
        """`intents_damaged`, `outbox_damaged`: until somebody has taken the damaged files away."""
        has_damage = self._has_damage or bool(self.reports.set_aside or self.ratings.set_aside)
        return self.intents.faults | (frozenset({OUTBOX_DAMAGED}) if has_damage else frozenset())

    def close(self) -> None:
        for file in (self.intents, self.reports, self.ratings):
            file.close()


class StorageWatch:
    """Looks every few seconds whether the disk still has room and may be written, on a thread of its own: a disk that
    dies makes whoever asks it wait. `on_change` is called there."""

    def __init__(self, kept: Kept, *, on_change: Callable[[], None], look_s: float = _LOOK_S) -> None:
        self._kept = kept
        self._on_change = on_change
        self._look_s = look_s
        self._is_failing = False
        self._is_stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="storage-watch", daemon=True)

    @property
    def takes_words(self) -> bool:
        """Whether a wish could be kept now, as far as is known."""
        return not (self._is_failing or self._kept.intents.is_failing)

    @property
    def faults(self) -> frozenset[str]:
        return frozenset() if self.takes_words else frozenset({UNWRITABLE})

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._is_stopping.set()  # it may wait for a disk that is gone: nobody waits for it

    def _run(self) -> None:
        while not self._is_stopping.wait(self._look_s):
            before = self.takes_words
            try:
                self._is_failing = not has_room(self._kept.folder)
                if not self._is_failing and self._kept.intents.is_failing:
                    self._kept.intents.try_again()
            except IntentsUnusable:
                pass  # as before: it is said already
            except Exception:  # the loop's edge: the next look may be well
                log.exception("the kiosk cannot look after its disk")
            if self.takes_words != before:
                log.warning("the disk %s", "takes words again" if self.takes_words else "takes nothing")
                self._on_change()


def has_room(folder: Path) -> bool:
    """Whether the disk may be written and has room, without writing: cards wear out."""
    try:
        disk = os.statvfs(folder)
    except OSError:
        return False
    is_read_only = bool(disk.f_flag & os.ST_RDONLY)
    return not is_read_only and disk.f_bavail * disk.f_frsize >= LEAST_ROOM_BYTES


def require_room(folder: Path) -> None:
    """Make the folder and write into it once. What is wrong with the folder alone is not said here.

    Raises:
        StorageUnusable: the disk is full, read-only or broken.
    """
    probe = folder / _PROBE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with probe.open("wb") as file:
                file.write(bytes(_PROBE_BYTES))
                file.flush()
                os.fsync(file.fileno())
        finally:
            with suppress(OSError):
                probe.unlink()
        room = os.statvfs(folder)
    except OSError as fault:
        if fault.errno in _THE_DISKS:
            raise StorageUnusable(folder, fault.strerror) from fault
        return
    if room.f_bavail * room.f_frsize < LEAST_ROOM_BYTES:
        raise StorageUnusable(folder, os.strerror(errno.ENOSPC))
