"""The slip of paper a citizen takes away, drawn as the very dots the printer will print (8 dots to the mm).

Number first and last: a slip torn or cut short at either end still tells whose turn it is. English slips say
the key words in Vietnamese as well, small, so that staff can read them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import segno
from PIL import Image, ImageChops, ImageDraw

from look.fonts import bold, regular
from look.language import Translate, translator
from look.number_drawing import number_image
from look.slip_text import FittedText, clean, fit, ink_width

DOTS_PER_MM = 8
"""203 dots an inch, as all thermal ticket printers of 576 and 384 dots have."""
COPY_MARK = "BẢN IN LẠI"
"""What `Slip.copy_mark` says on a second print of the same number."""

_NUMBER_DOTS = 18 * DOTS_PER_MM
_MARGIN_DOTS = 16
"""White at both sides; printers differ by a millimetre in where the paper lies under the head."""
_QR_DOTS = 22 * DOTS_PER_MM
"""The symbol itself, its quiet zone not counted; older phones fail on smaller ones."""
_QR_LEAST_MODULE_DOTS = 4
"""Half a millimetre: below that the dots' bleeding closes the light modules."""
_QR_QUIET_MODULES = 4  # ISO/IEC 18004 asks for four
_INFO_BESIDE_QR_DOTS = 260
"""With this much room beside the code, people ahead, counters and time stand there and save paper."""
_CAPTION_BESIDE_QR_DOTS = 118
"""Room for the date in the smallest size."""
_BOX_PADDING_DOTS = 16
_BLACK_BELOW = 150
"""Grey level that still becomes a black dot; chosen by eye so that thin accents at 20 dots stay whole."""
_WHITE_STROKE_BELOW = 190


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What one slip says; names are in the citizen's language already, the other words are the layout's."""

    centre_name: str
    service_name: str
    number: str
    issued_at_local: datetime
    """In the centre's zone; printed as dd/MM/yyyy HH:mm."""
    people_ahead: int | None
    """None leaves the line out: an emergency number is given without knowing the queue."""
    counters: Sequence[int]
    priority_label: str | None
    """The group's name; None for ordinary turns, empty for a mark without a group."""
    url: str | None
    """What the QR code says; None leaves code and caption out."""
    language: str
    copy_mark: str | None = None
    is_test: bool = False

    def __post_init__(self) -> None:
        if self.issued_at_local.tzinfo is None:
            raise ValueError("issued_at_local needs a time zone: the slip shows the centre's time")


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Letter sizes in dots, the largest first."""

    centre: tuple[int, ...]
    service: tuple[int, ...]
    ahead: tuple[int, ...]
    counters: tuple[int, ...]
    time: tuple[int, ...]
    small: tuple[int, ...]
    fine: tuple[int, ...]
    last_number_dots: int


_WIDE = _Sizes(
    centre=(28, 26, 24, 22),
    service=(36, 34, 32, 30),
    ahead=(38, 34, 30, 28),
    counters=(34, 32, 28),
    time=(28, 26),
    small=(24, 22),
    fine=(20,),
    last_number_dots=30,
)
_NARROW = _Sizes(
    centre=(24, 22, 20),
    service=(34, 30, 28),
    ahead=(34, 32, 28),
    counters=(32, 28),
    time=(26, 24, 22),
    small=(22, 20),
    fine=(18,),
    last_number_dots=26,
)
_WIDE_FROM_DOTS = 480


def draw_slip(slip: Slip, width_dots: int) -> Image.Image:
    """Draw a slip for a head of `width_dots` (576 or 384): mode "1", that wide, as high as it needs.

    An ordinary slip is at most 720 dots (9 cm) high; very long names make it longer, they are never cut off.
    """
    return _black_and_white(_SlipDrawing(slip, width_dots).drawn())


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
        self._inner = width_dots - 2 * _MARGIN_DOTS
        self._sizes = _WIDE if width_dots >= _WIDE_FROM_DOTS else _NARROW
        self._number = clean(slip.number)
        self._say = translator(slip.language)

    def drawn(self) -> Image.Image:
        return _stacked(
            [
                self._gap(8),
                *self._marks(),
                self._title(self._slip.centre_name, self._sizes.centre, max_lines=1),
                self._gap(8),
                _rule(self._width),
                self._gap(12),
                self._title(self._slip.service_name, self._sizes.service, max_lines=2),
                self._gap(18),
                self._large_number(),
                self._gap(18),
                *self._priority(),
                _rule(self._width),
                *self._info_and_code(),
                _rule(self._width),
                self._gap(8),
                self._foot(),
                self._gap(10),
            ]
        )

    def _marks(self) -> Iterable[Image.Image]:
        marks = ["IN THỬ"] if self._slip.is_test else []
        if self._slip.copy_mark and clean(self._slip.copy_mark):
            marks.append(clean(self._slip.copy_mark))
        for mark in marks:
            yield _band(self._both_languages(mark), self._width, self._sizes.counters)
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

    def _both_languages(self, words: str) -> str:
        """The words of the slip's language, and the Vietnamese ones beside them when they differ."""
        said = self._say(words)
        return said if said == words else f"{said} · {words}"

    def _info_and_code(self) -> Iterable[Image.Image]:
        """People ahead, counters and time, beside the code when there is room, else above it."""
        code = _qr_symbol(self._slip.url, self._width)
        if code is None:
            yield self._gap(12)
            yield self._column([*self._ahead_and_counters(), self._time()], self._width)
            yield self._gap(12)
            return
        beside = self._width - _MARGIN_DOTS - code.left_dots - code.symbol_dots - code.quiet_dots
        if beside >= _INFO_BESIDE_QR_DOTS:
            yield self._beside(code, [*self._ahead_and_counters(), self._time(), self._caption()])
            return
        yield self._gap(12)
        if beside >= _CAPTION_BESIDE_QR_DOTS:
            yield self._column(self._ahead_and_counters(), self._width)
            yield self._beside(code, [self._time(), self._caption()])
            return
        yield self._column([*self._ahead_and_counters(), self._time()], self._width)
        yield self._beside(code, [])
        yield self._column([self._caption()], self._width)
        yield self._gap(12)

    def _ahead_and_counters(self) -> list["_Say"]:
        slip, sizes = self._slip, self._sizes
        said = []
        if slip.people_ahead is not None:
            vietnamese = _people_ahead(slip.people_ahead, str)
            said.append(
                _Say(
                    _people_ahead(slip.people_ahead, self._say),
                    sizes.ahead,
                    is_bold=True,
                    in_vietnamese=vietnamese,
                )
            )
        if slip.counters:
            vietnamese = _counters(slip.counters, str)
            said.append(
                _Say(
                    _counters(slip.counters, self._say),
                    sizes.counters,
                    is_bold=True,
                    in_vietnamese=vietnamese,
                )
            )
        return said

    def _time(self) -> "_Say":
        return _Say(f"{self._slip.issued_at_local:%d/%m/%Y %H:%M}", self._sizes.time)

    def _caption(self) -> "_Say":
        return _Say(self._say("Quét mã để theo dõi lượt"), self._sizes.small)

    def _column(self, said: Sequence["_Say"], width: int) -> Image.Image:
        """Texts one below the other; over the whole width they stand in the middle, else at the left."""
        whole = width == self._width
        room, align = (self._inner, "middle") if whole else (width, "left")
        blocks: list[Image.Image] = []
        for text in said:
            if blocks:
                blocks.append(_gap(width, 12))
            face = bold() if text.is_bold else regular()
            fitted = fit(text.words, face, width_dots=room, sizes_dots=text.sizes, max_lines=2)
            blocks.append(_lines(fitted, width, align))
            if text.in_vietnamese and text.in_vietnamese != text.words:
                small = fit(text.in_vietnamese, regular(), width_dots=room, sizes_dots=self._sizes.small, max_lines=2)
                blocks += [_gap(width, 6), _lines(small, width, align)]
        return _stacked(blocks) if blocks else _gap(width, 0)

    def _beside(self, code: "_Code", said: Sequence["_Say"]) -> Image.Image:
        """The code with its quiet zone, at the left with the texts beside it, or alone in the middle."""
        height = code.symbol_dots + 2 * code.quiet_dots
        left = code.left_dots if said else (self._width - code.symbol_dots) // 2
        column_left = left + code.symbol_dots + code.quiet_dots
        column = self._column(said, self._width - _MARGIN_DOTS - column_left) if said else _gap(1, 0)
        block = self._gap(max(height, column.height + 24))
        block.paste(code.picture, (left, (block.height - code.symbol_dots) // 2))
        block.paste(column, (column_left, (block.height - column.height) // 2))
        return block

    def _title(self, text: str, sizes: tuple[int, ...], *, max_lines: int) -> Image.Image:
        fitted = fit(clean(text), bold(), width_dots=self._inner, sizes_dots=sizes, max_lines=max_lines)
        return _lines(fitted, self._width, "middle")

    def _gap(self, height: int) -> Image.Image:
        return _gap(self._width, height)

    def _foot(self) -> Image.Image:
        """The number again beside the fine print."""
        number = number_image(self._number, height_dots=self._sizes.last_number_dots, max_width_dots=self._inner // 3)
        beside = self._inner - number.width - _MARGIN_DOTS
        text = self._say("Phiếu này không thay cho Giấy tiếp nhận hồ sơ và hẹn trả kết quả")
        fine = fit(text, regular(), width_dots=beside, sizes_dots=self._sizes.fine, max_lines=3)
        column = _lines(fine, beside, "left")
        block = self._gap(max(number.height, column.height))
        block.paste(number, (_MARGIN_DOTS, (block.height - number.height) // 2))
        block.paste(column, (self._width - _MARGIN_DOTS - beside, (block.height - column.height) // 2))
        return block


def _people_ahead(count: int, say: Translate) -> str:
    if count <= 0:
        return say("Sắp đến lượt Ông/Bà")
    if count == 1:
        return say("Còn 1 người phía trước")
    return say("Còn {count} người phía trước").format(count=count)


def _counters(numbers: Sequence[int], say: Translate) -> str:
    listed = ", ".join(str(number) for number in numbers)
    words = say("Quầy số {number}") if len(numbers) == 1 else say("Quầy số {numbers}")
    return words.format(number=listed, numbers=listed)


@dataclass(frozen=True, slots=True)
class _Code:
    picture: Image.Image
    """The symbol without its quiet zone."""
    quiet_dots: int

    @property
    def symbol_dots(self) -> int:
        return self.picture.width

    @property
    def left_dots(self) -> int:
        """White at its left: the quiet zone is kept even on paper no wider than the head."""
        return max(_MARGIN_DOTS, self.quiet_dots)


def _qr_symbol(url: str | None, width: int) -> _Code | None:
    """The code at 22 mm or a little more; None without an address, or with one too long to be scanned."""
    if not url:
        return None
    try:
        code = segno.make_qr(url, error="m")
    except segno.DataOverflowError:
        return None
    modules = len(code.matrix)
    module_dots = max(-(-_QR_DOTS // modules), _QR_LEAST_MODULE_DOTS)
    if (modules + 2 * _QR_QUIET_MODULES) * module_dots > width:
        return None
    picture = Image.new("L", (modules, modules), 255)
    picture.putdata([0 if dark else 255 for row in code.matrix for dark in row])
    size = modules * module_dots
    enlarged = picture.resize((size, size), Image.Resampling.NEAREST)
    return _Code(enlarged, _QR_QUIET_MODULES * module_dots)


def _band(text: str, width: int, sizes: tuple[int, ...]) -> Image.Image:
    """White words on black over the whole width: nobody takes this slip for an ordinary one."""
    inner = width - 2 * _MARGIN_DOTS
    fitted = fit(text, bold(), width_dots=inner - 2 * _BOX_PADDING_DOTS, sizes_dots=sizes, max_lines=1)
    return _boxed(_lines(fitted, inner, "middle"), width)


def _priority_box(mark: str, group: str, width: int, sizes: _Sizes) -> Image.Image:
    """The mark with the group beside it, or beneath it when it would need three lines there."""
    inner = width - 2 * _MARGIN_DOTS
    room = inner - 2 * _BOX_PADDING_DOTS
    marked = fit(mark, bold(), width_dots=room, sizes_dots=sizes.counters, max_lines=1)
    if not group:
        return _boxed(_lines(marked, inner, "middle"), width)
    mark_width = ink_width(marked.lines[0], marked.font)
    beside = room - mark_width - 24
    if beside >= room // 3:
        named = fit(group, bold(), width_dots=beside, sizes_dots=sizes.small, max_lines=2)
        if len(named.lines) <= 2:
            return _boxed(
                _side_by_side(_lines(marked, mark_width, "left"), _lines(named, beside, "left"), inner), width
            )
    named = fit(group, bold(), width_dots=room, sizes_dots=sizes.small, max_lines=2)
    parts = [_lines(marked, inner, "middle"), _gap(inner, 6), _lines(named, inner, "middle")]
    return _boxed(_stacked(parts), width)


def _side_by_side(left: Image.Image, right: Image.Image, width: int) -> Image.Image:
    """Two blocks in the middle of the width, a thin upright between them."""
    ink = _ink_width_of(right)
    height = max(left.height, right.height)
    start = (width - left.width - 24 - ink) // 2
    block = Image.new("L", (width, height), 255)
    block.paste(left, (start, (height - left.height) // 2))
    ImageDraw.Draw(block).rectangle((start + left.width + 11, 2, start + left.width + 12, height - 3), fill=0)
    block.paste(right.crop((0, 0, ink, right.height)), (start + left.width + 24, (height - right.height) // 2))
    return block


def _ink_width_of(block: Image.Image) -> int:
    box = ImageChops.invert(block).getbbox()
    return box[2] if box else 0


def _boxed(content: Image.Image, width: int) -> Image.Image:
    """White on black; grey edges of the strokes become white, because heat spreads the black into them."""
    box = Image.new("L", (width, content.height + 18), 255)
    draw = ImageDraw.Draw(box)
    draw.rounded_rectangle((_MARGIN_DOTS, 0, width - _MARGIN_DOTS - 1, box.height - 1), radius=10, fill=0)
    strokes = content.point(lambda level: 255 if level < _WHITE_STROKE_BELOW else 0)
    box.paste(255, (_MARGIN_DOTS, 10), strokes)
    return box


def _lines(fitted: FittedText, width: int, align: str) -> Image.Image:
    """Lines of text as a block `width` dots wide, from the top of the ink to the last line's descenders."""
    if not fitted.lines:
        return _gap(width, 0)
    font = fitted.font
    boxes = [font.getbbox(line, anchor="ls") for line in fitted.lines]
    capital = round(-font.getbbox("H", anchor="ls")[1])
    rise = [max(capital, -round(top)) for _, top, _, _ in boxes]
    descent = round(font.getbbox("g", anchor="ls")[3])
    # Vietnamese capitals carry two marks: only where a line has such are the lines set further apart.
    pitch = max([round(font.size * 1.18), *(descent + 3 + above for above in rise[1:])])
    block = Image.new("L", (width, rise[0] + pitch * (len(boxes) - 1) + descent), 255)
    draw = ImageDraw.Draw(block)
    for index, (line, box) in enumerate(zip(fitted.lines, boxes, strict=True)):
        left = 0 if align == "left" else (width - ink_width(line, font)) // 2
        place = (left - min(0, round(box[0])), rise[0] + pitch * index)
        draw.text(place, line, fill=0, font=font, anchor="ls")
    return block


def _rule(width: int) -> Image.Image:
    block = Image.new("L", (width, 2), 255)
    ImageDraw.Draw(block).rectangle((_MARGIN_DOTS, 0, width - _MARGIN_DOTS - 1, 1), fill=0)
    return block


def _gap(width: int, height: int) -> Image.Image:
    return Image.new("L", (width, height), 255)


def _stacked(blocks: Sequence[Image.Image]) -> Image.Image:
    sheet = Image.new("L", (max(block.width for block in blocks), sum(block.height for block in blocks)), 255)
    top = 0
    for block in blocks:
        sheet.paste(block, (0, top))
        top += block.height
    return sheet


def _black_and_white(sheet: Image.Image) -> Image.Image:
    return sheet.point(lambda level: 255 if level >= _BLACK_BELOW else 0, mode="1")
