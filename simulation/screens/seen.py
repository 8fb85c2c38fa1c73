"""What a drawn screen says of itself, and what is wrong with it: texts cut or off the screen, targets too near. Pure.

A drawing program leaves it as `seen.json` beside its pictures, one entry for each picture.
"""

import json
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path
from typing import TypedDict

FILE = "seen.json"
LEAST_LETTERS = 26
"""In design pixels: smaller ones cannot be read by a citizen who stands."""
LEAST_LETTERS_OF_PAPERS = 22
"""Of the look-up's long texts."""
LEAST_TARGET = (110, 70)
APART = 24


class Text(TypedDict):
    text: str
    letters: float
    """Their height in design pixels."""
    is_cut: bool
    box: list[float]
    """Left, bottom, right, top, in pixels of the screen."""


class Screen(TypedDict):
    """One picture: which page it is, what stands on it, and what can be touched (x, y, width, height)."""

    page: str
    sheet: str
    """The page's own class."""
    height: float
    """In design pixels, as places of targets are."""
    texts: list[Text]
    numbers: list[float]
    touchables: list[list[float]]


def keep(folder: Path, seen: Mapping[str, Screen]) -> None:
    """Write down what was seen, beside what an earlier run saw of other screens."""
    path = folder / FILE
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    path.write_text(json.dumps(known | dict(seen), ensure_ascii=False), encoding="utf-8")


def faults_of(screen: Screen, size: tuple[int, int], *, least_letters: float = LEAST_LETTERS) -> list[str]:
    """What a citizen could not read or touch."""
    return [
        *text_faults(screen["texts"], size, least_letters=least_letters),
        *overlaps(screen["texts"]),
        *target_faults(screen["touchables"]),
    ]


def text_faults(texts: Iterable[Text], size: tuple[int, int], *, least_letters: float = LEAST_LETTERS) -> list[str]:
    """Texts that are cut, too small or not wholly on the screen."""
    width, height = size
    found = []
    for text in texts:
        left, bottom, right, top = text["box"]
        if text["is_cut"]:
            found.append(f"cut: {text['text']}")
        if text["letters"] < least_letters - 0.5:  # fonts are whole pixels: so much is rounding
            found.append(f"letters of {text['letters']:.0f}: {text['text']}")
        if not (0 <= left < right <= width + 1 and 0 <= bottom < top <= height + 1):
            found.append(f"not on the screen: {text['text']}")
    return found


def overlaps(texts: Iterable[Text], down_at_most: float = 4) -> list[str]:
    """Texts that lie over each other; lines of one block may touch by the rounding of their boxes."""
    found = []
    for one, other in combinations(texts, 2):
        (left, bottom, right, top), (left2, bottom2, right2, top2) = one["box"], other["box"]
        if min(right, right2) - max(left, left2) > 2 and min(top, top2) - max(bottom, bottom2) > down_at_most:
            found.append(f"over each other: {one['text']} / {other['text']}")
    return found


def target_faults(
    touchables: Iterable[list[float]], *, least: tuple[float, float] = LEAST_TARGET, apart: float = APART
) -> list[str]:
    """What can be touched and is small, or so near to another that a finger takes the wrong one."""
    found = []
    for x, y, across, down in touchables:
        if across < least[0] or down < least[1]:
            found.append(f"a target of {across:.0f} x {down:.0f} at {x:.0f}, {y:.0f}")
    for (x, y, w, h), (x2, y2, w2, h2) in combinations(touchables, 2):
        gap = max(max(x, x2) - min(x + w, x2 + w2), max(y, y2) - min(y + h, y2 + h2))
        if gap < apart:
            found.append(f"targets {gap:.0f} apart at {x:.0f}, {y:.0f} and {x2:.0f}, {y2:.0f}")
    return found
