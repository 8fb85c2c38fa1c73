"""The command line of scripts/bench; standard library only, for it is read before anything is installed."""

import argparse
from pathlib import Path


def read_arguments(words: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="Installs what is missing and measures the server beside floors of the same machine: tickets and "
        "calls a second, the way to the boards, from the touch to the paper, starts and memory.",
        epilog="Only ratios within one run are claims; docs/performance.md says why. The whole run takes about "
        "half an hour and 12 GB of disk, --quick about a quarter of an hour and 3 GB; on a machine that is busy with "
        "other things both take longer.",
    )
    parser.add_argument("--quick", action="store_true", help="100,000 tickets of history instead of 1,000,000")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything that was measured there")
    parser.add_argument(
        "--scratch", type=Path, metavar="DIR", help="where the databases are made: another disk than the usual"
    )
    return parser.parse_args(words)
