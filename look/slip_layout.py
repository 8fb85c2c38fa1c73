"""The slip of paper a citizen takes away, drawn as the very dots the printer will print (8 dots to the mm).

Number first and last: a slip torn or cut short at either end still tells whose turn it is. English slips say
the key words in Vietnamese as well, small, so that staff can read them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PIL import Image, ImageDraw

from look import queue_words
from look.fonts import bold, regular
from look.language import translator
from look.number_drawing import number_image
from look.slip_parts import (
    BOX_PADDING_DOTS,
    COPY_MARK,
    DOTS_PER_MM,
    MARGIN_DOTS,
    Code,
    CodeSize,
    Sizes,
    band,
    black_and_white,
    boxed,
    gap,
    ink_width_of,
    lines_block,
    qr_symbol,
    rule,
    sizes_for,
    stacked,
)
from look.slip_text import clean, fit, ink_width
from look.slip_wifi import wifi_code

__all__ = ["COPY_MARK", "Slip", "draw_slip"]

_NUMBER_DOTS = 18 * DOTS_PER_MM
_INFO_BESIDE_QR_DOTS = 260
"""With this much room beside the code, people ahead, counters and time stand there and save paper."""
_CAPTION_BESIDE_QR_DOTS = 118
"""Room for the date in the smallest size."""
_BETWEEN_CODES_DOTS = 190
"""With this much room between the number's code and that of the Wi-Fi its name and password stand there."""
_END_DOTS = 20
"""White below the last line: 2.5 mm, for paper that is torn off a little too high."""
_ARROW_DOTS = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What one slip says; names are in the citizen's language already, the other words are the layout's."""

    centre_name: str
    service_name: str
    number: str
    issued_at_local: datetime | None
    """In the centre's zone; printed as dd/MM/yyyy HH:mm. None: a kiosk without server and clock does not know it."""
    people_ahead: int | None
    """None leaves the line out: an emergency number is given without knowing the queue."""
    turn_now: tuple[str, int | None] | None = None
    """State (see `queue_words.TURN_NOW`) and counter of a number that waits no more; None while it waits."""
    counters: Sequence[int]
    priority_label: str | None
    """The group's name; None for ordinary turns, empty for a mark without a group."""
    url: str | None
    """What the QR code says; None leaves code and caption out."""
    language: str
    copy_mark: str | None = None
    is_test: bool = False
    is_temporary: bool = False
    """Given by the kiosk itself while it could not reach the server."""
    wait_min: tuple[int, int] | None = None
    wait_low_min: int | None = None
    """Known even where the range is not printed: what is said of the people ahead must not contradict it."""
    """Between how many whole minutes the wait is likely to be; None leaves it out."""
    not_before_local: datetime | None = None
    """A reserved place that was claimed early is called from then on."""
    today_unlikely: bool = False
    """It will rather not be called before closing, and was taken all the same."""
    special_day: str = ""
    """What today promises, in the slip's language; empty leaves it out."""
    footer: str = ""
    """The centre's own last line; empty leaves it out."""
    check: str = ""
    """The three digits that prove the number one's own; empty leaves them out."""
    wifi_name: str = ""
    """The hall's Wi-Fi, with a code to join it; empty leaves both out."""
    wifi_password: str = ""
    """Empty: an open network."""

    def __post_init__(self) -> None:
        if self.issued_at_local is not None and self.issued_at_local.tzinfo is None:
            raise ValueError("issued_at_local needs a time zone: the slip shows the centre's time")


def draw_slip(slip: Slip, width_dots: int) -> Image.Image:
    """Draw a slip for a head of `width_dots` (576 or 384): mode "1", that wide, as high as it needs.

    An ordinary slip is at most 720 dots (9 cm) high; very long names make it longer, they are never cut off.
    """
    return black_and_white(_SlipDrawing(slip, width_dots).drawn())


@dataclass(frozen=True, slots=True)
class _Say:
    """One text of the slip, with its Vietnamese wording for staff when it is in another language."""

    words: str
    sizes: tuple[int, ...]
    is_bold: bool = False
    in_vietnamese: str = ""


class _SlipDrawing:
    """The blocks of one slip, from top to bottom."""

    def __init__(self, slip: Slip, width_dots: int) -> None:
        self._slip = slip
        self._width = width_dots
        self._inner = width_dots - 2 * MARGIN_DOTS
        self._sizes = sizes_for(width_dots)
        self._number = clean(slip.number)
        self._say = translator(slip.language)
        self._codes = self._both_codes()

    def drawn(self) -> Image.Image:
        return stacked(
            [
                self._gap(6),
                *self._marks(),
                self._title(self._slip.centre_name, self._sizes.centre, max_lines=1),
                self._gap(8),
                rule(self._width),
                self._gap(12),
                self._title(self._slip.service_name, self._sizes.service, max_lines=2),
                self._gap(14),
                self._large_number(),
                self._gap(14),
                *self._priority(),
                rule(self._width),
                *self._info_and_code(),
                *self._temporary(),
                *self._today_unlikely(),
                *self._special_day(),
                *self._wifi(),
                rule(self._width),
                self._gap(8),
                self._foot(),
                *self._footer(),
                self._gap(_END_DOTS),
            ]
        )

    def _marks(self) -> Iterable[Image.Image]:
        marks = ["IN THỬ"] if self._slip.is_test else []
        if self._slip.copy_mark and clean(self._slip.copy_mark):
            marks.append(clean(self._slip.copy_mark))
        if self._slip.is_temporary:
            marks.append("PHIẾU TẠM")
        for mark in marks:
            yield band(self._both_languages(mark), self._width, self._sizes.counters)
            yield self._gap(10)

    def _large_number(self) -> Image.Image:
        picture = number_image(self._number, height_dots=_NUMBER_DOTS, max_width_dots=self._inner)
        block = self._gap(picture.height)
        block.paste(picture, ((self._width - picture.width) // 2, 0))
        return block

    def _priority(self) -> Iterable[Image.Image]:
        label = self._slip.priority_label
        if label is None:
            return
        yield _priority_box(self._both_languages("ƯU TIÊN"), clean(label), self._width, self._sizes)
        yield self._gap(12)

    def _temporary(self) -> Iterable[Image.Image]:
        if self._slip.is_temporary:
            yield from self._between_rules(self._say("Máy đang mất kết nối. Số này được gọi khi có kết nối trở lại."))

    def _today_unlikely(self) -> Iterable[Image.Image]:
        if self._slip.today_unlikely:
            yield from self._between_rules(self._say("Hôm nay có thể không kịp đến lượt Ông/Bà."))

    def _special_day(self) -> Iterable[Image.Image]:
        words = clean(self._slip.special_day)
        if words:
            yield from self._between_rules(words)

    def _wifi(self) -> Iterable[Image.Image]:
        """The hall's Wi-Fi in words, with a code to join it at the other side than the number's own."""
        if not self._wifi_name or self._codes:
            return
        said = self._wifi_words(self._sizes.time)
        yield rule(self._width)
        yield self._gap(8)
        code = qr_symbol(self._wifi_code(), self._width, CodeSize.MIDDLE)
        room = 0 if code is None else self._inner - code.symbol_dots - code.quiet_dots
        caption = _Say(self._say("Quét mã bên để vào Wi-Fi"), self._sizes.small)
        if room < _INFO_BESIDE_QR_DOTS:  # a password that is broken anywhere is typed wrong
            yield self._column(said, self._width)
            yield self._gap(8)
            said = []
        if code is None or room < _CAPTION_BESIDE_QR_DOTS:
            return
        column = self._column([*said, caption], room)
        block = self._gap(max(code.symbol_dots + 2 * code.quiet_dots - 16, column.height))
        block.paste(column, (MARGIN_DOTS, (block.height - column.height) // 2))
        block.paste(
            code.picture,
            (self._width - code.left_dots - code.symbol_dots, (block.height - code.symbol_dots) // 2),
        )
        yield block

    @property
    def _wifi_name(self) -> str:
        return clean(self._slip.wifi_name)

    def _wifi_code(self) -> str:
        return wifi_code(self._wifi_name, clean(self._slip.wifi_password))

    def _wifi_words(self, sizes: tuple[int, ...]) -> list["_Say"]:
        password = clean(self._slip.wifi_password)
        words = self._say("Mật khẩu: {password}").format(password=password)
        return [
            _Say(f"Wi-Fi: {self._wifi_name}", sizes, is_bold=True),
            _Say(words if password else self._say("Không mật khẩu"), sizes),
        ]

    def _both_codes(self) -> tuple[Code, Code] | None:
        """The number's own code and that of the Wi-Fi, small enough to stand side by side; None: not both are there."""
        if not self._wifi_name or not self._slip.url:
            return None
        own = qr_symbol(self._slip.url, self._width, CodeSize.MIDDLE)
        joining = qr_symbol(self._wifi_code(), self._width, CodeSize.SMALL)
        if own is None or joining is None or _room_between(own, joining, self._width) < 0:
            return None
        return own, joining

    def _info_above_codes(self, own: Code, joining: Code) -> Iterable[Image.Image]:
        """What is known of the turn over the whole width, and below it both codes: nearly as short as one alone."""
        yield self._gap(12)
        yield self._column(self._in_fewer_lines(self._ahead_and_counters()), self._width)
        room = _room_between(own, joining, self._width)
        between = self._between_codes(room) if room >= _BETWEEN_CODES_DOTS else None
        if between is None:
            yield self._gap(10)
            yield self._column(self._wifi_words(self._sizes.time), self._width)
        height = own.symbol_dots + 2 * own.quiet_dots
        row = self._gap(max(height, 0 if between is None else between.height + 24))
        own_left, joining_left = own.left_dots, self._width - joining.left_dots - joining.symbol_dots
        row.paste(own.picture, (own_left, (row.height - own.symbol_dots) // 2))
        row.paste(joining.picture, (joining_left, (row.height - joining.symbol_dots) // 2))
        if between is not None:
            row.paste(between, (own_left + own.symbol_dots + own.quiet_dots, (row.height - between.height) // 2))
        yield row
        if between is None:
            yield self._captions(own_left + own.symbol_dots // 2, joining_left + joining.symbol_dots // 2)

    def _in_fewer_lines(self, said: list["_Say"]) -> list["_Say"]:
        """The last two, such as wait and counters, on one line where it has room for both."""
        if len(said) < 2 or any(text.in_vietnamese not in ("", text.words) for text in said[-2:]):
            return said
        both = " · ".join(text.words for text in said[-2:])
        fitted = fit(both, bold(), width_dots=self._inner, sizes_dots=self._sizes.time, max_lines=1)
        return said if len(fitted.lines) > 1 else [*said[:-2], _Say(both, self._sizes.time, is_bold=True)]

    def _between_codes(self, room: int) -> Image.Image | None:
        """What the left code is for, and name and password of the right one; None when a word would break."""
        above, below = [self._caption()], self._wifi_words((*self._sizes.time, *self._sizes.small))
        width = room - _ARROW_DOTS
        for text in (*above, *below):
            face = bold() if text.is_bold else regular()
            lines = fit(text.words, face, width_dots=width, sizes_dots=text.sizes, max_lines=2).lines
            if " ".join(lines) != text.words:
                return None
        blocks = [self._column(above, width), gap(width, 14), self._column(below, width)]
        between = gap(room, sum(block.height for block in blocks))
        between.paste(blocks[0], (_ARROW_DOTS, 0))
        between.paste(blocks[2], (0, between.height - blocks[2].height))
        draw = ImageDraw.Draw(between)
        middle, half = blocks[0].height // 2, _ARROW_DOTS // 2
        draw.polygon(((0, middle), (half + 2, middle - half), (half + 2, middle + half)), fill=0)
        middle = between.height - blocks[2].height // 2
        draw.polygon(((room - 1, middle), (room - half - 3, middle - half), (room - half - 3, middle + half)), fill=0)
        return between

    def _captions(self, *middles: int) -> Image.Image:
        """Below two codes what each is for, each in the middle of its own."""
        share = 2 * min(middles[0], self._width - middles[1]) - 8
        block = self._gap(0)
        for middle, words in zip(middles, (self._say("Theo dõi lượt"), self._say("Vào Wi-Fi")), strict=True):
            fitted = fit(words, regular(), width_dots=share, sizes_dots=self._sizes.small, max_lines=2)
            said = lines_block(fitted, share, "middle")
            taller = self._gap(max(block.height, said.height))
            taller.paste(block, (0, 0))
            taller.paste(said, (middle - share // 2, 0))
            block = taller
        return stacked([block, self._gap(8)])

    def _between_rules(self, words: str) -> Iterable[Image.Image]:
        fitted = fit(words, bold(), width_dots=self._inner, sizes_dots=self._sizes.small, max_lines=2)
        yield from (rule(self._width), self._gap(8), lines_block(fitted, self._width, "middle"), self._gap(8))

    def _footer(self) -> Iterable[Image.Image]:
        words = clean(self._slip.footer)
        if words:
            fitted = fit(words, regular(), width_dots=self._inner, sizes_dots=self._sizes.fine, max_lines=2)
            yield from (self._gap(8), lines_block(fitted, self._width, "middle"))

    def _both_languages(self, words: str) -> str:
        """The words of the slip's language, and the Vietnamese ones beside them when they differ."""
        said = self._say(words)
        return said if said == words else f"{said} · {words}"

    def _info_and_code(self) -> Iterable[Image.Image]:
        """People ahead, counters and time, beside the code when there is room, else above it."""
        if self._codes is not None:
            yield from self._info_above_codes(*self._codes)
            return
        code = qr_symbol(self._slip.url, self._width)
        if code is None:
            yield self._gap(12)
            yield self._column([*self._ahead_and_counters(), *self._time()], self._width)
            yield self._gap(12)
            return
        beside = self._width - MARGIN_DOTS - code.left_dots - code.symbol_dots - code.quiet_dots
        if beside >= _INFO_BESIDE_QR_DOTS:
            yield self._beside(code, [*self._ahead_and_counters(), *self._time(), self._caption()])
            return
        yield self._gap(12)
        if beside >= _CAPTION_BESIDE_QR_DOTS:
            yield self._column(self._ahead_and_counters(), self._width)
            yield self._beside(code, [*self._time(), self._caption()])
            return
        yield self._column([*self._ahead_and_counters(), *self._time()], self._width)
        yield self._beside(code, [])
        yield self._column([self._caption()], self._width)
        yield self._gap(12)

    def _ahead_and_counters(self) -> list["_Say"]:
        slip, sizes = self._slip, self._sizes
        said = []
        if slip.turn_now is not None:
            words, in_vietnamese = (queue_words.turn_now(*slip.turn_now, say) for say in (self._say, str))
            said.append(_Say(words, sizes.ahead, is_bold=True, in_vietnamese=in_vietnamese))
        if slip.people_ahead is not None:
            said.append(
                _Say(
                    queue_words.people_ahead(slip.people_ahead, self._say, wait_low_min=slip.wait_low_min),
                    sizes.ahead,
                    is_bold=True,
                    in_vietnamese=queue_words.people_ahead(slip.people_ahead, str, wait_low_min=slip.wait_low_min),
                )
            )
        if slip.not_before_local is not None:
            words = f"{slip.not_before_local:%H:%M}"
            said.append(
                _Say(
                    self._say("Được gọi từ {time}").format(time=words),
                    sizes.ahead,
                    is_bold=True,
                    in_vietnamese=f"Được gọi từ {words}",
                )
            )
        if slip.wait_min is not None:
            said.append(_Say(queue_words.waiting_range(*slip.wait_min, self._say), sizes.time))
        if slip.counters:
            said.append(
                _Say(
                    queue_words.counters(slip.counters, self._say),
                    sizes.counters,
                    is_bold=True,
                    in_vietnamese=queue_words.counters(slip.counters, str),
                )
            )
        return said

    def _time(self) -> list["_Say"]:
        at = self._slip.issued_at_local
        return [] if at is None else [_Say(f"{at:%d/%m/%Y %H:%M}", self._sizes.time)]

    def _caption(self) -> "_Say":
        return _Say(self._say("Quét mã để theo dõi lượt"), self._sizes.small)

    def _column(self, said: Sequence["_Say"], width: int) -> Image.Image:
        """Texts one below the other; over the whole width they stand in the middle, else at the left."""
        whole = width == self._width
        room, align = (self._inner, "middle") if whole else (width, "left")
        blocks: list[Image.Image] = []
        for text in said:
            if blocks:
                blocks.append(gap(width, 12))
            face = bold() if text.is_bold else regular()
            fitted = fit(text.words, face, width_dots=room, sizes_dots=text.sizes, max_lines=2)
            blocks.append(lines_block(fitted, width, align))
            if text.in_vietnamese and text.in_vietnamese != text.words:
                small = fit(text.in_vietnamese, regular(), width_dots=room, sizes_dots=self._sizes.small, max_lines=2)
                blocks += [gap(width, 6), lines_block(small, width, align)]
        return stacked(blocks) if blocks else gap(width, 0)

    def _beside(self, code: "Code", said: Sequence["_Say"]) -> Image.Image:
        """The code with its quiet zone, at the left with the texts beside it, or alone in the middle."""
        height = code.symbol_dots + 2 * code.quiet_dots
        left = code.left_dots if said else (self._width - code.symbol_dots) // 2
        column_left = left + code.symbol_dots + code.quiet_dots
        column = self._column(said, self._width - MARGIN_DOTS - column_left) if said else gap(1, 0)
        block = self._gap(max(height, column.height + 24))
        block.paste(code.picture, (left, (block.height - code.symbol_dots) // 2))
        block.paste(column, (column_left, (block.height - column.height) // 2))
        return block

    def _title(self, text: str, sizes: tuple[int, ...], *, max_lines: int) -> Image.Image:
        fitted = fit(clean(text), bold(), width_dots=self._inner, sizes_dots=sizes, max_lines=max_lines)
        return lines_block(fitted, self._width, "middle")

    def _gap(self, height: int) -> Image.Image:
        return gap(self._width, height)

    def _foot(self) -> Image.Image:
        """The number again, with its three digits, beside the fine print."""
        number = number_image(self._number, height_dots=self._sizes.last_number_dots, max_width_dots=self._inner // 3)
        check = clean(self._slip.check)
        if check:
            room = self._inner * 2 // 5
            said = self._say("Kiểm tra: {check}").format(check=check)
            fitted = fit(said, bold(), width_dots=room, sizes_dots=self._sizes.small, max_lines=1)
            words = lines_block(fitted, room, "left")
            words = words.crop((0, 0, max(number.width, ink_width_of(words)), words.height))
            number = stacked([number, gap(number.width, 10), words])
        beside = self._inner - number.width - MARGIN_DOTS
        text = self._say("Phiếu này không thay cho Giấy tiếp nhận hồ sơ và hẹn trả kết quả")
        fine = fit(text, regular(), width_dots=beside, sizes_dots=self._sizes.fine, max_lines=3)
        column = lines_block(fine, beside, "left")
        if self._codes is not None:  # above them every line would cost paper
            column = stacked([self._column(self._time(), beside), gap(beside, 8), column])
        block = self._gap(max(number.height, column.height))
        block.paste(number, (MARGIN_DOTS, (block.height - number.height) // 2))
        block.paste(column, (self._width - MARGIN_DOTS - beside, (block.height - column.height) // 2))
        return block


def _room_between(own: Code, joining: Code, width: int) -> int:
    """Dots between two codes at the two edges, the quiet zones of both left out; below 0 they do not fit."""
    left = own.left_dots + own.symbol_dots + own.quiet_dots
    return width - left - joining.quiet_dots - joining.symbol_dots - joining.left_dots


def _priority_box(mark: str, group: str, width: int, sizes: Sizes) -> Image.Image:
    """The mark with the group beside it, or beneath it when it would need three lines there."""
    inner = width - 2 * MARGIN_DOTS
    room = inner - 2 * BOX_PADDING_DOTS
    marked = fit(mark, bold(), width_dots=room, sizes_dots=sizes.counters, max_lines=1)
    if not group:
        return boxed(lines_block(marked, inner, "middle"), width)
    mark_width = ink_width(marked.lines[0], marked.font)
    beside = room - mark_width - 24
    if beside >= room // 3:
        named = fit(group, bold(), width_dots=beside, sizes_dots=sizes.small, max_lines=2)
        if len(named.lines) <= 2:
            return boxed(
                _side_by_side(lines_block(marked, mark_width, "left"), lines_block(named, beside, "left"), inner), width
            )
    named = fit(group, bold(), width_dots=room, sizes_dots=sizes.small, max_lines=2)
    parts = [lines_block(marked, inner, "middle"), gap(inner, 6), lines_block(named, inner, "middle")]
    return boxed(stacked(parts), width)


def _side_by_side(left: Image.Image, right: Image.Image, width: int) -> Image.Image:
    """Two blocks in the middle of the width, a thin upright between them."""
    ink = ink_width_of(right)
    height = max(left.height, right.height)
    start = (width - left.width - 24 - ink) // 2
    block = Image.new("L", (width, height), 255)
    block.paste(left, (start, (height - left.height) // 2))
    ImageDraw.Draw(block).rectangle((start + left.width + 11, 2, start + left.width + 12, height - 3), fill=0)
    block.paste(right.crop((0, 0, ink, right.height)), (start + left.width + 24, (height - right.height) // 2))
    return block
