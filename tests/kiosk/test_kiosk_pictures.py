"""Every page in both languages and several sizes: no text cut or tiny, targets large, the number the largest thing."""

import json
import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from look.language import translator

HERE = Path(__file__).parent
DRAWN = [*((size, tag) for size in [(1080, 1920), (1920, 1080)] for tag in ("vi", "en")), ((1280, 800), "vi")]
NUMBER_PAGES = {
    *("printing", "printing_again", "printed", "next_in_turn", "unconfirmed", "not_printed"),
    *("claimed_early", "with_range"),
}
CODE_PAGES = {"place_printing", "place_printed", "place_not_printed"}


@pytest.fixture(scope="module", params=DRAWN, ids=str)
def drawn(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Size, language, folder of the pictures, what was seen."""
    (width, height), language = request.param
    folder = tmp_path_factory.mktemp("kiosk")
    finished = subprocess.run(
        [
            sys.executable,
            "-W",
            "error",
            str(HERE / "kiosk_pictures.py"),
            str(width),
            str(height),
            language,
            str(folder),
        ],
        env=os.environ | {"PYTHONPATH": f"{HERE.parents[1]}{os.pathsep}{HERE}"},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return (width, height), language, folder, json.loads((folder / "seen.json").read_text())


def test_every_text_is_whole_large_enough_and_on_the_screen(drawn: Any) -> None:
    (width, height), _, _, seen = drawn
    for name, page in seen.items():
        for text in page["texts"]:
            left, bottom, right, top = text["box"]
            assert not text["is_cut"], (name, text)
            assert text["letters"] >= 26, (name, text)
            assert 0 <= left < right <= width + 1, (name, text)
            assert 0 <= bottom < top <= height + 1, (name, text)


def test_no_two_texts_lie_over_each_other(drawn: Any) -> None:
    for name, page in drawn[3].items():
        for one, other in combinations(page["texts"], 2):
            (left, bottom, right, top), (left2, bottom2, right2, top2) = one["box"], other["box"]
            across, down = min(right, right2) - max(left, left2), min(top, top2) - max(bottom, bottom2)
            # lines of one block may touch by the rounding of their boxes
            assert across <= 2 or down <= 2, (name, one["text"], other["text"])


def test_targets_are_large_and_apart(drawn: Any) -> None:
    (width, height), _, _, seen = drawn
    for name, page in seen.items():
        for x, y, across, down in page["touchables"]:
            assert down >= 70 and across >= 160, (name, x, y, across, down)
        for (x, y, w, h), (x2, y2, w2, h2) in combinations(page["touchables"], 2):
            gap = max(max(x, x2) - min(x + w, x2 + w2), max(y, y2) - min(y + h, y2 + h2))
            assert gap >= 28, (name, "two targets are too near", gap)
    if height > width:
        tiles = [h for *_, w, h in seen["home_6"]["touchables"] if w > 800 and h > 112]
        assert len(tiles) == 5
        assert min(tiles) >= 160
        assert max(tiles) - min(tiles) < 1, "tiles are of one height"


def test_the_number_is_the_largest_thing_on_its_page(drawn: Any) -> None:
    for name in NUMBER_PAGES:
        page = drawn[3][name]
        digits = max(page["numbers"])
        assert digits >= 190, name
        assert digits > 2.5 * max(text["letters"] for text in page["texts"]), name
    for name in CODE_PAGES:
        assert max(drawn[3][name]["numbers"]) >= 150, name


def test_no_page_is_blank_and_no_two_are_alike(drawn: Any) -> None:
    size, _, folder, seen = drawn
    pictures = set()
    for name in seen:
        with Image.open(folder / f"{name}.png") as picture:
            assert picture.size == size
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
            is_name_of_language = text["text"] == "Tiếng Việt"
            is_from_the_centre = "Mẫu" in text["text"] or "Thứ Bảy 28/11" in text["text"]
            if not is_name_of_language and not is_from_the_centre:
                assert text["text"].isascii() or "–" in text["text"] or "…" in text["text"], (name, text["text"])
    assert tr("Mời Ông/Bà lấy phiếu") == "Please take your ticket"
