"""An ESC/POS printer on the network or on a device file: slips as pictures, and an honest outcome.

Each question and each slip opens a connection of its own. Most network printers serve one connection at a
time and drop idle ones without a word; a fresh one cannot be half dead, holds nobody else off, and carries
no answer to an older question.
"""

import logging
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from hardware.printer.escpos_bytes import BAND_ROWS, recovery_bytes, slip_bytes
from hardware.printer.printer import Paper, PrinterStatus, Readiness, SlipOutcome
from hardware.printer.printer_line import LineLost, PrinterLine, connected_line, device_line
from hardware.printer.settings import PrinterSettings
from hardware.printer.status_bytes import ASKING_ORDER, Query, status_of

log = logging.getLogger(__name__)

DLE_EOT = b"\x10\x04"
_QUESTION = re.compile(DLE_EOT + b"[\x01-\x04]")


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """How long each part may take, real seconds."""

    connect_s: float = 1.0
    status_s: float = 0.5
    """All four questions together; printers answer each within some 20 ms."""
    slack_s: float = 4.0
    """Above what bytes and paper need until all is sent: connecting, a network that stumbles. A citizen whose slip does
    not come learns of it so soon."""
    longest_s: float = 26.0
    """No slip or list is begun that takes longer on its line. A number may wait behind one list, and its citizen
    then has 45 s to write it down: all below the 90 s after which the server gives a number up."""
    paper_mm_per_s: float = 80.0
    """Slower than any 80 mm printer; how long to wait before a status can tell of the whole slip."""
    cut_s: float = 0.4

    def paper_s(self, rows: int) -> float:
        """Time the printer needs for `rows` dots of paper and the cut."""
        return rows / 8 / self.paper_mm_per_s + self.cut_s

    def sending_s(self, size: int, rows: int, bytes_per_s: float | None) -> float:
        """Time until `size` bytes of `rows` dots are with the printer. It prints while they come, and takes them no
        faster than it prints when its memory is small; `bytes_per_s` is the line's own speed, None: no matter."""
        return max(self.paper_s(rows), size / bytes_per_s if bytes_per_s else 0.0)

    def rest_s(self, rows: int, sent_in_s: float) -> float:
        """Time for the paper that is not out yet after a steady line took `sent_in_s` for all of it. The printer begins
        with the first band; the last one and the cut are always left."""
        return max(self.paper_s(rows) - sent_in_s, self.paper_s(min(rows, BAND_ROWS)))


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
            outcome = self._printed(content, slip.height, time.monotonic())
        log.info("slip %s", outcome.value)
        return outcome

    def note_broken_slip(self) -> None:
        with self._job:
            self._broke_off = True

    def _printed(self, content: bytes, rows: int, started: float) -> SlipOutcome:
        if self._broke_off:
            content = recovery_bytes(width_dots=self.width_dots, feed_lines=self._feed_lines) + content
            rows += BAND_ROWS
        limits = self._limits
        try:
            with self._open_line(started + limits.connect_s) as line:
                sending_s = limits.sending_s(len(content), rows, line.bytes_per_s)
                if sending_s > limits.longest_s and not line.is_speed_hearsay:
                    log.warning(
                        "printer %s: %d bytes take %.0f s on its line, longer than the %.0f s for which anybody waits:"
                        " nothing is printed. Set printer and settings to a faster speed, or use USB or the network",
                        self._where,
                        len(content),
                        sending_s,
                        limits.longest_s,
                    )
                    return SlipOutcome.NOT_PRINTED
                self._broke_off = True
                began = time.monotonic()
                line.send(content, started + min(sending_s, limits.longest_s) + limits.slack_s)
                self._broke_off = False
                sent_in_s = time.monotonic() - began if line.is_steady else 0.0
                return self._outcome(line, content, limits.rest_s(rows, sent_in_s))
        except LineLost as lost:
            self._note_fault(str(lost))
            return SlipOutcome.NOT_PRINTED

    def _outcome(self, line: PrinterLine, content: bytes, rest_s: float) -> SlipOutcome:
        if not line.can_answer:
            return SlipOutcome.UNKNOWN
        # DLE EOT is answered at once, past everything that waits in the printer's memory: asked before the
        # paper had time to run through, "paper is there" would say nothing about the end of this slip. And who
        # changes the roll meanwhile makes all well again, and what the printer held is lost: it is asked twice, but
        # for a picture with a question in its dots, which is answered among ours.
        began = time.monotonic()
        status = None if _QUESTION.search(content) else self._asked(line)
        if status is None or status.can_print:
            time.sleep(max(0.0, rest_s - (time.monotonic() - began)))
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
