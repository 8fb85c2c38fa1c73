"""When a service gives no number: closed, out of its hours, its quota used; and what greeters may do."""

import uuid
from typing import Any

import pytest
from centre_under_test import CentreUnderTest, small_centre
from coming_back import add_kiosks, at, come_back, jobs, local, next_day, offered, report, reserve, send_home, slips

from messaging.requests import PrintOutcome
from messaging.slips import TurnNow
from messaging.snapshots import JobKind
from server.actions.claim import claim
from server.actions.head_day import close_service, reopen_service
from server.actions.issue_ticket import Issued, issue_ticket
from server.actions.reprint import reprint_ticket
from server.errors import ActionRefused, NotFound


def refused(centre: CentreUnderTest, service: str = "A") -> str:
    with pytest.raises(ActionRefused) as refusal:
        centre.number(service)
    return refusal.value.code


def with_service(centre: CentreUnderTest, **of_a: Any) -> None:
    """Service A of the centre changes."""
    centre.set_up(small_centre(lambda values: values["services"][0].update(of_a)))


def test_a_service_closed_for_today_gives_no_number_and_another_does(centre: CentreUnderTest) -> None:
    centre.act(close_service, service="A", reason="Cán bộ đi họp")
    assert refused(centre) == "service_closed"
    centre.number("B")
    centre.act(reopen_service, service="A")
    assert centre.number("A") == "A001"


def test_a_closed_service_is_open_again_the_next_day(centre: CentreUnderTest) -> None:
    centre.act(close_service, service="A", reason="Cán bộ đi họp")
    next_day(centre, local(24, 8))
    assert centre.number("A") == "A001"


def test_a_service_keeps_its_own_hours(centre: CentreUnderTest) -> None:
    with_service(centre, hours={"mon": [["09:00", "11:00"]]})
    assert refused(centre) == "outside_hours"
    at(centre, local(23, 8, 30))
    centre.number("A")
    at(centre, local(23, 10, 45))
    assert refused(centre) == "outside_hours"


def test_the_quota_counts_numbers_and_the_places_that_were_promised(centre: CentreUnderTest) -> None:
    with_service(centre, daily_quota=3)
    place = reserve(centre)
    next_day(centre, local(24, 7))
    centre.number("A")
    centre.number("A")
    assert refused(centre) == "quota_used"
    come_back(centre, place.code)
    assert refused(centre) == "quota_used"


def test_a_number_that_reached_nobody_is_not_of_the_quota(centre: CentreUnderTest) -> None:
    with_service(centre, daily_quota=1)
    centre.report_print(centre.issue("A").ticket.ticket_id, PrintOutcome.NOT_PRINTED)
    assert centre.number("A") == "A002"
    assert refused(centre) == "quota_used"


def test_somebody_who_comes_back_is_received_although_the_quota_is_used(centre: CentreUnderTest) -> None:
    with_service(centre, daily_quota=1)
    centre.number("A")
    code = send_home(centre)
    assert refused(centre) == "quota_used"
    assert come_back(centre, code).ticket.shown == "A002"


def test_two_kiosks_that_ask_for_the_last_number_at_once(centre: CentreUnderTest) -> None:
    with_service(centre, daily_quota=5)
    for _ in range(4):
        centre.number("A")

    def ask(kiosk: str) -> Any:
        return centre.writer.submit(
            lambda work: issue_ticket(
                work,
                intent_id=str(uuid.uuid4()),
                service="A",
                priority_group=None,
                language="vi",
                device_id=kiosk,
            ),
            actor=kiosk,
        )

    asked = [ask(f"kiosk-{n}") for n in range(8)]
    codes = [getattr(one.exception(30), "code", "issued") for one in asked]
    assert sorted(codes) == ["issued"] + ["quota_used"] * 7
    assert offered(centre).closed_reason == "quota"


# --- greeters --------------------------------------------------------------------------------------------


def greet(centre: CentreUnderTest, *, prints_on: str = "", intent_id: str | None = None) -> Issued:
    return centre.act(
        issue_ticket,
        intent_id=intent_id or str(uuid.uuid4()),
        service="A",
        priority_group=None,
        language="vi",
        device_id=prints_on,
        helped_by="HD01",
    )


def test_a_greeter_who_names_a_kiosk_has_it_print(centre: CentreUnderTest) -> None:
    add_kiosks(centre, "kiosk-1", "kiosk-2")
    issued = greet(centre, prints_on="kiosk-2")
    assert (issued.ticket.origin, issued.ticket.helped_by) == ("greeter", "HD01")
    assert jobs(centre, "kiosk-1") == []
    slip = slips(centre, JobKind.TICKET_SLIP, "kiosk-2")[0]
    assert (slip.ticket.number, slip.ticket.url, slip.is_copy) == ("A001", None, False)
    centre.wait(120)
    assert centre.turn("A001").state.value == "waiting", "no print outcome is waited for"
    report(centre, jobs(centre, "kiosk-2")[0], device_id="kiosk-2")
    assert centre.one("SELECT print_outcome FROM tickets")[0] == "printed"


def test_a_greeter_without_a_kiosk_tells_the_number(centre: CentreUnderTest) -> None:
    greet(centre)
    assert centre.one("SELECT print_outcome FROM tickets")[0] == "shown"
    centre.wait(120)
    assert centre.next_number("Q1") == "A001"


def test_a_greeters_repeat_prints_one_slip(centre: CentreUnderTest) -> None:
    add_kiosks(centre)
    intent = str(uuid.uuid4())
    numbers = {greet(centre, prints_on="kiosk-1", intent_id=intent).ticket.shown for _ in range(3)}
    assert numbers == {"A001"}
    assert len(jobs(centre)) == 1


def test_a_greeter_cannot_print_on_a_kiosk_that_is_not_there(centre: CentreUnderTest) -> None:
    with pytest.raises(NotFound):
        greet(centre, prints_on="kiosk-9")
    assert centre.rows("SELECT 1 FROM tickets") == []


def test_a_greeter_enters_a_code_for_somebody(centre: CentreUnderTest) -> None:
    add_kiosks(centre)
    centre.number("A")
    code = send_home(centre)
    issued = centre.act(
        claim, intent_id=str(uuid.uuid4()), code=code, language="vi", device_id="kiosk-1", helped_by="HD01"
    )
    assert (issued.ticket.origin, issued.ticket.helped_by) == ("supplement", "HD01")
    assert [slip.ticket.number for slip in slips(centre, JobKind.TICKET_SLIP)] == ["A002"]


def test_a_reprint_says_that_it_is_a_copy_and_how_many_are_ahead_now(centre: CentreUnderTest) -> None:
    add_kiosks(centre)
    centre.number("A")
    second = centre.issue("A")
    centre.report_print(second.ticket.ticket_id, PrintOutcome.UNKNOWN)
    centre.next("Q1")
    centre.act(reprint_ticket, ticket_id=second.ticket.ticket_id)
    slip = slips(centre, JobKind.TICKET_SLIP)[0]
    assert (slip.is_copy, slip.ticket.number, slip.ticket.people_ahead) == (True, "A002", 0)
    assert (slip.now, slip.counter_number) == (None, None), "it waits"


def test_a_reprint_of_a_transferred_number_names_where_it_waits_now(centre: CentreUnderTest) -> None:
    add_kiosks(centre)
    ticket_id = centre.issue("A").ticket.ticket_id
    for to, target in (("service", "B"), ("counter", "Q3")):
        centre.call("A001", "Q1" if to == "service" else "Q2")
        centre.transfer(to, target, "Q1" if to == "service" else "Q2")
        centre.act(reprint_ticket, ticket_id=ticket_id)
    told = [slip.ticket for slip in slips(centre, JobKind.TICKET_SLIP)]
    assert [(one.number, one.service, one.service_name_en, one.counters) for one in told] == [
        ("A001", "B", "Civil status", [2, 3]),
        ("A001", "B", "Civil status", [3]),
    ]


def test_a_reprint_of_a_number_that_waits_no_more_says_where_it_is(centre: CentreUnderTest) -> None:
    add_kiosks(centre)
    ticket_id = centre.issue("A").ticket.ticket_id
    for deed in (centre.next, centre.start, centre.hold):
        deed("Q1")
        centre.act(reprint_ticket, ticket_id=ticket_id)
    told = [(slip.now, slip.counter_number) for slip in slips(centre, JobKind.TICKET_SLIP)]
    assert told == [(TurnNow.CALLED, 1), (TurnNow.SERVING, 1), (TurnNow.ON_HOLD, 1)]


def test_a_reprint_of_who_did_not_come_sends_them_to_the_counter_that_called(centre: CentreUnderTest) -> None:
    add_kiosks(centre)
    ticket_id = centre.issue("A").ticket.ticket_id
    centre.next("Q1")
    centre.absent("Q1")
    centre.act(reprint_ticket, ticket_id=ticket_id)
    slip = slips(centre, JobKind.TICKET_SLIP)[0]
    assert (slip.now, slip.counter_number) == (TurnNow.ABSENT, 1)
