"""What `scripts/screens` can be told; the standard library only, for it is read before anything is installed."""

import argparse
from pathlib import Path


def read_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/screens",
        description="Draws every screen of kiosk, boards, displays, pads and slips and every page of the web as PNG "
        "files, in each complete language, letter size and contrast, with a page that shows them all.",
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the pictures go; index.html shows them")
    parser.add_argument(
        "--only",
        default="",
        metavar="PREFIX",
        help="only pictures whose name begins so, such as web/ or kiosk/1080x1920/vi/normal/own; the others stay",
    )
    parser.add_argument("--list", action="store_true", help="tell the names, draw nothing")
    return parser.parse_args(arguments)
