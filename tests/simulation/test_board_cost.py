"""Screens that were left are gone: the hall board keeps no more widgets after many changes than after a few."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.exhaustive
def test_the_board_keeps_no_widget_of_a_former_screen() -> None:
    finished = subprocess.run(
        [sys.executable, "-W", "error", "-m", "simulation.programs.board_cost", "--calls", "0", "--changes", "60"],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    found = re.search(r"growth in 60 changes: (-?\d+) widgets", finished.stdout)
    assert found, finished.stdout + finished.stderr
    assert int(found[1]) <= 0
