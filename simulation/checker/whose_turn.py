"""Who has to be called next, told once more: an own telling of the rule in docs, not the server's."""

from collections.abc import Iterable, Mapping
from typing import Any

from simulation.checker.rules import Rules

Turn = Mapping[str, Any]


def rank(turn: Turn) -> tuple[int, int]:
    return turn["ranked_at"], turn["arrival"]


def line_of(turn: Turn) -> tuple[str, str]:
    """Inside a line of people nobody passes anybody."""
    return turn["service"], turn["rate"]


def may_be_called(turns: Iterable[Turn], counter_id: str, day: str, rules: Rules) -> list[Turn]:
    """Whoever waits today for a service of this counter and is not in cool-down, first come first."""
    services = rules.services_of.get(counter_id, frozenset())
    waiting = (
        turn
        for turn in turns
        if turn["state"] == "waiting"
        and turn["day"] == day
        and turn["service"] in services
        and turn["cool_down_until"] is None
    )
    return sorted(waiting, key=rank)


def weights(candidates: Iterable[Turn], now: int, rules: Rules) -> dict[str, int]:
    """Rate times waiting time of the first of each line."""
    found: dict[str, int] = {}
    for turn in candidates:
        name = "/".join(line_of(turn))
        found.setdefault(name, round(rules.rates.get(turn["rate"], 1) * (now - turn["ranked_at"])))
    return found


def who_is_next(candidates: list[Turn], now: int, rules: Rules) -> tuple[Turn, str]:
    """The turn to call, and the rule that says so; `candidates` in order of rank, at least one."""
    firsts: dict[tuple[str, str], Turn] = {}
    for turn in candidates:
        firsts.setdefault(line_of(turn), turn)
    too_often = {line_of(t) for t in candidates if t["overtaken"] >= rules.overtaken_at_most}
    too_long = {
        line_of(t)
        for t in candidates
        if t["first_overtaken_at"] is not None
        and rules.open_ms(t["first_overtaken_at"], now) >= rules.overtaken_for_at_most_ms
    }
    if too_often or too_long:
        chosen = min((firsts[line] for line in too_often | too_long), key=rank)
        return chosen, "overtaken_too_often" if line_of(chosen) in too_often else "overtaken_too_long"
    if len(firsts) == 1:
        return candidates[0], "only_group"
    weighed = weights(candidates, now, rules)
    best = max(firsts.values(), key=lambda turn: (weighed["/".join(line_of(turn))], -turn["arrival"]))
    return best, "longest_weighted_wait"
