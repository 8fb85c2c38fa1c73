"""A slide between calls: a picture, a notice, or what the centre says of itself; it fills the place of the calls."""

from collections.abc import Callable

from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

from counter_display.pictures import DrawablePicture
from counter_display.screens.shapes import place, text
from counter_display.slides import FiguresSlide, NoticeSlide, PictureSlide, Slide
from look import colours
from look.kivy_theme import NumberLabel, RoundedPanel, tint

WHITE = colours.rgba(colours.NIGHT_TEXT)
MUTED = colours.rgba(colours.NIGHT_MUTED)
PANEL = tint(colours.NIGHT_MUTED, 0.10, colours.NIGHT)

PictureOf = Callable[[str], DrawablePicture | None]


class SlidePanel(FloatLayout):
    """Draws one `Slide`, or nothing."""

    def __init__(self, picture_of: PictureOf, **options: object) -> None:
        super().__init__(**options)
        self._picture_of = picture_of
        self._picture = _PictureArea(size_hint=(None, None))
        self._notice = _NoticeArea(size_hint=(None, None))
        self._figures = _FiguresArea(size_hint=(None, None))
        self._areas = (self._picture, self._notice, self._figures)
        for area in self._areas:
            area.opacity = 0
            self.add_widget(area)
        for name in ("pos", "size"):
            self.fbind(name, lambda *_: self._arrange())

    def show(self, slide: Slide | None) -> bool:
        """Draw it; False when a picture is not ready yet, and the board is to be shown meanwhile."""
        shown: Widget | None = None
        if isinstance(slide, PictureSlide):
            picture = self._picture_of(slide.sha256)
            if picture is not None:
                self._picture.show(picture)
                shown = self._picture
        elif isinstance(slide, NoticeSlide):
            self._notice.show(slide)
            shown = self._notice
        elif isinstance(slide, FiguresSlide):
            self._figures.show(slide)
            shown = self._figures
        for area in self._areas:
            area.opacity = 1 if area is shown else 0
        if shown is not self._picture:
            self._picture.forget()
        return shown is not None

    def _arrange(self) -> None:
        for area in self._areas:
            place(area, self.x, self.y, self.width, self.height)


class _PictureArea(Widget):
    """A picture as large as there is room, never cut and never stretched."""

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._sha256 = ""
        self._ratio = 1.0
        with self.canvas:
            self._colour = Color(1, 1, 1, 1)
            self._area = Rectangle()
        for name in ("pos", "size"):
            self.fbind(name, lambda *_: self._arrange())

    def show(self, picture: DrawablePicture) -> None:
        if picture.sha256 == self._sha256:
            return
        self._sha256, self._ratio = picture.sha256, picture.width / picture.height
        texture = Texture.create(size=(picture.width, picture.height), colorfmt="rgb")
        texture.blit_buffer(picture.rgb, colorfmt="rgb", bufferfmt="ubyte")
        texture.flip_vertical()  # its rows come from the top
        self._area.texture = texture
        self._arrange()

    def forget(self) -> None:
        """Give the texture back: the next picture may be another one."""
        if self._sha256:
            self._sha256 = ""
            self._area.texture = None
            self._area.size = (0, 0)

    def _arrange(self) -> None:
        if not self._sha256 or self.height < 2:
            return
        width = min(self.width, self.height * self._ratio)
        height = width / self._ratio
        self._area.size = (round(width), round(height))
        self._area.pos = (round(self.center_x - width / 2), round(self.center_y - height / 2))


class _NoticeArea(RoundedPanel):
    """One notice, large enough for the whole hall; English below it."""

    def __init__(self, **options: object) -> None:
        super().__init__(fill_colour=PANEL, **options)
        self._text = text(bold=True, color=WHITE)
        self._text_en = text(color=MUTED, valign="top")
        self.add_widget(self._text)
        self.add_widget(self._text_en)
        for name in ("pos", "size"):
            self.fbind(name, lambda *_: self._arrange())

    def show(self, slide: NoticeSlide) -> None:
        self._text.text, self._text_en.text = slide.text, slide.text_en
        self._arrange()

    def _arrange(self) -> None:
        unit = min(self.width / 1.6, self.height)
        self.radius_px = unit * 0.025
        pad = unit * 0.08
        room, height = self.width - 2 * pad, self.height - 2 * pad
        self._text.max_font_px, self._text_en.max_font_px = max(9, unit * 0.12), max(9, unit * 0.065)
        has_english = bool(self._text_en.text)
        share = 0.62 if has_english else 1.0
        self._text.valign = "bottom" if has_english else "middle"  # both stand together in the middle
        place(self._text, self.x + pad, self.y + pad + height * (1 - share), room, height * share)
        place(self._text_en, self.x + pad, self.y + pad, room, height * 0.34)


class _FiguresArea(RoundedPanel):
    """The centre's share of satisfied citizens with all that belongs to it: interval, number, coverage, waits."""

    def __init__(self, **options: object) -> None:
        super().__init__(fill_colour=PANEL, **options)
        self._title = text(bold=True, color=WHITE)
        self._title_en = text(color=MUTED)
        self._percent = NumberLabel(color=WHITE, size_hint=(None, None))
        self._lines = [(text(color=WHITE, bold=at == 0), text(color=MUTED)) for at in range(4)]
        self._period = text(color=MUTED)
        parts = (self._title, self._title_en, self._percent, self._period)
        for part in (*parts, *(label for pair in self._lines for label in pair)):
            self.add_widget(part)
        for name in ("pos", "size"):
            self.fbind(name, lambda *_: self._arrange())

    def show(self, slide: FiguresSlide) -> None:
        self._title.text, self._title_en.text = slide.title, slide.title_en
        self._percent.text = slide.percent
        texts = (
            (slide.caption, slide.caption_en),
            (slide.interval, slide.interval_en),
            (slide.basis, slide.basis_en),
            (slide.waits, slide.waits_en),
        )
        for (label, label_en), (words, words_en) in zip(self._lines, texts, strict=True):
            label.text, label_en.text = words, words_en
        self._period.text = f"{slide.period}  ·  {slide.period_en}"
        self._arrange()

    def _arrange(self) -> None:
        width, height = self.width, self.height
        if width < 8 or height < 8:
            return
        is_upright = height > width
        unit = width * 0.94 if is_upright else min(width / 1.7, height)
        self.radius_px = unit * 0.025
        left, room = self.x + width * 0.04, width * 0.92
        has_waits = bool(self._lines[3][0].text)
        rows: list[tuple[Widget, float, float]] = [(self._title, 0.10, 0.068), (self._title_en, 0.06, 0.042)]
        rows += [(self._percent, 0.26 if has_waits else 0.31, 0.0)]
        for at, (label, label_en) in enumerate(self._lines):
            if at == 3 and not has_waits:
                continue
            lines = 2 if is_upright and at >= 2 else 1
            rows += [(label, 0.072 * lines, 0.056 if at == 0 else 0.043), (label_en, 0.048 * lines, 0.032)]
        rows.append((self._period, 0.07, 0.032))
        top = self.top - (height - unit * sum(share for _, share, _ in rows)) * 0.5
        for part, share, font in rows:
            top -= unit * share
            if isinstance(part, NumberLabel):
                part.fill = 0.77
                place(part, left, top + unit * share * 0.06, room, unit * share * 0.94)  # a comma reaches lower
            else:
                part.max_font_px = max(9, unit * font)
                place(part, left, top, room, unit * share)
        if not has_waits:
            for label in self._lines[3]:
                place(label, left, self.y, 0, 0)
