"""All 256 values of each status byte, against the manual's table."""

import pytest

from hardware.printer.printer import Paper, PrinterStatus, Readiness
from hardware.printer.status_bytes import Query, status_of

WELL = dict.fromkeys(Query, 0x12)
"""Only the fixed bits: online, cover shut, no error, paper enough."""


def is_an_answer(byte: int) -> bool:
    bits = f"{byte:08b}"
    return bits[0] == "0" and bits[3] == "1" and bits[6] == "1" and bits[7] == "0"


def on(byte: int, bit: int) -> bool:
    return bool(byte >> bit & 1)


def expected(query: Query, byte: int) -> PrinterStatus:
    if not is_an_answer(byte):
        if query is Query.PAPER_SENSOR:
            return PrinterStatus(Readiness.READY, Paper.UNKNOWN)
        return PrinterStatus(Readiness.UNKNOWN, Paper.PLENTY)
    readiness, paper = Readiness.READY, Paper.PLENTY
    match query:
        case Query.PRINTER:
            readiness = Readiness.FAULT if on(byte, 3) else Readiness.READY
        case Query.OFFLINE_CAUSE:
            if on(byte, 2):
                readiness = Readiness.COVER_OPEN
            elif on(byte, 6):
                readiness = Readiness.FAULT
            paper = Paper.OUT if on(byte, 5) else Paper.PLENTY
        case Query.ERROR_CAUSE:
            readiness = Readiness.FAULT if any(on(byte, bit) for bit in (2, 3, 5, 6)) else Readiness.READY
        case Query.PAPER_SENSOR:
            if on(byte, 5) or on(byte, 6):
                paper = Paper.OUT
            elif on(byte, 2) or on(byte, 3):
                paper = Paper.NEAR_END
    return PrinterStatus(readiness, paper)


@pytest.mark.parametrize("query", Query)
def test_every_value_of_one_answer_while_the_others_are_well(query: Query) -> None:
    read = {byte: status_of(WELL | {query: byte}) for byte in range(256)}
    assert read == {byte: expected(query, byte) for byte in range(256)}


def test_silence_is_unknown_and_never_plenty() -> None:
    assert status_of({}) == PrinterStatus(Readiness.UNKNOWN, Paper.UNKNOWN)
    assert status_of({}).can_print


@pytest.mark.parametrize("query", [Query.PRINTER, Query.PAPER_SENSOR])
def test_a_missing_answer_is_unknown(query: Query) -> None:
    status = status_of({other: 0x12 for other in Query if other is not query})
    assert Readiness.UNKNOWN is status.readiness or Paper.UNKNOWN is status.paper


def test_a_printer_that_knows_only_two_of_the_questions_is_ready() -> None:
    assert status_of({Query.PRINTER: 0x12, Query.PAPER_SENSOR: 0x12}) == PrinterStatus(Readiness.READY, Paper.PLENTY)


def test_offline_for_want_of_paper_is_named_as_that() -> None:
    status = status_of(WELL | {Query.PRINTER: 0x1A, Query.PAPER_SENSOR: 0x7E, Query.OFFLINE_CAUSE: 0x32})
    assert status == PrinterStatus(Readiness.READY, Paper.OUT)
    assert not status.can_print


def test_a_fault_is_believed_even_beside_noise() -> None:
    assert status_of({Query.PRINTER: 0xFF, Query.ERROR_CAUSE: 0x1A}).readiness is Readiness.FAULT
