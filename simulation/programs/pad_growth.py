"""`python -m simulation.programs.pad_growth`: lets many citizens rate at a touch pad and prints what its screen keeps.

The pad's own screen, drawn offscreen: its name plate, the faces, thanks or reasons, changed now and then, a word, in
Vietnamese and English, with one officer after the other at the desk.
"""

import sys
from dataclasses import replace

from rating_pad.touch.asking import TouchView
from simulation.programs.kept_by_screen import serve_many
from simulation.screens.pad_scenes import LONG_OFFICER, NOW_S, OFFICER, levels_of, pad_scenes

_OFFICERS = (OFFICER, LONG_OFFICER, "Cán bộ Ĕa Mẫu 03")


def main() -> int:
    return serve_many("pad_growth", __doc__, size=(800, 480), opened=_Pad)


class _Pad:
    """The pad's screen in a window of its own; time runs only as it is told."""

    def __init__(self) -> None:
        from kivy.base import EventLoop
        from kivy.core.window import Window

        from rating_pad.touch.pad_screen import PadScreen

        EventLoop.ensure_window()
        self._screen = PadScreen(
            on_face=lambda _level: None,
            on_change=lambda: None,
            on_reason=lambda _reason: None,
            on_skip=lambda: None,
            now_s=lambda: NOW_S,
        )
        Window.add_widget(self._screen)

    def serve(self, citizen: int) -> None:
        officer = _OFFICERS[citizen % len(_OFFICERS)]
        scenes = {
            name: replace(view, officer_name=officer)
            for name, view in pad_scenes("en" if citizen % 4 == 0 else "vi").items()
        }
        self._show(scenes["idle"], at_s=NOW_S)
        for second in range(5):
            self._show(scenes["question"], at_s=NOW_S + second)
        self._press()
        if citizen % 7 == 0:
            self._show(scenes["ended"], at_s=NOW_S)
        else:
            self._rate(scenes, levels_of(5)[citizen % 5].value)
        if citizen % 9 == 0:
            for name in ("no_connection", "cannot_keep", "idle_nobody"):
                self._show(scenes[name], at_s=NOW_S)

    def _rate(self, scenes: dict[str, TouchView], level: int) -> None:
        if not levels_of(5)[5 - level].asks_reason:
            self._show(replace(scenes["thanks"], chosen=level), at_s=NOW_S)
            return
        for name in ("reasons", "changing", "reasons", "reasons_kept"):
            self._show(replace(scenes[name], chosen=level), at_s=NOW_S)
        self._press()
        self._show(scenes["bye"], at_s=NOW_S)

    def _press(self) -> None:
        """A finger rests on everything in turn and slips off."""
        from rating_pad.touch.parts import TouchTile

        for tile in [part for part in self._screen.walk() if isinstance(part, TouchTile)]:
            tile.is_pressed = True
            self._draw()
            tile.is_pressed = False

    def _show(self, view: TouchView, *, at_s: float) -> None:
        self._screen.show(view, at_s)
        self._draw()

    def _draw(self) -> None:
        from kivy.base import EventLoop

        for _ in range(2):
            EventLoop.idle()


if __name__ == "__main__":
    sys.exit(main())
