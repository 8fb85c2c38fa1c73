"""The settings file of a board: a wrong one is refused with the key and the reason."""

from pathlib import Path

import pytest

from counter_display.settings import DisplaySettings
from messaging.settings import InvalidSettings, read_settings

HALL = """
centre = "mau"
device_id = "board-1"
data_dir = "{folder}"
mode = "hall"
[server]
credential_file = "{folder}/credential"
[audio]
kind = "record"
record_dir = "{folder}/calls"
clips_dir = "{folder}/clips"
"""


def _read(folder: Path, text: str) -> DisplaySettings:
    path = folder / "board.toml"
    path.write_text(text.replace("{folder}", str(folder)))
    return read_settings(DisplaySettings, path)


def test_hall_board(tmp_path: Path) -> None:
    settings = _read(tmp_path, HALL)
    assert settings.mode == "hall"
    assert (settings.width, settings.height, settings.fullscreen) == (1920, 1080, True)
    assert settings.audio.record_dir == tmp_path / "calls"


def test_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOCSO_DISPLAY_WIDTH", "1280")
    monkeypatch.setenv("BOCSO_DISPLAY_AUDIO__RECORD_PACE", "0")
    settings = _read(tmp_path, HALL)
    assert settings.width == 1280
    assert settings.audio.record_pace == 0


@pytest.mark.parametrize(
    ("was", "becomes", "reason"),
    [
        ('mode = "hall"', 'mode = "counter"', "counter_id is needed"),
        ('mode = "hall"', 'mode = "wall"', "mode: Input should be 'hall' or 'counter'"),
        ('record_dir = "{folder}/calls"', "", "record_dir is needed"),
        ('clips_dir = "{folder}/clips"', "", "clips_dir is needed"),
        ('mode = "hall"', 'mode = "hall"\nwidth = 3', "width: "),
        ('mode = "hall"', 'mode = "hall"\ncolour = "red"', "colour: Extra inputs"),
        ('kind = "record"', 'kind = "tape"', r"audio\.kind"),
        ("[audio]", '[keypad]\nkind = "evdev"\npath = "/dev/input/x"\n[audio]', "keypad belongs to a counter"),
        ("[audio]", '[keypad]\nkind = "evdev"\n[audio]', "keypad: path is needed"),
        ("[audio]", '[keypad]\nkind = "usb"\n[audio]', r"keypad\.kind"),
    ],
)
def test_wrong_value_is_named(tmp_path: Path, was: str, becomes: str, reason: str) -> None:
    assert was in HALL
    with pytest.raises(InvalidSettings, match=reason):
        _read(tmp_path, HALL.replace(was, becomes))
