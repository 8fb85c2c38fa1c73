"""In which order Next would call the people who wait now, if it were pressed again and again this moment."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from server.domain.centre import QueueRules
from server.domain.instant import Instant
from server.domain.next_ticket import Choice, Waiting, choose, lines_of


def call_order(
    waiting: Iterable[Waiting],
    now: Instant,
    rules: QueueRules,
    open_ms: Callable[[Instant, Instant], int],
    *,
    at_most: int,
) -> list[Choice]:
    """The next `at_most` of `calls_one_after_another`."""
    return list(islice(calls_one_after_another(waiting, now, rules, open_ms), at_most))


def calls_one_after_another(
    waiting: Iterable[Waiting], now: Instant, rules: QueueRules, open_ms: Callable[[Instant, Instant], int]
) -> Iterator[Choice]:
    """Every choice, each made after the ones before it, with their overtaking counted.

    `waiting`: whom one counter may call, marked by `is_second` where the service is one of its second ones.
    """
    lines = lines_of(waiting)
    while lines:
        choice = choose(lines, now, rules, open_ms)
        yield choice
        chosen = lines[choice.line].head
        for line in lines.values():
            line.pass_over(len(line.ahead_of(chosen)), now)
        lines[choice.line].let_head_go()
        if not lines[choice.line].turns:
            del lines[choice.line]
