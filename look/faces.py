"""The rating faces as shapes, for screens and as SVG: mouth and brows alone tell them apart, without colour."""

import math
from dataclasses import dataclass

from look import colours

STROKE_OF_RADIUS = 0.09
"""How thick a face's lines are."""

_SEGMENTS = 24  # enough for a smooth mouth at 300 px


@dataclass(frozen=True, slots=True)
class FaceShape:
    """A face in units of its radius; the middle is (0, 0), up is positive."""

    mouth: tuple[tuple[float, float], ...]
    brows: tuple[tuple[tuple[float, float], ...], ...]
    eyes: tuple[tuple[float, float], ...]
    eye_radius: float
    mouth_is_open: bool


def face_shape(mood: float) -> FaceShape:
    """The face of a mood from -1 (worst) to 1 (best); 0 has a straight mouth and level brows.

    The best of all laughs with an open mouth, so that the two upper moods differ by more than a curve.
    """
    mood = max(-1.0, min(1.0, mood))
    half_width = 0.46 if abs(mood) > 0.2 else 0.38
    bend = 0.30 * mood
    middle = -0.36 - 0.04 * mood
    top = tuple(
        (half_width * x, middle + bend * (x * x - 0.5)) for x in (i / _SEGMENTS * 2 - 1 for i in range(_SEGMENTS + 1))
    )
    is_open = mood > 0.8
    if is_open:
        top = _laugh()
    # Glad brows are lifted and round, sorry ones rise to the middle, cross ones (the worst) fall to it.
    lift = 0.52 + 0.06 * max(0.0, mood)
    slope = -0.10 if mood <= -0.8 else 0.16 * max(0.0, -mood)
    arch = 0.09 * max(0.0, mood)
    brows = tuple(
        tuple(
            (side * (0.16 + 0.32 * t), lift + slope * (1 - 2 * t) + arch * math.sin(math.pi * t))
            for t in (i / 8 for i in range(9))
        )
        for side in (-1, 1)
    )
    return FaceShape(
        mouth=top, brows=brows, eyes=((-0.32, 0.22), (0.32, 0.22)), eye_radius=0.095, mouth_is_open=is_open
    )


def _laugh() -> tuple[tuple[float, float], ...]:
    """The outline of an open, laughing mouth: a straight upper edge and half an ellipse below."""
    width, depth, top = 0.50, 0.44, -0.14
    return tuple(
        (width * math.cos(angle), top + depth * math.sin(angle))
        for angle in (math.pi + math.pi * i / _SEGMENTS for i in range(_SEGMENTS + 1))
    )


def mood_of(position: int, count: int) -> float:
    """The mood of place `position` (0 is the best) in a row of `count` faces, from 1 to -1.

    As schemes of three to five levels are worded: "Bình thường" has the straight mouth in each of them.
    """
    if count in _MOODS:
        return _MOODS[count][position]
    return 1.0 - 2.0 * position / (count - 1) if count > 1 else 1.0


_MOODS = {3: (0.75, 0.0, -0.75), 4: (1.0, 0.5, 0.0, -0.75), 5: (1.0, 0.5, 0.0, -0.5, -1.0)}


def face_svg(mood: float, *, size: str = "100%", line: str = colours.INK, fill: str = colours.PAPER) -> str:
    """The face as an `<svg>` element of its own, with sharp lines at any size.

    `size` is its width and height in any unit of CSS (`"18mm"`). It says nothing to a screen reader: the word beneath
    does.
    """
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="-1 -1 2 2" '
        f'aria-hidden="true">{face_marks(mood, line=line, fill=fill)}</svg>'
    )


def face_marks(mood: float, *, line: str = colours.INK, fill: str = colours.PAPER) -> str:
    """What is in a face's `<svg>`: a disc of radius 1 around (0, 0), y growing downwards."""
    shape = face_shape(mood)
    rim = 1 - STROKE_OF_RADIUS / 2
    stroke = f'stroke="{line}" stroke-linecap="round" stroke-linejoin="round" fill="none"'
    eyes = "".join(
        f'<circle cx="{x * rim:.3f}" cy="{-y * rim:.3f}" r="{shape.eye_radius * rim:.3f}" fill="{line}"/>'
        for x, y in shape.eyes
    )
    brows = "".join(
        f'<path d="{_path(brow, rim)}" {stroke} stroke-width="{STROKE_OF_RADIUS * 0.9:.3f}"/>' for brow in shape.brows
    )
    end = " Z" if shape.mouth_is_open else ""
    return (
        f'<circle cx="0" cy="0" r="{rim:.3f}" fill="{fill}" stroke="{line}" stroke-width="{STROKE_OF_RADIUS}"/>'
        f'{eyes}{brows}<path d="{_path(shape.mouth, rim)}{end}" {stroke} stroke-width="{STROKE_OF_RADIUS}"/>'
    )


def _path(curve: tuple[tuple[float, float], ...], rim: float) -> str:
    return "M " + " L ".join(f"{x * rim:.3f} {-y * rim:.3f}" for x, y in curve)
