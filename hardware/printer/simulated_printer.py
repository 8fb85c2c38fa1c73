"""A ticket printer without metal: a real TCP port that draws what it is sent, keeps the slips, fails on demand.

As a program: `python -m hardware.printer.simulated_printer --port 9100 --pictures DIR [--control PATH]`.
It prints one JSON line with its port, then runs until it is told to stop. On `--control` (a socket of mode
600) it takes one JSON object a line: `{"do": "fail", "fault": "slow", "amount": 2000}`, `{"do": "heal"}`,
`{"do": "state"}`; each is answered by one.

Like real ones it serves one connection at a time, answers DLE EOT ahead of everything that waits, also when
those bytes stand inside a picture, and takes bytes while it cannot print. A roll that is changed or a
power that is cut loses what it held; the paper is then torn off by hand. It does not imitate: time for printing and
cutting, a full memory, ASB messages, a USB or serial port; the commands it draws are in `simulated_paper`.
"""

import argparse
import contextlib
import json
import select
import signal
import socket
import struct
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from PIL import Image

from hardware.printer.simulated_paper import PaperDecoder, Piece

_KEPT_SLIPS = 200
"""In memory."""
_KEPT_BESIDE_PICTURES = 20
"""Where all lie in the folder of pictures."""
_PORTION_BYTES = 4096
_MEMORY_BYTES = 8192
"""What the line takes before anything is read; small, as in a printer, so that who never reads is noticed."""
_QUESTION = b"\x10\x04"
_WELL = 0x12
"""The bits that are on in every answer."""


class Fault(StrEnum):
    """What can be wrong; `amount` where it says so."""

    NO_PAPER = "no_paper"
    """With an amount: paper for that many more dot rows, then none."""
    NEAR_END = "near_end"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    """The knife is stuck: an error is reported, nothing more is printed."""
    SILENT = "silent"
    """Prints, and never answers."""
    GARBAGE = "garbage"
    """Answers with bytes that are no status."""
    DEAF = "deaf"
    """Takes the connection and never reads from it."""
    CLOSES = "closes"
    """Hangs up on the first byte."""
    SLOW = "slow"
    """Reads `amount` bytes a second."""
    DIES_AFTER = "dies_after"
    """Power goes after `amount` more bytes; nobody listens until it is healed."""
    OFF = "off"


_STOPS_PRINTING = {Fault.COVER_OPEN, Fault.CUTTER}
_NEEDS_AMOUNT = {Fault.SLOW, Fault.DIES_AFTER}


@dataclass(frozen=True, slots=True)
class ReceivedSlip:
    """One piece that the printer cut off."""

    image: Image.Image
    raw: bytes = field(repr=False)
    qr_texts: tuple[str, ...]
    png: Path | None
    """The picture's file; the bytes lie beside it with the ending .bin."""
    received_s: float
    """When its last byte came, on the machine's monotonic clock."""


class SimulatedPrinter:
    """Listens on 127.0.0.1 from `start` to `stop`; every method may be called from any thread."""

    def __init__(self, *, port: int = 0, pictures: Path | None = None, width_dots: int = 576) -> None:
        self.port = port
        """0 before `start` means any free one; afterwards the one it has."""
        self._pictures = pictures
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._decoder = PaperDecoder(width_dots)
        self._faults: dict[Fault, int] = {}
        kept = _KEPT_SLIPS if pictures is None else _KEPT_BESIDE_PICTURES
        self._slips: deque[ReceivedSlip] = deque(maxlen=kept)
        self._torn: deque[Piece] = deque(maxlen=kept)
        self._count = 0
        """Also the number of the newest picture; goes on where an earlier start ended."""
        self._cut = 0
        self._last_two = b""
        """For questions that are cut in two by the network."""
        self._portion_s = 0.0
        """When the last bytes came."""
        self._listener: socket.socket | None = None
        self._stopping = False
        self._wake_reader, self._wake_writer = socket.socketpair()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Open the port and serve it from a thread.

        Raises:
            OSError: the port is taken.
        """
        if self._pictures is not None:
            self._pictures.mkdir(parents=True, exist_ok=True)
            self._count = _last_number_in(self._pictures)
        self._listener = self._listening()
        self._thread = threading.Thread(target=self._serve, name="simulated-printer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the port and wait for the thread."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._wake()
        if self._thread is not None:
            self._thread.join()
        for end in (self._listener, self._wake_reader, self._wake_writer):
            if end is not None:
                end.close()

    def fail(self, fault: str, amount: int | None = None) -> None:
        """Begin to fail, from the next byte on; several faults may be there together.

        Raises:
            ValueError: no such fault, or the amount is missing or negative.
        """
        wrong = Fault(fault)
        if (wrong in _NEEDS_AMOUNT and not amount) or (amount is not None and amount < 0):
            raise ValueError(f"{wrong.value} needs an amount above 0")
        with self._changed:
            if wrong is Fault.NO_PAPER:
                self._decoder.rows_until_paper_ends = amount or 0
            else:
                self._faults[wrong] = amount or 0
            self._changed.notify_all()
            self._wake()
            self._wait_for_the_port()

    def heal(self) -> None:
        """Make everything well again: a new roll, cover shut, power on. What was held back is lost."""
        with self._changed:
            was_stopped = self._decoder.is_out_of_paper or bool(self._faults.keys() & {Fault.OFF, *_STOPS_PRINTING})
            self._faults.clear()
            self._decoder.rows_until_paper_ends = None
            if was_stopped:
                self._tear_off()
            self._changed.notify_all()
            self._wake()
            self._wait_for_the_port()

    @property
    def slips(self) -> list[ReceivedSlip]:
        """The last slips that were cut off, oldest first."""
        with self._lock:
            return list(self._slips)

    @property
    def slip_count(self) -> int:
        """Slips cut off since the start, also those no longer in `slips`."""
        with self._lock:
            return self._cut

    @property
    def torn(self) -> list[Piece]:
        """Pieces that no cut ended: paper ran out or power went in the middle."""
        with self._lock:
            return list(self._torn)

    @property
    def unknown_commands(self) -> list[str]:
        """Bytes that are no command it knows, as hex, and commands that do not fit its paper."""
        with self._lock:
            return list(self._decoder.unknown_commands)

    @property
    def faults(self) -> dict[Fault, int]:
        """What is wrong now, with the amounts."""
        with self._lock:
            left = self._decoder.rows_until_paper_ends
            return self._faults | ({} if left is None else {Fault.NO_PAPER: left})

    def wait_for_slip(self, count: int, timeout_s: float = 10.0) -> ReceivedSlip:
        """Wait until `count` slips were cut off since the start, and return the newest.

        Raises:
            TimeoutError: they did not come.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self._cut >= count, timeout_s):
                raise TimeoutError(f"{self._cut} slips, not {count}, within {timeout_s:.0f} s")
            return self._slips[-1]

    # The thread

    def _serve(self) -> None:
        while not self._stopping:
            listener = self._listener_for_now()
            waited_for = [self._wake_reader, *([listener] if listener else [])]
            ready, _, _ = select.select(waited_for, [], [])
            if self._wake_reader in ready:
                self._wake_reader.recv(_PORTION_BYTES)
                continue
            if listener is not None:
                with contextlib.suppress(OSError):
                    connection, _ = listener.accept()
                    with connection:
                        self._converse(connection)

    def _listener_for_now(self) -> socket.socket | None:
        """No port at all while switched off; the same one again afterwards."""
        with self._changed:
            is_off = Fault.OFF in self._faults
            if is_off and self._listener is not None:
                self._listener.close()
                self._listener = None
            elif not is_off and self._listener is None:
                self._listener = self._listening()
            self._changed.notify_all()
            return self._listener

    def _listening(self) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", self.port))
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _MEMORY_BYTES)
        self.port = listener.getsockname()[1]
        return listener

    def _converse(self, connection: socket.socket) -> None:
        while not self._stopping:
            faults = self.faults
            if Fault.OFF in faults:
                _reset(connection)
                return
            is_deaf = Fault.DEAF in faults
            ready, _, _ = select.select([self._wake_reader, *([] if is_deaf else [connection])], [], [])
            if self._wake_reader in ready:
                self._wake_reader.recv(_PORTION_BYTES)
                continue
            portion = self._read(connection, faults)
            if not portion or not self._receive(connection, portion):
                return

    def _read(self, connection: socket.socket, faults: dict[Fault, int]) -> bytes:
        """The next bytes, at the speed and up to the end that the faults say; none when the line ends."""
        if Fault.CLOSES in faults:
            return b""
        most = _PORTION_BYTES
        if Fault.SLOW in faults:
            # Twenty portions a second; the wait ends early when something changes.
            most = max(1, faults[Fault.SLOW] // 20)
            with self._changed:
                self._changed.wait_for(
                    lambda: self._stopping or Fault.SLOW not in self._faults, most / faults[Fault.SLOW]
                )
        if Fault.DIES_AFTER in faults:
            most = min(most, faults[Fault.DIES_AFTER])
        try:
            return connection.recv(most)
        except OSError:
            return b""

    def _receive(self, connection: socket.socket, portion: bytes) -> bool:
        """Answer the questions in the portion and print the rest; False when the power goes with it."""
        self._portion_s = time.monotonic()
        with self._changed:
            answers = b"".join(self._answer(number) for number in self._questions(portion))
            self._print(portion)
            is_dead = self._used_up(len(portion))
            self._changed.notify_all()
        if is_dead:
            _reset(connection)
            return False
        if answers:
            with contextlib.suppress(OSError):
                connection.sendall(answers)
        return True

    # From here on the lock is held

    def _wait_for_the_port(self) -> None:
        """Who switches it off or on finds the port closed or open when the call returns."""
        if self._thread is None or self._thread is threading.current_thread():
            return
        self._changed.wait_for(
            lambda: self._stopping or (Fault.OFF in self._faults) == (self._listener is None), timeout=10
        )

    def _used_up(self, count: int) -> bool:
        if Fault.DIES_AFTER not in self._faults:
            return False
        self._faults[Fault.DIES_AFTER] -= count
        if self._faults[Fault.DIES_AFTER] > 0:
            return False
        del self._faults[Fault.DIES_AFTER]
        self._faults[Fault.OFF] = 0
        self._tear_off()
        return True

    def _questions(self, portion: bytes) -> list[int]:
        """The numbers asked for, wherever they stand: real printers look at each byte as it comes in."""
        window = self._last_two + portion
        self._last_two = window[-2:]
        starts = range(len(window) - 2)
        return [window[at + 2] for at in starts if window[at : at + 2] == _QUESTION and 1 <= window[at + 2] <= 4]

    def _answer(self, number: int) -> bytes:
        if Fault.SILENT in self._faults:
            return b""
        if Fault.GARBAGE in self._faults:
            return b"\xff"
        return bytes((_WELL | self._bits(number),))

    def _bits(self, number: int) -> int:
        no_paper = self._decoder.is_out_of_paper
        cover, cutter = Fault.COVER_OPEN in self._faults, Fault.CUTTER in self._faults
        match number:
            case 1:
                return 0x08 if no_paper or cover or cutter else 0
            case 2:
                return (0x04 if cover else 0) | (0x20 if no_paper else 0) | (0x40 if cutter else 0)
            case 3:
                return 0x08 if cutter else 0
        return (0x60 if no_paper else 0) | (0x0C if no_paper or Fault.NEAR_END in self._faults else 0)

    def _print(self, portion: bytes) -> None:
        if self._faults.keys() & _STOPS_PRINTING or self._decoder.is_out_of_paper:
            return  # a printer keeps it, and loses it when it is opened or switched off to be healed
        for piece in self._decoder.take(portion):
            self._keep(piece)

    def _tear_off(self) -> None:
        self._last_two = b""
        piece = self._decoder.tear_off()
        if piece is not None:
            self._torn.append(piece)

    def _keep(self, piece: Piece) -> None:
        self._count += 1
        self._cut += 1
        png = self._stored(piece) if self._pictures is not None else None
        self._slips.append(ReceivedSlip(piece.image, piece.raw, piece.qr_texts, png, self._portion_s))

    def _stored(self, piece: Piece) -> Path:
        folder = self._pictures or Path()
        png = folder / f"slip-{self._count:04d}.png"
        png.with_suffix(".bin").write_bytes(piece.raw)
        # Renamed at the end: who waits for the picture never reads half of it.
        unfinished = png.with_suffix(".part")
        piece.image.save(unfinished, format="PNG")
        return unfinished.rename(png)

    def _wake(self) -> None:
        with contextlib.suppress(OSError):
            self._wake_writer.send(b"!")


def _reset(connection: socket.socket) -> None:
    """Make the coming close a reset, as when the power goes."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _last_number_in(pictures: Path) -> int:
    numbers = [path.stem.removeprefix("slip-") for path in pictures.glob("slip-*.png")]
    return max((int(number) for number in numbers if number.isdigit()), default=0)


def main() -> None:
    """Run as a program until SIGTERM or SIGINT."""
    from hardware.printer.simulated_printer_control import ControlSocket

    asked = _arguments()
    # Blocked before any thread starts, so that only sigwait below gets them.
    signals = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    printer = SimulatedPrinter(port=asked.port, pictures=asked.pictures, width_dots=asked.width)
    try:
        printer.start()
    except OSError as error:
        sys.exit(f"port {asked.port} cannot be opened: {error.strerror}")
    control = ControlSocket(printer, asked.control) if asked.control else None
    sys.stdout.write(json.dumps({"port": printer.port}) + "\n")
    sys.stdout.flush()
    signal.sigwait(signals)
    if control is not None:
        control.close()
    printer.stop()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="simulated_printer", description="A ticket printer without metal.")
    parser.add_argument("--port", type=int, default=9100, help="TCP port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--pictures", type=Path, required=True, help="folder for slip-NNNN.png and .bin")
    parser.add_argument("--control", type=Path, help="socket that takes commands, one JSON object a line")
    parser.add_argument("--width", type=int, choices=(384, 576), default=576, help="dots of the head")
    return parser.parse_args()


if __name__ == "__main__":
    main()
