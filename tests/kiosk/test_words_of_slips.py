"""What stands on a slip, from what the server said: today's chance, and until when a place is kept."""

from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.slips import ordered_slip_of, place_slip_of, slip_of
from look import queue_words
from look.language import translator
from messaging.requests import IssuedTicket, ReservedPlace
from messaging.slips import TicketSlip, TurnNow
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


@pytest.mark.parametrize("now", TurnNow)
def test_a_reprint_of_a_number_that_waits_no_more_says_where_it_is_and_no_queue(now: TurnNow) -> None:
    ticket = a_ticket(people_ahead=0, counters=[1, 6], wait_low_min=5, wait_high_min=9, not_before=AT)
    drawn = ordered_slip_of(TicketSlip(ticket=ticket, is_copy=True, now=now, counter_number=1), options=SlipOptions())
    assert drawn.turn_now is not None
    assert (drawn.people_ahead, list(drawn.counters), drawn.wait_min, drawn.not_before_local) == (None, [], None, None)
    assert queue_words.turn_now(*drawn.turn_now, str).endswith("Quầy số 1")
    assert queue_words.turn_now(*drawn.turn_now, translator("en")) != queue_words.turn_now(*drawn.turn_now, str)


def test_a_reprint_of_a_number_that_waits_says_the_queue() -> None:
    drawn = ordered_slip_of(TicketSlip(ticket=a_ticket(), is_copy=True), options=SlipOptions())
    assert (drawn.people_ahead, list(drawn.counters), drawn.turn_now) == (40, [1], None)


def test_a_place_is_kept_for_as_long_as_the_server_said() -> None:
    assert place_slip_of(a_place(late_minutes=20), is_copy=False).late_minutes == 20
    assert place_slip_of(a_place(), is_copy=False).late_minutes is None, "a former server says nothing"
    assert place_slip_of(a_place(late_minutes=20), is_copy=False, late_minutes=30).late_minutes == 30
