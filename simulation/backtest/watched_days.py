"""Many simulated days of one centre, and what was forecast to everybody who took a number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from server.domain.centre import Centre, Counter
from server.domain.pace import Pace, PastTurn, pace_of
from server.domain.waiting_estimate import Busy, Forecast, Forecasts, Hall, OpenTime, Standing, back_from_hold, forecast
from simulation.backtest.paper_centre import HOUR_MS, PaperCentre, PaperTurn
from simulation.history import opening_of
from simulation.people.planning import plan_day
from simulation.people.play import Play
from simulation.people.sample_day import Profile, monday_factor

FIRST_DAY = date(2026, 3, 2)
"""A Monday."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What stood to be known when somebody took a number."""

    service: str
    rate: str
    left_ms: int
    """Open time to the end of the day."""
    ours: Forecast | None
    forecasts: Forecasts
    open_time: OpenTime
    queue_length_ms: float | None
    """Mean service time x position / desks."""
    last_to_enter_ms: float | None
    """How long the last one who was called had waited (Ibrahim and Whitt 2009)."""


@dataclass(frozen=True, slots=True)
class Wait:
    seen: Seen
    waited_ms: int | None
    """None: not called that day."""


class SimulatedCentre:
    """A centre of its own people and officers: `seed` makes both."""

    def __init__(self, seed: str, centre: Centre, profile: Profile) -> None:
        self._seed = seed
        self._centre = centre
        self._day = profile.day
        services = profile.counters or tuple(counter.services for counter in centre.counters)
        self._counters = {
            counter.counter_id: counter if profile.counters is None else replace(counter, services=services[place])
            for place, counter in enumerate(_enough(centre, len(services)))
        }

    def live(self, days: Sequence[date], pace: Pace | None, keep: Callable[[Wait], None]) -> list[PastTurn]:
        """Live through days; what was forecast, with `pace`, goes to `keep`. The turns as raw history."""
        past: list[PastTurn] = []
        for on in days:
            past += self._live(on, pace, keep)
        return past

    def expected_ms(self) -> dict[str, int]:
        return {service.code: service.target_service_ms for service in self._centre.services}

    def _live(self, on: date, pace: Pace | None, keep: Callable[[Wait], None]) -> list[PastTurn]:
        opening = opening_of(self._centre, on)
        seen: dict[int, Seen] = {}
        chance = Random(f"{self._seed}/{on.isoformat()}")
        share = monday_factor() if on.weekday() == 0 else chance.uniform(0.85, 1.1)
        plan = plan_day(
            f"{self._seed}/{on.isoformat()}",
            replace(self._day, tickets=round(self._day.tickets * share)),
            opening=opening,
            staff={counter: f"CB-{counter}" for counter in self._counters},
            services_of={name: counter.services for name, counter in self._counters.items()},
            officers_seed=self._seed,
        )
        paper = PaperCentre(self._centre, self._counters, opening, on.toordinal(), lambda turn: watch(turn))

        def watch(turn: PaperTurn) -> None:
            if pace is not None:
                seen[turn.turn_id] = look(paper, turn, pace)

        play = Play(plan)
        closes = opening.spans[-1][1]
        while (at := play.next_at()) is not None:
            deed = play.next_deed(at)
            assert deed is not None
            if at >= closes:
                paper.close()
            play.note(deed, paper.do(deed), at)
        for turn_id, what in seen.items():
            turn = paper.turns[turn_id]
            keep(Wait(what, None if turn.called_at is None else turn.called_at - turn.waiting_since))
        return paper.past


def look(paper: PaperCentre, turn: PaperTurn, pace: Pace) -> Seen:
    """What each way of forecasting says to somebody who takes a number now."""
    open_time = OpenTime(paper.now, paper.spans)
    hall = hall_of(paper, pace, open_time)
    forecasts = forecast(hall)
    ours = forecasts.newcomer(turn.service, turn.rate)
    return Seen(
        service=turn.service,
        rate=turn.rate,
        left_ms=open_time.left_ms,
        ours=ours,
        forecasts=forecasts,
        open_time=open_time,
        queue_length_ms=_queue_length(paper, hall, turn, open_time),
        last_to_enter_ms=_last_to_enter(paper, turn),
    )


def hall_of(paper: PaperCentre, pace: Pace, open_time: OpenTime) -> Hall:
    return Hall(
        open_time=open_time,
        hour=(paper.now - paper.midnight) // HOUR_MS,
        minute=(paper.now - paper.midnight) // 60_000 % 60,
        desks=paper.desks(),
        busy={
            counter: Busy(paper.turns[here.turn_id].service, here.called_at) for counter, here in paper.at_desks.items()
        },
        standing=[
            Standing(
                turn_id=turn.turn_id,
                service=turn.service,
                rate=turn.rate,
                language=turn.language,
                for_counter=None,
                for_officer=None,
                ranked_at=turn.ranked_at,
                arrival=turn.arrival,
                overtaken=turn.overtaken,
                first_overtaken_at=turn.first_overtaken_at,
            )
            for turn in paper.candidates()
        ]
        + [
            back_from_hold(held.counter_id, paper.turns[held.turn_id].service, held.held_at, paper.now)
            for held in paper.held.values()
        ],
        services=[service.code for service in paper.centre.services],
        rules=paper.centre.queue,
        pace=pace,
    )


def _queue_length(paper: PaperCentre, hall: Hall, turn: PaperTurn, open_time: OpenTime) -> float | None:
    serving = [counter for counter in hall.desks.open if counter.counter.serves(turn.service)]
    if not serving:
        return None
    ahead = sum(known.service == turn.service for known in paper.candidates())
    if ahead == 0 and any(desk.counter.counter_id not in paper.at_desks for desk in serving):
        return 0.0
    all_day = hall.pace.means_ms.get(turn.service) or hall.pace.mean_ms(turn.service, hall.hour)
    return float(open_time.wall_at(all_day * (ahead + 1) / len(serving)) - paper.now)


def _last_to_enter(paper: PaperCentre, turn: PaperTurn) -> float | None:
    serving = [at for at in paper.signed_on if paper.counters[at].serves(turn.service)]
    ahead = any(known.service == turn.service for known in paper.candidates())
    if not ahead and any(at not in paper.at_desks for at in serving):
        return 0.0
    last = paper.entered.get(turn.service)
    return None if last is None or last.called_at is None else float(last.called_at - last.waiting_since)


def working_days(count: int, after: date = FIRST_DAY) -> list[date]:
    """Weekdays from `after` on, in order."""
    days: list[date] = []
    while len(days) < count:
        if after.weekday() < 5:
            days.append(after)
        after += timedelta(days=1)
    return days


def learnt_pace(simulated: SimulatedCentre, days: Sequence[date]) -> Pace:
    """What these days teach about the centre."""
    return pace_of(simulated.live(days, None, lambda _: None), simulated.expected_ms())


def _enough(centre: Centre, count: int) -> list[Counter]:
    """So many counters, more of the same where the centre has fewer."""
    known = list(centre.counters)
    return [
        known[at]
        if at < len(known)
        else replace(known[at % len(known)], counter_id=f"Q{at + 1}", number=at + 1, second_services=())
        for at in range(count)
    ]
