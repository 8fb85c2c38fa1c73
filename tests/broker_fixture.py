"""A real mosquitto on a free loopback port, and a program to overhear it and speak on it."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from paho.mqtt.enums import MQTTErrorCode

from messaging.broker import Arrival, BrokerConnection
from messaging.settings import BrokerSettings
from simulation.ports import free_ports

PATIENCE_S = 20.0
"""How long a test waits for something that should come at once; the machine may be busy."""


def wait_for(condition: Callable[[], object], *, what: str, within_s: float = PATIENCE_S) -> None:
    """Return as soon as `condition` holds; fail the test when it does not in time."""
    began_s = time.monotonic()
    while not condition():
        waited_s = time.monotonic() - began_s
        if waited_s > within_s:
            pytest.fail(f"waited {within_s:g} s in vain: {what}")
        # Often at first and less often later: each look costs the one who waits and the one who is looked at.
        time.sleep(min(0.04, 0.01 + waited_s / 20))


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    return free_ports(1)[0]


class RunningBroker:
    """One mosquitto that can be killed, frozen and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.settings = BrokerSettings(host="127.0.0.1", port=self.port)
        self.log = folder / "mosquitto.log"
        self._config = folder / "mosquitto.conf"
        self._config.write_text(
            f"listener {self.port} 127.0.0.1\nallow_anonymous true\npersistence false\n"
            f"log_dest file {self.log}\nuser root\n"
        )
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = shutil.which("mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        assert program, "mosquitto is not installed (apt-get install mosquitto)"
        self._process = subprocess.Popen(
            [program, "-c", str(self._config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_for(self._answers, what="mosquitto to listen")

    def kill(self) -> None:
        """kill -9: whatever it held is gone."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        """It stays connected and says nothing any more."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
        except OSError:
            return False


class CertainConnection(BrokerConnection):
    """What it publishes has reached the broker when `publish` returns: who connects then finds it kept there."""

    def publish(self, topic: str, payload: bytes, *, qos: int = 1, retain: bool = True) -> bool:
        client = self._client
        if client is None or not self._connected:
            return False
        told = client.publish(topic, payload, qos=qos, retain=retain)
        if told.rc is not MQTTErrorCode.MQTT_ERR_SUCCESS:
            return False
        told.wait_for_publish(PATIENCE_S)
        return told.is_published()


class Listener:
    """Someone else on the broker: hears the topics it follows and can publish."""

    def __init__(self, settings: BrokerSettings, *followed: str, client_id: str = "a-listener") -> None:
        self.heard: list[Arrival] = []
        self.connection = CertainConnection(
            settings, client_id=client_id, on_arrival=self.heard.append, on_link=lambda _is_up: None
        )
        for topic in followed:
            self.connection.follow(topic)

    def start(self) -> "Listener":
        self.connection.start()
        wait_for(lambda: self.connection.is_connected, what="the listener to connect")
        return self

    def say(self, topic: str, payload: bytes | str, *, retain: bool = True) -> None:
        payload = payload.encode() if isinstance(payload, str) else payload
        wait_for(lambda: self.connection.publish(topic, payload, retain=retain), what=f"to publish on {topic}")

    def payloads(self, topic: str) -> list[bytes]:
        return [arrival.payload for arrival in self.heard if arrival.topic == topic]

    def stop(self) -> None:
        self.connection.stop()


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[RunningBroker]:
    folder = tmp_path / "broker"
    folder.mkdir()
    running = RunningBroker(folder)
    running.start()
    yield running
    running.kill()


@pytest.fixture
def listen(broker: RunningBroker) -> Iterator[Callable[..., Listener]]:
    """Start listeners: `listen("bocso/v1/centre/presence/+", client_id="server")`."""
    started: list[Listener] = []

    def begin(*followed: str, client_id: str = "") -> Listener:
        listener = Listener(broker.settings, *followed, client_id=client_id or f"listener-{len(started)}").start()
        started.append(listener)
        return listener

    yield begin
    for listener in started:
        listener.stop()
