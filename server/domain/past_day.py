"""A past day as a replay needs it: who came when, how long each stay at a desk took, when desks could call. Pure.

The raw stamps of a day say when somebody was called and when the desk was free again. What lies between one stay
and the next call is read from them too: while people waited it was the officer's own pause, and a long one an
absence that nobody recorded.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from server.domain.centre import Counter, QueueRules
from server.domain.eligibility import EVERYBODYS
from server.domain.instant import MINUTE_MS, Instant
from server.domain.pace import LONGEST_MS, LONGEST_REACTION_MS, USUAL_PAUSE_MS, USUAL_REACTION_MS
from server.domain.turns import TurnOrigin, TurnState
from server.domain.waiting_time import Span

LONGEST_TURNAROUND_MS = 5 * MINUTE_MS
"""Between an end and the next call while people wait; a longer one was an absence, whether recorded or not."""
UNKNOWN_STAY_MS = 2 * MINUTE_MS
"""Of a call that was taken back and followed by none: the stamps keep no end of it."""
QUICK = "quick_serve"
RESUMED = "resumed"
_ENDED_AT_A_DESK = frozenset({TurnState.FINISHED, TurnState.TRANSFERRED, TurnState.NO_SHOW})
_SPREADING = 2654435761
"""2^32 over the golden ratio (Knuth): neighbouring numbers fall far apart, the same ones each time."""

# --- what the tables say ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TurnRow:
    """A turn of the day with what its ticket says; `calls` are without recalls and without what was undone."""

    turn_id: int
    service: str
    rate: str
    state: TurnState
    origin: TurnOrigin
    language: str
    purpose: str | None
    for_counter: str | None
    for_officer: str | None
    ranked_at: Instant
    arrival: int
    waiting_since: Instant
    ended_at: Instant | None
    from_turn: int | None = None
    not_before: Instant | None = None
    """What the citizen last said of coming later."""


@dataclass(frozen=True, slots=True)
class CallRow:
    turn_id: int
    counter_id: str
    called_at: Instant
    kind: str
    """`next`, `named`, `resumed`; `quick_serve` for who was served at once without a number."""


@dataclass(frozen=True, slots=True)
class ShiftRow:
    counter_id: str
    officer_id: str
    languages: frozenset[str]
    span: Span


@dataclass(frozen=True, slots=True)
class DayRows:
    """Everything of one closed day."""

    day: str
    midnight: Instant
    """Local, at which the day began."""
    closed_at: Instant
    turns: Sequence[TurnRow]
    calls: Sequence[CallRow]
    holds: Sequence[tuple[int, Instant]]
    """(turn, when it began)."""
    shifts: Sequence[ShiftRow]
    pauses: Mapping[str, Sequence[Span]]
    """By counter, as officers recorded them."""
    breaks: Sequence[Span]
    """Between the opening spans of the day: lunch."""


# --- what a replay works with -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stay:
    """One time at a desk, from the call to the moment at which the desk is free again."""

    taken_ms: int
    counter_id: str = ""
    """Where it really was; empty: nowhere, it is assumed."""
    reaction_ms: int | None = None
    """How long a desk that was free took to call; None: none was free, so nobody knows."""
    turnaround_ms: int | None = None
    """From then to the next call, as people waited; None: nobody knows."""
    away_ms: int = 0
    """Of a further stay: from the end of the one before until it may be called again."""
    is_own: bool = False
    """The officer's own doing, at that desk and before all others: back from hold, served without a number."""


@dataclass(frozen=True, slots=True)
class DayTurn:
    """A turn of the past day; it says who may call it (`eligibility.Wish`)."""

    turn_id: int
    service: str
    rate: str
    ranked_at: Instant
    arrival: int
    waiting_since: Instant
    stays: tuple[Stay, ...]
    waited_ms: int | None = None
    """Really, from `waiting_since` to the first call; None: never called."""
    language: str = EVERYBODYS
    purpose: str | None = None
    for_counter: str | None = None
    for_officer: str | None = None
    not_before: Instant | None = None
    leaves_at: Instant | None = None
    """When it was given back, if it was and is not called before."""
    from_turn: int | None = None
    """The turn that it follows: it is no candidate before that one ends."""
    done_at: Instant | None = None
    """When it really left its last desk."""
    is_counted: bool = True
    """False: nobody waited, somebody was served at once."""


@dataclass(frozen=True, slots=True)
class Shift:
    """An officer at a counter."""

    span: Span
    officer_id: str
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DayDesk:
    counter: Counter
    shifts: tuple[Shift, ...]
    pauses: tuple[Span, ...] = ()
    """Recorded, and the breaks of the day as far as nobody was called in them."""
    away: tuple[Span, ...] = ()
    """Nobody was called though people waited: absences that no stamp names. The counter counts as open."""

    @property
    def opens_at(self) -> Instant:
        return min(shift.span.start for shift in self.shifts)

    @property
    def closes_at(self) -> Instant:
        return max(shift.span.end for shift in self.shifts)


@dataclass(frozen=True, slots=True)
class PastDay:
    day: str
    midnight: Instant
    turns: tuple[DayTurn, ...]
    desks: tuple[DayDesk, ...]
    breaks: tuple[Span, ...]
    rules: QueueRules
    targets_ms: Mapping[str, int]
    """Each service's promise: called within this time."""
    served: Mapping[str, Sequence[Span]] = field(default_factory=dict)
    """When each counter really had somebody."""
    turnaround_ms: int = USUAL_PAUSE_MS
    """The day's median, for whom nothing is known."""
    reaction_ms: int = USUAL_REACTION_MS

    def open_ms(self, start: Instant, end: Instant) -> int:
        """Time between two moments of the day without its breaks."""
        rest = sum(max(0, min(end, one.end) - max(start, one.start)) for one in self.breaks)
        return max(0, end - start - rest)


def past_day(rows: DayRows, counters: Iterable[Counter], rules: QueueRules, targets_ms: Mapping[str, int]) -> PastDay:
    """The day as a replay needs it.

    Left out are turns that nobody held (voided) and those passed on while they waited: whoever follows them waits.
    Whoever was never called gets a time at the desk that somebody else of the same service took that day.

    Args:
        counters: as they were set up that day.
    """
    called = _times_at_desks(rows)
    crowd = _Crowd(rows, called)
    desks = {counter.counter_id: _Worked(counter, rows, called) for counter in counters}
    for desk in desks.values():
        desk.read_gaps(crowd)
    by_turn: dict[int, list[_Time]] = defaultdict(list)
    for time in called:
        by_turn[time.row.turn_id].append(time)
    taken = _taken_by_service(called)
    speaks = frozenset().union(*(shift.languages for shift in rows.shifts))
    officers = {shift.officer_id for shift in rows.shifts}
    asks = any(counter.purposes for counter in counters)
    turns = []
    for row in rows.turns:
        times = by_turn.get(row.turn_id, [])
        if row.state is TurnState.VOIDED or (not times and _is_nobodys(row)):
            continue
        stays = _stays(times) or (_assumed_stay(row, taken, targets_ms),)
        # What nobody asks for, and whom nobody can wait for, need no look at each call.
        plain = replace(
            row,
            language=row.language if row.language in speaks else EVERYBODYS,
            for_officer=row.for_officer if row.for_officer in officers else None,
            purpose=row.purpose if asks else None,
        )
        turns.append(_turn(plain, times, stays, by_turn))
    worked = [desk for desk in desks.values() if desk.shifts]
    turnarounds = [time.turnaround_ms for time in called if time.turnaround_ms is not None]
    reactions = [time.reaction_ms for time in called if time.reaction_ms is not None and not time.is_own]
    return PastDay(
        day=rows.day,
        midnight=rows.midnight,
        turns=tuple(turns),
        desks=tuple(desk.as_desk() for desk in worked),
        breaks=tuple(rows.breaks),
        rules=rules,
        targets_ms=targets_ms,
        served={desk.counter_id: tuple(Span(time.at, time.left_at) for time in desk.times) for desk in worked},
        turnaround_ms=round(median(turnarounds)) if turnarounds else USUAL_PAUSE_MS,
        reaction_ms=round(median(reactions)) if reactions else USUAL_REACTION_MS,
    )


def _is_nobodys(row: TurnRow) -> bool:
    """Of a turn that nobody called: passed on while it waited, or a quick serve that was undone."""
    return row.state is TurnState.TRANSFERRED or row.origin is TurnOrigin.QUICK_SERVE


@dataclass(slots=True)
class _Time:
    """A stay as it is read from the stamps."""

    row: TurnRow
    counter_id: str
    at: Instant
    kind: str
    left_at: Instant = 0
    ready_at: Instant = 0
    """Since when it could have been called."""
    reaction_ms: int | None = None
    turnaround_ms: int | None = None

    @property
    def is_own(self) -> bool:
        return self.kind in (QUICK, RESUMED)


def _times_at_desks(rows: DayRows) -> list[_Time]:
    """Every stay with its end, in the order of the calls."""
    turns = {row.turn_id: row for row in rows.turns}
    times = sorted(
        (
            _Time(turns[call.turn_id], call.counter_id, call.called_at, call.kind)
            for call in rows.calls
            if call.turn_id in turns
        ),
        key=lambda time: time.at,
    )
    at_desk: dict[str, list[_Time]] = defaultdict(list)
    of_turn: dict[int, list[_Time]] = defaultdict(list)
    for time in times:
        at_desk[time.counter_id].append(time)
        of_turn[time.row.turn_id].append(time)
    holds: dict[int, list[Instant]] = defaultdict(list)
    for turn_id, at in rows.holds:
        holds[turn_id].append(at)
    for own in of_turn.values():
        for place, time in enumerate(own):
            after = own[place + 1].at if place + 1 < len(own) else None
            time.left_at = _left_at(time, after, holds[time.row.turn_id])
            time.ready_at = time.at if place else max(time.row.waiting_since, time.row.not_before or 0)
            time.ready_at = min(time.ready_at, time.at)
    for own in at_desk.values():
        for time, following in pairwise(own):
            time.left_at = min(time.left_at, following.at)
    return times


def _left_at(time: _Time, after: Instant | None, holds: Iterable[Instant]) -> Instant:
    """When the desk was free again, the next call there left aside."""
    held = [at for at in holds if time.at <= at and (after is None or at <= after)]
    if held:
        return min(held)
    row = time.row
    if after is None and row.ended_at is not None and row.state in _ENDED_AT_A_DESK:
        return max(time.at, min(row.ended_at, time.at + LONGEST_MS))
    return time.at + UNKNOWN_STAY_MS if after is None else min(after, time.at + UNKNOWN_STAY_MS)


class _Crowd:
    """For each service, at any moment: whether somebody waited to be called."""

    def __init__(self, rows: DayRows, times: Iterable[_Time]) -> None:
        self._from: dict[str, list[Instant]] = defaultdict(list)
        self._to: dict[str, list[Instant]] = defaultdict(list)
        self._waits: dict[str, list[Span]] = defaultdict(list)
        called = set()
        for time in times:
            called.add(time.row.turn_id)
            if not time.is_own:
                self._note(time.row.service, time.ready_at, time.at)
        for row in rows.turns:
            if row.turn_id not in called and row.state is not TurnState.VOIDED:
                self._note(row.service, row.waiting_since, row.ended_at or rows.closed_at)
        for moments in (*self._from.values(), *self._to.values()):
            moments.sort()

    def _note(self, service: str, since: Instant, until: Instant) -> None:
        until = max(since, until)
        self._from[service].append(since)
        self._to[service].append(until)
        self._waits[service].append(Span(since, until))

    def waits(self, counter: Counter, at: Instant) -> bool:
        """Whether somebody waited whom the counter serves."""
        return any(
            bisect_right(self._from.get(service, ()), at) > bisect_right(self._to.get(service, ()), at)
            for service in (*counter.services, *counter.second_services)
        )

    def until(self, counter: Counter, at: Instant) -> Instant:
        """When the last of those who waited then was called, or gave up."""
        return max(
            wait.end
            for service in (*counter.services, *counter.second_services)
            for wait in self._waits.get(service, ())
            if wait.start <= at < wait.end
        )


class _Worked:
    """A counter on that day, and what its gaps say."""

    def __init__(self, counter: Counter, rows: DayRows, times: Iterable[_Time]) -> None:
        self.counter = counter
        self.counter_id = counter.counter_id
        self.times = [time for time in times if time.counter_id == self.counter_id]
        mine = sorted((row for row in rows.shifts if row.counter_id == self.counter_id), key=lambda row: row.span.start)
        self.shifts = tuple(Shift(row.span, row.officer_id, row.languages) for row in mine)
        self._breaks = [self._kept(rest) for rest in rows.breaks]
        self._pauses = sorted((*rows.pauses.get(self.counter_id, ()), *self._breaks), key=lambda span: span.start)
        between = [Span(one.span.end, other.span.start) for one, other in pairwise(self.shifts)]
        self._off = sorted((*self._pauses, *between), key=lambda span: span.start)
        self._away: list[Span] = []

    def read_gaps(self, crowd: _Crowd) -> None:
        """Say of each gap between two stays whether it was a pause, an absence, or nobody came."""
        if not self.shifts or not self.times:
            return
        first, opened = self.times[0], self.shifts[0].span.start
        if first.ready_at <= opened or crowd.waits(self.counter, opened):
            self._away.append(Span(opened, max(opened, first.at)))
        else:
            self._react(first, first.ready_at)
        for time, following in pairwise(self.times):
            self._read(time, following, crowd)
        last, closed = self.times[-1], self.shifts[-1].span.end
        if crowd.waits(self.counter, last.left_at):
            self._rest(last, closed)

    def _read(self, time: _Time, following: _Time, crowd: _Crowd) -> None:
        start, end = time.left_at, following.at
        off = [span for span in self._off if span.start < end and span.end > start]
        expected = following.ready_at <= start
        waited = expected or crowd.waits(self.counter, start)
        if off:
            until_off = max(0, off[0].start - start)
            if waited and until_off <= LONGEST_TURNAROUND_MS:
                time.turnaround_ms = until_off
            back_at = max(span.end for span in off)
            if not waited and following.ready_at < off[0].start:
                self._away.append(Span(following.ready_at, off[0].start))
            if following.ready_at > back_at:
                self._react(following, following.ready_at)
            elif back_at < end:
                self._away.append(Span(back_at, end))
        elif not waited:
            self._react(following, following.ready_at)
        elif expected or end - start <= LONGEST_TURNAROUND_MS:
            self._rest(time, end)
        else:
            # Those who waited were called elsewhere; whoever came after them was called here as soon as seen.
            self._rest(time, min(following.ready_at, crowd.until(self.counter, start)))
            self._react(following, following.ready_at)

    def _rest(self, time: _Time, until: Instant) -> None:
        """People waited, and nobody was called before `until`."""
        if until - time.left_at <= LONGEST_TURNAROUND_MS:
            time.turnaround_ms = max(0, until - time.left_at)
        else:
            self._away.append(Span(time.left_at, until))

    def _react(self, time: _Time, ready_at: Instant) -> None:
        if time.at - ready_at <= LONGEST_REACTION_MS:
            time.reaction_ms = time.at - ready_at
        else:
            self._away.append(Span(ready_at, time.at))

    def _kept(self, rest: Span) -> Span:
        """What of a break nobody was called in: some work on into it, or begin before its end."""
        middle = (rest.start + rest.end) // 2
        calls = [time.at for time in self.times if rest.start <= time.at < rest.end]
        before = [at for at in calls if at <= middle]
        after = [at for at in calls if at > middle]
        return Span(max(before, default=rest.start), min(after, default=rest.end))

    def as_desk(self) -> DayDesk:
        return DayDesk(self.counter, self.shifts, tuple(self._pauses), tuple(self._away))


def _stays(times: Sequence[_Time]) -> tuple[Stay, ...]:
    stays = []
    left_at = None
    for time in times:
        stays.append(
            Stay(
                taken_ms=time.left_at - time.at,
                counter_id=time.counter_id,
                reaction_ms=time.reaction_ms,
                turnaround_ms=time.turnaround_ms,
                away_ms=0 if left_at is None else max(0, time.at - left_at),
                is_own=time.is_own,
            )
        )
        left_at = time.left_at
    return tuple(stays)


def _taken_by_service(times: Iterable[_Time]) -> dict[str, list[int]]:
    taken: dict[str, list[int]] = defaultdict(list)
    for time in times:
        if time.row.state is TurnState.FINISHED and not time.is_own and time.left_at > time.at:
            taken[time.row.service].append(time.left_at - time.at)
    return {service: sorted(seen) for service, seen in taken.items()}


def _assumed_stay(row: TurnRow, taken: Mapping[str, Sequence[int]], targets_ms: Mapping[str, int]) -> Stay:
    """A time at the desk for somebody who was never called: one of those that the service took that day, drawn by the
    turn's number, the same each time."""
    seen = taken.get(row.service)
    if not seen:
        return Stay(targets_ms.get(row.service, 15 * MINUTE_MS))
    return Stay(seen[(row.turn_id * _SPREADING) % 2**32 * len(seen) >> 32])


def _turn(
    row: TurnRow, times: Sequence[_Time], stays: tuple[Stay, ...], by_turn: Mapping[int, Sequence[_Time]]
) -> DayTurn:
    return DayTurn(
        turn_id=row.turn_id,
        service=row.service,
        rate=row.rate,
        ranked_at=row.ranked_at,
        arrival=row.arrival,
        waiting_since=row.waiting_since,
        stays=stays,
        waited_ms=times[0].at - row.waiting_since if times else None,
        language=row.language,
        purpose=row.purpose,
        for_counter=row.for_counter,
        for_officer=row.for_officer,
        not_before=row.not_before if not times or (row.not_before or 0) <= times[0].at else None,
        leaves_at=row.ended_at if row.state is TurnState.CANCELLED else None,
        from_turn=row.from_turn if row.from_turn in by_turn else None,
        done_at=times[-1].left_at if times else None,
        is_counted=row.origin is not TurnOrigin.QUICK_SERVE,
    )
