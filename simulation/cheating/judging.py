"""How many cheats the detectors find and how many honest officers they flag, seed by seed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from server.domain.detectors import Finding, Others, Tallies, judge, others_of, tallies
from simulation.cheating.cheats import Cheat, cheats
from simulation.cheating.fortnight import FIRST_DAY, LAST_DAY, work
from simulation.cheating.people import Character, Habits, Hall, draw_habits, draw_hall

TUNED_ON = range(1, 301)
"""The seeds on which the thresholds were set."""

UNSEEN = range(10_001, 11_001)
"""The seeds on which they are judged."""

OFFICERS = (7, 12)
"""Fewest and most officers of a centre: one of each honest character, the others ordinary."""


@dataclass(slots=True)
class Judged:
    """Counts over many seeds."""

    honest: Counter[str] = field(default_factory=Counter)
    """Officers by character."""
    flagged: Counter[str] = field(default_factory=Counter)
    signs: Counter[str] = field(default_factory=Counter)
    """Findings about honest officers, by character and kind."""
    cheats: Counter[tuple[str, float]] = field(default_factory=Counter)
    """Cheating officers by cheat and nominal share of touched turns (0: drawn as in `cheats.json`)."""
    found: Counter[tuple[str, float]] = field(default_factory=Counter)

    def add(self, other: "Judged") -> None:
        for mine, its in (
            (self.honest, other.honest),
            (self.flagged, other.flagged),
            (self.signs, other.signs),
        ):
            mine.update(its)
        self.cheats.update(other.cheats)
        self.found.update(other.found)


@dataclass(frozen=True, slots=True)
class _Centre:
    hall: Hall
    tallied: tuple[tuple[Character, Tallies], ...]

    def others_than(self, one: Tallies) -> Others:
        return others_of(tallied for _, tallied in self.tallied if tallied is not one)


def judge_seeds(seeds: Iterable[int], shares: Sequence[float] = ()) -> Judged:
    """Each seed is a centre of its own: all its honest officers, and one officer of each cheat among them.

    With `shares`, each cheat also at these shares of touched turns.
    """
    judged = Judged()
    for seed in seeds:
        judged.add(_judge_centre(seed, shares))
    return judged


def _judge_centre(seed: int, shares: Sequence[float]) -> Judged:
    judged = Judged()
    centre = _honest_centre(seed)
    for character, own in centre.tallied:
        found = _findings(own, centre.others_than(own))
        judged.honest[character] += 1
        judged.flagged[character] += bool(found)
        judged.signs.update(f"{character}: {finding.kind}" for finding in found)
    # A cheat takes the place of the first ordinary officer.
    replaced = next(own for character, own in centre.tallied if character is Character.ORDINARY)
    others = centre.others_than(replaced)
    for cheat in cheats().cheats:
        for share in (0.0, *shares):
            found = _findings(tallies(work("cheat", *_cheating(centre.hall, seed, cheat, share))), others)
            judged.cheats[cheat.cheat, share] += 1
            judged.found[cheat.cheat, share] += any(finding.kind is cheat.kind for finding in found)
    return judged


def _honest_centre(seed: int) -> _Centre:
    chance = Random(f"centre {seed}")
    hall = draw_hall(chance)
    characters = list(Character)
    characters += [Character.ORDINARY] * (chance.randint(*OFFICERS) - len(characters))
    tallied = tuple(
        (character, tallies(work(f"CB{n:02d}", draw_habits(hall, character, chance), chance)))
        for n, character in enumerate(characters, 1)
    )
    return _Centre(hall, tallied)


def _cheating(hall: Hall, seed: int, cheat: Cheat, share: float) -> tuple[Habits, Random, Cheat, float]:
    chance = Random(f"cheat {seed} {cheat.cheat} {share}")
    habits = draw_habits(hall, Character.ORDINARY, chance)
    if cheat.cheat == "cut_windows":  # who never presses Start cannot cut a window with it
        habits = replace(habits, uses_next_alone=False)
    drawn = chance.uniform(cheats().least_touched, cheats().most_touched)
    return habits, chance, cheat, share or drawn


def _findings(own: Tallies, others: Others) -> list[Finding]:
    return judge("", own, others, FIRST_DAY.isoformat(), LAST_DAY.isoformat())
