"""Does the deeds of simulated people with the server's own actions, in this process: for history.

What stands between people and actions in a running centre (screens, HTTP, passwords, pins) is left out;
the actions, their rules, the writer and the journal are the real ones.
"""

import random
import uuid
from collections.abc import Callable, Mapping
from typing import ClassVar, TypeVar

from messaging.requests import JobOutcome, PrintOutcome
from messaging.slips import ReturnSlip
from messaging.snapshots import JobKind
from server.actions.call_next import Called, call_next
from server.actions.claim import claim
from server.actions.desk_session import sign_off, sign_on
from server.actions.finish import finish
from server.actions.hold import hold
from server.actions.issue_ticket import issue_ticket
from server.actions.mark_absent import mark_absent
from server.actions.pause import pause_desk
from server.actions.recall import recall
from server.actions.record_press import record_press
from server.actions.report_job import report_job
from server.actions.report_print import report_print
from server.actions.resume import resume
from server.actions.return_to_queue import return_to_queue
from server.actions.second_service import second_service
from server.actions.start import start
from server.actions.transfer import Target, transfer
from server.db.queries.days import open_day
from server.db.queries.desks import session_of_counter
from server.db.queries.jobs import open_jobs_of
from server.db.queries.queue import turn_at_counter
from server.db.queries.ratings import open_windows
from server.db.work import Work
from server.db.writer import Writer
from server.domain.turns import TurnState
from server.errors import ActionRefused
from simulation.people.deeds import Deed, DeedKind, Happened, Outcome, Refused, Seen
from simulation.people.play import LACKING, PAUSE_REASON

T = TypeVar("T")

ANSWER_TIMEOUT_S = 30.0
NEWS_AGE_MS = 250
"""From the finger to the server, through debounce, disk and network."""


class DirectHands:
    """`kiosk_id` issues every ticket; the pad of a counter is `pad-` and the counter's id."""

    def __init__(self, writer: Writer, *, kiosk_id: str, seed: str, greeter_id: str | None = None) -> None:
        """`greeter_id` takes the numbers of those who are helped; None: they help themselves."""
        self.tick_rates: Mapping[str, float] = {}
        """How often officers tick what at the end of a service."""
        self.return_slips: list[ReturnSlip] = []
        """What was handed to those who have to come again."""
        self._writer = writer
        self._kiosk_id = kiosk_id
        self._greeter_id = greeter_id
        # Ids come from the seed, so that the same history has the same journal, to the last hash.
        self._chance = random.Random(f"{seed}/ids")
        self._ticking = random.Random(f"{seed}/ticks")
        self._boots: dict[str, str] = {}
        self._presses: dict[str, int] = {}

    def do(self, deed: Deed) -> Outcome:
        try:
            return self._ways[deed.kind](self, deed)
        except ActionRefused as refusal:
            return Refused(refusal.code)

    def write(self, action: Callable[[Work], T], *, actor: str) -> T:
        """Run one action and wait for its commit.

        Raises:
            ActionRefused: the rules say no.
        """
        return self._writer.submit(action, actor=actor).result(ANSWER_TIMEOUT_S)

    def do_jobs(self) -> None:
        """The kiosk prints what it was asked to: no slip of the past waits for a printer of today."""

        def report(work: Work) -> None:
            for job in open_jobs_of(work.connection, self._kiosk_id):
                if job.kind == JobKind.RETURN_SLIP.value:
                    self.return_slips.append(ReturnSlip.model_validate_json(dict(job.payload)["slip"]))
                report_job(work, job_id=job.job_id, outcome=JobOutcome.DONE, device_id=self._kiosk_id)

        self.write(report, actor=f"device:{self._kiosk_id}")

    def _take_ticket(self, deed: Deed) -> Outcome:
        citizen = deed.citizen
        assert citizen is not None
        helped_by = self._greeter_id if citizen.is_helped else None
        if citizen.return_code:
            returned = self.write(
                lambda work: claim(
                    work,
                    intent_id=self._new_id(),
                    code=citizen.return_code,
                    language=citizen.language,
                    device_id=self._kiosk_id,
                ),
                actor=f"device:{self._kiosk_id}",
            )
            return Happened(number=returned.ticket.shown, ticket_id=returned.ticket.ticket_id)
        issued = self.write(
            lambda work: issue_ticket(
                work,
                intent_id=self._new_id(),
                service=citizen.service,
                priority_group=citizen.priority_group,
                language=citizen.language,
                device_id="" if helped_by else self._kiosk_id,
                helped_by=helped_by,
                procedure=None if helped_by else citizen.procedure,
            ),
            actor=f"staff:{helped_by}" if helped_by else f"device:{self._kiosk_id}",
        )
        return Happened(number=issued.ticket.shown, ticket_id=None if helped_by else issued.ticket.ticket_id)

    def _say_printed(self, deed: Deed) -> Outcome:
        ticket_id = deed.ticket_id
        assert ticket_id is not None
        self.write(
            lambda work: report_print(
                work, ticket_id=ticket_id, outcome=PrintOutcome.PRINTED, device_id=self._kiosk_id
            ),
            actor=f"device:{self._kiosk_id}",
        )
        return Happened()

    def _rate(self, deed: Deed) -> Outcome:
        pad = f"pad-{deed.counter_id}"
        boot_id = self._boots.setdefault(pad, self._new_id())
        self._presses[pad] = self._presses.get(pad, 0) + 1

        def press(work: Work) -> None:
            shown = open_windows(work.connection, deed.counter_id)
            record_press(
                work,
                press_id=self._new_id(),
                device_id=pad,
                counter_id=deed.counter_id,
                boot_id=boot_id,
                n=self._presses[pad],
                level=deed.level,
                window_seen=shown[0].window_id if shown else None,
                age_ms=NEWS_AGE_MS,
            )

        self.write(press, actor=f"device:{pad}")
        return Happened()

    def _sign_on(self, deed: Deed) -> Outcome:
        self._at_desk(deed, lambda work: sign_on(work, counter_id=deed.counter_id, officer_id=deed.officer_id))
        return Happened()

    def _sign_off(self, deed: Deed) -> Outcome:
        self._at_desk(deed, lambda work: sign_off(work, officer_id=deed.officer_id))
        return Happened()

    def _call_next(self, deed: Deed) -> Outcome:
        ticks = self._ticks()

        def end_and_call(work: Work) -> tuple[str | None, Called]:
            """Whoever ticks something finishes first, and calls then."""
            here = turn_at_counter(work.connection, deed.counter_id)
            ended = None
            if ticks and here is not None and here.state is TurnState.SERVING:
                finish(work, counter_id=deed.counter_id, officer_id=deed.officer_id, ticks=ticks)
                ended = here.number
            return ended, call_next(work, counter_id=deed.counter_id, officer_id=deed.officer_id)

        ended, called = self._at_desk(deed, end_and_call)
        return Happened(number=None if called.turn is None else called.turn.number, finished=ended or called.finished)

    def _recall(self, deed: Deed) -> Outcome:
        self._at_desk(deed, lambda work: recall(work, counter_id=deed.counter_id, officer_id=deed.officer_id))
        return Happened(number=deed.number)

    def _came(self, deed: Deed) -> Outcome:
        self._at_desk(deed, lambda work: start(work, counter_id=deed.counter_id, officer_id=deed.officer_id))
        return Happened(number=deed.number)

    def _finish(self, deed: Deed) -> Outcome:
        ticks = self._ticks()
        turn = self._at_desk(
            deed,
            lambda work: finish(
                work,
                counter_id=deed.counter_id,
                officer_id=deed.officer_id,
                outcome=LACKING if deed.missing else None,
                missing=deed.missing,
                ticks=ticks,
            ),
        )
        if deed.missing:
            self.do_jobs()
        return Happened(number=turn.number)

    def _ticks(self) -> list[str]:
        return [tick for tick, rate in self.tick_rates.items() if self._ticking.random() < rate]

    def _hold(self, deed: Deed) -> Outcome:
        self._at_desk(
            deed, lambda work: hold(work, counter_id=deed.counter_id, officer_id=deed.officer_id, minutes=None)
        )
        return Happened(number=deed.number)

    def _resume(self, deed: Deed) -> Outcome:
        number = deed.number
        assert number is not None
        self._at_desk(
            deed, lambda work: resume(work, counter_id=deed.counter_id, officer_id=deed.officer_id, number=number)
        )
        return Happened(number=number)

    def _transfer(self, deed: Deed) -> Outcome:
        self._at_desk(
            deed,
            lambda work: transfer(
                work,
                counter_id=deed.counter_id,
                officer_id=deed.officer_id,
                to=Target.SERVICE,
                target=deed.service,
            ),
        )
        return Happened(number=deed.number)

    def _add_service(self, deed: Deed) -> Outcome:
        self._at_desk(
            deed,
            lambda work: second_service(
                work, counter_id=deed.counter_id, officer_id=deed.officer_id, service=deed.service
            ),
        )
        return Happened(number=deed.number)

    def _pause(self, deed: Deed) -> Outcome:
        self._at_desk(
            deed,
            lambda work: pause_desk(work, counter_id=deed.counter_id, officer_id=deed.officer_id, reason=PAUSE_REASON),
        )
        return Happened()

    def _did_not_come(self, deed: Deed) -> Outcome:
        self._at_desk(deed, lambda work: mark_absent(work, counter_id=deed.counter_id, officer_id=deed.officer_id))
        return Happened(number=deed.number)

    def _let_back(self, deed: Deed) -> Outcome:
        self._at_desk(
            deed,
            lambda work: return_to_queue(
                work, counter_id=deed.counter_id, officer_id=deed.officer_id, number=deed.number
            ),
        )
        return Happened(number=deed.number)

    def _look(self, deed: Deed) -> Outcome:
        def look(work: Work) -> Seen:
            session = session_of_counter(work.connection, deed.counter_id)
            turn = turn_at_counter(work.connection, deed.counter_id)
            return Seen(
                is_at_desk=session is not None and session.officer_id == deed.officer_id,
                is_day_open=open_day(work.connection) is not None,
                number=None if turn is None else turn.number,
                is_serving=turn is not None and turn.state is TurnState.SERVING,
            )

        return self._at_desk(deed, look)

    def _at_desk(self, deed: Deed, action: Callable[[Work], T]) -> T:
        return self.write(action, actor=f"staff:{deed.officer_id}")

    def _new_id(self) -> str:
        return str(uuid.UUID(int=self._chance.getrandbits(128), version=4))

    _ways: ClassVar[dict[DeedKind, Callable[["DirectHands", Deed], Outcome]]] = {
        DeedKind.TAKE_TICKET: _take_ticket,
        DeedKind.SAY_PRINTED: _say_printed,
        DeedKind.RATE: _rate,
        DeedKind.SIGN_ON: _sign_on,
        DeedKind.SIGN_OFF: _sign_off,
        DeedKind.CALL_NEXT: _call_next,
        DeedKind.RECALL: _recall,
        DeedKind.CAME: _came,
        DeedKind.FINISH: _finish,
        DeedKind.HOLD: _hold,
        DeedKind.RESUME: _resume,
        DeedKind.TRANSFER: _transfer,
        DeedKind.ADD_SERVICE: _add_service,
        DeedKind.PAUSE: _pause,
        DeedKind.DID_NOT_COME: _did_not_come,
        DeedKind.LET_BACK: _let_back,
        DeedKind.LOOK: _look,
    }
