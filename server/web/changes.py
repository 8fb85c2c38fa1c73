"""Wake live pages when something was committed: a counter that only grows, and waiting for it to grow."""

import asyncio
import contextlib


class Changes:
    """Lives on the event loop; `announce` may be called from any thread once `attach` was."""

    def __init__(self) -> None:
        self._count = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._changed = asyncio.Event()
        self.is_over = False
        """The server is stopping: live pages end instead of waiting on."""

    def attach(self) -> None:
        """Bind to the running event loop."""
        self._loop = asyncio.get_running_loop()

    @property
    def count(self) -> int:
        return self._count

    def announce(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._note)

    def end(self) -> None:
        """Let live pages end; may be called from any thread."""
        self.is_over = True
        self.announce()

    async def wait_beyond(self, seen: int, timeout_s: float) -> int:
        """Return as soon as the count is beyond `seen`, or after `timeout_s`; the count."""
        if self._count <= seen:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), timeout_s)
        return self._count

    def _note(self) -> None:
        self._count += 1
        self._changed.set()
        self._changed = asyncio.Event()
