"""A technician's test of a printer: every Vietnamese letter, the digits, both edges and a code."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from PIL import Image, ImageDraw

from look.number_drawing import number_image
from look.slip_parts import DOTS_PER_MM, Paper

_PLAIN = "AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY"
_VOWELS = "AĂÂEÊIOÔƠUƯY"
_TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Grave, hook, tilde, acute, dot below: huyền, hỏi, ngã, sắc, nặng."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterTestFacts:
    centre_name: str
    device_name: str
    asked_at_local: datetime
    """In the centre's zone."""
    language: str = "vi"


def vietnamese_letters() -> tuple[str, ...]:
    """Every capital of the language, in groups for lines of their own: the plain ones, then each vowel's."""
    toned = ("".join(unicodedata.normalize("NFC", vowel + tone) for tone in _TONES) for vowel in _VOWELS)
    return (_PLAIN, *toned)


def draw_printer_test(slip: PrinterTestFacts, width_dots: int) -> Image.Image:
    """Draw it for a head of `width_dots` (576 or 384): mode "1", that wide, as high as it needs."""
    paper = Paper(width_dots, slip.language)
    say, sizes = paper.say, paper.sizes
    paper.block(_edges(width_dots))
    paper.space(8)
    paper.band("IN THỬ")
    paper.text(slip.centre_name, sizes.centre, is_bold=True, max_lines=1)
    paper.space(8)
    paper.text(slip.device_name, sizes.counters, is_bold=True)
    paper.space(6)
    paper.text(f"{slip.asked_at_local:%d/%m/%Y %H:%M}", sizes.small)
    paper.space(12)
    paper.block(number_image("A0123456789", height_dots=7 * DOTS_PER_MM, max_width_dots=paper.inner))
    paper.space(12)
    plain, *toned = vietnamese_letters()
    for line in (plain[:15], plain[15:], plain[:15].lower(), plain[15:].lower()):
        paper.text(_spread(line), sizes.small, max_lines=1)
        paper.space(6)
    for line in toned:
        paper.text(f"{_spread(line)}   {_spread(line.lower())}", sizes.time, max_lines=1)
        paper.space(4)
    paper.space(6)
    paper.beside_code(
        "BOCSO 0123456789",
        [
            (say("Mã phải quét được bằng điện thoại."), sizes.small, False),
            (say("Hai vạch ở hai mép phải hiện đủ."), sizes.small, False),
        ],
    )
    paper.block(_edges(width_dots))
    paper.space(10)
    return paper.drawn()


def _spread(letters: str) -> str:
    return " ".join(letters)


def _edges(width: int) -> Image.Image:
    """A bar at each edge and a fine comb between them: a shifted head or a dead dot shows."""
    picture = Image.new("L", (width, 24), 255)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 5, 23), fill=0)
    draw.rectangle((width - 6, 0, width - 1, 23), fill=0)
    for left in range(16, width - 16, 4):
        draw.line((left, 8, left, 15), fill=0)
    return picture
