"""Start the rating pad: `python -m rating_pad --settings pad.toml`."""

import logging
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from hardware.errors import HardwareError
from messaging.clock import SystemClock
from messaging.settings import InvalidSettings, read_settings
from rating_pad.app import build
from rating_pad.errors import PadError
from rating_pad.settings import PadSettings


def main(settings: Annotated[Path, typer.Option(help="The pad's settings file (TOML).")]) -> None:
    """Run until SIGTERM or Ctrl-C."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        program = build(read_settings(PadSettings, settings), clock=SystemClock())
    except (InvalidSettings, HardwareError, PadError) as error:
        sys.exit(f"rating_pad: {error}")
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, lambda *_: program.stop())
    program.run()


if __name__ == "__main__":
    typer.run(main)
