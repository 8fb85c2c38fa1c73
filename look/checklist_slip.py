"""The checklist of a procedure on paper: what to bring, what becomes of it, time limit, fee, and a code for phones."""

from dataclasses import dataclass
from datetime import datetime

from PIL import Image, ImageDraw

from look.fonts import bold, regular
from look.slip_parts import DOTS_PER_MM, Paper, gap, lines_block
from look.slip_text import clean, fit
from procedures.checklist import checklist_of
from procedures.model import PaperMark, Procedure

_BOX_DOTS = 3 * DOTS_PER_MM
"""Of the square to tick with a pen."""
_INDENT_DOTS = _BOX_DOTS + 14
_MOST_LINES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistSlipFacts:
    """What it says."""

    centre_name: str
    procedure: Procedure
    service_name: str
    """In the citizen's language; empty: not received here."""
    printed_at_local: datetime | None
    """In the centre's zone; None while the kiosk does not know the time."""
    url: str | None
    """Of the procedure's page on a phone."""
    language: str


def draw_checklist_slip(slip: ChecklistSlipFacts, width_dots: int) -> Image.Image:
    """Draw it for a head of `width_dots` (576 or 384): mode "1", that wide, as high as it needs."""
    paper = Paper(width_dots, slip.language)
    say, sizes = paper.say, paper.sizes
    told = checklist_of(slip.procedure, slip.language, say)
    paper.text(slip.centre_name, sizes.centre, is_bold=True, max_lines=1)
    paper.space(10)
    paper.band("DANH MỤC GIẤY TỜ")
    paper.text(told.name, sizes.service, is_bold=True, max_lines=_MOST_LINES)
    beneath = " · ".join(words for words in (slip.service_name, told.code) if words)
    if beneath:
        paper.space(6)
        paper.text(beneath, sizes.small, max_lines=3)
    paper.space(12)
    for group in told.papers:
        paper.rule()
        paper.text(group.heading, sizes.time, is_bold=True, align="left")
        for name in group.names:
            paper.space(10)
            paper.block(_item(name, group.mark, paper))
        paper.space(14)
    paper.rule()
    if told.no_papers:
        paper.text(told.no_papers, sizes.time, is_bold=True, align="left", max_lines=3)
        paper.space(12)
    for fact in told.facts:
        paper.text(f"{fact.label}: {fact.text}", sizes.time, align="left", max_lines=_MOST_LINES)
        paper.space(8)
    for note in told.notes:
        paper.text(note, sizes.time, is_bold=True, align="left", max_lines=4)
        paper.space(8)
    paper.space(6)
    paper.rule()
    for fact in told.origin:
        paper.text(f"{fact.label}: {fact.text}", sizes.fine, align="left", max_lines=_MOST_LINES)
        paper.space(6)
    if told.sample:
        paper.space(4)
        paper.text(told.sample, sizes.small, is_bold=True, align="left", max_lines=3)
    paper.space(8)
    advice = say("Quét mã để xem danh mục này trên điện thoại.")
    no_number = say("Phiếu này không phải là phiếu số thứ tự.")
    if slip.url:
        paper.beside_code(slip.url, [(advice, sizes.small, True), (no_number, sizes.small, False)])
    else:
        paper.text(no_number, sizes.small)
    if slip.printed_at_local is not None:
        paper.space(6)
        paper.text(say("In lúc {time}").format(time=f"{slip.printed_at_local:%H:%M %d/%m/%Y}"), sizes.fine)
    paper.space(10)
    return paper.drawn()


def _item(name: str, mark: PaperMark, paper: Paper) -> Image.Image:
    """A paper with a square to tick before it; one that is not needed has a dash in its place."""
    room = paper.inner - _INDENT_DOTS
    face = regular() if mark is PaperMark.NOT_NEEDED else bold()
    fitted = fit(clean(name), face, width_dots=room, sizes_dots=paper.sizes.time, max_lines=_MOST_LINES)
    words = lines_block(fitted, room, "left")
    sheet = gap(paper.inner, max(words.height, _BOX_DOTS + 2))
    sheet.paste(words, (_INDENT_DOTS, 0))
    pen = ImageDraw.Draw(sheet)
    if mark is PaperMark.NOT_NEEDED:
        pen.rectangle((2, _BOX_DOTS // 2 - 1, _BOX_DOTS - 4, _BOX_DOTS // 2 + 1), fill=0)
    else:
        pen.rectangle((0, 0, _BOX_DOTS, _BOX_DOTS), outline=0, width=3)
    return sheet
