"""The head closes the day: whoever waits loses the turn, or gets a reserved place, as the head says."""

import json
from collections.abc import Callable

import pytest
from staff_pages import Behind, StaffClient

from server.actions.hold import hold

LogIn = Callable[[str], StaffClient]


@pytest.mark.parametrize(("said", "places"), [({}, 0), ({"moves_waiting": False}, 0), ({"moves_waiting": True}, 2)])
def test_closing_does_with_those_who_wait_what_the_head_chose(
    log_in: LogIn, behind: Behind, said: dict[str, bool], places: int
) -> None:
    behind.issue("A")
    behind.issue("B")
    log_in("gd01").do("close-day", said)
    assert len(behind.rows("SELECT 1 FROM reserved_places")) == places
    assert [row[0] for row in behind.rows("SELECT DISTINCT state FROM turns")] == ["expired"]


def test_closing_tells_what_became_of_everybody_those_on_hold_too(log_in: LogIn, behind: Behind) -> None:
    behind.staff_all()
    held, waiting = behind.number("A"), behind.number("A")
    behind.next("Q1")
    behind.start("Q1")
    behind.act(hold, counter_id="Q1", officer_id="CB01", minutes=None)

    head = log_in("gd01")
    said = head.do("close-day", {"moves_waiting": True})["message"]

    assert said == (
        "Đã đóng ngày làm việc 23/11/2026: 2 người nhận số đặt trước (2 phiếu đang in), 0 số hết lượt;"
        " phiếu cuối ngày đang in"
    )
    slips = [json.loads(json.loads(row[0])["slip"]) for row in behind.rows("SELECT payload FROM job_payloads")]
    assert [slip["from_number"] for slip in slips if "from_number" in slip] == [held, waiting]


def test_closing_without_places_tells_how_many_lost_their_turn(log_in: LogIn, behind: Behind) -> None:
    behind.number("A")
    behind.number("B")
    assert log_in("gd01").do("close-day")["message"] == (
        "Đã đóng ngày làm việc 23/11/2026: 2 số hết lượt; phiếu cuối ngày đang in"
    )
