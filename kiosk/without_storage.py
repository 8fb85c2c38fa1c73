"""A kiosk whose disk takes nothing at the start: it gives no number, says so on its screen and to staff, and ends, to
be started anew, as soon as the disk takes words again."""

import logging
import os
import tempfile
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.errors import IntentsUnusable, StorageUnusable
from kiosk.intents import Wish
from kiosk.issuing import IDLE, IssuingView
from kiosk.local_time import FALLBACK, zone_of
from kiosk.standing import Standing
from kiosk.storage import UNWRITABLE, Kept
from messaging import topics
from messaging.device_link import DeviceLink
from messaging.outbox import OutboxUnavailable
from messaging.settings import DeviceSettings
from messaging.snapshots import KioskSnapshot

if TYPE_CHECKING:
    from kiosk.screens.kiosk_screen import Surroundings

DISK_FAULTS = (StorageUnusable, IntentsUnusable, OutboxUnavailable)
LOOK_S = 5.0
_IN_MEMORY = Path(os.sep) / "dev" / "shm"

log = logging.getLogger(__name__)


class NoNumbers:
    """Stands where kiosk.issuing.Issuing would: nothing can be begun."""

    def __init__(self) -> None:
        self.view: IssuingView = IDLE

    def begin(self, wish: Wish) -> bool:
        del wish
        return False

    def call_off(self) -> bool:
        return False

    def note_written_down(self) -> bool:
        return False

    def leave(self) -> bool:
        return False

    def make_way(self) -> bool:
        return False


class Waiting:
    """Tries the disk every few seconds on a thread of its own; `on_well` is called there, once."""

    def __init__(self, folder: Path, *, on_well: Callable[[], None], look_s: float = LOOK_S) -> None:
        self._folder = folder
        self._on_well = on_well
        self._look_s = look_s
        self._is_stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="storage", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._is_stopping.set()

    def _run(self) -> None:
        while not self._is_stopping.wait(self._look_s):
            try:
                Kept(self._folder).close()
            except DISK_FAULTS:
                continue
            log.warning("the disk takes words again; the kiosk is started anew")
            self._on_well()
            return


class Told:
    """What the screen says meanwhile: the centre's name, the time, and that this kiosk gives no numbers."""

    def __init__(self, settings: DeviceSettings, link: DeviceLink) -> None:
        self._link = link
        self._snapshot: KioskSnapshot | None = None
        link.follow(topics.kiosk(settings.centre), KioskSnapshot)
        link.report_faults({UNWRITABLE})

    def surroundings(self) -> "Surroundings":
        from kiosk.screens.kiosk_screen import Surroundings

        for update in self._link.take():
            if isinstance(update.snapshot, KioskSnapshot):
                self._snapshot = update.snapshot
        return Surroundings(self._snapshot, Standing.STORAGE_FAULT, self._local_now())

    def _local_now(self) -> datetime | None:
        now = self._link.server_now()
        zone = zone_of(self._snapshot.timezone if self._snapshot else FALLBACK)
        return None if now is None else now.astimezone(zone)


def spare_folder() -> Path:
    """For what Kivy wants to write while the kiosk's own folder cannot be written: in memory where there is any.

    Raises:
        StorageUnusable: nothing on this machine can be written.
    """
    for parent in (_IN_MEMORY, Path(tempfile.gettempdir())):
        try:
            return Path(tempfile.mkdtemp(prefix=f"bocso-kiosk-{os.getpid()}-", dir=parent))
        except OSError:
            continue
    raise StorageUnusable(tempfile.gettempdir(), "not even for a moment")
