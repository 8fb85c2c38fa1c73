"""What the pages are made of: a sheet with places in design pixels, things to touch, texts, buttons."""

from collections.abc import Callable, Iterable, Sequence

from kivy.core.text import Label as TextMeasure
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

from kiosk.ease import ease_of
from kiosk.screens.contrast import contrasty, dress
from look import colours
from look.kivy_icons import Icon
from look.kivy_theme import FONT, FittedLabel, NumberLabel, RoundedPanel, scale_for, shared_font_px
from look.touch_guard import Touch, TouchGuard
from messaging.clock import real_monotonic_s

SMALL, PLAIN, LARGE, TITLE, HEADLINE = 28, 35, 44, 55, 68
"""Letter heights in design pixels, each a quarter larger than the one before."""

CORNER = 12
_AIR = 20
"""Between a button's picture and its words."""
LEAST = 22
"""Smaller letters are for nobody; a text that wants them is too long."""
READABLE = 7.0
"""Contrast of what citizens read (WCAG 2.2, 1.4.6)."""


class Sheet(FloatLayout):
    """A page or a part of one, as large as the window; places count from its top left, in design pixels.

    A window that is a `Room` says how its visitor wants to see: all letters grow, as far as their boxes let them,
    and what is put on the sheet gets the colours of high contrast.
    """

    def __init__(self, *, window: tuple[float, float], **options: object) -> None:
        super().__init__(size_hint=(None, None), size=tuple(window), **options)
        self.ease = ease_of(window)
        self.growth = self.ease.letters.value
        """How much larger than usual the letters are wanted."""
        self.scale = scale_for(*window)
        self.design_width = window[0] / self.scale
        self.design_height = window[1] / self.scale

    @property
    def is_portrait(self) -> bool:
        return self.design_height > self.design_width

    @property
    def margin(self) -> float:
        return 48 if self.is_portrait else 64

    @property
    def inner_width(self) -> float:
        return self.design_width - 2 * self.margin

    def put(self, widget: Widget, x: float, y: float, width: float, height: float) -> Widget:
        """Place a widget; `y` is the distance of its upper edge from the sheet's."""
        widget.size_hint = (None, None)
        widget.size = (round(width * self.scale), round(height * self.scale))
        widget.pos = (
            round(self.x + x * self.scale),
            round(self.y + self.height - (y + height) * self.scale),
        )
        if self.ease.is_contrasty:
            dress(widget)
        self.add_widget(widget)
        return widget

    def rgba(self, colour: str) -> tuple[float, ...]:
        """A colour for what has been put on the sheet already."""
        return contrasty(colours.rgba(colour)) if self.ease.is_contrasty else colours.rgba(colour)

    def text(
        self,
        words: str,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        letters: float = PLAIN,
        bold: bool = False,
        colour: str = colours.INK,
        halign: str = "left",
        valign: str = "middle",
        most_lines: int = 0,
    ) -> FittedLabel:
        """A text in a box."""
        label = FittedLabel(
            text=words,
            max_font_px=letters * self.growth * self.scale,
            min_font_px=min(letters, LEAST) * self.scale,
            bold=bold,
            color=colours.rgba(colour),
            halign=halign,
            valign=valign,
            most_lines=most_lines,
        )
        self.put(label, x, y, width, height)
        return label

    def number(
        self,
        words: str,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        colour: str = colours.INK,
        **options: object,
    ) -> NumberLabel:
        label = NumberLabel(text=words, color=colours.rgba(colour), **options)
        self.put(label, x, y, width, height)
        return label

    def icon(self, name: str, x: float, y: float, side: float, *, colour: str = colours.INK) -> Icon:
        icon = Icon(name=name, color=colours.rgba(colour))
        self.put(icon, x, y, side, side)
        return icon

    def panel(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = colours.MIST,
        line: str | None = None,
        line_width: float = 2,
        radius: float = CORNER,
    ) -> RoundedPanel:
        panel = RoundedPanel(
            fill_colour=colours.rgba(fill),
            line_colour=colours.rgba(line or fill),
            line_px=line_width * self.scale if line else 0,
            radius_px=radius * self.scale,
        )
        self.put(panel, x, y, width, height)
        return panel


class Touchable(RoundedPanel):
    """A panel that shows the press at once and acts when the finger is lifted inside it.

    `changes_page` keeps all other fingers out until the page has changed. A finger that comes while the
    screen settles is shown, so that it is seen to be felt, and sets nothing off.
    """

    is_pressed = BooleanProperty(defaultvalue=False)
    is_enabled = BooleanProperty(defaultvalue=True)
    is_named = BooleanProperty(defaultvalue=False)
    """It has said its name, and does what it says at the next touch."""
    rest_fill = ColorProperty(colours.rgba(colours.PAPER))
    rest_line = ColorProperty(colours.rgba(colours.LINE))
    pressed_fill = ColorProperty(colours.rgba(colours.BLUE_SOFT))
    pressed_line = ColorProperty(colours.rgba(colours.BLUE))
    rest_line_px = NumericProperty(2)
    pressed_line_px = NumericProperty(6)

    def __init__(
        self,
        *,
        guard: TouchGuard,
        on_chosen: Callable[[], None],
        changes_page: bool = True,
        says: str | None = None,
        **options: object,
    ) -> None:
        self._guard = guard
        self.says = says
        """Its name, where the words on it are not what is to be said."""
        self._on_chosen = on_chosen
        self._changes_page = changes_page
        self._idle_touch: Touch | None = None
        """A finger that is shown and does nothing."""
        super().__init__(**options)
        for name in ("is_pressed", "is_named", "rest_fill", "rest_line", "rest_line_px"):
            self.fbind(name, lambda *_: self._dress())
        self._dress()

    def on_touch_down(self, touch: Touch) -> bool:
        if not self.is_enabled or not self.collide_point(*touch.pos):
            return False
        now_s = real_monotonic_s()
        may_land = self._guard.may_land(touch.uid, now_s=now_s)
        if may_land or not self._guard.takes_touches(now_s=now_s):
            self._idle_touch = None if may_land else touch
            touch.grab(self)
            self.is_pressed = True
        return True

    def on_touch_move(self, touch: Touch) -> bool:
        if touch.grab_current is not self:
            return False
        is_felt = touch is self._idle_touch or self._guard.holds(touch.uid)
        self.is_pressed = is_felt and self.collide_point(*touch.pos)
        return True

    def on_touch_up(self, touch: Touch) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        self.is_pressed = False
        now_s = real_monotonic_s()
        if self._guard.may_fire(touch.uid, now_s=now_s) and self.collide_point(*touch.pos):
            if not self._guard.is_meant(self):
                return True
            if self._changes_page:
                self._guard.fired(now_s=now_s)
            self._on_chosen()
        return True

    def _dress(self) -> None:
        # A finger that came too early gets the outline only: felt, but not taken.
        is_taken = self.is_pressed and self._idle_touch is None
        self.fill_colour = self.pressed_fill if is_taken else self.rest_fill
        self.line_colour = self.pressed_line if self.is_pressed else self.rest_line
        self.line_px = self.pressed_line_px if self.is_pressed or self.is_named else self.rest_line_px


def shared_letters(
    sheet: Sheet,
    names: Iterable[str],
    width: float,
    height: float,
    *,
    letters: float,
    most_lines: int,
    least: float = LEAST,
) -> float:
    """In design pixels, before the sheet lets them grow: with it each of the bold names fits its box."""
    px = shared_font_px(
        names,
        int(width * sheet.scale),
        int(height * sheet.scale),
        largest_px=int(letters * sheet.growth * sheet.scale),
        smallest_px=int(least * sheet.scale),
        bold=True,
        most_lines=most_lines,
    )
    return px / sheet.growth / sheet.scale


def even_out(labels: Sequence[FittedLabel], *, ratio: float = 1.0) -> None:
    """Neighbours whose letters are much larger than those of the fullest get smaller ones: at most `ratio` times."""
    for label in labels:
        label.fit()
    most = min((label.font_size for label in labels if label.text), default=0.0) * ratio
    for label in labels:
        if label.font_size > most:
            label.max_font_px = most


def words_room(width: float, height: float, *, has_icon: bool) -> tuple[float, float]:
    """The box that is left to the words on a button of `put_button`."""
    edge, side = min(32.0, width * 0.07), min(height * 0.45, 76)
    return width - 2 * edge - (side + _AIR if has_icon else 0.0), height - 16


def put_button(
    sheet: Sheet,
    words: str,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    guard: TouchGuard,
    on_chosen: Callable[[], None],
    is_primary: bool = True,
    icon: str | None = None,
    icon_is_behind: bool = False,
    letters: float = LARGE,
    changes_page: bool = True,
    most_lines: int = 1,
    says: str | None = None,
) -> Touchable:
    """A button with words in its middle and perhaps an icon before or behind them."""
    ground, ink = (colours.BLUE, colours.PAPER) if is_primary else (colours.PAPER, colours.BLUE)
    button = Touchable(
        guard=guard,
        on_chosen=on_chosen,
        changes_page=changes_page,
        says=says,
        rest_fill=colours.rgba(ground),
        rest_line=colours.rgba(colours.BLUE),
        rest_line_px=3 * sheet.scale,
        pressed_fill=colours.rgba(colours.INK if is_primary else colours.BLUE_SOFT),
        pressed_line=colours.rgba(colours.INK if is_primary else colours.BLUE),
        pressed_line_px=6 * sheet.scale,
        radius_px=CORNER * sheet.scale,
    )
    sheet.put(button, x, y, width, height)
    side = min(height * 0.45, 76)
    edge = min(32.0, width * 0.07)
    taken = side + _AIR if icon else 0.0
    room, high = words_room(width, height, has_icon=icon is not None)
    label = sheet.text(
        words,
        x + edge + (0 if icon_is_behind else taken),
        y + 8,
        room,
        high,
        letters=letters,
        bold=True,
        colour=ink,
        halign="center",
        most_lines=most_lines,
    )
    if icon:
        # Picture and words stand in the middle together.
        label.fit()
        measure = TextMeasure(text=words, font_size=label.font_size, font_name=FONT, bold=True)
        words_width = min(label.width, measure.get_extents(words)[0]) / sheet.scale
        free = max(0.0, room - words_width) / 2
        icon_x = x + width - edge - free - side if icon_is_behind else x + edge + free
        sheet.icon(icon, icon_x, y + (height - side) / 2, side, colour=ink)
    return button


def put_foot(
    sheet: Sheet,
    box: tuple[float, float, float, float],
    words: tuple[str, str],
    *,
    guard: TouchGuard,
    on_back: Callable[[], None],
    on_send: Callable[[], None],
    back_share: float,
    gap: float,
    letters: float,
) -> tuple[Touchable, Touchable]:
    """The way back and the way on below something that is typed, side by side in `box`; `words` are theirs."""
    x, y, width, height = box
    across = width * back_share
    back = put_button(
        sheet,
        words[0],
        x,
        y,
        across,
        height,
        guard=guard,
        on_chosen=on_back,
        is_primary=False,
        icon="arrow-left",
        letters=PLAIN + 5,
    )
    send = put_button(
        sheet,
        words[1],
        x + across + gap,
        y,
        width - across - gap,
        height,
        guard=guard,
        on_chosen=on_send,
        icon="check",
        letters=letters,
    )
    return back, send


def readable_under_white(colour: str, ratio: float = READABLE) -> str:
    """The service's own colour, darkened until white letters on it (and it on white) can be read by all."""
    red, green, blue = colours.rgb(colour)
    while 1.05 / (_luminance(red, green, blue) + 0.05) < ratio:
        red, green, blue = (int(part * 0.96) for part in (red, green, blue))
    return f"#{red:02X}{green:02X}{blue:02X}"


def _luminance(red: int, green: int, blue: int) -> float:
    """Relative luminance (WCAG 2.2)."""

    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
