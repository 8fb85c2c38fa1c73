"""The demo as it starts by default: two weeks of sample data behind it, and every page says what they are."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta

import httpx
import pytest
from running_demo import RunningDemo, wait_until

from simulation.centre_folder import CentreFolder
from simulation.officer import Officer

MARK = "Dữ liệu mẫu"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    demo = RunningDemo(tmp_path_factory.mktemp("history") / "centre", has_history=True)
    try:
        yield demo.wait_until_complete()
    finally:
        demo.close()


@pytest.fixture
def head(demo: RunningDemo) -> Iterator[Officer]:
    login = next(login for login in CentreFolder(demo.folder).logins() if login.role == "head")
    with closing(Officer(demo.address, login)) as browser:
        yield browser


def test_the_scores_have_something_to_show(head: Officer) -> None:
    today = date.fromisoformat(head.read("/api/v1/console/view")["day"]["date"])
    report = head.read(f"/api/v1/scores?from={today - timedelta(days=21)}&to={today}")
    (scheme,) = report["schemes"]
    assert len(scheme["officers"]) >= 6
    assert all(row["score"] is not None for row in scheme["officers"])
    assert len({round(row["score"]["share"], 2) for row in scheme["officers"]}) > 1
    page = head.page(f"/scores?from={today - timedelta(days=21)}&to={today}")
    assert re.search(r"<b>\d+\u00a0%</b> hài lòng", page)
    assert "Cán bộ 01" in page


def test_today_is_still_empty(demo: RunningDemo, head: Officer) -> None:
    view = head.read("/api/v1/console/view")
    assert view["day"]["state"] == "open"
    assert all(service["waiting"] == 0 for service in view["services"])
    assert demo.take_number() == "A001"


def test_every_page_says_that_the_data_are_made_up(demo: RunningDemo, head: Officer) -> None:
    for path in ("/console", "/scores"):
        assert MARK in head.page(path), path
    with httpx.Client(base_url=demo.address, trust_env=False) as stranger:
        assert MARK in stranger.get("/console/login").text
        assert MARK in stranger.post("/console/login", data={"login": "x", "password": "y"}).text
        assert MARK in stranger.get(f"{demo.phones_address}/t/nobodys-number-0000000").text
    wait_until(
        lambda: any(MARK in text for text in demo.texts("board-1")), "the hall board does not say that it is a sample"
    )
