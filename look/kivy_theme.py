"""What every Kivy screen is made of: our letters, our colours, texts that always fit, panels and scale.

Sizes in layouts are design pixels of a 1920 x 1080 (or 1080 x 1920) screen, turned into real ones by
`scale_for`, so that one layout serves a wall screen, a 1280 x 800 panel and a small window.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache, partial
from math import ceil

from kivy.clock import Clock
from kivy.core.text import Label as TextMeasure
from kivy.core.text import LabelBase
from kivy.graphics import Color, SmoothLine, SmoothRoundedRectangle
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.label import Label
from kivy.uix.widget import Widget

from look import colours, fonts
from look.line_breaks import best_lines

FONT = "BocSo"

# Measures of Noto Sans in units of the font size (its OS/2 and hhea tables).
DIGIT_HEIGHT = 0.714
DIGIT_WIDTH = 0.572
ASCENT = 1.069
LINE_HEIGHT = 1.362
# How far the middle of a capital or digit lies below the middle of its line box.
_DIGIT_DROP = (ASCENT - DIGIT_HEIGHT / 2) - LINE_HEIGHT / 2

LONG_SIDE = 1920
SHORT_SIDE = 1080


@cache
def register_fonts() -> None:
    """Make Noto Sans, regular and bold, known to Kivy as `FONT`.

    Raises:
        FontsMissing: the Debian package fonts-noto-core is not installed.
    """
    LabelBase.register(FONT, fn_regular=str(fonts.regular()), fn_bold=str(fonts.bold()))


def scale_for(width: float, height: float) -> float:
    """Real pixels per design pixel for a window: the smaller of the two sides' factors."""
    return max(0.05, min(min(width, height) / SHORT_SIDE, max(width, height) / LONG_SIDE))


def tint(colour: str, amount: float, ground: str = colours.PAPER) -> tuple[float, float, float, float]:
    """`colour` laid over `ground` with strength `amount` (0 to 1), opaque."""
    over, under = colours.rgba(colour), colours.rgba(ground)
    red, green, blue = (a * amount + b * (1 - amount) for a, b in zip(over[:3], under[:3], strict=True))
    return red, green, blue, 1.0


class ScaledLayout(FloatLayout):
    """A screen that places its parts in design pixels: `px(n)` turns n of them into real ones."""

    def px(self, design_px: float) -> float:
        return design_px * scale_for(self.width, self.height)


class FittedLabel(Label):
    """A text that wraps and shrinks until it fits its box, and is never clipped; its lines break where one pauses.

    It uses the largest font up to `max_font_px` with which no word is broken and all lines fit; only a
    text that does not fit at `min_font_px` either is shortened with an ellipsis.
    """

    max_font_px = NumericProperty(40)
    min_font_px = NumericProperty(9)
    most_lines = NumericProperty(0)
    """At most so many lines; 0 leaves it to the height."""

    def __init__(self, **options: object) -> None:
        register_fonts()
        options.setdefault("font_name", FONT)
        options.setdefault("color", colours.rgba(colours.INK))
        options.setdefault("halign", "center")
        options.setdefault("valign", "middle")
        self._fit_soon = Clock.create_trigger(lambda _dt: self.fit(), -1)
        self._broken = ("", "")
        super().__init__(**options)
        self.fbind("text", self._compose)
        self._compose(self, self.text)
        for name in ("size", "text", "max_font_px", "min_font_px", "most_lines", "bold", "line_height"):
            self.fbind(name, lambda *_: self._fit_soon())
        self._fit_soon()

    def fit(self) -> None:
        """Choose the font size now; it is otherwise done before the next frame."""
        width, height = int(self.width), int(self.height)
        if width < 2 or height < 2:
            return
        self.text_size = (width, height)
        largest, smallest = int(self.max_font_px), int(self.min_font_px)
        size = fitting_font_px(
            self.text,
            width,
            height,
            largest_px=largest,
            smallest_px=smallest,
            bold=self.bold,
            most_lines=int(self.most_lines),
            line_height=self.line_height,
        )
        self.shorten = size is None
        self.shorten_from = "right"
        shown = self.text
        if size is not None:
            size, shown = well_broken(
                self.text,
                width,
                height,
                largest_px=size,
                smallest_px=smallest,
                bold=self.bold,
                most_lines=int(self.most_lines),
                line_height=self.line_height,
            )
        self._broken = (self.text, shown)
        self.font_size = size or smallest
        self._trigger_texture()

    def texture_update(self, *arguments: object) -> None:
        """Draw the text with the line breaks that were chosen for it; `text` itself stays as it was given."""
        text, shown = self._broken
        is_broken = shown != text == self.text and self.text_size[1] is not None
        self._label.text = shown if is_broken else self.text
        self._label.options["padding"] = [0, 0, 0, 0]
        self._label.usersize = tuple(self.text_size)
        if is_broken:
            # Kivy drops the last of several paragraphs from a box that is only just high enough: it gets no
            # height, and the rest of the box as padding, which places the text as `valign` does.
            width, height = self.text_size
            lines = _height_of(shown, int(width), int(self.font_size), bold=self.bold, line_height=self.line_height)
            rest = max(0, int(height) - lines)
            above = {"top": 0, "bottom": rest}.get(self.valign, rest // 2)
            self._label.usersize = (width, None)
            self._label.options["padding"] = [0, above, 0, rest - above]
        super().texture_update(*arguments)

    def _compose(self, _label: object, text: str) -> None:
        """Letters with separate marks (NFD) become whole ones: the font places those better."""
        composed = unicodedata.normalize("NFC", text)
        if composed != text:
            self.text = composed


@lru_cache(maxsize=512)
def fitting_font_px(
    text: str,
    width: int,
    height: int,
    *,
    largest_px: int,
    smallest_px: int,
    bold: bool = False,
    most_lines: int = 0,
    line_height: float = 1.0,
) -> int | None:
    """The largest font size in pixels with which `text` fits a box; None when even the smallest does not."""
    register_fonts()
    if not text.strip():
        return largest_px

    def fits(font_px: int) -> bool:
        measure = TextMeasure(
            text=text,
            font_size=font_px,
            font_name=FONT,
            bold=bold,
            text_size=(width, None),
            line_height=line_height,
        )
        if any(measure.get_extents(word)[0] > width for word in text.split(" ")):
            return False
        _, needed = measure.render()
        one_line = measure.get_extents("Ấg")[1] * line_height
        lines = round(needed / one_line) if one_line else 1
        return bool(needed <= height and (most_lines == 0 or lines <= most_lines))

    if not fits(smallest_px):
        return None
    low, high = smallest_px, max(smallest_px, largest_px)
    while low < high:
        middle = (low + high + 1) // 2
        if fits(middle):
            low = middle
        else:
            high = middle - 1
    return low


def shared_font_px(
    texts: Iterable[str],
    width: int,
    height: int,
    *,
    largest_px: int,
    smallest_px: int,
    bold: bool = False,
    most_lines: int = 0,
) -> int:
    """The largest font size with which each of these texts fits its box: neighbours are all the same size."""
    sizes = (
        fitting_font_px(
            text, width, height, largest_px=largest_px, smallest_px=smallest_px, bold=bold, most_lines=most_lines
        )
        for text in texts
    )
    return min((smallest_px if size is None else size for size in sizes), default=largest_px)


def _width_at(measure: TextMeasure, line: str) -> float:
    return float(measure.get_extents(line)[0])


def _height_of(lines: str, width: int, font_px: int, *, bold: bool, line_height: float) -> int:
    measure = TextMeasure(
        text=lines, font_size=font_px, font_name=FONT, bold=bold, text_size=(width, None), line_height=line_height
    )
    return int(measure.render()[1])


@lru_cache(maxsize=512)
def well_broken(
    text: str,
    width: int,
    height: int,
    *,
    largest_px: int,
    smallest_px: int,
    bold: bool,
    most_lines: int,
    line_height: float,
) -> tuple[int, str]:
    """Font size in pixels and the text with its line breaks, for a text that fits at `largest_px`.

    The letters become up to a fifth smaller, or the lines one more, where that keeps a word whole.
    """
    if "\n" in text or " " not in text:
        return largest_px, text
    first: tuple[int, str] | None = None
    for size in range(largest_px, max(smallest_px, int(largest_px * 0.8)) - 1, -1):
        measure = TextMeasure(text=text, font_size=size, font_name=FONT, bold=bold)
        space = _width_at(measure, " ")  # at the end of a line it takes no room
        fewest = max(1, ceil((_width_at(measure, text) + space) / (width + space)))
        if fewest == 1:
            return (size, text) if first is None else first
        tried = 0
        for count in range(fewest, (most_lines or fewest + 3) + 1):
            broken = best_lines(text, count, width - 2, partial(_width_at, measure))
            if broken is None:
                continue
            lines = "\n".join(broken.lines)
            if _height_of(lines, width, size, bold=bold, line_height=line_height) > height:
                break
            if not broken.splits_a_word:
                return size, lines
            first = first or (size, lines)
            tried += 1
            if tried == 2:
                break
    return first or (largest_px, text)


class NumberLabel(Widget):
    """A number as large as its box allows, placed by the digits themselves and not by their line box.

    `digit_px` is the height of the drawn digits in real pixels. `fill` is the share of the box's height
    that the digits may take; the width may be used whole.
    """

    text = StringProperty("")
    color = ColorProperty(colours.rgba(colours.INK))
    bold = BooleanProperty(defaultvalue=True)
    fill = NumericProperty(0.72)
    halign = StringProperty("center")
    max_digit_px = NumericProperty(10_000)
    digit_px = NumericProperty(0)

    def __init__(self, **options: object) -> None:
        register_fonts()
        super().__init__(**options)
        self._label = Label(font_name=FONT, bold=self.bold, color=self.color, text=self.text, size_hint=(None, None))
        self.add_widget(self._label)
        self._place_soon = Clock.create_trigger(lambda _dt: self.place(), -1)
        for name in ("pos", "size", "text", "color", "bold", "fill", "halign", "max_digit_px"):
            self.fbind(name, lambda *_: self._place_soon())
        self._place_soon()

    def place(self) -> None:
        """Choose size and place now; it is otherwise done before the next frame."""
        label = self._label
        label.text, label.bold, label.color = self.text, self.bold, self.color
        if not self.text or self.width < 4 or self.height < 4:
            return
        wanted = min(self.height * self.fill, self.max_digit_px) / DIGIT_HEIGHT
        measure = TextMeasure(text=self.text, font_size=100, font_name=FONT, bold=self.bold)
        width_at_100 = max(1, measure.get_extents(self.text)[0])
        # 1.5 %: rounding of the glyphs' advances at the real size
        font_px = max(4.0, min(wanted, self.width * 0.985 * 100 / width_at_100))
        label.font_size = font_px
        label.texture_update()
        label.size = label.texture_size
        label.center_y = self.center_y + font_px * _DIGIT_DROP
        if self.halign == "left":
            label.x = self.x
        elif self.halign == "right":
            label.right = self.right
        else:
            label.center_x = self.center_x
        self.digit_px = font_px * DIGIT_HEIGHT


class RoundedPanel(FloatLayout):
    """A quiet area with rounded corners; children are placed on it like on any FloatLayout."""

    fill_colour = ColorProperty(colours.rgba(colours.MIST))
    line_colour = ColorProperty((0, 0, 0, 0))
    line_px = NumericProperty(0)
    radius_px = NumericProperty(12)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        with self.canvas.before:
            self._fill = Color(*self.fill_colour)
            self._area = SmoothRoundedRectangle(pos=self.pos, size=self.size, radius=[self.radius_px])
        self._line = Color(*self.line_colour)
        self._border = SmoothLine(width=1, rounded_rectangle=(0, 0, 1, 1, 1))
        self._is_bordered = False
        for name in ("pos", "size", "fill_colour", "line_colour", "line_px", "radius_px"):
            self.fbind(name, lambda *_: self._draw())
        self._draw()

    def _draw(self) -> None:
        self._fill.rgba = self.fill_colour
        self._area.pos, self._area.size = self.pos, self.size
        radius = max(0.1, min(self.radius_px, self.width / 2, self.height / 2))
        self._area.radius = [radius]
        if (self.line_px > 0) != self._is_bordered:
            # A line without width would still be drawn as a hair.
            self._is_bordered = self.line_px > 0
            for instruction in (self._line, self._border):
                (self.canvas.before.add if self._is_bordered else self.canvas.before.remove)(instruction)
        if not self._is_bordered:
            return
        self._line.rgba = self.line_colour
        # The line is drawn inside the panel's edge, so that neighbours stay aligned.
        half = self.line_px / 2
        self._border.width = max(0.5, half)
        self._border.rounded_rectangle = (
            self.x + half,
            self.y + half,
            max(1.0, self.width - self.line_px),
            max(1.0, self.height - self.line_px),
            max(0.1, radius - half),
        )
