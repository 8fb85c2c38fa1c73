"""The first page: what the citizen came for, as large tiles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from kiosk.ease import Letters
from kiosk.pages import Grid, grid_for, tiles_on
from kiosk.screens.frame import Language, controls_top, footer_height, header_height
from kiosk.screens.lanes import lane_caption, lane_height, put_lanes
from kiosk.screens.parts import (
    LARGE,
    PLAIN,
    SMALL,
    TITLE,
    Sheet,
    Touchable,
    even_out,
    put_button,
    shared_letters,
    words_room,
)
from kiosk.screens.tiles import QUIET, ServiceTile
from look import colours
from look.language import Translate
from look.touch_guard import TouchGuard
from messaging.snapshots import KioskPriorityGroup, KioskService

GAP = 32
"""Between tiles, design pixels: 8 mm on a 21-inch panel held upright."""
_NEAR_GAP = 28
"""Where room is dear."""
_TALLEST_ROW = 250
LEAST_ROW = 160
"""20 mm on that panel: a lower tile is missed by an unsure hand."""
_LEAST_LOW_ROW = 122
"""In the lower half alone: still 15 mm, and fewer pages to turn."""
_LOW_ARROW = 120
"""Width of an arrow without words."""
_MOST_LYING = 170
"""Lying down, larger letters find their room beside each other."""
_BESIDE_HEIGHT = 104
_LEAST_WITH_PICTURE = 216
"""Narrower ones keep their room for the words."""
_SMILE = "smile"
_MOST_UNEVEN = 1.3
"""How many times as large as the longest name a short one may stand beside it."""
_BANNER_GAP = 12
_LEAST_BANNER = 0.4
"""Of the longest one's width beside it."""
_BANNER_LETTER = 17.5
"""Width of a letter in a banner: what is longer than its line gets a second one."""


@dataclass(frozen=True, slots=True)
class Lanes:
    """Rush: one touch gives a number, and priority is a picture that is touched before."""

    groups: Sequence[KioskPriorityGroup]
    chosen: str | None
    on_group: Callable[[str | None], None]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is no service; None where there is none of it."""

    on_look_up: Callable[[], None] | None
    on_code: Callable[[], None]
    on_own: Callable[[], None] | None
    on_rate: Callable[[], None] | None = None


class HomePage(Sheet):
    """One page of services; `on_turn` asks for the next or the previous one. `shown_page` is the page there is."""

    def __init__(
        self,
        *,
        window: tuple[float, float],
        services: Sequence[KioskService],
        banners: Sequence[str],
        page: int,
        gives_numbers: bool,
        language: Language,
        tr: Translate,
        guard: TouchGuard,
        on_service: Callable[[KioskService], None],
        on_turn: Callable[[int], None],
        beside: Beside,
        lanes: Lanes | None = None,
        knows_queue: bool = True,
    ) -> None:
        super().__init__(window=window)
        self.look_up: Touchable | None = None
        self.code: Touchable | None = None
        self.own: Touchable | None = None
        self.rate: Touchable | None = None
        self.tiles: dict[str, ServiceTile] = {}
        self.arrows: dict[int, Touchable] = {}
        self.lanes: dict[str, Touchable] = {}
        self._tr, self._guard = tr, guard
        is_low = self.ease.is_low
        gap = _NEAR_GAP if is_low else GAP
        is_beside_greeting = not self.is_portrait and not is_low
        top = self._put_greeting(is_rush=lanes is not None, is_narrow=not self.is_portrait)
        bottom = self.design_height - footer_height(self) - (24 if self.is_portrait and not is_low else 14)
        height = _BESIDE_HEIGHT if self.is_portrait else 84
        if is_beside_greeting:
            width = self.inner_width * 0.58
            self._put_beside(beside, self.design_width - self.margin - width, header_height(self) + 16, width, 88)
        else:
            bottom -= height + gap
        beside_y = bottom + gap
        # Low, words stand above what is touched: whose picture to touch in a rush, and which page it is.
        above = lane_caption(self) * (2 if lanes is not None and lanes.groups else 1)
        if is_low:
            # Lying down they stand beside the greeting.
            left = self.margin if self.is_portrait else self.margin + self.inner_width * 0.42
            begin = top if self.is_portrait else header_height(self) + 8
            top = controls_top(self)
            self._put_banners(banners, left, begin, top - 8 - above, in_row=1)
        else:
            bottom = self._put_banners(banners, self.margin, top, bottom, in_row=1 if self.is_portrait else 2)
        if lanes is not None and lanes.groups:
            # Words need no reach: low controls have theirs above, and leave the room to the services.
            self.lanes = put_lanes(
                self,
                lanes.groups,
                lanes.chosen,
                y=top - (lane_caption(self) if is_low else 0),
                language=language,
                tr=tr,
                guard=guard,
                on_group=lanes.on_group,
            )
            top += lane_height(self) + 28 - (lane_caption(self) if is_low else 0)
        grid = self._grid(len(services), top, bottom, gap)
        arrow_height = 130 if self.is_portrait else 104
        if grid.pages > 1 and not is_low:
            bottom -= arrow_height + gap
            grid = self._grid(len(services), top, bottom, gap)
        self.shown_page = min(page, grid.pages - 1)
        beside_width = self.inner_width
        if grid.pages > 1 and is_low:
            beside_width -= 2 * _LOW_ARROW + _NEAR_GAP + gap
            x = self.margin + beside_width + gap
            self._put_low_arrows(grid, x, beside_y, self.inner_width - beside_width - gap, height, on_turn)
            words = tr("Trang {page} / {pages}").format(page=self.shown_page + 1, pages=grid.pages)
            width, line = self.inner_width * 0.3, lane_caption(self)
            begin, side = controls_top(self) - above, self.design_width - self.margin - self.inner_width * 0.3
            self.text(words, side, begin, width, line - 6, letters=SMALL + 4, colour=QUIET, halign="right")
        elif grid.pages > 1:
            self._put_arrows(grid, bottom + gap, arrow_height, on_turn)
        if not is_beside_greeting:
            self._put_beside(beside, self.margin, beside_y, beside_width, height)
        shown = [services[position] for position in tiles_on(self.shown_page, len(services), grid)]
        for service, box in zip(shown, self._boxes(grid, top, bottom, gap), strict=False):
            self.tiles[service.service] = ServiceTile(
                self,
                service,
                box,
                language=language,
                tr=tr,
                guard=guard,
                on_chosen=partial(on_service, service),
                gives_numbers=gives_numbers,
                knows_queue=knows_queue,
            )
        even_out([tile.name_label for tile in self.tiles.values()], ratio=_MOST_UNEVEN)
        for tile in self.tiles.values():
            tile.speak_softer()

    def update(self, services: Sequence[KioskService]) -> None:
        """New waiting counts for the same services."""
        for service in services:
            if service.service in self.tiles:
                self.tiles[service.service].update(service)

    def _grid(self, count: int, top: float, bottom: float, gap: float) -> Grid:
        is_broad = self.ease.letters is Letters.LARGEST and not self.ease.is_low
        least = (_LEAST_LOW_ROW if self.ease.is_low else LEAST_ROW) * self.growth
        if not self.is_portrait:
            least = min(_MOST_LYING, least)
            is_broad = is_broad or self.ease.is_low
        rows = int((bottom - top + gap) / (least + gap))
        columns = (1 if self.is_portrait else 3) if is_broad else 4 if self.ease.letters is Letters.NORMAL else 3
        return grid_for(count, is_portrait=self.is_portrait, most_rows=rows, most_columns=columns)

    def _put_greeting(self, *, is_rush: bool, is_narrow: bool) -> float:
        tr = self._tr
        top = header_height(self)
        title = tr("Ông/Bà cần làm việc gì?")
        cue = tr("Chạm một ô là có số ngay") if is_rush else tr("Chạm vào một ô để lấy số thứ tự")
        if not is_narrow:
            head, line = 88 * self.growth, 56 * self.growth
            gap = 30 if self.is_portrait else 14
            self.text(title, self.margin, top + gap, self.inner_width, head, letters=TITLE + 9, bold=True)
            self.text(cue, self.margin, top + gap + head, self.inner_width, line, letters=LARGE - 4, colour=QUIET)
            return top + gap + head + line + 26
        width = self.inner_width * 0.4
        # Where the services stand low, there is room above them.
        grown = self.growth if self.ease.is_low else 1
        self.text(title, self.margin, top + 10, width, 74 * grown, letters=TITLE, bold=True, most_lines=2)
        self.text(cue, self.margin, top + 8 + 74 * grown, width, 44 * grown, letters=SMALL + 2, colour=QUIET)
        return top + 134

    def _put_beside(self, beside: Beside, x: float, y: float, width: float, height: float) -> None:
        """What is no service: the look-up, a code from a slip, the own number, a rating on the way out."""
        tr = self._tr
        wanted: list[tuple[str, str, Callable[[], None]]] = []
        if beside.on_look_up is not None:
            wanted.append(("search", tr("Tra cứu thủ tục"), beside.on_look_up))
        wanted.append(("pencil", tr("Tôi có mã"), beside.on_code))
        if beside.on_own is not None:
            wanted.append(("ticket", tr("Số của tôi"), beside.on_own))
        if beside.on_rate is not None:
            wanted.append((_SMILE, tr("Đánh giá phục vụ"), beside.on_rate))
        across = (width - _NEAR_GAP * (len(wanted) - 1)) / len(wanted)
        room = words_room(across, height, has_icon=across >= _LEAST_WITH_PICTURE)
        letters = shared_letters(self, [words for _, words, _ in wanted], *room, letters=PLAIN, most_lines=2)
        if self.growth > 1:  # whoever wants large letters wants them more than even ones
            letters *= _MOST_UNEVEN
        for icon, words, on_chosen in wanted:
            button = put_button(
                self,
                words,
                x,
                y,
                across,
                height,
                guard=self._guard,
                on_chosen=on_chosen,
                is_primary=False,
                icon=icon if across >= _LEAST_WITH_PICTURE else None,
                letters=letters,
                most_lines=2,
            )
            x += across + _NEAR_GAP
            if icon == "search":
                self.look_up = button
            elif icon == "pencil":
                self.code = button
            elif icon == _SMILE:
                self.rate = button
                # Whoever leaves looks for this one among what newcomers need.
                button.rest_fill = self.rgba(colours.BLUE_SOFT)
            else:
                self.own = button

    def _put_banners(self, banners: Sequence[str], left: float, top: float, bottom: float, *, in_row: int) -> float:
        """Ending at `bottom`, the first above; the last give way when there is no room. Returns where they begin."""
        across = self.design_width - self.margin - left
        grown = min(1.2, self.growth)
        rows = [_shared_out(banners[at : at + in_row], across) for at in range(0, len(banners), in_row)]
        heights = []
        for row in rows:
            is_short = all(len(words) <= width / _BANNER_LETTER / self.growth for words, width in row)
            heights.append((60 if is_short else (84 if self.is_portrait else 79)) * grown)
        while rows and bottom - sum(heights) - _BANNER_GAP * len(rows) < top:
            rows.pop()
            heights.pop()
        for row, height in zip(reversed(rows), reversed(heights), strict=True):
            bottom -= height
            x, labels = left, []
            for words, width in row:
                # With contrast the ground is black everywhere: the line alone says where one notice ends.
                self.panel(x, bottom, width, height, fill=colours.BLUE_SOFT, line=colours.LINE, line_width=2)
                box = (x + 24, bottom + 1, width - 48, height - 2)
                labels.append(self.text(words, *box, letters=PLAIN - 3, most_lines=2))
                x += width + _BANNER_GAP
            even_out(labels)
            bottom -= _BANNER_GAP
        return bottom - (12 if rows else 0)

    def _put_arrows(self, grid: Grid, y: float, height: float, on_turn: Callable[[int], None]) -> None:
        tr, page = self._tr, self.shown_page
        width = self.inner_width * 0.38
        if page > 0:
            self.arrows[-1] = put_button(
                self,
                tr("Trang trước"),
                self.margin,
                y,
                width,
                height,
                guard=self._guard,
                on_chosen=lambda: on_turn(-1),
                is_primary=False,
                icon="arrow-left",
                letters=PLAIN + 4,
            )
        if page < grid.pages - 1:
            self.arrows[1] = put_button(
                self,
                tr("Xem thêm"),
                self.design_width - self.margin - width,
                y,
                width,
                height,
                guard=self._guard,
                on_chosen=lambda: on_turn(1),
                is_primary=False,
                icon="arrow-right",
                icon_is_behind=True,
                letters=PLAIN + 4,
            )
        words = tr("Trang {page} / {pages}").format(page=page + 1, pages=grid.pages)
        left, room = self.margin + width + 20, self.inner_width - 2 * width - 40
        self.text(words, left, y, room, height, colour=QUIET, halign="center")

    def _put_low_arrows(
        self, grid: Grid, x: float, y: float, width: float, height: float, on_turn: Callable[[int], None]
    ) -> None:
        """Two arrows without words, for want of room."""
        across = (width - _NEAR_GAP) / 2
        for by, icon, words in ((-1, "arrow-left", "Trang trước"), (1, "arrow-right", "Xem thêm")):
            if 0 <= self.shown_page + by < grid.pages:
                self.arrows[by] = put_button(
                    self,
                    "",
                    x,
                    y,
                    across,
                    height,
                    guard=self._guard,
                    on_chosen=partial(on_turn, by),
                    is_primary=False,
                    icon=icon,
                    says=self._tr(words),
                )
            x += across + _NEAR_GAP

    def _boxes(self, grid: Grid, top: float, bottom: float, gap: float) -> list[tuple[float, float, float, float]]:
        width = (self.inner_width - gap * (grid.columns - 1)) / grid.columns
        height = (bottom - top - gap * (grid.rows - 1)) / grid.rows
        if grid.columns == 1:
            height = min(height, _TALLEST_ROW * self.growth)
        return [
            (self.margin + column * (width + gap), top + row * (height + gap), width, height)
            for row in range(grid.rows)
            for column in range(grid.columns)
        ]


def _shared_out(row: Sequence[str], across: float) -> list[tuple[str, float]]:
    """What stands beside each other, with widths as long as the words are: the more pressing is often the longer."""
    room = across - _BANNER_GAP * (len(row) - 1)
    lengths = [max(_LEAST_BANNER * max(map(len, row)), len(words)) for words in row]
    return [(words, room * length / sum(lengths)) for words, length in zip(row, lengths, strict=True)]
