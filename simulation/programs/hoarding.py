"""A program that keeps what it should let go, when told to: planted growth, by which the soak proves that it looks."""

import os
import threading
from typing import Any


class Hoarding:
    """Answers `hoard` of the control socket."""

    def __init__(self) -> None:
        self._kept: list[bytes] = []
        self._files: list[int] = []

    def command(self, request: dict[str, Any]) -> dict[str, Any]:
        """Keep so many megabytes, open files and waiting threads more, for good."""
        self._kept += [os.urandom(1 << 20) for _ in range(int(request["memory_mb"]))]
        self._files += [os.open("/dev/null", os.O_RDONLY) for _ in range(int(request["handles"]))]
        for _ in range(int(request["threads"])):
            threading.Thread(target=threading.Event().wait, name="hoarded", daemon=True).start()
        return {"files": len(self._files)}
