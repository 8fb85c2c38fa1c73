"""The look-up's first page: what is typed on large keys, and the procedures that fit, as one types."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from string import ascii_uppercase

from kivy.uix.widget import Widget

from kiosk.ease import ease_of
from kiosk.screens.frame import controls_top, footer_height, header_height
from kiosk.screens.parts import CORNER, LARGE, PLAIN, SMALL, TITLE, Sheet, Touchable, put_button, readable_under_white
from kiosk.screens.tiles import QUIET
from look import colours
from look.kivy_theme import FittedLabel, NumberLabel, RoundedPanel, tint
from look.language import Translate
from look.touch_guard import TouchGuard

_ROWS, _LOW_ROWS = 4, 2
"""Of results on a page: each is tall enough for a long name and an unsure hand."""
ERASE, SPACE = "erase", " "
_LETTERS = "ABCDEGHIKLMNOPQRSTUVXY"
"""The letters of Vietnamese without their marks, in the order of the alphabet: nobody needs to know a keyboard."""
_LETTERS_IN_ENGLISH = ascii_uppercase
"""Work, fee, family: English names begin with more letters."""
_READ = 150.0
"""Of the height: the field and how many were found."""


@dataclass(frozen=True, slots=True)
class Row:
    """A procedure as the list of results shows it."""

    name: str
    letter: str
    """Of the service it is received in; empty: not here."""
    colour: str


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found."""

    typed: str
    status: str
    """How many there are, or that none holds all the words."""
    rows: tuple[Row, ...]
    advice: str
    """In place of rows when there is none."""
    has_earlier: bool
    has_later: bool


def rows_in(window: tuple[float, float]) -> int:
    """How many results a page shows in a window: fewer where they share the lower half with the keys."""
    return _LOW_ROWS if ease_of(window).is_low else _ROWS


class _ResultRow:
    """A row that takes on whatever is found: its parts stay where they are."""

    def __init__(
        self, sheet: Sheet, box: tuple[float, float, float, float], *, guard: TouchGuard, on_chosen: Callable[[], None]
    ) -> None:
        x, y, width, height = box
        self.panel = Touchable(
            guard=guard,
            on_chosen=on_chosen,
            rest_line=tint(colours.BLUE, 0.45),
            rest_line_px=3 * sheet.scale,
            pressed_line_px=8 * sheet.scale,
            radius_px=CORNER * sheet.scale,
        )
        sheet.put(self.panel, x, y, width, height)
        block = min(height - 20, 92)
        self._sheet = sheet
        self._block: RoundedPanel = sheet.panel(x + 10, y + 10, block, height - 20, radius=CORNER - 4)
        self._letter: NumberLabel = sheet.number(
            "",
            x + 10,
            y + 10,
            block,
            height - 20,
            colour=colours.PAPER,
            fill=0.5,
            max_digit_px=block * 0.62 * sheet.scale,
        )
        text_x = x + block + 32
        self._name: FittedLabel = sheet.text(
            "", text_x, y + 6, x + width - 72 - text_x, height - 12, letters=PLAIN, bold=True, most_lines=3
        )
        self._arrow = sheet.icon("arrow-right", x + width - 60, y + (height - 44) / 2, 44, colour=colours.BLUE)

    def show(self, row: Row | None) -> None:
        self.panel.is_enabled = row is not None
        for part in (self.panel, self._block, self._letter, self._name, self._arrow):
            part.opacity = 0 if row is None else 1
        self._name.text = "" if row is None else row.name
        self.panel.says = None if row is None else row.name
        self._letter.text = "" if row is None else row.letter
        if row is not None:
            shown = readable_under_white(row.colour) if row.letter else colours.LINE
            self._block.fill_colour = self._sheet.rgba(shown)


class SearchPage(Sheet):
    """`update` shows what is typed and found, without moving anything."""

    def __init__(
        self,
        *,
        window: tuple[float, float],
        language: str,
        tr: Translate,
        guard: TouchGuard,
        on_key: Callable[[str], None],
        on_row: Callable[[int], None],
        on_turn: Callable[[int], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(window=window)
        self._tr = tr
        self._letters = _LETTERS_IN_ENGLISH if language == "en" else _LETTERS
        self._columns, self._gap = (7, 16) if self.ease.is_low else (5, 28)
        bottom = self.design_height - footer_height(self) - (24 if self.is_portrait else 20)
        # What is only read may stand above what is touched, in the upper half.
        touched = controls_top(self) if self.ease.is_low else header_height(self) + 16 + _READ
        field = touched - _READ
        key_rows = -(-len(self._letters) // self._columns)
        if self.is_portrait:
            left, width = float(self.margin), float(self.inner_width)
            keys_height = key_rows * (75.0 if self.ease.is_low else 90.0) + (key_rows - 1) * self._gap
            keys = (left, bottom - keys_height, width, keys_height)
            list_bottom = bottom - keys_height - self._gap
        else:
            keys_width = 5 * 160.0 + 4 * 28 + 1
            left, width = self.margin, self.inner_width - keys_width - 40
            above = touched if self.ease.is_low else field
            keys = (left + width + 40, above, keys_width, bottom - above)
            list_bottom = bottom
        self._put_field(left, field, width, 96, tr)
        self._status = self.text("", left, field + 98, width, 48, letters=SMALL, colour=QUIET, most_lines=1)
        deeds = 76 if self.ease.is_low else 96
        self._put_deeds(left, list_bottom - deeds, width, deeds, tr, guard, on_turn, on_back)
        self._put_rows((left, touched, width, list_bottom - deeds - self._gap - touched), guard, on_row)
        self.keys: dict[str, Touchable] = {}
        self._put_keys(keys, tr, guard, on_key)

    def update(self, found: Results) -> None:
        self._typed.text = f"{found.typed}|" if found.typed else ""
        self._hint.opacity = 0 if found.typed else 1
        self._status.text = found.status
        for at, row in enumerate(self.rows):
            row.show(found.rows[at] if at < len(found.rows) else None)
        self._advice.text = found.advice
        for button, is_there in ((self.earlier, found.has_earlier), (self.later, found.has_later)):
            button.is_enabled = is_there
            for part in self._parts_of[button]:
                part.opacity = 1 if is_there else 0

    def _put_field(self, x: float, y: float, width: float, height: float, tr: Translate) -> None:
        self.panel(x, y, width, height, fill=colours.PAPER, line=colours.BLUE, line_width=4)
        side = height * 0.52
        self.icon("search", x + 24, y + (height - side) / 2, side, colour=colours.BLUE)
        text_x = x + 24 + side + 20
        room = x + width - 20 - text_x
        hint = tr("Gõ vài chữ, không cần dấu: so do, khai sinh…")
        self._hint = self.text(hint, text_x, y + 6, room, height - 12, letters=PLAIN, colour=QUIET, most_lines=2)
        self._typed = self.text("", text_x, y + 6, room, height - 12, letters=TITLE, bold=True, most_lines=1)

    def _put_rows(
        self, box: tuple[float, float, float, float], guard: TouchGuard, on_row: Callable[[int], None]
    ) -> None:
        x, y, width, height = box
        count = _LOW_ROWS if self.ease.is_low else _ROWS
        tall = (height - (count - 1) * self._gap) / count
        self.rows = [
            _ResultRow(
                self,
                (x, y + at * (tall + self._gap), width, tall),
                guard=guard,
                on_chosen=partial(on_row, at),
            )
            for at in range(count)
        ]
        self._advice = self.text("", x + 20, y + 10, width - 40, 2 * tall, letters=LARGE, halign="center", most_lines=4)

    def _put_deeds(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        tr: Translate,
        guard: TouchGuard,
        on_turn: Callable[[int], None],
        on_back: Callable[[], None],
    ) -> None:
        across = (width - 2 * self._gap) / 3
        self._parts_of: dict[Touchable, list[Widget]] = {}
        made = []
        deeds: tuple[tuple[str, str, bool, Callable[[], None]], ...] = (
            (tr("Quay lại"), "arrow-left", False, on_back),
            (tr("Trước"), "arrow-left", False, partial(on_turn, -1)),
            (tr("Tiếp"), "arrow-right", True, partial(on_turn, 1)),
        )
        for at, (words, icon, is_behind, deed) in enumerate(deeds):
            before = list(self.children)
            button = put_button(
                self,
                words,
                x + at * (across + self._gap),
                y,
                across,
                height,
                guard=guard,
                on_chosen=deed,
                is_primary=False,
                icon=icon,
                icon_is_behind=is_behind,
                letters=PLAIN,
                changes_page=at == 0,
            )
            self._parts_of[button] = [part for part in self.children if part not in before]
            made.append(button)
        self.back, self.earlier, self.later = made

    def _put_keys(
        self, box: tuple[float, float, float, float], tr: Translate, guard: TouchGuard, on_key: Callable[[str], None]
    ) -> None:
        x, y, width, height = box
        columns, gap = self._columns, self._gap
        last = (len(self._letters) - 1) // columns
        across = (width - (columns - 1) * gap) / columns
        down = (height - last * gap) / (last + 1)
        for at, letter in enumerate(self._letters):
            spot = (x + at % columns * (across + gap), y + at // columns * (down + gap), across, down)
            self._put_key(letter.lower(), spot, guard, on_key)
            self.number(letter, *spot, colour=colours.BLUE, fill=0.42, max_digit_px=54 * self.scale)
        lowest = y + last * (down + gap)
        free = columns - (len(self._letters) - 1) % columns - 1
        erase_span = max(1, free // 3)
        space_x = x + (columns - free) * (across + gap)
        space_span = free - erase_span
        space_width = space_span * across + (space_span - 1) * gap
        self._put_key(
            SPACE, (space_x, lowest, space_width, down), guard, on_key, fill=colours.MIST, says=tr("Dấu cách")
        )
        self.text(
            tr("Dấu cách"),
            space_x + 16,
            lowest + 6,
            space_width - 32,
            down - 12,
            letters=PLAIN,
            bold=True,
            colour=colours.BLUE,
            halign="center",
            most_lines=1,
        )
        erase_x = space_x + space_span * (across + gap)
        erase_width = x + width - erase_x
        self._put_key(
            ERASE, (erase_x, lowest, erase_width, down), guard, on_key, fill=colours.MIST, says=tr("Xóa một chữ")
        )
        side = min(down, across) * 0.6
        self.icon("erase", erase_x + (erase_width - side) / 2, lowest + (down - side) / 2, side, colour=colours.BLUE)

    def _put_key(
        self,
        key: str,
        box: tuple[float, float, float, float],
        guard: TouchGuard,
        on_key: Callable[[str], None],
        *,
        fill: str = colours.PAPER,
        says: str = "",
    ) -> None:
        button = Touchable(
            guard=guard,
            on_chosen=partial(on_key, key),
            changes_page=False,
            says=says or key.upper(),
            rest_fill=colours.rgba(fill),
            rest_line=colours.rgba(colours.BLUE),
            rest_line_px=3 * self.scale,
            pressed_line_px=8 * self.scale,
            radius_px=CORNER * self.scale,
        )
        self.put(button, *box)
        self.keys[key] = button
