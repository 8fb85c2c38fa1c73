"""Held consoles: what counts as growth, and a short run against a real server."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from simulation.held_consoles import Sample, growth

START = Sample(at_s=0, memory_mb=90, threads=5, handles=26, views=0)


def flat(count: int = 8) -> list[Sample]:
    return [replace(START, at_s=60.0 * n, memory_mb=130, threads=45, handles=150, views=100 * n) for n in range(count)]


def test_what_stays_is_flat_and_getting_warm_is_no_growth() -> None:
    assert growth([START, *flat()]) is None


@pytest.mark.parametrize(
    ("grown", "said"),
    [
        ({"memory_mb": 139}, "memory grew from 130 to 139 MB"),
        ({"handles": 160}, "file handles grew from 150 to 160"),
        ({"threads": 46}, "threads grew from 45 to 46"),
        ({"views": 0}, "told nothing"),
    ],
)
def test_growth_is_said(grown: dict[str, float], said: str) -> None:
    samples = flat()
    samples[-1] = replace(samples[-1], **grown)  # type: ignore[arg-type]  # fields of a dataclass

    assert said in (growth(samples) or "")


def test_too_little_says_nothing() -> None:
    with pytest.raises(ValueError, match="too few"):
        growth(flat(3))


@pytest.mark.long
def test_consoles_are_held_and_told(tmp_path: Path) -> None:
    file = tmp_path / "samples.json"

    words = ["--consoles", "5", "--minutes", "0.08", "--json", str(file)]
    held = subprocess.run(
        [sys.executable, "-m", "simulation.held_consoles", *words],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "5 consoles for 0.08 minutes:" in held.stdout, held.stderr

    samples = [Sample(**sample) for sample in json.loads(file.read_text())]
    assert len(samples) >= 4
    assert samples[-1].views > samples[0].views
    assert samples[-1].memory_mb > 50
