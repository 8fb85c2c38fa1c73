"""The page of a kiosk that is not paired: every state is drawn, at every size, and all of it can be read."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from simulation.screens.pairing_drawing import pairing_scenes
from simulation.screens.seen import text_faults

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("size", "language"),
    [((1080, 1920), "vi"), ((1920, 1080), "vi"), ((1280, 800), "vi"), ((1080, 1920), "en"), ((1280, 800), "en")],
    ids=lambda value: value if isinstance(value, str) else f"{value[0]}x{value[1]}",
)
def test_every_state_is_drawn_and_can_be_read(size: tuple[int, int], language: str, tmp_path: Path) -> None:
    where = (f"{size[0]}x{size[1]}", language, str(tmp_path))
    drawing = [sys.executable, "-m", "simulation.screens.pairing_drawing", *where]
    ended = subprocess.run(drawing, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stderr
    seen = json.loads((tmp_path / "seen.json").read_text(encoding="utf-8"))
    assert set(seen) == set(pairing_scenes())
    assert {name: found for name, page in seen.items() if (found := text_faults(page["texts"], size))} == {}
    for name, page in seen.items():
        with Image.open(tmp_path / f"{name}.png") as picture:
            assert picture.convert("L").getextrema()[0] < 80 < 200 < picture.convert("L").getextrema()[1], name
        assert all(part["text"].strip() for part in page["texts"]), name
    # A key that does nothing now is pale: not one of its points is as dark as a letter that can be touched.
    for name, is_pale in (("typing", False), ("asking", True)):
        with Image.open(tmp_path / f"{name}.png") as picture:
            across, down = picture.size
            keys = picture.convert("L").crop((0, int(down * 0.45), across, int(down * 0.8)))
            assert (keys.getextrema()[0] > 140) == is_pale, name
    assert any("3F8B" in part["text"] for part in seen["comparing"]["texts"])


def test_what_touches_do_while_it_is_typed_and_compared(tmp_path: Path) -> None:
    here = Path(__file__).parent
    ended = subprocess.run(
        [sys.executable, "-W", "error", str(here / "touched_pairing.py"), str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    seen = json.loads((tmp_path / "seen.json").read_text(encoding="utf-8"))
    assert seen["typing"] == [["7"], [], [], []], "keys that a code does not have, and the way to send, do nothing"
    assert seen["typed"] == [["sent"]]
    assert {"3F8B", "11C0", "9D2E", "77B4"} <= set(seen["shown"])
    assert seen["at once"] == [[], []], "the second tap of who has just sent it"
    assert seen["comparing"] == [[False], [True], [], []]
    assert len(seen["stranger"]) == 1
    assert "gọi chị Mẫu" in seen["stranger"][0]
    assert seen["again"] == [["A"]]
