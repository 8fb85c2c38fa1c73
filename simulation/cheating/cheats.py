"""The cheats of `simulation/cheats.json`, which were fixed before the detectors' thresholds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path
from random import Random

from server.domain.detectors import FindingKind

FILE = Path(__file__).parent.parent / "cheats.json"


@dataclass(frozen=True, slots=True)
class Spread:
    """A log-normal time in seconds, cut at both ends."""

    median: float
    spread: float
    least: float
    most: float

    def draw_ms(self, chance: Random) -> int:
        drawn = chance.lognormvariate(log(self.median), self.spread)
        return round(1000 * min(self.most, max(self.least, drawn)))


@dataclass(frozen=True, slots=True)
class Cheat:
    cheat: str
    kind: FindingKind
    how: str
    times: Mapping[str, Spread]
    shares: Mapping[str, float]
    is_beyond: bool = False
    """Measured beside the others: two weeks of few ratings cannot show it nineteen times in twenty."""


@dataclass(frozen=True, slots=True)
class Cheats:
    cheats: tuple[Cheat, ...]
    least_touched: float
    most_touched: float
    curve: tuple[float, ...]
    """Shares of touched turns at which the detectors' power is published."""


@cache
def cheats() -> Cheats:
    values = json.loads(FILE.read_text(encoding="utf-8"))
    return Cheats(
        tuple(
            Cheat(
                cheat=one["id"],
                kind=FindingKind(one["kind"]),
                how=one["how"],
                times={name: Spread(**value) for name, value in one.items() if isinstance(value, dict)},
                shares={name: value for name, value in one.items() if isinstance(value, float)},
                is_beyond=one.get("is_beyond", False),
            )
            for one in values["cheats"]
        ),
        values["touched"]["least"],
        values["touched"]["most"],
        tuple(values["curve"]),
    )
