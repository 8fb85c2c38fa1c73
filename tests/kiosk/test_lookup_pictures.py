"""The look-up's pages in both languages and several sizes: no text cut or tiny, targets large and apart."""

import json
import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

HERE = Path(__file__).parent
DRAWN = [*((size, tag) for size in [(1080, 1920), (1920, 1080)] for tag in ("vi", "en")), ((1280, 800), "vi")]


@pytest.fixture(scope="module", params=DRAWN, ids=str)
def drawn(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Size, language, folder of the pictures, what was seen."""
    (width, height), language = request.param
    folder = tmp_path_factory.mktemp("lookup")
    program = [sys.executable, "-W", "error", str(HERE / "lookup_pictures.py")]
    finished = subprocess.run(
        [*program, str(width), str(height), language, str(folder)],
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
            assert text["letters"] >= 22, (name, text)
            assert 0 <= left < right <= width + 1, (name, text)
            assert 0 <= bottom < top <= height + 1, (name, text)


def test_no_two_texts_lie_over_each_other(drawn: Any) -> None:
    for name, page in drawn[3].items():
        for one, other in combinations(page["texts"], 2):
            (left, bottom, right, top), (left2, bottom2, right2, top2) = one["box"], other["box"]
            across, down = min(right, right2) - max(left, left2), min(top, top2) - max(bottom, bottom2)
            # lines of one block may touch by the rounding of their boxes
            assert across <= 2 or down <= 4, (name, one["text"], other["text"])


def test_targets_are_large_and_apart(drawn: Any) -> None:
    for name, page in drawn[3].items():
        # All of the keys in the lower half of the screen are smaller and nearer.
        least, apart = (110, 15) if name == "search_low" else (160, 26)
        for x, y, across, down in page["touchables"]:
            assert down >= 70 and across >= least, (name, x, y, across, down)
        for (x, y, w, h), (x2, y2, w2, h2) in combinations(page["touchables"], 2):
            gap = max(max(x, x2) - min(x + w, x2 + w2), max(y, y2) - min(y + h, y2 + h2))
            assert gap >= apart, (name, "two targets are too near", gap)


def test_what_is_touched_stands_in_the_lower_half_for_who_asks_for_it(drawn: Any) -> None:
    (width, height), _, _, seen = drawn
    unit = min(min(width, height) / 1080, max(width, height) / 1920)
    for name in ("search_low", "procedure_low"):
        for _x, y, _across, down in seen[name]["touchables"]:
            assert y + down <= height / unit * (0.5 if height > width else 0.6) + 1, (name, y, down)


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
    for name in seen:
        with Image.open(folder / f"{name}.png") as picture:
            assert picture.size == (width // 2, height // 2)
            assert len(picture.convert("RGB").getcolors(1_000_000) or []) > 30, name
            pictures.add(picture.tobytes())
    assert len(pictures) == len(seen)
