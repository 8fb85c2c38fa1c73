"""A program that dies at a failpoint as by kill -9: armed by its control socket, or from the start on."""

import os
import signal
from collections.abc import Iterable
from typing import Any

from messaging import failpoints
from simulation.programs.control_socket import Refused


class DyingAt:
    """A plan for `failpoints.install`: dies at the `nth` time that the place is reached about `about`."""

    def __init__(self) -> None:
        self._name = ""
        self._about = ""
        self._left = 0

    def arm(self, name: str, about: str = "", nth: int = 1) -> None:
        """
        Raises:
            Refused: there is no such place.
        """
        if name not in failpoints.NAMES:
            raise Refused(f"there is no failpoint '{name}'")
        self._name, self._about, self._left = name, about, nth

    def __call__(self, name: str, about: object) -> None:
        if name != self._name or not _is_about(about, self._about):
            return
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def command(self, request: dict[str, Any]) -> dict[str, Any]:
        """`die_at` of the control socket."""
        self.arm(request["name"], request.get("about", ""), request.get("nth", 1))
        return {}


def _is_about(about: object, wanted: str) -> bool:
    """A kind of event, or a part of a path, topic or step."""
    if not wanted:
        return True
    if isinstance(about, str):
        return wanted in about
    if isinstance(about, Iterable):
        return any(_is_about(one, wanted) for one in about)
    return getattr(about, "kind", None) == wanted  # an event; its class is the server's alone
