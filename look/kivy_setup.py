"""Prepares Kivy before its first import: its folder, its window, and none of its own shortcuts."""

import faulthandler
import logging
import os
import sys
from pathlib import Path
from typing import Literal

# Kivy multiplies sizes by the screen's density; our layouts scale by the window, so that must stay out.
_ENVIRONMENT = {
    "KIVY_NO_ARGS": "1",  # else Kivy reads our command line
    "KIVY_NO_FILELOG": "1",
    "KIVY_LOG_MODE": "PYTHON",  # else Kivy takes over the root logger and stderr
    "KIVY_METRICS_DENSITY": "1",
    "KIVY_METRICS_FONTSCALE": "1",
    "KIVY_DPI": "96",
}


class KivyAlreadyImported(RuntimeError):
    """Kivy reads its environment once, so `prepare` has to come first."""


def prepare(
    *,
    title: str,
    size: tuple[int, int],
    home: Path,
    rotation: int = 0,
    window: Literal["fullscreen", "window"] = "fullscreen",
    scale_to: tuple[int, int] | None = None,
    frames_per_second: int = 60,
) -> None:
    """Set Kivy up for one program; call it before anything imports Kivy.

    `size` is width and height in pixels as the layouts see them, so for a portrait picture on a turned
    panel (`rotation` 90 or 270) it is the upright one. A window is shrunk, in proportion, into `scale_to`.
    An `SDL_VIDEODRIVER` that is already set is honoured: "offscreen" draws without any screen, always at
    `size`. `home` is Kivy's own folder and is made when missing. `frames_per_second` bounds how often the
    program wakes: a board that is never touched needs few.

    Raises:
        KivyAlreadyImported: Kivy's configuration was read before this call.
    """
    if "kivy.config" in sys.modules:
        raise KivyAlreadyImported("look.kivy_setup.prepare must be called before Kivy is imported")
    if sys.__stderr__ is not None:
        faulthandler.enable(sys.__stderr__)  # a graphics driver that crashes leaves its place in the log
    home.mkdir(parents=True, exist_ok=True)
    os.environ.update(_ENVIRONMENT)
    os.environ["KIVY_HOME"] = str(home)
    log = logging.getLogger("kivy")
    log.addFilter(_is_worth_reading)
    log.setLevel(logging.ERROR)  # a new folder is filled from "version 0", which is no warning to anyone

    from kivy.config import Config

    is_offscreen = os.environ.get("SDL_VIDEODRIVER") == "offscreen"
    is_fullscreen = window == "fullscreen" and not is_offscreen
    width, height = size if scale_to is None or is_fullscreen else _fit(size, scale_to)
    if rotation in (90, 270):
        width, height = height, width
    Config.set("kivy", "exit_on_escape", "0")
    Config.set("kivy", "window_icon", "")
    Config.set("kivy", "desktop", "0")
    Config.set("kivy", "log_level", "warning")
    Config.set("graphics", "width", str(width))
    Config.set("graphics", "height", str(height))
    Config.set("graphics", "rotation", str(rotation))
    Config.set("graphics", "fullscreen", "auto" if is_fullscreen else "0")
    Config.set("graphics", "borderless", "1" if is_fullscreen else "0")
    Config.set("graphics", "show_cursor", "0" if is_fullscreen else "1")
    Config.set("graphics", "resizable", "1")
    Config.set("graphics", "maxfps", str(frames_per_second))
    # Our shapes smooth their own edges (kivy.graphics.Smooth*); multisampling would double the drawing's cost.
    Config.set("graphics", "multisamples", "0")
    # A right click or a second finger must not draw Kivy's red dots, nor a key open its inspector.
    Config.set("input", "mouse", "mouse,disable_multitouch")
    for module in Config.options("modules"):
        Config.remove_option("modules", module)
    if not is_fullscreen:
        # Window and offscreen get their touches from SDL; reading the machine's touch panels as well
        # would give each touch twice.
        Config.remove_option("input", "%(name)s")
    os.environ["SDL_VIDEO_X11_WMCLASS"] = title  # as the desktop groups its windows
    log.setLevel(logging.WARNING)


def _is_worth_reading(record: logging.LogRecord) -> bool:
    """Kivy tells with a traceback that a touch library is not there; only real touch panels need it."""
    return "is not supported by your version" not in record.getMessage()


def _fit(size: tuple[int, int], room: tuple[int, int]) -> tuple[int, int]:
    factor = min(1.0, room[0] / size[0], room[1] / size[1])
    return round(size[0] * factor), round(size[1] * factor)
