"""A kiosk's own stores against the server: crashes at any named place, requests and answers lost, doubled and late.

The kiosk's programs run as they are, their loops turned by hand; its lines, its paper and its power are ours. What has
to be true in the end: at most one ticket for a touch, nobody with paper in hand forgotten, nobody called without any.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar
from unittest.mock import patch
from uuid import UUID, uuid5

from hypothesis import strategies as some
from hypothesis.stateful import precondition, rule
from outbox_machine import CutAt, PowerCut
from pydantic import BaseModel
from real_centre_machine import DESKS, CentreMachine

from hardware.printer.printer import Paper, PrinterStatus, Readiness, SlipOutcome
from kiosk import intents, issuing
from kiosk.intents import EmergencyFacts, IntentStore, Wish
from kiosk.issuing import Issuing, Stage
from kiosk.reporting import Reports
from messaging import failpoints
from messaging.outbox import Outbox
from messaging.requests import (
    ClaimRequest,
    EmergencyTicket,
    EmergencyTicketTaken,
    IntentCancellation,
    IntentCancelled,
    IssuedTicket,
    PlaceRequest,
    PrintReport,
    ReservedPlace,
    TicketRequest,
)
from messaging.server_client import RequestRefused, ServerUnreachable
from server.actions.call_next import call_next
from server.actions.cancel_intent import cancel_intent
from server.actions.expire_due import expire_due
from server.actions.finish import finish
from server.actions.issue_ticket import issue_ticket
from server.actions.merge_emergency import merge_emergency
from server.actions.report_print import report_print
from server.actions.start import start
from server.db.answers import Asked, answer_once
from server.db.queries.people import device_by_id
from server.db.work import Work
from server.errors import ActionRefused
from server.ticket_told import check_of, told_ticket

KIOSK, ACTOR = "kiosk-1", "device:kiosk-1"
FATES = ("well", "well", "request lost", "answer lost", "late", "twice")
GIVEN_UP = ("answer lost", "late", "request lost", "request lost", "request lost", "request lost")
"""The server has given a number, nobody hears of it for 90 s, and a copy of the request comes later still."""
PLACES = (
    "kiosk.writing",
    "kiosk.written",
    "kiosk.slip_out",
    "outbox.appending",
    "outbox.appended",
    "outbox.removing",
    "outbox.removed",
)


class Nothing(BaseModel):
    """The answer to a report of a slip."""


GONE_AFTER_S = 100.0
"""Longer than a citizen waits."""

M = TypeVar("M", bound=BaseModel)


class ByHand:
    """In place of a thread: its loop is turned when the machine says so."""

    def start(self) -> None:
        """Nothing runs by itself."""

    def is_alive(self) -> bool:
        return False


class KioskMachine(CentreMachine):
    after_s = 3.0
    """HelpsItself: so long the server is waited for before the kiosk gives a number of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.fates: list[str] = []
        self.is_server_away = False
        self.late: list[Callable[[], object]] = []
        """Requests that still lie in some switch."""
        self.next_slip = SlipOutcome.PRINTED
        self.in_hand: list[str] = []
        """Numbers on paper, or written down: somebody has them."""
        self.told: dict[UUID, set[str]] = {}
        """By intent: the numbers that the server ever answered with."""
        self.cancelled: set[UUID] = set()
        """Taken back on record: whoever got a number for one of these now would hold one that nobody calls."""
        self.wishes = 0
        self.power_cuts = 0
        self.cut = CutAt()
        failpoints.install(self.cut)
        ids = (uuid5(UUID(int=5), str(n)) for n in range(10**9))
        self.patches = [
            patch.object(issuing, "draw_slip", lambda slip, _width: slip),  # drawing is not the matter, and is slow
            patch.object(intents, "uuid4", lambda: next(ids)),
        ]
        for one in self.patches:
            one.start()
        self.switch_on()

    # --- the kiosk ------------------------------------------------------------------------------------------

    def switch_on(self) -> None:
        self.store = IntentStore(self.folder / "intents.db")
        self.outbox = Outbox(self.folder / "outbox.db")
        clock = self.centre.clock
        self.reports = Reports(store=self.store, outbox=self.outbox, server=self, clock=clock)
        self.issuing = Issuing(
            store=self.store,
            reports=self.reports,
            server=self,
            printer=self,
            clock=clock,
            on_change=lambda: None,
            without_server=self,
        )
        self.issuing._thread = ByHand()  # the same loop, in this thread, so that power goes where it was said
        self.issuing.start()
        self.turn_until_idle()

    def turn(self) -> None:
        """Everything that was asked of the issuing thread so far."""
        self.issuing._commands.put(None)
        self.issuing._run()

    def turn_until_idle(self, *, is_written_down: bool = True) -> None:
        self.turn()
        view = self.issuing.view
        if view.stage is Stage.NOT_PRINTED and is_written_down:
            number = view.ticket.number if view.ticket is not None else view.emergency.shown
            self.in_hand.append(number)
            assert self.issuing.note_written_down()
        elif view.stage is not Stage.IDLE:
            assert self.issuing.leave(), view.stage
        self.turn()
        assert self.issuing.view.stage is Stage.IDLE

    def until_power_goes(self, deed: Callable[[], object], off_s: float) -> None:
        """Do it; when power goes meanwhile, the kiosk is on again after `off_s`."""
        try:
            deed()
        except PowerCut:
            self.power_cuts += 1
            self.store.close()
            self.outbox.close()
            self.centre.clock.pass_ms(round(off_s * 1000))
            self.next_slip = SlipOutcome.PRINTED
            self.switch_on()
        finally:
            self.cut.at(None)
            self.fates = []

    @rule(
        service=some.sampled_from("AAB"),
        fates=some.lists(some.sampled_from(FATES), max_size=4) | some.just(list(GIVEN_UP)),
        slip=some.sampled_from([SlipOutcome.PRINTED, *SlipOutcome]),
        is_written_down=some.booleans(),
        cut=some.sampled_from([None, None, None, *PLACES[:3]]),
        nth=some.integers(1, 4),
        off_s=some.sampled_from([5.0, 60.0, GONE_AFTER_S]),
    )
    def a_citizen_touches(
        self,
        service: str,
        fates: list[str],
        slip: SlipOutcome,
        is_written_down: bool,
        cut: str | None,
        nth: int,
        off_s: float,
    ) -> None:
        self.fates, self.next_slip = list(fates), slip
        self.wishes += 1

        def touch() -> None:
            assert self.issuing.begin(Wish(service, None, "vi"))
            self.turn_until_idle(is_written_down=is_written_down)

        self.cut.at(cut, nth)
        self.until_power_goes(touch, off_s)

    @rule(
        fates=some.lists(some.sampled_from(FATES), max_size=3),
        cut=some.sampled_from([None, None, *PLACES[:2], *PLACES[3:]]),
        nth=some.integers(1, 3),
    )
    def reports_go_out(self, fates: list[str], cut: str | None, nth: int) -> None:
        self.fates = list(fates)
        self.cut.at(cut, nth)
        self.until_power_goes(self.report_all, 5.0)

    def report_all(self) -> None:
        """One go of the reporting thread."""
        with suppress(ServerUnreachable):
            self.reports._move_owed()
            while self.reports._deliver_oldest():
                pass

    @rule(off_s=some.sampled_from([5.0, GONE_AFTER_S]))
    def power(self, off_s: float) -> None:
        def cut() -> None:
            raise PowerCut

        self.until_power_goes(cut, off_s)

    # --- lines and server -----------------------------------------------------------------------------------

    @rule(away=some.sampled_from([False, False, True]))
    def the_server(self, away: bool) -> None:
        self.is_server_away = away

    @precondition(lambda self: self.late)
    @rule(which=some.integers(0, 9))
    def a_late_request_arrives(self, which: int) -> None:
        """Long after the kiosk has stopped waiting, and in any order."""
        self.late.pop(which % len(self.late))()

    def carry(self, route: str, key: UUID, body: BaseModel, action: Callable[[Work], M | None], kind: type[M]) -> M:
        """One request on its way, and what becomes of it."""
        asked = Asked(ACTOR, str(key), route, body.model_dump_json().encode())

        def arrive() -> M:
            try:
                answer = self.centre.act(lambda work: answer_once(work, asked, action), actor=ACTOR)
            except ActionRefused as refusal:
                raise RequestRefused(status=refusal.status, code=refusal.code, detail="") from refusal
            assert route != "/tickets" or key not in self.cancelled, "a number for a wish that was cancelled"
            return kind.model_validate_json(answer.body)

        def arrive_late() -> None:
            with suppress(RequestRefused):
                self.note(arrive())

        fate = self.fates.pop(0) if self.fates else "well"
        if self.is_server_away or fate == "request lost":
            self.lose()
        if fate == "late":
            self.late.append(arrive_late)
            self.lose()
        if fate == "twice":
            arrive_late()
        answer = arrive()
        self.note(answer)
        if fate == "answer lost":
            self.lose()
        return answer

    def lose(self) -> None:
        self.centre.clock.pass_ms(20_000)
        raise ServerUnreachable("lost")

    def note(self, answer: object) -> None:
        """I2, I3: an intent has one number for ever."""
        if isinstance(answer, IssuedTicket):
            intent = UUID(self.centre.one("SELECT intent_id FROM tickets WHERE ticket_id = ?", answer.ticket_id)[0])
            self.told.setdefault(intent, set()).add(answer.number)
            assert len(self.told[intent]) == 1, f"I3: {self.told[intent]}"

    def issue_ticket(self, request: TicketRequest, *, within_s: float | None = None) -> IssuedTicket:
        def action(work: Work) -> IssuedTicket:
            issued = issue_ticket(
                work,
                intent_id=str(request.intent_id),
                service=request.service,
                priority_group=request.priority_group,
                language=request.language,
                device_id=KIOSK,
            )
            told = {"people_ahead": issued.people_ahead, "not_before": None, "url": None}
            return told_ticket(work.centre, issued.ticket, check=check_of(issued.token), **told)

        return self.carry("/tickets", request.intent_id, request, action, IssuedTicket)

    def report_print(self, ticket_id: int, report: PrintReport) -> None:
        def action(work: Work) -> None:
            report_print(work, ticket_id=ticket_id, outcome=report.outcome, device_id=KIOSK)

        self.carry(f"/tickets/{ticket_id}/print-outcomes", report.report_id, report, action, Nothing)

    def cancel_intent(self, intent_id: UUID, cancellation: IntentCancellation) -> IntentCancelled:
        def action(work: Work) -> IntentCancelled:
            device = device_by_id(work.connection, KIOSK)
            number = cancel_intent(work, intent_id=str(intent_id), device=device, emergency=cancellation.emergency)
            self.cancelled.add(intent_id)
            return IntentCancelled(intent_id=intent_id, number=number)

        route = f"/intents/{intent_id}/cancellation"
        return self.carry(route, cancellation.cancellation_id, cancellation, action, IntentCancelled)

    def merge_emergency(self, ticket: EmergencyTicket) -> EmergencyTicketTaken:
        def action(work: Work) -> EmergencyTicketTaken:
            device = device_by_id(work.connection, KIOSK)
            return merge_emergency(work, asked=ticket, device=device)

        # Its age differs at every try: the server goes by the intent alone.
        same = ticket.model_copy(update={"age_ms": None})
        return self.carry("/emergency-tickets", uuid5(ticket.intent_id, "own"), same, action, EmergencyTicketTaken)

    def reserve_place(self, request: PlaceRequest) -> ReservedPlace:
        raise AssertionError("nobody wants a place here")

    def claim(self, request: ClaimRequest) -> IssuedTicket:
        raise AssertionError("nobody has a code here")

    # --- paper, and what the kiosk does by itself -----------------------------------------------------------

    @property
    def width_dots(self) -> int:
        return 384

    def check_now(self) -> PrinterStatus:
        return PrinterStatus(Readiness.READY, Paper.PLENTY)

    def note_broken_slip(self) -> None:
        """The next slip is a copy."""

    def print_slip(self, slip: Any) -> SlipOutcome:
        if self.next_slip is not SlipOutcome.NOT_PRINTED:
            self.in_hand.append(slip.number)
        return self.next_slip

    def away_s(self) -> float:
        return 60.0 if self.is_server_away else 0.0

    def facts(self, wish: Wish) -> EmergencyFacts:
        return EmergencyFacts(
            kiosk_number=1,
            service_name="Chứng thực",
            service_name_en="Certification",
            priority_name=None,
            priority_name_en=None,
            counters=[1],
            centre_name="Trung tâm Thử nghiệm",
            timezone="Asia/Ho_Chi_Minh",
            at=self.centre.clock.now(),
            server_at=self.centre.clock.now(),
        )

    # --- meanwhile, in the hall -----------------------------------------------------------------------------

    @rule(counter=some.sampled_from(["Q1", "Q2"]))
    def somebody_is_served(self, counter: str) -> None:
        desk = {"counter_id": counter, "officer_id": DESKS[counter], "actor": f"staff:{DESKS[counter]}"}
        called = self.centre.act(call_next, **desk)
        if called.turn is None:
            return
        self.tick()
        self.centre.act(start, **desk)
        self.tick()
        self.centre.act(finish, **desk)

    @rule(pause_s=some.sampled_from([1, 30, 91]))
    def time_passes(self, pause_s: int) -> None:
        self.centre.clock.pass_ms(pause_s * 1000)
        self.centre.act(expire_due, actor="schedule")

    # --- what must always be true ---------------------------------------------------------------------------

    def check(self) -> None:
        twice = self.centre.rows("SELECT intent_id FROM tickets GROUP BY intent_id HAVING count(*) > 1")
        assert not twice, "I2: two tickets for one touch"
        tickets = int(self.centre.one("SELECT count(*) FROM tickets")[0])
        assert tickets <= self.wishes, "more tickets than touches"
        assert self.store.unfinished() == [], "nobody stands before the kiosk, and a wish is not ended"
        self.no_own_number_twice()
        super().check()

    def no_own_number_twice(self) -> None:
        own = [number for number in dict.fromkeys(self.in_hand) if number.startswith("X")]
        found = self.centre.rows(
            "SELECT shown, count(*) FROM tickets WHERE prefix = 'X1' GROUP BY shown HAVING count(*) > 1"
        )
        assert not found, f"{[row[0] for row in found]} of {own}"

    def all_is_well(self) -> None:
        """The lines are whole again, everything late has come, and the kiosk was on for a while."""
        self.is_server_away, self.fates = False, []
        self.cut.at(None)
        while self.late:
            self.late.pop(0)()
        self.power(GONE_AFTER_S)
        self.report_all()
        self.centre.clock.pass_ms(91_000)
        self.centre.act(expire_due, actor="schedule")

    def teardown(self) -> None:
        try:
            self.all_is_well()
            assert (self.store.owed(), len(self.outbox)) == ([], 0), "something was never told"
            refused = [json.loads(entry.body)["kind"] for entry in self.outbox.refused(1000)]
            assert set(refused) <= {"given_up"}, f"the server refused for good: {refused}"
            for number in dict.fromkeys(self.in_hand):
                found = self.centre.rows(
                    "SELECT state FROM turns JOIN tickets USING (ticket_id) WHERE shown = ?", number
                )
                states = [row[0] for row in found]
                assert states, f"{number} is on paper and nobody knows it"
                assert not {"voided", "cancelled", "expired"} & set(states), f"{number} is on paper and {states}"
            waiting = self.centre.rows(
                "SELECT shown, print_outcome FROM turns JOIN tickets USING (ticket_id) WHERE state = 'waiting'"
            )
            ghosts = {row[0]: row[1] for row in waiting if row[0] not in self.in_hand}
            # Power went while a slip may have been under way: the turn stays, marked for staff; one of the kiosk's own
            # series is taken as printed.
            assert all(told == "unknown" or shown[0] == "X" for shown, told in ghosts.items()), f"ghosts: {ghosts}"
            assert len(ghosts) <= self.power_cuts, f"nobody has these numbers: {ghosts}"
        finally:
            failpoints.install(lambda _name, _about: None)
            for one in self.patches:
                one.stop()
            self.store.close()
            self.outbox.close()
            super().teardown()
