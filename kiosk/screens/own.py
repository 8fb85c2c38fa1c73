"""The own number: typed with the three digits of its slip, then how it stands and what its holder may say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from kiosk.screens.code import CLEAR, ERASE
from kiosk.screens.frame import controls_top, footer_height, header_height
from kiosk.screens.parts import (
    CORNER,
    HEADLINE,
    LARGE,
    PLAIN,
    TITLE,
    Sheet,
    Touchable,
    put_button,
    put_foot,
    shared_letters,
    words_room,
)
from kiosk.screens.tiles import QUIET
from look import colours
from look.language import Translate
from look.touch_guard import TouchGuard

_GAP = 28
_KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", CLEAR, "0", ERASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """What has been typed so far. The number comes first; `asks_check` says that its three digits are typed now."""

    letter: str = ""
    digits: str = ""
    check: str = ""
    asks_check: bool = False

    @property
    def number(self) -> str:
        """As it stands on the slip: `A025`, or `X2-001` of a kiosk's own numbers."""
        if self.letter == "X" and len(self.digits) > _EMERGENCY_DIGITS:
            return f"X{self.digits[:-_EMERGENCY_DIGITS]}-{self.digits[-_EMERGENCY_DIGITS:]}"
        return self.letter + self.digits

    @property
    def is_whole(self) -> bool:
        """Whether the field that is typed now is."""
        if self.asks_check:
            return len(self.check) == CHECK_DIGITS
        return bool(self.letter) and len(self.digits) >= (4 if self.letter == "X" else 3)

    def typed(self, key: str) -> "Entry":
        """After one more key: a letter, a digit, CLEAR or ERASE."""
        if self.asks_check:
            check = "" if key == CLEAR else self.check[:-1] if key == ERASE else self.check
            return replace(self, check=(check + key)[:CHECK_DIGITS] if key.isdigit() else check)
        if key == CLEAR:
            return Entry()
        if key == ERASE:
            return Entry(self.letter, self.digits[:-1]) if self.digits else Entry()
        if key.isdigit():
            return Entry(self.letter, (self.digits + key)[:_MOST_DIGITS])
        return Entry(key, self.digits)


CHECK_DIGITS = 3
_EMERGENCY_DIGITS = 3
_MOST_DIGITS = 5


class OwnEntryPage(Sheet):
    """`update` shows what has been typed and what was wrong, without moving anything."""

    def __init__(
        self,
        *,
        window: tuple[float, float],
        letters: Sequence[str],
        asks_check: bool,
        is_to_rate: bool = False,
        tr: Translate,
        guard: TouchGuard,
        on_key: Callable[[str], None],
        on_send: Callable[[], None],
        on_back: Callable[[], None],
    ) -> None:
        """`is_to_rate`: what is typed leads to the faces."""
        super().__init__(window=window)
        self._guard, self._on_key = guard, on_key
        self.keys: dict[str, Touchable] = {}
        top = header_height(self)
        bottom = self.design_height - footer_height(self) - 24
        title = tr("Nhập 3 chữ số kiểm tra") if asks_check else tr("Nhập số trên phiếu")
        cue = tr("Chữ cái trước, rồi đến các chữ số.")
        if is_to_rate:
            cue = tr("Để đánh giá, cần số trên phiếu của Ông/Bà.")
        if asks_check:
            cue = tr("Ba chữ số in cạnh chữ “Kiểm tra” trên phiếu.")
        height = (130 if self.is_portrait else 110) if not self.ease.is_low else 96
        left, width = self.margin, self.inner_width * (1 if self.is_portrait else 0.46)
        self.text(title, left, top + 20, width, 84, letters=TITLE, bold=True)
        self.text(cue, left, top + 104, width, 60, letters=PLAIN, colour=QUIET)
        self.panel(left, top + 176, width, 180, fill=colours.PAPER, line=colours.BLUE, line_width=4)
        self._typed = self.number("", left + 24, top + 176, width - 48, 180, fill=0.6)
        words_box = (left, top + 372, width, 116)
        self._words_panel = self.panel(*words_box, fill=colours.WARN_SOFT, line=colours.WARN, line_width=3)
        x, y, across, down = words_box
        self._words = self.text("", x + 24, y + 4, across - 48, down - 8, letters=PLAIN, bold=True, most_lines=2)
        bottom -= height
        if self.is_portrait:
            pad_y = max(top + 516, controls_top(self))
            self._put_keys(left, pad_y, width, bottom - _GAP - pad_y, () if asks_check else letters, tr)
        else:
            pad_x, pad_y = left + width + 56, max(top + 20, controls_top(self))
            across = self.design_width - self.margin - pad_x
            self._put_keys(pad_x, pad_y, across, bottom + height - pad_y, () if asks_check else letters, tr)
        self.back, self.send = put_foot(
            self,
            (left, bottom, width, height),
            (tr("Quay lại"), tr("Xem số") if asks_check and not is_to_rate else tr("Tiếp tục")),
            guard=guard,
            on_back=on_back,
            on_send=on_send,
            back_share=0.4,
            gap=_GAP,
            letters=LARGE + 4,
        )
        self.update(Entry(asks_check=asks_check), "")

    def update(self, entry: Entry, words: str) -> None:
        self._typed.text = " ".join(entry.check) if entry.asks_check else entry.number
        self._words.text = words
        self._words_panel.opacity = 1 if words else 0
        self.send.is_enabled = entry.is_whole
        self.send.opacity = 1 if entry.is_whole else 0.35

    def _put_keys(self, x: float, y: float, width: float, height: float, letters: Sequence[str], tr: Translate) -> None:
        """The services' letters in two columns, the digits in three beside them."""
        if letters:
            columns = 2
            share = width * 0.36
            across = (share - _GAP * (columns - 1)) / columns
            rows = -(-len(letters) // columns)
            down = min(170.0, (height - _GAP * (rows - 1)) / rows)
            for at, letter in enumerate(letters):
                box = (x + at % columns * (across + _GAP), y + at // columns * (down + _GAP), across, down)
                self._put_key(letter, box, tr)
            x, width = x + share + 40, width - share - 40
        across = (width - 2 * _GAP) / 3
        down = min(170.0, (height - 3 * _GAP) / 4)
        for at, key in enumerate(_KEYS):
            self._put_key(key, (x + at % 3 * (across + _GAP), y + at // 3 * (down + _GAP), across, down), tr)

    def _put_key(self, key: str, box: tuple[float, float, float, float], tr: Translate) -> None:
        is_sign = key not in (CLEAR, ERASE)
        words = {CLEAR: tr("Xóa hết"), ERASE: tr("Xóa 1 số")}.get(key, key)
        button = Touchable(
            guard=self._guard,
            on_chosen=partial(self._on_key, key),
            changes_page=False,
            says=words,
            rest_fill=colours.rgba(colours.BLUE_SOFT if key.isalpha() and is_sign else colours.PAPER),
            rest_line=colours.rgba(colours.BLUE),
            rest_line_px=3 * self.scale,
            pressed_line_px=8 * self.scale,
            radius_px=CORNER * self.scale,
        )
        self.put(button, *box)
        self.keys[key] = button
        x, y, across, down = box
        if is_sign:
            self.number(key, *box, colour=colours.BLUE, fill=0.46)
        elif key == ERASE:
            self.icon("erase", x + (across - 60) / 2, y + (down - 60) / 2, 60, colour=colours.BLUE)
        else:
            box = (x + 6, y, across - 12, down)
            self.text(words, *box, letters=PLAIN, bold=True, colour=colours.BLUE, halign="center", most_lines=2)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an own number stands, in the citizen's language."""

    number: str
    service: str
    fact: str
    note: str
    """What was noted or refused last; empty when nothing was said."""
    may_speak: bool
    """It waits: its holder may say that they are here, come later, or give it back."""
    is_called: bool = False
    """Its holder is expected at a counter now."""


class OwnToldPage(Sheet):
    """The number, how it stands, and three words; giving it back is asked once more."""

    def __init__(
        self,
        *,
        window: tuple[float, float],
        standing: Standing,
        asks_whether: bool,
        tr: Translate,
        guard: TouchGuard,
        on_present: Callable[[], None],
        on_late: Callable[[], None],
        on_give_back: Callable[[], None],
        on_keep: Callable[[], None],
        on_sure: Callable[[], None],
        on_home: Callable[[], None],
        on_rate: Callable[[], None] | None = None,
    ) -> None:
        """`on_rate`: it was served today, and its holder may rate that."""
        super().__init__(window=window)
        top = header_height(self)
        bottom = self.design_height - footer_height(self) - 24
        height = (130 if self.is_portrait else 108) if not self.ease.is_low else 100
        answers: list[tuple[str, str, Callable[[], None], bool]] = [(tr("Trang đầu"), "arrow-left", on_home, False)]
        if asks_whether:
            answers = [(tr("Trả lại số"), "", on_sure, False), (tr("Không, giữ số"), "check", on_keep, True)]
        elif standing.may_speak:
            answers += [
                (tr("Trả lại số"), "", on_give_back, False),
                (tr("Tôi đến muộn"), "clock", on_late, False),
                (tr("Tôi đã có mặt"), "check", on_present, True),
            ]
        if on_rate is not None and not asks_whether:
            answers.append((tr("Đánh giá phục vụ"), "smile", on_rate, not standing.may_speak))
        columns = 2 if self.is_portrait else len(answers)
        if self.is_portrait and len(answers) == 1:
            columns = 1
        rows = -(-len(answers) // columns)
        across = (self.inner_width - _GAP * (columns - 1)) / columns
        y = bottom - rows * height - (rows - 1) * _GAP
        end = y - _GAP
        self.answers: dict[str, Touchable] = {}
        letters = min(
            shared_letters(
                self, [words], *words_room(across, height, has_icon=bool(icon)), letters=PLAIN + 5, most_lines=2
            )
            for words, icon, _, _ in answers
        )
        for at, (words, icon, on_chosen, is_primary) in enumerate(answers):
            self.answers[words] = put_button(
                self,
                words,
                self.margin + at % columns * (across + _GAP),
                y + at // columns * (height + _GAP),
                across,
                height,
                guard=guard,
                on_chosen=on_chosen,
                is_primary=is_primary,
                icon=icon or None,
                letters=letters,
                most_lines=2,
            )
        width = self.inner_width
        fact, note = standing.fact, standing.note
        if asks_whether:
            fact = tr("Trả lại số {number}?").format(number=standing.number)
            note = tr("Ông/Bà sẽ không được gọi nữa. Muốn làm việc phải lấy số mới.")
        below = 140 + (150 if note else 0)
        room = min(440.0, end - top - 108 - below)
        # Upright there is room to spare: not all of it stands below.
        top += max(0.0, end - top - 108 - room - below) * 0.3
        self.text(
            standing.service, self.margin, top + 20, width, 76, letters=LARGE, bold=True, colour=QUIET, halign="center"
        )
        self.number(standing.number, self.margin, top + 100, width, room, fill=0.84)
        y = top + 108 + room
        ground, ink = colours.BLUE_SOFT, colours.BLUE
        if standing.is_called:
            # In high contrast what is dark by day becomes white, which nobody reads on yellow.
            ground, ink = colours.CALL, colours.PAPER if self.ease.is_contrasty else colours.INK
        self.panel(self.margin, y, width, 116, fill=ground)
        self.text(
            fact,
            self.margin + 24,
            y + 6,
            width - 48,
            104,
            letters=HEADLINE - 8,
            bold=True,
            colour=ink,
            halign="center",
            most_lines=2,
        )
        if note:
            self.text(note, self.margin, y + 130, width, 130, letters=LARGE, halign="center", most_lines=3)
