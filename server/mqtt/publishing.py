"""Publish what changed: after each commit the newest state of every topic it touched, all of it on reconnect.

The newest state goes out at once, then at most 20 times a second: a burst of commits collapses into the last
state, and the tables are not looked at more often than that. The broker keeps nothing that matters; it can be
wiped at any time.
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
from messaging.failpoints import reach
from messaging.settings import BrokerSettings
from messaging.snapshots import DevicePresence, ServerPresence
from server.db.connections import open_for_reading
from server.db.work import CentreNotSetUp
from server.domain.instant import Instant, as_datetime
from server.mqtt import snapshots
from server.mqtt.presences import Presences

log = logging.getLogger(__name__)

PRESENCE_EVERY_S = 5.0
"""A receiver that hears nothing for 12 s shows "no connection"."""

SHORTEST_INTERVAL_S = 0.05
"""Between two looks at the tables, and so between two messages on one topic: at most 20 a second."""

LONGEST_PRESENCE_BYTES = 16 * 1024
"""A device with every fault there is says less than a kilobyte."""
COMPLAINED_OF_AT_MOST = 100
"""Devices whose presence did not parse."""

AFTER_FAULT_S = 1.0  # a database that fails is not asked twenty times a second


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
        on_link: Callable[[], None],
        has_phone_page: bool = False,
    ) -> None:
        self._database = database
        self._centre = centre_code
        self._now = now
        self._presences = presences
        self._on_presence = on_presence
        self._on_link = on_link
        self._has_phone_page = has_phone_page
        self._wakes: queue.SimpleQueue[_Wake] = queue.SimpleQueue()
        self._said: dict[str, tuple[object, ...]] = {}
        """By topic, what the last snapshot was made from."""
        self._unreadable: set[str] = set()
        """Devices whose presence did not parse, which was said once."""
        self._looked_s = 0.0
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
        self._looked_s = real_monotonic_s()  # from here on whoever asks waits for its turns, the first one too
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

    def clock_stepped(self) -> None:
        """The server's time has leapt: tell it at once, so that the devices' clocks need not wait."""
        self._wakes.put(_Wake(everything=True))

    @property
    def is_connected(self) -> bool:
        return self._broker.is_connected

    @property
    def idle_s(self) -> float:
        """How long ago its thread last turned, in real seconds; it does so every few seconds unless it hangs."""
        return real_monotonic_s() - self._looked_s if self._looked_s else 0.0

    def _link_changed(self, is_up: bool) -> None:
        if is_up:
            self._wakes.put(_Wake(everything=True))
        self._on_link()

    def _hear(self, arrival: Arrival) -> None:
        """A device's presence. A device speaks for itself alone: topic and payload must name the same one."""
        if not arrival.payload:
            return  # what was retained of a device that is gone is taken away
        device_id = topics.device_of_presence(arrival.topic)
        try:
            if len(arrival.payload) > LONGEST_PRESENCE_BYTES:
                raise ValueError("too long")
            presence = DevicePresence.model_validate_json(arrival.payload)
        except ValueError:
            # Once for each: who floods us does not fill the log. Nothing of what was sent, which may forge a line.
            if device_id is not None and len(self._unreadable) < COMPLAINED_OF_AT_MOST:
                if device_id not in self._unreadable:
                    log.warning("a presence of %a does not parse", device_id[:64])
                self._unreadable.add(device_id)
            return
        if presence.device_id == device_id and self._presences.hear(presence):
            self._on_presence()

    def _run(self) -> None:
        connection = open_for_reading(self._database)
        is_pending, complaint = False, ""
        while True:
            wake = self._next_wake(at_once=is_pending)
            if wake.stop:
                connection.close()
                return
            if wake.everything:
                self._said.clear()
                self._presence_said_s = 0.0
            try:
                self._say_presence(connection)
                # Also when only the time has come: another program (`bocso device add`) may have written.
                self._say_all(connection)
                is_pending, complaint = False, ""
            except (sqlite3.Error, CentreNotSetUp) as error:
                is_pending = True
                if str(error) != complaint:
                    log.error("nothing can be published: %s", error)
                    complaint = str(error)
                self._stopping.wait(AFTER_FAULT_S)
            except Exception:
                is_pending = True
                log.exception("publishing failed; it is tried again")
                self._stopping.wait(AFTER_FAULT_S)

    def _next_wake(self, *, at_once: bool) -> _Wake:
        """Wait until there is something to say, and the wakes that came till then, as one."""
        until_presence = PRESENCE_EVERY_S - (real_monotonic_s() - self._presence_said_s)
        wakes: list[_Wake] = []
        with contextlib.suppress(queue.Empty):
            wakes.append(self._wakes.get(timeout=0.0 if at_once else max(0.0, until_presence)))
        self._stopping.wait(self._looked_s + SHORTEST_INTERVAL_S - real_monotonic_s())
        self._looked_s = real_monotonic_s()
        with contextlib.suppress(queue.Empty):
            while True:
                wakes.append(self._wakes.get_nowait())
        return _Wake(any(wake.everything for wake in wakes), any(wake.stop for wake in wakes))

    def _say_presence(self, connection: sqlite3.Connection) -> None:
        if real_monotonic_s() - self._presence_said_s < PRESENCE_EVERY_S:
            return
        with snapshots.moment(connection, self._now()) as at:
            presence = ServerPresence(online=True, epoch=at.epoch, revision=at.revision, at=as_datetime(at.now))
        self._broker.publish(topics.server_presence(self._centre), presence.model_dump_json().encode())
        self._presence_said_s = real_monotonic_s()

    def _say_all(self, connection: sqlite3.Connection) -> None:
        """Publish each topic whose content changed; take back what is retained of a counter or device that is gone."""
        with snapshots.moment(connection, self._now(), has_phone_page=self._has_phone_page) as at:
            gone = set(self._said)
            for sayable in snapshots.everything(at):
                gone.discard(sayable.topic)
                if self._said.get(sayable.topic) == sayable.made_from:
                    continue
                reach("server.publishing", (sayable.topic, at.revision))
                if self._broker.publish(sayable.topic, sayable.make().model_dump_json().encode()):
                    reach("server.published", (sayable.topic, at.revision))
                    self._said[sayable.topic] = sayable.made_from
        for topic in gone:
            if self._broker.publish(topic, b""):
                del self._said[topic]


def _gone() -> ServerPresence:
    return ServerPresence(online=False, epoch=0, revision=0, at=None)
