"""The labels of a button pad as a print sheet to scale: an SVG page of A4 whose units are millimetres."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import ImageFont

from look import colours, fonts
from look.faces import face_marks, mood_of
from look.line_breaks import best_lines

PAGE_MM = (297.0, 210.0)
"""A4 on its side."""
LABEL_MM = (40.0, 46.0)
"""One label; its width is also the distance from button to button."""
FACE_MM = 20.0
HOLE_MM = 24.0
"""The hole of an arcade button with a light; others are drilled by their own drawing."""
RULER_MM = 100.0

_PLATE_MM = (LABEL_MM[0], LABEL_MM[1] + 42.0)
"""A label, and beneath it the place of its button."""
_SIDE_MM = 2.0
_LARGEST_VI_MM, _LARGEST_EN_MM = 5.2, 3.4
_SMALLEST_MM = 2.0
_LINE = 1.3
_MEASURED_PX = 200


@dataclass(frozen=True, slots=True)
class LabelWords:
    """What stands on a label, Vietnamese and beneath it English."""

    name: str
    name_en: str


def label_sheet(labels: Sequence[LabelWords], *, title: str) -> str:
    """The sheet: a plate with labels and places for the buttons, a spare row of labels, and a ruler to check the print.

    The best level stands first, on the left as the citizen sees it.

    Raises:
        FontsMissing: the words cannot be measured.
    """
    width, height = PAGE_MM
    left = (width - LABEL_MM[0] * len(labels)) / 2
    plate_top, spare_top, ruler_top = 24.0, 24.0 + _PLATE_MM[1] + 10, 184.0
    sizes = _sizes(labels)
    parts = [
        f'<text x="{width / 2}" y="14" font-size="5.5" font-weight="700" text-anchor="middle">{escape(title)}</text>',
        *_labels(labels, left, plate_top, sizes, "plate"),
        *_labels(labels, left, spare_top, sizes, "spare"),
        *_plate(left, plate_top, len(labels)),
        *_ruler((width - RULER_MM) / 2, ruler_top),
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}mm" height="{height:g}mm" '
        f'viewBox="0 0 {width:g} {height:g}" font-family="\'Noto Sans\', sans-serif" fill="{colours.INK}">\n'
        f"<title>{escape(title)}</title>\n"
        "<style>@page { size: 297mm 210mm; margin: 0 }</style>\n"
        f'<rect width="{width:g}" height="{height:g}" fill="{colours.PAPER}"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _sizes(labels: Sequence[LabelWords]) -> tuple[float, float]:
    """All names of one language are the same size."""
    return (
        min(_fitting_mm(label.name, _LARGEST_VI_MM, 2, bold=True) for label in labels),
        min(_fitting_mm(label.name_en, _LARGEST_EN_MM, 2, bold=False) for label in labels),
    )


def _labels(labels: Sequence[LabelWords], left: float, top: float, sizes: tuple[float, float], row: str) -> list[str]:
    found = []
    wide, high = LABEL_MM
    for place, label in enumerate(labels):
        x, middle = left + place * wide, left + (place + 0.5) * wide
        face_y = top + 3 + FACE_MM / 2
        found.append(
            f'<g class="label" id="{row}-{place + 1}">'
            f'<rect x="{x:.2f}" y="{top:.2f}" width="{wide:g}" height="{high:g}" fill="none" '
            f'stroke="{colours.LINE}" stroke-width="0.2"/>'
            f'<g class="face" transform="translate({middle:.2f} {face_y:.2f}) scale({FACE_MM / 2:g})">'
            f"{face_marks(mood_of(place, len(labels)))}</g>"
            f"{_words(label, middle, top + 3 + FACE_MM, top + high - 1.5, sizes)}</g>"
        )
    return found


def _words(label: LabelWords, middle: float, top: float, bottom: float, sizes: tuple[float, float]) -> str:
    """Both names, one beneath the other, in the middle of what is left under the face."""
    lines = [(line, sizes[0], 700, colours.INK) for line in _lines(label.name, sizes[0], bold=True)]
    lines += [(line, sizes[1], 400, colours.INK) for line in _lines(label.name_en, sizes[1], bold=False)]
    y = top + (bottom - top - sum(size * _LINE for _, size, _, _ in lines)) / 2
    found = ""
    for line, size, weight, colour in lines:
        y += size * _LINE
        found += (
            f'<text x="{middle:.2f}" y="{y - size * (_LINE - 1) - 0.04 * size:.2f}" font-size="{size:.2f}" '
            f'font-weight="{weight}" text-anchor="middle" fill="{colour}">{escape(line)}</text>'
        )
    return found


def _plate(left: float, top: float, count: int) -> list[str]:
    """The outline to cut, and where the buttons' holes come."""
    wide, high = _PLATE_MM
    found = [
        (
            f'<rect class="plate" x="{left:.2f}" y="{top:.2f}" width="{wide * count:g}" height="{high:g}" fill="none" '
            f'stroke="{colours.INK}" stroke-width="0.3"/>'
        )
    ]
    y = top + LABEL_MM[1] + 21
    for place in range(count):
        x = left + (place + 0.5) * wide
        found.append(
            f'<g stroke="{colours.INK}" stroke-width="0.2" fill="none">'
            f'<circle class="hole" cx="{x:.2f}" cy="{y:.2f}" r="{HOLE_MM / 2:g}" stroke-dasharray="1.5 1"/>'
            f'<path d="M {x - 4:.2f} {y:.2f} h 8 M {x:.2f} {y - 4:.2f} v 8"/></g>'
            f'<text x="{x:.2f}" y="{y + HOLE_MM / 2 + 5:.2f}" font-size="3" text-anchor="middle">'
            f"⌀ {HOLE_MM:g} mm</text>"
        )
    return found


def _ruler(left: float, top: float) -> list[str]:
    ticks = " ".join(f"M {left + mm:g} {top:g} v {4 if mm % 10 == 0 else 2}" for mm in range(0, int(RULER_MM) + 1, 5))
    return [
        (
            f'<g id="ruler" stroke="{colours.INK}" stroke-width="0.25" fill="none">'
            f'<path class="length" d="M {left:g} {top:g} h {RULER_MM:g}"/><path d="{ticks}"/></g>'
        ),
        (
            f'<text x="{PAGE_MM[0] / 2:g}" y="{top + 10:g}" font-size="4" text-anchor="middle">'
            f"In đúng tỷ lệ 100 %, không co giãn theo trang: thước này phải dài đúng {RULER_MM:g} mm. "
            f"Print at 100 %: this ruler is {RULER_MM:g} mm.</text>"
        ),
        (
            f'<text x="{PAGE_MM[0] / 2:g}" y="{top + 16:g}" font-size="3.4" text-anchor="middle">'
            "Mức tốt nhất ở bên trái người ngồi đánh giá. Khoan lỗ theo kích thước của nút thật.</text>"
        ),
    ]


def _fitting_mm(text: str, largest: float, most_lines: int, *, bold: bool) -> float:
    """The largest letters, in steps of a tenth of a millimetre, with which a name fits a label."""
    size = largest
    while size > _SMALLEST_MM:
        lines = _lines(text, size, bold=bold)
        if len(lines) <= most_lines and all(_width_mm(line, size, bold=bold) <= _room() for line in lines):
            return size
        size = round(size - 0.1, 1)
    return _SMALLEST_MM


def _lines(text: str, size_mm: float, *, bold: bool) -> tuple[str, ...]:
    for count in (1, 2, 3):
        broken = best_lines(text, count, _room(), lambda line: _width_mm(line, size_mm, bold=bold))
        if broken is not None:
            return tuple(broken.lines)
    return (text,)


def _room() -> float:
    return LABEL_MM[0] - 2 * _SIDE_MM


def _width_mm(text: str, size_mm: float, *, bold: bool) -> float:
    return _letters(fonts.bold() if bold else fonts.regular()).getlength(text) / _MEASURED_PX * size_mm


@cache
def _letters(path: Path) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), _MEASURED_PX)
