"""The counter display's ear: it belongs to the counter that the set-up binds it to."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from broker_fixture import Listener, RunningBroker, wait_for

from counter_display.listening import CounterListening
from counter_display.settings import DisplaySettings
from messaging import topics
from messaging.clock import SystemClock
from messaging.device_link import DeviceLink
from messaging.settings import ServerAddress
from messaging.snapshots import DeviceSnapshot
from simulation.screens.sample_boards import counter, presence

CENTRE = "mau"


@pytest.fixture
def display(broker: RunningBroker, tmp_path: Path) -> Iterator[CounterListening]:
    settings = DisplaySettings(
        centre=CENTRE,
        device_id="counter-Q3",
        data_dir=tmp_path,
        server=ServerAddress(credential_file=tmp_path / "credential"),
        broker=broker.settings,
        mode="counter",
        counter_id="Q3",
    )
    link = DeviceLink(settings, version="test")
    listening = CounterListening(settings, link, SystemClock())
    link.start()
    yield listening
    link.stop()


def test_a_display_that_is_moved_shows_its_new_counter(
    listen: Callable[..., Listener], display: CounterListening
) -> None:
    server = listen()
    server.say(topics.server_presence(CENTRE), presence().model_dump_json())
    other = counter("calling", "B007", counter_id="Q5", counter_number=5, revision=2)
    server.say(topics.counter(CENTRE, "Q5"), other.model_dump_json())
    server.say(topics.counter(CENTRE, "Q3"), counter("calling", "A025", revision=9).model_dump_json())
    wait_for(lambda: display.tick().number == "A025", what="its counter")
    moved = DeviceSnapshot(
        epoch=1,
        revision=3,
        device_id="counter-Q3",
        kind="counter",
        counter_id="Q5",
        zone=None,
        settings_revision=2,
        jobs=[],
    )
    server.say(topics.device(CENTRE, "counter-Q3"), moved.model_dump_json())
    wait_for(lambda: display.tick().number == "B007", what="its new counter")
    server.say(topics.counter(CENTRE, "Q3"), counter("calling", "A026", revision=10).model_dump_json())
    for _ in range(10):
        assert display.tick().counter_number == 5
    server.say(
        topics.device(CENTRE, "counter-Q3"),
        moved.model_copy(update={"counter_id": "Q3", "revision": 4}).model_dump_json(),
    )
    wait_for(lambda: display.tick().number == "A026", what="the counter it was moved back to")
