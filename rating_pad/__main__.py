"""Start the rating pad: `python -m rating_pad --settings pad.toml`."""

import logging
import os
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from hardware.errors import HardwareError
from look.fonts import FontsMissing
from messaging.clock import SystemClock
from messaging.enrol_command import FINGERPRINT_HELP, YES_HELP, Typed, enrol_device
from messaging.enrolling import NotEnrolled
from messaging.settings import InvalidSettings, read_settings
from rating_pad.app import build
from rating_pad.button_walk import walk_buttons
from rating_pad.errors import PadError
from rating_pad.settings import PadSettings


def main(
    settings: Annotated[Path, typer.Option(help="The pad's settings file (TOML).")],
    *,
    touch: Annotated[bool, typer.Option("--touch", help='As screen = "touch" in the settings.')] = False,
    enrol: Annotated[
        str,
        typer.Option(
            metavar="CODE",
            help="Pair this pad with the code that the server's page Devices shows, or the text of its QR, and end.",
        ),
    ] = "",
    server: Annotated[str, typer.Option(metavar="URL", help="With --enrol: where the server is.")] = "",
    fingerprint: Annotated[str, typer.Option(metavar="DIGITS", help=FINGERPRINT_HELP)] = "",
    yes: Annotated[bool, typer.Option("--yes", help=YES_HELP)] = False,
    start: Annotated[bool, typer.Option("--start", help="With --enrol: go on and run.")] = False,
    walk: Annotated[
        bool, typer.Option("--walk", help="Light one button after the other, see that each is pressed, and end.")
    ] = False,
) -> None:
    """Run until SIGTERM or Ctrl-C."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    if touch:
        os.environ["BOCSO_PAD_SCREEN"] = "touch"  # it goes over the file, as every setting in the environment does
    try:
        if enrol:
            typed = Typed(enrol, server, fingerprint, yes)
            said = enrol_device(PadSettings, settings, typed, kind=lambda _settings: "pad")
            typer.echo(said)
            if not start:
                return
        chosen = read_settings(PadSettings, settings)
        if walk:
            sys.exit(walk_buttons(chosen, say=typer.echo))
        program = build(chosen, clock=SystemClock())
    except (InvalidSettings, HardwareError, PadError, FontsMissing, NotEnrolled) as error:
        sys.exit(f"rating_pad: {error}")
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, lambda *_: program.stop())
    program.run()


if __name__ == "__main__":
    typer.run(main)
