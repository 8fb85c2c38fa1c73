"""Which devices have said that they live, and what ails them."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from messaging.clock import real_monotonic_s
from messaging.snapshots import DevicePresence

HEARD_AT_MOST = 1000
"""Many times the devices of a centre: made-up ones fill no memory."""


@dataclass(frozen=True, slots=True)
class Heard:
    presence: DevicePresence
    since_s: float
    """Real monotonic time at which `online` last changed."""


class Presences:
    """The last word of each device; written by the listener, read by the console. Thread-safe."""

    def __init__(self) -> None:
        self._heard: dict[str, Heard] = {}
        self._heard_before: dict[str, float] = {}
        self._lock = threading.Lock()
        self.listening_since_s = real_monotonic_s()
        """Since when anybody could be heard: a device that is silent since before needs time to speak first."""

    def remember(self, silent_for_s: Mapping[str, float]) -> None:
        """Take over what was known before this start: how long ago each device was last online."""
        now_s = real_monotonic_s()
        with self._lock:
            self._heard_before = {device_id: now_s - silent_s for device_id, silent_s in silent_for_s.items()}

    def hear(self, presence: DevicePresence) -> bool:
        """Keep a device's word; True when it differs from the one before."""
        with self._lock:
            before = self._heard.get(presence.device_id)
            if before is None and len(self._heard) >= HEARD_AT_MOST:
                return False
            if before is not None and before.presence == presence:
                return False
            same_state = before is not None and before.presence.online == presence.online
            if before is not None and same_state:
                since_s = before.since_s
            elif before is None and not presence.online:
                since_s = self._heard_before.get(presence.device_id, real_monotonic_s())
            else:
                since_s = real_monotonic_s()
            self._heard[presence.device_id] = Heard(presence, since_s)
            return True

    def of(self, device_id: str) -> Heard | None:
        """What the device last said, or None when it was not heard since this start."""
        with self._lock:
            return self._heard.get(device_id)

    def silent_since_s(self, device_id: str) -> float | None:
        """Since when a device is not online, real monotonic time (before this start it may be negative); None: it is
        online, or was never heard since it was added."""
        with self._lock:
            heard = self._heard.get(device_id)
            if heard is None:
                return self._heard_before.get(device_id)
            return None if heard.presence.online else heard.since_s

    def online(self) -> list[str]:
        """The devices that are online now."""
        with self._lock:
            return [device_id for device_id, heard in self._heard.items() if heard.presence.online]
