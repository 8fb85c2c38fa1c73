"""A code from a slip: six large places, a number pad, and clear words when it is not taken."""

from collections.abc import Callable
from functools import partial

from kiosk.screens.frame import controls_top, footer_height, header_height
from kiosk.screens.parts import CORNER, LARGE, PLAIN, TITLE, Sheet, Touchable, put_foot
from kiosk.screens.tiles import QUIET
from look import colours
from look.kivy_theme import NumberLabel, RoundedPanel
from look.language import Translate
from look.touch_guard import TouchGuard

CODE_LENGTH = 6
ERASE = "erase"
CLEAR = "clear"
_KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", CLEAR, "0", ERASE)
_GAP = 32


class CodePage(Sheet):
    """`update` shows what has been typed and what was wrong, without moving anything."""

    def __init__(
        self,
        *,
        window: tuple[float, float],
        tr: Translate,
        guard: TouchGuard,
        on_key: Callable[[str], None],
        on_send: Callable[[], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(window=window)
        top = header_height(self)
        bottom = self.design_height - footer_height(self) - 24
        self._places: list[tuple[RoundedPanel, NumberLabel]] = []
        self.keys: dict[str, Touchable] = {}
        title = tr("Nhập mã 6 chữ số")
        cue = tr("Mã in trên phiếu đặt trước hoặc phiếu bổ sung hồ sơ.")
        height = (130 if self.is_portrait else 116) if not self.ease.is_low else 96
        bottom -= height
        if self.is_portrait:
            left, width = self.margin, self.inner_width
            self.text(title, left, top + 28, width, 84, letters=TITLE + 9, bold=True)
            self.text(cue, left, top + 114, width, 60, letters=PLAIN, colour=QUIET)
            self._put_places(left, top + 196, width, 190)
            words_box = (left, top + 404, width, 130)
            pad_y = max(top + 552, controls_top(self))
            pad = (left + 60, pad_y, width - 120, bottom - _GAP - pad_y)
        else:
            left, width = self.margin, self.inner_width * 0.5
            self.text(title, left, top + 24, width, 84, letters=TITLE, bold=True)
            self.text(cue, left, top + 108, width, 60, letters=PLAIN, colour=QUIET)
            self._put_places(left, top + 190, width, 170)
            words_box = (left, top + 384, width, 150)
            pad_x = left + width + 72
            pad_y = max(top + 24, controls_top(self))
            pad = (pad_x, pad_y, self.design_width - self.margin - pad_x, bottom + height - pad_y)
        self._words_panel = self.panel(*words_box, fill=colours.WARN_SOFT, line=colours.WARN, line_width=3)
        x, y, across, down = words_box
        self._words = self.text("", x + 24, y + 8, across - 48, down - 16, letters=PLAIN + 3, bold=True, most_lines=3)
        self._put_pad(pad, tr, guard, on_key)
        self.back, self.send = put_foot(
            self,
            (left, bottom, width, height),
            (tr("Quay lại"), tr("Lấy số")),
            guard=guard,
            on_back=on_back,
            on_send=on_send,
            back_share=0.36,
            gap=_GAP,
            letters=TITLE,
        )
        self.update("", "")

    def update(self, digits: str, words: str) -> None:
        for at, (box, number) in enumerate(self._places):
            number.text = digits[at] if at < len(digits) else ""
            is_next = at == len(digits)
            box.line_colour = self.rgba(colours.BLUE if is_next else colours.LINE)
            box.line_px = (6 if is_next else 3) * self.scale
        self._words.text = words
        self._words_panel.opacity = 1 if words else 0
        is_whole = len(digits) == CODE_LENGTH
        self.send.is_enabled = is_whole
        self.send.opacity = 1 if is_whole else 0.35

    def _put_places(self, x: float, y: float, width: float, height: float) -> None:
        gap, middle = 16, 24
        across = (width - gap * (CODE_LENGTH - 1) - middle) / CODE_LENGTH
        for at in range(CODE_LENGTH):
            left = x + at * (across + gap) + (middle if at >= CODE_LENGTH // 2 else 0)
            box = self.panel(left, y, across, height, fill=colours.PAPER, line=colours.LINE, line_width=3)
            number = self.number("", left, y, across, height, fill=0.6)
            self._places.append((box, number))

    def _put_pad(
        self, box: tuple[float, float, float, float], tr: Translate, guard: TouchGuard, on_key: Callable[[str], None]
    ) -> None:
        x, y, width, height = box
        gap = 28
        across = (width - 2 * gap) / 3
        down = min(200.0, (height - 3 * gap) / 4)
        for at, key in enumerate(_KEYS):
            left, upper = x + at % 3 * (across + gap), y + at // 3 * (down + gap)
            button = Touchable(
                guard=guard,
                on_chosen=partial(on_key, key),
                changes_page=False,
                rest_fill=colours.rgba(colours.PAPER if key.isdigit() else colours.MIST),
                rest_line=colours.rgba(colours.BLUE),
                rest_line_px=3 * self.scale,
                pressed_line_px=8 * self.scale,
                radius_px=CORNER * self.scale,
            )
            self.put(button, left, upper, across, down)
            self.keys[key] = button
            if key.isdigit():
                self.number(key, left, upper, across, down, colour=colours.BLUE, fill=0.46)
                continue
            words = tr("Xóa hết") if key == CLEAR else tr("Xóa 1 số")
            self.text(
                words,
                left + 12,
                upper + 8,
                across - 24,
                down - 16,
                letters=LARGE - 6,
                bold=True,
                colour=colours.BLUE,
                halign="center",
                most_lines=2,
            )
