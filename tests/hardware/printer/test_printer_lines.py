"""The same printer on each kind of line: every fault, and pulled out and put back, on TCP, serial and USB.

The serial port is a pseudo-terminal with the simulated printer behind it. A USB printer's device file speaks as a
serial one does, without a speed, and may come back under another number: here a name that points to the port.
"""

import os
import pty
import select
import socket
import termios
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from broker_fixture import wait_for
from printer_samples import IN_NO_TIME, a_slip

from hardware.printer.escpos_printer import EscposPrinter, TimeLimits, escpos_printer
from hardware.printer.printer import Paper, PrinterStatus, Readiness, SlipOutcome
from hardware.printer.settings import PrinterSettings
from hardware.printer.simulated_printer import SimulatedPrinter

WELL = PrinterStatus(Readiness.READY, Paper.PLENTY)
AWAY = PrinterStatus(Readiness.OFFLINE, Paper.UNKNOWN)


class SerialCable:
    """Carries bytes between a pseudo-terminal and the printer's port; `path` is the device file."""

    def __init__(self, printer: SimulatedPrinter) -> None:
        self._ours, self._theirs = pty.openpty()
        self.path = Path(os.ttyname(self._theirs))
        self._line = socket.create_connection(("127.0.0.1", printer.port))
        self._stop_reader, self._stop_writer = os.pipe()
        self._thread = threading.Thread(target=self._carry)
        self._thread.start()

    def speed(self) -> int:
        return int(termios.tcgetattr(self._theirs)[5])

    def pull(self) -> None:
        os.write(self._stop_writer, b"!")
        self._thread.join()
        self._line.close()
        for descriptor in (self._ours, self._theirs, self._stop_reader, self._stop_writer):
            os.close(descriptor)

    def _carry(self) -> None:
        while True:
            ready, _, _ = select.select([self._ours, self._line, self._stop_reader], [], [])
            if self._stop_reader in ready:
                return
            if self._ours in ready:
                self._line.sendall(os.read(self._ours, 4096))
            if self._line in ready and (answer := self._line.recv(4096)):
                os.write(self._ours, answer)


class Plug:
    """One printer behind one kind of line; `pull` and `plug_in` as a hand does it."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.printer = SimulatedPrinter()
        self.printer.start()
        self._kind, self._folder = kind, folder
        self._cable: SerialCable | None = None
        self._times = 0

    @property
    def cable(self) -> SerialCable:
        assert self._cable is not None
        return self._cable

    def settings(self) -> PrinterSettings:
        if self._kind == "tcp":
            return PrinterSettings(port=self.printer.port)
        if self._kind == "usb":
            return PrinterSettings(kind="device", path=self._folder / "lp*")
        return PrinterSettings(kind="device", path=self._folder / "serial", baud=115200)

    def driver(self) -> EscposPrinter:
        return escpos_printer(self.settings(), TimeLimits(**IN_NO_TIME))

    def plug_in(self) -> None:
        self.printer.heal()
        if self._kind == "tcp":
            return
        self._cable = SerialCable(self.printer)
        name = "serial" if self._kind == "serial" else f"lp{self._times}"
        self._times += 1
        (self._folder / name).symlink_to(self._cable.path)

    def pull(self) -> None:
        if self._kind == "tcp":
            self.printer.fail("off")
            return
        for name in self._folder.iterdir():
            name.unlink()
        self.cable.pull()
        self._cable = None

    def close(self) -> None:
        if self._cable is not None:
            self._cable.pull()
        self.printer.stop()


@pytest.fixture(params=["tcp", "serial", "usb"])
def plug(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Plug]:
    plug = Plug(request.param, tmp_path)
    plug.plug_in()
    yield plug
    plug.close()


@pytest.mark.parametrize(
    ("fault", "status", "outcome", "cut"),
    [
        ("no_paper", PrinterStatus(Readiness.READY, Paper.OUT), SlipOutcome.NOT_PRINTED, 0),
        ("near_end", PrinterStatus(Readiness.READY, Paper.NEAR_END), SlipOutcome.PRINTED, 1),
        ("cover_open", PrinterStatus(Readiness.COVER_OPEN, Paper.PLENTY), SlipOutcome.NOT_PRINTED, 0),
        ("cutter", PrinterStatus(Readiness.FAULT, Paper.PLENTY), SlipOutcome.NOT_PRINTED, 0),
        ("silent", PrinterStatus(Readiness.UNKNOWN, Paper.UNKNOWN), SlipOutcome.UNKNOWN, 1),
    ],
)
def test_each_fault_is_told_and_the_next_slip_after_it_is_whole(
    plug: Plug, fault: str, status: PrinterStatus, outcome: SlipOutcome, cut: int
) -> None:
    driver = plug.driver()
    assert driver.status() == WELL
    plug.printer.fail(fault)
    assert driver.status() == status
    assert driver.print_slip(a_slip("A001")) is outcome
    plug.printer.heal()
    assert driver.status() == WELL
    assert driver.print_slip(a_slip("A002")) is SlipOutcome.PRINTED
    assert plug.printer.wait_for_slip(cut + 1).image.tobytes() == a_slip("A002").tobytes()
    assert plug.printer.slip_count == cut + 1, "nothing comes out twice, and nothing late"


def test_pulled_out_and_put_back(plug: Plug) -> None:
    driver = plug.driver()
    assert driver.print_slip(a_slip("A001")) is SlipOutcome.PRINTED
    plug.pull()
    assert driver.status() == AWAY
    assert driver.print_slip(a_slip("A002")) is SlipOutcome.NOT_PRINTED
    plug.plug_in()
    wait_for(lambda: driver.status() == WELL, what="the printer to be found again")
    assert driver.print_slip(a_slip("A003")) is SlipOutcome.PRINTED
    assert plug.printer.wait_for_slip(2).image.tobytes() == a_slip("A003").tobytes()


def test_a_serial_port_gets_its_speed(tmp_path: Path) -> None:
    plug = Plug("serial", tmp_path)
    plug.plug_in()
    before = plug.cable.speed()
    assert before != termios.B115200
    assert plug.driver().status() == WELL
    assert plug.cable.speed() == termios.B115200
    plug.close()
