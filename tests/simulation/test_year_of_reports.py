"""The bench's year in small: what reports say of it is what SQL written by hand says."""

import json
from pathlib import Path
from typing import Any

import pytest

from simulation.bench.year_of_centre import make_year
from simulation.bench.year_of_reports import QUESTIONS, compare, serving


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def test_reports_agree_with_bare_sql(folder: Path) -> None:
    year = make_year(folder / "centre.db", tickets=900, days=3)
    with serving(year) as asking:
        compare(year, asking)
        whole = f"from={year.first_day}&to={year.last_day}"
        period: Any = json.loads(asking.get(f"/api/v1/reports/period?{whole}"))
        assert (period["numbers"], period["days"]) == (900, 3)
        assert period["trips"]["mean"] > 1 and period["idle_ms"] > 0 and period["rating"]["n"] >= 10
        assert [one["days"] for one in period["promises"]], "a special day is among the three"
        for question in QUESTIONS:
            assert asking.get(question.path.format(year=whole)), question.name
