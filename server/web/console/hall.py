"""What all consoles share of the hall at one moment: read once for everybody who looks after the same commit."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from weakref import WeakKeyDictionary

from server.db.queries.console import (
    Held,
    Pause,
    ReturnSlip,
    closed_services,
    doubtful_return_slips,
    held_turns,
    open_pauses,
    origins_of_open_tickets,
)
from server.db.queries.desks import DeskSession, open_sessions
from server.db.queries.numbers_given import is_quota_used
from server.db.queries.open_desks import desks_now
from server.db.queries.queue import Turn, absent_list, turns_at_counters, waiting_list
from server.db.queries.tickets import unsure_prints
from server.domain.centre import Centre, Counter
from server.domain.eligibility import Desks, Wish
from server.domain.instant import Instant
from server.domain.turns import TurnState
from server.house import House
from server.mqtt.snapshots import Moment


@dataclass(frozen=True, slots=True)
class Line:
    """The people who wait for one counter, in order of rank."""

    callable: tuple[Turn, ...]
    """Whom Next could call now."""
    second: frozenset[int]
    """Turns of them that are called when nobody waits for the counter's first services."""
    later: tuple[Turn, ...]
    """In cool-down, or coming later: no candidates yet."""


@dataclass(frozen=True, slots=True)
class UnsurePrint:
    """A number whose slip nobody is sure of."""

    number: str
    outcome: str | None
    """None: the kiosk never told."""
    state: TurnState


@dataclass(frozen=True, eq=False)
class Hall:
    """The journalled state of one revision. Fifty consoles wake up after each commit; it changes for none of them."""

    of: tuple[int, int]
    """Epoch and revision."""
    centre: Centre
    waiting: list[Turn]
    """Everyone who waits, those who are no candidates yet included, in order of rank."""
    held: list[Held]
    absent: list[Turn]
    """Who did not come and may still return."""
    at_counters: dict[str | None, Turn]
    origins: dict[int, tuple[str, Instant | None]]
    pauses: dict[int, Pause]
    """By desk session."""
    sessions: dict[str, DeskSession]
    """By counter."""
    desks: Desks
    closed_services: frozenset[str]
    """No more numbers of them today: closed by the head."""
    used_up_services: frozenset[str]
    """No more numbers of them today: the quota is used."""
    unsure_prints: tuple[UnsurePrint, ...]
    return_slips: tuple[ReturnSlip, ...]
    """Those that did not come out for sure."""
    _callers: dict[tuple[str | None, ...], dict[str, Counter]] = field(default_factory=dict)

    @cached_property
    def busy_tickets(self) -> frozenset[int]:
        """Tickets with a turn at a counter or on hold: their other turns are no candidates meanwhile."""
        here = {turn.ticket_id for turn in self.at_counters.values()}
        return frozenset(here | {held.ticket_id for held in self.held})

    @cached_property
    def people(self) -> list[Turn]:
        """Who is counted as waiting, as at kiosks, boards and on the floor."""
        here = [turn for turn in self.waiting if turn.ticket_id not in self.busy_tickets]
        return [turn for turn in here if turn.cool_down_until is None]

    def may_call(self, counter: Counter, turn: Turn) -> bool:
        """Whether the turn waits for this counter, now or when its time has come."""
        return turn.ticket_id not in self.busy_tickets and counter.counter_id in self.callers(turn)

    def line_of(self, counter: Counter) -> Line:
        ours = [turn for turn in self.waiting if self.may_call(counter, turn)]
        now = tuple(turn for turn in ours if turn.cool_down_until is None)
        second = frozenset(turn.turn_id for turn in now if self.desks.is_second(counter, turn))
        return Line(now, second, tuple(turn for turn in ours if turn.cool_down_until is not None))

    def callers(self, wish: Wish) -> dict[str, Counter]:
        """The counters at which an officer may call such a turn, by their ids."""
        key = (wish.service, wish.language, wish.for_counter, wish.for_officer, wish.purpose)
        if key not in self._callers:
            counters = self.centre.counters
            self._callers[key] = {one.counter_id: one for one in counters if self.desks.may_call(one, wish)}
        return self._callers[key]


class _Shared:
    """The newest hall of one running server."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.newest: Hall | None = None


_shared: WeakKeyDictionary[House, _Shared] = WeakKeyDictionary()
_lock = threading.Lock()


def hall_at(house: House, at: Moment) -> Hall:
    """The hall of the moment's revision: the one that was read for somebody else, or read now."""
    with _lock:
        shared = _shared.setdefault(house, _Shared())
    wanted = (at.epoch, at.revision)
    with shared.lock:  # the others wait for the one reading instead of reading the same
        if shared.newest is None or shared.newest.of != wanted:
            shared.newest = _read(at, wanted)
        return shared.newest


def _used_up(at: Moment, day: str) -> Iterator[str]:
    for service in at.centre.services:
        if service.daily_quota is not None and is_quota_used(at.connection, day, service, service.daily_quota):
            yield service.code


def _read(at: Moment, of: tuple[int, int]) -> Hall:
    day, connection = at.open_day, at.connection
    return Hall(
        of=of,
        centre=at.centre,
        waiting=[] if day is None else waiting_list(connection, day),
        held=[] if day is None else held_turns(connection, day),
        absent=[] if day is None else absent_list(connection, day),
        at_counters={turn.counter_id: turn for turn in turns_at_counters(connection)},
        origins={} if at.day is None else origins_of_open_tickets(connection, at.day.day),
        pauses=open_pauses(connection),
        sessions={session.counter_id: session for session in open_sessions(connection)},
        desks=desks_now(connection),
        closed_services=frozenset() if at.day is None else frozenset(closed_services(connection, at.day.day)),
        used_up_services=frozenset() if at.open_day is None else frozenset(_used_up(at, at.open_day)),
        unsure_prints=()
        if day is None
        else tuple(
            UnsurePrint(row["shown"], row["print_outcome"], TurnState(row["state"]))
            for row in unsure_prints(connection, day)
        ),
        return_slips=() if day is None else tuple(doubtful_return_slips(connection, day)),
    )
