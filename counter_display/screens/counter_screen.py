"""The display above a counter: the number called or served, the officer, and the invitation to rate.

All measures are design pixels of a 1920 x 1080 screen; `_arrange` turns them into real ones.
"""

from collections.abc import Callable

from kivy.clock import Clock
from kivy.core.text import Label as TextMeasure
from kivy.graphics import Color, SmoothRoundedRectangle
from kivy.properties import NumericProperty
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

from counter_display.board_state import PULSE_S, pulse_at
from counter_display.counter_state import CounterView, RatingChoice, RatingInvitation
from counter_display.screens.key_strip import KeyStrip
from counter_display.screens.shapes import Badge, WarningStrip, place, text
from look import colours
from look.faces import mood_of
from look.kivy_faces import RatingFace
from look.kivy_theme import FONT, NumberLabel, RoundedPanel, ScaledLayout, fitting_font_px, tint
from look.language import translator
from messaging.clock import real_monotonic_s
from messaging.snapshots import CounterState

_vi = translator("vi")
_en = translator("en")

WHITE = colours.rgba(colours.NIGHT_TEXT)
MUTED = colours.rgba(colours.NIGHT_MUTED)
INK = colours.rgba(colours.INK)
PAPER = colours.rgba(colours.PAPER)
CALL = colours.rgba(colours.CALL)
PANEL = tint(colours.NIGHT_MUTED, 0.10, colours.NIGHT)

_MARGIN = 40
_HEADER = 132
_FOOTER = 132
_WARNING = 84
_PULSE_STEP_S = 1 / 15
_COUNTDOWN_STEP_S = 0.5  # 10 pixels of a 1200 pixel bar: calm, and cheap


class CounterScreen(ScaledLayout):
    """Draws a `CounterView`. `remaining_s` says how long the shown rating window is still open."""

    def __init__(self, remaining_s: Callable[[], float], **options: object) -> None:
        super().__init__(**options)
        self._remaining_s = remaining_s
        self._view: CounterView | None = None
        self._steps = None
        self._pulse_began_s = -PULSE_S
        self._pulsed_call_id: int | None = None
        self._badge = Badge(size_hint=(None, None))
        self._name = text(bold=True, halign="left", color=WHITE)
        self._clock = text(bold=True, halign="right", color=WHITE)
        self._warning = WarningStrip(size_hint=(None, None))
        self._number = _NumberPanel(size_hint=(None, None))
        self._rating = _RatingPanel(size_hint=(None, None))
        self._officer_caption = text(halign="left", color=MUTED)
        self._officer = text(bold=True, halign="left", color=WHITE)
        self._service = text(halign="right", color=WHITE)
        self._service_en = text(halign="right", color=MUTED)
        self._message = text(bold=True, color=WHITE)
        self._message_en = text(color=MUTED)
        self._keys = KeyStrip(size_hint=(None, None))
        for part in (
            self._badge,
            self._name,
            self._clock,
            self._warning,
            self._number,
            self._rating,
            self._officer_caption,
            self._officer,
            self._service,
            self._service_en,
            self._message,
            self._message_en,
            self._keys,
        ):
            self.add_widget(part)
        self._arrange_soon = Clock.create_trigger(lambda _dt: self._arrange(), -1)
        for name in ("pos", "size"):
            self.fbind(name, lambda *_: self._arrange_soon())

    def show(self, view: CounterView) -> None:
        """Draw `view`; nothing is done when it is what is already there."""
        if view == self._view:
            return
        self._view = view
        self._badge.opacity = 0 if view.is_connecting else 1
        self._badge.show(str(view.counter_number))
        self._name.text = view.counter_name
        self._clock.text = view.clock
        self._warning.show(view.warning, view.warning_en)
        self._number.show(view)
        self._rating.show(view.invitation)
        self._officer_caption.text = _vi("Cán bộ") if view.officer else ""
        self._officer.text = view.officer
        self._service.text, self._service_en.text = view.service, view.service_en
        self._message.text, self._message_en.text = view.message, view.message_en
        self._number.opacity = 0 if view.is_connecting else 1
        self._keys.show(view.key_word)
        for part in (self._officer_caption, self._officer, self._service, self._service_en):
            part.opacity = 0 if view.key_word else 1  # the word stands in their place for some seconds
        if view.is_new_call and view.call_id != self._pulsed_call_id:
            self._pulsed_call_id = view.call_id
            self._pulse_began_s = real_monotonic_s()
        self._arrange_soon()
        if self._moves() and self._steps is None:
            self._steps = Clock.schedule_interval(lambda _dt: self._step(), _PULSE_STEP_S)
        self._step()

    def _moves(self) -> bool:
        is_rating = self._view is not None and self._view.invitation is not None
        return is_rating or real_monotonic_s() - self._pulse_began_s < PULSE_S

    def _step(self) -> bool | None:
        """One step of the pulse and the countdown; ends the steps when both rest."""
        self._number.glow(pulse_at(real_monotonic_s() - self._pulse_began_s))
        if self._view is not None and self._view.invitation is not None:
            self._rating.count_down(self._remaining_s(), self._view.invitation.total_s)
        if self._moves():
            return None
        self._steps = None
        return False

    def _arrange(self) -> None:
        view = self._view
        if view is None or self.width < 2 or self.height < 2:
            return
        px = self.px
        margin = px(_MARGIN)
        width, height = self.width - 2 * margin, self.height
        header, footer = px(_HEADER), px(_FOOTER)
        side = px(96)
        header_bottom = height - header
        place(self._badge, margin, header_bottom + (header - side) / 2, side * 1.25, side)
        clock_width = min(px(480), width * 0.30)
        name_left = margin + side * 1.25 + px(28)
        self._name.max_font_px, self._clock.max_font_px = px(52), px(48)
        air = px(14)  # a long name in two lines keeps off the edge
        name_width = self.width - name_left - margin - clock_width - px(24)
        place(self._name, name_left, header_bottom + air, name_width, header - 2 * air)
        place(self._clock, self.width - margin - clock_width, header_bottom, clock_width, header)

        self._officer_caption.max_font_px, self._officer.max_font_px = px(30), px(54)
        place(self._officer_caption, margin, px(86), width * 0.5, px(40))
        place(self._officer, margin, px(12), width * 0.56, px(72))
        self._service.max_font_px, self._service_en.max_font_px = px(38), px(30)
        has_english = bool(view.service_en)
        service_bottom, service_height = (px(64), px(60)) if has_english else (px(16), px(74))
        place(self._service, margin + width * 0.58, service_bottom, width * 0.42, service_height)
        place(self._service_en, margin + width * 0.58, px(16), width * 0.42, px(44))

        place(self._keys, 0, 0, self.width, footer)
        top = header_bottom
        if view.warning:
            warning = px(_WARNING)
            place(self._warning, 0, top - warning, self.width, warning)
            top -= warning + px(20)
        bottom = footer + px(16)
        self._arrange_body(view, margin, bottom, width, top - bottom)
        self._message.max_font_px, self._message_en.max_font_px = px(110), px(60)
        place(self._message, margin, height / 2 - px(30), width, px(220))
        place(self._message_en, margin, height / 2 - px(150), width, px(110))

    def _arrange_body(self, view: CounterView, left: float, bottom: float, width: float, height: float) -> None:
        gap = self.px(20)
        if view.invitation is None:
            place(self._number, left, bottom, width, height)
        elif view.state is CounterState.CALLING:
            # The next person must find the number although the one before may still rate.
            strip = height * 0.26
            place(self._number, left, bottom + height - strip, width, strip)
            place(self._rating, left, bottom, width, height - strip - gap)
        else:
            self._number.opacity = 0
            place(self._rating, left, bottom, width, height)


class _NumberPanel(RoundedPanel):
    """State in words and the number over the whole width; low and wide it becomes one line."""

    def __init__(self, **options: object) -> None:
        super().__init__(radius_px=20, **options)
        self._words = text(bold=True)
        self._words_en = text()
        self._number = NumberLabel(size_hint=(None, None))
        self._resumes = text(bold=True, color=WHITE)
        self._resumes_en = text(color=MUTED)
        for part in (self._words, self._words_en, self._number, self._resumes, self._resumes_en):
            self.add_widget(part)
        self._is_calling = False
        for name in ("pos", "size"):
            self.fbind(name, lambda *_: self._arrange())

    def show(self, view: CounterView) -> None:
        # Yellow says "now", which nobody knows while the connection is gone.
        self._is_calling = view.state is CounterState.CALLING and not view.warning
        strong = INK if self._is_calling else (MUTED if view.warning else WHITE)
        weak = INK if self._is_calling else MUTED
        self.fill_colour = CALL if self._is_calling else PANEL
        self._words.text, self._words_en.text = view.state_words, view.state_words_en
        self._number.text = view.number
        self._number.color = strong
        self._resumes.text, self._resumes_en.text = view.resumes, view.resumes_en
        self._words.color = strong if view.state is not CounterState.UNSTAFFED else MUTED
        self._words_en.color = weak
        self._arrange()

    def glow(self, level: float) -> None:
        if self._is_calling:
            self.fill_colour = tint(colours.PAPER, 0.75 * level, colours.CALL)

    def _arrange(self) -> None:
        width, height = self.width, self.height
        if width < 8 or height < 8:
            return
        self.radius_px = min(height * 0.08, width * 0.02)
        has_english = bool(self._words_en.text)
        inner, left = width * 0.94, self.x + width * 0.03
        for part in (self._resumes, self._resumes_en):
            place(part, left, self.y, 0, 0)
        if self._resumes.text:
            self._arrange_rest(left, inner, height)
            return
        if not self._number.text:
            self._words.max_font_px, self._words_en.max_font_px = height * 0.24, height * 0.11
            middle = self.y + height * (0.42 if has_english else 0.28)
            place(self._words, left, middle, inner, height * 0.44)
            place(self._words_en, left, self.y + height * 0.20, inner, height * 0.22)
            return
        if height < width * 0.2:
            self._number.fill = 0.70
            self._words.max_font_px, self._words_en.max_font_px = height * 0.34, height * 0.20
            place(self._number, self.x + width * 0.52, self.y, width * 0.45, height)
            low = self.y + (height * 0.40 if has_english else 0)
            place(self._words, left, low, width * 0.46, height * (0.52 if has_english else 1))
            place(self._words_en, left, self.y + height * 0.08, width * 0.46, height * 0.32)
            return
        words_height, english_height = height * 0.17, height * 0.11 if has_english else 0
        self._words.max_font_px, self._words_en.max_font_px = words_height * 0.66, height * 0.075
        top = self.top - height * 0.03
        place(self._words, left, top - words_height, inner, words_height)
        place(self._words_en, left, top - words_height - english_height, inner, english_height)
        self._number.fill = 0.86
        number_height = top - words_height - english_height - self.y - height * 0.06
        place(self._number, left, self.y + height * 0.05, inner, number_height)

    def _arrange_rest(self, left: float, width: float, height: float) -> None:
        """State above, and when calling goes on below; each Vietnamese over English."""
        top = self.top - height * 0.10
        rows = [(self._words, 0.24, 0.19), (self._words_en, 0.13, 0.09)]
        rows += [(self._resumes, 0.26, 0.20), (self._resumes_en, 0.13, 0.09)]
        for label, share, font in rows:
            label.max_font_px = height * font
            top -= height * share
            place(label, left, top, width, height * share)
            if label is self._words_en:
                top -= height * 0.04


_LOW_PANEL = 0.4
"""Height by width below which an invitation goes without its title."""


class _RatingPanel(RoundedPanel):
    """The invitation to rate: the question, the faces in the pad's order, and how long is left."""

    def __init__(self, **options: object) -> None:
        super().__init__(fill_colour=PAPER, **options)
        self._title = text(bold=True, color=INK)
        self._title_en = text(color=INK)
        self._question = text(color=INK)
        self._question_en = text(color=INK)
        self._bar = _CountdownBar(size_hint=(None, None))
        self._faces = FloatLayout(size_hint=(None, None))
        for part in (self._title, self._title_en, self._question, self._question_en, self._faces, self._bar):
            self.add_widget(part)
        self._choices: tuple[RatingChoice, ...] = ()
        self._drawn: list[tuple[RatingFace, Widget, Widget]] = []
        for name in ("pos", "size"):
            self.fbind(name, lambda *_: self._arrange())

    def show(self, invitation: RatingInvitation | None) -> None:
        self.opacity = 0 if invitation is None else 1
        if invitation is None:
            return
        self._title.text, self._title_en.text = invitation.title, invitation.title_en
        self._question.text, self._question_en.text = invitation.question, invitation.question_en
        self._choices = invitation.choices
        if len(self._choices) != len(self._drawn):
            self._draw_faces()
        self._arrange()

    def count_down(self, remaining_s: float, total_s: float) -> None:
        # Whole steps only, so that a picture that would look the same is not drawn again.
        steps = max(1.0, total_s / _COUNTDOWN_STEP_S)
        self._bar.share = round(remaining_s / max(total_s, 0.001) * steps) / steps

    def _draw_faces(self) -> None:
        """As many as there are levels; words come with `_arrange_faces`. Widgets that are given up stay, with their
        pictures, until Python's collector looks at everything, which may be hours: so another language makes none."""
        self._faces.clear_widgets()
        self._drawn = []
        for at in range(len(self._choices)):
            face = RatingFace(mood=mood_of(at, len(self._choices)), size_hint=(None, None))
            word, word_en = text(bold=True, color=INK), text(color=INK)
            word.valign, word_en.valign = "top", "top"
            for part in (face, word, word_en):
                self._faces.add_widget(part)
            self._drawn.append((face, word, word_en))

    def _arrange(self) -> None:
        width, height = self.width, self.height
        if width < 8 or height < 8:
            return
        self.radius_px = min(height * 0.04, width * 0.02)
        has_english = bool(self._title_en.text)
        inner, left = width * 0.92, self.x + width * 0.04
        bar_height = max(4, height * 0.022)
        bar_bottom = self.y + height * 0.05
        place(self._bar, left, bar_bottom, inner, bar_height)
        top = self.top - height * 0.035
        # English is one step of the scale (1.25) below the Vietnamese beside it, no less: it is read from the chair.
        title = [(self._title, 0.125 if has_english else 0.17, 0.10), (self._title_en, 0.095 * has_english, 0.08)]
        rows = [(self._question, 0.10 if has_english else 0.13, 0.075), (self._question_en, 0.09 * has_english, 0.07)]
        # Below the next number the question alone asks: the room is the faces' and their words'.
        is_low = height < width * _LOW_PANEL
        for label, _, _ in title:
            label.opacity = 0 if is_low else 1
        rows = [(label, share * 1.5, font * 1.5) for label, share, font in rows] if is_low else [*title, *rows]
        for label, share, font in rows:
            label.max_font_px = max(9, min(height * font, width * font * 0.55))
            top -= height * share
            place(label, left, top, inner, height * share)
        self._arrange_faces(
            left, bar_bottom + bar_height * 1.8, inner, top - bar_bottom - bar_height * 1.8, has_english=has_english
        )

    def _arrange_faces(self, left: float, bottom: float, width: float, height: float, *, has_english: bool) -> None:
        if not self._drawn:
            return
        place(self._faces, left, bottom, width, height)
        names = [choice.name for choice in self._choices]
        column = width / len(self._drawn)
        word_width = column * 0.94
        word_px = _common_px(names, word_width, height * 0.24, column * 0.13)
        shown = _set_at(names, word_px, word_width)
        # All words get the height of the tallest, so that the rows beneath stay level.
        words = word_px * 1.42 * max(1 + name.count("\n") for name in shown)
        english = height * 0.20 if has_english else 0
        names_en = [choice.name_en for choice in self._choices]
        english_px = _common_px(names_en, word_width, english, min(english * 0.5, column * 0.115), bold=False)
        shown_en = _set_at(names_en, english_px, word_width, bold=False)
        if has_english:  # what English does not need is the faces' room
            english = english_px * 1.42 * max(1 + name.count("\n") for name in shown_en)
        gap = max(4.0, word_px * 0.3)
        room = height * 0.94 - words - english - gap
        side = min(room, column * 0.74)
        # Faces, words and English are one block, in the middle of the room that is there.
        bottom += max(0.0, (room - side) / 2) + height * 0.02
        for at, (face, word, word_en) in enumerate(self._drawn):
            x = left + column * at
            place(face, x + (column - side) / 2, bottom + words + english + gap, side, side)
            word.max_font_px, word_en.max_font_px = word_px, english_px
            word.text, word_en.text = shown[at], shown_en[at]
            place(word, x + column * 0.03, bottom + english, word_width, words)
            place(word_en, x + column * 0.03, bottom, word_width, english)


def _set_at(names: list[str], font_px: int, width: float, *, bold: bool = True) -> list[str]:
    """The names at that size, broken in two where they are wider than `width`."""
    return [name if _width_px(name, font_px, bold=bold) <= width else in_two_lines(name) for name in names]


def in_two_lines(name: str) -> str:
    """A name broken where both halves are most alike: "Rất không / hài lòng"."""
    words = name.split()
    if len(words) < 2:
        return name
    halves = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return "\n".join(min(halves, key=lambda half: max(map(len, half))))


def _common_px(names: list[str], width: float, height: float, largest: float, *, bold: bool = True) -> int:
    """One font size for all names, each in one line or in two."""
    sizes = [
        fitting_font_px(
            in_two_lines(name), int(width), int(height), largest_px=max(9, int(largest)), smallest_px=9, bold=bold
        )
        for name in names
    ]
    return min((size or 9 for size in sizes), default=9)


def _width_px(name: str, font_px: int, *, bold: bool) -> float:
    return float(TextMeasure(text=name, font_size=font_px, font_name=FONT, bold=bold).get_extents(name)[0])


class _CountdownBar(Widget):
    """How long the pad still listens, running down from right to left."""

    share = NumericProperty(1.0)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        with self.canvas:
            Color(*colours.rgba(colours.LINE))
            self._track = SmoothRoundedRectangle()
            Color(*colours.rgba(colours.BLUE))
            self._left = SmoothRoundedRectangle()
        for name in ("pos", "size", "share"):
            self.fbind(name, lambda *_: self._draw())

    def _draw(self) -> None:
        radius = [max(0.1, self.height / 2)]
        self._track.pos, self._track.size, self._track.radius = self.pos, self.size, radius
        self._left.pos, self._left.radius = self.pos, radius
        self._left.size = (max(self.height, self.width * min(1.0, self.share)), self.height)
