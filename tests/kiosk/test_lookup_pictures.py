"""The look-up's pages in both languages and several sizes: no text cut or tiny, targets large and apart."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from simulation.screens.kiosk_drawing import picture_scale
from simulation.screens.kiosk_scenes import scenes
from simulation.screens.seen import LEAST_LETTERS_OF_PAPERS, overlaps, target_faults, text_faults

HERE = Path(__file__).parent
DRAWN = [*((size, tag) for size in [(1080, 1920), (1920, 1080)] for tag in ("vi", "en")), ((1280, 800), "vi")]
EASES = ("largest", "contrast", "low")
LOOKED_UP = [name for name, scene in scenes("vi").items() if scene.looked_up is not None]


@pytest.fixture(scope="module", params=DRAWN, ids=str)
def drawn(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Size, language, folder of the pictures, what was seen: `procedure`, and `procedure_low` for low controls."""
    (width, height), language = request.param
    folder = tmp_path_factory.mktemp("lookup")
    draw((width, height), language, folder, ["normal"], LOOKED_UP)
    draw((width, height), language, folder, EASES, ["search_land", "procedure"])
    seen = {
        name if ease == "normal" else f"{name}_{ease}": page
        for ease in ("normal", *EASES)
        for name, page in json.loads((folder / ease / "seen.json").read_text()).items()
    }
    return (width, height), language, folder, seen


def draw(size: tuple[int, int], language: str, folder: Path, eases: Iterable[str], names: Iterable[str]) -> None:
    program = [sys.executable, "-W", "error", "-m", "simulation.screens.kiosk_drawing"]
    finished = subprocess.run(
        [*program, f"{size[0]}x{size[1]}", language, str(folder), *eases, "--names", ",".join(names)],
        env=os.environ | {"PYTHONPATH": str(HERE.parents[1])},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr


def test_every_text_is_whole_large_enough_and_on_the_screen(drawn: Any) -> None:
    size, _, _, seen = drawn
    for name, page in seen.items():
        assert text_faults(page["texts"], size, least_letters=LEAST_LETTERS_OF_PAPERS) == [], name


def test_no_two_texts_lie_over_each_other(drawn: Any) -> None:
    for name, page in drawn[3].items():
        assert overlaps(page["texts"]) == [], name


def test_targets_are_large_and_apart(drawn: Any) -> None:
    for name, page in drawn[3].items():
        # All of the keys in the lower half of the screen are smaller and nearer.
        across, apart = (110, 15) if name == "search_land_low" else (160, 26)
        assert target_faults(page["touchables"], least=(across, 70), apart=apart) == [], name


def test_what_is_touched_stands_in_the_lower_half_for_who_asks_for_it(drawn: Any) -> None:
    (width, height), _, _, seen = drawn
    unit = min(min(width, height) / 1080, max(width, height) / 1920)
    for name in ("search_land_low", "procedure_low"):
        for _x, y, _across, down in seen[name]["touchables"]:
            assert y + down <= height / unit * (0.5 if height > width else 0.6) + 1, (name, y, down)


def test_in_english_there_is_a_key_for_each_of_its_letters(drawn: Any) -> None:
    _, language, _, seen = drawn
    beside_the_letters = 3 + 7  # space, erase and back; the footer's languages, help and four eases
    assert len(seen["search_nothing"]["touchables"]) - beside_the_letters == {"vi": 22, "en": 26}[language]


def test_each_mark_has_its_word(drawn: Any) -> None:
    _, language, _, seen = drawn
    words = {
        "vi": ["NỘP", "XUẤT TRÌNH (xem rồi trả lại)", "KHÔNG CẦN (cán bộ tự tra cứu)"],
        "en": ["HAND IN", "SHOW (you take it home again)", "NOT NEEDED (staff look it up)"],
    }[language]
    texts = [text["text"] for text in seen["procedure"]["texts"]]
    assert all(word in texts for word in words)


def test_a_common_procedure_stands_on_one_page(drawn: Any) -> None:
    texts = " ".join(text["text"] for text in drawn[3]["procedure"]["texts"])
    assert {"vi": "Nguồn", "en": "Source"}[drawn[1]] in texts


def test_no_page_is_blank_and_no_two_are_alike(drawn: Any) -> None:
    (width, height), _, folder, seen = drawn
    pictures = set()
    for path in folder.glob("*/*.png"):
        with Image.open(path) as picture:
            assert picture.size == tuple(side * picture_scale((width, height)) for side in (width, height))
            assert len(picture.getcolors(1_000_000) or []) > 30, path
            pictures.add(picture.tobytes())
    assert len(pictures) == len(seen)
