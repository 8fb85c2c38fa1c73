"""A wrong settings file of the pad is answered with what is wrong."""

from pathlib import Path

import pytest

from hardware.gpio.simulated_board import SimulatedPadBoard
from messaging.settings import InvalidSettings, read_settings
from rating_pad.button_pad import open_board
from rating_pad.settings import PadSettings

GOOD = """
centre = "test"
device_id = "pad-Q1"
data_dir = "/var/lib/bocso/pad"
counter_id = "Q1"
button_pins = [5, 6, 13]
light_pins = [17, 27, 22]

[server]
url = "http://10.0.0.2:8080"
credential_file = "/etc/bocso/pad.credential"
"""


def read(tmp_path: Path, text: str) -> PadSettings:
    path = tmp_path / "pad.toml"
    path.write_text(text)
    return read_settings(PadSettings, path)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    settings = read(tmp_path, GOOD)
    assert settings.button_pins == [5, 6, 13]
    assert settings.pin_factory == "native"
    assert settings.buzzer_pin is None


def test_the_environment_goes_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOCSO_PAD_COUNTER_ID", "Q2")
    monkeypatch.setenv("BOCSO_PAD_BROKER__PORT", "1884")
    settings = read(tmp_path, GOOD)
    assert (settings.counter_id, settings.broker.port) == ("Q2", 1884)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("[5, 6, 13]", "[5, 6]"), "button_pins"),
        (("[5, 6, 13]", "[5, 6, 13, 19, 26, 21]"), "button_pins"),
        (("[17, 27, 22]", "[17, 27]"), "each button has one light"),
        (("[17, 27, 22]", "[17, 27, 5]"), "pin 5 is used twice"),
        (("[17, 27, 22]", "[17, 27, 22]\nbuzzer_pin = 6"), "pin 6 is used twice"),
        (("[5, 6, 13]", "[5, 6, 40]"), "button_pins.2"),
        (('counter_id = "Q1"', ""), "counter_id"),
        (('counter_id = "Q1"', 'counter_id = "Q1"\ncolour = 1'), "colour"),
        (("centre =", "centre"), "not valid TOML"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    with pytest.raises(InvalidSettings, match=words) as error:
        read(tmp_path, GOOD.replace(*change))
    assert "pad.toml" in str(error.value)


def test_a_touch_pad_needs_no_pins(tmp_path: Path) -> None:
    text = GOOD.replace("button_pins = [5, 6, 13]\nlight_pins = [17, 27, 22]", 'screen = "touch"')
    settings = read(tmp_path, text)
    assert (settings.screen, settings.button_pins, settings.width, settings.height) == ("touch", [], 800, 480)


def test_without_pins_the_cure_names_both_kinds(tmp_path: Path) -> None:
    text = GOOD.replace("button_pins = [5, 6, 13]\nlight_pins = [17, 27, 22]\n", "")
    with pytest.raises(InvalidSettings, match=r'button_pins names 0 pins.*screen = "touch"'):
        read(tmp_path, text)


@pytest.mark.parametrize(("buzzer", "sounds"), [("on", True), ("off", False)])
def test_a_buzzer_that_is_wired_may_be_kept_silent(tmp_path: Path, buzzer: str, *, sounds: bool) -> None:
    wired = f'pin_factory = "mock"\nbuzzer_pin = 16\nbuzzer = "{buzzer}"\ncounter_id'
    board = open_board(read(tmp_path, GOOD.replace("counter_id", wired)))
    assert isinstance(board, SimulatedPadBoard)
    board.show((0, 0, 0), buzzer=True)
    assert board.buzzes() is sounds
    board.close()
