"""Starts a hall board or counter display: `python -m counter_display --settings board.toml`."""

import argparse
import contextlib
import logging
import signal
import sys
import tempfile
from pathlib import Path

from counter_display.app import Program, build
from counter_display.sample_call import SampleLink
from counter_display.settings import DisplaySettings
from hardware.keypad.keypad import KeypadUnusable
from look.fonts import FontsMissing
from messaging import enrol_command
from messaging.clock import SystemClock
from messaging.enrolling import NotEnrolled
from messaging.settings import InvalidSettings, read_settings


def main() -> None:
    """Run until SIGTERM or Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m counter_display", description=__doc__)
    parser.add_argument("--settings", type=Path, required=True, metavar="FILE")
    parser.add_argument(
        "--sample-call", action="store_true", help="show and say one made-up call, without the server, until ended"
    )
    enrol_command.add_options(parser)
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    with contextlib.ExitStack() as kept:
        try:
            if enrol_command.ends_paired(
                chosen, DisplaySettings, kind=lambda settings: "board" if settings.mode == "hall" else "counter"
            ):
                return
            settings = read_settings(DisplaySettings, chosen.settings)
            program = _sample(settings, kept) if chosen.sample_call else build(settings)
        except (InvalidSettings, FontsMissing, KeypadUnusable, NotEnrolled) as fault:
            sys.exit(str(fault))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: program.stop())
        program.run()


def _sample(settings: DisplaySettings, kept: contextlib.ExitStack) -> Program:
    """Whoever tests is root: the display's own folder stays untouched."""
    scratch = kept.enter_context(tempfile.TemporaryDirectory(prefix="bocso-sample-"))
    settings = settings.model_copy(update={"data_dir": Path(scratch)})
    clock = SystemClock()
    return build(settings, clock=clock, link=SampleLink(settings, clock))


if __name__ == "__main__":
    main()
