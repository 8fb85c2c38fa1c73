"""Starts a hall board or counter display: `python -m counter_display --settings board.toml`."""

import argparse
import logging
import signal
import sys
from pathlib import Path

from counter_display.app import build
from counter_display.settings import DisplaySettings
from hardware.keypad.keypad import KeypadUnusable
from look.fonts import FontsMissing
from messaging.settings import InvalidSettings, read_settings


def main() -> None:
    """Run until SIGTERM or Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m counter_display", description=__doc__)
    parser.add_argument("--settings", type=Path, required=True, metavar="FILE")
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        program = build(read_settings(DisplaySettings, chosen.settings))
    except (InvalidSettings, FontsMissing, KeypadUnusable) as fault:
        sys.exit(str(fault))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: program.stop())
    program.run()


if __name__ == "__main__":
    main()
