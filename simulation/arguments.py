"""The command line of scripts/demo; standard library only, for it is read before anything is installed."""

import argparse
from pathlib import Path

DEFAULT_PORT = 8080
DEFAULT_DATA = Path(__file__).resolve().parent.parent / ".demo"


def read_arguments(words: list[str] | None = None) -> argparse.Namespace:
    """The arguments, checked; leaves with a message and status 2 when they make no sense together."""
    parser = argparse.ArgumentParser(
        prog="scripts/demo",
        description="Installs what is missing and starts a sample centre on this machine: server, broker, "
        "printer, kiosk, hall board, and a display and a rating pad for each of two counters.",
        epilog="It listens on this machine alone (127.0.0.1). Ctrl-C stops all of it.",
    )
    parser.add_argument("--windows", action="store_true", help="open the screens as windows on this desktop")
    parser.add_argument("--hours", action="store_true", help="keep to the centre's opening hours")
    parser.add_argument(
        "--port",
        type=_port,
        help=f"port of the staff console (default: {DEFAULT_PORT}, or a free one when it is taken)",
    )
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="folder the centre lives in (default: .demo in the clone)"
    )
    parser.add_argument("--fresh", action="store_true", help="begin anew: empty that folder first")
    parser.add_argument(
        "--visit",
        action="store_true",
        help="walk one visit through the real programs, tell each step, and stop",
    )
    parser.add_argument("--json", action="store_true", help="with --visit: one JSON object a line")
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="with --visit: keep pictures, slip, call and database there"
    )
    arguments = parser.parse_args(words)
    if not arguments.visit:
        for option in ("json", "keep"):
            if getattr(arguments, option):
                parser.error(f"--{option} goes with --visit")
    elif any((arguments.windows, arguments.hours, arguments.fresh, arguments.port, arguments.data)):
        parser.error("--visit runs in a scratch folder of its own; only --json and --keep go with it")
    arguments.data = arguments.data or DEFAULT_DATA
    return arguments


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"'{text}' is no port: a number from 1 to 65535")
    return int(text)
