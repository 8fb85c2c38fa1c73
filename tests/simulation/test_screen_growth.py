"""Pages that were left are gone: the kiosk's screen keeps no more widgets after many visits than after a few."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_kiosk_keeps_no_page_that_was_left() -> None:
    finished = subprocess.run(
        [sys.executable, "-W", "error", "-m", "simulation.programs.screen_growth", "--visits", "6"],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert "growth in 6 visits: 0 widgets" in finished.stdout, finished.stdout + finished.stderr
    assert finished.returncode == 0
