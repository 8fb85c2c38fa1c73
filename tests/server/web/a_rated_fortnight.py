"""Two weeks of the sample centre behind the real server: people, presses, answers away from the desk, corrections."""

import contextlib
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from staff_pages import one_hash

from procedures.model import Procedure, ProcedureList
from server.actions.correct_ratings import CorrectionReason, agree_to_correction, ask_correction
from server.actions.give_reason import give_reason
from server.actions.import_procedures import import_procedures
from server.actions.rate_away import Answer, rate_with_token
from server.actions.set_up import add_device, add_staff, load_centre
from server.actions.settle_ratings import settle_ratings
from server.centre_file import CentreFile, centre_of, read_centre_file
from server.db.schema import prepare_database
from server.db.work import Work
from server.db.writer import Writer
from server.domain.press_flags import Channel
from server.errors import ActionRefused
from simulation.centre_folder import SAMPLE_CENTRE
from simulation.history import History, days_before, open_in_haste, settle, start_of
from simulation.people.planning import DayPlan
from simulation.people.standing_clock import StandingClock

A_SATURDAY = date(2026, 11, 21)
DAYS = 10
AWAY_RATE, REASON_RATE = 0.45, 0.7
REASONS = ("attitude", "explain", "wait", "fee", "facility")
_RECENT = (
    "SELECT w.window_id, l.token FROM windows w JOIN turns t USING (turn_id) JOIN ticket_links l USING (ticket_id)"
    " WHERE w.opened_at > ? AND w.window_id NOT IN (SELECT window_id FROM presses WHERE channel = 'kiosk'"
    " AND window_id IS NOT NULL)"
)
_LOW = (
    "SELECT p.window_id FROM presses p WHERE p.received_at > ? AND p.channel = 'pad' AND p.level < 4"
    " AND p.window_id IS NOT NULL AND p.window_id NOT IN (SELECT window_id FROM rating_reasons WHERE series = 'desk')"
)


@dataclass(frozen=True, slots=True)
class Fortnight:
    database: Path
    days: list[date]
    clock: StandingClock
    """Some minutes after the last rating has settled."""


class RatedHistory(History):
    """People who also rate on their way out, and say at the desk what a low rating was about."""

    def __init__(self, clock: StandingClock, file: CentreFile, *, seed: str) -> None:
        super().__init__(clock, file, seed=seed)
        self._chance = random.Random(seed)
        self._asked: set[int] = set()

    def plan(self, on: date) -> DayPlan:
        """Some look up what they come for, most of them the first of the service's procedures."""
        plan, chance = super().plan(on), random.Random(f"{self._seed}/{on.isoformat()}/looked up")
        citizens = [
            replace(citizen, procedure=chance.choice((f"1.{citizen.service}", f"1.{citizen.service}", None, "2")))
            for citizen in plan.citizens
        ]
        procedures = [replace(one, procedure=f"2.{one.service}") if one.procedure == "2" else one for one in citizens]
        return replace(plan, citizens=tuple(procedures))

    def _make_round(self, work: Work) -> None:
        super()._make_round(work)
        since = work.now - 15 * 60_000
        for window_id, token in work.connection.execute(_RECENT, (since,)).fetchall():
            if window_id not in self._asked:
                self._asked.add(window_id)
                if self._chance.random() < AWAY_RATE:
                    self._rate_away(work, token, window_id)
        for (window_id,) in work.connection.execute(_LOW, (work.now - 150_000,)).fetchall():
            if self._chance.random() < REASON_RATE:
                give_reason(work, window_id=window_id, channel="pad", reasons=self._some_reasons())

    def _rate_away(self, work: Work, token: str, window_id: int) -> None:
        level = self._chance.choice((1, 2, 3, 4, 4, 5, 5))
        answer = Answer(str(uuid.UUID(int=window_id)), level, Channel.KIOSK, device_id="kiosk-1")
        with contextlib.suppress(ActionRefused):  # the newer turn of this ticket was rated instead
            rate_with_token(work, token=token, answer=answer)

    def _some_reasons(self) -> list[str]:
        return self._chance.sample(REASONS, self._chance.choice((1, 1, 2)))


def live(database: Path, *, seed: str = "a rated fortnight", days: int = DAYS) -> Fortnight:
    """Live through the last service days before a Saturday, in a new database."""
    file = read_centre_file(SAMPLE_CENTRE)
    prepare_database(database)
    dates = days_before(A_SATURDAY, centre_of(file), days)
    clock = StandingClock(start_of(dates, centre_of(file)))
    history = RatedHistory(clock, file, seed=seed)
    writer = Writer(database, clock, history.note, open_database=open_in_haste)
    writer.start()

    def do(action: Callable[..., Any], actor: str = "set-up", **values: Any) -> Any:
        return writer.submit(partial(action, **values), actor=actor).result()

    try:
        do(load_centre, file=file)
        do(import_procedures, procedures=procedures_of(file), sha256="0" * 64)
        for device_id, kind, counter in (
            ("kiosk-1", "kiosk", None),
            ("kiosk-2", "kiosk", None),
            *((f"pad-{counter.id}", "pad", counter.id) for counter in file.counters),
        ):
            do(add_device, device_id=device_id, kind=kind, counter_id=counter, credential_hash=device_id)
        for person in file.officers:
            named = {"role": person.role, "login": person.id.lower(), "display_name": person.display_name}
            do(add_staff, staff_id=person.id, password_hash=one_hash(), **named)
        history.live_through(writer, dates)
        _set_blocks_aside(do, clock)
        clock.move_to(clock.now() + timedelta(minutes=20))
        while do(settle_ratings, actor="schedule"):
            pass
    finally:
        writer.stop()
    settle(database)
    return Fortnight(database, dates, clock)


def procedures_of(file: CentreFile) -> ProcedureList:
    """Two of each service."""
    return ProcedureList(
        tuple(
            Procedure(
                name=f"Thủ tục {which} của {service.code}",
                code=f"{which}.{service.code}",
                service=service.code,
                source="thử",
                as_of=date(2026, 11, 1),
                effective_from=date(2026, 11, 1),
            )
            for service in file.services
            for which in (1, 2)
        )
    )


def _set_blocks_aside(do: Callable[..., Any], clock: StandingClock) -> None:
    """One of the desk's and one of the answers away from it: two people agree."""
    clock.move_to(clock.now() + timedelta(minutes=5))
    while do(settle_ratings, actor="schedule"):
        pass

    def blocks(work: Work) -> list[tuple[str, str, str]]:
        return work.connection.execute(
            "SELECT series, officer_id, counter_id FROM settled_ratings GROUP BY 1, 2, 3 HAVING count(*) >= 20"
            " ORDER BY 1, 2, 3"
        ).fetchall()

    scheme = do(lambda work: work.centre.scheme.scheme_id)
    for series, officer, counter in (do(blocks)[0], do(blocks)[-1]):
        asked = do(
            ask_correction,
            actor="staff:CB09",
            scheme_id=scheme,
            series=series,
            officer_id=officer,
            counter_id=counter,
            block=2,
            deed="set_aside",
            reason=CorrectionReason.FAULTY_DEVICE,
            words="nút kẹt",
            asked_by="CB09",
        )
        do(agree_to_correction, actor="staff:CB12", correction_id=asked, agreed_by="CB12")
