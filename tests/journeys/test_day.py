"""`scripts/demo --day`, small, as somebody runs it: it ends well, says what was done how, and keeps what it read."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from running_demo import lives

from simulation.checker import check

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 300
"""Half a minute alone on two cores; the tests beside it want the cores as well."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("day") / "kept"


@pytest.fixture(scope="module")
def lines(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    scratch = tmp_path_factory.mktemp("scratch")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BOCSO_")}
    ended = subprocess.run(
        [sys.executable, "-m", "simulation.demo", "--day", "--profile", "small", "--json", "--keep", str(kept)],
        cwd=ROOT,
        env=environment | {"TMPDIR": str(scratch)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert not list(scratch.glob("bocso-day-*")), "the scratch folder is gone"
    return [json.loads(line) for line in ended.stdout.splitlines()]


def test_a_day_that_is_asked_to_stop_leaves_nothing_behind(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BOCSO_")}
    day = subprocess.Popen(
        [sys.executable, "-m", "simulation.demo", "--day", "--profile", "small"],
        cwd=ROOT,
        env=environment | {"TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with day:
        assert day.stdout is not None
        assert "all programs up" in day.stdout.readline()
        (scratch,) = tmp_path.glob("bocso-day-*")
        running = json.loads((scratch / "running.json").read_text(encoding="utf-8"))
        pids = [program["pid"] for program in running["programs"].values()]
        assert len(pids) >= 9
        day.send_signal(signal.SIGINT)
        said, _ = day.communicate(timeout=PATIENCE_S)
    assert day.returncode == 1
    assert said.splitlines()[-1].startswith("day: stopped")
    assert not [pid for pid in pids if lives(pid)]
    assert not list(tmp_path.glob("bocso-day-*"))


def figures(lines: list[dict[str, Any]]) -> dict[str, Any]:
    (line,) = [line for line in lines if "kpi" in line]
    found: dict[str, Any] = line["kpi"]
    return found


def test_the_day_ends_well(lines: list[dict[str, Any]]) -> None:
    assert lines[-1]["day"] == "ok"
    steps = [line["step"] for line in lines if "step" in line]
    assert steps[0] == "open"
    assert {"08:00", "12:00", "16:00", "hands", "agree"} <= set(steps)


def test_everybody_has_an_end_and_the_figures_add_up(lines: list[dict[str, Any]]) -> None:
    kpi = figures(lines)
    assert kpi["tickets"] == 40
    assert kpi["turns"] >= 40 + kpi["transferred"]
    ends = ("finished", "no_shows", "expired", "transferred", "other_ends")
    assert sum(kpi[end] for end in ends) == kpi["turns"]
    assert kpi["no_show_rate"] == pytest.approx(kpi["no_shows"] / (kpi["no_shows"] + kpi["finished"]))
    assert kpi["waiting"]["n"] == kpi["turns"] - kpi["expired"]
    assert 0 <= kpi["waiting"]["p50_min"] <= kpi["waiting"]["p90_min"]
    assert kpi["service"]["p50_min"] > 1
    assert kpi["coverage"] == pytest.approx(kpi["rated"] / (kpi["finished"] + kpi["transferred"]))
    assert 0.3 < kpi["coverage"] < 0.6
    assert 0 < kpi["satisfied"] <= 1
    assert kpi["idle_while_waiting_min"] < 0.2 * kpi["open_counter_min"]


def test_it_says_what_was_touched_and_pressed(lines: list[dict[str, Any]]) -> None:
    (said,) = [line["seen"] for line in lines if line.get("step") == "hands"]
    assert said.startswith("5 numbers by touch on the kiosk, 35 by a greeter or at a second kiosk's API")
    assert "slips ordered by staff" in said
    assert "presses by the pads' pins" in said


def test_what_is_kept_can_be_checked_by_anyone(lines: list[dict[str, Any]], kept: Path) -> None:
    assert lines[-1]["day"] == "ok"
    exported = [json.loads(line) for line in (kept / "journal.jsonl").read_text(encoding="utf-8").splitlines()]
    story, broken = check(exported)
    assert broken == []
    assert len(story.tickets) == 40
    verified = subprocess.run(
        [sys.executable, "-m", "bocso", "verify", "--database", str(kept / "centre.db")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert verified.returncode == 0, verified.stderr
    assert json.loads((kept / "kpi.json").read_text(encoding="utf-8")) == figures(lines)
    with closing(sqlite3.connect(kept / "centre.db")) as connection:
        assert connection.execute("SELECT state FROM service_days").fetchall() == [("closed",)]
        # A few came through the kiosk's own program, two through a greeter's tablet, the others through requests.
        assert dict(connection.execute("SELECT device_id, count(*) FROM tickets GROUP BY 1")) == {
            "kiosk-1": 5,
            "kiosk-2": 33,
            "": 2,
        }
