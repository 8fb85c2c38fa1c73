"""When a device may say that it is connected: never for more than 12 s on the word of the dead."""

from datetime import UTC, datetime, timedelta

from messaging.liveness import Liveness
from messaging.snapshots import ServerPresence

T0 = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def presence(second: float = 0, *, online: bool = True) -> ServerPresence:
    return ServerPresence(online=online, epoch=1, revision=1, at=T0 + timedelta(seconds=second) if online else None)


def connected() -> Liveness:
    liveness = Liveness(start_s=0)
    liveness.note_connection(is_up=True, at_s=1)
    return liveness


def test_it_starts_dead_and_a_broker_alone_is_no_life() -> None:
    assert Liveness(start_s=7).state(8).not_live_since_s == 7
    assert connected().state(2).not_live_since_s == 0


def test_hearing_the_server_makes_it_live_for_twelve_seconds() -> None:
    liveness = connected()
    liveness.hear(presence(), retained=False, at_s=2)
    assert liveness.state(13.9).is_live
    assert liveness.state(14.1).not_live_since_s == 2  # since the last word
    liveness.hear(presence(13), retained=False, at_s=15)
    assert liveness.state(15).is_live


def test_a_retained_word_counts_once_and_not_again_after_reconnects() -> None:
    liveness = connected()
    liveness.hear(presence(), retained=True, at_s=2)
    assert liveness.state(3).is_live
    for second in (6, 10, 14, 18):
        liveness.note_connection(is_up=False, at_s=second)
        liveness.note_connection(is_up=True, at_s=second + 1)
        liveness.hear(presence(), retained=True, at_s=second + 1)
    assert not liveness.state(19).is_live


def test_the_last_will_ends_it_at_once() -> None:
    liveness = connected()
    liveness.hear(presence(), retained=False, at_s=2)
    liveness.hear(presence(online=False), retained=False, at_s=5)
    assert liveness.state(5).not_live_since_s == 5


def test_a_lost_connection_ends_it_and_a_quick_return_restores_it() -> None:
    liveness = connected()
    liveness.hear(presence(), retained=False, at_s=2)
    liveness.note_connection(is_up=False, at_s=4)
    assert liveness.state(5).not_live_since_s == 4
    liveness.note_connection(is_up=True, at_s=6)
    assert liveness.state(6).is_live
    assert not liveness.state(14).is_live


def test_a_silence_that_becomes_a_lost_connection_keeps_its_beginning() -> None:
    liveness = connected()
    liveness.hear(presence(), retained=False, at_s=2)
    assert liveness.state(20).not_live_since_s == 2
    liveness.note_connection(is_up=False, at_s=21)
    liveness.note_connection(is_up=True, at_s=25)
    assert liveness.state(26).not_live_since_s == 2


def test_the_servers_time_comes_only_from_a_live_presence_and_runs_on() -> None:
    liveness = connected()
    liveness.hear(presence(), retained=True, at_s=2)
    assert liveness.server_time(3) is None
    liveness.hear(presence(5), retained=False, at_s=4)
    assert liveness.server_time(6.5) == T0 + timedelta(seconds=7.5)
