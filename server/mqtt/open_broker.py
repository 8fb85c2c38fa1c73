"""Asks the broker now and then whether it lets a stranger in; one that does tells the whole hall to anybody."""

import logging
import secrets
import threading

from messaging.broker import lets_in
from messaging.settings import BrokerSettings

log = logging.getLogger(__name__)

BROKER_OPEN = "broker_open"

FIRST_AFTER_S = 10.0
EVERY_S = 600.0
AGAIN_AFTER_S = 30.0
"""When there was no broker to ask."""


class OpenBroker:
    """Knocks without a name, and with a made-up one."""

    def __init__(self, broker: BrokerSettings, *, first_after_s: float = FIRST_AFTER_S) -> None:
        self._broker = broker
        self._first_after_s = first_after_s
        self._is_open = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="open-broker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(5.0)

    def faults(self) -> list[str]:
        """What the alarms say of it."""
        return [BROKER_OPEN] if self._is_open else []

    def _run(self) -> None:
        wait_s = self._first_after_s
        while not self._stopping.wait(wait_s):
            answer = lets_strangers_in(self._broker)
            wait_s = AGAIN_AFTER_S if answer is None else EVERY_S
            if answer is not None and answer is not self._is_open:
                if answer:
                    log.error("the broker lets in anybody, without a password")
                self._is_open = answer


def lets_strangers_in(broker: BrokerSettings) -> bool | None:
    """None: nobody answers."""
    answers = [
        lets_in(broker, username=None, password=None),
        lets_in(broker, username=f"stranger-{secrets.token_hex(8)}", password=secrets.token_hex(8)),
    ]
    return None if None in answers else any(answers)
