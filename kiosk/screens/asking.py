"""A number is on its way: something moves, and after three seconds the page says why it takes longer."""

import math
from collections.abc import Callable

from kivy.animation import Animation
from kivy.clock import Clock
from kivy.graphics import Color, Ellipse
from kivy.properties import NumericProperty
from kivy.uix.widget import Widget

from kiosk.screens.contrast import BLACK, YELLOW
from kiosk.screens.frame import controls_top, footer_height, header_height
from kiosk.screens.parts import HEADLINE, LARGE, Sheet, Touchable, put_button
from kiosk.screens.tiles import QUIET
from look import colours
from look.kivy_theme import tint
from look.language import Translate
from look.touch_guard import TouchGuard

_DOTS = 3
_REST_S = 0.5
"""The number usually comes sooner; until then nothing is drawn again and again beside the one who fetches it."""


class AskingPage(Sheet):
    def __init__(
        self,
        *,
        window: tuple[float, float],
        is_slow: bool,
        is_stopping: bool,
        tr: Translate,
        guard: TouchGuard,
        on_call_off: Callable[[], None],
    ) -> None:
        super().__init__(window=window)
        self.call_off: Touchable | None = None
        top = header_height(self)
        room = self.design_height - top - footer_height(self)
        y = top + room * 0.26
        dots_width, dots_height = 300, 90
        self.dots = WaitingDots(YELLOW if self.ease.is_contrasty else colours.BLUE, self.ease.is_contrasty)
        self.put(self.dots, (self.design_width - dots_width) / 2, y, dots_width, dots_height)
        self.fbind("parent", self._move_while_shown)
        y += dots_height + 48
        title = tr("Đang lấy số cho Ông/Bà…")
        if is_slow:
            title = tr("Đang kết nối lại…")
        if is_stopping:
            title = tr("Đang dừng…")
        self.text(title, self.margin, y, self.inner_width, 116, letters=HEADLINE, bold=True, halign="center")
        advice = tr("Ông/Bà vui lòng chờ trong giây lát.")
        self.text(advice, self.margin, y + 124, self.inner_width, 80, letters=LARGE, colour=QUIET, halign="center")
        if is_slow:
            width, height = min(self.inner_width, 720), 150 if self.is_portrait else 120
            self.call_off = put_button(
                self,
                tr("Không chờ nữa"),
                (self.design_width - width) / 2,
                max(y + 300, controls_top(self)),
                width,
                height,
                guard=guard,
                on_chosen=on_call_off,
                is_primary=False,
            )

    def _move_while_shown(self, _page: object, parent: object) -> None:
        if parent is None:
            self.dots.rest()
        else:
            self.dots.move_soon()


class WaitingDots(Widget):
    """Three dots that swell one after another, from `move_soon` until `rest`."""

    phase = NumericProperty(0)

    def __init__(self, colour: str, is_on_black: bool, **options: object) -> None:
        super().__init__(**options)
        self._colour, self._on = colour, BLACK if is_on_black else colours.PAPER
        for name in ("pos", "size", "phase"):
            self.fbind(name, lambda *_: self._draw())
        self._motion = Animation(phase=1, duration=1.4) + Animation(phase=0, duration=0)
        self._motion.repeat = True
        self._begin = Clock.create_trigger(lambda _dt: self._motion.start(self), _REST_S)

    def move_soon(self) -> None:
        self._begin()

    def rest(self) -> None:
        """A motion that repeats keeps its widget, and the page around it, until it is told to end."""
        self._begin.cancel()
        self._motion.cancel(self)

    def _draw(self) -> None:
        self.canvas.clear()
        gap = self.width / _DOTS
        with self.canvas:
            for position in range(_DOTS):
                strength = max(0.0, math.sin(2 * math.pi * (self.phase - position / 6)))
                radius = gap * (0.20 + 0.10 * strength)
                Color(*tint(self._colour, 0.35 + 0.65 * strength, self._on))
                Ellipse(
                    pos=(self.x + gap * (position + 0.5) - radius, self.center_y - radius),
                    size=(2 * radius, 2 * radius),
                )
