"""What the page shows now, in sections that each have a version: who is slow gets the newest and misses nothing."""

import asyncio
from collections.abc import Callable
from typing import Any

AWAY_AFTER_S = 3.0
"""A page that is loaded anew comes back within that; only then is nobody watching."""


class LiveState:
    """Lives on the event loop."""

    def __init__(self, on_watched: Callable[[bool], None]) -> None:
        self._on_watched = on_watched
        self._sections: dict[str, tuple[int, Any]] = {}
        self._version = 0
        self._changed = asyncio.Event()
        self._going: asyncio.TimerHandle | None = None
        self.watchers = 0
        self.is_over = False

    def put(self, section: str, value: Any) -> None:
        """Show another value; the same one again is no change."""
        known = self._sections.get(section)
        if known is not None and known[1] == value:
            return
        self._version += 1
        self._sections[section] = (self._version, value)
        self._wake()

    def get(self, section: str) -> Any:
        known = self._sections.get(section)
        return None if known is None else known[1]

    def since(self, version: int) -> tuple[int, dict[str, Any]]:
        """The version now, and the sections that are newer than `version`."""
        return self._version, {name: value for name, (at, value) in self._sections.items() if at > version}

    async def wait_beyond(self, version: int) -> None:
        """Return once there is something newer than `version`, or all is over."""
        while self._version <= version and not self.is_over:
            await self._changed.wait()

    def enter(self) -> None:
        """Somebody watches from now on."""
        self.watchers += 1
        if self._going is not None:
            self._going.cancel()
            self._going = None
        elif self.watchers == 1:
            self._on_watched(True)  # noqa: FBT003 -- the one thing the callback is told

    def leave(self) -> None:
        self.watchers -= 1
        if self.watchers == 0:
            self._going = asyncio.get_running_loop().call_later(AWAY_AFTER_S, self._gone)

    def end(self) -> None:
        """Let all who watch go."""
        self.is_over = True
        self._wake()

    def _gone(self) -> None:
        self._going = None
        self._on_watched(False)  # noqa: FBT003 -- as above

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
