"""Presses, and what low ones were about, from the outbox to the server: one by one, in order, as long as it takes."""

import logging
import random
import threading
from collections.abc import Callable
from enum import Enum
from typing import Literal, Protocol
from uuid import UUID

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from messaging.clock import Clock
from messaging.outbox import Entry, Outbox, OutboxUnavailable
from messaging.requests import PressReceipt, PressReport, RatingReasons, ReasonsReceipt
from messaging.server_client import RequestRefused, ServerUnreachable

_log = logging.getLogger(__name__)

_FIRST_WAIT_S = 0.5
_LONGEST_WAIT_S = 10.0
_AT_ONCE = 100  # entries read from the disk in one go
_ADMISSION_REFUSED = frozenset({401, 403})
"""The pad's credential is wrong, not the press: someone puts it right and then the press counts."""


class Receiver(Protocol):
    """The server, as `messaging.server_client` speaks to it."""

    def report_press(self, press: PressReport) -> PressReceipt: ...

    def report_reasons(self, reasons: RatingReasons) -> ReasonsReceipt: ...


class StoredPress(BaseModel):
    """A press as it lies in the outbox."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    press_id: UUID
    boot_id: UUID
    n: int
    level: int
    window_id: int | None
    pressed_s: float
    """On the domain's monotonic clock of that boot; it means nothing to any other boot."""
    channel: Literal["pad", "touch"] = "pad"

    @property
    def key(self) -> str:
        return str(self.press_id)

    def report(self, *, boot_id: UUID, now_s: float) -> PressReport:
        """What is sent now, by the pad as it runs now."""
        age_s = now_s - self.pressed_s
        return PressReport(
            press_id=self.press_id,
            boot_id=self.boot_id,
            n=self.n,
            level=self.level,
            window_id=self.window_id,
            age_ms=max(0, round(age_s * 1000)) if boot_id == self.boot_id else None,
            channel=self.channel,
        )


class StoredReasons(BaseModel):
    """What the rating of a press was about, as it lies in the outbox behind that press."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    answer_id: UUID
    press_id: UUID
    reasons: tuple[str, ...]
    after_ms: int

    @property
    def key(self) -> str:
        return str(self.answer_id)

    def report(self) -> RatingReasons:
        return RatingReasons(
            answer_id=self.answer_id, press_id=self.press_id, reasons=list(self.reasons), after_ms=self.after_ms
        )


Stored = StoredPress | StoredReasons
_STORED: TypeAdapter[Stored] = TypeAdapter(Stored)


class DeliveryFault(Enum):
    """What a technician should know; the value is the code of docs/messages.md."""

    CREDENTIAL_REFUSED = "credential_refused"
    PRESSES_REFUSED = "presses_refused"


class Delivery:
    """A thread of its own that empties the outbox; it never gives up and never skips ahead.

    A press that the server refuses for good is set aside on record, so that the ones behind it go on.
    """

    def __init__(
        self,
        outbox: Outbox,
        server: Receiver,
        *,
        boot_id: UUID,
        clock: Clock,
        when_faults_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._outbox = outbox
        self._server = server
        self._boot_id = boot_id
        self._clock = clock
        self._when_faults_change = when_faults_change
        self._faults: frozenset[DeliveryFault] = frozenset()
        self._hurry = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="press delivery", daemon=True)
        self._chance = random.SystemRandom()
        self._is_disk_told = False

    def start(self) -> None:
        self._thread.start()

    def stop(self, *, within_s: float = 5.0) -> None:
        """End after the try that is under way; what is undelivered stays in the outbox."""
        self._stopping.set()
        self._hurry.set()
        if self._thread.is_alive():
            self._thread.join(within_s)

    def hurry(self) -> None:
        """There is something new, or the server is back: try now instead of after the wait."""
        self._hurry.set()

    def faults(self) -> frozenset[DeliveryFault]:
        return self._faults

    def _run(self) -> None:
        wait_s = _FIRST_WAIT_S
        while not self._stopping.is_set():
            self._hurry.clear()
            try:
                is_all_sent = self._send_what_waits()
            except Exception:
                _log.exception("the delivery of presses failed in an unknown way; it goes on")
                is_all_sent = False
            if is_all_sent:
                wait_s = _FIRST_WAIT_S
                self._hurry.wait()
            else:
                self._hurry.wait(wait_s * self._chance.uniform(0.7, 1.0))
                wait_s = min(2 * wait_s, _LONGEST_WAIT_S)

    def _send_what_waits(self) -> bool:
        """True when the outbox is empty, False when it is better to wait first."""
        while not self._stopping.is_set():
            try:
                entries = self._outbox.oldest(_AT_ONCE)
                self._is_disk_told = False
                for entry in entries:
                    if self._stopping.is_set() or not self._is_done_with(entry):
                        return False
            except OutboxUnavailable as error:
                if not self._is_disk_told:
                    self._is_disk_told = True
                    _log.error("the presses cannot be read or cleared: %s", error)
                return False
            if not entries:
                return True
        return False

    def _is_done_with(self, entry: Entry) -> bool:
        """True when the entry has left the line, False when it has to be tried again later."""
        try:
            stored = _STORED.validate_json(entry.body)
        except ValidationError:
            self._set_aside(entry, "unreadable")
            return True
        try:
            self._send(stored)
        except ServerUnreachable:
            return False
        except RequestRefused as refusal:
            if refusal.status in _ADMISSION_REFUSED:
                self._note(DeliveryFault.CREDENTIAL_REFUSED, is_there=True)
                return False
            self._note(DeliveryFault.CREDENTIAL_REFUSED, is_there=False)
            self._set_aside(entry, str(refusal))
            return True
        self._note(DeliveryFault.CREDENTIAL_REFUSED, is_there=False)
        self._outbox.remove(entry.key)
        return True

    def _send(self, stored: Stored) -> None:
        if isinstance(stored, StoredReasons):
            self._server.report_reasons(stored.report())
        else:
            self._server.report_press(stored.report(boot_id=self._boot_id, now_s=self._clock.monotonic_s()))

    def _set_aside(self, entry: Entry, reason: str) -> None:
        self._outbox.refuse(entry.key, reason)
        _log.error("press %s was refused for good and is kept aside: %s", entry.key, reason)
        self._note(DeliveryFault.PRESSES_REFUSED, is_there=True)

    def _note(self, fault: DeliveryFault, *, is_there: bool) -> None:
        if (fault in self._faults) is not is_there:
            self._faults = self._faults ^ {fault}
            if fault is DeliveryFault.CREDENTIAL_REFUSED:
                if is_there:
                    _log.error("the server refuses this pad's credential; the presses wait until it is put right")
                else:
                    _log.warning("the server accepts this pad's credential again")
            self._when_faults_change()
