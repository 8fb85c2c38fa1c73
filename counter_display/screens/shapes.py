"""What both boards are built of: texts put in place, the arrow to a counter, the warning, the badge."""

from kivy.graphics import Color, SmoothEllipse, SmoothLine, SmoothTriangle
from kivy.properties import ColorProperty
from kivy.uix.widget import Widget

from look import colours
from look.kivy_theme import FittedLabel, RoundedPanel


class Arrow(Widget):
    """An arrow to the right, as wide as its box."""

    color = ColorProperty(colours.rgba(colours.INK))

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        with self.canvas:
            self._colour = Color(*self.color)
            self._shaft = SmoothLine(width=1, cap="round", joint="round")
            self._head = SmoothLine(width=1, cap="round", joint="round")
        for name in ("pos", "size", "color"):
            self.fbind(name, lambda *_: self._draw())
        self._draw()

    def _draw(self) -> None:
        self._colour.rgba = self.color
        length = min(self.width, self.height * 1.6)
        half, wing = length / 2, length * 0.30
        stroke = max(1.0, length * 0.055)
        tip = self.center_x + half - stroke
        self._shaft.width = self._head.width = stroke
        self._shaft.points = [self.center_x - half + stroke, self.center_y, tip - stroke, self.center_y]
        self._head.points = [
            tip - wing,
            self.center_y + wing,
            tip,
            self.center_y,
            tip - wing,
            self.center_y - wing,
        ]


class WarningSign(Widget):
    """A triangle with an exclamation mark: a state is never told by colour alone."""

    color = ColorProperty(colours.rgba(colours.WARN))
    ground = ColorProperty(colours.rgba(colours.WARN_SOFT))

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        with self.canvas:
            self._colour = Color(*self.color)
            self._triangle = SmoothTriangle(points=[0, 0, 1, 0, 0, 1])
            self._ground = Color(*self.ground)
            self._stroke = SmoothLine(width=1, cap="round")
            self._dot = SmoothEllipse()
        for name in ("pos", "size", "color", "ground"):
            self.fbind(name, lambda *_: self._draw())
        self._draw()

    def _draw(self) -> None:
        self._colour.rgba, self._ground.rgba = self.color, self.ground
        side = min(self.width, self.height)
        x, bottom, top = self.center_x, self.center_y - side * 0.44, self.center_y + side * 0.44
        self._triangle.points = [x - side * 0.5, bottom, x + side * 0.5, bottom, x, top]
        half = max(1.0, side * 0.05)
        self._stroke.width = half
        self._stroke.points = [x, bottom + side * 0.30, x, bottom + side * 0.58]
        self._dot.pos = (x - half * 1.2, bottom + side * 0.09)
        self._dot.size = (half * 2.4, half * 2.4)


class WarningStrip(RoundedPanel):
    """Says over the whole width that what is shown may be old."""

    def __init__(self, **options: object) -> None:
        super().__init__(radius_px=0, fill_colour=colours.rgba(colours.WARN_SOFT), **options)
        warn = colours.rgba(colours.WARN)
        self._sign = WarningSign(size_hint=(None, None))
        self._text = text(bold=True, halign="left", color=warn)
        self._text_en = text(halign="right", color=warn)
        for part in (self._sign, self._text, self._text_en):
            self.add_widget(part)
        for name in ("pos", "size"):
            self.fbind(name, lambda *_: self._arrange())

    def show(self, warning: str, warning_en: str) -> None:
        self.opacity = 1 if warning else 0
        self._text.text, self._text_en.text = warning, warning_en

    def _arrange(self) -> None:
        side, pad = self.height * 0.62, self.width * 0.019
        place(self._sign, self.x + pad, self.y + (self.height - side) / 2, side, side)
        self._text.max_font_px, self._text_en.max_font_px = max(9, self.height * 0.46), max(9, self.height * 0.34)
        left = pad + side * 1.3
        room = self.width - left - pad
        place(self._text, self.x + left, self.y, room * 0.54, self.height)
        place(self._text_en, self.x + left + room * 0.56, self.y, room * 0.44, self.height)


class Badge(RoundedPanel):
    """A service's letter or a counter's number, white on blue."""

    def __init__(self, text: str = "", **options: object) -> None:
        super().__init__(fill_colour=colours.rgba(colours.BLUE), **options)
        self._label = FittedLabel(text=text, bold=True, color=colours.rgba(colours.PAPER), size_hint=(None, None))
        self.add_widget(self._label)
        for name in ("pos", "size"):
            self.fbind(name, lambda *_: self._arrange())

    def show(self, text: str) -> None:
        self._label.text = text

    def _arrange(self) -> None:
        self.radius_px = self.height * 0.2
        self._label.pos, self._label.size = self.pos, self.size
        self._label.max_font_px = max(9, self.height * 0.62)


def text(**options: object) -> FittedLabel:
    """A text without a place yet; `place` gives it one."""
    return FittedLabel(size_hint=(None, None), **options)


def place(part: Widget, x: float, y: float, width: float, height: float) -> None:
    """Put `part` there, on whole pixels, which keep edges and letters sharp."""
    part.pos = (round(x), round(y))
    part.size = (max(0, round(width)), max(0, round(height)))
