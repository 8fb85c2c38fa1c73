"""The page of a number that became a reserved place when its service closed: the time, and the code for the kiosk."""

import httpx
from staff_pages import Behind

from server.actions.close_into_places import close_into_places


def test_the_page_says_when_to_come_and_the_code(anybody: httpx.Client, behind: Behind) -> None:
    issued = behind.issue("A")
    moved = behind.act(close_into_places, service="A")
    text = anybody.get(f"/t/{issued.token}").text
    assert "Số đặt trước: 07:30, 24/11/2026" in text and "Reserved place: 07:30, 24/11/2026" in text
    assert moved.places[0].code in text
    assert "Số này không còn hiệu lực" not in text


def test_a_number_of_another_service_still_waits(anybody: httpx.Client, behind: Behind) -> None:
    issued = behind.issue("A")
    behind.act(close_into_places, service="B")
    assert "Đang chờ" in anybody.get(f"/t/{issued.token}").text
