"""Ports for the programs of a centre: none is given to two, even while one of them is not listening."""

import socket
from pathlib import Path

import pytest

from simulation import ports
from simulation.centre_folder import CentreFolder
from simulation.ports import LOOPBACK, free_ports, is_free
from simulation.sample_centre import SampleCentre, StartOptions
from simulation.supervisor import Supervisor


@pytest.fixture
def six(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Only six ports are left on this machine."""
    left = free_ports(6)
    monkeypatch.setattr(ports, "_CHOSEN_FROM", left)
    monkeypatch.setattr(ports, "_given", set())
    return left


def test_a_centre_takes_no_port_that_its_start_promised_to_another_program(six: list[int], tmp_path: Path) -> None:
    port, wall_port, phones_port = six[:3]
    supervisor = Supervisor(lambda _line: None)
    try:
        SampleCentre(
            CentreFolder(tmp_path), supervisor, StartOptions(port, wall_port=wall_port, phones_port=phones_port)
        )
    finally:
        supervisor.close()
    assert ports._given == set(six[3:]), "the three of its own: broker, printer, and one for phones that it left"


def test_a_port_is_not_given_again_while_its_program_is_away(six: list[int]) -> None:
    first = free_ports(4)
    assert all(is_free(port) for port in first), "nobody listens there now"
    assert set(first).isdisjoint(free_ports(2))


def test_a_port_somebody_listens_on_is_not_given(six: list[int]) -> None:
    with socket.socket() as somebody:
        somebody.bind((LOOPBACK, six[0]))
        somebody.listen()
        assert sorted(free_ports(5)) == sorted(six[1:])
