"""One look at the broker, as a program of ours with these settings would see it."""

import queue

from messaging.broker import Arrival, BrokerConnection
from messaging.clock import real_monotonic_s
from messaging.settings import BrokerSettings

CONNECTS_WITHIN_S = 5.0
LISTENS_S = 1.0
"""Retained messages come at once after the subscription."""


def broker_hears(settings: BrokerSettings, topic: str, *, client_id: str) -> list[bytes] | None:
    """The retained messages of a topic; None when there is no connection within some seconds."""
    arrivals: queue.Queue[Arrival] = queue.Queue()
    connected: queue.Queue[bool] = queue.Queue()
    connection = BrokerConnection(settings, client_id=client_id, on_arrival=arrivals.put, on_link=connected.put)
    connection.follow(topic)
    connection.start()
    heard: list[bytes] = []
    try:
        try:
            if not connected.get(timeout=CONNECTS_WITHIN_S):
                return None
        except queue.Empty:
            return None
        until_s = real_monotonic_s() + LISTENS_S
        while (left_s := until_s - real_monotonic_s()) > 0:
            try:
                heard.append(arrivals.get(timeout=left_s).payload)
            except queue.Empty:
                break
    finally:
        connection.stop()
    return heard
