"""The command line of scripts/demo; standard library only, for it is read before anything is installed."""

import argparse
from pathlib import Path

from simulation.people.sample_day import profile_names  # standard library only, as this

DEFAULT_PORT = 8080
DEFAULT_WALL_PORT = 8000
DEFAULT_PHONES_PORT = 8090
DEFAULT_PROFILE, DEFAULT_SEED = "medium", "1"
DEFAULT_DATA = Path(__file__).resolve().parent.parent / ".demo"

_OF_A_CENTRE_THAT_STAYS = ("windows", "hours", "fresh", "empty", "port", "data", "wall_port", "phones_port", "lan")


def read_arguments(words: list[str] | None = None) -> argparse.Namespace:
    """The arguments, checked; leaves with a message and status 2 when they make no sense together."""
    parser = argparse.ArgumentParser(
        prog="scripts/demo",
        description="Installs what is missing and starts a sample centre on this machine: server, broker, "
        "printer, kiosk, hall board, and a display and a rating pad for each of two counters.",
        epilog="It listens on this machine alone (127.0.0.1) unless --lan is given. Ctrl-C stops all of it.",
    )
    parser.add_argument("--windows", action="store_true", help="open the screens as windows on this desktop")
    parser.add_argument("--hours", action="store_true", help="keep to the centre's opening hours")
    parser.add_argument(
        "--port",
        type=_port,
        help=f"port of the staff console (default: {DEFAULT_PORT}, or a free one when it is taken)",
    )
    parser.add_argument(
        "--wall-port",
        type=_port,
        help=f"port of the page that shows everything (default: {DEFAULT_WALL_PORT}, or a free one when it is taken)",
    )
    parser.add_argument(
        "--phones-port",
        type=_port,
        help=f"port of the pages that phones open (default: {DEFAULT_PHONES_PORT}, or a free one when it is taken)",
    )
    parser.add_argument(
        "--lan",
        action="store_true",
        help="let others in this network reach that page, the console and the pages for phones, so that the code on a "
        "slip opens on one's own phone; it says what that opens",
    )
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="folder the centre lives in (default: .demo in the clone)"
    )
    parser.add_argument("--fresh", action="store_true", help="begin anew: empty that folder first")
    parser.add_argument("--empty", action="store_true", help="make the centre without its two weeks of sample history")
    parser.add_argument(
        "--visit",
        action="store_true",
        help="walk one visit through the real programs, tell each step, and stop",
    )
    parser.add_argument(
        "--day",
        action="store_true",
        help="play a whole day through the real programs, print its figures, check every promise, and stop",
    )
    parser.add_argument(
        "--profile",
        choices=profile_names(),
        help=f"with --day: how large the day and its centre are (default: {DEFAULT_PROFILE})",
    )
    parser.add_argument(
        "--seed", help=f"with --day: another seed, other people (default: {DEFAULT_SEED}); any word or number"
    )
    parser.add_argument("--json", action="store_true", help="with --visit or --day: one JSON object a line")
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="DIR",
        help="with --visit: keep pictures, slip, call and database there; with --day: database, journal, figures",
    )
    arguments = parser.parse_args(words)
    if arguments.visit and arguments.day:
        parser.error("--visit and --day are two different things; choose one")
    if not arguments.day:
        for option in ("profile", "seed"):
            if getattr(arguments, option):
                parser.error(f"--{option} goes with --day")
    if not arguments.visit and not arguments.day:
        for option in ("json", "keep"):
            if getattr(arguments, option):
                parser.error(f"--{option} goes with --visit or --day")
    elif any(getattr(arguments, option) for option in _OF_A_CENTRE_THAT_STAYS):
        what, others = ("--day", "--profile, --seed, --json") if arguments.day else ("--visit", "--json")
        parser.error(f"{what} runs in a scratch folder of its own; only {others} and --keep go with it")
    arguments.profile = arguments.profile or DEFAULT_PROFILE
    arguments.seed = arguments.seed or DEFAULT_SEED
    arguments.data = arguments.data or DEFAULT_DATA
    return arguments


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"'{text}' is no port: a number from 1 to 65535")
    return int(text)
