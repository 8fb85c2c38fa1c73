"""The first page: what the citizen came for, as large tiles."""

from collections.abc import Callable, Sequence
from functools import partial

from kiosk.pages import Grid, grid_for, tiles_on
from kiosk.screens.frame import Language, footer_height, header_height
from kiosk.screens.parts import LARGE, PLAIN, TITLE, Sheet, Touchable, put_button
from kiosk.screens.tiles import QUIET, ServiceTile
from kiosk.touch_guard import TouchGuard
from look import colours
from look.language import Translate
from messaging.snapshots import KioskService

GAP = 32
"""Between tiles, design pixels: 8 mm on a 21-inch panel held upright."""
_TALLEST_ROW = 250


class HomePage(Sheet):
    """One page of services; `on_turn` asks for the next or the previous one."""

    def __init__(
        self,
        *,
        window: tuple[float, float],
        services: Sequence[KioskService],
        notice: str,
        page: int,
        language: Language,
        tr: Translate,
        guard: TouchGuard,
        on_service: Callable[[KioskService], None],
        on_turn: Callable[[int], None],
    ) -> None:
        super().__init__(window=window)
        self.tiles: dict[str, ServiceTile] = {}
        self.arrows: dict[int, Touchable] = {}
        grid = grid_for(len(services), is_portrait=self.is_portrait)
        top = self._put_greeting(tr)
        bottom = self.design_height - footer_height(self) - (40 if self.is_portrait else 28)
        if notice:
            notice_height = 96 if self.is_portrait else 76
            bottom -= notice_height
            self._put_notice(notice, bottom, notice_height)
            bottom -= 24
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
            )

    def update(self, services: Sequence[KioskService]) -> None:
        """New waiting counts for the same services."""
        for service in services:
            if service.service in self.tiles:
                self.tiles[service.service].update(service)

    def _put_greeting(self, tr: Translate) -> float:
        top = header_height(self)
        title = tr("Ông/Bà cần làm việc gì?")
        cue = tr("Chạm vào một ô để lấy số thứ tự")
        if self.is_portrait:
            self.text(title, self.margin, top + 36, self.inner_width, 84, letters=TITLE + 9, bold=True)
            self.text(cue, self.margin, top + 122, self.inner_width, 54, letters=LARGE - 4, colour=QUIET)
            return top + 208
        half = self.inner_width / 2
        self.text(title, self.margin, top + 22, half, 84, letters=TITLE, bold=True)
        self.text(cue, self.margin + half, top + 22, half, 84, letters=PLAIN + 5, colour=QUIET, halign="right")
        return top + 120

    def _put_notice(self, notice: str, y: float, height: float) -> None:
        self.panel(self.margin, y, self.inner_width, height, fill=colours.BLUE_SOFT)
        self.text(notice, self.margin + 28, y + 4, self.inner_width - 56, height - 8, letters=PLAIN - 3, most_lines=2)

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
