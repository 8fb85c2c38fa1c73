"""The page of a kiosk that is not paired: the code and the server's address, typed on large keys without a keyboard."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from kiosk.pairing import CODE_LETTERS, KEYS, Field, PairingView, Stage
from kiosk.screens.comparing import ComparingSheet
from kiosk.screens.parts import CORNER, HEADLINE, LARGE, PLAIN, TITLE, Sheet, Touchable
from kiosk.screens.tiles import QUIET
from look import colours
from look.kivy_theme import FittedLabel, RoundedPanel
from look.language import Translate
from look.touch_guard import TouchGuard
from messaging.clock import real_monotonic_s

ERASE, CLEAR = "erase", "clear"
_KEYS = (*KEYS, ERASE, CLEAR)
_ONLY_ADDRESS = frozenset("U.:-")
"""A code has none of them; I, L and O are read as 1, 1 and 0."""
_GAP = 16
_CODE_HEIGHT = 86
"""So that the widest letters, M and W, stand in their places as large as the others."""
_OFF = 0.3
"""How much is left to see of a key that does nothing now: grey and without an edge, too."""


@dataclass(frozen=True, slots=True)
class _Key:
    """A key, and whether it can be touched now: plain to see from two metres."""

    button: Touchable
    words: FittedLabel
    ground: str
    ink: str

    def allow(self, *, is_on: bool) -> None:
        self.button.is_enabled = is_on
        self.button.rest_fill = colours.rgba(self.ground if is_on else colours.MIST)
        self.button.rest_line = colours.rgba(colours.BLUE if is_on else colours.MIST)
        self.words.color = colours.rgba(self.ink if is_on else colours.INK)
        self.words.opacity = 1 if is_on else _OFF


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
        on_compared: Callable[[bool], None],
        whom_to_call: str = "",
    ) -> None:
        super().__init__(window=window)
        self._window = window
        self._tr = tr
        self._guard = guard
        self._on_compared = on_compared
        self._whom_to_call = whom_to_call or tr("cán bộ kỹ thuật mạng của trung tâm")
        self._comparing: ComparingSheet | None = None
        self._keys: dict[str, _Key] = {}
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
        self._send = self._put_key(
            tr("Ghép máy này"), (left + width * 0.3, foot_y, width * 0.7, foot), on_send, colours.BLUE, TITLE
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
        for name, key in self._keys.items():
            key.allow(is_on=view.stage is Stage.TYPING and not (is_code and name in _ONLY_ADDRESS))
        self._send.allow(is_on=view.can_send)
        self._have_compared(view)

    def _have_compared(self, view: PairingView) -> None:
        if (self._comparing is not None) == (view.stage is Stage.COMPARING):
            return
        if self._comparing is not None:
            self.remove_widget(self._comparing)
            self._comparing = None
        else:
            self._comparing = ComparingSheet(
                view.digits, window=self._window, tr=self._tr, guard=self._guard, on_compared=self._on_compared
            )
            self.add_widget(self._comparing)
        # The second tap of an unsure hand must not say that the digits are right.
        self._guard.screen_changed(now_s=real_monotonic_s())

    def _say(self, view: PairingView) -> None:
        soft, plain = colours.MIST, colours.INK
        words = self._tr("Mã gồm 8 chữ và số, dùng một lần trong 10 phút.")
        if view.stage is Stage.ASKING:
            words = self._tr("Đang hỏi máy chủ…")
        elif view.stage is Stage.PAIRED:
            words = self._tr("Đã ghép: {device}. Máy đang khởi động.").format(device=view.words)
            soft, plain = colours.GOOD_SOFT, colours.GOOD
        elif view.met_stranger:
            words = self._tr(
                "Chưa gửi gì: máy đã trả lời không phải máy chủ của trung tâm. Vui lòng gọi {whom} trước khi ghép."
            ).format(whom=self._whom_to_call)
            soft, plain = colours.BAD_SOFT, colours.BAD
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
            words = {ERASE: self._tr("Xóa"), CLEAR: self._tr("Xóa hết")}.get(key, key)
            letters, ground = (LARGE - 6, colours.MIST) if key in (ERASE, CLEAR) else (TITLE, colours.PAPER)
            self._keys[key] = self._put_key(words, (left, upper, wide, down), partial(on_key, key), ground, letters)
            cell += cells

    def _put_key(
        self,
        words: str,
        box: tuple[float, float, float, float],
        on_chosen: Callable[[], None],
        ground: str,
        letters: float,
    ) -> _Key:
        x, y, width, height = box
        ink = colours.PAPER if ground == colours.BLUE else colours.BLUE
        button = self._touchable(on_chosen, ground=ground)
        self.put(button, x, y, width, height)
        label = self.text(
            words,
            x + 6,
            y + 6,
            width - 12,
            height - 12,
            letters=letters,
            bold=True,
            colour=ink,
            halign="center",
            most_lines=1,
        )
        return _Key(button, label, ground, ink)
