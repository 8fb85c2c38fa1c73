"""The control commands of a display with a number pad reach its own simulated keypad, and say when they cannot."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from broker_fixture import wait_for

from hardware.keypad.event_keypad import EventKeypad
from hardware.keypad.keypad import KeyChange, PadKey
from hardware.keypad.simulated_keypad import PipeKeypad
from simulation.control_client import ControlClient, ControlRefused
from simulation.programs.control_socket import ControlSocket
from simulation.programs.keypad_door import keypad_commands


@pytest.fixture
def keypad(tmp_path: Path) -> Iterator[PipeKeypad]:
    keypad = PipeKeypad(tmp_path / "keypad")
    keypad.start()
    wait_for_plug(keypad, is_in=True)
    yield keypad
    keypad.close()


@pytest.fixture
def display(tmp_path: Path, keypad: PipeKeypad) -> ControlClient:
    control = ControlSocket(tmp_path / "display.sock")
    control.add(keypad_commands(keypad))
    control.start()
    return ControlClient(tmp_path / "display.sock")


def wait_for_plug(keypad: PipeKeypad, *, is_in: bool) -> None:
    wait_for(lambda: keypad.is_there is is_in, what="the plug to be felt")


def heard(keypad: PipeKeypad, number: int) -> list[tuple[PadKey, bool]]:
    changes: list[KeyChange] = []

    def enough() -> bool:
        changes.extend(keypad.take())
        return len(changes) >= number

    wait_for(enough, what="the keys")
    return [(change.key, change.is_down) for change in changes]


def test_a_key_is_pushed_and_let_go(display: ControlClient, keypad: PipeKeypad) -> None:
    display.key("Enter")
    assert heard(keypad, 2) == [(PadKey.ENTER, True), (PadKey.ENTER, False)]
    display.ask("key", key="+", phase="down")
    display.ask("key", key="+", phase="up")
    assert heard(keypad, 2) == [(PadKey.PLUS, True), (PadKey.PLUS, False)]


@pytest.mark.parametrize("wrong", [{"key": "F1"}, {"key": "1", "phase": "hold"}])
def test_nonsense_is_refused(display: ControlClient, wrong: dict[str, str]) -> None:
    with pytest.raises(ControlRefused):
        display.ask("key", **wrong)


def test_a_keypad_that_is_pulled_out_feels_nothing(display: ControlClient, keypad: PipeKeypad) -> None:
    display.plug(is_in=False)
    wait_for_plug(keypad, is_in=False)
    with pytest.raises(ControlRefused, match="not plugged in"):
        display.key("Enter")
    display.plug(is_in=True)
    wait_for_plug(keypad, is_in=True)
    display.key("Enter")
    assert heard(keypad, 2)[0] == (PadKey.ENTER, True)


def test_a_display_without_a_keypad_has_no_key_command() -> None:
    assert keypad_commands(None) == {}


def test_a_real_keypad_cannot_be_pushed_from_outside(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="simulated"):
        keypad_commands(EventKeypad(tmp_path / "pad"))
