"""Which devices have said that they live, and what ails them."""

import threading
from dataclasses import dataclass

from messaging.clock import real_monotonic_s
from messaging.snapshots import DevicePresence


@dataclass(frozen=True, slots=True)
class Heard:
    presence: DevicePresence
    since_s: float
    """Real monotonic time at which `online` last changed."""


class Presences:
    """The last word of each device; written by the listener, read by the console. Thread-safe."""

    def __init__(self) -> None:
        self._heard: dict[str, Heard] = {}
        self._lock = threading.Lock()
        self.listening_since_s = real_monotonic_s()
        """A device that was never heard has been silent since then at least."""

    def hear(self, presence: DevicePresence) -> bool:
        """Keep a device's word; True when it differs from the one before."""
        with self._lock:
            before = self._heard.get(presence.device_id)
            if before is not None and before.presence == presence:
                return False
            same_state = before is not None and before.presence.online == presence.online
            since_s = before.since_s if before is not None and same_state else real_monotonic_s()
            self._heard[presence.device_id] = Heard(presence, since_s)
            return True

    def of(self, device_id: str) -> Heard | None:
        """What the device last said, or None when it was never heard."""
        with self._lock:
            return self._heard.get(device_id)
