"""What both kinds of pad share: the counter's newest word, and presses that go to the disk first, then on their way."""

import logging
from collections.abc import Callable, Iterable
from typing import Literal
from uuid import UUID, uuid4

from messaging import topics
from messaging.clock import Clock, real_monotonic_s
from messaging.device_link import DeviceLink, Update
from messaging.failpoints import reach
from messaging.outbox import Outbox, OutboxUnavailable
from messaging.rotating import Rotation
from messaging.server_client import ServerClient
from messaging.snapshots import CounterSnapshot, DeviceSnapshot
from rating_pad.delivery import Delivery, Stored, StoredPress, StoredReasons
from rating_pad.errors import PadCannotStore
from rating_pad.rating_window import RatingWindow
from rating_pad.settings import PadSettings

_log = logging.getLogger(__name__)

VERSION = "0.1.0"

_STORE_AGAIN_S = 1.0
_MOST_UNSTORED = 1000


class Keeping:
    """The link to the server, the outbox and the delivery of one pad; its methods are for the pad's own loop."""

    def __init__(
        self, settings: PadSettings, *, clock: Clock, channel: Literal["pad", "touch"], wake: Callable[[], None]
    ) -> None:
        """
        Raises:
            InvalidSettings: the server's address is none.
            PadCannotStore: the data folder cannot be written.
        """
        self.window = RatingWindow()
        self.snapshot: CounterSnapshot | None = None
        """The newest of the counter; None until the server has spoken of it."""
        self.counter_id: str | None = settings.counter_id
        """Where the pad stands: by its settings until the server has said it. None: it was taken from its counter."""
        self._clock = clock
        self._channel: Literal["pad", "touch"] = channel
        self._centre = settings.centre
        self._counter_topic: str | None = topics.counter(settings.centre, settings.counter_id)
        self._client = ServerClient(settings.server)
        try:
            self._outbox = Outbox(settings.data_dir / "presses.db")
        except OutboxUnavailable as error:
            raise PadCannotStore(f"{error}; make data_dir a folder that the pad may write") from error
        self._link = DeviceLink(settings, version=VERSION, wake=wake)
        self._link.follow(self._counter_topic, CounterSnapshot)
        self._rotation = Rotation(settings, link=self._link, server=self._client)
        self._boot_id = UUID(self._link.boot_id)
        self._delivery = Delivery(
            self._outbox, self._client, boot_id=self._boot_id, clock=clock, when_faults_change=wake
        )
        self._presses = 0
        self._unstored: list[Stored] = []
        self._store_again_s = 0.0
        self._is_disk_told = False
        self._was_live = False

    def start(self) -> None:
        self._link.start()
        self._delivery.start()
        self._rotation.start()

    def stop(self) -> None:
        self._rotation.stop()
        self._delivery.stop()
        self._link.stop()
        self._client.close()
        self._outbox.close()

    @property
    def is_live(self) -> bool:
        """Whether the server was heard lately."""
        return self._link.state().is_live

    @property
    def keeps_presses(self) -> bool:
        """False while something waits in memory because the disk does not take it."""
        return not self._unstored

    def waiting(self) -> int:
        """How many presses and answers the server has not acknowledged yet."""
        return len(self._unstored) + len(self._outbox)

    def listen(self) -> bool:
        """Take in what the server said since the last call; True when there is a newer snapshot of the counter.

        A pad that was moved belongs to its new counter from here on, and knows nothing of it yet.
        """
        is_newer = False
        for update in self._link.take():
            if isinstance(update.snapshot, DeviceSnapshot):
                self._stand_at(update.snapshot.counter_id)
            elif update.topic == self._counter_topic and isinstance(update.snapshot, CounterSnapshot):
                self._learn(update.snapshot, update)
                is_newer = True
        server_now = self._link.server_now()
        if self.window.waits_for_server_time and server_now is not None:
            self.window.learn_server_time(server_now, now_s=self._clock.monotonic_s())
        is_live = self.is_live
        if is_live and not self._was_live:
            self._delivery.hurry()
        self._was_live = is_live
        return is_newer

    def _stand_at(self, counter_id: str | None) -> None:
        """The set-up may move the pad to another counter; the broker gives it that one's word, and no other's."""
        if counter_id == self.counter_id:
            return
        _log.warning("this pad belongs to %s now", "no counter" if counter_id is None else f"counter {counter_id}")
        if self._counter_topic is not None:
            self._link.leave(self._counter_topic)
        self.counter_id, self._counter_topic = counter_id, None
        self.snapshot, self.window = None, RatingWindow()  # nobody is asked here about a turn at the former one
        if counter_id is not None:
            self._counter_topic = topics.counter(self._centre, counter_id)
            self._link.follow(self._counter_topic, CounterSnapshot)

    def _learn(self, snapshot: CounterSnapshot, update: Update) -> None:
        self.snapshot = snapshot
        now_s = self._clock.monotonic_s()
        if update.retained:
            server_now = self._link.server_now()
            self.window.take(snapshot.window, was_retained=True, received_s=now_s, server_now=server_now)
        else:
            received_s = now_s - (real_monotonic_s() - update.received_s)
            self.window.take(snapshot.window, was_retained=False, received_s=received_s, server_now=None)

    def add_press(self, level: int, *, pressed_s: float) -> StoredPress:
        """Give a press its id and its place in the line; it is kept once `store` has returned it.

        `pressed_s` is on the domain's monotonic clock.
        """
        window = self.window.open_at(pressed_s)
        self._presses += 1
        press = StoredPress(
            press_id=uuid4(),
            boot_id=self._boot_id,
            n=self._presses,
            level=level,
            window_id=None if window is None else window.window_id,
            pressed_s=pressed_s,
            channel=self._channel,
        )
        reach("pad.pressed")
        self._add(press)
        return press

    def add_reasons(self, press_id: UUID, reasons: Iterable[str], *, after_s: float) -> None:
        """What the rating of a press was about, said so long after it."""
        after_ms = max(0, round(after_s * 1000))
        self._add(StoredReasons(answer_id=uuid4(), press_id=press_id, reasons=tuple(reasons), after_ms=after_ms))

    def _add(self, stored: Stored) -> None:
        self._unstored.append(stored)
        del self._unstored[:-_MOST_UNSTORED]

    def store(self) -> list[Stored]:
        """Put what is new on the disk; what is there now, in order. A disk that refuses is asked again each second."""
        now_s = real_monotonic_s()
        if not self._unstored or now_s < self._store_again_s:
            return []
        kept: list[Stored] = []
        while self._unstored:
            stored = self._unstored[0]
            try:
                self._outbox.append(stored.key, stored.model_dump_json())
            except OutboxUnavailable as error:
                if not self._is_disk_told:
                    self._is_disk_told = True
                    _log.error("presses cannot be stored and are kept in memory: %s", error)
                self._store_again_s = now_s + _STORE_AGAIN_S
                break
            kept.append(self._unstored.pop(0))
        else:
            self._is_disk_told = False
        if kept:
            reach("pad.kept")
            self._delivery.hurry()
        return kept

    def report_faults(self, of_the_pad: Iterable[str]) -> None:
        """Say what ails the pad, with what ails the keeping of presses."""
        self._link.report_faults({*of_the_pad, *self._faults()})

    def _faults(self) -> set[str]:
        faults = {fault.value for fault in self._delivery.faults()}
        faults |= self._client.faults
        if self._unstored:
            faults.add("outbox_unwritable")
        if self._outbox.set_aside:
            faults.add("outbox_damaged")
        return faults
