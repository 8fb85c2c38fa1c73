"""What all tests share."""

import pytest

pytest_plugins = ["broker_fixture"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--day-profile", choices=["small", "medium"], default="small", help="the day played at pages")
