"""The rating on the way out: the faces, and after a low one what it was about."""

from collections.abc import Callable, Sequence
from functools import partial
from math import ceil

from kiosk.screens.frame import Language, controls_top, footer_height, header_height
from kiosk.screens.parts import CORNER, LARGE, PLAIN, TITLE, Sheet, Touchable, put_button, put_foot, shared_letters
from kiosk.screens.tiles import QUIET
from look import colours
from look.faces import mood_of
from look.icons import is_known
from look.kivy_faces import RatingFace
from look.language import Translate
from look.touch_guard import TouchGuard
from messaging.snapshots import RatingAsked, RatingLevel, RatingReason

NO_OWN_PICTURE = "dots"
"""Stands for a reason of which nobody has drawn a picture."""
_GAP = 28
_TALLEST_ROW, _TALLEST_TILE = 190.0, 560.0
_TALLEST_REASON = 170.0
_LEAST_LETTERS = 27.0
_FEW = 4


class FacesPage(Sheet):
    """Whose visit is rated, the question, and a face for each level, the best first."""

    def __init__(
        self,
        *,
        window: tuple[float, float],
        asked: RatingAsked,
        about: str,
        note: str,
        chosen: int | None,
        language: Language,
        tr: Translate,
        guard: TouchGuard,
        on_face: Callable[[RatingLevel], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(window=window)
        self._guard, self._on_face, self._chosen = guard, on_face, chosen
        self.faces: dict[int, Touchable] = {}
        question = asked.question_en if language == "en" and asked.question_en else asked.question
        y = _put_words(self, about, question, note or tr("Chạm vào một khuôn mặt"))
        bottom = self.design_height - footer_height(self) - 24
        height = _foot_height(self)
        self.back = put_button(
            self,
            tr("Trang đầu"),
            self.margin,
            bottom - height,
            self.inner_width * (0.4 if self.is_portrait else 0.2),
            height,
            guard=guard,
            on_chosen=on_back,
            is_primary=False,
            icon="arrow-left",
            letters=PLAIN + 5,
        )
        top = max(y, controls_top(self))
        room = bottom - height - _GAP - top
        names = [level.name_en if language == "en" and level.name_en else level.name for level in asked.levels]
        # Rows have room for large words; in the lower half alone they would be too low to hit.
        if self.is_portrait and not self.ease.is_low:
            self._put_rows(asked.levels, names, top, room)
        else:
            self._put_columns(asked.levels, names, top, room)

    def _put_rows(self, levels: Sequence[RatingLevel], names: Sequence[str], top: float, room: float) -> None:
        count = len(levels)
        height = min(_TALLEST_ROW, (room - _GAP * (count - 1)) / count)
        side = height - 28
        x, width = self.margin + side + 64, self.inner_width - side - 64 - 84
        letters = shared_letters(self, names, width, height - 16, letters=LARGE + 6, most_lines=2, least=_LEAST_LETTERS)
        top += (room - height * count - _GAP * (count - 1)) * 0.3
        for place, (level, name) in enumerate(zip(levels, names, strict=True)):
            y = top + place * (height + _GAP)
            self._put_tile(level, self.margin, y, self.inner_width, height)
            self._put_face(place, count, self.margin + 28, y + 14, side)
            self.text(name, x, y + 8, width, height - 16, letters=letters, bold=True, most_lines=2)
            if level.value == self._chosen:
                self.icon("check", self.margin + self.inner_width - 84, y + (height - 60) / 2, 60, colour=colours.BLUE)

    def _put_columns(self, levels: Sequence[RatingLevel], names: Sequence[str], top: float, room: float) -> None:
        count = len(levels)
        gap = _GAP
        width = (self.inner_width - gap * (count - 1)) / count
        height = min(_TALLEST_TILE, room, 2 * width)
        side = min(width * 0.84, height * 0.56)
        words_y = side + 2 * (height * 0.05)
        inset = 10.0
        letters = shared_letters(
            self,
            names,
            width - 2 * inset,
            height - words_y - 12,
            letters=LARGE if width > 240 else PLAIN,
            most_lines=4,
            least=_LEAST_LETTERS,
        )
        for place, (level, name) in enumerate(zip(levels, names, strict=True)):
            x = self.margin + place * (width + gap)
            self._put_tile(level, x, top, width, height)
            self._put_face(place, count, x + (width - side) / 2, top + height * 0.05, side)
            box = (x + inset, top + words_y, width - 2 * inset, height - words_y - 12)
            self.text(name, *box, letters=letters, bold=True, halign="center", most_lines=4)
            if level.value == self._chosen:
                self.icon("check", x + width - 60, top + 8, 52, colour=colours.BLUE)

    def _put_tile(self, level: RatingLevel, x: float, y: float, width: float, height: float) -> None:
        tile = _tile(self, self._guard, partial(self._on_face, level), is_chosen=level.value == self._chosen)
        self.put(tile, x, y, width, height)
        self.faces[level.value] = tile

    def _put_face(self, place: int, count: int, x: float, y: float, side: float) -> None:
        self.put(RatingFace(mood=mood_of(place, count)), x, y, side, side)


class ReasonsPage(Sheet):
    """What a low rating was about: as many as the citizen likes, or none."""

    def __init__(
        self,
        *,
        window: tuple[float, float],
        asked: RatingAsked,
        level: int,
        chosen: Sequence[str],
        note: str,
        language: Language,
        tr: Translate,
        guard: TouchGuard,
        on_reason: Callable[[str], None],
        on_change: Callable[[], None],
        on_done: Callable[[], None],
    ) -> None:
        super().__init__(window=window)
        self.reasons: dict[str, Touchable] = {}
        place = next((at for at, known in enumerate(asked.levels) if known.value == level), 0)
        side = 76.0
        top = header_height(self)
        known = asked.levels[place]
        name = known.name_en if language == "en" and known.name_en else known.name
        self.put(
            RatingFace(mood=mood_of(place, len(asked.levels))),
            self.margin,
            top + (24 if self.is_portrait else 10),
            side,
            side,
        )
        y = _put_words(
            self,
            name,
            tr("Theo Ông/Bà, điều gì cần làm tốt hơn?"),
            note or tr("Có thể chọn nhiều ý, hoặc bỏ qua."),
            beside=side + 20,
        )
        bottom = self.design_height - footer_height(self) - 24
        height = _foot_height(self)
        bottom -= height
        self.change, self.done = put_foot(
            self,
            (self.margin, bottom, self.inner_width, height),
            (tr("Đổi đánh giá"), tr("Gửi") if chosen else tr("Bỏ qua")),
            guard=guard,
            on_back=on_change,
            on_send=on_done,
            back_share=0.45 if self.is_portrait else 0.3,
            gap=_GAP,
            letters=LARGE + 4,
        )
        top = max(y, controls_top(self))
        self._put_reasons(asked.reasons, chosen, (top, bottom - _GAP - top), language, guard, on_reason)

    def _put_reasons(
        self,
        reasons: Sequence[RatingReason],
        chosen: Sequence[str],
        room: tuple[float, float],
        language: Language,
        guard: TouchGuard,
        on_reason: Callable[[str], None],
    ) -> None:
        top, down = room
        is_crowded = self.ease.is_low and len(reasons) > _FEW
        columns = (3 if is_crowded else 2) if self.is_portrait else (2 if len(reasons) <= _FEW else 3)
        rows = ceil(len(reasons) / columns)
        width = (self.inner_width - _GAP * (columns - 1)) / columns
        height = min(_TALLEST_REASON, (down - _GAP * (rows - 1)) / max(1, rows))
        side = min(72.0, height - 30, width * 0.2)
        words_x, inset = side + 36, 12.0
        names = [one.name_en if language == "en" and one.name_en else one.name for one in reasons]
        words_width = width - words_x - inset
        letters = shared_letters(
            self, names, words_width, height - 12, letters=PLAIN + 3, most_lines=3, least=_LEAST_LETTERS
        )
        for at, (reason, name) in enumerate(zip(reasons, names, strict=True)):
            x, y = self.margin + at % columns * (width + _GAP), top + at // columns * (height + _GAP)
            is_chosen = reason.reason in chosen
            tile = _tile(self, guard, partial(on_reason, reason.reason), is_chosen=is_chosen, changes_page=False)
            self.put(tile, x, y, width, height)
            self.reasons[reason.reason] = tile
            picture = "check" if is_chosen else _picture(reason)
            self.icon(picture, x + 20, y + (height - side) / 2, side, colour=colours.BLUE)
            box = (x + words_x, y + 6, words_width, height - 12)
            self.text(name, *box, letters=letters, bold=True, most_lines=3)


def _put_words(sheet: Sheet, about: str, title: str, cue: str, *, beside: float = 0.0) -> float:
    """A line on what it is about (`beside` leaves room for a picture), the title, and what to do. Where they end."""
    top, width = header_height(sheet), sheet.inner_width
    grown = min(1.25, sheet.growth)
    line = 76.0 if sheet.is_portrait else 60.0
    y = top + (24 if sheet.is_portrait else 14)
    height = (176 if sheet.is_portrait else 84) * grown
    sheet.text(about, sheet.margin + beside, y, width - beside, line, letters=PLAIN + 3, bold=True, colour=QUIET)
    y += line + 4
    sheet.text(title, sheet.margin, y, width, height, letters=TITLE, bold=True, most_lines=3)
    y += height + 4
    sheet.text(cue, sheet.margin, y, width, 52, letters=PLAIN, colour=QUIET, most_lines=1)
    return y + 52 + (24 if sheet.is_portrait else 16)


def _foot_height(sheet: Sheet) -> float:
    if sheet.ease.is_low:
        return 96
    return 130 if sheet.is_portrait else 104


def _tile(
    sheet: Sheet,
    guard: TouchGuard,
    on_chosen: Callable[[], None],
    *,
    is_chosen: bool,
    changes_page: bool = True,
) -> Touchable:
    return Touchable(
        guard=guard,
        on_chosen=on_chosen,
        changes_page=changes_page,
        rest_fill=colours.rgba(colours.BLUE_SOFT if is_chosen else colours.PAPER),
        rest_line=colours.rgba(colours.BLUE),
        rest_line_px=(8 if is_chosen else 3) * sheet.scale,
        pressed_line_px=8 * sheet.scale,
        radius_px=CORNER * 1.5 * sheet.scale,
    )


def _picture(reason: RatingReason) -> str:
    return next((name for name in (reason.icon, reason.reason) if name and is_known(name)), NO_OWN_PICTURE)
