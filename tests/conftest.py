"""What all tests share."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["broker_fixture"]

_TESTS = Path(__file__).parent
_LONG_FIRST = (
    "faults/test_torture.py",
    "faults/test_failpoints.py",
    "deploy/test_installing.py",
    "server/web/test_api_described.py",
    "kiosk/test_kiosk_pictures.py",
    "journeys/",
    "faults/",
    "simulation/",
    "kiosk/",
    "server/web/",
    "counter_display/",
    "rating_pad/",
    "server/",
)
"""Files and folders that take long, the longest first; what is not named comes last, in its own order."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--day-profile", choices=["small", "medium"], default="small", help="the day played at pages")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long: a long file that comes last leaves the other worker idle."""
    items.sort(key=lambda item: _rank(item.path.relative_to(_TESTS).as_posix()))


def _rank(path: str) -> int:
    return next((at for at, folder in enumerate(_LONG_FIRST) if path.startswith(folder)), len(_LONG_FIRST))


def _choose_profile() -> None:
    """Properties give the same answer each time, and a busy machine is no failure."""
    settings.register_profile("quick", deadline=None, derandomize=True)
    settings.register_profile("deep", deadline=None, max_examples=2000, stateful_step_count=80)
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


_choose_profile()
