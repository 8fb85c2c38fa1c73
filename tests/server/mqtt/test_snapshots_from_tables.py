"""What boards, displays and kiosks are told: pure functions of the tables."""

import json
from datetime import timedelta

import pytest
from centre_under_test import CentreUnderTest, small_centre

from messaging.snapshots import BoardSnapshot, CallState, CounterSnapshot, CounterState, DayState, KioskSnapshot
from server.actions.service_day import stop_tickets
from server.actions.set_up import add_device, add_staff
from server.mqtt import snapshots


def board(centre: CentreUnderTest) -> BoardSnapshot:
    with snapshots.moment(centre.read(), centre.writer.now()) as at:
        return snapshots.board(at)


def counter(centre: CentreUnderTest, counter_id: str = "Q1") -> CounterSnapshot:
    with snapshots.moment(centre.read(), centre.writer.now()) as at:
        of = at.centre.counter(counter_id)
        assert of is not None
        return snapshots.counter(at, of)


def kiosk(centre: CentreUnderTest) -> KioskSnapshot:
    with snapshots.moment(centre.read(), centre.writer.now()) as at:
        return snapshots.kiosk(at)


def calls(centre: CentreUnderTest) -> list[tuple[str, str, str]]:
    return [(call.number, call.counter_id, call.state.value) for call in board(centre).calls]


def test_the_revision_is_the_sequence_of_the_last_event(centre: CentreUnderTest) -> None:
    centre.number("A")
    snapshot = board(centre)
    assert snapshot.revision == centre.one("SELECT max(seq) FROM journal")[0]
    assert snapshot.epoch == centre.one("SELECT epoch FROM centre_identity")[0]


def test_a_call_through_its_life_on_the_board(centre: CentreUnderTest) -> None:
    centre.number("A")
    assert calls(centre) == []
    centre.next("Q1")
    assert calls(centre) == [("A001", "Q1", "called")]
    centre.start("Q1")
    assert calls(centre) == [("A001", "Q1", "serving")]
    centre.finish("Q1")
    assert calls(centre) == [("A001", "Q1", "over")]


def test_a_call_says_all_that_is_spoken_and_shown(centre: CentreUnderTest) -> None:
    centre.number("B")
    centre.next("Q3")
    call = board(centre).calls[0]
    assert (call.number, call.service, call.counter_number, call.language, call.is_recall) == (
        "B001",
        "B",
        3,
        "vi",
        False,
    )
    assert call.called_at == centre.clock.now()
    assert call.call_id == call.seq == centre.one("SELECT max(call_id) FROM calls")[0]


def test_a_recall_is_a_call_of_its_own_and_the_one_before_is_over(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.recall("Q1")
    newest, before = board(centre).calls
    assert newest.call_id > before.call_id
    assert (newest.is_recall, newest.state) == (True, CallState.CALLED)
    assert (before.is_recall, before.state) == (False, CallState.OVER)


@pytest.mark.parametrize("deed", ["absent", "back"])
def test_a_call_that_led_to_nothing_is_over(centre: CentreUnderTest, deed: str) -> None:
    centre.number("A")
    centre.next("Q1")
    getattr(centre, deed)("Q1")
    assert calls(centre) == [("A001", "Q1", "over")]


def test_an_undone_call_is_not_on_the_board(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.undo("Q1")
    assert calls(centre) == []


def test_an_undone_start_shows_the_call_again(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.undo("Q1")
    assert calls(centre) == [("A001", "Q1", "called")]


def test_a_number_called_again_elsewhere_is_over_here(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.absent("Q1")
    centre.call("A001", "Q2")
    assert calls(centre) == [("A001", "Q2", "called"), ("A001", "Q1", "over")]


def test_the_board_holds_the_last_twenty_calls_newest_first(centre: CentreUnderTest) -> None:
    for _ in range(25):
        centre.number("A")
        centre.serve("Q1", service_s=1)
    numbers = [call.number for call in board(centre).calls]
    assert numbers == [f"A{n:03d}" for n in range(25, 5, -1)]


def test_waiting_counts_leave_out_who_is_called_or_cools_down(centre: CentreUnderTest) -> None:
    for service in "AAAB":
        centre.number(service)
    centre.next("Q1")
    centre.next("Q2")
    centre.back("Q2")
    assert {of.service: of.waiting for of in board(centre).waiting} == {"A": 1, "B": 1, "C": 0}
    assert {of.service: of.waiting for of in kiosk(centre).services} == {"A": 1, "B": 1, "C": 0}


def test_the_day_as_boards_and_kiosks_see_it(closed_centre: CentreUnderTest) -> None:
    c = closed_centre
    assert (board(c).day, kiosk(c).day) == (DayState.CLOSED, DayState.CLOSED)
    c.open_day()
    c.staff_all()
    c.number("A")
    c.next("Q1")
    assert (board(c).day, kiosk(c).day) == (DayState.OPEN, DayState.OPEN)
    c.act(stop_tickets)
    assert (board(c).day, kiosk(c).day) == (DayState.TICKETS_STOPPED, DayState.TICKETS_STOPPED)
    c.close_day()
    assert (board(c).day, kiosk(c).day) == (DayState.CLOSED, DayState.CLOSED)
    assert (board(c).calls, sum(of.waiting for of in board(c).waiting)) == ([], 0)


def test_a_new_day_begins_with_an_empty_board(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.clock.pass_s(24 * 3600)
    centre.open_day()
    assert calls(centre) == []


def test_a_counter_through_a_visit(closed_centre: CentreUnderTest) -> None:
    c = closed_centre
    c.act(add_staff, staff_id="CB01", role="officer", login="an", display_name="Nguyễn Văn An", password_hash="x")
    c.open_day()
    seen = counter(c)
    assert (seen.state, seen.officer_name, seen.number) == (CounterState.UNSTAFFED, None, None)
    c.sign_on("Q1")
    assert (counter(c).state, counter(c).officer_name) == (CounterState.FREE, "Nguyễn Văn An")
    c.number("A")
    c.next("Q1")
    seen = counter(c)
    assert (seen.state, seen.number, seen.service_name, seen.service_name_en) == (
        CounterState.CALLING,
        "A001",
        "Chứng thực",
        "Certification",
    )
    assert seen.call_id == board(c).calls[0].call_id
    c.start("Q1")
    assert counter(c).state is CounterState.SERVING
    c.finish("Q1")
    assert (counter(c).state, counter(c).number) == (CounterState.FREE, None)


def test_an_open_window_with_its_remaining_time(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.serve("Q1")
    centre.clock.pass_s(12)
    window = counter(centre).window
    assert window is not None
    assert window.window_id == centre.window_of("A001")
    assert window.remaining_ms == 48_000
    assert window.closes_at - window.opened_at == timedelta(seconds=60)
    centre.wait(48)
    assert counter(centre).window is None


def test_a_window_that_ran_out_unnoticed_has_nothing_left(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.serve("Q1")
    centre.clock.pass_s(100)
    window = counter(centre).window
    assert window is not None
    assert window.remaining_ms == 0


def test_a_wall_clock_set_back_lengthens_no_window(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.serve("Q1")
    centre.clock.set_wall(centre.clock.now() - timedelta(hours=1))
    centre.clock.pass_s(12)
    seen = counter(centre)
    assert seen.window is not None
    assert seen.window.remaining_ms == 48_000
    assert seen.sent_at == seen.window.opened_at + timedelta(seconds=12)


def test_of_two_open_windows_the_newest_is_shown(centre: CentreUnderTest) -> None:
    for _ in range(2):
        centre.number("A")
        centre.serve("Q1", service_s=5)
    window = counter(centre).window
    assert window is not None
    assert window.window_id == centre.window_of("A002")


def test_the_levels_are_in_the_order_of_the_pad(centre: CentreUnderTest) -> None:
    seen = counter(centre)
    assert [level.value for level in seen.levels] == [5, 4, 3, 2, 1]
    assert (seen.levels[0].name, seen.levels[0].name_en) == ("Rất hài lòng", "Very satisfied")
    assert (seen.question, seen.question_en) == ("Ông/Bà có hài lòng không?", "Are you satisfied?")


def test_the_kiosk_learns_services_groups_and_hours(centre: CentreUnderTest) -> None:
    centre.set_up(
        small_centre(lambda values: values["services"].append({**values["services"][0], "code": "K", "name": "Cư trú"}))
    )
    seen = kiosk(centre)
    assert [(of.service, of.counters, of.is_open) for of in seen.services] == [
        ("A", [1, 2], True),
        ("B", [2, 3], True),
        ("C", [3], True),
        ("K", [], False),
    ]
    assert [group.group for group in seen.priority_groups] == ["elderly", "guide"]
    assert [(span.opens, span.closes) for span in seen.hours_today] == [("07:30", "11:30"), ("13:30", "17:00")]


def test_a_device_learns_its_binding(closed_centre: CentreUnderTest) -> None:
    closed_centre.act(add_device, device_id="pad-Q1", kind="pad", counter_id="Q1", credential_hash="x")
    with snapshots.moment(closed_centre.read(), closed_centre.writer.now()) as at:
        (device,) = snapshots.devices(at)
        told = snapshots.device(at, device)
    assert (told.device_id, told.kind, told.counter_id, told.jobs) == ("pad-Q1", "pad", "Q1", [])


def test_snapshots_are_the_same_after_a_restart(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.number("B")
    centre.next("Q1")
    centre.serve("Q2")
    before = (board(centre), counter(centre), counter(centre, "Q2"), kiosk(centre))
    centre.restart()
    assert (board(centre), counter(centre), counter(centre, "Q2"), kiosk(centre)) == before


def test_no_snapshot_holds_the_secret_of_a_ticket_nor_who_it_is_for(centre: CentreUnderTest) -> None:
    issued = centre.issue("A", "elderly")
    centre.next("Q1")
    said = "".join(snapshot.model_dump_json() for snapshot in (board(centre), counter(centre), kiosk(centre)))
    assert issued.token not in said
    assert issued.ticket.intent_id not in said
    assert json.loads(board(centre).model_dump_json())["calls"][0].keys().isdisjoint({"priority_group", "rate"})
