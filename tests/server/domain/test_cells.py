"""By service and hour: batches of ten of whole blocks, never nearly one officer's figure, never almost all."""

from collections import Counter
from itertools import product

from hypothesis import given
from hypothesis import strategies as some

from server.domain.cells import SharedBlock, cell_levels

OFFICERS, COUNTERS, SERVICES = ("CB01", "CB02", "CB03"), ("Q1", "Q2"), "ABC"
DAYS = [f"2026-11-{n}" for n in range(20, 26)]

BLOCKS = some.lists(
    some.tuples(
        some.sampled_from(OFFICERS),
        some.sampled_from(COUNTERS),
        some.lists(some.tuples(some.sampled_from(SERVICES), some.sampled_from("12345")), min_size=10, max_size=10),
        some.booleans(),
    ),
    max_size=24,
)


def block(
    officer: str, counter: str, levels: dict[str, str], *, day: str = DAYS[0], counts: bool = True
) -> SharedBlock[str]:
    return SharedBlock(officer, counter, day, counts, levels)


def shared(blocks: list, first: str, last: str) -> list[SharedBlock[str]]:
    """The blocks in the order of publication, a new day beginning before some."""
    at, made = 0, []
    for officer, counter, ratings, is_new_day in blocks:
        at = min(at + is_new_day, len(DAYS) - 1)
        levels: dict[str, str] = {}
        for service, level in ratings:
            levels[service] = levels.get(service, "") + level
        made.append(SharedBlock(officer, counter, DAYS[at], first <= DAYS[at] <= last, levels))
    return made


def figures(blocks: list[SharedBlock[str]]) -> dict[str, Counter[int] | None]:
    n = 10 * sum(block.counts for block in blocks)
    found = cell_levels(blocks, of_all=n)
    return {cell: None if levels is None else Counter(levels) for cell, levels in found.items()}


@given(blocks=BLOCKS, moment=some.integers(0, 24))
def test_a_cell_moves_by_ten_or_not_at_all(blocks: list, moment: int) -> None:
    """The same cell at two moments and in two periods: one taken from the other is nothing, or ten and more."""
    periods = [(first, last) for first, last in product(DAYS, DAYS) if first <= last]
    for service in SERVICES:
        seen = [
            figures(shared(some_of_them, *period)).get(service)
            for some_of_them, period in product((blocks[:moment], blocks), periods)
        ]
        shown = {tuple(sorted(one.items())): one for one in seen if one}
        for one, other in product(shown.values(), repeat=2):
            assert one.total() >= 10
            assert abs(one.total() - other.total()) == 0 or abs(one.total() - other.total()) >= 10


@given(blocks=BLOCKS)
def test_all_that_are_shown_leave_nothing_out_or_ten(blocks: list) -> None:
    made = shared(blocks, DAYS[0], DAYS[-1])
    shown = sum(one.total() for one in figures(made).values() if one)
    assert not shown or not 0 < 10 * len(made) - shown < 10


def test_a_cell_of_nearly_one_officer_is_withheld() -> None:
    alone = block("CB01", "Q1", {"A": "5" * 10})
    other = block("CB02", "Q2", {"A": "1" * 9, "B": "1"})
    second = block("CB02", "Q2", {"A": "2" * 10})
    assert cell_levels([alone, alone, other], of_all=30) == {"A": None, "B": None}
    assert cell_levels([alone, alone, second], of_all=30) == {"A": {5: 20, 2: 10}}


def test_a_batch_with_a_block_set_aside_is_left_out_whole() -> None:
    one = block("CB01", "Q1", {"A": "55555", "B": "44444"})
    aside = block("CB02", "Q2", {"A": "11111", "B": "11111"}, counts=False)
    whole = block("CB02", "Q2", {"A": "3" * 10})
    last = block("CB01", "Q1", {"A": "4" * 10})
    assert cell_levels([one, aside, whole, last], of_all=30) == {"A": {3: 10, 4: 10}, "B": None}


def test_months_are_cut_apart() -> None:
    def five(officer: str, day: str) -> SharedBlock[str]:
        return block(officer, officer, {"A": "5" * 5, "B": "5" * 5}, day=day)

    november = [five("CB01", "2026-11-30"), five("CB02", "2026-12-01")]
    assert cell_levels(november, of_all=20) == {"A": None, "B": None}
