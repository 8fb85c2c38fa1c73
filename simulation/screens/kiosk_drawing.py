"""Draws the kiosk's scenes offscreen, as touches would bring them up; Kivy's window belongs to this process.

`python -m simulation.screens.kiosk_drawing 1080x1920 vi FOLDER EASE [EASE ...] [--names a,b] [--measured EASE]`

An EASE is words of large, largest, contrast and low with + between them, or `normal`. FOLDER/EASE gets a PNG of each
scene and `seen.json`. `--measured` lays that ease out and draws nothing: drawing takes most of the time.
"""

import argparse
import gc
import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.ease import Ease, Letters
from look.kivy_setup import prepare
from simulation.screens.kiosk_scenes import LONGEST, MORNING, NOW_S, Own, Scene, scenes
from simulation.screens.kivy_pictures import keep_picture
from simulation.screens.seen import Screen, keep

if TYPE_CHECKING:  # Kivy reads its environment when it is imported
    from kiosk.intents import Wish
    from kiosk.issuing import IssuingView
    from kiosk.lookup import ChecklistView, Shelf, WantedChecklist
    from kiosk.own_numbers import OwnView
    from kiosk.own_ratings import RatingView
    from kiosk.screens.kiosk_screen import KioskScreen
    from messaging.requests import OwnWord

ROOT = Path(__file__).resolve().parents[2]
LARGE_PANEL = 1280
"""Longer sides are drawn half as large: pages are laid out and measured in full size, and still seen as well."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one process draws."""

    size: tuple[int, int]
    language: str
    folder: Path
    drawn: tuple[str, ...]
    measured: tuple[str, ...]
    names: frozenset[str]
    """Of the scenes; empty: all."""


def main() -> None:
    wanted = _wanted(sys.argv[1:])
    os.environ["SDL_VIDEODRIVER"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="bocso-kivy-") as home:
        # No bound on frames: nobody watches.
        prepare(title="screens", size=wanted.size, home=Path(home), window="window", frames_per_second=0)
        _draw_all(wanted)


def _draw_all(wanted: Wanted) -> None:
    from kivy.base import EventLoop

    EventLoop.ensure_window()
    # As the program does: each page that was left is collected at once, and that shall not look at all the modules.
    gc.collect()
    gc.freeze()
    for ease in (*wanted.drawn, *wanted.measured):
        folder = wanted.folder / ease
        folder.mkdir(parents=True, exist_ok=True)
        keep(
            folder,
            {
                name: _draw(scene, wanted, ease, folder / f"{name}.png" if ease in wanted.drawn else None)
                for name, scene in scenes(wanted.language).items()
                if not wanted.names or name in wanted.names
            },
        )


def picture_scale(size: tuple[int, int]) -> float:
    return 0.5 if max(size) > LARGE_PANEL else 1.0


def ease_of(words: str) -> Ease:
    """How a visitor wants to see, from its name."""
    chosen = words.split("+")
    letters = next((size for size in Letters if size.name.lower() in chosen), Letters.NORMAL)
    return Ease(letters=letters, is_contrasty="contrast" in chosen, is_low="low" in chosen)


def _wanted(arguments: list[str]) -> Wanted:
    parser = argparse.ArgumentParser(prog="python -m simulation.screens.kiosk_drawing")
    parser.add_argument("size")
    parser.add_argument("language")
    parser.add_argument("folder", type=Path)
    parser.add_argument("eases", nargs="*")
    parser.add_argument("--names", default="")
    parser.add_argument("--measured", action="append", default=[])
    said = parser.parse_args(arguments)
    width, height = said.size.split("x")
    names = frozenset(said.names.split(",")) - {""}
    size = (int(width), int(height))
    return Wanted(size, said.language, said.folder, tuple(said.eases), tuple(said.measured), names)


class _Voice:
    """A loudspeaker that is there and says nothing."""

    is_there = True

    def say(self, words: str, language: str) -> None:
        """Not heard in a picture."""

    def prepare(self, phrases: Iterable[str], language: str) -> None:
        """Nothing is made for a picture."""


class _Desk:
    """A way to the number that stands still."""

    def __init__(self, view: "IssuingView") -> None:
        self.view = view

    def begin(self, wish: "Wish") -> bool:
        del wish
        return True

    def call_off(self) -> bool:
        return True

    def note_written_down(self) -> bool:
        return True

    def leave(self) -> bool:
        return True

    def make_way(self) -> bool:
        return False


class _OwnDesk:
    """A number that stands as it is told to."""

    def __init__(self, view: "OwnView") -> None:
        self.view = view

    def ask(self, number: str, check: str, word: "OwnWord | None" = None) -> bool:
        del number, check, word
        return False

    def forget(self) -> None:
        """Pictures are taken of one citizen."""


class _RatingsDesk:
    """A rating that has come as far as it is told to."""

    def __init__(self, view: "RatingView") -> None:
        self.view = view

    def rate(self, number: str, check: str, level: int, *, may_explain: bool, day: date | None = None) -> bool:
        del number, check, level, may_explain, day
        return True

    def explain(self, reasons: Sequence[str]) -> bool:
        del reasons
        return True

    def forget(self) -> None:
        """Pictures are taken of one citizen."""


class _LookUpDesk:
    """A look-up whose list is the sample's, with the longest of all procedures."""

    def __init__(self, shelf: "Shelf", view: "ChecklistView") -> None:
        self.shelf: Shelf | None = shelf
        self.view = view

    def begin(self, wanted: "WantedChecklist") -> bool:
        del wanted
        return True

    def leave(self) -> None:
        """The checklist stays as the scene has it."""


_shelf: list["Shelf"] = []


def _sample_shelf() -> "Shelf":
    """The sample's list, read once."""
    from kiosk.lookup import Shelf
    from procedures.reading import read_procedures
    from procedures.search import Index

    if not _shelf:
        listed = read_procedures((ROOT / "server" / "sample_procedures.json").read_bytes()).procedures
        _shelf.append(Shelf(Index([*listed, LONGEST]), 7, "http://192.168.10.5:8090/thu-tuc"))
    return _shelf[0]


def _draw(scene: Scene, wanted: Wanted, ease: str, picture: Path | None) -> Screen:
    from kivy.base import EventLoop
    from kivy.clock import Clock
    from kivy.core.window import Window

    from kiosk.screens.number import NumberPage

    screen = _screen(scene, wanted, ease)
    if isinstance(screen.page, NumberPage):
        screen.page.slip.arrive()  # a picture on its way would look another each time
    for _ in range(3):  # what is laid out one frame later
        if picture is None:
            Clock.tick()
        else:  # whole frames: words are painted in them
            EventLoop.idle()
    if picture is not None:
        keep_picture(screen, picture, scale=picture_scale(wanted.size))
    seen = seen_of(screen, wanted.size)
    Window.remove_widget(screen)
    for event in Clock.get_events():
        event.cancel()  # or the way home keeps the screen, and each drawing is slower than the one before
    return seen


def _screen(scene: Scene, wanted: Wanted, ease: str) -> "KioskScreen":
    """The product's own screen in this scene. What touches would leave behind is put into it."""
    from kivy.core.window import Window

    from kiosk.lookup import ChecklistStage, ChecklistView
    from kiosk.own_numbers import NOBODY, OwnStage
    from kiosk.screens.kiosk_screen import KioskScreen, Patience, Surroundings
    from messaging.clock import real_monotonic_s

    view = scene.view
    if view.asked_s is not None:  # told from a moment of the scene's own
        view = replace(view, asked_s=real_monotonic_s() + view.asked_s - NOW_S)
    checklist = scene.looked_up.checklist if scene.looked_up else ChecklistStage.IDLE
    told = (scene.own or Own()).view
    own = _OwnDesk(NOBODY)  # while something is asked nothing can be typed
    look_up = _LookUpDesk(_sample_shelf(), ChecklistView(ChecklistStage.IDLE))
    screen = KioskScreen(
        issuing=_Desk(view),
        patience=Patience(99, 99, 99, 99),
        look_up=look_up if scene.has_look_up else None,
        speaker=_Voice(),
        own=own,
        ratings=_RatingsDesk(scene.own.rating if scene.own else Own().rating),
        size_hint=(None, None),
        size=wanted.size,
    )
    Window.add_widget(screen)
    around = Surroundings(scene.snapshot, scene.standing, MORNING, scene.is_without_server)
    screen._speak_as(wanted.language)
    if scene.tag is not None:
        screen._tag = scene.tag
    screen._ease, screen._home_page = ease_of(ease), scene.home_page
    screen._chosen, screen._group, screen._asks = scene.chosen, scene.group, scene.asks
    screen._digits, screen._code_words = scene.code, scene.code_words
    own.view = NOBODY if told.stage is OwnStage.ASKING else told
    screen.show(around)
    _type(screen, scene)
    own.view = told
    if screen._look_up is not None and screen._look_up.opened is not None:
        look_up.view = ChecklistView(checklist, screen._look_up.opened.key)
    screen.show(around)
    screen._tidy_soon.cancel()  # Python's own collector clears away soon enough here
    return screen


def _type(screen: "KioskScreen", scene: Scene) -> None:
    """What is typed stands in the flows, which make their pages from it."""
    if scene.own is not None and screen._own is not None:
        if scene.own.asks_check:
            for key in "C1003":
                screen._own._type(key)
            screen._own._send()
        for key in scene.own.keys:
            screen._own._type(key)
        screen._own._asks_whether = scene.own.asks_whether
        if scene.own.wants_to_rate:
            screen._own.want_to_rate()
        if screen._own._rating is not None:
            screen._own._rating._reasons = scene.own.reasons
    done = scene.looked_up
    if done is not None and screen._look_up is not None:
        for letter in done.typed:
            screen._look_up.type(letter)
        screen._look_up.turn(done.turned)
        if done.opened is not None:
            screen._look_up.open(0)
            screen._look_up.read_on(done.opened)


def seen_of(screen: Any, size: tuple[int, int]) -> Screen:
    """What stands on a screen and can be touched."""
    from kiosk.screens.parts import Touchable
    from look.kivy_theme import FittedLabel, NumberLabel, scale_for

    unit = scale_for(*size)
    parts = list(screen.walk())
    return {
        "page": screen.shown.value,
        "sheet": type(screen.page).__name__,
        "height": size[1] / unit,
        "texts": [
            {
                "text": part.text,
                "letters": part.font_size / unit,
                "is_cut": bool(part.shorten),
                "box": [part.x, part.y, part.right, part.top],
            }
            for part in parts
            if isinstance(part, FittedLabel) and part.text and part.opacity
        ],
        "numbers": [part.digit_px / unit for part in parts if isinstance(part, NumberLabel) and part.text],
        "touchables": [
            [part.x / unit, part.y / unit, part.width / unit, part.height / unit]
            for part in parts
            if isinstance(part, Touchable) and part.is_enabled
        ],
    }


if __name__ == "__main__":
    main()
