"""Publish what changed: after each commit the newest state of every topic it touched, all of it on reconnect.

The newest state goes out at once, then at most 20 times a second per topic: a burst of commits collapses
into the last state. The broker keeps nothing that matters; it can be wiped at any time.
"""

import contextlib
import logging
import queue
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from messaging import topics
from messaging.broker import Arrival, BrokerConnection
from messaging.clock import real_monotonic_s
from messaging.settings import BrokerSettings
from messaging.snapshots import DevicePresence, ServerPresence, Versioned
from server.db.connections import open_for_reading
from server.db.work import CentreNotSetUp
from server.domain.instant import Instant, as_datetime
from server.mqtt import snapshots
from server.mqtt.presences import Presences

log = logging.getLogger(__name__)

PRESENCE_EVERY_S = 5.0
"""A receiver that hears nothing for 12 s shows "no connection"."""

SHORTEST_INTERVAL_S = 0.05
"""At most 20 a second per topic."""

AFTER_FAULT_S = 1.0  # a database that fails is not asked twenty times a second

_VOLATILE = {"revision", "sent_at"}
"""What differs between two snapshots that say the same."""


@dataclass(frozen=True, slots=True)
class _Wake:
    """Why the publishing thread was woken."""

    everything: bool = False
    stop: bool = False


class Publishing:
    """The server's side of MQTT. `committed` and the broker's callbacks only enqueue; one thread works.

    `now` is the journal's time: a window's remaining time must not grow when the wall clock is set back.
    """

    def __init__(
        self,
        *,
        database: Path,
        centre_code: str,
        broker: BrokerSettings,
        now: Callable[[], Instant],
        presences: Presences,
        on_presence: Callable[[], None],
    ) -> None:
        self._database = database
        self._centre = centre_code
        self._now = now
        self._presences = presences
        self._on_presence = on_presence
        self._wakes: queue.SimpleQueue[_Wake] = queue.SimpleQueue()
        self._said: dict[str, str] = {}
        self._said_at_s: dict[str, float] = {}
        self._presence_said_s = 0.0
        self._stopping = threading.Event()
        self._broker = BrokerConnection(
            broker,
            client_id=f"{centre_code}-server",
            on_arrival=self._hear,
            on_link=self._link_changed,
            will=(topics.server_presence(centre_code), _gone().model_dump_json().encode()),
        )
        self._broker.follow(topics.every_device_presence(centre_code))
        self._thread = threading.Thread(target=self._run, name="publishing", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._broker.start()

    def stop(self) -> None:
        self._stopping.set()
        self._wakes.put(_Wake(stop=True))
        self._thread.join(5.0)
        self._broker.stop()

    def committed(self) -> None:
        """Something was committed; called on the writer's thread."""
        self._wakes.put(_Wake())

    @property
    def is_connected(self) -> bool:
        return self._broker.is_connected

    def _link_changed(self, is_up: bool) -> None:
        if is_up:
            self._wakes.put(_Wake(everything=True))

    def _hear(self, arrival: Arrival) -> None:
        """A device's presence. A device speaks for itself alone: topic and payload must name the same one."""
        device_id = topics.device_of_presence(arrival.topic)
        try:
            presence = DevicePresence.model_validate_json(arrival.payload)
        except ValueError as error:
            log.warning("a presence on %s does not parse: %s", arrival.topic, error)
            return
        if presence.device_id == device_id and self._presences.hear(presence):
            self._on_presence()

    def _run(self) -> None:
        connection = open_for_reading(self._database)
        pending, complaint = False, ""
        while True:
            wake = self._next_wake(pending)
            if wake is not None and wake.stop:
                connection.close()
                return
            if wake is not None and wake.everything:
                self._said.clear()
                self._said_at_s.clear()
                self._presence_said_s = 0.0
            try:
                self._say_presence(connection)
                pending = self._say_all(connection) if wake is not None or pending else False
                complaint = ""
            except (sqlite3.Error, CentreNotSetUp) as error:
                pending = True
                if str(error) != complaint:
                    log.error("nothing can be published: %s", error)
                    complaint = str(error)
                self._stopping.wait(AFTER_FAULT_S)
            except Exception:
                pending = True
                log.exception("publishing failed; it is tried again")
                self._stopping.wait(AFTER_FAULT_S)

    def _next_wake(self, pending: bool) -> _Wake | None:
        """The wakes that came, as one; None when only the time has come."""
        until_presence = PRESENCE_EVERY_S - (real_monotonic_s() - self._presence_said_s)
        wakes: list[_Wake] = []
        with contextlib.suppress(queue.Empty):
            wakes.append(self._wakes.get(timeout=SHORTEST_INTERVAL_S if pending else max(0.0, until_presence)))
            while True:
                wakes.append(self._wakes.get_nowait())
        if not wakes:
            return None
        return _Wake(any(wake.everything for wake in wakes), any(wake.stop for wake in wakes))

    def _say_presence(self, connection: sqlite3.Connection) -> None:
        if real_monotonic_s() - self._presence_said_s < PRESENCE_EVERY_S:
            return
        with snapshots.moment(connection, self._now()) as at:
            presence = ServerPresence(online=True, epoch=at.epoch, revision=at.revision, at=as_datetime(at.now))
        self._broker.publish(topics.server_presence(self._centre), presence.model_dump_json().encode())
        self._presence_said_s = real_monotonic_s()

    def _say_all(self, connection: sqlite3.Connection) -> bool:
        """Publish each topic whose content changed; True when one was held back by the limit."""
        held_back = False
        with snapshots.moment(connection, self._now()) as at:
            for topic, snapshot in self._snapshots(at):
                held_back |= self._say(topic, snapshot)
        return held_back

    def _snapshots(self, at: snapshots.Moment) -> list[tuple[str, Versioned]]:
        counters = [
            (topics.counter(self._centre, of.counter_id), snapshots.counter(at, of)) for of in at.centre.counters
        ]
        devices = [
            (topics.device(self._centre, of.device_id), snapshots.device(at, of)) for of in snapshots.devices(at)
        ]
        return [
            (topics.board(self._centre), snapshots.board(at)),
            *counters,
            (topics.kiosk(self._centre), snapshots.kiosk(at)),
            *devices,
        ]

    def _say(self, topic: str, snapshot: Versioned) -> bool:
        content = _content(snapshot)
        if self._said.get(topic) == content:
            return False
        now_s = real_monotonic_s()
        if now_s - self._said_at_s.get(topic, -SHORTEST_INTERVAL_S) < SHORTEST_INTERVAL_S:
            return True
        if self._broker.publish(topic, snapshot.model_dump_json().encode()):
            self._said[topic] = content
            self._said_at_s[topic] = now_s
        return False


def _content(snapshot: Versioned) -> str:
    """What a snapshot says, without what changes by itself."""
    values = snapshot.model_dump(mode="json", exclude=_VOLATILE)
    if values.get("window"):
        del values["window"]["remaining_ms"]
    return repr(values)


def _gone() -> ServerPresence:
    return ServerPresence(online=False, epoch=0, revision=0, at=None)
