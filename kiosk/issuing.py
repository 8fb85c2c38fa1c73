"""The way from a touch to a slip: store the wish, get the number or the place, show it, print it, report it. No Kivy.

Everything slow happens on one thread of its own; the screen reads `Issuing.view` and is told of changes.
Saved first, acted second: the wish before it is sent, the ticket before it is shown, the start of the
print before the first byte, the outcome before it is thanked for.
"""

import logging
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from queue import SimpleQueue
from typing import Protocol
from uuid import UUID

from PIL import Image

from hardware.printer.printer import PrinterStatus, SlipOutcome
from kiosk.errors import IntentsUnusable
from kiosk.intents import (
    EmergencyFacts,
    EmergencyNumber,
    Intent,
    IntentState,
    IntentStore,
    Moment,
    Wish,
    WishKind,
    moment,
)
from kiosk.reporting import Reports
from kiosk.slips import emergency_slip_of, place_slip_of, slip_of
from look.place_slip import draw_place_slip
from look.slip_layout import draw_slip
from messaging.clock import Clock, real_monotonic_s
from messaging.failpoints import reach
from messaging.requests import ClaimRequest, IssuedTicket, PlaceRequest, PrintOutcome, ReservedPlace, TicketRequest
from messaging.server_client import RequestRefused, ServerUnreachable
from messaging.snapshots import SlipOptions

RETRY_S = 90.0
"""A citizen who has no number by then has gone (design part 4, Idempotency)."""
SLOW_S = 3.0
"""After this the screen says that it takes longer."""
_NOT_NOW = frozenset({404, 409, 422})
"""No more numbers, or no such code; other refusals are the kiosk's own trouble, such as its credential."""
_PAUSES_S = (0.3, 0.7, 1.5, 2.0)
_SHORTEST_TRY_S = 0.3
"""What is left for one more try before the kiosk gives a number of its own; less is none."""

log = logging.getLogger(__name__)


class Stage(Enum):
    IDLE = "idle"
    ASKING = "asking"
    """A number is on its way; `IssuingView.is_slow` says when to apologise."""
    STOPPING = "stopping"
    """The citizen does not want to wait any longer."""
    PRINTING = "printing"
    """The number is known and shown; the slip is being printed."""
    PRINTED = "printed"
    UNCONFIRMED = "unconfirmed"
    """All bytes were sent, the printer does not answer: the slip is most likely there."""
    NOT_PRINTED = "not_printed"
    """The citizen is asked to write the number down."""
    REFUSED = "refused"
    """The server gives no number for this; `problem` is its code, `detail` its sentence in Vietnamese."""
    GAVE_UP = "gave_up"
    """No answer in time, cancelled on record; or the kiosk itself has a fault, such as a full disk."""


ENDINGS = frozenset({Stage.PRINTED, Stage.UNCONFIRMED, Stage.NOT_PRINTED, Stage.REFUSED, Stage.GAVE_UP})
"""Nothing more happens by itself; the screen goes home by `leave`."""


@dataclass(frozen=True, slots=True)
class IssuingView:
    """What the screen has to know. Times are seconds of `real_monotonic_s`."""

    stage: Stage
    wish: Wish | None = None
    ticket: IssuedTicket | None = None
    place: ReservedPlace | None = None
    emergency: EmergencyNumber | None = None
    """A number of the kiosk's own: nobody knows how many are ahead."""
    is_copy: bool = False
    asked_s: float | None = None
    problem: str | None = None
    detail: str = ""

    def is_slow(self, now_s: float) -> bool:
        return self.stage is Stage.ASKING and self.asked_s is not None and now_s - self.asked_s >= SLOW_S


IDLE = IssuingView(Stage.IDLE)


class GivesTickets(Protocol):
    """The part of messaging.server_client.ServerClient that gives numbers."""

    def issue_ticket(self, request: TicketRequest, *, within_s: float | None = None) -> IssuedTicket: ...

    def reserve_place(self, request: PlaceRequest) -> ReservedPlace: ...

    def claim(self, request: ClaimRequest) -> IssuedTicket: ...


class HelpsItself(Protocol):
    """The part of kiosk.emergency.WithoutServer that is needed here."""

    after_s: float

    def away_s(self) -> float: ...

    def facts(self, wish: Wish) -> EmergencyFacts | None: ...


class PrintsSlips(Protocol):
    """The part of kiosk.printer_watch.PrinterWatch that is needed here."""

    @property
    def width_dots(self) -> int: ...

    def check_now(self) -> PrinterStatus: ...

    def print_slip(self, slip: Image.Image) -> SlipOutcome: ...

    def note_broken_slip(self) -> None: ...


Given = IssuedTicket | ReservedPlace | EmergencyNumber


class Issuing:
    """One citizen at a time. `begin`, `leave`, `make_way`, `note_written_down` and `call_off` come from the screen
    and return at once; `on_change` is called from the issuing thread after each change of `view`. `without_server`
    is what the kiosk can do by itself; None: nothing."""

    def __init__(
        self,
        *,
        store: IntentStore,
        reports: Reports,
        server: GivesTickets,
        printer: PrintsSlips,
        clock: Clock,
        on_change: Callable[[], None],
        slip_options: Callable[[], SlipOptions] = SlipOptions,
        without_server: HelpsItself | None = None,
    ) -> None:
        self._without_server = without_server
        self._store = store
        self._reports = reports
        self._server = server
        self._printer = printer
        self._clock = clock
        self._on_change = on_change
        self._slip_options = slip_options
        self._view = IDLE
        self._lock = threading.Lock()
        self._commands: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._interrupted = threading.Event()
        self._is_called_off = False
        self._is_answered = False
        """Too late to call off: the number is about to be shown."""
        self._is_stopping = False
        self._has_made_way = False
        """The slip still feeds, and the screen is the next citizen's already."""
        self._begun = self._dropped = 0
        """How many wishes were begun, and up to which they are dropped."""
        self._current: Intent | None = None
        self._unkept: dict[UUID, _Unkept] = {}
        """What the disk did not take of wishes that it had taken before."""
        self._thread = threading.Thread(target=self._run, name="issuing", daemon=True)
        clock.on_step(self._interrupted.set)

    @property
    def view(self) -> IssuingView:
        return self._view

    def start(self) -> None:
        """Finish first what a power cut or a crash has interrupted, then take touches."""
        unfinished = self._store.unfinished()
        if unfinished:
            self._view = IssuingView(Stage.ASKING, wish=unfinished[-1].wish, asked_s=real_monotonic_s())
            self._commands.put(partial(self._resume, unfinished))
        self._thread.start()

    def stop(self) -> None:
        """Stop after the step that is under way; what is unfinished is resumed at the next start."""
        self._is_stopping = True
        self._interrupted.set()
        self._commands.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout=10)  # a print on a slow line is cut short and resumed as after a power cut

    def begin(self, wish: Wish) -> bool:
        """Get a number or a place for this wish; False when another is still under way: one touch, one ticket."""
        with self._lock:
            if self._view.stage is not Stage.IDLE or self._is_stopping:
                return False
            self._is_called_off = self._is_answered = False
            self._view = IssuingView(Stage.ASKING, wish=wish, asked_s=real_monotonic_s())
            self._begun += 1
            self._commands.put(partial(self._issue, wish, self._begun))
        return True

    def make_way(self) -> bool:
        """Take the next citizen's touch while this one's slip still feeds. When it does not come out, its number is
        shown after all, and a wish that was begun meanwhile is dropped: its citizen touches again."""
        with self._lock:
            if self._view.stage is not Stage.PRINTING or self._has_made_way:
                return False
            self._has_made_way = True
            self._view = IDLE
        return True

    def call_off(self) -> bool:
        """The citizen does not want to wait; the wish is cancelled on record."""
        with self._lock:
            if self._view.stage is not Stage.ASKING or self._is_answered:
                return False
            self._is_called_off = True
            self._view = IssuingView(Stage.STOPPING, wish=self._view.wish)
        self._interrupted.set()
        return True

    def keep_what_is_left(self) -> None:
        """The disk takes words again: each wish that it kept halfway comes to its end on record."""
        self._commands.put(self._keep_what_is_left)

    def note_written_down(self) -> bool:
        """The citizen has touched "Tôi đã ghi số"."""
        return self._finish(PrintOutcome.SHOWN, frozenset({Stage.NOT_PRINTED}))

    def leave(self) -> bool:
        """The screen goes home. A number that was neither printed nor written down is reported as such."""
        return self._finish(PrintOutcome.NOT_PRINTED, ENDINGS)

    def _finish(self, outcome: PrintOutcome, stages: frozenset[Stage]) -> bool:
        with self._lock:
            view = self._view
            if view.stage not in stages:
                return False
            # Whatever else is touched meanwhile finds nothing left to finish.
            self._view = IssuingView(Stage.STOPPING, wish=view.wish)
        self._commands.put(partial(self._go_home, outcome if view.stage is Stage.NOT_PRINTED else None))
        return True

    # On the issuing thread from here on.

    def _run(self) -> None:
        while (command := self._commands.get()) is not None:
            try:
                command()
            except _Stopping:
                return
            except IntentsUnusable:
                log.exception("the kiosk cannot store what citizens ask for")
                self._show(IssuingView(Stage.GAVE_UP, problem="disk"))
            except Exception:
                log.exception("issuing failed; the unfinished ticket is resumed at the next start")
                self._show(IssuingView(Stage.GAVE_UP, problem="internal"))

    def _resume(self, unfinished: list[Intent]) -> None:
        """The newest interrupted wish goes on if its citizen may still stand here; all others end on record."""
        now = moment(self._clock)
        if any(intent.print_began for intent in unfinished):
            self._printer.note_broken_slip()
        *older, newest = unfinished
        for intent in older:
            self._end_on_record(intent)
        since = newest.answered if newest.state is IntentState.ANSWERED else newest.born
        age_s = since.age_s(now) if since else None
        if age_s is None or age_s >= RETRY_S:
            self._end_on_record(newest)
            self._show(IDLE)
        elif given := newest.ticket or newest.place or newest.emergency:
            self._print(newest, given, is_copy=newest.print_began)
        else:
            self._ask(newest)

    def _end_on_record(self, intent: Intent) -> None:
        is_unseen = (intent.place is not None or intent.emergency is not None) and not intent.print_began
        if intent.state is IntentState.WANTED or is_unseen:
            self._cancel(intent)
        else:
            # A slip whose printing began may be in somebody's hand: that turn must not be voided.
            self._settle(intent, PrintOutcome.UNKNOWN if intent.print_began else PrintOutcome.NOT_PRINTED)

    def _issue(self, wish: Wish, nth: int) -> None:
        if nth <= self._dropped:
            return
        # A place is worth having without paper as well: its code is written down as a number is.
        can_print = self._printer.check_now().can_print or wish.kind is WishKind.PLACE
        if self._is_called_off or not can_print:
            self._show(IDLE)  # what ails the printer is the standing's word on the home screen
            return
        self._ask(self._store.want(wish, moment(self._clock)))

    def _ask(self, intent: Intent) -> None:
        wish = intent.wish
        try:
            given = self._answer_to(intent)
        except RequestRefused as refusal:
            log.warning("no %s for service '%s': %s", wish.kind.value, wish.service, refusal.code)
            self._store.refuse(intent.intent_id)
            stage = Stage.REFUSED if refusal.status in _NOT_NOW else Stage.GAVE_UP
            self._show(IssuingView(stage, wish=wish, problem=refusal.code, detail=refusal.detail))
            return
        with self._lock:
            is_called_off = self._is_called_off
            self._is_answered = given is not None and not is_called_off
        if given is None or is_called_off:
            self._cancel(intent)
            self._show(IDLE if is_called_off else IssuingView(Stage.GAVE_UP, wish=wish, problem="timeout"))
            return
        if isinstance(given, EmergencyFacts):
            # On the disk before the first byte: a disk that does not take it ends here, or it would be given twice.
            emergency = self._store.give_emergency(intent.intent_id, wish, given, moment(self._clock))
            log.warning("the server is away: the kiosk gives %s by itself", emergency.shown)
            self._print(replace(intent, emergency=emergency), emergency, is_copy=False)
            return
        answered = moment(self._clock)
        with _logged_when_unstored():
            self._unkept[intent.intent_id] = _Unkept(given, answered)
            self._keep_answer(intent.intent_id)
            del self._unkept[intent.intent_id]
        self._print(intent, given, is_copy=False)

    def _keep_answer(self, intent_id: UUID) -> None:
        """Store what the server answered, if that does not stand on the disk yet."""
        unkept = self._unkept.get(intent_id)
        if unkept is None or unkept.given is None or unkept.answered is None:
            return
        if isinstance(unkept.given, ReservedPlace):
            self._store.answer_with_place(intent_id, unkept.given, unkept.answered)
        else:
            self._store.answer(intent_id, unkept.given, unkept.answered)

    def _answer_to(self, intent: Intent) -> IssuedTicket | ReservedPlace | EmergencyFacts | None:
        """Ask with the same id until there is an answer, or until the kiosk helps itself; None when it was called off
        or took too long."""
        ask = self._question(intent)
        asked_s = real_monotonic_s()
        tries = 0
        while not self._is_over(intent.born):
            self._interrupted.clear()
            left_s, facts = self._until_it_helps_itself(intent.wish, asked_s)
            if facts is not None and left_s < _SHORTEST_TRY_S:
                return facts
            try:
                return ask(left_s if facts is not None else None)
            except ServerUnreachable:
                pass  # the client has said so in the log
            pause_s = _PAUSES_S[min(tries, len(_PAUSES_S) - 1)] * random.uniform(0.8, 1.2)  # noqa: S311 (spreading, no secret)
            tries += 1
            left_s, facts = self._until_it_helps_itself(intent.wish, asked_s)
            most_s = self._left_s(intent.born) if facts is None else max(0.0, left_s)
            self._interrupted.wait(min(pause_s, most_s))
        return None

    def _until_it_helps_itself(self, wish: Wish, asked_s: float) -> tuple[float, EmergencyFacts | None]:
        """Real seconds for which the server is still waited for, and what a number of the kiosk's own is given with."""
        if self._without_server is None:
            return RETRY_S, None
        facts = self._without_server.facts(wish)
        waited_s = max(real_monotonic_s() - asked_s, self._without_server.away_s())
        return self._without_server.after_s - waited_s, facts

    def _question(self, intent: Intent) -> Callable[[float | None], IssuedTicket | ReservedPlace]:
        """The one call to the server that this wish is, the same at every try; it takes how long it may last."""
        intent_id, wish = intent.intent_id, intent.wish
        if wish.kind is WishKind.CLAIM:
            claim = ClaimRequest(intent_id=intent_id, code=wish.code or "", language=wish.language)
            return lambda _within_s: self._server.claim(claim)
        if wish.kind is WishKind.PLACE:
            place = PlaceRequest(
                intent_id=intent_id,
                service=wish.service,
                priority_group=wish.priority_group,
                language=wish.language,
            )
            return lambda _within_s: self._server.reserve_place(place)
        number = TicketRequest(
            intent_id=intent_id,
            service=wish.service,
            priority_group=wish.priority_group,
            language=wish.language,
            purpose=wish.purpose,
            procedure=wish.procedure,
        )
        return lambda within_s: self._server.issue_ticket(number, within_s=within_s)

    def _is_over(self, born: Moment) -> bool:
        if self._is_stopping:
            raise _Stopping
        return self._is_called_off or self._left_s(born) <= 0

    def _left_s(self, born: Moment) -> float:
        age_s = born.age_s(moment(self._clock))
        return 0.0 if age_s is None else max(0.0, RETRY_S - age_s)

    def _print(self, intent: Intent, given: Given, *, is_copy: bool) -> None:
        view = IssuingView(
            Stage.PRINTING,
            wish=intent.wish,
            ticket=given if isinstance(given, IssuedTicket) else None,
            place=given if isinstance(given, ReservedPlace) else None,
            emergency=given if isinstance(given, EmergencyNumber) else None,
            is_copy=is_copy,
        )
        # Drawn before the number is shown: beside a screen that draws a new page it takes up to thirty times longer.
        slip = self._drawn(view)
        may_print = slip is not None and self._is_print_on_record(intent)
        self._has_made_way = False
        self._show(view)
        outcome = self._printer.print_slip(slip) if slip is not None and may_print else SlipOutcome.NOT_PRINTED
        reach("kiosk.slip_out")
        log.info("slip of %s: %s", _name_of(view), outcome.value)
        if outcome is SlipOutcome.NOT_PRINTED:
            self._current = intent
            stage = Stage.NOT_PRINTED
        elif outcome is SlipOutcome.PRINTED:
            self._settle(intent, PrintOutcome.PRINTED)
            stage = Stage.PRINTED
        else:
            self._settle(intent, PrintOutcome.UNKNOWN)
            stage = Stage.UNCONFIRMED
        with self._lock:
            is_passed, self._has_made_way = self._has_made_way, False
            if is_passed and stage is Stage.NOT_PRINTED:
                self._dropped = self._begun
        if not is_passed or stage is Stage.NOT_PRINTED:
            self._show(replace(view, stage=stage))

    def _is_print_on_record(self, intent: Intent) -> bool:
        """Whether the disk knows that a slip may lie in the tray. None comes out before: without power in between the
        next start would print the number a second time, and not say that it is a copy."""
        if intent.print_began:
            return True
        try:
            self._keep_answer(intent.intent_id)
            self._unkept.pop(intent.intent_id, None)
            self._store.begin_print(intent.intent_id)
        except Exception:
            log.exception("the kiosk could not store that a slip comes out: the number is shown alone")
            return False
        return True

    def _drawn(self, view: IssuingView) -> Image.Image | None:
        try:
            if view.ticket is not None:
                slip = slip_of(view.ticket, is_copy=view.is_copy, options=self._slip_options())
                return draw_slip(slip, self._printer.width_dots)
            if view.place is not None:
                place = place_slip_of(view.place, is_copy=view.is_copy)
                return draw_place_slip(place, self._printer.width_dots)
            if view.emergency is not None:
                temporary = emergency_slip_of(view.emergency, is_copy=view.is_copy, options=self._slip_options())
                return draw_slip(temporary, self._printer.width_dots)
        except Exception:
            # The number exists and will be on the screen: the citizen writes it down.
            log.exception("the slip of %s cannot be drawn", _name_of(view))
        return None

    def _go_home(self, outcome: PrintOutcome | None) -> None:
        if outcome is not None and self._current is not None:
            is_unseen = self._current.wish.kind is WishKind.PLACE or self._current.emergency is not None
            if is_unseen and outcome is PrintOutcome.NOT_PRINTED:
                # Nobody has the code: the place may go to somebody else. Nobody has the kiosk's own number: no ghost.
                self._cancel(self._current)
            else:
                self._settle(self._current, outcome)
        self._current = None
        self._show(IDLE)

    def _settle(self, intent: Intent, outcome: PrintOutcome) -> None:
        with _logged_when_unstored():
            self._unkept.setdefault(intent.intent_id, _Unkept()).outcome = outcome
            self._keep_answer(intent.intent_id)
            self._store.settle(intent.intent_id, outcome)
            del self._unkept[intent.intent_id]
            self._reports.something_is_owed()

    def _keep_what_is_left(self) -> None:
        with _logged_when_unstored():
            for intent in self._store.unfinished():
                if self._current is not None and intent.intent_id == self._current.intent_id:
                    continue  # its number is on the screen
                unkept = self._unkept.get(intent.intent_id)
                if unkept is not None and unkept.outcome is not None:
                    self._settle(intent, unkept.outcome)
                else:
                    self._end_on_record(intent)

    def _cancel(self, intent: Intent) -> None:
        self._store.cancel(intent.intent_id)
        self._reports.something_is_owed()

    def _show(self, view: IssuingView) -> None:
        with self._lock:
            self._view = view
        self._on_change()


@dataclass(slots=True)
class _Unkept:
    """How far a wish has come beyond what stands on the disk."""

    given: IssuedTicket | ReservedPlace | None = None
    answered: Moment | None = None
    outcome: PrintOutcome | None = None


class _Stopping(Exception):
    """The program ends; what is unfinished stays as it is stored."""


@contextmanager
def _logged_when_unstored() -> Iterator[None]:
    """Once the server has committed a number, no fault here, such as a full disk, keeps it from its citizen: it is on
    the screen at least."""
    try:
        yield
    except Exception:
        log.exception("the kiosk could not store how far a ticket has come")


def _name_of(view: IssuingView) -> str:
    """For the log, which never says a code."""
    if view.ticket is not None:
        return f"ticket {view.ticket.ticket_id}"
    if view.emergency is not None:
        return view.emergency.shown
    return "nothing" if view.place is None else f"place {view.place.place_id}"
