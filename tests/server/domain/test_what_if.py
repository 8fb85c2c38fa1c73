"""A past day played again: an unchanged one comes out as it was, and each change does what people expect of it."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as some

from server.domain.centre import Counter, QueueRules
from server.domain.day_figures import day_figures, faith_of
from server.domain.instant import MINUTE_MS, SECOND_MS
from server.domain.next_ticket import Waiting, next_ticket
from server.domain.past_day import (
    CallRow,
    DayDesk,
    DayRows,
    DayTurn,
    PastDay,
    Shift,
    ShiftRow,
    Stay,
    TurnRow,
    past_day,
)
from server.domain.turns import TurnOrigin, TurnState
from server.domain.waiting_time import Span
from server.domain.what_if import Changes, MoreDesks, OtherHours, as_it_was, changed, play

HOUR_MS = 60 * MINUTE_MS
OPENS, CLOSES = 8 * HOUR_MS, 17 * HOUR_MS
LUNCH = Span(11 * HOUR_MS + 30 * MINUTE_MS, 13 * HOUR_MS + 30 * MINUTE_MS)
RULES = QueueRules(rates={"ordinary": 1, "priority": 3})
TARGETS = {"A": 20 * MINUTE_MS, "B": 20 * MINUTE_MS}
REACTION_MS = 4 * SECOND_MS
COUNTERS = (Counter("Q1", 1, "Quầy 1", ("A",)), Counter("Q2", 2, "Quầy 2", ("B",), ("A",)))


# --- a hall told once more, in the plainest words -----------------------------------------------------------


@dataclass
class Person:
    turn_id: int
    service: str
    rate: str
    comes_at: int
    taken_ms: int
    turnaround_ms: int
    reaction_ms: int
    overtaken: int = 0
    first_overtaken_at: int | None = None
    called_at: int | None = None
    counter: str = ""

    def as_waiting(self, counter: Counter) -> Waiting:
        return Waiting(
            self.turn_id,
            self.service,
            self.rate,
            self.comes_at,
            self.turn_id,
            self.overtaken,
            self.first_overtaken_at,
            not counter.serves_first(self.service),
        )


def open_ms(start: int, end: int) -> int:
    return max(0, end - start) - max(0, min(end, LUNCH.end) - max(start, LUNCH.start))


def live_through(people: Sequence[Person]) -> None:
    """Each desk calls whom the whole queue says, from eight to five, with lunch."""
    counters = {counter.counter_id: counter for counter in COUNTERS}
    by_id = {person.turn_id: person for person in people}
    free_since, busy, hands = dict.fromkeys(counters, 0), set(), set()
    waiting: list[Person] = []
    # (when, what first of one moment, counter or nothing, person or nothing)
    agenda: list[tuple[int, str, str, int]] = [(person.comes_at, "1 comes", "", person.turn_id) for person in people]
    agenda += [(at, "3 presses", name, 0) for at in (OPENS, LUNCH.end) for name in counters]
    heapq.heapify(agenda)
    while agenda:
        now, what, name, turn_id = heapq.heappop(agenda)
        works = OPENS <= now < LUNCH.start or LUNCH.end <= now < CLOSES
        if what == "1 comes":
            person = by_id[turn_id]
            waiting.append(person)
            idle = [one for one in counters if one not in busy | hands and counters[one].serves(person.service)]
            if works and idle:
                name = min(idle, key=lambda one: free_since[one])
                hands.add(name)
                heapq.heappush(agenda, (now + person.reaction_ms, "3 presses", name, 0))
            continue
        if what == "2 is ready":
            busy.discard(name)
            free_since[name] = now
        else:
            hands.discard(name)
        if not works or name in busy:
            continue
        mine = [person.as_waiting(counters[name]) for person in waiting if counters[name].serves(person.service)]
        choice = next_ticket(mine, now, RULES, open_ms)
        if choice is None:
            continue
        for passed in (by_id[number] for number in choice.overtakes):
            passed.overtaken += 1
            passed.first_overtaken_at = passed.first_overtaken_at or now
        called = by_id[choice.turn_id]
        waiting.remove(called)
        called.called_at, called.counter = now, name
        busy.add(name)
        heapq.heappush(agenda, (now + called.taken_ms + called.turnaround_ms, "2 is ready", name, 0))


def rows_of(people: Sequence[Person]) -> DayRows:
    """What the tables would hold of that day."""
    return DayRows(
        day="2026-11-20",
        midnight=0,
        closed_at=CLOSES,
        turns=[
            TurnRow(
                turn_id=person.turn_id,
                service=person.service,
                rate=person.rate,
                state=TurnState.EXPIRED if person.called_at is None else TurnState.FINISHED,
                origin=TurnOrigin.ISSUED,
                language="vi",
                purpose=None,
                for_counter=None,
                for_officer=None,
                ranked_at=person.comes_at,
                arrival=person.turn_id,
                waiting_since=person.comes_at,
                ended_at=CLOSES if person.called_at is None else person.called_at + person.taken_ms,
            )
            for person in people
        ],
        calls=[
            CallRow(person.turn_id, person.counter, person.called_at, "next")
            for person in people
            if person.called_at is not None
        ],
        holds=[],
        shifts=[ShiftRow(counter.counter_id, "CB", frozenset(), Span(OPENS, CLOSES)) for counter in COUNTERS],
        pauses={},
        breaks=[LUNCH],
    )


@some.composite
def people(draw: some.DrawFn, *, longest_turnaround_ms: int = 0) -> list[Person]:
    """No two people come in one millisecond: who comes first then is nobody's rule."""
    chance = Random(draw(some.integers(0, 2**32)))
    crowd = draw(some.integers(1, 70))
    found = []
    for turn_id in range(1, crowd + 1):
        minute = chance.triangular(0, 540, draw(some.sampled_from([30, 200, 400])))
        found.append(
            Person(
                turn_id=turn_id,
                service=chance.choice("AAB"),
                rate="priority" if chance.random() < 0.2 else "ordinary",
                comes_at=round(OPENS - 30 * MINUTE_MS + minute * MINUTE_MS) + chance.randrange(1000),
                taken_ms=chance.randrange(20 * SECOND_MS, 18 * MINUTE_MS),
                turnaround_ms=chance.randint(0, longest_turnaround_ms),
                reaction_ms=REACTION_MS,
            )
        )
    return found


@given(people())
@settings(max_examples=60)
def test_an_unchanged_day_comes_out_as_it_was(people: list[Person]) -> None:
    live_through(people)

    day = past_day(rows_of(people), COUNTERS, RULES, TARGETS)

    assert play(day).called_at == {one.turn_id: one.called_at for one in people if one.called_at is not None}
    assert as_it_was(day).called_at == play(day).called_at


@given(people(longest_turnaround_ms=MINUTE_MS))
@settings(max_examples=60)
def test_officers_who_take_a_breath_between_two_people_are_believed_to(people: list[Person]) -> None:
    """How long they take when nobody waits leaves no trace: somebody may be called a moment sooner or later."""
    live_through(people)

    day = past_day(rows_of(people), COUNTERS, RULES, TARGETS)

    assert faith_of(day, as_it_was(day), play(day)).off_ms == 0


@given(people())
@settings(max_examples=30)
def test_the_same_day_is_played_the_same_twice_and_is_not_used_up(people: list[Person]) -> None:
    live_through(people)
    day = past_day(rows_of(people), COUNTERS, RULES, TARGETS)
    more = changed(day, Changes(more=(MoreDesks("B", 2, OPENS, CLOSES),), second_services=False))

    assert play(more).called_at == play(more).called_at
    assert changed(day, Changes()) == day


# --- changes -----------------------------------------------------------------------------------------------------


def turn(turn_id: int, at_min: float, taken_min: float, service: str = "A", rate: str = "ordinary", **more) -> DayTurn:
    at = round(at_min * MINUTE_MS)
    return DayTurn(
        turn_id=turn_id,
        service=service,
        rate=rate,
        ranked_at=at,
        arrival=turn_id,
        waiting_since=at,
        stays=(Stay(round(taken_min * MINUTE_MS), reaction_ms=0, turnaround_ms=0),),
        **more,
    )


def desk(name: str, *services: str, second: tuple[str, ...] = (), opens: float = 0, closes: float = 540) -> DayDesk:
    counter = Counter(name, int(name[1:]), name, services, second)
    return DayDesk(counter, (Shift(Span(round(opens * MINUTE_MS), round(closes * MINUTE_MS)), f"CB-{name}"),))


def day_of(turns: Sequence[DayTurn], *desks: DayDesk, rules: QueueRules = RULES) -> PastDay:
    return PastDay("2026-11-20", 0, tuple(turns), desks, (), rules, TARGETS, turnaround_ms=0, reaction_ms=0)


def waits_min(day: PastDay) -> dict[int, float | None]:
    played = play(day)
    return {
        one.turn_id: None if (wait := played.wait_ms(one.turn_id)) is None else wait / MINUTE_MS for one in day.turns
    }


@given(
    some.lists(some.tuples(some.integers(0, 300), some.integers(1, 40)), min_size=1, max_size=60), some.integers(1, 4)
)
def test_one_more_desk_makes_nobodys_wait_longer_first_come_first_served(
    arrivals: list[tuple[int, int]], how_many: int
) -> None:
    turns = [turn(number, at, taken) for number, (at, taken) in enumerate(sorted(arrivals), 1)]
    day = day_of(turns, *(desk(f"Q{number}", "A", closes=10_000) for number in range(1, how_many + 1)))
    more = changed(day, Changes(more=(MoreDesks("A", 1, 0, 10_000 * MINUTE_MS),)))
    before, after = waits_min(day), waits_min(more)

    assert all(after[number] <= before[number] for number in before)
    p90 = [day_figures(which, which.desks, play(which)).all.p90_ms for which in (day, more)]
    assert p90[1] <= p90[0]


def test_a_desk_more_for_one_service_leaves_the_other_as_it_was() -> None:
    turns = [turn(n, n, 20, "AB"[n % 2]) for n in range(1, 13)]
    day = day_of(turns, desk("Q1", "A"), desk("Q2", "B"))
    before, after = waits_min(day), waits_min(changed(day, Changes(more=(MoreDesks("A", 1, 0, CLOSES),))))

    assert {n: after[n] for n in after if n % 2} == {n: before[n] for n in before if n % 2}
    assert max(after[n] for n in after if n % 2 == 0) < max(before[n] for n in before if n % 2 == 0)


def test_a_desk_that_does_not_open_leaves_its_service_to_the_others_or_to_nobody() -> None:
    turns = [turn(1, 0, 10), turn(2, 0, 10), turn(3, 0, 5, "B")]
    day = day_of(turns, desk("Q1", "A"), desk("Q2", "B", second=("A",)))

    assert waits_min(day) == {1: 0, 2: 5, 3: 0}
    assert waits_min(changed(day, Changes(closed=frozenset({"Q1"})))) == {1: 5, 2: 15, 3: 0}
    assert waits_min(changed(day, Changes(closed=frozenset({"Q2"})))) == {1: 0, 2: 10, 3: None}


def test_priority_goes_first_by_its_rate_and_not_at_all_when_only_the_order_counts() -> None:
    turns = [turn(1, 0, 10), turn(2, 1, 10), turn(3, 6, 10, rate="priority")]
    day = day_of(turns, desk("Q1", "A"))

    assert waits_min(day) == {1: 0, 2: 19, 3: 4}
    assert waits_min(changed(day, Changes(first_come_first_served=True))) == {1: 0, 2: 9, 3: 14}
    assert waits_min(changed(day, Changes(rates=(("priority", 2.0),)))) == {1: 0, 2: 9, 3: 14}
    assert waits_min(changed(day, Changes(rates=(("priority", 2.5),)))) == {1: 0, 2: 19, 3: 4}


def test_a_bound_on_overtaking_lets_somebody_go_sooner() -> None:
    rates = {"ordinary": 1.0, "priority": 50.0}
    unbounded = replace(RULES, rates=rates, overtaken_at_most=100, overtaken_for_at_most_ms=10 * HOUR_MS)
    turns = [turn(1, 0, 10), turn(2, 1, 10), *(turn(n, n, 10, rate="priority") for n in range(3, 8))]
    day = day_of(turns, desk("Q1", "A"), rules=unbounded)

    assert waits_min(day)[2] == 59
    assert waits_min(changed(day, Changes(overtaken_at_most=2)))[2] == 29
    assert waits_min(changed(day, Changes(overtaken_for_at_most_ms=25 * MINUTE_MS)))[2] == 39


def test_without_second_services_a_desk_waits_for_its_own() -> None:
    day = day_of([turn(1, 0, 10), turn(2, 0, 10)], desk("Q1", "A"), desk("Q2", "B", second=("A",)))

    assert waits_min(day) == {1: 0, 2: 0}
    assert waits_min(changed(day, Changes(second_services=False))) == {1: 0, 2: 10}


def test_a_desk_opens_earlier_or_later_and_closes_at_another_time() -> None:
    day = day_of([turn(1, 10, 10), turn(2, 10, 10)], desk("Q1", "A", opens=30, closes=60))

    assert waits_min(day) == {1: 20, 2: 30}
    assert waits_min(changed(day, Changes(hours=(OtherHours("Q1", opens_at=0),)))) == {1: 0, 2: 10}
    assert waits_min(changed(day, Changes(hours=(OtherHours("Q1", opens_at=35 * MINUTE_MS),)))) == {1: 25, 2: 35}
    assert waits_min(changed(day, Changes(hours=(OtherHours("Q1", closes_at=35 * MINUTE_MS),)))) == {1: 20, 2: None}


def test_an_absence_at_the_opening_belongs_to_that_opening() -> None:
    slow = replace(desk("Q1", "A", opens=30), away=(Span(30 * MINUTE_MS, 40 * MINUTE_MS),))
    day = day_of([turn(1, 10, 10)], slow)

    assert waits_min(day) == {1: 30}
    assert waits_min(changed(day, Changes(hours=(OtherHours("Q1", opens_at=20 * MINUTE_MS),)))) == {1: 10}


def test_somebody_who_gave_the_number_back_is_gone_unless_called_before() -> None:
    turns = [turn(1, 0, 30), turn(2, 1, 10, leaves_at=20 * MINUTE_MS), turn(3, 2, 10)]
    day = day_of(turns, desk("Q1", "A"))

    assert waits_min(day) == {1: 0, 2: None, 3: 28}
    assert waits_min(changed(day, Changes(more=(MoreDesks("A", 1, 0, CLOSES),)))) == {1: 0, 2: 0, 3: 9}


def test_who_comes_back_from_hold_is_called_there_first_and_a_transfer_follows_its_turn() -> None:
    held = replace(
        turn(1, 0, 10),
        stays=(
            Stay(10 * MINUTE_MS, "Q1", 0, 0),
            Stay(5 * MINUTE_MS, "Q1", 0, 0, away_ms=5 * MINUTE_MS, is_own=True),
        ),
        done_at=20 * MINUTE_MS,
    )
    moved = replace(turn(4, 20, 10, "B"), ranked_at=0, from_turn=1)
    day = day_of([held, turn(2, 1, 10), turn(3, 2, 10), moved], desk("Q1", "A"), desk("Q2", "B"))
    played = play(day)

    assert played.served["Q1"] == [
        Span(at * MINUTE_MS, to * MINUTE_MS) for at, to in ((0, 10), (10, 20), (20, 25), (25, 35))
    ]
    # It began to wait five minutes later than it did, because the turn before it ended so much later.
    assert (played.waiting_since[4], played.called_at[4]) == (25 * MINUTE_MS, 25 * MINUTE_MS)


def test_whoever_speaks_another_language_is_left_to_who_speaks_it() -> None:
    english = desk("Q2", "A")
    english = replace(english, shifts=(replace(english.shifts[0], languages=frozenset({"en"})),))
    day = day_of([turn(1, 0, 10), turn(2, 0, 10), turn(3, 1, 10, language="en")], desk("Q1", "A"), english)
    played = play(day)

    assert played.served["Q2"][-1] == Span(10 * MINUTE_MS, 20 * MINUTE_MS)
    assert waits_min(changed(day, Changes(closed=frozenset({"Q2"}))))[3] == 19


# --- what a day teaches -----------------------------------------------------------------------------------------


def test_who_was_never_called_gets_a_time_that_somebody_of_the_service_took() -> None:
    crowd = [Person(n, "A", "ordinary", OPENS + n, n * MINUTE_MS, 1, 1) for n in range(1, 60)]
    live_through(crowd)
    rows = rows_of(crowd)
    day = past_day(rows, COUNTERS, RULES, TARGETS)
    called = {person.taken_ms for person in crowd if person.called_at is not None}
    assumed = [one.stays[0].taken_ms for one in day.turns if one.waited_ms is None]

    assert assumed and set(assumed) <= called and len(set(assumed)) > 1


def test_a_no_show_takes_the_time_it_took_and_a_ghost_none() -> None:
    here, absent, ghost = (Person(n, "A", "ordinary", OPENS + n, 10 * MINUTE_MS, 0, 0) for n in (1, 2, 3))
    absent.taken_ms = 40 * SECOND_MS
    live_through([here, absent])
    rows = rows_of([here, absent, ghost])
    states = {1: TurnState.FINISHED, 2: TurnState.NO_SHOW, 3: TurnState.VOIDED}
    rows = replace(rows, turns=[replace(row, state=states[row.turn_id]) for row in rows.turns])
    day = past_day(rows, COUNTERS, RULES, TARGETS)

    assert [one.turn_id for one in day.turns] == [1, 2]
    assert day.turns[1].stays[0].taken_ms == 40 * SECOND_MS


def test_a_long_gap_while_people_wait_is_an_absence_and_no_pace() -> None:
    first, second = (Person(n, "A", "ordinary", OPENS + n, 10 * MINUTE_MS, 0, 0) for n in (1, 2))
    first.called_at, first.counter = OPENS + 1, "Q1"
    second.called_at, second.counter = OPENS + 45 * MINUTE_MS, "Q1"
    day = past_day(rows_of([first, second]), COUNTERS[:1], RULES, TARGETS)

    assert day.desks[0].away == (Span(OPENS + 1 + 10 * MINUTE_MS, OPENS + 45 * MINUTE_MS),)
    assert play(day).called_at == {1: first.called_at, 2: second.called_at}
    assert waits_min(changed(day, Changes(more=(MoreDesks("A", 1, OPENS, CLOSES),))))[2] < 1


# --- figures ---------------------------------------------------------------------------------------------------


def test_the_figures_of_a_day() -> None:
    turns = [turn(1, 0, 30), turn(2, 10, 30), turn(3, 40, 30), turn(4, 45, 5, "B")]
    day = day_of(turns, desk("Q1", "A"), desk("Q2", "A", opens=50))
    figures = day_figures(day, day.desks, play(day))

    # Waits of A: 0, 20, 10 (at Q2); nobody serves B.
    assert (figures.all.called, figures.all.not_called) == (3, 1)
    assert (figures.all.p50_ms, figures.all.p90_ms) == (10 * MINUTE_MS, 20 * MINUTE_MS)
    assert figures.all.longest_ms == 20 * MINUTE_MS and figures.all.within == 1
    assert {code: waits.called for code, waits in figures.services.items()} == {"A": 3, "B": 0}
    assert {at // MINUTE_MS: waits.called for at, waits in figures.half_hours.items()} == {0: 2, 30: 1}
    assert figures.last_at == 80 * MINUTE_MS
    assert figures.idle_ms == 0


def test_a_desk_is_idle_while_people_wait_only_as_long_as_it_is_open_and_free() -> None:
    slow = replace(turn(1, 10, 10), stays=(Stay(10 * MINUTE_MS, reaction_ms=2 * MINUTE_MS, turnaround_ms=0),))
    day = day_of([slow, turn(2, 40, 5, "B")], desk("Q1", "A", closes=60), desk("Q2", "A", opens=30, closes=60))

    assert day_figures(day, day.desks, play(day)).idle_ms == 2 * MINUTE_MS


def test_a_replay_far_from_the_truth_says_so() -> None:
    far = [replace(turn(n, 0, 10), waited_ms=50 * MINUTE_MS) for n in range(1, 4)]
    day = day_of(far, desk("Q1", "A"))
    faith = faith_of(day, as_it_was(day), play(day))

    assert (faith.people, faith.off_ms, faith.is_poor) == (3, 40 * MINUTE_MS, True)
    assert faith_of(day_of([]), as_it_was(day_of([])), play(day_of([]))).is_poor
