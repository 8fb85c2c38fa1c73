"""The demo's broker lets in those it has accounts for, keeps their passwords hashed, and gives each what it needs."""

import json
import socket
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from broker_fixture import wait_for
from mqtt_callers import NO, YES, Caller

from messaging import topics
from server.mqtt.broker_accounts import account_of_device, account_of_server
from simulation.broker_files import ONLOOKER_USER, broker_account, broker_command, onlooker_account, write_broker_files
from simulation.ports import free_ports
from simulation.supervisor import Program, Supervisor

CENTRE = "DEMO-0001"
ACCOUNTS = (
    account_of_server("s-secret"),
    account_of_device(CENTRE, "kiosk-1", "kiosk", None, "k-secret"),
    account_of_device(CENTRE, "pad-Q1", "pad", "Q1", "p-secret"),
    onlooker_account("o-secret"),
)


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    (port,) = free_ports(1)
    folder = tmp_path / "broker"
    write_broker_files(folder, port=port, accounts=ACCOUNTS)
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


def test_the_accounts_are_let_in_and_strangers_are_not(port: int) -> None:
    for user, password, is_let_in in (
        ("server", "s-secret", True),
        ("kiosk-1", "k-secret", True),
        (None, None, False),
        ("kiosk-1", "guess", False),
        ("stranger", "x", False),
    ):
        caller = Caller(port, user, password)
        assert caller.is_let_in is is_let_in, user
        caller.close()


def test_a_device_hears_the_server_and_speaks_for_itself(port: int) -> None:
    pad, server = Caller(port, "pad-Q1", "p-secret"), Caller(port, "server", "s-secret")
    mine = topics.counter(CENTRE, "Q1")
    assert pad.may_follow(mine) == YES
    assert pad.may_say(topics.device_presence(CENTRE, "pad-Q1")) == YES
    assert pad.may_say(mine) == NO
    assert server.may_say(mine, b"x") == YES
    wait_for(lambda: (mine, b"x") in pad.heard, what="what the server said")
    for caller in (pad, server):
        caller.close()


def test_an_onlooker_sees_every_board_and_says_nothing(port: int) -> None:
    onlooker = Caller(port, ONLOOKER_USER, "o-secret")
    for topic in (topics.board(CENTRE), topics.kiosk(CENTRE), topics.counter(CENTRE, "Q2")):
        assert onlooker.may_follow(topic) == YES
        assert onlooker.may_say(topic) == NO
    onlooker.close()


def test_passwords_are_kept_hashed_and_private(port: int, tmp_path: Path) -> None:
    assert port
    kept = (tmp_path / "broker" / "rights.json").read_text(encoding="utf-8")
    assert len(json.loads(kept)["clients"]) == len(ACCOUNTS)
    assert "secret" not in kept
    listing = subprocess.check_output(["stat", "-c", "%a", *(tmp_path / "broker").iterdir()], text=True)
    assert set(listing.split()) == {"600"}
