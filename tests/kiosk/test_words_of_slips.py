"""What stands on a slip, from what the server said: today's chance, and until when a place is kept."""

from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.slips import place_slip_of, slip_of
from messaging.requests import IssuedTicket, ReservedPlace
from messaging.snapshots import SlipOptions

AT = datetime(2026, 11, 23, 1, 15, tzinfo=UTC)
SAID: dict[str, Any] = {
    "service": "A",
    "service_name": "Chứng thực",
    "service_name_en": "Certification",
    "timezone": "Asia/Ho_Chi_Minh",
    "centre_name": "Trung tâm",
    "language": "vi",
}


def a_ticket(**more: Any) -> IssuedTicket:
    values = {
        "ticket_id": 7,
        "number": "A025",
        "people_ahead": 40,
        "counters": [1],
        "priority_group": None,
        "priority_name": None,
        "priority_name_en": None,
        "issued_at": AT,
        "url": None,
    }
    return IssuedTicket.model_validate(SAID | values | more)


def a_place(**more: Any) -> ReservedPlace:
    return ReservedPlace.model_validate(SAID | {"place_id": 3, "code": "482913", "at": AT} | more)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({}, False),
        ({"today_unlikely": True}, True),
        ({"today_unlikely": True, "not_before": AT}, False),  # an appointed time is kept
    ],
)
def test_a_number_that_may_not_be_called_today_says_so(more: dict[str, Any], says: bool) -> None:
    assert slip_of(a_ticket(**more), is_copy=False, options=SlipOptions()).today_unlikely is says


def test_a_place_is_kept_for_as_long_as_the_server_said() -> None:
    assert place_slip_of(a_place(late_minutes=20), is_copy=False).late_minutes == 20
    assert place_slip_of(a_place(), is_copy=False).late_minutes is None, "a former server says nothing"
    assert place_slip_of(a_place(late_minutes=20), is_copy=False, late_minutes=30).late_minutes == 30
