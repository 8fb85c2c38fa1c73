"""People in a running centre: citizens come and officers serve, at 1x to 60x, until somebody says stop.

`People(centre).start(speed=10)`; every method may be called from any thread and returns at once.
"""

import json
import logging
import queue
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import time
from typing import Protocol
from zoneinfo import ZoneInfo

from messaging.clock import real_monotonic_s
from messaging.settings import BrokerSettings, ServerAddress
from simulation.broker_files import ONLOOKER_USER
from simulation.centre_clock import CentreClock
from simulation.centre_folder import KIOSK, PADS, PEOPLES_KIOSK, CentreFolder, Device, FolderFault
from simulation.control_client import ControlClient, NoControl
from simulation.people.acting_outside import OutsideHands, StandIn
from simulation.people.at_the_kiosk import AtTheKiosk
from simulation.people.at_the_pad import AtThePad
from simulation.people.at_the_touch_pad import AtTheTouchPad
from simulation.people.deeds import Deed, Outcome
from simulation.people.planning import Citizen, DayPlan, Opening, plan_day, without_breaks
from simulation.people.play import Play
from simulation.people.sample_day import SampleDay, sample_day

SLOWEST, FASTEST = 1.0, 60.0
TICK_S = 0.1
"""How often the clock is moved on: at 60x by 6 s a time."""
UNHURRIED, KIOSK_REST_S = 5.0, 8.0
"""Above that speed the kiosk's screen rests so long between two citizens, or the clock could not keep up."""
MOST_OWED_S = 3.0
GLANCE_EVERY_S = 0.5
"""How often idle officers look at the board, for numbers that somebody else has taken."""
STOP_PATIENCE_S = 15.0

_log = logging.getLogger(__name__)


class RunningCentre(Protocol):
    """What of `simulation.sample_centre.SampleCentre` is needed here."""

    folder: CentreFolder
    address: str
    clock: CentreClock

    @property
    def code(self) -> str: ...

    def control(self, device: Device) -> ControlClient: ...

    def broker_settings(self, user: str) -> BrokerSettings: ...


A_PERSON_TAKES_S = 20.0
"""After a real person's touch the clock goes as theirs that long: at 60x a slip would be given up before it is out,
and the question for a rating be over in a second."""


@dataclass(frozen=True, slots=True)
class PeopleStatus:
    """How it goes; counts since the first start."""

    is_running: bool
    speed: float
    came: int
    waiting: int
    served: int
    absent: int
    """Called and not there."""
    rated: int
    turned_away: int
    """Wanted a number and got none."""
    clock: str
    """The centre's time, `HH:MM:SS`."""
    trouble: str
    """Why it stopped by itself; empty while all is well."""
    waits_for_a_person: bool
    """A real person is acting among them: the clock goes at real time."""


@dataclass(frozen=True, slots=True)
class CentreWords:
    """What people know of a centre: its file."""

    zone: ZoneInfo
    opening: Opening
    services_of: dict[str, tuple[str, ...]]
    """By counter."""
    officers: dict[str, str]
    """The usual officer of each counter."""
    services: dict[str, str]
    groups: dict[str, str]
    level_names: dict[int, tuple[str, ...]]


def opening_of(folder: CentreFolder) -> Opening:
    """The hours of the centre's fullest day."""
    centre = json.loads(folder.centre_file.read_text(encoding="utf-8"))["centre"]
    spans = tuple((_of_day(opens), _of_day(closes)) for opens, closes in max(centre["hours"].values(), key=len))
    return Opening(
        spans,
        tickets_from=spans[0][0] - centre["ticket_open_minutes_before"] * 60_000,
        tickets_until=spans[-1][1] - centre["ticket_close_minutes_before"] * 60_000,
    )


def words_of(folder: CentreFolder) -> CentreWords:
    """Read the centre's file and its logins."""
    file = json.loads(folder.centre_file.read_text(encoding="utf-8"))
    return CentreWords(
        zone=ZoneInfo(file["centre"]["timezone"]),
        opening=opening_of(folder),
        services_of={counter["id"]: tuple(counter["services"]) for counter in file["counters"]},
        officers={login.counter: login.staff_id for login in folder.logins() if login.counter},
        services={service["code"]: service["name"] for service in file["services"]},
        groups={group["id"]: group["name"] for group in file["priority_groups"]},
        level_names={
            level["value"]: (level["name"], level.get("en") or level["name"]) for level in file["rating"]["levels"]
        },
    )


def stand_in(centre: RunningCentre, device: Device) -> StandIn:
    folder = centre.folder
    return StandIn(
        device.device_id,
        centre=centre.code,
        server=ServerAddress(url=centre.address, credential_file=folder.credential_file(device)),
        broker=centre.broker_settings(device.device_id),
        eyes=centre.broker_settings(ONLOOKER_USER),
    )


def stand_in_pads(centre: RunningCentre) -> dict[str, StandIn]:
    """A pad for each counter where no pad's program runs."""
    pads = (device for device in centre.folder.stand_ins() if device.kind == "pad")
    return {device.counter_id: stand_in(centre, device) for device in pads if device.counter_id is not None}


def hands_for(
    centre: RunningCentre,
    words: CentreWords,
    *,
    second_kiosk: StandIn,
    other_pads: dict[str, StandIn],
    who_touches: Collection[Citizen] | None = None,
    kind: Callable[..., OutsideHands] = OutsideHands,
) -> OutsideHands:
    """Hands on this centre's devices; `who_touches` limits who uses the kiosk's screen, `kind` makes the hands."""
    kiosk = AtTheKiosk(
        centre.control(KIOSK), centre.clock, services=words.services, groups=words.groups, only=who_touches
    )
    pads: dict[str, AtThePad | AtTheTouchPad] = {}
    for pad in PADS:
        control = centre.control(pad)
        if pad.counter_id is not None:
            pads[pad.counter_id] = (
                AtTheTouchPad(control, centre.clock, names=words.level_names)
                if centre.folder.has_touch_screen(pad)
                else AtThePad(control, centre.clock, levels=len(words.level_names))
            )
    return kind(
        centre.address,
        logins={login.staff_id: login for login in centre.folder.logins()},
        second_kiosk=second_kiosk,
        kiosk=kiosk,
        pads=pads,
        stand_in_pads=other_pads,
    )


class People:
    """Simulated people on one running centre. `leave` names counters that no simulated officer takes.

    From `open` (or the first `start`) until `close` the stand-in devices, a second kiosk and the pads of counters
    without one, are connected to the broker, so that the console shows them as there.
    """

    def __init__(
        self,
        centre: RunningCentre,
        *,
        seed: str = "people",
        speed: float = 1.0,
        leave: Collection[str] = (),
        day: SampleDay | None = None,
    ) -> None:
        self._centre = centre
        self._seed = seed
        self._speed = _within(speed)
        self._leave = frozenset(leave)
        self._day = day or sample_day()
        self._words: CentreWords | None = None
        self._stand_ins: list[StandIn] = []
        self._hands: OutsideHands | None = None
        self._play: Play | None = None
        self._plans = 0
        self._played_ms = 0.0
        """Where on the plan's clock the people are."""
        self._owed_s = 0.0
        self._at_real_time_until_s = 0.0
        self._before: dict[str, int] = {}
        """Counts of the plans that were played to their end."""
        self._results: queue.SimpleQueue[tuple[Deed, Outcome]] = queue.SimpleQueue()
        self._in_background = 0
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._trouble = ""

    def open(self) -> None:
        """Connect the stand-in devices, so that they are there before anybody comes; a repeat is harmless."""
        with self._lock:
            self._is_ready()

    def start(self, speed: float | None = None) -> None:
        """Let people come, or go on with those who came before; while they come, only the speed changes."""
        self._at_real_time_until_s = 0.0  # who lets them come looks on
        if speed is not None:
            self.set_speed(speed)
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                if not self._stopping.is_set():
                    return
                self._thread.join(STOP_PATIENCE_S)
            if not self._is_ready():
                return
            self._stopping.clear()
            self._thread = threading.Thread(target=self._run, name="people", daemon=True)
            self._thread.start()

    def set_speed(self, speed: float) -> None:
        """How many times faster than real time, 1 to 60; what lies outside is brought inside."""
        self._speed = _within(speed)

    def let_a_person_act(self) -> None:
        """A real person touched something: for a while the clock goes at real time, whatever the speed."""
        self._at_real_time_until_s = real_monotonic_s() + A_PERSON_TAKES_S

    @property
    def _waits_for_a_person(self) -> bool:
        return real_monotonic_s() < self._at_real_time_until_s

    def stop(self) -> None:
        """Everybody stands still where they are; whoever has begun a touch or a press ends it."""
        self._stopping.set()

    def close(self) -> None:
        """Stop, wait for hands that are on a screen, and part from broker and console."""
        self.stop()
        with self._lock:
            if self._thread is not None:
                self._thread.join(STOP_PATIENCE_S)
            if self._hands is not None:
                self._hands.close()
                self._hands = None
            for device in self._stand_ins:
                device.stop()
            self._stand_ins = []
            self._centre.clock.close()

    def status(self) -> PeopleStatus:
        thread, play = self._thread, self._play
        counts = dict(self._before)
        waiting = 0
        if play is not None:
            for name in _COUNTS:
                counts[name] = counts.get(name, 0) + getattr(play.tally, name)
            waiting = len(play.tally.waiting)
        zone = None if self._words is None else self._words.zone
        return PeopleStatus(
            is_running=thread is not None and thread.is_alive() and not self._stopping.is_set(),
            speed=self._speed,
            came=counts.get("came", 0),
            waiting=waiting,
            served=counts.get("served", 0),
            absent=counts.get("absent", 0),
            rated=counts.get("rated", 0),
            turned_away=counts.get("turned_away", 0),
            clock=self._centre.clock.now().astimezone(zone).strftime("%H:%M:%S"),
            trouble=self._trouble,
            waits_for_a_person=self._speed > 1 and self._waits_for_a_person,
        )

    # --- the people's own thread ----------------------------------------------------------------------

    def _run(self) -> None:
        try:
            self._live()
        except Exception as fault:
            _log.exception("the simulated people stopped")
            self._trouble = f"{type(fault).__name__}: {fault}"
        finally:
            self._stopping.set()

    def _is_ready(self) -> bool:
        """Connect what is not connected yet; False, and the trouble in the status, where that cannot be."""
        try:
            if self._hands is None:
                self._get_ready()
            self._trouble = ""
        except (OSError, ValueError, KeyError, FolderFault) as fault:
            _log.warning("the simulated people cannot come: %s", fault)
            self._trouble = f"this centre was not set up for simulated people ({fault}); begin anew with --fresh"
        return not self._trouble

    def _get_ready(self) -> None:
        words = self._words = words_of(self._centre.folder)
        kiosk = stand_in(self._centre, PEOPLES_KIOSK)
        pads = stand_in_pads(self._centre)
        kiosk.follow(pads)
        self._stand_ins = [kiosk, *pads.values()]
        for one in self._stand_ins:
            one.start()
        self._hands = hands_for(self._centre, words, second_kiosk=kiosk, other_pads=pads)

    def _live(self) -> None:
        clock, hands = self._centre.clock, self._hands
        assert hands is not None
        last_s, last_at = real_monotonic_s(), clock.now()
        glanced_s = 0.0
        while not self._stopping.is_set():
            play = self._current_play()
            now_s, now_at = real_monotonic_s(), clock.now()
            # The people's time is the centre's: what somebody else steps goes by for them as well.
            self._played_ms += (now_at - last_at).total_seconds() * 1000
            real_s, last_s, last_at = now_s - last_s, now_s, now_at
            hands.kiosk_rest_s = KIOSK_REST_S if self._speed > UNHURRIED else 0.0
            self._note_results(play)
            if now_s - glanced_s > GLANCE_EVERY_S:
                glanced_s = now_s
                board = self._stand_ins[0].board()
                waiting = set() if board is None else {line.service for line in board.waiting if line.waiting}
                play.notice_waiting(waiting, round(self._played_ms))
            self._do_what_is_due(play)
            self._move_on(play, min(real_s, 1.0))
            self._stopping.wait(self._until_next_s(play))
        # Whoever has a hand on a screen ends what was begun.
        give_up_s = real_monotonic_s() + STOP_PATIENCE_S
        while self._in_background and self._play is not None and real_monotonic_s() < give_up_s:
            self._note_results(self._play, patience_s=0.2)

    def _current_play(self) -> Play:
        """The play that is on; after its last citizen the next day's people come."""
        if self._play is not None and (self._in_background or not self._play.is_over):
            return self._play
        if self._play is not None:
            for name in _COUNTS:
                self._before[name] = self._before.get(name, 0) + getattr(self._play.tally, name)
        self._plans += 1
        self._played_ms = 0.0
        self._play = Play(self._plan(f"{self._seed}/{self._plans}"))
        return self._play

    def _plan(self, seed: str) -> DayPlan:
        words = self._words
        assert words is not None
        staff = {
            counter: officer
            for counter, officer in words.officers.items()
            if counter in words.services_of and counter not in self._leave
        }
        plan = plan_day(
            seed, self._day, opening=words.opening, staff=staff, services_of=words.services_of, officers_seed=self._seed
        )
        plan = without_breaks(plan, words.opening)
        # The officers stay until the last has been served; the next day's people follow at once.
        return replace(
            plan, desks=tuple(replace(desk, on_duty_ms=((0, 2 * desk.on_duty_ms[0][1]),)) for desk in plan.desks)
        )

    def _do_what_is_due(self, play: Play) -> None:
        hands = self._hands
        assert hands is not None
        while not self._stopping.is_set():
            deed = play.next_deed(round(self._played_ms))
            if deed is None:
                return
            if hands.is_slow(deed):
                self._in_background += 1
                hands.in_background(deed, lambda done, outcome: self._results.put((done, outcome)))
            else:
                play.note(deed, hands.do(deed), round(self._played_ms))

    def _note_results(self, play: Play, patience_s: float = 0.0) -> None:
        while True:
            try:
                deed, outcome = self._results.get(timeout=patience_s) if patience_s else self._results.get_nowait()
            except queue.Empty:
                return
            self._in_background -= 1
            play.note(deed, outcome, round(self._played_ms))

    def _move_on(self, play: Play, real_s: float) -> None:
        """Step the clock by what the speed adds to real time, never past the next deed.

        While a hand is on a screen the clock is held; what it owes then is made good a little later.
        """
        if self._waits_for_a_person:
            self._owed_s = 0.0
            return
        most_s = MOST_OWED_S * self._speed
        self._owed_s = min(most_s, self._owed_s + (self._speed - 1) * real_s)
        if self._centre.clock.is_held:
            return
        next_at = play.next_at()
        ahead_s = self._owed_s
        if next_at is not None:
            ahead_s = min(ahead_s, (next_at - self._played_ms) / 1000)
        if ahead_s > 0:
            self._owed_s -= ahead_s
            try:
                self._centre.clock.step(ahead_s)
            except NoControl as fault:
                _log.debug("not everybody took the step: %s", fault)

    def _until_next_s(self, play: Play) -> float:
        next_at = play.next_at()
        if next_at is None:
            return TICK_S
        return min(TICK_S, max(0.005, (next_at - self._played_ms) / 1000 / self._speed))


_COUNTS = ("came", "served", "absent", "rated", "turned_away")


def _within(speed: float) -> float:
    return min(FASTEST, max(SLOWEST, float(speed)))


def _of_day(clock_time: str) -> int:
    at = time.fromisoformat(clock_time)
    return (at.hour * 60 + at.minute) * 60_000
