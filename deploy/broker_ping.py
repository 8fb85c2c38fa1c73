"""Asks the centre's broker again and again whether it answers, and tells systemd: its watchdog (sd_notify(3)).

A broker that hangs still takes connections, and nothing but an answer tells it from one that works. Run by
bocso-broker.service: its watchdog is fed by each answer to a ping, and when none come the broker is started anew.
The installer puts this file beside the programs, not into them, and it needs Python's standard library only: it is
small, and does not end with a program that is broken or of another release.
"""

import argparse
import contextlib
import os
import signal
import socket
import sys
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PING_EVERY_S = 5.0
ANSWERS_WITHIN_S = 10.0
"""A busy Pi with a worn card takes a second or two."""
AGAIN_AFTER_S = 2.0
REFUSED_AGAIN_AFTER_S = 30.0
"""A refusal is an answer, and each is a line in the broker's log."""

_CONNECT, _CONNACK, _PINGREQ, _PINGRESP = 0x10, 0x20, b"\xc0\x00", b"\xd0\x00"
_MQTT_3_1_1 = b"\x00\x04MQTT\x04"
_CLEAN, _WITH_PASSWORD = 0x02, 0xC0
_KEEP_ALIVE_S = 60
_HERE = {"127.0.0.1", "::1", "localhost"}


class NoAnswer(Exception):
    """The connection is over, or what came is no MQTT."""


@dataclass(frozen=True)
class Broker:
    """As server.toml names it."""

    host: str
    port: int
    username: str
    password: str

    @property
    def is_ours(self) -> bool:
        """Whether it runs on this machine: another one's cannot be started anew from here."""
        return self.host in _HERE


def broker_of(settings: Path) -> Broker:
    """
    Raises:
        OSError, ValueError: the settings or the password cannot be read.
    """
    said = tomllib.loads(settings.read_text(encoding="utf-8-sig")).get("broker", {})
    file = said.get("password_file")
    password = "" if file is None else Path(file).read_text(encoding="utf-8").strip()
    return Broker(said.get("host", "127.0.0.1"), int(said.get("port", 1883)), said.get("username", ""), password)


def ask_for_ever(broker: Broker, answered: Callable[[], None]) -> None:
    """Never returns; each answer of the broker is one call of `answered`."""
    while True:
        wait_s = AGAIN_AFTER_S
        with contextlib.suppress(OSError, NoAnswer), socket.create_connection((broker.host, broker.port), 5.0) as line:
            line.settimeout(ANSWERS_WITHIN_S)
            line.sendall(_hello(broker))
            head = _take(line, 4)
            if head[0] != _CONNACK:
                raise NoAnswer
            answered()
            if head[3] != 0:
                wait_s = REFUSED_AGAIN_AFTER_S
                raise NoAnswer
            while True:
                line.sendall(_PINGREQ)
                if _take(line, 2) != _PINGRESP:
                    raise NoAnswer
                answered()
                time.sleep(PING_EVERY_S)
        time.sleep(wait_s)


def _hello(broker: Broker) -> bytes:
    """CONNECT, MQTT 3.1.1 part 3.1; a name of our own, so that nobody is pushed out."""
    flags = _CLEAN | (_WITH_PASSWORD if broker.username else 0)
    body = _MQTT_3_1_1 + bytes([flags]) + _KEEP_ALIVE_S.to_bytes(2, "big") + _words(f"bocso-ping-{os.urandom(6).hex()}")
    if broker.username:
        body += _words(broker.username) + _words(broker.password)
    return bytes([_CONNECT]) + _length(len(body)) + body


def _words(text: str) -> bytes:
    encoded = text.encode()
    return len(encoded).to_bytes(2, "big") + encoded


def _length(count: int) -> bytes:
    """Seven bits to a byte, the lowest first (part 2.2.3)."""
    said = b""
    while True:
        count, rest = divmod(count, 128)
        said += bytes([rest | (0x80 if count else 0)])
        if not count:
            return said


def _take(line: socket.socket, count: int) -> bytes:
    taken = b""
    while len(taken) < count:
        more = line.recv(count - len(taken))
        if not more:
            raise NoAnswer
        taken += more
    return taken


class Manager:
    """The service manager's line; without one, as when typed by hand, nothing is said."""

    def __init__(self, address: str) -> None:
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        self._is_up = False

    def works(self) -> None:
        said = b"WATCHDOG=1" if self._is_up else b"READY=1\nWATCHDOG=1"
        self._is_up = True
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.settimeout(0.0)
            if self._address:
                sender.sendto(said, self._address)


def main() -> int:
    parser = argparse.ArgumentParser(prog="broker_ping.py", description=__doc__)
    parser.add_argument("--settings", type=Path, default=Path("/etc/bocso/server.toml"), help="the server's settings")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    manager = Manager(os.environ.get("NOTIFY_SOCKET", ""))
    try:
        broker = broker_of(asked.settings)
    except (OSError, ValueError) as fault:
        sys.stderr.write(f"{asked.settings}: {fault}\n")
        return 2
    while not broker.is_ours:
        manager.works()
        time.sleep(PING_EVERY_S)
    ask_for_ever(broker, manager.works)
    return 0


if __name__ == "__main__":
    sys.exit(main())
