"""The edge of Kivy's loop: a fault in a touch or a drawing is logged, and the screen goes on."""

import logging
from collections import deque
from collections.abc import Callable

from kivy.base import ExceptionHandler, ExceptionManager

from messaging.clock import real_monotonic_s

MOST_FAULTS, WITHIN_S = 20, 15.0
"""More than hands can cause: the drawing itself is broken in each frame, and only a new start helps."""
_SAID_AGAIN_S = 60.0

log = logging.getLogger(__name__)


class LoopEdge(ExceptionHandler):
    """Of one screen. `recover` brings it back to where it can be used; it may fail as well."""

    def __init__(self, recover: Callable[[], None]) -> None:
        self._recover = recover
        self._faults: deque[float] = deque(maxlen=MOST_FAULTS)
        self._said: dict[str, float] = {}

    def watch(self) -> None:
        """From now on nothing that fails in Kivy's loop ends the program."""
        ExceptionManager.add_handler(self)

    def let_go(self) -> None:
        ExceptionManager.remove_handler(self)

    def handle_exception(self, inst: BaseException) -> int:
        """Kivy asks here before it ends."""
        if not isinstance(inst, Exception):
            return int(ExceptionManager.RAISE)  # somebody ends the program
        now_s = real_monotonic_s()
        self._faults.append(now_s)
        if len(self._faults) == MOST_FAULTS and now_s - self._faults[0] < WITHIN_S:
            log.error("the screen fails again and again; the program ends to be started anew")
            return int(ExceptionManager.RAISE)
        self.go_on(inst)
        return int(ExceptionManager.PASS)

    def go_on(self, fault: Exception) -> None:
        """Note it, and bring the screen back."""
        self.note(fault)
        try:
            self._recover()
        except Exception as further:
            self.note(further)

    def note(self, fault: Exception) -> None:
        """Into the log with its way, the same one once a minute."""
        now_s, name = real_monotonic_s(), repr(fault)[:200]
        if now_s - self._said.get(name, -_SAID_AGAIN_S) < _SAID_AGAIN_S:
            return
        self._said = {known: at for known, at in self._said.items() if now_s - at < _SAID_AGAIN_S} | {name: now_s}
        log.error("a fault on the screen; it goes on", exc_info=fault)
