"""The socket through which a demo or a test makes the simulated printer fail: a JSON object a line, each way."""

import contextlib
import json
import os
import socketserver
import stat
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # the other way round at run time: the program that is the printer opens this
    from hardware.printer.simulated_printer import SimulatedPrinter

_LONGEST_LINE_BYTES = 4096


class ControlSocket:
    """Answers on a Unix socket of mode 600 from the moment it is made until `close`."""

    def __init__(self, printer: "SimulatedPrinter", path: Path) -> None:
        self._path = path
        with contextlib.suppress(FileNotFoundError):
            if stat.S_ISSOCK(path.stat().st_mode):
                path.unlink()  # left by one that was killed
        before = os.umask(0o177)
        try:
            self._server = _Server(str(path), _Conversation)
        finally:
            os.umask(before)
        self._server.printer = printer
        self._thread = threading.Thread(target=self._server.serve_forever, name="control", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._path.unlink(missing_ok=True)


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    block_on_close = False
    printer: "SimulatedPrinter"


class _HasPrinter(Protocol):
    printer: "SimulatedPrinter"


class _Conversation(socketserver.StreamRequestHandler):
    server: _HasPrinter  # type: ignore[assignment]  # it is our _Server

    def handle(self) -> None:
        while line := self.rfile.readline(_LONGEST_LINE_BYTES):
            answer = _carried_out(self.server.printer, line)
            try:
                self.wfile.write(json.dumps(answer).encode() + b"\n")
            except OSError:  # whoever asked has gone
                return


def _carried_out(printer: "SimulatedPrinter", line: bytes) -> dict[str, object]:
    try:
        command = json.loads(line)
        match command:
            case {"do": "fail", "fault": str(fault)}:
                printer.fail(fault, command.get("amount"))
            case {"do": "heal"}:
                printer.heal()
            case {"do": "state"}:
                return {"ok": True, **_state(printer)}
            case _:
                return {"ok": False, "error": 'want {"do": "fail", "fault": ...}, "heal" or "state"'}
    except (ValueError, TypeError) as error:
        return {"ok": False, "error": str(error)}
    return {"ok": True}


def _state(printer: "SimulatedPrinter") -> dict[str, object]:
    slips = printer.slips
    newest = slips[-1] if slips else None
    return {
        "port": printer.port,
        "faults": {fault.value: amount for fault, amount in printer.faults.items()},
        "slips": printer.slip_count,
        "newest": None
        if newest is None
        else {
            "png": str(newest.png),
            "bin": str(newest.png.with_suffix(".bin")) if newest.png else None,
            "qr_texts": list(newest.qr_texts),
        },
        "torn": len(printer.torn),
        "unknown_commands": printer.unknown_commands,
    }
