"""What the bench of touches tells, and when it says that an aim is missed."""

import pytest

from simulation.bench.touches import is_reached, table

RESULT = {"starts_s": [1.25, 1.5, 1.75], "rest_ms": [100.0, 110.0, 190.0], "rush_ms": [120.0, 130.0, 300.0]}


def test_the_table_tells_each_measure() -> None:
    heads, *rows = table(RESULT).splitlines()
    assert heads.split() == ["p50", "p99", "most", "n"]
    assert [row.split()[-4:] for row in rows] == [
        ["1.50", "1.75", "1.75", "3"],
        ["110", "190", "190", "3"],
        ["130", "300", "300", "3"],
    ]
    assert len({len(line) for line in (heads, *rows)}) == 1, "the columns stand below each other"


@pytest.mark.parametrize(("name", "value"), [("starts_s", 3.1), ("rest_ms", 400.0), ("rush_ms", 801.0)])
def test_one_value_beyond_its_aim_is_told(name: str, value: float) -> None:
    assert is_reached(RESULT)
    assert not is_reached(RESULT | {name: [*RESULT[name], value]})


def test_what_was_not_measured_misses_nothing() -> None:
    assert is_reached({"starts_s": [], "rest_ms": [], "rush_ms": []})
