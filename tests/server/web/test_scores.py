"""Scores: who sees whose, ten at least, whole blocks only, an officer after closing only, each view on record."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from centre_under_test import OFFICERS, small_centre
from held_clock import HeldClock
from staff_pages import Behind, StaffClient

from server.actions.give_reason import give_reason_of_press
from server.actions.rate_away import Answer, rate_with_token
from server.domain.press_flags import Channel
from server.domain.scores import wilson_interval

LogIn = Callable[[str], StaffClient]
MONDAY, TUESDAY = "2026-11-23", "2026-11-24"


class Ratings:
    """Serves and rates people, one after the other."""

    def __init__(self, centre: Behind) -> None:
        self.centre = centre

    def rate(self, *levels: int | None, counter: str = "Q1", settle: bool = True, procedure: str | None = None) -> None:
        """One served turn for each level; None: nobody presses."""
        for level in levels:
            self.centre.number("A", procedure=procedure)
            number = self.centre.serve(counter)
            self.centre.clock.pass_s(3)
            if level is not None:
                self.centre.press(level, self.centre.window_of(number), counter_id=counter)
            self.centre.clock.pass_s(15 if settle else 0)
        self.centre.settle()


@pytest.fixture
def ratings(behind: Behind) -> Ratings:
    behind.sign_on("Q1", "CB01")
    return Ratings(behind)


def scores(who: StaffClient, first: str = MONDAY, last: str = MONDAY) -> dict[str, Any]:
    answer = who.client.get("/api/v1/scores", params={"from": first, "to": last})
    assert answer.status_code == 200, answer.text
    report: dict[str, Any] = answer.json()
    return report


def row_of(report: dict[str, Any], row_id: str = "CB01", what: str = "officers", scheme: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in report["schemes"][scheme][what] if row["id"] == row_id)
    return found


def test_below_ten_there_is_no_percentage_and_with_the_tenth_there_is(log_in: LogIn, ratings: Ratings) -> None:
    head = log_in("gd01")
    ratings.rate(5, 5, 5, 4, 4, 3, 2, 1, 5, None)
    row = row_of(scores(head))
    assert (row["rated"], row["windows"], row["published"], row["score"]) == (9, 10, 0, None)
    assert "chưa đủ 10 đánh giá" in head.client.get(f"/scores?from={MONDAY}&to={MONDAY}").text
    ratings.rate(5)
    row = row_of(scores(head))
    low, high = wilson_interval(7, 10)
    assert row["score"] == {
        "n": 10,
        "distribution": {"5": 5, "4": 2, "3": 1, "2": 1, "1": 1},
        "satisfied": 7,
        "share": 0.7,
        "low": pytest.approx(low),
        "high": pytest.approx(high),
        "mean": pytest.approx((5 * 100 + 2 * 75 + 50 + 25 + 0) / 10),
    }
    assert (row["rated"], row["windows"], row["coverage"]) == (10, 11, pytest.approx(10 / 11))
    text = head.client.get(f"/scores?from={MONDAY}&to={MONDAY}").text
    assert "70\u00a0%" in text and "10 trong 11 lượt" in text


def test_nineteen_ratings_show_the_first_ten(log_in: LogIn, ratings: Ratings) -> None:
    ratings.rate(*[5] * 10, *[1] * 9)
    report = scores(log_in("gd01"))
    for row in (row_of(report), row_of(report, "Q1", "counters")):
        assert (row["rated"], row["published"]) == (19, 10)
        assert row["score"]["distribution"] == {"5": 10, "4": 0, "3": 0, "2": 0, "1": 0}
    ratings.rate(1)
    assert row_of(scores(log_in("gd01")))["score"]["n"] == 20


def test_a_press_that_may_still_change_is_not_counted(log_in: LogIn, ratings: Ratings, clock: HeldClock) -> None:
    head = log_in("gd01")
    ratings.rate(*[5] * 9)
    ratings.rate(1, settle=False)
    assert (row_of(scores(head))["rated"], row_of(scores(head))["score"]) == (9, None)
    clock.pass_s(10)
    ratings.centre.settle()
    assert row_of(scores(head))["score"]["n"] == 10


def test_blocks_do_not_shift_while_an_earlier_press_may_still_change(
    log_in: LogIn, ratings: Ratings, behind: Behind, clock: HeldClock
) -> None:
    head = log_in("gd01")
    ratings.rate(*[5] * 9)
    behind.number("A")
    old = behind.window_of(behind.serve("Q1"))
    clock.pass_s(30)
    behind.number("A")
    number = behind.serve("Q1", service_s=25)
    behind.press(1, behind.window_of(number))  # the tenth in order of rating, may change for ten seconds
    behind.press(4, old, age_ms=25_000)  # the eleventh: pressed long ago, delivered late, settled at once
    behind.settle()
    assert row_of(scores(head))["score"] is None
    clock.pass_s(15)
    behind.settle()
    assert row_of(scores(head))["score"]["distribution"] == {"5": 9, "4": 0, "3": 0, "2": 0, "1": 1}


def test_an_officer_sees_only_the_own_scores_and_only_after_closing(
    log_in: LogIn, ratings: Ratings, behind: Behind
) -> None:
    behind.sign_on("Q2", "CB02")
    ratings.rate(*[5] * 12)
    ratings.rate(*[1] * 12, counter="Q2")
    officer = log_in("cb01")
    report = scores(officer)
    assert (report["is_own"], report["schemes"][0]["officers"], report["schemes"][0]["counters"]) == (True, [], [])
    assert "Cán bộ 02" not in officer.client.get("/scores").text
    behind.close_day()
    report = scores(officer)
    assert [row["id"] for row in report["schemes"][0]["officers"]] == ["CB01"]
    assert row_of(report)["score"]["n"] == 10
    assert report["schemes"][0]["counters"] == []


def test_a_block_that_reaches_into_an_open_day_waits_for_its_closing(
    log_in: LogIn, ratings: Ratings, behind: Behind, clock: HeldClock
) -> None:
    ratings.rate(*[5] * 14)
    behind.close_day()
    clock.pass_s(24 * 3600)
    behind.open_day()
    behind.sign_on("Q1", "CB01")
    ratings.rate(*[3] * 6)
    officer, head = log_in("cb01"), log_in("gd01")
    assert row_of(scores(officer, MONDAY, TUESDAY))["score"]["n"] == 10
    assert row_of(scores(head, MONDAY, TUESDAY))["score"]["n"] == 20
    # The second block lies in neither day alone.
    assert row_of(scores(head, TUESDAY, TUESDAY))["score"] is None
    behind.close_day()
    assert row_of(scores(officer, MONDAY, TUESDAY))["score"]["n"] == 20
    days = row_of(scores(head, MONDAY, TUESDAY))["days"]
    assert [(day["day"], day["rated"], day["score"] and day["score"]["n"]) for day in days] == [
        (MONDAY, 14, 10),
        (TUESDAY, 6, None),
    ]


def test_the_total_adds_up_published_blocks_and_nothing_else(log_in: LogIn, ratings: Ratings, behind: Behind) -> None:
    behind.sign_on("Q2", "CB02")
    ratings.rate(*[5] * 10)
    ratings.rate(*[1] * 9, counter="Q2")
    said = scores(log_in("gd01"))["schemes"][0]["summary"]
    assert (
        said == "Ngày 23/11/2026, 19 trong 19 lượt được đánh giá (100\u00a0%); "
        "100\u00a0% hài lòng trong 10 đánh giá đã công bố."
    )


def test_a_new_scheme_is_a_series_of_its_own(log_in: LogIn, ratings: Ratings, behind: Behind) -> None:
    def three_levels(values: dict[str, Any]) -> None:
        values["rating"]["policy_id"] = "three-levels"
        values["rating"]["levels"] = [
            {"value": 3, "name": "Tốt", "en": "Good", "satisfied": True},
            {"value": 2, "name": "Bình thường", "en": "Neutral", "satisfied": None},
            {"value": 1, "name": "Chưa tốt", "en": "Poor", "satisfied": False},
        ]

    ratings.rate(*[5] * 9)
    behind.set_up(small_centre(three_levels))
    ratings.rate(*[3] * 10)
    report = scores(log_in("gd01"))
    assert [section["scheme_id"] for section in report["schemes"]] == ["three-levels", "five-levels-1"]
    assert row_of(report, scheme=0)["score"]["n"] == 10
    assert (row_of(report, scheme=1)["rated"], row_of(report, scheme=1)["score"]) == (9, None)


def test_each_view_of_named_scores_is_on_record(log_in: LogIn, ratings: Ratings, behind: Behind) -> None:
    scores(log_in("gd01"))
    log_in("ks01").client.get("/scores?from=2026-11-01&to=2026-11-30")
    scores(log_in("cb02"))
    log_in("hd01").client.get("/scores")
    views = [tuple(row) for row in behind.rows("SELECT staff_id, what FROM score_views ORDER BY view_id")]
    assert views == [
        ("GD01", "all 2026-11-23..2026-11-23"),
        ("KS01", "all 2026-11-01..2026-11-30"),
        ("CB02", "own 2026-11-23..2026-11-23"),
    ]


@pytest.mark.parametrize(
    ("first", "last"), [("2026-11-24", "2026-11-23"), ("2001-01-01", "2026-11-23"), ("hôm qua", "2026-11-23"), ("", "")]
)
def test_a_period_that_makes_no_sense_is_explained(log_in: LogIn, first: str, last: str) -> None:
    head = log_in("gd01")
    answer = head.client.get("/api/v1/scores", params={"from": first, "to": last})
    assert answer.status_code == 422
    assert answer.json()["code"] in ("bad_period", "malformed")
    page = head.client.get("/scores", params={"from": first, "to": last})
    if first:
        assert page.status_code == 422 and 'role="alert"' in page.text
    else:
        assert page.status_code == 200


def test_nothing_on_the_scores_page_names_a_ticket(log_in: LogIn, ratings: Ratings) -> None:
    ratings.rate(*[5] * 10)
    head = log_in("gd01")
    for text in (head.client.get("/scores").text, httpx.Response(200, json=scores(head)).text):
        assert "A001" not in text and "A010" not in text


def test_the_page_asks_for_this_month_by_itself(log_in: LogIn, clock: HeldClock) -> None:
    text = log_in("gd01").client.get("/scores").text
    today = clock.now() + timedelta(hours=7)
    assert f'name="from" value="01/{today:%m/%Y}"' in text and f'name="to" value="{today:%d/%m/%Y}"' in text


@pytest.mark.parametrize("typed", ["2/11/2026", "02/11/2026", "02-11-2026", "02112026", "2026-11-02"])
def test_dates_are_typed_as_people_write_them(log_in: LogIn, typed: str) -> None:
    page = log_in("gd01").client.get("/scores", params={"from": typed, "to": "23/11/2026"})
    assert page.status_code == 200
    assert 'name="from" value="02/11/2026"' in page.text and 'name="to" value="23/11/2026"' in page.text


def test_a_date_that_is_none_is_left_to_be_put_right(log_in: LogIn) -> None:
    page = log_in("gd01").client.get("/scores", params={"from": "31/02/2026", "to": "23/11/2026"})
    assert page.status_code == 422
    assert 'name="from" value="31/02/2026"' in page.text and "ngày/tháng/năm" in page.text


def test_the_two_series_stand_apart_and_a_difference_is_a_finding(
    log_in: LogIn, ratings: Ratings, behind: Behind
) -> None:
    for n in range(30):
        issued = behind.issue("A")
        number = behind.serve("Q1")
        behind.clock.pass_s(3)
        behind.press(5, behind.window_of(number))
        answer = Answer(f"away-{n}", 1 if n % 2 else 4, Channel.PAGE)
        behind.act(rate_with_token, token=issued.token, answer=answer)
        behind.clock.pass_s(12)
    behind.settle()
    report = scores(log_in("gd01"))
    row = row_of(report)
    assert (row["score"]["n"], row["score"]["share"]) == (30, 1.0)
    assert (row["away"]["published"], row["away"]["score"]["share"]) == (30, 0.5)
    difference = row["away"]["difference"]
    assert (difference["share"], difference["is_finding"]) == (0.5, True) and 0.2 < difference["low"] < difference[
        "high"
    ]
    assert (report["schemes"][0]["centre"]["share"], report["schemes"][0]["away"]["share"]) == (1.0, 0.5)


def test_scores_are_shown_both_ways_and_reasons_of_blocks_at_rest(
    log_in: LogIn, ratings: Ratings, behind: Behind
) -> None:
    head = log_in("gd01")
    for n in range(20):
        behind.number("A")
        number = behind.serve("Q1")
        behind.clock.pass_s(3)
        press_id = behind.press(1 if n < 4 else 5, behind.window_of(number), channel="touch")
        reasons = {0: ["wait"], 1: ["fee", "wait"], 2: ["wait", "attitude"]}.get(n)
        if reasons:
            behind.act(give_reason_of_press, press_id=press_id, channel="touch", reasons=reasons)
        behind.clock.pass_s(12)
    behind.settle()
    assert row_of(scores(head))["score"]["n"] == 20
    fresh = row_of(scores(head))
    behind.clock.pass_s(181)
    row = row_of(scores(head))
    assert sum(one["count"] for one in fresh["reasons"]) <= sum(one["count"] for one in row["reasons"])
    assert {one["reason"]: (one["count"], one["is_outside"]) for one in row["reasons"]} == {
        "attitude": (1, False),
        "wait": (3, True),
        "fee": (1, True),
    }
    both = row["without_outside"]
    assert (row["score"]["share"], both["n"], both["satisfied"]) == (0.8, 18, 16)


def test_the_share_with_the_centres_mix(log_in: LogIn, ratings: Ratings, behind: Behind) -> None:
    """CB01 serves what pleases, CB02 what does not; both do the common half alike."""
    behind.sign_on("Q2", "CB02")
    for officer_counter, service, level in (("Q1", "A", 5), ("Q2", "B", 1), ("Q2", "A", 5)):
        for _ in range(10):
            behind.number(service)
            number = behind.serve(officer_counter, service_s=20)
            behind.press(level, behind.window_of(number), counter_id=officer_counter)
            behind.clock.pass_s(12)
    behind.settle()
    report = scores(log_in("gd01"))
    first, second = row_of(report, "CB01"), row_of(report, "CB02")
    assert (first["score"]["share"], second["score"]["share"]) == (1.0, 0.5)
    assert first["adjusted"]["share"] == 1.0
    assert first["adjusted"]["covered"] == 0.67, "of one service in three there is nothing of CB01"
    assert second["adjusted"]["share"] == 0.67
    assert [first["standing"], second["standing"]] == ["", ""], "their intervals meet that of all"


def test_a_head_who_serves_sees_the_own_ratings_move_by_whole_blocks_too(
    log_in: LogIn, behind: Behind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(OFFICERS, "Q1", "GD01")
    behind.sign_on("Q1")
    own, head = Ratings(behind), log_in("gd01")

    def shown() -> list[Any]:
        """Every figure that says anything of a level, on both pages."""
        report = scores(head)
        rows = [row_of(report, "GD01"), row_of(report, "Q1", "counters"), report["schemes"][0]["total"]]
        reports = head.client.get("/api/v1/reports/today")
        assert reports.status_code == 200, reports.text
        return [[row["score"], row["away"], row["reasons"]] for row in rows] + [reports.json()["report"]["rating"]]

    own.rate(5)
    nothing = shown()
    for level in (1, 5, 2, 5, 5, 3, 5, 1):
        own.rate(level)
        assert shown() == nothing, "one rating more, whatever its level, moves no figure"
    own.rate(4)
    first_block = shown()
    assert first_block != nothing
    own.rate(1, 1, 1)
    assert shown() == first_block
