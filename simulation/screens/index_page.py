"""The page that shows all pictures: a heading for each program, size, language and ease, opened one by one. Pure."""

import html
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

from simulation.screens.seen import (
    FILE,
    LEAST_LETTERS,
    LEAST_LETTERS_OF_PAPERS,
    Screen,
    faults_of,
    overlaps,
    text_faults,
)

LEAST_LETTERS_OF_PADS = 15
"""In units of a 7-inch panel, which is near."""
STYLE = """
body { font-family: "Noto Sans", sans-serif; color: #10243E; background: #FFFFFF; margin: 24px; }
summary { font-size: 20px; padding: 8px 0; cursor: pointer; }
summary b { color: #A61B1B; }
ul { display: flex; flex-wrap: wrap; gap: 16px; padding: 0; list-style: none; }
li { width: 240px; }
img { width: 100%; border: 1px solid #CBD5E1; background: #F1F5F9; }
li p { margin: 4px 0 0; overflow-wrap: anywhere; }
li .fault { color: #A61B1B; }
"""


def write_index(folder: Path, names: Iterable[str]) -> int:
    """Write index.html of the pictures that are there; returns how many faults were seen."""
    sets: dict[str, list[str]] = {}
    for name in names:
        if (folder / f"{name}.png").exists():
            sets.setdefault(name.rpartition("/")[0], []).append(name.rpartition("/")[2])
    faults = {place: faults_in(folder, place) for place in sets}
    parts = [_section(place, screens, faults[place]) for place, screens in sets.items()]
    count = sum(len(screens) for screens in sets.values())
    (folder / "index.html").write_text(
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Bốc Số: every screen</title>'
        f"<style>{STYLE}</style></head>\n<body><h1>Bốc Số: every screen</h1>\n<p>{count} pictures.</p>\n"
        + "\n".join(parts)
        + "\n</body></html>\n",
        encoding="utf-8",
    )
    return sum(len(found) for of_set in faults.values() for found in of_set.values())


def faults_in(folder: Path, place: str) -> dict[str, list[str]]:
    """What the drawing programs saw wrong in one set of pictures, by screen."""
    path = folder / place / FILE
    if not path.exists():
        return {}
    seen = json.loads(path.read_text(encoding="utf-8"))
    program, size = place.split("/")[:2]
    if program == "web":
        return {name: found for name, found in seen.items() if found}
    if program == "kiosk":
        width, height = (int(side) for side in size.split("x"))
        return {name: found for name, one in seen.items() if (found := _of_kiosk(one, (width, height)))}
    if program == "pad":
        width, height = (int(side) for side in size.split("x"))
        return {name: found for name, one in seen.items() if (found := _of_pad(one, (width, height)))}
    return {
        name: cut
        for name, texts in seen.items()
        if (cut := [f"cut: {one['text']}" for one in texts if not one["fits"]])
    }


def _of_kiosk(screen: Screen, size: tuple[int, int]) -> list[str]:
    is_long = screen["page"] == "look_up"
    found = faults_of(screen, size, least_letters=LEAST_LETTERS_OF_PAPERS if is_long else LEAST_LETTERS)
    # The look-up's keys stand nearer, for there are many.
    return [fault for fault in found if not (is_long and fault.startswith(("a target", "targets")))]


def _of_pad(screen: Screen, size: tuple[int, int]) -> list[str]:
    return [*text_faults(screen["texts"], size, least_letters=LEAST_LETTERS_OF_PADS), *overlaps(screen["texts"])]


def _section(place: str, screens: list[str], faults: Mapping[str, list[str]]) -> str:
    wrong = f" <b>{sum(map(len, faults.values()))} faults</b>" if faults else ""
    items = "".join(
        f'<li><a href="{quote(f"{place}/{name}.png")}"><img loading="lazy" alt="" src="{quote(f"{place}/{name}.png")}">'
        f"</a><p>{html.escape(name)}</p>"
        + "".join(f'<p class="fault">{html.escape(fault)}</p>' for fault in faults.get(name, []))
        + "</li>"
        for name in screens
    )
    return f"<details><summary>{html.escape(place)}: {len(screens)}{wrong}</summary><ul>{items}</ul></details>"
