"""State goes out over a real broker: retained, newest first, again after every loss."""

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from broker_fixture import Listener, RunningBroker, wait_for
from held_clock import HeldClock
from pydantic import ValidationError
from served_centre import DEVICES, ServedCentre, make_served_database

from messaging import topics
from messaging.snapshots import (
    BoardSnapshot,
    CounterSnapshot,
    DevicePresence,
    DeviceSnapshot,
    KioskSnapshot,
    ServerPresence,
    Versioned,
)
from server.actions.set_up import add_device
from server.house import House

BOARD, KIOSK = topics.board("TEST-1"), topics.kiosk("TEST-1")
SERVER = topics.server_presence("TEST-1")
EVERYTHING = "bocso/v1/TEST-1/#"
KINDS: dict[str, type[Versioned]] = {BOARD: BoardSnapshot, KIOSK: KioskSnapshot}
KINDS |= {topics.counter("TEST-1", counter_id): CounterSnapshot for counter_id in ("Q1", "Q2", "Q3")}
KINDS |= {topics.device("TEST-1", device_id): DeviceSnapshot for device_id in DEVICES}


@pytest.fixture
def served(broker: RunningBroker, folder: Path, empty_database: Path) -> Iterator[ServedCentre]:
    clock = HeldClock()
    centre = ServedCentre(make_served_database(empty_database, folder / "c.db", clock), clock, broker=broker.settings)
    yield centre
    centre.stop()


def house(served: ServedCentre) -> House:
    kept: House = served.server._uvicorn.config.app.state.house  # type: ignore[union-attr]  # it is our FastAPI
    return kept


def newest_board(listener: Listener) -> BoardSnapshot | None:
    """What the board was last told, nonsense left out."""
    for said in reversed(listener.payloads(BOARD)):
        with suppress(ValidationError):
            return BoardSnapshot.model_validate_json(said)
    return None


def waiting_on(listener: Listener) -> int | None:
    """How many people wait for A, as the board was last told."""
    board = newest_board(listener)
    return None if board is None else next(of.waiting for of in board.waiting if of.service == "A")


def head(served: ServedCentre) -> int:
    return int(served.rows("SELECT seq FROM journal_head")[0][0])


def everything_retained(listen: Callable[..., Listener]) -> Listener:
    """A listener that came late and was told everything it would need."""
    listener = listen(EVERYTHING)
    wait_for(lambda: KINDS.keys() | {SERVER} <= {a.topic for a in listener.heard}, what="every topic")
    return listener


def test_a_late_listener_is_told_everything(served: ServedCentre, listen: Callable[..., Listener]) -> None:
    wait_for(lambda: house(served).broker_is_connected, what="the server to reach the broker")
    everything_retained(listen)
    listener = everything_retained(listen)
    first = {arrival.topic: arrival for arrival in reversed(listener.heard)}
    assert all(first[topic].retained for topic in KINDS)
    for topic, kind in KINDS.items():
        assert kind.model_validate_json(first[topic].payload).revision == head(served)
    presence = ServerPresence.model_validate_json(first[SERVER].payload)
    assert (presence.online, presence.revision, presence.at) == (True, head(served), served.clock.now())


def test_what_is_committed_is_published(served: ServedCentre, listen: Callable[..., Listener]) -> None:
    listener = everything_retained(listen)
    served.ask_ticket()
    wait_for(lambda: waiting_on(listener) == 1, what="the board to hear of the ticket")
    board = newest_board(listener)
    assert board is not None
    assert board.revision == head(served)


def test_what_did_not_change_is_not_said_again(served: ServedCentre, listen: Callable[..., Listener]) -> None:
    listener = everything_retained(listen)
    counted = len(listener.payloads(topics.counter("TEST-1", "Q3")))
    served.ask_ticket()
    wait_for(lambda: waiting_on(listener) == 1, what="the board to hear of the ticket")
    assert len(listener.payloads(topics.counter("TEST-1", "Q3"))) == counted


def test_after_the_broker_lost_everything_it_is_all_there_again(
    served: ServedCentre, broker: RunningBroker, listen: Callable[..., Listener]
) -> None:
    everything_retained(listen)
    broker.kill()
    assert served.ask_ticket().status_code == 201, "the centre works without its broker"
    broker.start()
    late = listen(EVERYTHING, client_id="after-the-loss")
    wait_for(lambda: waiting_on(late) == 1, what="the newest state to come back")
    wait_for(lambda: KINDS.keys() | {SERVER} <= {a.topic for a in late.heard}, what="every topic")


def test_a_burst_is_collapsed_and_the_newest_state_arrives(
    served: ServedCentre, listen: Callable[..., Listener]
) -> None:
    listener = everything_retained(listen)
    before, began_s = len(listener.payloads(BOARD)), time.monotonic()
    for _ in range(60):
        served.ask_ticket()
    wait_for(lambda: waiting_on(listener) == 60, what="the newest state")
    took_s = time.monotonic() - began_s
    assert len(listener.payloads(BOARD)) - before <= took_s * 20 + 1
    board = newest_board(listener)
    assert board is not None
    assert board.revision == head(served)


def test_epoch_and_revision_never_fall(served: ServedCentre, listen: Callable[..., Listener]) -> None:
    listener = everything_retained(listen)
    for _ in range(5):
        served.ask_ticket()
    counters = served.counters()
    counters.serve("Q1", service_s=1)
    counters.stop()
    served.ask_ticket()
    wait_for(lambda: waiting_on(listener) == 5, what="the last of it")
    for topic, kind in KINDS.items():
        versions = [kind.model_validate_json(payload) for payload in listener.payloads(topic)]
        assert not any(later.is_older_than(earlier) for earlier, later in pairwise(versions))


def test_a_window_opens_and_closes_for_the_pad(served: ServedCentre, listen: Callable[..., Listener]) -> None:
    listener = everything_retained(listen)
    topic = topics.counter("TEST-1", "Q1")

    def window_is_open() -> bool:
        return CounterSnapshot.model_validate_json(listener.payloads(topic)[-1]).window is not None

    served.ask_ticket()
    counters = served.counters()
    counters.serve("Q1", service_s=1)
    counters.stop()
    served.ask_ticket()  # a commit of its own lets the server look at once
    wait_for(window_is_open, what="the pad to hear of the window")
    served.clock.pass_s(60)
    wait_for(lambda: not window_is_open(), what="the pad to hear that it is over")


def test_a_peaceful_end_is_told(served: ServedCentre, listen: Callable[..., Listener]) -> None:
    listener = everything_retained(listen)
    served.stop()
    wait_for(lambda: not ServerPresence.model_validate_json(listener.payloads(SERVER)[-1]).online, what="the goodbye")


def test_what_another_program_wrote_is_published_too(served: ServedCentre, listen: Callable[..., Listener]) -> None:
    """As `bocso device add` beside the running server does."""
    listener = everything_retained(listen)
    other = served.counters()
    other.act(add_device, device_id="pad-Q3", kind="pad", counter_id="Q3", credential_hash="z")
    other.stop()
    wait_for(lambda: listener.payloads(topics.device("TEST-1", "pad-Q3")), what="the new pad to be told its counter")


# --- what devices say -------------------------------------------------------------------------------------------


def presence(device_id: str, *, online: bool = True, faults: tuple[str, ...] = ()) -> str:
    return DevicePresence(
        device_id=device_id, online=online, boot_id=uuid.uuid4().hex, version="0.1.0", faults=list(faults)
    ).model_dump_json()


def test_the_server_hears_its_devices(served: ServedCentre, listen: Callable[..., Listener]) -> None:
    speaker = everything_retained(listen)
    speaker.say(topics.device_presence("TEST-1", "pad-Q1"), presence("pad-Q1", faults=("button_stuck:3",)))
    wait_for(lambda: house(served).presences.of("pad-Q1"), what="the pad to be heard")
    heard = house(served).presences.of("pad-Q1")
    assert heard is not None
    assert heard.presence.faults == ["button_stuck:3"]
    speaker.say(topics.device_presence("TEST-1", "pad-Q1"), presence("pad-Q1", online=False))
    wait_for(lambda: not house(served).presences.of("pad-Q1").presence.online, what="the pad to be gone")  # type: ignore[union-attr]  # it was heard


@pytest.mark.parametrize(
    "said",
    ["", "nonsense", "{}", "[]", "null", '{"device_id": "pad-Q2"}', "\x00", '{"device_id": 5, "online": "maybe"}'],
)
def test_a_presence_that_does_not_parse_is_dropped(
    served: ServedCentre, listen: Callable[..., Listener], said: str
) -> None:
    speaker = everything_retained(listen)
    speaker.say(topics.device_presence("TEST-1", "pad-Q2"), said, retain=False)
    speaker.say(topics.device_presence("TEST-1", "pad-Q1"), presence("pad-Q1"))
    wait_for(lambda: house(served).presences.of("pad-Q1"), what="the next message to be heard")
    assert house(served).presences.of("pad-Q2") is None


def test_a_device_speaks_for_itself_alone(served: ServedCentre, listen: Callable[..., Listener]) -> None:
    speaker = everything_retained(listen)
    speaker.say(topics.device_presence("TEST-1", "pad-Q1"), presence("pad-Q2", faults=("no_sound",)))
    speaker.say(topics.device_presence("TEST-1", "board-1"), presence("board-1"))
    wait_for(lambda: house(served).presences.of("board-1"), what="the next message to be heard")
    assert house(served).presences.of("pad-Q1") is None
    assert house(served).presences.of("pad-Q2") is None


def test_junk_on_the_servers_own_topics_is_said_over(served: ServedCentre, listen: Callable[..., Listener]) -> None:
    """Somebody else's retained nonsense on the board's topic does not last."""
    speaker = everything_retained(listen)
    speaker.say(BOARD, "nonsense")
    wait_for(lambda: speaker.payloads(BOARD)[-1] == b"nonsense", what="the nonsense to stand there")
    served.ask_ticket()
    late = everything_retained(listen)
    wait_for(lambda: waiting_on(late) == 1, what="the board's own state")
    assert late.payloads(BOARD)[-1] != b"nonsense"
