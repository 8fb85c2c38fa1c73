"""Closing: who still waits gets a place on the next working day, and the day's slip says what was done."""

from datetime import timedelta

import pytest
from centre_under_test import CentreUnderTest, small_centre
from coming_back import (
    add_kiosks,
    at,
    come_back,
    jobs,
    local,
    local_time,
    next_day,
    offered,
    send_home,
    slips,
    trips_told,
)

from messaging.requests import PrintOutcome
from messaging.slips import DaySlip, PlaceSlip
from messaging.snapshots import JobKind
from server.actions.close_into_places import close_into_places
from server.actions.head_day import extend_day
from server.actions.hold import hold
from server.actions.service_day import close_service_day, follow_schedule
from server.domain.turns import TurnState
from server.errors import ActionRefused, Conflict


@pytest.fixture
def hall(centre: CentreUnderTest) -> CentreUnderTest:
    add_kiosks(centre)
    return centre


def place_slips(centre: CentreUnderTest) -> list[PlaceSlip]:
    return slips(centre, JobKind.PLACE_SLIP)


def day_slip(centre: CentreUnderTest) -> DaySlip:
    slip = slips(centre, JobKind.DAY_SLIP)[-1]
    assert isinstance(slip, DaySlip)
    return slip


def test_a_service_closes_and_everybody_who_waits_for_it_has_a_place_and_a_slip(hall: CentreUnderTest) -> None:
    for _ in range(4):
        hall.number("A")
        hall.clock.pass_s(10)
    hall.number("B")
    hall.next("Q1")  # A001 is called and will be served
    moved = hall.act(close_into_places, service="A")
    assert moved.without_place == ()
    told = [(slip.from_number, local_time(hall, int(slip.place.at.timestamp() * 1000))) for slip in place_slips(hall)]
    assert told == [("A002", "24/11 07:30"), ("A003", "24/11 07:30"), ("A004", "24/11 07:45")]
    assert hall.turn("A001").state is TurnState.CALLED
    assert hall.turn("A002").state is TurnState.EXPIRED
    assert hall.turn("B001").state is TurnState.WAITING
    with pytest.raises(ActionRefused, match="service_closed"):
        hall.number("A")
    codes = [slip.place.code for slip in place_slips(hall)]
    next_day(hall, local(24, 7, 30))
    back = [come_back(hall, code).ticket.shown for code in codes]
    assert back == ["A001", "A002", "A003"]


def test_the_whole_day_closes_into_places_in_the_order_of_the_queue(hall: CentreUnderTest) -> None:
    for _ in range(3):
        hall.number("A")
        hall.clock.pass_s(10)
    hall.next("Q1")
    hall.start("Q1")
    hall.act(hold, counter_id="Q1", officer_id="CB01", minutes=None)  # A001 fetches a copy
    hall.next("Q1")
    hall.start("Q1")  # A002 may finish
    hall.act(close_service_day, moves_waiting=True)
    assert [slip.from_number for slip in place_slips(hall)] == ["A001", "A003"]
    assert hall.turn("A002").state is TurnState.SERVING
    windows = hall.rows("SELECT shown FROM windows JOIN turns USING (turn_id) JOIN tickets USING (ticket_id)")
    assert [row[0] for row in windows] == ["A001"], "service had begun: it counts in coverage"
    assert hall.verdict().fault is None


def test_who_ranks_first_gets_the_first_place_whatever_the_number(hall: CentreUnderTest) -> None:
    hall.number("A")
    code = send_home(hall)
    for _ in range(3):
        hall.clock.pass_s(10)
        hall.number("A")
    come_back(hall, code)  # A005, behind two
    hall.act(close_into_places, service="A")
    assert [slip.from_number for slip in place_slips(hall)] == ["A002", "A003", "A005", "A004"]


def test_a_return_that_was_not_reached_keeps_its_officer_and_its_case(hall: CentreUnderTest) -> None:
    hall.number("A")
    code = send_home(hall)
    come_back(hall, code)
    hall.act(close_into_places, service=None)
    place = place_slips(hall)[0]
    next_day(hall, local(24, 8))
    with pytest.raises(Conflict, match="số đặt trước lúc 07:30 ngày 24/11/2026"):
        come_back(hall, code)
    come_back(hall, place.place.code)
    assert hall.next_number("Q2") is None, "the officer who asked for it is there"
    assert hall.serve("Q1") == "A001"
    assert trips_told(hall.read(), "2026-11-23", "2026-11-24") == [2]


def test_slips_that_nobody_printed_are_not_printed_the_next_morning(hall: CentreUnderTest) -> None:
    hall.number("A")
    hall.act(close_service_day, moves_waiting=True)
    assert [job.kind for job in jobs(hall)] == ["place_slip", "day_slip"]
    next_day(hall, local(24, 8))
    assert [job.kind for job in jobs(hall)] == ["day_slip"]


def test_closing_twice_moves_nobody_twice(hall: CentreUnderTest) -> None:
    hall.number("A")
    assert len(hall.act(close_into_places, service="A").places) == 1
    assert hall.act(close_into_places, service="A").places == ()
    hall.act(close_service_day, moves_waiting=True)
    assert len(place_slips(hall)) == 1


def test_over_holidays_the_place_is_on_the_first_working_day(hall: CentreUnderTest) -> None:
    holidays = [(local(23, 12) + timedelta(days=ahead)).date().isoformat() for ahead in range(1, 8)]
    hall.set_up(small_centre(lambda values: values["centre"].update(holidays=holidays)))
    hall.number("A")
    hall.act(close_into_places, service=None)
    assert local_time(hall, int(place_slips(hall)[0].place.at.timestamp() * 1000)) == "01/12 07:30"


def test_who_gets_no_place_is_named(hall: CentreUnderTest) -> None:
    holidays = [(local(23, 12) + timedelta(days=ahead)).date().isoformat() for ahead in range(1, 40)]
    hall.set_up(small_centre(lambda values: values["centre"].update(holidays=holidays)))
    hall.number("A")
    assert hall.act(close_into_places, service="A").without_place == ("A001",)
    assert hall.turn("A001").state is TurnState.EXPIRED


def test_the_schedule_lets_people_expire_unless_the_centre_says_otherwise(hall: CentreUnderTest) -> None:
    def close_by_schedule() -> list[PlaceSlip]:
        hall.act(follow_schedule, actor="schedule", ignore_hours=False, clock_is_trusted=True)
        return place_slips(hall)

    hall.number("A")
    at(hall, local(23, 17))
    assert close_by_schedule() == []
    next_day(hall, local(24, 8))
    hall.set_up(small_centre(lambda values: values.update(places={"moves_at_closing": True})))
    hall.number("A")
    at(hall, local(24, 17))
    assert len(close_by_schedule()) == 1


# --- the slip of the day ---------------------------------------------------------------------------------


def test_the_day_slip_counts_every_number_once(hall: CentreUnderTest) -> None:
    for _ in range(6):
        hall.number("A")
    hall.wait(600)
    hall.serve("Q1")
    hall.next("Q1")
    hall.absent("Q1")
    hall.report_print(hall.issue("A").ticket.ticket_id, PrintOutcome.NOT_PRINTED)
    hall.next("Q2")
    hall.start("Q2")
    hall.act(close_service_day, moves_waiting=True)
    line = day_slip(hall).services[0]
    assert line.model_dump(exclude={"name", "wait_median_min", "wait_p90_min"}) == {
        "service": "A",
        "issued": 7,
        "without_number": 0,
        "joined": 0,
        "served": 1,
        "no_show": 1,
        "passed_on": 0,
        "expired": 0,
        "moved": 3,
        "other": 1,
        "being_served": 1,
    }
    assert (line.wait_median_min, line.wait_p90_min) == (11, 11)
    assert [of.issued for of in day_slip(hall).services] == [7, 0, 0]


def test_the_day_slip_gives_no_number_to_who_was_served_without_one(hall: CentreUnderTest) -> None:
    hall.quick_serve("A")
    hall.undo("Q1")
    hall.quick_serve("B", "Q2")
    hall.finish("Q2")
    hall.number("A")
    hall.act(close_service_day, moves_waiting=False)
    lines = {line.service: line for line in day_slip(hall).services}
    assert [(lines[of].issued, lines[of].without_number, lines[of].other) for of in "AB"] == [(1, 0, 0), (0, 1, 0)]
    assert (lines["A"].expired, lines["B"].served) == (1, 1)


def test_the_day_slip_counts_turns_where_they_were_served(hall: CentreUnderTest) -> None:
    """Each in its own service, whatever service the number was taken for."""
    hall.number("A")
    hall.next("Q1")
    hall.start("Q1")
    hall.transfer("counter", "Q2")  # goes on in the same service
    hall.next("Q2")
    hall.start("Q2")
    hall.transfer("service", "C", "Q2")
    hall.serve("Q3")  # A001 was served for C
    hall.number("B")
    hall.next("Q2")
    hall.start("Q2")
    hall.second_service("A", "Q2")
    hall.finish("Q2")  # B001 was served for B and now waits for A
    hall.act(close_service_day, moves_waiting=True)
    fates = ("issued", "joined", "served", "passed_on", "moved", "no_show", "expired", "other", "being_served")
    lines = {line.service: line.model_dump(include=set(fates)) for line in day_slip(hall).services}
    said = {service: {fate: count for fate, count in line.items() if count} for service, line in lines.items()}
    assert said == {
        "A": {"issued": 1, "joined": 1, "passed_on": 1, "moved": 1},
        "B": {"issued": 1, "served": 1},
        "C": {"joined": 1, "served": 1},
    }


def test_the_day_slip_carries_the_head_of_the_chain_at_closing(hall: CentreUnderTest) -> None:
    hall.number("A")
    hall.close_day()
    slip = day_slip(hall)
    row = hall.one("SELECT kind, hash FROM journal WHERE seq = ?", slip.head_seq)
    assert row["kind"] == "day_closed"
    assert slip.head_hash.replace(" ", "") == row["hash"]
    groups = slip.head_hash.split(" ")
    assert len(groups) == 16 and {len(group) for group in groups} == {4}


def test_a_centre_without_a_kiosk_closes_all_the_same(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.act(close_service_day, moves_waiting=True)
    assert centre.rows("SELECT 1 FROM jobs") == []
    assert centre.one("SELECT state FROM reserved_places")[0] == "reserved"


# --- an extended day -------------------------------------------------------------------------------------


def look(centre: CentreUnderTest) -> str:
    centre.act(follow_schedule, actor="schedule", ignore_hours=False, clock_is_trusted=True)
    return str(centre.one("SELECT state FROM service_days ORDER BY day DESC")[0])


def test_an_extended_day_gives_numbers_and_closes_by_its_new_end(hall: CentreUnderTest) -> None:
    at(hall, local(23, 16, 50))
    assert look(hall) == "tickets_stopped"
    hall.act(extend_day, closes_at="18:00")
    assert look(hall) == "open"
    hall.number("A")
    at(hall, local(23, 17, 44))
    assert look(hall) == "open"
    at(hall, local(23, 17, 45))
    assert look(hall) == "tickets_stopped"
    at(hall, local(23, 18))
    assert look(hall) == "closed"
    at(hall, local(24, 7, 30))
    assert look(hall) == "open", "the next day keeps its hours"


def test_a_day_opened_after_hours_and_extended_closes_then(closed_centre: CentreUnderTest) -> None:
    at(closed_centre, local(23, 19))
    closed_centre.open_day()
    assert look(closed_centre) == "open"
    closed_centre.act(extend_day, closes_at="20:00")
    at(closed_centre, local(23, 20))
    assert look(closed_centre) == "closed"


def test_an_extended_day_takes_back_the_warning_that_today_is_unlikely(hall: CentreUnderTest) -> None:
    for _ in range(12):
        hall.number("A")
    at(hall, local(23, 16, 40))
    assert offered(hall).today_unlikely
    assert offered(hall).next_place_at is not None
    hall.act(extend_day, closes_at="21:00")
    assert not offered(hall).today_unlikely
    assert offered(hall).next_place_at is None


def test_the_day_slip_leaves_the_snapshot_when_it_is_printed(hall: CentreUnderTest) -> None:
    hall.close_day()
    assert [job.kind for job in jobs(hall)] == ["day_slip"]
