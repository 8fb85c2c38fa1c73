"""Undo: the counter's own last action, for ten seconds, if nothing has happened to those turns since."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace

import pytest
from centre_under_test import CentreUnderTest

from server.actions.claim import claim
from server.actions.set_up import add_device
from server.db.queries.queue import Turn
from server.domain.turns import TurnState
from server.errors import Conflict

S = TurnState


def as_before(turn: Turn) -> Turn:
    """A turn without the mark that something touched it, which an undo leaves."""
    return replace(turn, touched_seq=0)


DEEDS: dict[str, tuple[Callable[[CentreUnderTest], object], Callable[[CentreUnderTest], object]]] = {
    "call": (lambda _: None, lambda c: c.next("Q1")),
    "named call": (lambda _: None, lambda c: c.call("A001")),
    "start": (lambda c: c.next("Q1"), lambda c: c.start("Q1")),
    "finish": (lambda c: (c.next("Q1"), c.start("Q1")), lambda c: c.finish("Q1")),
    "inferred finish": (lambda c: c.next("Q1"), lambda c: c.finish("Q1")),
    "no-show": (lambda c: c.next("Q1"), lambda c: c.absent("Q1")),
    "back to the queue": (lambda c: c.next("Q1"), lambda c: c.back("Q1")),
    "back in time": (lambda c: (c.next("Q1"), c.absent("Q1")), lambda c: c.back("Q1", "A001")),
    "hold": (lambda c: (c.next("Q1"), c.start("Q1")), lambda c: c.hold("Q1", minutes=5)),
    "hold before anybody came": (lambda c: c.next("Q1"), lambda c: c.hold("Q1")),
    "resumed": (lambda c: (c.next("Q1"), c.start("Q1"), c.hold("Q1", minutes=5)), lambda c: c.resume("A001")),
    "start after a hold": (
        lambda c: (c.next("Q1"), c.start("Q1"), c.hold("Q1"), c.clock.pass_s(60), c.resume("A001")),
        lambda c: c.start("Q1"),
    ),
    "no-show after a hold": (
        lambda c: (c.next("Q1"), c.start("Q1"), c.hold("Q1"), c.clock.pass_s(60), c.resume("A001")),
        lambda c: c.absent("Q1"),
    ),
    "transfer while waiting": (lambda _: None, lambda c: c.transfer("service", "B", number="A001")),
    "transfer while called": (lambda c: c.next("Q1"), lambda c: c.transfer("counter", "Q3")),
    "transfer while served": (lambda c: (c.next("Q1"), c.start("Q1")), lambda c: c.transfer("officer", "CB02")),
    "transfer from hold": (
        lambda c: (c.next("Q1"), c.start("Q1"), c.hold("Q1", minutes=5)),
        lambda c: c.transfer("service", "B", number="A001"),
    ),
    "second service": (lambda c: (c.next("Q1"), c.start("Q1")), lambda c: c.second_service("B")),
    "supplement": (
        lambda c: (c.next("Q1"), c.start("Q1")),
        lambda c: c.finish("Q1", "supplement", missing="Giấy khai sinh", ticks=["written"], dossier="H15"),
    ),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_undo_puts_everything_back(centre: CentreUnderTest, deed: str) -> None:
    before, does = DEEDS[deed]
    centre.number("A")
    centre.number("A")
    before(centre)
    turns = [as_before(centre.turn(number)) for number in ("A001", "A002")]
    holds = [tuple(row) for row in centre.rows("SELECT * FROM holds")]
    windows = centre.one("SELECT count(*) FROM windows WHERE NOT undone")[0]
    does(centre)
    centre.clock.pass_s(9.999)
    assert centre.undo("Q1") == ["A001"]
    assert [as_before(centre.turn(number)) for number in ("A001", "A002")] == turns
    assert [tuple(row) for row in centre.rows("SELECT * FROM holds")] == holds
    assert centre.one("SELECT count(*) FROM windows WHERE NOT undone")[0] == windows
    assert not centre.rows("SELECT 1 FROM dossier_codes")
    assert centre.kinds()[-1] == "action_undone"
    assert centre.verdict().fault is None


def test_finish_and_call_are_undone_together(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    turns = [as_before(centre.turn(number)) for number in ("A001", "A002")]
    centre.next("Q1")
    assert centre.undo("Q1") == ["A001", "A002"]
    assert [as_before(centre.turn(number)) for number in ("A001", "A002")] == turns


def test_ten_seconds_are_too_late(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.clock.pass_s(10)
    with pytest.raises(Conflict) as error:
        centre.undo("Q1")
    assert error.value.code == "too_late_to_undo"


def test_there_may_be_nothing_to_undo_and_nothing_is_undone_twice(centre: CentreUnderTest) -> None:
    centre.number("A")
    with pytest.raises(Conflict) as error:
        centre.undo("Q1")
    assert error.value.code == "nothing_to_undo"
    centre.next("Q1")
    centre.undo("Q1")
    with pytest.raises(Conflict):
        centre.undo("Q1")


def test_only_the_last_action_can_be_undone(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.undo("Q1")
    with pytest.raises(Conflict):
        centre.undo("Q1")
    assert centre.turn("A001").state is S.CALLED


def test_a_later_event_of_the_turn_stands_in_the_way(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.recall("Q1")
    with pytest.raises(Conflict) as error:
        centre.undo("Q1")
    assert error.value.code == "changed_since"


def test_another_counter_having_taken_the_turn_stands_in_the_way(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.absent("Q1")
    centre.call("A001", "Q2")
    with pytest.raises(Conflict):
        centre.undo("Q1")
    assert (centre.turn("A001").state, centre.turn("A001").counter_id) == (S.CALLED, "Q2")


def test_what_happens_at_other_counters_does_not_matter(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.number("A")
    centre.next("Q1")
    centre.next("Q2")
    assert centre.undo("Q1") == ["A001"]
    assert centre.turn("A002").counter_id == "Q2"


def test_an_undone_call_gives_back_the_overtaking(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.clock.pass_s(60)
    centre.number("A", "elderly")
    centre.clock.pass_s(60)
    centre.next("Q1")
    assert centre.turn("A001").overtaken == 1
    centre.undo("Q1")
    assert (centre.turn("A001").overtaken, centre.turn("A001").first_overtaken_at) == (0, None)


def test_undoing_a_finish_closes_its_window_and_keeps_its_presses_uncounted(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.finish("Q1")
    window = centre.window_of("A001")
    centre.press(1, window)
    centre.clock.pass_s(3)
    centre.undo("Q1")
    row = centre.one("SELECT undone, closed_at, closes_at FROM windows WHERE window_id = ?", window)
    assert tuple(row) == (1, centre.clock.instant, centre.clock.instant)
    assert centre.one("SELECT window_id FROM presses")[0] == window
    centre.clock.pass_s(1)
    centre.finish("Q1")
    centre.press(5, centre.window_of("A001"))
    centre.press(2, window)
    assert centre.rows("SELECT window_id FROM presses ORDER BY seq")[-1][0] is None
    assert centre.window_of("A001") != window


def test_an_undone_call_is_marked_so_that_no_board_shows_it(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.undo("Q1")
    assert centre.one("SELECT undone FROM calls")[0] == 1


def test_an_undone_no_show_is_called_again_and_its_grace_is_gone(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.absent("Q1")
    centre.undo("Q1")
    assert (centre.turn("A001").state, centre.turn("A001").grace_until) == (S.CALLED, None)
    assert centre.wait(3600) == 0


@pytest.mark.parametrize("deed", ["absent", "call"])
def test_in_a_closed_day_nobody_is_called_again_by_undo(centre: CentreUnderTest, deed: str) -> None:
    centre.number("A")
    centre.next("Q1")
    if deed == "absent":
        centre.absent("Q1")
    centre.close_day()
    centre.sign_on("Q1")
    with pytest.raises(Conflict):
        centre.undo("Q1")
    assert not centre.rows("SELECT 1 FROM turns WHERE state IN ('waiting', 'called')")


def test_a_slip_of_the_finger_after_closing_can_still_be_undone(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.close_day()
    centre.finish("Q1")
    assert centre.undo("Q1") == ["A001"]
    assert centre.turn("A001").state is S.SERVING


def test_an_undo_survives_a_restart(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.restart()
    assert centre.undo("Q1") == ["A001"]


def test_nothing_of_what_was_undone_is_deleted(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    kinds = centre.kinds()
    centre.undo("Q1")
    assert centre.kinds() == [*kinds, "action_undone"]
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        centre.read().execute("DELETE FROM journal")


def test_an_undone_hold_that_a_timer_would_end_ends_nothing(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.hold("Q1", minutes=1)
    centre.undo("Q1")
    centre.wait(120)
    assert centre.turn("A001").state is S.SERVING


def test_a_transfer_is_not_taken_back_once_the_other_counter_has_called(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.transfer("counter", "Q3")
    centre.next("Q3")
    with pytest.raises(Conflict) as error:
        centre.undo("Q1")
    assert error.value.code == "changed_since"
    assert centre.turn("A001").state is S.CALLED


@pytest.mark.parametrize("since", ["priority", "sent on", "called and taken back"])
def test_whatever_happened_to_the_turn_that_was_added_stands_in_the_way(centre: CentreUnderTest, since: str) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.transfer("service", "B")
    {
        "priority": lambda: centre.change_priority("A001", "elderly", "Q2"),
        "sent on": lambda: centre.transfer("service", "C", "Q2", number="A001"),
        "called and taken back": lambda: (centre.next("Q2"), centre.undo("Q2")),
    }[since]()
    with pytest.raises(Conflict) as error:
        centre.undo("Q1")
    assert error.value.code == "changed_since"


def test_who_was_called_for_a_second_service_is_not_brought_back_to_the_first(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.second_service("B")
    centre.finish("Q1")
    centre.next("Q2")
    with pytest.raises(Conflict) as error:
        centre.undo("Q1")
    assert error.value.code == "changed_since"
    centre.undo("Q2")
    assert centre.undo("Q1") == ["A001"], "free again, the finish can be taken back"


def test_an_undone_second_service_leaves_no_turn(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.second_service("B")
    centre.undo("Q1")
    assert centre.one("SELECT count(*) FROM turns")[0] == 1
    assert centre.turn("A001").state is S.SERVING
    centre.second_service("B")


def test_an_undone_supplement_is_none_and_its_slip_is_not_printed(centre: CentreUnderTest) -> None:
    centre.act(add_device, device_id="kiosk-1", kind="kiosk", counter_id=None, credential_hash="k")
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.finish("Q1", "supplement", missing="Giấy khai sinh")
    assert centre.one("SELECT count(*) FROM jobs WHERE ended_at IS NULL")[0] == 1
    centre.undo("Q1")
    assert centre.one("SELECT undone FROM supplements")[0] == 1
    assert centre.one("SELECT outcome FROM jobs")[0] == "withdrawn"
    assert centre.verdict().fault is None


def test_next_after_a_hold_and_a_transfer_is_undone_with_what_it_finished(centre: CentreUnderTest) -> None:
    for _ in range(3):
        centre.number("A")
    centre.next("Q1")
    centre.hold("Q1")
    centre.next("Q1")
    centre.start("Q1")
    turns = [as_before(centre.turn(number)) for number in ("A001", "A002")]
    centre.resume("A001")
    assert centre.undo("Q1") == ["A002", "A001"]
    assert [as_before(centre.turn(number)) for number in ("A001", "A002")] == turns


def test_a_supplement_that_was_brought_already_is_not_taken_back(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.finish("Q1", "supplement", missing="Giấy khai sinh")
    code = centre.one("SELECT code FROM claim_codes")[0]
    centre.act(claim, intent_id="back-with-it", code=code, language="vi", device_id="kiosk-1")
    with pytest.raises(Conflict) as error:
        centre.undo("Q1")
    assert error.value.code == "changed_since"
