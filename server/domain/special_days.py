"""What a centre promises on its special days, and how much of it was kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from server.domain.centre import SpecialDay
from server.domain.instant import Instant


@dataclass(frozen=True, slots=True)
class DayOfTurns:
    """One service day: how many turns were finished on it, and how many of them carry each tick."""

    day: date
    opened_at: Instant
    finished: int
    ticked: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class KeptPromise:
    """Of the turns finished on the special days, how many carry the tick."""

    days: int
    promised: int
    kept: int

    @property
    def share(self) -> float | None:
        """None: there was no such turn yet."""
        return self.kept / self.promised if self.promised else None


@dataclass(frozen=True, slots=True)
class RuleInForce:
    """The special days that the set-up named from a moment on."""

    since: Instant
    special_days: tuple[SpecialDay, ...]


def kept_promise(promise: SpecialDay, days: Iterable[DayOfTurns], rules: Sequence[RuleInForce]) -> KeptPromise:
    """How `promise` was kept on the days when it was in force as the day opened; `rules` in order of time."""
    count = promised = kept = 0
    for day in days:
        if day.day.weekday() != promise.weekday or not _promised(promise, day.opened_at, rules):
            continue
        count += 1
        promised += day.finished
        kept += day.ticked.get(promise.tick, 0)
    return KeptPromise(count, promised, kept)


def _promised(promise: SpecialDay, at: Instant, rules: Sequence[RuleInForce]) -> bool:
    in_force = next((rule for rule in reversed(rules) if rule.since <= at), None)
    return in_force is not None and any(
        (known.weekday, known.tick) == (promise.weekday, promise.tick) for known in in_force.special_days
    )
