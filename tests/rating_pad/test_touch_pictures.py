"""Every page of the touch pad on small screens: nothing cut, nothing over anything, every target large enough."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from look.faces import mood_of
from look.language import messages_of, translator
from simulation.screens.pad_scenes import pad_scenes
from simulation.screens.seen import FILE, Screen, overlaps, target_faults, text_faults

ROOT = Path(__file__).parents[2]
SIZES = [(800, 480), (480, 320), (480, 800)]
LEAST_LETTERS = 15
"""In units of a 7-inch panel: 2.9 mm there."""
LEAST_TARGET = (120, 46)
APART = 9
"""A wrong face beside the right one is put right by another touch."""


def drawn(folder: Path, size: tuple[int, int], language: str, levels: int = 5) -> dict[str, Screen]:
    subprocess.run(
        [
            *(sys.executable, "-m", "simulation.screens.pad_drawing", f"{size[0]}x{size[1]}", language, str(folder)),
            *("--levels", str(levels)),
        ],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=True,
        timeout=120,
    )
    seen: dict[str, Screen] = json.loads((folder / FILE).read_text(encoding="utf-8"))
    return seen


@pytest.mark.parametrize(
    ("size", "language", "levels"), [(SIZES[0], "vi", 5), (SIZES[1], "en", 5), (SIZES[2], "vi", 4)]
)
def test_every_page_can_be_read_and_touched(tmp_path: Path, size: tuple[int, int], language: str, levels: int) -> None:
    seen = drawn(tmp_path, size, language, levels)
    assert set(seen) == set(pad_scenes(language))
    faults = {
        name: [
            *text_faults(screen["texts"], size, least_letters=LEAST_LETTERS),
            *overlaps(screen["texts"]),
            *target_faults(screen["touchables"], least=LEAST_TARGET, apart=APART),
        ]
        for name, screen in seen.items()
    }
    assert {name: found for name, found in faults.items() if found} == {}
    targets = {name: len(screen["touchables"]) for name, screen in seen.items()}
    assert (targets["question"], targets["thanks"], targets["changing"]) == (levels, levels, levels)
    assert (targets["reasons"], targets["reasons_kept"]) == (9 + 2, 9 + 1)
    assert {targets[name] for name in ("idle", "bye", "ended", "no_connection", "no_counter", "cannot_keep")} == {0}


def test_the_words_of_the_pages_are_there_in_english() -> None:
    for words in ("Bỏ qua", "Đổi đánh giá", "Cảm ơn Ông/Bà đã góp ý", "Máy đánh giá này chưa được gắn với quầy nào"):
        assert words in messages_of("rating_pad")
        assert translator("en")(words) != words


def test_the_neutral_level_has_the_straight_mouth_in_every_scheme() -> None:
    assert (mood_of(1, 3), mood_of(2, 4), mood_of(2, 5)) == (0, 0, 0)
    for count in (3, 4, 5):
        moods = [mood_of(place, count) for place in range(count)]
        assert moods == sorted(moods, reverse=True)
        assert len(set(moods)) == count
