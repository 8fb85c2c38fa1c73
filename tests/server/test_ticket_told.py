"""What a ticket's slip says of where it is called."""

from typing import Any

import pytest
from centre_under_test import small_centre

from server.centre_file import centre_of
from server.db.queries.tickets import Ticket
from server.domain.instant import Instant
from server.ticket_told import told_ticket


def _purposes(values: dict[str, Any]) -> None:
    values.update(purposes=[{"id": "submit", "name": "Nộp hồ sơ"}, {"id": "collect", "name": "Nhận kết quả"}])
    for counter in values["counters"]:
        counter["services"] = ["A"]
    values["counters"][0]["purposes"] = ["submit"]


@pytest.mark.parametrize(
    ("purpose", "is_called_at_the_first"), [("submit", True), ("collect", False), (None, True)], ids=str
)
def test_a_counter_that_does_not_take_the_purpose_is_not_named(
    purpose: str | None, *, is_called_at_the_first: bool
) -> None:
    centre = centre_of(small_centre(_purposes))
    ticket = Ticket(
        ticket_id=1,
        intent_id="9b2f4a50-6f7e-4b7e-9d3c-2f1f0a7c1d11",
        day="2026-11-23",
        prefix="A",
        number=1,
        shown="A001",
        service="A",
        priority_group=None,
        language="vi",
        device_id="kiosk-1",
        issued_at=Instant(0),
        origin="kiosk",
        helped_by=None,
        print_outcome=None,
        print_due_at=None,
        purpose=purpose,
        confirmed_at=None,
    )
    told = told_ticket(centre, ticket, people_ahead=0, not_before=None, url=None)
    first, *others = (counter.number for counter in centre.counters_of("A"))
    assert told.counters == ([first, *others] if is_called_at_the_first else others)
    assert others
