"""What the kiosk can do right now, from what it has heard and what its printer says. Pure."""

from dataclasses import dataclass
from enum import Enum

from hardware.printer.printer import Paper, PrinterStatus, Readiness
from messaging.snapshots import DayState, KioskSnapshot

PATIENCE_S = 3.0
"""A broker that comes back within this is no outage to a citizen (design: the kiosk's 3 s)."""


class Standing(Enum):
    STARTING = "starting"
    """Nothing heard since the start, and not for long."""
    NO_CONNECTION = "no_connection"
    CLOSED = "closed"
    TICKETS_STOPPED = "tickets_stopped"
    NO_PAPER = "no_paper"
    PRINTER_FAULT = "printer_fault"
    """Cover open, cutter, away: no slip can be printed, and it is not the paper."""
    STORAGE_FAULT = "storage_fault"
    """The kiosk's disk takes nothing: a number that could not be kept is not given."""
    ISSUING = "issuing"
    """Tickets are given."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the kiosk knows of the server: `silent_s` is how long the link has not been live, or None."""

    snapshot: KioskSnapshot | None
    """What numbers are given by: the newest heard, or while the server is away what the kiosk can offer by itself."""
    silent_s: float | None
    is_away: bool = False
    """The server itself does not answer. The broker alone being away changes nothing for a citizen."""


def standing(heard: Heard, printer: PrinterStatus | None, *, takes_words: bool = True) -> Standing:
    """The one thing a citizen in front of the kiosk has to know. `printer` is None before its first word;
    `takes_words` False when the kiosk's disk keeps nothing."""
    if heard.snapshot is None:
        has_waited = heard.silent_s is not None and heard.silent_s > PATIENCE_S
        return Standing.NO_CONNECTION if has_waited or heard.is_away else Standing.STARTING
    if heard.snapshot.day is DayState.CLOSED:
        return Standing.CLOSED
    if heard.snapshot.day is DayState.TICKETS_STOPPED:
        return Standing.TICKETS_STOPPED
    if not takes_words:
        return Standing.STORAGE_FAULT
    return Standing.ISSUING if printer is None or printer.can_print else without_slips(printer)


def without_slips(printer: PrinterStatus) -> Standing:
    """Why a printer that cannot print cannot."""
    return Standing.NO_PAPER if printer.paper is Paper.OUT else Standing.PRINTER_FAULT


def faults(printer: PrinterStatus | None, *, slips_left: int | None = None) -> set[str]:
    """What ails the printer, in the codes of docs/messages.md, for its presence; `slips_left` where it is known."""
    if printer is None:
        return set()
    found = set()
    if printer.paper is Paper.OUT:
        found.add("paper_out")
    if printer.paper is Paper.NEAR_END:
        found.add("paper_near_end" if slips_left is None else f"paper_near_end:{slips_left}")
    if code := _READINESS_FAULTS.get(printer.readiness):
        found.add(code)
    return found


_READINESS_FAULTS = {
    Readiness.OFFLINE: "printer_offline",
    Readiness.UNKNOWN: "printer_silent",
    Readiness.COVER_OPEN: "printer_cover_open",
    Readiness.FAULT: "printer_fault",
}
