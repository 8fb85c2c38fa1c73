"""People at a broker with any name and password, who try what they please and tell what they were answered."""

import queue
import uuid
from pathlib import Path

import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from messaging.trust import trusting_only

PATIENCE_S = 20.0
YES, NO = "yes", "no"
_REFUSED = ("Not authorized", "Unspecified error")
"""The second is all that MQTT 3.1.1 has for it; who publishes is told nothing there."""


class Caller:
    """One connection, made by hand. What comes by itself is kept in `heard`, (topic, payload) each."""

    def __init__(
        self,
        port: int,
        user: str | None,
        password: str | None,
        *,
        will: str | None = None,
        client_id: str | None = None,
        protocol: MQTTProtocolVersion = MQTTProtocolVersion.MQTTv5,
        ca_file: Path | None = None,
    ) -> None:
        """Encrypted with a `ca_file`."""
        self.heard: list[tuple[str, bytes]] = []
        self.gone: list[str] = []
        self._answers: queue.Queue[tuple[str, str]] = queue.Queue()
        # Without one that is asked for, a client id of its own: the same again would push the former out.
        self._client = mqtt.Client(
            CallbackAPIVersion.VERSION2,
            client_id=client_id or f"caller-{uuid.uuid4()}",
            protocol=protocol,
            reconnect_on_failure=False,
        )
        if user is not None:
            self._client.username_pw_set(user, password)
        if ca_file is not None:
            self._client.tls_set_context(trusting_only(ca_file))
        if will is not None:
            self._client.will_set(will, b"gone", qos=1, retain=True)
        self._client.on_connect = lambda *args: self._answers.put(("connect", str(args[3])))
        self._client.on_publish = lambda *args: self._answers.put(("publish", str(args[3])))
        self._client.on_subscribe = lambda *args: self._answers.put(("subscribe", str(args[3][0])))
        self._client.on_disconnect = lambda *args: self.gone.append(str(args[3]))
        self._client.on_message = lambda *args: self.heard.append((args[2].topic, args[2].payload))
        self._client.connect("127.0.0.1", port)
        self._client.loop_start()
        self.is_let_in = self._answer("connect") == "Success"

    def may_follow(self, topic: str) -> str:
        self._client.subscribe(topic, qos=1)
        return NO if self._answer("subscribe") in _REFUSED else YES

    def may_say(self, topic: str, payload: bytes = b"said", *, retain: bool = False) -> str:
        self._client.publish(topic, payload, qos=1, retain=retain)
        return NO if self._answer("publish") == "Not authorized" else YES

    def say(self, topic: str, payload: bytes) -> None:
        """Whatever becomes of it."""
        self._client.publish(topic, payload, qos=0)

    def vanish(self) -> None:
        """The line is cut: no goodbye, so its will is published."""
        line = self._client.socket()
        assert line is not None
        self._client.loop_stop()
        line.close()

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def _answer(self, to: str) -> str:
        try:
            what, reason = self._answers.get(timeout=PATIENCE_S)
        except queue.Empty:
            pytest.fail(f"no answer to: {to}")
        assert what == to, (what, to, reason)
        return reason
