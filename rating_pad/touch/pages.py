"""The touch pad's pages: whose desk it is, the faces, the thanks, the reasons, and what keeps it from asking."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from look import colours
from look.faces import mood_of
from look.icons import is_known
from look.kivy_faces import RatingFace
from look.language import translator
from look.touch_guard import TouchGuard
from messaging.snapshots import RatingLevel, RatingReason
from rating_pad.touch.asking import Page, TouchView
from rating_pad.touch.parts import CORNER, MARGIN, ChosenMark, Sheet, TimeBar, TouchTile

NO_OWN_PICTURE = "dots"
"""Stands for a reason of which nobody has drawn a picture."""


@dataclass(frozen=True, slots=True)
class Deeds:
    """What touches do, and the guard that lets one finger through at a time."""

    guard: TouchGuard
    now_s: Callable[[], float]
    face: Callable[[int], None]
    change: Callable[[], None]
    reason: Callable[[str], None]
    skip: Callable[[], None]


class PadPage(Sheet):
    """The page that is shown; `lay_out` makes another of it, `run_down` brings what depends on the time up to date."""

    def __init__(self, window: tuple[float, float], deeds: Deeds) -> None:
        super().__init__(window)
        self._deeds = deeds
        self.bar: TimeBar | None = None
        self.change_button: TouchTile | None = None

    def lay_out(self, view: TouchView) -> None:
        """Make it the page of this view."""
        self.clear()
        self.bar = self.change_button = None
        match view.page:
            case Page.QUESTION | Page.THANKS | Page.CHANGING:
                _put_head(self, view)
                _put_faces(self, view, self._deeds)
            case Page.REASONS:
                _put_reasons(self, view, self._deeds)
            case Page.IDLE:
                _put_name_plate(self, view)
            case _:
                _put_head(self, view)
                _put_word(self, view)

    def run_down(self, view: TouchView, now_s: float) -> None:
        if self.bar is not None and view.from_s is not None and view.until_s is not None:
            self.bar.share = (view.until_s - now_s) / max(0.001, view.until_s - view.from_s)
        if self.change_button is not None and self.change_button.is_enabled is not view.may_change:
            self.change_button.is_enabled = view.may_change
            self.change_button.opacity = 1 if view.may_change else 0


def _put_head(page: PadPage, view: TouchView) -> None:
    """The counter, and who serves there: one rates a person, not a machine."""
    tr = translator(view.language)
    counter = _of(view, view.counter_name, view.counter_name_en)
    officer = "" if view.officer_name is None else tr("Cán bộ {name}").format(name=view.officer_name)
    if page.is_portrait:
        page.text(counter, MARGIN, 12, page.inner, 40, letters=28, bold=True, colour=colours.BLUE, most_lines=1)
        page.text(officer, MARGIN, 52, page.inner, 34, letters=22, most_lines=1)
        return
    left = page.inner * 0.34
    page.text(counter, MARGIN, 10, left, 42, letters=28, bold=True, colour=colours.BLUE, halign="left", most_lines=1)
    page.text(officer, MARGIN + left, 10, page.inner - left, 42, letters=26, halign="right", most_lines=1)


def _put_faces(page: PadPage, view: TouchView, deeds: Deeds) -> None:
    tr = translator(view.language)
    top = 92 if page.is_portrait else 54
    if view.page is Page.QUESTION:
        question, hint = _of(view, view.question, view.question_en), ""
    elif view.page is Page.THANKS:
        question, hint = tr("Cảm ơn Ông/Bà đã đánh giá"), tr("Chạm mặt khác nếu muốn đổi")
    else:
        question, hint = tr("Mời Ông/Bà chọn lại"), tr("Chạm mặt đang chọn để giữ nguyên")
    high = (96 if page.is_portrait else 76) - (32 if hint else 0)
    page.text(question, MARGIN, top, page.inner, high, letters=32, bold=True, most_lines=2 if high > 70 else 1)
    if hint:
        page.text(hint, MARGIN, top + high, page.inner, 32, letters=25, most_lines=1)
    faces_top = top + high + (32 if hint else 0) + 10
    room = page.high - faces_top - 34
    if page.is_portrait:
        _put_rows(page, view, deeds, faces_top, room)
    else:
        _put_columns(page, view, deeds, faces_top, room)
    page.bar = page.part(TimeBar, TimeBar)
    page.put(page.bar, MARGIN, page.high - 20, page.inner, 6)


def _put_columns(page: PadPage, view: TouchView, deeds: Deeds, top: float, room: float) -> None:
    """The best on the left; all faces and all words the same size."""
    count, gap = len(view.levels), 12
    width = (page.inner - gap * (count - 1)) / count
    side = min(width * 0.82, room * 0.56)
    words_top = side + 2 * (room * 0.05)
    words_high = room - words_top - 10
    pad = width * 0.06
    names = [_of(view, level.name, level.name_en) for level in view.levels]
    letters = page.shared_letters(names, width - 2 * pad, words_high, letters=30, most_lines=3, bold=True)
    for place, (level, name) in enumerate(zip(view.levels, names, strict=True)):
        x = MARGIN + place * (width + gap)
        _put_tile(page, view, deeds, level, x, top, width, room)
        page.put(_face(page, mood_of(place, count)), x + (width - side) / 2, top + room * 0.05, side, side)
        page.text(name, x + pad, top + words_top, width - 2 * pad, words_high, letters=letters, bold=True, most_lines=3)
        if level.value == view.chosen:
            page.put(page.part(ChosenMark, ChosenMark), x + width - 46, top + 4, 42, 42)


def _put_rows(page: PadPage, view: TouchView, deeds: Deeds, top: float, room: float) -> None:
    """The best above."""
    count, gap = len(view.levels), 10
    height = min(150, (room - gap * (count - 1)) / count)
    top += (room - height * count - gap * (count - 1)) / 2
    side = min(height - 16, 110)
    x, width = MARGIN + side + 40, page.inner - side - 40 - 52
    names = [_of(view, level.name, level.name_en) for level in view.levels]
    letters = page.shared_letters(names, width, height - 8, letters=32, most_lines=2, bold=True)
    for place, (level, name) in enumerate(zip(view.levels, names, strict=True)):
        y = top + place * (height + gap)
        _put_tile(page, view, deeds, level, MARGIN, y, page.inner, height)
        page.put(_face(page, mood_of(place, count)), MARGIN + 20, y + (height - side) / 2, side, side)
        page.text(name, x, y + 4, width, height - 8, letters=letters, bold=True, halign="left", most_lines=2)
        if level.value == view.chosen:
            page.put(page.part(ChosenMark, ChosenMark), MARGIN + page.inner - 54, y + (height - 42) / 2, 42, 42)


def _put_tile(
    page: PadPage, view: TouchView, deeds: Deeds, level: RatingLevel, x: float, y: float, width: float, height: float
) -> None:
    is_chosen = level.value == view.chosen
    tile = _tile(page, deeds, lambda: deeds.face(level.value), is_strong=is_chosen)
    page.put(tile, x, y, width, height)


def _put_reasons(page: PadPage, view: TouchView, deeds: Deeds) -> None:
    tr = translator(view.language)
    place = next((at for at, level in enumerate(view.levels) if level.value == view.chosen), 0)
    level = view.levels[place]
    face_side, strip = 50, 58
    page.put(_face(page, mood_of(place, len(view.levels))), MARGIN, 10, face_side, face_side)
    button_wide = 168 if page.is_portrait else 200
    page.text(
        _of(view, level.name, level.name_en),
        MARGIN + face_side + 12,
        10,
        page.inner - face_side - 12 - button_wide - 10,
        50,
        letters=24,
        bold=True,
        halign="left",
        most_lines=2,
    )
    button = _tile(page, deeds, deeds.change)
    page.put(button, MARGIN + page.inner - button_wide, 10, button_wide, 50)
    words = page.text(
        tr("Đổi đánh giá"), MARGIN + page.inner - button_wide + 6, 12, button_wide - 12, 46, letters=22, most_lines=1
    )
    words.color = colours.rgba(colours.BLUE)
    _move_into(page, button, words)
    page.change_button = button

    question_high = 84 if page.is_portrait else 50
    top = strip + 14
    page.text(
        tr("Theo Ông/Bà, điều gì cần làm tốt hơn?"),
        MARGIN,
        top,
        page.inner,
        question_high,
        letters=30,
        bold=True,
        most_lines=2 if page.is_portrait else 1,
    )
    top += question_high + 8
    skip_high = 54
    room = page.high - top - skip_high - 44
    _put_reason_tiles(page, view, deeds, top, room)
    skip = _tile(page, deeds, deeds.skip)
    skip_wide = min(page.inner, 320)
    skip_top = page.high - skip_high - 32
    page.put(skip, MARGIN + (page.inner - skip_wide) / 2, skip_top, skip_wide, skip_high)
    page.text(
        tr("Bỏ qua"),
        MARGIN + (page.inner - skip_wide) / 2 + 8,
        skip_top,
        skip_wide - 16,
        skip_high,
        letters=26,
        bold=True,
        colour=colours.BLUE,
        most_lines=1,
    )
    page.bar = page.part(TimeBar, TimeBar)
    page.put(page.bar, MARGIN, page.high - 20, page.inner, 6)


def _put_reason_tiles(page: PadPage, view: TouchView, deeds: Deeds, top: float, room: float) -> None:
    count, gap = len(view.reasons), 12
    columns = 2 if page.is_portrait or count <= 4 else 3 if count <= 9 else 4
    rows = ceil(count / columns)
    width = (page.inner - gap * (columns - 1)) / columns
    height = min(110, (room - gap * (rows - 1)) / rows)
    top += (room - height * rows - gap * (rows - 1)) / 2
    side = min(44, height - 12)
    names = [_of(view, reason.name, reason.name_en) for reason in view.reasons]
    words_wide = width - side - 30
    letters = page.shared_letters(names, words_wide, height - 6, letters=26, most_lines=3, bold=False)
    for place, (reason, name) in enumerate(zip(view.reasons, names, strict=True)):
        x = MARGIN + (place % columns) * (width + gap)
        y = top + place // columns * (height + gap)
        tile = _tile(page, deeds, _chooses(deeds, reason))
        page.put(tile, x, y, width, height)
        page.icon(_picture(reason), x + 12, y + (height - side) / 2, side, colour=colours.BLUE)
        page.text(name, x + side + 22, y + 3, words_wide, height - 6, letters=letters, halign="left", most_lines=3)


def _put_name_plate(page: PadPage, view: TouchView) -> None:
    """Nobody is asked: the desk's name plate."""
    tr = translator(view.language)
    counter = _of(view, view.counter_name, view.counter_name_en)
    middle = page.high / 2
    if view.officer_name is None:
        page.text(
            counter, MARGIN, middle - 120, page.inner, 130, letters=84, bold=True, colour=colours.BLUE, most_lines=2
        )
    else:
        page.text(
            counter, MARGIN, middle - 190, page.inner, 96, letters=60, bold=True, colour=colours.BLUE, most_lines=1
        )
        page.text(tr("Cán bộ"), MARGIN, middle - 82, page.inner, 38, letters=26, most_lines=1)
        page.text(view.officer_name, MARGIN, middle - 46, page.inner, 90, letters=56, bold=True, most_lines=2)
    invitation = tr("Khi được phục vụ xong, mời Ông/Bà đánh giá tại đây")
    page.text(invitation, MARGIN, middle + 84, page.inner, 92, letters=28, most_lines=3)


def _put_word(page: PadPage, view: TouchView) -> None:
    """One picture, one sentence, and what to do."""
    tr = translator(view.language)
    sentence, more, icon = {
        Page.BYE: (
            tr("Cảm ơn Ông/Bà đã góp ý") if view.gave_reason else tr("Cảm ơn Ông/Bà đã đánh giá"),
            tr("Kính chúc Ông/Bà mạnh khỏe"),
            "check",
        ),
        Page.ENDED: (
            tr("Đã hết thời gian đánh giá lượt này"),
            tr("Cảm ơn Ông/Bà. Hẹn gặp lại Ông/Bà lần sau."),
            "clock",
        ),
        Page.NO_COUNTER: (
            tr("Máy đánh giá này chưa được gắn với quầy nào"),
            tr("Ông/Bà vẫn được phục vụ như thường. Mong Ông/Bà thông cảm."),
            "no-link",
        ),
        Page.CANNOT_KEEP: (
            tr("Máy chưa lưu được đánh giá"),
            tr("Xin Ông/Bà nói với người hướng dẫn. Mong Ông/Bà thông cảm."),
            "no-ticket",
        ),
    }.get(
        view.page,
        (
            tr("Máy đánh giá đang mất kết nối"),
            tr("Ông/Bà vẫn được phục vụ như thường. Mong Ông/Bà thông cảm."),
            "no-link",
        ),
    )
    colour = colours.GOOD if view.page is Page.BYE else colours.BLUE
    middle = page.high / 2
    page.icon(icon, page.wide / 2 - 56, middle - 150, 112, colour=colour)
    page.text(sentence, MARGIN, middle - 22, page.inner, 92, letters=40, bold=True, most_lines=2)
    page.text(more, MARGIN, middle + 76, page.inner, 84, letters=26, most_lines=3)


def _face(page: PadPage, mood: float) -> RatingFace:
    # Each mood is a kind of its own: another mood is drawn of other pieces.
    return page.part((RatingFace, mood), lambda: RatingFace(mood=mood))


def _tile(page: PadPage, deeds: Deeds, on_chosen: Callable[[], None], *, is_strong: bool = False) -> TouchTile:
    tile = page.part(TouchTile, lambda: TouchTile(guard=deeds.guard, now_s=deeds.now_s))
    tile.serve(on_chosen)
    tile.radius_px = CORNER * page.unit
    tile.rest_fill = colours.rgba(colours.BLUE_SOFT if is_strong else colours.MIST)
    tile.rest_line = colours.rgba(colours.BLUE if is_strong else colours.LINE)
    tile.rest_line_px = (5 if is_strong else 2) * max(0.5, page.unit)
    return tile


def _chooses(deeds: Deeds, reason: RatingReason) -> Callable[[], None]:
    return lambda: deeds.reason(reason.reason)


def _move_into(page: PadPage, tile: TouchTile, words: object) -> None:
    """What belongs to a tile goes when it goes."""
    page.remove_widget(words)
    tile.add_widget(words)


def _picture(reason: RatingReason) -> str:
    return next((name for name in (reason.icon, reason.reason) if name and is_known(name)), NO_OWN_PICTURE)


def _of(view: TouchView, name: str, name_en: str) -> str:
    """A name of the centre's own, which has only Vietnamese and English."""
    return name_en if view.language == "en" and name_en else name
