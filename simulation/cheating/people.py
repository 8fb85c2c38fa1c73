"""Halls and officers as they differ from each other: every habit is drawn anew for each seed.

Own composition, measured at no real centre. Wide on purpose: a rule that holds only where all are alike holds nowhere.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

SERVICE_MEDIANS_S = (200, 340, 420, 560, 680, 900)
"""Of the desks: handing results out is short, land takes long (from `simulation/sample_day.json`)."""


class Character(StrEnum):
    """The honest kinds of officers."""

    ORDINARY = "ordinary"
    CURT = "curt"
    """Short with people, calls the next at once, marks absent quickly, is rated seldom."""
    DEAD_PAD = "dead_pad"
    """The pad was dead for days, once or twice."""
    ELDERS_DESK = "elders_desk"
    """Slow people: they walk and press late, are helped with the pad, miss their call."""
    NEWCOMER = "newcomer"
    """Slow, forgets Start, hands much on to colleagues, presses Next twice by mistake."""
    INVITING = "inviting"
    """Asks everybody to rate, waits for the press, then calls the next."""
    ENQUIRIES = "enquiries"
    """Many quick serves: people who ask something."""


@dataclass(frozen=True, slots=True)
class Hall:
    """What the officers of one centre have in common."""

    rates: float
    """Share of citizens who rate."""
    stands_by: float
    """Share of those called who stand at the desk already."""
    no_show: float
    transfers: float
    quick_serves: float
    busy_mornings: float
    """Share of turns at whose end somebody waits."""
    busy_afternoons: float


@dataclass(frozen=True, slots=True)
class Habits:
    """One officer at one desk."""

    turns_a_day: float
    service_median_s: float
    rates: float
    stands_by: float
    no_show: float
    transfers: float
    quick_serves: float
    busy: tuple[float, float]
    uses_next_alone: bool
    """Never presses Start or Finish: arrivals are inferred."""
    forgets_start: float = 0.02
    walk_median_s: float = 12
    press_median_s: float = 9
    presses_again: float = 0.02
    gap_median_s: float = 14
    """From the end to the next call, when somebody waits."""
    calls_after_press: float = 0.12
    """Share of rated turns after which the officer waits for the press and then calls."""
    absent_median_s: float = 110
    """From the first call to Did not come."""
    not_taken_up: float = 0.08
    """Share of transfers at whose end nobody comes."""
    slips: float = 0.004
    """Share of turns ended by mistake right after the call."""
    quick_median_s: float = 120
    dead_half_days: frozenset[int] = frozenset()
    dead_pad_starts_anew: bool = False


def draw_hall(chance: Random) -> Hall:
    return Hall(
        rates=chance.uniform(0.3, 0.6),
        stands_by=chance.uniform(0.02, 0.1),
        no_show=chance.uniform(0.03, 0.09),
        transfers=chance.uniform(0.01, 0.04),
        quick_serves=chance.uniform(0.0, 0.04),
        busy_mornings=chance.uniform(0.6, 0.95),
        busy_afternoons=chance.uniform(0.25, 0.7),
    )


def draw_habits(hall: Hall, character: Character, chance: Random) -> Habits:
    """An officer of a character: the hall's habits, made one's own."""

    def own(share: float, most: float = 0.9) -> float:
        return min(most, share * chance.lognormvariate(0, 0.25))

    ordinary = Habits(
        turns_a_day=chance.uniform(16, 36),
        service_median_s=chance.choice(SERVICE_MEDIANS_S),
        rates=own(hall.rates),
        stands_by=own(hall.stands_by, 0.2),
        no_show=own(hall.no_show),
        transfers=own(hall.transfers),
        quick_serves=own(hall.quick_serves),
        busy=(hall.busy_mornings, hall.busy_afternoons),
        uses_next_alone=chance.random() < 0.15,
        walk_median_s=12 * chance.lognormvariate(0, 0.2),
        press_median_s=9 * chance.lognormvariate(0, 0.15),
        gap_median_s=14 * chance.lognormvariate(0, 0.4),
        calls_after_press=own(0.12),
        absent_median_s=110 * chance.lognormvariate(0, 0.2),
    )
    return _WITH[character](ordinary, chance)


def _curt(habits: Habits, chance: Random) -> Habits:
    return replace(
        habits,
        service_median_s=0.65 * habits.service_median_s,
        rates=0.65 * habits.rates,
        stands_by=min(0.2, 1.6 * habits.stands_by),
        no_show=1.4 * habits.no_show,
        gap_median_s=chance.uniform(2, 5),
        absent_median_s=chance.uniform(35, 70),
    )


def _dead_pad(habits: Habits, chance: Random) -> Habits:
    dead: set[int] = set()
    for _ in range(chance.choice((1, 1, 2))):
        first = chance.randrange(0, 16)
        dead |= set(range(first, first + chance.randrange(2, 9)))
    return replace(habits, dead_half_days=frozenset(dead), dead_pad_starts_anew=chance.random() < 0.6)


def _elders_desk(habits: Habits, chance: Random) -> Habits:
    return replace(
        habits,
        service_median_s=1.6 * habits.service_median_s,
        turns_a_day=0.75 * habits.turns_a_day,
        rates=0.8 * habits.rates,
        walk_median_s=2 * habits.walk_median_s,
        press_median_s=chance.uniform(13, 19),
        presses_again=0.05,
        no_show=1.4 * habits.no_show,
        absent_median_s=1.5 * habits.absent_median_s,
        transfers=1.4 * habits.transfers,
    )


def _newcomer(habits: Habits, chance: Random) -> Habits:
    return replace(
        habits,
        service_median_s=1.7 * habits.service_median_s,
        turns_a_day=0.75 * habits.turns_a_day,
        uses_next_alone=False,
        forgets_start=chance.uniform(0.1, 0.3),
        transfers=max(0.08, 3 * habits.transfers),
        slips=0.02,
        gap_median_s=1.6 * habits.gap_median_s,
    )


def _inviting(habits: Habits, chance: Random) -> Habits:
    return replace(
        habits,
        rates=min(0.85, 1.6 * habits.rates),
        press_median_s=chance.uniform(6, 8),
        calls_after_press=chance.uniform(0.3, 0.6),
        uses_next_alone=False,
    )


def _enquiries(habits: Habits, chance: Random) -> Habits:
    return replace(habits, quick_serves=chance.uniform(0.1, 0.2), quick_median_s=chance.uniform(90, 150))


_WITH: dict[Character, Callable[[Habits, Random], Habits]] = {
    Character.ORDINARY: lambda habits, _chance: habits,
    Character.CURT: _curt,
    Character.DEAD_PAD: _dead_pad,
    Character.ELDERS_DESK: _elders_desk,
    Character.NEWCOMER: _newcomer,
    Character.INVITING: _inviting,
    Character.ENQUIRIES: _enquiries,
}
