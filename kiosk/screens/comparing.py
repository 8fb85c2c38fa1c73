"""Over the page of a kiosk that is paired: is who answers the centre's server? Digits to compare, and two answers."""

from collections.abc import Callable
from functools import partial

from kiosk.screens.parts import HEADLINE, PLAIN, TITLE, Sheet, put_button
from kiosk.screens.tiles import QUIET
from look import colours
from look.language import Translate
from look.touch_guard import Touch, TouchGuard

_DIGITS = 84
_GAP = 24


class ComparingSheet(Sheet):
    """Covers the whole page: nothing beneath is touched before one of the two is chosen."""

    def __init__(
        self,
        digits: str,
        *,
        window: tuple[float, float],
        tr: Translate,
        guard: TouchGuard,
        on_compared: Callable[[bool], None],
    ) -> None:
        """`digits` stand in groups; empty: who answers encrypts nothing."""
        super().__init__(window=window)
        left, width, high = self.margin, self.inner_width, self.design_height
        is_upright = self.is_portrait
        self.panel(0, 0, self.design_width, high, fill=colours.PAPER, radius=0)
        top = 56 if is_upright else 28
        self.text(tr("Có đúng máy chủ không?"), left, top, width, 100, letters=HEADLINE, bold=True)
        question_y = top + (150 if is_upright else 104)
        self.text(
            tr("Trên trang Thiết bị, cạnh mã, có đúng những ký tự này không?"),
            left,
            question_y,
            width,
            150 if is_upright else 76,
            letters=TITLE - 8,
            bold=True,
            most_lines=2,
        )
        box_y, box_height = question_y + (200 if is_upright else 100), 230
        self._put_digits(digits.split() or [tr("không mã hóa")], (left, box_y, width, box_height))
        why = tr(
            "Một máy lạ trong mạng có thể trả lời thay máy chủ. Mã ghép chưa được gửi đi, "
            "và chỉ được gửi khi chạm “Đúng”."
        )
        self.text(
            why, left, box_y + box_height + 32, width, 150 if is_upright else 110, letters=PLAIN + 3, colour=QUIET
        )
        foot = 190 if is_upright else 150
        foot_y = high - foot - (72 if is_upright else 40)
        across = (width - 2 * _GAP) / 2
        for at, (words, is_same) in enumerate(((tr("Không đúng"), False), (tr("Đúng"), True))):
            put_button(
                self,
                words,
                left + at * (across + 2 * _GAP),
                foot_y,
                across,
                foot,
                guard=guard,
                on_chosen=partial(on_compared, is_same),
                is_primary=is_same,
                icon="check" if is_same else None,
                letters=TITLE,
                changes_page=False,
            )

    def on_touch_down(self, touch: Touch) -> bool:
        super().on_touch_down(touch)
        return True

    def _put_digits(self, groups: list[str], box: tuple[float, float, float, float]) -> None:
        """Each group in a box of its own."""
        x, y, width, height = box
        across = (width - _GAP * (len(groups) - 1)) / len(groups)
        for at, group in enumerate(groups):
            left = x + at * (across + _GAP)
            self.panel(left, y, across, height, fill=colours.BLUE_SOFT, line=colours.BLUE, line_width=3)
            self.text(
                group, left + 8, y, across - 16, height, letters=_DIGITS, bold=True, halign="center", most_lines=1
            )
