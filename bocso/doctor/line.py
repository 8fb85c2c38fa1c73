"""One look at the broker, as a program of ours with these settings would see it."""

import logging
import queue
from collections.abc import Sequence
from dataclasses import dataclass, field

from messaging.broker import Arrival, BrokerConnection
from messaging.clock import real_monotonic_s
from messaging.settings import BrokerSettings

CONNECTS_WITHIN_S = 5.0
LISTENS_S = 1.0
"""Retained messages come at once after the subscription."""
_LOOK_EVERY_S = 0.1


@dataclass(slots=True)
class Line:
    """What came of it."""

    is_connected: bool = False
    refusal: str | None = None
    """The broker is there and does not let us in."""
    heard: dict[str, list[bytes]] = field(default_factory=dict)
    """Payloads by topic, in order."""

    @property
    def all_heard(self) -> list[bytes]:
        return [payload for payloads in self.heard.values() for payload in payloads]


def say_it_ourselves() -> None:
    """What the lines log of their troubles is found and told in the reader's words; it is not said twice."""
    logging.getLogger("messaging").addHandler(logging.NullHandler())


def listen(settings: BrokerSettings, topics: Sequence[str], *, client_id: str, for_s: float = LISTENS_S) -> Line:
    """The messages of some topics: those that the broker kept, and what comes in `for_s`."""
    arrivals: queue.Queue[Arrival] = queue.Queue()
    connected: queue.Queue[bool] = queue.Queue()
    connection = BrokerConnection(settings, client_id=client_id, on_arrival=arrivals.put, on_link=connected.put)
    for topic in topics:
        connection.follow(topic)
    connection.start()
    line = Line()
    try:
        until_s = real_monotonic_s() + CONNECTS_WITHIN_S
        while not line.is_connected and line.refusal is None and real_monotonic_s() < until_s:
            try:
                line.is_connected = connected.get(timeout=_LOOK_EVERY_S)
            except queue.Empty:
                line.refusal = connection.refusal
        until_s = real_monotonic_s() + for_s
        while line.is_connected and (left_s := until_s - real_monotonic_s()) > 0:
            try:
                arrival = arrivals.get(timeout=left_s)
            except queue.Empty:
                break
            line.heard.setdefault(arrival.topic, []).append(arrival.payload)
    finally:
        connection.stop()
    return line
