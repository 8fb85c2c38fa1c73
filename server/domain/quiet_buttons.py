"""Which pads may have a button that is dead, from what is pressed elsewhere; pure.

A dead button says nothing, and so does a button that nobody wants to press: silence alone proves nothing. Suspect is a
level that was never pressed in N ratings of a pad although, at the centre's other pads, it is pressed often enough that
a good button would stay silent by chance in less than one of a thousand cases:

    (1 - p) ^ N < 1/1000,  p = lower end of the 95 % Wilson interval of the level's share at the other pads.

A rating is the last press of a turn, so that somebody who drums on a pad counts once. What is suspect is to be walked
over by hand (docs/pad.md); it is no fault of the officer who sits there, and it is told without the level, so that
nobody reads from it how a desk was rated.
"""

from collections.abc import Mapping

from server.domain.scores import wilson_interval

CHANCE = 0.001
FEWEST_ELSEWHERE = 100
"""With fewer ratings at the other pads their shares say too little."""

Ratings = Mapping[int, int]
"""How many ratings of each level."""


def suspect_pads(ratings: Mapping[str, Ratings], levels: tuple[int, ...]) -> tuple[str, ...]:
    """The pads with a level that may be dead, by their ids in order.

    `ratings`: of each pad, over the same days and under the same scheme, whose levels are `levels`.
    """
    return tuple(sorted(pad for pad in ratings if quiet_levels(pad, ratings, levels)))


def quiet_levels(pad: str, ratings: Mapping[str, Ratings], levels: tuple[int, ...]) -> tuple[int, ...]:
    """The levels of one pad that are suspect."""
    own = ratings[pad]
    others = [of for other, of in ratings.items() if other != pad]
    elsewhere = sum(sum(of.values()) for of in others)
    if elsewhere < FEWEST_ELSEWHERE:
        return ()
    here = sum(own.values())
    return tuple(
        level
        for level in levels
        if own.get(level, 0) == 0
        and _chance_of_silence(sum(of.get(level, 0) for of in others), elsewhere, here) < CHANCE
    )


def _chance_of_silence(pressed: int, of: int, ratings_here: int) -> float:
    """That a good button is pressed by none of so many people."""
    low, _ = wilson_interval(pressed, of)
    return float((1.0 - low) ** ratings_here)
