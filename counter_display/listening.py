"""Brings together what the link hears, what the board knows and what the voice says; no drawing.

The program's loop calls `tick` some ten times a second on one thread.
"""

from collections.abc import Callable

from counter_display.announcer import Announcer
from counter_display.board_state import BoardState, BoardView
from counter_display.counter_state import CounterDisplayState, CounterView
from counter_display.desk_keys import DeskKeys
from counter_display.settings import DisplaySettings
from counter_display.speaking import Voice
from messaging import topics
from messaging.clock import Clock, real_monotonic_s
from messaging.device_jobs import DeviceJobs
from messaging.device_link import DeviceLink
from messaging.snapshots import BoardSnapshot, CounterSnapshot, DeviceSnapshot

MonotonicS = Callable[[], float]


class HallListening:
    """The hall board's ear: one tick takes in what arrived, feeds the voice and says what to show."""

    def __init__(
        self,
        settings: DisplaySettings,
        link: DeviceLink,
        voice: Voice | None,
        *,
        jobs: DeviceJobs | None = None,
        monotonic_s: MonotonicS = real_monotonic_s,
    ) -> None:
        self._link = link
        self._voice = voice
        self._jobs = jobs
        self._monotonic_s = monotonic_s
        self._state = BoardState()
        self._announcer = Announcer()
        link.follow(topics.board(settings.centre), BoardSnapshot)

    def tick(self) -> BoardView:
        link_state, server_now = self._link.state(), self._link.server_now()
        now_s = self._monotonic_s()
        self._state.hear_link(
            not_live_since_s=_own_time(link_state.not_live_since_s, now_s), now_s=now_s, server_now=server_now
        )
        for update in self._link.take():
            if isinstance(update.snapshot, BoardSnapshot):
                received_s = now_s - (real_monotonic_s() - update.received_s)
                self._announcer.add(
                    self._state.hear_snapshot(update.snapshot, received_s=received_s, retained=update.retained)
                )
            elif isinstance(update.snapshot, DeviceSnapshot) and self._jobs is not None:
                self._jobs.hear(update.snapshot)
        self._announcer.drop_over(self._state.calls)
        self._feed_voice()
        faults = frozenset() if self._voice is None else self._voice.faults
        self._link.report_faults(faults | _faults_of(self._jobs))
        return self._state.view(now_s=now_s, server_now=server_now)

    def pulse(self, call_id: int) -> float:
        """How bright a call pulses now, 0 to 1."""
        return self._state.pulse(call_id, self._monotonic_s())

    def _feed_voice(self) -> None:
        voice = self._voice
        if voice is None:
            while self._announcer.take_next() is not None:
                self._announcer.finished()
            return
        if self._announcer.speaking is not None and voice.is_idle:
            self._announcer.finished()
        call = self._announcer.take_next()
        if call is not None:
            voice.speak(call)


class CounterListening:
    """A counter display's ear, and its mouth for the keys of the desk's number pad."""

    def __init__(
        self,
        settings: DisplaySettings,
        link: DeviceLink,
        clock: Clock,
        *,
        keys: DeskKeys | None = None,
        jobs: DeviceJobs | None = None,
    ) -> None:
        self._link = link
        self._clock = clock
        self._keys = keys
        self._jobs = jobs
        self._state = CounterDisplayState()
        link.follow(topics.counter(settings.centre, settings.counter_id or ""), CounterSnapshot)

    def tick(self) -> CounterView:
        link_state, server_now = self._link.state(), self._link.server_now()
        now_s = self._clock.monotonic_s()
        self._state.hear_link(is_live=link_state.is_live, server_now=server_now)
        for update in self._link.take():
            if isinstance(update.snapshot, CounterSnapshot):
                heard_s = now_s - (real_monotonic_s() - update.received_s)
                self._state.hear_snapshot(update.snapshot, heard_s=heard_s, retained=update.retained)
            elif isinstance(update.snapshot, DeviceSnapshot) and self._jobs is not None:
                self._jobs.hear(update.snapshot)
        keys = self._keys
        self._link.report_faults((frozenset() if keys is None else keys.faults) | _faults_of(self._jobs))
        return self._state.view(now_s=now_s, server_now=server_now, key_word=None if keys is None else keys.word())

    def remaining_s(self) -> float:
        """How long the rating window shown is still open."""
        return self._state.remaining_s(now_s=self._clock.monotonic_s(), server_now=self._link.server_now())


def _faults_of(jobs: DeviceJobs | None) -> frozenset[str]:
    return frozenset() if jobs is None else jobs.faults


def _own_time(real_s: float | None, now_s: float) -> float | None:
    """A stamp of the link on this board's own monotonic clock."""
    return None if real_s is None else now_s - (real_monotonic_s() - real_s)
