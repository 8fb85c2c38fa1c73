"""`python -m simulation.programs.counter_growth`: calls many citizens to a counter's display and prints what it keeps.

The display's own screen, drawn offscreen: free, called, served, asked for a rating, in Vietnamese and English. Its open
fonts are counted too: Kivy keeps the last 64 sizes of letters it has drawn, and each is an open file.
"""

import argparse
import gc
import os
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from counter_display.counter_state import CounterDisplayState
from look.kivy_setup import prepare
from simulation.programs.screen_growth import UNHURRIED, widgets_and_mb
from simulation.screens.sample_boards import AT, counter, window
from simulation.stopping import say

WARM_CITIZENS = 20
"""By then most sizes of letters have been drawn once."""
MOST_FONTS = 64
"""What Kivy's text provider keeps (kivy/core/text/_text_sdl2.pyx)."""
LEFT_BY_LOOKING = 400
"""Objects: each look at the memory loads the C library anew. A face drawn anew for each citizen came to 140 each."""
_OFFICERS = ("Cán bộ Mẫu 01", "Cán bộ Ĕa Mẫu 03", "Cán bộ Lê Hoàng Minh Mẫu")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m simulation.programs.counter_growth", description=__doc__)
    parser.add_argument("--citizens", type=int, default=200, help="how many come after the first few (default: 200)")
    parser.add_argument("--without-pixels", action="store_true", help="draw nothing, which is much faster")
    chosen = parser.parse_args()
    citizens: int = chosen.citizens
    with tempfile.TemporaryDirectory(prefix="bocso-screen-") as home:
        os.environ["SDL_VIDEODRIVER"] = "offscreen"
        if chosen.without_pixels:
            os.environ["KIVY_GL_BACKEND"] = "mock"
        prepare(title="growth", size=(1920, 1080), home=Path(home), window="window", frames_per_second=UNHURRIED)
        display = _Display()
        for citizen in range(WARM_CITIZENS):
            display.serve(citizen)
        # What is given up must go by itself: Python's own collector may come hours later.
        gc.collect()
        gc.disable()
        before = widgets_and_mb()
        say(f"{'citizens':>8} {'widgets':>8} {'MB':>6} {'fonts':>6}")
        say(f"{WARM_CITIZENS:8} {before[0]:8} {before[1]:6.0f} {open_fonts():6}")
        for citizen in range(1, citizens + 1):
            display.serve(WARM_CITIZENS + citizen)
            if citizen % max(10, citizens // 20) == 0 or citizen == citizens:
                widgets, memory = widgets_and_mb()
                say(f"{WARM_CITIZENS + citizen:8} {widgets:8} {memory:6.0f} {open_fonts():6}")
        widgets, memory = widgets_and_mb()
        left = gc.collect()
        say(f"growth with {citizens} citizens: {widgets - before[0]} widgets, {memory - before[1]:.0f} MB")
        say(f"left to the collector: {left} objects")
        is_flat = widgets <= before[0] and left <= LEFT_BY_LOOKING + citizens
        return 0 if is_flat and open_fonts() <= MOST_FONTS else 1


def open_fonts() -> int:
    """How many font files this process has open."""
    return sum(link.resolve().suffix in (".ttf", ".otf") for link in Path("/proc/self/fd").iterdir())


class _Display:
    """The display's screen in a window of its own; time runs only as it is told."""

    def __init__(self) -> None:
        from kivy.base import EventLoop
        from kivy.core.window import Window

        from counter_display.screens.counter_screen import CounterScreen
        from look.kivy_theme import register_fonts

        EventLoop.ensure_window()
        register_fonts()
        self._state = CounterDisplayState()
        self._now_s, self._revision = 0.0, 0
        self._screen = CounterScreen(lambda: self._state.remaining_s(now_s=self._now_s, server_now=self._server_now()))
        Window.add_widget(self._screen)

    def serve(self, citizen: int) -> None:
        number = f"{'ABCEGH'[citizen % 6]}{citizen * 37 % 1000:03d}"
        language: Literal["vi", "en"] = "en" if citizen % 4 == 0 else "vi"
        at_desk: dict[str, Any] = {
            "officer_name": _OFFICERS[citizen % len(_OFFICERS)],
            "call_id": citizen,
            "language": language,
        }
        self._hear("free", None, at_desk)
        self._hear("calling", number, at_desk)
        self._hear("serving", number, at_desk)
        self._hear("free", None, at_desk | {"window": window(citizen, language=language)})
        for _ in range(8):
            self._now_s += 5
            self._show()

    def _hear(self, state: str, number: str | None, more: dict[str, Any]) -> None:
        self._revision += 1
        self._now_s += 1
        self._state.hear_link(is_live=True, server_now=self._server_now())
        snapshot = counter(state, number, revision=self._revision, **more)
        self._state.hear_snapshot(snapshot, heard_s=self._now_s, retained=False)
        self._show()

    def _show(self) -> None:
        from kivy.base import EventLoop

        self._screen.show(self._state.view(now_s=self._now_s, server_now=self._server_now()))
        for _ in range(2):
            EventLoop.idle()

    def _server_now(self) -> datetime:
        return AT + timedelta(seconds=30 * self._now_s)


if __name__ == "__main__":
    sys.exit(main())
