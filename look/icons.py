"""The pictures of services, priority groups and states: our own line drawings, as masks of any size.

Each icon is drawn on a grid of 24 x 24 (y grows downwards) from strokes of one thickness, so that all of
them look like one family. Unknown names get a neutral picture.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw

GRID = 24
STROKE = 1.7
_OVERSAMPLING = 4  # Pillow draws hard edges; shrinking makes them smooth
_ARC_STEPS = 40

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """One stroke (or filled area) of an icon, in grid units."""

    points: tuple[Point, ...]
    is_closed: bool = False
    is_filled: bool = False


def icon_mask(name: str, size_px: int) -> Image.Image:
    """The icon as a square mask (mode "L", 255 where there is ink), `size_px` wide."""
    return _mask(ALIASES.get(name, name), max(8, size_px))


def is_known(name: str) -> bool:
    return ALIASES.get(name, name) in _DRAWINGS


@lru_cache(maxsize=128)
def _mask(name: str, size_px: int) -> Image.Image:
    drawn_px = size_px * _OVERSAMPLING
    unit = drawn_px / GRID
    mask = Image.new("L", (drawn_px, drawn_px), 0)
    pen = ImageDraw.Draw(mask)
    width = STROKE * unit
    for mark in _DRAWINGS.get(name, _DRAWINGS["neutral"])():
        points = [(x * unit, y * unit) for x, y in mark.points]
        if mark.is_filled:
            pen.polygon(points, fill=255)
            continue
        if mark.is_closed:
            points = [*points, points[0]]
        pen.line(points, fill=255, width=round(width))
        round_px = round(width) / 2 - 0.5  # a hair inside the line, so that curves stay even
        for x, y in points:  # round ends and joints
            pen.ellipse((x - round_px, y - round_px, x + round_px, y + round_px), fill=255)
    return mask.resize((size_px, size_px), Image.Resampling.LANCZOS)


def _line(*numbers: float) -> Mark:
    return Mark(tuple(zip(numbers[::2], numbers[1::2], strict=True)))


def _shape(*numbers: float) -> Mark:
    return Mark(tuple(zip(numbers[::2], numbers[1::2], strict=True)), is_closed=True)


def _filled(*numbers: float) -> Mark:
    return Mark(tuple(zip(numbers[::2], numbers[1::2], strict=True)), is_filled=True)


def _arc(x: float, y: float, radius: float, start_deg: float, end_deg: float, stretch: float = 1.0) -> Mark:
    """Clockwise on the screen from `start_deg`; 0 is to the right, 90 is down. `stretch` scales the height."""
    return Mark(
        tuple(
            (x + radius * math.cos(angle), y + radius * stretch * math.sin(angle))
            for angle in (
                math.radians(start_deg + (end_deg - start_deg) * step / _ARC_STEPS) for step in range(_ARC_STEPS + 1)
            )
        )
    )


def _circle(x: float, y: float, radius: float) -> Mark:
    return _arc(x, y, radius, 0, 360)


def _disc(x: float, y: float, radius: float) -> Mark:
    return Mark(_circle(x, y, radius).points, is_filled=True)


def _curve(*numbers: float) -> Mark:
    """A cubic Bezier curve, or several joined ones."""
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    drawn: list[Point] = [points[0]]
    for at in range(0, len(points) - 1, 3):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points[at : at + 4]
        for step in range(1, 21):
            t = step / 20
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            drawn.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return Mark(tuple(drawn))


def _box(x: float, y: float, width: float, height: float, radius: float = 1.2) -> Mark:
    right, bottom = x + width, y + height
    points: list[Point] = []
    for cx, cy, start in (
        (right - radius, y + radius, 270),
        (right - radius, bottom - radius, 0),
        (x + radius, bottom - radius, 90),
        (x + radius, y + radius, 180),
    ):
        points += _arc(cx, cy, radius, start, start + 90).points[::10]
    return Mark(tuple(points), is_closed=True)


def _person(x: float, y: float, size: float) -> tuple[Mark, Mark]:
    """A head and shoulders; `y` is where the shoulders end."""
    return _circle(x, y - 5.4 * size, 2.1 * size), _arc(x, y, 3.7 * size, 180, 360, 0.78)


def _stamp() -> list[Mark]:
    """A rubber stamp above its ink line."""
    return [
        _curve(10, 14, 10, 11.5, 8.6, 9.6, 8.6, 7, 8.6, 4.9, 10.1, 3.2, 12, 3.2),
        _curve(14, 14, 14, 11.5, 15.4, 9.6, 15.4, 7, 15.4, 4.9, 13.9, 3.2, 12, 3.2),
        _box(4.4, 14, 15.2, 4.2, 1.4),
        _line(4.4, 21.2, 19.6, 21.2),
    ]


def _family() -> list[Mark]:
    """Two grown-ups and a child between them."""
    return [
        _circle(6.6, 6.2, 2.5),
        _circle(17.4, 6.2, 2.5),
        _circle(12, 13.6, 1.8),
        _curve(2.4, 19.6, 2.4, 14.5, 3.8, 11.4, 6.4, 11.4, 7.2, 11.4, 7.7, 11.6, 8, 11.9),
        _curve(21.6, 19.6, 21.6, 14.5, 20.2, 11.4, 17.6, 11.4, 16.8, 11.4, 16.3, 11.6, 16, 11.9),
        _curve(8.2, 21.4, 8.2, 19.2, 9.6, 18, 12, 18, 14.4, 18, 15.8, 19.2, 15.8, 21.4),
    ]


def _heart_hands() -> list[Mark]:
    """A heart held in an open hand."""
    return [
        _curve(12, 12.8, 9, 10.7, 6.9, 8.7, 6.9, 6.3, 6.9, 4.4, 8.2, 3.2, 9.7, 3.2, 10.7, 3.2, 11.5, 3.7, 12, 4.6),
        _curve(
            12, 12.8, 15, 10.7, 17.1, 8.7, 17.1, 6.3, 17.1, 4.4, 15.8, 3.2, 14.3, 3.2, 13.3, 3.2, 12.5, 3.7, 12, 4.6
        ),
        _curve(2.6, 15.8, 5.4, 14.2, 7.2, 14.2, 9.4, 16.2, 11, 16.2, 12.4, 16.2, 13.8, 16.2),
        _curve(13.8, 16.2, 15.2, 16.2, 15.2, 18.5, 13.8, 18.5, 12.6, 18.5, 11.4, 18.5, 10.4, 18.5),
        _curve(
            15,
            17.2,
            17,
            16.2,
            18.6,
            15.2,
            20,
            14.4,
            21.4,
            13.6,
            22.4,
            15,
            21.2,
            16,
            19,
            17.9,
            16.8,
            20.8,
            13.4,
            20.8,
            9.6,
            20.8,
            6.6,
            20.4,
            2.6,
            20.8,
        ),
    ]


def _house() -> list[Mark]:
    """A house on its plot."""
    return [
        _line(2.8, 11.4, 12, 3.4, 21.2, 11.4),
        _line(5.2, 9.6, 5.2, 18.2, 18.8, 18.2, 18.8, 9.6),
        _line(9.8, 18, 9.8, 12.8, 14.2, 12.8, 14.2, 18),
        _curve(2.6, 21.4, 5.7, 20.2, 8.8, 22.4, 12, 21.4, 15.2, 20.4, 18.3, 22.4, 21.4, 21.4),
    ]


def _shop() -> list[Mark]:
    """A shop with its awning."""
    awning = [_arc(4.9 + 4.733 * at, 9, 2.37, 0, 180, 0.95) for at in range(4)]
    return [
        _shape(4.6, 3.6, 19.4, 3.6, 21.5, 9, 2.5, 9),
        *awning,
        _line(4.4, 12.4, 4.4, 20.6, 19.6, 20.6, 19.6, 12.4),
        _line(13.2, 20.4, 13.2, 15, 16.8, 15, 16.8, 20.4),
        _box(7, 14.6, 3.6, 3.2, 0.4),
    ]


def _id_card() -> list[Mark]:
    return [
        _box(2.4, 4.8, 19.2, 14.4, 2),
        _circle(8, 10, 2),
        _arc(8, 16, 3.2, 180, 360, 0.8),
        _line(14, 9.4, 18.4, 9.4),
        _line(14, 12.4, 18.4, 12.4),
        _line(14, 15.4, 16.8, 15.4),
    ]


def _folder_check() -> list[Mark]:
    return [
        _shape(2.6, 5.6, 3.6, 4.6, 8.6, 4.6, 10.8, 7, 20.2, 7, 21.4, 8.2, 21.4, 18.4, 20.2, 19.6, 3.8, 19.6, 2.6, 18.4),
        _line(8.2, 13.4, 11, 16.2, 16, 10.8),
    ]


def _help() -> list[Mark]:
    return [
        _circle(12, 12, 9.4),
        _curve(9.2, 9.4, 9.2, 6, 14.8, 6, 14.8, 9.4, 14.8, 11.8, 12, 11.8, 12, 14.2),
        _disc(12, 17.2, 1.15),
    ]


def _elderly() -> list[Mark]:
    """A bent figure with a stick."""
    return [
        _circle(11.2, 4.4, 2.1),
        _curve(10.4, 8.6, 7.8, 9.6, 7, 12.2, 7.4, 15.4),
        _line(7.4, 15.4, 10.6, 17.2, 10.4, 21.4),
        _line(7.4, 15.4, 6.6, 18.4, 4.6, 21.4),
        _line(10.4, 8.6, 12.2, 11.8, 16, 12.8),
        _curve(14.6, 12.6, 14.6, 10.8, 17.4, 10.8, 17.4, 12.8),
        _line(17.4, 12.8, 17.4, 21.4),
    ]


def _wheelchair() -> list[Mark]:
    return [
        _circle(9.4, 3.8, 1.9),
        _line(9.4, 7.6, 9.8, 13.2, 15.2, 13.2, 17.4, 19, 19.6, 18.2),
        _line(9.6, 10, 14.2, 10),
        _arc(10.6, 16, 5.4, 20, 248),
    ]


def _pregnant() -> list[Mark]:
    """A mother and the child at her hand."""
    return [
        _circle(8.6, 4.2, 2.1),
        _curve(7.2, 8.2, 5.6, 10.4, 5.4, 13, 5.8, 15.2),
        _curve(9.8, 8.2, 12.4, 10, 13.2, 12.4, 11.8, 14.8),
        _line(5.8, 15.2, 11.8, 14.8),
        _curve(7.2, 8.2, 8, 7.7, 9, 7.7, 9.8, 8.2),
        _line(7.2, 15.4, 7.2, 21.2),
        _line(10.4, 15.2, 10.4, 21.2),
        _circle(18.6, 11.2, 1.7),
        _line(12.8, 12.4, 15.4, 14.6, 18.6, 14.6),
        _shape(18.6, 14.6, 20.6, 18.4, 16.6, 18.4),
        _line(17.6, 18.6, 17.6, 21.2),
        _line(19.6, 18.6, 19.6, 21.2),
    ]


def _medal() -> list[Mark]:
    star = [
        (12 + radius * math.sin(math.radians(36 * at)), 15 - radius * math.cos(math.radians(36 * at)))
        for at, radius in enumerate([3.5, 1.5] * 5)
    ]
    return [
        _line(6.6, 2.8, 9.8, 9.2),
        _line(17.4, 2.8, 14.2, 9.2),
        _line(10.2, 2.8, 12, 6.4, 13.8, 2.8),
        _circle(12, 15, 6.3),
        Mark(tuple(star), is_filled=True),
    ]


def _ill() -> list[Mark]:
    """Someone lying in a bed, with a cross above."""
    return [
        _line(2.6, 8, 2.6, 20.2),
        _line(2.6, 17, 21.4, 17),
        _line(21.4, 20.2, 21.4, 14.8),
        _circle(6.4, 12.6, 1.8),
        _curve(10.4, 14.2, 10.4, 11.2, 12, 11.2, 13, 11.2, 17, 11.2, 21.4, 11.2, 21.4, 14.8),
        _line(10.4, 14.2, 21.2, 14.2),
        _line(16, 3, 16, 8),
        _line(13.5, 5.5, 18.5, 5.5),
    ]


def _neutral() -> list[Mark]:
    """A sheet of paper."""
    return [
        _shape(5, 2.8, 14.4, 2.8, 19, 7.4, 19, 21.2, 5, 21.2),
        _line(14.2, 3, 14.2, 7.6, 18.8, 7.6),
        _line(8.4, 12, 15.6, 12),
        _line(8.4, 16, 15.6, 16),
    ]


def _people() -> list[Mark]:
    return [*_person(9, 19.6, 1.5), _arc(16.4, 9.4, 2.7, -110, 110), _curve(17.6, 14.4, 20.2, 15, 21.6, 17, 21.8, 19.6)]


def _clock() -> list[Mark]:
    return [_circle(12, 12, 9.4), _line(12, 6.4, 12, 12, 16, 14.4)]


def _paper_roll() -> list[Mark]:
    """A printer with an empty slot."""
    return [
        _line(6.6, 8.4, 6.6, 3.2, 17.4, 3.2, 17.4, 8.4),
        _line(6.6, 17.2, 3, 17.2, 3, 8.6, 21, 8.6, 21, 17.2, 17.4, 17.2),
        _line(6.8, 14.2, 17.2, 14.2),
        _line(6.8, 14.4, 6.8, 16.6),
        _line(17.2, 14.4, 17.2, 16.6),
        _line(9.6, 18.4, 14.4, 22.2),
        _line(14.4, 18.4, 9.6, 22.2),
    ]


def _printer() -> list[Mark]:
    return [
        _line(6.6, 8.4, 6.6, 3.2, 17.4, 3.2, 17.4, 8.4),
        _line(6.6, 17.2, 3, 17.2, 3, 8.6, 21, 8.6, 21, 17.2, 17.4, 17.2),
        _line(6.8, 14.2, 6.8, 21, 17.2, 21, 17.2, 14.2, 6.8, 14.2),
        _disc(17.4, 11.4, 0.95),
    ]


def _no_link() -> list[Mark]:
    """A plug out of its socket."""
    return [
        _line(2.6, 12, 6, 12),
        _line(9.6, 8, 9.6, 16),
        _curve(9.6, 8, 5.4, 8, 5.4, 16, 9.6, 16),
        _line(9.8, 10, 11.8, 10),
        _line(9.8, 14, 11.8, 14),
        _curve(15, 7.6, 19.6, 7.6, 19.6, 16.4, 15, 16.4),
        _line(15, 7.6, 15, 16.4),
        _line(18.8, 12, 21.6, 12),
    ]


def _no_ticket() -> list[Mark]:
    """A ticket crossed out."""
    return [
        _shape(3, 6, 21, 6, 21, 10, 19.6, 12, 21, 14, 21, 18, 3, 18, 3, 14, 4.4, 12, 3, 10),
        _line(9, 9.4, 14.4, 14.6),
        _line(14.4, 9.4, 9, 14.6),
    ]


def _person_at_desk() -> list[Mark]:
    """The member of staff who helps."""
    return [
        _circle(12, 6, 2.9),
        _curve(5.6, 16.4, 5.6, 12.6, 8.4, 11.4, 12, 11.4, 15.6, 11.4, 18.4, 12.6, 18.4, 16.4),
        _line(2.6, 17, 21.4, 17),
        _line(4.6, 17.2, 4.6, 21.4),
        _line(19.4, 17.2, 19.4, 21.4),
    ]


def _pencil() -> list[Mark]:
    return [
        _shape(4, 20, 5.2, 15, 16, 4.2, 19.8, 8, 9, 18.8),
        _line(13.4, 6.8, 17.2, 10.6),
        _line(12.6, 21, 20.4, 21),
    ]


def _search() -> list[Mark]:
    """A magnifying glass."""
    return [_circle(10.4, 10.4, 7), _line(15.6, 15.6, 21.2, 21.2)]


def _hand_in() -> list[Mark]:
    """An arrow into a tray."""
    return [
        _line(3, 14.4, 3, 20.6, 21, 20.6, 21, 14.4),
        _line(12, 3, 12, 15.4),
        _line(7.2, 10.8, 12, 15.6, 16.8, 10.8),
    ]


def _eye() -> list[Mark]:
    return [
        _curve(1.8, 12, 6, 4.6, 18, 4.6, 22.2, 12),
        _curve(1.8, 12, 6, 19.4, 18, 19.4, 22.2, 12),
        _circle(12, 12, 3.1),
    ]


def _erase() -> list[Mark]:
    """The key that takes the last letter away."""
    return [
        _shape(8.2, 5, 21.6, 5, 21.6, 19, 8.2, 19, 2.2, 12),
        _line(11.4, 9, 17.4, 15),
        _line(17.4, 9, 11.4, 15),
    ]


def _letters() -> list[Mark]:
    """A small A beside a large one: the size of the letters."""
    return [
        _line(1.8, 20, 5.2, 11.4, 8.6, 20),
        _line(3.1, 16.9, 7.3, 16.9),
        _line(10.2, 20, 16.2, 4, 22.2, 20),
        _line(12.3, 14.6, 20.1, 14.6),
    ]


def _contrast() -> list[Mark]:
    """A disc, half of it dark."""
    return [_circle(12, 12, 9), Mark(_arc(12, 12, 9, 90, 270).points, is_filled=True)]


def _lower() -> list[Mark]:
    """Two squares that come down to a line, where a hand reaches them."""
    return [
        _box(3.4, 13.2, 7.4, 6, 1),
        _box(13.2, 13.2, 7.4, 6, 1),
        _line(12, 2.4, 12, 9.8),
        _line(8.6, 6.6, 12, 10, 15.4, 6.6),
        _line(2.4, 22, 21.6, 22),
    ]


def _speaker() -> list[Mark]:
    """A loudspeaker."""
    return [
        _shape(2.6, 9, 7, 9, 12.4, 4.2, 12.4, 19.8, 7, 15, 2.6, 15),
        _arc(12.6, 12, 4.2, -42, 42),
        _arc(12.6, 12, 8.4, -42, 42),
    ]


def _ticket() -> list[Mark]:
    """A slip with its number."""
    return [
        _line(
            5.4,
            21.2,
            5.4,
            2.8,
            18.6,
            2.8,
            18.6,
            21.2,
            16.4,
            19.6,
            14.2,
            21.2,
            12,
            19.6,
            9.8,
            21.2,
            7.6,
            19.6,
            5.4,
            21.2,
        ),
        _line(8.6, 8.6, 15.4, 8.6),
        _line(8.6, 12.2, 15.4, 12.2),
        _line(8.6, 15.4, 12.4, 15.4),
    ]


def _bring_more() -> list[Mark]:
    """A sheet that is added to."""
    return [
        _line(13.4, 2.8, 4.6, 2.8, 4.6, 21.2, 12, 21.2),
        _line(13.4, 2.8, 18.2, 7.4, 18.2, 11),
        _line(8, 9, 14, 9),
        _line(8, 13, 12, 13),
        _line(17.4, 14.2, 17.4, 21.8),
        _line(13.6, 18, 21.2, 18),
    ]


def _wifi() -> list[Mark]:
    return [
        _arc(12, 18.4, 13.4, 225, 315),
        _arc(12, 18.4, 9, 225, 315),
        _arc(12, 18.4, 4.8, 225, 315),
        _disc(12, 18.6, 1.4),
    ]


def _speech() -> list[Mark]:
    """A speech bubble with two lines."""
    return [
        _shape(3.4, 4.2, 20.6, 4.2, 20.6, 15.8, 12.2, 15.8, 7.4, 20.4, 7.4, 15.8, 3.4, 15.8),
        _line(7.6, 8.4, 16.4, 8.4),
        _line(7.6, 11.8, 13.4, 11.8),
    ]


def _smile() -> list[Mark]:
    """A face that is content."""
    return [_circle(12, 12, 9.4), _disc(8.6, 9.6, 1.2), _disc(15.4, 9.6, 1.2), _arc(12, 11.4, 5.2, 25, 155)]


def _trips() -> list[Mark]:
    """An arrow there and one back."""
    return [
        _line(3, 8, 20.6, 8),
        _line(16, 3.6, 20.8, 8, 16, 12.4),
        _line(21, 16.4, 3.4, 16.4),
        _line(8, 12, 3.2, 16.4, 8, 20.8),
    ]


def _calendar() -> list[Mark]:
    """A calendar whose day is crossed out."""
    return [
        _box(3.2, 4.8, 17.6, 16.2),
        _line(3.4, 9.6, 20.6, 9.6),
        _line(8, 2.8, 8, 6.4),
        _line(16, 2.8, 16, 6.4),
        _line(9.4, 12.6, 14.6, 17.8),
        _line(14.6, 12.6, 9.4, 17.8),
    ]


def _coin() -> list[Mark]:
    """A coin with the sign of the đồng."""
    return [
        _circle(12, 12, 9.4),
        _circle(11.4, 12, 2.6),
        _line(14, 6.8, 14, 14.8),
        _line(12, 8.8, 16, 8.8),
        _line(8.8, 17.2, 15.2, 17.2),
    ]


def _chair() -> list[Mark]:
    """A chair of the waiting hall."""
    return [
        _line(6.4, 3, 6.4, 13.4, 18, 13.4),
        _line(6.4, 13.4, 6.4, 21),
        _line(18, 13.4, 18, 21),
        _line(6.4, 17.2, 18, 17.2),
    ]


def _dots() -> list[Mark]:
    """Something else."""
    return [_circle(12, 12, 9.4), *(_disc(x, 12, 1.25) for x in (7.4, 12, 16.6))]


_DRAWINGS: dict[str, Callable[[], list[Mark]]] = {
    "letters": _letters,
    "contrast": _contrast,
    "lower": _lower,
    "speaker": _speaker,
    "ticket": _ticket,
    "bring-more": _bring_more,
    "wifi": _wifi,
    "stamp": _stamp,
    "family": _family,
    "heart-hands": _heart_hands,
    "house": _house,
    "shop": _shop,
    "id-card": _id_card,
    "folder-check": _folder_check,
    "help": _help,
    "elderly": _elderly,
    "wheelchair": _wheelchair,
    "pregnant": _pregnant,
    "medal": _medal,
    "ill": _ill,
    "neutral": _neutral,
    "people": _people,
    "clock": _clock,
    "no-paper": _paper_roll,
    "printer": _printer,
    "no-link": _no_link,
    "no-ticket": _no_ticket,
    "staff": _person_at_desk,
    "pencil": _pencil,
    "search": _search,
    "hand-in": _hand_in,
    "eye": _eye,
    "not-needed": lambda: [_circle(12, 12, 9.2), _line(5.6, 5.6, 18.4, 18.4)],
    "erase": _erase,
    "arrow-left": lambda: [_line(14.6, 5, 7.6, 12, 14.6, 19)],
    "arrow-right": lambda: [_line(9.4, 5, 16.4, 12, 9.4, 19)],
    "speech": _speech,
    "smile": _smile,
    "trips": _trips,
    "calendar": _calendar,
    "coin": _coin,
    "chair": _chair,
    "dots": _dots,
    "check": lambda: [_line(4.6, 12.6, 9.8, 17.8, 19.6, 6.8)],
}

ALIASES = {
    "certificate": "stamp",
    "certification": "stamp",
    "civil-status": "family",
    "civil_status": "family",
    "heart_hands": "heart-hands",
    "heart": "heart-hands",
    "social": "heart-hands",
    "social-policy": "heart-hands",
    "social_policy": "heart-hands",
    "land": "house",
    "home": "house",
    "business": "shop",
    "store": "shop",
    "residence": "id-card",
    "id_card": "id-card",
    "results": "folder-check",
    "folder_check": "folder-check",
    "result": "folder-check",
    "disabled": "wheelchair",
    "child": "pregnant",
    "merit": "medal",
    "sick": "ill",
    "submit": "hand-in",
    "supplement": "bring-more",
    "collect": "folder-check",
    "ask": "help",
    "enquiry": "help",
    "attitude": "staff",
    "wait": "clock",
    "explain": "speech",
    "extra_docs": "bring-more",
    "extra-docs": "bring-more",
    "return": "trips",
    "late": "calendar",
    "fee": "coin",
    "facility": "chair",
    "facilities": "chair",
    "other": "dots",
}
"""Other words for the same pictures, as centres' files may have them."""
