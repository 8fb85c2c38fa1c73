"""What a device knows of the centre right now: fresh snapshots, whether the link lives, the server's time.

The connection's thread only puts messages into a box; the program's own loop takes them out. Everything
here runs on real monotonic time.
"""

import logging
import threading
import uuid
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from pydantic import ValidationError

from messaging import topics
from messaging.broker import Arrival, BrokerConnection
from messaging.clock import real_monotonic_s
from messaging.failpoints import reach
from messaging.liveness import LinkState, Liveness
from messaging.settings import DeviceSettings
from messaging.snapshots import DevicePresence, DeviceSnapshot, ServerPresence, Versioned

__all__ = ["DeviceLink", "LinkState", "Update"]

_log = logging.getLogger(__name__)

_KEPT_PER_TOPIC = 64  # a flood, or a program that does not take, drops to the newest states


@dataclass(frozen=True, slots=True)
class Update:
    """One snapshot that is not older than what came before on its topic."""

    topic: str
    snapshot: Versioned
    retained: bool
    received_s: float
    """`real_monotonic_s` at receipt."""


class DeviceLink:
    """A device's one connection to the broker.

    `wake` (optional) is called on the connection's thread after anything arrived or the link changed;
    it must only set an event. All other methods may be called from any thread.
    """

    def __init__(self, settings: DeviceSettings, *, version: str, wake: Callable[[], None] | None = None) -> None:
        self.boot_id = uuid.uuid4().hex
        self._presence_topic = topics.device_presence(settings.centre, settings.device_id)
        self._server_topic = topics.server_presence(settings.centre)
        self._presence = DevicePresence(
            device_id=settings.device_id, online=True, boot_id=self.boot_id, version=version, faults=[]
        )
        self._wake = wake
        self._lock = threading.RLock()
        self._order = count()
        self._box: dict[str, deque[tuple[int, Arrival]]] = {}
        self._kinds: dict[str, type[Versioned]] = {}
        self._newest: dict[str, tuple[int, int]] = {}
        self._complained: set[str] = set()
        self._updates: list[Update] = []
        self._liveness = Liveness(start_s=real_monotonic_s())
        self._own: DeviceSnapshot | None = None
        self._told_loss_s: float | None = None
        self._was_live = False
        self._connection = BrokerConnection(
            settings.broker,
            client_id=f"{settings.centre}-{settings.device_id}",
            on_arrival=self._keep,
            on_link=self._when_link_changed,
            will=(self._presence_topic, _encoded(self._presence.model_copy(update={"online": False}))),
        )
        self._connection.follow(self._server_topic)
        self.follow(topics.device(settings.centre, settings.device_id), DeviceSnapshot)

    def follow(self, topic: str, kind: type[Versioned]) -> None:
        with self._lock:
            self._kinds[topic] = kind
        self._connection.follow(topic)

    def leave(self, topic: str) -> None:
        """Follow it no more: nothing of it comes out of `take` that is not there already."""
        with self._lock:
            self._sort_box()  # before its kind is gone
            self._kinds.pop(topic, None)
        self._connection.leave(topic)

    def start(self) -> None:
        self._connection.start()

    def stop(self) -> None:
        """Part from the broker, which then says for us that we are offline."""
        self._connection.stop()

    def take(self) -> list[Update]:
        """What arrived since the last call, in order; older and malformed messages were dropped."""
        with self._lock:
            self._sort_box()
            updates, self._updates = self._updates, []
            return updates

    def state(self) -> LinkState:
        with self._lock:
            self._sort_box()
            state = self._liveness.state(real_monotonic_s())
            self._log_change(state)
            return state

    def server_now(self) -> datetime | None:
        """The server's time, from its freshest live presence plus what has passed since; None before one."""
        with self._lock:
            self._sort_box()
            return self._liveness.server_time(real_monotonic_s())

    def rotation_asked_at(self) -> tuple[int, int] | None:
        """The epoch and revision of the newest word about this device, if it asks for another credential."""
        with self._lock:
            self._sort_box()
            own = self._own
            return None if own is None or not own.rotation_asked else (own.epoch, own.revision)

    def report_faults(self, faults: Iterable[str]) -> None:
        """Say what ails the device (codes of docs/messages.md); repeated at each connect."""
        with self._lock:
            sorted_faults = sorted(set(faults))
            if sorted_faults == self._presence.faults:
                return
            self._presence = self._presence.model_copy(update={"faults": sorted_faults})
            self._connection.publish(self._presence_topic, _encoded(self._presence))

    def _keep(self, arrival: Arrival) -> None:
        with self._lock:
            waiting = self._box.setdefault(arrival.topic, deque(maxlen=_KEPT_PER_TOPIC))
            waiting.append((next(self._order), arrival))
        self._wake_program()

    def _when_link_changed(self, is_up: bool) -> None:
        with self._lock:
            self._sort_box()  # what was said before the change belongs before it
            self._liveness.note_connection(is_up=is_up, at_s=real_monotonic_s())
            if is_up:
                self._connection.publish(self._presence_topic, _encoded(self._presence))
        self._wake_program()

    def _wake_program(self) -> None:
        if self._wake is not None:
            self._wake()

    def _sort_box(self) -> None:
        """Read what waits in the box, oldest first."""
        waiting = sorted((entry for kept in self._box.values() for entry in kept), key=lambda entry: entry[0])
        self._box.clear()
        for _, arrival in waiting:
            if arrival.topic == self._server_topic:
                self._hear_server(arrival)
            elif arrival.payload:  # an empty one only says that a retained message was taken away
                self._accept(arrival)

    def _hear_server(self, arrival: Arrival) -> None:
        try:
            presence = ServerPresence.model_validate_json(arrival.payload)
        except ValidationError as error:
            self._complain(arrival.topic, error)
            return
        self._liveness.hear(presence, retained=arrival.retained, at_s=arrival.received_s)

    def _accept(self, arrival: Arrival) -> None:
        kind = self._kinds.get(arrival.topic)
        if kind is None:
            return
        try:
            snapshot = kind.model_validate_json(arrival.payload)
        except ValidationError as error:
            self._complain(arrival.topic, error)
            return
        version = (snapshot.epoch, snapshot.revision)
        if version < self._newest.get(arrival.topic, version):
            return
        reach("link.received", (arrival.topic, snapshot.revision))
        self._newest[arrival.topic] = version
        if isinstance(snapshot, DeviceSnapshot):
            self._own = snapshot
        update = Update(arrival.topic, snapshot, arrival.retained, arrival.received_s)
        self._updates.append(update)
        del self._updates[: -_KEPT_PER_TOPIC * max(1, len(self._kinds))]

    def _log_change(self, state: LinkState) -> None:
        if not state.is_live and self._told_loss_s is None and self._was_live:
            self._told_loss_s = state.not_live_since_s
            _log.warning("the server is not heard any more; what is shown may be out of date")
        elif state.is_live and self._told_loss_s is not None:
            _log.warning("the server is heard again after %.1f s", real_monotonic_s() - self._told_loss_s)
            self._told_loss_s = None
        self._was_live = state.is_live

    def _complain(self, topic: str, error: ValidationError) -> None:
        if topic not in self._complained:
            self._complained.add(topic)
            fields = ", ".join(".".join(str(part) for part in fault["loc"]) or "(all)" for fault in error.errors())
            _log.error("a message on %s cannot be read and was dropped (in: %s)", topic, fields)


def _encoded(presence: DevicePresence) -> bytes:
    return presence.model_dump_json().encode()
