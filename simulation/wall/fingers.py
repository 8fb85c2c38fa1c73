"""Fingers of the browsers on the devices' screens: each gets a number of its own, and none stays down for ever."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from messaging.clock import real_monotonic_s
from simulation.wall.asking import ask
from simulation.wall.errors import NotPossible

FINGERS_AT_MOST = 10
LIFTED_AFTER_S = 5.0
"""A browser that was closed with a finger down says no more; the page speaks up every second."""
SECOND_FINGER_PX = 6
"""How far the second finger of a doubled touch lies beside the first."""


@dataclass(slots=True)
class _Finger:
    number: int
    at: tuple[float, float]
    heard_s: float
    is_doubled: bool
    """Whether a second finger went down beside it, and has to be lifted with it."""


class Fingers:
    """On one screen. With `is_doubled` a touch comes as two fingers that both bounce, as of a worn panel."""

    def __init__(self, control: Path) -> None:
        self._control = control
        self._down: dict[str, _Finger] = {}
        self._lock = asyncio.Lock()
        self.is_doubled = False

    async def put(self, name: str, phase: str, at: tuple[float, float]) -> None:
        """Do what a finger of a browser does; one that is not down cannot move or be lifted.

        Raises:
            NotPossible: more fingers than a hand has.
            NoControl, ControlRefused: the screen did not take it.
        """
        async with self._lock:
            finger = self._down.get(name)
            if phase == "down":
                await self._press(name, at)
            elif finger is not None and phase == "move":
                finger.at, finger.heard_s = at, real_monotonic_s()
                await self._send("move", finger.number, at)
            elif finger is not None:
                del self._down[name]
                await self._lift(finger, at)

    async def lift_forgotten(self) -> None:
        """Lift the fingers that nobody has spoken of for a while."""
        late_s = real_monotonic_s() - LIFTED_AFTER_S
        for name, finger in list(self._down.items()):
            if finger.heard_s < late_s:
                await self.put(name, "up", finger.at)

    async def _press(self, name: str, at: tuple[float, float]) -> None:
        if name not in self._down and len(self._down) >= FINGERS_AT_MOST:
            raise NotPossible("Quá nhiều ngón tay cùng lúc.")
        if name in self._down:
            await self._lift(self._down.pop(name), at)  # its lifting was lost on the way
        taken = {finger.number for finger in self._down.values()}
        number = next(number for number in range(0, 2 * FINGERS_AT_MOST, 2) if number not in taken)
        finger = self._down[name] = _Finger(number, at, real_monotonic_s(), self.is_doubled)
        bounces = ("down", "up", "down") if finger.is_doubled else ("down",)
        for phase in bounces:
            await self._send(phase, number, at)
        if finger.is_doubled:
            for phase in bounces:
                await self._send(phase, number + 1, _beside(at))

    async def _lift(self, finger: _Finger, at: tuple[float, float]) -> None:
        await self._send("up", finger.number, at)
        if finger.is_doubled:
            await self._send("up", finger.number + 1, _beside(at))

    async def _send(self, phase: str, number: int, at: tuple[float, float]) -> None:
        await ask(self._control, "touch", x=at[0], y=at[1], phase=phase, finger=number)


def _beside(at: tuple[float, float]) -> tuple[float, float]:
    return max(0.0, at[0] - SECOND_FINGER_PX), at[1]
