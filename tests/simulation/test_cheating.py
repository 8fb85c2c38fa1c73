"""Officers' fortnights on paper: the cheats that were fixed, the same seed the same people, and what the detectors make
of a few of them. The published figures come from `python -m simulation.cheating`."""

import json
from dataclasses import replace
from random import Random

import pytest

from server.domain.detectors import RULES, FindingKind, tallies
from server.domain.worked import Worked
from simulation.cheating.__main__ import LEAST_FOUND, MOST_FLAGGED, curve_table, keeps_the_promise, table
from simulation.cheating.chart import curve_svg
from simulation.cheating.cheats import FILE, Cheat, cheats
from simulation.cheating.fortnight import HALF_DAYS, work
from simulation.cheating.judging import TUNED_ON, UNSEEN, Judged, judge_seeds
from simulation.cheating.people import Character, draw_habits, draw_hall

FEW = range(401, 413)
"""Neither tuned on nor judged on: a failing test must be no reason to look at the unseen ones."""


@pytest.fixture(scope="module")
def judged() -> Judged:
    return judge_seeds(FEW)


def test_the_cheats_touch_three_tenths_of_the_turns_or_more_and_are_of_every_kind() -> None:
    assert cheats().least_touched >= 0.3
    assert {cheat.kind for cheat in cheats().cheats} == set(FindingKind) == {rule.kind for rule in RULES.values()}
    assert (min(cheats().curve), max(cheats().curve)) == (0.05, 0.5)
    assert all(spread.spread > 0 for cheat in cheats().cheats for spread in cheat.times.values()), "jittered"
    assert len(json.loads(FILE.read_text(encoding="utf-8"))["cheats"]) == len(cheats().cheats)


def test_what_was_tuned_on_is_never_judged_on() -> None:
    assert not set(TUNED_ON) & set(UNSEEN)
    assert len(UNSEEN) == 1000


def fortnight(cheat: Cheat, seed: int, touched: float) -> Worked:
    chance = Random(f"test {seed}")
    habits = replace(draw_habits(draw_hall(chance), Character.ORDINARY, chance), uses_next_alone=False)
    return work("CB01", habits, chance, cheat, touched)


def signs_of(worked: Worked) -> int:
    """Turns with any sign."""
    return len({turn for tally in tallies(worked).signs.values() for turn in tally.turns})


@pytest.mark.parametrize(
    "cheat",
    [cheat for cheat in cheats().cheats if cheat.cheat not in ("pad_put_away", "pad_held_back")],
    ids=lambda cheat: cheat.cheat,
)
def test_a_cheat_leaves_more_signs_the_more_is_touched(cheat: Cheat) -> None:
    few = sum(signs_of(fortnight(cheat, seed, 0.05)) for seed in range(5))
    many = sum(signs_of(fortnight(cheat, seed, 0.5)) for seed in range(5))
    assert many > 1.5 * few


def test_a_pad_that_is_put_away_is_silent_in_that_share_of_half_days() -> None:
    (put_away,) = (cheat for cheat in cheats().cheats if cheat.cheat == "pad_put_away")
    half_days = tallies(fortnight(put_away, 1, 0.3)).half_days
    assert len(half_days) == HALF_DAYS
    assert sum(not half_day.rated for half_day in half_days) >= 0.3 * HALF_DAYS


def test_a_pad_that_is_held_back_is_rated_less_in_that_share_of_half_days() -> None:
    (held_back,) = (cheat for cheat in cheats().cheats if cheat.cheat == "pad_held_back")
    begins = round(HALF_DAYS * (1 - 0.4 / held_back.shares["kept_from"]))
    before = after = 0
    for seed in range(5):
        half_days = tallies(fortnight(held_back, seed, 0.4)).half_days
        before += sum(one.rated for one in half_days[: begins - 1])
        after += sum(one.rated for one in half_days[begins + 1 :])
    assert 0 < after < 0.4 * before


def test_the_same_seed_is_the_same_centre() -> None:
    assert judge_seeds(FEW[:2]) == judge_seeds(FEW[:2])


def test_cheats_are_found_and_honest_officers_are_not(judged: Judged) -> None:
    """Few seeds, so that a change that breaks a rule shows at once; the bound is that of chance on few."""
    for key, count in judged.cheats.items():
        assert count == len(FEW)
        is_beyond = any(cheat.is_beyond for cheat in cheats().cheats if cheat.cheat == key[0])
        assert judged.found[key] >= count - (4 if is_beyond else 2), key
    assert set(judged.honest) == set(Character), "a curt one, a dead pad, an elders' desk, a newcomer among them"
    assert judged.flagged.total() <= 2


def test_the_table_says_what_was_found_and_the_promise_is_held_against_it(judged: Judged) -> None:
    said = table(judged)
    assert f"| `quick_hand` | {len(FEW)} | 100.0 % |" in said
    assert "| elders desk |" in said
    poor = Judged()
    poor.add(judged)
    poor.found["quick_hand", 0.0] = round(LEAST_FOUND * len(FEW)) - 2
    assert not keeps_the_promise(poor)
    poor.found["quick_hand", 0.0] = len(FEW)
    poor.flagged["curt"] += round(MOST_FLAGGED * poor.honest.total()) + 3
    assert not keeps_the_promise(poor)


def test_the_curve_rises_with_what_is_touched_and_is_drawn() -> None:
    shares = cheats().curve
    judged = judge_seeds(FEW[:3], shares)
    for cheat in cheats().cheats:
        found = [judged.found[cheat.cheat, share] for share in shares]
        assert found[0] <= found[-1] == 3, cheat.cheat
    assert curve_table(judged).count("\n") == 2 + len(cheats().cheats)
    drawn = curve_svg({"one": [0.0, 1.0], "two": [0.5, 1.0]}, (0.05, 0.5), "Found & told")
    assert drawn.count("<polyline") == 2
    assert "Found &amp; told" in drawn
