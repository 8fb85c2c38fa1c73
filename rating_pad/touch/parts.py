"""What the touch pad's pages are made of: a sheet with places in units, tiles to touch, a bar that runs down."""

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from kivy.graphics import Color, Rectangle, SmoothEllipse, SmoothRoundedRectangle
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

from look import colours
from look.kivy_icons import Icon
from look.kivy_theme import FittedLabel, RoundedPanel, shared_font_px
from look.touch_guard import Touch, TouchGuard

CORNER = 12
SMALLEST_LETTERS = 14
MARGIN = 16

_LANDSCAPE, _PORTRAIT = (800, 480), (480, 800)

Part = TypeVar("Part", bound=Widget)


class Sheet(FloatLayout):
    """As large as the window; places count from its top left, in units: pixels of an 800 x 480 panel.

    It is laid out anew for each page, of the parts that former pages were made of: Kivy's widgets and what they draw
    refer to themselves, so that one which is given up stays until Python's collector comes, which may be hours.
    """

    def __init__(self, window: tuple[float, float]) -> None:
        super().__init__(size_hint=(None, None), size=tuple(window))
        self.is_portrait = window[1] > window[0]
        room = _PORTRAIT if self.is_portrait else _LANDSCAPE
        self.unit = min(window[0] / room[0], window[1] / room[1])
        self.wide, self.high = window[0] / self.unit, window[1] / self.unit
        with self.canvas.before:
            Color(*colours.rgba(colours.PAPER))
            Rectangle(pos=self.pos, size=self.size)
        self._parts: list[tuple[Hashable, Widget]] = []
        """What is on the sheet, each with its kind."""
        self._spare: dict[Hashable, list[Widget]] = {}

    def clear(self) -> None:
        """Take everything off; the next page finds it spare."""
        # The first comes first again: the same page once more finds its texts as they are.
        for kind, part in reversed(self._parts):
            if part.parent is not None:  # the sheet, or a tile that it lies in
                part.parent.remove_widget(part)
            self._spare.setdefault(kind, []).append(part)
        self._parts.clear()

    def part(self, kind: Hashable, made: Callable[[], Part]) -> Part:
        """One of a kind that a former page has left, or a new one; still to be dressed and put."""
        spare = self._spare.get(kind)
        part: Part = spare.pop() if spare else made()
        self._parts.append((kind, part))
        return part

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.wide - 2 * MARGIN

    def put(self, widget: Widget, x: float, y: float, width: float, height: float) -> Widget:
        """Place a widget; `y` is the distance of its upper edge from the sheet's."""
        widget.size_hint = (None, None)
        widget.size = (round(width * self.unit), round(height * self.unit))
        widget.pos = (round(self.x + x * self.unit), round(self.y + self.height - (y + height) * self.unit))
        self.add_widget(widget)
        return widget

    def text(
        self,
        words: str,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        letters: float,
        bold: bool = False,
        colour: str = colours.INK,
        halign: str = "center",
        valign: str = "middle",
        most_lines: int = 0,
    ) -> FittedLabel:
        """A text in a box, its letters at most `letters` high."""
        label = self.part(FittedLabel, FittedLabel)
        label.text = words
        label.max_font_px = letters * self.unit
        label.min_font_px = min(letters, SMALLEST_LETTERS) * self.unit
        label.bold = bold
        label.color = colours.rgba(colour)
        label.halign = halign
        label.valign = valign
        label.most_lines = most_lines
        self.put(label, x, y, width, height)
        return label

    def icon(self, name: str, x: float, y: float, side: float, *, colour: str = colours.INK) -> Icon:
        icon = self.part(Icon, Icon)
        icon.name, icon.color = name, colours.rgba(colour)
        self.put(icon, x, y, side, side)
        return icon

    def shared_letters(
        self, texts: Iterable[str], width: float, height: float, *, letters: float, most_lines: int, bold: bool
    ) -> float:
        """The largest letters with which each of these texts fits its box: neighbours are all the same size."""
        return (
            shared_font_px(
                texts,
                int(width * self.unit),
                int(height * self.unit),
                largest_px=int(letters * self.unit),
                smallest_px=int(SMALLEST_LETTERS * self.unit),
                bold=bold,
                most_lines=most_lines,
            )
            / self.unit
        )


class TouchTile(RoundedPanel):
    """A panel that shows the finger at once and acts when it is lifted inside; one finger at a time."""

    is_pressed = BooleanProperty(defaultvalue=False)
    is_enabled = BooleanProperty(defaultvalue=True)
    rest_fill = ColorProperty(colours.rgba(colours.PAPER))
    rest_line = ColorProperty(colours.rgba(colours.LINE))
    rest_line_px = NumericProperty(2)

    def __init__(
        self,
        *,
        guard: TouchGuard,
        now_s: Callable[[], float],
        **options: object,
    ) -> None:
        self._guard = guard
        self._now_s = now_s
        self._on_chosen: Callable[[], None] = lambda: None
        self._finger: object | None = None
        """The last that landed here since it was given something to do."""
        super().__init__(**options)
        for name in ("is_pressed", "rest_fill", "rest_line", "rest_line_px"):
            self.fbind(name, lambda *_: self._dress())
        self._dress()

    def serve(self, on_chosen: Callable[[], None]) -> None:
        """Do this from now on when chosen; a finger that still rests from before does nothing."""
        self._on_chosen = on_chosen
        self._finger = None
        self.is_pressed = False
        self.is_enabled = True
        self.opacity = 1

    def on_touch_down(self, touch: Touch) -> bool:
        if not self.is_enabled or not self.collide_point(*touch.pos):
            return False
        if self._guard.may_land(touch.uid, now_s=self._now_s()):
            touch.grab(self)
            self._finger = touch.uid
            self.is_pressed = True
        return True

    def on_touch_move(self, touch: Touch) -> bool:
        if touch.grab_current is not self:
            return False
        if touch.uid == self._finger:
            self.is_pressed = self._guard.holds(touch.uid) and self.collide_point(*touch.pos)
        return True

    def on_touch_up(self, touch: Touch) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        if touch.uid != self._finger:
            return True
        self._finger = None
        self.is_pressed = False
        now_s = self._now_s()
        if self._guard.may_fire(touch.uid, now_s=now_s) and self.is_enabled and self.collide_point(*touch.pos):
            self._guard.fired(now_s=now_s)
            self._on_chosen()
        return True

    def _dress(self) -> None:
        pressed = self.is_pressed
        self.fill_colour = colours.rgba(colours.BLUE_SOFT) if pressed else self.rest_fill
        self.line_colour = colours.rgba(colours.BLUE) if pressed else self.rest_line
        self.line_px = 2 * self.rest_line_px if pressed else self.rest_line_px


class ChosenMark(FloatLayout):
    """A tick on a disc: what is chosen is not told by colour alone."""

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        with self.canvas.before:
            Color(*colours.rgba(colours.PAPER))
            self._ring = SmoothEllipse()
            Color(*colours.rgba(colours.BLUE))
            self._disc = SmoothEllipse()
        self._tick = Icon(name="check", color=colours.rgba(colours.PAPER), size_hint=(None, None))
        self.add_widget(self._tick)
        for name in ("pos", "size"):
            self.fbind(name, lambda *_: self._place())
        self._place()

    def _place(self) -> None:
        ring = self.width / 12
        self._ring.pos, self._ring.size = self.pos, self.size
        self._disc.pos = (self.x + ring, self.y + ring)
        self._disc.size = (self.width - 2 * ring, self.height - 2 * ring)
        self._tick.size = (self.width * 0.56, self.height * 0.56)
        self._tick.center = self.center


class TimeBar(Widget):
    """How much of a time is left: a bar that runs down to the left."""

    share = NumericProperty(1.0)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        with self.canvas:
            Color(*colours.rgba(colours.LINE))
            self._whole = SmoothRoundedRectangle(radius=[1])
            self._colour = Color(*colours.rgba(colours.BLUE))
            self._left = SmoothRoundedRectangle(radius=[1])
        for name in ("pos", "size", "share"):
            self.fbind(name, lambda *_: self._draw())
        self._draw()

    def _draw(self) -> None:
        width = max(self.height, self.width * max(0.0, min(1.0, self.share)))
        self._whole.pos, self._whole.size = self.pos, self.size
        self._left.pos, self._left.size = self.pos, (width, self.height)
        radius = [max(1.0, self.height / 2)]
        self._whole.radius = self._left.radius = radius
        self._colour.a = 1.0 if self.share > 0 else 0.0
