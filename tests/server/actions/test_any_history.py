"""Any history of a centre, on the real writer and database: the invariants hold after every step.

The machine only does what kiosks, officers, pads, the schedule, clocks and power cuts can do, in any order.
"""

import shutil
import tempfile
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import ClassVar, TypeVar

from auditor import audit, ratings_by_the_book
from centre_under_test import OFFICERS, CentreUnderTest, copy_database
from held_clock import HeldClock
from hypothesis import Phase, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pydantic import BaseModel

from messaging.requests import EmergencyTicket, OwnWord, PrintOutcome
from server.actions.issue_ticket import issue_ticket
from server.actions.merge_emergency import merge_emergency
from server.actions.own_number import Said, say_with_token
from server.actions.revive import end_turn, release_hold, revive, send_back
from server.actions.service_day import follow_schedule, stop_tickets
from server.actions.set_up import add_device
from server.db.answers import Answer, Asked, answer_once
from server.db.queries.people import device_by_id
from server.db.queries.queue import candidates_for, waiting_for
from server.db.queries.ratings import rated_turns
from server.db.work import Work, read_centre
from server.domain.next_ticket import next_ticket
from server.domain.service_day import open_ms_between
from server.errors import ActionRefused
from server.journal.replay import replay_database
from server.journal.verify import verify

T = TypeVar("T")

COUNTERS = some.sampled_from(sorted(OFFICERS))
PAUSES_S = some.sampled_from([0.5, 3, 9.999, 11, 21, 61, 91, 301, 1801])


class Number(BaseModel):
    ticket_id: int
    number: str


class AnyHistory(RuleBasedStateMachine):
    empty: ClassVar[Path]
    """A prepared database to copy."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=self.empty.parent))
        self.centre = CentreUnderTest(copy_database(self.empty, self.folder / "centre.db"), HeldClock())
        self.asked: list[tuple[Asked, Answer]] = []
        self.acknowledged: set[str] = set()
        self.printed_by_itself = 0

    def attempt(self, deed: Callable[[], T]) -> T | None:
        """Do it, or be refused and leave no trace."""
        before = self.centre.one("SELECT seq FROM journal_head")[0]
        try:
            return deed()
        except ActionRefused:
            left = self.centre.rows("SELECT kind FROM journal WHERE seq > ? AND kind != 'clock_jumped'", before)
            assert not left, "a refused action left something behind"
            return None

    @initialize()
    def begin(self) -> None:
        self.centre.set_up()
        self.centre.act(add_device, device_id="kiosk-1", kind="kiosk", counter_id=None, credential_hash="k")
        self.centre.open_day()
        self.centre.staff_all()
        for service in "AAB":
            self.centre.number(service)

    # --- kiosk ---------------------------------------------------------------------------------------------

    @rule(service=some.sampled_from("ABC"), group=some.sampled_from([None, None, "elderly"]), printed=some.booleans())
    def issue(self, service: str, group: str | None, printed: bool) -> None:
        intent_id = str(uuid.uuid4())
        asked = Asked("device:kiosk-1", intent_id, "/tickets", f"{service} {group}".encode())

        def action(work: Work) -> Number:
            issued = issue_ticket(
                work,
                intent_id=intent_id,
                service=service,
                priority_group=group,
                language="vi",
                device_id="kiosk-1",
            )
            return Number(ticket_id=issued.ticket.ticket_id, number=issued.ticket.shown)

        answer = self.attempt(lambda: self.centre.act(lambda work: answer_once(work, asked, action, status=201)))
        if answer is None:
            return
        self.centre.clock.pass_s(7)
        self.asked.append((asked, answer))
        if printed:
            ticket = Number.model_validate_json(answer.body)
            self.centre.report_print(ticket.ticket_id, PrintOutcome.PRINTED)

    @precondition(lambda self: self.asked)
    @rule(which=some.integers(0, 10**6))
    def ask_again(self, which: int) -> None:
        """I3: the same request gets the same answer, without a second action."""
        asked, answer = self.asked[which % len(self.asked)]

        def not_again(_work: Work) -> Number:
            raise AssertionError("the action ran again")

        again = self.centre.act(lambda work: answer_once(work, asked, not_again, status=201))
        assert (again.status, again.body, again.is_repeat) == (answer.status, answer.body, True)

    @precondition(lambda self: self.asked)
    @rule(which=some.integers(0, 10**6), outcome=some.none() | some.sampled_from(PrintOutcome))
    def say_what_became_of_the_paper(self, which: int, outcome: PrintOutcome | None) -> None:
        """None: the kiosk never saw the answer, and gives up."""
        asked, answer = self.asked[which % len(self.asked)]
        if outcome is not None:
            ticket = Number.model_validate_json(answer.body)
            self.attempt(lambda: self.centre.report_print(ticket.ticket_id, outcome))
        elif self.attempt(lambda: self.centre.cancel(asked.key)) is not None:
            self.asked = [(other, answer) for other, answer in self.asked if other.key != asked.key]

    @rule(which=some.integers(0, 10**6), word=some.none() | some.sampled_from(OwnWord), minutes=some.integers(5, 40))
    def the_holder_speaks(self, which: int, word: OwnWord | None, minutes: int) -> None:
        tokens = [row[0] for row in self.centre.rows("SELECT token FROM ticket_links ORDER BY ticket_id")]
        said = Said(word, minutes if word is OwnWord.LATE else None, "kiosk")
        token = tokens[which % len(tokens)]
        self.attempt(lambda: self.centre.act(say_with_token, token=token, said=said, actor="device:kiosk-1"))

    @rule(which=some.none() | some.integers(0, 10**6), age_s=some.none() | some.sampled_from([1, 100, 10_000, 90_000]))
    def the_kiosk_had_printed_by_itself(self, which: int | None, age_s: int | None) -> None:
        """Another number for somebody who has one that nobody saw, or for somebody new."""
        known = self.centre.rows("SELECT intent_id FROM tickets WHERE device_id = 'kiosk-1' ORDER BY ticket_id")
        intent = str(uuid.uuid4()) if which is None else str(known[which % len(known)][0])
        number = self.printed_by_itself + 1
        asked = EmergencyTicket(
            intent_id=uuid.UUID(intent),
            number=number,
            shown=f"X1-{number:03d}",
            service="A",
            age_ms=None if age_s is None else age_s * 1000,
        )
        kiosk = device_by_id(self.centre.read(), "kiosk-1")
        assert kiosk is not None
        taken = self.attempt(
            lambda: self.centre.act(merge_emergency, asked=asked, device=kiosk, actor="device:kiosk-1")
        )
        if taken is not None and taken.number == asked.shown:
            self.printed_by_itself = number
            self.asked = [(other, answer) for other, answer in self.asked if other.key != intent]

    # --- counters --------------------------------------------------------------------------------------------

    @rule(counter_id=COUNTERS)
    def next(self, counter_id: str) -> None:
        called = self.attempt(lambda: self.centre.next(counter_id))
        if called is not None and called.turn is None:
            services = {"Q1": "('A')", "Q2": "('A', 'B')", "Q3": "('B', 'C')"}[counter_id]
            left = self.centre.rows(
                "SELECT 1 FROM turns WHERE state = 'waiting' AND cool_down_until IS NULL "
                "AND day = (SELECT max(day) FROM service_days) AND ticket_id NOT IN "
                "(SELECT ticket_id FROM turns WHERE state IN ('called', 'serving', 'on_hold')) AND CASE "
                f"WHEN for_counter IS NOT NULL THEN for_counter = '{counter_id}' "
                "WHEN for_officer IN (SELECT officer_id FROM desk_sessions WHERE signed_off_at IS NULL) "
                f"THEN for_officer = '{OFFICERS[counter_id]}' ELSE service IN {services} END"
            )
            assert not left, "I8: a free counter idles while somebody waits for it"

    @rule(
        counter_id=COUNTERS,
        deed=some.sampled_from(["recall", "start", "start", "finish", "finish", "absent", "back", "hold", "hold"]),
    )
    def at_the_counter(self, counter_id: str, deed: str) -> None:
        self.attempt(lambda: getattr(self.centre, deed)(counter_id))

    @rule(
        counter_id=COUNTERS,
        deed=some.sampled_from(
            ["hold with a timer", "to the seat", "supplement", "second service", "quick serve", "pause", "go on"]
        ),
        service=some.sampled_from("ABC"),
    )
    def other_deeds(self, counter_id: str, deed: str, service: str) -> None:
        c = self.centre
        deeds: dict[str, Callable[[], object]] = {
            "hold with a timer": lambda: c.hold(counter_id, minutes=5),
            "to the seat": lambda: c.recall(counter_id, to_seat=True),
            "supplement": lambda: c.finish(counter_id, "supplement", missing="Giấy khai sinh", dossier="H15"),
            "second service": lambda: c.second_service(service, counter_id),
            "quick serve": lambda: c.quick_serve(service, counter_id),
            "pause": lambda: c.pause(counter_id),
            "go on": lambda: c.go_on(counter_id),
        }
        self.attempt(deeds[deed])

    @rule(
        counter_id=COUNTERS,
        to=some.sampled_from(
            [("service", "A"), ("service", "C"), ("counter", "Q1"), ("counter", "Q3"), ("officer", "CB02")]
        ),
        which=some.none() | some.integers(0, 10**6),
    )
    def transfer(self, counter_id: str, to: tuple[str, str], which: int | None) -> None:
        """Whoever is at the counter, or any number."""
        number = None if which is None else self._number(which)
        self.attempt(lambda: self.centre.transfer(*to, counter_id, number=number))

    @precondition(lambda self: self.centre.rows("SELECT 1 FROM turns WHERE state = 'on_hold'"))
    @rule(
        counter_id=COUNTERS,
        deed=some.sampled_from(["release", "resume", "transfer", "call"]),
        which=some.integers(0, 9),
    )
    def with_one_on_hold(self, counter_id: str, deed: str, which: int) -> None:
        held = self.centre.rows("SELECT shown FROM turns JOIN tickets USING (ticket_id) WHERE state = 'on_hold'")
        number = held[which % len(held)][0]
        if deed == "transfer":
            self.attempt(lambda: self.centre.transfer("service", "B", counter_id, number=number))
        else:
            self.attempt(lambda: getattr(self.centre, deed)(number, counter_id))

    @rule(
        which=some.integers(0, 10**6),
        deed=some.sampled_from([revive, send_back, end_turn, release_hold]),
    )
    def the_head_puts_right(self, which: int, deed: Callable[..., object]) -> None:
        turns = [row[0] for row in self.centre.rows("SELECT turn_id FROM turns ORDER BY turn_id")]
        turn_id = turns[which % len(turns)]
        self.attempt(lambda: self.centre.act(deed, turn_id=turn_id, reason="Bấm nhầm"))

    @rule(counter_id=COUNTERS, which=some.integers(0, 10**6), group=some.sampled_from([None, "elderly", "guide"]))
    def change_priority(self, counter_id: str, which: int, group: str | None) -> None:
        self.attempt(lambda: self.centre.change_priority(self._number(which), group, counter_id))

    def _number(self, which: int) -> str:
        numbers = [row[0] for row in self.centre.rows("SELECT shown FROM tickets ORDER BY ticket_id")]
        return str(numbers[which % len(numbers)])

    @rule(counter_id=COUNTERS)
    def undo(self, counter_id: str) -> None:
        self.attempt(lambda: self.centre.undo(counter_id))

    @rule(counter_id=COUNTERS, which=some.integers(0, 10**6), named=some.booleans())
    def by_number(self, counter_id: str, which: int, named: bool) -> None:
        number = self._number(which)
        if named:
            self.attempt(lambda: self.centre.call(number, counter_id))
        else:
            self.attempt(lambda: self.centre.back(counter_id, number))

    @rule(
        counter_id=COUNTERS, service_s=some.sampled_from([1, 8, 30]), level=some.integers(1, 5), n=some.integers(0, 2)
    )
    def serve(self, counter_id: str, service_s: float, level: int, n: int) -> None:
        """The ordinary course, with `n` presses: without it, chance alone seldom gets that far."""
        called = self.attempt(lambda: self.centre.next(counter_id))
        if called is None or called.turn is None:
            return
        self.centre.start(counter_id)
        self.centre.clock.pass_s(service_s)
        self.centre.finish(counter_id)
        window = self.centre.window_of(called.turn.number)
        for _ in range(n):
            self.centre.clock.pass_s(2)
            self.acknowledged.add(self.centre.press(level, window, counter_id=counter_id))

    # --- pads --------------------------------------------------------------------------------------------------

    @rule(
        counter_id=COUNTERS,
        level=some.integers(1, 5),
        saw_it=some.booleans(),
        age_ms=some.sampled_from([0, 1500, 30_000, 3_600_000, None]),
    )
    def press(self, counter_id: str, level: int, saw_it: bool, age_ms: int | None) -> None:
        window = self.centre.one("SELECT max(window_id) FROM windows WHERE counter_id = ?", counter_id)[0]
        seen = window if saw_it else None
        self.acknowledged.add(self.centre.press(level, seen, counter_id=counter_id, age_ms=age_ms))

    @precondition(lambda self: self.acknowledged)
    @rule(level=some.integers(1, 5))
    def press_sent_again(self, level: int) -> None:
        self.centre.press(level, None, press_id=min(self.acknowledged))

    # --- time, day, power ----------------------------------------------------------------------------------------

    @rule(pause_s=PAUSES_S, rounds=some.booleans())
    def wait(self, pause_s: float, rounds: bool) -> None:
        """Expiries are noticed by the rounds, at once or later."""
        if rounds:
            self.centre.wait(pause_s)
        else:
            self.centre.clock.pass_s(pause_s)

    @rule(what=some.data())
    def disturb(self, what: some.DataObject) -> None:
        """What happens now and then: one rule for all of it, so that it stays rare."""
        kind = what.draw(some.sampled_from(["power", "wall clock", "day", "day", "desk", "desk"]), label="what")
        if kind == "power":
            self.centre.restart()
        elif kind == "wall clock":
            by_s = what.draw(some.sampled_from([-86_400 * 400, -3_600, -1, 4, 6, 3_600]), label="by_s")
            self.centre.clock.set_wall(self.centre.clock.now() + timedelta(seconds=by_s))
        elif kind == "day":
            self._day(what.draw(some.sampled_from(["close", "stop", "open", "next morning"]), label="how"))
        else:
            officer = what.draw(some.sampled_from([*OFFICERS.values(), "CB09"]), label="officer")
            counter_id = what.draw(some.none() | COUNTERS, label="counter")
            if counter_id is None:
                self.attempt(lambda: self.centre.sign_off(officer))
            else:
                self.attempt(lambda: self.centre.sign_on(counter_id, officer, take_over=True))

    def _day(self, how: str) -> None:
        if how == "close":
            self.attempt(self.centre.close_day)
        elif how == "stop":
            self.centre.act(stop_tickets)
        elif how == "open":
            self.attempt(self.centre.open_day)
        else:
            self.centre.clock.pass_s(24 * 3600)
            for _ in range(2):
                self.centre.act(follow_schedule, actor="schedule", ignore_hours=True, clock_is_trusted=True)

    @precondition(lambda self: self.is_disturbed())
    @rule()
    def back_to_work(self) -> None:
        self.attempt(self.centre.open_day)
        for counter_id in OFFICERS:
            with suppress(ActionRefused):
                self.centre.sign_on(counter_id, take_over=True)

    def is_disturbed(self) -> bool:
        desks = {
            tuple(row)
            for row in self.centre.rows("SELECT counter_id, officer_id FROM desk_sessions WHERE signed_off_at IS NULL")
        }
        is_open = self.centre.rows("SELECT 1 FROM service_days WHERE state = 'open'")
        return desks != set(OFFICERS.items()) or not is_open

    # --- what must always be true ------------------------------------------------------------------------------

    @invariant()
    def everything_adds_up(self) -> None:
        now = self.centre.writer.now()
        audit(self.centre.read(), overtaken_at_most=5, now=now)
        kept = {row[0] for row in self.centre.rows("SELECT press_id FROM presses")}
        assert kept == self.acknowledged, "I13: a press is missing, or there is one that nobody made"
        self.centre.settle()
        scored = [
            (turn.officer_id, turn.counter_id, turn.level) for turn in rated_turns(self.centre.read(), "five-levels-1")
        ]
        self._a_look_at_the_heads_decides_as_a_look_at_all()
        assert sorted(scored, key=repr) == sorted(ratings_by_the_book(self.centre.read(), now), key=repr), "I16"

    def _a_look_at_the_heads_decides_as_a_look_at_all(self) -> None:
        """Next reads only who can decide; the answer is that of the whole queue."""
        centre = read_centre(self.centre.read())
        day = self.centre.one("SELECT max(day) FROM service_days")[0]
        now = self.centre.writer.now()
        open_ms = partial(open_ms_between, centre.hours, centre.timezone)
        for counter in centre.counters:
            few, everybody = (
                next_ticket(look(self.centre.read(), day, counter), now, centre.queue, open_ms)
                for look in (candidates_for, waiting_for)
            )
            if few is None or everybody is None:
                assert few is everybody
                continue
            assert (few.turn_id, few.rule, few.weights_ms) == (everybody.turn_id, everybody.rule, everybody.weights_ms)
            assert bool(few.overtakes) == bool(everybody.overtakes)

    def teardown(self) -> None:
        try:
            verdict = self.centre.verdict()
            assert verdict.fault is None, f"I21: {verdict.fault}"
            self.centre.stop()
            replay_database(self.folder / "centre.db", self.folder / "again.db")
            assert verify(self.folder / "again.db") == verdict
        finally:
            self.centre.stop()
            shutil.rmtree(self.folder)


QUICK = settings(max_examples=40, stateful_step_count=40, phases=[Phase.generate], report_multiple_bugs=False)
"""Without shrinking, which takes minutes here; HYPOTHESIS_PROFILE=deep searches longer and shrinks what it finds."""


def test_the_invariants_hold_in_any_history(empty_database: Path) -> None:
    AnyHistory.empty = empty_database
    is_deep = settings.default == settings.get_profile("deep")
    run_state_machine_as_test(AnyHistory, settings=settings.default if is_deep else QUICK)
