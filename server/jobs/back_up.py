"""Each hour a checked copy of the database, and what is to be said of the copies: which there are, what failed."""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass

from messaging.clock import real_monotonic_s
from server.backup.copies import Copy, copies_in
from server.backup.errors import BackupFault
from server.backup.far_copies import give_up
from server.settings import ServerSettings

log = logging.getLogger(__name__)

FIRST_AFTER_S = 300.0
"""After a power cut all devices come at once: the copy waits until they have settled."""
EVERY_S = 3600.0
AGAIN_AFTER_S = 600.0
"""After one that failed: a stick may have been put in again."""
LONGEST_S = 1800.0
"""An attempt that takes longer hangs on a dead share."""

BACKUP_FAILED, SECOND_FAILED, NO_SECOND = "backup_failed", "backup_second_failed", "backup_one_place"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the last attempt went; `fault` and `second_fault` are values of `BackupFault`."""

    fault: str | None
    second_fault: str | None


class BackUps:
    """One thread that starts a process each hour, which alone looks at the second place.

    `position` reads the journal's epoch and head: without a second place, nothing new means no process.
    """

    def __init__(
        self,
        settings: ServerSettings,
        *,
        position: Callable[[], tuple[int, int]],
        first_after_s: float = FIRST_AFTER_S,
        every_s: float = EVERY_S,
    ) -> None:
        self._settings = settings
        self._position = position
        self._first_after_s, self._every_s = first_after_s, every_s
        self._outcome: Outcome | None = None
        self._is_stopping = threading.Event()
        self._process: subprocess.Popen[str] | None = None
        self._stuck: subprocess.Popen[str] | None = None
        """Was killed and does not go: it waits for a dead share, and another one would too."""
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="back-ups", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the attempt that is under way too: what it has written is swept up by the next one."""
        self._is_stopping.set()
        with self._lock:
            if self._process is not None:
                self._process.terminate()
        if self._thread.is_alive():
            self._thread.join(10.0)

    @property
    def outcome(self) -> Outcome | None:
        """None before the first attempt since the start."""
        return self._outcome

    def newest(self) -> Copy | None:
        copies = copies_in(self._settings.backups, self._settings.database)
        return copies[-1] if copies else None

    def faults(self) -> list[str]:
        """For the alarms; nothing before the first attempt."""
        if self._outcome is None:
            return []
        found = []
        if self._outcome.fault is not None:
            found.append(f"{BACKUP_FAILED}:{self._outcome.fault}")
        if self._outcome.second_fault is not None:
            found.append(f"{SECOND_FAILED}:{self._outcome.second_fault}")
        if self._settings.second_backup_folder is None:
            found.append(NO_SECOND)
        return found

    def _run(self) -> None:
        wait_s = self._first_after_s
        while not self._is_stopping.wait(wait_s):
            began_s = real_monotonic_s()
            try:
                self._outcome = self._back_up()
            except Exception:  # the loop's edge: the next hour tries again
                log.exception("the copy of the database failed in an unknown way")
                self._outcome = Outcome(BackupFault.UNWRITABLE.value, None)
            is_well = self._outcome == Outcome(None, None)
            wait_s = max(0.0, (self._every_s if is_well else AGAIN_AFTER_S) - (real_monotonic_s() - began_s))

    def _back_up(self) -> Outcome:
        settings = self._settings
        second = settings.second_backup_folder
        if second is None and self._is_copied_here():
            return Outcome(None, None)
        is_second_dead = self._stuck is not None and self._stuck.poll() is None
        command = [sys.executable, "-m", "server.backup", "--database", str(settings.database)]
        command += ["--folder", str(settings.backups)]
        if second is not None and not is_second_dead:
            command += ["--second", str(second)]
        with self._lock:
            if self._is_stopping.is_set():
                return Outcome(None, None)
            self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        said = self._what_it_says(self._process)
        if self._is_stopping.is_set():
            return Outcome(None, None)
        told: dict[str, str | None] = {"fault": BackupFault.UNWRITABLE.value}
        if second is not None:
            told["second_fault"] = BackupFault.ABSENT.value
        for line in said.splitlines():
            of_one_place: dict[str, str | None] = json.loads(line)
            told |= of_one_place
            is_well = of_one_place.get("fault") is None and of_one_place.get("second_fault") is None
            log.log(logging.INFO if is_well else logging.ERROR, "copy of the database: %s", of_one_place["words"])
        if told["fault"] is not None:
            told["second_fault"] = None  # it was never come to
        return Outcome(told["fault"], told.get("second_fault"))

    def _what_it_says(self, process: "subprocess.Popen[str]") -> str:
        """Its whole lines, and those alone that it had said by then when it takes too long."""
        try:
            said, _ = process.communicate(timeout=LONGEST_S)
        except subprocess.TimeoutExpired as expired:
            log.error("the copy of the database took longer than %.0f s and was given up", LONGEST_S)
            if not give_up(process):
                self._stuck = process
            so_far = expired.output or b""
            said = so_far if isinstance(so_far, str) else so_far.decode(errors="replace")
            return said[: said.rfind("\n") + 1]
        if process.returncode != 0 and not self._is_stopping.is_set():
            log.error("the copy of the database ended with code %s", process.returncode)
        return said

    def _is_copied_here(self) -> bool:
        """At night nothing happens, and a storage card is worn by every copy."""
        copies = copies_in(self._settings.backups, self._settings.database)
        return bool(copies) and copies[-1].place == self._position()
