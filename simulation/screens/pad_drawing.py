"""Draws a touch pad's scenes offscreen; Kivy's window belongs to this process.

`python -m simulation.screens.pad_drawing 800x480 vi FOLDER [--levels 5] [--names a,b]` leaves a PNG of each scene and
`seen.json` in FOLDER.
"""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from look.kivy_setup import prepare
from simulation.screens.pad_scenes import NOW_S, pad_scenes
from simulation.screens.seen import Screen, keep

if TYPE_CHECKING:  # Kivy reads its environment when it is imported
    from rating_pad.touch.asking import TouchView
    from rating_pad.touch.pad_screen import PadScreen


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m simulation.screens.pad_drawing")
    parser.add_argument("size")
    parser.add_argument("language", choices=("vi", "en"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--levels", type=int, choices=(3, 4, 5), default=5)
    parser.add_argument("--names", default="")
    said = parser.parse_args(sys.argv[1:])
    width, height = (int(side) for side in said.size.split("x"))
    names = frozenset(said.names.split(",")) - {""}
    said.folder.mkdir(parents=True, exist_ok=True)
    os.environ["SDL_VIDEODRIVER"] = "offscreen"
    # No bound on frames: nobody watches.
    prepare(title="screens", size=(width, height), home=said.folder / ".kivy", window="window", frames_per_second=0)
    from kivy.base import EventLoop

    EventLoop.ensure_window()
    # One screen for all, as in a pad: each page is laid out of the parts of those before.
    screen = _open_screen((width, height))
    keep(
        said.folder,
        {
            name: _draw(screen, view, (width, height), said.folder / f"{name}.png")
            for name, view in pad_scenes(said.language, levels=said.levels).items()
            if not names or name in names
        },
    )


def _open_screen(size: tuple[int, int]) -> "PadScreen":
    from kivy.core.window import Window

    from messaging.clock import real_monotonic_s
    from rating_pad.touch.pad_screen import PadScreen

    screen = PadScreen(
        on_face=lambda _level: None,
        on_change=lambda: None,
        on_reason=lambda _reason: None,
        on_skip=lambda: None,
        now_s=real_monotonic_s,
    )
    screen.size_hint, screen.size = (None, None), size
    Window.add_widget(screen)
    return screen


def _draw(screen: "PadScreen", view: "TouchView", size: tuple[int, int], picture: Path) -> Screen:
    from kivy.base import EventLoop

    from simulation.screens.kivy_pictures import keep_picture

    screen.show(view, NOW_S)
    for _ in range(2):  # what is laid out one frame later
        EventLoop.idle()
    keep_picture(screen, picture, scale=1)
    return seen_of(screen, view, size)


def seen_of(screen: "PadScreen", view: "TouchView", size: tuple[int, int]) -> Screen:
    """What stands on a pad's screen and can be touched, in units of the page."""
    from look.kivy_theme import FittedLabel
    from rating_pad.touch.parts import Sheet, TouchTile

    parts = list(screen.walk())
    sheet = next(part for part in parts if isinstance(part, Sheet))
    return {
        "page": view.page.value,
        "sheet": type(sheet).__name__,
        "height": size[1] / sheet.unit,
        "texts": [
            {
                "text": part.text,
                "letters": part.font_size / sheet.unit,
                "is_cut": bool(part.shorten),
                "box": [part.x, part.y, part.right, part.top],
            }
            for part in parts
            if isinstance(part, FittedLabel) and part.text and part.parent.opacity
        ],
        "numbers": [],
        "touchables": [
            [part.x / sheet.unit, part.y / sheet.unit, part.width / sheet.unit, part.height / sheet.unit]
            for part in parts
            if isinstance(part, TouchTile) and part.is_enabled
        ],
    }


if __name__ == "__main__":
    main()
