"""Rests a finger on a touch pad while its page changes, without drawing it: `resting_finger.py FOLDER`."""

import json
import os
import sys
from pathlib import Path

from look.kivy_setup import prepare
from look.touch_guard import SETTLE_S
from simulation.screens.pad_scenes import NOW_S, pad_scenes


def main(folder: Path) -> None:
    os.environ |= {"SDL_VIDEODRIVER": "offscreen", "KIVY_GL_BACKEND": "mock"}
    prepare(title="test", size=(800, 480), home=folder / "kivy", window="window")
    from kivy.base import EventLoop
    from kivy.core.window import Window
    from kivy.tests.common import UnitTestTouch

    from rating_pad.touch.pad_screen import PadScreen
    from rating_pad.touch.parts import TouchTile

    EventLoop.ensure_window()
    fingers_s = [100.0]
    done: list[object] = []
    screen = PadScreen(
        on_face=done.append,
        on_change=lambda: done.append("change"),
        on_reason=done.append,
        on_skip=lambda: done.append("skip"),
        now_s=lambda: fingers_s[0],
    )
    Window.add_widget(screen)
    scenes = pad_scenes("vi")
    seen: dict[str, tuple[int, list[object]]] = {}

    def show(scene: str) -> None:
        screen.show(scenes[scene], NOW_S)
        EventLoop.idle()
        fingers_s[0] += SETTLE_S + 0.1

    def note(moment: str) -> None:
        seen[moment] = (sum(part.is_pressed for part in screen.walk() if isinstance(part, TouchTile)), list(done))

    def finger_on(words: str) -> UnitTestTouch:
        place = next(part for part in screen.walk() if getattr(part, "text", "") == words).center
        finger = UnitTestTouch(*place)
        finger.touch_down()
        return finger

    show("question")
    first = finger_on("Rất hài lòng")
    note("landed")
    show("reasons")
    note("page changed")
    first.touch_move(first.x + 2, first.y)
    note("finger moved")
    other = finger_on("Đổi đánh giá")  # made of the tile that was touched first
    note("another landed")
    first.touch_up()
    note("first lifted")
    other.touch_up()
    note("other lifted")
    (folder / "seen.json").write_text(json.dumps(seen))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
