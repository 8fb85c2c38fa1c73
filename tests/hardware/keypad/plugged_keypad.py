"""A keypad that listens at a pipe of the test, and waiting for what comes through it."""

import time
from collections.abc import Callable
from pathlib import Path

from hardware.keypad.keypad import KeyChange
from hardware.keypad.simulated_keypad import PipeKeypad

PATIENCE_S = 10.0


def until(is_so: Callable[[], object]) -> None:
    give_up_s = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < give_up_s, "it did not happen"
        time.sleep(0.005)


class Plugged:
    """A keypad that listens, and everything it said so far."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.keypad = PipeKeypad(path)
        self.wakes = 0
        self.heard: list[KeyChange] = []
        self.keypad.when_changed(self._count)
        self.keypad.start()
        until(lambda: self.keypad.is_there)

    def hears(self, number: int) -> list[KeyChange]:
        """Wait for that many changes in all."""

        def enough() -> bool:
            self.heard += self.keypad.take()
            return len(self.heard) >= number

        until(enough)
        return self.heard

    def _count(self) -> None:
        self.wakes += 1
