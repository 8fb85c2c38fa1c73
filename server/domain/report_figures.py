"""The figures of reports: from columns of raw turns, told apart by anything, each with what stands behind it. Pure.

A turn's durations are None where a stamp is missing, was inferred, or lies across a jump of the clock: such a turn is
left out of that figure and of its n, and of nothing else. Columns and not objects: a year is 100,000 turns.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from itertools import compress
from typing import TypeVar

from server.domain.turns import TurnState
from server.domain.waiting_time import percentile

Key = TypeVar("Key", bound=Hashable)

LONGEST_BY_DAY, LONGEST_BY_WEEK = 62, 366
"""Days of a period up to which its course is shown day by day, and week by week."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Half of `n` took at most `p50_ms`, nine of ten at most `p90_ms` (nearest rank of the raw values)."""

    n: int = 0
    p50_ms: int | None = None
    p90_ms: int | None = None
    longest_ms: int | None = None


@dataclass(frozen=True, slots=True)
class TurnColumns:
    """Turns, one place in each column; those nobody held (voided, a quick serve that was undone) are not among them."""

    turn_ids: Sequence[int] = ()
    days: Sequence[str] = ()
    services: Sequence[str] = ()
    counters: Sequence[str | None] = ()
    officers: Sequence[str | None] = ()
    origins: Sequence[str] = ()
    states: Sequence[str] = ()
    since: Sequence[int] = ()
    """When each began to wait."""
    waits_ms: Sequence[int | None] = ()
    walks_ms: Sequence[int | None] = ()
    services_ms: Sequence[int | None] = ()
    """At the desk, holds taken out."""
    called_at: Sequence[int | None] = ()
    """First, and last; as `ended_at` read only for who asks where people were when."""
    called_last_at: Sequence[int | None] = ()
    ended_at: Sequence[int | None] = ()

    def within(self, targets_ms: Mapping[str, int]) -> list[bool | None]:
        """Of each turn, whether it was called within the target of its service; None: never called, or no target."""
        targets = [targets_ms.get(service) for service in self.services]
        return [
            None if wait is None or target is None else wait <= target
            for wait, target in zip(self.waits_ms, targets, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class TurnFigures:
    turns: int
    served: int
    no_shows: int
    waiting: Spread
    within: int
    """Of `within_of`, those called within the target of their service."""
    within_of: int
    """Of `waiting.n`, those whose service has a target: one that was removed from the set-up has none."""
    walk: Spread
    service: Spread

    @property
    def no_show_rate(self) -> float | None:
        """None: nobody was served, and nobody stayed away."""
        ended = self.no_shows + self.served
        return self.no_shows / ended if ended else None

    @property
    def service_level(self) -> float | None:
        return self.within / self.within_of if self.within_of else None


def figures_by(columns: TurnColumns, keys: Sequence[Key], is_within: Sequence[bool | None]) -> dict[Key, TurnFigures]:
    """The figures of the turns with each key, in the order of the keys' first turns.

    Args:
        is_within: of each turn, `TurnColumns.within`.
    """
    turns = Counter(keys)
    ends = Counter(zip(keys, columns.states, strict=True))
    within = Counter(compress(keys, is_within))
    within_of = Counter(compress(keys, (known is not None for known in is_within)))
    waits = spreads(keys, columns.waits_ms)
    walks = spreads(keys, columns.walks_ms)
    services = spreads(keys, columns.services_ms)
    return {
        key: TurnFigures(
            turns=count,
            served=ends[key, TurnState.FINISHED.value],
            no_shows=ends[key, TurnState.NO_SHOW.value],
            waiting=waits.get(key, Spread()),
            within=within[key],
            within_of=within_of[key],
            walk=walks.get(key, Spread()),
            service=services.get(key, Spread()),
        )
        for key, count in turns.items()
    }


def spreads(keys: Iterable[Key], values: Iterable[int | None]) -> dict[Key, Spread]:
    """The spread of the values with each key; None is no value."""
    grouped: dict[Key, list[int]] = defaultdict(list)
    for key, value in zip(keys, values, strict=True):
        if value is not None:
            grouped[key].append(value)
    return {key: spread(found) for key, found in grouped.items()}


def spread(values: Collection[int]) -> Spread:
    in_order = sorted(values)
    if not in_order:
        return Spread()
    return Spread(len(in_order), percentile(in_order, 0.5), percentile(in_order, 0.9), in_order[-1])


class Step(Enum):
    """What the course of a period is shown in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def step_of(days: int) -> Step:
    """Of a period of `days` days."""
    if days <= LONGEST_BY_DAY:
        return Step.DAY
    return Step.WEEK if days <= LONGEST_BY_WEEK else Step.MONTH


def stretch_of(day: str, days: int) -> str:
    """The first day of what `day` is shown with in the course of a period of `days` days: it, its week or its month."""
    step = step_of(days)
    if step is Step.DAY:
        return day
    on = date.fromisoformat(day)
    return str(on - timedelta(days=on.weekday()) if step is Step.WEEK else on.replace(day=1))


def last_of_stretch(first: str, days: int) -> str:
    """The last day of what begins on `first`, a result of `stretch_of`."""
    step = step_of(days)
    if step is Step.DAY:
        return first
    on = date.fromisoformat(first)
    if step is Step.WEEK:
        return str(on + timedelta(days=6))
    return str((on + timedelta(days=31)).replace(day=1) - timedelta(days=1))
