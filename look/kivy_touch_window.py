"""The window of a program that people touch: whole screen, our letters, and nothing that a keyboard could do to it."""

from pathlib import Path
from typing import Literal, Protocol

from look import colours, kivy_setup


class TouchedScreen(Protocol):
    """What a program's settings say of its screen, in pixels as people see it."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def rotation(self) -> Literal[0, 90, 180, 270]: ...
    @property
    def fullscreen(self) -> bool: ...


def prepare_touch_window(screen: TouchedScreen, *, title: str, home: Path, frames_per_second: int) -> None:
    """Prepare Kivy and its window; call it on the main thread, before Kivy is imported.

    Raises:
        FontsMissing: Noto Sans is not installed.
        KivyAlreadyImported: Kivy's configuration was read before this call.
    """
    kivy_setup.prepare(
        title=title,
        size=(screen.width, screen.height),
        rotation=screen.rotation,
        home=home,
        window="fullscreen" if screen.fullscreen else "window",
        frames_per_second=frames_per_second,
    )
    from kivy.core.window import Window

    from look.kivy_theme import register_fonts

    register_fonts()
    Window.clearcolor = colours.rgba(colours.PAPER)
    Window.bind(on_keyboard=lambda *_: True)  # a keyboard that someone plugs in does nothing
    Window.bind(on_request_close=lambda *_, **__: screen.fullscreen)  # nor does Alt+F4 on it
