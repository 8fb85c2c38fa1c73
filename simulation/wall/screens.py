"""Live pictures of the devices with a screen: fetched when something was drawn, at most two a second each."""

import asyncio
import base64
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from messaging.clock import real_monotonic_s
from simulation.control_client import ControlRefused, NoControl
from simulation.wall.asking import ask
from simulation.wall.standing import LIVE, STARTING, standing_after

SHORTEST_INTERVAL_S = 0.5
WATCH_S = 4.0
"""How long a screen may be silent before it is asked whether it is still there."""
GRACE_S = 3.0
"""How much longer than that an answer may take on a busy machine."""
TRY_AGAIN_S = 0.5


@dataclass(frozen=True, slots=True)
class Picture:
    png: bytes
    frame: int
    """Grows with every picture of this wall, also across restarts of the device."""
    width: int
    """Of the screen itself, in pixels."""
    height: int


class Screen:
    """One device's screen as it was last seen, and how it stands with it."""

    def __init__(self, device_id: str, control: Path, width: int, on_change: Callable[[], None]) -> None:
        """`width`: how wide pictures are to be, about."""
        self.device_id = device_id
        self.control = control
        self.standing = STARTING
        self.picture: Picture | None = None
        self._width = width
        self._on_change = on_change
        self._taken_s = -SHORTEST_INTERVAL_S

    async def follow(self) -> None:
        """Keep the picture up to date until cancelled."""
        seen = -1
        while True:
            try:
                frame = await self._next_frame(seen)
                if frame != seen:
                    seen = await self._take()
                self._stand(LIVE)
            except (NoControl, ControlRefused) as fault:
                seen = -1
                self._stand(standing_after(fault, was_there=self.picture is not None))
                await asyncio.sleep(TRY_AGAIN_S)

    async def _next_frame(self, seen: int) -> int:
        answer = await ask(self.control, "frame", since=seen, wait_s=WATCH_S, patience_s=WATCH_S + GRACE_S)
        return int(answer["frame"])

    async def _take(self) -> int:
        """Fetch the picture, not too soon after the last one; the device's number of its frame."""
        await asyncio.sleep(self._taken_s + SHORTEST_INTERVAL_S - real_monotonic_s())
        self._taken_s = real_monotonic_s()
        answer = await ask(self.control, "picture", width=self._width)
        png = base64.b64decode(answer["png"])
        if self.picture is None or self.picture.png != png:
            frame = 1 if self.picture is None else self.picture.frame + 1
            self.picture = Picture(png, frame, int(answer["width"]), int(answer["height"]))
            self._on_change()
        return int(answer["frame"])

    def _stand(self, standing: str) -> None:
        if self.standing != standing:
            self.standing = standing
            self._on_change()
