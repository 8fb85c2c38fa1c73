"""One program is held down and let run again, by the supervisor and through its door."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from simulation.control_client import ControlClient, ControlRefused
from simulation.supervisor import Program, Supervisor
from simulation.supervisor_door import DOOR, SupervisorDoor

PATIENCE_S = 20.0


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def supervisor(told: list[str]) -> Iterator[Supervisor]:
    one = Supervisor(told.append)
    yield one
    one.close()


def sleeper(tmp_path: Path, name: str = "server") -> Program:
    return Program(name, (sys.executable, "-c", "import time; time.sleep(600)"), tmp_path / f"{name}.log")


def wait_until(is_so: Callable[[], object], supervisor: Supervisor) -> None:
    give_up = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < give_up, "waited in vain"
        supervisor.tend(0.02)


def test_a_held_program_stays_ended_until_it_is_released(
    supervisor: Supervisor, told: list[str], tmp_path: Path
) -> None:
    supervisor.start(sleeper(tmp_path))
    first = supervisor.pids()["server"]
    supervisor.hold("server")
    supervisor.tend(0.8)
    assert supervisor.pids() == {}
    assert supervisor.ended() == {"server": "held"}
    supervisor.release("server")
    assert supervisor.pids()["server"] != first
    assert supervisor.ended() == {}
    assert told == [], "nothing crashed"


def test_a_released_program_is_looked_after_again(supervisor: Supervisor, told: list[str], tmp_path: Path) -> None:
    supervisor.start(sleeper(tmp_path))
    supervisor.hold("server", is_unplugged=True)
    supervisor.release("server")
    pid = supervisor.pids()["server"]
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: supervisor.ended() == {"server": "starts_again"}, supervisor)
    wait_until(lambda: supervisor.pids().get("server", pid) != pid, supervisor)
    assert len(told) == 1
    assert supervisor.deaths() == {"server": 1}, "to be held is no death"


def test_holding_twice_and_releasing_what_runs_change_nothing(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start(sleeper(tmp_path))
    pid = supervisor.pids()["server"]
    supervisor.release("server")
    assert supervisor.pids()["server"] == pid
    supervisor.hold("server")
    supervisor.hold("server")
    assert supervisor.ended() == {"server": "held"}


def asked(supervisor: Supervisor, path: Path, do: str, program: str) -> dict[str, Any]:
    """Knock from a thread while the supervisor tends, as another process does."""
    answers: list[Any] = []

    def knock() -> None:
        try:
            answers.append(ControlClient(path).ask(do, program=program))
        except ControlRefused as refusal:
            answers.append(refusal)

    thread = threading.Thread(target=knock)
    thread.start()
    wait_until(lambda: answers, supervisor)
    thread.join()
    if isinstance(answers[0], Exception):
        raise answers[0]
    return dict(answers[0])


def test_the_door_holds_and_releases(supervisor: Supervisor, tmp_path: Path) -> None:
    path = tmp_path / f"{DOOR}.sock"
    with SupervisorDoor(path, supervisor):
        supervisor.start(sleeper(tmp_path))
        supervisor.start(sleeper(tmp_path, "pad-Q1"))
        assert asked(supervisor, path, "hold", "server")["ended"] == {"server": "held"}
        assert asked(supervisor, path, "unplug", "pad-Q1")["ended"] == {"server": "held", "pad-Q1": "held"}
        assert asked(supervisor, path, "release", "server")["ended"] == {"pad-Q1": "held"}
        assert set(supervisor.pids()) == {"server"}
        with pytest.raises(ControlRefused, match="there is no program 'ghost'"):
            asked(supervisor, path, "hold", "ghost")


def test_who_knocks_and_says_nothing_stops_nobody(supervisor: Supervisor, tmp_path: Path) -> None:
    import socket

    path = tmp_path / f"{DOOR}.sock"
    with SupervisorDoor(path, supervisor), socket.socket(socket.AF_UNIX) as silent:
        supervisor.start(sleeper(tmp_path))
        silent.connect(str(path))
        supervisor.tend(0.1)
        assert asked(supervisor, path, "hold", "server")["ended"] == {"server": "held"}
