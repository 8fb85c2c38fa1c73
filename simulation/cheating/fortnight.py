"""One officer's two weeks on paper: turns and presses as `server/db/queries/worked.py` reads them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from math import log
from random import Random

from server.domain.instant import MINUTE_MS, Instant
from server.domain.worked import PressRecord, TurnEnd, TurnRecord, Worked
from simulation.cheating.cheats import Cheat
from simulation.cheating.people import Habits

FIRST_DAY = date(2026, 11, 9)
"""A Monday."""
LAST_DAY = FIRST_DAY + timedelta(days=11)
HALF_DAYS = 20
_HALF_DAY_MS = 6 * 60 * MINUTE_MS
_WINDOW_MS = MINUTE_MS
_SHORTEST_MS = 20_000
_GRACE_MS = 2_000
_GAP_SPREAD, _WALK_SPREAD, _SERVICE_SPREAD, _PRESS_SPREAD, _QUICK_SPREAD = 0.6, 0.6, 0.6, 0.7, 0.7


def work(officer_id: str, habits: Habits, chance: Random, cheat: Cheat | None = None, touched: float = 0.0) -> Worked:
    """Two weeks of ten days; of the cheat's turns the share `touched` is touched, on average."""
    fortnight = _Fortnight(habits, chance, cheat, touched)
    if cheat is not None and cheat.cheat == "pad_put_away":
        fortnight.put_away = frozenset(chance.sample(range(HALF_DAYS), round(touched * HALF_DAYS)))
    if cheat is not None and cheat.cheat == "pad_held_back":
        begins = 1 - touched / cheat.shares["kept_from"]
        fortnight.held_back_since = begins + chance.uniform(-1, 1) * cheat.shares["begins_within"] / 2
    for half_day in range(HALF_DAYS):
        fortnight.live(half_day)
    return Worked(officer_id, fortnight.turns, fortnight.presses)


@dataclass(frozen=True, slots=True)
class _Rating:
    delay_ms: int
    is_the_officers: bool = False


@dataclass(slots=True)
class _Fortnight:
    habits: Habits
    chance: Random
    cheat: Cheat | None
    touched: float
    turns: list[TurnRecord] = field(default_factory=list)
    presses: list[PressRecord] = field(default_factory=list)
    put_away: frozenset[int] = frozenset()
    """Half days in which something lies over the pad."""
    held_back_since: float = 1.0
    """From this share of the two weeks on nearly nobody gets at the pad."""
    _is_waiting: bool = False
    """Whether somebody waits at the end of the turn in hand."""
    _calls_at_once: bool = False
    """The window of the turn before is being cut."""

    def live(self, half_day: int) -> None:
        """One half day: the turns one after another, with the gaps between them."""
        habits, chance = self.habits, self.chance
        name = f"{FIRST_DAY + timedelta(days=half_day // 2 + 2 * (half_day // 10))} {half_day % 2}"
        count = round(habits.turns_a_day * (0.55 if half_day % 2 == 0 else 0.45) * chance.uniform(0.85, 1.15))
        rates = min(0.95, habits.rates * chance.lognormvariate(0, 0.1))
        is_dead = half_day in habits.dead_half_days or half_day in self.put_away
        if half_day >= self.held_back_since * HALF_DAYS:
            assert self.cheat is not None
            rates *= 1 - self.cheat.shares["kept_from"]
        boot = (
            "after" if habits.dead_pad_starts_anew and half_day > max(habits.dead_half_days, default=99) else "before"
        )
        busy = habits.busy[half_day % 2]
        at = half_day * _HALF_DAY_MS
        is_waiting = chance.random() < busy
        for _ in range(count):
            pads = self._padding(at, name) if not is_waiting else at
            at = self._turn(pads, name, rates=rates, is_dead=is_dead, boot=boot, busy=busy, was_waiting=is_waiting)
            is_waiting = self._is_waiting

    def _turn(
        self, free_at: Instant, name: str, *, rates: float, is_dead: bool, boot: str, busy: float, was_waiting: bool
    ) -> Instant:
        """One turn called at `free_at` or when somebody comes; when the desk is free again for the next call."""
        habits, chance = self.habits, self.chance
        called_at = free_at if was_waiting else free_at + round(chance.expovariate(1 / (4 * MINUTE_MS)))
        since = (
            free_at - chance.randrange(MINUTE_MS, 20 * MINUTE_MS)
            if was_waiting
            else called_at - chance.randrange(500, 8000)
        )
        since = since if was_waiting else max(free_at + 1, since)
        self._is_waiting = chance.random() < busy
        drawn = chance.random()
        if drawn < habits.quick_serves:
            served_ms = self._about(habits.quick_median_s, _QUICK_SPREAD, 10, 900)
            self._add(name, TurnEnd.FINISHED, called_at, None, called_at, called_at + served_ms, quick=True)
            return self._rate_and_go_on(called_at + served_ms, rates, is_dead, boot)
        if self._does("served_marked_absent") and chance.random() < self.touched:
            return self._served_as_absent(name, since, called_at)
        if chance.random() < habits.no_show:
            return self._absent(name, since, called_at)
        service_ms = self._about(habits.service_median_s, _SERVICE_SPREAD, 20, 5400)
        walk_ms = self._walk_ms()
        if self._does("served_transferred") and chance.random() < self.touched:
            assert self.cheat is not None
            comes = chance.random() < self.cheat.shares["comes_all_the_same"]
            self._add(
                name, TurnEnd.TRANSFERRED, since, called_at, None, called_at + walk_ms + service_ms, taken_up=comes
            )
            return called_at + walk_ms + service_ms + self._gap_ms()
        arrived_at = called_at + walk_ms
        if chance.random() < habits.transfers:
            taken_up = chance.random() >= habits.not_taken_up
            ended_at = arrived_at + self._about(150, 0.6, 20, 1500)
            self._add(name, TurnEnd.TRANSFERRED, since, called_at, arrived_at, ended_at, taken_up=taken_up, window=True)
            return self._rate_and_go_on(ended_at, rates * 0.3, is_dead, boot)
        if chance.random() < habits.slips:
            service_ms = chance.randrange(1000, 15000)
        self._add(name, TurnEnd.FINISHED, since, called_at, arrived_at, arrived_at + service_ms, window=True)
        return self._rate_and_go_on(arrived_at + service_ms, rates, is_dead, boot)

    # --- what may be cheated ---------------------------------------------------------------------------------------

    def _walk_ms(self) -> int:
        """From the call to Start. After a cut window it is the officer's hand and not the citizen."""
        if self._calls_at_once:
            assert self.cheat is not None
            self._calls_at_once = False
            return self.cheat.times["starts_s"].draw_ms(self.chance)
        if self.chance.random() < self.habits.stands_by:
            return self.chance.randrange(800, 5000)
        return 2000 + self._about(self.habits.walk_median_s, _WALK_SPREAD, 1, 120)

    def _rate_and_go_on(self, ended_at: Instant, rates: float, is_dead: bool, boot: str) -> Instant:
        """The turn just added is rated or not; when the next is called, if somebody waits."""
        habits, chance, turn = self.habits, self.chance, self.turns[-1]
        gap_ms = 0 if habits.uses_next_alone and chance.random() < 0.8 else self._gap_ms()
        ratings: list[_Rating] = []
        if chance.random() < rates:
            delay_ms = self._about(habits.press_median_s, _PRESS_SPREAD, 0.3, 90)
            ratings.append(_Rating(delay_ms))
            if chance.random() < habits.presses_again:
                ratings.append(_Rating(delay_ms + chance.randrange(5500, 15000)))
            if chance.random() < habits.calls_after_press and delay_ms < 25_000:
                gap_ms = delay_ms + chance.randrange(800, 5000)
        gap_ms = self._cheated_rating(ratings, gap_ms)
        shortest = _SHORTEST_MS if self._is_waiting else _WINDOW_MS
        open_ms = min(_WINDOW_MS, max(shortest, gap_ms + round(1000 * habits.walk_median_s)))
        for rating in ratings:
            if not is_dead and (rating.is_the_officers or rating.delay_ms <= open_ms + _GRACE_MS):
                self.presses.append(PressRecord(turn.turn_id, ended_at + rating.delay_ms, boot))
        return ended_at + gap_ms

    def _cheated_rating(self, ratings: list[_Rating], gap_ms: int) -> int:
        """What the officer does about the rating of the turn that just ended; the gap to the next call."""
        cheat, chance = self.cheat, self.chance
        if cheat is None:
            return gap_ms
        if cheat.cheat == "quick_hand" and chance.random() < self.touched:
            if ratings and chance.random() < cheat.shares["citizen_refrains"]:
                ratings.clear()
            ratings.append(_Rating(cheat.times["press_s"].draw_ms(chance), is_the_officers=True))
        if (
            cheat.cheat == "after_they_left"
            and not ratings
            and chance.random() < self.touched / (1 - self._rated_share())
        ):
            delay_ms = cheat.times["press_s"].draw_ms(chance)
            ratings.append(_Rating(delay_ms, is_the_officers=True))
            return delay_ms + cheat.times["then_calls_s"].draw_ms(chance)
        if cheat.cheat == "cut_windows" and self._is_waiting:
            busy = sum(self.habits.busy) / 2
            if chance.random() < self.touched / busy:
                self._calls_at_once = True
                return cheat.times["calls_s"].draw_ms(chance)
        return gap_ms

    def _served_as_absent(self, name: str, since: Instant, called_at: Instant) -> Instant:
        """Serves, and has it recorded as a no-show."""
        cheat, chance = self.cheat, self.chance
        assert cheat is not None
        served_ms = self._walk_ms() + self._about(self.habits.service_median_s, _SERVICE_SPREAD, 20, 5400)
        if chance.random() < cheat.shares["marks_first"]:
            marked_at = called_at + cheat.times["at_once_s"].draw_ms(chance)
            self._add(name, TurnEnd.NO_SHOW, since, called_at, None, marked_at)
            return marked_at + served_ms + self._gap_ms()
        recalled = chance.random() < cheat.shares["recalls_for_show"]
        ended_at = called_at + served_ms
        self._add(name, TurnEnd.NO_SHOW, since, called_at, None, ended_at, last=ended_at - 9000 if recalled else None)
        return ended_at + self._gap_ms()

    def _padding(self, at: Instant, name: str) -> Instant:
        """In a quiet moment the officer makes turns up; when that is over."""
        cheat, chance = self.cheat, self.chance
        if cheat is None or cheat.kind != "padding":
            return at
        quiet = 1 - sum(self.habits.busy) / 2
        wanted = self.touched / (1 - self.touched) / quiet
        made = int(wanted) + (chance.random() < wanted % 1)
        for _ in range(made):
            at += chance.randrange(4000, 60_000)
            if cheat.cheat == "quick_serves_for_nobody":
                ended_at = at + cheat.times["service_s"].draw_ms(chance)
                self._add(name, TurnEnd.FINISHED, at, None, at, ended_at, quick=True)
            else:
                arrived_at = at + cheat.times["starts_s"].draw_ms(chance)
                ended_at = arrived_at + cheat.times["service_s"].draw_ms(chance)
                self._add(name, TurnEnd.FINISHED, at - 20_000, at, arrived_at, ended_at, window=True)
            at = ended_at
        return at + 2000

    # --- the small parts ---------------------------------------------------------------------------------------------

    def _absent(self, name: str, since: Instant, called_at: Instant) -> Instant:
        chance, habits = self.chance, self.habits
        if habits.uses_next_alone and chance.random() < 0.4:  # the next call ends it as served
            ended_at = called_at + self._about(100, 0.4, 12, 400)
            self._add(name, TurnEnd.FINISHED, since, called_at, ended_at, ended_at, window=True)
            return ended_at
        ended_at = called_at + self._about(habits.absent_median_s, 0.4, 12, 600)
        self._add(name, TurnEnd.NO_SHOW, since, called_at, None, ended_at, last=(called_at + ended_at) // 2)
        return ended_at + self._gap_ms() // 2

    def _gap_ms(self) -> int:
        return self._about(self.habits.gap_median_s, _GAP_SPREAD, 0.3, 300)

    def _about(self, median_s: float, spread: float, least_s: float, most_s: float) -> int:
        return round(1000 * min(most_s, max(least_s, self.chance.lognormvariate(log(median_s), spread))))

    def _rated_share(self) -> float:
        return min(0.65, self.habits.rates)

    def _does(self, cheat: str) -> bool:
        return self.cheat is not None and self.cheat.cheat == cheat

    def _add(
        self,
        name: str,
        end: TurnEnd,
        since: Instant,
        called_at: Instant | None,
        arrived_at: Instant | None,
        ended_at: Instant,
        *,
        last: Instant | None = None,
        quick: bool = False,
        taken_up: bool = True,
        window: bool = False,
    ) -> None:
        habits = self.habits
        inferred = not quick and (habits.uses_next_alone or self.chance.random() < habits.forgets_start)
        self.turns.append(
            TurnRecord(
                turn_id=len(self.turns) + 1,
                half_day=name,
                end=end,
                ended_at=ended_at,
                is_quick_serve=quick,
                waiting_since=since,
                called_first_at=called_at,
                called_last_at=last or called_at,
                arrived_at=arrived_at,
                arrival_inferred=inferred,
                was_taken_up=taken_up,
                window_at=ended_at if window or quick else None,
            )
        )
