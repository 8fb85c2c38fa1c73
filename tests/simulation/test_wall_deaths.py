"""What the wall learns of programs that died, however late it looks."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from simulation.wall.breaking import Running
from simulation.wall.recent_deaths import TOLD_FOR_S, RecentDeaths


@pytest.fixture
def died() -> list[str]:
    return []


@pytest.fixture
def running(tmp_path: Path, died: list[str]) -> Running:
    return Running(tmp_path / "running.json", died.append)


_written_ns = 1_000_000_000


def write(tmp_path: Path, **details: Any) -> None:
    """As the demo does after each change, at another moment each time."""
    global _written_ns
    file = tmp_path / "running.json"
    file.write_text(json.dumps(details), encoding="utf-8")
    _written_ns += 1_000_000
    os.utime(file, ns=(_written_ns, _written_ns))


def test_a_program_that_is_back_before_anybody_looks_has_died(
    tmp_path: Path, running: Running, died: list[str]
) -> None:
    write(tmp_path, ended={})
    assert running.look()
    write(tmp_path, ended={"mosquitto": "starts_again"}, deaths={"mosquitto": 1})
    write(tmp_path, ended={}, deaths={"mosquitto": 1})
    assert running.look()
    assert running.ended == {}
    assert died == ["mosquitto"]
    assert not running.look()
    write(tmp_path, ended={"server": "held"}, deaths={"mosquitto": 1})
    assert running.look()
    assert died == ["mosquitto"], "each death is told once, and to be held is none"


def test_what_died_before_the_wall_came_is_no_news(tmp_path: Path, running: Running, died: list[str]) -> None:
    write(tmp_path, ended={}, deaths={"server": 3})
    assert running.look()
    assert died == []
    write(tmp_path, ended={}, deaths={"server": 4})
    assert running.look()
    assert died == ["server"]


def test_a_file_that_cannot_be_read_is_looked_at_again(tmp_path: Path, running: Running, died: list[str]) -> None:
    assert not running.look()
    (tmp_path / "running.json").write_text("{", encoding="utf-8")
    assert not running.look()
    write(tmp_path, ended={"server": "held"})
    assert running.look()
    assert running.ended == {"server": "held"}
    assert died == []


def test_a_death_is_told_for_a_minute_from_when_the_program_is_back() -> None:
    deaths = RecentDeaths()
    deaths.note("server", now_s=100.0)
    assert deaths.told({"server", "printer"}, now_s=100.0 + 2 * TOLD_FOR_S) == ["server"], "slow to come back"
    assert deaths.told(set(), now_s=99.0 + 3 * TOLD_FOR_S) == ["server"]
    assert deaths.told({"printer"}, now_s=100.0 + 3 * TOLD_FOR_S) == []
    # What hangs or is slow later on has not died again.
    assert deaths.told({"server"}, now_s=101.0 + 3 * TOLD_FOR_S) == []
