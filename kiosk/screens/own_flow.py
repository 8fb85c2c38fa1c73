"""What a citizen does with the own number: types it, reads how it stands, says a word, rates. Holds no widgets."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from kiosk.local_time import zone_of
from kiosk.own_numbers import OwnStage, OwnView
from kiosk.screens.frame import Language
from kiosk.screens.own import Entry, OwnEntryPage, OwnToldPage, Standing
from kiosk.screens.parts import Sheet
from kiosk.screens.rate_flow import RateFlow, RatingsDesk
from look import queue_words
from look.language import Translate
from look.touch_guard import TouchGuard
from messaging.requests import OwnNumberTold, OwnWord
from messaging.snapshots import KioskSnapshot

MOST_WRONG_PAIRS = 3
"""In one visit; the server limits the kiosk's own tries besides."""
EMERGENCY_LETTER = "X"
_WAITING = "waiting"
_CALLED = "called"
_FINISHED = "finished"
_SERVING = frozenset({"serving", "on_hold"})

_REFUSALS = {
    "own_number_not_found": "Không có số như vậy hôm nay, hoặc 3 chữ số chưa đúng.",
    "too_many_tries": "Đã nhập sai nhiều lần. Mời Ông/Bà gặp người hướng dẫn.",
    "too_late": "Số này đã được gọi hoặc đã xong, không thay đổi được nữa.",
    "day_closed": "Trung tâm hiện chưa làm việc.",
}
_NO_ANSWER = "Máy chưa hỏi được. Mời Ông/Bà thử lại sau."


class OwnDesk(Protocol):
    """The part of kiosk.own_numbers.OwnNumbers that the screen uses."""

    @property
    def view(self) -> OwnView: ...

    def ask(self, number: str, check: str, word: OwnWord | None = None) -> bool: ...

    def forget(self) -> None: ...


class OwnFlow:
    """One visit. `on_change` asks for the screen to be drawn again, `on_home` ends the visit."""

    def __init__(
        self,
        desk: OwnDesk,
        ratings: RatingsDesk | None = None,
        *,
        on_change: Callable[[], None],
        on_home: Callable[[], None],
    ) -> None:
        """`ratings` None: nothing is rated here."""
        self._desk = desk
        self._rating = None if ratings is None else RateFlow(ratings, on_change=on_change, on_home=on_home)
        self._wants_to_rate = False
        self._letters: tuple[str, ...] = ()
        self._on_change = on_change
        self._on_home = on_home
        self.entry = Entry()
        self._asks_whether = False
        self._wrong = 0
        self._heeded: OwnView | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """What makes it another page to a citizen."""
        rating = self._rated_now
        return (self.told is None, self.entry.asks_check, self._asks_whether, rating and rating.key)

    @property
    def built_from(self) -> tuple[object, ...]:
        """What else a page is built from; what is typed is only updated."""
        if self.told is None:
            return (self._letters, self._wants_to_rate)
        rating = self._rated_now
        return (self._desk.view, self._may_rate, self._wants_to_rate) if rating is None else rating.built_from

    @property
    def moment(self) -> tuple[object, ...]:
        """Changes with everything that is done: the way home begins anew."""
        return (self.entry, self._asks_whether, self._desk.view, self._rating and self._rating.built_from)

    @property
    def told(self) -> OwnNumberTold | None:
        return self._desk.view.told

    @property
    def is_over(self) -> bool:
        """The number is rated: nothing more is asked."""
        rating = self._rated_now
        return rating is not None and rating.is_over

    @property
    def may_rate(self) -> bool:
        """Whether the centre asks for ratings here."""
        return self._rating is not None and self._rating.may_ask

    def hear(self, snapshot: KioskSnapshot | None) -> None:
        """What numbers begin with, and what is asked of whoever was served; as before while nothing is heard."""
        if snapshot is None:
            return
        self._letters = tuple(service.service for service in snapshot.services)
        if self._rating is not None:
            self._rating.hear(snapshot.rating)

    def want_to_rate(self) -> None:
        """The citizen has come for that; the own number is the way to it."""
        self._wants_to_rate = True

    @property
    def _may_rate(self) -> bool:
        """This number, now."""
        return self.may_rate and self.told is not None and self.told.may_rate

    @property
    def _rated_now(self) -> RateFlow | None:
        """None while something else is shown."""
        return self._rating if self._wants_to_rate and self._may_rate else None

    def forget(self) -> None:
        """For the next citizen."""
        self.entry, self._asks_whether, self._wrong, self._heeded = Entry(), False, 0, None
        self._wants_to_rate = False
        self._desk.forget()
        if self._rating is not None:
            self._rating.forget()

    def heed(self) -> None:
        """A pair that is not taken is typed anew, from its first letter."""
        view = self._desk.view
        if view is self._heeded:
            return
        self._heeded = view
        if view.stage is OwnStage.REFUSED and view.told is None:
            self._wrong += 1
            self.entry = Entry()

    def page(
        self,
        *,
        window: tuple[float, float],
        language: Language,
        tr: Translate,
        guard: TouchGuard,
    ) -> Sheet:
        told = self.told
        if told is None:
            page = OwnEntryPage(
                window=window,
                letters=[*self._letters, EMERGENCY_LETTER],
                asks_check=self.entry.asks_check,
                is_to_rate=self._wants_to_rate,
                tr=tr,
                guard=guard,
                on_key=self._type,
                on_send=self._send,
                on_back=self._back,
            )
            page.update(self.entry, self.words(tr))
            return page
        rating = self._rated_now
        if rating is not None:
            return rating.page(told, self._desk.view.check, window=window, language=language, tr=tr, guard=guard)
        standing = standing_of(told, self._desk.view, language, tr)
        if self._wants_to_rate:
            standing = replace(standing, note=tr(why_not_rated(told)))
        return OwnToldPage(
            window=window,
            standing=standing,
            asks_whether=self._asks_whether,
            tr=tr,
            guard=guard,
            on_present=lambda: self._say(OwnWord.PRESENT),
            on_late=lambda: self._say(OwnWord.LATE),
            on_give_back=lambda: self._ask_whether(asks=True),
            on_keep=lambda: self._ask_whether(asks=False),
            on_sure=lambda: self._say(OwnWord.GIVE_BACK),
            on_home=self._on_home,
            on_rate=self._rate if self._may_rate else None,
        )

    def words(self, tr: Translate) -> str:
        """What is the matter with what was typed; or that it is asked just now."""
        view = self._desk.view
        if self._wrong >= MOST_WRONG_PAIRS:
            return tr(_REFUSALS["too_many_tries"])
        if view.stage is OwnStage.ASKING:
            return tr("Đang hỏi…")
        is_new = self.entry == Entry() or self.entry.asks_check
        return trouble(view, tr) if is_new else ""

    @property
    def _is_asking(self) -> bool:
        """What is typed is asked about: nothing of it changes before the answer."""
        return self._desk.view.stage is OwnStage.ASKING

    def _type(self, key: str) -> None:
        if self._is_asking:
            return
        self.entry = self.entry.typed(key)
        self._on_change()

    def _send(self) -> None:
        if not self._is_asking and self._wrong < MOST_WRONG_PAIRS and self.entry.is_whole:
            if not self.entry.asks_check:
                self.entry = replace(self.entry, asks_check=True)
            else:
                self._desk.ask(self.entry.number, self.entry.check)
        self._on_change()

    def _back(self) -> None:
        if self._is_asking:
            self._desk.forget()  # its answer would come to a page where something else is typed
        if self.entry.asks_check:
            self.entry = replace(self.entry, check="", asks_check=False)
            self._on_change()
        else:
            self._on_home()

    def _rate(self) -> None:
        self._wants_to_rate = True
        self._on_change()

    def _say(self, word: OwnWord) -> None:
        """Of the number that was told, whatever has been typed since."""
        self._asks_whether = False
        view = self._desk.view
        if view.told is not None and view.check:
            self._desk.ask(view.number, view.check, word)
        self._on_change()

    def _ask_whether(self, *, asks: bool) -> None:
        self._asks_whether = asks
        self._on_change()


def why_not_rated(told: OwnNumberTold) -> str:
    """In Vietnamese: whoever came to rate a number that cannot be rated now."""
    if told.state == _FINISHED:
        return "Số này đã được đánh giá. Cảm ơn Ông/Bà."
    if told.state in (_WAITING, _CALLED, *_SERVING):
        return "Số này chưa được phục vụ xong. Mời Ông/Bà đánh giá sau khi xong việc."
    return "Số này chưa được phục vụ nên chưa đánh giá được."


def trouble(view: OwnView, tr: Translate) -> str:
    """Why there is no answer, or no such one as was wanted; empty when all is well."""
    if view.stage is OwnStage.NO_ANSWER:
        return tr(_NO_ANSWER)
    return tr(_REFUSALS.get(view.problem, _NO_ANSWER)) if view.stage is OwnStage.REFUSED else ""


def standing_of(told: OwnNumberTold, view: OwnView, language: Language, tr: Translate) -> Standing:
    """The number, in the citizen's language, with what was noted last."""
    is_waiting = told.state == _WAITING
    note = trouble(view, tr)
    if view.stage is OwnStage.ASKING:
        note = tr("Đang hỏi…")
    elif note:
        pass
    elif is_waiting and told.postponed_until is not None:
        at = told.postponed_until.astimezone(zone_of(told.timezone))
        note = tr("Đã ghi nhận: Ông/Bà đến lúc {time}. Giữ nguyên thứ tự.").format(time=f"{at:%H:%M}")
    elif is_waiting and told.is_confirmed:
        note = tr("Đã ghi nhận: Ông/Bà đang có mặt.")
    elif is_waiting and told.wait_low_min is not None and told.wait_high_min is not None:
        note = queue_words.waiting_range(told.wait_low_min, told.wait_high_min, tr)
    return Standing(
        number=told.number,
        service=told.service_name_en if language == "en" else told.service_name,
        fact=_fact(told, view, tr),
        note=note,
        may_speak=is_waiting and view.stage is not OwnStage.ASKING,
        is_called=told.state == _CALLED,
    )


def _fact(told: OwnNumberTold, view: OwnView, tr: Translate) -> str:
    if told.state == _WAITING:
        return queue_words.people_ahead(told.people_ahead, tr, wait_low_min=told.wait_low_min)
    if told.state == _CALLED and told.counter_number is not None:
        return tr("Mời Ông/Bà đến quầy số {number}").format(number=told.counter_number)
    if told.state in _SERVING:
        return tr("Số này đang được phục vụ")
    if view.word is OwnWord.GIVE_BACK and view.stage is OwnStage.TOLD:
        return tr("Số này đã được trả lại.")
    return tr("Số này đã xong")
