"""What if: a past day played once more with other desks or another calling rule, to see how waits change. Pure.

Who is next is decided by `next_ticket.py`, who may call whom by `eligibility.py`: the same code that calls in the hall.
docs/what-if.md says what is assumed. Whoever came, came; a turn takes the time it really took, wherever it is served;
desks work at the hours they worked, but for what is changed.
"""

import heapq
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from server.domain.centre import Counter, QueueRules
from server.domain.eligibility import EVERYBODYS, Desk, Desks
from server.domain.instant import Instant
from server.domain.next_ticket import Line, Waiting, choose
from server.domain.past_day import DayDesk, DayTurn, PastDay, Shift, Stay
from server.domain.waiting_time import Span

NEVER_TOO_OFTEN = 1 << 30
ADDED = "+"
"""Before the name of a counter that was not there."""


# --- what is asked ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OtherHours:
    """A desk that opens or closes at another time; None: as it did."""

    counter_id: str
    opens_at: Instant | None = None
    closes_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class MoreDesks:
    """Desks that were not there, each with an officer who serves one service and rests in the day's breaks."""

    service: str
    count: int
    opens_at: Instant
    closes_at: Instant


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different. Nothing given: the day as it was."""

    closed: frozenset[str] = frozenset()
    """Counters that do not open."""
    hours: tuple[OtherHours, ...] = ()
    more: tuple[MoreDesks, ...] = ()
    rates: tuple[tuple[str, float], ...] = ()
    """Rates that differ: (group, rate)."""
    overtaken_at_most: int | None = None
    overtaken_for_at_most_ms: int | None = None
    first_come_first_served: bool = False
    """Nothing but the order of arrival: rates and bounds are out of force."""
    second_services: bool = True
    """False: counters serve only their first services."""

    @property
    def is_nothing(self) -> bool:
        return self == Changes()


def changed(day: PastDay, changes: Changes) -> PastDay:
    """The day as it would have begun."""
    hours = {one.counter_id: one for one in changes.hours}
    desks = [
        _moved(desk, hours.get(desk.counter.counter_id))
        for desk in day.desks
        if desk.counter.counter_id not in changes.closed
    ]
    desks += _added(day, changes.more)
    if not changes.second_services:
        desks = [replace(desk, counter=replace(desk.counter, second_services=())) for desk in desks]
    return replace(day, desks=tuple(desk for desk in desks if desk.shifts), rules=_rules(day.rules, changes))


def _rules(rules: QueueRules, changes: Changes) -> QueueRules:
    if changes.first_come_first_served:
        return replace(rules, rates={}, overtaken_at_most=NEVER_TOO_OFTEN, overtaken_for_at_most_ms=NEVER_TOO_OFTEN)
    often, long = changes.overtaken_at_most, changes.overtaken_for_at_most_ms
    return replace(
        rules,
        rates={**rules.rates, **dict(changes.rates)},
        overtaken_at_most=rules.overtaken_at_most if often is None else often,
        overtaken_for_at_most_ms=rules.overtaken_for_at_most_ms if long is None else long,
    )


def _moved(desk: DayDesk, hours: OtherHours | None) -> DayDesk:
    if hours is None:
        return desk
    opened, closed = desk.opens_at, desk.closes_at
    opens_at = opened if hours.opens_at is None else hours.opens_at
    closes_at = closed if hours.closes_at is None else hours.closes_at
    shifts = []
    for shift in desk.shifts:
        start = opens_at if shift.span.start == opened else max(shift.span.start, opens_at)
        end = closes_at if shift.span.end == closed else min(shift.span.end, closes_at)
        if start < end:
            shifts.append(replace(shift, span=Span(start, end)))
    # That the officer was slow to begin belongs to the hour at which the desk opened.
    away = desk.away if opens_at == opened else tuple(span for span in desk.away if span.start != opened)
    return replace(desk, shifts=tuple(shifts), away=away)


def _added(day: PastDay, more: Sequence[MoreDesks]) -> list[DayDesk]:
    desks: list[DayDesk] = []
    for asked in more:
        for _ in range(asked.count if asked.opens_at < asked.closes_at else 0):
            name = f"{ADDED}{len(desks) + 1}"
            counter = Counter(name, 0, name, (asked.service,))
            desks.append(DayDesk(counter, (Shift(Span(asked.opens_at, asked.closes_at), name),), day.breaks))
    return desks


# --- what is answered -------------------------------------------------------------------------------------


@dataclass(slots=True)
class Played:
    """How the day went."""

    called_at: dict[int, Instant] = field(default_factory=dict)
    """First call of each turn that was called."""
    waiting_since: dict[int, Instant] = field(default_factory=dict)
    """Of each turn that began to wait: one that follows another begins when that one ends."""
    left_at: dict[int, Instant] = field(default_factory=dict)
    """When somebody gave the number back, not having been called."""
    served: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    """When each counter had somebody."""

    def wait_ms(self, turn_id: int) -> int | None:
        called = self.called_at.get(turn_id)
        return None if called is None else called - self.waiting_since[turn_id]


def play(day: PastDay) -> Played:
    """Play the day from its first number to its last call, by the rules of the hall."""
    return _Hall(day).play()


# --- the play ---------------------------------------------------------------------------------------------

_STAFFING, _LEAVING, _COMING, _ENDING, _PRESSING = range(5)
"""What happens first of what happens at one moment."""


@dataclass(slots=True)
class _Person:
    turn: DayTurn
    waiting_since: Instant
    ranked_at: Instant
    stay: int = 0
    """How many stays at a desk lie behind."""
    overtaken: int = 0
    first_overtaken_at: Instant | None = None
    queue: "_Queue | None" = None

    @property
    def rank(self) -> tuple[Instant, int]:
        return self.ranked_at, self.turn.arrival

    @property
    def now_at(self) -> Stay:
        return self.turn.stays[self.stay]

    def as_waiting(self, *, is_second: bool) -> Waiting:
        turn = self.turn
        return Waiting(
            turn.turn_id,
            turn.service,
            turn.rate,
            self.ranked_at,
            turn.arrival,
            self.overtaken,
            self.first_overtaken_at,
            is_second,
        )


@dataclass(frozen=True, slots=True)
class _Wish:
    """Those of one wish stand in one queue: whoever may call one of them may call all."""

    service: str
    rate: str
    language: str
    purpose: str | None
    for_counter: str | None
    for_officer: str | None
    only_at: str | None
    """An officer's own doing there."""

    @property
    def is_plain(self) -> bool:
        return (
            self.language == EVERYBODYS
            and self.purpose is None
            and self.for_counter is None
            and self.for_officer is None
        )


class _Queue:
    """People of one wish in their order, and the same as lines of `next_ticket`, as first and as second service."""

    def __init__(self, wish: _Wish) -> None:
        self.wish = wish
        self.people: list[_Person] = []
        self._lines: dict[bool, Line] = {}

    def join(self, person: _Person) -> None:
        person.queue = self
        if not self.people or self.people[-1].rank < person.rank:
            self.people.append(person)
            for is_second, line in self._lines.items():
                line.join(person.as_waiting(is_second=is_second))
        else:
            insort(self.people, person, key=lambda one: one.rank)
            self._lines.clear()

    def leave(self, person: _Person) -> None:
        person.queue = None
        if self.people[0] is person:
            del self.people[0]
            for line in self._lines.values():
                line.let_head_go()
        else:
            self.people.remove(person)
            self._lines.clear()

    def line(self, *, is_second: bool) -> Line:
        line = self._lines.get(is_second)
        if line is None:
            line = self._lines[is_second] = _line_of(self.people, is_second=is_second)
        return line

    def pass_over(self, rank: tuple[Instant, int], now: Instant) -> None:
        """Somebody of this rank is called: whoever stands before it is overtaken."""
        how_many = bisect_left(self.people, rank, key=lambda person: person.rank)
        for person in self.people[:how_many]:
            person.overtaken += 1
            if person.first_overtaken_at is None:
                person.first_overtaken_at = now
        for line in self._lines.values():
            line.pass_over(how_many, now)


def _line_of(people: Sequence[_Person], *, is_second: bool) -> Line:
    line = Line()
    for person in people:
        line.join(person.as_waiting(is_second=is_second))
    return line


class _Seat:
    """A counter on the day, with its officer or without."""

    def __init__(self, desk: DayDesk) -> None:
        self.counter = desk.counter
        self.desk = desk
        self.shift: Shift | None = None
        self.pauses = 0
        """Pauses that are on; they may overlap."""
        self.away = 0
        self.is_busy = False
        """Somebody is there, or the officer is not ready for the next."""
        self.is_pressing = False
        """A hand is on its way to the button."""
        self.free_since: Instant = 0
        self.tiers = {
            **dict.fromkeys(desk.counter.second_services, True),
            **dict.fromkeys(desk.counter.services, False),
        }

    @property
    def can_call(self) -> bool:
        return self.shift is not None and not self.pauses and not self.away and not self.is_busy


class _Hall:
    def __init__(self, day: PastDay) -> None:
        self._day = day
        self._seats = {desk.counter.counter_id: _Seat(desk) for desk in day.desks}
        self._queues: dict[_Wish, _Queue] = {}
        self._waiting: dict[int, _Person] = {}
        self._tiers: dict[tuple[str, _Wish], bool | None] = {}
        self._desks: Desks | None = None
        self._followers: dict[int, list[DayTurn]] = defaultdict(list)
        self._agenda: list[tuple[Instant, int, int, Callable[[Instant], None]]] = []
        self._entries = 0
        self._played = Played()

    def play(self) -> Played:
        for seat in self._seats.values():
            self._expect_staff(seat)
        for turn in self._day.turns:
            if turn.from_turn is None:
                self._expect(_Person(turn, turn.waiting_since, turn.ranked_at))
            else:
                self._followers[turn.from_turn].append(turn)
        while self._agenda:
            at, _, _, happens = heapq.heappop(self._agenda)
            happens(at)
        return self._played

    def _at(self, at: Instant, order: int, happens: Callable[[Instant], None]) -> None:
        self._entries += 1
        heapq.heappush(self._agenda, (at, order, self._entries, happens))

    # --- desks -----------------------------------------------------------------------------------------------

    def _expect_staff(self, seat: _Seat) -> None:
        for shift in seat.desk.shifts:
            self._at(shift.span.start, _STAFFING, self._signing(seat, shift))
            self._at(shift.span.end, _STAFFING, self._signing(seat, None, after=shift))
        for span in seat.desk.pauses:
            if span.start < span.end:
                self._at(span.start, _STAFFING, self._pausing(seat, 1))
                self._at(span.end, _STAFFING, self._pausing(seat, -1))
        for span in seat.desk.away:
            if span.start < span.end:
                self._at(span.start, _STAFFING, self._going(seat, 1))
                self._at(span.end, _STAFFING, self._going(seat, -1))

    def _signing(self, seat: _Seat, shift: Shift | None, after: Shift | None = None) -> Callable[[Instant], None]:
        def happens(now: Instant) -> None:
            if shift is None and seat.shift is not after:
                return  # the next one sat down the same moment
            seat.shift, seat.free_since = shift, now
            self._look_around(seat, now)

        return happens

    def _pausing(self, seat: _Seat, step: int) -> Callable[[Instant], None]:
        def happens(now: Instant) -> None:
            seat.pauses += step
            self._look_around(seat, now)

        return happens

    def _going(self, seat: _Seat, step: int) -> Callable[[Instant], None]:
        def happens(now: Instant) -> None:
            seat.away += step
            self._turn_to_waiting(seat, now)

        return happens

    def _look_around(self, seat: _Seat, now: Instant) -> None:
        """Who sits where has changed, and with it who may call whom."""
        self._desks = None
        self._tiers.clear()
        self._turn_to_waiting(seat, now)

    def _turn_to_waiting(self, seat: _Seat, now: Instant) -> None:
        """After a desk began or ceased to call: whoever it could not call before, or another must call now."""
        if not self._waiting:
            return
        if seat.can_call and not seat.is_pressing:
            self._press_at(seat, now)
        left_somebody = seat.is_pressing and not seat.can_call
        if left_somebody or any(queue.people and not wish.is_plain for wish, queue in self._queues.items()):
            for other in self._seats.values():
                if other.can_call and not other.is_pressing:
                    self._press_at(other, now)

    def _press_at(self, seat: _Seat, at: Instant) -> None:
        seat.is_pressing = True
        self._at(at, _PRESSING, lambda now: self._press(seat, now))

    def _press(self, seat: _Seat, now: Instant) -> None:
        seat.is_pressing = False
        if not seat.can_call:
            return
        person = self._next(seat, now)
        if person is not None:
            self._call(seat, person, now)

    # --- people ----------------------------------------------------------------------------------------------

    def _expect(self, person: _Person, not_before: Instant = 0) -> None:
        comes_at = max(person.waiting_since, person.turn.not_before or 0, not_before)
        self._played.waiting_since[person.turn.turn_id] = person.waiting_since
        self._at(comes_at, _COMING, lambda now: self._come(person, now))
        leaves_at = person.turn.leaves_at
        if leaves_at is not None:
            self._at(leaves_at, _LEAVING, lambda now: self._give_up(person, now))

    def _come(self, person: _Person, now: Instant) -> None:
        turn_id = person.turn.turn_id
        if turn_id in self._played.left_at:
            return
        wish = self._wish(person)
        queue = self._queues.get(wish)
        if queue is None:
            queue = self._queues[wish] = _Queue(wish)
        queue.join(person)
        self._waiting[turn_id] = person
        free = [seat for seat in self._seats.values() if seat.can_call and not seat.is_pressing]
        free = [seat for seat in free if self._tier(seat, wish) is not None]
        if free:
            # Of several free desks the one that really called: who serves whom is left as it was.
            stay = person.now_at
            seat = min(free, key=lambda one: (one.counter.counter_id != stay.counter_id, one.free_since))
            reaction = self._day.reaction_ms if stay.reaction_ms is None else stay.reaction_ms
            self._press_at(seat, now + (0 if person.stay else reaction))

    def _give_up(self, person: _Person, now: Instant) -> None:
        turn_id = person.turn.turn_id
        if turn_id in self._played.called_at:
            return
        self._played.left_at[turn_id] = now
        if person.queue is not None:
            person.queue.leave(person)
            del self._waiting[turn_id]

    def _wish(self, person: _Person) -> _Wish:
        turn, stay = person.turn, person.now_at
        own = stay.counter_id if stay.is_own and stay.counter_id in self._seats else None
        return _Wish(turn.service, turn.rate, turn.language, turn.purpose, turn.for_counter, turn.for_officer, own)

    # --- calling ---------------------------------------------------------------------------------------------

    def _tier(self, seat: _Seat, wish: _Wish) -> bool | None:
        """Whether it is a second service there; None: this counter may not call it."""
        key = (seat.counter.counter_id, wish)
        if key not in self._tiers:
            self._tiers[key] = self._tier_now(seat, wish)
        return self._tiers[key]

    def _tier_now(self, seat: _Seat, wish: _Wish) -> bool | None:
        if wish.only_at is not None:
            return False if wish.only_at == seat.counter.counter_id else None
        if wish.is_plain:
            return seat.tiers.get(wish.service)
        if self._desks is None:
            self._desks = Desks(
                Desk(one.counter, one.shift.officer_id, one.shift.languages, 0 if one.pauses else None)
                for one in self._seats.values()
                if one.shift is not None
            )
        if not self._desks.may_call(seat.counter, wish):
            return None
        return self._desks.is_second(seat.counter, wish)

    def _next(self, seat: _Seat, now: Instant) -> _Person | None:
        by_line: dict[str, list[tuple[_Queue, bool]]] = defaultdict(list)
        for wish, queue in self._queues.items():
            if not queue.people:
                continue
            is_second = self._tier(seat, wish)
            if is_second is None:
                continue
            if wish.only_at is not None:
                return queue.people[0]  # nobody else's call: the officer takes whoever is back
            by_line[queue.line(is_second=is_second).head.line].append((queue, is_second))
        if not by_line:
            return None
        lines = {name: _together(queues) for name, queues in by_line.items()}
        choice = choose(lines, now, self._day.rules, self._day.open_ms)
        chosen = self._waiting[choice.turn_id]
        if choice.overtakes:
            for queues in by_line.values():
                for queue, _ in queues:
                    queue.pass_over(chosen.rank, now)
        return chosen

    def _call(self, seat: _Seat, person: _Person, now: Instant) -> None:
        turn_id, stay = person.turn.turn_id, person.now_at
        del self._waiting[turn_id]
        assert person.queue is not None
        person.queue.leave(person)
        self._played.called_at.setdefault(turn_id, now)
        ends_at = now + stay.taken_ms
        self._played.served[seat.counter.counter_id].append(Span(now, ends_at))
        seat.is_busy = True
        self._at(ends_at, _ENDING, lambda at: self._end(person, at))
        if stay.turnaround_ms is None:
            self._at(ends_at, _PRESSING, lambda at: self._get_ready(seat, at))
        else:
            self._at(ends_at + stay.turnaround_ms, _PRESSING, lambda at: self._be_free(seat, at))

    def _get_ready(self, seat: _Seat, now: Instant) -> None:
        """Nobody knows how long the officer took: as long as usual while people wait, no time when nobody does."""
        somebody_waits = any(
            queue.people and self._tier(seat, wish) is not None for wish, queue in self._queues.items()
        )
        if somebody_waits:
            self._at(now + self._day.turnaround_ms, _PRESSING, lambda at: self._be_free(seat, at))
        else:
            self._be_free(seat, now)

    def _be_free(self, seat: _Seat, now: Instant) -> None:
        seat.is_busy, seat.free_since = False, now
        if not seat.is_pressing:
            self._press(seat, now)

    def _end(self, person: _Person, now: Instant) -> None:
        person.stay += 1
        if person.stay < len(person.turn.stays):
            self._at(now + person.now_at.away_ms, _COMING, lambda at: self._come(person, at))
            return
        shift_ms = 0 if person.turn.done_at is None else now - person.turn.done_at
        for turn in self._followers.pop(person.turn.turn_id, ()):
            # Transferred: the rank of before. A second service: the rank of the moment at which it was asked for.
            keeps_rank = turn.ranked_at == person.turn.ranked_at
            ranked_at = person.ranked_at if keeps_rank else turn.ranked_at + shift_ms
            self._expect(_Person(turn, turn.waiting_since + shift_ms, ranked_at), not_before=now)


def _together(queues: Sequence[tuple[_Queue, bool]]) -> Line:
    """One line of all who stand in it for the counter that asks, whatever their wishes."""
    if len(queues) == 1:
        queue, is_second = queues[0]
        return queue.line(is_second=is_second)
    people = sorted((person for queue, _ in queues for person in queue.people), key=lambda person: person.rank)
    return _line_of(people, is_second=queues[0][1])


def as_it_was(day: PastDay) -> Played:
    """What really happened, in the form of a play."""
    real = Played()
    for turn in day.turns:
        real.waiting_since[turn.turn_id] = turn.waiting_since
        if turn.waited_ms is not None:
            real.called_at[turn.turn_id] = turn.waiting_since + turn.waited_ms
        elif turn.leaves_at is not None:
            real.left_at[turn.turn_id] = turn.leaves_at
    for counter, spans in day.served.items():
        real.served[counter].extend(spans)
    return real
