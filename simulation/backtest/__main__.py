"""`python -m simulation.backtest`: the waiting-time estimate against simulated days it never saw, as a table.

`--seeds N` centres of each size (6), `--days N` watched days of each (5) after ten from which the pace is learnt.
"""

import argparse
import sys

from simulation.backtest.figures import backtest, table
from simulation.stopping import say


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m simulation.backtest", description=__doc__)
    parser.add_argument("--seeds", type=int, default=6, help="simulated centres of each size")
    parser.add_argument("--days", type=int, default=5, help="days of each that are watched")
    arguments = parser.parse_args()
    say(table(backtest(seeds=arguments.seeds, days=arguments.days)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
