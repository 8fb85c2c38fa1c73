"""Looks at a language's catalogues: which messages are missing, unknown, overlong, or lose a name in braces."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from PIL import ImageFont

from look import fonts
from look.language import BOARD_CORE, KIOSK_CORE, messages_of, read_catalogue, slots_of

CORE = (*KIOSK_CORE, *BOARD_CORE)
"""What a language must have before citizens are offered it."""

_WIDER = 1.5
_AND_SIGNS = 5.0
"""In units of the letters' size. Screens and slips give every text this room: half as wide again, and for the
shortest some signs more."""
_MEASURED_PX = 100


@dataclass(frozen=True, slots=True)
class CatalogueFaults:
    """The Vietnamese texts of one program with a fault."""

    program: str
    missing: tuple[str, ...]
    overlong: tuple[str, ...]
    wrong_slots: tuple[str, ...]
    """A `{name}` was lost or invented."""
    unknown: tuple[str, ...]
    """No program has these texts any more."""

    @property
    def is_good(self) -> bool:
        return not (self.missing or self.overlong or self.wrong_slots or self.unknown)


def check_words(program: str, words: dict[str, str]) -> CatalogueFaults:
    """The faults of a program's translated words."""
    wanted = messages_of(program)
    known = {source: said for source, said in words.items() if source in wanted}
    return CatalogueFaults(
        program,
        missing=tuple(sorted(wanted - words.keys())),
        overlong=tuple(sorted(source for source, said in known.items() if is_overlong(source, said))),
        wrong_slots=tuple(sorted(source for source, said in known.items() if slots_of(source) != slots_of(said))),
        unknown=tuple(sorted(words.keys() - wanted)),
    )


def check_folder(folder: Path) -> list[CatalogueFaults]:
    """The faults of a language's folder, program by program of `CORE`; one without a file lacks all its texts."""
    return [
        check_words(program, read_catalogue(path, folder.name) if path.is_file() else {})
        for program in CORE
        for path in [folder / f"{program}.po"]
    ]


def write_templates(folder: Path) -> list[Path]:
    """Write a `.po` file of each program of `CORE` that has none, with all its texts and no words yet."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for program in CORE:
        path = folder / f"{program}.po"
        if path.exists():
            continue
        catalogue = Catalog(charset="utf-8", fuzzy=False, project="Bốc Số", header_comment=f"# {program}")
        for text in sorted(messages_of(program)):
            catalogue.add(text)
        with path.open("wb") as file:
            write_po(file, catalogue, width=0)
        written.append(path)
    return written


def is_overlong(source: str, words: str) -> bool:
    """Whether a translation may find no room where the Vietnamese text stands."""
    return _width(words) > _WIDER * _width(source) + _AND_SIGNS


def _width(text: str) -> float:
    return _letters().getlength(text) / _MEASURED_PX


@cache
def _letters() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(fonts.regular()), _MEASURED_PX)
