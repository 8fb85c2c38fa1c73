"""The back-test's figures: centres of three sizes, people and officers of their own seeds, the same rules for all.

The method and its margins were chosen on centres of the seeds `look-...`; what is told here is of others.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from server.centre_file import centre_of, check_centre
from server.domain.centre import Centre
from simulation.backtest.scoring import Errors, Score, score
from simulation.backtest.watched_days import SimulatedCentre, Wait, learnt_pace, working_days
from simulation.centre_folder import SAMPLE_CENTRE
from simulation.people.sample_day import profile

SIZES = ("small", "medium", "large")
LEARNT_DAYS = 10


@dataclass(frozen=True, slots=True)
class Figures:
    """One size of centre."""

    size: str
    score: Score


def backtest(*, seeds: int, days: int, sizes: Sequence[str] = SIZES, test_seed: str = "fresh") -> list[Figures]:
    """Live through the days and score what was forecast to everybody who took a number."""
    return [Figures(size, score(waits_of(size, seeds=seeds, days=days, test_seed=test_seed))) for size in sizes]


def waits_of(size: str, *, seeds: int, days: int, test_seed: str) -> list[Wait]:
    """Everybody's wait and what was forecast, in `seeds` centres of a size."""
    centre = sample_centre()
    all_days = working_days(LEARNT_DAYS + days)
    waits: list[Wait] = []
    for number in range(seeds):
        simulated = SimulatedCentre(f"{test_seed}-{number}", centre, profile(size))
        pace = learnt_pace(simulated, all_days[:LEARNT_DAYS])
        simulated.live(all_days[LEARNT_DAYS:], pace, waits.append)
    return waits


def sample_centre() -> Centre:
    return centre_of(check_centre(json.loads(SAMPLE_CENTRE.read_text(encoding="utf-8"))))


def table(figures: Sequence[Figures]) -> str:
    """For people: a line for each size of centre, and one for those of its people who found no free desk."""
    rows = ["Waiting time on simulated days it never saw (minutes; error: median of how far off)"]
    rows.append(
        f"{'centre':18} {'waits':>6} {'median wait':>11} {'inside':>7} {'width':>6} {'narrow':>7}"
        f" {'our error':>10} {'queue length':>13} {'last to enter':>14}"
    )
    for known in figures:
        one = known.score
        rows.append(
            f"{known.size:18} {one.waits:>6} {one.median_wait_min:>11.1f} {one.inside:>7.1%}"
            f" {one.median_width_min:>6.1f} {one.narrow:>7.1%} {_three(one.errors)}"
        )
        rows.append(f"{'  over a minute':18} {one.queued:>6} {'':>34} {_three(one.queued_errors)}")
    rows.append("inside: share of waits in the shown range; narrow: range at most 15 minutes or 60 % of the wait wide")
    rows.append("over a minute: those who waited so long, for to find a free desk is easy to foretell")
    return "\n".join(rows)


def _three(errors: Errors) -> str:
    return f"{errors.ours:>10.2f} {errors.queue_length:>13.2f} {errors.last_to_enter:>14.2f}"
