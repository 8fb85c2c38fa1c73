"""Phones that follow their numbers, as many as asked for, in a process of its own so that they delay no measurement.

Each opens its page once and then asks for the part that changes, as the page's script does: at the pace the program
tells, a fifth more or less, with the ETag it has. Whose number is over takes the newest one: the next person's phone.
"""

import argparse
import asyncio
import json
import random
import signal
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import uvloop

from messaging.clock import real_monotonic_s
from server.db.connections import open_for_reading
from simulation.bench.figures import percentile
from simulation.ports import LOOPBACK

OVER_S = 60
"""A page that asks so seldom has nothing more to follow."""
USUALLY_S = 5.0
NEWEST = "SELECT token FROM ticket_links ORDER BY ticket_id DESC LIMIT ?"


@dataclass(slots=True)
class Followed:
    """What the phones asked and got."""

    pages: int = 0
    asked: int = 0
    unchanged: int = 0
    failed: int = 0
    latencies_ms: list[float] = field(default_factory=list)


def main(words: Sequence[str] | None = None) -> int:
    arguments = _arguments(words)
    followed = Followed()
    database = open_for_reading(arguments.database)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_follow(arguments.port, database, arguments.phones, followed))
    database.close()
    ascending = sorted(followed.latencies_ms)
    said = asdict(followed) | {
        "latencies_ms": {str(share): percentile(ascending, share) if ascending else None for share in (0.5, 0.99)}
    }
    arguments.said.write_text(json.dumps(said) + "\n", encoding="utf-8")
    return 0


async def _follow(port: int, database: sqlite3.Connection, phones: int, followed: Followed) -> None:
    """Until the process is asked to end."""
    tokens = [row[0] for row in database.execute(NEWEST, (phones,))]
    over = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, over.set)
    tasks = [
        asyncio.create_task(_Phone(port, database, tokens[n % len(tokens)], followed).live()) for n in range(phones)
    ]
    await over.wait()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


class _Phone:
    def __init__(self, port: int, database: sqlite3.Connection, token: str, followed: Followed) -> None:
        self._port = port
        self._database = database
        self._token = token
        self._followed = followed
        self._etag = ""
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def live(self) -> None:
        await asyncio.sleep(random.random() * USUALLY_S)  # nobody opens the page with two hundred others at once
        while True:
            try:
                if not self._etag:
                    await self._get(f"/t/{self._token}")
                    self._followed.pages += 1
                pause_s = await self._look()
            except (OSError, asyncio.IncompleteReadError, ValueError):
                self._followed.failed += 1
                self._hang_up()
                pause_s = USUALLY_S
            if pause_s >= OVER_S:
                self._token, self._etag = self._database.execute(NEWEST, (1,)).fetchone()[0], ""
                pause_s = USUALLY_S
            await asyncio.sleep(pause_s * (0.8 + 0.4 * random.random()))

    async def _look(self) -> float:
        """Ask for the part; for how long to wait then."""
        began_s = real_monotonic_s()
        status, headers = await self._get(f"/t/{self._token}/part")
        self._followed.asked += 1
        self._followed.unchanged += status == 304
        self._followed.latencies_ms.append((real_monotonic_s() - began_s) * 1000)
        if status not in (200, 304):
            self._followed.failed += 1
            return USUALLY_S
        self._etag = headers.get("etag", self._etag)
        return float(headers.get("x-next-s", USUALLY_S))

    async def _get(self, path: str) -> tuple[int, dict[str, str]]:
        was_kept = self._streams is not None
        try:
            return await self._ask(path)
        except asyncio.IncompleteReadError as cut:
            if not was_kept or cut.partial:
                raise
        self._hang_up()  # the server had closed the kept connection: as a browser does, once more on a new one
        return await self._ask(path)

    async def _ask(self, path: str) -> tuple[int, dict[str, str]]:
        if self._streams is None:
            self._streams = await asyncio.open_connection(LOOPBACK, self._port)
        reader, writer = self._streams
        held = f"If-None-Match: {self._etag}\r\n" if self._etag else ""
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {LOOPBACK}:{self._port}\r\n{held}\r\n".encode())
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
        await reader.readexactly(int(headers.get("content-length", 0)))
        return int(first.split(" ")[1]), headers

    def _hang_up(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m simulation.bench.following", description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="of the pages for phones")
    parser.add_argument("--database", type=Path, required=True, help="the centre's, to read the newest numbers from")
    parser.add_argument("--phones", type=int, required=True, help="how many")
    parser.add_argument("--said", type=Path, required=True, help="where to write what they asked and got")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
