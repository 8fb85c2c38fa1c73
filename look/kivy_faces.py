"""The rating faces of `look.faces` on a Kivy screen."""

import math

from kivy.graphics import Color, Line, SmoothEllipse, SmoothLine
from kivy.properties import ColorProperty, NumericProperty
from kivy.uix.widget import Widget

from look import colours
from look.faces import STROKE_OF_RADIUS, face_shape


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
        stroke = max(1.0, radius * STROKE_OF_RADIUS / 2)  # half the line's width, as Kivy counts it
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
