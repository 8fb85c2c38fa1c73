"""The rating faces, drawn as vectors: mouth and brows alone tell them apart, without colour."""

import math
from dataclasses import dataclass

from kivy.graphics import Color, Line, SmoothEllipse, SmoothLine
from kivy.properties import ColorProperty, NumericProperty
from kivy.uix.widget import Widget

from look import colours

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
    """The mood of place `position` (0 is the best) in a row of `count` faces, from 1 to -1."""
    if count < 2:
        return 1.0
    return 1.0 - 2.0 * position / (count - 1)


class RatingFace(Widget):
    """One face, as large as its box; `mood` from -1 (worst) to 1 (best)."""

    mood = NumericProperty(0)
    face_colour = ColorProperty(colours.rgba(colours.PAPER))
    line_colour = ColorProperty(colours.rgba(colours.INK))

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        for name in ("pos", "size", "mood", "face_colour", "line_colour"):
            self.fbind(name, lambda *_: self._draw())
        self._draw()

    def _draw(self) -> None:
        radius = min(self.width, self.height) / 2
        self.canvas.clear()
        if radius < 4:
            return
        shape = face_shape(self.mood)
        stroke = max(1.0, radius * 0.045)  # half the line's width, as Kivy counts it
        rim = radius - stroke

        def points(curve: tuple[tuple[float, float], ...]) -> list[float]:
            return [value for x, y in curve for value in (self.center_x + x * rim, self.center_y + y * rim)]

        with self.canvas:
            # The rim is one disc on another: a thick circle of lines would show a seam.
            for colour, disc in ((self.line_colour, radius), (self.face_colour, radius - 2 * stroke)):
                Color(*colour)
                SmoothEllipse(pos=(self.center_x - disc, self.center_y - disc), size=(disc * 2, disc * 2))
            Color(*self.line_colour)
            eye = shape.eye_radius * rim
            for x, y in shape.eyes:
                SmoothEllipse(
                    pos=(self.center_x + x * rim - eye, self.center_y + y * rim - eye),
                    size=(eye * 2, eye * 2),
                )
            for brow in shape.brows:
                _draw_stroke(points(brow), stroke * 0.9)
            _draw_stroke(points(shape.mouth), stroke, is_closed=shape.mouth_is_open)


def _draw_stroke(points: list[float], half_px: float, *, is_closed: bool = False) -> None:
    """A thick line with round ends, into the canvas that is open, its edges smoothed by a hairline."""
    Line(points=points, width=half_px - 0.5, cap="round", joint="round", close=is_closed)
    curve = list(zip(points[::2], points[1::2], strict=True))
    for outline in stroke_outlines(curve, half_px - 0.5, is_closed=is_closed):
        SmoothLine(points=[value for point in outline for value in point], width=0.75, close=True)


Point = tuple[float, float]


def stroke_outlines(curve: list[Point], half: float, *, is_closed: bool) -> list[list[Point]]:
    """The edges of a thick line: one outline with round ends, or the outer and inner one of a closed line."""
    count = len(curve)
    left, right = [], []
    for at, (x, y) in enumerate(curve):
        before = curve[at - 1] if at or is_closed else curve[at]
        after = curve[(at + 1) % count] if at < count - 1 or is_closed else curve[at]
        length = math.hypot(after[0] - before[0], after[1] - before[1]) or 1.0
        across = (-(after[1] - before[1]) / length * half, (after[0] - before[0]) / length * half)
        left.append((x + across[0], y + across[1]))
        right.append((x - across[0], y - across[1]))
    if is_closed:
        return [left, right]
    return [left + _half_round(curve[-1], left[-1]) + right[::-1] + _half_round(curve[0], right[0])]


def _half_round(middle: Point, begin: Point) -> list[Point]:
    """Half a circle around `middle`, clockwise from `begin`."""
    x, y = begin[0] - middle[0], begin[1] - middle[1]
    turns = (-math.pi * step / 8 for step in range(1, 8))
    return [
        (middle[0] + x * math.cos(turn) - y * math.sin(turn), middle[1] + x * math.sin(turn) + y * math.cos(turn))
        for turn in turns
    ]
