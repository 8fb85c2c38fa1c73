"""What a citizen does to rate: touches a face, says what a low rating was about or skips it, reads thanks."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

from kiosk.own_ratings import RatingStage, RatingView
from kiosk.pages import Page
from kiosk.screens.frame import Language
from kiosk.screens.notice import NoticePage, Words
from kiosk.screens.parts import Sheet
from kiosk.screens.rate import FacesPage, ReasonsPage
from look import colours
from look.language import Translate
from look.touch_guard import TouchGuard
from messaging.requests import OwnNumberTold
from messaging.snapshots import RatingAsked, RatingLevel

_OVER = frozenset({RatingStage.TAKEN, RatingStage.LATER, RatingStage.REFUSED, RatingStage.NOT_KEPT})
_UNDER_WAY = frozenset({RatingStage.KEEPING, RatingStage.SENDING})

_REFUSALS = {
    "already_rated": ("check", "Lượt này đã được đánh giá", "Cảm ơn Ông/Bà."),
    "not_served": ("clock", "Số này chưa được phục vụ xong", "Mời Ông/Bà đánh giá sau khi xong việc."),
}
_REFUSED = ("staff", "Máy chưa nhận được đánh giá này", "Mời Ông/Bà nói với người hướng dẫn. Mong Ông/Bà thông cảm.")
_NOT_KEPT = ("Máy chưa lưu được đánh giá", "Mời Ông/Bà nói với người hướng dẫn. Mong Ông/Bà thông cảm.")
_LATER = "Máy đã ghi lại và sẽ gửi ngay khi có kết nối."
_FAREWELL = "Kính chúc Ông/Bà mạnh khỏe"


class RatingsDesk(Protocol):
    """The part of kiosk.own_ratings.OwnRatings that the screen uses."""

    @property
    def view(self) -> RatingView: ...

    def rate(self, number: str, check: str, level: int, *, may_explain: bool, day: date | None = None) -> bool: ...

    def explain(self, reasons: Sequence[str]) -> bool: ...

    def forget(self) -> None: ...


class RateFlow:
    """One visit. `on_change` asks for the screen to be drawn again, `on_home` ends the visit."""

    def __init__(self, desk: RatingsDesk, *, on_change: Callable[[], None], on_home: Callable[[], None]) -> None:
        self._desk = desk
        self._on_change = on_change
        self._on_home = on_home
        self._asked: RatingAsked | None = None
        self._reasons: tuple[str, ...] = ()
        self._changes = False
        """The faces are shown again, to choose another one."""

    @property
    def is_over(self) -> bool:
        """Nothing more is asked."""
        return self._desk.view.stage in _OVER

    @property
    def key(self) -> object:
        """What makes it another page to a citizen."""
        if self.is_over:
            return "over"
        return "reasons" if self._asks_reasons else "faces"

    @property
    def built_from(self) -> tuple[object, ...]:
        return (self._desk.view, self._reasons, self._changes, self._asked)

    def hear(self, asked: RatingAsked | None) -> None:
        """What the centre wants asked; None: nothing."""
        self._asked = asked

    @property
    def may_ask(self) -> bool:
        return self._asked is not None and bool(self._asked.levels)

    def forget(self) -> None:
        """For the next citizen; what was given is given."""
        self._reasons, self._changes = (), False
        self._desk.forget()

    def page(
        self,
        told: OwnNumberTold,
        check: str,
        *,
        window: tuple[float, float],
        language: Language,
        tr: Translate,
        guard: TouchGuard,
    ) -> Sheet:
        """Only while `may_ask`."""
        assert self._asked is not None
        view = self._desk.view
        if self.is_over:
            return NoticePage(
                window=window,
                page=Page.OWN,
                hours=None,
                tr=tr,
                guard=guard,
                on_home=self._on_home,
                words=last_words(view),
            )
        note = tr("Đang gửi…") if view.stage in _UNDER_WAY else ""
        if self._asks_reasons and view.level is not None:
            return ReasonsPage(
                window=window,
                asked=self._asked,
                level=view.level,
                chosen=self._reasons,
                note=note,
                language=language,
                tr=tr,
                guard=guard,
                on_reason=self._toggle,
                on_change=self._change,
                on_done=self._done,
            )
        service = told.service_name_en if language == "en" else told.service_name
        return FacesPage(
            window=window,
            asked=self._asked,
            about=f"{told.number} · {service}",
            note=note,
            chosen=view.level,
            language=language,
            tr=tr,
            guard=guard,
            on_face=lambda level: self._rate(told.number, check, level, told.day),
            on_back=self._on_home,
        )

    @property
    def _asks_reasons(self) -> bool:
        """Also while they are sent."""
        view = self._desk.view
        if self._changes or self._asked is None or not self._asked.reasons:
            return False
        asks = any(level.value == view.level and level.asks_reason for level in self._asked.levels)
        return asks and view.stage in (RatingStage.KEPT, RatingStage.SENDING)

    def _rate(self, number: str, check: str, level: RatingLevel, day: date | None = None) -> None:
        if self._desk.view.stage is RatingStage.KEPT and self._desk.view.level == level.value:
            self._changes = False  # the one that was chosen: it stays
        else:
            asks = level.asks_reason and self._asked is not None and bool(self._asked.reasons)
            if self._desk.rate(number, check, level.value, may_explain=asks, day=day):
                self._changes, self._reasons = False, ()
        self._on_change()

    def _toggle(self, reason: str) -> None:
        if self._desk.view.stage is RatingStage.KEPT:
            kept = tuple(one for one in self._reasons if one != reason)
            self._reasons = kept if reason in self._reasons else (*kept, reason)
        self._on_change()

    def _change(self) -> None:
        self._changes = self._desk.view.stage is RatingStage.KEPT
        self._on_change()

    def _done(self) -> None:
        self._desk.explain(self._reasons)
        self._on_change()


def last_words(view: RatingView) -> Words:
    """What became of a rating, in Vietnamese."""
    if view.stage is RatingStage.REFUSED:
        return Words(*_REFUSALS.get(view.problem, _REFUSED))
    if view.stage is RatingStage.NOT_KEPT:
        return Words("staff", *_NOT_KEPT, colours.WARN_SOFT, colours.WARN)
    title = "Cảm ơn Ông/Bà đã góp ý" if view.gave_reason else "Cảm ơn Ông/Bà đã đánh giá"
    advice = _LATER if view.stage is RatingStage.LATER else _FAREWELL
    return Words("check", title, advice, colours.GOOD_SOFT, colours.GOOD)
