"""The page of a kiosk that is not paired: every state is drawn, at every size, and all of it can be read."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from simulation.screens.pairing_drawing import pairing_scenes
from simulation.screens.seen import text_faults

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080), (1280, 800)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_state_is_drawn_and_can_be_read(size: tuple[int, int], tmp_path: Path) -> None:
    drawing = [sys.executable, "-m", "simulation.screens.pairing_drawing", f"{size[0]}x{size[1]}", "vi", str(tmp_path)]
    ended = subprocess.run(drawing, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stderr
    seen = json.loads((tmp_path / "seen.json").read_text(encoding="utf-8"))
    assert set(seen) == set(pairing_scenes())
    assert {name: found for name, page in seen.items() if (found := text_faults(page["texts"], size))} == {}
    for name, page in seen.items():
        with Image.open(tmp_path / f"{name}.png") as picture:
            assert picture.convert("L").getextrema()[0] < 80 < 200 < picture.convert("L").getextrema()[1], name
        assert all(part["text"].strip() for part in page["texts"]), name
