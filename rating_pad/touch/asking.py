"""What a touch pad asks at each moment, pure: from the counter's word, the citizen's touches and the passing of time.

Times are seconds of the pad's domain clock.
"""

from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from messaging.snapshots import CounterSnapshot, RatingLevel, RatingReason
from rating_pad.rating_window import ShownWindow

CHANGE_S = 4.5
"""So long after the first press another one takes its place. The server counts presses within 5 s of the first; what
is touched at the last moment still has to be taken."""
REASONS_S = 20.0
"""An untouched question for the reason goes away: most people have left."""
THANKS_S = 2.5
"""The least that a thank-you stays, also for a press that was changed at the last moment."""
BYE_S = 3.0
ENDED_S = 4.0


class Page(Enum):
    """What the screen shows; the value names it in pictures."""

    NO_CONNECTION = "no_connection"
    NO_COUNTER = "no_counter"
    """The set-up has taken it from its counter."""
    IDLE = "idle"
    """Whose desk it is, and that one may rate when served."""
    QUESTION = "question"
    THANKS = "thanks"
    """The press is kept; another face may be touched instead."""
    CHANGING = "changing"
    """The faces again, after a low rating."""
    REASONS = "reasons"
    """The press is kept; what was it about?"""
    BYE = "bye"
    ENDED = "ended"
    """Nobody touched a face in time."""
    CANNOT_KEEP = "cannot_keep"
    """The disk takes nothing: a press would be lost with the next power cut."""


_WITHOUT_A_WORD = (Page.NO_CONNECTION, Page.NO_COUNTER, Page.CANNOT_KEEP)
"""Pages that need nothing of the counter."""


@dataclass(frozen=True, slots=True)
class TouchView:
    """What is on the screen. `from_s` and `until_s` are when its time began and is over; None: it has no end."""

    page: Page
    language: str = "vi"
    counter_name: str = ""
    counter_name_en: str = ""
    officer_name: str | None = None
    question: str = ""
    question_en: str = ""
    levels: tuple[RatingLevel, ...] = ()
    reasons: tuple[RatingReason, ...] = ()
    chosen: int | None = None
    """The level of the press that is kept."""
    gave_reason: bool = False
    may_change: bool = False
    from_s: float | None = None
    until_s: float | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """The press that an answer is about, and how long after it the answer came."""

    press_id: UUID
    after_s: float


@dataclass(slots=True)
class _Rated:
    """What the citizen of the window has said so far."""

    press_id: UUID
    level: int
    pressed_s: float
    first_s: float
    """When the citizen pressed for the first time."""
    shown_s: float
    """Since when the press that counts is on the screen."""
    is_changing: bool = False
    gave_reason: bool = False
    bye_s: float | None = None
    """Since when the question for a reason is answered or skipped."""

    def may_change(self, now_s: float) -> bool:
        return self.bye_s is None and now_s - self.first_s < CHANGE_S


class Asking:
    """One pad's conversation with one citizen after the other."""

    def __init__(self) -> None:
        self._snapshot: CounterSnapshot | None = None
        self._is_live = False
        self._keeps = True
        self._has_counter = True
        self._window: ShownWindow | None = None
        """The one that is open, or was until a moment ago."""
        self._officer: str | None = None
        """Who was at the desk when it opened; somebody else may sign on meanwhile."""
        self._language = "vi"
        self._rated: _Rated | None = None
        self._ended_s: float | None = None

    def hear(
        self, snapshot: CounterSnapshot | None, *, is_live: bool, keeps_presses: bool, has_counter: bool = True
    ) -> None:
        """The newest of the counter's snapshots, whether the server is heard, whether the disk takes presses."""
        self._snapshot, self._is_live, self._keeps = snapshot, is_live, keeps_presses
        self._has_counter = has_counter

    def look(self, window: ShownWindow | None, now_s: float) -> TouchView:
        """What to show now; `window` is the one that is open."""
        self._turn_to(window, now_s)
        snapshot, rated = self._snapshot, self._rated
        page, from_s, until_s = self._page(now_s)
        if snapshot is None:
            return TouchView(page if page in _WITHOUT_A_WORD else Page.NO_CONNECTION)
        is_asking = page not in (Page.IDLE, Page.NO_CONNECTION)
        return TouchView(
            page,
            language=self._language if is_asking else snapshot.language,
            counter_name=snapshot.counter_name,
            counter_name_en=snapshot.counter_name_en,
            officer_name=self._officer if is_asking else snapshot.officer_name,
            question=snapshot.question,
            question_en=snapshot.question_en,
            levels=tuple(snapshot.levels),
            reasons=tuple(snapshot.reasons),
            chosen=None if rated is None else rated.level,
            gave_reason=rated is not None and rated.gave_reason,
            may_change=rated is not None and rated.may_change(now_s),
            from_s=from_s,
            until_s=until_s,
        )

    def touch_face(self, level: int, now_s: float) -> bool:
        """A face was touched; True when that is a press. The chosen face again says nothing new."""
        page = self._page(now_s)[0]
        rated = self._rated
        if page is Page.QUESTION:
            return True
        if rated is None or page not in (Page.THANKS, Page.CHANGING) or not rated.may_change(now_s):
            return False
        rated.is_changing = False
        return level != rated.level

    def kept(self, press_id: UUID, level: int, *, window_id: int | None, pressed_s: float, now_s: float) -> None:
        """A press lies on the disk. One that took so long that the next citizen is asked already is not thanked for."""
        if self._window is not None and window_id not in (None, self._window.window_id):
            return
        first_s = pressed_s if self._rated is None else self._rated.first_s
        self._rated = _Rated(press_id, level, pressed_s, first_s, shown_s=now_s)
        self._ended_s = None

    def change(self, now_s: float) -> None:
        """The citizen wants to see the faces again."""
        if self._rated is not None and self._rated.may_change(now_s):
            self._rated.is_changing = True

    def answer(self, now_s: float, *, with_reason: bool) -> Answered | None:
        """A reason was touched, or skipped; what it is about, or None when nothing is asked any more."""
        rated = self._rated
        if rated is None or self._page(now_s)[0] is not Page.REASONS:
            return None
        rated.bye_s, rated.gave_reason = now_s, with_reason
        return Answered(rated.press_id, now_s - rated.pressed_s)

    def _turn_to(self, window: ShownWindow | None, now_s: float) -> None:
        was = self._window
        if window is not None and (was is None or was.window_id != window.window_id):
            self._rated = self._ended_s = None
            asked = None if self._snapshot is None else self._snapshot.window
            self._language = "vi" if asked is None else asked.language
            self._officer = None if self._snapshot is None else self._snapshot.officer_name
        elif window is None and was is not None and self._rated is None:
            self._ended_s = now_s
        self._window = window

    def _page(self, now_s: float) -> tuple[Page, float | None, float | None]:
        """The page, and when its time began and ends."""
        if not self._keeps:
            return Page.CANNOT_KEEP, None, None
        if not self._has_counter:
            return (Page.NO_COUNTER if self._is_live else Page.NO_CONNECTION), None, None
        timed = self._page_of_window(now_s) if self._rated is None else self._page_of_rated(self._rated, now_s)
        if timed is not None and now_s < timed[2]:
            return timed
        return (Page.IDLE if self._is_live and self._snapshot is not None else Page.NO_CONNECTION), None, None

    def _page_of_window(self, now_s: float) -> tuple[Page, float, float] | None:
        window = self._window
        if window is not None and window.is_open(now_s):
            return Page.QUESTION, window.opened_s, window.closes_s
        return None if self._ended_s is None else (Page.ENDED, self._ended_s, self._ended_s + ENDED_S)

    def _page_of_rated(self, rated: _Rated, now_s: float) -> tuple[Page, float, float]:
        change_ends_s = rated.first_s + CHANGE_S
        if rated.bye_s is not None:
            return Page.BYE, rated.bye_s, rated.bye_s + BYE_S
        if not self._asks_reason(rated.level):
            return Page.THANKS, rated.first_s, max(change_ends_s, rated.shown_s + THANKS_S)
        if rated.is_changing and rated.may_change(now_s):
            return Page.CHANGING, rated.first_s, change_ends_s
        return Page.REASONS, rated.shown_s, rated.shown_s + REASONS_S

    def _asks_reason(self, level: int) -> bool:
        snapshot = self._snapshot
        return (
            snapshot is not None
            and bool(snapshot.reasons)
            and any(known.value == level and known.asks_reason for known in snapshot.levels)
        )
