"""In which order Next would call the people who wait now, if it were pressed again and again this moment."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from server.domain.centre import QueueRules
from server.domain.instant import Instant
from server.domain.next_ticket import Choice, Waiting, next_ticket


def call_order(
    waiting: Iterable[Waiting],
    now: Instant,
    rules: QueueRules,
    open_ms: Callable[[Instant, Instant], int],
    *,
    at_most: int,
) -> list[Choice]:
    """The next `at_most` choices, each made after the ones before it, with their overtaking counted."""
    left = {turn.turn_id: turn for turn in waiting}
    order: list[Choice] = []
    while left and len(order) < at_most:
        choice = next_ticket(left.values(), now, rules, open_ms)
        if choice is None:
            break
        order.append(choice)
        del left[choice.turn_id]
        for overtaken in choice.overtakes:
            left[overtaken] = _overtaken_once_more(left[overtaken], now)
    return order


def _overtaken_once_more(turn: Waiting, now: Instant) -> Waiting:
    first = now if turn.first_overtaken_at is None else turn.first_overtaken_at
    return replace(turn, overtaken=turn.overtaken + 1, first_overtaken_at=first)
