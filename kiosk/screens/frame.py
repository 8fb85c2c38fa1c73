"""What stays around every page: the centre's name and the time above, the language and where to get help below."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Literal

from kivy.uix.floatlayout import FloatLayout

from kiosk.screens.parts import LARGE, PLAIN, SMALL, Sheet, Touchable
from kiosk.screens.tiles import QUIET
from kiosk.touch_guard import TouchGuard
from look import colours
from look.kivy_theme import RoundedPanel
from look.language import Translate

Language = Literal["vi", "en"]
LANGUAGES: tuple[tuple[Language, str], ...] = (("vi", "Tiếng Việt"), ("en", "English"))
"""Each language under its own name: whoever needs it can read it."""

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")


def header_height(sheet: Sheet) -> float:
    return 148 if sheet.is_portrait else 120


def footer_height(sheet: Sheet) -> float:
    return 152 if sheet.is_portrait else 124


class Frame(Sheet):
    """Header and footer."""

    def __init__(
        self,
        *,
        window: tuple[float, float],
        language: Language,
        tr: Translate,
        guard: TouchGuard,
        on_language: Callable[[Language], None],
    ) -> None:
        super().__init__(window=window)
        self._tr = tr
        self._minute: str | None = None
        self._put_header()
        self._put_footer(language, guard, on_language)

    def show_centre(self, name: str) -> None:
        self._centre.text = name

    def show_time(self, local: datetime | None) -> None:
        """The server's time in the centre's zone; nothing while it is not known."""
        minute = "" if local is None else f"{local:%H:%M %d/%m/%Y}"
        if minute == self._minute:
            return
        self._minute = minute
        self._time.text = "" if local is None else f"{local:%H:%M}"
        self._date.text = "" if local is None else f"{self._tr(WEEKDAYS[local.weekday()])}, {local:%d/%m/%Y}"

    def _put_header(self) -> None:
        height = header_height(self)
        _area(self, 0, 0, self.design_width, height, colours.BLUE)
        right = 330 if self.is_portrait else 380
        left = self.design_width - self.margin - right
        self._centre = self.text(
            "",
            self.margin,
            12,
            left - self.margin - 24,
            height - 24,
            letters=PLAIN + 3,
            bold=True,
            colour=colours.PAPER,
            most_lines=2,
        )
        clock_height = height * 0.56
        self._time = self.text(
            "", left, 10, right, clock_height - 10, letters=LARGE * 1.3, bold=True, colour=colours.PAPER, halign="right"
        )
        self._date = self.text(
            "",
            left,
            clock_height,
            right,
            height - clock_height - 14,
            letters=SMALL,
            colour=colours.PAPER,
            halign="right",
        )

    def _put_footer(self, language: Language, guard: TouchGuard, on_language: Callable[[Language], None]) -> None:
        height = footer_height(self)
        top = self.design_height - height
        _area(self, 0, top, self.design_width, height, colours.MIST)
        _area(self, 0, top, self.design_width, 2, colours.LINE)
        button_width = 256 if self.is_portrait else 280
        button_height = height - 48
        x = self.margin
        self.language_buttons: dict[Language, Touchable] = {}
        for tag, name in LANGUAGES:
            is_chosen = tag == language
            button = Touchable(
                guard=guard,
                on_chosen=partial(on_language, tag),
                changes_page=False,
                rest_fill=colours.rgba(colours.BLUE if is_chosen else colours.PAPER),
                rest_line=colours.rgba(colours.BLUE),
                rest_line_px=3 * self.scale,
                pressed_fill=colours.rgba(colours.BLUE if is_chosen else colours.BLUE_SOFT),
                pressed_line_px=6 * self.scale,
                radius_px=12 * self.scale,
            )
            self.put(button, x, top + 24, button_width, button_height)
            mark = 40 if is_chosen else 0
            self.text(
                name,
                x + 16 + mark,
                top + 28,
                button_width - 32 - mark,
                button_height - 8,
                letters=PLAIN,
                bold=True,
                colour=colours.PAPER if is_chosen else colours.BLUE,
                halign="center",
            )
            if is_chosen:
                self.icon("check", x + 18, top + 24 + (button_height - 36) / 2, 36, colour=colours.PAPER)
            self.language_buttons[tag] = button
            x += button_width + 32
        help_x = x + 8
        side = 64
        self.icon("staff", help_x, top + (height - side) / 2, side, colour=QUIET)
        self.text(
            self._tr("Cần giúp đỡ? Gặp người hướng dẫn"),
            help_x + side + 20,
            top + 16,
            self.design_width - self.margin - help_x - side - 20,
            height - 32,
            letters=PLAIN - 3,
            colour=QUIET,
            most_lines=2,
        )


def _area(sheet: Sheet, x: float, y: float, width: float, height: float, colour: str) -> None:
    area: FloatLayout = RoundedPanel(fill_colour=colours.rgba(colour), radius_px=0)
    sheet.put(area, x, y, width, height)
