"""The rating faces of `look.faces` on a Kivy screen."""

import math

from kivy.graphics import Color, Line, SmoothEllipse, SmoothLine
from kivy.properties import ColorProperty, NumericProperty
from kivy.uix.widget import Widget

from look import colours
from look.faces import STROKE_OF_RADIUS, FaceShape, face_shape


class RatingFace(Widget):
    """One face, as large as its box; `mood` from -1 (worst) to 1 (best)."""

    mood = NumericProperty(0)
    face_colour = ColorProperty(colours.rgba(colours.PAPER))
    line_colour = ColorProperty(colours.rgba(colours.INK))

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._made_for: float | None = None
        """The mood whose pieces are in the canvas."""
        for name in ("pos", "size", "mood", "face_colour", "line_colour"):
            self.fbind(name, lambda *_: self._draw())
        self._draw()

    def _draw(self) -> None:
        """Pieces that are there are only moved: new ones would leave the old to Python's collector, which may not come
        for hours, with all that the graphics card holds of them."""
        radius = min(self.width, self.height) / 2
        if radius < 4:
            self.canvas.clear()
            self._made_for = None
            return
        shape = face_shape(self.mood)
        if self._made_for != self.mood:
            self._make(shape)
            self._made_for = self.mood
        stroke = max(1.0, radius * STROKE_OF_RADIUS / 2)  # half the line's width, as Kivy counts it
        rim = radius - stroke

        def points(curve: tuple[tuple[float, float], ...]) -> list[float]:
            return [value for x, y in curve for value in (self.center_x + x * rim, self.center_y + y * rim)]

        for colour, rgba in zip(self._colours, (self.line_colour, self.face_colour, self.line_colour), strict=True):
            colour.rgba = rgba
        eye = shape.eye_radius * rim
        # The rim is one disc on another: a thick circle of lines would show a seam.
        rounds = [
            (0.0, 0.0, radius),
            (0.0, 0.0, radius - 2 * stroke),
            *((x * rim, y * rim, eye) for x, y in shape.eyes),
        ]
        for disc, (x, y, half) in zip(self._discs, rounds, strict=True):
            disc.pos = (self.center_x + x - half, self.center_y + y - half)
            disc.size = (half * 2, half * 2)
        *brows, mouth = self._strokes
        for brow, curve in zip(brows, shape.brows, strict=True):
            brow.move(points(curve), stroke * 0.9)
        mouth.move(points(shape.mouth), stroke)

    def _make(self, shape: FaceShape) -> None:
        self.canvas.clear()
        with self.canvas:
            line = Color()
            rim = SmoothEllipse()
            face = Color()
            ground = SmoothEllipse()
            self._colours = (line, face, Color())
            self._discs = [rim, ground, *(SmoothEllipse() for _ in shape.eyes)]
            brows = [_Stroke(is_closed=False) for _ in shape.brows]
            self._strokes = [*brows, _Stroke(is_closed=shape.mouth_is_open)]


class _Stroke:
    """A thick line with round ends, made in the canvas that is open, its edges smoothed by a hairline."""

    def __init__(self, *, is_closed: bool) -> None:
        self._is_closed = is_closed
        self._line = Line(cap="round", joint="round", close=is_closed)
        self._edges = [SmoothLine(width=0.75, close=True) for _ in range(2 if is_closed else 1)]

    def move(self, points: list[float], half_px: float) -> None:
        self._line.width, self._line.points = half_px - 0.5, points
        curve = list(zip(points[::2], points[1::2], strict=True))
        outlines = stroke_outlines(curve, half_px - 0.5, is_closed=self._is_closed)
        for edge, outline in zip(self._edges, outlines, strict=True):
            edge.points = [value for point in outline for value in point]


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
