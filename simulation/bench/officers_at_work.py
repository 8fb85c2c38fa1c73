"""`python -m simulation.bench.officers_at_work`: how soon deeds are answered while 25 officers work side by side.

Each officer has the console open, as a live stream, and presses when the work asks for it and not in step with the
others: calls, starts, notes, holds, finishes, and now and then somebody does not come. `console_deeds` has the other
end, everybody in the very same moment.
"""

import argparse
import asyncio
import json
import random
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx
import uvloop

from messaging.clock import real_monotonic_s
from simulation.bench.bench_centre import Desk
from simulation.bench.figures import Figures, figures_of
from simulation.bench.ground import Ground, NotStarted
from simulation.bench.load_client import LoadClient, LoadFailed
from simulation.broker_files import BrokerMissing
from simulation.ports import LOOPBACK
from simulation.stopping import StopAsked, ignore_signals, say, stop_on_signals
from simulation.supervisor import Supervisor

OFFICERS = 25
CREATED, OK = 201, 200
NUMBERS_BEFORE = 1200
"""Of the day, given before anybody is measured; most of them wait, for as long as the measuring takes."""
REST_S = (0.4, 1.6)
"""Between two presses of an officer: thirty times as busy as a real one."""
EVERYTHING = "all deeds"


def main(words: Sequence[str] | None = None) -> int:
    arguments = _arguments(words)
    stop_on_signals()
    scratch = Path(tempfile.mkdtemp(prefix="bocso-officers-"))
    scratch.chmod(0o711)  # the broker runs as a user of its own
    supervisor = Supervisor(lambda line: say(line, to_errors=True))
    try:
        ground = Ground(scratch, supervisor, "officers", past_tickets=arguments.past)
        ground.make()
        ground.start()
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            figures = runner.run(officers_at_work(ground, arguments.seconds))
        ground.stop()
    except StopAsked:
        say("Stopped.", to_errors=True)
        return 1
    except (BrokerMissing, NotStarted, LoadFailed, httpx.HTTPError) as fault:
        say(f"It stopped: {fault}", to_errors=True)
        return 1
    finally:
        ignore_signals()
        supervisor.close()
        shutil.rmtree(scratch, ignore_errors=True)
    for deed, of in figures.items():
        say(f"{deed:15} {of.count:5}  p50 {of.p50_ms:6.1f} ms  p99 {of.p99_ms:6.1f} ms")
    return 0


async def officers_at_work(ground: Ground, length_s: float) -> dict[str, Figures]:
    """Each deed's figures while everybody works for so long, and those of all deeds together.

    Raises:
        LoadFailed, httpx.HTTPError: somebody was answered otherwise than expected.
    """
    async with LoadClient(ground.server.port, 1) as kiosk:
        await kiosk.send([ground.server.wishes(NUMBERS_BEFORE)], status=CREATED)
    desks = ground.desks[:OFFICERS]
    waits_s: dict[str, list[float]] = defaultdict(list)
    async with asyncio.TaskGroup() as group:
        pages = [group.create_task(_keep_open(ground, desk)) for desk in desks]
        end_s = real_monotonic_s() + length_s
        work = [group.create_task(_Officer(ground, desk, waits_s).work(end_s)) for desk in desks]
        await asyncio.wait(work)
        for page in pages:
            page.cancel()
    every = [wait_s for of in waits_s.values() for wait_s in of]
    return {deed: figures_of(of, length_s) for deed, of in ({EVERYTHING: every} | waits_s).items()}


class _Officer:
    def __init__(self, ground: Ground, desk: Desk, waits_s: dict[str, list[float]]) -> None:
        self._ground = ground
        self._desk = desk
        self._waits_s = waits_s
        self._random = random.Random(desk.staff_id)

    async def work(self, end_s: float) -> None:
        """Serve one citizen after the other until then; whoever is at the desk is served to the end."""
        async with LoadClient(self._ground.server.port, 1) as console:
            while real_monotonic_s() < end_s:
                number = await self._press(console, "next")
                if self._random.random() < 0.2:
                    await self._press(console, "absent")
                    await self._press(console, "back-to-queue", {"number": number})
                    continue
                await self._press(console, "recall")
                await self._press(console, "start")
                if self._random.random() < 0.4:
                    await self._press(console, "note", {"number": number, "text": "Đã xem hồ sơ gốc"})
                    await self._press(console, "hold", {"minutes": 10})
                    await self._press(console, "resume", {"number": number})
                    await self._press(console, "start")
                await self._press(console, "finish")

    async def _press(self, console: LoadClient, deed: str, words: Mapping[str, Any] | None = None) -> str:
        """Press when one gets to it; the number it was about."""
        await asyncio.sleep(self._random.uniform(*REST_S))
        burst = await console.send([iter([self._ground.server.deed(deed, self._desk, words)])], status=OK)
        self._waits_s[deed] += burst.latencies_s
        return str(json.loads(burst.answers[0].body)["number"])


async def _keep_open(ground: Ground, desk: Desk) -> None:
    async for _ in views_of(ground, desk):
        pass


async def views_of(ground: Ground, desk: Desk) -> AsyncIterator[None]:
    """An officer's console, read line by line as a browser does: each view as it comes.

    Raises:
        LoadFailed, httpx.HTTPError: there is no stream, or it ended in disorder.
    """
    address = f"http://{LOOPBACK}:{ground.server.port}/api/v1/console/stream"
    cookies = {"bocso_session": desk.token}
    async with (
        httpx.AsyncClient(timeout=httpx.Timeout(30.0), trust_env=False, cookies=cookies) as browser,
        browser.stream("GET", address) as stream,
    ):
        if stream.status_code != OK:
            raise LoadFailed(f"a stream was answered {stream.status_code}")
        async for line in stream.aiter_lines():
            if line.startswith("event: view"):
                yield


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m simulation.bench.officers_at_work", description=__doc__)
    parser.add_argument("--past", type=int, default=100_000, help="tickets of former days (default 100,000)")
    parser.add_argument("--seconds", type=float, default=60.0, help="for how long (default 60)")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
