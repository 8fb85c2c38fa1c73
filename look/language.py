"""The words in each language. Vietnamese is the source; `catalogues/LANG.po` holds the others.

`translator("en")("Chọn lĩnh vực")` gives the English sentence. A text without a translation stays
Vietnamese, which a test forbids. Names in `{braces}` are filled by the caller with `str.format`.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

Translate = Callable[[str], str]
SOURCE_LANGUAGE = "vi"


def translator(language: str) -> Translate:
    """The words of `language` ("vi" or "en"); an unknown one falls back to Vietnamese."""
    return lambda text: catalogue(language).get(text, text)  # read at the first word, not at an import


@cache
def catalogue(language: str) -> dict[str, str]:
    """All catalogues of a language together: `catalogues/<program>.<language>.po`."""
    words: dict[str, str] = {}
    for path in sorted((Path(__file__).parent / "catalogues").glob(f"*.{language}.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
        words |= {str(message.id): str(message.string) for message in catalogue if message.id and message.string}
    return words
