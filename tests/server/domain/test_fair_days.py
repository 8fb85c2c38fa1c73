"""Properties of whole days: second services, languages, purposes, people sent to a counter or officer, cool-downs,
reserved places, pauses. Who may be called is told once more here, in the words of the design."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as some

from server.domain.call_order import call_order
from server.domain.centre import Counter, QueueRules
from server.domain.eligibility import Desk, Desks
from server.domain.instant import MINUTE_MS
from server.domain.next_ticket import Choice, Rule, Waiting, next_ticket

COUNTERS = (
    Counter("Q1", 1, "Quầy số 1", ("A",), purposes=("collect", "ask")),
    Counter("Q2", 2, "Quầy số 2", ("B",), ("A",)),
    Counter("Q3", 3, "Quầy số 3", ("C", "A"), ("B",)),
)
OFFICERS = {"Q1": "CB01", "Q2": "CB02", "Q3": "CB03"}
LUNCH = (60 * MINUTE_MS, 90 * MINUTE_MS)


def open_ms(start: int, end: int) -> int:
    return max(0, end - start - max(0, min(end, LUNCH[1]) - max(start, LUNCH[0])))


@dataclass(frozen=True)
class Person:
    turn_id: int
    service: str
    group: str
    ranked_at: int
    language: str
    for_counter: str | None
    for_officer: str | None
    not_before: int | None
    overtaken: int = 0
    first_overtaken_at: int | None = None
    purpose: str | None = None

    @property
    def rank(self) -> tuple[int, int]:
        return self.ranked_at, self.turn_id


class Day:
    """People come, officers sign on, pause and call; the overtaking is counted as `apply` does."""

    def __init__(self, rules: QueueRules, speaks: dict[str, frozenset[str]]) -> None:
        self.rules = rules
        self.speaks = speaks
        self.now = 0
        self.next_id = 1
        self.waiting: dict[int, Person] = {}
        self.staffed: dict[str, bool] = {}
        """Whether the desk pauses."""
        self.called: list[int] = []

    # --- the design's words -----------------------------------------------------------------------------------

    def may_serve(self, counter: Counter, person: Person) -> bool:
        if person.for_counter is not None and person.for_counter in self.staffed:
            return person.for_counter == counter.counter_id
        if person.for_officer is not None:
            seat = next((at for at in self.staffed if OFFICERS[at] == person.for_officer), None)
            if seat is not None:
                return seat == counter.counter_id
        is_taken = person.purpose is None or counter.purposes == () or person.purpose in counter.purposes
        return is_taken and person.service in (*counter.services, *counter.second_services)

    def may_call(self, counter: Counter, person: Person) -> bool:
        if person.not_before is not None and person.not_before > self.now:
            return False
        if not self.may_serve(counter, person):
            return False
        speakers = [
            other.counter_id
            for other in COUNTERS
            if other.counter_id in self.staffed
            and not self.staffed[other.counter_id]
            and person.language in self.speaks[other.counter_id]
            and self.may_serve(other, person)
        ]
        return person.language == "vi" or not speakers or counter.counter_id in speakers

    def is_second(self, counter: Counter, person: Person) -> bool:
        was_sent = person.for_counter == counter.counter_id or (
            person.for_counter is None and person.for_officer == OFFICERS[counter.counter_id]
        )
        return person.service not in counter.services and not was_sent

    # --- what happens -----------------------------------------------------------------------------------------

    def come(self, person: Person) -> None:
        self.waiting[person.turn_id] = person
        self.next_id += 1

    def desks(self) -> Desks:
        by_id = {counter.counter_id: counter for counter in COUNTERS}
        return Desks(
            Desk(by_id[at], OFFICERS[at], self.speaks[at], 1 if away else None) for at, away in self.staffed.items()
        )

    def queue_of(self, counter: Counter) -> list[Waiting]:
        """As the server makes it: candidates by the rule of eligibility."""
        desks = self.desks()
        return [
            Waiting(
                person.turn_id,
                person.service,
                person.group,
                person.ranked_at,
                person.turn_id,
                person.overtaken,
                person.first_overtaken_at,
                desks.is_second(counter, person),
            )
            for person in self.waiting.values()
            if (person.not_before is None or person.not_before <= self.now) and desks.may_call(counter, person)
        ]

    def call(self, counter: Counter) -> Choice | None:
        self.staffed[counter.counter_id] = False  # Next ends a pause
        queue = self.queue_of(counter)
        allowed = {p.turn_id for p in self.waiting.values() if self.may_call(counter, p)}
        choice = next_ticket(queue, self.now, self.rules, open_ms)
        self._check(counter, choice, allowed)
        if choice is None:
            return None
        for turn_id in choice.overtakes:
            person = self.waiting[turn_id]
            first = self.now if person.first_overtaken_at is None else person.first_overtaken_at
            self.waiting[turn_id] = replace(person, overtaken=person.overtaken + 1, first_overtaken_at=first)
        del self.waiting[choice.turn_id]
        self.called.append(choice.turn_id)
        return choice

    def _check(self, counter: Counter, choice: Choice | None, allowed: set[int]) -> None:
        assert (choice is None) == (not allowed), "an open counter idles while somebody waits whom it may serve"
        if choice is None:
            return
        assert choice.turn_id in allowed, "somebody was called where they may not be"
        chosen = self.waiting[choice.turn_id]
        here = [self.waiting[turn_id] for turn_id in allowed]
        earlier = [person for person in here if person.rank < chosen.rank]
        assert list(choice.overtakes) == [p.turn_id for p in sorted(earlier, key=lambda p: p.rank)]
        of_line = (chosen.service, chosen.group, self.is_second(counter, chosen))
        for person in earlier:
            line = (person.service, person.group, self.is_second(counter, person))
            assert line != of_line, "inside a line nobody passes anybody"
            assert person.overtaken < self.rules.overtaken_at_most, "overtaken too often"
            if person.first_overtaken_at is not None:
                ago = open_ms(person.first_overtaken_at, self.now)
                assert ago < self.rules.overtaken_for_at_most_ms, "overtaken too long ago"
        if choice.rule is Rule.OVERTAKEN_TOO_OFTEN:
            assert any(person.overtaken >= self.rules.overtaken_at_most for person in here), "forced for nothing"
        elif choice.rule is Rule.OVERTAKEN_TOO_LONG:
            firsts = [p.first_overtaken_at for p in here if p.first_overtaken_at is not None]
            longest = max(open_ms(first, self.now) for first in firsts)
            assert longest >= self.rules.overtaken_for_at_most_ms, "forced too soon: lunch does not count"
        else:
            self._check_weight(counter, chosen, here)
        first_ones = [person for person in here if not self.is_second(counter, person)]
        if self.is_second(counter, chosen) and first_ones:
            assert choice.rule in (Rule.OVERTAKEN_TOO_OFTEN, Rule.OVERTAKEN_TOO_LONG), "a second service, unforced"

    def _check_weight(self, counter: Counter, chosen: Person, here: list[Person]) -> None:
        """Unforced, nobody of the same tier weighs more: rate x wait."""
        tier = self.is_second(counter, chosen)
        among = [person for person in here if self.is_second(counter, person) == tier]
        assert self.weight(chosen) == max(map(self.weight, among)), "a lighter one was called"

    def weight(self, person: Person) -> float:
        return round(self.rules.rates[person.group] * (self.now - person.ranked_at))


@some.composite
def days(draw: some.DrawFn) -> Day:
    rules = QueueRules(
        rates={"ordinary": 1, "priority": draw(some.sampled_from([1.5, 3, 20]))},
        overtaken_at_most=draw(some.sampled_from([1, 2, 5, 50])),  # with 50 the other bound decides
        overtaken_for_at_most_ms=draw(some.sampled_from([5, 20, 60])) * MINUTE_MS,
    )
    languages = some.frozensets(some.sampled_from(["en", "rad"]))
    day = Day(rules, {counter.counter_id: draw(languages) for counter in COUNTERS})
    day.staffed = {at: False for at in OFFICERS if draw(some.booleans())}
    return day


COMES = some.tuples(
    some.just("come"),
    some.fixed_dictionaries(
        {
            "service": some.sampled_from("ABC"),
            "group": some.sampled_from(["ordinary", "ordinary", "priority"]),
            "language": some.sampled_from(["vi", "vi", "en", "rad"]),
            "for_counter": some.sampled_from([None, None, None, "Q1", "Q2", "Q3"]),
            "for_officer": some.sampled_from([None, None, None, "CB01", "CB02", "CB09"]),
            "purpose": some.sampled_from([None, "collect", "submit"]),
            "later_min": some.sampled_from([None, None, None, 5, 30]),
        }
    ),
)
AT_A_DESK = some.tuples(some.sampled_from(["call", "call", "pause", "sign_off"]), some.integers(0, 2))
STEPS = some.lists(COMES | AT_A_DESK | some.tuples(some.just("wait"), some.integers(1, 12)), max_size=60)


def live(day: Day, steps: Iterable[tuple[str, object]]) -> None:
    for what, value in steps:
        if what == "come":
            assert isinstance(value, dict)
            later = value["later_min"]
            # A reserved place is claimed early: it ranks at its time, and is no candidate before.
            at = day.now if later is None else day.now + later * MINUTE_MS
            names = ("service", "group", "language", "for_counter", "for_officer", "purpose")
            person = {name: value[name] for name in names}
            day.come(Person(day.next_id, ranked_at=at, not_before=None if later is None else at, **person))
        elif what == "wait":
            assert isinstance(value, int)
            day.now += value * MINUTE_MS
        else:
            assert isinstance(value, int)
            counter = COUNTERS[value]
            if what == "call":
                day.call(counter)
            elif what == "pause" and counter.counter_id in day.staffed:
                day.staffed[counter.counter_id] = True
            elif what == "sign_off":
                day.staffed.pop(counter.counter_id, None)


@settings(max_examples=120)
@given(day=days(), steps=STEPS)
def test_a_day_keeps_every_rule_at_every_call(day: Day, steps: list[tuple[str, object]]) -> None:
    """`Day.call` checks: nobody idle, nobody called where they may not be, order inside a line, both bounds, second
    services after the first, the overtaken are those who rank earlier."""
    live(day, steps)
    assert all(person.overtaken <= day.rules.overtaken_at_most for person in day.waiting.values())


@settings(max_examples=60)
@given(day=days(), steps=STEPS)
def test_once_everybody_has_come_everybody_is_called(day: Day, steps: list[tuple[str, object]]) -> None:
    """Nobody starves: with every counter staffed, as many calls as people are enough, wherever they may be called."""
    live(day, steps)
    day.staffed = dict.fromkeys(OFFICERS, False)
    day.now += 60 * MINUTE_MS
    left = len(day.waiting)
    for _ in range(left):
        for counter in COUNTERS:
            day.call(counter)
    assert not day.waiting


@settings(max_examples=60)
@given(day=days(), group=some.sampled_from(["ordinary", "priority"]), ahead=some.integers(0, 6))
def test_nobody_starves_behind_an_endless_stream_for_the_first_services(day: Day, group: str, ahead: int) -> None:
    """x waits for a second service of the only counter there is, while its first services never run dry: x is called
    at the latest after those ahead of it and the overtakings allowed."""
    counter = COUNTERS[1]
    day.staffed = {counter.counter_id: False}

    def comes(service: str, of: str) -> int:
        day.come(Person(day.next_id, service, of, day.now, "vi", None, None, None))
        return day.next_id - 1

    for _ in range(ahead):
        comes("A", group)
    x = comes("A", group)
    for _ in range(ahead + 1 + (ahead + 1) * day.rules.overtaken_at_most):
        day.now += MINUTE_MS
        comes("B", "priority")
        comes("B", "ordinary")
        day.call(counter)
    assert x in day.called


@given(day=days(), steps=STEPS, data=some.data())
def test_the_same_people_give_the_same_answer_in_whatever_order_they_are_read(
    day: Day, steps: list[tuple[str, object]], data: some.DataObject
) -> None:
    live(day, steps)
    for counter in COUNTERS:
        queue = day.queue_of(counter)
        shuffled = data.draw(some.permutations(queue))
        assert next_ticket(queue, day.now, day.rules, open_ms) == next_ticket(shuffled, day.now, day.rules, open_ms)


@given(day=days(), steps=STEPS)
def test_the_list_of_the_console_begins_with_whom_next_calls_and_leaves_nobody_out(
    day: Day, steps: list[tuple[str, object]]
) -> None:
    """The list is what calling one after another at this moment gives, each rank of it."""
    live(day, steps)
    for counter in COUNTERS:
        queue = day.queue_of(counter)
        order = call_order(queue, day.now, day.rules, open_ms, at_most=len(queue) + 1)
        assert sorted(choice.turn_id for choice in order) == sorted(turn.turn_id for turn in queue)
        by_id, left = {turn.turn_id: turn for turn in queue}, list(queue)
        for choice in order:
            assert choice == next_ticket(left, day.now, day.rules, open_ms)
            left = [by_id[turn.turn_id] for turn in left if turn.turn_id != choice.turn_id]
            for place, turn in enumerate(left):
                if turn.turn_id in choice.overtakes:
                    first = day.now if turn.first_overtaken_at is None else turn.first_overtaken_at
                    left[place] = by_id[turn.turn_id] = replace(
                        turn, overtaken=turn.overtaken + 1, first_overtaken_at=first
                    )


def test_a_reserved_place_ranks_as_if_its_holder_had_come_at_the_appointed_time() -> None:
    day = Day(QueueRules(rates={"ordinary": 1, "priority": 3}), dict.fromkeys(OFFICERS, frozenset()))
    day.come(Person(1, "A", "ordinary", 10 * MINUTE_MS, "vi", None, None, 10 * MINUTE_MS))
    day.now = 5 * MINUTE_MS
    day.come(Person(2, "A", "ordinary", day.now, "vi", None, None, None))
    day.come(Person(3, "A", "ordinary", day.now, "vi", None, None, None))
    assert day.call(COUNTERS[0]) is not None and day.called == [2]
    day.now = 11 * MINUTE_MS
    day.come(Person(4, "A", "ordinary", day.now, "vi", None, None, None))
    while day.call(COUNTERS[0]):
        pass
    assert day.called == [2, 3, 1, 4]
