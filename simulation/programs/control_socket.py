"""The listening end of a control socket: one JSON object a line in, one out; only its owner may open it."""

import json
import logging
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from simulation.control_client import short_path

_log = logging.getLogger(__name__)

Command = Callable[[dict[str, Any]], dict[str, Any]]
"""Takes the request, returns the answer; a `Refused` becomes an answer, other exceptions are logged too."""


class Refused(Exception):
    """A command that makes no sense now; the message says why."""


class ControlSocket:
    """Serves commands on threads of its own; a command runs on the thread of its connection."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._commands: dict[str, Command] = {"who": lambda _: {"pid": os.getpid()}}
        self._listener: socket.socket | None = None

    def add(self, commands: dict[str, Command]) -> None:
        self._commands |= commands

    def start(self) -> None:
        """Listen; a file that an earlier program left there is replaced."""
        listener = listening_at(self._path)
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), name="control", daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=self._serve, args=(connection,), name="control", daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with connection, connection.makefile("rb") as requests:
                for line in requests:
                    connection.sendall(answer_to(line, self._commands))
        except OSError:
            return  # whoever asked has gone


def listening_at(path: Path) -> socket.socket:
    """A socket that listens at `path`, which only its owner may open; a file that was left there is replaced."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX)
    with short_path(path) as short:
        before = os.umask(0o177)  # the file must never be there with other rights, not for an instant
        try:
            listener.bind(short)
        finally:
            os.umask(before)
    listener.listen(16)
    return listener


def answer_to(line: bytes, commands: dict[str, Command]) -> bytes:
    """Carry out the command of one line; the line that answers it."""
    answer: dict[str, Any]
    try:
        request = json.loads(line)
        command = commands.get(request["do"])
        if command is None:
            raise Refused(f"there is no '{request['do']}' here; there is {', '.join(sorted(commands))}")
        answer = {"ok": True, **command(request)}
    except Refused as refusal:
        answer = {"ok": False, "error": str(refusal)}
    except Exception as error:
        _log.exception("a control command failed: %r", line)
        answer = {"ok": False, "error": f"{type(error).__name__}: {error}"}
    return json.dumps(answer, ensure_ascii=False).encode() + b"\n"
