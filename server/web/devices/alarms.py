"""Which devices alarm now: silent for too long, or saying themselves what ails them; and who sees to it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import BaseModel

from look.language import translator
from messaging.clock import real_monotonic_s
from server.db.queries.devices_in_use import DeviceInUse
from server.db.queries.floor import QuietAlarm
from server.domain.instant import rfc3339
from server.mqtt.presences import Presences
from server.web.devices.faults import BROKER_AWAY, SILENT, SLIPS_WAIT, WALK_DUE, cure_of

SILENT_AFTER_S = 10 * 60
"""A Pi restarts within two minutes and a cable is back within five: before that nobody has to run."""
LISTEN_FIRST_S = 2 * 60
"""After a power cut server and devices start together: for so long the server hears before it calls anybody silent."""

KIND_NAMES = {
    "kiosk": "Máy lấy số",
    "board": "Bảng gọi số",
    "counter": "Màn hình",
    "pad": "Bộ nút đánh giá",
}


class Alarm(BaseModel):
    device_id: str
    """Empty: of no one device."""
    fault: str
    sentence: str
    steps: list[str]
    is_alarm: bool
    """False: a warning, which makes no noise."""
    quiet_until: str | None
    """Somebody sees to it: no noise until then."""
    quiet_by: str | None
    quiet_at: str | None


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known of one device."""

    state: str
    """`online`, `offline`, or `never_heard`: nobody has installed it yet."""
    faults: tuple[str, ...]
    silent_for_s: float | None
    """None while it is online, and of one that was never heard."""


def heard_of(device: DeviceInUse, presences: Presences, now_s: float) -> Heard:
    """One that was heard before, if only before the server's restart, is offline; one that never was, not installed."""
    heard = presences.of(device.device_id)
    if heard is not None and heard.presence.online:
        return Heard("online", tuple(heard.presence.faults), None)
    since_s = presences.silent_since_s(device.device_id)
    return Heard("never_heard", (), None) if since_s is None else Heard("offline", (), now_s - since_s)


def device_name(device: DeviceInUse, counter_number: int | None, language: str) -> str:
    """Its own name, or its kind and place."""
    if device.name:
        return device.name
    say = translator(language)
    kind = say(KIND_NAMES.get(device.kind, device.kind))
    if counter_number is not None:
        return say("{kind} quầy {number}").format(kind=kind, number=counter_number)
    return f"{kind} {device.device_id}"


def alarms_of(
    devices: Iterable[tuple[DeviceInUse, str]],
    presences: Presences,
    quiet: dict[tuple[str, str], QuietAlarm],
    names: dict[str, str],
    *,
    slips_wait_since: Mapping[str, datetime],
    walks_due: Collection[str],
    broker_is_connected: bool,
    of_the_server: Iterable[str] = (),
    day_is_open: bool,
    now: datetime,
    language: str,
) -> list[Alarm]:
    """What alarms now, the loud ones first. `devices` come with the names they are called by; times are local.

    `slips_wait_since`: since when a kiosk has not told of a slip that it was to print at once, by its id.
    `of_the_server`: what ails the server itself, also at night: somebody has to read it in the morning.
    `walks_due`: the pads whose buttons are to be walked over by hand.

    Silence alarms only while a service day is open: at night devices may sleep. While the server hears nobody, it
    says that instead of calling every device silent. A device that was never heard is not installed, and no alarm.
    """
    now_s = real_monotonic_s()
    has_listened = now_s - presences.listening_since_s >= LISTEN_FIRST_S
    found = [_alarm(fault, "", "", "", quiet, names, language) for fault in of_the_server]
    if not broker_is_connected and day_is_open:
        found.append(_alarm(BROKER_AWAY, "", "", "", quiet, names, language))
    for device, name in devices:
        heard = heard_of(device, presences, now_s)
        faults = list(heard.faults)
        is_silent = heard.silent_for_s is not None and heard.silent_for_s >= SILENT_AFTER_S
        if is_silent and has_listened and day_is_open and broker_is_connected:
            faults.append(SILENT)
        # A moment, not a duration that grows: what is said stays the same until something happens.
        since = f"{now - timedelta(seconds=heard.silent_for_s or 0):%H:%M}"
        found += [_alarm(fault, device.device_id, name, since, quiet, names, language) for fault in faults]
        if device.device_id in slips_wait_since and day_is_open:
            ordered = f"{slips_wait_since[device.device_id]:%H:%M}"
            found.append(_alarm(SLIPS_WAIT, device.device_id, name, ordered, quiet, names, language))
        if device.device_id in walks_due:
            found.append(_alarm(WALK_DUE, device.device_id, name, "", quiet, names, language))
    return sorted(found, key=lambda alarm: (not alarm.is_alarm, alarm.quiet_until is not None))


def _alarm(
    fault: str,
    device_id: str,
    name: str,
    since: str,
    quiet: dict[tuple[str, str], QuietAlarm],
    names: dict[str, str],
    language: str,
) -> Alarm:
    say, (cure, part) = translator(language), cure_of(fault)
    filled = {"device": name, "part": part, "since": since}
    seen_to = quiet.get((device_id, fault))
    return Alarm(
        device_id=device_id,
        fault=fault,
        sentence=say(cure.sentence).format(**filled),
        steps=[say(step) for step in cure.steps],
        is_alarm=cure.is_alarm,
        quiet_until=None if seen_to is None else rfc3339(seen_to.until_at),
        quiet_by=None if seen_to is None else names.get(seen_to.staff_id, seen_to.staff_id),
        quiet_at=None if seen_to is None else rfc3339(seen_to.acknowledged_at),
    )
