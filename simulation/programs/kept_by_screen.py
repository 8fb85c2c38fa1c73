"""Many citizens at one screen, and what it keeps of them: widgets, memory, fonts, what is left to Python's collector.

Open fonts are counted because Kivy keeps the last 64 sizes of letters it has drawn, and each is an open file.
"""

import argparse
import gc
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from look.kivy_setup import prepare
from simulation.programs.screen_growth import UNHURRIED, widgets_and_mb
from simulation.stopping import say

WARM_CITIZENS = 20
"""By then most sizes of letters have been drawn once."""
MOST_FONTS = 64
"""What Kivy's text provider keeps (kivy/core/text/_text_sdl2.pyx)."""
LEFT_BY_LOOKING = 400
"""Objects: each look at the memory loads the C library anew. Faces drawn anew for each citizen came to 140 each, a
touch pad's pages to thousands."""


class Serving(Protocol):
    """A program's screen in a window of its own."""

    def serve(self, citizen: int) -> None:
        """Show what one citizen sees, from the first picture to the last."""
        ...


def serve_many(program: str, description: str | None, *, size: tuple[int, int], opened: Callable[[], Serving]) -> int:
    """Read the command line, serve so many citizens, print what was kept; the exit status, 0 when nothing grew.

    `opened` opens the screen once Kivy is prepared; `size` is the window's, in pixels.
    """
    parser = argparse.ArgumentParser(prog=f"python -m simulation.programs.{program}", description=description)
    parser.add_argument("--citizens", type=int, default=200, help="how many come after the first few (default: 200)")
    parser.add_argument("--without-pixels", action="store_true", help="draw nothing, which is much faster")
    chosen = parser.parse_args()
    citizens: int = chosen.citizens
    with tempfile.TemporaryDirectory(prefix="bocso-screen-") as home:
        os.environ["SDL_VIDEODRIVER"] = "offscreen"
        if chosen.without_pixels:
            os.environ["KIVY_GL_BACKEND"] = "mock"
        prepare(title="growth", size=size, home=Path(home), window="window", frames_per_second=UNHURRIED)
        screen = opened()
        for citizen in range(WARM_CITIZENS):
            screen.serve(citizen)
        # What is given up must go by itself: Python's own collector may come hours later.
        gc.collect()
        gc.disable()
        before = widgets_and_mb()
        say(f"{'citizens':>8} {'widgets':>8} {'MB':>6} {'fonts':>6}")
        say(f"{WARM_CITIZENS:8} {before[0]:8} {before[1]:6.0f} {open_fonts():6}")
        for citizen in range(1, citizens + 1):
            screen.serve(WARM_CITIZENS + citizen)
            if citizen % max(10, citizens // 20) == 0 or citizen == citizens:
                widgets, memory = widgets_and_mb()
                say(f"{WARM_CITIZENS + citizen:8} {widgets:8} {memory:6.0f} {open_fonts():6}")
        widgets, memory = widgets_and_mb()
        left = gc.collect()
        say(f"growth with {citizens} citizens: {widgets - before[0]} widgets, {memory - before[1]:.1f} MB")
        say(f"left to the collector: {left} objects")
        is_flat = widgets <= before[0] and left <= LEFT_BY_LOOKING + citizens
        return 0 if is_flat and open_fonts() <= MOST_FONTS else 1


def open_fonts() -> int:
    """How many font files this process has open."""
    return sum(link.resolve().suffix in (".ttf", ".otf") for link in Path("/proc/self/fd").iterdir())
