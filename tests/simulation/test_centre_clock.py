"""The clock of a running centre: everybody steps together, and nobody while a hand is on a screen."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulation.centre_clock import CentreClock
from simulation.centre_folder import CentreFolder
from simulation.control_client import NoControl
from simulation.programs.control_socket import ControlSocket

PATIENCE_S = 10.0


class Program:
    """Listens like a program and remembers what lead it was told."""

    def __init__(self, folder: CentreFolder, name: str) -> None:
        self.lead_s = 0.0
        socket = ControlSocket(folder.control_socket(name))
        socket.add({"step": self._step})
        socket.start()

    def _step(self, request: dict[str, Any]) -> dict[str, Any]:
        self.lead_s = request["to_s"]
        return {"lead_s": self.lead_s}


@pytest.fixture
def folder(tmp_path: Path) -> CentreFolder:
    folder = CentreFolder(tmp_path)
    folder.control.mkdir()
    return folder


@pytest.fixture
def clock(folder: CentreFolder) -> Iterator[CentreClock]:
    clock = CentreClock(folder, ("server", "kiosk-1"))
    yield clock
    clock.close()


def test_all_programs_take_the_same_step_and_the_folder_remembers_it(folder: CentreFolder, clock: CentreClock) -> None:
    server, kiosk = Program(folder, "server"), Program(folder, "kiosk-1")
    before = clock.now()
    clock.step(60)
    clock.step(1.5)
    assert server.lead_s == kiosk.lead_s == folder.lead_s() == clock.lead_s == 61.5
    assert (clock.now() - before).total_seconds() >= 61.5


def test_a_program_that_is_gone_is_named_and_all_others_step(folder: CentreFolder, clock: CentreClock) -> None:
    kiosk = Program(folder, "kiosk-1")
    with pytest.raises(NoControl, match="server"):
        clock.step(10)
    assert kiosk.lead_s == 10
    server = Program(folder, "server")
    clock.step(5)
    assert server.lead_s == kiosk.lead_s == 15, "it has caught up"


def test_two_clocks_of_one_centre_never_step_back(folder: CentreFolder, clock: CentreClock) -> None:
    server, _ = Program(folder, "server"), Program(folder, "kiosk-1")
    other = CentreClock(folder, ("server", "kiosk-1"))
    other.step(100)
    clock.step(1)
    assert server.lead_s == folder.lead_s() == 101
    other.close()


def test_nobody_steps_while_a_hand_is_on_a_screen(folder: CentreFolder, clock: CentreClock) -> None:
    server, _ = Program(folder, "server"), Program(folder, "kiosk-1")
    has_stepped = threading.Event()

    def step() -> None:
        clock.step(30)
        has_stepped.set()

    with clock.held(), clock.held():
        stepping = threading.Thread(target=step)
        stepping.start()
        assert clock.is_held
        assert not has_stepped.wait(0.2)
        assert server.lead_s == 0
    assert has_stepped.wait(PATIENCE_S)
    stepping.join()
    assert server.lead_s == 30
    assert not clock.is_held
