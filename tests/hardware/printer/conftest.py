"""A simulated printer on a free port and a driver for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from printer_samples import IN_NO_TIME, Driver

from hardware.printer.escpos_printer import EscposPrinter, TimeLimits, escpos_printer
from hardware.printer.settings import PrinterSettings
from hardware.printer.simulated_printer import SimulatedPrinter


@pytest.fixture
def simulated(tmp_path: Path) -> Iterator[SimulatedPrinter]:
    printer = SimulatedPrinter(pictures=tmp_path / "pictures")
    printer.start()
    yield printer
    printer.stop()


@pytest.fixture
def driver(simulated: SimulatedPrinter) -> Driver:
    """Makes the driver of the simulated printer; keyword arguments are time limits."""

    def make(**limits: float) -> EscposPrinter:
        return escpos_printer(PrinterSettings(port=simulated.port), TimeLimits(**(IN_NO_TIME | limits)))

    return make
