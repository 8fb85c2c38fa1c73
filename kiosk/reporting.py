"""What the server must be told about slips, given-up wishes and the kiosk's own numbers: on disk until it has taken it.

A number of the emergency series goes to the server as it was printed; that it was printed needs no further word.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from kiosk.intents import Intent, IntentState, IntentStore, Moment, moment
from messaging.clock import Clock
from messaging.outbox import Outbox
from messaging.requests import (
    EmergencyTicket,
    EmergencyTicketTaken,
    IntentCancellation,
    IntentCancelled,
    PrintReport,
)
from messaging.server_client import RequestRefused, ServerUnreachable

_PAUSES_S = (0.5, 1.0, 2.0, 5.0)
_NO_CREDENTIAL = 401
"""A credential can be set right; a slip's fate must not be thrown away because it was wrong for an hour."""

_MALFORMED = "malformed"
_DAY_CLOSED = "day_closed"
"""No day is open that an emergency number could be of: it waits until one is."""
REFUSED_NUMBERS = "emergency_refused"
"""The server does not take a number that a citizen has on paper: somebody must look after them."""

log = logging.getLogger(__name__)


class SlipFate(BaseModel):
    """An outbox entry: what became of a ticket's slip."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["slip"] = "slip"
    ticket_id: int
    report: PrintReport


class GivenUp(BaseModel):
    """An outbox entry: an intent that no longer waits for its answer."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["given_up"] = "given_up"
    intent_id: UUID
    cancellation: IntentCancellation


class OwnSeries(BaseModel):
    """An outbox entry: a number that the kiosk has given by itself. Its age is told as of when it is sent."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["own_series"] = "own_series"
    ticket: EmergencyTicket
    """Without its age."""
    given_at: datetime
    given_boot: str
    given_s: float

    def aged(self, now: Moment) -> EmergencyTicket:
        """With its age by the monotonic clock; None after a reboot, when only a wall clock is left."""
        given = Moment(self.given_at, self.given_boot, self.given_s)
        age_s = given.age_s(now) if given.boot_id == now.boot_id else None
        return self.ticket.model_copy(update={"age_ms": None if age_s is None else round(age_s * 1000)})


_ENTRY: TypeAdapter[SlipFate | GivenUp | OwnSeries] = TypeAdapter(SlipFate | GivenUp | OwnSeries)


class TakesReports(Protocol):
    """The part of messaging.server_client.ServerClient that takes reports."""

    def report_print(self, ticket_id: int, report: PrintReport) -> None: ...

    def cancel_intent(self, intent_id: UUID, cancellation: IntentCancellation) -> IntentCancelled: ...

    def merge_emergency(self, ticket: EmergencyTicket) -> EmergencyTicketTaken: ...


class Reports:
    """Moves what the intents owe into the outbox, and from there to the server: in order, for ever.

    `when_changed` is called on the reporting thread when `faults` changed.
    """

    def __init__(
        self,
        *,
        store: IntentStore,
        outbox: Outbox,
        server: TakesReports,
        clock: Clock,
        when_changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._clock = clock
        self._when_changed = when_changed
        self._has_refused_numbers = False
        self._store = store
        self._outbox = outbox
        self._server = server
        self._more = threading.Event()
        self._is_stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="reports", daemon=True)

    @property
    def faults(self) -> frozenset[str]:
        """What to report of the kiosk, until it is started again and its log was read."""
        return frozenset({REFUSED_NUMBERS}) if self._has_refused_numbers else frozenset()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._is_stopping.set()
        self._more.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)  # one call to the server is bounded well below this

    def something_is_owed(self) -> None:
        """An intent has ended, durably; its message goes out soon."""
        self._more.set()

    def _run(self) -> None:
        failures = 0
        while not self._is_stopping.is_set():
            self._more.clear()
            try:
                self._move_owed()
                while self._deliver_oldest() and not self._is_stopping.is_set():
                    failures = 0
            except Exception as fault:
                if not isinstance(fault, (ServerUnreachable, RequestRefused)) and failures == 0:
                    log.exception("a report could not be sent; trying again until it is")
                self._is_stopping.wait(_PAUSES_S[min(failures, len(_PAUSES_S) - 1)])
                failures += 1
                continue
            failures = 0
            self._more.wait()

    def _move_owed(self) -> None:
        """Interrupted anywhere, the next call completes it: the outbox takes the same key once, and the
        server the same message once."""
        for intent in self._store.owed():
            entry = _entry(intent)
            if entry is not None:
                self._outbox.append(str(intent.message_id), entry.model_dump_json())
            self._store.handed_over(intent.intent_id)

    def _deliver_oldest(self) -> bool:
        """Send the oldest entry; False when there is none.

        Raises:
            ServerUnreachable, RequestRefused: not taken, to be tried again; the entry stays.
        """
        waiting = self._outbox.oldest(1)
        if not waiting:
            return False
        try:
            self._send(waiting[0].body)
        except RequestRefused as refusal:
            if refusal.status == _NO_CREDENTIAL or refusal.code == _DAY_CLOSED:
                raise
            log.error("the server refuses report %s for good: %s", waiting[0].key, refusal)
            self._outbox.refuse(waiting[0].key, str(refusal))
            if isinstance(_ENTRY.validate_json(waiting[0].body), OwnSeries):
                self._has_refused_numbers = True
                self._when_changed()
            return True
        except ValidationError:
            log.error("report %s was written by another version and is set aside", waiting[0].key)
            self._outbox.refuse(waiting[0].key, "unreadable")
            return True
        self._outbox.remove(waiting[0].key)
        return True

    def _send(self, body: str) -> None:
        entry = _ENTRY.validate_json(body)
        if isinstance(entry, SlipFate):
            self._tell_fate(entry)
        elif isinstance(entry, OwnSeries):
            taken = self._server.merge_emergency(entry.aged(moment(self._clock)))
            log.info("the server has taken %s%s", taken.number, f" for {taken.superseded}" if taken.superseded else "")
        else:
            self._server.cancel_intent(entry.intent_id, entry.cancellation)

    def _tell_fate(self, fate: SlipFate) -> None:
        """A former server refuses what it does not know: to it the slip's fate is told once more without that."""
        try:
            self._server.report_print(fate.ticket_id, fate.report)
        except RequestRefused as refusal:
            if refusal.code != _MALFORMED or fate.report.intent_id is None:
                raise
            self._server.report_print(fate.ticket_id, fate.report.model_copy(update={"intent_id": None}))


def _entry(intent: Intent) -> SlipFate | GivenUp | OwnSeries | None:
    if intent.message_id is None:
        return None
    if intent.state is IntentState.CANCELLED:
        own = None if intent.emergency is None else intent.emergency.shown
        said = IntentCancellation(cancellation_id=intent.message_id, emergency=own)
        return GivenUp(intent_id=intent.intent_id, cancellation=said)
    if intent.emergency is not None and intent.answered is not None:
        wish, emergency = intent.wish, intent.emergency
        return OwnSeries(
            ticket=EmergencyTicket(
                intent_id=intent.intent_id,
                number=emergency.number,
                shown=emergency.shown,
                service=wish.service,
                priority_group=wish.priority_group,
                purpose=wish.purpose,
                procedure=wish.procedure,
                language=wish.language,
                check=emergency.check or None,
                age_ms=None,
                printed_at=emergency.server_at,
            ),
            given_at=intent.answered.at,
            given_boot=intent.answered.boot_id,
            given_s=intent.answered.monotonic_s,
        )
    if intent.ticket is None or intent.outcome is None:
        return None
    return SlipFate(
        ticket_id=intent.ticket.ticket_id,
        report=PrintReport(report_id=intent.message_id, outcome=intent.outcome, intent_id=intent.intent_id),
    )
