"""Who is next: the waiting people of a counter in, the chosen turn and the reason out.

First come first served inside a (service, group); between groups the largest rate x waiting time, an
accumulating priority queue (Kleinrock 1964, "A delay dependent queue discipline"). Two bounds keep it
fair: a group in which somebody was overtaken too often, or too long ago, sends its head first.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

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
    """rate x wait of each group's head, by `service/group`: what was compared."""
    overtakes: tuple[int, ...]
    """Turns that rank earlier, that this counter could have called, in order of rank."""


def next_ticket(
    waiting: Iterable[Waiting],
    now: Instant,
    rules: QueueRules,
    open_ms: Callable[[Instant, Instant], int],
) -> Choice | None:
    """Choose among everyone this counter may serve and who is waiting; None when nobody is.

    `open_ms(a, b)` is the open time between two instants (lunch not counted), in milliseconds.
    """
    everyone = sorted(waiting, key=lambda turn: turn.rank)
    if not everyone:
        return None
    lines: dict[tuple[str, str], list[Waiting]] = {}
    for turn in everyone:
        lines.setdefault((turn.service, turn.group), []).append(turn)
    heads = [line[0] for line in lines.values()]
    weights = {f"{h.service}/{h.group}": round(rules.rates.get(h.group, 1) * (now - h.ranked_at)) for h in heads}
    chosen, rule = _choose(lines, weights, now, rules, open_ms)
    overtakes = tuple(turn.turn_id for turn in everyone if turn.rank < chosen.rank)
    return Choice(chosen.turn_id, rule, weights, overtakes)


def _choose(
    lines: dict[tuple[str, str], list[Waiting]],
    weights: dict[str, int],
    now: Instant,
    rules: QueueRules,
    open_ms: Callable[[Instant, Instant], int],
) -> tuple[Waiting, Rule]:
    too_often = [line[0] for line in lines.values() if any(t.overtaken >= rules.overtaken_at_most for t in line)]
    too_long = [line[0] for line in lines.values() if any(_overtaken_too_long(t, now, rules, open_ms) for t in line)]
    forced = {head.turn_id: head for head in too_often + too_long}
    if forced:
        head = min(forced.values(), key=lambda turn: turn.rank)
        return head, Rule.OVERTAKEN_TOO_OFTEN if head in too_often else Rule.OVERTAKEN_TOO_LONG
    heads = [line[0] for line in lines.values()]
    if len(heads) == 1:
        return heads[0], Rule.ONLY_GROUP
    # The heaviest first; at equal weight the one who arrived first.
    best = min(heads, key=lambda h: (-weights[f"{h.service}/{h.group}"], h.arrival))
    return best, Rule.LONGEST_WEIGHTED_WAIT


def _overtaken_too_long(
    turn: Waiting, now: Instant, rules: QueueRules, open_ms: Callable[[Instant, Instant], int]
) -> bool:
    if turn.first_overtaken_at is None:
        return False
    return open_ms(turn.first_overtaken_at, now) >= rules.overtaken_for_at_most_ms


def passed_by(turn: Waiting, waiting: Iterable[Waiting]) -> tuple[int, ...]:
    """Whom a named call of `turn` passes over: everyone the counter may serve who ranks earlier."""
    return tuple(other.turn_id for other in sorted(waiting, key=lambda t: t.rank) if other.rank < turn.rank)
