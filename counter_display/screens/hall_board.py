"""The hall board: who is called to which counter, and how many wait. Readable from 12 m.

All measures are design pixels of a 1920 x 1080 screen; `_arrange` turns them into real ones.
"""

from collections.abc import Callable

from kivy.clock import Clock

from counter_display.board_state import ROWS, ROWS_UPRIGHT, BoardView, CallRow, RowKind, WaitingRow, words_beside
from counter_display.screens.shapes import Arrow, Badge, WarningStrip, place, text
from counter_display.screens.slide_panel import PictureOf, SlidePanel
from look import colours
from look.kivy_theme import FittedLabel, NumberLabel, RoundedPanel, ScaledLayout, tint
from look.language import translator

_vi = translator("vi")
_en = translator("en")

WHITE = colours.rgba(colours.NIGHT_TEXT)
MUTED = colours.rgba(colours.NIGHT_MUTED)
INK = colours.rgba(colours.INK)
CALL = colours.rgba(colours.CALL)
PANEL = tint(colours.NIGHT_MUTED, 0.10, colours.NIGHT)

_MARGIN = 36
_GAP = 16
_HEADER = 104
_ZONE_HEADER = 172
_FOOTER = 92
_HIGH_NOTICE = 0.12
"""Of its width."""
_UPRIGHT_FOOTER = 190
"""Of a notice in two languages: an upright board has no room for them beside each other."""
_HERO_SHARE = 1.6
"""How much higher the newest call is than the others."""
_STALE_OPACITY = 0.6
_PULSE_STEP_S = 1 / 15
_ONE_COLUMN = 8
"""Services below each other on an upright board."""


_CLOSED = "Đã ngừng nhận số"

_AT_SEAT = {
    RowKind.CALLED: "Mời ngồi tại chỗ, cán bộ sẽ đến",
    RowKind.SERVING: "Đang phục vụ tại chỗ",
}


class HallBoardScreen(ScaledLayout):
    """Draws a `BoardView`: wider than high or upright, of the whole hall or of one zone.

    `pulse_of` says how bright a call pulses now, 0 to 1; `picture_of` has the pictures shown between calls.
    """

    def __init__(
        self, pulse_of: Callable[[int], float], picture_of: PictureOf = lambda _sha256: None, **options: object
    ) -> None:
        super().__init__(**options)
        self._pulse_of = pulse_of
        self._view: BoardView | None = None
        self._pulsing = None
        self._awaits_picture = False
        self._is_warm = False
        """What a call needs has been drawn once."""
        self._centre = text(bold=True, halign="left", color=WHITE)
        self._clock = text(bold=True, halign="right", color=WHITE)
        self._zone = text(bold=True, halign="left", color=WHITE)
        self._zone_en = text(halign="left", color=MUTED)
        self._rows = [_CallRowPanel(is_hero=at == 0) for at in range(ROWS_UPRIGHT)]
        self._slide = SlidePanel(picture_of, size_hint=(None, None))
        self._waiting = _WaitingPanel(size_hint=(None, None))
        self._message = text(bold=True, color=WHITE)
        self._message_en = text(color=MUTED)
        self._notice = _NoticeLine(size_hint=(None, None))
        self._warning = WarningStrip(size_hint=(None, None))
        for part in (
            self._centre,
            self._zone,
            self._zone_en,
            self._clock,
            *self._rows,
            self._waiting,
            self._slide,
            self._message,
            self._message_en,
            self._notice,
            self._warning,
        ):
            self.add_widget(part)
        self._arrange_soon = Clock.create_trigger(lambda _dt: self._arrange(), -1)
        for name in ("pos", "size"):
            self.fbind(name, lambda *_: self._arrange_soon())

    @property
    def rows_shown(self) -> int:
        """How many calls there is room for."""
        return ROWS if self.width >= self.height else ROWS_UPRIGHT

    def show(self, view: BoardView) -> None:
        """Draw `view`; nothing is done when it is what is already there."""
        if view == self._view and not self._awaits_picture:
            return
        self._view = view
        self._centre.text = view.centre_name
        self._centre.color = MUTED if view.zone_name else WHITE
        self._centre.bold = not view.zone_name
        self._zone.text, self._zone_en.text = view.zone_name, view.zone_name_en
        self._clock.text = view.clock
        is_slide = self._slide.show(view.slide)
        self._awaits_picture = view.slide is not None and not is_slide
        rows = () if is_slide else view.rows
        for at, panel in enumerate(self._rows):
            panel.show(rows[at] if at < len(rows) else None, is_stale=bool(view.warning))
        self._waiting.show(view.waiting)
        self._waiting.opacity = 0 if view.is_connecting or is_slide else (_STALE_OPACITY if view.warning else 1)
        self._message.text, self._message_en.text = ("", "") if is_slide else (view.message, view.message_en)
        self._notice.show(view.notice, view.notice_en)
        self._notice.opacity = 1 if (view.notice or view.notice_en) and not view.warning else 0
        self._warning.show(view.warning, view.warning_en)
        self._arrange_soon()
        if view.pulsing and self._pulsing is None:
            self._pulsing = Clock.schedule_interval(lambda _dt: self._pulse(), _PULSE_STEP_S)

    def _pulse(self) -> bool | None:
        """One step of all pulses; ends the steps when all rest."""
        levels = [0.0 if panel.row is None else self._pulse_of(panel.row.call_id) for panel in self._rows]
        for panel, level in zip(self._rows, levels, strict=True):
            panel.glow(level)
        if self._view is not None and self._view.pulsing:
            return None
        self._pulsing = None
        return False

    def _arrange(self) -> None:
        if self._view is None or self.width < 2 or self.height < 2:
            return
        px = self.px
        margin, gap = px(_MARGIN), px(_GAP)
        width, height = self.width - 2 * margin, self.height
        clock_width = min(px(560), width * 0.34)
        is_zone = bool(self._view.zone_name)
        header = px(_ZONE_HEADER if is_zone else _HEADER)
        air = px(10)  # a long name in two lines keeps off the edge
        name_width = width - clock_width - px(32)
        if is_zone:
            # The zone is what whoever sits below the board looks for; the centre is known.
            lines = ((self._centre, 40, 27), (self._zone, 76, 54), (self._zone_en, 40, 28))
            top = height - px(8)
            for line, line_height, font in lines:
                line.max_font_px = px(font)
                top -= px(line_height)
                place(line, margin, top, name_width, px(line_height))
        else:
            self._centre.max_font_px = px(46)
            place(self._centre, margin, height - header + air, name_width, header - 2 * air)
        self._clock.max_font_px = px(54)
        place(self._clock, margin + width - clock_width, height - px(_HEADER), clock_width, px(_HEADER))
        view = self._view
        # Without a connection the warning stands where the notice was, so that nothing else moves.
        has_both = self.width < self.height and bool(view.notice and view.notice_en)
        footer = px(_UPRIGHT_FOOTER if has_both else _FOOTER) if view.notice or view.notice_en or view.warning else 0
        for line in (self._notice, self._warning):
            place(line, 0, 0, self.width, footer)

        bottom = footer + (gap if footer else margin * 0.75)
        room = height - header - bottom
        place(self._slide, margin, bottom, width, room)
        if self.width >= self.height:
            calls_width = round(width * 2 / 3)
            calls_bottom, calls_height = bottom, room
            place(self._waiting, margin + calls_width + gap * 2, bottom, width - calls_width - gap * 2, room)
        else:
            # An upright screen has the waiting counts below the calls.
            calls_width = width
            calls_height = round(room * 0.62)
            calls_bottom = bottom + room - calls_height
            place(self._waiting, margin, bottom, width, room - calls_height - gap * 2)
        self._arrange_calls(margin, calls_bottom, calls_width, calls_height)
        if not self._is_warm:
            self._is_warm = True
            self._warm()

    def _warm(self) -> None:
        """Draw each row's letters once, unseen: the first ones of a size take twice as long as all that follow."""
        for panel in self._rows[: self.rows_shown]:
            if panel.row is None:
                panel.warm()

    def _arrange_calls(self, left: float, bottom: float, width: float, height: float) -> None:
        assert self._view is not None
        gap = self.px(_GAP)
        rows = self.rows_shown
        one = (height - gap * (rows - 1)) / (rows - 1 + _HERO_SHARE)
        top = bottom + height
        for panel in self._rows[:rows]:
            panel_height = one * (_HERO_SHARE if panel.is_hero else 1)
            place(panel, left, top - panel_height, width, panel_height)
            top -= panel_height + gap
        if self._view.is_connecting:
            left, width, bottom, height = 0, self.width, 0, self.height
        elif self._view.rows[:rows]:  # what is to be said stands below them
            height = self._rows[min(rows, len(self._view.rows)) - 1].y - gap - bottom
        middle = bottom + height / 2
        self._message.max_font_px, self._message_en.max_font_px = self.px(96), self.px(56)
        place(self._message, left + width * 0.06, middle - self.px(30), width * 0.88, self.px(220))
        place(self._message_en, left + width * 0.06, middle - self.px(150), width * 0.88, self.px(110))


class _CallRowPanel(RoundedPanel):
    """One call: number, arrow, counter."""

    def __init__(self, *, is_hero: bool) -> None:
        super().__init__(size_hint=(None, None))
        self.is_hero = is_hero
        self.row: CallRow | None = None
        self._is_bright = False
        self._is_at_seat = False
        self._number = NumberLabel(halign="left", size_hint=(None, None))
        self._arrow = Arrow(size_hint=(None, None))
        self._state = text(halign="right")
        self._state_en = text(halign="right")
        self._word = text(bold=True, halign="right")
        self._word_en = text(halign="right")
        self._counter = NumberLabel(halign="right", size_hint=(None, None))
        for part in (
            self._number,
            self._arrow,
            self._state,
            self._state_en,
            self._word,
            self._word_en,
            self._counter,
        ):
            self.add_widget(part)
        for name in ("pos", "size"):
            self.fbind(name, lambda *_: self._arrange())

    def show(self, row: CallRow | None, *, is_stale: bool) -> None:
        self.row = row
        self.opacity = 0 if row is None else 1
        if row is None:
            return
        is_past = row.kind is RowKind.PAST
        self._is_at_seat = row.to_seat and not is_past
        # Yellow says "now", which nobody knows while the connection is gone.
        is_called = self._is_bright = row.kind is RowKind.CALLED and not is_stale
        strong = INK if is_called else (MUTED if is_past or is_stale else WHITE)
        weak = INK if is_called else MUTED
        self.fill_colour = CALL if is_called else PANEL
        self._number.text, self._number.color = row.number, strong
        self._counter.text = "" if is_past else str(row.counter_number)
        self._counter.color = strong
        self._arrow.opacity = 1 if row.kind is RowKind.CALLED else 0
        self._arrow.color = strong
        words = {RowKind.CALLED: "", RowKind.SERVING: "Đang phục vụ", RowKind.PAST: "Đã gọi"}[row.kind]
        if self._is_at_seat:  # nobody has to walk: no arrow, no counter
            words = _AT_SEAT[row.kind]
            self._counter.text, self._arrow.opacity = "", 0
        other = words_beside(row.language) or _en  # nobody knows who else looks
        self._state.text, self._state_en.text = _vi(words), other(words)
        goes_to_counter = not is_past and not self._is_at_seat
        self._word.text, self._word_en.text = (_vi("Quầy"), other("Quầy")) if goes_to_counter else ("", "")
        for label in (self._state, self._word):
            label.color = weak
        for label in (self._state_en, self._word_en):
            label.color = weak
        self._arrange()

    def warm(self) -> None:
        """Draw a call and leave nothing of it; for a row that shows none."""
        for kind in (RowKind.CALLED, RowKind.SERVING):
            self.show(CallRow(0, "A025", 37, kind, "vi"), is_stale=False)
            for number in (self._number, self._counter):
                number.place()
            for words in (self._state, self._state_en, self._word, self._word_en):
                words.fit()
                words.texture_update()
        self.show(None, is_stale=False)
        for part in (self._number, self._counter, self._state, self._state_en, self._word, self._word_en):
            part.text = ""

    def glow(self, level: float) -> None:
        """Between resting (0) and bright (1) while a new call pulses."""
        if self._is_bright:
            self.fill_colour = tint(colours.PAPER, 0.75 * level, colours.CALL)

    def _arrange(self) -> None:
        width, height = self.width, self.height
        if width < 8 or height < 8:
            return
        self.radius_px = width * 0.013
        pad = width * 0.026
        self._number.fill = self._counter.fill = 0.70 if self.is_hero else 0.74
        place(self._number, self.x + pad, self.y, width * 0.505, height)
        place(self._counter, self.x + width * 0.80, self.y, width * 0.20 - pad, height)
        arrow_height = min(height, width * 0.12)
        place(self._arrow, self.x + width * 0.555, self.y + (height - arrow_height) / 2, width * 0.10, arrow_height)
        big, small = min(height * 0.28, width * 0.044), min(height * 0.17, width * 0.026)
        self._stack(self._word, self._word_en, 0.665, 0.125, big, small)
        if self._is_at_seat:
            wide_px, narrow_px = min(height * 0.22, width * 0.044), min(height * 0.12, width * 0.026)
            lines = 2 if self.row is not None and self.row.kind is RowKind.CALLED else 1
            self._stack(
                self._state, self._state_en, 0.535, 0.465 - 0.026, wide_px, narrow_px, lines=lines, lower_lines=lines
            )
        elif self.row is not None and self.row.kind is RowKind.PAST:
            self._stack(self._state, self._state_en, 0.66, 0.34 - 0.026, big, small)
        else:
            self._stack(self._state, self._state_en, 0.535, 0.125, big * 0.75, small, lines=2)

    def _stack(
        self,
        upper: FittedLabel,
        lower: FittedLabel,
        left: float,
        share: float,
        big: float,
        small: float,
        *,
        lines: int = 1,
        lower_lines: int = 1,
    ) -> None:
        """Vietnamese over English, in the middle of the row."""
        upper.max_font_px, lower.max_font_px = big, small
        upper_height, lower_height = big * 1.42 * lines, small * 1.45 * lower_lines
        bottom = self.y + (self.height - upper_height - lower_height) / 2
        x, width = self.x + self.width * left, self.width * share
        place(lower, x, bottom, width, lower_height)
        place(upper, x, bottom + lower_height, width, upper_height)


class _WaitingPanel(RoundedPanel):
    """How many people wait for each service."""

    def __init__(self, **options: object) -> None:
        super().__init__(fill_colour=PANEL, **options)
        self._title = text(bold=True, halign="left", color=WHITE)
        self._title_en = text(halign="right", color=MUTED)
        self._title.text, self._title_en.text = _vi("Số người đang chờ"), _en("Số người đang chờ")
        self.add_widget(self._title)
        self.add_widget(self._title_en)
        self._lines: list[_WaitingLine] = []
        self._shown = 0
        for name in ("pos", "size"):
            self.fbind(name, lambda *_: self._arrange())

    def show(self, rows: tuple[WaitingRow, ...]) -> None:
        while len(self._lines) < len(rows):
            line = _WaitingLine()
            for part in line.parts:
                self.add_widget(part)
            self._lines.append(line)
        for at, line in enumerate(self._lines):
            line.show(rows[at] if at < len(rows) else None)
        self._shown = len(rows)
        self._arrange()

    def _arrange(self) -> None:
        width, height = self.width, self.height
        if width < 8 or height < 8:
            return
        scale = width / 600  # its width on a 1920 x 1080 board
        self.radius_px = 16 * scale
        pad = 28 * scale
        title_height = min(88 * scale, height * 0.14)
        top = self.top - title_height
        self._title.max_font_px, self._title_en.max_font_px = 38 * scale, 26 * scale
        place(self._title, self.x + pad, top, width * 0.66 - pad, title_height)
        place(self._title_en, self.x + width * 0.66, top, width * 0.34 - pad, title_height)
        shown = self._lines[: self._shown]
        # Below the calls of an upright board there is more room beside each other than below each other.
        columns = 2 if width > height and len(shown) > _ONE_COLUMN else 1
        per_column = -(-len(shown) // columns)
        column_width = (width - pad * (columns + 1)) / columns
        scale = scale / columns if columns > 1 else scale
        for column in range(columns):
            lines = shown[column * per_column : (column + 1) * per_column]
            shares = sum(line.share for line in lines) or 1
            one_height = min(124 * scale * columns, (height - title_height - pad * 0.6) / max(shares, per_column))
            below = top
            for line in lines:
                below -= one_height * line.share
                line.arrange(self.x + pad + column * (column_width + pad), below, column_width, one_height, scale)


class _WaitingLine:
    """One service: its letter, its name, how many wait; and in a line below that it is closed, if it is."""

    def __init__(self) -> None:
        self._badge = Badge(size_hint=(None, None))
        self._name = text(halign="left")
        self._count = NumberLabel(halign="right", color=WHITE, size_hint=(None, None))
        self._closed = text(bold=True, halign="left", color=WHITE)
        self._closed_en = text(halign="right", color=MUTED)
        self.parts = (self._badge, self._name, self._count, self._closed, self._closed_en)
        self.share = 1.0
        """How high it is, compared with a service that is open."""

    def show(self, row: WaitingRow | None) -> None:
        for part in self.parts:
            part.opacity = 0 if row is None else 1
        is_closed = row is not None and row.is_closed
        self.share = 1.5 if is_closed else 1.0
        self._badge.show("" if row is None else row.service)
        self._name.text, self._name.color = "" if row is None else row.name, MUTED if is_closed else WHITE
        # Whoever has a number of a closed service still waits and is counted.
        self._count.text = "" if row is None or (is_closed and not row.waiting) else str(row.waiting)
        self._closed.text, self._closed_en.text = (_vi(_CLOSED), _en(_CLOSED)) if is_closed else ("", "")

    def arrange(self, left: float, bottom: float, width: float, height: float, scale: float) -> None:
        """`height` is that of an open service; what a closed one has more lies below it."""
        below = height * (self.share - 1)
        bottom += below
        side = min(72 * scale, height * 0.66)
        place(self._badge, left, bottom + (height - side) / 2, side, side)
        name_left, count_width = side + 22 * scale, 118 * scale
        self._name.max_font_px = min(34 * scale, height * 0.46)
        name_width = width - name_left - count_width
        place(self._name, left + name_left, bottom + height * 0.06, name_width, height * 0.88)
        self._count.fill = 0.46
        place(self._count, left + width - count_width, bottom, count_width, height)
        self._closed.max_font_px, self._closed_en.max_font_px = (
            min(30 * scale, below * 0.68),
            min(22 * scale, below * 0.6),
        )
        room = width - name_left
        low = bottom - below * 0.94
        place(self._closed, left + name_left, low, room * 0.62, below * 0.94)
        place(self._closed_en, left + name_left + room * 0.64, low, room * 0.36, below * 0.94)


class _NoticeLine(RoundedPanel):
    """The centre's notice, Vietnamese left and English right, or the one there is in the middle.

    Where it is high, on an upright board, English stands below.
    """

    def __init__(self, **options: object) -> None:
        super().__init__(radius_px=0, fill_colour=PANEL, **options)
        self._text = text(color=WHITE)
        self._text_en = text(color=MUTED, halign="right")
        self.add_widget(self._text)
        self.add_widget(self._text_en)
        for name in ("pos", "size"):
            self.fbind(name, lambda *_: self._arrange())

    def show(self, notice: str, notice_en: str) -> None:
        self._text.text, self._text_en.text = notice or notice_en, notice_en if notice else ""
        self._arrange()

    def _arrange(self) -> None:
        pad, air = self.width * 0.019, self.height * 0.06
        if self._text_en.text and self.height > self.width * _HIGH_NOTICE:
            self._arrange_below(pad, air)
            return
        self._text_en.halign = "right"
        self._text.max_font_px, self._text_en.max_font_px = max(9, self.height * 0.45), max(9, self.height * 0.35)
        room, height = self.width - 2 * pad, self.height - 2 * air
        share = 0.58 if self._text_en.text else 1.0
        self._text.halign = "left" if self._text_en.text else "center"
        place(self._text, self.x + pad, self.y + air, room * share, height)
        place(self._text_en, self.x + pad + room * (share + 0.02), self.y + air, room * (0.98 - share), height)

    def _arrange_below(self, pad: float, air: float) -> None:
        room, height = self.width - 2 * pad, self.height - 2 * air
        below = height * 0.36
        self._text.max_font_px, self._text_en.max_font_px = max(9, self.height * 0.22), max(9, self.height * 0.17)
        self._text.halign = self._text_en.halign = "center"
        place(self._text, self.x + pad, self.y + air + below, room, height - below)
        place(self._text_en, self.x + pad, self.y + air, room, below)
