"""A wrong settings file of the pad is answered with what is wrong."""

from pathlib import Path

import pytest

from messaging.settings import InvalidSettings, read_settings
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
