"""Properties of the order of calls, over generated queues, counters and days."""

from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as some

from server.domain.centre import QueueRules
from server.domain.instant import MINUTE_MS
from server.domain.next_ticket import Choice, Rule, Waiting, next_ticket

SERVICES = "ABC"
GROUPS = ("ordinary", "priority", "slow")


def all_time(start: int, end: int) -> int:
    return max(0, end - start)


@some.composite
def rules_of_a_centre(draw: some.DrawFn) -> QueueRules:
    return QueueRules(
        rates={"ordinary": 1, "priority": draw(some.sampled_from([1.5, 3, 20])), "slow": 0.5},
        overtaken_at_most=draw(some.integers(1, 5)),
        overtaken_for_at_most_ms=draw(some.sampled_from([5, 20, 60])) * MINUTE_MS,
    )


@some.composite
def queues(draw: some.DrawFn) -> list[Waiting]:
    """Long lines as well as many; in some nobody was overtaken, so that rates decide, and often two weigh the same."""
    services, groups = draw(some.sampled_from(["A", "AB", SERVICES])), draw(some.sampled_from([GROUPS[:1], GROUPS]))
    times, firsts = draw(
        some.sampled_from(
            [
                (some.just(0), some.none()),
                (some.sampled_from([0, 0, 0, 0, 6]), some.none()),
                (some.sampled_from([0, 0, 0, 1, 5, 6]), some.none() | some.integers(0, 40 * MINUTE_MS)),
            ]
        )
    )
    return [
        Waiting(
            turn_id,
            draw(some.sampled_from(services)),
            draw(some.sampled_from(groups)),
            draw(some.sampled_from([0, 11, 29, 37, 38, 39, 40])) * MINUTE_MS,
            turn_id,
            draw(times),
            draw(firsts),
        )
        for turn_id in range(1, draw(some.integers(1, 14)) + 1)
    ]


NOW = 41 * MINUTE_MS


@given(waiting=queues(), rules=rules_of_a_centre(), data=some.data())
def test_the_answer_depends_on_the_queue_and_not_on_its_order(
    waiting: list[Waiting], rules: QueueRules, data: some.DataObject
) -> None:
    shuffled = data.draw(some.permutations(waiting))
    assert next_ticket(waiting, NOW, rules, all_time) == next_ticket(shuffled, NOW, rules, all_time)


@given(waiting=queues(), rules=rules_of_a_centre())
def test_somebody_is_always_called_and_is_the_first_of_the_line(waiting: list[Waiting], rules: QueueRules) -> None:
    choice = next_ticket(waiting, NOW, rules, all_time)
    assert choice is not None
    chosen = next(turn for turn in waiting if turn.turn_id == choice.turn_id)
    line = [t for t in waiting if (t.service, t.group) == (chosen.service, chosen.group)]
    assert chosen.rank == min(turn.rank for turn in line)


@settings(max_examples=250)
@given(waiting=queues(), rules=rules_of_a_centre())
def test_whoever_is_at_the_bound_is_not_overtaken_again(waiting: list[Waiting], rules: QueueRules) -> None:
    choice = next_ticket(waiting, NOW, rules, all_time)
    assert choice is not None
    for turn in waiting:
        too_often = turn.overtaken >= rules.overtaken_at_most
        too_long = turn.first_overtaken_at is not None and (
            NOW - turn.first_overtaken_at >= rules.overtaken_for_at_most_ms
        )
        if too_often or too_long:
            assert turn.turn_id not in choice.overtakes


@settings(max_examples=250)
@given(waiting=queues(), rules=rules_of_a_centre())
def test_the_overtaken_are_exactly_those_who_rank_earlier(waiting: list[Waiting], rules: QueueRules) -> None:
    choice = next_ticket(waiting, NOW, rules, all_time)
    assert choice is not None
    chosen = next(turn for turn in waiting if turn.turn_id == choice.turn_id)
    earlier = sorted((turn for turn in waiting if turn.rank < chosen.rank), key=lambda turn: turn.rank)
    assert choice.overtakes == tuple(turn.turn_id for turn in earlier)


@settings(max_examples=250)
@given(waiting=queues(), rules=rules_of_a_centre())
def test_unforced_the_heaviest_is_called_and_of_equals_whoever_came_first(
    waiting: list[Waiting], rules: QueueRules
) -> None:
    choice = next_ticket(waiting, NOW, rules, all_time)
    assert choice is not None
    if choice.rule is Rule.LONGEST_WEIGHTED_WAIT:
        weights = {turn.turn_id: round(rules.rates[turn.group] * (NOW - turn.ranked_at)) for turn in waiting}
        heaviest = [turn for turn in waiting if weights[turn.turn_id] == max(weights.values())]
        heads = {(turn.service, turn.group): turn for turn in sorted(heaviest, key=lambda t: t.rank, reverse=True)}
        assert choice.turn_id == min(heads.values(), key=lambda turn: turn.arrival).turn_id


@dataclass
class Day:
    """A centre's day in memory: people come, counters call, the overtaking is counted as `apply` does."""

    rules: QueueRules
    now: int = 0
    next_id: int = 1

    def __post_init__(self) -> None:
        self.waiting: dict[int, Waiting] = {}
        self.overtaken: dict[int, int] = {}
        self.called: list[int] = []
        self.calls_after_bound: dict[int, int] = {}

    def arrive(self, service: str, group: str) -> None:
        turn = Waiting(self.next_id, service, group, self.now, self.next_id, 0, None)
        self.waiting[turn.turn_id] = turn
        self.overtaken[turn.turn_id] = 0
        self.next_id += 1

    def call(self, services: str) -> Choice | None:
        eligible = [turn for turn in self.waiting.values() if turn.service in services]
        choice = next_ticket(eligible, self.now, self.rules, all_time)
        assert (choice is None) == (not eligible), "a free counter idles while somebody waits for it"
        if choice is None:
            return None
        for turn_id in choice.overtakes:
            turn = self.waiting[turn_id]
            first = self.now if turn.first_overtaken_at is None else turn.first_overtaken_at
            self.waiting[turn_id] = replace(turn, overtaken=turn.overtaken + 1, first_overtaken_at=first)
            self.overtaken[turn_id] += 1
        del self.waiting[choice.turn_id]
        self.called.append(choice.turn_id)
        return choice


STEPS = some.lists(
    some.one_of(
        some.tuples(some.just("arrive"), some.sampled_from(SERVICES), some.sampled_from(GROUPS)),
        some.tuples(some.just("call"), some.sampled_from(["A", "AB", "BC", "ABC", "C"]), some.just("")),
        some.tuples(some.just("wait"), some.integers(1, 10), some.just("")),
    ),
    max_size=80,
)


@settings(max_examples=60)
@given(rules=rules_of_a_centre(), steps=STEPS)
def test_over_a_day_nobody_is_overtaken_more_often_than_the_bound(
    rules: QueueRules, steps: list[tuple[str, str | int, str]]
) -> None:
    """The bound is exact for everyone, at any mix of counters: a caller who could take x sees that x is at it."""
    day = Day(rules)
    for what, value, group in steps:
        if what == "arrive":
            day.arrive(str(value), group)
        elif what == "call":
            day.call(str(value))
        else:
            day.now += int(value) * MINUTE_MS
        assert all(count <= rules.overtaken_at_most for count in day.overtaken.values())


@settings(max_examples=40)
@given(rules=rules_of_a_centre(), before=some.integers(0, 8), data=some.data())
def test_nobody_starves_under_an_endless_stream_of_priority(
    rules: QueueRules, before: int, data: some.DataObject
) -> None:
    """While its service is called, x is called at the latest after those ahead of it and the overtakings allowed.

    Each call either serves somebody who ranks before x, or overtakes x, or is x: so x waits for at most
    (people before it) + (bound) calls, whoever else comes.
    """
    day = Day(rules)
    for _ in range(before):
        day.arrive("A", data.draw(some.sampled_from(GROUPS)))
    day.now += MINUTE_MS
    day.arrive("A", "slow")
    x = day.next_id - 1
    for _ in range(before + rules.overtaken_at_most + 1):
        day.now += data.draw(some.integers(0, 5)) * MINUTE_MS
        day.arrive("A", "priority")
        day.arrive("A", "priority")
        day.call("A")
    assert x in day.called


@settings(max_examples=40)
@given(rules=rules_of_a_centre(), waiting=queues())
def test_inside_a_line_people_are_called_in_the_order_they_came(rules: QueueRules, waiting: list[Waiting]) -> None:
    day = Day(rules, now=NOW)
    day.waiting = {turn.turn_id: turn for turn in waiting}
    day.overtaken = {turn.turn_id: 0 for turn in waiting}
    while day.call(SERVICES):
        day.now += MINUTE_MS
    assert len(day.called) == len(waiting)
    by_id = {turn.turn_id: turn for turn in waiting}
    for service in SERVICES:
        for group in GROUPS:
            line = [by_id[t].rank for t in day.called if (by_id[t].service, by_id[t].group) == (service, group)]
            assert line == sorted(line)
