"""What the hall board shows and which calls it announces: snapshots and the link in, a view out.

No clock and no drawing here. `now_s` is real monotonic time (design part 4, Time: a board's 30 s always run
on real time); `server_now` is the server's estimated time.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from counter_display.slides import APART, NoticeSlide, Slide, slide_at, slides_of
from look.language import BOARD_CORE, Translate, is_complete, translator
from messaging.snapshots import BoardCall, BoardSnapshot, CallState, DayState

LONGEST_SPOKEN_OUTAGE_S = 30.0
"""After a longer outage the missed calls are shown and not spoken (design part 5)."""

PULSE_S = 3.0
PULSES = 3

ROWS = 4
"""Calls on a board that is wider than high: with more, their digits could not be a ninth of its height."""
ROWS_UPRIGHT = 5
"""On one that is higher than wide the width bounds the digits, not the height."""

_PAGE_S = 6.0
"""When more calls are open than fit, the lower rows show one page after the other for so long."""

_SETTLING_S = 2.0
"""A link that is back needs this long to bring what was missed; until then an outage is not over."""

_NOTICE_S = 8.0
"""How long each of several notices is shown: two lines are read in less."""
_NOTICE_SIGNS = 120
"""So many signs of Vietnamese are still readable in the line; notices that are longer together take turns."""
_vi = translator("vi")
_en = translator("en")


_NO_MORE_TICKETS = "Đã ngừng cấp số mới. Công dân đã có số vẫn được phục vụ"


class RowKind(Enum):
    CALLED = "called"
    """Go there now: yellow."""
    SERVING = "serving"
    """They are there."""
    PAST = "past"
    """Was called; nobody is sent anywhere any more."""


@dataclass(frozen=True, slots=True)
class CallRow:
    call_id: int
    number: str
    counter_number: int
    kind: RowKind
    language: str
    to_seat: bool = False
    """The officer comes to where the citizen sits."""


@dataclass(frozen=True, slots=True)
class WaitingRow:
    service: str
    name: str
    waiting: int
    is_closed: bool = False
    """No more numbers of it today."""


@dataclass(frozen=True, slots=True)
class BoardView:
    """All that is on the board. An unchanged view needs no drawing."""

    centre_name: str
    clock: str
    """Server's time in the centre's zone, dd/MM/yyyy HH:mm, or empty when it is not known."""
    rows: tuple[CallRow, ...]
    waiting: tuple[WaitingRow, ...]
    notice: str
    notice_en: str
    warning: str
    """Why this may not be true now, or empty."""
    warning_en: str
    message: str
    """Instead of calls, or below them: closed, nothing received yet, a rest. Empty while calls are all there is."""
    message_en: str
    is_connecting: bool
    """Nothing was ever received."""
    pulsing: tuple[int, ...]
    """The call_ids that are new and pulse now."""
    zone_name: str = ""
    """The part of the hall this board is for, or empty: the whole hall."""
    zone_name_en: str = ""
    slide: Slide | None = None
    """In place of the calls, while nobody is called."""


class BoardState:
    """Hears snapshots and the link, says what to show and what to announce."""

    def __init__(self) -> None:
        self._snapshot: BoardSnapshot | None = None
        self._highest_call_id = 0
        self._is_live = False
        self._live_since_s: float | None = None
        self._known_until_s = -math.inf
        """Up to here nothing was missed."""
        self._snapshot_heard_s = -math.inf
        """When a snapshot came, of whatever age."""
        self._fresh_snapshot_heard_s = -math.inf
        """When one came that told the state of that moment."""
        self._last_live_at: datetime | None = None
        self._pulse_began_s: dict[int, float] = {}
        self._idle_since_s: float | None = None
        """Since when nobody is called."""

    @property
    def snapshot(self) -> BoardSnapshot | None:
        return self._snapshot

    @property
    def calls(self) -> list[BoardCall]:
        return [] if self._snapshot is None else self._snapshot.calls

    def hear_link(self, *, not_live_since_s: float | None, now_s: float, server_now: datetime | None) -> None:
        """Say often whether the link lives (`not_live_since_s` None) or since when not."""
        was_live, self._is_live = self._is_live, not_live_since_s is None
        if not_live_since_s is not None:
            self._live_since_s = None
            if was_live:
                # A silent end is noticed late and began earlier: at the last word heard.
                self._known_until_s = max(not_live_since_s, self._fresh_snapshot_heard_s)
            return
        if self._live_since_s is None:
            self._live_since_s = now_s
            if now_s - self._snapshot_heard_s < _SETTLING_S:
                # It came with the connection, just before the server's word that all is well.
                self._known_until_s = max(self._known_until_s, self._snapshot_heard_s)
        if now_s - self._live_since_s >= _SETTLING_S:
            self._known_until_s = now_s
        if server_now is not None:
            self._last_live_at = server_now

    def hear_snapshot(self, snapshot: BoardSnapshot, *, received_s: float, retained: bool) -> list[BoardCall]:
        """Take a snapshot in; the calls to announce, oldest first."""
        former = self._snapshot
        if former is not None and snapshot.is_older_than(former):
            return []
        outage_s = received_s - self._known_until_s
        unseen = [call for call in snapshot.calls if call.call_id > self._highest_call_id]
        self._snapshot = snapshot
        # After a restore from backup (a new epoch) call_ids may begin again lower.
        is_restored = former is not None and snapshot.epoch != former.epoch
        newest = max((call.call_id for call in snapshot.calls), default=0)
        self._highest_call_id = newest if is_restored else max(self._highest_call_id, newest)
        self._snapshot_heard_s = received_s
        if former is None or self._is_live or not retained:
            # Another one that the broker kept while the server is away tells nothing about now.
            self._fresh_snapshot_heard_s = received_s
            self._known_until_s = max(self._known_until_s, received_s)
        if former is None or is_restored or outage_s > LONGEST_SPOKEN_OUTAGE_S:
            return []
        announced = sorted((call for call in unseen if call.state is CallState.CALLED), key=lambda call: call.call_id)
        for call in announced:
            self._pulse_began_s[call.call_id] = received_s
        return announced

    def view(
        self,
        *,
        now_s: float,
        server_now: datetime | None,
        zone_id: str | None = None,
        rows_shown: int = ROWS,
        pictures_ready: Collection[str] = (),
    ) -> BoardView:
        """What to show now; of a zone only its own calls and services."""
        snapshot = self._snapshot
        self._pulse_began_s = {
            call_id: began_s for call_id, began_s in self._pulse_began_s.items() if now_s - began_s < PULSE_S
        }
        if snapshot is None:
            return BoardView(
                centre_name="",
                clock="",
                rows=(),
                waiting=(),
                notice="",
                notice_en="",
                warning="",
                warning_en="",
                message=_vi("Đang chờ kết nối"),
                message_en=_en("Đang chờ kết nối"),
                is_connecting=True,
                pulsing=(),
            )
        zone = zone_of(snapshot.timezone)
        is_closed = snapshot.day is DayState.CLOSED
        calls = [call for call in snapshot.calls if not zone_id or call.zone == zone_id]
        rows = () if is_closed else _rows(calls, now_s, rows_shown)
        message, message_en = (words(_message(snapshot, calls)) for words in (_vi, _en))
        resumes = tuple(resumes_text(words, snapshot.resumes_at, server_now, zone) for words in (_vi, _en))
        active = tuple(row for row in rows if row.kind is not RowKind.PAST)
        if resumes[0] and not is_closed and len(active) <= rows_shown // 2:
            # Who was called before is of no use now; what is, is when calling goes on.
            rows, (message, message_en), resumes = active, resumes, ("", "")
        slide = self._slide(snapshot, rows, pictures_ready, now_s)
        # What fills the board is not said in the line as well.
        own_notices = ("", "") if isinstance(slide, NoticeSlide) else (snapshot.notice, snapshot.notice_en)
        stopped = _NO_MORE_TICKETS if snapshot.day is DayState.TICKETS_STOPPED else ""
        notice, notice_en = (
            _notice_now([rest, stopped and words(stopped), *own.split(APART)], now_s)
            for words, rest, own in zip((_vi, _en), resumes, own_notices, strict=True)
        )
        return BoardView(
            centre_name=snapshot.centre_name,
            clock=clock_text(server_now, zone),
            rows=rows,
            waiting=tuple(
                WaitingRow(one.service, one.name, one.waiting, one.is_closed)
                for one in snapshot.waiting
                if not zone_id or not one.zones or zone_id in one.zones
            ),
            notice=notice,
            notice_en=notice_en,
            warning="" if self._is_live else stale_text(_vi, self._last_live_at, zone),
            warning_en="" if self._is_live else stale_text(_en, self._last_live_at, zone),
            message=message,
            message_en=message_en,
            is_connecting=False,
            pulsing=tuple(row.call_id for row in rows if row.call_id in self._pulse_began_s),
            zone_name="" if not zone_id else snapshot.zones.get(zone_id, zone_id),
            zone_name_en="" if not zone_id else snapshot.zones_en.get(zone_id, ""),
            slide=slide,
        )

    def _slide(
        self, snapshot: BoardSnapshot, rows: tuple[CallRow, ...], pictures_ready: Collection[str], now_s: float
    ) -> Slide | None:
        """Never while somebody is called, nor while nobody knows whether somebody is."""
        if not self._is_live or any(row.kind is RowKind.CALLED for row in rows):
            self._idle_since_s = None
            return None
        if self._idle_since_s is None:
            self._idle_since_s = now_s
        return slide_at(slides_of(snapshot, pictures_ready), now_s - self._idle_since_s)

    def pulse(self, call_id: int, now_s: float) -> float:
        """How bright a call pulses now, 0 to 1; 0 when it rests."""
        began_s = self._pulse_began_s.get(call_id)
        return 0.0 if began_s is None else pulse_at(now_s - began_s)


def pulse_at(age_s: float) -> float:
    """Three soft swellings in 3 s, 0 at both ends."""
    if not 0 <= age_s < PULSE_S:
        return 0.0
    return 0.5 - 0.5 * math.cos(2 * math.pi * age_s * PULSES / PULSE_S)


def words_beside(language: str) -> Translate | None:
    """The words below the Vietnamese ones, in the citizen's language once it has them all; None: Vietnamese alone."""
    return translator(language) if language != "vi" and is_complete(language, BOARD_CORE) else None


def zone_of(name: str) -> ZoneInfo:
    """The centre's time zone; UTC when the server names one that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def clock_text(at: datetime | None, zone: ZoneInfo) -> str:
    return "" if at is None else at.astimezone(zone).strftime("%d/%m/%Y %H:%M")


def stale_text(words: Translate, last_live_at: datetime | None, zone: ZoneInfo) -> str:
    """Why what is shown may be old."""
    if last_live_at is None:
        return words("Chưa kết nối – số đang hiển thị có thể đã cũ")
    return words("Chưa kết nối – đang hiển thị số lúc {time}").format(
        time=last_live_at.astimezone(zone).strftime("%H:%M")
    )


def resumes_text(words: Translate, resumes_at: datetime | None, server_now: datetime | None, zone: ZoneInfo) -> str:
    """When calling goes on after a rest (lunch); empty when it does not rest, or that time is over."""
    if resumes_at is None or (server_now is not None and resumes_at <= server_now):
        return ""
    return words("Gọi số trở lại lúc {time}").format(time=resumes_at.astimezone(zone).strftime("%H:%M"))


def _notice_now(parts: list[str], now_s: float) -> str:
    """All notices in one line, or one after the other when they would be too small together."""
    notices = [part for part in parts if part]
    together = APART.join(notices)
    if len(notices) < 2 or len(together) <= _NOTICE_SIGNS:
        return together
    return notices[int(now_s / _NOTICE_S) % len(notices)]


def _message(snapshot: BoardSnapshot, calls: list[BoardCall]) -> str:
    if snapshot.day is DayState.CLOSED:
        return "Ngoài giờ làm việc"
    return "" if calls else "Chưa có số nào được gọi"


def _rows(calls: list[BoardCall], now_s: float, most: int) -> tuple[CallRow, ...]:
    """Who is to go where, newest on top; then who is there; then who was called."""
    newest_first = sorted(calls, key=lambda call: call.call_id, reverse=True)
    by_number: dict[str, CallRow] = {}
    for call in newest_first:
        if call.number not in by_number:
            by_number[call.number] = CallRow(
                call.call_id, call.number, call.counter_number, _KINDS[call.state], call.language, call.to_seat
            )
    rows = list(by_number.values())
    active = [row for row in rows if row.kind is not RowKind.PAST]
    called = [row for row in active if row.kind is RowKind.CALLED]
    if len(called) > most:
        return _page(called, now_s, most)
    if len(active) > most:
        # Nobody who is still being called is pushed off the board by those who already sit at a desk.
        spare = most - len(called)
        serving = [row for row in active if row.kind is RowKind.SERVING][:spare]
        return tuple(row for row in active if row in called or row in serving)
    past = [row for row in rows if row.kind is RowKind.PAST]
    return tuple((active + past)[:most])


def _page(called: list[CallRow], now_s: float, most: int) -> tuple[CallRow, ...]:
    """The newest stays; the others take turns, and the last page is full too."""
    newest, *others = called
    per_page = most - 1
    page = int(now_s / _PAGE_S) % math.ceil(len(others) / per_page)
    begin = min(page * per_page, len(others) - per_page)
    return (newest, *others[begin : begin + per_page])


_KINDS = {
    CallState.CALLED: RowKind.CALLED,
    CallState.SERVING: RowKind.SERVING,
    CallState.OVER: RowKind.PAST,
}
