"""The connection to the MQTT broker, and the only file that imports paho.

It keeps itself up: a thread of our own drives paho's network loop, so that no exception (of a callback, of a
broken packet, of paho itself) can leave a connection that says it lives and hears nothing. Each attempt is
a new client with a clean start: nothing that could not be sent is sent late, over something newer.
"""

import logging
import random
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from messaging.clock import real_monotonic_s
from messaging.settings import BrokerSettings
from messaging.trust import trusting_only

_log = logging.getLogger(__name__)

_CONNECT_TIMEOUT_S = 3.0
_FIRST_WAIT_S = 0.5
_LONGEST_WAIT_S = 5.0  # a broker that is back is found in less than 12 s, the limit of a live link
_GOODBYE_TIMEOUT_S = 1.0
_MOST_WAITING_PUBLICATIONS = 1000  # a broker that reads slowly must not eat our memory
_DISCONNECT_WITH_WILL = 4  # MQTT v5, 3.14.2.1: the broker publishes the will although we part in peace


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message as it came in."""

    topic: str
    payload: bytes
    retained: bool
    """True when the broker had kept it before we subscribed; False when it was published just now."""
    received_s: float
    """`real_monotonic_s` at receipt."""


class BrokerConnection:
    """One client of the broker that reconnects by itself for ever.

    `on_arrival` and `on_link` run on the connection's own thread and must only enqueue (publishing and
    following is allowed). An exception in them is logged and changes nothing. `on_link(True)` comes
    before the first arrival of that connection; True and False alternate.

    `client_id` begins its name at the broker. The rest is chance, for a broker closes a connection when another comes
    under the same name, whoever that is: nobody else may guess it. It stays for the life of this object, so that a
    return after a broken line still ends the connection of before, and its will comes before what is said anew.

    `will` (topic, payload) is published retained by the broker when this program vanishes, and also when
    it stops in peace.
    """

    def __init__(
        self,
        settings: BrokerSettings,
        *,
        client_id: str,
        on_arrival: Callable[[Arrival], None],
        on_link: Callable[[bool], None],
        will: tuple[str, bytes] | None = None,
        keepalive_s: int = 5,
    ) -> None:
        self._settings = settings
        self._client_id = f"{client_id}-{secrets.token_hex(8)}"
        self._known_as = client_id
        self._on_arrival = on_arrival
        self._on_link = on_link
        self._will = will
        self._keepalive_s = keepalive_s
        self._topics: list[str] = []
        self._topics_lock = threading.Lock()
        self._client: Client | None = None
        self._connected = False
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._chance = random.SystemRandom()
        self._lost_at_s: float | None = None
        self._complaints: set[str] = set()
        self._refusal: str | None = None

    def start(self) -> None:
        """Begin connecting; returns at once."""
        if self._thread is not None:
            raise RuntimeError("a broker connection is started once")
        self._thread = threading.Thread(target=self._run, name=f"broker-{self._known_as}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Say goodbye and end the thread, within a few seconds even when the broker is silent."""
        self._stopping.set()
        client = self._client
        if client is not None:
            self._say_goodbye(client)
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout=_CONNECT_TIMEOUT_S + 2 * _GOODBYE_TIMEOUT_S)

    def follow(self, topic: str) -> None:
        """Subscribe (QoS 1) now and at each later connect; retained messages come at once."""
        with self._topics_lock:
            if topic in self._topics:
                return
            self._topics.append(topic)
            client = self._client
            if client is not None and self._connected:
                _subscribe(client, topic)

    def leave(self, topic: str) -> None:
        """Follow it no more; what is on its way may still arrive."""
        with self._topics_lock:
            if topic not in self._topics:
                return
            self._topics.remove(topic)
            client = self._client
            if client is not None and self._connected:
                client.unsubscribe(topic)

    def publish(self, topic: str, payload: bytes, *, qos: int = 1, retain: bool = True) -> bool:
        """Hand a message to the connection; False when there is none, and then it is never sent.

        True is no receipt: who must be sure publishes again when the link comes back.
        """
        client = self._client
        if client is None or not self._connected:
            return False
        return client.publish(topic, payload, qos=qos, retain=retain).rc is MQTTErrorCode.MQTT_ERR_SUCCESS

    @property
    def is_connected(self) -> bool:
        return self._connected

    @property
    def refusal(self) -> str | None:
        """Why the broker did not let us in at the last attempt; None when it did, or was not reached."""
        return self._refusal

    def _run(self) -> None:
        wait_s = _FIRST_WAIT_S
        while not self._stopping.is_set():
            began_s = real_monotonic_s()
            reason: str
            try:
                reason = self._live_through_one_connection()
            except (OSError, ValueError) as error:
                reason = str(error) or type(error).__name__
            except Exception:
                _log.exception("the connection to the broker failed in an unknown way; it is made anew")
                reason = "unknown failure"
            finally:
                self._client = None
                self._tell_link(is_up=False)
            if self._stopping.is_set():
                return
            self._tell_loss(reason)
            if real_monotonic_s() - began_s > 2 * _LONGEST_WAIT_S:
                wait_s = _FIRST_WAIT_S
            # All devices of a centre lose the broker in the same instant; they must not return in one.
            self._stopping.wait(wait_s * self._chance.uniform(0.5, 1.0))
            wait_s = min(2 * wait_s, _LONGEST_WAIT_S)

    def _live_through_one_connection(self) -> str:
        """Connect and serve until the connection ends; the reason in words."""
        client = self._new_client()
        self._client = client
        client.connect(self._settings.host, self._settings.port, self._keepalive_s, clean_start=True)
        goodbye_by_s: float | None = None
        while (code := client.loop(timeout=1.0)) is MQTTErrorCode.MQTT_ERR_SUCCESS:
            if self._stopping.is_set():
                if goodbye_by_s is None:
                    goodbye_by_s = real_monotonic_s() + _GOODBYE_TIMEOUT_S
                    self._say_goodbye(client)
                elif real_monotonic_s() > goodbye_by_s:
                    break
        return code.name.removeprefix("MQTT_ERR_").replace("_", " ").lower()

    def _new_client(self) -> Client:
        client = Client(CallbackAPIVersion.VERSION2, client_id=self._client_id, protocol=MQTTProtocolVersion.MQTTv5)
        client.connect_timeout = _CONNECT_TIMEOUT_S
        client.max_queued_messages_set(_MOST_WAITING_PUBLICATIONS)
        _pin(client, self._settings)
        if self._settings.username is not None:
            client.username_pw_set(self._settings.username, self._settings.password())
        if self._will is not None:
            client.will_set(self._will[0], self._will[1], qos=1, retain=True)
        client.on_connect = self._when_connected
        client.on_disconnect = self._when_disconnected
        client.on_message = self._when_message
        client.on_subscribe = self._when_subscribed
        client.on_publish = self._when_published
        # With this set, paho never writes to the socket from a thread that publishes: only our loop does.
        client.on_socket_register_write = _write_later
        return client

    def _say_goodbye(self, client: Client) -> None:
        reason = ReasonCode(PacketTypes.DISCONNECT, identifier=_DISCONNECT_WITH_WILL) if self._will else None
        client.disconnect(reasoncode=reason)

    # The callbacks below run on our thread, inside client.loop(): whatever goes wrong ends in _run's log.

    def _when_connected(
        self,
        client: Client,
        _userdata: Any,
        _flags: ConnectFlags,
        reason: ReasonCode,
        _props: Properties | None,
    ) -> None:
        self._refusal = str(reason) if reason.is_failure else None
        if reason.is_failure:
            self._complain(f"the broker refuses {self._known_as}: {reason}")
            return
        with self._topics_lock:
            self._connected = True
            for topic in self._topics:
                _subscribe(client, topic)
        if self._lost_at_s is not None:
            away_s = real_monotonic_s() - self._lost_at_s
            _log.warning("the broker is back after %.1f s", away_s)
            self._lost_at_s = None
        self._guarded(self._on_link, argument=True)

    def _when_disconnected(
        self,
        _client: Client,
        _userdata: Any,
        _flags: DisconnectFlags,
        _reason: ReasonCode,
        _props: Properties | None,
    ) -> None:
        self._tell_link(is_up=False)

    def _when_message(self, _client: Client, _userdata: Any, message: MQTTMessage) -> None:
        received_s = real_monotonic_s()
        try:
            topic = message.topic
        except UnicodeDecodeError:
            self._complain("a message came under a topic that is no UTF-8; it was dropped")
            return
        self._guarded(self._on_arrival, Arrival(topic, bytes(message.payload), message.retain, received_s))

    def _when_subscribed(
        self, _client: Client, _userdata: Any, _mid: int, reasons: list[ReasonCode], _props: Properties | None
    ) -> None:
        for reason in reasons:
            if reason.is_failure:
                self._complain(f"the broker refuses a subscription of {self._known_as}: {reason}")

    def _when_published(
        self, _client: Client, _userdata: Any, _mid: int, reason: ReasonCode, _props: Properties
    ) -> None:
        if reason.is_failure:
            self._complain(f"the broker refuses a publication of {self._known_as}: {reason}")

    def _tell_link(self, *, is_up: bool) -> None:
        if self._connected is not is_up:
            self._connected = is_up
            self._guarded(self._on_link, argument=is_up)

    def _tell_loss(self, reason: str) -> None:
        """Log once per outage, not once per attempt."""
        if self._lost_at_s is None:
            self._lost_at_s = real_monotonic_s()
            _log.warning(
                "no connection to the broker at %s:%d (%s); trying again until it is back",
                self._settings.host,
                self._settings.port,
                reason,
            )

    def _complain(self, words: str) -> None:
        if words not in self._complaints:
            self._complaints.add(words)
            _log.error("%s", words)

    def _guarded(self, callback: Callable[[Any], None], argument: Any) -> None:
        try:
            callback(argument)
        except Exception:
            _log.exception("a callback of the broker connection failed")


def lets_in(settings: BrokerSettings, *, username: str | None, password: str | None) -> bool | None:
    """Whether the broker takes a client with this name and password; None when nobody answers within some seconds."""
    answers: list[bool] = []
    client = Client(CallbackAPIVersion.VERSION2, client_id="", protocol=MQTTProtocolVersion.MQTTv5)
    client.connect_timeout = _CONNECT_TIMEOUT_S
    if username is not None:
        client.username_pw_set(username, password)
    client.on_connect = lambda _client, _userdata, _flags, reason, _props: answers.append(not reason.is_failure)
    give_up_s = real_monotonic_s() + _CONNECT_TIMEOUT_S
    try:
        _pin(client, settings)
        client.connect(settings.host, settings.port, keepalive=5, clean_start=True)
        while not answers and real_monotonic_s() < give_up_s:
            if client.loop(timeout=0.2) is not MQTTErrorCode.MQTT_ERR_SUCCESS:
                break
    except (OSError, ValueError):
        return None
    finally:
        client.disconnect()
    return answers[0] if answers else None


def _pin(client: Client, settings: BrokerSettings) -> None:
    """Encrypt, and trust the centre's own certificate alone.

    Raises:
        OSError: the certificate cannot be read (ssl.SSLError is one).
    """
    if settings.ca_file is not None:
        client.tls_set_context(trusting_only(settings.ca_file))


def _subscribe(client: Client, topic: str) -> None:
    client.subscribe(topic, options=SubscribeOptions(qos=1))


def _write_later(_client: Client, _userdata: Any, _socket: Any) -> None:
    """Our loop is woken by paho's own socket pair; there is nothing to register."""
