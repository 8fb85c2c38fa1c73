"""Coming back with what was missing, and with a reserved place: from the slip to the call."""

import uuid
from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta

import pytest
from centre_under_test import CentreUnderTest, small_centre
from coming_back import (
    add_kiosks,
    at,
    come_back,
    jobs,
    journal_text,
    local,
    local_time,
    next_day,
    reserve,
    return_slip,
    send_home,
    trips_told,
)

from messaging.requests import PrintOutcome
from server.actions.claim import claim
from server.actions.finish import finish
from server.actions.issue_ticket import Issued
from server.actions.reserve_place import reserve_place, withdraw_place
from server.actions.service_day import stop_tickets
from server.actions.undo import undo
from server.domain.turns import TurnState
from server.errors import ActionRefused, Conflict, Gone, Unprocessable


@pytest.fixture
def hall(centre: CentreUnderTest) -> CentreUnderTest:
    """The open centre with a kiosk that prints."""
    add_kiosks(centre)
    return centre


def refused(action: Callable[[], object]) -> str:
    with pytest.raises(ActionRefused) as refusal:
        action()
    return refusal.value.code


# --- what was missing ------------------------------------------------------------------------------------


def test_the_return_slip_says_what_until_when_and_the_code(hall: CentreUnderTest) -> None:
    hall.number("A")
    code = send_home(hall, missing="  Bản sao giấy khai sinh\nẢnh 4×6 ")
    slip = return_slip(hall)
    assert slip.missing == "Bản sao giấy khai sinh\nẢnh 4×6"
    assert (slip.number, slip.counter_number, slip.code, slip.people_before) == ("A001", 1, code, 2)
    assert slip.valid_until.isoformat() == "2026-12-23"
    assert len(code) == 6 and code.isdigit()


def test_neither_the_code_nor_the_words_are_in_the_journal(hall: CentreUnderTest) -> None:
    hall.number("A")
    code = send_home(hall, missing="Giấy chứng tử của ông Trần Văn B")
    place = reserve(hall)
    come_back(hall, code)
    text = journal_text(hall)
    assert "chứng tử" not in text
    assert f'"{code}"' not in text and f'"{place.code}"' not in text


def test_an_outcome_that_asks_for_a_supplement_needs_its_words(hall: CentreUnderTest) -> None:
    hall.number("A")
    hall.next("Q1")
    hall.start("Q1")
    for words in (None, "   ", "x" * 501):
        with pytest.raises(Unprocessable):
            hall.act(finish, counter_id="Q1", officer_id="CB01", outcome="supplement", missing=words)
    assert hall.turn("A001").state is TurnState.SERVING


def test_who_comes_back_is_called_by_the_same_officer_behind_at_most_two(hall: CentreUnderTest) -> None:
    hall.number("A")
    code = send_home(hall, "Q1")
    for _ in range(5):
        hall.clock.pass_s(30)
        hall.number("A")  # A002 to A006
    back = come_back(hall, code)
    assert (back.ticket.shown, back.people_ahead) == ("A007", 2)
    assert hall.next_number("Q2") == "A002"
    assert hall.next_number("Q1") == "A003"
    hall.serve("Q2")  # A004: this officer does not wait for that one
    assert hall.next_number("Q1") == "A007"


def test_the_slip_speaks_of_people_whatever_their_priority(hall: CentreUnderTest) -> None:
    """Somebody with priority comes back to a line of people without: two of them are called before, not all."""
    hall.number("A", "elderly")
    code = send_home(hall, "Q1")
    for _ in range(6):
        hall.clock.pass_s(60)
        hall.number("A")  # A002 to A007
    come_back(hall, code)
    called = []
    for _ in range(3):
        called.append(hall.next_number("Q1"))
        hall.start("Q1")
    assert "A008" in called


def test_nobody_else_calls_who_comes_back_while_the_officer_is_there(hall: CentreUnderTest) -> None:
    hall.number("A")
    come_back(hall, send_home(hall, "Q1"))
    assert hall.next_number("Q2") is None
    assert hall.next_number("Q1") == "A002"


def test_while_the_officer_is_away_anybody_who_has_the_service_calls(hall: CentreUnderTest) -> None:
    hall.number("A")
    code = send_home(hall, "Q1")
    hall.wait(120)  # the rating window closes
    hall.sign_off("CB01")
    come_back(hall, code)
    assert hall.next_number("Q2") == "A002"


def test_two_claims_of_one_code_at_once_give_one_number(hall: CentreUnderTest) -> None:
    hall.number("A")
    code = send_home(hall)

    def once(intent_id: str) -> Future[Issued]:
        return hall.writer.submit(
            lambda work: claim(work, intent_id=intent_id, code=code, language="vi", device_id="kiosk-1"), actor="test"
        )

    claims = [once(str(uuid.uuid4())), once(str(uuid.uuid4()))]
    assert claims[0].result(30).ticket.shown == "A002"
    with pytest.raises(Conflict, match="A002"):
        claims[1].result(30)


def test_the_same_intent_gets_the_same_number(hall: CentreUnderTest) -> None:
    hall.number("A")
    code, intent = send_home(hall), str(uuid.uuid4())
    numbers = {
        hall.act(claim, intent_id=intent, code=code, language="vi", device_id="kiosk-1").ticket.shown for _ in range(3)
    }
    assert numbers == {"A002"}


def test_a_slip_that_never_came_out_leaves_the_code_good(hall: CentreUnderTest) -> None:
    hall.number("A")
    code = send_home(hall)
    come_back(hall, code, printed=False)
    hall.wait(90)
    assert hall.turn("A002").state is TurnState.VOIDED
    assert come_back(hall, code).ticket.shown == "A003"


def test_a_kiosk_that_gave_up_leaves_the_code_good(hall: CentreUnderTest) -> None:
    reserved = reserve(hall)
    next_day(hall, local(24, 7))
    hall.cancel(come_back(hall, reserved.code).ticket.intent_id)
    assert come_back(hall, reserved.code).ticket.shown == "A002"
    assert refused(lambda: come_back(hall, reserved.code)) == "code_used"


def test_what_is_missing_may_be_brought_until_it_is_received(hall: CentreUnderTest) -> None:
    hall.number("A")
    code = send_home(hall)
    come_back(hall, code)
    hall.close_day()  # nobody came to them
    next_day(hall, local(24, 8))
    come_back(hall, code)
    hall.next("Q1")
    hall.absent("Q1")
    assert refused(lambda: come_back(hall, code)) == "code_used", "they may still return to the desk"
    hall.wait(31 * 60)
    come_back(hall, code)
    hall.serve("Q1")
    assert refused(lambda: come_back(hall, code)) == "code_used"
    assert trips_told(hall.read(), "2026-11-23", "2026-11-24") == [2]


def test_a_code_holds_to_the_end_of_its_last_day_and_not_a_moment_longer(hall: CentreUnderTest) -> None:
    hall.set_up(small_centre(lambda values: values.update(supplements={"days_valid": 1})))
    hall.number("A")
    hall.number("A")
    first, second = send_home(hall), send_home(hall)
    next_day(hall, local(24, 8))
    at(hall, local(24, 23, 59))
    come_back(hall, first)
    at(hall, local(25, 0))  # midnight in the centre; the day before is still open
    assert refused(lambda: come_back(hall, second)) == "code_not_found"


def test_undoing_the_finish_takes_the_code_back(hall: CentreUnderTest) -> None:
    hall.number("A")
    code = send_home(hall)
    hall.act(undo, counter_id="Q1", officer_id="CB01")
    assert refused(lambda: come_back(hall, code)) == "code_not_found"
    assert jobs(hall) == [], "the return slip is not printed any more"


def test_no_return_is_taken_in_once_tickets_are_stopped_or_the_service_closed(hall: CentreUnderTest) -> None:
    hall.number("A")
    code = send_home(hall)
    hall.act(stop_tickets)
    assert refused(lambda: come_back(hall, code)) == "tickets_stopped"
    hall.close_day()
    assert refused(lambda: come_back(hall, code)) == "day_closed"


def test_trips_per_case_follow_the_chain_of_visits(hall: CentreUnderTest) -> None:
    hall.number("A")
    hall.number("A")
    code = send_home(hall)
    hall.serve("Q1")
    come_back(hall, code)
    code = send_home(hall)
    next_day(hall, local(25, 8))
    come_back(hall, code)
    hall.serve("Q1")
    assert sorted(trips_told(hall.read(), "2026-11-23", "2026-11-25")) == [1, 3]
    assert trips_told(hall.read(), "2026-11-25", "2026-11-25") == [3], "with the visits before"


def test_without_a_kiosk_the_code_can_still_be_told(centre: CentreUnderTest) -> None:
    centre.number("A")
    code = send_home(centre)
    assert come_back(centre, code).ticket.shown == "A002"


# --- reserved places -------------------------------------------------------------------------------------


def test_a_reserved_place_is_the_first_free_slot_of_the_next_working_day(hall: CentreUnderTest) -> None:
    at(hall, local(27, 16))  # a Friday
    places = [local_time(hall, reserve(hall).place.at) for _ in range(3)]
    assert places == ["30/11 07:30", "30/11 07:30", "30/11 07:45"]
    assert local_time(hall, reserve(hall, "B").place.at) == "30/11 07:30", "each service has its own"


def test_a_place_given_back_is_given_again(hall: CentreUnderTest) -> None:
    first = reserve(hall)
    reserve(hall)
    hall.act(withdraw_place, place_id=first.place.place_id)
    hall.act(withdraw_place, place_id=first.place.place_id)
    assert local_time(hall, reserve(hall).place.at) == "24/11 07:30"
    assert refused(lambda: come_back(hall, first.code)) == "code_not_found"


def test_a_place_is_of_its_day_alone(hall: CentreUnderTest) -> None:
    reserved = reserve(hall)
    assert refused(lambda: come_back(hall, reserved.code)) == "place_later"
    next_day(hall, local(24, 7))
    assert come_back(hall, reserved.code).ticket.origin == "place"


def test_who_comes_early_is_not_called_before_the_time_and_then_ranks_by_it(hall: CentreUnderTest) -> None:
    reserved = reserve(hall)  # 07:30
    next_day(hall, local(24, 7))
    early = come_back(hall, reserved.code)
    assert early.not_before == reserved.place.at
    assert hall.next_number("Q1") is None, "somebody is there, and the time is not"
    at(hall, local(24, 7, 20))
    hall.number("A")
    at(hall, local(24, 7, 31))
    hall.number("A")
    assert [hall.serve("Q1", service_s=1) for _ in range(3)] == ["A002", "A001", "A003"]


def test_who_comes_in_time_keeps_the_appointed_rank_and_who_is_late_does_not(hall: CentreUnderTest) -> None:
    in_time, late = reserve(hall), reserve(hall)
    next_day(hall, local(24, 7, 35))
    hall.number("A")
    at(hall, local(24, 8))
    come_back(hall, in_time.code)
    at(hall, local(24, 8, 1))
    come_back(hall, late.code)
    assert [hall.serve("Q1", service_s=1) for _ in range(3)] == ["A002", "A001", "A003"]


def test_an_unclaimed_place_is_missed_when_its_day_closes(hall: CentreUnderTest) -> None:
    reserved = reserve(hall)
    hall.close_day()
    assert hall.one("SELECT state FROM reserved_places")[0] == "reserved"
    next_day(hall, local(24, 7))
    hall.close_day()
    assert hall.one("SELECT state FROM reserved_places")[0] == "missed"
    next_day(hall, local(25, 7))
    assert refused(lambda: come_back(hall, reserved.code)) == "code_not_found"


def test_when_the_centre_did_not_open_on_its_day_the_place_is_first_on_the_next(hall: CentreUnderTest) -> None:
    reserved = reserve(hall)  # Tuesday
    next_day(hall, local(25, 8))  # Wednesday: a storm kept the centre closed
    hall.clock.pass_s(60)
    hall.number("A")
    come_back(hall, reserved.code)
    assert hall.next_number("Q1") == "A002"


def test_a_priority_group_goes_along_with_the_place(hall: CentreUnderTest) -> None:
    reserved = reserve(hall, "A", "elderly")
    next_day(hall, local(24, 8))
    assert come_back(hall, reserved.code).ticket.priority_group == "elderly"


def test_a_cancelled_intent_reserves_nothing(hall: CentreUnderTest) -> None:
    intent = str(uuid.uuid4())
    hall.cancel(intent)
    with pytest.raises(Gone):
        hall.act(reserve_place, intent_id=intent, service="A", priority_group=None, language="vi")


def test_nothing_is_reserved_where_nobody_works(hall: CentreUnderTest) -> None:
    holidays = [(local(23, 12) + timedelta(days=ahead)).date().isoformat() for ahead in range(1, 40)]
    hall.set_up(small_centre(lambda values: values["centre"].update(holidays=holidays)))
    with pytest.raises(Conflict) as refusal:
        reserve(hall)
    assert refusal.value.code == "no_place"


def test_print_outcomes_of_a_claimed_number_work_as_of_any_other(hall: CentreUnderTest) -> None:
    hall.number("A")
    back = come_back(hall, send_home(hall), printed=False)
    hall.report_print(back.ticket.ticket_id, PrintOutcome.NOT_PRINTED)
    assert hall.turn("A002").state is TurnState.VOIDED


def test_the_journal_rebuilds_all_of_it(hall: CentreUnderTest) -> None:
    hall.number("A")
    come_back(hall, send_home(hall))
    reserved, given_back = reserve(hall), reserve(hall)
    hall.act(withdraw_place, place_id=given_back.place.place_id)
    next_day(hall, local(24, 7))
    come_back(hall, reserved.code)
    hall.close_day()
    assert hall.verdict().fault is None
