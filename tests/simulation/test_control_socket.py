"""A control socket answers its owner alone, and says what is wrong with a command."""

import stat
from pathlib import Path
from typing import Any

import pytest

from simulation.control_client import ControlClient, ControlRefused, NoControl
from simulation.programs.control_socket import ControlSocket, Refused


@pytest.fixture
def path(tmp_path: Path) -> Path:
    # Longer than a Unix address may be: clones lie in deep folders.
    deep = tmp_path / ("a-rather-long-folder-name" * 5)
    deep.mkdir()
    return deep / "kiosk-1.sock"


@pytest.fixture
def client(path: Path) -> ControlClient:
    def add(request: dict[str, Any]) -> dict[str, Any]:
        if request["b"] < 0:
            raise Refused("b is negative")
        return {"sum": request["a"] + request["b"]}

    control = ControlSocket(path)
    control.add({"add": add})
    control.start()
    return ControlClient(path)


def test_a_command_is_answered(client: ControlClient) -> None:
    assert client.ask("add", a=2, b=3) == {"sum": 5}


def test_only_the_owner_may_open_it(client: ControlClient, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_refused_command_says_why(client: ControlClient) -> None:
    with pytest.raises(ControlRefused, match="b is negative"):
        client.ask("add", a=1, b=-1)


def test_an_unknown_command_names_the_known_ones(client: ControlClient) -> None:
    with pytest.raises(ControlRefused, match="there is no 'dance' here; there is add, who"):
        client.ask("dance")


def test_a_command_with_a_bug_is_answered_and_the_next_one_works(client: ControlClient) -> None:
    with pytest.raises(ControlRefused, match="TypeError"):
        client.ask("add", a="text", b=1)
    assert client.ask("add", a=1, b=1) == {"sum": 2}


def test_nobody_there_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NoControl, match=r"pad-Q1\.sock"):
        ControlClient(tmp_path / "pad-Q1.sock").ask("who")
