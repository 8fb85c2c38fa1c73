"""A busy console: every deed of 25 officers who press at once, and how soon the head's floor shows a call.

The day has had more than 1,200 numbers by then (the rounds before issued them), and on the ground with a history
five years of a large centre lie behind it.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import httpx

from messaging.clock import real_monotonic_s
from simulation.bench.bench_centre import Desk
from simulation.bench.figures import Figures, figures_of
from simulation.bench.ground import Ground
from simulation.bench.load_client import Burst, LoadClient, LoadFailed
from simulation.ports import LOOPBACK

OFFICERS = 25
CREATED, OK = 201, 200
REST_S = 0.2
PATIENCE_S = 10.0
VIEW = "view"


async def console_deeds(ground: Ground, rounds: int) -> dict[str, Figures]:
    """Each deed's figures over all rounds; all officers press in the same moment, which no real ones do.

    Raises:
        LoadFailed: somebody was answered otherwise than expected.
    """
    desks = ground.desks[:OFFICERS]
    bursts: dict[str, list[Burst]] = defaultdict(list)
    async with LoadClient(ground.server.port, OFFICERS) as console:
        for _ in range(rounds):
            await _Round(ground, console, desks, bursts).play()
    return {
        deed: figures_of(
            (latency_s for burst in of for latency_s in burst.latencies_s), sum(burst.elapsed_s for burst in of)
        )
        for deed, of in bursts.items()
    }


class _Round:
    """One after another, everything an officer does; each counter is free at the end."""

    def __init__(
        self, ground: Ground, console: LoadClient, desks: Sequence[Desk], bursts: dict[str, list[Burst]]
    ) -> None:
        self._ground = ground
        self._console = console
        self._desks = desks
        self._bursts = bursts

    async def play(self) -> None:
        services = self._ground.server.centre.services if self._ground.server.centre is not None else ()
        await self._console.send([self._ground.server.wishes(2 * OFFICERS)] * OFFICERS, status=CREATED)
        held = await self._all("next")
        await self._all("recall")
        await self._all("start")
        await self._all("note", [{"number": number, "text": "Đã xem hồ sơ gốc"} for number in held])
        await self._all("hold", [{"minutes": 10}] * OFFICERS)
        await self._all("next")
        await self._all("start")
        await self._all("finish")
        await self._all("resume", [{"number": number} for number in held])
        await self._all("start")
        await self._all("second-service", [{"service": self._other(services, number)} for number in held])
        await self._all("transfer", [{"to": "counter", "target": self._neighbour(desk)} for desk in self._desks])
        absent = await self._all("next")
        await self._all("absent")
        await self._all("back-to-queue", [{"number": number} for number in absent])
        await self._all("pause", [{"reason": "break"}] * OFFICERS)
        await self._all("resume-desk")
        await self._look()
        await self._serve_who_is_left()

    async def _all(self, deed: str, words: Sequence[dict[str, Any]] = ()) -> list[str]:
        """Everybody does it at once; the numbers it was about, officer by officer."""
        of_each = words or [{}] * len(self._desks)
        requests = [
            iter([self._ground.server.deed(deed, desk, own)]) for desk, own in zip(self._desks, of_each, strict=True)
        ]
        burst = await self._console.send(requests, status=OK)
        self._bursts[deed].append(burst)
        in_order = sorted(burst.answers, key=lambda answer: answer.client)
        return [str(json.loads(answer.body).get("number")) for answer in in_order]

    async def _serve_who_is_left(self) -> None:
        """Untimed, until nobody waits any more."""
        busy = list(self._desks)
        while busy:
            called = await self._console.send([self._asked("next", desk) for desk in busy], status=OK)
            in_order = sorted(called.answers, key=lambda answer: answer.client)
            busy = [
                desk
                for desk, answer in zip(busy, in_order, strict=True)
                if json.loads(answer.body)["number"] is not None
            ]
            for deed in ("start", "finish") if busy else ():
                await self._console.send([self._asked(deed, desk) for desk in busy], status=OK)

    def _asked(self, deed: str, desk: Desk) -> Iterator[bytes]:
        return iter([self._ground.server.deed(deed, desk)])

    async def _look(self) -> None:
        requests = [iter([self._ground.server.look("/api/v1/console/view", desk)]) for desk in self._desks]
        self._bursts[VIEW].append(await self._console.send(requests, status=OK))

    @staticmethod
    def _other(services: Sequence[str], number: str) -> str:
        return next(service for service in services if not number.startswith(service))

    def _neighbour(self, desk: Desk) -> str:
        at = self._desks.index(desk)
        return self._desks[(at + 1) % len(self._desks)].counter_id


async def floor_delays(ground: Ground, presses: int) -> list[float]:
    """Milliseconds from an officer's Next to the head's floor that shows the number, press by press.

    Raises:
        LoadFailed: the floor does not show it.
    """
    assert ground.server.centre is not None
    head, desk = ground.server.centre.head, ground.desks[0]
    delays = []
    address = f"http://{LOOPBACK}:{ground.server.port}/api/v1/floor/stream"
    async with (
        LoadClient(ground.server.port, 1) as console,
        httpx.AsyncClient(timeout=PATIENCE_S, trust_env=False, cookies={"bocso_session": head.token}) as browser,
        browser.stream("GET", address) as stream,
    ):
        if stream.status_code != OK:
            raise LoadFailed(f"the floor's stream answers {stream.status_code}")
        lines = stream.aiter_lines()
        for _ in range(presses):
            await console.send([ground.server.wishes(1)], status=CREATED)
            await asyncio.sleep(REST_S)
            sent_s = real_monotonic_s()
            burst = await console.send([iter([ground.server.deed("next", desk)])], status=OK)
            number = json.loads(burst.answers[0].body)["number"]
            async for line in lines:
                if line.startswith("data:") and f'"{number}"' in line:
                    break
            else:
                raise LoadFailed("the floor's stream ended")
            delays.append((real_monotonic_s() - sent_s) * 1000)
            for deed in ("start", "finish"):
                await console.send([iter([ground.server.deed(deed, desk)])], status=OK)
    return delays
