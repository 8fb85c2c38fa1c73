"""Pages that say one thing: what is the matter, and what the citizen can do."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.pages import Page
from kiosk.screens.frame import footer_height, header_height
from kiosk.screens.parts import HEADLINE, LARGE, PLAIN, Sheet, Touchable, put_button, shared_letters, words_room
from kiosk.screens.tiles import QUIET
from look import colours
from look.language import Translate
from look.touch_guard import TouchGuard
from messaging.snapshots import OpeningSpan


@dataclass(frozen=True, slots=True)
class Words:
    """`title` says what is the matter, `advice` what to do."""

    icon: str
    title: str
    advice: str
    ground: str = colours.BLUE_SOFT
    ink: str = colours.BLUE


_STAFF = "Mời Ông/Bà gặp người hướng dẫn để được lấy số."

NOTICES = {
    Page.STARTING: Words("clock", "Máy đang khởi động", "Ông/Bà vui lòng chờ trong giây lát."),
    Page.NO_CONNECTION: Words(
        "no-link",
        "Máy đang mất kết nối",
        "Mời Ông/Bà gặp người hướng dẫn để được lấy số. Máy sẽ tự hoạt động lại khi có kết nối.",
        colours.WARN_SOFT,
        colours.WARN,
    ),
    Page.CLOSED: Words("clock", "Trung tâm hiện chưa làm việc", "Mời Ông/Bà quay lại trong giờ làm việc."),
    Page.TICKETS_STOPPED: Words(
        "no-ticket",
        "Đã ngừng lấy số hôm nay",
        "Ông/Bà đã có số vẫn được phục vụ. Ông/Bà chưa có số, mời quay lại vào ngày làm việc tiếp theo.",
    ),
    Page.NO_PAPER: Words(
        "no-paper",
        "Máy hết giấy in phiếu",
        _STAFF,
        colours.WARN_SOFT,
        colours.WARN,
    ),
    Page.PRINTER_FAULT: Words("printer", "Máy in đang gặp sự cố", _STAFF, colours.WARN_SOFT, colours.WARN),
    Page.STORAGE_FAULT: Words("no-ticket", "Máy này tạm ngừng cấp số", _STAFF, colours.WARN_SOFT, colours.WARN),
    Page.REFUSED: Words(
        "no-ticket",
        "Lĩnh vực này hiện không nhận thêm số",
        "Mời Ông/Bà chọn lĩnh vực khác hoặc gặp người hướng dẫn.",
        colours.WARN_SOFT,
        colours.WARN,
    ),
    Page.CODE_HELP: Words(
        "staff",
        "Mã chưa đúng",
        "Mời Ông/Bà mang phiếu đến gặp người hướng dẫn.",
        colours.WARN_SOFT,
        colours.WARN,
    ),
    Page.TOO_MANY: Words(
        "clock",
        "Xin chờ một chút",
        "Mỗi người lấy một số. Máy sẽ cấp số tiếp trong giây lát.",
    ),
    Page.HELP: Words(
        "staff", "Mời Ông/Bà gặp người hướng dẫn", "Người hướng dẫn đứng gần máy này, hoặc ở bàn hướng dẫn."
    ),
    Page.GAVE_UP: Words(
        "no-link",
        "Chưa lấy được số",
        _STAFF,
        colours.WARN_SOFT,
        colours.WARN,
    ),
}


HELP_WHEN_CLOSED = Words(
    "staff",
    "Hiện máy không cấp số",
    "Mời Ông/Bà hỏi cán bộ trực, hoặc quay lại trong giờ làm việc.",
)
_OTHER = "Mời Ông/Bà chọn lĩnh vực khác hoặc gặp người hướng dẫn."
_REFUSALS = {
    "quota_used": ("Lĩnh vực này hôm nay đã hết số", _OTHER),
    "outside_hours": ("Lĩnh vực này hiện ngoài giờ tiếp nhận", _OTHER),
    "service_closed": ("Lĩnh vực này hôm nay đã ngừng nhận", _OTHER),
    "tickets_stopped": ("Đã ngừng lấy số hôm nay", "Mời Ông/Bà quay lại vào ngày làm việc tiếp theo."),
    "disk_full": ("Tạm ngừng cấp số", "Máy chủ hết chỗ lưu. Mời Ông/Bà gặp người hướng dẫn để được giúp."),
    "no_place": ("Chưa có lịch để đặt trước", "Mời Ông/Bà gặp người hướng dẫn."),
    "place_later": ("Mã này dành cho ngày khác", "Mời Ông/Bà đến vào ngày ghi trên phiếu."),
    "too_many_tries": ("Mã đã nhập sai nhiều lần", "Mời Ông/Bà mang phiếu đến gặp người hướng dẫn."),
}
"""By the problem's code (docs/messages.md): what is the matter, and what to do."""
_DATE = re.compile(r"\d{2}/\d{2}/\d{4}")


def refusal_words(problem: str | None, detail: str, tr: Translate) -> Words:
    """What a refusal means for the citizen, in their language. `detail` may name the day that is meant."""
    usual = NOTICES[Page.REFUSED]
    title, advice = _REFUSALS.get(problem or "", (usual.title, usual.advice))
    title, advice = tr(title), tr(advice)
    day = _DATE.search(detail)
    if problem == "place_later" and day:
        advice = f"{tr('Số đặt trước của Ông/Bà là ngày {day}.').format(day=day[0])} {advice}"
    return Words(usual.icon, title, advice, usual.ground, usual.ink)


class NoticePage(Sheet):
    """One large picture, one sentence, one piece of advice; `hours` are today's, where they help."""

    def __init__(
        self,
        *,
        window: tuple[float, float],
        page: Page,
        hours: Sequence[OpeningSpan] | None,
        tr: Translate,
        guard: TouchGuard,
        on_home: Callable[[], None] | None = None,
        words: Words | None = None,
        on_look_up: Callable[[], None] | None = None,
        on_own: Callable[[], None] | None = None,
        on_rate: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(window=window)
        words = words or NOTICES[page]
        self.home: Touchable | None = None
        top = header_height(self)
        room = self.design_height - top - footer_height(self)
        grown = min(1.3, self.growth)
        circle = (320 if self.is_portrait else 210) / grown**2
        text_width = min(self.inner_width, 1240)
        left = (self.design_width - text_width) / 2
        title_height = 200 * grown if self.is_portrait else 116 * min(1.2, grown)
        advice_height = 210 * grown if self.is_portrait else 136 * min(1.2, grown)
        hours_height = (150 if self.is_portrait else 120) * grown if hours is not None else 0
        self.look_up: Touchable | None = None
        self.own: Touchable | None = None
        self.rate: Touchable | None = None
        button_height = (170 if self.is_portrait else 132) if on_home or on_look_up or on_own or on_rate else 0
        air = 12 * grown
        """Around the advice: letters that fill its box stand clear of what is below."""
        used = circle + 24 + title_height + 16 + advice_height + air + hours_height + button_height
        y = top + max(10, (room - used) * 0.42)
        self.panel((self.design_width - circle) / 2, y, circle, circle, fill=words.ground, radius=circle / 2)
        side = circle * 0.56
        self.icon(words.icon, (self.design_width - side) / 2, y + (circle - side) / 2, side, colour=words.ink)
        y += circle + 24
        self.text(
            tr(words.title),
            left,
            y,
            text_width,
            title_height,
            letters=HEADLINE,
            bold=True,
            halign="center",
            valign="bottom",
            most_lines=2,
        )
        y += title_height + 16
        self.text(
            tr(words.advice),
            left,
            y,
            text_width,
            advice_height,
            letters=LARGE,
            halign="center",
            valign="top",
        )
        y += advice_height + air
        if hours is not None:
            self._put_hours(hours, y, hours_height, tr)
            y += hours_height
        if self.ease.is_low:
            y = max(y, self.design_height - footer_height(self) - 20 - button_height)
        if on_home:
            width = min(self.inner_width, 640)
            self.home = put_button(
                self,
                tr("Về trang đầu"),
                (self.design_width - width) / 2,
                y + 20,
                width,
                button_height - 20,
                guard=guard,
                on_chosen=on_home,
                is_primary=True,
            )
        else:
            self._put_beside(on_look_up, on_own, on_rate, y + 20, button_height - 20, tr, guard)

    def _put_beside(
        self,
        on_look_up: Callable[[], None] | None,
        on_own: Callable[[], None] | None,
        on_rate: Callable[[], None] | None,
        y: float,
        height: float,
        tr: Translate,
        guard: TouchGuard,
    ) -> None:
        """What can be done without a number."""
        wanted = [
            (words, icon, on_chosen)
            for words, icon, on_chosen in (
                (tr("Tra cứu thủ tục"), "search", on_look_up),
                (tr("Số của tôi"), "ticket", on_own),
                (tr("Đánh giá phục vụ"), "smile", on_rate),
            )
            if on_chosen is not None
        ]
        gap = 28
        width = min((self.inner_width - gap * (len(wanted) - 1)) / max(1, len(wanted)), 640)
        x = (self.design_width - width * len(wanted) - gap * (len(wanted) - 1)) / 2
        room = words_room(width, height, has_icon=True)
        letters = shared_letters(self, [words for words, _, _ in wanted], *room, letters=LARGE, most_lines=2)
        for words, icon, on_chosen in wanted:
            button = put_button(
                self,
                words,
                x,
                y,
                width,
                height,
                guard=guard,
                on_chosen=on_chosen,
                is_primary=False,
                icon=icon,
                letters=letters,
                most_lines=2,
            )
            x += width + gap
            if icon == "search":
                self.look_up = button
            elif icon == "ticket":
                self.own = button
            else:
                self.rate = button

    def _put_hours(self, hours: Sequence[OpeningSpan], y: float, height: float, tr: Translate) -> None:
        width = min(self.inner_width, 984)
        left = (self.design_width - width) / 2
        self.panel(left, y, width, height, fill=colours.MIST)
        if not hours:
            self.text(
                tr("Hôm nay trung tâm không làm việc"),
                left + 32,
                y + 8,
                width - 64,
                height - 16,
                letters=LARGE,
                bold=True,
                halign="center",
            )
            return
        heading = height * 0.42
        self.text(
            tr("Giờ làm việc hôm nay"),
            left + 32,
            y + 10,
            width - 64,
            heading - 14,
            letters=PLAIN,
            colour=QUIET,
            halign="center",
        )
        spans = "     ".join(f"{span.opens} – {span.closes}" for span in hours)
        self.text(
            spans,
            left + 32,
            y + heading,
            width - 64,
            height - heading - 12,
            letters=LARGE + 8,
            bold=True,
            halign="center",
            most_lines=1,
        )
