"""Brings together what the link hears, what the board knows and what the voice says; no drawing.

The program's loop calls `tick` some ten times a second on one thread.
"""

from collections.abc import Callable
from datetime import datetime

from counter_display.announcer import Announcer
from counter_display.board_state import ROWS, BoardState, BoardView, zone_of
from counter_display.counter_state import CounterDisplayState, CounterView
from counter_display.desk_keys import DeskKeys
from counter_display.hearing import is_spoken_here, volume_percent
from counter_display.phrases import Manner
from counter_display.pictures import PictureStore
from counter_display.settings import DisplaySettings
from counter_display.speaking import Utterance, Voice
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
        pictures: PictureStore | None = None,
        monotonic_s: MonotonicS = real_monotonic_s,
    ) -> None:
        self._link = link
        self._voice = voice
        self._jobs = jobs
        self._pictures = pictures
        self._monotonic_s = monotonic_s
        self._state = BoardState()
        self._announcer = Announcer()
        self._binding: DeviceSnapshot | None = None
        link.follow(topics.board(settings.centre), BoardSnapshot)

    def tick(self, *, rows_shown: int = ROWS) -> BoardView:
        """`rows_shown` is how many calls the board has room for."""
        link_state, server_now = self._link.state(), self._link.server_now()
        now_s = self._monotonic_s()
        self._state.hear_link(
            not_live_since_s=_own_time(link_state.not_live_since_s, now_s), now_s=now_s, server_now=server_now
        )
        for update in self._link.take():
            if isinstance(update.snapshot, BoardSnapshot):
                received_s = now_s - (real_monotonic_s() - update.received_s)
                announced = self._state.hear_snapshot(update.snapshot, received_s=received_s, retained=update.retained)
                if update.snapshot.calls:
                    newest = update.snapshot.calls[0].called_at
                    self._announcer.note_day(newest.astimezone(zone_of(update.snapshot.timezone)).date())
                self._announcer.add(call for call in announced if is_spoken_here(call, update.snapshot, self.zone))
            elif isinstance(update.snapshot, DeviceSnapshot):
                self._binding = update.snapshot
                if self._jobs is not None:
                    self._jobs.hear(update.snapshot)
        self._announcer.drop_over(self._state.calls)
        self._feed_voice(server_now)
        faults = frozenset() if self._voice is None else self._voice.faults
        self._link.report_faults(faults | _faults_of(self._jobs))
        return self._state.view(
            now_s=now_s,
            server_now=server_now,
            zone_id=self.zone,
            rows_shown=rows_shown,
            pictures_ready=self._pictures_ready(),
        )

    @property
    def zone(self) -> str | None:
        """The part of the hall this board belongs to; None: the whole hall, or nobody has said yet."""
        return None if self._binding is None else self._binding.zone or None

    def pulse(self, call_id: int) -> float:
        """How bright a call pulses now, 0 to 1."""
        return self._state.pulse(call_id, self._monotonic_s())

    def _pictures_ready(self) -> frozenset[str]:
        if self._pictures is None or self._state.snapshot is None:
            return frozenset()
        self._pictures.want(self._state.snapshot.pictures)
        return self._pictures.ready

    def _feed_voice(self, server_now: datetime | None) -> None:
        voice, snapshot = self._voice, self._state.snapshot
        is_silent = self._binding is not None and not self._binding.speaks  # another board of the room speaks
        if voice is None or is_silent:
            while self._announcer.take_next() is not None:
                self._announcer.finished()
            return
        if self._announcer.speaking is not None and voice.is_idle:
            self._announcer.finished()
        announced = self._announcer.take_next()
        if announced is not None and snapshot is not None:
            rules = snapshot.voice
            manner = Manner(rules.whole_numbers, rules.zero_word, announced.is_short)
            percent = volume_percent(rules, server_now, zone_of(snapshot.timezone))
            voice.speak(Utterance(announced.call, manner, percent))


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
        self._centre = settings.centre
        self._state = CounterDisplayState()
        self._topic = topics.counter(self._centre, settings.counter_id or "")
        self._link.follow(self._topic, CounterSnapshot)

    def tick(self) -> CounterView:
        link_state, server_now = self._link.state(), self._link.server_now()
        now_s = self._clock.monotonic_s()
        for update in self._link.take():
            if isinstance(update.snapshot, CounterSnapshot) and update.topic == self._topic:
                heard_s = now_s - (real_monotonic_s() - update.received_s)
                self._state.hear_snapshot(update.snapshot, heard_s=heard_s, retained=update.retained)
            elif isinstance(update.snapshot, DeviceSnapshot):
                self._hear_binding(update.snapshot)
        self._state.hear_link(is_live=link_state.is_live, server_now=server_now)
        keys = self._keys
        self._link.report_faults((frozenset() if keys is None else keys.faults) | _faults_of(self._jobs))
        return self._state.view(now_s=now_s, server_now=server_now, key_word=None if keys is None else keys.word())

    def _hear_binding(self, device: DeviceSnapshot) -> None:
        if self._jobs is not None:
            self._jobs.hear(device)
        if device.counter_id:
            self._move_to(topics.counter(self._centre, device.counter_id))

    def _move_to(self, topic: str) -> None:
        """The set-up may move this display to another counter, and back; the former one's topic is closed to it."""
        if topic != self._topic:
            self._link.leave(self._topic)
            self._topic, self._state = topic, CounterDisplayState()
            self._link.follow(topic, CounterSnapshot)

    def remaining_s(self) -> float:
        """How long the rating window shown is still open."""
        return self._state.remaining_s(now_s=self._clock.monotonic_s(), server_now=self._link.server_now())


def _faults_of(jobs: DeviceJobs | None) -> frozenset[str]:
    return frozenset() if jobs is None else jobs.faults


def _own_time(real_s: float | None, now_s: float) -> float | None:
    """A stamp of the link on this board's own monotonic clock."""
    return None if real_s is None else now_s - (real_monotonic_s() - real_s)
