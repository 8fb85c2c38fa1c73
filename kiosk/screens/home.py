"""The first page: what the citizen came for, as large tiles."""

from collections.abc import Callable, Sequence
from functools import partial

from kiosk.pages import Grid, grid_for, tiles_on
from kiosk.screens.frame import Language, footer_height, header_height
from kiosk.screens.parts import LARGE, PLAIN, SMALL, TITLE, Sheet, Touchable, put_button
from kiosk.screens.tiles import QUIET, ServiceTile
from kiosk.touch_guard import TouchGuard
from look import colours
from look.language import Translate
from messaging.snapshots import KioskService

GAP = 32
"""Between tiles, design pixels: 8 mm on a 21-inch panel held upright."""
_TALLEST_ROW = 250
LEAST_ROW = 160
"""20 mm on that panel: a lower tile is missed by an unsure hand."""
_CODE_HEIGHT = 112
_BANNER_LETTER = 17.5
"""Width of a letter in a banner: what is longer than its line gets a second one."""
_SPACIOUS_UP_TO = 8
"""Services: more of them make three rows lying down, which need the room of the second line of the greeting."""


class HomePage(Sheet):
    """One page of services; `on_turn` asks for the next or the previous one."""

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
        on_code: Callable[[], None],
    ) -> None:
        super().__init__(window=window)
        self.tiles: dict[str, ServiceTile] = {}
        self.arrows: dict[int, Touchable] = {}
        is_crowded = not self.is_portrait and bool(banners) and len(services) > _SPACIOUS_UP_TO
        top = self._put_greeting(tr, has_cue=not is_crowded)
        bottom = self.design_height - footer_height(self) - (40 if self.is_portrait else 20)
        if self.is_portrait:
            bottom -= _CODE_HEIGHT
            self._put_code(tr, self.margin, bottom, self.inner_width, _CODE_HEIGHT, guard, on_code)
            bottom -= GAP
        else:
            width = self.inner_width * 0.47
            code_top = header_height(self) + 10
            self._put_code(tr, self.design_width - self.margin - width, code_top, width, 72, guard, on_code)
        bottom = self._put_banners(banners, bottom)
        rows = int((bottom - top + GAP) / (LEAST_ROW + GAP))
        grid = grid_for(len(services), is_portrait=self.is_portrait, most_rows=rows)
        if grid.pages > 1:
            arrow_height = 150 if self.is_portrait else 110
            bottom -= arrow_height
            self._put_arrows(page, grid, bottom, arrow_height, tr, guard, on_turn)
            bottom -= GAP
        shown = [services[position] for position in tiles_on(page, len(services), grid)]
        for service, box in zip(shown, self._boxes(grid, top, bottom), strict=False):
            self.tiles[service.service] = ServiceTile(
                self,
                service,
                box,
                language=language,
                tr=tr,
                guard=guard,
                on_chosen=partial(on_service, service),
                gives_numbers=gives_numbers,
            )

    def update(self, services: Sequence[KioskService]) -> None:
        """New waiting counts for the same services."""
        for service in services:
            if service.service in self.tiles:
                self.tiles[service.service].update(service)

    def _put_greeting(self, tr: Translate, *, has_cue: bool) -> float:
        top = header_height(self)
        title = tr("Ông/Bà cần làm việc gì?")
        cue = tr("Chạm vào một ô để lấy số thứ tự")
        if self.is_portrait:
            self.text(title, self.margin, top + 36, self.inner_width, 84, letters=TITLE + 9, bold=True)
            self.text(cue, self.margin, top + 122, self.inner_width, 54, letters=LARGE - 4, colour=QUIET)
            return top + 208
        half = self.inner_width / 2
        if not has_cue:
            self.text(title, self.margin, top + 12, half, 72, letters=TITLE, bold=True)
            return top + 112
        self.text(title, self.margin, top + 12, half, 66, letters=TITLE, bold=True)
        self.text(cue, self.margin, top + 78, half, 42, letters=SMALL + 2, colour=QUIET)
        return top + 132

    def _put_code(
        self,
        tr: Translate,
        x: float,
        y: float,
        width: float,
        height: float,
        guard: TouchGuard,
        on_code: Callable[[], None],
    ) -> None:
        self.code = put_button(
            self,
            tr("Tôi có mã (đặt trước / bổ sung hồ sơ)"),
            x,
            y,
            width,
            height,
            guard=guard,
            on_chosen=on_code,
            is_primary=False,
            icon="pencil",
            letters=PLAIN,
        )

    def _put_banners(self, banners: Sequence[str], bottom: float) -> float:
        """One below the other, lying down two beside each other; returns where the tiles end."""
        in_row = 1 if self.is_portrait else 2
        rows = [banners[at : at + in_row] for at in range(0, len(banners), in_row)]
        for row in reversed(rows):
            width = (self.inner_width - 12 * (len(row) - 1)) / len(row)
            is_short = all(len(words) <= width / _BANNER_LETTER for words in row)
            height = 60 if is_short else (84 if self.is_portrait else 79)
            bottom -= height
            for at, words in enumerate(row):
                left = self.margin + at * (width + 12)
                self.panel(left, bottom, width, height, fill=colours.BLUE_SOFT)
                self.text(words, left + 24, bottom + 1, width - 48, height - 2, letters=PLAIN - 3, most_lines=2)
            bottom -= 12
        return bottom - (12 if rows else 0)

    def _put_arrows(
        self,
        page: int,
        grid: Grid,
        y: float,
        height: float,
        tr: Translate,
        guard: TouchGuard,
        on_turn: Callable[[int], None],
    ) -> None:
        width = self.inner_width * 0.38
        if page > 0:
            self.arrows[-1] = put_button(
                self,
                tr("Trang trước"),
                self.margin,
                y,
                width,
                height,
                guard=guard,
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
                guard=guard,
                on_chosen=lambda: on_turn(1),
                is_primary=False,
                icon="arrow-right",
                icon_is_behind=True,
                letters=PLAIN + 4,
            )
        words = tr("Trang {page} / {pages}").format(page=page + 1, pages=grid.pages)
        self.text(words, self.margin + width, y, self.inner_width - 2 * width, height, colour=QUIET, halign="center")

    def _boxes(self, grid: Grid, top: float, bottom: float) -> list[tuple[float, float, float, float]]:
        width = (self.inner_width - GAP * (grid.columns - 1)) / grid.columns
        height = (bottom - top - GAP * (grid.rows - 1)) / grid.rows
        if grid.columns == 1:
            height = min(height, _TALLEST_ROW)
        return [
            (self.margin + column * (width + GAP), top + row * (height + GAP), width, height)
            for row in range(grid.rows)
            for column in range(grid.columns)
        ]
