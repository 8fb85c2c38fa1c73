"""`python -m simulation.cheating`: how many cheating officers the detectors find, and how many honest ones they flag.

`--seeds N` unseen centres (1,000), `--first N` the first of them (10,001), `--curve-seeds N` for the curve (200),
`--chart FILE` writes the curve as SVG.
"""

import argparse
import sys
from pathlib import Path

from simulation.cheating.chart import curve_svg
from simulation.cheating.cheats import cheats
from simulation.cheating.judging import UNSEEN, Judged, judge_seeds
from simulation.stopping import say

LEAST_FOUND, MOST_FLAGGED = 0.95, 0.01


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m simulation.cheating", description=__doc__)
    parser.add_argument("--seeds", type=int, default=len(UNSEEN), help="simulated centres of two weeks")
    parser.add_argument("--first", type=int, default=UNSEEN.start, help="seed of the first")
    parser.add_argument("--curve-seeds", type=int, default=200, help="centres of the curve; 0: no curve")
    parser.add_argument("--chart", type=Path, help="a file for the curve, SVG")
    arguments = parser.parse_args()
    seeds = range(arguments.first, arguments.first + arguments.seeds)
    judged = judge_seeds(seeds)
    say(table(judged))
    if arguments.curve_seeds:
        shares = cheats().curve
        of_curve = judge_seeds(seeds[: arguments.curve_seeds], shares)
        say(curve_table(of_curve))
        if arguments.chart is not None:
            title = "Cheating officers found in two weeks"
            arguments.chart.write_text(curve_svg(curve(of_curve), shares, title), encoding="utf-8")
    return 0 if keeps_the_promise(judged) else 1


def keeps_the_promise(judged: Judged) -> bool:
    """Enough of each cheat found but for those that lie beyond, and few enough of the honest officers flagged."""
    beyond = {cheat.cheat for cheat in cheats().cheats if cheat.is_beyond}
    return (
        all(judged.found[key] >= LEAST_FOUND * count for key, count in judged.cheats.items() if key[0] not in beyond)
        and judged.flagged.total() <= MOST_FLAGGED * judged.honest.total()
    )


def table(judged: Judged) -> str:
    """Markdown: the cheats found, then the honest officers flagged."""
    lines = ["| cheat | officers | found |", "|---|---|---|"]
    for key, count in judged.cheats.items():
        if key[1] == 0:
            lines.append(f"| `{key[0]}` | {count:,} | {100 * judged.found[key] / count:.1f} % |")
    lines += ["", "| honest officers | officers | flagged |", "|---|---|---|"]
    for character, count in judged.honest.items():
        flagged = judged.flagged[character]
        lines.append(f"| {character.replace('_', ' ')} | {count:,} | {flagged} ({100 * flagged / count:.2f} %) |")
    honest, flagged = judged.honest.total(), judged.flagged.total()
    lines.append(f"| all | {honest:,} | {flagged} ({100 * flagged / honest:.2f} %) |")
    return "\n".join(lines)


def curve(judged: Judged) -> dict[str, list[float]]:
    """By cheat, the share found at each share of touched turns."""
    return {
        cheat.cheat: [judged.found[cheat.cheat, share] / judged.cheats[cheat.cheat, share] for share in cheats().curve]
        for cheat in cheats().cheats
    }


def curve_table(judged: Judged) -> str:
    lines = [
        "",
        "| turns touched | " + " | ".join(f"{share:.0%}".replace("%", " %") for share in cheats().curve) + " |",
    ]
    lines.append("|---" * (len(cheats().curve) + 1) + "|")
    for cheat, found in curve(judged).items():
        lines.append(f"| `{cheat}` | " + " | ".join(f"{share:.0%}".replace("%", " %") for share in found) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
