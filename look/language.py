"""The words in each language. Vietnamese is the source; gettext catalogues hold the others.

`translator("en")("Chọn lĩnh vực")` gives the English sentence. Every message falls back to Vietnamese by itself, whole,
so that no sentence is ever in two languages. Names in `{braces}` are filled by the caller with `str.format`.

English lies in `catalogues/<program>.en.po`. A further language is a folder of its own, `catalogues/<tag>/`, or one in
the folder that the environment names as BOCSO_LANGUAGES: `<program>.po` files, `name.txt`, and `voice/`, its clips.
"""

import os
import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

Translate = Callable[[str], str]
SOURCE_LANGUAGE = "vi"
KIOSK_CORE = ("kiosk", "slip")
"""The programs whose words a citizen needs to take a number; a kiosk offers its screens in no less."""
BOARD_CORE = ("counter_display",)
"""The words with which boards call."""
FOLDER_SETTING = "BOCSO_LANGUAGES"

_CATALOGUES = Path(__file__).parent / "catalogues"
_TAG = re.compile(r"[a-z]{2,3}")
_SLOT = re.compile(r"\{(\w*)[^{}]*\}")

LANGUAGE_NAMES = {
    "vi": "Tiếng Việt",
    "en": "English",
    "rad": "Êđê",
    "jra": "Jrai",
    "cmo": "M'nông",
    "mng": "M'nông",
    "mnn": "M'nông",
    "tay": "Tày",
    "nut": "Nùng",
    "hmn": "H'Mông",
}
"""Each in its own words; a tag that is not here is shown as it is."""


def translator(language: str) -> Translate:
    """The words of `language`; each message that it lacks is Vietnamese."""
    return lambda text: catalogue(language).get(text, text)  # read at the first word, not at an import


@cache
def catalogue(language: str) -> dict[str, str]:
    """All catalogues of a language together. A message that would lose or invent a `{name}` is left out."""
    return {
        source: words
        for path in _files(language)
        for source, words in read_catalogue(path, language).items()
        if slots_of(source) == slots_of(words)
    }


def read_catalogue(path: Path, language: str) -> dict[str, str]:
    """The translated messages of one file, Vietnamese to their words."""
    with path.open("rb") as file:
        # Babel knows no locale for the smallest languages; their plurals are not needed.
        messages = read_po(file, locale=language if language == "en" else None)
    return {
        str(message.id): str(message.string)
        for message in messages
        if message.id and message.string and not message.fuzzy
    }


def messages_of(program: str) -> frozenset[str]:
    """Every Vietnamese text of a program: English has them all, which the tests of each program see to."""
    return frozenset(read_catalogue(_CATALOGUES / f"{program}.en.po", "en"))


@cache
def is_complete(language: str, programs: tuple[str, ...]) -> bool:
    """Whether every text of these programs is there in a language."""
    if language == SOURCE_LANGUAGE:
        return True
    words = catalogue(language)
    return bool(words) and all(messages_of(program) <= words.keys() for program in programs)


def complete_languages(languages: Iterable[str], programs: tuple[str, ...]) -> list[str]:
    """Those of `languages` that can be offered for these programs, in their order."""
    return [language for language in languages if is_complete(language, programs)]


def further_languages() -> dict[str, Path]:
    """The folders of the languages beside Vietnamese and English, by tag."""
    places = [_CATALOGUES]
    if own := os.environ.get(FOLDER_SETTING):
        places.append(Path(own))
    return {
        folder.name: folder
        for place in places
        if place.is_dir()
        for folder in sorted(place.iterdir())
        if folder.is_dir() and _TAG.fullmatch(folder.name)
    }


def voice_folders() -> list[Path]:
    """Where further languages keep their clips; what a board speaks them with."""
    return [folder / "voice" for folder in further_languages().values() if (folder / "voice").is_dir()]


def language_name(tag: str) -> str:
    """A language in its own words; the tag where nobody has said."""
    if tag in LANGUAGE_NAMES:
        return LANGUAGE_NAMES[tag]
    folder = further_languages().get(tag)
    name = None if folder is None else folder / "name.txt"
    return name.read_text(encoding="utf-8").strip() if name is not None and name.is_file() else tag


def slots_of(text: str) -> frozenset[str]:
    """The names in braces that a text is filled with."""
    return frozenset(_SLOT.findall(text))


def _files(language: str) -> list[Path]:
    """Later ones win: a centre's own folder goes before ours."""
    files = sorted(_CATALOGUES.glob(f"*.{language}.po"))
    folder = further_languages().get(language)
    return files if folder is None else [*files, *sorted(folder.glob("*.po"))]
