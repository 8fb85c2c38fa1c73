"""The figures of reports: from columns of raw turns, told apart by anything, each with what stands behind it. Pure.

A turn's durations are None where a stamp is missing, was inferred, or lies across a jump of the clock: such a turn is
left out of that figure and of its n, and of nothing else. Columns and not objects: a year is 100,000 turns.
"""

from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from itertools import chain, compress
from typing import TypeVar

from server.domain.turns import TurnState
from server.domain.waiting_time import place_of

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


@dataclass(frozen=True, slots=True)
class Counted:
    """Turns with one key, counted so that several of them can be put together again without any loss."""

    turns: int = 0
    served: int = 0
    no_shows: int = 0
    within: int = 0
    within_of: int = 0
    waits_ms: Sequence[int] = ()
    """Ascending, as the two others."""
    walks_ms: Sequence[int] = ()
    services_ms: Sequence[int] = ()


def counted_by(columns: TurnColumns, keys: Sequence[Key], is_within: Sequence[bool | None]) -> dict[Key, Counted]:
    """The turns with each key, in the order of the keys' first turns.

    Args:
        is_within: of each turn, `TurnColumns.within`.
    """
    turns = Counter(keys)
    ends = Counter(zip(keys, columns.states, strict=True))
    within = Counter(compress(keys, is_within))
    within_of = Counter(compress(keys, (known is not None for known in is_within)))
    waits = _in_order(keys, columns.waits_ms)
    walks = _in_order(keys, columns.walks_ms)
    services = _in_order(keys, columns.services_ms)
    return {
        key: Counted(
            turns=count,
            served=ends[key, TurnState.FINISHED.value],
            no_shows=ends[key, TurnState.NO_SHOW.value],
            within=within[key],
            within_of=within_of[key],
            waits_ms=waits.get(key, ()),
            walks_ms=walks.get(key, ()),
            services_ms=services.get(key, ()),
        )
        for key, count in turns.items()
    }


def put_together(parts: Sequence[Counted]) -> Counted:
    return Counted(
        turns=sum(part.turns for part in parts),
        served=sum(part.served for part in parts),
        no_shows=sum(part.no_shows for part in parts),
        within=sum(part.within for part in parts),
        within_of=sum(part.within_of for part in parts),
        waits_ms=merged(part.waits_ms for part in parts),
        walks_ms=merged(part.walks_ms for part in parts),
        services_ms=merged(part.services_ms for part in parts),
    )


def figures_of(parts: Sequence[Counted]) -> TurnFigures:
    """Of all the parts together."""
    return TurnFigures(
        turns=sum(part.turns for part in parts),
        served=sum(part.served for part in parts),
        no_shows=sum(part.no_shows for part in parts),
        waiting=spread([part.waits_ms for part in parts]),
        within=sum(part.within for part in parts),
        within_of=sum(part.within_of for part in parts),
        walk=spread([part.walks_ms for part in parts]),
        service=spread([part.services_ms for part in parts]),
    )


def merged(runs: Iterable[Sequence[int]]) -> Sequence[int]:
    """The values of ascending runs in one, eight bytes each."""
    return array("q", sorted(chain.from_iterable(runs)))


def spread(runs: Iterable[Sequence[int]]) -> Spread:
    """Of the values of ascending runs, all together."""
    known = [run for run in runs if run]
    n = sum(map(len, known))
    if not n:
        return Spread()
    half, nine = place_of(0.5, n), place_of(0.9, n)
    if len(known) * _STEPS > n:
        values = sorted(chain.from_iterable(known))
        return Spread(n, values[half], values[nine], values[-1])
    return Spread(n, _at_place(known, half), _at_place(known, nine), max(run[-1] for run in known))


_STEPS = 32
"""Halvings from a day in milliseconds to one, each a look into every run: with fewer values sorting is quicker."""


def _at_place(runs: Sequence[Sequence[int]], place: int) -> int:
    """The value at a place (from 0) of all values in order: the smallest that more than `place` do not exceed."""
    low, high = min(run[0] for run in runs), max(run[-1] for run in runs)
    while low < high:
        middle = (low + high) // 2
        if sum(bisect_right(run, middle) for run in runs) > place:
            high = middle
        else:
            low = middle + 1
    return low


def _in_order(keys: Iterable[Key], values: Iterable[int | None]) -> dict[Key, Sequence[int]]:
    """The values with each key; None is no value."""
    grouped: dict[Key, list[int]] = defaultdict(list)
    for key, value in zip(keys, values, strict=True):
        if value is not None:
            grouped[key].append(value)
    return {key: array("q", sorted(found)) for key, found in grouped.items()}


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
