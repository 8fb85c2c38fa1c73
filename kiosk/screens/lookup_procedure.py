"""The look-up's second page: one procedure with its papers, time limit, fee and origin; print it, take a number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kivy.core.text import Label as TextMeasure

from kiosk.lookup import ChecklistStage
from kiosk.screens.frame import footer_height, header_height
from kiosk.screens.parts import (
    CORNER,
    LARGE,
    PLAIN,
    SMALL,
    TITLE,
    Sheet,
    Touchable,
    put_button,
    shared_letters,
    words_room,
)
from kiosk.screens.tiles import QUIET
from look import colours
from look.kivy_theme import FONT
from look.language import Translate
from look.touch_guard import TouchGuard
from procedures.checklist import Checklist, Papers
from procedures.model import PaperMark

_GAP = 28
_LETTERS = 30
"""Between the labels and the names: a common procedure stands on one page of an upright kiosk."""
_BESIDE_TITLE = 560
"""Design pixels beside the title lying down: the arrows to further pages."""
_MARKS = {
    PaperMark.SUBMIT: ("hand-in", colours.BLUE_SOFT, colours.BLUE),
    PaperMark.SHOW: ("eye", colours.GOOD_SOFT, colours.GOOD),
    PaperMark.NOT_NEEDED: ("not-needed", colours.MIST, QUIET),
}
"""Picture, ground and ink of each mark; its words stand beside."""
_STAGE_WORDS = {
    ChecklistStage.IDLE: "",
    ChecklistStage.PRINTING: "Đang in…",
    ChecklistStage.PRINTED: "Mời Ông/Bà lấy danh mục ở khe giấy.",
    ChecklistStage.UNCONFIRMED: "Mời Ông/Bà xem danh mục ở khe giấy.",
    ChecklistStage.NOT_PRINTED: "Chưa in được. Mời Ông/Bà chụp lại màn hình này.",
}


@dataclass(frozen=True, slots=True)
class _Block:
    """A part of the text, as high as it needs in a column; `put` places it at x, y."""

    height: float
    put: Callable[[float, float], None]
    stays_with_next: bool = False


class ProcedurePage(Sheet):
    """`update` says how its checklist is printed. What does not fit is on further pages, with large arrows."""

    def __init__(
        self,
        *,
        window: tuple[float, float],
        told: Checklist,
        service: str,
        page: int,
        tr: Translate,
        guard: TouchGuard,
        on_print: Callable[[], None],
        on_number: Callable[[], None] | None,
        on_turn: Callable[[int], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(window=window)
        self._tr = tr
        self._letters = _LETTERS if self.is_portrait else _LETTERS - 1
        self.arrows: dict[int, Touchable] = {}
        self.number_of: Touchable | None = None
        top = self._put_title(told, service)
        bottom = self.design_height - footer_height(self) - (24 if self.is_portrait else 20)
        bottom = self._put_deeds(bottom, tr, guard, on_print, on_number, on_back)
        status = 48
        bottom -= status + 6
        self._status = self.text(
            "",
            self.margin,
            bottom,
            self.inner_width,
            status,
            letters=SMALL + 2,
            bold=True,
            halign="center",
            most_lines=1,
        )
        columns = 1 if self.is_portrait else 2
        width = (self.inner_width - (columns - 1) * 56) / columns
        blocks = self._blocks(told, width)
        pages = _flowed(blocks, columns, bottom - 16 - top)
        if len(pages) > 1 and (self.is_portrait or self.ease.is_low):
            arrow = 92.0
            pages = _flowed(blocks, columns, bottom - 16 - arrow - 16 - top)
            box = (self.margin, bottom - arrow - 8, self.inner_width, arrow)
            self._put_arrows(min(page, len(pages) - 1), len(pages), box, tr, guard, on_turn)
        elif len(pages) > 1:
            room = _BESIDE_TITLE - 40
            box = (self.design_width - self.margin - room, header_height(self) + 16, room, 92.0)
            self._put_arrows(min(page, len(pages) - 1), len(pages), box, tr, guard, on_turn)
        self.pages = len(pages)
        for column, found in enumerate(pages[min(page, len(pages) - 1)]):
            y = top
            for block in found:
                block.put(self.margin + column * (width + 56), y)
                y += block.height

    def update(self, stage: ChecklistStage) -> None:
        self._status.text = self._tr(_STAGE_WORDS[stage]) if _STAGE_WORDS[stage] else ""
        may_print = stage in (ChecklistStage.IDLE, ChecklistStage.NOT_PRINTED)
        self.print_it.is_enabled = may_print
        for part in self._print_parts:
            part.opacity = 1 if may_print else 0.35

    def _put_title(self, told: Checklist, service: str) -> float:
        """Name, queue and code; returns where the text begins."""
        y = header_height(self) + (16 if self.is_portrait else 12)
        letters = TITLE - 3 if self.is_portrait else LARGE + 4
        most = 156.0 if self.is_portrait else 92.0
        width = self.inner_width - (0 if self.is_portrait else _BESIDE_TITLE)
        room = min(most, self._height(told.name, width, letters, bold=True))
        self.text(told.name, self.margin, y, width, room, letters=letters, bold=True, most_lines=3)
        y += room + 4
        beneath = " · ".join(words for words in (service, told.code) if words)
        self.text(beneath, self.margin, y, width, 42, letters=SMALL, colour=QUIET, most_lines=1)
        return y + 42 + (18 if self.is_portrait else 10)

    def _put_deeds(
        self,
        bottom: float,
        tr: Translate,
        guard: TouchGuard,
        on_print: Callable[[], None],
        on_number: Callable[[], None] | None,
        on_back: Callable[[], None],
    ) -> float:
        """What can be done; returns where the text has to end."""
        height = 132 if self.is_portrait else 108
        y = bottom - height
        shares = (0.27, 0.38, 0.35) if on_number is not None else (0.34, 0.66)
        room = self.inner_width - _GAP * (len(shares) - 1)
        widths = [share * room for share in shares]
        lefts = [self.margin + sum(widths[:at]) + at * _GAP for at in range(len(widths))]
        lines = 2 if self.is_portrait else 1
        back_lines = 1 if self.growth == 1 else lines
        words = [tr("Quay lại"), tr("In danh mục giấy tờ"), tr("Lấy số làm thủ tục này")]
        rooms = [words_room(width, height, has_icon=at < 2) for at, width in enumerate(widths)]
        letters = min(
            shared_letters(self, [label], *room, letters=PLAIN + 2, most_lines=most)
            for label, room, most in zip(words, rooms, (back_lines, lines, lines), strict=False)
        )
        self.back = put_button(
            self,
            words[0],
            lefts[0],
            y,
            widths[0],
            height,
            guard=guard,
            on_chosen=on_back,
            is_primary=False,
            icon="arrow-left",
            letters=letters,
            most_lines=back_lines,
        )
        before = list(self.children)
        self.print_it = put_button(
            self,
            words[1],
            lefts[1],
            y,
            widths[1],
            height,
            guard=guard,
            on_chosen=on_print,
            is_primary=on_number is None,
            icon="printer",
            letters=letters,
            changes_page=False,
            most_lines=lines,
        )
        self._print_parts = [part for part in self.children if part not in before]
        if on_number is not None:
            self.number_of = put_button(
                self,
                words[2],
                lefts[2],
                y,
                widths[2],
                height,
                guard=guard,
                on_chosen=on_number,
                letters=letters,
                most_lines=lines,
            )
        return y

    def _put_arrows(
        self,
        page: int,
        pages: int,
        box: tuple[float, float, float, float],
        tr: Translate,
        guard: TouchGuard,
        on_turn: Callable[[int], None],
    ) -> None:
        left, y, whole, height = box
        width = whole * 0.36
        if page > 0:
            self.arrows[-1] = put_button(
                self,
                tr("Trước"),
                left,
                y,
                width,
                height,
                guard=guard,
                on_chosen=lambda: on_turn(-1),
                is_primary=False,
                letters=PLAIN,
            )
        if page < pages - 1:
            self.arrows[1] = put_button(
                self,
                tr("Tiếp"),
                left + whole - width,
                y,
                width,
                height,
                guard=guard,
                on_chosen=lambda: on_turn(1),
                is_primary=False,
                letters=PLAIN,
            )
        words = tr("Trang {page} / {pages}").format(page=page + 1, pages=pages)
        self.text(words, left + width, y, whole - 2 * width, height, letters=SMALL + 2, colour=QUIET, halign="center")

    # The text, in blocks.

    def _blocks(self, told: Checklist, width: float) -> list[_Block]:
        blocks = [block for group in told.papers for block in self._papers(group, width)]
        if told.no_papers:
            blocks.append(self._paragraph(told.no_papers, width, bold=True))
        blocks += [self._fact(fact.label, fact.text, width) for fact in told.facts]
        blocks += [self._note(note, width, colours.BLUE_SOFT) for note in told.notes]
        if told.sample:
            blocks.append(self._note(told.sample, width, colours.WARN_SOFT))
        origin = " · ".join(f"{fact.label}: {fact.text}" for fact in told.origin)
        blocks.append(self._paragraph(origin, width, letters=SMALL - 1, colour=QUIET))
        return blocks

    def _papers(self, group: Papers, width: float) -> list[_Block]:
        icon, ground, ink = _MARKS[group.mark]
        tall = 40 * self.growth + 16

        def head(x: float, y: float) -> None:
            self.panel(x, y, width, tall - 8, fill=ground, radius=CORNER)
            self.icon(icon, x + 16, y + (tall - 44) / 2, 36, colour=ink)
            self.text(
                group.heading, x + 70, y, width - 86, tall - 8, letters=_LETTERS, bold=True, colour=ink, most_lines=1
            )

        items = [self._item(name, width, is_last=name == group.names[-1]) for name in group.names]
        return [_Block(tall, head, stays_with_next=True), *items]

    def _item(self, name: str, width: float, *, is_last: bool) -> _Block:
        indent, room = 70.0, width - 70
        text_height = self._height(name, room, self._letters, bold=False)

        def put(x: float, y: float) -> None:
            self.text("–", x + 28, y, 36, self._height("–", 60, self._letters, bold=False), letters=self._letters)
            self.text(name, x + indent, y, room, text_height, letters=self._letters, valign="top")

        return _Block(text_height + (14 if is_last else 2), put)

    def _fact(self, label: str, words: str, width: float) -> _Block:
        indent = min(250.0, width * 0.3)
        room = width - indent
        label_height = self._height(label, indent - 16, self._letters - 4, bold=True)
        text_height = max(label_height, self._height(words, room, self._letters, bold=False))

        def put(x: float, y: float) -> None:
            self.text(
                label, x, y, indent - 16, label_height, letters=self._letters - 4, bold=True, colour=QUIET, valign="top"
            )
            self.text(words, x + indent, y, room, text_height, letters=self._letters, valign="top")

        return _Block(text_height + 6, put)

    def _note(self, words: str, width: float, ground: str) -> _Block:
        letters = self._letters - 2
        text_height = self._height(words, width - 40, letters, bold=True)

        def put(x: float, y: float) -> None:
            self.panel(x, y + 4, width, text_height + 12, fill=ground, radius=CORNER)
            self.text(words, x + 20, y + 10, width - 40, text_height, letters=letters, bold=True)

        return _Block(text_height + 24, put)

    def _paragraph(
        self, words: str, width: float, *, letters: float = 0, bold: bool = False, colour: str = colours.INK
    ) -> _Block:
        letters = letters or self._letters
        text_height = self._height(words, width, letters, bold=bold)

        def put(x: float, y: float) -> None:
            self.text(words, x, y + 4, width, text_height, letters=letters, bold=bold, colour=colour, valign="top")

        return _Block(text_height + 14, put)

    def _height(self, words: str, width: float, letters: float, *, bold: bool) -> float:
        """How high a text is in that width, in design pixels, with room for the rounding of its box."""
        measure = TextMeasure(
            text=words,
            font_size=int(letters * self.growth * self.scale),
            font_name=FONT,
            bold=bold,
            text_size=(int(width * self.scale), None),
        )
        return float(measure.render()[1]) / self.scale + 4


def _flowed(blocks: Sequence[_Block], columns: int, height: float) -> list[list[list[_Block]]]:
    """The blocks in pages of columns, in their order; a heading is never the last of its column."""
    filled: list[list[_Block]] = [[]]
    left = height
    for at, block in enumerate(blocks):
        following = blocks[at + 1].height if block.stays_with_next and at + 1 < len(blocks) else 0.0
        if block.height + following > left and filled[-1]:
            filled.append([])
            left = height
        filled[-1].append(block)
        left -= block.height
    return [filled[at : at + columns] for at in range(0, len(filled), columns)]
