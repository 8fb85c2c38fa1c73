"""Tells the server the highest number that this kiosk has seen of each series: at each start, and after a restore.

A server whose database was restored from a copy knows nothing of numbers given since; a kiosk has them on its disk. The
server passes them over, so that no number is given twice. While nothing was lost it has nothing to do.
"""

import logging
import re
import threading
from datetime import date
from typing import Protocol
from uuid import uuid4

from kiosk.errors import IntentsUnusable
from messaging.requests import KnownNumber, KnownNumbers, KnownNumbersTaken
from messaging.server_client import RequestRefused, ServerUnreachable, SpeaksOtherwise

_PAUSES_S = (0.5, 1.0, 2.0, 5.0)
_TOLD_AT_MOST = 60
"""Series, of the newest days: only those of the day that is on, or was last, count."""
_SERIES = re.compile(r"[ABCEGHKLMNPRSTV]")
_NO_CREDENTIAL = 401

log = logging.getLogger(__name__)


class KeepsNumbers(Protocol):
    """The part of kiosk.intents.IntentStore that is needed here."""

    def highest_numbers(self) -> dict[tuple[str, str], int]: ...


class TakesKnownNumbers(Protocol):
    """The part of messaging.server_client.ServerClient that is needed here."""

    def tell_known_numbers(self, numbers: KnownNumbers) -> KnownNumbersTaken: ...


class KnownNumbersTold:
    """A thread of its own, for the server may take its time."""

    def __init__(self, store: KeepsNumbers, server: TakesKnownNumbers) -> None:
        self._store = store
        self._server = server
        self._lock = threading.Lock()
        self._epoch: int | None = None
        """Of the newest snapshot; None before the first."""
        self._told: int | None = None
        self._more = threading.Event()
        self._is_stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="known-numbers", daemon=True)

    def hear(self, epoch: int) -> None:
        """The epoch of the snapshot that counts now; from any thread, returns at once."""
        with self._lock:
            if epoch == self._epoch:
                return
            self._epoch = epoch
        self._more.set()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._is_stopping.set()
        self._more.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)  # one call to the server is bounded well below this

    def _run(self) -> None:
        failures = 0
        while not self._is_stopping.is_set():
            self._more.clear()
            with self._lock:
                epoch = self._epoch
            if epoch is None or epoch == self._told:
                failures = 0
                self._more.wait()
                continue
            try:
                self._tell()
                self._told = epoch
            except SpeaksOtherwise:
                self._told = epoch  # a server of before this: told again after the next start, or its restore
            except RequestRefused as refusal:
                if refusal.status == _NO_CREDENTIAL:  # which can be set right
                    self._pause(failures)
                    failures += 1
                    continue
                log.error("the server does not take the highest numbers of this kiosk: %s", refusal)
                self._told = epoch
            except (ServerUnreachable, IntentsUnusable):
                self._pause(failures)
                failures += 1
            except Exception:  # the loop's edge
                log.exception("the highest numbers could not be told; trying again")
                self._pause(len(_PAUSES_S))

    def _pause(self, failures: int) -> None:
        self._is_stopping.wait(_PAUSES_S[min(failures, len(_PAUSES_S) - 1)])

    def _tell(self) -> None:
        known = sorted(self._store.highest_numbers().items(), reverse=True)
        numbers = [
            KnownNumber(day=date.fromisoformat(day), prefix=prefix, highest=highest)
            for (day, prefix), highest in known
            if _SERIES.fullmatch(prefix)
        ][:_TOLD_AT_MOST]
        if not numbers:
            return
        taken = self._server.tell_known_numbers(KnownNumbers(report_id=uuid4(), numbers=numbers))
        if taken.skipped:
            log.warning("the server had lost %d numbers; it gives none of them again", taken.skipped)
