"""A program that dies at a failpoint as by kill -9: armed by its control socket, or from the start on."""

import os
import signal
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from messaging import failpoints
from simulation.programs.control_socket import Refused


@dataclass(slots=True)
class _Wanted:
    name: str
    about: str
    left: int
    after: int | None


class DyingAt:
    """A plan for `failpoints.install`: dies at the `nth` time that the place is reached about `about`.

    `after`: of a snapshot, only of one with a later revision: what was done before may still be on its way.
    """

    def __init__(self) -> None:
        self._wanted: _Wanted | None = None

    def arm(self, name: str, about: str = "", nth: int = 1, after: int | None = None) -> None:
        """
        Raises:
            Refused: there is no such place.
        """
        if name not in failpoints.NAMES:
            raise Refused(f"there is no failpoint '{name}'")
        # In one go: other threads reach places meanwhile.
        self._wanted = _Wanted(name, about, nth, after)

    def __call__(self, name: str, about: object) -> None:
        wanted = self._wanted
        if wanted is None or name != wanted.name or not _is_about(about, wanted.about):
            return
        if wanted.after is not None and not _is_later(about, wanted.after):
            return
        wanted.left -= 1
        if wanted.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def command(self, request: dict[str, Any]) -> dict[str, Any]:
        """`die_at` of the control socket."""
        self.arm(request["name"], request.get("about", ""), request.get("nth", 1), request.get("after"))
        return {}


def _is_later(about: object, revision: int) -> bool:
    return isinstance(about, tuple) and any(isinstance(one, int) and one > revision for one in about)


def _is_about(about: object, wanted: str) -> bool:
    """A kind of event, or a part of a path, topic or step."""
    if not wanted:
        return True
    if isinstance(about, str):
        return wanted in about
    if isinstance(about, Iterable):
        return any(_is_about(one, wanted) for one in about)
    return getattr(about, "kind", None) == wanted  # an event; its class is the server's alone
