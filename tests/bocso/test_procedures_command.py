"""`bocso procedures load` and `check`: whole or not at all, and every fault by its line."""

from pathlib import Path

import pytest
from test_commands import SAMPLE, Ran, bocso

from server.db.connections import open_for_reading
from server.db.queries.procedures import procedures_listed

LIST = SAMPLE.with_name("sample_procedures.json")
HEAD = "Tên thủ tục,Nguồn,Ngày dữ liệu,Lĩnh vực"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    database = tmp_path / "centre.db"
    assert bocso("centre", "load", SAMPLE, "--database", database).returncode == 0
    return database


def names(database: Path) -> list[str]:
    connection = open_for_reading(database)
    try:
        return [procedure.name for procedure in procedures_listed(connection)]
    finally:
        connection.close()


def faults_of(result: Ran) -> list[str]:
    assert result.returncode == 1, result.stdout
    assert "Traceback" not in result.stderr
    first, *faults = result.stderr.strip().splitlines()
    assert first.startswith("bocso: ") and "nothing was loaded" in first
    return faults


def test_the_sample_list_is_loaded_into_the_sample_centre_once(database: Path) -> None:
    first = bocso("procedures", "load", LIST, "--database", database)
    assert (first.returncode, "loaded" in first.stdout) == (0, True), first.stderr
    assert len(names(database)) >= 500
    assert "stand so already" in bocso("procedures", "load", LIST, "--database", database).stdout
    assert bocso("verify", "--database", database).returncode == 0


def test_a_faulty_file_changes_nothing_and_says_where(database: Path, tmp_path: Path) -> None:
    bocso("procedures", "load", LIST, "--database", database)
    before = names(database)
    faulty = tmp_path / "faulty.csv"
    faulty.write_text(f"{HEAD}\nKhai sinh,QĐ 1,21/11/2026,B\nKhai tử,QĐ 1,31/02/2026,Z\n", encoding="utf-8")
    for command in ("load", "check"):
        assert [
            fault.partition(": ")[0]
            for fault in faults_of(bocso("procedures", command, faulty, "--database", database))
        ] == [
            "Dòng 3 · Ngày dữ liệu",
            "Dòng 3 · Lĩnh vực",
        ]
    assert names(database) == before


def test_a_check_needs_no_centre_and_changes_none(database: Path) -> None:
    assert "no fault" in bocso("procedures", "check", LIST).stdout
    assert bocso("procedures", "check", LIST, "--database", database).returncode == 0
    assert names(database) == []


@pytest.mark.parametrize("command", ["load", "check"])
def test_a_file_that_is_not_there_is_one_line(command: str, database: Path, tmp_path: Path) -> None:
    result = bocso("procedures", command, tmp_path / "none.csv", "--database", database)
    assert result.returncode == 1
    assert len(result.stderr.strip().splitlines()) == 1
