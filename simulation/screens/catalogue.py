"""What there is to draw: every picture's name, and the programs that draw them. Pure.

A name is `program/size/language/[ease/]screen`, and its picture lies there in the folder, as PNG.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from kiosk.languages import has_screens
from look.language import SOURCE_LANGUAGE, further_languages
from simulation.screens import web_scenes
from simulation.screens.board_scenes import COUNTER_STATES, hall_states
from simulation.screens.kiosk_scenes import scenes
from simulation.screens.pad_scenes import pad_scenes
from simulation.screens.pairing_drawing import pairing_scenes
from simulation.screens.slip_scenes import WIDTHS, slips

UPRIGHT, LYING, SMALL = "1080x1920", "1920x1080", "1280x800"
KIOSK_SIZES = (UPRIGHT, LYING, SMALL)
KIOSK_EASES = ("normal", "large", "largest", "contrast", "large+contrast", "largest+contrast", "low", "largest+low")
"""How visitors may want to see."""
BOTH = "vi+en"
"""Boards say everything in both languages at once."""
BOARDS = (("hall", LYING), ("hall", UPRIGHT), ("hall", "1366x768"), ("counter", SMALL), ("counter", "800x480"))
PADS = ("800x480", "480x320", "480x800", "1024x600")
PAD_LANGUAGES = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Job:
    """One process that draws. `pictures` are the names of what it leaves in the folder."""

    module: str
    arguments: tuple[str, ...]
    folder: str
    """Below the one that is asked for."""
    pictures: tuple[str, ...]
    has_eases: bool = False
    """The names have a fourth part, which the program draws one after another."""

    def only(self, prefix: str) -> "Job | None":
        """What of it has a name that begins with `prefix`; None when nothing does."""
        left = tuple(name for name in self.pictures if name.startswith(prefix))
        return None if not left else replace(self, pictures=left)

    def command(self, out: Path) -> tuple[str, ...]:
        screens = sorted({name.rpartition("/")[2] for name in self.pictures})
        eases = dict.fromkeys(name.split("/")[3] for name in self.pictures) if self.has_eases else ()
        return (
            *(sys.executable, "-P", "-m", f"simulation.screens.{self.module}"),
            *(str(out / self.folder) if one == "FOLDER" else one for one in self.arguments),
            *eases,
            *("--names", ",".join(screens)),
        )


@cache
def languages() -> tuple[str, ...]:
    """Those in which a kiosk shows its screens and prints its slips."""
    return tuple(tag for tag in (SOURCE_LANGUAGE, "en", *further_languages()) if has_screens(tag))


def jobs() -> list[Job]:
    """Everything, what takes longest first."""
    return [_web(), *_kiosks(), *_boards(), *_pads(), *_slips(), *_pairing()]


def pictures(of: Iterable[Job]) -> list[str]:
    return [name for job in of for name in job.pictures]


def _kiosks() -> list[Job]:
    made = []
    names = {language: tuple(scenes(language)) for language in languages()}
    for size in KIOSK_SIZES:
        for language in languages():
            folder = f"kiosk/{size}/{language}"
            made += [
                Job(
                    "kiosk_drawing",
                    (size, language, "FOLDER"),
                    folder,
                    tuple(f"{folder}/{ease}/{name}" for ease in part for name in names[language]),
                    has_eases=True,
                )
                # Two processes for each: whoever stops one loses less, and the last does not run alone for long.
                for part in (KIOSK_EASES[::2], KIOSK_EASES[1::2])
            ]
    return made


def _boards() -> list[Job]:
    made = []
    for kind, size in BOARDS:
        width, height = size.split("x")
        states = hall_states(is_upright=int(height) > int(width)) if kind == "hall" else COUNTER_STATES
        folder = f"{kind}/{size}/{BOTH}"
        names = tuple(f"{folder}/{name}" for name in states)
        made.append(Job("board_drawing", (kind, size, "FOLDER"), folder, names))
    return made


def _pads() -> list[Job]:
    made = []
    for size in PADS:
        for language in PAD_LANGUAGES:
            folder = f"pad/{size}/{language}"
            names = tuple(f"{folder}/{name}" for name in pad_scenes(language))
            made.append(Job("pad_drawing", (size, language, "FOLDER"), folder, names))
    return made


def _slips() -> list[Job]:
    made = []
    for language in languages():
        kinds = tuple(slips(language))
        for paper in WIDTHS:
            folder = f"slip/{paper}/{language}"
            names = tuple(f"{folder}/{name}" for name in kinds)
            made.append(Job("slip_drawing", (paper, language, "FOLDER"), folder, names))
    return made


def _pairing() -> list[Job]:
    """A kiosk that is not paired: for technicians, in Vietnamese alone."""
    made = []
    for size in KIOSK_SIZES:
        folder = f"pairing/{size}/{SOURCE_LANGUAGE}"
        names = tuple(f"{folder}/{name}" for name in pairing_scenes())
        made.append(Job("pairing_drawing", (size, SOURCE_LANGUAGE, "FOLDER"), folder, names))
    return made


def _web() -> Job:
    names = tuple(
        f"web/{width}x{height}/{language}/{name}"
        for width, height in web_scenes.SIZES
        for language in web_scenes.LANGUAGES
        for name in web_scenes.names()
    )
    return Job("web_drawing", ("FOLDER",), "web", names)
