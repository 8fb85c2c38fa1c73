"""Counts the figures of closed days before anybody asks for them, some at a time, so that a year is there at once."""

import logging
import threading

from server.db.work import CentreNotSetUp
from server.house import House
from server.mqtt.snapshots import moment

log = logging.getLogger(__name__)

DAYS_AT_ONCE = 5
"""A few hundredths of a second each time, so that nobody who waits for an answer notices."""
PAUSE_S = 0.5
LOOK_EVERY_S = 60.0
"""Once all are counted: for the day that has closed meanwhile, and those that something touched."""


class CountingAhead:
    """One thread. Whatever goes wrong in it costs speed and nothing else: who asks counts what is missing."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="counting ahead", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(5.0)

    def _run(self) -> None:
        wait_s = PAUSE_S
        while not self._stopping.wait(wait_s):
            try:
                wait_s = PAUSE_S if self._count_some() else LOOK_EVERY_S
            except CentreNotSetUp:
                wait_s = LOOK_EVERY_S
            except Exception:
                log.exception("closed days could not be counted ahead")
                wait_s = LOOK_EVERY_S

    def _count_some(self) -> bool:
        with moment(self._house.read(), self._house.now()) as at:
            return self._house.closed_days.count_more(at.connection, at.centre, at.now, at_most=DAYS_AT_ONCE)
