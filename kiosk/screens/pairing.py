"""The page of a kiosk that is not paired: the code and the server's address, typed on large keys without a keyboard."""

from collections.abc import Callable
from functools import partial

from kiosk.pairing import CODE_LETTERS, Field, PairingView, Stage
from kiosk.screens.parts import CORNER, HEADLINE, LARGE, PLAIN, TITLE, Sheet, Touchable, put_button
from kiosk.screens.tiles import QUIET
from look import colours
from look.kivy_theme import FittedLabel, RoundedPanel
from look.language import Translate
from look.touch_guard import TouchGuard

ERASE, CLEAR = "erase", "clear"
_KEYS = (*"1234567890", *"ABCDEFGHJKMNPQRSTVWXYZ", *"ILOU", ".", ":", "-", ERASE, CLEAR)
"""The letters of a code before those that only an address has."""
_ONLY_ADDRESS = frozenset("U.:-")
"""A code has none of them; I, L and O are read as 1, 1 and 0."""
_GAP = 16
_CODE_HEIGHT = 86
"""So that the widest letters, M and W, stand in their places as large as the others."""


class PairingPage(Sheet):
    """`update` shows what has been typed and what came of it, without moving anything."""

    def __init__(
        self,
        *,
        window: tuple[float, float],
        tr: Translate,
        guard: TouchGuard,
        on_key: Callable[[str], None],
        on_field: Callable[[Field], None],
        on_send: Callable[[], None],
    ) -> None:
        super().__init__(window=window)
        self._tr = tr
        self._guard = guard
        self.keys: dict[str, Touchable] = {}
        left, width, high = self.margin, self.inner_width, self.design_height
        is_upright = self.is_portrait
        self.panel(0, 0, self.design_width, high, fill=colours.PAPER, radius=0)
        top = 56 if is_upright else 28
        self.text(tr("Nhập mã ghép"), left, top, width, 100, letters=HEADLINE, bold=True)
        cue = tr("Cán bộ kỹ thuật lấy mã ở trang Thiết bị của máy chủ, mục “Ghép thiết bị”.")
        self.text(cue, left, top + 100, width, 64, letters=PLAIN, colour=QUIET)
        y = top + (190 if is_upright else 176)
        across = width if is_upright else width * 0.56
        self._put_code(left, y, across, 170 if is_upright else 140, on_field)
        below = y + (204 if is_upright else 0)
        self._address = self._put_address(
            (left, below, width, 150) if is_upright else (left + across + 40, y, width - across - 40, 140),
            on_field,
        )
        said_y = below + 182 if is_upright else y + 164
        said_height = 170 if is_upright else 120
        self._panel = self.panel(left, said_y, width, said_height, fill=colours.MIST, line=colours.LINE, line_width=3)
        self._words = self.text(
            "", left + 24, said_y + 8, width - 48, said_height - 16, letters=PLAIN + 3, bold=True, most_lines=3
        )
        foot = 150 if is_upright else 116
        foot_y = high - foot - (56 if is_upright else 28)
        keys_y = said_y + said_height + 32
        self._put_keys((left, keys_y, width, foot_y - 28 - keys_y), 6 if is_upright else 14, on_key)
        self.send = put_button(
            self,
            tr("Ghép máy này"),
            left + width * 0.3,
            foot_y,
            width * 0.7,
            foot,
            guard=guard,
            on_chosen=on_send,
            icon="check",
            letters=TITLE,
            changes_page=False,
        )

    def update(self, view: PairingView) -> None:
        shown = view.code.ljust(CODE_LETTERS)
        is_code = view.field is Field.CODE
        for at, (box, letter) in enumerate(self._places):
            letter.text = shown[at].strip()
            is_next = is_code and view.stage is Stage.TYPING and at == len(view.code)
            box.line_colour = self.rgba(colours.BLUE if is_next else colours.LINE)
            box.line_px = (6 if is_next else 3) * self.scale
        box, address = self._address
        address.text = view.address or self._tr("chưa có, chạm để nhập")
        box.rest_line = self.rgba(colours.LINE if is_code else colours.BLUE)
        box.rest_line_px = (3 if is_code else 6) * self.scale
        self._say(view)
        for key, button in self.keys.items():
            button.is_enabled = view.stage is Stage.TYPING and not (is_code and key in _ONLY_ADDRESS)
            button.opacity = 1 if button.is_enabled else 0.3
        self.send.is_enabled = view.can_send
        self.send.opacity = 1 if view.can_send else 0.35

    def _say(self, view: PairingView) -> None:
        soft, plain = colours.MIST, colours.INK
        words = self._tr("Mã gồm 8 chữ và số, dùng một lần trong 10 phút.")
        if view.stage is Stage.ASKING:
            words = self._tr("Đang hỏi máy chủ…")
        elif view.stage is Stage.PAIRED:
            words = self._tr("Đã ghép: {device}. Máy đang khởi động.").format(device=view.words)
            soft, plain = colours.GOOD_SOFT, colours.GOOD
        elif view.words:
            words, soft, plain = view.words, colours.WARN_SOFT, colours.WARN
        self._words.text = words
        self._words.color = self.rgba(plain)
        self._panel.fill_colour = self.rgba(soft)
        self._panel.line_colour = self.rgba(colours.LINE if plain == colours.INK else plain)

    def _touchable(self, on_chosen: Callable[[], None], *, ground: str = colours.PAPER) -> Touchable:
        return Touchable(
            guard=self._guard,
            on_chosen=on_chosen,
            changes_page=False,
            rest_fill=colours.rgba(ground),
            rest_line=colours.rgba(colours.BLUE),
            rest_line_px=3 * self.scale,
            pressed_line_px=8 * self.scale,
            radius_px=CORNER * self.scale,
        )

    def _put_code(self, x: float, y: float, width: float, height: float, on_field: Callable[[Field], None]) -> None:
        self._places: list[tuple[RoundedPanel, FittedLabel]] = []
        frame = self._touchable(partial(on_field, Field.CODE))
        frame.rest_line_px = 0
        frame.rest_fill = colours.rgba(colours.PAPER)
        self.put(frame, x, y, width, height)
        gap, middle = 12, 28
        across = (width - gap * (CODE_LETTERS - 1) - middle) / CODE_LETTERS
        for at in range(CODE_LETTERS):
            left = x + at * (across + gap) + (middle if at >= CODE_LETTERS // 2 else 0)
            box = self.panel(left, y, across, height, fill=colours.PAPER, line=colours.LINE, line_width=3)
            letter = self.text("", left, y, across, height, letters=_CODE_HEIGHT, bold=True, halign="center")
            self._places.append((box, letter))

    def _put_address(
        self, box: tuple[float, float, float, float], on_field: Callable[[Field], None]
    ) -> tuple[Touchable, FittedLabel]:
        x, y, width, height = box
        frame = self._touchable(partial(on_field, Field.ADDRESS))
        self.put(frame, x, y, width, height)
        self.text(self._tr("Địa chỉ máy chủ"), x + 24, y + 8, width - 48, 48, letters=PLAIN - 5, colour=QUIET)
        address = self.text("", x + 24, y + 54, width - 48, height - 64, letters=LARGE, bold=True, most_lines=1)
        return frame, address

    def _put_keys(self, box: tuple[float, float, float, float], columns: int, on_key: Callable[[str], None]) -> None:
        x, y, width, height = box
        rows = -(-(len(_KEYS) + 1) // columns)
        across = (width - (columns - 1) * _GAP) / columns
        down = min(150.0, (height - (rows - 1) * _GAP) / rows)
        cell = 0
        for key in _KEYS:
            cells = 2 if key == CLEAR else 1
            left, upper = x + cell % columns * (across + _GAP), y + cell // columns * (down + _GAP)
            wide = across * cells + _GAP * (cells - 1)
            button = self._touchable(
                partial(on_key, key), ground=colours.MIST if key in (ERASE, CLEAR) else colours.PAPER
            )
            self.put(button, left, upper, wide, down)
            self.keys[key] = button
            words = {ERASE: self._tr("Xóa"), CLEAR: self._tr("Xóa hết")}.get(key, key)
            self.text(
                words,
                left + 6,
                upper + 6,
                wide - 12,
                down - 12,
                letters=LARGE - 6 if key in (ERASE, CLEAR) else TITLE,
                bold=True,
                colour=colours.BLUE,
                halign="center",
                most_lines=1,
            )
            cell += cells
