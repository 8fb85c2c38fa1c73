"""What if: the page and its API, on a morning of a small centre that was served by hand."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from staff_pages import Behind, StaffClient

from server.web.reports.what_if_page import asked_of

PATH = "/reports/what-if"
API = f"/api/v1{PATH}"


def live_through_a_morning(centre: Behind) -> str:
    """One officer at Q1 serves six people of A, ten minutes each, who come every two; the day that is closed then."""
    centre.sign_on("Q1", "CB01")
    for _ in range(6):
        centre.number("A")
        centre.clock.pass_s(120)
    for _ in range(6):
        centre.next("Q1")
        centre.start("Q1")
        centre.clock.pass_s(600)
        centre.finish("Q1")
    centre.close_day()
    return str(centre.one("SELECT day FROM service_days")[0])


@pytest.fixture
def day(behind: Behind) -> str:
    return live_through_a_morning(behind)


@pytest.fixture
def head(log_in: Callable[[str], StaffClient]) -> StaffClient:
    return log_in("gd01")


def ask(who: StaffClient, **asked: Any) -> httpx.Response:
    return who.client.post(API, json=asked, headers={"X-CSRF-Token": who.csrf})


def test_the_day_as_it_was_and_played_again_are_the_same(head: StaffClient, day: str) -> None:
    answer = ask(head, day=day).json()

    # Called at 12, 22, ... 62 minutes; came at 0, 2, ... 10.
    assert answer["really"]["called"] == 6
    assert [answer["really"][name] / 60_000 for name in ("p50_ms", "p90_ms", "longest_ms")] == [28, 52, 52]
    assert answer["unchanged"] == answer["really"] and answer["changed"] is None
    assert (answer["off_ms"], answer["compared"], answer["is_poor"]) == (0, 6, False)
    assert answer["really"]["within"] == pytest.approx(2 / 6)
    assert answer["really"]["services"][0]["name"] == "Chứng thực"


def test_one_more_desk_from_a_given_time(head: StaffClient, day: str) -> None:
    answer = ask(head, day=day, added=[{"service": "A"}]).json()

    assert answer["changed"]["p90_ms"] < answer["unchanged"]["p90_ms"]
    assert "không đổi: 28 phút" in answer["summary"]
    late = ask(head, day=day, added=[{"service": "A", "opens_at": answer["really"]["last_at"]}])
    assert (late.status_code, late.json()["code"]) == (422, "bad_time")
    closed = ask(head, day=day, desks=[{"counter_id": "Q1", "is_open": False}]).json()
    assert (closed["changed"]["called"], closed["changed"]["not_called"]) == (0, 6)


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"desks": [{"counter_id": "Q9"}]}, 404, "counter_not_found"),
        ({"added": [{"service": "X"}]}, 404, "service_not_found"),
        ({"rates": {"nobody": 2}}, 404, "rate_not_found"),
        ({"added": [{"service": "A", "opens_at": "25:00"}]}, 422, "bad_time"),
        ({"added": [{"service": "A", "count": 99}]}, 422, "malformed"),
        ({"rates": {"priority": 0}}, 422, "malformed"),
        ({"more": 3}, 422, "malformed"),
        ({"day": "2001-01-01"}, 404, "day_not_found"),
        ({"day": "yesterday"}, 422, "malformed"),
    ],
)
def test_what_cannot_be_played_is_said(
    head: StaffClient, day: str, asked: dict[str, Any], status: int, code: str
) -> None:
    answer = ask(head, **{"day": day, **asked})

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_day_that_is_open_is_not_played(head: StaffClient, behind: Behind) -> None:
    behind.number("A")
    today = str(behind.one("SELECT day FROM service_days")[0])

    assert ask(head, day=today).json()["code"] == "day_not_found"
    page = head.client.get(PATH)
    assert page.status_code == 200 and "Chưa có ngày làm việc nào đã đóng." in page.text


def test_only_head_and_auditor_and_only_from_our_page(log_in: Callable[[str], StaffClient], day: str) -> None:
    for login, status in (("cb01", 403), ("kt01", 403), ("hd01", 403), ("ks01", 200), ("gd01", 200)):
        who = log_in(login)
        assert ask(who, day=day).status_code == status, login
        assert who.client.get(PATH).status_code == status, login
        assert who.client.get(f"{PATH}/chart.svg?day={day}").status_code == status, login
    forged = who.client.post(API, json={"day": day})
    assert forged.json()["code"] == "csrf"


def test_the_page_keeps_what_was_asked_and_shows_both_days(head: StaffClient, day: str) -> None:
    page = head.client.get(PATH, params={"day": day, "more-A": "1", "closes-Q1": "11:00", "rate-priority": "2,5"})

    assert page.status_code == 200
    assert 'name="more-A" value="1"' in page.text and 'name="closes-Q1" value="11:00"' in page.text
    assert 'name="rate-priority" value="2,5"' in page.text
    assert '<td class="n">28 phút</td>' in page.text
    assert "Quầy số 1" in page.text and "Quầy số 3" not in page.text, "nobody sat at Q3"
    assert "more-A=1" in page.text.split("chart.svg?")[1].split('"')[0]


def test_a_mistyped_field_is_said_and_left_to_be_put_right(head: StaffClient, day: str) -> None:
    for typed, said in (("9h", "Giờ chưa đúng"), ("1800", "Giờ chưa đúng"), ("06:00", "Giờ mở quầy phải trước")):
        page = head.client.get(PATH, params={"day": day, "closes-Q1": typed})
        assert page.status_code == 422 and said in page.text and f'value="{typed}"' in page.text, typed
    assert "Số hoặc giờ chưa đúng" in head.client.get(PATH, params={"day": day, "more-A": "two"}).text
    for unknown in ("2001-01-01", "no-day"):
        assert head.client.get(PATH, params={"day": unknown}).status_code == 422


def test_the_chart_is_a_picture_with_a_policy_of_its_own(head: StaffClient, day: str) -> None:
    chart = head.client.get(f"{PATH}/chart.svg", params={"day": day, "more-A": "1"})

    assert chart.headers["content-type"] == "image/svg+xml"
    assert chart.headers["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert "<script" not in chart.text and "Có thay đổi" in chart.text and "Noto Sans" in chart.text
    assert head.client.get(f"{PATH}/chart.svg").status_code == 404


def test_in_english(log_in: Callable[[str], StaffClient], day: str) -> None:
    head = log_in("gd01")
    head.client.cookies.set("bocso_language", "en")
    answer = ask(head, day=day, first_come_first_served=True).json()

    assert answer["summary"].startswith("With these changes half of the people wait no longer than 28 min")
    assert answer["faith"] == (
        "The replay without changes is close to what happened: waits differ by 0 min (median of 6 turns)."
    )
    assert "What if that day had been different" in head.client.get(PATH).text
    assert ask(head, day=day, desks=[{"counter_id": "Q9"}]).json()["detail"] == "Nobody sat at counter 'Q9' that day."


def test_a_day_that_changed_meanwhile_is_read_again(head: StaffClient, behind: Behind, day: str) -> None:
    assert ask(head, day=day).json()["really"]["called"] == 6
    behind.open_day()
    assert ask(head, day=day).json()["code"] == "day_not_found"
    behind.sign_on("Q1", "CB01")
    behind.number("A")
    behind.next("Q1")
    behind.clock.pass_s(300)
    behind.finish("Q1")
    behind.close_day()
    assert ask(head, day=day).json()["really"]["called"] == 7


def test_an_address_says_the_same_as_the_body() -> None:
    asked = asked_of(
        {
            "day": "2026-11-20",
            "closed-Q1": "1",
            "closes-Q1": "",
            "opens-Q2": " 08:00 ",
            "more-A": "2",
            "more_opens-A": "09:00",
            "more-B": "0",
            "rate-priority": "2,5",
            "often": "3",
            "fcfs": "1",
            "second": "0",
        },
        "2026-11-20",
    )
    assert [(desk.counter_id, desk.is_open, desk.opens_at) for desk in asked.desks] == [
        ("Q1", False, ""),
        ("Q2", True, "08:00"),
    ]
    assert [(more.service, more.count, more.opens_at) for more in asked.added] == [("A", 2, "09:00")]
    assert (asked.rates, asked.overtaken_at_most, asked.overtaken_minutes_at_most) == ({"priority": 2.5}, 3, None)
    assert asked.first_come_first_served and not asked.second_services
