"""What was given, huge, with what the citizen has to know next; and the same when its slip could not be printed.

It is a number, or the code of a reserved place.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kivy.animation import Animation
from kivy.properties import NumericProperty
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.stencilview import StencilView

from kiosk.intents import EmergencyNumber
from kiosk.issuing import IssuingView, Stage
from kiosk.local_time import zone_of
from kiosk.screens.frame import footer_height, header_height
from kiosk.screens.parts import HEADLINE, LARGE, PLAIN, TITLE, Sheet, Touchable, put_button
from kiosk.screens.tiles import QUIET
from look import colours, queue_words
from look.kivy_theme import NumberLabel, RoundedPanel
from look.language import Translate
from look.touch_guard import TouchGuard
from messaging.requests import IssuedTicket, ReservedPlace

_AIR = 16
_LEAST_PICTURE = 48
"""A smaller one says nothing: the words have its room."""
_FEEDING_S = 2.4
"""How long the drawn slip takes to come out; about what a real one takes."""


@dataclass(frozen=True, slots=True)
class Given:
    """What stands on the page, in the citizen's language."""

    service: str
    label: str
    number: str
    fact: str
    lines: Sequence[str]
    """Below the fact: the first one large."""
    note: str
    """What to do when there is no slip."""
    noted: str
    """What the button says that ends the page then."""


def given_ticket(ticket: IssuedTicket, language: str, tr: Translate) -> Given:
    lines = []
    if ticket.counters:
        lines.append(queue_words.counters(ticket.counters, tr))
    if ticket.wait_low_min is not None and ticket.wait_high_min is not None and ticket.not_before is None:
        lines.append(queue_words.waiting_range(ticket.wait_low_min, ticket.wait_high_min, tr))
    if ticket.today_unlikely and ticket.not_before is None:
        lines.append(tr("Hôm nay có thể không kịp đến lượt Ông/Bà."))
    name = ticket.priority_name_en if language == "en" else ticket.priority_name
    if name:
        lines.append(f"{tr('ƯU TIÊN')}: {name}")
    fact = queue_words.people_ahead(ticket.people_ahead, tr, wait_low_min=ticket.wait_low_min)
    if ticket.not_before is not None:
        at = ticket.not_before.astimezone(zone_of(ticket.timezone))
        fact = tr("Được gọi từ {time}").format(time=f"{at:%H:%M}")
    return Given(
        service=ticket.service_name_en if language == "en" else ticket.service_name,
        label=tr("Số thứ tự của Ông/Bà"),
        number=ticket.number,
        fact=fact,
        lines=lines,
        note=tr("Ông/Bà vui lòng ghi lại hoặc chụp số này."),
        noted=tr("Tôi đã ghi số"),
    )


def given_emergency(emergency: EmergencyNumber, language: str, tr: Translate) -> Given:
    """A number that the kiosk gave by itself: nothing is known of the queue."""
    lines = []
    if emergency.counters:
        lines.append(queue_words.counters(emergency.counters, tr))
    lines.append(tr("Số này được gọi khi máy có kết nối trở lại."))
    name = emergency.priority_name_en if language == "en" else emergency.priority_name
    if name:
        lines.append(f"{tr('ƯU TIÊN')}: {name}")
    return Given(
        service=emergency.service_name_en if language == "en" else emergency.service_name,
        label=tr("Số tạm của Ông/Bà"),
        number=emergency.shown,
        fact=tr("PHIẾU TẠM"),
        lines=lines,
        note=tr("Ông/Bà vui lòng ghi lại hoặc chụp số này."),
        noted=tr("Tôi đã ghi số"),
    )


def given_place(place: ReservedPlace, language: str, tr: Translate) -> Given:
    return Given(
        service=place.service_name_en if language == "en" else place.service_name,
        label=tr("Số đặt trước – mã của Ông/Bà"),
        number=queue_words.spelled_code(place.code),
        fact=queue_words.time_on_day(place.at.astimezone(zone_of(place.timezone)), tr),
        lines=[tr("Đúng ngày, chạm “Tôi có mã” và nhập mã này")],
        note=tr("Ông/Bà vui lòng ghi lại hoặc chụp mã và giờ này."),
        noted=tr("Tôi đã ghi mã"),
    )


class NumberPage(Sheet):
    """`update` follows the print without moving anything but the slip."""

    def __init__(
        self,
        *,
        window: tuple[float, float],
        view: IssuingView,
        given: Given,
        tr: Translate,
        guard: TouchGuard,
        on_done: Callable[[], None],
    ) -> None:
        super().__init__(window=window)
        self._tr = tr
        self.done: Touchable | None = None
        self._guard = guard
        self._on_done = on_done
        top = header_height(self)
        bottom = self.design_height - footer_height(self)
        if self.is_portrait:
            y = put_number(self, given, self.margin, top + 24, self.inner_width, 510)
            y = put_facts(self, given, self.margin, y, self.inner_width)
            self._slip_box = (self.margin, y + 36, self.inner_width, bottom - y - 36 - 236)
            self._button_box = (self.margin, bottom - 210, self.inner_width, 174)
        else:
            left = self.inner_width * 0.56
            room = bottom - top - 24 - facts_height(given) - 12
            y = put_number(self, given, self.margin, top + 24, left, min(520, room))
            put_facts(self, given, self.margin, y, left)
            right_x = self.margin + left + 64
            right = self.inner_width - left - 64
            self._slip_box = (right_x, top + 48, right, bottom - top - 48 - 196)
            self._button_box = (right_x, bottom - 164, right, 132)
        x, y, width, height = self._slip_box
        words_height = 120
        slot = colours.LINE if self.ease.is_contrasty else colours.INK
        self.slip = SlipComingOut(given.number, self.scale, slot)
        slip_width = min(width * 0.62, 520)
        self.put(self.slip, x + (width - slip_width) / 2, y, slip_width, height - words_height - 12)
        self.fbind("parent", self._rest_when_left)
        self._words = self.text(
            "",
            x,
            y + height - words_height,
            width,
            words_height,
            letters=LARGE + 6,
            bold=True,
            halign="center",
            most_lines=3,
        )
        self.update(view)

    def _rest_when_left(self, _page: object, parent: object) -> None:
        if parent is None:
            self.slip.rest()

    def update(self, view: IssuingView) -> None:
        is_out = view.stage is not Stage.PRINTING
        self.slip.come_out(is_out=is_out)
        tr = self._tr
        if view.stage is Stage.PRINTING:
            self._words.text = tr("Đang in lại phiếu…") if view.is_copy else tr("Đang in phiếu…")
        elif view.stage is Stage.UNCONFIRMED:
            self._words.text = tr("Mời Ông/Bà lấy phiếu. Nếu chưa thấy phiếu, vui lòng ghi lại số này.")
        else:
            self._words.text = tr("Mời Ông/Bà lấy phiếu")
        if is_out and self.done is None:
            x, y, width, height = self._button_box
            self.done = put_button(
                self,
                tr("Xong"),
                x,
                y,
                width,
                height,
                guard=self._guard,
                on_chosen=self._on_done,
                icon="check",
                letters=TITLE,
            )


class NotPrintedPage(Sheet):
    """The number must be written down: nothing else matters on this page."""

    def __init__(
        self,
        *,
        window: tuple[float, float],
        given: Given,
        tr: Translate,
        guard: TouchGuard,
        on_written_down: Callable[[], None],
    ) -> None:
        super().__init__(window=window)
        top = header_height(self)
        bottom = self.design_height - footer_height(self)
        if self.is_portrait:
            y = put_number(self, given, self.margin, top + 24, self.inner_width, 510)
            y = put_facts(self, given, self.margin, y, self.inner_width)
            box = (self.margin, y + 48, self.inner_width, bottom - y - 48 - 276)
            button = (self.margin, bottom - 240, self.inner_width, 204)
        else:
            left = self.inner_width * 0.56
            room = bottom - top - 24 - facts_height(given) - 12
            y = put_number(self, given, self.margin, top + 24, left, min(520, room))
            put_facts(self, given, self.margin, y, left)
            right_x = self.margin + left + 64
            right = self.inner_width - left - 64
            box = (right_x, top + 40, right, bottom - top - 40 - 232)
            button = (right_x, bottom - 200, right, 168)
        x, y, width, height = box
        self.panel(x, y, width, height, fill=colours.WARN_SOFT, line=colours.WARN, line_width=3)
        title_height, advice_height = 124, 150
        picture = min(170, height * 0.32, height - title_height - advice_height - 3 * _AIR)
        if picture < _LEAST_PICTURE:
            picture = -_AIR
        text_y = y + (height - picture - _AIR - title_height - advice_height) / 2
        if picture > 0:
            self.icon("no-paper", x + (width - picture) / 2, text_y, picture, colour=colours.WARN)
        text_y += picture + _AIR
        self.text(
            tr("Máy chưa in được phiếu"),
            x + 32,
            text_y,
            width - 64,
            title_height,
            letters=TITLE,
            bold=True,
            halign="center",
            most_lines=2,
        )
        self.text(
            given.note,
            x + 32,
            text_y + title_height,
            width - 64,
            advice_height,
            letters=LARGE + 4,
            halign="center",
            most_lines=2,
        )
        self.written_down: Touchable = put_button(
            self, given.noted, *button, guard=guard, on_chosen=on_written_down, icon="pencil", letters=TITLE + 4
        )


def put_number(sheet: Sheet, given: Given, x: float, y: float, width: float, height: float) -> float:
    """What was asked for, and the number as large as it gets; returns where it ends."""
    sheet.text(given.service, x, y, width, 92, letters=LARGE, bold=True, colour=QUIET, halign="center", most_lines=2)
    sheet.text(given.label, x, y + 94, width, 58, letters=PLAIN + 3, colour=QUIET, halign="center")
    number_y = y + 160
    sheet.number(given.number, x, number_y, width, height - 160, colour=colours.INK, fill=0.84)
    return y + height


_FACT, _FIRST_LINE, _LINE = 124, 72, 52
_BELOW_FACT = 20


def facts_height(given: Given) -> float:
    """What `put_facts` needs."""
    return _FACT + _BELOW_FACT + _FIRST_LINE + _LINE * (len(given.lines) - 1)


def put_facts(sheet: Sheet, given: Given, x: float, y: float, width: float) -> float:
    """How many are ahead and where to go; returns where it ends."""
    height = _FACT
    sheet.panel(x, y, width, height, fill=colours.BLUE_SOFT)
    sheet.text(
        given.fact,
        x + 24,
        y + 8,
        width - 48,
        height - 16,
        letters=HEADLINE - 8,
        bold=True,
        colour=colours.BLUE,
        halign="center",
        most_lines=1,
    )
    y += height + _BELOW_FACT
    for at, line in enumerate(given.lines):
        if at == 0:
            sheet.text(line, x, y, width, _FIRST_LINE, letters=TITLE - 7, bold=True, halign="center")
            y += _FIRST_LINE
        else:
            sheet.text(line, x, y, width, _LINE, letters=PLAIN, colour=QUIET, halign="center")
            y += _LINE
    return y


class SlipComingOut(FloatLayout):
    """A printer's slot with the slip coming out of it, slowly while it prints and then all of it."""

    shown = NumericProperty(0)
    """How much of the slip is out, 0 to 1."""

    def __init__(self, number: str, scale: float, slot: str, **options: object) -> None:
        super().__init__(**options)
        self._scale = scale
        self._window = StencilView(size_hint=(None, None))
        self._paper = RoundedPanel(
            fill_colour=colours.rgba(colours.PAPER),
            line_colour=colours.rgba(colours.LINE),
            line_px=3 * scale,
            radius_px=6 * scale,
            size_hint=(None, None),
        )
        self._number = NumberLabel(text=number, size_hint=(None, None), fill=0.8, color=colours.rgba(colours.INK))
        self._lines = [RoundedPanel(fill_colour=colours.rgba(colours.LINE), size_hint=(None, None)) for _ in range(4)]
        self._slot = RoundedPanel(fill_colour=colours.rgba(slot), size_hint=(None, None))
        for part in (self._number, *self._lines):
            self._paper.add_widget(part)
        self._window.add_widget(self._paper)
        self.add_widget(self._window)
        self.add_widget(self._slot)
        self._is_out = False
        self._motion: Animation | None = None
        self._goal = 0.0
        for name in ("pos", "size", "shown"):
            self.fbind(name, lambda *_: self._place())

    def come_out(self, *, is_out: bool) -> None:
        if self._motion is not None and is_out == self._is_out:
            return
        self._is_out = is_out
        if self._motion is not None:
            self._motion.cancel(self)
        self._goal, duration = (1.0, 0.4) if is_out else (0.78, _FEEDING_S)
        self._motion = Animation(shown=self._goal, duration=duration, transition="out_quad")
        self._motion.start(self)

    def rest(self) -> None:
        """Stop where it is: a motion keeps its widget, and the page around it, until it ends."""
        if self._motion is not None:
            self._motion.cancel(self)

    def arrive(self) -> None:
        """Be at once where the motion ends."""
        self.rest()
        self.shown = self._goal

    def _place(self) -> None:
        unit = self._scale
        slot = 26 * unit
        self._slot.size = (self.width, slot)
        self._slot.pos = (self.x, self.top - slot)
        self._slot.radius_px = slot / 2
        self._window.size = (self.width, max(1, self.height - slot / 2))
        self._window.pos = self.pos
        paper_width = self.width * 0.8
        paper_height = max(1.0, self._window.height - 6 * unit)
        self._paper.size = (paper_width, paper_height)
        self._paper.pos = (self.center_x - paper_width / 2, self._window.top - paper_height * self.shown)
        inset = paper_width * 0.12
        inner = paper_width - 2 * inset
        self._number.size = (inner, paper_height * 0.42)
        self._number.pos = (self._paper.x + inset, self._paper.y + paper_height * 0.40)
        for position, line in enumerate(self._lines):
            share = (0.6, 1.0, 0.8, 0.9)[position]
            line.size = (inner * share, 7 * unit)
            line.radius_px = 3 * unit
            height = (0.90, 0.27, 0.18, 0.09)[position]
            line.pos = (self._paper.center_x - inner * share / 2, self._paper.y + paper_height * height)
