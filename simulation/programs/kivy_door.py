"""The control commands of a program with a screen: touches, pictures and the texts it shows.

Not imitated: a turned panel (the simulation draws upright), pressure, and the jitter of a real finger.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels
from kivy.input.motionevent import MotionEvent
from kivy.input.provider import MotionEventProvider
from kivy.uix.widget import Widget
from PIL import Image

from simulation.programs.control_socket import Command, Refused

PATIENCE_S = 8.0
"""How long a command waits for the screen's thread: it may be busy drawing on a machine that is slow."""


class _Touch(MotionEvent):
    """A finger of the control socket; position in shares of the window, from the lower left."""

    def __init__(self, device: str, finger: int, at: tuple[float, float]) -> None:
        super().__init__(device, f"{device}{finger}", at, is_touch=True, type_id="touch")

    def depack(self, args: tuple[float, float]) -> None:
        self.sx, self.sy = args
        self.profile = ("pos",)
        super().depack(args)


class _Fingers(MotionEventProvider):
    """Hands touches to Kivy as a touch panel does: in the loop's own time, through its input chain."""

    def __init__(self) -> None:
        super().__init__("control", "")
        self._waiting: deque[tuple[str, int, tuple[float, float], threading.Event]] = deque()
        self._down: dict[int, _Touch] = {}

    def put(self, phase: str, finger: int, at: tuple[float, float]) -> None:
        """Queue one change and wait until the program has seen it."""
        seen = threading.Event()
        self._waiting.append((phase, finger, at, seen))
        if not seen.wait(PATIENCE_S):
            raise Refused("the screen did not take the touch in time")

    def update(self, dispatch_fn: Callable[[str, MotionEvent], None]) -> None:
        while self._waiting:
            phase, finger, at, seen = self._waiting.popleft()
            if phase == "down":
                touch = self._down[finger] = _Touch(self.device, finger, at)
                dispatch_fn("begin", touch)
            elif finger in self._down:
                touch = self._down[finger]
                touch.move(at)
                if phase == "up":
                    del self._down[finger]
                    touch.update_time_end()
                    dispatch_fn("end", touch)
                else:
                    dispatch_fn("update", touch)
            seen.set()


class KivyDoor:
    """Make it on the main thread, after the program has prepared Kivy and before it runs."""

    def __init__(self) -> None:
        self._fingers = _Fingers()
        self._drawn = threading.Event()
        EventLoop.add_input_provider(self._fingers)
        Window.bind(on_flip=self._note_frame)

    def commands(self) -> dict[str, Command]:
        return {
            "touch": self._touch,
            "picture": self._picture,
            "texts": self._texts,
            "drawn": lambda _: {"drawn": self._drawn.is_set()},
        }

    def _note_frame(self, *_: object) -> None:
        self._drawn.set()
        Window.unbind(on_flip=self._note_frame)

    def _touch(self, request: dict[str, Any]) -> dict[str, Any]:
        width, height = Window.size
        x, y = float(request["x"]), float(request["y"])
        if not (0 <= x < width and 0 <= y < height):
            raise Refused(f"({x:g}, {y:g}) is outside the picture of {width:g} x {height:g}")
        at = (x / width, 1 - y / height)
        finger = int(request.get("finger", 0))
        phase = request.get("phase", "tap")
        if phase not in ("tap", "down", "move", "up"):
            raise Refused(f"phase '{phase}': tap, down, move or up")
        for part in ("down", "up") if phase == "tap" else (phase,):
            self._fingers.put(part, finger, at)
        return {}

    def _picture(self, request: dict[str, Any]) -> dict[str, Any]:
        """Read what was drawn just before it is shown: everything on the window, as a person sees it."""
        path = Path(request["path"])
        pixels: list[Image.Image] = []
        is_read = threading.Event()

        def read(*_: object) -> None:
            Window.unbind(on_flip=read)
            width, height = (int(side) for side in Window.size)
            raw = glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE)
            pixels.append(Image.frombytes("RGBA", (width, height), bytes(raw)))
            is_read.set()

        def draw_anew(_dt: float) -> None:
            Window.bind(on_flip=read)
            Window.canvas.ask_update()

        Clock.schedule_once(draw_anew)
        if not is_read.wait(PATIENCE_S):
            raise Refused("the screen was not drawn in time")
        picture = pixels[0].convert("RGB").transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        unfinished = path.with_name(path.name + ".part")
        picture.save(unfinished, format="PNG", compress_level=1)
        unfinished.replace(path)
        return {"width": picture.width, "height": picture.height}

    def _texts(self, _request: dict[str, Any]) -> dict[str, Any]:
        return {"texts": _on_main_thread(lambda: sorted(_shown_texts(), key=lambda shown: shown["top"]))}


def _shown_texts() -> list[dict[str, Any]]:
    found = []
    for widget in _visible_widgets(Window.children):
        text = getattr(widget, "text", "")
        if not isinstance(text, str) or not text.strip() or widget.width <= 0 or widget.height <= 0:
            continue
        left, bottom = widget.to_window(*widget.pos)
        right, top = widget.to_window(widget.right, widget.top)
        if right <= 0 or left >= Window.width or top <= 0 or bottom >= Window.height:
            continue
        found.append(
            {
                "text": text,
                "left": left,
                "top": Window.height - top,
                "width": right - left,
                "height": top - bottom,
            }
        )
    return found


def _visible_widgets(widgets: list[Widget]) -> Iterator[Widget]:
    for widget in widgets:
        if widget.opacity > 0:
            yield widget
            yield from _visible_widgets(widget.children)


def _on_main_thread(work: Callable[[], Any]) -> Any:
    results: list[Any] = []
    is_done = threading.Event()

    def run(_dt: float) -> None:
        try:
            results.append(work())
        finally:
            is_done.set()

    Clock.schedule_once(run)
    if not is_done.wait(PATIENCE_S):
        raise Refused("the screen's thread was too busy to answer")
    if not results:
        raise Refused("the screen could not be read; the program's log says why")
    return results[0]
