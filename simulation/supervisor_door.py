"""The control socket of the demo itself: another process may have one program held down, and let it run again."""

import contextlib
from pathlib import Path
from typing import Any, Self

from simulation.programs.control_socket import Command, Refused, answer_to, listening_at
from simulation.supervisor import Supervisor

DOOR = "demo"
"""Its socket's name among those of the programs."""
LINE_PATIENCE_S = 1.0
"""Who knocks speaks at once: the programs are not looked after meanwhile."""


class SupervisorDoor:
    """Answers `hold`, `unplug` and `release` with a `program`, on the supervisor's own thread, from `tend`."""

    def __init__(self, path: Path, supervisor: Supervisor) -> None:
        self._supervisor = supervisor
        self._commands: dict[str, Command] = {
            "hold": lambda request: self._turn(request, "hold"),
            "unplug": lambda request: self._turn(request, "unplug"),
            "release": lambda request: self._turn(request, "release"),
        }
        self._listener = listening_at(path)
        supervisor.listen(self._listener, self._answer)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._supervisor.no_longer_listen(self._listener)
        self._listener.close()

    def _answer(self) -> None:
        connection, _ = self._listener.accept()
        with connection, contextlib.suppress(OSError):  # whoever asked has gone
            connection.settimeout(LINE_PATIENCE_S)
            with connection.makefile("rb") as lines:
                line = lines.readline(4096)
            if line:
                connection.sendall(answer_to(line, self._commands))

    def _turn(self, request: dict[str, Any], how: str) -> dict[str, Any]:
        program = str(request["program"])
        try:
            if how == "release":
                self._supervisor.release(program)
            else:
                self._supervisor.hold(program, is_unplugged=how == "unplug")
        except KeyError:
            raise Refused(f"there is no program '{program}'") from None
        return {"ended": self._supervisor.ended()}
