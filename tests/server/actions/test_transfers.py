"""Transfer and second service: one ticket, several turns, never two of them at counters at once."""

import pytest
from centre_under_test import CentreUnderTest

from messaging.requests import PrintOutcome
from server.actions.set_up import add_staff
from server.db.queries.queue import Turn
from server.domain.turns import TurnState
from server.errors import ActionRefused, Conflict, NotFound, Unprocessable

S = TurnState


def served(c: CentreUnderTest, counter_id: str = "Q1", service: str = "A") -> Turn:
    """Somebody new who is being served at a counter."""
    c.number(service)
    turn = c.next(counter_id).turn
    assert turn is not None
    return c.start(counter_id)


def windows(c: CentreUnderTest) -> list[tuple[str, str, bool]]:
    """Counter, officer and whether it takes presses, of each window that stands."""
    rows = c.rows("SELECT counter_id, officer_id, closes_at > opened_at FROM windows WHERE NOT undone ORDER BY 1")
    return [(row[0], row[1], bool(row[2])) for row in rows]


def test_a_served_turn_goes_on_in_another_service_with_its_rank(centre: CentreUnderTest) -> None:
    turn = served(centre)
    centre.number("C")
    centre.clock.pass_s(60)
    added = centre.transfer("service", "C")
    assert centre.turn_by_id(turn.turn_id).state is S.TRANSFERRED
    assert (added.state, added.service, added.origin, added.from_turn) == (S.WAITING, "C", "transferred", turn.turn_id)
    assert (added.ranked_at, added.arrival) == (turn.ranked_at, turn.arrival)
    assert added.waiting_since == centre.writer.now(), "the waiting KPI starts anew"
    assert centre.next_number("Q3") == "A001", "before C001, who came later"
    assert windows(centre) == [("Q1", "CB01", True)], "who leaves the desk may rate it"


@pytest.mark.parametrize("state", ["waiting", "called", "on_hold"])
def test_whoever_was_not_being_served_opens_no_window_that_takes_presses(centre: CentreUnderTest, state: str) -> None:
    centre.number("A")
    if state != "waiting":
        centre.next("Q1")
    if state == "on_hold":
        centre.start("Q1")
        centre.hold("Q1")
    added = centre.transfer("service", "B", number="A001")
    assert added.state is S.WAITING
    assert windows(centre) == ([("Q1", "CB01", False)] if state == "on_hold" else [])
    assert centre.next_number("Q2") == "A001"
    assert not centre.rows("SELECT 1 FROM holds WHERE ended_at IS NULL")
    assert centre.verdict().fault is None


def test_the_window_of_a_transfer_from_hold_never_takes_the_press_of_who_sits_there_now(
    centre: CentreUnderTest,
) -> None:
    served(centre)
    centre.hold("Q1")
    served(centre)
    centre.transfer("service", "B", number="A001")
    centre.clock.pass_s(1)
    centre.press(5, None)
    assert centre.one("SELECT window_id FROM presses")[0] is None


def test_a_turn_for_a_counter_is_called_by_that_counter_alone_whatever_its_services(centre: CentreUnderTest) -> None:
    served(centre)
    added = centre.transfer("counter", "Q3")
    assert (added.for_counter, added.for_officer, added.service) == ("Q3", None, "A")
    assert (centre.next_number("Q1"), centre.next_number("Q2")) == (None, None)
    assert centre.next_number("Q3") == "A001"


def test_a_turn_for_an_officer_follows_the_officer_and_is_everybodys_while_the_officer_is_nowhere(
    centre: CentreUnderTest,
) -> None:
    served(centre)
    added = centre.transfer("officer", "CB02", service="B")
    assert (added.for_officer, added.service) == ("CB02", "B")
    assert centre.next_number("Q3") is None
    centre.sign_off("CB02")
    assert centre.next_number("Q3") == "A001"


def test_an_officer_must_be_one_and_may_be_away(centre: CentreUnderTest) -> None:
    for staff_id, role in (("CB07", "officer"), ("CB08", "auditor")):
        centre.act(add_staff, staff_id=staff_id, role=role, login=staff_id, display_name="An", password_hash="x")
    served(centre)
    for nobody in ("CB08", "CB66"):
        with pytest.raises(NotFound):
            centre.transfer("officer", nobody)
    assert centre.transfer("officer", "CB07").for_officer == "CB07"


def test_two_officers_transfer_the_same_turn_and_the_second_is_told(centre: CentreUnderTest) -> None:
    centre.number("A")
    seen = centre.turn("A001").turn_id
    centre.transfer("counter", "Q3", "Q1", number="A001", turn_id=seen)
    with pytest.raises(Conflict) as refusal:
        centre.transfer("service", "B", "Q2", number="A001", turn_id=seen)
    assert refusal.value.code == "changed_since"
    assert centre.turn("A001").for_counter == "Q3"
    assert centre.one("SELECT count(*) FROM turns")[0] == 2


@pytest.mark.parametrize(
    ("to", "target", "more", "error"),
    [
        ("service", "Z", {}, Unprocessable),
        ("service", "A", {}, Unprocessable),
        ("counter", "Q9", {}, NotFound),
        ("counter", "Q1", {}, Unprocessable),
        ("counter", "Q2", {"service": "Z"}, Unprocessable),
        ("service", "B", {"number": "A099"}, NotFound),
    ],
)
def test_a_transfer_to_nowhere_or_to_where_one_is_is_refused(
    centre: CentreUnderTest, to: str, target: str, more: dict[str, str], error: type[ActionRefused]
) -> None:
    served(centre)
    kinds = centre.kinds()
    with pytest.raises(error):
        centre.transfer(to, target, **more)
    assert centre.kinds() == kinds


def test_who_is_at_another_counter_or_gone_is_not_moved(centre: CentreUnderTest) -> None:
    served(centre, "Q1")
    with pytest.raises(Conflict) as refusal:
        centre.transfer("service", "C", "Q2", number="A001")
    assert refusal.value.code == "at_another_counter"
    centre.finish("Q1")
    with pytest.raises(Conflict) as refusal:
        centre.transfer("service", "C", "Q2", number="A001")
    assert refusal.value.code == "cannot_transfer"


def test_a_held_turn_of_an_empty_counter_can_be_sent_on(centre: CentreUnderTest) -> None:
    served(centre, "Q1")
    centre.hold("Q1")
    with pytest.raises(Conflict):
        centre.transfer("service", "B", "Q2", number="A001")
    centre.sign_off("CB01")
    assert centre.transfer("service", "B", "Q2", number="A001").state is S.WAITING


def test_the_number_shows_where_it_goes_on(centre: CentreUnderTest) -> None:
    served(centre)
    added = centre.transfer("service", "C")
    assert centre.turn("A001").turn_id == added.turn_id
    assert centre.call("A001", "Q3").turn_id == added.turn_id


def test_a_day_may_be_full_of_transfers_and_closing_ends_the_last_one(centre: CentreUnderTest) -> None:
    served(centre)
    for service, counter_id in (("B", "Q2"), ("C", "Q3"), ("A", "Q1")):
        centre.transfer("service", service, {"B": "Q1", "C": "Q2", "A": "Q3"}[service])
        centre.next(counter_id)
        centre.start(counter_id)
    centre.transfer("counter", "Q2", "Q1")
    centre.close_day()
    states = [row[0] for row in centre.rows("SELECT state FROM turns ORDER BY turn_id")]
    assert states == ["transferred"] * 4 + ["expired"]
    assert len(windows(centre)) == 4, "one for each turn in which service began"
    assert centre.verdict().fault is None


# --- a second service on the same ticket -----------------------------------------------------------------------


def test_a_second_service_waits_from_now_and_is_called_when_the_first_is_over(centre: CentreUnderTest) -> None:
    turn = served(centre)
    centre.clock.pass_s(30)
    centre.number("B")
    centre.clock.pass_s(30)
    second = centre.second_service("B")
    assert (second.origin, second.from_turn, second.ticket_id) == ("second_service", turn.turn_id, turn.ticket_id)
    assert second.ranked_at == centre.writer.now()
    assert centre.turn_by_id(turn.turn_id).state is S.SERVING, "the first goes on"
    assert centre.next_number("Q2") == "B001", "ranks from the asking"
    centre.start("Q2")
    assert centre.next_number("Q3") is None, "the citizen sits at counter 1"
    centre.finish("Q1")
    assert centre.next_number("Q3") == "A001"
    assert centre.turn_by_id(second.turn_id).state is S.CALLED
    assert windows(centre) == [("Q1", "CB01", True)]


def test_the_same_service_is_not_asked_twice(centre: CentreUnderTest) -> None:
    served(centre)
    centre.second_service("B")
    for service in "AB":
        with pytest.raises(Conflict) as refusal:
            centre.second_service(service)
        assert refusal.value.code == "already_waiting"
    with pytest.raises(Unprocessable):
        centre.second_service("Z")
    assert centre.second_service("C").service == "C"


def test_nobody_is_sent_to_a_service_for_which_they_wait_already(centre: CentreUnderTest) -> None:
    turn = served(centre)
    centre.second_service("B")
    with pytest.raises(Conflict) as refusal:
        centre.transfer("service", "B")
    assert refusal.value.code == "already_waiting"
    assert centre.turn_by_id(turn.turn_id).state is S.SERVING, "it stays where it is"
    assert centre.transfer("counter", "Q2").service == "A", "whoever is to see it there may, for what it came for"
    centre.next("Q2")
    centre.start("Q2")
    assert centre.transfer("service", "C", "Q2").service == "C"


def test_nobody_is_called_to_two_counters(centre: CentreUnderTest) -> None:
    served(centre)
    centre.second_service("B")
    with pytest.raises(Conflict):
        centre.call("A001", "Q2")
    centre.finish("Q1")
    centre.call("A001", "Q2")
    with pytest.raises(Conflict):
        centre.undo("Q1")
    assert centre.one("SELECT count(*) FROM turns WHERE state IN ('called', 'serving', 'on_hold')")[0] == 1


def test_the_second_service_can_be_sent_on_while_it_waits(centre: CentreUnderTest) -> None:
    served(centre)
    centre.second_service("B")
    centre.finish("Q1")
    added = centre.transfer("service", "C", "Q1", number="A001")
    assert (added.service, added.origin) == ("C", "transferred")
    assert centre.next_number("Q2") is None
    assert centre.next_number("Q3") == "A001"


def test_an_absent_first_turn_comes_back_though_the_second_waits(centre: CentreUnderTest) -> None:
    served(centre)
    centre.second_service("B")
    centre.hold("Q1")
    centre.resume("A001")
    centre.absent("Q1")
    assert centre.back("Q1", "A001").service == "A"
    assert sorted(row[0] for row in centre.rows("SELECT service FROM turns WHERE state = 'waiting'")) == ["A", "B"]


def test_whoever_asks_for_more_has_come(centre: CentreUnderTest) -> None:
    """With Next alone nobody presses Came: the start is inferred, and left out of the figures that need it."""
    centre.number("A")
    centre.next("Q1")
    centre.second_service("B")
    turn = centre.turn_by_id(centre.one("SELECT min(turn_id) FROM turns")[0])
    assert (turn.state, turn.arrival_inferred) == (S.SERVING, 1)
    assert centre.undo("Q1") == ["A001"]
    assert centre.turn("A001").state is S.CALLED


def test_a_kiosk_that_speaks_late_takes_nothing_from_who_was_served_already(centre: CentreUnderTest) -> None:
    """Somebody sat at the desk with the number: it reached a hand, whatever the printer says."""
    issued = centre.issue("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.second_service("B")
    centre.finish("Q1")
    with pytest.raises(Conflict) as refusal:
        centre.cancel(issued.ticket.intent_id)
    assert refusal.value.code == "ticket_already_called"
    centre.report_print(issued.ticket.ticket_id, PrintOutcome.NOT_PRINTED)
    centre.wait(120)
    assert centre.turn("A001").state is S.WAITING
    assert centre.next_number("Q2") == "A001"


def test_a_number_that_reached_nobody_is_voided_also_after_it_was_sent_on(centre: CentreUnderTest) -> None:
    centre.issue("A")
    centre.transfer("service", "B", number="A001")
    centre.wait(90)
    assert centre.turn("A001").state is S.VOIDED
