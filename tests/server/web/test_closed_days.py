"""Figures that are kept of closed days: after every deed they are those that would be counted anew."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from a_busy_day import live_through_a_busy_day
from centre_under_test import CentreUnderTest, small_centre
from staff_pages import Behind, StaffClient
from test_reports import told
from test_scores import LogIn, Ratings

from server.db.connections import open_for_reading
from server.db.work import read_centre
from server.mqtt.snapshots import moment
from server.web.reports import closed_days
from server.web.reports.closed_days import ClosedDays, DaysFigures

MONDAY, TUESDAY = "2026-11-23", "2026-11-24"
T = TypeVar("T")


@pytest.fixture
def head(log_in: LogIn) -> StaffClient:
    return log_in("gd01")


def counted(kept: ClosedDays, centre: CentreUnderTest) -> list[DaysFigures]:
    """Without open time, which runs on by itself while a day is open."""
    with moment(centre.read(), round(centre.clock.now().timestamp() * 1000)) as at:
        found = kept.of(at.connection, at.centre, "2026-01-01", "2027-12-31", at.now)
    return [replace(one, times={}) for one in found]


class Watched(CentreUnderTest):
    """After each deed, what is kept is held against what is counted anew."""

    kept: ClosedDays

    def act(self, action: Any, *, actor: str = "test", **arguments: Any) -> Any:
        answer = super().act(action, actor=actor, **arguments)
        connection = open_for_reading(self.database)
        try:
            if connection.execute("SELECT count(*) FROM set_up").fetchone()[0]:
                assert counted(self.kept, self) == counted(ClosedDays(), self), action
        finally:
            connection.close()
        return answer


@pytest.fixture
def every_day_is_over(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """So that a day is kept while everything happens in it: each deed has to be noticed."""
    found = closed_days.service_days
    monkeypatch.setattr(closed_days, "service_days", lambda *asked: dict.fromkeys(found(*asked), True))
    yield


@pytest.mark.usefixtures("every_day_is_over")
def test_no_deed_leaves_a_stale_figure(centre: CentreUnderTest) -> None:
    watched = Watched(centre.database, centre.clock)
    watched.kept = ClosedDays()
    try:
        live_through_a_busy_day(watched)
        watched.settle()
        assert counted(watched.kept, watched) == counted(ClosedDays(), watched)
        [day, *_] = counted(watched.kept, watched)
        assert day.whole.served > 3 and day.asked, "there is something to be stale"
    finally:
        watched.stop()


def test_a_press_that_comes_after_closing_is_in_the_coverage(head: StaffClient, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    Ratings(behind).rate(5, None)
    [late] = [window["window_id"] for window in behind.rows("SELECT max(window_id) AS window_id FROM windows")]
    behind.close_day()
    figures = told(head, "period")["figures"]
    assert (figures["asked"], figures["rated"]) == (2, 1)
    behind.clock.pass_s(3600)
    behind.press(1, late, age_ms=3_620_000)
    behind.clock.pass_s(15)
    behind.settle()
    figures = told(head, "period")["figures"]
    assert (figures["asked"], figures["rated"]) == (2, 2), "the pad had been cut off"


def test_a_new_target_holds_for_days_that_are_over(head: StaffClient, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    behind.number("A")
    behind.clock.pass_s(600)
    behind.serve("Q1")
    behind.close_day()
    assert told(head, "period")["figures"]["within"] == 1
    behind.set_up(small_centre(_five_minutes_for_a))
    assert told(head, "period")["figures"]["within"] == 0


def _five_minutes_for_a(values: dict[str, Any]) -> None:
    for service in values["services"]:
        service["target_wait_minutes"] = 5


def test_a_day_that_is_opened_again_is_counted_anew(head: StaffClient, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    Ratings(behind).rate(5)
    behind.close_day()
    assert told(head, "period")["figures"]["served"] == 1
    behind.open_day()
    behind.sign_on("Q1", "CB01")
    Ratings(behind).rate(5)
    behind.close_day()
    assert told(head, "period")["figures"]["served"] == 2


def test_who_reads_from_before_keeps_nothing_that_was_touched_meanwhile(centre: CentreUnderTest) -> None:
    centre.sign_on("Q1", "CB01")
    centre.number("A")
    number = centre.serve("Q1")
    window = centre.window_of(number)
    centre.close_day()
    kept, connection = ClosedDays(), open_for_reading(centre.database)
    now = round(centre.clock.now().timestamp() * 1000)
    try:
        connection.execute("BEGIN")
        connection.execute("SELECT * FROM turns").fetchall()  # its moment is now
        centre.press(5, window)
        centre.clock.pass_s(15)
        centre.settle()
        newest = counted(ClosedDays(), centre)
        assert counted(kept, centre) == newest
        with kept._lock:
            kept._days.clear()  # as if there had been no room for it
        [old] = kept.of(connection, read_centre(connection), MONDAY, MONDAY, now)
        assert sum(rated for _, rated in old.asked.values()) == 0, "it sees what was at its moment"
    finally:
        connection.close()
    assert counted(kept, centre) == newest


def test_a_year_is_the_sum_of_its_months(log_in: LogIn, behind: Behind) -> None:
    """November as a whole is put together and its days are not; the figures are the same."""
    behind.sign_on("Q1", "CB01")
    Ratings(behind).rate(5, None, 3)
    behind.close_day()
    behind.clock.set_wall(behind.clock.now() + timedelta(days=1))
    behind.open_day()
    behind.sign_on("Q1", "CB01")
    Ratings(behind).rate(4, 4)
    behind.close_day()
    head, by_days = log_in("gd01"), {"from": MONDAY, "to": TUESDAY}
    as_month = {"from": "2026-11-01", "to": "2026-11-30"}
    one, other = (told(head, "period", **asked) for asked in (by_days, as_month))
    assert one["figures"]["served"] == 5 and one["days"] == 2
    for name in ("days", "numbers", "figures", "in_centre", "stages", "open_ms", "idle_ms", "trips", "rating"):
        assert one[name] == other[name], name
    for by in ("service", "counter", "officer", "hour"):
        assert told(head, f"by/{by}", **by_days)["rows"] == told(head, f"by/{by}", **as_month)["rows"]


def test_closed_days_are_counted_before_anybody_asks(monkeypatch: pytest.MonkeyPatch, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    Ratings(behind).rate(5)
    behind.close_day()
    kept = ClosedDays()
    with moment(behind.read(), round(behind.clock.now().timestamp() * 1000)) as at:
        assert [kept.count_more(at.connection, at.centre, at.now, at_most=1) for _ in range(2)] == [True, False]
    monkeypatch.setattr(closed_days, "read_days", lambda *_: pytest.fail("it was counted already"))
    [day] = counted(kept, behind)
    assert day.whole.served == 1
