"""Two weeks behind the sample centre, so that scores and reports have something to show: sample data.

Simulated people live through ten service days by the same actions as in a running centre, on the real
writer, into a journal whose chain holds. Same seed, same last day, same centre file: the same journal.
"""

import heapq
import os
import random
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from messaging.slips import ReturnSlip
from server.actions.expire_due import expire_due
from server.actions.service_day import follow_schedule
from server.actions.settle_ratings import settle_ratings
from server.centre_file import CentreFile, centre_of
from server.db.connections import open_for_writing
from server.db.work import Work
from server.db.writer import Writer
from server.domain.centre import Centre
from server.domain.instant import MINUTE_MS, Instant, instant
from server.domain.service_day import spans_of
from server.journal.events import Event, TurnMarkedAbsent, TurnRecalled, TurnReturned, WindowOpened, WindowShortened
from simulation.people.acting_directly import DirectHands
from simulation.people.planning import Coming, DayPlan, Opening, plan_day
from simulation.people.play import Play
from simulation.people.sample_day import Errand, monday_factor, sample_day
from simulation.people.standing_clock import StandingClock

DAYS = 10
SEED = "two weeks"
KIOSK_ID = "kiosk-1"
ACTOR = "schedule"
ROUND_MS = 250
"""The server's rounds notice an expiry this late at most."""
TICKS_AS_A_RULE = (0.25, 0.2, 0.45)
"""How often officers of a sample centre make each of its ticks on an ordinary day, in their order."""
KEPT_ON_SPECIAL_DAYS = (0.74, 0.92)
"""How often they do what a special day promises: between these, each day its own."""
COMES_BACK_RATE = 0.8
"""Share of those who lack something that is back within the next days."""
BACK_WITHIN_DAYS = 3
"""Service days."""
LATEST_MS = 3 * 60 * MINUTE_MS
"""So long after closing the last officer has finished."""


def days_before(today: date, centre: Centre, count: int = DAYS) -> list[date]:
    """The last `count` days before `today` on which the centre's hours open it, in order."""
    days: list[date] = []
    on = today
    while len(days) < count:
        on -= timedelta(days=1)
        if spans_of(centre.hours, on):
            days.insert(0, on)
    return days


def start_of(days: Sequence[date], centre: Centre) -> datetime:
    """When the centre of this history was set up: early on its first day."""
    return datetime.combine(days[0], time(5), ZoneInfo(centre.timezone))


def opening_of(centre: Centre, on: date) -> Opening:
    """A day's hours as the planner wants them."""
    spans = tuple((_of_day(span.opens), _of_day(span.closes)) for span in spans_of(centre.hours, on))
    return Opening(
        spans=spans,
        tickets_from=spans[0][0] - centre.hours.tickets_open_before_min * MINUTE_MS,
        tickets_until=spans[-1][1] - centre.hours.tickets_stop_before_min * MINUTE_MS,
    )


def open_in_haste(path: Path) -> sqlite3.Connection:
    """The writer's connection while a history is made: commits wait for no disk.

    Only for a database that nobody uses yet: what a power cut spoils here is made anew. `settle` puts it
    on the disk before anybody is told that it is there.
    """
    connection = open_for_writing(path)
    connection.execute("PRAGMA synchronous=OFF")
    return connection


def settle(database: Path) -> None:
    """Put a database that was made in haste on the disk, file and folder, as whole as if it never had been."""
    connection = open_for_writing(database)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
    for path, flags in ((database, os.O_RDWR), (database.parent, os.O_RDONLY | os.O_DIRECTORY)):
        held = os.open(path, flags)
        try:
            os.fsync(held)
        finally:
            os.close(held)


class History:
    """Lives through service days on a writer whose clock stands still. The centre is set up already."""

    def __init__(self, clock: StandingClock, file: CentreFile, *, seed: str = SEED) -> None:
        self._clock = clock
        self._centre = centre_of(file)
        self._officers = [officer.id for officer in file.officers if officer.role == "officer"]
        self._greeter = next((person.id for person in file.officers if person.role == "greeter"), None)
        self._seed = seed
        self._zone = ZoneInfo(self._centre.timezone)
        self._looks: list[Instant] = []
        self._to_come: list[list[ReturnSlip]] = [[] for _ in range(BACK_WITHIN_DAYS)]
        """Who brings what was missing on each of the next service days."""

    def note(self, _seq: int, events: list[Event]) -> None:
        """For the writer's `on_commit`: what was committed may have a moment at which it expires."""
        for event in events:
            due = None
            if isinstance(event, WindowOpened | WindowShortened):
                due = event.closes_at
            elif isinstance(event, TurnMarkedAbsent):
                due = event.grace_until
            elif isinstance(event, TurnReturned):
                due = event.cool_down_until
            elif isinstance(event, TurnRecalled):
                due = event.absent_due_at
            if due is not None:
                heapq.heappush(self._looks, due + ROUND_MS)

    def live_through(self, writer: Writer, days: Sequence[date]) -> int:
        """Play the days one after another; how many people came."""
        hands = DirectHands(writer, kiosk_id=KIOSK_ID, seed=self._seed, greeter_id=self._greeter)
        came = sum(self._live(hands, on) for on in days)
        while hands.write(settle_ratings, actor=ACTOR):
            pass
        return came

    def _live(self, hands: DirectHands, on: date) -> int:
        opening = opening_of(self._centre, on)
        plan = self._with_returns(self.plan(on), on)
        play = Play(plan)
        hands.tick_rates = self._tick_rates(on)
        midnight = instant(datetime.combine(on, time(), self._zone))
        phases = [opening.tickets_from, opening.tickets_until, opening.spans[-1][1]]
        for phase in phases:
            heapq.heappush(self._looks, midnight + phase + ROUND_MS)
        last = midnight + opening.spans[-1][1] + LATEST_MS
        while True:
            next_deed = play.next_at()
            next_look = self._looks[0] if self._looks else last
            if next_deed is None or midnight + next_deed >= next_look:
                if next_look >= last:
                    break
                self._clock.move_to(self._at(heapq.heappop(self._looks)))
                hands.write(self._make_round, actor=ACTOR)
                hands.do_jobs()
                continue
            self._clock.move_to(self._at(midnight + next_deed))
            deed = play.next_deed(next_deed)
            assert deed is not None
            play.note(deed, hands.do(deed), next_deed)
        self._expect(hands, on)
        return play.tally.came

    def _tick_rates(self, on: date) -> dict[str, float]:
        """How often officers make each tick on that day: what it promises most of all."""
        chance = random.Random(f"{self._seed}/{on.isoformat()}/ticks")
        special = self._centre.special_day(on)
        rates = {known.tick: rate for known, rate in zip(self._centre.ticks, TICKS_AS_A_RULE, strict=False)}
        if special is not None and special.tick in rates:
            rates[special.tick] = chance.uniform(*KEPT_ON_SPECIAL_DAYS)
        return rates

    def _expect(self, hands: DirectHands, on: date) -> None:
        """Most of those who were sent home today come back on one of the next days."""
        chance = random.Random(f"{self._seed}/{on.isoformat()}/returns")
        for slip in hands.return_slips:
            if chance.random() < COMES_BACK_RATE:
                chance.choice(self._to_come).append(slip)
        hands.return_slips.clear()

    def _with_returns(self, plan: DayPlan, on: date) -> DayPlan:
        """The day's people and those who bring what was missing: each as an ordinary citizen of the day comes."""
        chance = random.Random(f"{self._seed}/{on.isoformat()}/back")
        back = self._to_come.pop(0)
        self._to_come.append([])
        service_of = {service.name: service.code for service in self._centre.services}
        citizens = [
            replace(
                chance.choice(plan.citizens),
                service=service_of[slip.service_name],
                coming=Coming.COMES,
                errand=Errand.PLAIN,
                is_helped=False,
                return_code=slip.code,
            )
            for slip in back
        ]
        everybody = sorted((*plan.citizens, *citizens), key=lambda one: one.arrives_ms)
        return replace(plan, citizens=tuple(everybody))

    def plan(self, on: date) -> DayPlan:
        """Who comes and who sits where on one day."""
        chance = random.Random(f"{self._seed}/{on.isoformat()}")
        usual = sample_day()
        share = monday_factor() if on.weekday() == 0 else chance.uniform(0.85, 1.1)
        return plan_day(
            f"{self._seed}/{on.isoformat()}",
            replace(usual, tickets=round(usual.tickets * share)),
            opening=opening_of(self._centre, on),
            staff=self._roster(chance),
            services_of={counter.counter_id: counter.services for counter in self._centre.counters},
            officers_seed=self._seed,
        )

    def _roster(self, chance: random.Random) -> dict[str, str]:
        """Each counter's usual officer, or one of those who stand in."""
        counters = [counter.counter_id for counter in self._centre.counters]
        staff = dict(zip(counters, self._officers, strict=False))
        for stand_in in self._officers[len(counters) :]:
            if chance.random() < 0.6:
                staff[chance.choice(counters)] = stand_in
        return staff

    def _make_round(self, work: Work) -> None:
        expire_due(work)
        follow_schedule(work, ignore_hours=False, clock_is_trusted=True)

    def _at(self, at: Instant) -> datetime:
        return datetime.fromtimestamp(at / 1000, self._zone)


def _of_day(at: time) -> int:
    return (at.hour * 60 + at.minute) * MINUTE_MS
