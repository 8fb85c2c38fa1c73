"""Every page in both languages and several sizes: no text cut or tiny, targets large, the number the largest thing."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from look.language import translator
from simulation.screens.kiosk_drawing import picture_scale
from simulation.screens.kiosk_scenes import scenes
from simulation.screens.sample_kiosk import SERVICES
from simulation.screens.seen import overlaps, target_faults, text_faults

HERE = Path(__file__).parent
DRAWN = [*((size, tag) for size in [(1080, 1920), (1920, 1080)] for tag in ("vi", "en")), ((1280, 800), "vi")]
NUMBER_PAGES = {
    *("printing", "printing_again", "printed", "next_in_turn", "unconfirmed", "not_printed"),
    *("claimed_early", "with_range"),
}
CODE_PAGES = {"place_printing", "place_printed", "place_not_printed"}


UPRIGHT_EN, ACROSS_EN = DRAWN[1], DRAWN[3]


def often(one: Any, *, long: Any) -> list[pytest.MarkDecorator]:
    """Every day one size in Vietnamese, in a long run English as well; the others take minutes."""
    return [] if one == DRAWN[0] else [pytest.mark.long] if one == long else [pytest.mark.exhaustive]


EACH = [pytest.param(one, marks=often(one, long=ACROSS_EN)) for one in DRAWN]

OUTERMOST = ["normal", "largest", "largest+low"]
EASED = [
    pytest.param((DRAWN[0], [*OUTERMOST, "largest+contrast"]), id=str(DRAWN[0])),
    pytest.param((DRAWN[0], ["normal", "large", "largest", "low"]), id="between", marks=pytest.mark.exhaustive),
    *(pytest.param((one, OUTERMOST), id=str(one), marks=often(one, long=UPRIGHT_EN)) for one in DRAWN[1:4]),
]


@pytest.fixture(scope="module", params=EACH, ids=str)
def drawn(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Size, language, folder of the pictures, what was seen; all of a visit without wishes."""
    size, language = request.param
    folder = tmp_path_factory.mktemp("kiosk")
    draw(size, language, folder, "normal")
    seen = json.loads((folder / "normal" / "seen.json").read_text())
    return size, language, folder / "normal", of_numbers(seen)


@pytest.fixture(scope="module", params=EASED)
def eased(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Size, and what was seen in each kind of visit; laid out and measured, not drawn."""
    (size, language), kinds = request.param
    folder = tmp_path_factory.mktemp("eased")
    draw(size, language, folder, *(f"--measured={kind}" for kind in kinds), backend="mock")
    return size, {path.parent.name: of_numbers(json.loads(path.read_text())) for path in folder.glob("*/seen.json")}


def draw(size: tuple[int, int], language: str, folder: Path, *options: str, backend: str = "gl") -> None:
    """As `scripts/screens` does."""
    program = [sys.executable, "-W", "error", "-m", "simulation.screens.kiosk_drawing"]
    finished = subprocess.run(
        [*program, f"{size[0]}x{size[1]}", language, str(folder), *options],
        env=os.environ | {"PYTHONPATH": str(HERE.parents[1]), "KIVY_GL_BACKEND": backend},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr


def of_numbers(seen: Any) -> Any:
    """Without the look-up's pages, which have a test file of their own: there is more to read on them."""
    return {name: page for name, page in seen.items() if page["page"] != "look_up"}


def test_every_text_is_whole_large_enough_and_on_the_screen(drawn: Any) -> None:
    size, _, _, seen = drawn
    check_texts(size, seen)


def test_no_two_texts_lie_over_each_other(drawn: Any) -> None:
    check_apart(drawn[3])


def test_every_text_is_whole_in_every_kind_of_visit(eased: Any) -> None:
    size, visits = eased
    for seen in visits.values():
        check_texts(size, seen)
        check_apart(seen)


def test_letters_grow_and_never_shrink(eased: Any) -> None:
    _, visits = eased
    for name in ("priority", "offer", "purpose", "refused_day_closed", "help", "printed"):
        usual, largest = (
            max(text["letters"] for text in visits[ease][name]["texts"]) for ease in ("normal", "largest")
        )
        assert largest >= usual, name
    grown = [
        max(text["letters"] for text in page["texts"])
        / max(text["letters"] for text in visits["normal"][name]["texts"])
        for name, page in visits["largest"].items()
    ]
    assert sorted(grown)[len(grown) // 2] >= 1.1, "on most pages the title is larger"


def test_a_row_of_buttons_is_said_in_one_size(eased: Any) -> None:
    """Each word by itself would be as large as it fits: short ones shouted, long ones whispered."""
    tr = translator("en")
    for vietnamese in (("Cỡ chữ", "Tương phản", "Hạ thấp", "Âm thanh"), ("Tôi có mã", "Số của tôi", "Tra cứu thủ tục")):
        row = {*vietnamese, *map(tr, vietnamese)}
        for ease, name, page in ((ease, name, page) for ease, seen in eased[1].items() for name, page in seen.items()):
            letters = [text["letters"] for text in page["texts"] if text["text"] in row]
            if name.startswith(("home", "rush", "without_server")):
                assert max(letters) <= min(letters) * (1.0 if vietnamese[0] == "Cỡ chữ" else 1.4), (ease, name)


def test_how_many_wait_is_said_no_louder_than_the_service(eased: Any) -> None:
    services = {name for _, *names, _, _ in SERVICES for name in names}
    for ease, seen in eased[1].items():
        for page in (page for name, page in seen.items() if name.startswith(("home", "rush"))):
            told = [text for text in page["texts"] if text["text"] in services]
            assert max(text["letters"] for text in told) <= 1.3 * min(text["letters"] for text in told) + 1, ease
            for name in told:
                left, bottom, _, _ = name["box"]
                below = [text for text in page["texts"] if text["box"][0] == left and 0 <= bottom - text["box"][3] <= 2]
                assert all(text["letters"] <= name["letters"] for text in below), (ease, name, below)


def test_controls_drop_within_reach(eased: Any) -> None:
    (width, height), visits = eased
    for ease in visits.keys() & {"low", "largest+low"}:
        for name, page in visits[ease].items():
            reach = page["height"] * (0.5 if height > width else 0.6) + 2
            for _, y, _, down in page["touchables"]:
                assert y + down <= reach, (ease, name)


@pytest.mark.parametrize("eased", EASED[:1], indirect=True)
def test_contrast_moves_nothing(eased: Any) -> None:
    _, visits = eased
    assert visits["largest+contrast"] == visits["largest"]


def test_targets_are_apart_in_every_kind_of_visit(eased: Any) -> None:
    for seen in eased[1].values():
        for name, page in seen.items():
            check_targets(name, page["touchables"])


def test_targets_are_large_and_apart(drawn: Any) -> None:
    (width, height), _, _, seen = drawn
    for name, page in seen.items():
        check_targets(name, page["touchables"])
    if height > width:
        tiles = [h for *_, w, h in seen["home_5"]["touchables"] if w > 800 and h > 112]
        assert len(tiles) == 4
        assert min(tiles) >= 160
        assert max(tiles) - min(tiles) < 1, "tiles are of one height"


def check_texts(size: tuple[int, int], seen: Any) -> None:
    assert {name: found for name, page in seen.items() if (found := text_faults(page["texts"], size))} == {}


def check_apart(seen: Any) -> None:
    found = {name: overlaps(page["texts"], down_at_most=2) for name, page in seen.items()}
    assert {name: faults for name, faults in found.items() if faults} == {}


def check_targets(name: str, touchables: Any) -> None:
    assert target_faults(touchables) == [], name


def test_every_page_of_the_kiosk_is_drawn(drawn: Any) -> None:
    """A page's class that no scene shows would never be looked at."""
    seen = json.loads((drawn[2] / "seen.json").read_text())
    screens = HERE.parents[1] / "kiosk" / "screens"
    classes = {
        node.name
        for path in screens.glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") == "Sheet" for base in node.bases)
    }
    # A kiosk that is not paired yet is a program of its own: test_pairing_pictures.py.
    assert {page["sheet"] for page in seen.values()} == classes - {"Frame", "PairingPage", "ComparingSheet"}
    told = scenes(drawn[1])
    assert {name: page["page"] for name, page in seen.items()} == {name: one.page.value for name, one in told.items()}


def test_the_number_is_the_largest_thing_on_its_page(drawn: Any) -> None:
    for name in NUMBER_PAGES:
        page = drawn[3][name]
        digits = max(page["numbers"])
        assert digits >= 190, name
        assert digits > 2.5 * max(text["letters"] for text in page["texts"]), name
    for name in CODE_PAGES:
        assert max(drawn[3][name]["numbers"]) >= 150, name


def test_no_page_is_blank_and_no_two_are_alike(drawn: Any) -> None:
    (width, height), _, folder, seen = drawn
    pictures = set()
    for name in seen:
        with Image.open(folder / f"{name}.png") as picture:
            assert picture.size == tuple(side * picture_scale((width, height)) for side in (width, height))
            assert len(picture.convert("RGB").getcolors(1_000_000) or []) > 30, name
            pictures.add(picture.tobytes())
    assert len(pictures) == len(seen)


def test_english_pages_speak_english(drawn: Any) -> None:
    _, language, _, seen = drawn
    if language == "vi":
        return
    tr = translator("en")
    for name, page in seen.items():
        for text in page["texts"]:
            is_name_of_language = "Tiếng Việt" in text["text"] or "Êđê" in text["text"]
            is_from_the_centre = any(words in text["text"] for words in ("Mẫu", "Thứ Bảy 28/11"))
            if not is_name_of_language and not is_from_the_centre:
                assert text["text"].isascii() or any(mark in text["text"] for mark in "–…·"), (name, text["text"])
    assert tr("Mời Ông/Bà lấy phiếu") == "Please take your ticket"
