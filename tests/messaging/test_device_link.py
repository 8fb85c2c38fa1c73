"""What a device gets from a real broker: the newest state, nothing older, nothing broken."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from broker_fixture import Listener, RunningBroker, wait_for

from messaging import topics
from messaging.device_link import DeviceLink, Update
from messaging.settings import DeviceSettings, ServerAddress
from messaging.snapshots import DevicePresence, DeviceSnapshot, ServerPresence

PRESENCE = topics.device_presence("test", "pad-Q1")
SERVER = topics.server_presence("test")
DEVICE = topics.device("test", "pad-Q1")


@pytest.fixture
def settings(broker: RunningBroker, tmp_path: Path) -> DeviceSettings:
    return DeviceSettings(
        centre="test",
        device_id="pad-Q1",
        data_dir=tmp_path,
        server=ServerAddress(credential_file=tmp_path / "credential"),
        broker=broker.settings,
    )


def snapshot(revision: int, *, epoch: int = 1) -> str:
    return DeviceSnapshot(
        epoch=epoch,
        revision=revision,
        device_id="pad-Q1",
        kind="pad",
        counter_id="Q1",
        zone=None,
        settings_revision=1,
        jobs=[],
    ).model_dump_json()


def hello(*, online: bool = True) -> str:
    at = datetime.now(UTC) if online else None
    return ServerPresence(online=online, epoch=1, revision=1, at=at).model_dump_json()


class Taker:
    """A program's loop, shortened: collects what it takes."""

    def __init__(self, link: DeviceLink) -> None:
        self.link = link
        self.updates: list[Update] = []

    def versions(self) -> list[tuple[int, int]]:
        self.updates += self.link.take()
        return [(u.snapshot.epoch, u.snapshot.revision) for u in self.updates]


def test_older_snapshots_are_dropped_and_a_new_epoch_begins_anew(
    settings: DeviceSettings, listen: Callable[..., Listener]
) -> None:
    link = DeviceLink(settings, version="1")
    taker = Taker(link)
    link.start()
    server = listen()
    server.say(DEVICE, snapshot(5))
    wait_for(lambda: taker.versions() == [(1, 5)], what="the first snapshot")
    for message in (snapshot(4), snapshot(6), snapshot(6), snapshot(5), snapshot(1, epoch=2)):
        server.say(DEVICE, message)
    wait_for(lambda: (2, 1) in taker.versions(), what="the last snapshot")
    assert taker.versions() == [(1, 5), (1, 6), (1, 6), (2, 1)]
    link.stop()


def test_malformed_messages_are_logged_once_and_the_good_ones_pass(
    settings: DeviceSettings, listen: Callable[..., Listener], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="messaging.device_link")
    link = DeviceLink(settings, version="1")
    taker = Taker(link)
    link.start()
    server = listen()
    broken: tuple[bytes | str, ...] = ("{", b"\xff\xfe", "[]", "[" * 50_000, '{"epoch": "x"}', "null", "")
    for message in broken:
        server.say(DEVICE, message)
        server.say(SERVER, message)
    server.say(DEVICE, snapshot(1))
    wait_for(lambda: taker.versions() == [(1, 1)], what="the good snapshot")
    assert len([r for r in caplog.records if DEVICE in r.getMessage()]) == 1
    assert len([r for r in caplog.records if SERVER in r.getMessage()]) == 1
    server.say(SERVER, hello())
    wait_for(lambda: link.state().is_live, what="life in spite of the noise")
    link.stop()


def test_presence_is_true_at_connect_carries_faults_and_ends_with_the_will(
    settings: DeviceSettings, broker: RunningBroker, listen: Callable[..., Listener]
) -> None:
    server = listen(topics.every_device_presence("test"))

    def said() -> list[DevicePresence]:
        return [DevicePresence.model_validate_json(p) for p in server.payloads(PRESENCE)]

    link = DeviceLink(settings, version="1.2")
    link.report_faults(["paper_out"])  # before there is a connection
    link.start()
    wait_for(lambda: len(said()) == 1, what="the first word")
    assert said()[0] == DevicePresence(
        device_id="pad-Q1", online=True, boot_id=link.boot_id, version="1.2", faults=["paper_out"]
    )
    link.report_faults(["paper_out"])
    link.report_faults(["button_stuck:3", "no_sound", "no_sound"])
    wait_for(lambda: len(said()) == 2, what="the changed faults")
    assert said()[1].faults == ["button_stuck:3", "no_sound"]
    link.stop()
    wait_for(lambda: len(said()) == 3, what="the will")
    assert not said()[2].online


def test_faults_are_said_again_after_the_broker_lost_everything(
    settings: DeviceSettings, broker: RunningBroker, listen: Callable[..., Listener]
) -> None:
    link = DeviceLink(settings, version="1")
    link.start()
    link.report_faults(["no_sound"])
    broker.kill()
    wait_for(lambda: not link.state().is_live, what="the loss")
    broker.start()
    server = listen(PRESENCE)
    wait_for(lambda: b"no_sound" in b"".join(server.payloads(PRESENCE)), what="the faults again")
    link.stop()


def test_the_link_is_live_with_the_server_and_dead_with_its_will_or_the_broker(
    settings: DeviceSettings,
    broker: RunningBroker,
    listen: Callable[..., Listener],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger="messaging.device_link")
    woken: list[None] = []
    link = DeviceLink(settings, version="1", wake=lambda: woken.append(None))
    link.start()
    server = listen()
    wait_for(lambda: woken, what="the connection to wake the program")
    assert not link.state().is_live
    assert link.server_now() is None
    server.say(SERVER, hello())
    wait_for(lambda: link.state().is_live, what="life")
    now = link.server_now()
    assert now is not None
    assert abs((now - datetime.now(UTC)).total_seconds()) < 2
    server.say(SERVER, hello(online=False))
    wait_for(lambda: not link.state().is_live, what="the server's will")
    server.say(SERVER, hello())
    wait_for(lambda: link.state().is_live, what="life again")
    broker.kill()
    wait_for(lambda: not link.state().is_live, what="the broker's death")
    link.stop()
    words = [r.getMessage() for r in caplog.records]
    assert len([w for w in words if "not heard any more" in w]) == 2
    assert len([w for w in words if "heard again after" in w]) == 1


def test_a_flood_ends_in_the_newest_state(settings: DeviceSettings, listen: Callable[..., Listener]) -> None:
    link = DeviceLink(settings, version="1")
    link.start()
    server = listen()
    for revision in range(1, 901):
        server.say(DEVICE, snapshot(revision))
    taker = Taker(link)
    wait_for(lambda: (1, 900) in taker.versions(), what="the newest snapshot")
    assert taker.versions() == sorted(taker.versions())
    link.stop()


def test_a_topic_that_was_left_is_heard_no_more_and_followed_anew_it_begins_with_its_newest(
    broker: RunningBroker, settings: DeviceSettings, listen: Callable[..., Listener]
) -> None:
    link, server, left = DeviceLink(settings, version="1"), listen(), topics.device("test", "another")
    taker = Taker(link)
    link.follow(left, DeviceSnapshot)
    link.start()
    server.say(left, snapshot(5))
    wait_for(lambda: taker.versions() == [(1, 5)], what="the first snapshot")
    link.leave(left)
    server.say(left, snapshot(6))
    broker.kill()  # what is followed at the next connect is asked for then
    broker.start()
    server.say(left, snapshot(7))
    server.say(DEVICE, snapshot(1))
    wait_for(lambda: (1, 1) in taker.versions(), what="what is still followed")
    assert taker.versions() == [(1, 5), (1, 1)]
    link.follow(left, DeviceSnapshot)
    wait_for(lambda: (1, 7) in taker.versions(), what="the newest of the topic")
    link.stop()
