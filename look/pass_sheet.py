"""What a self-test ends in: a slip that says what was tried and found, with a place for the technician's name."""

from dataclasses import dataclass
from datetime import datetime

from PIL import Image, ImageDraw

from look.fonts import bold, regular
from look.slip_parts import MARGIN_DOTS, Paper, gap, lines_block
from look.slip_text import FittedText, clean, fit

_BETWEEN_DOTS = 16
_SIGNATURE_DOTS = 150
"""Nearly two centimetres: a signature and a name in block letters."""


@dataclass(frozen=True, slots=True)
class PassSheetRow:
    """Words in the sheet's language."""

    name: str
    outcome: str
    remark: str = ""
    is_failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PassSheet:
    kind: str
    device: str
    centre: str
    version: str
    tried_at_local: datetime
    rows: tuple[PassSheetRow, ...]
    verdict: str
    language: str = "vi"


def draw_pass_sheet(sheet: PassSheet, width_dots: int) -> Image.Image:
    """Draw it for a head of `width_dots` (576 or 384): mode "1", that wide, as high as it needs."""
    paper = Paper(width_dots, sheet.language)
    say, sizes = paper.say, paper.sizes
    paper.band("PHIẾU KIỂM TRA THIẾT BỊ")
    paper.text(sheet.kind, sizes.counters, is_bold=True)
    paper.space(6)
    paper.text(sheet.device, sizes.time)
    paper.space(4)
    paper.text(f"{sheet.centre} · Bốc Số {sheet.version}", sizes.small)
    paper.space(4)
    paper.text(f"{sheet.tried_at_local:%d/%m/%Y %H:%M}", sizes.small)
    paper.space(12)
    paper.rule()
    for row in sheet.rows:
        paper.block(_row(row, paper))
        paper.space(8)
    paper.space(4)
    paper.rule()
    paper.text(sheet.verdict, sizes.counters, is_bold=True, max_lines=3)
    paper.space(16)
    paper.rule()
    paper.text(say("Người kiểm tra (ký, ghi rõ họ tên)"), sizes.small)
    paper.space(_SIGNATURE_DOTS)
    return paper.drawn()


def _row(row: PassSheetRow, paper: Paper) -> Image.Image:
    """The name at the left, what came of it at the right; below, over the whole width, what to do."""
    sizes, inner = paper.sizes.small, paper.inner
    outcome = fit(clean(row.outcome), bold(), width_dots=inner // 3, sizes_dots=sizes, max_lines=1)
    right = round(max(outcome.font.getlength(line) for line in outcome.lines)) + 2
    name = fit(
        clean(row.name),
        bold() if row.is_failed else regular(),
        width_dots=inner - right - _BETWEEN_DOTS,
        sizes_dots=sizes,
        max_lines=3,
    )
    left_block = lines_block(name, inner - right - _BETWEEN_DOTS, "left")
    right_block = lines_block(outcome, right, "left")
    said = fit(clean(row.remark), regular(), width_dots=inner - MARGIN_DOTS, sizes_dots=paper.sizes.fine, max_lines=4)
    below = lines_block(said, inner - MARGIN_DOTS, "left")
    # Both on one line: capitals with two marks begin higher.
    base = max(_rise(name), _rise(outcome))
    lowest = max(base - _rise(fitted) + block.height for fitted, block in ((name, left_block), (outcome, right_block)))
    top = lowest + (6 if said.lines else 0)
    sheet = gap(inner, top + below.height)
    sheet.paste(left_block, (0, base - _rise(name)))
    sheet.paste(right_block, (inner - right, base - _rise(outcome)))
    sheet.paste(below, (MARGIN_DOTS, top))
    if row.is_failed:
        ImageDraw.Draw(sheet).line((2, top, 2, sheet.height - 1), fill=0, width=4)
    return sheet


def _rise(fitted: FittedText) -> int:
    """From the top of the block to the line that its first letters stand on."""
    capital, highest = (-fitted.font.getbbox(text, anchor="ls")[1] for text in ("H", fitted.lines[0]))
    return max(round(capital), round(highest))
