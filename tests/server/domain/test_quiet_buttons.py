"""When the silence of a button is suspicious, and when it is not."""

from random import Random

from server.domain.quiet_buttons import CHANCE, quiet_levels, suspect_pads

LEVELS = (5, 4, 3, 2, 1)
SHARES = {5: 0.55, 4: 0.25, 3: 0.12, 2: 0.06, 1: 0.02}


def pressed(seed: int, count: int, *, dead: int | None = None) -> dict[int, int]:
    """So many people at one pad; what they meant by a dead button never arrives."""
    found = dict.fromkeys(LEVELS, 0)
    for level in Random(seed).choices(LEVELS, [SHARES[level] for level in LEVELS], k=count):
        if level != dead:
            found[level] += 1
    return found


def centre(seed: int, *, dead: int | None = None, count: int = 400) -> dict[str, dict[int, int]]:
    return {"pad-1": pressed(seed, count, dead=dead)} | {
        f"pad-{number}": pressed(seed * 100 + number, 400) for number in range(2, 7)
    }


def test_a_level_that_others_press_and_this_pad_never_does_is_suspect() -> None:
    ratings = centre(1, dead=3)
    assert quiet_levels("pad-1", ratings, LEVELS) == (3,)
    assert suspect_pads(ratings, LEVELS) == ("pad-1",)


def test_a_rare_level_needs_more_silence_than_a_frequent_one() -> None:
    assert quiet_levels("pad-1", centre(2, dead=4, count=40), LEVELS) == (4,)
    assert 1 not in quiet_levels("pad-1", centre(2, dead=1, count=40), LEVELS)
    assert quiet_levels("pad-1", centre(2, dead=1, count=1200), LEVELS) == (1,)


def test_good_pads_are_left_in_peace() -> None:
    wrong = sum(len(suspect_pads(centre(seed, count=200), LEVELS)) for seed in range(100))
    assert wrong <= 100 * 6 * len(LEVELS) * CHANCE


def test_a_pad_that_nobody_uses_is_not_suspect_and_neither_is_one_without_neighbours() -> None:
    assert suspect_pads(centre(3, count=0), LEVELS) == ()
    assert suspect_pads({"pad-1": pressed(4, 5000, dead=5)}, LEVELS) == ()
    assert suspect_pads({"pad-1": pressed(4, 5000, dead=5), "pad-2": pressed(5, 99)}, LEVELS) == ()


def test_a_level_that_nobody_presses_anywhere_is_not_suspect() -> None:
    everyone = {f"pad-{number}": {5: 500} for number in range(4)}
    assert suspect_pads(everyone, LEVELS) == ()
