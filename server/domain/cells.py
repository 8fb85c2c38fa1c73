"""Figures of the whole centre by service or hour, made of published blocks: they give nobody away. Pure.

A published block of ten of one officer holds ratings of several services and hours. A cell takes its share of whole
blocks, in the order in which these were published, in batches of ten ratings or more: so it never moves by fewer. The
batches are cut within a calendar month, so that a period is reckoned from its own months. Rules: docs/ratings.md.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from server.domain.scores import BLOCK

Cell = TypeVar("Cell", bound=Hashable)
"""What is alike about some ratings: a service, an hour."""


@dataclass(frozen=True, slots=True)
class SharedBlock(Generic[Cell]):
    """A published block of ten, told apart by cell."""

    officer_id: str
    counter_id: str
    last_day: str
    """Service day of its last rating, ISO 8601: its month is the block's."""
    counts: bool
    """It lies wholly in the period that is asked for, and was not set aside."""
    levels: Mapping[Cell, str]
    """The level values of each cell's ratings, a digit each, such as `5545`; ten together."""


@dataclass(slots=True)
class _Batch:
    levels: str = ""
    officers: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    counters: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    n: int = 0
    counts: bool = True

    def take(self, other: "_Batch") -> None:
        self.n += other.n
        self.levels += other.levels
        _add(self.officers, other.officers)
        _add(self.counters, other.counters)


def _by_level(levels: str) -> dict[int, int]:
    return {int(level): count for level, count in Counter(levels).items()}


def _add(mine: dict[str, int], its: Mapping[str, int]) -> None:
    for key, count in its.items():
        mine[key] += count


def cell_levels(blocks: Iterable[SharedBlock[Cell]], *, of_all: int) -> dict[Cell, dict[int, int] | None]:
    """The ratings by level that may be shown of each cell; None: there are some, and they are withheld.

    A cell is withheld where fewer than ten of its ratings lie beside those of any one officer or counter, for it would
    be nearly that one's figure; and the smallest are, while all that are shown leave one to nine of the centre's out.

    Args:
        blocks: every whole block of the months that the period touches, in the order of publication.
        of_all: ratings in the blocks that count.
    """
    found: dict[Cell, _Batch] = defaultdict(_Batch)
    known = list(blocks)
    for block in known:
        if block.counts:
            for cell in block.levels:
                found.setdefault(cell, _Batch())
    for cell, _, batch in _batches(known):
        if batch.counts:
            found[cell].take(batch)
    shown = {cell: batch for cell, batch in found.items() if _stands_for_many(batch)}
    while shown and 0 < of_all - sum(batch.n for batch in shown.values()) < BLOCK:
        del shown[min(shown, key=lambda cell: shown[cell].n)]
    return {cell: _by_level(shown[cell].levels) if cell in shown else None for cell in found}


def days_of_cells(blocks: Iterable[SharedBlock[Cell]]) -> dict[tuple[str, Cell], dict[int, int]]:
    """The ratings by level that may be shown of each day and cell: whole batches, on the day that completed them.

    Batches follow each other until ten ratings lie beside those of any one officer and counter; then they are shown
    together. So a day's figure is made of the very batches that a month's is. The smallest of a month is withheld while
    all that are shown leave one to nine of its ratings out.

    Args:
        blocks: every whole block of some months, in the order of publication.
    """
    known = list(blocks)
    waiting: dict[tuple[str, Cell], _Batch] = defaultdict(_Batch)
    found: dict[tuple[str, Cell], str] = defaultdict(str)
    left: dict[str, int] = defaultdict(int)
    for block in known:
        if block.counts:
            left[block.last_day[:7]] += sum(map(len, block.levels.values()))
    for cell, last_day, batch in _batches(known):
        if not batch.counts:
            continue
        together = waiting[last_day[:7], cell]
        together.take(batch)
        if _stands_for_many(together):
            found[last_day, cell] += together.levels
            left[last_day[:7]] -= together.n
            del waiting[last_day[:7], cell]
    for month, count in left.items():
        while 0 < count < BLOCK and (of_month := [key for key in found if key[0][:7] == month]):
            smallest = min(of_month, key=lambda key: len(found[key]))
            count += len(found.pop(smallest))
    return {key: _by_level(levels) for key, levels in found.items()}


def _batches(blocks: Iterable[SharedBlock[Cell]]) -> Iterator[tuple[Cell, str, _Batch]]:
    """(cell, service day on which it was complete, batch) of each batch of ten or more, in order."""
    pending: dict[tuple[str, Cell], _Batch] = defaultdict(_Batch)
    for block in blocks:
        month = block.last_day[:7]
        for cell, levels in block.levels.items():
            batch = pending[month, cell]
            n = len(levels)
            batch.n += n
            batch.officers[block.officer_id] += n
            batch.counters[block.counter_id] += n
            batch.counts &= block.counts
            batch.levels += levels
            if batch.n >= BLOCK:
                yield cell, block.last_day, batch
                del pending[month, cell]


def _stands_for_many(batch: _Batch) -> bool:
    if batch.n < BLOCK:
        return False
    return all(batch.n - most >= BLOCK for of in (batch.officers, batch.counters) for most in of.values())
