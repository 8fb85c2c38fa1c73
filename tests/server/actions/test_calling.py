"""At the counter: next, named calls, recall, came, did not come, back to the queue."""

import json
from collections.abc import Callable

import pytest
from centre_under_test import CentreUnderTest

from server.actions.resume import resume
from server.domain.turns import TurnState
from server.errors import Conflict, NotFound, Unprocessable
from simulation.checker import check_database

S = TurnState


def test_next_calls_the_first_of_the_line(centre: CentreUnderTest) -> None:
    for _ in range(3):
        centre.number("A")
    called = centre.next("Q1")
    assert called.turn is not None
    assert (called.turn.number, called.turn.state, called.turn.counter_id) == ("A001", S.CALLED, "Q1")
    assert (called.is_repeat, called.finished) == (False, None)


def test_next_with_nobody_waiting_calls_nobody(centre: CentreUnderTest) -> None:
    before = centre.kinds()
    assert centre.next("Q1").turn is None
    assert centre.kinds() == before


def test_a_counter_calls_only_for_its_own_services(centre: CentreUnderTest) -> None:
    for service in "CBA":
        centre.number(service)
    assert centre.next_number("Q1") == "A001"
    assert centre.next_number("Q2") == "B001"
    assert centre.next_number("Q3") == "C001"


def test_two_officers_at_once_get_two_different_people(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.number("A")
    assert {centre.next_number("Q1"), centre.next_number("Q2")} == {"A001", "A002"}
    assert centre.verdict().fault is None


def test_next_again_within_ten_seconds_is_the_same_call(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.number("A")
    first = centre.next("Q1")
    centre.clock.pass_s(9.999)
    again = centre.next("Q1")
    assert again.is_repeat
    assert again.turn == first.turn
    assert centre.kinds().count("turn_called") == 1


def test_next_later_infers_that_the_person_came_and_went(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.number("A")
    centre.next("Q1")
    centre.clock.pass_s(10)
    called = centre.next("Q1")
    assert (called.finished, called.turn and called.turn.number) == ("A001", "A002")
    gone = centre.turn("A001")
    assert (gone.state, gone.arrival_inferred, gone.end_inferred, gone.outcome) == (S.FINISHED, 1, 1, "done")


def test_next_while_serving_finishes_and_calls_together(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    called = centre.next("Q1")
    assert (called.finished, called.turn and called.turn.number) == ("A001", "A002")
    gone = centre.turn("A001")
    assert (gone.state, gone.arrival_inferred, gone.end_inferred) == (S.FINISHED, 0, 0)


def test_next_while_serving_finishes_also_when_nobody_waits(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    called = centre.next("Q1")
    assert (called.finished, called.turn) == ("A001", None)


def test_the_reason_of_a_call_is_stored_with_it(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.clock.pass_s(60)
    centre.number("A", "elderly")
    centre.clock.pass_s(60)
    centre.next("Q1")
    reason = json.loads(centre.one("SELECT reason FROM calls")[0])
    assert reason == {
        "rule": "longest_weighted_wait",
        "weights_ms": {"A/ordinary": 120_000, "A/priority": 180_000},
        "line": "A/priority",
        "passed": [centre.turn("A001").turn_id],
    }


def test_the_overtaken_are_counted_and_reach_their_bound(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.clock.pass_s(1)
    for _ in range(8):
        centre.number("A", "elderly")
    centre.clock.pass_s(10 * 60)
    served = [centre.serve("Q1", service_s=1) for _ in range(7)]
    assert served == ["A002", "A003", "A004", "A005", "A006", "A001", "A007"]
    rules = [json.loads(row[0])["rule"] for row in centre.rows("SELECT reason FROM calls ORDER BY call_id")]
    assert rules[5] == "overtaken_too_often"


def test_everybody_who_is_passed_counts_it_not_only_the_first_of_the_line(centre: CentreUnderTest) -> None:
    for _ in range(3):
        centre.number("A")
    centre.clock.pass_s(1)
    centre.number("A", "elderly")
    centre.clock.pass_s(600)
    assert centre.next_number("Q1") == "A004"
    assert [centre.turn(f"A00{n}").overtaken for n in (1, 2, 3)] == [1, 1, 1]


def test_somebody_at_the_bound_moves_the_line_also_from_behind_its_head(centre: CentreUnderTest) -> None:
    """The head came back with an old rank and was never passed; who waits behind was passed five times."""
    centre.number("A")
    centre.number("A")
    centre.next("Q1")
    centre.absent("Q1")
    centre.clock.pass_s(1)
    for _ in range(7):
        centre.number("A", "elderly")
    centre.clock.pass_s(600)
    for _ in range(5):
        centre.serve("Q1", service_s=1)
    assert (centre.turn("A002").overtaken, centre.turn("A001").overtaken) == (5, 0)
    centre.back("Q1", "A001")
    assert [centre.serve("Q1", service_s=1) for _ in range(3)] == ["A001", "A002", "A008"]


def test_a_counter_that_could_not_have_called_x_does_not_overtake_x(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.clock.pass_s(60)
    centre.number("B")
    centre.next("Q3")
    assert centre.turn("A001").overtaken == 0
    centre.number("B")
    centre.call("B002", "Q2")
    assert centre.turn("A001").overtaken == 0, "a named call stands outside the bound"


def test_morning_tickets_keep_their_order_after_lunch(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.clock.pass_s(5 * 3600)
    centre.number("A")
    assert [centre.next_number("Q1"), centre.next_number("Q2")] == ["A001", "A002"]


# --- calls by name ---------------------------------------------------------------------------------------


def test_a_named_call_takes_a_number_out_of_its_turn_and_records_whom_it_passed(centre: CentreUnderTest) -> None:
    for _ in range(3):
        centre.number("A")
    turn = centre.call(" a003 ", "Q1", reason="  Cụ già đi xe lăn  ")
    assert (turn.number, turn.state) == ("A003", S.CALLED)
    call = centre.one("SELECT call_id, kind, reason FROM calls")
    passed = [centre.turn(number).turn_id for number in ("A001", "A002")]
    assert (call["kind"], json.loads(call["reason"])) == ("named", {"rule": "named", "passed": passed})
    assert centre.one("SELECT reason FROM deed_reasons WHERE seq = ?", call["call_id"])[0] == "Cụ già đi xe lăn"


def test_the_words_of_the_reason_stay_out_of_the_journal(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.call("A001", "Q1", reason="Nguyên nhân riêng tư")
    assert not centre.rows("SELECT 1 FROM journal WHERE body LIKE '%riêng tư%'")


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201])
def test_a_named_call_needs_a_reason(centre: CentreUnderTest, reason: str) -> None:
    centre.number("A")
    with pytest.raises(Unprocessable):
        centre.call("A001", "Q1", reason=reason)


def test_a_named_call_of_a_number_that_does_not_wait_is_refused(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q2")
    with pytest.raises(Conflict) as error:
        centre.call("A001", "Q1")
    assert error.value.code == "number_not_waiting"
    with pytest.raises(NotFound):
        centre.call("A999", "Q1")


def test_calling_by_name_who_is_here_already_changes_nothing(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    before = centre.kinds()
    assert centre.call("A001", "Q1").state is S.CALLED
    assert centre.kinds() == before


def test_a_named_call_finishes_what_is_open_here(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    assert centre.call("A002", "Q1").number == "A002"
    assert centre.turn("A001").state is S.FINISHED


@pytest.mark.parametrize("passed_s", [0, 9.999])
def test_a_doubled_key_finishes_nobody_unseen(centre: CentreUnderTest, passed_s: float) -> None:
    """As with Next: within ten seconds of a call to which nobody has come, no other call ends it."""
    for _ in range(3):
        centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.hold("Q1")
    deeds: dict[str, Callable[[], object]] = {
        "named": lambda: centre.call("A003"),
        "resumed": lambda: centre.resume("A001"),
        "named, on hold": lambda: centre.call("A001"),
    }
    centre.next("Q1")
    for deed in deeds.values():
        centre.clock.pass_s(passed_s)
        before = centre.kinds()
        with pytest.raises(Conflict) as refusal:
            deed()
        assert refusal.value.code == "just_called"
        assert "A002" in refusal.value.detail and "Hoàn tác" in refusal.value.detail
        assert centre.kinds() == before
        assert centre.turn("A002").state is S.CALLED
        centre.recall("Q1")  # called again: the ten seconds begin anew
    with pytest.raises(Conflict):
        centre.quick_serve("A")
    centre.clock.pass_s(10)
    assert centre.call("A003").number == "A003", "later it is what the officer means"
    assert (centre.turn("A002").state, centre.turn("A002").arrival_inferred) == (S.FINISHED, 1)


def test_how_long_to_wait_is_said_in_whole_seconds(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.number("A")
    centre.next("Q1")
    for passed_s, left in ((0, 10), (0.001, 10), (6.999, 3), (2.5, 1)):
        centre.clock.pass_s(passed_s)
        with pytest.raises(Conflict) as refusal:
            centre.call("A002")
        assert f"đợi {left} giây" in refusal.value.detail


def test_a_mistaken_call_is_undone_and_the_right_one_made_at_once(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.number("A")
    centre.call("A001")
    with pytest.raises(Conflict):
        centre.call("A002")
    centre.undo("Q1")
    assert centre.call("A002").number == "A002"
    assert centre.turn("A001").state is S.WAITING


def test_whoever_came_within_ten_seconds_is_finished_by_the_next_call(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    assert centre.call("A002").number == "A002"


def test_a_counter_calls_by_name_whom_it_may_serve(centre: CentreUnderTest) -> None:
    centre.number("C")
    with pytest.raises(Conflict) as refusal:
        centre.call("C001", "Q1")
    assert refusal.value.code == "service_not_here"
    assert "C001" in refusal.value.detail and "chuyển" in refusal.value.detail
    centre.transfer("counter", "Q1", "Q1", number="C001")
    assert centre.call("C001", "Q1").counter_id == "Q1", "a transfer is the way"


def test_whoever_did_not_come_is_called_back_where_they_may_be_served(centre: CentreUnderTest) -> None:
    centre.number("C")
    centre.next("Q3")
    centre.absent("Q3")
    with pytest.raises(Conflict) as refusal:
        centre.call("C001", "Q1")
    assert refusal.value.code == "service_not_here"
    assert centre.call("C001", "Q3").state is S.CALLED


def test_of_a_tickets_turns_the_one_of_this_counter_is_called(centre: CentreUnderTest) -> None:
    """A001 waits for B first, and for C."""
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.second_service("B")
    centre.clock.pass_s(1)
    centre.second_service("C")
    centre.finish("Q1")
    centre.sign_off("CB02")
    assert centre.call("A001", "Q3").service == "B"
    centre.clock.pass_s(60)
    centre.finish("Q3")
    assert centre.call("A001", "Q3").service == "C"


def test_a_hold_left_at_an_empty_counter_is_resumed_by_one_of_the_service(centre: CentreUnderTest) -> None:
    centre.number("C")
    centre.next("Q3")
    centre.start("Q3")
    centre.hold("Q3")
    centre.sign_off("CB03")
    with pytest.raises(Conflict) as refusal:
        centre.resume("C001", "Q1")
    assert refusal.value.code == "service_not_here"
    centre.sign_off("CB01")
    centre.sign_on("Q1", "CB03")
    centre.act(resume, counter_id="Q1", officer_id="CB03", number="C001")
    assert centre.turn("C001").counter_id == "Q1", "but its own officer goes on with it anywhere"


def test_who_did_not_come_may_be_called_by_name_until_the_grace_ends(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.absent("Q1")
    centre.wait(60)
    assert centre.call("A001", "Q2").state is S.CALLED
    centre.absent("Q2")
    centre.wait(30 * 60)
    with pytest.raises(Conflict):
        centre.call("A001", "Q2")


# --- recall, start, finish ---------------------------------------------------------------------------------


def test_each_recall_has_a_call_id_of_its_own(centre: CentreUnderTest) -> None:
    centre.number("A")
    called = centre.next("Q1").turn
    assert called is not None
    centre.clock.pass_s(40)
    again = centre.recall("Q1")
    assert again.call_id is not None
    assert called.call_id is not None
    assert again.call_id > called.call_id
    assert (again.call_count, again.called_first_at) == (2, called.called_first_at)
    assert again.called_last_at == centre.clock.instant
    assert [row[0] for row in centre.rows("SELECT kind FROM calls ORDER BY call_id")] == ["next", "recall"]


def test_whoever_sits_at_the_desk_is_not_recalled_nor_absent(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    for deed in (centre.recall, centre.absent):
        with pytest.raises(Conflict) as error:
            deed("Q1")
        assert error.value.code == "already_started"


def test_start_twice_is_start_once(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    started = centre.start("Q1")
    centre.clock.pass_s(5)
    assert centre.start("Q1") == started
    assert started.arrived_at == centre.clock.instant - 5_000


def test_finish_takes_an_outcome_of_the_centre(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    with pytest.raises(Unprocessable):
        centre.finish("Q1", "no such outcome")
    turn = centre.finish("Q1", "more_papers")
    assert (turn.state, turn.outcome, turn.ended_at) == (S.FINISHED, "more_papers", centre.clock.instant)


def test_finish_ends_whom_the_officer_saw_and_nobody_else(centre: CentreUnderTest) -> None:
    """A panel stood open at one device while another of the same officer went on."""
    for _ in range(2):
        centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    seen = centre.turn("A001").turn_id
    centre.next("Q1")
    centre.start("Q1")
    with pytest.raises(Conflict) as refusal:
        centre.finish("Q1", turn_id=seen)
    assert refusal.value.code == "changed_since"
    assert centre.turn("A002").state is S.SERVING
    assert centre.finish("Q1", turn_id=centre.turn("A002").turn_id).state is S.FINISHED


def test_with_nobody_at_the_counter_there_is_nothing_to_do(centre: CentreUnderTest) -> None:
    for deed in (centre.recall, centre.start, centre.finish, centre.absent, centre.back):
        with pytest.raises(Conflict) as error:
            deed("Q1")
        assert error.value.code == "nobody_here"


# --- did not come, back to the queue -----------------------------------------------------------------------


def test_a_no_show_may_come_back_until_its_grace_ends(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    turn = centre.absent("Q1")
    assert (turn.state, turn.grace_until) == (S.NO_SHOW, centre.clock.instant + 30 * 60_000)
    assert centre.next_number("Q1") is None
    assert centre.wait(30 * 60 - 0.001) == 0
    assert centre.wait(0.001) == 1
    turn = centre.turn("A001")
    assert (turn.state, turn.grace_until) == (S.NO_SHOW, None)
    with pytest.raises(Conflict):
        centre.back("Q1", "A001")


def test_who_comes_back_in_time_waits_with_the_old_rank_and_at_once(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.clock.pass_s(1)
    centre.number("A")
    centre.next("Q1")
    centre.absent("Q1")
    turn = centre.back("Q2", "A001")
    assert (turn.state, turn.cool_down_until, turn.counter_id) == (S.WAITING, None, None)
    assert centre.next_number("Q1") == "A001"


def test_who_was_called_and_not_there_cools_down_before_the_next_call(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    assert centre.back("Q1").cool_down_until == centre.clock.instant + 300_000
    assert centre.next_number("Q1") is None
    centre.number("A")
    assert centre.issue("A").people_ahead == 1, "who cools down is not waiting"
    assert centre.next_number("Q1") == "A002"
    assert centre.wait(300) >= 1
    assert centre.next_number("Q2") == "A001"


def test_who_goes_back_after_the_last_call_is_not_absent_by_that_call(centre: CentreUnderTest) -> None:
    """The checker as well forgets that call's end."""
    centre.number("A")
    centre.next("Q1")
    for _ in range(3):
        centre.clock.pass_s(4)
        centre.recall("Q1")
    assert centre.one("SELECT absent_due_at FROM turns")[0] == centre.clock.instant + 40_000
    centre.clock.pass_s(4)
    centre.back("Q1")
    _story, broken = check_database(centre.read())
    assert [str(one) for one in broken if one.promise == "tables"] == []
    assert centre.wait(40) == 0
    assert centre.turn("A001").state is S.WAITING


def test_who_cools_down_is_not_overtaken(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.back("Q1")
    centre.number("A")
    centre.next("Q1")
    assert centre.turn("A001").overtaken == 0


def test_who_cools_down_may_be_called_by_name(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.back("Q1")
    turn = centre.call("A001", "Q2")
    assert (turn.state, turn.cool_down_until) == (S.CALLED, None)
    assert centre.wait(300) == 0


def test_only_the_called_and_the_absent_can_go_back(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    for number in (None, "A001", "A002"):
        with pytest.raises(Conflict) as error:
            centre.back("Q1", number)
        assert error.value.code == "cannot_return"
    with pytest.raises(NotFound):
        centre.back("Q1", "A555")


def test_nobody_sends_back_whom_another_counter_called(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    with pytest.raises(Conflict):
        centre.back("Q2", "A001")


# --- who may ------------------------------------------------------------------------------------------------


def test_only_the_officer_who_sits_there_acts_at_a_counter(centre: CentreUnderTest) -> None:
    centre.number("A")
    with pytest.raises(Conflict) as error:
        centre.next("Q1", officer_id="CB02")
    assert error.value.code == "not_at_counter"
    with pytest.raises(NotFound):
        centre.next("Q77", officer_id="CB01")


def test_nobody_calls_in_a_closed_day(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.close_day()
    centre.sign_on("Q1")
    with pytest.raises(Conflict) as error:
        centre.next("Q1")
    assert error.value.code == "day_closed"
