"""Counters that work without a pause, timed deed by deed: somebody takes a number, is called, comes and goes."""

import asyncio
from collections.abc import Callable

from simulation.bench.ground import Ground
from simulation.bench.load_client import LoadClient

DEEDS = ("ticket", "next", "start", "finish")
CREATED, OK = 201, 200

Timed = dict[str, list[float]]
"""Milliseconds by deed."""


async def counters_at_work(
    ground: Ground, *, counters: int, rest_s: float, is_over: Callable[[], bool], first: int = 0
) -> Timed:
    """One citizen after another at counter after counter, `rest_s` seconds between two, until it is over.

    `first` is the counter to begin with: those before it are somebody else's.

    Raises:
        LoadFailed: a deed is refused or not answered.
    """
    server = ground.server
    timed: Timed = {deed: [] for deed in DEEDS}
    async with LoadClient(server.port, 1) as console:
        while not is_over():
            for desk in ground.desks[first : first + counters]:
                burst = await console.send([server.wishes(1)], status=CREATED)
                timed["ticket"] += [one * 1000 for one in burst.latencies_s]
                for deed in DEEDS[1:]:
                    burst = await console.send([iter([server.deed(deed, desk)])], status=OK)
                    timed[deed] += [one * 1000 for one in burst.latencies_s]
                await asyncio.sleep(rest_s)
    return timed
