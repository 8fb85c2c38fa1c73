"""Who is next: the waiting people of a counter in, the chosen turn and the reason out.

First come first served inside a (service, group); between groups the largest rate x waiting time, an
accumulating priority queue (Kleinrock 1964, "A delay dependent queue discipline"). A counter's second services
wait until nobody waits for its first ones. Two bounds keep it fair: a group in which somebody was overtaken too
often, or too long ago, sends its head first, and then first and second services are alike.

Whom a counter may call at all says `eligibility.py`.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from server.domain.centre import QueueRules
from server.domain.instant import Instant


@dataclass(frozen=True, slots=True)
class Waiting:
    """A turn that may be called by the counter in question."""

    turn_id: int
    service: str
    group: str
    """The rate at which it waits: `ordinary`, `priority`..."""
    ranked_at: Instant
    arrival: int
    """Breaks ties: the sequence in which tickets were issued."""
    overtaken: int
    first_overtaken_at: Instant | None
    is_second: bool = False
    """Of a service that the counter in question serves only when nobody waits for its first ones."""

    @property
    def line(self) -> str:
        """The people among whom it is first come first served, such as `A/ordinary` or `B/priority/second`."""
        return f"{self.service}/{self.group}/second" if self.is_second else f"{self.service}/{self.group}"

    @property
    def rank(self) -> tuple[Instant, int]:
        return self.ranked_at, self.arrival


class Rule(StrEnum):
    """Why this one: the rule that decided."""

    ONLY_GROUP = "only_group"
    """One line of people: the first of them."""
    LONGEST_WEIGHTED_WAIT = "longest_weighted_wait"
    OVERTAKEN_TOO_OFTEN = "overtaken_too_often"
    OVERTAKEN_TOO_LONG = "overtaken_too_long"


@dataclass(frozen=True, slots=True)
class Choice:
    turn_id: int
    rule: Rule
    weights_ms: dict[str, int]
    """rate x wait of each line's head, by line: what was compared. Lines of second services only stand by."""
    overtakes: tuple[int, ...]
    """Turns that rank earlier, that this counter could have called, in order of rank."""
    line: str
    """Where the chosen one waited."""


def next_ticket(
    waiting: Iterable[Waiting],
    now: Instant,
    rules: QueueRules,
    open_ms: Callable[[Instant, Instant], int],
) -> Choice | None:
    """Choose among everyone this counter may serve and who is waiting; None when nobody is.

    `open_ms(a, b)` is the open time between two instants (lunch not counted), in milliseconds.
    """
    lines = lines_of(waiting)
    return choose(lines, now, rules, open_ms) if lines else None


class Line:
    """The people of one line, first come first; how often each was overtaken may grow."""

    __slots__ = ("_counts", "_firsts", "_ranks", "turns")

    def __init__(self) -> None:
        self.turns: list[Waiting] = []
        self._ranks: list[tuple[Instant, int]] = []
        self._counts: list[int] = []
        self._firsts: list[Instant] = []

    def join(self, turn: Waiting) -> None:
        """Somebody who ranks after all who are there."""
        self.turns.append(turn)
        self._ranks.append(turn.rank)
        self._counts.append(turn.overtaken)
        self._firsts.append(NEVER if turn.first_overtaken_at is None else turn.first_overtaken_at)

    @property
    def head(self) -> Waiting:
        return self.turns[0]

    @property
    def most_overtaken(self) -> int:
        return max(self._counts)

    @property
    def first_overtaken_at(self) -> Instant | None:
        """When somebody of those who still wait was overtaken first: nobody waits longer than that one."""
        first = min(self._firsts)
        return None if first == NEVER else first

    def ahead_of(self, turn: Waiting) -> list[Waiting]:
        return self.turns[: bisect_left(self._ranks, turn.rank)]

    def let_head_go(self) -> None:
        for column in (self.turns, self._ranks, self._counts, self._firsts):
            del column[0]

    def pass_over(self, how_many: int, now: Instant) -> None:
        """The first `how_many` of the line are overtaken."""
        self._counts[:how_many] = [count + 1 for count in self._counts[:how_many]]
        self._firsts[:how_many] = [min(first, now) for first in self._firsts[:how_many]]


NEVER: Instant = 1 << 62


def lines_of(waiting: Iterable[Waiting]) -> dict[str, Line]:
    lines: dict[str, Line] = {}
    for turn in sorted(waiting, key=lambda turn: turn.rank):
        lines.setdefault(turn.line, Line()).join(turn)
    return lines


def choose(
    lines: Mapping[str, Line], now: Instant, rules: QueueRules, open_ms: Callable[[Instant, Instant], int]
) -> Choice:
    """The choice among lines of which none is empty."""
    weights = {
        name: round(rules.rates.get(line.head.group, 1) * (now - line.head.ranked_at)) for name, line in lines.items()
    }
    chosen, rule = _choose(lines, weights, now, rules, open_ms)
    ahead = [in_line for line in lines.values() if (in_line := line.ahead_of(chosen))]
    # Each is in order of rank; sorting what one line holds would be most of the work of a long queue.
    earlier = ahead[0] if len(ahead) == 1 else sorted(chain.from_iterable(ahead), key=lambda turn: turn.rank)
    return Choice(chosen.turn_id, rule, weights, tuple(turn.turn_id for turn in earlier), chosen.line)


def _choose(
    lines: Mapping[str, Line],
    weights: dict[str, int],
    now: Instant,
    rules: QueueRules,
    open_ms: Callable[[Instant, Instant], int],
) -> tuple[Waiting, Rule]:
    too_often = [line.head for line in lines.values() if line.most_overtaken >= rules.overtaken_at_most]
    too_long = [line.head for line in lines.values() if _overtaken_too_long(line, now, rules, open_ms)]
    if too_often or too_long:
        head = min(too_often + too_long, key=lambda turn: turn.rank)
        return head, Rule.OVERTAKEN_TOO_OFTEN if head in too_often else Rule.OVERTAKEN_TOO_LONG
    heads = [line.head for line in lines.values()]
    heads = [head for head in heads if not head.is_second] or heads
    if len(heads) == 1:
        return heads[0], Rule.ONLY_GROUP
    # The heaviest first; at equal weight the one who arrived first.
    best = min(heads, key=lambda head: (-weights[head.line], head.arrival))
    return best, Rule.LONGEST_WEIGHTED_WAIT


def _overtaken_too_long(
    line: Line, now: Instant, rules: QueueRules, open_ms: Callable[[Instant, Instant], int]
) -> bool:
    first = line.first_overtaken_at
    return first is not None and open_ms(first, now) >= rules.overtaken_for_at_most_ms


def passed_by(turn: Waiting, waiting: Iterable[Waiting]) -> tuple[int, ...]:
    """Whom a named call of `turn` passes over: everyone the counter may serve who ranks earlier."""
    return tuple(other.turn_id for other in sorted(waiting, key=lambda t: t.rank) if other.rank < turn.rank)
