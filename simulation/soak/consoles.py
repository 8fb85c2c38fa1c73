"""Consoles held open by officers' browsers: each is a session with a live stream, opened anew when it ends."""

import asyncio
import contextlib
import threading
from collections.abc import Sequence

import httpx

from simulation.centre_folder import Login

AGAIN_S = 2.0
SEE_OTHER, OK = 303, 200
JOIN_PATIENCE_S = 10.0


class HeldConsoles:
    """Runs on a thread of its own from `start` to `stop`."""

    def __init__(self, address: str, logins: Sequence[Login], count: int) -> None:
        self._address = address
        self._logins = [logins[n % len(logins)] for n in range(count)]
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._hold()), name="consoles", daemon=True)
        self.views = 0
        """How many they have received, all together."""
        self.opened_again = 0
        """How often a stream ended and was opened anew; sessions end by themselves after their hours."""

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(JOIN_PATIENCE_S)

    async def _hold(self) -> None:
        tasks = [asyncio.create_task(self._console(login)) for login in self._logins]
        await asyncio.to_thread(self._stopping.wait)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _console(self, login: Login) -> None:
        while True:
            with contextlib.suppress(httpx.HTTPError):
                await self._read(login)
            self.opened_again += 1
            await asyncio.sleep(AGAIN_S)

    async def _read(self, login: Login) -> None:
        """One session, until its stream ends."""
        browser = httpx.AsyncClient(base_url=self._address, timeout=httpx.Timeout(30.0), trust_env=False)
        async with browser:
            words = {"login": login.login, "password": login.password}
            if (await browser.post("/console/login", data=words)).status_code != SEE_OTHER:
                return
            async with browser.stream("GET", "/api/v1/console/stream") as stream:
                if stream.status_code != OK:
                    return
                async for line in stream.aiter_lines():
                    self.views += line.startswith("event: view")
