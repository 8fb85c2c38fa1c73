"""Every MQTT topic: who publishes it, who listens, with which QoS, retained or not.

Nothing else in the project builds a topic string. Identifiers may not contain the characters that
MQTT gives a meaning (MQTT v5, 4.7.1: `/`, `+`, `#`) nor NUL, so a bad one fails where it is made.
"""

import re
from dataclasses import dataclass
from enum import Enum

ROOT = "bocso/v1"

_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class InvalidTopicPart(ValueError):
    """An identifier that cannot stand in a topic."""


class Publisher(Enum):
    SERVER = "server"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Topic:
    """One kind of message on the air. All are QoS 1 and retained (design: state goes out retained)."""

    pattern: str
    publisher: Publisher
    listeners: tuple[str, ...]
    payload: str
    qos: int = 1
    retain: bool = True


BOARD = Topic("{centre}/board", Publisher.SERVER, ("hall board",), "BoardSnapshot")
COUNTER = Topic("{centre}/counter/{counter}", Publisher.SERVER, ("counter display", "rating pad"), "CounterSnapshot")
KIOSK = Topic("{centre}/kiosk", Publisher.SERVER, ("kiosk",), "KioskSnapshot")
DEVICE = Topic("{centre}/device/{device}", Publisher.SERVER, ("the device itself",), "DeviceSnapshot")
SERVER_PRESENCE = Topic("{centre}/server/presence", Publisher.SERVER, ("every device",), "ServerPresence")
DEVICE_PRESENCE = Topic("{centre}/presence/{device}", Publisher.DEVICE, ("server",), "DevicePresence")

ALL_TOPICS: tuple[Topic, ...] = (BOARD, COUNTER, KIOSK, DEVICE, SERVER_PRESENCE, DEVICE_PRESENCE)


def board(centre: str) -> str:
    return _build(BOARD, centre=centre)


def counter(centre: str, counter_id: str) -> str:
    return _build(COUNTER, centre=centre, counter=counter_id)


def kiosk(centre: str) -> str:
    return _build(KIOSK, centre=centre)


def device(centre: str, device_id: str) -> str:
    return _build(DEVICE, centre=centre, device=device_id)


def server_presence(centre: str) -> str:
    return _build(SERVER_PRESENCE, centre=centre)


def device_presence(centre: str, device_id: str) -> str:
    return _build(DEVICE_PRESENCE, centre=centre, device=device_id)


def every_device_presence(centre: str) -> str:
    """The subscription with which the server hears all its devices."""
    return f"{ROOT}/{_checked(centre)}/presence/+"


def anywhere(topic: Topic) -> str:
    """The topic filter of one kind of message, whatever centre, counter or device it is of."""
    return f"{ROOT}/" + topic.pattern.format(centre="+", counter="+", device="+")


def device_of_presence(topic: str) -> str | None:
    """The device named by a presence topic, or None when the topic is something else."""
    parts = topic.split("/")
    if len(parts) == 5 and parts[:2] == ROOT.split("/") and parts[3] == "presence":
        return parts[4]
    return None


def _build(topic: Topic, **parts: str) -> str:
    return f"{ROOT}/" + topic.pattern.format(**{name: _checked(part) for name, part in parts.items()})


def _checked(part: str) -> str:
    if not _IDENTIFIER.fullmatch(part):
        raise InvalidTopicPart(
            f"'{part}' cannot stand in an MQTT topic: use letters, digits, '.', '_' or '-', at most 64"
        )
    return part
