"""Draws every slip: `python -m simulation.screens.slip_drawing 80mm vi FOLDER [--names a,b]`."""

import argparse
from pathlib import Path

from simulation.screens.slip_scenes import WIDTHS, slips


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m simulation.screens.slip_drawing")
    parser.add_argument("paper", choices=tuple(WIDTHS))
    parser.add_argument("language")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--names", default="")
    said = parser.parse_args()
    wanted = set(said.names.split(",")) - {""}
    said.folder.mkdir(parents=True, exist_ok=True)
    for name, draw in slips(said.language).items():
        if not wanted or name in wanted:
            draw(WIDTHS[said.paper]).save(said.folder / f"{name}.png")


if __name__ == "__main__":
    main()
