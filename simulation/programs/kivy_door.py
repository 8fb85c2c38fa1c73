"""The control commands of a program with a screen: touches, pictures and the texts it shows.

Not imitated: a turned panel (the simulation draws upright), pressure, and the jitter of a real finger.
"""

import base64
import io
import threading
import zlib
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
LONGEST_WATCH_S = 30.0
"""How long `frame` waits for a change; whoever watches asks again."""


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
                if finger in self._down:  # whoever held it has gone without lifting it
                    dispatch_fn("end", self._down.pop(finger))
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
        self._frames = threading.Condition()
        self._frame = 0
        """Counts what was drawn anew; a picture that is taken of an unchanged screen is no new frame."""
        self._draws_for_picture = False
        self._readers: list[Callable[[], None]] = []
        self._last_pixels = 0
        self._last_frame_read = -1
        EventLoop.add_input_provider(self._fingers)
        Window.bind(on_flip=self._note_frame)

    def commands(self) -> dict[str, Command]:
        return {
            "touch": self._touch,
            "frame": self._wait_for_frame,
            "picture": self._picture,
            "texts": self._texts,
            "drawn": lambda _: {"drawn": self._drawn.is_set()},
        }

    def _note_frame(self, *_: object) -> None:
        """A frame is drawn and about to be shown."""
        self._drawn.set()
        if self._draws_for_picture:
            self._draws_for_picture = False
        else:
            self._count_frame()
        readers, self._readers = self._readers, []
        for read in readers:
            read()

    def _count_frame(self) -> None:
        with self._frames:
            self._frame += 1
            self._frames.notify_all()

    def _wait_for_frame(self, request: dict[str, Any]) -> dict[str, Any]:
        """The number of the frame that is shown, as soon as it is another than `since`, or after `wait_s`."""
        since = request.get("since")
        wait_s = min(LONGEST_WATCH_S, float(request.get("wait_s", 0)))
        with self._frames:
            self._frames.wait_for(lambda: self._frame != since, wait_s)
            return {"frame": self._frame}

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
        """Read what was drawn just before it is shown: everything on the window, as a person sees it.

        With `path` it becomes a file there, else it comes with the answer, shrunk to about `width` pixels.
        """
        taken: list[tuple[int, int, bytes, int]] = []
        is_read = threading.Event()

        def read() -> None:
            width, height = (int(side) for side in Window.size)
            pixels = bytes(glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE))
            taken.append((width, height, pixels, self._frame_of(pixels)))
            is_read.set()

        def draw_anew(_dt: float) -> None:
            if not self._readers:  # else this frame has been judged already
                # What changes in the same round is seen in the pixels; see `_frame_of`.
                self._draws_for_picture = not Window.canvas.needs_redraw
            self._readers.append(read)
            Window.canvas.ask_update()

        Clock.schedule_once(draw_anew)
        if not is_read.wait(PATIENCE_S):
            raise Refused("the screen was not drawn in time")
        width, height, pixels, frame = taken[0]
        answer: dict[str, Any] = {"width": width, "height": height, "frame": frame}
        picture = Image.frombytes("RGBA", (width, height), pixels).convert("RGB")
        if "path" in request:
            path = Path(request["path"])
            unfinished = path.with_name(path.name + ".part")
            picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM).save(unfinished, format="PNG", compress_level=1)
            unfinished.replace(path)
            return answer
        small = picture.reduce(max(1, round(width / float(request.get("width", width)))))
        png = io.BytesIO()
        small.transpose(Image.Transpose.FLIP_TOP_BOTTOM).save(png, format="PNG", compress_level=1)
        return answer | {"png": base64.b64encode(png.getvalue()).decode()}

    def _frame_of(self, pixels: bytes) -> int:
        """The number of the frame just read; on the screen's thread, after `_note_frame`."""
        sum_of_pixels = zlib.crc32(pixels)
        with self._frames:
            if sum_of_pixels != self._last_pixels and self._frame == self._last_frame_read:
                self._count_frame()  # it changed in the very round that was drawn for the picture
            self._last_pixels, self._last_frame_read = sum_of_pixels, self._frame
            return self._frame

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
