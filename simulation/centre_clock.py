"""The clock of a running centre: all its programs step together, and nobody steps while somebody's hand is on a button.

Every program keeps its own lead over the machine's clock (`messaging.clock.SteppedClock`); this tells them
the same lead, over their control sockets, and the folder remembers it.
"""

import contextlib
import json
import socket
import threading
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from simulation.centre_folder import CentreFolder
from simulation.control_client import NoControl, short_path

STEP_PATIENCE_S = 5.0
"""A program that does not take a step for so long is busy dying; it takes it when it starts again."""


class CentreClock:
    """May be used from any thread."""

    def __init__(self, folder: CentreFolder, programs: Iterable[str]) -> None:
        """`programs`: names of control sockets, the server's first, for it is the one that tells the others."""
        self._folder = folder
        self._lines = {name: _Line(folder, name) for name in programs}
        self._lead_s = folder.lead_s()
        self._turn = threading.Condition()
        self._is_stepping = False
        self._holding = 0

    def read_lead(self) -> None:
        """Take the lead that the folder says; before anything runs."""
        self._lead_s = self._folder.lead_s()

    @property
    def lead_s(self) -> float:
        return self._lead_s

    def now(self) -> datetime:
        """What the centre's programs take for the time now; UTC."""
        return datetime.now(UTC) + timedelta(seconds=self._lead_s)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """While inside, time goes by as for real people: steps wait. Whoever holds it cannot step it."""
        with self._turn:
            self._turn.wait_for(lambda: not self._is_stepping)
            self._holding += 1
        try:
            yield
        finally:
            with self._turn:
                self._holding -= 1
                self._turn.notify_all()

    @property
    def is_held(self) -> bool:
        return self._holding > 0

    def step(self, seconds: float) -> None:
        """Let all programs run ahead by that much more, as soon as nobody holds the time.

        Raises:
            NoControl: programs did not answer; all others have stepped, and those take it when they start again.
        """
        with self._stepping():
            # Somebody else may have stepped since: the wall runs in a process of its own.
            self._lead_s = max(self._lead_s, self._folder.lead_s()) + seconds
            self._folder.keep_lead(self._lead_s)
            faults = self._tell_all()
        if faults:
            raise NoControl("; ".join(faults))

    def close(self) -> None:
        """Hang up; a later step calls again."""
        with self._stepping():
            for line in self._lines.values():
                line.close()

    @contextlib.contextmanager
    def _stepping(self) -> Iterator[None]:
        with self._turn:
            self._turn.wait_for(lambda: not self._is_stepping and not self._holding)
            self._is_stepping = True
        try:
            yield
        finally:
            with self._turn:
                self._is_stepping = False
                self._turn.notify_all()

    def _tell_all(self) -> list[str]:
        """Tell every program before hearing any: the step is to fall into the same instant for all."""
        faults = []
        told = []
        for line in self._lines.values():
            try:
                line.tell(self._lead_s)
                told.append(line)
            except OSError as error:
                faults.append(f"{line.name}: {error}")
        for line in told:
            try:
                line.hear()
            except OSError as error:
                faults.append(f"{line.name}: {error}")
        return faults


class _Line:
    """A standing connection to one program's control socket, made anew when the program was."""

    def __init__(self, folder: CentreFolder, name: str) -> None:
        self.name = name
        self._path = folder.control_socket(name)
        self._connection: socket.socket | None = None

    def tell(self, lead_s: float) -> None:
        request = json.dumps({"do": "step", "to_s": lead_s}).encode() + b"\n"
        try:
            self._connected().sendall(request)
        except OSError:
            self.close()  # it may have been started again since
            self._connected().sendall(request)

    def hear(self) -> None:
        connection = self._connected()
        try:
            answer = b""
            while not answer.endswith(b"\n"):
                part = connection.recv(4096)
                if not part:
                    raise ConnectionResetError("ended without an answer")
                answer += part
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connected(self) -> socket.socket:
        if self._connection is None:
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(STEP_PATIENCE_S)
            try:
                with short_path(self._path) as path:
                    connection.connect(path)
            except OSError:
                connection.close()
                raise
            self._connection = connection
        return self._connection
