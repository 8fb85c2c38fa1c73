"""Kivy set up our way, and the theme that every screen is made of, drawn offscreen."""

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from look import colours

_HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("kivy")
    finished = subprocess.run(
        [sys.executable, "-W", "error", str(_HERE / "kivy_probe.py"), str(folder)],
        env=os.environ | {"PYTHONPATH": str(_HERE.parents[1])},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert finished.returncode == 0, finished.stderr
    assert finished.stderr == "", "Kivy keeps quiet"
    return json.loads(finished.stdout) | {"folder": folder}


def test_window_is_shrunk_in_proportion_and_kivys_shortcuts_are_off(told: dict[str, Any]) -> None:
    assert told["window"] == [600, 300]
    assert told["escape_ends"] is False
    assert told["modules"] == []
    assert told["root_level"] == 30, "the root logger is ours"


def test_kivy_imported_too_early_is_refused(told: dict[str, Any]) -> None:
    assert told["second_prepare_is_refused"] is True


def test_text_shrinks_and_wraps_until_it_fits(told: dict[str, Any]) -> None:
    assert 9 <= told["label_px"] < 60
    assert told["label_texture"][0] <= 200
    assert told["label_texture"][1] <= 90
    assert told["label_is_shortened"] is False
    assert told["label_font"] == told["font"]


def test_no_word_is_broken(told: dict[str, Any]) -> None:
    assert told["unbreakable"] is None
    assert told["one_line"] < told["many_lines"]


def test_a_space_at_the_end_of_a_line_takes_no_room(told: dict[str, Any]) -> None:
    """Two words that fill two lines to their edges do not need a third."""
    assert told["just_two_lines"] == [40, "xây dựng\nxây dựng"]


def test_letters_are_composed(told: dict[str, Any]) -> None:
    assert told["decomposed"] == unicodedata.normalize("NFC", "Êđê")


def test_number_fills_its_box_by_its_digits(told: dict[str, Any]) -> None:
    assert told["digit_px"] == pytest.approx(72, abs=1)
    assert told["wide_digit_px"] < 40
    assert told["wide_ink"] <= 100


def test_same_layout_at_every_size(told: dict[str, Any]) -> None:
    assert told["scales"] == pytest.approx([1.0, 1.0, 1280 / 1920, 0.5])
    assert told["tint"] == pytest.approx([0.5, 0.5, 0.5, 1.0])


def test_five_faces_are_five_different_drawings_in_ink_alone(told: dict[str, Any]) -> None:
    with Image.open(told["folder"] / "probe.png") as picture:
        faces = [picture.convert("L").crop((at * 60, 0, at * 60 + 60, 60)) for at in range(5)]
    drawings = {face.tobytes() for face in faces}
    assert len(drawings) == 5
    ink = sum(colours.rgb(colours.INK)) // 3
    assert all(min(face.get_flattened_data()) <= ink + 20 for face in faces)


def test_a_driver_that_crashes_leaves_its_place_behind(tmp_path: Path) -> None:
    """Such a program ends without a word else, and nobody can say why the screen went dark."""
    crashes = (
        "import os, pathlib, signal, look.kivy_setup as setup;"
        "setup.prepare(title='probe', size=(60, 30), home=pathlib.Path('kivy'));"
        "os.kill(os.getpid(), signal.SIGSEGV)"
    )
    finished = subprocess.run(
        [sys.executable, "-c", crashes],
        env=os.environ | {"PYTHONPATH": str(_HERE.parents[1]), "SDL_VIDEODRIVER": "offscreen"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert finished.returncode == -11
    assert "Segmentation fault" in finished.stderr
    assert '"<string>", line 1' in finished.stderr
