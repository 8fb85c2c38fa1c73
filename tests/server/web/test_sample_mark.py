"""A centre whose data are made up says so on every page; a real one on none."""

from collections.abc import Callable

import httpx
import pytest
from centre_under_test import small_centre
from staff_pages import Behind, StaffClient

MARK = 'class="sample-mark"'


@pytest.fixture
def pages(behind: Behind, anybody: httpx.Client, log_in: Callable[[str], StaffClient]) -> Callable[[], dict[str, str]]:
    """Every page, by what it is, as it reads now."""
    head, greeter = log_in("gd01"), log_in("hd01")

    def read() -> dict[str, str]:
        return {
            "login": anybody.get("/console/login").text,
            "login, wrong": anybody.post("/console/login", data={"login": "cb99", "password": "?"}).text,
            "console": head.client.get("/console").text,
            "scores": head.client.get("/scores").text,
            "scores, bad period": head.client.get("/scores?from=2026-12-01&to=2026-11-01").text,
            "scores, not allowed": greeter.client.get("/scores").text,
        }

    return read


def test_a_real_centre_is_marked_nowhere(pages: Callable[[], dict[str, str]]) -> None:
    assert [name for name, text in pages().items() if MARK in text] == []


def test_a_sample_centre_is_marked_everywhere(behind: Behind, pages: Callable[[], dict[str, str]]) -> None:
    behind.set_up(small_centre(lambda values: values["centre"].update(sample=True)))
    found = pages()
    assert [name for name, text in found.items() if MARK not in text] == []
    assert all("Dữ liệu mẫu" in text and "Sample data" in text for text in found.values())
