"""docs/security.md: every place and every test that its table names is there."""

import ast
import re

import pytest
from documents import ROOT, read

SECURITY = "docs/security.md"
ROW = re.compile(r"\d+\.\d+\.[\dx]+(?:(?:, | to )\d+\.\d+\.\d+)*")


def asvs_rows() -> list[list[str]]:
    table = read(SECURITY).split("## ASVS", 1)[1]
    lines = [line for line in table.splitlines() if line.startswith("| ") and not line.startswith(("| row", "|---"))]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def named(cell: str) -> list[str]:
    return [code for code in re.findall(r"`([^`]+)`", cell) if "/" in code or code.endswith(".lock")]


ROWS = asvs_rows()


def test_the_table_has_the_rows_that_the_threats_ask_for() -> None:
    chapters = {row[0].split(".")[0] for row in ROWS}

    assert len(ROWS) >= 40
    assert {"1", "2", "3", "6", "7", "8", "13", "16"} <= chapters
    assert all(ROW.fullmatch(row[0]) and len(row) == 4 for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_where_and_test_of_a_row_are_there(row: list[str]) -> None:
    _, _, where, test = row

    assert named(where), "a row says where"
    assert all((ROOT / path).is_file() for path in named(where))
    assert named(test) or "](#" in test, "a row says which test, or why there is none"
    for path in named(test):
        file, _, name = path.partition("::")
        assert (ROOT / file).is_file(), file
        functions = {node.name for node in ast.walk(ast.parse(read(file))) if isinstance(node, ast.FunctionDef)}
        assert not name or name in functions, path


def test_no_row_stands_twice() -> None:
    names = [number for row in ROWS for number in re.findall(r"\d+\.\d+\.\d+", row[0])]

    assert len(names) == len(set(names))
