"""The rounds: server and floors take turns within one run, so that each ratio is of one moment of this machine.

One turn is 192 tickets issued (closed loop, so many clients), and 192 calls that drain them again: each client
has a counter of its own and calls in waves, for between two of its calls somebody must come and go (Start and
Finish, untimed). So at most 192 people wait.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from simulation.bench.figures import Figures, figures_of
from simulation.bench.ground import Ground, Racer
from simulation.bench.load_client import Burst, LoadClient

TICKETS_A_TURN = 192
"""As many as can be shared out evenly among 1, 16 and 64 clients, below two hundred."""
REST_S = 0.12
"""After a turn: what it has left to say (a publication, a checkpoint) shall not be laid on the next one."""

ISSUE, NEXT = "issue", "next"
CREATED, OK = 201, 200


@dataclass(frozen=True, slots=True)
class Lap:
    """What one racer did in one round."""

    ground: str
    racer: str
    deed: str
    clients: int
    round: int
    figures: Figures


async def run_rounds(grounds: Sequence[Ground], *, clients: Sequence[int], rounds: int, turns: int) -> list[Lap]:
    """Let everybody run; a turn to get warm first, which is not counted.

    Raises:
        LoadFailed: somebody answered otherwise than expected.
    """
    laps: list[Lap] = []
    async with AsyncExitStack() as stack:
        runners = {
            ground.name: [
                _Runner(ground, racer, await stack.enter_async_context(LoadClient(racer.port, max(clients))))
                for racer in (ground.server, ground.first_floor, ground.second_floor)
            ]
            for ground in grounds
        }
        for ground in grounds:
            for runner in runners[ground.name]:
                await runner.turn(max(clients))
        for n in range(rounds):
            for count in clients:
                for ground in grounds:
                    laps += await _round(runners[ground.name], count, n, turns)
    return laps


async def _round(runners: Sequence["_Runner"], clients: int, n: int, turns: int) -> list[Lap]:
    """Everybody's turns, one after the other; who begins changes, for what is warm stays warm a while."""
    bursts: dict[tuple[int, str], list[Burst]] = defaultdict(list)
    for turn in range(turns):
        for place in range(len(runners)):
            at = (n + turn + place) % len(runners)
            issued, called = await runners[at].turn(clients)
            bursts[at, ISSUE] += issued
            bursts[at, NEXT] += called
    return [
        Lap(
            runners[at].ground.name,
            runners[at].racer.name,
            deed,
            clients,
            n,
            figures_of(
                (latency_s for burst in of for latency_s in burst.latencies_s),
                sum(burst.elapsed_s for burst in of),
            ),
        )
        for (at, deed), of in bursts.items()
    ]


class _Runner:
    def __init__(self, ground: Ground, racer: Racer, client: LoadClient) -> None:
        self.ground = ground
        self.racer = racer
        self._client = client

    async def turn(self, clients: int) -> tuple[list[Burst], list[Burst]]:
        """The timed bursts of one turn: tickets, and calls."""
        wishes = self.racer.wishes(TICKETS_A_TURN)
        await asyncio.sleep(REST_S)
        issued = await self._client.send([wishes] * clients, status=CREATED if self.racer.centre else OK)
        await asyncio.sleep(REST_S)
        called = [await self._wave(clients) for _ in range(TICKETS_A_TURN // clients)]
        return [issued], called

    async def _wave(self, clients: int) -> Burst:
        wave = await self._client.send(self._deeds("next", clients), status=OK)
        if self.racer is self.ground.server:
            for deed in ("start", "finish"):
                await self._client.send(self._deeds(deed, clients), status=OK)
        return wave

    def _deeds(self, name: str, clients: int) -> list[Iterator[bytes]]:
        return [iter([self.racer.deed(name, desk)]) for desk in self.ground.desks[:clients]]
