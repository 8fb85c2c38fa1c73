"""What stays around every page: the centre's name and the time above; below the languages, help, and ease of use."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from kivy.uix.floatlayout import FloatLayout

from kiosk.ease import Ease, Letters
from kiosk.screens.parts import LARGE, PLAIN, SMALL, Sheet, Touchable, even_out, shared_letters
from kiosk.screens.tiles import QUIET
from look import colours
from look.kivy_theme import RoundedPanel
from look.language import Translate
from look.touch_guard import TouchGuard

Language = str
"""What the screens are shown in: a tag of kiosk.languages.has_screens."""


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """`tag` is the ticket's language; `name` is in that language itself: whoever needs it can read it."""

    tag: str
    name: str


LANGUAGES = (LanguageChoice("vi", "Tiếng Việt"), LanguageChoice("en", "English"))
"""Until the centre says which."""
MOST_LANGUAGES = 4
"""So many fit beside each other; who speaks another one is helped by a person."""

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_GAP = 28


def header_height(sheet: Sheet) -> float:
    return 148 if sheet.is_portrait else 120


def footer_height(sheet: Sheet) -> float:
    return 264 if sheet.is_portrait else 124


def controls_top(sheet: Sheet) -> float:
    """Where what is touched may begin, from the sheet's upper edge. A panel that lies down is lower as a whole."""
    if not sheet.ease.is_low:
        return header_height(sheet)
    return sheet.design_height * (0.5 if sheet.is_portrait else 0.4)


class Frame(Sheet):
    """Header and footer. `on_help` None: the number is on its way already, and words tell where help is."""

    def __init__(
        self,
        *,
        window: tuple[float, float],
        language: str,
        languages: Sequence[LanguageChoice],
        tr: Translate,
        guard: TouchGuard,
        on_language: Callable[[str], None],
        on_ease: Callable[[Ease], None],
        on_help: Callable[[], None] | None,
        has_sound: bool,
    ) -> None:
        super().__init__(window=window)
        self._tr = tr
        self._guard = guard
        self._minute: str | None = None
        self.language_buttons: dict[str, Touchable] = {}
        self.ease_buttons: dict[str, Touchable] = {}
        self.help: Touchable | None = None
        self._put_header()
        height = footer_height(self)
        top = self.design_height - height
        _area(self, 0, top, self.design_width, height, colours.MIST)
        _area(self, 0, top, self.design_width, 2, colours.LINE)
        upper = top + 20
        row = 112 if self.is_portrait else 84
        x = self._put_languages(language, languages[:MOST_LANGUAGES], upper, row, on_language)
        if self.is_portrait:
            self._put_help(x, upper, self.design_width - self.margin - x, row, on_help)
            self._put_ease(self.margin, upper + row + _GAP, self.inner_width, 84, on_ease, has_sound=has_sound)
        else:
            ease_width = 4 * 172.0 + 3 * _GAP if has_sound else 3 * 172.0 + 2 * _GAP
            ease_x = self.design_width - self.margin - ease_width
            self._put_help(x, upper, ease_x - _GAP - x, row, on_help)
            self._put_ease(ease_x, upper, ease_width, row, on_ease, has_sound=has_sound)

    @property
    def buttons(self) -> list[Touchable]:
        """All that can be touched around a page."""
        others = [] if self.help is None else [self.help]
        return [*self.language_buttons.values(), *self.ease_buttons.values(), *others]

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

    def _put_languages(
        self,
        language: str,
        languages: Sequence[LanguageChoice],
        y: float,
        height: float,
        on_language: Callable[[str], None],
    ) -> float:
        """Returns where they end, a gap included."""
        width = 204.0 if len(languages) < 3 else 164.0
        x: float = self.margin
        box, names = (width - 20, height - 24), [choice.name for choice in languages]
        letters = shared_letters(self, names, *box, letters=PLAIN, most_lines=1, least=SMALL)
        lines = 1
        if letters * self.growth <= SMALL:
            lines, letters = 2, shared_letters(self, names, *box, letters=PLAIN, most_lines=2)
        for choice in languages:
            is_chosen = choice.tag == language
            button = self._button(partial(on_language, choice.tag), is_chosen=is_chosen, says=choice.name)
            self.put(button, x, y, width, height)
            self.text(
                choice.name,
                x + 10,
                y + 4,
                width - 20,
                height - (24 if is_chosen else 8),
                letters=letters,
                bold=True,
                colour=colours.PAPER if is_chosen else colours.BLUE,
                halign="center",
                most_lines=lines,
            )
            if is_chosen:
                # Not by colour alone.
                self.panel(x + 24, y + height - 18, width - 48, 6, fill=colours.PAPER, radius=3)
            self.language_buttons[choice.tag] = button
            x += width + _GAP
        return x

    def _put_help(self, x: float, y: float, width: float, height: float, on_help: Callable[[], None] | None) -> None:
        """The one tile that needs no reading."""
        side = min(80.0, height - 16)
        words_x = x + 24 + side + 16
        if on_help is None:
            self.icon("staff", x, y + (height - side) / 2, side, colour=QUIET)
            self.text(
                self._tr("Cần giúp đỡ? Gặp người hướng dẫn"),
                x + side + 20,
                y,
                width - side - 20,
                height,
                letters=PLAIN - 3,
                colour=QUIET,
                most_lines=3,
            )
            return
        self.help = self._button(on_help, is_chosen=True, changes_page=True)
        self.put(self.help, x, y, width, height)
        self.icon("staff", x + 24, y + (height - side) / 2, side, colour=colours.PAPER)
        self.text(
            self._tr("Tôi cần hướng dẫn"),
            words_x,
            y + 4,
            x + width - 16 - words_x,
            height - 8,
            letters=LARGE,
            bold=True,
            colour=colours.PAPER,
            most_lines=2,
        )

    def _put_ease(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        on_ease: Callable[[Ease], None],
        *,
        has_sound: bool,
    ) -> None:
        """Pictures first: letters, contrast, reach, sound."""
        tr, ease = self._tr, self.ease
        choices = [
            ("letters", tr("Cỡ chữ"), ease.letters is not Letters.NORMAL, ease.with_next_letters()),
            ("contrast", tr("Tương phản"), ease.is_contrasty, ease.with_other_contrast()),
            ("lower", tr("Hạ thấp"), ease.is_low, ease.with_other_reach()),
        ]
        if has_sound:
            choices.append(("speaker", tr("Âm thanh"), ease.is_loud, ease.with_other_sound()))
        across = (width - _GAP * (len(choices) - 1)) / len(choices)
        side = 56.0 if self.is_portrait else 46.0
        room = (across - side - 28, height - 4) if self.is_portrait else (across - 4, height - side)
        labels = []
        for name, words, is_on, then in choices:
            button = self._button(partial(on_ease, then), is_chosen=is_on, says=words)
            self.put(button, x, y, across, height)
            ink = colours.PAPER if is_on else colours.BLUE
            if self.is_portrait:
                self.icon(name, x + 12, y + (height - side) / 2, side, colour=ink)
                left, top = x + 12 + side + 8, y + 2
            else:
                self.icon(name, x + (across - side) / 2, y + 2, side, colour=ink)
                left, top = x + 2, y + side
            label = self.text(
                words, left, top, *room, letters=SMALL, bold=True, colour=ink, halign="center", most_lines=2
            )
            labels.append(label)
            self.ease_buttons[name] = button
            x += across + _GAP
        even_out(labels)

    def _button(
        self,
        on_chosen: Callable[[], None],
        *,
        is_chosen: bool,
        says: str | None = None,
        changes_page: bool = False,
    ) -> Touchable:
        return Touchable(
            guard=self._guard,
            on_chosen=on_chosen,
            changes_page=changes_page,
            says=says,
            rest_fill=colours.rgba(colours.BLUE if is_chosen else colours.PAPER),
            rest_line=colours.rgba(colours.BLUE),
            rest_line_px=3 * self.scale,
            pressed_fill=colours.rgba(colours.INK if is_chosen else colours.BLUE_SOFT),
            pressed_line_px=6 * self.scale,
            radius_px=12 * self.scale,
        )


def _area(sheet: Sheet, x: float, y: float, width: float, height: float, colour: str) -> None:
    area: FloatLayout = RoundedPanel(fill_colour=colours.rgba(colour), radius_px=0)
    sheet.put(area, x, y, width, height)
