"""The demo's broker lets each device hear everything and say nothing but that it is there."""

import queue
import socket
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import paho.mqtt.client as mqtt
import pytest
from broker_fixture import wait_for
from paho.mqtt.enums import CallbackAPIVersion

from messaging import topics
from simulation.broker_files import SERVER_USER, broker_account, broker_command, write_broker_files
from simulation.ports import free_ports
from simulation.supervisor import Program, Supervisor

PATIENCE_S = 20
CENTRE = "DEMO-0001"
PASSWORDS = {SERVER_USER: "s-secret", "kiosk-1": "k-secret", "pad-Q1": "p-secret"}


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    (port,) = free_ports(1)
    folder = tmp_path / "broker"
    write_broker_files(folder, port=port, centre=CENTRE, passwords=PASSWORDS)
    supervisor = Supervisor(print)
    supervisor.start(
        Program("mosquitto", broker_command(folder), tmp_path / "mosquitto.log", account=broker_account(folder))
    )
    wait_for(partial(listens, port), what="mosquitto to listen")
    yield port
    supervisor.close()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Person:
    """A client that keeps what the broker says to it."""

    def __init__(self, port: int, user: str | None, password: str | None) -> None:
        self.answers: queue.Queue[tuple[str, str]] = queue.Queue()
        self.client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=f"test-{user}", protocol=mqtt.MQTTv5)
        if user is not None:
            self.client.username_pw_set(user, password)
        self.client.on_connect = lambda *args: self.answers.put(("connect", str(args[3])))
        self.client.on_publish = lambda *args: self.answers.put(("publish", str(args[3])))
        self.client.on_message = lambda *args: self.answers.put(("message", args[2].topic))
        self.client.on_subscribe = lambda *args: self.answers.put(("subscribe", str(args[3][0])))
        self.client.reconnect_delay_set(min_delay=1, max_delay=1)
        self.client.connect_async("127.0.0.1", port)
        self.client.loop_start()

    def answer(self) -> tuple[str, str]:
        return self.answers.get(timeout=PATIENCE_S)

    def close(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()


@pytest.fixture
def people(port: int) -> Iterator[dict[str, Person]]:
    all_people = {user: Person(port, user, password) for user, password in PASSWORDS.items()}
    for person in all_people.values():
        assert person.answer() == ("connect", "Success")
    yield all_people
    for person in all_people.values():
        person.close()


@pytest.mark.parametrize(
    ("user", "topic", "expected"),
    [
        ("kiosk-1", topics.device_presence(CENTRE, "kiosk-1"), "Success"),
        ("kiosk-1", topics.device_presence(CENTRE, "pad-Q1"), "Not authorized"),
        ("kiosk-1", topics.board(CENTRE), "Not authorized"),
        ("kiosk-1", topics.server_presence(CENTRE), "Not authorized"),
        ("pad-Q1", topics.counter(CENTRE, "Q1"), "Not authorized"),
        (SERVER_USER, topics.board(CENTRE), "Success"),
        (SERVER_USER, topics.counter(CENTRE, "Q1"), "Success"),
        (SERVER_USER, topics.device_presence(CENTRE, "kiosk-1"), "Not authorized"),
    ],
)
def test_who_may_say_what(people: dict[str, Person], user: str, topic: str, expected: str) -> None:
    people[user].client.publish(topic, b"x", qos=1)
    what, reason = people[user].answer()
    assert what == "publish"
    assert reason in (expected, "No matching subscribers" if expected == "Success" else expected)


def test_a_device_hears_the_server(people: dict[str, Person]) -> None:
    people["pad-Q1"].client.subscribe(topics.counter(CENTRE, "Q1"), qos=1)
    assert people["pad-Q1"].answer()[0] == "subscribe"
    people[SERVER_USER].client.publish(topics.counter(CENTRE, "Q1"), b"x", qos=1)
    assert people["pad-Q1"].answer() == ("message", topics.counter(CENTRE, "Q1"))


@pytest.mark.parametrize(("user", "password"), [(None, None), ("kiosk-1", "guess"), ("stranger", "x")])
def test_strangers_are_refused(port: int, user: str | None, password: str | None) -> None:
    person = Person(port, user, password)
    try:
        assert person.answer() == ("connect", "Not authorized")
    finally:
        person.close()


def test_passwords_are_kept_hashed_and_private(port: int, tmp_path: Path) -> None:
    kept = tmp_path / "broker" / "passwords"
    assert "k-secret" not in kept.read_text()
    listing = subprocess.check_output(["stat", "-c", "%a", *(tmp_path / "broker").iterdir()], text=True)
    assert listing.split() == ["600"] * 3
