"""The connection to a real broker: it comes back, it says when it is gone, and no callback can kill it."""

import logging
import re
import socket
import threading
from collections.abc import Callable

import pytest
from broker_fixture import Listener, RunningBroker, free_port, wait_for
from mqtt_callers import Caller

from messaging.broker import Arrival, BrokerConnection
from messaging.settings import BrokerSettings

TOPIC = "bocso/v1/test/board"


def test_a_retained_message_comes_to_a_late_follower_and_is_marked(listen: Callable[..., Listener]) -> None:
    speaker = listen()
    speaker.say(TOPIC, "kept")
    follower = listen(TOPIC)
    wait_for(lambda: follower.heard, what="the retained message")
    speaker.say(TOPIC, "live")
    wait_for(lambda: len(follower.heard) == 2, what="the live message")
    assert [(a.payload, a.retained) for a in follower.heard] == [(b"kept", True), (b"live", False)]


def test_following_while_connected_works_too(listen: Callable[..., Listener]) -> None:
    speaker, follower = listen(), listen()
    speaker.say(TOPIC, "kept")
    follower.connection.follow(TOPIC)
    wait_for(lambda: follower.payloads(TOPIC) == [b"kept"], what="the retained message")


def test_publishing_without_a_broker_says_no_and_nothing_is_sent_later(
    broker: RunningBroker, listen: Callable[..., Listener]
) -> None:
    speaker = listen()
    broker.kill()
    wait_for(lambda: not speaker.connection.is_connected, what="the loss to be noticed")
    assert not speaker.connection.publish(TOPIC, b"stale")
    broker.start()
    wait_for(lambda: speaker.connection.is_connected, what="the speaker to return")
    follower = listen(TOPIC)
    speaker.say(TOPIC, "fresh")
    wait_for(lambda: follower.heard, what="the fresh message")
    assert follower.payloads(TOPIC) == [b"fresh"]


def test_after_a_killed_broker_it_hears_again_and_logs_loss_and_return_once(
    broker: RunningBroker, listen: Callable[..., Listener], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    links: list[bool] = []
    heard: list[Arrival] = []
    follower = BrokerConnection(broker.settings, client_id="follower", on_arrival=heard.append, on_link=links.append)
    follower.follow(TOPIC)
    follower.start()
    wait_for(lambda: follower.is_connected, what="the first connection")
    broker.kill()
    wait_for(lambda: links == [True, False], what="the loss")
    threading.Event().wait(1.5)  # several attempts fail meanwhile
    broker.start()
    wait_for(lambda: links == [True, False, True], what="the return")
    listen().say(TOPIC, "again")
    wait_for(lambda: heard, what="a message after the return")
    follower.stop()
    assert links == [True, False, True, False]
    words = [r.getMessage() for r in caplog.records if r.name == "messaging.broker"]
    assert len([w for w in words if "no connection to the broker" in w]) == 1
    assert len([w for w in words if "is back after" in w]) == 1


def test_a_callback_that_fails_is_logged_and_the_next_message_still_comes(
    broker: RunningBroker, listen: Callable[..., Listener], caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[bytes] = []

    def stumble(arrival: Arrival) -> None:
        heard.append(arrival.payload)
        if arrival.payload == b"first":
            raise RuntimeError("a mistake of ours")

    connection = BrokerConnection(broker.settings, client_id="stumbler", on_arrival=stumble, on_link=lambda _: None)
    connection.follow(TOPIC)
    connection.start()
    wait_for(lambda: connection.is_connected, what="the connection")
    speaker = listen()
    speaker.say(TOPIC, "first", retain=False)
    wait_for(lambda: heard == [b"first"], what="the first message")
    speaker.say(TOPIC, "second", retain=False)
    wait_for(lambda: heard == [b"first", b"second"], what="the second message")
    assert connection.is_connected
    connection.stop()
    assert "a mistake of ours" in caplog.text


def test_the_will_is_said_when_the_program_stops_in_peace_and_when_it_vanishes(
    broker: RunningBroker, listen: Callable[..., Listener]
) -> None:
    listener = listen(TOPIC)
    device = BrokerConnection(
        broker.settings,
        client_id="device",
        on_arrival=lambda _: None,
        on_link=lambda _: None,
        will=(TOPIC, b"gone"),
    )
    device.start()
    wait_for(lambda: device.publish(TOPIC, b"here"), what="the device to speak")
    device.stop()
    wait_for(lambda: listener.payloads(TOPIC) == [b"here", b"gone"], what="the will")
    late = listen(TOPIC)
    wait_for(lambda: late.payloads(TOPIC) == [b"gone"], what="the will to be retained")


def test_whoever_comes_under_its_known_name_pushes_nobody_out(
    broker: RunningBroker, listen: Callable[..., Listener]
) -> None:
    """A broker closes a connection when another comes under the same name: that name must not be known."""
    listener = listen(TOPIC)
    device = BrokerConnection(
        broker.settings,
        client_id="device",
        on_arrival=lambda _: None,
        on_link=lambda _: None,
        will=(TOPIC, b"gone"),
    )
    device.start()
    wait_for(lambda: device.publish(TOPIC, b"here"), what="the device to speak")
    wait_for(lambda: listener.payloads(TOPIC) == [b"here"], what="the word of the device")
    thief = Caller(broker.port, None, None, client_id="device")
    listener.say(TOPIC, "after the thief")
    wait_for(lambda: len(listener.heard) > 1, what="the last word")
    assert listener.payloads(TOPIC) == [b"here", b"after the thief"]
    thief.close()
    device.stop()


def test_its_name_outlives_a_broken_line(broker: RunningBroker) -> None:
    """So that its return ends the connection of before, whose will would else come after what is said anew."""
    device = BrokerConnection(broker.settings, client_id="device", on_arrival=lambda _: None, on_link=lambda _: None)
    device.start()
    wait_for(lambda: device.is_connected, what="the first connection")
    broker.kill()
    wait_for(lambda: not device.is_connected, what="the loss to be noticed")
    broker.start()
    wait_for(lambda: device.is_connected, what="the second connection")
    device.stop()
    log = broker.log.read_text(encoding="utf-8")
    assert len(set(re.findall(r" as (device-[0-9a-f]+) ", log))) == 1, log


def test_a_frozen_broker_is_noticed_and_stop_does_not_hang(
    broker: RunningBroker, listen: Callable[..., Listener]
) -> None:
    links: list[bool] = []
    connection = BrokerConnection(
        broker.settings,
        client_id="patient",
        on_arrival=lambda _: None,
        on_link=links.append,
        keepalive_s=1,
    )
    connection.start()
    wait_for(lambda: links == [True], what="the connection")
    broker.freeze()
    wait_for(lambda: links == [True, False], what="the silence to be noticed")
    stopper = threading.Thread(target=connection.stop)
    stopper.start()
    stopper.join(timeout=15)
    assert not stopper.is_alive()
    broker.thaw()


def test_something_that_is_no_broker_is_no_connection(caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as impostor:
        met = threading.Event()

        def talk_nonsense() -> None:
            while True:
                try:
                    peer, _ = impostor.accept()
                except OSError:
                    return
                with peer:
                    peer.sendall(b"\x20\xff\xff\xff\xff\xff" + b"HTTP/1.1 400 Bad Request\r\n\r\n")
                met.set()

        speaker = threading.Thread(target=talk_nonsense)
        speaker.start()
        connection = BrokerConnection(
            BrokerSettings(port=impostor.getsockname()[1]),
            client_id="fooled",
            on_arrival=lambda _: None,
            on_link=lambda _: None,
        )
        connection.start()
        wait_for(met.is_set, what="the first meeting")
        met.clear()
        wait_for(met.is_set, what="another attempt")
        assert not connection.is_connected
        connection.stop()
        impostor.shutdown(socket.SHUT_RDWR)
    speaker.join()


def test_no_broker_at_all_then_one_appears(broker: RunningBroker) -> None:
    broker.kill()
    links: list[bool] = []
    connection = BrokerConnection(broker.settings, client_id="early", on_arrival=lambda _: None, on_link=links.append)
    connection.start()
    threading.Event().wait(0.3)
    assert links == []
    broker.start()
    wait_for(lambda: links == [True], what="the connection")
    connection.stop()
    assert free_port() != broker.port
