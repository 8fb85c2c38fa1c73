"""Looks after the printer off the screen's thread: asks it now and then, and keeps question and print apart."""

import logging
import threading
from collections.abc import Callable

from PIL import Image

from hardware.printer.printer import Paper, Printer, PrinterStatus, Readiness, SlipOutcome
from kiosk.paper_roll import PaperRoll

WELL_POLL_S = 5.0
ILL_POLL_S = 2.0
"""Someone may just be putting paper in: the kiosk should notice while they still stand there."""

log = logging.getLogger(__name__)


class PrinterWatch:
    """One printer, one talk with it at a time. `on_change` is called from the watching or printing thread.

    `roll` counts its paper; None: nobody wants to know.
    """

    def __init__(self, printer: Printer, *, on_change: Callable[[], None], roll: PaperRoll | None = None) -> None:
        self._roll = roll
        self._printer = printer
        self._on_change = on_change
        self._latest: PrinterStatus | None = None
        self._talk = threading.Lock()
        self._is_printing = False
        self._is_stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="printer-watch", daemon=True)

    @property
    def width_dots(self) -> int:
        return self._printer.width_dots

    @property
    def latest(self) -> PrinterStatus | None:
        """What the printer said last; None before its first word."""
        return self._latest

    @property
    def slips_left(self) -> int | None:
        """About how many slips the roll still gives; None while its end is not near."""
        return None if self._roll is None else self._roll.slips_left

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._is_stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)  # a slip on a slow line is cut short as by a power cut

    def check_now(self) -> PrinterStatus:
        """Ask the printer and wait for its answer; while it prints another slip, what it said last."""
        latest = self._latest
        if not self._talk.acquire(blocking=latest is None or not self._is_printing):
            assert latest is not None
            return latest
        try:
            return self._ask()
        finally:
            self._talk.release()

    def print_slip(self, slip: Image.Image) -> SlipOutcome:
        """Print one slip. A fault that the driver did not foresee counts as not printed, never as printed."""
        with self._talk:
            self._is_printing = True
            try:
                outcome = self._printer.print_slip(slip)
            except Exception:
                log.exception("the printer's driver failed")
                outcome = SlipOutcome.NOT_PRINTED
            finally:
                self._is_printing = False
            if self._roll is not None and outcome is not SlipOutcome.NOT_PRINTED:
                self._roll.note_slip(slip.height)
            if outcome is not SlipOutcome.PRINTED:
                self._ask()
        return outcome

    def note_broken_slip(self) -> None:
        """The kiosk died while it printed: the next slip begins on clean paper."""
        self._printer.note_broken_slip()

    def _ask(self) -> PrinterStatus:
        try:
            status = self._printer.status()
        except Exception:
            log.exception("the printer's driver failed")
            status = PrinterStatus(Readiness.OFFLINE, Paper.UNKNOWN)
        if status != self._latest:
            log.info("printer: %s, paper %s", status.readiness.value, status.paper.value)
            self._latest = status
            # With its cover open a printer says that there is no paper, whatever lies in it.
            if self._roll is not None and status.readiness is not Readiness.COVER_OPEN:
                self._roll.note_paper(status.paper)
            self._on_change()
        return status

    def _watch(self) -> None:
        while not self._is_stopping.is_set():
            status = self.check_now()
            self._is_stopping.wait(WELL_POLL_S if status.can_print else ILL_POLL_S)
