"""The command line of scripts/soak; standard library only, for it is read before anything is installed."""

import argparse
from pathlib import Path

MINUTES, SPEED, CONSOLES, PHONES = 60.0, 30.0, 10, 30


def read_arguments(words: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/soak",
        description="Installs what is missing and lets a whole centre live through busy days at speed: server, pages "
        "for phones, broker, printer, kiosk, hall board, counters' displays, pads, consoles and phones. Every minute "
        "it notes memory, file handles and threads of each program; at the end it says which stayed flat, and checks "
        "the books.",
        epilog="Exit status 0: every program stayed flat, none ended by itself, and every promise was kept. "
        "docs/soak.md says what counts as flat.",
    )
    parser.add_argument("--minutes", type=float, default=MINUTES, help=f"for how long (default {MINUTES:g})")
    parser.add_argument(
        "--speed", type=float, default=SPEED, metavar="N", help=f"times real time, 1 to 60 (default {SPEED:g})"
    )
    parser.add_argument("--consoles", type=int, default=CONSOLES, help=f"live consoles (default {CONSOLES})")
    parser.add_argument("--phones", type=int, default=PHONES, help=f"phones that follow numbers (default {PHONES})")
    parser.add_argument(
        "--pixels",
        action="store_true",
        help="draw the screens, too: then what the graphics driver keeps is in the figures, by a processor that draws "
        "some hundred megabytes which come and go",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every sample and the verdict there")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the database and what the programs said there")
    parser.add_argument(
        "--plant",
        metavar="PROGRAM",
        help="let this program keep a little memory, a file and a thread at every look, to see that it is found",
    )
    arguments = parser.parse_args(words)
    if arguments.minutes <= 0 or arguments.consoles < 1 or arguments.phones < 1:
        parser.error("--minutes, --consoles and --phones want something above 0")
    return arguments
