"""What became of the last key of the desk's number pad, over the whole width of the display's lower edge."""

from kivy.graphics import Color, SmoothEllipse, SmoothLine
from kivy.properties import ColorProperty
from kivy.uix.widget import Widget

from counter_display.key_words import KeyWord, WordKind
from counter_display.screens.shapes import WarningSign, place, text
from look import colours
from look.kivy_theme import RoundedPanel

_COLOURS = {
    WordKind.SENDING: (colours.MIST, colours.INK),
    WordKind.DONE: (colours.GOOD_SOFT, colours.GOOD),
    WordKind.REFUSED: (colours.BAD_SOFT, colours.BAD),
    WordKind.NO_CONNECTION: (colours.WARN_SOFT, colours.WARN),
}
"""Ground and letters of each."""


class KeyStrip(RoundedPanel):
    """A sign and a sentence; nothing while there is no word."""

    def __init__(self, **options: object) -> None:
        super().__init__(radius_px=0, **options)
        self._signs: dict[WordKind, Widget] = {
            WordKind.SENDING: _Dots(size_hint=(None, None)),
            WordKind.DONE: _Tick(size_hint=(None, None)),
            WordKind.REFUSED: _Cross(size_hint=(None, None)),
            WordKind.NO_CONNECTION: WarningSign(size_hint=(None, None)),
        }
        self._text = text(bold=True, halign="left")
        for part in (*self._signs.values(), self._text):
            self.add_widget(part)
        for name in ("pos", "size"):
            self.fbind(name, lambda *_: self._arrange())

    def show(self, word: KeyWord | None) -> None:
        self.opacity = 0 if word is None else 1
        self._text.text = "" if word is None else word.text
        for kind, sign in self._signs.items():
            sign.opacity = 1 if word is not None and kind is word.kind else 0
        if word is None:
            return
        ground, letters = (colours.rgba(colour) for colour in _COLOURS[word.kind])
        self.fill_colour, self._text.color = ground, letters
        sign = self._signs[word.kind]
        sign.color = letters
        if isinstance(sign, WarningSign):
            sign.ground = ground
        self._arrange()

    def _arrange(self) -> None:
        side, pad = self.height * 0.5, self.width * 0.021
        for sign in self._signs.values():
            place(sign, self.x + pad, self.y + (self.height - side) / 2, side, side)
        self._text.max_font_px = max(9, self.height * 0.42)
        left, air = pad + side * 1.45, self.height * 0.06
        place(self._text, self.x + left, self.y + air, self.width - left - pad, self.height - 2 * air)


class _Sign(Widget):
    """Lines in one colour, drawn anew where the sign is."""

    color = ColorProperty(colours.rgba(colours.INK))

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        with self.canvas:
            self._colour = Color(*self.color)
        self._make()
        for name in ("pos", "size", "color"):
            self.fbind(name, lambda *_: self._draw())
        self._draw()

    def _draw(self) -> None:
        self._colour.rgba = self.color
        self._set(self.x, self.y, min(self.width, self.height))

    def _make(self) -> None:
        raise NotImplementedError

    def _set(self, x: float, y: float, side: float) -> None:
        raise NotImplementedError


class _Tick(_Sign):
    def _make(self) -> None:
        with self.canvas:
            self._line = SmoothLine(width=1, cap="round", joint="round")

    def _set(self, x: float, y: float, side: float) -> None:
        self._line.width = max(1.0, side * 0.07)
        points = ((0.08, 0.52), (0.38, 0.20), (0.94, 0.84))
        self._line.points = [value for across, up in points for value in (x + across * side, y + up * side)]


class _Cross(_Sign):
    def _make(self) -> None:
        with self.canvas:
            self._lines = [SmoothLine(width=1, cap="round") for _ in range(2)]

    def _set(self, x: float, y: float, side: float) -> None:
        low, high = side * 0.14, side * 0.86
        for line, (begin, end) in zip(self._lines, ((low, high), (high, low)), strict=True):
            line.width = max(1.0, side * 0.07)
            line.points = [x + low, y + begin, x + high, y + end]


class _Dots(_Sign):
    def _make(self) -> None:
        with self.canvas:
            self._dots = [SmoothEllipse() for _ in range(3)]

    def _set(self, x: float, y: float, side: float) -> None:
        across = side * 0.22
        for at, dot in enumerate(self._dots):
            dot.pos = (x + at * side * 0.39, y + (side - across) / 2)
            dot.size = (across, across)
