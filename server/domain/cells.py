"""Figures of the whole centre by service or hour, made of published blocks: they give nobody away. Pure.

A published block of ten of one officer holds ratings of several services and hours. Blocks are gathered in the order in
which they were published, within a calendar month, and told apart by cell only when nothing small can be subtracted:
a *release*. A figure is a sum of whole releases, whatever is asked. Within a release a cell may be told apart further,
into parts (a service into procedures), under the same rules. Rules: docs/ratings.md.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from operator import add, sub
from typing import Generic, TypeVar

from server.domain.scores import BLOCK

Cell = TypeVar("Cell", str, int)
"""What is alike about some ratings: a service, an hour."""

GATHERED = 20
"""Blocks after which a release waits no longer for a rare cell, and leaves it out."""


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
    parts: Mapping[tuple[Cell, str], str] = field(default_factory=dict)
    """The same of those of a cell's ratings that have a part of their own, by cell and name of the part."""


@dataclass(frozen=True, slots=True)
class _Release(Generic[Cell]):
    """Blocks that are told apart together, and the cells of which their ratings are shown."""

    blocks: Sequence[SharedBlock[Cell]]
    shown: Sequence[Cell]

    @property
    def counts(self) -> bool:
        return all(block.counts for block in self.blocks)

    def levels(self, cell: Cell) -> Counter[str]:
        return Counter("".join(block.levels.get(cell, "") for block in self.blocks))

    def levels_of_parts(self) -> dict[tuple[Cell, str], Counter[str]]:
        """Of each part that may be shown, and under an empty name of what else there is of its cell."""
        found = {(cell, ""): self.levels(cell) for cell in self.shown}
        for cell, part in self._parts_to_show():
            its = Counter("".join(block.parts.get((cell, part), "") for block in self.blocks))
            found[cell, part] = its
            found[cell, ""] -= its
        return {key: levels for key, levels in found.items() if levels}

    def _parts_to_show(self) -> list[tuple[Cell, str]]:
        """As many as may be told apart. What is not is put together under its cell, and then gives as little away.

        Cells and parts are told apart in the same release: whoever has the figures of both has unions of these parts.
        """
        keys: set[tuple[Cell, str]] = {key for block in self.blocks for key in block.parts if key[0] in self.shown}
        counted: dict[tuple[Cell, str], list[int]] = {
            key: [len(block.parts.get(key, "")) for block in self.blocks] for key in keys
        }
        shown: list[tuple[Cell, str]] = [key for key in counted if _is_of_many(self.blocks, counted[key])]
        whole: dict[Cell, list[int]] = {
            cell: [len(block.levels.get(cell, "")) for block in self.blocks] for cell in self.shown
        }
        left_out = [BLOCK - sum(of_block) for of_block in zip(*whole.values(), strict=True)]
        while shown:
            rests: dict[Cell, list[int]] = dict(whole)
            for key in shown:
                rests[key[0]] = list(map(sub, rests[key[0]], counted[key]))
            small = {cell for cell, rest in rests.items() if any(rest) and not _is_of_many(self.blocks, rest)}
            if not small and _tells_of_ten([left_out, *rests.values(), *(counted[key] for key in shown)]):
                break
            shown.remove(_fewest([key for key in shown if not small or key[0] in small], counted))
        return shown


class _Gathered(Generic[Cell]):
    """The blocks of a month that wait for their release."""

    def __init__(self) -> None:
        self.blocks: list[SharedBlock[Cell]] = []
        self._n: Counter[Cell] = Counter()

    def add(self, block: SharedBlock[Cell]) -> None:
        self.blocks.append(block)
        for cell, levels in block.levels.items():
            self._n[cell] += len(levels)

    def cells_to_show(self) -> list[Cell]:
        """All cells as soon as all may be shown, or after so many blocks as many as may be; empty: it has to wait.

        Those left out are one part more, for it is seen by subtraction: it must give as little away.
        """
        may_leave_out = len(self.blocks) % GATHERED == 0
        if not may_leave_out and min(self._n.values()) <= BLOCK:
            return []
        parts: dict[Cell, list[int]] = {
            cell: [len(block.levels.get(cell, "")) for block in self.blocks] for cell in self._n
        }
        shown: list[Cell] = [cell for cell in parts if _is_of_many(self.blocks, parts[cell])]
        if not may_leave_out:
            return shown if len(shown) == len(parts) and _tells_of_ten(list(parts.values())) else []
        while shown:
            rest = [0] * len(self.blocks)
            for cell in parts.keys() - set(shown):
                rest = list(map(add, rest, parts[cell]))
            is_whole = all(count in (0, BLOCK) for count in rest)
            if (is_whole or _is_of_many(self.blocks, rest)) and _tells_of_ten([rest, *(parts[cell] for cell in shown)]):
                break
            shown.remove(min(shown, key=lambda cell: (self._n[cell], cell)))
        return shown


def cell_levels(blocks: Iterable[SharedBlock[Cell]]) -> dict[Cell, dict[int, int] | None]:
    """The ratings by level that may be shown of each cell; None: there are some, and they are withheld.

    Args:
        blocks: every whole block of the months that the period touches, in the order of publication.
    """
    known = list(blocks)
    found: dict[Cell, Counter[str] | None] = {cell: None for block in known if block.counts for cell in block.levels}
    for release in _releases(known):
        if release.counts:
            for cell in release.shown:
                found[cell] = (found[cell] or Counter()) + release.levels(cell)
    return {cell: None if levels is None else _by_level(levels) for cell, levels in found.items()}


def days_of_cells(blocks: Iterable[SharedBlock[Cell]]) -> dict[tuple[str, Cell, str], dict[int, int]]:
    """The ratings by level that may be shown of each day, cell and part: whole releases, on the day that completed
    them. So a day's figure is made of the very releases that a month's is.

    A part that may not be shown, and what is of none, is under the cell with an empty name.

    Args:
        blocks: every whole block of some months, in the order of publication.
    """
    found: dict[tuple[str, Cell, str], Counter[str]] = defaultdict(Counter)
    for release in _releases(blocks):
        if release.counts:
            for (cell, part), levels in release.levels_of_parts().items():
                found[release.blocks[-1].last_day, cell, part] += levels
    return {key: _by_level(levels) for key, levels in found.items()}


def _releases(blocks: Iterable[SharedBlock[Cell]]) -> Iterator[_Release[Cell]]:
    """The releases in order. They follow from the blocks before them alone, so a later look finds the same ones, and no
    block is in two: whatever two views differ by, it is whole releases."""
    gathered: dict[str, _Gathered[Cell]] = defaultdict(_Gathered)
    for block in blocks:
        month = block.last_day[:7]
        gathered[month].add(block)
        shown = gathered[month].cells_to_show()
        if shown:
            yield _Release(gathered.pop(month).blocks, shown)


def _fewest(parts: Iterable[tuple[Cell, str]], counted: Mapping[tuple[Cell, str], Sequence[int]]) -> tuple[Cell, str]:
    return min(parts, key=lambda part: (sum(counted[part]), part))


def _is_of_many(blocks: Sequence[SharedBlock[Cell]], part: Sequence[int]) -> bool:
    """Ten ratings or more lie beside those of any one officer, and any one counter: it is nobody's own figure.

    Args:
        part: how many ratings it has of each of the blocks.
    """
    officers: Counter[str] = Counter()
    counters: Counter[str] = Counter()
    for block, count in zip(blocks, part, strict=True):
        officers[block.officer_id] += count
        counters[block.counter_id] += count
    n = sum(part)
    return all(n - most >= BLOCK for of in (officers, counters) for most in of.values())


def _tells_of_ten(parts: Sequence[Sequence[int]]) -> bool:
    """No union of these parts differs by one to nine ratings from any union of whole blocks; a part is told by how many
    ratings of each block it has.

    Two parts are tied by the ratings of which one stands beside one of the other in a block. A union that has one part
    of a tie and not the other differs from every union of whole blocks by as many ratings as the tie has: in each block
    it has at least those of the one and lacks at least those of the other. So parts may be told apart where ties of ten
    hold together all that any tie does: a union either parts such a tie, or none at all and is whole blocks.
    """
    group = list(range(len(parts)))
    weak = []
    for one, other in combinations(range(len(parts)), 2):
        tie = sum(map(min, parts[one], parts[other]))
        if tie >= BLOCK:
            group = [group[one] if its == group[other] else its for its in group]
        elif tie:
            weak.append((one, other))
    return all(group[one] == group[other] for one, other in weak)


def _by_level(levels: Mapping[str, int]) -> dict[int, int]:
    return {int(level): count for level, count in levels.items()}
