"""What the answers to DLE EOT 1 to 4 mean, three-valued: yes, no, and the printer did not say (pure).

Bits as in Epson's ESC/POS command reference, "DLE EOT (real-time)", which the common makes follow.
"""

from collections.abc import Mapping
from enum import Enum

from hardware.printer.printer import Paper, PrinterStatus, Readiness


class Query(Enum):
    """The number sent after DLE EOT."""

    PRINTER = 1
    OFFLINE_CAUSE = 2
    ERROR_CAUSE = 3
    PAPER_SENSOR = 4


ASKING_ORDER = (Query.PRINTER, Query.PAPER_SENSOR, Query.OFFLINE_CAUSE, Query.ERROR_CAUSE)
"""Some makes answer only 1 and 4 and are silent on the others: those two come first."""

_FIXED_BITS = 0b1001_0011
_FIXED_VALUE = 0b0001_0010
"""Bits 0 and 7 are off, 1 and 4 are on in every answer; anything else is noise or another message."""

_PRINTER_OFFLINE = 0b0000_1000
_COVER_OPEN = 0b0000_0100
_STOPPED_BY_PAPER_END = 0b0010_0000
_ERROR_OCCURRED = 0b0100_0000
_MECHANICAL_ERROR = 0b0000_0100
_CUTTER_ERROR = 0b0000_1000
_UNRECOVERABLE_ERROR = 0b0010_0000
_PASSING_ERROR = 0b0100_0000  # too hot, mostly
_ANY_ERROR = _MECHANICAL_ERROR | _CUTTER_ERROR | _UNRECOVERABLE_ERROR | _PASSING_ERROR
_NEAR_END = 0b0000_1100
_NO_PAPER = 0b0110_0000


def is_status(byte: int) -> bool:
    """Whether a byte can be an answer to DLE EOT at all."""
    return byte & _FIXED_BITS == _FIXED_VALUE


def status_of(answers: Mapping[Query, int]) -> PrinterStatus:
    """Read the answers that came; a query without one is absent.

    A fault that any answer names is believed. "Ready" needs the printer's own word and no noise among its
    answers, "plenty" needs the paper sensor's.
    """
    said = {query: byte for query, byte in answers.items() if is_status(byte)}
    noise = answers.keys() - said.keys() - {Query.PAPER_SENSOR}
    paper = _paper(said)
    return PrinterStatus(_readiness(said, paper, is_noisy=bool(noise)), paper)


def _paper(said: Mapping[Query, int]) -> Paper:
    sensor = said.get(Query.PAPER_SENSOR)
    if said.get(Query.OFFLINE_CAUSE, 0) & _STOPPED_BY_PAPER_END:
        return Paper.OUT
    if sensor is None:
        return Paper.UNKNOWN
    if sensor & _NO_PAPER:
        return Paper.OUT
    return Paper.NEAR_END if sensor & _NEAR_END else Paper.PLENTY


def _readiness(said: Mapping[Query, int], paper: Paper, *, is_noisy: bool) -> Readiness:
    if said.get(Query.OFFLINE_CAUSE, 0) & _COVER_OPEN:
        return Readiness.COVER_OPEN
    if said.get(Query.ERROR_CAUSE, 0) & _ANY_ERROR or said.get(Query.OFFLINE_CAUSE, 0) & _ERROR_OCCURRED:
        return Readiness.FAULT
    printer = said.get(Query.PRINTER)
    if printer is None or is_noisy:
        return Readiness.UNKNOWN
    # A printer without paper says "offline" too; that is the paper's fault and named as such.
    if printer & _PRINTER_OFFLINE and paper is not Paper.OUT:
        return Readiness.FAULT
    return Readiness.READY
