"""The whole screen: frame and page, kept in step with what is known, and back home by itself."""

import gc
import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kivy.clock import Clock
from kivy.graphics import Color, Rectangle
from kivy.uix.floatlayout import FloatLayout

from kiosk.ease import Ease, Room
from kiosk.fair_hand import FairHand
from kiosk.intents import Wish, WishKind
from kiosk.issuing import SLOW_S, IssuingView, Stage
from kiosk.languages import has_screens
from kiosk.local_time import zone_of
from kiosk.pages import WITHOUT_NUMBERS, Page, page_for
from kiosk.screens.asking import AskingPage
from kiosk.screens.code import CLEAR, CODE_LENGTH, CodePage
from kiosk.screens.contrast import contrasty
from kiosk.screens.frame import LANGUAGES, Frame, Language, LanguageChoice
from kiosk.screens.home import Beside, HomePage, Lanes
from kiosk.screens.idle import IdlePage
from kiosk.screens.lookup_flow import LookUp, LookUpDesk, Scene
from kiosk.screens.notice import HELP_WHEN_CLOSED, NoticePage, Words, refusal_words
from kiosk.screens.number import Given, NotPrintedPage, NumberPage, given_emergency, given_place, given_ticket
from kiosk.screens.offer import OfferPage
from kiosk.screens.own import OwnEntryPage
from kiosk.screens.own_flow import OwnDesk, OwnFlow
from kiosk.screens.parts import Sheet, Touchable
from kiosk.screens.priority import PriorityPage, PurposePage
from kiosk.screens.rate_flow import RatingsDesk
from kiosk.screens.spoken import names_on, spelled, spoken_name, spoken_title
from kiosk.screens.tiles import is_touchable
from kiosk.standing import Standing
from look import colours
from look.language import LANGUAGE_NAMES, Translate, translator
from look.touch_guard import SETTLE_S, Touch, TouchGuard
from messaging.clock import real_monotonic_s
from messaging.snapshots import DayState, KioskService, KioskSnapshot

HOME_LANGUAGE: Language = "vi"
RUSH_SHOWN_S = 2.0
"""How long a number stands while the hall is crowded: the slip says it again, and the next one waits."""
RUSH_LANE_S = 8.0
"""How long a priority that was touched waits for its service then, before it could become the next one's."""
MOST_WRONG_CODES = 3
"""After so many a person helps: the next guess would be no misreading."""
READING, TYPING = 4.5, 2.0
"""How many times as long as a question a page of papers stays untouched, and the keys: people read and seek."""
_USED_CODE = "code_used"
_CODE_NOT_TAKEN = ("code_not_found", _USED_CODE)
_TAKEN_NUMBER = re.compile(r"\b[A-Z]\d{3,}\b")
_PREPARE_S = 0.5
_GROUND = colours.rgba(colours.PAPER)
_WITHOUT_HELP = frozenset({Page.STARTING, Page.ASKING, Page.SLOW, Page.NUMBER, Page.NOT_PRINTED})
"""A number is on its way or there; or nothing is known yet."""
_WITH_A_NUMBER = frozenset({Page.ASKING, Page.SLOW, Page.NUMBER, Page.NOT_PRINTED})
_WITH_NUMBERS_OUT = frozenset({Page.NO_PAPER, Page.PRINTER_FAULT, Page.STORAGE_FAULT, Page.TICKETS_STOPPED})
"""No number is given, and who has one may still ask for it, confirm it or give it back."""
_WITH_RATING = WITHOUT_NUMBERS - {Page.STORAGE_FAULT}
_LEFT_BY_A_TOUCH = frozenset({Page.REFUSED, Page.GAVE_UP, Page.CODE_HELP, Page.HELP, Page.TOO_MANY})
_ABOUT_A_SERVICE = (Page.PRIORITY, Page.PURPOSE)
_TIDY_S = 0.8 * SETTLE_S
"""After a page is replaced, and while touches are not taken yet: a pause of some milliseconds goes unseen."""

log = logging.getLogger(__name__)


class Speaks(Protocol):
    """The part of kiosk.voice.speaking.Speaker that the screen uses."""

    @property
    def is_there(self) -> bool: ...

    def say(self, words: str, language: str) -> None: ...

    def prepare(self, phrases: Iterable[str], language: str) -> None: ...


class Issues(Protocol):
    """The part of kiosk.issuing.Issuing that the screen uses."""

    @property
    def view(self) -> IssuingView: ...

    def begin(self, wish: Wish) -> bool: ...

    def call_off(self) -> bool: ...

    def note_written_down(self) -> bool: ...

    def leave(self) -> bool: ...

    def make_way(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds after which an untouched page goes home."""

    question_s: float
    printed_s: float
    not_printed_s: float
    problem_s: float
    idle_s: float = 60.0
    """A quiet minute, and the first page makes way for hours and notices."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the screen has to know of the world; `local_now` is the server's time in the centre's zone."""

    snapshot: KioskSnapshot | None
    standing: Standing
    local_now: datetime | None
    is_without_server: bool = False
    """The server does not answer: a number taken now is one of the kiosk's own."""
    knows_queue: bool = True
    """How many wait is heard as it changes: False while the broker is away, though the server gives numbers."""


class KioskScreen(FloatLayout):
    """Kivy's root widget. `show` may be called as often as anything changes; it redraws only what did."""

    def __init__(
        self,
        *,
        issuing: Issues,
        patience: Patience,
        look_up: LookUpDesk | None = None,
        speaker: Speaks | None = None,
        own: OwnDesk | None = None,
        ratings: RatingsDesk | None = None,
        **options: object,
    ) -> None:
        super().__init__(**options)
        self._issuing = issuing
        self._patience = patience
        self._speaker = speaker
        self._named: Touchable | None = None
        self._named_as: tuple[object, ...] = ()
        """What has said its name and is done at the next touch."""
        self._hand = FairHand()
        self._counted: object = None
        """The ticket or place that was counted last."""
        self._number_since: tuple[object, float] = (None, 0.0)
        """Which number is shown, and since when; seconds of `real_monotonic_s`."""
        self._guard = TouchGuard()
        self._guard.ask = self._is_meant
        self._around = Surroundings(None, Standing.STARTING, None)
        self._language: Language = HOME_LANGUAGE
        self._tag: str = HOME_LANGUAGE
        """The ticket's language; the screens' own where they have it."""
        self._ease = Ease()
        self._group: str | None = None
        """The priority that is touched before the service (rush) or the purpose."""
        self._asks: Page | None = None
        """The question that is open, such as PRIORITY, PURPOSE, OFFER, CODE, CODE_HELP, HELP or IDLE."""
        self._chosen: str | None = None
        """The service that PRIORITY and OFFER ask about."""
        self._procedure: str | None = None
        """The code of the procedure that was looked up, and for which the chosen service's number is taken."""
        self._goal = WishKind.NUMBER
        """What the chosen service is to give."""
        self._digits = ""
        self._code_words = ""
        """Why the last code was not taken."""
        self._wrong_codes = 0
        self._home_page = 0
        self._look_up = (
            None
            if look_up is None
            else LookUp(look_up, on_change=lambda: self._refresh(), on_close=lambda: self._back())
        )
        self._own = (
            None
            if own is None
            else OwnFlow(own, ratings, on_change=lambda: self._refresh(), on_home=lambda: self._go_home())
        )
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
        self._tidy_soon = Clock.create_trigger(lambda _dt: self._tidy(), _TIDY_S)
        self._left_since_s = 0.0
        with self.canvas.before:
            self._ground_colour = Color(*_GROUND)
            self._ground = Rectangle()
        self._prepare_soon = Clock.create_trigger(lambda _dt: self._prepare_voice(), _PREPARE_S)
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
        self._await_return(self.shown)
        if self.shown is Page.IDLE:
            rate = self._page.rate if isinstance(self._page, IdlePage) else None
            if self._frame is not None and any(one.collide_point(*touch.pos) for one in self._frame.buttons):
                super().on_touch_down(touch)  # help, a language or larger letters are one touch away here too
            elif rate is not None and rate.collide_point(*touch.pos):
                self._begin_to_rate()
            else:
                self._back()
            return True
        super().on_touch_down(touch)
        return True

    def recover(self) -> None:
        """After a fault: whoever waits for a number or reads it goes on doing so, anybody else begins anew."""
        self._page_key = ()
        if self.shown in _WITH_A_NUMBER:
            try:
                self._refresh()
            except Exception:  # it cannot be shown: the slip has it, and nobody stands before a dead screen
                log.exception("a number cannot be shown")
            else:
                return
        self._go_home()

    # What citizens do.

    def _begin_look_up(self) -> None:
        if self._look_up is not None:
            self._look_up.forget()
            self._asks = Page.LOOK_UP
        self._refresh()

    def _choose(self, service: KioskService, procedure: str | None = None) -> None:
        self._chosen, self._procedure, self._goal = service.service, procedure, WishKind.NUMBER
        if not service.is_open or service.today_unlikely or not self._gives_numbers:
            self._asks = Page.OFFER
            self._refresh()
        else:
            self._ask_next()

    def _take_place(self) -> None:
        self._goal = WishKind.PLACE
        self._ask_next()

    def _take_today(self) -> None:
        self._goal = WishKind.NUMBER
        self._ask_next()

    def _ask_next(self) -> None:
        """The fewest questions that are left: none in a rush, and never both purpose and priority on pages."""
        snapshot = self._around.snapshot
        if self._chosen is None or snapshot is None:
            return
        if self._is_rush and self._goal is WishKind.NUMBER:
            self._begin(self._chosen, self._group)
        elif snapshot.purposes and self._goal is WishKind.NUMBER:
            self._asks = Page.PURPOSE
        elif snapshot.priority_groups:
            self._asks = Page.PRIORITY
        else:
            self._begin(self._chosen, None)
        self._refresh()

    def _take_lane(self, group: str | None) -> None:
        self._group = group
        self._refresh()

    def _take_number_for(self, purpose: str) -> None:
        if self._chosen is not None:
            self._begin(self._chosen, self._group, purpose)

    def _ask_help(self) -> None:
        """A number of the help desk at once; where there is none, words on whom to ask."""
        desk = self._help_desk
        self._goal, self._procedure = WishKind.NUMBER, None
        if desk is not None:
            self._begin(desk.service, None)
        else:
            self._asks, self._chosen = Page.HELP, None
            self._refresh()

    def _begin(self, service: str, group: str | None, purpose: str | None = None) -> None:
        rest_s = self._hand.rests_for_s(now_s=real_monotonic_s(), is_rush=self._is_rush)
        if rest_s > 0:
            self._asks, self._chosen, self._group = Page.TOO_MANY, None, None
            Clock.schedule_once(lambda _dt: self._rested(), rest_s + 0.05)
            self._refresh()
            return
        snapshot = self._around.snapshot
        is_for_it = service == self._chosen and snapshot is not None and snapshot.takes_procedures
        procedure = self._procedure if is_for_it and self._goal is WishKind.NUMBER else None
        wish = Wish(service, group, self._tag, self._goal, purpose=purpose, procedure=procedure)
        self._asks = self._chosen = self._group = None
        self._issuing.begin(wish)
        self._refresh()

    def _rested(self) -> None:
        if self._asks is Page.TOO_MANY:
            self._go_home()

    def _count_hand(self, view: IssuingView) -> None:
        """Each number or place that is given counts once, also one whose printing was over before it was seen."""
        given = _what_is_given(view)
        if given is not None and given != self._counted:
            self._counted = given
            self._hand.note_taken(now_s=real_monotonic_s(), is_rush=self._is_rush)

    def _is_meant(self, touched: object) -> bool:
        """With sound on the first touch on anything says its name, and only the second does it."""
        if not self._ease.is_loud or self._speaker is None or not isinstance(touched, Touchable):
            return True
        name = spoken_name(touched)
        named_as = (self.shown, name)
        if self._named is not None:
            self._named.is_named = False
        if named_as == self._named_as:
            self._named, self._named_as = None, ()
            return True
        touched.is_named = True
        self._named, self._named_as = touched, named_as
        self._speaker.say(name, self._language_of(touched))
        return False

    def _language_of(self, touched: Touchable) -> str:
        """A language's own tile is spoken in that language."""
        buttons = self._frame.language_buttons if self._frame is not None else {}
        return next((tag for tag, button in buttons.items() if button is touched), self._language)

    def _say_page(self, view: IssuingView) -> None:
        if not self._ease.is_loud or self._speaker is None or self._page is None:
            return
        words = spoken_title(self._page)
        given = self._given(view, translator(self._language))
        if given is not None and isinstance(self._page, NumberPage | NotPrintedPage):
            words = f"{given.label}: {spelled(given.number)}. {given.fact}"
        self._speaker.say(words, self._language)

    def _prepare_voice(self) -> None:
        if self._speaker is None or not self._speaker.is_there or self._page is None or self._frame is None:
            return
        if self.shown is not Page.LOOK_UP:  # its rows are too many, and other ones with every letter
            self._speaker.prepare([*names_on(self._page), *names_on(self._frame)], self._language)

    def _ask_own(self) -> None:
        if self._own is not None:
            self._own.forget()
            self._asks = Page.OWN
        self._refresh()

    def _begin_to_rate(self) -> None:
        self._ask_own()
        if self._own is not None:
            self._own.want_to_rate()
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
            self._issuing.begin(Wish("", None, self._tag, WishKind.CLAIM, self._digits))
        self._refresh()

    def _back(self) -> None:
        self._asks = self._chosen = self._group = None
        self._digits = self._code_words = ""
        self._refresh()

    def _wake(self) -> None:
        """Somebody is here: what they touched on the idle page is done on the first one."""
        if self._asks is Page.IDLE:
            self._asks = None

    def _speak(self, tag: str) -> None:
        self._wake()
        self._speak_as(tag)
        self._refresh()
        self._await_return(self.shown)

    def _see(self, ease: Ease) -> None:
        self._wake()
        if ease.is_loud and not self._ease.is_loud and self._speaker is not None:
            words = translator(self._language)("Âm thanh đã bật. Chạm một lần để nghe, chạm lần nữa để chọn.")
            self._speaker.say(words, self._language)
        self._ease = ease
        self._home_page = 0
        self._refresh()
        self._await_return(self.shown)

    def _turn(self, by: int) -> None:
        self._home_page += by
        self._refresh()

    def _rest(self) -> None:
        """Nobody has touched the first page for a while."""
        if self.shown is Page.HOME:
            self._asks = Page.IDLE
            self._refresh()

    def _call_off(self) -> None:
        self._issuing.call_off()
        self._refresh()

    def _written_down(self) -> None:
        self._issuing.note_written_down()
        self._go_home()

    def _go_home(self) -> None:
        """Begin anew for the next citizen; in a rush while the slip still feeds."""
        if not self._issuing.make_way():
            self._issuing.leave()
        self._asks = self._chosen = self._group = None
        self._digits = self._code_words = ""
        if self._look_up is not None:
            self._look_up.forget()
        if self._own is not None:
            self._own.forget()
        self._wrong_codes = 0
        self._home_page = 0
        self._tag = self._language = HOME_LANGUAGE
        self._ease = Ease()
        self._refresh()

    # What is shown.

    def _refresh(self) -> None:
        if self.width < 2 or self.height < 2:
            return
        view = self._issuing.view
        self._count_hand(view)
        if self._own is not None:
            self._own.hear(self._around.snapshot)
            self._own.heed()
        self._forget_what_is_gone(view)
        view = self._heed_refused_code(view)
        now_s = real_monotonic_s()
        page = page_for(view, self._around.standing, asks=self._asks, now_s=now_s, offers_places=self._offers_places)
        if page is Page.ASKING and view.asked_s is not None:
            self._slow_event.cancel()
            left_s = view.asked_s + SLOW_S - now_s
            self._slow_event = Clock.schedule_once(lambda _dt: self._refresh(), max(0.05, left_s + 0.05))
        self._show_frame(page)
        key = self._key_of(page, view)
        if key == self._page_key and self._page is not None:
            self._update_page(view)
        else:
            is_other_page = page is not self.shown or key[:2] != self._page_key[:2]
            made = self._made_page(page, view)  # first: when it cannot be made, all stays as it was
            self.shown = page
            self._page_key = key
            self._replace_page(made)
            if isinstance(self._page, HomePage):
                self._home_page = self._page.shown_page
            self._prepare_soon()
            if is_other_page:
                self._guard.screen_changed(now_s=now_s)
                self._named, self._named_as = None, ()
                self._say_page(view)
        self._await_return_when_new(page, view)

    def _forget_what_is_gone(self, view: IssuingView) -> None:
        """A question whose service has closed, or a page of services that no longer exists."""
        if self._page is None and view.wish is not None:
            self._speak_as(view.wish.language)  # a ticket resumed after a restart speaks its citizen's language
        snapshot = self._around.snapshot
        chosen = self._chosen_service()
        is_there = chosen is not None and self._may_choose and is_touchable(chosen, gives_numbers=self._gives_numbers)
        if self._chosen is not None and not is_there:
            self._asks = self._chosen = None
        if self._asks is Page.CODE and not self._may_choose and view.stage is Stage.IDLE:
            self._asks = None
        if (
            chosen is not None
            and not chosen.is_open
            and self._goal is WishKind.NUMBER
            and self._asks in _ABOUT_A_SERVICE
        ):
            self._asks = Page.OFFER  # its numbers ended while the question was open
        if view.stage in (Stage.PRINTING, Stage.GAVE_UP):
            self._asks = self._chosen = None
        groups = [group.group for group in snapshot.priority_groups] if snapshot else []
        if self._group not in groups or (self._asks is not Page.PURPOSE and not self._is_rush):
            self._group = None
        if self._asks is Page.PURPOSE and (snapshot is None or not snapshot.purposes):
            self._asks = self._chosen = None

    def _heed_refused_code(self, view: IssuingView) -> IssuingView:
        """A code that is not taken brings its citizen back to the pad, and after some tries to a person."""
        is_code = view.stage is Stage.REFUSED and view.wish is not None and view.wish.kind is WishKind.CLAIM
        if not is_code or view.problem not in _CODE_NOT_TAKEN:
            if is_code:
                self._asks = None
            return view
        tr = translator(self._language)
        self._wrong_codes += 1
        self._digits = ""
        taken = _TAKEN_NUMBER.search(view.detail)
        if view.problem == _USED_CODE and taken:
            self._code_words = tr("Mã này đã được dùng để lấy số {number}.").format(number=taken[0])
        elif view.problem == _USED_CODE:
            self._code_words = tr("Mã này đã được dùng. Mời Ông/Bà xem phiếu mới nhất, hoặc hỏi người hướng dẫn.")
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
    def _is_rush(self) -> bool:
        snapshot = self._around.snapshot
        return snapshot is not None and snapshot.is_rush and self._gives_numbers

    @property
    def _tiles(self) -> list[KioskService]:
        """The help desk has a place of its own on every page."""
        snapshot = self._around.snapshot
        services = snapshot.services if snapshot else []
        return [service for service in services if snapshot is None or service.service != snapshot.help_service]

    @property
    def _help_desk(self) -> KioskService | None:
        """Where a number of the help desk can be given now."""
        snapshot = self._around.snapshot
        if snapshot is None or not self._gives_numbers:
            return None
        services = (service for service in snapshot.services if service.service == snapshot.help_service)
        return next((service for service in services if service.is_open), None)

    @property
    def _languages(self) -> tuple[LanguageChoice, ...]:
        snapshot = self._around.snapshot
        if snapshot is None or not snapshot.languages:
            return LANGUAGES
        return tuple(LanguageChoice(language.tag, language.name) for language in snapshot.languages)

    @property
    def _may_choose(self) -> bool:
        return self._gives_numbers or (self._around.standing is Standing.TICKETS_STOPPED and self._offers_places)

    def _chosen_service(self) -> KioskService | None:
        snapshot = self._around.snapshot
        services = snapshot.services if snapshot else []
        return next((service for service in services if service.service == self._chosen), None)

    @property
    def _knows_queue(self) -> bool:
        return self._around.knows_queue and not self._around.is_without_server

    def _local(self, at: datetime) -> datetime:
        snapshot = self._around.snapshot
        return at.astimezone(zone_of(snapshot.timezone)) if snapshot else at

    def _banners(self, snapshot: KioskSnapshot, tr: Translate) -> tuple[str, ...]:
        """What everyone should read, the most pressing first."""
        is_english = self._language == "en"
        said = []
        if self._around.is_without_server:
            said.append(tr("Máy đang mất kết nối với hệ thống. Số lấy bây giờ là số tạm, vẫn được gọi."))
        if not has_screens(self._tag):
            words = tr("Cán bộ biết tiếng {language} sẽ được mời phục vụ Ông/Bà.")
            said.append(words.format(language=self._tongue))
        if self._around.standing is Standing.TICKETS_STOPPED:
            said.append(tr("Đã ngừng lấy số hôm nay. Ông/Bà có thể lấy số đặt trước cho ngày sau."))
        if snapshot.resumes_at is not None:
            at = f"{self._local(snapshot.resumes_at):%H:%M}"
            said.append(tr("Gọi số trở lại lúc {time}").format(time=at))
        # Better in Vietnamese than not at all.
        said.append((is_english and snapshot.special_day_en) or snapshot.special_day)
        said.append((is_english and snapshot.notice_en) or snapshot.notice)
        return tuple(words for words in said if words)

    @property
    def _tongue(self) -> str:
        """The own name of the ticket's language."""
        named = next((choice.name for choice in self._languages if choice.tag == self._tag), None)
        return named or LANGUAGE_NAMES.get(self._tag, self._tag)

    @property
    def _room(self) -> Room:
        return Room(self.width, self.height, self._ease)

    def _show_frame(self, page: Page) -> None:
        may_help = page not in _WITHOUT_HELP
        key = (self._language, self._tag, self._languages, tuple(self.size), self._ease, may_help, self._has_sound)
        if key != self._frame_key:
            self._ground.size = self.size
            self._ground_colour.rgba = contrasty(_GROUND) if self._ease.is_contrasty else _GROUND
            frame = Frame(
                window=self._room,
                language=self._tag,
                languages=self._languages,
                tr=translator(self._language),
                guard=self._guard,
                on_language=self._speak,
                on_ease=self._see,
                on_help=self._ask_help if may_help else None,
                has_sound=self._has_sound,
            )
            if self._frame is not None:
                self.remove_widget(self._frame)
            self._frame, self._frame_key = frame, key
            self.add_widget(frame)
        assert self._frame is not None
        snapshot = self._around.snapshot
        if snapshot is not None:
            is_english = self._language == "en"
            self._frame.show_centre((is_english and snapshot.centre_name_en) or snapshot.centre_name)
        self._frame.show_time(self._around.local_now)

    def _key_of(self, page: Page, view: IssuingView) -> tuple[object, ...]:
        """Everything that a page is built from; what it only updates is left out. What makes it another
        page to a citizen, and not only newer words, comes in the first two places."""
        always = (tuple(self.size), self._language, self._ease)
        snapshot = self._around.snapshot
        if page is Page.HOME and snapshot is not None:
            services = tuple(
                (
                    *(service.service, service.name, service.name_en, service.colour, service.icon),
                    *(service.is_open, service.next_place_at is not None),
                )
                for service in self._tiles
            )
            banners = self._banners(snapshot, translator(self._language))
            lanes = (self._is_rush, self._group, tuple(snapshot.priority_groups)) if self._is_rush else None
            how = (self._gives_numbers, self._has_look_up, self._has_own, self._has_rating)
            return (page, self._home_page, *always, services, banners, lanes, *how, self._knows_queue)
        if page is Page.LOOK_UP and self._look_up is not None:
            return (page, self._look_up.key, *always, self._look_up.built_from(self._scene()))
        if page is Page.PRIORITY and snapshot is not None:
            return (page, self._chosen, *always, tuple(snapshot.priority_groups), snapshot.priority_rule)
        if page is Page.OWN and self._own is not None:
            return (page, self._own.key, *always, self._own.built_from)
        if page is Page.PURPOSE and snapshot is not None:
            groups = tuple(snapshot.priority_groups)
            return (page, self._chosen, *always, tuple(snapshot.purposes), groups, snapshot.priority_rule, self._group)
        if page is Page.IDLE and snapshot is not None:
            banners = self._banners(snapshot, translator(self._language))
            opening = (snapshot.day, tuple(snapshot.hours_today))
            return (page, None, *always, banners, *opening, snapshot.wifi, snapshot.has_phone_page, self._has_rating)
        if page is Page.OFFER:
            return (page, self._chosen, *always, self._chosen_service(), self._gives_numbers)
        if page in (Page.NUMBER, Page.NOT_PRINTED):
            given = view.ticket.ticket_id if view.ticket else view.emergency and view.emergency.shown
            return (page, given, *always, view.place.place_id if view.place else None)
        if page is Page.REFUSED:
            return (page, None, *always, view.problem)
        if page is Page.CLOSED and snapshot is not None:
            return (page, None, *always, tuple(snapshot.hours_today), self._has_look_up, self._has_rating)
        return (page, view.stage is Stage.STOPPING, *always, self._has_look_up, self._has_own, self._has_rating)

    def _update_page(self, view: IssuingView) -> None:
        if isinstance(self._page, HomePage) and self._around.snapshot is not None:
            self._page.update(self._tiles)
        elif isinstance(self._page, NumberPage):
            self._page.update(view)
        elif isinstance(self._page, OwnEntryPage) and self._own is not None:
            self._page.update(self._own.entry, self._own.words(translator(self._language)))
        elif isinstance(self._page, CodePage):
            self._page.update(self._digits, self._code_words)
        elif self._look_up is not None and self.shown is Page.LOOK_UP:
            self._look_up.update(self._page, self._scene())

    def _replace_page(self, page: Sheet) -> None:
        if self._page is not None:
            self.remove_widget(self._page)
        self._page = page
        self.add_widget(page)
        self._left_since_s = real_monotonic_s()
        self._tidy_soon()

    def _tidy(self) -> None:
        """What Kivy still has to do for a page that was left keeps it until the next frames: a page that went while
        this was waited for is collected once more."""
        gc.collect()
        if real_monotonic_s() - self._left_since_s < _TIDY_S / 2:
            self._tidy_soon()

    def _made_page(self, page: Page, view: IssuingView) -> Sheet:
        tr = translator(self._language)
        window = self._room
        snapshot = self._around.snapshot
        language = self._language
        chosen = self._chosen_service()
        given = self._given(view, tr)
        if page is Page.HOME and snapshot is not None:
            return HomePage(
                window=window,
                services=self._tiles,
                banners=self._banners(snapshot, tr),
                page=self._home_page,
                gives_numbers=self._gives_numbers,
                language=language,
                tr=tr,
                guard=self._guard,
                on_service=self._choose,
                on_turn=self._turn,
                beside=Beside(
                    on_look_up=self._begin_look_up if self._has_look_up else None,
                    on_code=self._ask_code,
                    on_own=self._ask_own if self._has_own else None,
                    on_rate=self._begin_to_rate if self._has_rating else None,
                ),
                lanes=Lanes(snapshot.priority_groups, self._group, self._take_lane) if self._is_rush else None,
                knows_queue=self._knows_queue,
            )
        if page is Page.OWN and self._own is not None:
            return self._own.page(window=window, language=language, tr=tr, guard=self._guard)
        if page is Page.IDLE and snapshot is not None:
            return IdlePage(
                window=window,
                hours=snapshot.hours_today,
                is_open=snapshot.day is not DayState.CLOSED,
                banners=self._banners(snapshot, tr),
                wifi=snapshot.wifi,
                has_phone_page=snapshot.has_phone_page,
                may_rate=self._has_rating,
                tr=tr,
            )
        if page is Page.PURPOSE and snapshot is not None and chosen is not None:
            return PurposePage(
                window=window,
                service=chosen,
                purposes=snapshot.purposes,
                groups=snapshot.priority_groups,
                chosen_group=self._group,
                rule=snapshot.priority_rule,
                language=language,
                tr=tr,
                guard=self._guard,
                on_purpose=self._take_number_for,
                on_group=self._take_lane,
                on_back=self._back,
            )
        if page is Page.LOOK_UP and self._look_up is not None:
            return self._look_up.page(self._scene(), self._choose if self._may_choose else None)
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
            on_home=self._go_home if page in _LEFT_BY_A_TOUCH else None,
            words=self._notice_words(page, view, tr),
            on_look_up=self._begin_look_up if self._has_look_up and page in WITHOUT_NUMBERS else None,
            on_own=self._ask_own if self._has_own and page in _WITH_NUMBERS_OUT else None,
            on_rate=self._begin_to_rate if self._has_rating and page in _WITH_RATING else None,
        )

    def _notice_words(self, page: Page, view: IssuingView, tr: Translate) -> Words | None:
        """None: the page's own."""
        if page is Page.REFUSED:
            return refusal_words(view.problem, view.detail, tr)
        if page is Page.HELP and self._around.standing in (Standing.CLOSED, Standing.TICKETS_STOPPED):
            return HELP_WHEN_CLOSED
        return None

    def _scene(self) -> Scene:
        return Scene(
            window=self._room,
            language=self._language,
            tr=translator(self._language),
            guard=self._guard,
            snapshot=self._around.snapshot,
            local_now=self._around.local_now,
            gives_numbers=self._gives_numbers,
        )

    def _speak_as(self, tag: str) -> None:
        self._tag = tag
        self._language = tag if has_screens(tag) else HOME_LANGUAGE

    @property
    def _has_own(self) -> bool:
        return self._own is not None and not self._around.is_without_server

    @property
    def _has_rating(self) -> bool:
        return self._has_own and self._own is not None and self._own.may_rate

    @property
    def _has_sound(self) -> bool:
        return self._speaker is not None and self._speaker.is_there

    @property
    def _has_look_up(self) -> bool:
        return self._look_up is not None and self._look_up.is_there

    def _given(self, view: IssuingView, tr: Translate) -> Given | None:
        if view.ticket is not None:
            return given_ticket(view.ticket, self._language, tr)
        if view.emergency is not None:
            return given_emergency(view.emergency, self._language, tr)
        return None if view.place is None else given_place(view.place, self._language, tr)

    # Home by itself.

    def _await_return_when_new(self, page: Page, view: IssuingView) -> None:
        looked_up = None if self._look_up is None else self._look_up.moment
        chosen = (self._chosen, self._group, self._tag, self._ease, self._own and self._own.moment)
        given = _what_is_given(view)
        if given != self._number_since[0]:
            self._number_since = (given, real_monotonic_s())
        seen = (page, view.stage, *chosen, self._home_page, self._digits, looked_up)
        if seen != self._went_home:
            self._went_home = seen
            self._await_return(page)

    def _await_return(self, page: Page) -> None:
        self._go_home_event.cancel()
        after_s = self._patience_for(page)
        if after_s is None and page is Page.HOME:
            self._go_home_event = Clock.schedule_once(lambda _dt: self._rest(), self._patience.idle_s)
        if after_s is not None:
            self._go_home_event = Clock.schedule_once(lambda _dt: self._go_home(), after_s)

    def _patience_for(self, page: Page) -> float | None:
        patience = self._patience
        stage = self._issuing.view.stage
        if page is Page.NUMBER:
            if self._is_rush and self._ease == Ease():
                # From when it was first seen: neither the slip's end nor a touch makes the next one wait longer.
                return max(0.0, self._number_since[1] + RUSH_SHOWN_S - real_monotonic_s())
            if stage is Stage.UNCONFIRMED:
                return patience.problem_s
            return patience.printed_s if stage is Stage.PRINTED else None
        if page is Page.NOT_PRINTED:
            return patience.not_printed_s
        if page in _LEFT_BY_A_TOUCH:
            return patience.problem_s if page is not Page.TOO_MANY else None
        if page in (Page.ASKING, Page.SLOW, Page.IDLE):
            return None
        if page is Page.LOOK_UP and self._look_up is not None:
            return patience.question_s * (READING if self._look_up.opened else TYPING)
        if page is Page.OWN:
            is_over = self._own is not None and self._own.is_over
            return patience.printed_s if is_over else patience.question_s * TYPING
        is_question = page in (Page.PRIORITY, Page.PURPOSE, Page.OFFER, Page.CODE)
        is_as_found = (self._tag, self._ease, self._group) == (HOME_LANGUAGE, Ease(), None)
        if not is_question and is_as_found and not self._home_page:
            return None
        has_lane = page is Page.HOME and self._group is not None
        return min(RUSH_LANE_S, patience.question_s) if has_lane and self._is_rush else patience.question_s


def _what_is_given(view: IssuingView) -> object:
    """What tells a number or place from every other; None: there is none on the screen."""
    if view.ticket is not None:
        return ("ticket", view.ticket.ticket_id)
    if view.emergency is not None:
        return ("emergency", view.emergency.shown, view.emergency.at)
    return None if view.place is None else ("place", view.place.place_id)
