"""The queue in front of the voice."""

from sample_snapshots import call

from counter_display.announcer import MOST_WAITING, Announcer


def test_one_call_at_a_time_in_order() -> None:
    announcer = Announcer()
    announcer.add([call(1), call(2, "B001")])
    first = announcer.take_next()
    assert first is not None
    assert first.call_id == 1
    assert announcer.take_next() is None, "the first is still being spoken"
    announcer.finished()
    second = announcer.take_next()
    assert second is not None
    assert second.call_id == 2
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
    assert spoken.call_id == 3


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
    assert recall.is_recall


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
