"""A call that is made up, for whoever tests a display: the whole program, with a link that needs no server."""

from datetime import datetime

from counter_display.settings import DisplaySettings
from messaging import topics
from messaging.clock import Clock, real_monotonic_s
from messaging.device_link import DeviceLink, LinkState, Update
from messaging.snapshots import (
    BoardCall,
    BoardSnapshot,
    CallState,
    CounterSnapshot,
    CounterState,
    DayState,
    ServiceWaiting,
    Versioned,
)

NUMBER, COUNTER_NUMBER = "A025", 3
_CALLED_AFTER_S = 3.0
"""Longer than an outage takes to be over (`board_state`): a first snapshot is shown and not spoken."""
_NAME = "Thử thiết bị"
_TIMEZONE = "Asia/Ho_Chi_Minh"


class SampleLink(DeviceLink):
    """Says first that nobody is called and then, once, that A025 goes to counter 3. Opens no connection."""

    def __init__(self, settings: DisplaySettings, clock: Clock) -> None:
        super().__init__(settings, version="0")
        self._settings = settings
        self._clock = clock
        self._started_s = real_monotonic_s()
        self._told = 0

    def start(self) -> None:
        self._started_s = real_monotonic_s()

    def stop(self) -> None:
        """There is nothing to part from."""

    def report_faults(self, faults: object) -> None:
        """Nobody is told."""

    def server_now(self) -> datetime:
        return self._clock.now()

    def state(self) -> LinkState:
        return LinkState(is_live=True, not_live_since_s=None)

    def take(self) -> list[Update]:
        now_s = real_monotonic_s()
        due = 1 if now_s - self._started_s < _CALLED_AFTER_S else 2
        updates = [self._update(revision, now_s) for revision in range(self._told + 1, due + 1)]
        self._told = due
        return updates

    def _update(self, revision: int, now_s: float) -> Update:
        settings, now = self._settings, self._clock.now()
        snapshot: Versioned
        if settings.mode == "hall":
            topic, snapshot = topics.board(settings.centre), _board(revision, now)
        else:
            counter_id = settings.counter_id or ""
            topic, snapshot = topics.counter(settings.centre, counter_id), _counter(counter_id, revision, now)
        return Update(topic, snapshot, retained=revision == 1, received_s=now_s)


def _board(revision: int, now: datetime) -> BoardSnapshot:
    call = BoardCall(
        call_id=1,
        seq=1,
        number=NUMBER,
        service="A",
        counter_id="Q3",
        counter_number=COUNTER_NUMBER,
        state=CallState.CALLED,
        is_recall=False,
        language="vi",
        called_at=now,
    )
    return BoardSnapshot(
        epoch=1,
        revision=revision,
        centre_name=_NAME,
        day=DayState.OPEN,
        calls=[call] if revision > 1 else [],
        waiting=[ServiceWaiting(service="A", name=_NAME, name_en="", waiting=1)],
        notice="",
        notice_en="",
        timezone=_TIMEZONE,
    )


def _counter(counter_id: str, revision: int, now: datetime) -> CounterSnapshot:
    is_called = revision > 1
    return CounterSnapshot(
        epoch=1,
        revision=revision,
        counter_id=counter_id,
        counter_number=COUNTER_NUMBER,
        counter_name=_NAME,
        state=CounterState.CALLING if is_called else CounterState.FREE,
        officer_name=None,
        number=NUMBER if is_called else None,
        service_name=_NAME if is_called else None,
        service_name_en=None,
        call_id=1 if is_called else None,
        language="vi",
        question="",
        question_en="",
        levels=[],
        window=None,
        sent_at=now,
        timezone=_TIMEZONE,
    )
