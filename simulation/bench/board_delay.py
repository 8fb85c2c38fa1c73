"""How long the boards wait: from Next to the snapshot that says so, as somebody who listens receives it."""

import asyncio
import json
import queue
from collections.abc import Callable
from typing import Any

from messaging import topics
from messaging.broker import Arrival, BrokerConnection
from messaging.clock import real_monotonic_s
from simulation.bench.bench_centre import CENTRE
from simulation.bench.figures import Figures, figures_of
from simulation.bench.ground import Ground
from simulation.bench.load_client import LoadClient, LoadFailed

REST_S = 0.15
"""Between two presses: nobody calls twenty times a second, and boards are told no more often."""
PATIENCE_S = 10.0


class BoardListener:
    """Hears the boards' topic and the floor's; `start` before anything is pressed."""

    def __init__(self, ground: Ground) -> None:
        self._heard: queue.SimpleQueue[Arrival] = queue.SimpleQueue()
        self._is_up: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._broker = BrokerConnection(
            ground.listener, client_id="listener", on_arrival=self._heard.put, on_link=self._is_up.put
        )
        self._broker.follow(topics.board(CENTRE))
        self._broker.follow(ground.floor_topic)

    def start(self) -> None:
        self._broker.start()
        try:
            self._is_up.get(timeout=PATIENCE_S)
        except queue.Empty:
            raise LoadFailed("the broker lets nobody listen") from None

    def stop(self) -> None:
        self._broker.stop()

    def when(self, says_so: Callable[[dict[str, Any]], bool]) -> float:
        """When the message that says so was received (`real_monotonic_s`); those before it are let go."""
        give_up_s = real_monotonic_s() + PATIENCE_S
        while True:
            try:
                arrival = self._heard.get(timeout=max(0.01, give_up_s - real_monotonic_s()))
            except queue.Empty:
                raise LoadFailed("what was committed was not heard of") from None
            if says_so(json.loads(arrival.payload)):
                return arrival.received_s


async def board_delays(ground: Ground, listener: BoardListener, presses: int) -> dict[str, Figures]:
    """The figures of the server and of the first floor; they take turns, press by press.

    Raises:
        LoadFailed: an answer or a message did not come.
    """
    server_s, floor_s = [], []
    async with LoadClient(ground.server.port, 1) as console, LoadClient(ground.first_floor.port, 1) as floor:
        for _ in range(presses):
            server_s.append(await _call(ground, console, listener))
            await asyncio.sleep(REST_S)
            floor_s.append(await _commit_and_publish(ground, floor, listener))
            await asyncio.sleep(REST_S)
    return {
        ground.server.name: figures_of(server_s, sum(server_s)),
        ground.first_floor.name: figures_of(floor_s, sum(floor_s)),
    }


async def _call(ground: Ground, console: LoadClient, listener: BoardListener) -> float:
    """Somebody takes a number, untimed; Next calls it; then they come and go, untimed."""
    desk = ground.desks[0]
    await console.send([ground.server.wishes(1)], status=201)
    await asyncio.sleep(REST_S)
    sent_s = real_monotonic_s()
    burst = await console.send([iter([ground.server.deed("next", desk)])], status=200)
    number = json.loads(burst.answers[0].body)["number"]

    def is_called(said: dict[str, Any]) -> bool:
        calls = said.get("calls") or [{}]
        return bool(calls[0].get("number") == number)

    received_s = await asyncio.to_thread(listener.when, is_called)
    for deed in ("start", "finish"):
        await console.send([iter([ground.server.deed(deed, desk)])], status=200)
    return received_s - sent_s


async def _commit_and_publish(ground: Ground, floor: LoadClient, listener: BoardListener) -> float:
    sent_s = real_monotonic_s()
    burst = await floor.send([iter([ground.first_floor.row("/commit-and-publish")])], status=200)
    row = json.loads(burst.answers[0].body)["id"]
    received_s = await asyncio.to_thread(listener.when, lambda said: bool(said.get("id") == row))
    return received_s - sent_s
