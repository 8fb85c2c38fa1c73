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
    officer: str,
    counter: str,
    levels: dict[str, str],
    parts: dict[tuple[str, str], str] | None = None,
    *,
    day: str = DAYS[0],
    counts: bool = True,
) -> SharedBlock[str]:
    return SharedBlock(officer, counter, day, counts, levels, parts or {})


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
        for key, levels in {**shown, **of_days(made)}.items():
            of_view = found.setdefault(key, set())
            for level, n in levels.items():
                if level:
                    assert n == town[since + level - 1][2][key[-1]], "all ratings of a block and service, or none"
                    of_view.add((since + level - 1, key[-1]))
    return {key: frozenset(ratings) for key, ratings in found.items()}


def of_days(blocks: Iterable[SharedBlock[str]]) -> dict[tuple[str, str], dict[int, int]]:
    """Of blocks whose services have no parts."""
    found = days_of_cells(blocks)
    assert all(part == "" for _, _, part in found)
    return {(day, cell): levels for (day, cell, _), levels in found.items()}


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
    assert of_days([one, second, *others]) == {}
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
    assert of_days([*of_two("5"), *of_two("1", counts=False)]) == {(DAYS[0], "A"): {5: 20}}


def test_days_are_made_of_the_releases_that_they_completed() -> None:
    first, second = block("CB01", "Q1", {"A": "5" * 10}), block("CB02", "Q2", {"A": "4" * 10}, day=DAYS[1])
    third, fourth = block("CB01", "Q1", {"A": "3" * 10}, day=DAYS[1]), block("CB02", "Q2", {"A": "2" * 10}, day=DAYS[1])
    found = of_days([first, second, third, fourth])
    assert found == {(DAYS[1], "A"): {5: 10, 4: 10, 3: 10, 2: 10}}
    assert cell_levels([first, second, third, fourth]) == {"A": found[DAYS[1], "A"]}


@pytest.mark.parametrize("months", [("2026-11-30", "2026-12-01"), ("2026-12-01", "2026-11-30")])
def test_months_are_cut_apart(months: tuple[str, str]) -> None:
    one, other = (
        block(officer, officer, {"A": "5" * 10}, day=day) for officer, day in zip(("CB01", "CB02"), months, strict=True)
    )
    assert cell_levels([one, other]) == {"A": None}


# --- services and their procedures ---------------------------------------------------------------------------------

ERRANDS = ("A", "A1", "A2", "B", "B1")
"""A service, or a service and what was looked up."""
FINE_MIXES = some.lists(some.sampled_from(ERRANDS), min_size=10, max_size=10).map(
    lambda errands: {errand: errands.count(errand) for errand in sorted(set(errands))}
)
FINE_TOWNS = some.lists(
    some.tuples(
        some.sampled_from(OFFICERS[:2]),
        some.sampled_from(COUNTERS[:2]),
        some.one_of(FINE_MIXES, some.sampled_from([{"A1": 10}, {"A1": 5, "A": 5}, {"A1": 6, "B": 4}, {"B1": 10}])),
    ).map(lambda drawn: (*drawn, False)),
    max_size=GATHERED + 8,
)


def fine_views(town: list[Drawn]) -> list[Ratings]:
    """Which ratings stand behind each figure of a service, and behind each of the province's rows."""
    found: dict[object, set[tuple[int, str]]] = {}
    for place, (_, _, mix, _) in enumerate(town):
        # This block's ratings have a level of their own: so each figure says how many of them are in it.
        made = [
            block(officer, counter, *fine_levels(its, "1" if at == place else "5"))
            for at, (officer, counter, its, _) in enumerate(town)
        ]
        for service, levels in cell_levels(made).items():
            of_service = {errand for errand in mix if errand[0] == service}
            if levels and levels.get(1):
                assert levels[1] == sum(mix[errand] for errand in of_service)
                found.setdefault(service, set()).update((place, errand) for errand in of_service)
        rows = {(cell, part): levels for (_, cell, part), levels in days_of_cells(made).items() if levels.get(1)}
        told = {cell + part for cell, part in rows if part}
        for (cell, part), levels in rows.items():
            behind = {cell + part} if part else {errand for errand in mix if errand[0] == cell and errand not in told}
            assert levels[1] == sum(mix[errand] for errand in behind)
            found.setdefault((cell, part), set()).update((place, errand) for errand in behind)
    return [frozenset(ratings) for ratings in found.values()]


def fine_levels(mix: dict[str, int], level: str) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    services: dict[str, str] = {}
    for errand, n in mix.items():
        services[errand[0]] = services.get(errand[0], "") + level * n
    return services, {(errand[0], errand[1:]): level * n for errand, n in mix.items() if errand[1:]}


MANY_OF_ONE_ERRAND: list[Drawn] = [
    ("CB01", "Q1", {"A1": 4, "A": 4, "B": 2}, False),
    ("CB02", "Q2", {"A1": 4, "A": 4, "B": 2}, False),
] * 5
ONE_BESIDE_THE_OTHERS: list[Drawn] = [
    ("CB01", "Q1", {"A1": 9, "A": 1}, False),
    ("CB02", "Q2", {"A1": 5, "B": 5}, False),
    ("CB01", "Q1", {"A1": 5, "B": 5}, False),
    ("CB02", "Q2", {"A1": 10}, False),
    *[("CB01", "Q1", {kind: 10}, False) for kind in "AB"],
    *[("CB02", "Q2", {kind: 10}, False) for kind in "AB"],
]
"""Twenty-one of A looked nothing up, twenty of them in whole blocks: the difference would be one citizen."""
ONE_WITHOUT_AN_ERRAND: list[Drawn] = [
    ("CB01", "Q1", {"A1": 9, "A": 1}, False),
    ("CB02", "Q2", {"A1": 10}, False),
    ("CB01", "Q1", {"A1": 10}, False),
    ("CB02", "Q2", {"A1": 10}, False),
]


@settings(deadline=None, max_examples=60)
@example(town=MANY_OF_ONE_ERRAND)
@example(town=ONE_WITHOUT_AN_ERRAND)
@example(town=ONE_BESIDE_THE_OTHERS)
@given(town=FINE_TOWNS)
def test_services_and_their_procedures_give_nobody_away_together(town: list[Drawn]) -> None:
    seen = {frozenset(), *fine_views(town)}
    assert town is not MANY_OF_ONE_ERRAND or len(seen) == 5, "two services, a procedure and the rest of one"
    unions = {one | other for one, other in product(seen, repeat=2)}
    for one, other in product(unions, seen):
        more = one - other
        if more:
            assert beside_one(town, more) >= 10, f"{one} less {other} is nearly one's own"
            assert not 0 < least_difference(town, more) < 10, f"{one} less {other} beside whole blocks"


def test_a_procedure_is_told_apart_when_ten_lie_beside_anybodys_and_the_rest_is_as_many() -> None:
    def of(officer: str, looked_up: int, *, other: int = 0) -> SharedBlock[str]:
        levels = "5" * looked_up + "1" * other + "3" * (10 - looked_up - other)
        parts = {("A", "1.1"): "5" * looked_up, ("A", "1.2"): "1" * other}
        return block(officer, officer, {"A": levels}, {part: its for part, its in parts.items() if its})

    both = [of("CB01", 10), of("CB02", 10)]
    assert days_of_cells(both) == {(DAYS[0], "A", "1.1"): {5: 20}}, "all of the service came for it"
    assert days_of_cells([of("CB01", 9), of("CB02", 10)]) == {(DAYS[0], "A", ""): {5: 19, 3: 1}}, "one did not"
    rare = [of("CB01", 9, other=1), of("CB02", 10)]
    assert days_of_cells(rare) == {(DAYS[0], "A", ""): {5: 19, 1: 1}}, "the rare one is put together with the others"
    alone = [of("CB01", 10), of("CB02", 0)]
    assert days_of_cells(alone) == {(DAYS[0], "A", ""): {5: 10, 3: 10}}, "it is one officer's own"


def test_a_rare_procedure_stays_with_those_who_looked_nothing_up() -> None:
    def of(officer: str) -> SharedBlock[str]:
        parts = {("B", "1.1"): "555", ("B", "1.2"): "44444", ("B", "1.3"): "1"}
        return block(officer, officer, {"B": "5554444413"}, parts)

    first, last = block("CB01", "CB01", {"A": "3" * 10}), block("CB02", "CB02", {"A": "3" * 10})
    town = [first, *[of("CB01")] * 5, *[of("CB02")] * 5, last]
    shown = {part: sum(levels.values()) for (_, cell, part), levels in days_of_cells(town).items() if cell == "B"}
    assert shown == {"1.1": 30, "1.2": 50, "": 20}
