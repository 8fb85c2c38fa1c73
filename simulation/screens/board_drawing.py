"""Draws a board or a counter's display in all its states; Kivy's window belongs to this process.

`python -m simulation.screens.board_drawing hall|counter 1920x1080 FOLDER [--names a,b]`: FOLDER gets a PNG of each
state and `seen.json`, the visible texts with their boxes, the sizes of the digits and what did not fit.
"""

import argparse
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from look import colours
from look.kivy_setup import prepare
from simulation.screens.board_scenes import COUNTER_STATES, hall_states, poster
from simulation.screens.seen import FILE


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m simulation.screens.board_drawing")
    parser.add_argument("kind", choices=("hall", "counter"))
    parser.add_argument("size")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--names", default="")
    said = parser.parse_args()
    width, height = (int(side) for side in said.size.split("x"))
    os.environ["SDL_VIDEODRIVER"] = "offscreen"
    size, folder = (width, height), said.folder
    folder.mkdir(parents=True, exist_ok=True)
    wanted = set(said.names.split(",")) - {""}
    with tempfile.TemporaryDirectory(prefix="bocso-kivy-") as home:
        prepare(title="screens", size=size, home=Path(home), window="window")
        if said.kind == "hall":
            screen, states = _hall(is_upright=height > width)
        else:
            screen, states = _counter()
        _draw(screen, {name: make for name, make in states.items() if not wanted or name in wanted}, folder)


States = dict[str, Callable[[], Any]]


def _hall(*, is_upright: bool) -> tuple[Any, States]:
    from counter_display.screens.hall_board import HallBoardScreen

    return HallBoardScreen(lambda _call_id: 0.0, poster), dict(hall_states(is_upright=is_upright))


def _counter() -> tuple[Any, States]:
    from counter_display.screens.counter_screen import CounterScreen

    return CounterScreen(lambda: 40.0), dict(COUNTER_STATES)


def _draw(screen: Any, states: States, folder: Path) -> None:
    from kivy.app import App
    from kivy.clock import Clock
    from kivy.core.window import Window
    from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels
    from PIL import Image

    todo, seen = list(states.items()), {}

    class Pictures(App):
        def build(self) -> Any:
            Clock.schedule_once(self._next)
            return screen

        def _next(self, _dt: float) -> None:
            if not todo:
                self.stop()
                return
            self._name, make = todo.pop(0)
            screen.show(make())
            Clock.schedule_once(lambda _dt: Clock.schedule_once(self._take), 0.05)

        def _take(self, _dt: float) -> None:
            Window.bind(on_flip=self._read)
            Window.canvas.ask_update()

        def _read(self, *_: object) -> None:
            Window.unbind(on_flip=self._read)
            width, height = (int(side) for side in Window.size)
            raw = bytes(glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE))
            picture = Image.frombytes("RGBA", (width, height), raw).convert("RGB")
            picture = picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
            picture.save(folder / f"{self._name}.png", compress_level=3)
            seen[self._name] = list(texts_of(screen))
            Clock.schedule_once(self._next)

    Window.clearcolor = colours.rgba(colours.NIGHT)
    Pictures().run()
    (folder / FILE).write_text(json.dumps(seen, ensure_ascii=False), encoding="utf-8")


def texts_of(widget: Any) -> Iterator[dict[str, Any]]:
    """The visible texts on a screen, with their boxes and sizes in pixels."""
    from look.kivy_theme import FittedLabel, NumberLabel

    if widget.opacity == 0:
        return
    if isinstance(widget, FittedLabel | NumberLabel) and widget.text:
        is_number = isinstance(widget, NumberLabel)
        ink = widget.children[0] if is_number else widget
        yield {
            "text": widget.text,
            "box": [widget.x, widget.y, widget.right, widget.top],
            "digit_px": widget.digit_px if is_number else None,
            "font_px": ink.font_size,
            # A number may stand out of its box above and below with the empty part of its line only.
            "fits": ink.width <= widget.width + 1 if is_number else not widget.shorten,
        }
        return
    for child in widget.children:
        yield from texts_of(child)


if __name__ == "__main__":
    main()
