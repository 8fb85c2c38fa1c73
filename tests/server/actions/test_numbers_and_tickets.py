"""Issuing: one authority per series, once each, and what becomes of the paper."""

import sqlite3
import uuid
from datetime import timedelta

import pytest
from centre_under_test import CentreUnderTest

from messaging.requests import PrintOutcome
from server.actions.service_day import stop_tickets
from server.domain.turns import TurnState
from server.errors import ActionRefused, Conflict, Gone, NotAllowed, NotFound, Unprocessable

TICKET_PAGE_TOKEN_LETTERS = 22  # 128 bits in base64


def refusal_of(error: pytest.ExceptionInfo[ActionRefused]) -> str:
    return error.value.code


def test_one_series_per_service_and_day(centre: CentreUnderTest) -> None:
    assert [centre.number(service) for service in "AABAC"] == ["A001", "A002", "B001", "A003", "C001"]
    centre.clock.pass_s(24 * 3600)
    centre.open_day()
    assert [centre.number(service) for service in "AB"] == ["A001", "B001"]


def test_the_thousandth_number_has_four_digits(centre: CentreUnderTest) -> None:
    for _ in range(998):
        centre.issue("A")
    assert [centre.issue("A").ticket.shown for _ in range(3)] == ["A999", "A1000", "A1001"]
    assert centre.verdict().fault is None


def test_priority_is_not_visible_in_the_number(centre: CentreUnderTest) -> None:
    assert [centre.number("A", group) for group in ("elderly", None, "guide")] == ["A001", "A002", "A003"]


def test_an_intent_asked_again_gets_the_ticket_it_has(centre: CentreUnderTest) -> None:
    first = centre.issue("A", intent_id="intent-1")
    centre.issue("A")
    again = centre.issue("A", intent_id="intent-1")
    assert (again.ticket, again.token) == (first.ticket, first.token)
    assert centre.one("SELECT count(*) FROM tickets")[0] == 2


def test_an_intent_asked_again_after_a_restart_gets_the_ticket_it_has(centre: CentreUnderTest) -> None:
    first = centre.issue("A", intent_id="intent-1")
    centre.restart()
    assert centre.issue("A", intent_id="intent-1") == first


def test_people_ahead_are_those_of_the_same_service(centre: CentreUnderTest) -> None:
    centre.number("B")
    assert [centre.issue("A").people_ahead for _ in range(3)] == [0, 1, 2]
    centre.next("Q1")
    assert centre.issue("A").people_ahead == 2


def test_the_link_of_a_ticket_is_a_long_secret_outside_the_journal(centre: CentreUnderTest) -> None:
    tokens = {centre.issue("A").token for _ in range(20)}
    assert len(tokens) == 20
    assert {len(token) for token in tokens} == {TICKET_PAGE_TOKEN_LETTERS}
    bodies = " ".join(row[0] for row in centre.rows("SELECT body FROM journal"))
    assert not [token for token in tokens if token in bodies]


@pytest.mark.parametrize(
    ("service", "group", "code"),
    [("T", None, "unknown_service"), ("X", None, "unknown_service"), ("A", "nobody", "unknown_priority_group")],
)
def test_what_the_centre_does_not_know_is_refused(
    centre: CentreUnderTest, service: str, group: str | None, code: str
) -> None:
    with pytest.raises(Unprocessable) as error:
        centre.issue(service, group)
    assert refusal_of(error) == code


def test_no_number_before_the_day_opens_nor_after_it_closed(closed_centre: CentreUnderTest) -> None:
    with pytest.raises(Conflict) as error:
        closed_centre.issue("A")
    assert refusal_of(error) == "day_closed"
    closed_centre.open_day()
    closed_centre.issue("A")
    closed_centre.close_day()
    with pytest.raises(Conflict):
        closed_centre.issue("A")


def test_no_number_once_tickets_are_stopped_but_the_old_answer_still(centre: CentreUnderTest) -> None:
    kept = centre.issue("A", intent_id="intent-1")
    centre.act(stop_tickets)
    with pytest.raises(Conflict) as error:
        centre.issue("A")
    assert refusal_of(error) == "tickets_stopped"
    assert centre.issue("A", intent_id="intent-1") == kept


def test_a_reopened_day_continues_its_series(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.close_day()
    centre.clock.pass_s(3600)
    centre.open_day()
    assert centre.number("A") == "A002"


def test_the_database_itself_refuses_a_number_given_twice(centre: CentreUnderTest) -> None:
    centre.issue("A")
    columns = "intent_id, day, prefix, number, shown, service, language, device_id, issued_at"
    values = "'other', day, prefix, number, shown, service, language, device_id, issued_at"
    with pytest.raises(sqlite3.IntegrityError):
        centre.act(
            lambda work: work.connection.execute(
                f"INSERT INTO tickets (ticket_id, {columns}) SELECT 999, {values} FROM tickets"
            )
        )


# --- cancelled intents ---------------------------------------------------------------------------------


def test_a_request_that_comes_after_its_cancellation_is_refused(centre: CentreUnderTest) -> None:
    assert centre.cancel("intent-1") is None
    with pytest.raises(Gone):
        centre.issue("A", intent_id="intent-1")
    assert centre.number("A") == "A001", "no number was used up"


def test_cancelling_takes_a_waiting_ticket_off_the_queue_on_record(centre: CentreUnderTest) -> None:
    centre.issue("A", intent_id="intent-1")
    assert centre.cancel("intent-1") == "A001"
    assert centre.turn("A001").state is TurnState.CANCELLED
    assert centre.next_number("Q1") is None
    assert centre.number("A") == "A002"


def test_after_its_ticket_was_cancelled_a_late_request_is_refused_too(centre: CentreUnderTest) -> None:
    """Whoever got the stored ticket now would hold a number that is never called."""
    centre.issue("A", intent_id="intent-1")
    centre.cancel("intent-1")
    with pytest.raises(Gone):
        centre.issue("A", intent_id="intent-1")


def test_cancelling_twice_is_cancelling_once(centre: CentreUnderTest) -> None:
    centre.issue("A", intent_id="intent-1")
    assert [centre.cancel("intent-1"), centre.cancel("intent-1")] == ["A001", "A001"]
    assert centre.kinds().count("intent_cancelled") == 1


def test_a_ticket_that_was_called_cannot_be_cancelled(centre: CentreUnderTest) -> None:
    issued = centre.issue("A", intent_id="intent-1")
    centre.next("Q1")
    with pytest.raises(Conflict) as error:
        centre.cancel("intent-1")
    assert refusal_of(error) == "ticket_already_called"
    assert centre.issue("A", intent_id="intent-1").ticket.ticket_id == issued.ticket.ticket_id


def test_a_kiosk_cannot_cancel_the_intent_of_another(centre: CentreUnderTest) -> None:
    centre.issue("A", intent_id="intent-1")
    with pytest.raises(NotAllowed):
        centre.cancel("intent-1", device_id="kiosk-2")


# --- the paper ------------------------------------------------------------------------------------------


def test_with_no_outcome_for_ninety_seconds_the_turn_is_voided(centre: CentreUnderTest) -> None:
    centre.issue("A")
    assert centre.wait(89.999) == 0
    assert centre.turn("A001").state is TurnState.WAITING
    assert centre.wait(0.001) == 1
    assert centre.turn("A001").state is TurnState.VOIDED
    assert centre.next_number("Q1") is None


@pytest.mark.parametrize("outcome", [PrintOutcome.PRINTED, PrintOutcome.SHOWN, PrintOutcome.UNKNOWN])
def test_with_any_outcome_that_leaves_hope_the_turn_stays(centre: CentreUnderTest, outcome: PrintOutcome) -> None:
    issued = centre.issue("A")
    centre.report_print(issued.ticket.ticket_id, outcome)
    centre.wait(3600)
    assert centre.turn("A001").state is TurnState.WAITING


def test_not_printed_voids_at_once(centre: CentreUnderTest) -> None:
    issued = centre.issue("A")
    centre.report_print(issued.ticket.ticket_id, PrintOutcome.NOT_PRINTED)
    assert centre.turn("A001").state is TurnState.VOIDED
    assert centre.number("A") == "A002", "a voided number is used up"


@pytest.mark.parametrize("outcome", [PrintOutcome.PRINTED, PrintOutcome.SHOWN, PrintOutcome.UNKNOWN])
def test_a_late_word_that_somebody_may_hold_the_slip_restores_the_turn_with_its_rank(
    centre: CentreUnderTest, outcome: PrintOutcome
) -> None:
    late = centre.issue("A")
    rank = (centre.turn("A001").ranked_at, centre.turn("A001").arrival)
    centre.clock.pass_s(1)
    centre.number("A")
    centre.wait(100)
    centre.report_print(late.ticket.ticket_id, outcome)
    turn = centre.turn("A001")
    assert (turn.state, (turn.ranked_at, turn.arrival)) == (TurnState.WAITING, rank)
    assert centre.next_number("Q1") == "A001"


def test_a_late_printed_of_a_former_day_restores_nothing(centre: CentreUnderTest) -> None:
    late = centre.issue("A")
    centre.wait(100)
    centre.close_day()
    centre.report_print(late.ticket.ticket_id, PrintOutcome.PRINTED)
    assert centre.turn("A001").state is TurnState.VOIDED


def test_a_late_not_printed_restores_nothing(centre: CentreUnderTest) -> None:
    late = centre.issue("A")
    centre.wait(100)
    centre.report_print(late.ticket.ticket_id, PrintOutcome.NOT_PRINTED)
    assert centre.turn("A001").state is TurnState.VOIDED


def test_a_called_turn_is_never_voided(centre: CentreUnderTest) -> None:
    issued = centre.issue("A")
    centre.next("Q1")
    centre.wait(100)
    assert centre.turn("A001").state is TurnState.CALLED
    centre.report_print(issued.ticket.ticket_id, PrintOutcome.NOT_PRINTED)
    assert centre.turn("A001").state is TurnState.CALLED


def test_who_was_called_once_is_not_voided_while_waiting_again(centre: CentreUnderTest) -> None:
    """They were seen with their number, whatever the printer said."""
    centre.issue("A")
    centre.next("Q1")
    centre.back("Q1")
    centre.wait(400)
    assert centre.turn("A001").state is TurnState.WAITING


def test_a_worse_outcome_that_comes_late_changes_nothing(centre: CentreUnderTest) -> None:
    issued = centre.issue("A")
    centre.report_print(issued.ticket.ticket_id, PrintOutcome.SHOWN)
    centre.report_print(issued.ticket.ticket_id, PrintOutcome.NOT_PRINTED)
    assert centre.turn("A001").state is TurnState.WAITING
    assert centre.one("SELECT print_outcome FROM tickets")[0] == "shown"


def test_an_outcome_of_a_strange_ticket_is_refused(centre: CentreUnderTest) -> None:
    issued = centre.issue("A")
    with pytest.raises(NotFound):
        centre.report_print(987654, PrintOutcome.PRINTED)
    with pytest.raises(NotAllowed):
        centre.report_print(issued.ticket.ticket_id, PrintOutcome.PRINTED, device_id="kiosk-2")


def test_the_ninety_seconds_run_while_the_wall_clock_stands_in_the_past(centre: CentreUnderTest) -> None:
    centre.issue("A")
    centre.clock.set_wall(centre.clock.now() - timedelta(days=400))
    assert centre.wait(89) == 0
    assert centre.wait(1) == 1


def test_tickets_of_any_kiosk_share_the_series(centre: CentreUnderTest) -> None:
    numbers = [centre.issue("A", device_id=f"kiosk-{i % 3}").ticket.number for i in range(9)]
    assert numbers == list(range(1, 10))
    assert str(uuid.UUID(centre.one("SELECT intent_id FROM tickets")[0]))
