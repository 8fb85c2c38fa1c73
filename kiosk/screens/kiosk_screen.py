"""The whole screen: frame and page, kept in step with what is known, and back home by itself."""

import gc
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kivy.clock import Clock
from kivy.graphics import Color, Rectangle
from kivy.uix.floatlayout import FloatLayout

from kiosk.intents import Wish, WishKind
from kiosk.issuing import SLOW_S, IssuingView, Stage
from kiosk.pages import Page, grid_for, page_for
from kiosk.screens.asking import AskingPage
from kiosk.screens.code import CLEAR, CODE_LENGTH, CodePage
from kiosk.screens.frame import Frame, Language
from kiosk.screens.home import HomePage
from kiosk.screens.notice import NoticePage, refusal_words
from kiosk.screens.number import Given, NotPrintedPage, NumberPage, given_place, given_ticket
from kiosk.screens.offer import OfferPage
from kiosk.screens.parts import Sheet, Touch
from kiosk.screens.priority import PriorityPage
from kiosk.screens.tiles import is_touchable
from kiosk.standing import Standing
from kiosk.touch_guard import SETTLE_S, TouchGuard
from look import colours
from look.language import Translate, translator
from messaging.clock import real_monotonic_s
from messaging.snapshots import KioskService, KioskSnapshot

HOME_LANGUAGE: Language = "vi"
MOST_WRONG_CODES = 3
"""After so many a person helps: the next guess would be no misreading."""
_NO_SUCH_CODE = "code_not_found"
_TAKEN_NUMBER = re.compile(r"\b[A-Z]\d{3,}\b")
_TIDY_S = 0.8 * SETTLE_S
"""After a page is replaced, and while touches are not taken yet: a pause of some milliseconds goes unseen."""


class Issues(Protocol):
    """The part of kiosk.issuing.Issuing that the screen uses."""

    @property
    def view(self) -> IssuingView: ...

    def begin(self, wish: Wish) -> bool: ...

    def call_off(self) -> bool: ...

    def note_written_down(self) -> bool: ...

    def leave(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds after which an untouched page goes home."""

    question_s: float
    printed_s: float
    not_printed_s: float
    problem_s: float


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the screen has to know of the world; `local_now` is the server's time in the centre's zone."""

    snapshot: KioskSnapshot | None
    standing: Standing
    local_now: datetime | None


class KioskScreen(FloatLayout):
    """Kivy's root widget. `show` may be called as often as anything changes; it redraws only what did."""

    def __init__(self, *, issuing: Issues, patience: Patience, **options: object) -> None:
        super().__init__(**options)
        self._issuing = issuing
        self._patience = patience
        self._guard = TouchGuard()
        self._around = Surroundings(None, Standing.STARTING, None)
        self._language: Language = HOME_LANGUAGE
        self._asks: Page | None = None
        """The question that is open: PRIORITY, OFFER, CODE or CODE_HELP."""
        self._chosen: str | None = None
        """The service that PRIORITY and OFFER ask about."""
        self._goal = WishKind.NUMBER
        """What the chosen service is to give."""
        self._digits = ""
        self._code_words = ""
        """Why the last code was not taken."""
        self._wrong_codes = 0
        self._home_page = 0
        self._frame: Frame | None = None
        self._frame_key: object = None
        self._page: Sheet | None = None
        self._page_key: tuple[object, ...] = ()
        self._went_home: object = None
        self.shown = Page.STARTING
        self._go_home_event = Clock.schedule_once(lambda _dt: None, 0)
        self._slow_event = Clock.schedule_once(lambda _dt: None, 0)
        # Kivy's widgets hold each other in circles, and with them the pictures of their texts: a page that is
        # left to Python's own collector stays in memory for some twenty visits.
        self._tidy_soon = Clock.create_trigger(lambda _dt: gc.collect(), _TIDY_S)
        with self.canvas.before:
            Color(*colours.rgba(colours.PAPER))
            self._ground = Rectangle()
        self._resized = Clock.create_trigger(lambda _dt: self._refresh(), -1)
        self.fbind("size", lambda *_: self._resized())

    @property
    def page(self) -> Sheet | None:
        """The page that is shown; tests and simulation find its parts here."""
        return self._page

    @property
    def frame(self) -> Frame | None:
        return self._frame

    @property
    def takes_touches(self) -> bool:
        """False for a moment after each change, so that a doubled touch hits nothing new."""
        return self._guard.takes_touches(now_s=real_monotonic_s())

    def show(self, around: Surroundings) -> None:
        self._around = around
        self._refresh()

    def on_touch_down(self, touch: Touch) -> bool:
        if self._language != HOME_LANGUAGE or self.shown is not Page.HOME or self._home_page:
            self._await_return(self.shown)
        super().on_touch_down(touch)
        return True

    # What citizens do.

    def _choose(self, service: KioskService) -> None:
        self._chosen, self._goal = service.service, WishKind.NUMBER
        if not service.is_open or service.today_unlikely or not self._gives_numbers:
            self._asks = Page.OFFER
            self._refresh()
        else:
            self._ask_priority()

    def _take_place(self) -> None:
        self._goal = WishKind.PLACE
        self._ask_priority()

    def _take_today(self) -> None:
        self._goal = WishKind.NUMBER
        self._ask_priority()

    def _ask_priority(self) -> None:
        snapshot = self._around.snapshot
        if snapshot is not None and snapshot.priority_groups:
            self._asks = Page.PRIORITY
            self._refresh()
        elif self._chosen is not None:
            self._begin(self._chosen, None)

    def _begin(self, service: str, group: str | None) -> None:
        wish = Wish(service, group, self._language, self._goal)
        self._asks = self._chosen = None
        self._issuing.begin(wish)
        self._refresh()

    def _ask_code(self) -> None:
        self._asks = Page.CODE
        self._digits = self._code_words = ""
        self._refresh()

    def _type(self, key: str) -> None:
        self._code_words = ""
        if key.isdigit():
            self._digits = (self._digits + key)[:CODE_LENGTH]
        else:
            self._digits = "" if key == CLEAR else self._digits[:-1]
        self._refresh()

    def _send_code(self) -> None:
        if len(self._digits) == CODE_LENGTH:
            self._issuing.begin(Wish("", None, self._language, WishKind.CLAIM, self._digits))
        self._refresh()

    def _back(self) -> None:
        self._asks = self._chosen = None
        self._digits = self._code_words = ""
        self._refresh()

    def _speak(self, language: Language) -> None:
        self._language = language
        self._refresh()
        self._await_return(self.shown)

    def _turn(self, by: int) -> None:
        self._home_page += by
        self._refresh()

    def _call_off(self) -> None:
        self._issuing.call_off()
        self._refresh()

    def _written_down(self) -> None:
        self._issuing.note_written_down()
        self._go_home()

    def _go_home(self) -> None:
        """Begin anew for the next citizen."""
        self._issuing.leave()
        self._asks = self._chosen = None
        self._digits = self._code_words = ""
        self._wrong_codes = 0
        self._home_page = 0
        self._language = HOME_LANGUAGE
        self._refresh()

    # What is shown.

    def _refresh(self) -> None:
        if self.width < 2 or self.height < 2:
            return
        view = self._issuing.view
        self._forget_what_is_gone(view)
        view = self._heed_refused_code(view)
        now_s = real_monotonic_s()
        page = page_for(view, self._around.standing, asks=self._asks, now_s=now_s, offers_places=self._offers_places)
        if page is Page.ASKING and view.asked_s is not None:
            self._slow_event.cancel()
            left_s = view.asked_s + SLOW_S - now_s
            self._slow_event = Clock.schedule_once(lambda _dt: self._refresh(), max(0.05, left_s + 0.05))
        self._show_frame()
        key = self._key_of(page, view)
        if key == self._page_key and self._page is not None:
            self._update_page(view)
        else:
            is_other_page = page is not self.shown or key[:2] != self._page_key[:2]
            self.shown = page
            self._page_key = key
            self._replace_page(self._made_page(page, view))
            if is_other_page:
                self._guard.screen_changed(now_s=now_s)
        self._await_return_when_new(page, view)

    def _forget_what_is_gone(self, view: IssuingView) -> None:
        """A question whose service has closed, or a page of services that no longer exists."""
        if self._page is None and view.wish is not None:
            self._language = view.wish.language  # a ticket resumed after a restart speaks its citizen's language
        snapshot = self._around.snapshot
        services = snapshot.services if snapshot else []
        chosen = self._chosen_service()
        is_there = chosen is not None and self._may_choose and is_touchable(chosen, gives_numbers=self._gives_numbers)
        if self._chosen is not None and not is_there:
            self._asks = self._chosen = None
        if self._asks is Page.CODE and not self._may_choose and view.stage is Stage.IDLE:
            self._asks = None
        if chosen is not None and not chosen.is_open and self._goal is WishKind.NUMBER and self._asks is Page.PRIORITY:
            self._asks = Page.OFFER  # its numbers ended while the question was open
        if view.stage in (Stage.PRINTING, Stage.GAVE_UP):
            self._asks = self._chosen = None
        pages = grid_for(len(services), is_portrait=self.height > self.width).pages
        self._home_page = min(self._home_page, pages - 1)

    def _heed_refused_code(self, view: IssuingView) -> IssuingView:
        """A code that is not taken brings its citizen back to the pad, and after some tries to a person."""
        is_code = view.stage is Stage.REFUSED and view.wish is not None and view.wish.kind is WishKind.CLAIM
        if not is_code or view.problem != _NO_SUCH_CODE:
            if is_code:
                self._asks = None
            return view
        tr = translator(self._language)
        self._wrong_codes += 1
        self._digits = ""
        taken = _TAKEN_NUMBER.search(view.detail)
        if taken:
            self._code_words = tr("Mã này đã được dùng để lấy số {number}.").format(number=taken[0])
        else:
            self._code_words = tr("Mã không đúng hoặc đã hết hạn. Mời Ông/Bà kiểm tra lại trên phiếu.")
        self._asks = Page.CODE if self._wrong_codes < MOST_WRONG_CODES else Page.CODE_HELP
        self._issuing.leave()
        return self._issuing.view

    @property
    def _gives_numbers(self) -> bool:
        return self._around.standing is Standing.ISSUING

    @property
    def _offers_places(self) -> bool:
        snapshot = self._around.snapshot
        return snapshot is not None and any(service.next_place_at is not None for service in snapshot.services)

    @property
    def _may_choose(self) -> bool:
        return self._gives_numbers or (self._around.standing is Standing.TICKETS_STOPPED and self._offers_places)

    def _chosen_service(self) -> KioskService | None:
        snapshot = self._around.snapshot
        services = snapshot.services if snapshot else []
        return next((service for service in services if service.service == self._chosen), None)

    def _local(self, at: datetime) -> datetime:
        snapshot = self._around.snapshot
        try:
            return at.astimezone(ZoneInfo(snapshot.timezone)) if snapshot else at
        except (ZoneInfoNotFoundError, ValueError):
            return at

    def _banners(self, snapshot: KioskSnapshot, tr: Translate) -> tuple[str, ...]:
        """What everyone should read, the most pressing first."""
        is_english = self._language == "en"
        said = []
        if self._around.standing is Standing.TICKETS_STOPPED:
            said.append(tr("Đã ngừng lấy số hôm nay. Ông/Bà có thể lấy số đặt trước cho ngày sau."))
        if snapshot.resumes_at is not None:
            at = f"{self._local(snapshot.resumes_at):%H:%M}"
            said.append(tr("Gọi số trở lại lúc {time}").format(time=at))
        said.append(snapshot.special_day_en if is_english else snapshot.special_day)
        said.append(snapshot.notice_en if is_english else snapshot.notice)
        return tuple(words for words in said if words)

    def _show_frame(self) -> None:
        key = (self._language, tuple(self.size))
        if key != self._frame_key:
            if self._frame is not None:
                self.remove_widget(self._frame)
            self._frame_key = key
            self._ground.size = self.size
            self._frame = Frame(
                window=tuple(self.size),
                language=self._language,
                tr=translator(self._language),
                guard=self._guard,
                on_language=self._speak,
            )
            self.add_widget(self._frame)
        assert self._frame is not None
        snapshot = self._around.snapshot
        if snapshot is not None:
            is_english = self._language == "en"
            self._frame.show_centre(snapshot.centre_name_en if is_english else snapshot.centre_name)
        self._frame.show_time(self._around.local_now)

    def _key_of(self, page: Page, view: IssuingView) -> tuple[object, ...]:
        """Everything that a page is built from; what it only updates is left out. What makes it another
        page to a citizen, and not only newer words, comes in the first two places."""
        always = (tuple(self.size), self._language)
        snapshot = self._around.snapshot
        if page is Page.HOME and snapshot is not None:
            services = tuple(
                (
                    *(service.service, service.name, service.name_en, service.colour, service.icon),
                    *(service.is_open, service.next_place_at is not None),
                )
                for service in snapshot.services
            )
            banners = self._banners(snapshot, translator(self._language))
            return (page, self._home_page, *always, services, banners, self._gives_numbers)
        if page is Page.PRIORITY and snapshot is not None:
            return (page, self._chosen, *always, tuple(snapshot.priority_groups), snapshot.priority_rule)
        if page is Page.OFFER:
            return (page, self._chosen, *always, self._chosen_service(), self._gives_numbers)
        if page in (Page.NUMBER, Page.NOT_PRINTED):
            given = view.ticket.ticket_id if view.ticket else None
            return (page, given, *always, view.place.place_id if view.place else None)
        if page is Page.REFUSED:
            return (page, None, *always, view.problem)
        if page is Page.CLOSED and snapshot is not None:
            return (page, None, *always, tuple(snapshot.hours_today))
        return (page, view.stage is Stage.STOPPING, *always)

    def _update_page(self, view: IssuingView) -> None:
        if isinstance(self._page, HomePage) and self._around.snapshot is not None:
            self._page.update(self._around.snapshot.services)
        elif isinstance(self._page, NumberPage):
            self._page.update(view)
        elif isinstance(self._page, CodePage):
            self._page.update(self._digits, self._code_words)

    def _replace_page(self, page: Sheet) -> None:
        if self._page is not None:
            self.remove_widget(self._page)
        self._page = page
        self.add_widget(page)
        self._tidy_soon()

    def _made_page(self, page: Page, view: IssuingView) -> Sheet:
        tr = translator(self._language)
        window = tuple(self.size)
        snapshot = self._around.snapshot
        language = self._language
        chosen = self._chosen_service()
        given = self._given(view, tr)
        if page is Page.HOME and snapshot is not None:
            return HomePage(
                window=window,
                services=snapshot.services,
                banners=self._banners(snapshot, tr),
                page=self._home_page,
                gives_numbers=self._gives_numbers,
                language=language,
                tr=tr,
                guard=self._guard,
                on_service=self._choose,
                on_turn=self._turn,
                on_code=self._ask_code,
            )
        if page is Page.PRIORITY and snapshot is not None and chosen is not None:
            return PriorityPage(
                window=window,
                service=chosen,
                groups=snapshot.priority_groups,
                rule=snapshot.priority_rule,
                language=language,
                tr=tr,
                guard=self._guard,
                on_group=lambda group: self._begin(chosen.service, group),
                on_back=self._back,
            )
        if page is Page.OFFER and chosen is not None:
            return OfferPage(
                window=window,
                service=chosen,
                place_at_local=None if chosen.next_place_at is None else self._local(chosen.next_place_at),
                gives_numbers=self._gives_numbers,
                language=language,
                tr=tr,
                guard=self._guard,
                on_place=self._take_place,
                on_today=self._take_today,
                on_back=self._back,
            )
        if page is Page.CODE:
            code = CodePage(
                window=window,
                tr=tr,
                guard=self._guard,
                on_key=self._type,
                on_send=self._send_code,
                on_back=self._back,
            )
            code.update(self._digits, self._code_words)
            return code
        if page is Page.NUMBER and given is not None:
            return NumberPage(window=window, view=view, given=given, tr=tr, guard=self._guard, on_done=self._go_home)
        if page is Page.NOT_PRINTED and given is not None:
            return NotPrintedPage(
                window=window, given=given, tr=tr, guard=self._guard, on_written_down=self._written_down
            )
        if page in (Page.ASKING, Page.SLOW):
            return AskingPage(
                window=window,
                is_slow=page is Page.SLOW,
                is_stopping=view.stage is Stage.STOPPING,
                tr=tr,
                guard=self._guard,
                on_call_off=self._call_off,
            )
        return NoticePage(
            window=window,
            page=page,
            hours=snapshot.hours_today if page is Page.CLOSED and snapshot is not None else None,
            tr=tr,
            guard=self._guard,
            on_home=self._go_home if page in (Page.REFUSED, Page.GAVE_UP, Page.CODE_HELP) else None,
            words=refusal_words(view.problem, view.detail, tr) if page is Page.REFUSED else None,
        )

    def _given(self, view: IssuingView, tr: Translate) -> Given | None:
        if view.ticket is not None:
            return given_ticket(view.ticket, self._language, tr)
        return None if view.place is None else given_place(view.place, self._language, tr)

    # Home by itself.

    def _await_return_when_new(self, page: Page, view: IssuingView) -> None:
        seen = (page, view.stage, self._chosen, self._language, self._home_page, self._digits)
        if seen != self._went_home:
            self._went_home = seen
            self._await_return(page)

    def _await_return(self, page: Page) -> None:
        self._go_home_event.cancel()
        after_s = self._patience_for(page)
        if after_s is not None:
            self._go_home_event = Clock.schedule_once(lambda _dt: self._go_home(), after_s)

    def _patience_for(self, page: Page) -> float | None:
        patience = self._patience
        stage = self._issuing.view.stage
        if page is Page.NUMBER:
            if stage is Stage.UNCONFIRMED:
                return patience.problem_s
            return patience.printed_s if stage is Stage.PRINTED else None
        if page is Page.NOT_PRINTED:
            return patience.not_printed_s
        if page in (Page.REFUSED, Page.GAVE_UP, Page.CODE_HELP):
            return patience.problem_s
        if page in (Page.ASKING, Page.SLOW):
            return None
        is_question = page in (Page.PRIORITY, Page.OFFER, Page.CODE)
        is_home_at_rest = not is_question and self._language == HOME_LANGUAGE and not self._home_page
        return None if is_home_at_rest else patience.question_s
