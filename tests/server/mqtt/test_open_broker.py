"""A broker that lets strangers in is found, and is an alarm until it is closed."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from broker_fixture import RunningBroker, free_port, wait_for

from messaging.settings import BrokerSettings
from server.mqtt.broker_accounts import account_of_server
from server.mqtt.open_broker import BROKER_OPEN, OpenBroker, lets_strangers_in
from server.web.devices.faults import cure_of
from simulation.broker_files import broker_account, broker_command, write_broker_files
from simulation.supervisor import Program, Supervisor


@pytest.fixture
def closed_port(tmp_path: Path) -> Iterator[int]:
    port, folder = free_port(), tmp_path / "closed"
    write_broker_files(folder, port=port, accounts=[account_of_server("secret")])
    supervisor = Supervisor(print)
    supervisor.start(
        Program("mosquitto", broker_command(folder), tmp_path / "mosquitto.log", account=broker_account(folder))
    )
    wait_for(partial(_answers, port), what="mosquitto to listen")
    yield port
    supervisor.close()


def _answers(port: int) -> bool:
    return lets_strangers_in(BrokerSettings(port=port)) is not None


def test_who_lets_in_anybody_is_told_from_who_does_not(broker: RunningBroker, closed_port: int) -> None:
    assert lets_strangers_in(broker.settings) is True
    assert lets_strangers_in(BrokerSettings(port=closed_port)) is False
    assert lets_strangers_in(BrokerSettings(port=free_port())) is None, "nobody answers: nobody knows"


def test_an_open_broker_is_an_alarm_with_its_cure(broker: RunningBroker) -> None:
    watch = OpenBroker(broker.settings, first_after_s=0)
    assert watch.faults() == []
    watch.start()
    try:
        wait_for(watch.faults, what="the alarm")
        assert watch.faults() == [BROKER_OPEN]
        assert "người lạ" in cure_of(BROKER_OPEN)[0].sentence
    finally:
        watch.stop()
