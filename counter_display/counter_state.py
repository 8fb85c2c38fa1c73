"""What a counter's display shows: its snapshot and the link in, a view out.

No clock and no drawing here. `now_s` is the domain's monotonic time, which a simulation may step, because
a rating window is a matter of the domain; `server_now` is the server's estimated time.
"""

from dataclasses import dataclass
from datetime import datetime

from counter_display.board_state import clock_text, resumes_text, stale_text, words_beside, zone_of
from counter_display.key_words import KeyWord
from look.language import translator
from messaging.snapshots import CounterSnapshot, CounterState, OpenWindow

_vi = translator("vi")
_en = translator("en")

_STATE_WORDS = {
    CounterState.UNSTAFFED: "Quầy tạm nghỉ",
    CounterState.FREE: "Sẵn sàng phục vụ",
    CounterState.PAUSED: "Tạm dừng – mời Ông/Bà chờ",
    CounterState.CALLING: "Mời công dân có số",
    CounterState.SERVING: "Đang phục vụ",
}


@dataclass(frozen=True, slots=True)
class RatingChoice:
    """One face, in the order of the pad's buttons."""

    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class RatingInvitation:
    title: str
    title_en: str
    question: str
    question_en: str
    choices: tuple[RatingChoice, ...]
    total_s: float
    """How long the window was open for when it was first shown."""


@dataclass(frozen=True, slots=True)
class CounterView:
    """All that is on the display. English texts are empty when the citizen did not choose English."""

    is_connecting: bool
    message: str
    message_en: str
    counter_number: int
    counter_name: str
    clock: str
    state: CounterState
    state_words: str
    state_words_en: str
    number: str
    service: str
    service_en: str
    officer: str
    warning: str
    """Why this may not be true now, or empty."""
    warning_en: str
    invitation: RatingInvitation | None
    is_new_call: bool
    """A call that came while this display was watching; it pulses."""
    call_id: int | None
    resumes: str = ""
    """When calling goes on after a rest (lunch), or empty."""
    resumes_en: str = ""
    key_word: KeyWord | None = None
    """What became of the last press of the desk's number pad."""


class CounterDisplayState:
    """Hears snapshots and the link, says what to show."""

    def __init__(self) -> None:
        self._snapshot: CounterSnapshot | None = None
        self._is_retained = False
        self._heard_s = 0.0
        self._is_live = False
        self._last_live_at: datetime | None = None
        self._window_closes_s: float | None = None
        self._window_total_s = 0.0
        self._call_ids_seen: set[int | None] = set()
        self._new_call_id: int | None = None

    def hear_link(self, *, is_live: bool, server_now: datetime | None) -> None:
        self._is_live = is_live
        if is_live and server_now is not None:
            self._last_live_at = server_now

    def hear_snapshot(self, snapshot: CounterSnapshot, *, heard_s: float, retained: bool) -> None:
        """Take a snapshot in, heard at `heard_s` of the domain's monotonic time."""
        former = self._snapshot
        if former is not None and snapshot.is_older_than(former):
            return
        is_new = snapshot.call_id is not None and snapshot.call_id not in self._call_ids_seen
        if former is not None and is_new and snapshot.state is CounterState.CALLING:
            self._new_call_id = snapshot.call_id
        self._call_ids_seen = {former.call_id if former else None, snapshot.call_id}
        if former is None or _window_id(former) != _window_id(snapshot):
            self._window_total_s = 0.0
        self._snapshot, self._heard_s, self._is_retained = snapshot, heard_s, retained
        self._window_closes_s = None

    def remaining_s(self, *, now_s: float, server_now: datetime | None) -> float:
        """How long a rating is still taken; 0 when none is, or when that cannot be known yet."""
        window = None if self._snapshot is None else self._snapshot.window
        if window is None:
            return 0.0
        if self._window_closes_s is None:
            self._window_closes_s = self._closing_s(window, now_s, server_now)
        if self._window_closes_s is None:
            return 0.0
        remaining_s = max(0.0, self._window_closes_s - now_s)
        self._window_total_s = max(self._window_total_s, remaining_s)
        return remaining_s

    def view(self, *, now_s: float, server_now: datetime | None, key_word: KeyWord | None = None) -> CounterView:
        snapshot = self._snapshot
        if snapshot is None:
            return _connecting(key_word)
        zone = zone_of(snapshot.timezone)
        is_rating = self.remaining_s(now_s=now_s, server_now=server_now) > 0
        is_english = snapshot.language == "en"
        # With no number at the desk nobody has chosen a language, so English stands below.
        beside = _en if snapshot.number is None else words_beside(snapshot.language)
        resumes_at = snapshot.resumes_at if snapshot.number is None else None
        resumes, resumes_en = (resumes_text(words, resumes_at, server_now, zone) for words in (_vi, _en))
        # An officer who stays over lunch calls nobody then.
        is_resting = bool(resumes) and snapshot.state is CounterState.FREE
        words = _STATE_WORDS[CounterState.UNSTAFFED if is_resting else snapshot.state]
        return CounterView(
            is_connecting=False,
            message="",
            message_en="",
            counter_number=snapshot.counter_number,
            counter_name=(snapshot.counter_name_en if is_english else "") or snapshot.counter_name,
            clock=clock_text(server_now, zone),
            state=snapshot.state,
            state_words=_vi(words),
            state_words_en="" if beside is None else beside(words),
            number=snapshot.number or "",
            service=snapshot.service_name or "",
            service_en=(snapshot.service_name_en or "") if is_english else "",
            officer=snapshot.officer_name or "",
            warning="" if self._is_live else stale_text(_vi, self._last_live_at, zone),
            warning_en="" if self._is_live else stale_text(_en, self._last_live_at, zone),
            invitation=self._invitation(snapshot) if is_rating else None,
            is_new_call=snapshot.call_id is not None and snapshot.call_id == self._new_call_id,
            call_id=snapshot.call_id,
            resumes=resumes,
            resumes_en=resumes_en,
            key_word=key_word,
        )

    def _closing_s(self, window: OpenWindow, now_s: float, server_now: datetime | None) -> float | None:
        """When the window closes on our clock; None when a retained message does not tell how old it is."""
        assert self._snapshot is not None
        if not self._is_retained:
            return self._heard_s + window.remaining_ms / 1000
        if server_now is None:
            return None
        passed_s = max(0.0, (server_now - self._snapshot.sent_at).total_seconds())
        return now_s + window.remaining_ms / 1000 - passed_s

    def _invitation(self, snapshot: CounterSnapshot) -> RatingInvitation:
        is_english = snapshot.window is not None and snapshot.window.language == "en"
        title = "Mời Ông/Bà đánh giá"
        beside = None if snapshot.window is None else words_beside(snapshot.window.language)
        return RatingInvitation(
            title=_vi(title),
            title_en="" if beside is None else beside(title),
            question=snapshot.question,
            question_en=snapshot.question_en if is_english else "",
            choices=tuple(RatingChoice(level.name, level.name_en if is_english else "") for level in snapshot.levels),
            total_s=self._window_total_s,
        )


def _window_id(snapshot: CounterSnapshot) -> int | None:
    return None if snapshot.window is None else snapshot.window.window_id


def _connecting(key_word: KeyWord | None) -> CounterView:
    return CounterView(
        is_connecting=True,
        message=_vi("Đang chờ kết nối"),
        message_en=_en("Đang chờ kết nối"),
        counter_number=0,
        counter_name="",
        clock="",
        state=CounterState.UNSTAFFED,
        state_words="",
        state_words_en="",
        number="",
        service="",
        service_en="",
        officer="",
        warning="",
        warning_en="",
        invitation=None,
        is_new_call=False,
        call_id=None,
        key_word=key_word,
    )
