"""The ticket printer."""

from hardware.printer.printer import Printer
from hardware.printer.settings import PrinterSettings


def open_printer(settings: PrinterSettings) -> Printer:
    """The printer of the settings; nothing is connected before the first question or slip."""
    # Imported here: the maker of ESC/POS bytes takes a third of a second to load, a pad needs none of it.
    from hardware.printer.escpos_printer import escpos_printer

    return escpos_printer(settings)
