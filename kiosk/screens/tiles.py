"""A service to touch: letter, picture, name, how many wait and how long. And the rows of priority groups."""

from collections.abc import Callable
from math import sqrt

from kiosk.screens import contrast
from kiosk.screens.parts import CORNER, LARGE, PLAIN, SMALL, Sheet, Touchable, readable_under_white
from look import colours
from look.kivy_theme import FittedLabel, NumberLabel, tint
from look.language import Translate
from look.queue_words import short_range
from look.touch_guard import TouchGuard
from messaging.snapshots import KioskPriorityGroup, KioskPurpose, KioskService

QUIET = contrast.QUIET
_INSET = 10
_LETTER_WIDTH = 13
"""Of small letters, on average and a little more."""
_FOOT_ROOM, _LOW_FOOT_ROOM = 18, 3
"""Below the last line of a card, and of a low one: the minutes stand clear of its edge."""
_TIGHT, _TIGHT_FOOT_ROOM = 330, 8
"""A card with larger letters that is not higher gives its name what it can."""
_ONE_LINE_BELOW = 150
_LONGEST_LINE = 38
"""Letters of the longest that is said below a name."""
_LARGEST = 1.5
"""Letters so large that a name wants the whole width."""
_USUAL_CARD = 576 * 330

_CLOSED_WORDS = {
    "no_counter": "Chưa có quầy phục vụ",
    "closed": "Đã ngừng hôm nay",
    "quota": "Hôm nay đã hết số",
    "hours": "Ngoài giờ tiếp nhận",
}


def closed_words(service: KioskService, tr: Translate) -> str:
    """Why it gives no number now."""
    return tr(_CLOSED_WORDS.get(service.closed_reason, "Tạm dừng nhận số"))


def is_touchable(service: KioskService, *, gives_numbers: bool = True) -> bool:
    """A closed one that offers a reserved place can be touched for that."""
    return (service.is_open and gives_numbers) or service.next_place_at is not None


class ServiceTile:
    """One service on the home page. Its shape follows its box: a row, or a card with a coloured side or head."""

    def __init__(
        self,
        sheet: Sheet,
        service: KioskService,
        box: tuple[float, float, float, float],
        *,
        language: str,
        tr: Translate,
        guard: TouchGuard,
        on_chosen: Callable[[], None],
        gives_numbers: bool = True,
        knows_queue: bool = True,
    ) -> None:
        self._tr = tr
        self._is_open = service.is_open and gives_numbers
        is_enabled = is_touchable(service, gives_numbers=gives_numbers)
        self._count: NumberLabel | None = None
        self._line_letters = 0
        """So many letters of what is said below the name fit on one line of a low card."""
        self._has_one_line = False
        """The card is so low that the name needs the room of the second one."""
        self._says_nothing = self._is_open and not knows_queue
        """Below the name: it has the room to itself."""
        self.colour = readable_under_white(service.colour) if is_enabled else QUIET
        self.name = service.name_en if language == "en" else service.name
        self._ink = colours.INK if is_enabled else QUIET
        self.panel = _touchable(sheet, guard, on_chosen, is_enabled=is_enabled)
        sheet.put(self.panel, *box)
        self._put_parts(sheet, service, *box)
        self.update(service)

    def update(self, service: KioskService) -> None:
        """New numbers in the same places: nothing jumps."""
        tr = self._tr
        if not self._is_open:
            words = closed_words(service, tr)
            self.waiting_label.text = (
                words if service.next_place_at is None else self._both(words, tr("còn số đặt trước"))
            )
            return
        if self._says_nothing:
            return
        wait = wait_words(service, tr)
        if self._count is None:
            words = waiting_words(service.waiting, tr)
            self.waiting_label.text = self._both(words, wait) if wait else words
        else:
            self._count.text = str(service.waiting)
            self.waiting_label.text = tr("người chờ") + (f"\n{wait}" if wait else "")

    def speak_softer(self) -> None:
        """How many wait is never said in larger letters than the name."""
        self.name_label.fit()
        self.waiting_label.max_font_px = min(self.waiting_label.max_font_px, self.name_label.font_size)

    def _both(self, words: str, more: str) -> str:
        in_one = f"{words} · {more}"
        if len(in_one) <= self._line_letters:
            return in_one
        return words if self._has_one_line else f"{words}\n{more}"

    def _put_parts(self, sheet: Sheet, service: KioskService, x: float, y: float, width: float, height: float) -> None:
        if width >= 800 and height < 280 and sheet.growth < _LARGEST:
            self._put_row(sheet, service, x, y, width, height)
        elif width > height * 1.6:
            self._put_side_card(sheet, service, x, y, width, height)
        else:
            self._put_head_card(sheet, service, x, y, width, height)

    def _put_row(self, sheet: Sheet, service: KioskService, x: float, y: float, width: float, height: float) -> None:
        """Letter, picture, name, count, from left to right."""
        block_height = height - 2 * _INSET
        block = min(block_height, 160)
        sheet.panel(x + _INSET, y + _INSET, block, block_height, fill=self.colour, radius=CORNER - 4)
        sheet.number(
            service.service,
            x + _INSET,
            y + _INSET,
            block,
            block_height,
            colour=colours.PAPER,
            max_digit_px=76 * sheet.scale,
        )
        side = min(100.0, height * 0.54)
        icon_x = x + _INSET + block + 28
        sheet.icon(service.icon, icon_x, y + (height - side) / 2, side, colour=self.colour)
        name_x = icon_x + side + 28
        waiting_width = 240
        waiting_x = x + width - waiting_width - 20
        self._put_name(sheet, name_x, y + 12, waiting_x - 20 - name_x, height - 24, LARGE)
        if not self._is_open:
            self._put_waiting(sheet, waiting_x, y + 12, waiting_width, height - 24, halign="center")
            return
        middle = y + height / 2
        upper = min(72.0, height / 2 - 14)
        self._count = sheet.number("", waiting_x, middle - upper, waiting_width, 56, fill=0.8)
        self._put_waiting(
            sheet, waiting_x, middle - upper + 58, waiting_width, height / 2 + upper - 62, halign="center", valign="top"
        )

    def _put_side_card(
        self, sheet: Sheet, service: KioskService, x: float, y: float, width: float, height: float
    ) -> None:
        """Letter above picture at the left; name above count beside them."""
        growth = _growth(width, height)
        block = min(150.0 * growth, width * 0.25)
        block_height = height - 2 * _INSET
        sheet.panel(x + _INSET, y + _INSET, block, block_height, fill=self.colour, radius=CORNER - 4)
        half = block_height / 2
        sheet.number(
            service.service,
            x + _INSET,
            y + _INSET + 4,
            block,
            half,
            colour=colours.PAPER,
            fill=0.66,
            max_digit_px=76 * growth * sheet.scale,
        )
        side = min(half * 0.8, block * 0.7, 96 * growth)
        sheet.icon(
            service.icon,
            x + _INSET + (block - side) / 2,
            y + _INSET + half + (half - side) / 2 - 4,
            side,
            colour=colours.PAPER,
        )
        text_x = x + _INSET + block + 22
        text_width = x + width - 16 - text_x
        is_low = height < 200
        if is_low:
            self._line_letters = int(text_width / _LETTER_WIDTH)
        self._has_one_line = height < _ONE_LINE_BELOW or (
            is_low and sheet.growth > 1 and self._line_letters >= _LONGEST_LINE
        )
        foot = 86 * growth if not is_low else 40.0 * min(1.2, sheet.growth) if self._has_one_line else 76.0
        if self._says_nothing:
            foot = 0.0
        letters = (LARGE if height > 280 else PLAIN + 4) * growth
        foot_y = y + height - foot - (_LOW_FOOT_ROOM if is_low else _FOOT_ROOM * growth)
        self._put_name(sheet, text_x, y + 2, text_width, foot_y - y - 2, letters)
        self._put_waiting(
            sheet,
            text_x,
            foot_y,
            text_width,
            foot,
            halign="left",
            growth=growth,
            letters=SMALL if is_low else SMALL + 2,
        )

    def _put_head_card(
        self, sheet: Sheet, service: KioskService, x: float, y: float, width: float, height: float
    ) -> None:
        """Letter and picture above, then name, then count."""
        growth = _growth(width, height)
        is_tight = sheet.growth > 1 and height < _TIGHT
        head = min(max(84.0, height * 0.33), 112 * growth) if not is_tight else 80.0
        sheet.panel(x + _INSET, y + _INSET, width - 2 * _INSET, head, fill=self.colour, radius=CORNER - 4)
        sheet.number(
            service.service,
            x + _INSET + 24,
            y + _INSET,
            120 * growth,
            head,
            colour=colours.PAPER,
            fill=0.54,
            halign="left",
        )
        side = head * 0.7
        sheet.icon(
            service.icon, x + width - _INSET - 24 - side, y + _INSET + (head - side) / 2, side, colour=colours.PAPER
        )
        foot = 86 * growth if not self._says_nothing else 0.0
        text_x, text_width = x + _INSET + 18, width - 2 * _INSET - 36
        name_y = y + _INSET + head + 8
        foot_y = y + height - foot - (_FOOT_ROOM * growth if not is_tight else _TIGHT_FOOT_ROOM)
        self._put_name(sheet, text_x, name_y, text_width, foot_y - name_y, (LARGE - 4) * growth)
        self._put_waiting(sheet, text_x, foot_y, text_width, foot, halign="left", growth=growth)

    def _put_name(self, sheet: Sheet, x: float, y: float, width: float, height: float, letters: float) -> None:
        self.name_label = sheet.text(
            self.name, x, y, width, height, letters=letters, bold=True, colour=self._ink, most_lines=4
        )

    def _put_waiting(
        self,
        sheet: Sheet,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        halign: str,
        valign: str = "middle",
        growth: float = 1.0,
        letters: float = SMALL + 2,
    ) -> None:
        self.waiting_label = sheet.text(
            "",
            x,
            y,
            width,
            height,
            letters=letters * growth,
            colour=QUIET,
            halign=halign,
            valign=valign,
            most_lines=3,
        )


def _growth(width: float, height: float) -> float:
    """How much larger than on a usual card, one of six, letters and pictures are drawn."""
    return float(max(1.0, min(2.2, sqrt(width * height / _USUAL_CARD))))


def put_group_tile(
    sheet: Sheet,
    group: KioskPriorityGroup | KioskPurpose,
    box: tuple[float, float, float, float],
    *,
    language: str,
    guard: TouchGuard,
    on_chosen: Callable[[], None],
) -> tuple[Touchable, FittedLabel]:
    """One priority group or purpose: a large picture and its name."""
    x, y, width, height = box
    panel = _touchable(sheet, guard, on_chosen, is_enabled=True)
    sheet.put(panel, x, y, width, height)
    block = min(height - 2 * _INSET, 190, width * 0.32)
    sheet.panel(x + _INSET, y + _INSET, block, height - 2 * _INSET, fill=colours.BLUE_SOFT, radius=CORNER - 4)
    side = block * 0.74
    sheet.icon(group.icon, x + _INSET + (block - side) / 2, y + (height - side) / 2, side, colour=colours.BLUE)
    name_x = x + _INSET + block + 24
    name = sheet.text(
        group.name_en if language == "en" else group.name,
        name_x,
        y + 4,
        x + width - 20 - name_x,
        height - 8,
        letters=LARGE,
        bold=True,
        most_lines=4,
    )
    return panel, name


def waiting_words(count: int, tr: Translate) -> str:
    if count <= 0:
        return tr("Chưa có ai chờ")
    return tr("1 người chờ") if count == 1 else tr("{count} người chờ").format(count=count)


def wait_words(service: KioskService, tr: Translate) -> str:
    """How long it will take, or that it may not be today; empty when nothing can be said."""
    if service.today_unlikely:
        return tr("có thể không kịp")
    if service.wait_low_min is None or service.wait_high_min is None:
        return ""
    return short_range(service.wait_low_min, service.wait_high_min, tr)


def _touchable(sheet: Sheet, guard: TouchGuard, on_chosen: Callable[[], None], *, is_enabled: bool) -> Touchable:
    return Touchable(
        guard=guard,
        on_chosen=on_chosen,
        is_enabled=is_enabled,
        rest_fill=colours.rgba(colours.PAPER if is_enabled else colours.MIST),
        rest_line=tint(colours.BLUE, 0.45) if is_enabled else colours.rgba(colours.LINE),
        rest_line_px=3 * sheet.scale,
        pressed_line_px=8 * sheet.scale,
        radius_px=CORNER * 1.5 * sheet.scale,
    )
