"""The rating pads: their lights as they burn, their buttons pressed and let go."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from messaging.clock import real_monotonic_s
from simulation.control_client import ControlRefused, NoControl
from simulation.wall.asking import ask
from simulation.wall.standing import LIVE, STARTING, standing_after

WATCH_S = 4.0
GRACE_S = 3.0
TRY_AGAIN_S = 0.5
LET_GO_AFTER_S = 10.0
"""A browser that was closed with a button down; a person may hold one for a while, to see what comes of it."""


class Pad:
    """One pad as it was last seen, and how it stands with it."""

    def __init__(self, device_id: str, control: Path, on_change: Callable[[], None]) -> None:
        self.device_id = device_id
        self.standing = STARTING
        self.lights: list[float] = []
        self._control = control
        self._on_change = on_change
        self._pressed_s: dict[int, float] = {}

    async def follow(self) -> None:
        """Keep the lights up to date until cancelled."""
        was_there = self.standing == LIVE
        while True:
            try:
                since = self.lights if self.standing == LIVE else None
                answer = await ask(self._control, "lights", since=since, wait_s=WATCH_S, patience_s=WATCH_S + GRACE_S)
                self._see([float(light) for light in answer["lights"]], LIVE)
                was_there = True
            except (NoControl, ControlRefused) as fault:
                self._see([], standing_after(fault, was_there=was_there))
                await asyncio.sleep(TRY_AGAIN_S)

    async def pin(self, button: int, *, is_low: bool) -> None:
        """
        Raises:
            NoControl, ControlRefused: the pad is not there, or has no such button.
        """
        await ask(self._control, "pin", button=button, level="low" if is_low else "high")
        if is_low:
            self._pressed_s[button] = real_monotonic_s()
        else:
            self._pressed_s.pop(button, None)

    async def let_go_forgotten(self) -> None:
        late_s = real_monotonic_s() - LET_GO_AFTER_S
        for button, since_s in list(self._pressed_s.items()):
            if since_s < late_s:
                del self._pressed_s[button]
                await self.pin(button, is_low=False)

    def _see(self, lights: list[float], standing: str) -> None:
        if (lights, standing) != (self.lights, self.standing):
            self.lights, self.standing = lights, standing
            self._on_change()
