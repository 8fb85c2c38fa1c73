"""The soak: what counts as growth, and a short run of a whole centre in which one program is made to keep too much."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from simulation.soak.judging import course, faults_of_database, verdicts
from simulation.soak.sample import DatabaseNow, ProgramNow, Sample

MINUTE_S = 60.0
SLIM = ProgramNow(pid=7, memory_mb=100.0, handles=40, threads=8, fonts=50)
COLD = ProgramNow(pid=7, memory_mb=60.0, handles=20, threads=5, fonts=9)


def hour(**grows: float) -> list[Sample]:
    """Sixty looks at one program that warms up first; from then on each figure that is named grows by so much."""
    samples = []
    for minute in range(61):
        share = max(0.0, (minute - 15) / 45)
        now = COLD if minute < 10 else SLIM
        programs = {
            "kiosk-1": replace(
                now,
                memory_mb=now.memory_mb + share * grows.get("memory_mb", 0),
                handles=round(now.handles + share * grows.get("handles", 0)),
                threads=round(now.threads + share * grows.get("threads", 0)),
                fonts=round(now.fonts + share * grows.get("fonts", 0)),
            )
        }
        samples.append(Sample(minute * MINUTE_S, programs, DatabaseNow(1.0 + minute / 10, 4.0, 100 + minute, minute)))
    return samples


def grew(samples: list[Sample]) -> str:
    (one,) = verdicts(samples)
    return ", ".join(one.grew)


def test_what_warms_up_and_stays_is_flat() -> None:
    assert grew(hour()) == ""
    assert grew(hour(fonts=14)) == "", "letters of a size that was not drawn before"
    assert faults_of_database(hour()) == []


@pytest.mark.parametrize(
    ("grows", "said"),
    [
        ({"memory_mb": 12}, "memory rose by 12"),
        ({"handles": 6}, "file handles rose by 6"),
        ({"threads": 3}, "threads rose by 3"),
        ({"fonts": 20}, "70 files of fonts are open"),
    ],
)
def test_what_grows_all_the_time_is_found(grows: dict[str, float], said: str) -> None:
    assert grew(hour(**grows)).startswith(said)


def test_a_peak_is_no_growth() -> None:
    samples = hour()
    for minute in (30, 60):  # such as an hourly copy
        samples[minute] = replace(samples[minute], programs={"kiosk-1": replace(SLIM, memory_mb=160, handles=70)})

    assert grew(samples) == ""


def test_growth_is_the_slope_of_most_pairs_over_the_whole_time() -> None:
    found = course([0, 60, 120, 180, 240], [10, 12, 14, 16, 90])

    assert found.rise == 8.0
    assert (found.first, found.last, found.highest) == (10, 90, 90)


def test_a_journal_that_stands_still_and_a_log_that_grows_are_faults() -> None:
    still = [replace(one, database=replace(one.database, journal=100)) for one in hour()]
    assert faults_of_database(still) == ["nothing was done any more: the journal stood still"]
    large = hour()
    large[50] = replace(large[50], database=replace(large[50].database, wal_mb=40.0))
    assert faults_of_database(large) == ["the write-ahead log grew to 40.0 MB"]


def test_too_few_looks_say_nothing() -> None:
    with pytest.raises(ValueError, match="too few"):
        verdicts(hour()[:4])


@pytest.mark.long
def test_a_program_that_keeps_too_much_is_found_in_a_whole_centre(tmp_path: Path) -> None:
    file = tmp_path / "soak.json"
    words = ["--minutes", "0.4", "--speed", "60", "--consoles", "3", "--phones", "3"]

    ended = subprocess.run(
        [sys.executable, "-m", "simulation.soak", *words, "--plant", "pad-Q1", "--json", str(file)],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        timeout=400,
    )

    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "soak: NOT as promised" in ended.stdout
    for what in ("memory", "file handles", "threads"):
        assert f"pad-Q1: {what} rose by" in ended.stdout, ended.stdout
    assert "no promise is broken" in ended.stdout, "the books are checked all the same"
    kept = json.loads(file.read_text(encoding="utf-8"))
    everybody = {"server", "phones", "mosquitto", "printer", "kiosk-1", "board-1"}
    assert everybody < set(kept["samples"][-1]["programs"])
    assert kept["samples"][-1]["database"]["journal"] > kept["samples"][0]["database"]["journal"]
    screen = kept["samples"][-1]["programs"]["board-1"]
    assert 0 < screen["fonts"] <= 64
    assert {one["program"] for one in kept["verdicts"]} == set(kept["samples"][-1]["programs"])
