"""An ESC/POS printer on the network or on a device file: slips as pictures, and an honest outcome.

Each question and each slip opens a connection of its own. Most network printers serve one connection at a
time and drop idle ones without a word; a fresh one cannot be half dead, holds nobody else off, and carries
no answer to an older question.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from hardware.printer.escpos_bytes import recovery_bytes, slip_bytes
from hardware.printer.printer import Paper, PrinterStatus, Readiness, SlipOutcome
from hardware.printer.printer_line import LineLost, PrinterLine, connected_line, device_line
from hardware.printer.settings import PrinterSettings
from hardware.printer.status_bytes import ASKING_ORDER, Query, status_of

log = logging.getLogger(__name__)

DLE_EOT = b"\x10\x04"


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """How long each part may take, real seconds."""

    connect_s: float = 1.0
    status_s: float = 0.5
    """All four questions together; printers answer each within some 20 ms."""
    slip_s: float = 8.0
    """From connecting to the outcome, all included; a citizen does not wait longer for paper."""
    paper_mm_per_s: float = 80.0
    """Slower than any 80 mm printer; how long to wait before a status can tell of the whole slip."""
    cut_s: float = 0.4

    def paper_s(self, rows: int) -> float:
        """Time the printer needs for `rows` dots of paper and the cut."""
        return rows / 8 / self.paper_mm_per_s + self.cut_s


STANDARD_LIMITS = TimeLimits()


def escpos_printer(settings: PrinterSettings, limits: TimeLimits = STANDARD_LIMITS) -> "EscposPrinter":
    """The printer the settings name."""
    path = settings.path
    if settings.kind == "device" and path is not None:
        where = str(path)

        def open_line(deadline: float) -> PrinterLine:  # noqa: ARG001  # opening a device file does not wait
            return device_line(path, baud=settings.baud)
    else:
        where = f"{settings.host} port {settings.port}"

        def open_line(deadline: float) -> PrinterLine:
            return connected_line(settings.host, settings.port, deadline)

    return EscposPrinter(
        open_line, where=where, width_dots=settings.width_dots, feed_lines=settings.feed_lines, limits=limits
    )


class EscposPrinter:
    """A `Printer`; calls from several threads wait for each other."""

    def __init__(
        self,
        open_line: Callable[[float], PrinterLine],
        *,
        where: str,
        width_dots: int,
        feed_lines: int,
        limits: TimeLimits,
    ) -> None:
        self.width_dots = width_dots
        self._open_line = open_line
        self._where = where
        self._feed_lines = feed_lines
        self._limits = limits
        self._job = threading.Lock()
        self._broke_off = False
        """The last slip was not sent whole: the printer may still wait for the rest of its picture."""
        self._fault_since: tuple[str, float] | None = None

    def status(self) -> PrinterStatus:
        with self._job:
            try:
                with self._open_line(time.monotonic() + self._limits.connect_s) as line:
                    status = self._asked(line)
            except LineLost as lost:
                self._note_fault(str(lost))
                return PrinterStatus(Readiness.OFFLINE, Paper.UNKNOWN)
            self._note_status(status)
            return status

    def print_slip(self, slip: Image.Image) -> SlipOutcome:
        if slip.mode != "1" or slip.width != self.width_dots:
            raise ValueError(f"a slip of mode 1 and {self.width_dots} dots is needed, not {slip.mode}, {slip.width}")
        content = slip_bytes(slip, feed_lines=self._feed_lines)
        with self._job:
            # Begins here: waiting for another slip's end is not the printer's time.
            outcome = self._printed(content, self._limits.paper_s(slip.height), time.monotonic())
        log.info("slip %s", outcome.value)
        return outcome

    def note_broken_slip(self) -> None:
        with self._job:
            self._broke_off = True

    def _printed(self, content: bytes, paper_s: float, started: float) -> SlipOutcome:
        if self._broke_off:
            content = recovery_bytes(width_dots=self.width_dots, feed_lines=self._feed_lines) + content
        deadline = started + self._limits.slip_s
        try:
            with self._open_line(min(deadline, started + self._limits.connect_s)) as line:
                self._broke_off = True
                line.send(content, deadline - paper_s - self._limits.status_s)
                self._broke_off = False
                return self._outcome(line, paper_s)
        except LineLost as lost:
            self._note_fault(str(lost))
            return SlipOutcome.NOT_PRINTED

    def _outcome(self, line: PrinterLine, paper_s: float) -> SlipOutcome:
        if not line.can_answer:
            return SlipOutcome.UNKNOWN
        # DLE EOT is answered at once, past everything that waits in the printer's memory: asked before the
        # paper had time to run through, "paper is there" would say nothing about the end of this slip.
        time.sleep(paper_s)
        status = self._asked(line)
        self._note_status(status)
        if not status.can_print:
            return SlipOutcome.NOT_PRINTED
        is_well = status.readiness is Readiness.READY and status.paper is not Paper.UNKNOWN
        return SlipOutcome.PRINTED if is_well else SlipOutcome.UNKNOWN

    def _asked(self, line: PrinterLine) -> PrinterStatus:
        """Ask the four questions one by one; after the first silence no further one, whose answer could be
        the late one to this."""
        answers: dict[Query, int] = {}
        deadline = time.monotonic() + self._limits.status_s
        line.drain()
        for query in ASKING_ORDER:
            answer = line.ask(DLE_EOT + bytes((query.value,)), deadline)
            if answer is None:
                break
            answers[query] = answer
        return status_of(answers)

    def _note_status(self, status: PrinterStatus) -> None:
        if status.can_print:
            self._note_well()
        else:
            self._note_fault(f"{status.readiness.value}, paper {status.paper.value}")

    def _note_fault(self, fault: str) -> None:
        """Log a fault once, not at every question."""
        if self._fault_since is None:
            log.warning("printer %s: %s", self._where, fault)
            self._fault_since = (fault, time.monotonic())

    def _note_well(self) -> None:
        if self._fault_since is not None:
            fault, since = self._fault_since
            log.info("printer %s is well again after %.0f s (%s)", self._where, time.monotonic() - since, fault)
            self._fault_since = None
