"""Nobody has touched the kiosk for a minute: when the centre works, what it announces, how to get on its network."""

from collections.abc import Sequence

from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.uix.widget import Widget

from kiosk.screens.frame import footer_height, header_height
from kiosk.screens.parts import HEADLINE, LARGE, PLAIN, TITLE, Sheet, even_out
from kiosk.screens.tiles import QUIET
from look import colours
from look.kivy_faces import RatingFace
from look.kivy_theme import RoundedPanel
from look.language import Translate
from look.slip_wifi import readable_symbol, wifi_code
from messaging.snapshots import OpeningSpan, WifiAccess

_RATING_HEIGHT = 132.0
_LEAST_NOTICE = 104.0
"""Two short ones say more than one."""
_QUIET_ZONE = 3
"""Modules; the panel around it is white as well."""


class IdlePage(Sheet):
    """Any touch leaves it, for the first page or, on `rate`, for the rating; so nothing on it is a button."""

    def __init__(
        self,
        *,
        window: tuple[float, float],
        hours: Sequence[OpeningSpan],
        is_open: bool,
        banners: Sequence[str],
        wifi: WifiAccess | None,
        has_phone_page: bool,
        may_rate: bool = False,
        tr: Translate,
    ) -> None:
        """`is_open`: the centre works now, also on a day for which no hours are set."""
        super().__init__(window=window)
        self.rate: RoundedPanel | None = None
        top = header_height(self)
        bottom = self.design_height - footer_height(self)
        if self.is_portrait:
            y = self._put_invitation(self.margin, top + 40, self.inner_width, tr)
            y = self._put_hours(hours, self.margin, y + 32, self.inner_width, tr, is_open=is_open)
            if may_rate:
                # At the lower end: whoever touches the middle wants a number.
                bottom -= _RATING_HEIGHT + 32
                self._put_rating(self.margin, bottom, self.inner_width, tr)
            if wifi is not None:
                bottom -= 360 + 32
                self._put_wifi(wifi, self.margin, bottom, self.inner_width, 360, tr, has_phone_page=has_phone_page)
            self._put_notices(banners, self.margin, y + 32, self.inner_width, bottom - y - 64)
            return
        # With nothing to stand beside it the invitation has the whole width.
        left = self.inner_width * (0.54 if banners or wifi is not None else 1)
        y = self._put_invitation(self.margin, top + 24, left, tr)
        y = self._put_hours(hours, self.margin, y + 24, left, tr, is_open=is_open)
        if may_rate:
            self._put_rating(self.margin, y + 20, left, tr)
        x, right = self.margin + left + 48, self.inner_width - left - 48
        if wifi is not None:
            bottom -= 300 + 24
            self._put_wifi(wifi, x, bottom, right, 300, tr, has_phone_page=has_phone_page)
        self._put_notices(banners, x, top + 32, right, bottom - top - 64)

    def _put_invitation(self, x: float, y: float, width: float, tr: Translate) -> float:
        side = 200.0
        self.panel(x + (width - side) / 2, y, side, side, fill=colours.BLUE_SOFT, radius=side / 2)
        self.icon("ticket", x + (width - 116) / 2, y + 42, 116, colour=colours.BLUE)
        y += side + 20
        words = tr("Chạm vào màn hình để lấy số")
        self.text(words, x, y, width, 170, letters=HEADLINE, bold=True, halign="center", most_lines=2)
        return y + 170

    def _put_hours(
        self, hours: Sequence[OpeningSpan], x: float, y: float, width: float, tr: Translate, *, is_open: bool
    ) -> float:
        height = 190.0
        self.panel(x, y, width, height, fill=colours.MIST)
        if not hours:
            words = tr("Hôm nay trung tâm có làm việc") if is_open else tr("Hôm nay trung tâm không làm việc")
            self.text(words, x + 24, y, width - 48, height, letters=LARGE, bold=True, halign="center", most_lines=2)
            return y + height
        title = tr("Giờ làm việc hôm nay")
        self.text(title, x + 24, y + 14, width - 48, 66, letters=PLAIN + 3, colour=QUIET, halign="center")
        spans = "     ".join(f"{span.opens} – {span.closes}" for span in hours)
        self.text(spans, x + 24, y + 78, width - 48, 100, letters=TITLE, bold=True, halign="center", most_lines=1)
        return y + height

    def _put_rating(self, x: float, y: float, width: float, tr: Translate) -> None:
        """For who is on the way out."""
        height, side = _RATING_HEIGHT, 92.0
        self.rate = self.panel(x, y, width, height, fill=colours.BLUE_SOFT, line=colours.BLUE, line_width=3)
        self.put(RatingFace(mood=1), x + 28, y + (height - side) / 2, side, side)
        words = tr("Đã xong việc? Chạm vào đây để đánh giá")
        words_x = x + 28 + side + 28
        box = (words_x, y + 6, x + width - 24 - words_x, height - 12)
        self.text(words, *box, letters=LARGE, bold=True, most_lines=2)

    def _put_notices(self, banners: Sequence[str], x: float, y: float, width: float, height: float) -> None:
        """As many as there is room for; the most pressing come first."""
        gap = 20.0
        each = 150.0 if height >= 2 * 150 + gap or len(banners) < 2 else max(_LEAST_NOTICE, (height - gap) / 2)
        labels = []
        for words in banners[: int((height + gap) / (each + gap))]:
            self.panel(x, y, width, each, fill=colours.BLUE_SOFT)
            labels.append(self.text(words, x + 28, y + 6, width - 56, each - 12, letters=LARGE - 4, most_lines=3))
            y += each + gap
        even_out(labels)

    def _put_wifi(
        self,
        wifi: WifiAccess,
        x: float,
        y: float,
        width: float,
        height: float,
        tr: Translate,
        *,
        has_phone_page: bool,
    ) -> None:
        self.panel(x, y, width, height, fill=colours.MIST)
        side = height - 48
        self.panel(x + 24, y + 24, side, side, fill=colours.PAPER)
        self.code = JoinCode(wifi_code(wifi.name, wifi.password))
        self.put(self.code, x + 24, y + 24, side, side)
        words_x = x + 24 + side + 32
        words_width = x + width - 24 - words_x
        self.text(tr("Wi-Fi của trung tâm"), words_x, y + 24, words_width, 60, letters=PLAIN, colour=QUIET)
        self.text(wifi.name, words_x, y + 84, words_width, 76, letters=LARGE + 6, bold=True, most_lines=2)
        password = (
            tr("Mật khẩu: {password}").format(password=wifi.password) if wifi.password else tr("Không cần mật khẩu")
        )
        self.text(password, words_x, y + 158, words_width, 48, letters=PLAIN)
        if has_phone_page:
            words = tr("Quét mã trên phiếu để theo dõi số trên điện thoại.")
            self.text(words, words_x, y + 206, words_width, height - 206 - 10, letters=PLAIN, most_lines=3)


class JoinCode(Widget):
    """A QR code, black on white whatever the page's colours are."""

    def __init__(self, words: str, **options: object) -> None:
        super().__init__(**options)
        rows = [bytes(row) for row in readable_symbol(words).matrix_iter(border=_QUIET_ZONE)]
        texture = Texture.create(size=(len(rows[0]), len(rows)), colorfmt="luminance")
        texture.blit_buffer(
            b"".join(bytes(0 if dark else 255 for dark in row) for row in reversed(rows)),
            colorfmt="luminance",
            bufferfmt="ubyte",
        )
        texture.mag_filter = "nearest"
        with self.canvas:
            Color(1, 1, 1, 1)
            self._area = Rectangle(texture=texture)
        for name in ("pos", "size"):
            self.fbind(name, lambda *_: self._place())

    def _place(self) -> None:
        self._area.pos, self._area.size = self.pos, self.size
