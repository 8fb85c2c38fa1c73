"""A centre on paper: the rules of the queue in memory, driven by simulated people, watched by whoever forecasts.

What it does not imitate: slips that fail, undo, ratings, the ends of holds and graces by the clock. The rules of who
is next, the planner and the people are the real ones.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import ClassVar

from server.domain.centre import Centre, Counter
from server.domain.eligibility import Desk, Desks
from server.domain.instant import Instant
from server.domain.next_ticket import Waiting, next_ticket
from server.domain.pace import PastTurn
from simulation.people.deeds import Deed, DeedKind, Happened, Outcome, Refused, Seen
from simulation.people.planning import Opening

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS


@dataclass(frozen=True, slots=True)
class PaperTurn:
    """One turn of a number of the day."""

    turn_id: int
    number: str
    service: str
    rate: str
    language: str
    ranked_at: Instant
    arrival: int
    waiting_since: Instant
    overtaken: int = 0
    first_overtaken_at: Instant | None = None
    called_at: Instant | None = None
    """First call."""
    for_counter: str | None = None
    for_officer: str | None = None
    purpose: str | None = None

    def as_waiting(self, *, is_second: bool) -> Waiting:
        return Waiting(
            self.turn_id,
            self.service,
            self.rate,
            self.ranked_at,
            self.arrival,
            self.overtaken,
            self.first_overtaken_at,
            is_second,
        )


@dataclass(slots=True)
class AtDesk:
    turn_id: int
    called_at: Instant
    is_serving: bool = False
    recalls: int = 0
    is_resumed: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    turn_id: int
    counter_id: str
    held_at: Instant


class PaperCentre:
    """One day. Instants are milliseconds; the day begins at `midnight`, and local time is what they say.

    `watch(turn)` is called for every number just given, before anything else happens.
    """

    def __init__(
        self,
        centre: Centre,
        counters: Mapping[str, Counter],
        opening: Opening,
        day: int,
        watch: Callable[[PaperTurn], None],
    ) -> None:
        self.centre = centre
        self.counters = counters
        self.opening = opening
        self.midnight: Instant = day * DAY_MS
        self.now: Instant = self.midnight
        self.turns: dict[int, PaperTurn] = {}
        self.waiting: set[int] = set()
        self.at_desks: dict[str, AtDesk] = {}
        self.signed_on: dict[str, str] = {}
        self.past: list[PastTurn] = []
        self.entered: dict[str, PaperTurn] = {}
        """Of each service who was called last for the first time."""
        self._day = str(day)
        self._watch = watch
        self._series: dict[str, int] = {}
        self._paused: dict[str, Instant] = {}
        self.held: dict[str, Held] = {}
        self._absent: dict[str, int] = {}

    @property
    def spans(self) -> list[tuple[Instant, Instant]]:
        return [(self.midnight + start, self.midnight + end) for start, end in self.opening.spans]

    def desks(self) -> Desks:
        return Desks(
            Desk(self.counters[at], officer, paused_since=self._paused.get(at))
            for at, officer in self.signed_on.items()
        )

    def candidates(self) -> list[PaperTurn]:
        """Who waits, and is not at a desk or on hold with another turn."""
        busy = {self.turns[here.turn_id].number for here in self.at_desks.values()} | self.held.keys()
        return [turn for turn in map(self.turns.__getitem__, self.waiting) if turn.number not in busy]

    def do(self, deed: Deed) -> Outcome:
        """For the play: `deed.at_ms` is when."""
        self.now = max(self.now, self.midnight + deed.at_ms)
        return self._ways[deed.kind](self, deed)

    def close(self) -> None:
        """Whoever still waits goes home."""
        self.waiting.clear()

    # --- deeds --------------------------------------------------------------------------------------------------

    def _take_ticket(self, deed: Deed) -> Outcome:
        citizen = deed.citizen
        assert citizen is not None
        if not self.opening.tickets_from <= self.now - self.midnight < self.opening.tickets_until:
            return Refused("tickets_stopped")
        turn_id = len(self.turns) + 1
        count = self._series[citizen.service] = self._series.get(citizen.service, 0) + 1
        turn = PaperTurn(
            turn_id,
            f"{citizen.service}{count:03d}",
            citizen.service,
            self.centre.rate_of(citizen.priority_group),
            citizen.language,
            self.now,
            turn_id,
            self.now,
        )
        self.turns[turn_id] = turn
        self._watch(turn)
        self.waiting.add(turn_id)
        return Happened(number=turn.number)

    def _sign_on(self, deed: Deed) -> Outcome:
        self.signed_on[deed.counter_id] = deed.officer_id
        return Happened()

    def _sign_off(self, deed: Deed) -> Outcome:
        self.signed_on.pop(deed.counter_id, None)
        self._paused.pop(deed.counter_id, None)
        return Happened()

    def _pause(self, deed: Deed) -> Outcome:
        self._paused[deed.counter_id] = self.now
        return Happened()

    def _call_next(self, deed: Deed) -> Outcome:
        self._paused.pop(deed.counter_id, None)
        finished = self._end(deed.counter_id)
        desks, counter = self.desks(), self.counters[deed.counter_id]
        line = [
            turn.as_waiting(is_second=desks.is_second(counter, turn))
            for turn in self.candidates()
            if desks.may_call(counter, turn)
        ]
        choice = next_ticket(line, self.now, self.centre.queue, partial(open_ms, self.spans))
        if choice is None:
            return Happened(finished=finished)
        for overtaken in choice.overtakes:
            turn = self.turns[overtaken]
            first = self.now if turn.first_overtaken_at is None else turn.first_overtaken_at
            self.turns[overtaken] = replace(turn, overtaken=turn.overtaken + 1, first_overtaken_at=first)
        turn = self.turns[choice.turn_id]
        if turn.called_at is None:
            turn = self.turns[choice.turn_id] = replace(turn, called_at=self.now)
            self.entered[turn.service] = turn
        self.waiting.discard(turn.turn_id)
        self.at_desks[deed.counter_id] = AtDesk(turn.turn_id, self.now)
        return Happened(number=turn.number, finished=finished)

    def _came(self, deed: Deed) -> Outcome:
        self.at_desks[deed.counter_id].is_serving = True
        return Happened(number=deed.number)

    def _recall(self, deed: Deed) -> Outcome:
        self.at_desks[deed.counter_id].recalls += 1
        return Happened(number=deed.number)

    def _finish(self, deed: Deed) -> Outcome:
        return Happened(number=self._end(deed.counter_id))

    def _did_not_come(self, deed: Deed) -> Outcome:
        here = self.at_desks[deed.counter_id]
        self._absent[self.turns[here.turn_id].number] = here.turn_id
        return Happened(number=self._end(deed.counter_id))

    def _let_back(self, deed: Deed) -> Outcome:
        absent = self._absent.pop(deed.number or "", None)
        if absent is None:
            return Refused("cannot_return")
        self.waiting.add(absent)
        return Happened(number=deed.number)

    def _hold(self, deed: Deed) -> Outcome:
        here = self.at_desks[deed.counter_id]
        number = self._end(deed.counter_id)
        assert number is not None
        self.held[number] = Held(here.turn_id, deed.counter_id, self.now)
        return Happened(number=number)

    def _resume(self, deed: Deed) -> Outcome:
        held = self.held.pop(deed.number or "", None)
        if held is None:
            return Refused("not_on_hold")
        self._paused.pop(deed.counter_id, None)
        finished = self._end(deed.counter_id)
        self.at_desks[deed.counter_id] = AtDesk(held.turn_id, self.now, is_resumed=True)
        return Happened(number=deed.number, finished=finished)

    def _transfer(self, deed: Deed) -> Outcome:
        turn = self.turns[self.at_desks[deed.counter_id].turn_id]
        self._end(deed.counter_id)
        self._add_turn(replace(turn, service=deed.service, waiting_since=self.now, called_at=None))
        return Happened(number=turn.number)

    def _add_service(self, deed: Deed) -> Outcome:
        here = self.at_desks[deed.counter_id]
        here.is_serving = True
        turn = self.turns[here.turn_id]
        self._add_turn(
            PaperTurn(0, turn.number, deed.service, turn.rate, turn.language, self.now, turn.arrival, self.now)
        )
        return Happened(number=turn.number)

    def _look(self, deed: Deed) -> Outcome:
        here = self.at_desks.get(deed.counter_id)
        if here is not None and not here.is_serving and here.recalls >= self.centre.queue.recall_limit:
            self._did_not_come(deed)  # the centre's limit has ended the call
            here = None
        return Seen(
            is_at_desk=self.signed_on.get(deed.counter_id) == deed.officer_id,
            is_day_open=True,
            number=None if here is None else self.turns[here.turn_id].number,
            is_serving=here is not None and here.is_serving,
        )

    def _nothing(self, _deed: Deed) -> Outcome:
        return Happened()

    def _add_turn(self, like: PaperTurn) -> None:
        turn_id = len(self.turns) + 1
        self.turns[turn_id] = replace(like, turn_id=turn_id)
        self.waiting.add(turn_id)

    def _end(self, counter_id: str) -> str | None:
        """The desk is free again, whatever becomes of the turn; its number."""
        here = self.at_desks.pop(counter_id, None)
        if here is None:
            return None
        turn = self.turns[here.turn_id]
        self.past.append(
            PastTurn(
                day=self._day,
                counter_id=counter_id,
                service=turn.service,
                rate=turn.rate,
                called_at=here.called_at,
                left_at=self.now,
                waiting_since=turn.waiting_since,
                hour=(here.called_at - self.midnight) // HOUR_MS,
                came_hour=(turn.waiting_since - self.midnight) // HOUR_MS,
                is_resumed=here.is_resumed,
            )
        )
        return turn.number

    _ways: ClassVar[dict[DeedKind, Callable[["PaperCentre", Deed], Outcome]]] = {
        DeedKind.TAKE_TICKET: _take_ticket,
        DeedKind.SAY_PRINTED: _nothing,
        DeedKind.RATE: _nothing,
        DeedKind.SIGN_ON: _sign_on,
        DeedKind.SIGN_OFF: _sign_off,
        DeedKind.CALL_NEXT: _call_next,
        DeedKind.RECALL: _recall,
        DeedKind.CAME: _came,
        DeedKind.FINISH: _finish,
        DeedKind.DID_NOT_COME: _did_not_come,
        DeedKind.LET_BACK: _let_back,
        DeedKind.LOOK: _look,
        DeedKind.HOLD: _hold,
        DeedKind.RESUME: _resume,
        DeedKind.TRANSFER: _transfer,
        DeedKind.ADD_SERVICE: _add_service,
        DeedKind.PAUSE: _pause,
    }


def open_ms(spans: list[tuple[Instant, Instant]], start: Instant, end: Instant) -> int:
    """Time between two instants of the day, the breaks between its spans left out."""
    breaks = [(before[1], after[0]) for before, after in pairwise(spans)]
    return max(0, end - start - sum(max(0, min(end, until) - max(start, since)) for since, until in breaks))
