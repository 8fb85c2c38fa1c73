"""Before anything is printed: today is unlikely, or impossible; a reserved place with its time is offered."""

from collections.abc import Callable
from datetime import datetime

from kiosk.screens.chosen import put_chosen_service
from kiosk.screens.frame import Language, footer_height
from kiosk.screens.parts import CORNER, LARGE, PLAIN, TITLE, Sheet, Touchable, put_button
from kiosk.screens.tiles import wait_words
from look import colours
from look.language import Translate
from look.queue_words import time_on_day
from look.touch_guard import TouchGuard
from messaging.snapshots import KioskService

GAP = 28

_WHY_NOT_TODAY = {
    "no_counter": "Hiện chưa có quầy phục vụ lĩnh vực này.",
    "closed": "Lĩnh vực này hôm nay đã ngừng nhận.",
    "quota": "Lĩnh vực này hôm nay đã hết số.",
    "hours": "Lĩnh vực này hiện ngoài giờ tiếp nhận.",
}


def why_words(service: KioskService, tr: Translate, *, gives_numbers: bool) -> str:
    """In one sentence why a number of today is of no or little use."""
    if not gives_numbers:
        return tr("Hôm nay đã ngừng lấy số.")
    if not service.is_open:
        return tr(_WHY_NOT_TODAY.get(service.closed_reason, "Lĩnh vực này hiện tạm dừng nhận số."))
    return tr("Hôm nay có thể không kịp đến lượt Ông/Bà.")


class OfferPage(Sheet):
    """The place is the first answer, the number of today the second where there is one."""

    def __init__(
        self,
        *,
        window: tuple[float, float],
        service: KioskService,
        place_at_local: datetime | None,
        gives_numbers: bool,
        language: Language,
        tr: Translate,
        guard: TouchGuard,
        on_place: Callable[[], None],
        on_today: Callable[[], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(window=window)
        self.place: Touchable | None = None
        self.today: Touchable | None = None
        y = put_chosen_service(self, service, language)
        bottom = self.design_height - footer_height(self) - (28 if self.is_portrait else 20)
        width = min(self.inner_width, 1240)
        left = (self.design_width - width) / 2
        is_low, is_upright = self.ease.is_low, self.is_portrait
        back_height = 130 if is_upright and not is_low else 100
        bottom -= back_height
        self.back = put_button(
            self,
            tr("Quay lại"),
            left,
            bottom,
            width * (0.4 if self.is_portrait else 0.3),
            back_height,
            guard=guard,
            on_chosen=on_back,
            is_primary=False,
            icon="arrow-left",
            letters=PLAIN + 5,
        )
        has_today = service.is_open and gives_numbers
        answer = (230 if is_upright else 168) if not is_low else 140
        second = ((150 if is_upright else 116) if not is_low else 100) if has_today else 0
        answers = (answer + GAP if place_at_local else 0) + (second + GAP if second else 0)
        room = bottom - GAP - y - answers
        why_height = min(room, (300 if is_upright else 180) * self.growth)
        y += max(0.0, (room - why_height) * 0.4)
        if is_low:
            y = bottom - answers - why_height - 12
        y = self._put_why(service, tr, gives_numbers=gives_numbers, box=(left, y, width, why_height))
        if place_at_local is not None:
            self.place = self._put_place(place_at_local, tr, guard, on_place, (left, y, width, answer))
            y += answer + GAP
        if has_today:
            self.today = put_button(
                self,
                tr("Vẫn lấy số hôm nay"),
                left,
                y,
                width,
                second,
                guard=guard,
                on_chosen=on_today,
                is_primary=False,
                letters=LARGE + 4,
            )

    def _put_why(
        self, service: KioskService, tr: Translate, *, gives_numbers: bool, box: tuple[float, float, float, float]
    ) -> float:
        """What is the matter, and what a place is worth; returns where the answers begin."""
        x, y, width, height = box
        title = height * 0.5
        self.text(
            why_words(service, tr, gives_numbers=gives_numbers),
            x,
            y,
            width,
            title,
            letters=TITLE + 4,
            bold=True,
            halign="center",
            most_lines=2,
        )
        if service.next_place_at is not None:
            words = tr("Ông/Bà có thể đặt trước: đến đúng giờ đó và được gọi theo giờ.")
        else:
            words = tr("Mời Ông/Bà chọn lĩnh vực khác hoặc gặp người hướng dẫn.")
            if service.is_open and service.wait_low_min is not None and not service.today_unlikely:
                words = wait_words(service, tr)
        self.text(words, x, y + title, width, height - title - 40, letters=LARGE - 4, halign="center", most_lines=3)
        return y + height

    def _put_place(
        self,
        at_local: datetime,
        tr: Translate,
        guard: TouchGuard,
        on_place: Callable[[], None],
        box: tuple[float, float, float, float],
    ) -> Touchable:
        """The largest button of the page: what one gets, and when."""
        x, y, width, height = box
        button = Touchable(
            guard=guard,
            on_chosen=on_place,
            rest_fill=colours.rgba(colours.BLUE),
            rest_line=colours.rgba(colours.BLUE),
            rest_line_px=3 * self.scale,
            pressed_fill=colours.rgba(colours.INK),
            pressed_line=colours.rgba(colours.INK),
            pressed_line_px=6 * self.scale,
            radius_px=CORNER * self.scale,
        )
        self.put(button, x, y, width, height)
        head = height * 0.42
        self.text(
            tr("Lấy số đặt trước:"),
            x + 32,
            y + 8,
            width - 64,
            head - 8,
            letters=LARGE,
            bold=True,
            colour=colours.PAPER,
            halign="center",
            valign="bottom",
            most_lines=1,
        )
        self.text(
            time_on_day(at_local, tr),
            x + 32,
            y + head,
            width - 64,
            height - head - 12,
            letters=TITLE + 12,
            bold=True,
            colour=colours.PAPER,
            halign="center",
            most_lines=1,
        )
        return button
