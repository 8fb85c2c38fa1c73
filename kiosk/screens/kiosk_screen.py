"""The whole screen: frame and page, kept in step with what is known, and back home by itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kivy.clock import Clock
from kivy.graphics import Color, Rectangle
from kivy.uix.floatlayout import FloatLayout

from kiosk.intents import Wish
from kiosk.issuing import SLOW_S, IssuingView, Stage
from kiosk.pages import Page, grid_for, page_for
from kiosk.screens.asking import AskingPage
from kiosk.screens.frame import Frame, Language
from kiosk.screens.home import HomePage
from kiosk.screens.notice import NoticePage
from kiosk.screens.number import NotPrintedPage, NumberPage
from kiosk.screens.parts import Sheet, Touch
from kiosk.screens.priority import PriorityPage
from kiosk.standing import Standing
from kiosk.touch_guard import TouchGuard
from look import colours
from look.language import translator
from messaging.clock import real_monotonic_s
from messaging.snapshots import KioskService, KioskSnapshot

HOME_LANGUAGE: Language = "vi"


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
        self._chosen: str | None = None
        """The service whose priority question is open."""
        self._home_page = 0
        self._frame: Frame | None = None
        self._frame_key: object = None
        self._page: Sheet | None = None
        self._page_key: tuple[object, ...] = ()
        self._went_home: object = None
        self.shown = Page.STARTING
        self._go_home_event = Clock.schedule_once(lambda _dt: None, 0)
        self._slow_event = Clock.schedule_once(lambda _dt: None, 0)
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
        snapshot = self._around.snapshot
        if snapshot is not None and snapshot.priority_groups:
            self._chosen = service.service
            self._refresh()
        else:
            self._begin(service.service, None)

    def _begin(self, service: str, group: str | None) -> None:
        self._chosen = None
        self._issuing.begin(Wish(service, group, self._language))
        self._refresh()

    def _back(self) -> None:
        self._chosen = None
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
        self._chosen = None
        self._home_page = 0
        self._language = HOME_LANGUAGE
        self._refresh()

    # What is shown.

    def _refresh(self) -> None:
        if self.width < 2 or self.height < 2:
            return
        view = self._issuing.view
        self._forget_what_is_gone(view)
        now_s = real_monotonic_s()
        page = page_for(view, self._around.standing, has_chosen=self._chosen is not None, now_s=now_s)
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
        is_open = any(service.service == self._chosen and service.is_open for service in services)
        if self._chosen is not None and (not is_open or self._around.standing is not Standing.ISSUING):
            self._chosen = None
        pages = grid_for(len(services), is_portrait=self.height > self.width).pages
        self._home_page = min(self._home_page, pages - 1)

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
                (service.service, service.name, service.name_en, service.colour, service.icon, service.is_open)
                for service in snapshot.services
            )
            return (page, self._home_page, *always, services, snapshot.notice, snapshot.notice_en)
        if page is Page.PRIORITY and snapshot is not None:
            return (page, self._chosen, *always, tuple(snapshot.priority_groups), snapshot.priority_rule)
        if page in (Page.NUMBER, Page.NOT_PRINTED):
            return (page, view.ticket.ticket_id if view.ticket else None, *always)
        if page is Page.CLOSED and snapshot is not None:
            return (page, None, *always, tuple(snapshot.hours_today))
        return (page, view.stage is Stage.STOPPING, *always)

    def _update_page(self, view: IssuingView) -> None:
        if isinstance(self._page, HomePage) and self._around.snapshot is not None:
            self._page.update(self._around.snapshot.services)
        elif isinstance(self._page, NumberPage):
            self._page.update(view)

    def _replace_page(self, page: Sheet) -> None:
        if self._page is not None:
            self.remove_widget(self._page)
        self._page = page
        self.add_widget(page)

    def _made_page(self, page: Page, view: IssuingView) -> Sheet:
        tr = translator(self._language)
        window = tuple(self.size)
        snapshot = self._around.snapshot
        language = self._language
        if page is Page.HOME and snapshot is not None:
            return HomePage(
                window=window,
                services=snapshot.services,
                notice=snapshot.notice_en if language == "en" else snapshot.notice,
                page=self._home_page,
                language=language,
                tr=tr,
                guard=self._guard,
                on_service=self._choose,
                on_turn=self._turn,
            )
        if page is Page.PRIORITY and snapshot is not None:
            service = next(one for one in snapshot.services if one.service == self._chosen)
            return PriorityPage(
                window=window,
                service=service,
                groups=snapshot.priority_groups,
                rule=snapshot.priority_rule,
                language=language,
                tr=tr,
                guard=self._guard,
                on_group=lambda group: self._begin(service.service, group),
                on_back=self._back,
            )
        if page is Page.NUMBER and view.ticket is not None:
            return NumberPage(
                window=window,
                view=view,
                ticket=view.ticket,
                language=language,
                tr=tr,
                guard=self._guard,
                on_done=self._go_home,
            )
        if page is Page.NOT_PRINTED and view.ticket is not None:
            return NotPrintedPage(
                window=window,
                ticket=view.ticket,
                language=language,
                tr=tr,
                guard=self._guard,
                on_written_down=self._written_down,
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
            on_home=self._go_home if page in (Page.REFUSED, Page.GAVE_UP) else None,
        )

    # Home by itself.

    def _await_return_when_new(self, page: Page, view: IssuingView) -> None:
        seen = (page, view.stage, self._chosen, self._language, self._home_page)
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
        if page in (Page.REFUSED, Page.GAVE_UP):
            return patience.problem_s
        if page in (Page.ASKING, Page.SLOW):
            return None
        is_home_at_rest = page is not Page.PRIORITY and self._language == HOME_LANGUAGE and not self._home_page
        return None if is_home_at_rest else patience.question_s
