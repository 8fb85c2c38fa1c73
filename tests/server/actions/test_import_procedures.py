"""The list of procedures, replaced whole and journalled."""

import hashlib
from datetime import date

import pytest
from centre_under_test import CentreUnderTest

from procedures.model import Procedure, ProcedureList
from server.actions.import_procedures import ImportedProcedures, import_procedures
from server.db.connections import open_for_reading
from server.db.queries.procedure_imports import procedures_revision
from server.db.queries.procedures import procedures_listed
from server.db.work import CentreNotSetUp

DAY = date(2026, 11, 21)


def listed(*names: str) -> ProcedureList:
    return ProcedureList(tuple(Procedure(name=name, source="QĐ 1", as_of=DAY, effective_from=DAY) for name in names))


def take(centre: CentreUnderTest, procedures: ProcedureList) -> ImportedProcedures:
    sha256 = hashlib.sha256(repr(procedures).encode()).hexdigest()
    return centre.act(import_procedures, procedures=procedures, sha256=sha256)


def standing(centre: CentreUnderTest) -> tuple[int, list[str]]:
    connection = open_for_reading(centre.database)
    try:
        return procedures_revision(connection), [one.name for one in procedures_listed(connection)]
    finally:
        connection.close()


def test_a_list_takes_the_place_of_the_former_one_whole(closed_centre: CentreUnderTest) -> None:
    assert standing(closed_centre) == (0, [])
    take(closed_centre, listed("Khai sinh", "Khai tử"))
    first, names = standing(closed_centre)
    assert names == ["Khai sinh", "Khai tử"]
    take(closed_centre, listed("Kết hôn"))
    second, names = standing(closed_centre)

    assert names == ["Kết hôn"]
    assert second > first
    kinds = [row[0] for row in closed_centre.rows("SELECT kind FROM journal ORDER BY seq DESC LIMIT 2")]
    assert kinds == ["procedures_imported"] * 2


def test_the_same_list_again_is_no_news(closed_centre: CentreUnderTest) -> None:
    assert take(closed_centre, listed("Khai sinh")).is_new
    before = standing(closed_centre)

    assert not take(closed_centre, listed("Khai sinh")).is_new
    assert standing(closed_centre) == before


def test_without_a_centre_there_is_no_list(bare: CentreUnderTest) -> None:
    with pytest.raises(CentreNotSetUp):
        take(bare, listed("Khai sinh"))
