"""The sample list, and short words for making procedures in tests."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from procedures.model import Procedure
from procedures.reading import read_procedures
from procedures.search import Index

SAMPLE_FILE = Path(__file__).parents[2] / "server/sample_procedures.json"
DAY = date(2026, 11, 21)


@cache
def sample() -> tuple[Procedure, ...]:
    return read_procedures(SAMPLE_FILE.read_bytes()).procedures


@cache
def sample_index() -> Index:
    return Index(sample())


def a_procedure(name: str = "Đăng ký khai sinh", **changes: Any) -> Procedure:
    values: dict[str, Any] = {"name": name, "source": "Quyết định thử", "as_of": DAY, "effective_from": DAY}
    return Procedure(**(values | changes))


def found(typed: str) -> list[str]:
    """Names, the best first."""
    return [one.procedure.name for one in sample_index().search(typed)]
