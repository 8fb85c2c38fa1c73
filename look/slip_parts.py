"""What slips are built of: lines of text, rules, bands, boxes and codes, as blocks of grey dots (8 to the mm)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import segno
from PIL import Image, ImageChops, ImageDraw

from look.fonts import bold, regular
from look.language import Translate, translator
from look.slip_text import FittedText, clean, fit, ink_width
from look.slip_wifi import readable_symbol

DOTS_PER_MM = 8
"""203 dots an inch, as all thermal ticket printers of 576 and 384 dots have."""
COPY_MARK = "BẢN IN LẠI"
"""What `Slip.copy_mark` says on a second print of the same number."""
MARGIN_DOTS = 16
"""White at both sides; printers differ by a millimetre in where the paper lies under the head."""
_QR_DOTS = 22 * DOTS_PER_MM
"""Older phones fail on smaller ones; see `CodeSize`."""
_QR_LEAST_MODULE_DOTS = 4
"""Half a millimetre: below that the dots' bleeding closes the light modules."""
_QR_QUIET_MODULES = 4  # ISO/IEC 18004 asks for four
BOX_PADDING_DOTS = 16
_BOTH = " · "
"""Between the words of the slip's language and the Vietnamese ones."""
_LEAST_BESIDE_CODE_DOTS = 240
"""Less room beside a code breaks sentences after every other word."""
_BLACK_BELOW = 150
"""Grey level that still becomes a black dot; chosen by eye so that thin accents at 20 dots stay whole."""
_WHITE_STROKE_BELOW = 190


@dataclass(frozen=True, slots=True)
class Sizes:
    """Letter sizes in dots, the largest first."""

    centre: tuple[int, ...]
    service: tuple[int, ...]
    ahead: tuple[int, ...]
    counters: tuple[int, ...]
    time: tuple[int, ...]
    small: tuple[int, ...]
    fine: tuple[int, ...]
    last_number_dots: int


_WIDE = Sizes(
    centre=(28, 26, 24, 22),
    service=(36, 34, 32, 30),
    ahead=(38, 34, 30, 28),
    counters=(34, 32, 28),
    time=(28, 26),
    small=(24, 22),
    fine=(20,),
    last_number_dots=30,
)
_NARROW = Sizes(
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


def sizes_for(width_dots: int) -> Sizes:
    """The letter sizes for a head of that width."""
    return _WIDE if width_dots >= _WIDE_FROM_DOTS else _NARROW


class Paper:
    """A slip that grows from the top down; `drawn` is what the printer gets.

    `say` speaks the slip's language; what staff must find on an English slip is said in both.
    """

    def __init__(self, width_dots: int, language: str) -> None:
        self.width = width_dots
        self.inner = width_dots - 2 * MARGIN_DOTS
        self.sizes = sizes_for(width_dots)
        self.say: Translate = translator(language)
        self._blocks = [gap(width_dots, 8)]

    def space(self, dots: int) -> None:
        self._blocks.append(gap(self.width, dots))

    def rule(self) -> None:
        self._blocks += [rule(self.width), gap(self.width, 10)]

    def band(self, words: str) -> None:
        """Said in both languages, white on black."""
        self._blocks += [band(self.in_both(words), self.width, self.sizes.counters), gap(self.width, 10)]

    def text(
        self,
        words: str,
        sizes_dots: tuple[int, ...],
        *,
        is_bold: bool = False,
        align: str = "middle",
        max_lines: int = 2,
    ) -> None:
        """One paragraph; nothing when it is empty."""
        words = clean(words)
        if not words:
            return
        fitted = fit(
            words, bold() if is_bold else regular(), width_dots=self.inner, sizes_dots=sizes_dots, max_lines=max_lines
        )
        block = lines_block(fitted, self.width if align == "middle" else self.inner, align)
        if align == "middle":
            self._blocks.append(block)
        else:
            self.block(block)

    def block(self, picture: Image.Image) -> None:
        """A picture in the middle of the width."""
        sheet = gap(self.width, picture.height)
        sheet.paste(picture, ((self.width - picture.width) // 2, 0))
        self._blocks.append(sheet)

    def beside_code(self, content: str, said: Sequence[tuple[str, tuple[int, ...], bool]]) -> None:
        """A QR code at the left with paragraphs (words, sizes, bold) beside it, or below it on narrow paper."""
        code = qr_symbol(content, self.width)
        if code is None:
            for words, sizes, is_bold in said:
                self.text(words, sizes, is_bold=is_bold, max_lines=4)
                self.space(8)
            return
        room = self.width - MARGIN_DOTS - code.left_dots - code.symbol_dots - code.quiet_dots
        column = self._column(said, room) if room >= _LEAST_BESIDE_CODE_DOTS else None
        height = code.symbol_dots + 2 * code.quiet_dots
        sheet = gap(self.width, max(height, column.height + 16 if column else 0))
        left = code.left_dots if column else (self.width - code.symbol_dots) // 2
        sheet.paste(code.picture, (left, (sheet.height - code.symbol_dots) // 2))
        if column:
            sheet.paste(column, (self.width - MARGIN_DOTS - room, (sheet.height - column.height) // 2))
        self._blocks.append(sheet)
        if not column:
            self.block(self._column(said, self.inner))
            self.space(10)

    def in_both(self, words: str) -> str:
        said = self.say(words)
        return said if said == words else f"{said}{_BOTH}{words}"

    def drawn(self) -> Image.Image:
        return black_and_white(stacked(self._blocks))

    def _column(self, said: Sequence[tuple[str, tuple[int, ...], bool]], width: int) -> Image.Image:
        blocks: list[Image.Image] = []
        for words, sizes, is_bold in said:
            if not clean(words):
                continue
            if blocks:
                blocks.append(gap(width, 10))
            face = bold() if is_bold else regular()
            blocks.append(
                lines_block(fit(clean(words), face, width_dots=width, sizes_dots=sizes, max_lines=5), width, "left")
            )
        return stacked(blocks) if blocks else gap(width, 0)


class CodeSize(Enum):
    """How large a code is printed."""

    LARGE = "large"
    """22 mm without its quiet zone: the only one on its slip."""
    MIDDLE = "middle"
    """22 mm with its quiet zone."""
    SMALL = "small"
    """As small as the dots allow: what is typed as easily."""


@dataclass(frozen=True, slots=True)
class Code:
    picture: Image.Image
    """The symbol without its quiet zone."""
    quiet_dots: int

    @property
    def symbol_dots(self) -> int:
        return self.picture.width

    @property
    def left_dots(self) -> int:
        """White at its left: the quiet zone is kept even on paper no wider than the head."""
        return max(MARGIN_DOTS, self.quiet_dots)


def qr_symbol(words: str | None, width: int, size: CodeSize = CodeSize.LARGE) -> Code | None:
    """The code of an address or another text; None without one, or with one too long to be scanned."""
    if not words:
        return None
    try:
        code = readable_symbol(words)
    except segno.DataOverflowError:
        return None
    modules = len(code.matrix)
    module_dots = _QR_LEAST_MODULE_DOTS
    if size is not CodeSize.SMALL:
        measured = modules if size is CodeSize.LARGE else modules + 2 * _QR_QUIET_MODULES
        module_dots = max(-(-_QR_DOTS // measured), _QR_LEAST_MODULE_DOTS)
    if (modules + 2 * _QR_QUIET_MODULES) * module_dots > width:
        return None
    picture = Image.new("L", (modules, modules), 255)
    picture.putdata([0 if dark else 255 for row in code.matrix for dark in row])
    side = modules * module_dots
    enlarged = picture.resize((side, side), Image.Resampling.NEAREST)
    return Code(enlarged, _QR_QUIET_MODULES * module_dots)


def band(text: str, width: int, sizes: tuple[int, ...]) -> Image.Image:
    """White words on black over the whole width: nobody takes this slip for an ordinary one."""
    inner = width - 2 * MARGIN_DOTS
    room = inner - 2 * BOX_PADDING_DOTS
    fitted = fit(text, bold(), width_dots=room, sizes_dots=sizes, max_lines=1)
    if len(fitted.lines) > 1 and _BOTH in text:
        # Each language gets a line of its own, rather than a break anywhere.
        each = (fit(half, bold(), width_dots=room, sizes_dots=sizes, max_lines=1) for half in text.split(_BOTH))
        above, *below = (lines_block(half, inner, "middle") for half in each)
        return boxed(stacked([above, *(part for half in below for part in (gap(inner, 6), half))]), width)
    return boxed(lines_block(fitted, inner, "middle"), width)


def ink_width_of(block: Image.Image) -> int:
    box = ImageChops.invert(block).getbbox()
    return box[2] if box else 0


def boxed(content: Image.Image, width: int) -> Image.Image:
    """White on black; grey edges of the strokes become white, because heat spreads the black into them."""
    box = Image.new("L", (width, content.height + 18), 255)
    draw = ImageDraw.Draw(box)
    draw.rounded_rectangle((MARGIN_DOTS, 0, width - MARGIN_DOTS - 1, box.height - 1), radius=10, fill=0)
    strokes = content.point(lambda level: 255 if level < _WHITE_STROKE_BELOW else 0)
    box.paste(255, (MARGIN_DOTS, 10), strokes)
    return box


def lines_block(fitted: FittedText, width: int, align: str) -> Image.Image:
    """Lines of text as a block `width` dots wide, from the top of the ink to the last line's descenders."""
    if not fitted.lines:
        return gap(width, 0)
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


def rule(width: int) -> Image.Image:
    block = Image.new("L", (width, 2), 255)
    ImageDraw.Draw(block).rectangle((MARGIN_DOTS, 0, width - MARGIN_DOTS - 1, 1), fill=0)
    return block


def gap(width: int, height: int) -> Image.Image:
    return Image.new("L", (width, height), 255)


def stacked(blocks: Sequence[Image.Image]) -> Image.Image:
    sheet = Image.new("L", (max(block.width for block in blocks), sum(block.height for block in blocks)), 255)
    top = 0
    for block in blocks:
        sheet.paste(block, (0, top))
        top += block.height
    return sheet


def black_and_white(sheet: Image.Image) -> Image.Image:
    return sheet.point(lambda level: 255 if level >= _BLACK_BELOW else 0, mode="1")
