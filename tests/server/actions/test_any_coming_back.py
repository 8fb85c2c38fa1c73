"""Any history of supplements, reserved places, closings and jobs: what was promised holds after every step."""

import shutil
import tempfile
from collections import Counter as Count
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar, TypeVar

from centre_under_test import CentreUnderTest, copy_database, small_centre
from coming_back import OFFICERS, add_kiosks, come_back, jobs, journal_text, report, reserve, trips_told
from held_clock import HeldClock
from hypothesis import Phase, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from server.actions.close_into_places import close_into_places
from server.actions.finish import finish
from server.actions.head_day import extend_day, reopen_service
from server.actions.reserve_place import withdraw_place
from server.actions.service_day import close_service_day, follow_schedule
from server.errors import ActionRefused

T = TypeVar("T")

COUNTERS = some.sampled_from(sorted(OFFICERS))
SERVICES = some.sampled_from("ABC")
OPEN = "('waiting', 'called', 'serving', 'on_hold')"


class AnyComingBack(RuleBasedStateMachine):
    empty: ClassVar[Path]
    """A prepared database to copy."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=self.empty.parent))
        self.centre = CentreUnderTest(copy_database(self.empty, self.folder / "centre.db"), HeldClock())

    def attempt(self, deed: Callable[[], T]) -> T | None:
        """Do it, or be refused and leave no trace."""
        before = self.centre.one("SELECT seq FROM journal_head")[0]
        try:
            return deed()
        except ActionRefused:
            assert self.centre.one("SELECT seq FROM journal_head")[0] == before, "a refusal left something behind"
            return None

    @initialize()
    def begin(self) -> None:
        self.centre.set_up(small_centre(lambda values: values["services"][1].update(daily_quota=4)))
        add_kiosks(self.centre, "kiosk-1", "kiosk-2")
        self.centre.open_day()
        self.centre.staff_all()
        for service in "AAB":
            self.centre.number(service)

    @rule(service=SERVICES, group=some.sampled_from([None, "elderly"]))
    def take_a_number(self, service: str, group: str | None) -> None:
        self.attempt(lambda: self.centre.number(service, group))

    @rule(service=SERVICES)
    def reserve_a_place(self, service: str) -> None:
        self.attempt(lambda: reserve(self.centre, service))

    @rule(place=some.integers(0, 5))
    def give_a_place_back(self, place: int) -> None:
        places = self.centre.rows("SELECT place_id FROM reserved_places")
        if places:
            self.attempt(lambda: self.centre.act(withdraw_place, place_id=places[place % len(places)][0]))

    @rule(which=some.integers(0, 20), printed=some.booleans(), times=some.sampled_from([1, 2]))
    def enter_a_code(self, which: int, printed: bool, times: int) -> None:
        codes = self.centre.rows("SELECT code FROM claim_codes ORDER BY kind, ref_id")
        code = codes[which % len(codes)][0] if codes else "000000"
        for _ in range(times):
            self.attempt(partial(come_back, self.centre, code, printed=printed))

    @rule(counter_id=COUNTERS, lacks=some.booleans())
    def serve(self, counter_id: str, lacks: bool) -> None:
        def whole_turn() -> None:
            if self.centre.next(counter_id).turn is None:
                return
            self.centre.clock.pass_s(30)
            self.centre.start(counter_id)
            words = {"outcome": "supplement", "missing": "Bản sao"} if lacks else {}
            self.centre.act(finish, counter_id=counter_id, officer_id=OFFICERS[counter_id], **words)

        try:
            whole_turn()
        except ActionRefused:
            return

    @rule(counter_id=COUNTERS)
    def undo(self, counter_id: str) -> None:
        self.attempt(lambda: self.centre.undo(counter_id))

    @rule(service=some.sampled_from(["A", "B", None]))
    def close_into_places(self, service: str | None) -> None:
        self.attempt(lambda: self.centre.act(close_into_places, service=service))

    @rule(service=SERVICES)
    def reopen(self, service: str) -> None:
        self.attempt(lambda: self.centre.act(reopen_service, service=service))

    @rule(moves=some.booleans())
    def close_the_day(self, moves: bool) -> None:
        self.attempt(lambda: self.centre.act(close_service_day, moves_waiting=moves))

    @rule()
    def extend(self) -> None:
        self.attempt(lambda: self.centre.act(extend_day, closes_at="19:30"))

    @rule(outcome=some.sampled_from(["done", "unknown", "failed"]), kiosk=some.sampled_from(["kiosk-1", "kiosk-2"]))
    def do_a_job(self, outcome: str, kiosk: str) -> None:
        for job in jobs(self.centre, kiosk)[:1]:
            report(self.centre, job, outcome, kiosk)

    @rule(hours=some.sampled_from([0.1, 1, 5, 14, 24, 72]))
    def time_passes(self, hours: float) -> None:
        self.centre.wait(hours * 3600)
        self.attempt(
            lambda: self.centre.act(follow_schedule, actor="schedule", ignore_hours=False, clock_is_trusted=True)
        )
        if self.centre.rows("SELECT 1 FROM service_days WHERE state != 'closed'"):
            for counter_id in OFFICERS:
                self.attempt(partial(self.centre.sign_on, counter_id))

    @invariant()
    def no_slot_holds_more_than_the_rules_allow(self) -> None:
        slots = Count(
            tuple(row)
            for row in self.centre.rows(
                "SELECT service, day, at FROM reserved_places WHERE state IN ('reserved', 'claimed')"
            )
        )
        assert max(slots.values(), default=0) <= 2

    @invariant()
    def every_promise_is_kept_once(self) -> None:
        for promise in ("supplement_id", "place_id"):
            twice = self.centre.rows(
                "SELECT 1 FROM journal JOIN turns ON turns.ticket_id = seq WHERE kind = 'ticket_issued' "
                f"AND json_extract(body, '$.{promise}') IS NOT NULL AND state IN {OPEN} "
                f"GROUP BY json_extract(body, '$.{promise}') HAVING count(DISTINCT ticket_id) > 1"
            )
            assert not twice, f"one {promise}, two people in the queue"
        moved = self.centre.rows(
            "SELECT 1 FROM reserved_places JOIN turns ON turns.ticket_id = from_ticket "
            f"WHERE reserved_places.state = 'reserved' AND turns.state IN {OPEN}"
        )
        assert not moved, "somebody waits today and has a place for another day"

    @invariant()
    def no_place_of_a_closed_day_is_still_promised(self) -> None:
        assert not self.centre.rows(
            "SELECT 1 FROM reserved_places JOIN service_days USING (day) "
            "WHERE service_days.state = 'closed' AND reserved_places.state = 'reserved'"
        )

    @invariant()
    def the_quota_is_kept(self) -> None:
        given = self.centre.rows(
            "SELECT day, count(*) FROM tickets WHERE prefix = 'B' AND origin = 'kiosk' GROUP BY day HAVING count(*) > 4"
        )
        voided = self.centre.rows("SELECT 1 FROM turns WHERE service = 'B' AND state IN ('voided', 'cancelled')")
        assert not given or voided

    def teardown(self) -> None:
        try:
            codes = [row[0] for row in self.centre.rows("SELECT code FROM claim_codes")]
            text = journal_text(self.centre)
            assert not [code for code in codes if f'"{code}"' in text]
            assert all(trips >= 1 for trips in trips_told(self.centre.read(), "2026-01-01", "2027-12-31"))
            verdict = self.centre.verdict()
            assert verdict.fault is None, verdict.fault
        finally:
            self.centre.stop()
            shutil.rmtree(self.folder)


def test_any_history_of_coming_back(empty_database: Path) -> None:
    AnyComingBack.empty = empty_database
    run_state_machine_as_test(
        AnyComingBack,
        settings=settings(settings.default, max_examples=25, stateful_step_count=40, phases=[Phase.generate]),
    )
