"""Text for paper: cleaned of what no printer may get, and fitted into a width without losing a letter."""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont

from look.line_breaks import best_lines

_LONGEST = 240
"""Letters of one field; a name beyond that is a mistake in the set-up and would print metres of paper."""


@dataclass(frozen=True, slots=True)
class FittedText:
    """Lines that fit, with the font they fit in."""

    lines: tuple[str, ...]
    font: ImageFont.FreeTypeFont


NO_BREAK = "\u00a0"


def clean(text: str) -> str:
    """One line in NFC without control, format or unassigned characters; white space runs become one space.

    A non-breaking space stays one: "Counter 4" is not torn apart at a line's end.
    """
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(
        " " if letter.isspace() and letter != NO_BREAK else letter
        for letter in composed
        if letter.isspace() or not unicodedata.category(letter).startswith("C")
    )
    line = " ".join(word for word in map(str.strip, visible.split(" ")) if word)
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"


@lru_cache(maxsize=256)  # measuring takes most of a slip's time, and most texts are on every slip
def fit(text: str, face: Path, *, width_dots: int, sizes_dots: tuple[int, ...], max_lines: int) -> FittedText:
    """Set `text` in as few lines as it can have, and then in the largest of `sizes_dots` (falling).

    When even the smallest size needs more than `max_lines`, it gets more: paper grows, no letter is cut off.
    """
    if not text:
        return FittedText((), _font(face, sizes_dots[-1]))
    set_in = {size: _wrapped(text, _font(face, size), width_dots) for size in sizes_dots}
    whole = {size: lines for size, lines in set_in.items() if " ".join(lines) == text}
    fewest = min((len(lines) for lines in whole.values()), default=max_lines + 1)
    if fewest <= max_lines:
        size = next(size for size, lines in whole.items() if len(lines) == fewest)
    else:
        size = sizes_dots[-1]
    font, lines = _font(face, size), set_in[size]
    return FittedText(_balanced(text, lines, font, width_dots) if size in whole else lines, font)


def ink_width(text: str, font: ImageFont.FreeTypeFont) -> int:
    """Dots from the text's origin or its leftmost ink to its rightmost ink or advance, whichever is wider."""
    left, _, right, _ = font.getbbox(text)
    return round(max(right, font.getlength(text)) - min(left, 0) + 0.5)


@cache
def _font(face: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(face), size)


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> tuple[str, ...]:
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if ink_width(longer, font) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, font, width)
        lines.extend(full)
    return (*lines, line)


def _pieces(word: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Break one word that is wider than the line, never between a letter and its combining marks."""
    pieces = [""]
    for cluster in _clusters(word):
        if pieces[-1] and ink_width(pieces[-1] + cluster, font) > width:
            pieces.append("")
        pieces[-1] += cluster
    return pieces


def _clusters(word: str) -> list[str]:
    clusters: list[str] = []
    for letter in word:
        if clusters and unicodedata.combining(letter):
            clusters[-1] += letter
        else:
            clusters.append(letter)
    return clusters


def _balanced(text: str, lines: tuple[str, ...], font: ImageFont.FreeTypeFont, width: int) -> tuple[str, ...]:
    """The same number of lines, broken where it reads best."""
    # Words are measured one by one: every piece of a long list of counters would take more than a second.
    space = font.getlength(" ")
    advances = {word: font.getlength(word) for word in text.split(" ")}

    def width_of(line: str) -> float:
        words = line.split(" ")
        return sum(advances[word] for word in words) + space * (len(words) - 1)

    broken = best_lines(text, len(lines), width, width_of)
    if broken is None or any(ink_width(line, font) > width for line in broken.lines):
        return lines
    return broken.lines
