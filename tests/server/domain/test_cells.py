"""By service and hour: nothing that is shown, nor any difference of two views, tells of fewer than ten citizens."""

from collections.abc import Callable, Iterable
from itertools import chain, combinations, product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from server.domain.cells import GATHERED, SharedBlock, cell_levels, days_of_cells

OFFICERS, COUNTERS, SERVICES = ("CB01", "CB02", "CB03"), ("Q1", "Q2", "Q3"), "ABC"
DAYS = [f"2026-11-{n}" for n in range(20, 24)]
PERIODS = [(first, last) for first, last in product(DAYS, DAYS) if first <= last]

Drawn = tuple[str, str, dict[str, int], bool]
"""Whose block, how many ratings it has of each service, and whether a new day begins before it."""
Ratings = frozenset[tuple[int, str]]
"""Of which blocks, by their place, the ratings of which service: it is always all of them or none."""

PURE = [{service: 10} for service in SERVICES]
MIXES = some.one_of(
    some.sampled_from(PURE),
    some.tuples(some.integers(0, 10), some.integers(0, 10)).map(
        lambda cuts: {
            service: n
            for service, n in zip(SERVICES, (min(cuts), max(cuts) - min(cuts), 10 - max(cuts)), strict=True)
            if n
        }
    ),
)
TOWNS = some.lists(
    some.tuples(
        some.sampled_from(OFFICERS), some.sampled_from(COUNTERS), MIXES, some.integers(0, 7).map(lambda n: not n)
    ),
    max_size=GATHERED + 8,
)


def block(
    officer: str, counter: str, levels: dict[str, str], *, day: str = DAYS[0], counts: bool = True
) -> SharedBlock[str]:
    return SharedBlock(officer, counter, day, counts, levels)


def shared(town: list[Drawn], first: str, last: str, level_of: Callable[[int], str]) -> list[SharedBlock[str]]:
    at, made = 0, []
    for place, (officer, counter, mix, is_new_day) in enumerate(town):
        at = min(at + is_new_day, len(DAYS) - 1)
        levels = {service: level_of(place) * n for service, n in mix.items()}
        made.append(SharedBlock(officer, counter, DAYS[at], first <= DAYS[at] <= last, levels))
    return made


def views(town: list[Drawn], first: str, last: str) -> dict[tuple[str, ...], Ratings]:
    """Which ratings stand behind each figure of a period, and each of the province. Nine blocks at a time get a level
    of their own, and so say how many of their ratings are in it."""
    found: dict[tuple[str, ...], set[tuple[int, str]]] = {}
    for since in range(0, len(town), 9):
        made = shared(
            town, first, last, lambda place, since=since: str(place - since + 1 if 0 <= place - since < 9 else 0)
        )
        shown = {(service,): levels for service, levels in cell_levels(made).items() if levels}
        for key, levels in {**shown, **days_of_cells(made)}.items():
            of_view = found.setdefault(key, set())
            for level, n in levels.items():
                if level:
                    assert n == town[since + level - 1][2][key[-1]], "all ratings of a block and service, or none"
                    of_view.add((since + level - 1, key[-1]))
    return {key: frozenset(ratings) for key, ratings in found.items()}


def least_difference(town: list[Drawn], ratings: Iterable[tuple[int, str]]) -> int:
    """From that union of whole blocks which is nearest."""
    of_block = [0] * len(town)
    for place, service in ratings:
        of_block[place] += town[place][2][service]
    return sum(min(n, 10 - n) for n in of_block)


def beside_one(town: list[Drawn], ratings: Ratings) -> int:
    """How many ratings lie beside those of the officer or counter that has the most."""
    n = {place_service: town[place_service[0]][2][place_service[1]] for place_service in ratings}
    most = max(
        sum(n[one] for one in ratings if town[one[0]][which] == whose)
        for which, of in ((0, OFFICERS), (1, COUNTERS))
        for whose in of
    )
    return sum(n.values()) - most


def small_things(town: list[Drawn], moments: Iterable[int]) -> list[str]:
    """What somebody could subtract who looks at these moments, at every period and at the province's rows."""
    faults = []
    seen: dict[str, set[Ratings]] = {service: {frozenset()} for service in SERVICES}
    for moment, (first, last) in product({*moments, len(town)}, PERIODS):
        of_look = views(town[:moment], first, last)
        for key, ratings in of_look.items():
            seen[key[-1]].add(ratings)
        cells = [ratings for key, ratings in of_look.items() if len(key) == 1]
        unions = chain.from_iterable(combinations(cells, n) for n in range(1, len(cells) + 1))
        faults += [
            f"{first}..{last} of {moment}: {together} beside whole blocks"
            for together in unions
            if 0 < least_difference(town, frozenset().union(*together)) < 10
        ]
    for of_service in seen.values():
        for one, other in product(of_service, repeat=2):
            more = one - other
            if more and beside_one(town, more) < 10:
                faults.append(f"{one} less {other} is nearly one's own")
            if 0 < least_difference(town, more) < 10 or 0 < least_difference(town, one ^ other) < 10:
                faults.append(f"{one} less {other} beside whole blocks")
    return faults


A_RARE_ONE: list[Drawn] = [
    ("CB01", "Q1", {"A": 9, "B": 1}, False),
    ("CB01", "Q1", {"A": 10}, False),
    ("CB02", "Q2", {"A": 10}, False),
    ("CB03", "Q3", {"B": 10}, False),
]
"""CB01 had one citizen of B: the centre's A, less the two officers' own figures, would be that one."""
A_REST_OF_ONE: list[Drawn] = [
    ("CB01", "Q1", {"B": 10}, False),
    ("CB02", "Q2", {"C": 10}, False),
    ("CB01", "Q1", {"A": 9, "B": 1}, False),
    *[("CB03", "Q3", {"A": 10}, False), ("CB02", "Q2", {"A": 10}, False)] * GATHERED,
]
"""B and C are left out together, and of the blocks with A only one citizen's rating is among them."""


@settings(deadline=None)
@example(town=A_REST_OF_ONE, moment=GATHERED)
@example(town=A_RARE_ONE, moment=3)
@example(town=[*A_RARE_ONE[:3], ("CB03", "Q3", {"B": 10}, True)], moment=3)
@example(town=[("CB02", "Q2", {"A": 10}, False), ("CB03", "Q3", {"A": 10}, False), *A_RARE_ONE], moment=2)
@example(town=A_RARE_ONE * 6, moment=9)
@given(town=TOWNS, moment=some.integers(0, GATHERED + 8))
def test_nothing_that_can_be_subtracted_is_of_fewer_than_ten(town: list[Drawn], moment: int) -> None:
    assert small_things(town, (moment,)) == []


def test_one_citizen_of_a_rare_service_stays_unseen() -> None:
    """Neither at once nor when others come: the rare service is left out until ten stand beside it in blocks."""
    one, second = block("CB01", "Q1", {"A": "5" * 9, "B": "1"}), block("CB01", "Q1", {"A": "5" * 10})
    others = [block("CB02", "Q2", {"A": "4" * 10}), block("CB03", "Q3", {"B": "5" * 10})]
    assert cell_levels([one, second, *others]) == {"A": None, "B": None}
    assert days_of_cells([one, second, *others]) == {}
    mixed = [block("CB01", "Q1", {"A": "33333", "B": "22222"}), block("CB02", "Q2", {"A": "33333", "B": "22222"})]
    shown = cell_levels([one, second, *others, *mixed])
    assert shown == {"A": {5: 19, 4: 10, 3: 10}, "B": {1: 1, 5: 10, 2: 10}}, "eleven stand beside each other in blocks"


def test_a_rare_service_holds_the_others_back_for_so_many_blocks_and_no_longer() -> None:
    rare = [block("CB01", "Q1", {"A": "55", "B": "4444", "C": "3333"}), block("CB02", "Q2", {"A": "1", "B": "4" * 9})]
    usual = [block(officer, officer, {"B": "55555", "C": "44444"}) for officer in ("CB01", "CB02")]
    town = [*rare, *usual * (GATHERED // 2)][:GATHERED]
    assert cell_levels(town[:-1]) == {"A": None, "B": None, "C": None}
    shown = {cell: levels is not None for cell, levels in cell_levels(town).items()}
    assert shown == {"A": False, "B": True, "C": False}, (
        "the smallest beside it is left out too: alone it would be seen"
    )


def test_what_is_left_out_is_not_nearly_one_officers_either() -> None:
    """It is all of the blocks less what is shown."""
    own = [block("CB01", "Q1", {"A": "5" * 8, "B": "11"})] * (GATHERED // 2)
    others = [block("CB02", "Q2", {"A": "4" * 10})] * (GATHERED // 2)
    assert cell_levels([*own, *others]) == {"A": None, "B": None}
    its_own_blocks = [block("CB01", "Q1", {"B": "1" * 10})] * (GATHERED // 2)
    assert cell_levels([*others[:-1], *its_own_blocks, block("CB03", "Q3", {"A": "3" * 10})])["A"] == {4: 90, 3: 10}


def test_a_cell_of_nearly_one_officer_is_withheld() -> None:
    alone = block("CB01", "Q1", {"A": "5" * 10})
    second = block("CB02", "Q2", {"A": "2" * 10})
    assert cell_levels([alone, alone]) == {"A": None}
    assert cell_levels([alone, alone, second]) == {"A": {5: 20, 2: 10}}
    assert cell_levels([alone, alone, second, second]) == {"A": {5: 20, 2: 10}}, "one block more would be CB02's own"


def test_a_release_with_a_block_set_aside_is_left_out_whole() -> None:
    def of_two(level: str, *, counts: bool = True) -> list[SharedBlock[str]]:
        return [block("CB01", "Q1", {"A": level * 10}, counts=counts), block("CB02", "Q2", {"A": level * 10})]

    assert cell_levels([*of_two("5"), *of_two("1", counts=False), *of_two("3")]) == {"A": {5: 20, 3: 20}}
    assert days_of_cells([*of_two("5"), *of_two("1", counts=False)]) == {(DAYS[0], "A"): {5: 20}}


def test_days_are_made_of_the_releases_that_they_completed() -> None:
    first, second = block("CB01", "Q1", {"A": "5" * 10}), block("CB02", "Q2", {"A": "4" * 10}, day=DAYS[1])
    third, fourth = block("CB01", "Q1", {"A": "3" * 10}, day=DAYS[1]), block("CB02", "Q2", {"A": "2" * 10}, day=DAYS[1])
    found = days_of_cells([first, second, third, fourth])
    assert found == {(DAYS[1], "A"): {5: 10, 4: 10, 3: 10, 2: 10}}
    assert cell_levels([first, second, third, fourth]) == {"A": found[DAYS[1], "A"]}


@pytest.mark.parametrize("months", [("2026-11-30", "2026-12-01"), ("2026-12-01", "2026-11-30")])
def test_months_are_cut_apart(months: tuple[str, str]) -> None:
    one, other = (
        block(officer, officer, {"A": "5" * 10}, day=day) for officer, day in zip(("CB01", "CB02"), months, strict=True)
    )
    assert cell_levels([one, other]) == {"A": None}
