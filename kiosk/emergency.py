"""What the kiosk can do without its server: know that it is away, know the centre from its own disk, give numbers.

A number of the emergency series, such as `X2-001`, is the kiosk's own (design part 4). Which services there are is
what the server said last; it is kept on disk, so that a kiosk which starts while the server is away can help as well.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from pydantic import BaseModel, ConfigDict, ValidationError

from kiosk.errors import IntentsUnusable
from kiosk.intents import EmergencyFacts, Wish, WishKind
from kiosk.local_time import zone_of
from kiosk.slips import slip_wishes
from messaging.clock import Clock, real_monotonic_s
from messaging.snapshots import DayState, DeviceSnapshot, Instant, KioskSnapshot, OpeningSpan, SlipOptions

LONGEST_OFF = timedelta(days=31)
"""A clock that stands further past the last word of the server than this is not believed."""

_KEPT_AS = "centre"
_KEPT_AGAIN = timedelta(minutes=15)
"""The moment of the server's last word is kept this exactly: every word would wear the card out."""
_LOOK_S, _ASK_AGAIN_S = 1.0, 2.0
"""Between two looks at whether the server must be asked, and two questions while the broker alone is away."""

log = logging.getLogger(__name__)


class LastKnown(BaseModel):
    """What the server has said, as it is kept on disk. `snapshot` is without what changes with every number."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kiosk_number: int | None = None
    snapshot: KioskSnapshot | None = None
    heard_at: Instant | None = None
    """By the server's clock, as well as the kiosk knew it."""
    usual_hours: list[OpeningSpan] = []
    """Of the last day that had any."""


class KeepsWords(Protocol):
    """The part of kiosk.intents.IntentStore that keeps what was heard."""

    def remember(self, name: str, words: str) -> None: ...

    def remembered(self, name: str) -> str | None: ...


class CanBeAsked(Protocol):
    """The part of messaging.server_client.ServerClient that tells whether there is a server."""

    @property
    def away_since_s(self) -> float | None: ...

    def is_working(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class ServerTime:
    """The server's time at a moment of `real_monotonic_s`."""

    at: datetime
    heard_s: float

    def now(self) -> datetime:
        return self.at + timedelta(seconds=real_monotonic_s() - self.heard_s)


class WithoutServer:
    """Asks the server whether it works while the broker says nothing, and knows what can be done when it does not.

    `hear` comes from the screen's thread and returns at once; the other methods may be called from any thread.
    `on_change` is called on the asking thread when the server is found away or back.
    """

    def __init__(
        self,
        *,
        store: KeepsWords,
        server: CanBeAsked,
        clock: Clock,
        after_s: float,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._server = server
        self._clock = clock
        self._on_change = on_change
        self.after_s = after_s
        """So long is the server waited for before the kiosk gives a number of its own; seconds."""
        self._lock = threading.Lock()
        self._known = _from_disk(store)
        self._kept = self._known
        self._server_time: ServerTime | None = None
        self._is_heard = False
        self._heard_snapshot: KioskSnapshot | None = None
        self._away_since_s: float | None = None
        self._woken = threading.Event()
        self._is_stopping = False
        self._thread = threading.Thread(target=self._run, name="without-server", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._is_stopping = True
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)  # one question is bounded well below this

    def hear(
        self,
        *,
        snapshot: KioskSnapshot | None,
        own: DeviceSnapshot | None,
        server_now: datetime | None,
        is_live: bool,
    ) -> None:
        """What the broker has brought by now; `is_live` when the server was heard of late."""
        with self._lock:
            before = self._known, self._is_heard
            self._is_heard = is_live
            if server_now is not None:
                self._server_time = ServerTime(server_now, real_monotonic_s())
            known = self._known
            if own is not None and own.kiosk_number != known.kiosk_number:
                known = known.model_copy(update={"kiosk_number": own.kiosk_number})
            if snapshot is not None and is_live:
                if snapshot is not self._heard_snapshot:
                    self._heard_snapshot = snapshot
                    usual_hours = snapshot.hours_today or known.usual_hours
                    bare = {"snapshot": _without_what_passes(snapshot), "usual_hours": usual_hours}
                    known = known.model_copy(update=bare)
                # In its first seconds the kiosk does not know the server's time yet.
                heard_at = server_now or max(self._clock.now(), known.heard_at or self._clock.now())
                known = known.model_copy(update={"heard_at": heard_at})
            self._known = known
            must_keep = _must_be_kept(known, self._kept)
            has_lost = before[1] and not is_live
        if must_keep or has_lost:
            self._woken.set()

    def away_s(self) -> float:
        """For how long the server has given no answer, as far as it was asked; 0.0 while it answers."""
        with self._lock:
            since_s = self._away_since_s
        return 0.0 if since_s is None else max(0.0, real_monotonic_s() - since_s)

    @property
    def last_snapshot(self) -> KioskSnapshot | None:
        """The centre as it was heard of last, also before the last restart."""
        with self._lock:
            return self._known.snapshot

    @property
    def slip_options(self) -> SlipOptions:
        snapshot = self.last_snapshot
        return SlipOptions() if snapshot is None else slip_wishes(snapshot)

    def snapshot(self) -> KioskSnapshot | None:
        """What the screen offers while the server is away; None when this kiosk has no series, or knows no centre."""
        with self._lock:
            known = self._known
        return None if known.kiosk_number is None else snapshot_without_server(known, self._now())

    def facts(self, wish: Wish) -> EmergencyFacts | None:
        """What a number of the kiosk's own needs for this wish; None: it cannot be helped without the server."""
        with self._lock:
            known = self._known
            server_time = self._server_time
        snapshot = known.snapshot
        if known.kiosk_number is None or snapshot is None or wish.kind is not WishKind.NUMBER:
            return None
        service = next((one for one in snapshot.services if one.service == wish.service), None)
        if service is None:
            return None
        group = next((one for one in snapshot.priority_groups if one.group == wish.priority_group), None)
        return EmergencyFacts(
            kiosk_number=known.kiosk_number,
            service_name=service.name,
            service_name_en=service.name_en,
            priority_name=None if group is None else group.name,
            priority_name_en=None if group is None else group.name_en,
            counters=list(service.counters),
            centre_name=snapshot.centre_name,
            timezone=snapshot.timezone,
            at=self._now(),
            server_at=None if server_time is None else server_time.now(),
        )

    def _now(self) -> datetime | None:
        """The server's time, else the kiosk's own where that can be true."""
        with self._lock:
            server_time, heard_at = self._server_time, self._known.heard_at
        return server_time.now() if server_time is not None else believed(self._clock.now(), heard_at)

    # On its own thread from here on.

    def _run(self) -> None:
        while not self._is_stopping:
            self._woken.clear()
            try:
                self._keep()
                pause_s = self._look()
            except Exception:  # the loop's edge: whatever it is, the next look may be well
                log.exception("the kiosk could not look for its server")
                pause_s = _ASK_AGAIN_S
            self._woken.wait(pause_s)

    def _keep(self) -> None:
        with self._lock:
            known = self._known
        if not _must_be_kept(known, self._kept):
            return
        try:
            self._store.remember(_KEPT_AS, known.model_dump_json())
        except IntentsUnusable:
            log.exception("the kiosk could not keep what it knows of the centre")
        self._kept = known

    def _look(self) -> float:
        """Ask the server where nobody else says that it lives; returns how long to wait then, seconds."""
        with self._lock:
            is_heard, since_s = self._is_heard, self._away_since_s
        failed_s = self._server.away_since_s
        if is_heard and failed_s is None and since_s is None:
            return _LOOK_S
        began_s = real_monotonic_s()
        if self._server.is_working():
            self._note_away(None)
            return _ASK_AGAIN_S
        moments = [moment for moment in (since_s, failed_s, began_s) if moment is not None]
        self._note_away(min(moments))
        return _LOOK_S

    def _note_away(self, since_s: float | None) -> None:
        with self._lock:
            has_changed = (since_s is None) != (self._away_since_s is None)
            self._away_since_s = since_s
        if has_changed:
            log.warning("the server %s", "answers" if since_s is None else "does not answer")
            self._on_change()


def believed(own_now: datetime, heard_at: datetime | None) -> datetime | None:
    """The kiosk's own time, unless it cannot be true: a Pi without a clock battery starts with an old date."""
    if heard_at is None or not heard_at <= own_now <= heard_at + LONGEST_OFF:
        return None
    return own_now


def snapshot_without_server(known: LastKnown, now: datetime | None) -> KioskSnapshot | None:
    """What the kiosk offers from what it knew last. `now` is None when it cannot know the time.

    A day that was open stays open until its date ends; stopped tickets stay stopped. On a later date, and after a
    closing outside the hours, the usual hours decide. Without the time, or without hours, numbers are given: whoever
    stands here has been let into the house, and the merge puts the number into the day it belongs to.
    """
    heard = known.snapshot
    if heard is None or known.heard_at is None:
        return None
    zone = zone_of(heard.timezone)
    heard_local = known.heard_at.astimezone(zone)
    local = None if now is None else now.astimezone(zone)
    if local is not None and local.date() == heard_local.date():
        is_early = heard.day is DayState.CLOSED and not is_within(heard_local, known.usual_hours)
        if not (is_early and is_within(local, known.usual_hours)):
            return heard
    opens = local is None or not known.usual_hours or is_within(local, known.usual_hours)
    return heard.model_copy(
        update={
            "day": DayState.OPEN if opens else DayState.CLOSED,
            "hours_today": known.usual_hours,
            "services": [
                service.model_copy(update={"is_open": True, "closed_reason": ""}) for service in heard.services
            ],
            "is_rush": False,
            "special_day": "",
            "special_day_en": "",
        }
    )


def is_within(local: datetime, hours: list[OpeningSpan]) -> bool:
    return any(span.opens <= f"{local:%H:%M}" < span.closes for span in hours)


def _without_what_passes(snapshot: KioskSnapshot) -> KioskSnapshot:
    """Without counts, waits and places: nothing that the kiosk could not promise an hour later."""
    passing = {
        "waiting": 0,
        "wait_low_min": None,
        "wait_high_min": None,
        "today_unlikely": False,
        "next_place_at": None,
    }
    return snapshot.model_copy(
        update={
            "epoch": 0,
            "revision": 0,
            "resumes_at": None,
            "services": [service.model_copy(update=passing) for service in snapshot.services],
        }
    )


def _must_be_kept(known: LastKnown, kept: LastKnown) -> bool:
    if (known.kiosk_number, known.snapshot, known.usual_hours) != (kept.kiosk_number, kept.snapshot, kept.usual_hours):
        return True
    if known.heard_at is None or kept.heard_at is None:
        return known.heard_at is not kept.heard_at
    return abs(known.heard_at - kept.heard_at) >= _KEPT_AGAIN


def _from_disk(store: KeepsWords) -> LastKnown:
    words = store.remembered(_KEPT_AS)
    if words is None:
        return LastKnown()
    try:
        return LastKnown.model_validate_json(words)
    except ValidationError:
        log.error("what the kiosk knew of the centre was written by another version and is not used")
        return LastKnown()
