"""A pad with a button that may be dead is named to whoever sees to devices, by weeks and without the level."""

import sqlite3
from collections.abc import Callable
from datetime import date

import pytest
from staff_pages import RunningServer, StaffClient

Asked = list[tuple[date, date]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """The ratings of a centre in which nobody ever rated 4 at pad-Q1; which days were asked for."""
    days: Asked = []

    def ratings(_: sqlite3.Connection, _scheme: str, first_day: date, before_day: date) -> dict[str, dict[int, int]]:
        days.append((first_day, before_day))
        return {"pad-Q1": {5: 180, 3: 20}, "pad-Q2": {5: 120, 4: 60, 3: 20}, "pad-gone": {5: 90, 4: 50, 3: 10}}

    monkeypatch.setattr("server.web.ratings.walks_due.ratings_by_pad", ratings)
    return days


def walks(who: StaffClient) -> list[tuple[str, str]]:
    alarms = who.client.get("/api/v1/floor/view").json()["alarms"]
    return [(alarm["device_id"], alarm["sentence"]) for alarm in alarms if alarm["fault"] == "walk_due"]


def test_the_head_is_told_which_pad_and_not_which_level(
    server: RunningServer, log_in: Callable[[str], StaffClient], asked: Asked
) -> None:
    head = log_in("gd01")
    told = walks(head)
    assert [device for device, _ in told] == ["pad-Q1"]
    assert "4" not in told[0][1].replace("pad-Q1", "")


def test_it_is_counted_once_a_week_and_over_whole_weeks(
    server: RunningServer, log_in: Callable[[str], StaffClient], asked: Asked
) -> None:
    head = log_in("gd01")
    assert walks(head) == walks(head)
    ((first_day, before_day),) = asked
    assert before_day.weekday() == 0
    assert (before_day - first_day).days == 56
    server.centre.clock.pass_s(8 * 24 * 3600)
    walks(log_in("gd01"))  # a week later nobody is logged in any more
    assert len(asked) == 2
