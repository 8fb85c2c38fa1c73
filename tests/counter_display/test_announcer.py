"""The queue in front of the voice."""

from datetime import date

from counter_display.announcer import LONG_BACKLOG_S, MOST_WAITING, Announcer, backlog_s
from simulation.screens.sample_boards import call


def test_one_call_at_a_time_in_order() -> None:
    announcer = Announcer()
    announcer.add([call(1), call(2, "B001")])
    first = announcer.take_next()
    assert first is not None
    assert first.call.call_id == 1
    assert announcer.take_next() is None, "the first is still being spoken"
    announcer.finished()
    second = announcer.take_next()
    assert second is not None
    assert second.call.call_id == 2
    announcer.finished()
    assert announcer.take_next() is None


def test_call_that_is_over_before_its_turn_is_not_spoken() -> None:
    announcer = Announcer()
    announcer.add([call(1), call(2, "B001"), call(3, "C001")])
    announcer.take_next()
    announcer.drop_over([call(1), call(2, "B001", state="over"), call(3, "C001")])
    announcer.finished()
    spoken = announcer.take_next()
    assert spoken is not None
    assert spoken.call.call_id == 3


def test_call_being_served_already_is_not_spoken() -> None:
    announcer = Announcer()
    announcer.add([call(1)])
    announcer.drop_over([call(1, state="serving")])
    assert announcer.take_next() is None


def test_recall_is_a_call_of_its_own() -> None:
    announcer = Announcer()
    announcer.add([call(1)])
    announcer.take_next()
    announcer.add([call(2, is_recall=True)])
    announcer.finished()
    recall = announcer.take_next()
    assert recall is not None
    assert recall.call.is_recall


def test_same_call_twice_is_spoken_once() -> None:
    announcer = Announcer()
    announcer.add([call(1), call(2, "B001")])
    announcer.take_next()
    announcer.add([call(1), call(2, "B001")])
    assert [waiting.call_id for waiting in announcer.waiting] == [2]


def test_queue_is_bounded_and_keeps_the_newest() -> None:
    announcer = Announcer()
    announcer.add(call(call_id) for call_id in range(1, 101))
    assert [waiting.call_id for waiting in announcer.waiting] == list(range(101 - MOST_WAITING, 101))


def _spoken_out(announcer: Announcer) -> list[tuple[str, bool]]:
    """What is heard until nothing waits: number, and whether in the short form."""
    heard = []
    while (taken := announcer.take_next()) is not None:
        heard.append((taken.call.number, taken.is_short))
        announcer.finished()
    return heard


def test_calls_that_can_be_said_in_twenty_seconds_are_said_in_full() -> None:
    calls = [call(at, f"A00{at}") for at in range(1, 4)]
    assert backlog_s(calls) <= LONG_BACKLOG_S
    announcer = Announcer()
    announcer.add(calls)
    assert _spoken_out(announcer) == [("A001", False), ("A002", False), ("A003", False)]


def test_over_twenty_seconds_the_short_form_is_spoken_until_the_voice_has_caught_up() -> None:
    announcer = Announcer()
    announcer.add(call(at, f"A00{at}") for at in range(1, 6))
    assert _spoken_out(announcer) == [("A001", True), ("A002", True), ("A003", False), ("A004", False), ("A005", False)]


def test_a_call_in_two_languages_takes_twice_as_long() -> None:
    announcer = Announcer()
    announcer.add([call(1, "A001", language="en"), call(2, "A002", language="en")])
    assert _spoken_out(announcer) == [("A001", True), ("A002", False)]


def test_over_twenty_seconds_repeats_are_left_out() -> None:
    announcer = Announcer()
    announcer.add([call(1, "A001")])
    assert _spoken_out(announcer) == [("A001", False)]
    waiting = [call(2, "A001", is_recall=True), call(3, "A002"), call(4, "A003"), call(5, "A003", is_recall=True)]
    announcer.add(waiting)
    assert backlog_s(waiting) > LONG_BACKLOG_S
    assert _spoken_out(announcer) == [("A002", True), ("A003", False)]


def test_a_repeat_of_a_call_that_nobody_heard_is_never_left_out() -> None:
    announcer = Announcer()
    announcer.add([call(1, "A001", is_recall=True), *(call(at, f"A00{at}") for at in range(2, 6))])
    assert _spoken_out(announcer)[0] == ("A001", True)


def test_a_number_of_a_former_day_was_not_heard_today() -> None:
    announcer = Announcer()
    announcer.note_day(date(2026, 11, 23))
    announcer.add([call(1, "A001")])
    assert _spoken_out(announcer) == [("A001", False)]
    announcer.note_day(date(2026, 11, 24))
    announcer.add([call(2, "A001", is_recall=True), *(call(at, f"B00{at}") for at in range(3, 7))])
    assert _spoken_out(announcer)[0] == ("A001", True)


def test_with_little_waiting_a_repeat_is_spoken() -> None:
    announcer = Announcer()
    announcer.add([call(1, "A001")])
    _spoken_out(announcer)
    announcer.add([call(2, "A001", is_recall=True)])
    assert _spoken_out(announcer) == [("A001", False)]
