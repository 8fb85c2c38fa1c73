"""Quick serves, other priorities and named calls: a reason is asked, whom they passed is kept and counted."""

import json
from datetime import date

import pytest
from centre_under_test import CentreUnderTest

from server.actions.quick_serve import quick_serve
from server.db.queries.day_counts import ServiceDayCounts, counts_of_day
from server.db.queries.deeds import DeedCounts, DeedKind, counted, deeds_of_period
from server.db.queries.floor import tally
from server.domain.turns import TurnState
from server.errors import Conflict, NotFound, Unprocessable
from server.journal.replay import replay_database

S = TurnState
ZONE = "Asia/Ho_Chi_Minh"


def today(c: CentreUnderTest) -> date:
    return date.fromisoformat(c.one("SELECT max(day) FROM service_days")[0])


def counts_of(c: CentreUnderTest, since: date, until: date | None = None) -> list[DeedCounts]:
    return counted(deeds_of_period(c.read(), since, until or since, ZONE))


def passed(c: CentreUnderTest, kind: str) -> list[int]:
    row = c.one("SELECT body FROM journal WHERE kind = ? ORDER BY seq DESC", kind)
    turns: list[int] = json.loads(row[0])["passed"]
    return turns


# --- quick serve ------------------------------------------------------------------------------------------------


def test_somebody_without_a_number_is_served_at_once(centre: CentreUnderTest) -> None:
    waiting = [centre.issue("A").ticket.ticket_id for _ in range(2)]
    centre.issue("B")
    quick = centre.quick_serve("A", reason="Chỉ đóng dấu")
    assert (quick.number, quick.state, quick.officer_id) == ("+001", S.SERVING, "CB01")
    assert passed(centre, "quick_served") == waiting, "who waited for this counter"
    assert centre.one("SELECT reason FROM deed_reasons WHERE seq = ?", quick.turn_id)[0] == "Chỉ đóng dấu"
    assert not centre.rows("SELECT 1 FROM calls"), "nobody is called"
    centre.clock.pass_s(60)
    done = centre.finish("Q1")
    assert done.state is S.FINISHED
    assert centre.one("SELECT count(*) FROM windows")[0] == 1, "and may be rated as everybody"
    assert centre.next_number("Q1") == "A001"
    assert centre.verdict().fault is None


def test_quick_serves_have_their_own_series_and_take_no_number_from_anybody(centre: CentreUnderTest) -> None:
    assert [centre.quick_serve("A").number, centre.finish("Q1").number] == ["+001", "+001"]
    assert centre.quick_serve("A").number == "+002"
    assert centre.number("A") == "A001"


def test_the_same_wish_is_served_once(centre: CentreUnderTest) -> None:
    wish = {"counter_id": "Q1", "officer_id": "CB01", "intent_id": "6f5b", "service": "A", "reason": "Đóng dấu"}
    first = centre.act(quick_serve, **wish)
    assert centre.act(quick_serve, **wish).turn_id == first.turn_id
    taken = centre.issue("A")
    with pytest.raises(Conflict) as refusal:
        centre.act(quick_serve, **(wish | {"intent_id": taken.ticket.intent_id}))
    assert refusal.value.code == "intent_taken"


def test_whoever_sits_there_is_not_sent_away_for_a_quick_serve(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    with pytest.raises(Conflict) as refusal:
        centre.quick_serve("A")
    assert refusal.value.code == "turn_open"
    centre.hold("Q1")
    assert centre.quick_serve("A").state is S.SERVING


def test_a_quick_serve_asks_a_reason_and_a_service_of_the_counter(centre: CentreUnderTest) -> None:
    for service, reason in (("A", "  "), ("A", "x" * 201), ("C", "Đóng dấu"), ("Z", "Đóng dấu")):
        with pytest.raises(Unprocessable):
            centre.quick_serve(service, reason=reason)
    assert not centre.rows("SELECT 1 FROM tickets")


def test_what_was_done_before_a_quick_serve_is_no_longer_taken_back(centre: CentreUnderTest) -> None:
    """Else a held or finished turn would come back to a counter where somebody sits."""
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.hold("Q1")
    centre.quick_serve("A")
    assert centre.undo("Q1") == ["+001"]
    with pytest.raises(Conflict) as refusal:
        centre.undo("Q1")
    assert refusal.value.code == "nothing_to_undo"
    assert centre.turn("A001").state is S.ON_HOLD


def test_an_undone_quick_serve_served_nobody_and_its_number_keeps_its_fate(centre: CentreUnderTest) -> None:
    waiting = centre.number("A")
    centre.quick_serve("A", reason="Bấm nhầm phím")
    centre.clock.pass_s(9.999)
    assert centre.undo("Q1") == ["+001"]
    gone = centre.turn("+001")
    assert (gone.state, gone.counter_id, gone.arrived_at) == (S.CANCELLED, None, None)
    assert gone.ended_at is not None
    assert not centre.rows("SELECT 1 FROM windows"), "nobody was served whom a rating could be about"
    assert counts_of(centre, today(centre)) == []
    assert tally(centre.read(), today(centre).isoformat()).quick_serves == {}
    assert counts_of_day(centre.read(), today(centre).isoformat()).keys() == {"A"}
    assert counts_of_day(centre.read(), today(centre).isoformat())["A"] == ServiceDayCounts(issued=1, being_served=1)
    assert centre.quick_serve("A").number == "+002", "no number is given twice"
    centre.finish("Q1")
    assert centre.next_number("Q1") == waiting
    assert centre.verdict().fault is None


def test_a_quick_serve_is_undone_for_ten_seconds_and_not_once_it_ended(centre: CentreUnderTest) -> None:
    centre.quick_serve("A")
    centre.clock.pass_s(10)
    with pytest.raises(Conflict) as refusal:
        centre.undo("Q1")
    assert refusal.value.code == "too_late_to_undo"
    centre.finish("Q1")
    assert centre.undo("Q1") == ["+001"]
    assert centre.turn("+001").state is S.SERVING, "the finish is what was undone"


def test_an_undone_quick_serve_is_rebuilt_from_the_journal(centre: CentreUnderTest) -> None:
    centre.quick_serve("A")
    centre.undo("Q1")
    turns = [tuple(row) for row in centre.rows("SELECT * FROM turns")]
    centre.stop()
    again = centre.database.parent / "again.db"
    replay_database(centre.database, again)
    rebuilt = CentreUnderTest(again, centre.clock)
    assert [tuple(row) for row in rebuilt.rows("SELECT * FROM turns")] == turns
    rebuilt.stop()


def test_a_quick_serve_of_a_day_that_closed_meanwhile_is_still_taken_back(centre: CentreUnderTest) -> None:
    centre.quick_serve("A")
    centre.close_day()
    assert centre.undo("Q1") == ["+001"]
    assert centre.turn("+001").state is S.CANCELLED


def test_a_quick_serve_shortens_the_window_of_who_was_there_before(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.serve("Q1")
    centre.clock.pass_s(5)
    centre.quick_serve("A")
    opened, closes = centre.one("SELECT opened_at, closes_at FROM windows")
    assert closes - opened == 20_000


def test_a_quick_serve_has_no_number_to_be_called_so_it_only_ends(centre: CentreUnderTest) -> None:
    centre.quick_serve("A")
    for deed in (
        lambda: centre.hold("Q1"),
        lambda: centre.second_service("B"),
        lambda: centre.transfer("service", "B"),
    ):
        with pytest.raises(Conflict) as refusal:
            deed()
        assert refusal.value.code == "no_number"
    centre.finish("Q1", "supplement", missing="Giấy khai sinh")
    assert centre.one("SELECT count(*) FROM supplements")[0] == 1, "but may have to come back"
    assert centre.next_number("Q1") is None


# --- another priority ---------------------------------------------------------------------------------------------


def test_another_priority_moves_a_number_and_keeps_whom_it_passed(centre: CentreUnderTest) -> None:
    early = centre.issue("A").ticket.ticket_id
    centre.clock.pass_s(300)
    later = [centre.issue("A").ticket.ticket_id for _ in range(3)]
    centre.clock.pass_s(400)
    turn = centre.change_priority("A004", "elderly", reason="Chưa chọn ưu tiên ở máy")
    assert (turn.rate, turn.priority_group) == ("priority", "elderly")
    assert passed(centre, "priority_changed") == [early, *later[:-1]]
    assert centre.one("SELECT reason FROM deed_reasons")[0] == "Chưa chọn ưu tiên ở máy"
    assert centre.next_number("Q1") == "A004"


def test_whom_it_does_not_pass_is_not_named(centre: CentreUnderTest) -> None:
    """Waited ten times as long: three times the weight does not get before."""
    old = centre.issue("A").ticket.ticket_id
    centre.clock.pass_s(1000)
    passed_over = centre.issue("A").ticket.ticket_id
    centre.issue("A")
    centre.issue("B", None)
    centre.clock.pass_s(100)
    centre.change_priority("A003", "elderly")
    assert passed(centre, "priority_changed") == [passed_over]
    assert centre.next_number("Q1") == "A001"
    assert old not in passed(centre, "priority_changed")


def test_priority_can_be_taken_away_and_then_nobody_is_passed(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.number("A", "elderly")
    turn = centre.change_priority("A002", None, reason="Chọn nhầm")
    assert (turn.rate, turn.priority_group) == ("ordinary", None)
    assert passed(centre, "priority_changed") == []
    assert centre.next_number("Q1") == "A001"


def test_the_same_priority_again_changes_nothing(centre: CentreUnderTest) -> None:
    centre.number("A", "elderly")
    kinds = centre.kinds()
    centre.change_priority("A001", "elderly")
    assert centre.kinds() == kinds


def test_every_waiting_turn_of_a_ticket_moves(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.second_service("B")
    centre.second_service("C")
    centre.finish("Q1")
    centre.change_priority("A001", "elderly", "Q3")
    assert {row[0] for row in centre.rows("SELECT rate FROM turns WHERE state = 'waiting'")} == {"priority"}
    assert centre.kinds().count("priority_changed") == 2


def test_only_who_waits_gets_another_priority_with_a_reason_and_of_the_list(centre: CentreUnderTest) -> None:
    centre.number("A")
    for group, reason in (("elderly", " "), ("nobody", "Có thẻ")):
        with pytest.raises(Unprocessable):
            centre.change_priority("A001", group, reason=reason)
    with pytest.raises(NotFound):
        centre.change_priority("A009", "elderly")
    centre.serve("Q1")
    with pytest.raises(Conflict):
        centre.change_priority("A001", "elderly")
    assert "priority_changed" not in centre.kinds()


# --- for whom a counter may do so -----------------------------------------------------------------------------------


def test_a_counter_changes_the_priority_of_those_it_may_serve_alone(centre: CentreUnderTest) -> None:
    centre.number("C")
    with pytest.raises(Conflict) as refusal:
        centre.change_priority("C001", "elderly", "Q1")
    assert refusal.value.code == "service_not_here"
    assert "chuyển" in refusal.value.detail, "it says what to do instead"
    assert centre.change_priority("C001", "elderly", "Q3").rate == "priority"


def test_whoever_was_sent_to_a_counter_is_its_own_whatever_the_service(centre: CentreUnderTest) -> None:
    centre.number("C")
    centre.transfer("counter", "Q1", "Q3", number="C001")
    with pytest.raises(Conflict) as refusal:
        centre.change_priority("C001", "elderly", "Q3")
    assert refusal.value.code == "number_sent_elsewhere"
    assert centre.change_priority("C001", "elderly", "Q1").rate == "priority"


# --- what counts as a reason ----------------------------------------------------------------------------------------

NO_REASONS = ["", "x", ".", "......", "12345678", "aaaaaaa", "âấầẩẫậ", "abababab", "lý do", "abcde", "test test"]


@pytest.mark.parametrize("reason", NO_REASONS)
def test_what_says_nothing_is_no_reason(centre: CentreUnderTest, reason: str) -> None:
    centre.number("A")
    deeds = (
        lambda: centre.call("A001", reason=reason),
        lambda: centre.quick_serve("A", reason=reason),
        lambda: centre.change_priority("A001", "elderly", reason=reason),
    )
    for deed in deeds:
        with pytest.raises(Unprocessable) as refusal:
            deed()
        assert refusal.value.code == "reason_needed"
        assert "hai từ khác nhau" in refusal.value.detail


@pytest.mark.parametrize("reason", ["Có thẻ", "đi lại khó", "Người nhà ốm", "Wheelchair", "có con nhỏ (2)", "đau chân"])
def test_a_few_words_are_a_reason(centre: CentreUnderTest, reason: str) -> None:
    centre.number("A")
    assert centre.call("A001", reason=reason).state is S.CALLED


# --- counted per officer --------------------------------------------------------------------------------------------


def test_deeds_are_counted_per_officer_with_whom_they_passed(centre: CentreUnderTest) -> None:
    for _ in range(4):
        centre.number("A")
        centre.clock.pass_s(10)
    centre.call("A003", "Q1", reason="Người nhà ốm")
    centre.finish("Q1")
    centre.quick_serve("A", reason="Đóng dấu")
    centre.call("A002", "Q2", reason="Nhầm số")
    centre.undo("Q2")
    centre.clock.pass_s(60)
    centre.change_priority("A004", "elderly", "Q2")
    deeds = deeds_of_period(centre.read(), today(centre), today(centre), ZONE)
    assert [(deed.kind, deed.officer_id, deed.number, deed.passed, deed.reason) for deed in deeds] == [
        (DeedKind.NAMED_CALL, "CB01", "A003", ("A001", "A002"), "Người nhà ốm"),
        (DeedKind.QUICK_SERVE, "CB01", "+001", ("A001", "A002", "A004"), "Đóng dấu"),
        (DeedKind.PRIORITY_CHANGE, "CB02", "A004", ("A001", "A002"), "Có thẻ người cao tuổi"),
    ], "an undone call is none"
    assert counts_of(centre, today(centre)) == [
        DeedCounts("CB01", named_calls=1, quick_serves=1, passed=5),
        DeedCounts("CB02", priority_changes=1, passed=2),
    ]


def test_deeds_of_other_days_are_not_counted(centre: CentreUnderTest) -> None:
    first = today(centre)
    centre.number("A")
    centre.call("A001")
    centre.finish("Q1")
    centre.quick_serve("A")
    centre.finish("Q1")
    centre.close_day()
    centre.clock.pass_s(24 * 3600)
    centre.open_day()
    centre.staff_all()
    centre.number("B")
    centre.change_priority("B001", "elderly", "Q2")
    second = today(centre)
    assert second > first
    assert counts_of(centre, first) == [DeedCounts("CB01", named_calls=1, quick_serves=1)]
    assert counts_of(centre, second) == [DeedCounts("CB02", priority_changes=1)]
    assert len(deeds_of_period(centre.read(), first, second, ZONE)) == 3


def test_the_counts_can_be_rebuilt_from_the_journal_without_the_officers_words(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.call("A001")
    centre.finish("Q1")
    centre.quick_serve("A", reason="Lý do riêng tư")
    day, counts = today(centre), counts_of(centre, today(centre))
    centre.stop()
    again = centre.database.parent / "again.db"
    replay_database(centre.database, again)
    rebuilt = CentreUnderTest(again, centre.clock)
    assert counts_of(rebuilt, day) == counts
    assert {deed.reason for deed in deeds_of_period(rebuilt.read(), day, day, ZONE)} == {None}
    assert not rebuilt.rows("SELECT 1 FROM journal WHERE body LIKE '%riêng tư%'")
    rebuilt.stop()


def test_years_of_events_are_not_read_to_count_a_few_deeds(centre: CentreUnderTest) -> None:
    plan = centre.rows(
        "EXPLAIN QUERY PLAN SELECT seq FROM journal WHERE kind IN ('quick_served', 'priority_changed') AND at >= ''"
    )
    assert "journal_deeds" in plan[0]["detail"]
