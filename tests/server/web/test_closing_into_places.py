"""The head closes the day: whoever waits loses the turn, or gets a reserved place, as the head says."""

from collections.abc import Callable

import pytest
from staff_pages import Behind, StaffClient

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
