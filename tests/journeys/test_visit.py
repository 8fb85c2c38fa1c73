"""`scripts/demo --visit`: every step is seen, what was asked for is kept, and nothing else stays behind."""

import json
import sqlite3
import subprocess
import sys
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from server.journal.verify import verify

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 180

STEPS = [
    "set-up",
    "open",
    "history",
    "touch",
    "slip",
    "next",
    "board",
    "voice",
    "counter",
    "serve",
    "press",
    "score",
    "journal",
]


@dataclass(frozen=True)
class WalkedVisit:
    status: int
    lines: list[dict[str, Any]]
    errors: str
    kept: Path
    scratch: Path


def walk_visit(folder: Path, **environment: str) -> WalkedVisit:
    """Run the visit as scripts/demo does once everything is installed, with a temporary folder of its own."""
    scratch = folder / "scratch"
    scratch.mkdir()
    ended = subprocess.run(
        [sys.executable, "-m", "simulation.demo", "--visit", "--json", "--keep", str(folder / "kept")],
        cwd=ROOT,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin", "TMPDIR": str(scratch), "HOME": str(folder)}
        | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    return WalkedVisit(ended.returncode, lines, ended.stderr, folder / "kept", scratch)


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WalkedVisit]:
    return walk_visit(tmp_path_factory.mktemp("visit"))


def test_every_step_is_seen(visit: WalkedVisit) -> None:
    assert visit.lines[-1]["visit"] == "ok", (visit.lines, visit.errors)
    assert visit.status == 0
    assert [line["step"] for line in visit.lines[:-1]] == STEPS
    for line in visit.lines[:-1]:
        assert set(line) == {"step", "ms", "seen"}
        assert isinstance(line["ms"], int)
        assert line["seen"]


def test_the_tenth_rating_brings_the_percentage(visit: WalkedVisit) -> None:
    seen = {line["step"]: line["seen"] for line in visit.lines[:-1]}
    assert seen["score"].startswith("80 % satisfied of 10 ratings")


def test_exactly_what_was_promised_is_kept(visit: WalkedVisit) -> None:
    names = {"kiosk.png", "slip.png", "slip.bin", "board.png", "counter.png", "call.wav", "centre.db"}
    assert {path.name for path in visit.kept.iterdir()} == names


def test_nothing_else_stays_behind(visit: WalkedVisit) -> None:
    assert list(visit.scratch.iterdir()) == []
    commands = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.parent.exists()]
    assert not [command for command in commands if str(visit.scratch).encode() in command]


@pytest.mark.parametrize(
    ("name", "size"), [("kiosk.png", (1080, 1920)), ("board.png", (1920, 1080)), ("counter.png", (1280, 800))]
)
def test_pictures_show_the_whole_screen(visit: WalkedVisit, name: str, size: tuple[int, int]) -> None:
    with Image.open(visit.kept / name) as picture:
        assert picture.size == size
        assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 50


def test_the_slip_is_what_the_printer_got(visit: WalkedVisit) -> None:
    raw = (visit.kept / "slip.bin").read_bytes()
    assert b"\x1dv0" in raw, "GS v 0, the raster command"
    assert b"\x1dV" in raw, "GS V, the cut"
    scanned = subprocess.check_output(["zbarimg", "--quiet", "--raw", visit.kept / "slip.png"], text=True)
    assert "/t/" in scanned


def test_the_call_can_be_heard(visit: WalkedVisit) -> None:
    with wave.open(str(visit.kept / "call.wav")) as call:
        assert call.getnframes() / call.getframerate() > 3
        assert any(call.readframes(call.getnframes()))


def test_the_database_is_one_closed_file_that_holds(visit: WalkedVisit) -> None:
    database = visit.kept / "centre.db"
    assert verify(database).fault is None
    connection = sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True)
    try:
        assert connection.execute("SELECT count(*) FROM tickets").fetchone() == (10,)
    finally:
        connection.close()
    assert not list(visit.kept.glob("centre.db-*"))


@pytest.mark.long
def test_a_kiosk_that_cannot_reach_its_printer_fails_the_visit(tmp_path: Path) -> None:
    failed = walk_visit(tmp_path, BOCSO_KIOSK_PRINTER__PORT="1")
    assert failed.status == 1
    said = failed.lines[-1]["visit"]
    assert said.split(":")[0] in ("touch", "slip"), failed.lines
    assert (failed.kept / "failure" / "kiosk-1.png").exists()
    assert list(failed.scratch.iterdir()) == []
