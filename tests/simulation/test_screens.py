"""Every screen has its picture, and a few of each program are drawn as `scripts/screens` draws them."""

import ast
import importlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from counter_display.key_words import WordKind
from kiosk.languages import has_screens
from kiosk.lookup import ChecklistStage
from kiosk.own_numbers import OwnStage
from kiosk.pages import Page
from kiosk.standing import Standing
from look.language import further_languages
from messaging.snapshots import CounterState
from rating_pad.touch.asking import Page as PadPage
from simulation.screens import web_scenes
from simulation.screens.board_scenes import COUNTER_STATES, hall_states
from simulation.screens.catalogue import jobs, languages, pictures
from simulation.screens.index_page import write_index
from simulation.screens.kiosk_scenes import scenes
from simulation.screens.pad_scenes import pad_scenes
from simulation.screens.slip_scenes import slips

ROOT = Path(__file__).parents[2]


def test_every_page_and_state_of_the_kiosk_has_a_scene() -> None:
    told = scenes("vi").values()
    assert {scene.page for scene in told} == set(Page)
    assert {scene.standing for scene in told} == set(Standing)
    assert {scene.own.view.stage for scene in told if scene.own} == set(OwnStage)
    checklists = {scene.looked_up.checklist for scene in told if scene.looked_up}
    assert checklists == set(ChecklistStage)


def test_every_state_of_the_boards_has_a_scene() -> None:
    shown = [make() for make in COUNTER_STATES.values()]
    assert {view.state for view in shown} == set(CounterState)
    assert {view.key_word.kind for view in shown if view.key_word} == set(WordKind)
    assert hall_states(is_upright=True).keys() == hall_states(is_upright=False).keys()


def test_every_page_of_the_touch_pad_has_a_scene() -> None:
    assert {view.page for view in pad_scenes("vi").values()} == set(PadPage)


def test_every_kind_of_slip_is_drawn() -> None:
    """Each file of look that draws a slip is used."""
    drawing = {
        path.stem
        for path in (ROOT / "look").glob("*.py")
        if path.stem not in ("slip_layout", "slip_parts")
        and "def draw_" in path.read_text(encoding="utf-8")
        and path.stem.endswith("_slip")
    }
    imported = {
        node.module.removeprefix("look.")
        for node in ast.walk(ast.parse((ROOT / "simulation/screens/slip_scenes.py").read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("look.")
    }
    assert drawing <= imported


def test_every_address_that_answers_with_a_page_is_drawn() -> None:
    drawn = {page.route for page in web_scenes.staff_pages()} | web_scenes.WALKED_ROUTES | web_scenes.PHONE_ROUTES
    there = set(_staff_routes()) | set(_phone_routes())
    assert {path for path in there if not path.startswith("/api/")} - web_scenes.NO_PAGES <= drawn
    assert drawn <= there, "a page that is no more"


def _staff_routes() -> Iterator[str]:
    """What the server's routers answer to a GET."""
    for path in (ROOT / "server" / "web").rglob("*.py"):
        module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for route in getattr(getattr(module, "router", None), "routes", []):
            if "GET" in route.methods:
                yield route.path


def _phone_routes() -> list[str]:
    return re.findall(r'Route\("([^"]+)"', (ROOT / "server" / "public_app.py").read_text(encoding="utf-8"))


def test_every_complete_language_is_drawn() -> None:
    assert set(languages()) == {tag for tag in ("vi", "en", *further_languages()) if has_screens(tag)}
    for program in ("kiosk", "slip"):
        named = {name.split("/")[2] for name in pictures(jobs()) if name.startswith(f"{program}/")}
        assert named == set(languages())
    assert all(slips(language) for language in languages())


def test_no_two_pictures_have_one_name_and_a_prefix_chooses() -> None:
    everything = pictures(jobs())
    assert len(everything) == len(set(everything))
    own = pictures(left for job in jobs() if (left := job.only("kiosk/1080x1920/vi/normal/own")))
    assert own and all(name.startswith("kiosk/1080x1920/vi/normal/own") for name in own)


def draw(folder: Path, prefix: str) -> list[str]:
    """As `scripts/screens FOLDER --only PREFIX` does, without installing anything."""
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-m", "simulation.screens", str(folder), "--only", prefix],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    wanted = pictures(left for job in jobs() if (left := job.only(prefix)))
    for name in wanted:
        with Image.open(folder / f"{name}.png") as picture:
            assert len(picture.convert("RGB").getcolors(1_000_000) or []) > 1, f"{name} is blank"
    return wanted


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    "prefix",
    [
        "kiosk/1280x800/en/largest/own_t",
        "hall/1920x1080/vi+en/slide_n",
        "counter/1280x800/vi+en/rating_th",
        "pad/480x320/en/re",
        "slip/58mm/en/t",
    ],
)
def test_a_few_of_each_program_are_drawn_and_stand_on_the_page(tmp_path: Path, prefix: str) -> None:
    wanted = draw(tmp_path, prefix)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert all(f"{name}.png".replace("+", "%2B") in page for name in wanted)
    assert f"{len(wanted)} pictures" in page
    assert " faults</b>" not in page


@pytest.mark.exhaustive
def test_pages_of_the_web_are_drawn(tmp_path: Path) -> None:
    wanted = draw(tmp_path, "web/390x844/vi/procedure")
    assert "web/390x844/vi/procedures_none" in wanted


def test_a_fault_that_was_seen_stands_beside_its_picture(tmp_path: Path) -> None:
    folder = tmp_path / "web" / "390x844" / "vi"
    folder.mkdir(parents=True)
    Image.new("RGB", (2, 2)).save(folder / "login.png")
    (folder / "seen.json").write_text(json.dumps({"login": ["wider than the screen"]}), encoding="utf-8")
    assert write_index(tmp_path, ["web/390x844/vi/login", "web/390x844/vi/floor"]) == 1
    assert "wider than the screen" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_a_name_that_is_none_is_told(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "simulation.screens", str(tmp_path), "--only", "kisok"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    assert "--list" in ended.stderr
