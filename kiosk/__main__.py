"""Starts the kiosk: `python -m kiosk --settings kiosk.toml`."""

import argparse
import logging
import signal
import sys
from pathlib import Path

from kiosk.app import build
from kiosk.errors import KioskError
from kiosk.intents import IntentStore
from kiosk.pairing_app import build_pairing
from kiosk.settings import KioskSettings
from look.fonts import FontsMissing
from messaging import enrol_command
from messaging.enrolling import NotEnrolled
from messaging.outbox import OutboxUnavailable
from messaging.settings import InvalidSettings, NotPaired, read_settings


def main() -> None:
    """Run until SIGTERM or Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m kiosk", description=__doc__)
    parser.add_argument("--settings", type=Path, required=True, metavar="FILE")
    parser.add_argument(
        "--highest-numbers",
        action="store_true",
        help="say the highest number this kiosk has seen of each series, for a restore of the server, and end",
    )
    enrol_command.add_options(parser)
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        if enrol_command.ends_paired(chosen, KioskSettings, kind=lambda _settings: "kiosk"):
            return
        settings = read_settings(KioskSettings, chosen.settings)
        if chosen.highest_numbers:
            _say_highest_numbers(settings)
            return
        program = build(settings)
    except NotPaired as fault:
        _wait_for_code(fault)
        return
    except (InvalidSettings, FontsMissing, KioskError, OutboxUnavailable, NotEnrolled) as fault:
        sys.exit(str(fault))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: program.stop())
    program.run()


def _wait_for_code(fault: NotPaired) -> None:
    """Show the page on which the code is typed. Once paired the program ends, and systemd starts it as the kiosk."""
    if not isinstance(fault.settings, KioskSettings):
        sys.exit(str(fault))
    try:
        program = build_pairing(fault.settings, server_url=fault.server_url, fingerprint=fault.fingerprint)
    except (InvalidSettings, FontsMissing) as further:
        sys.exit(str(further))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: program.stop())
    program.run()


def _say_highest_numbers(settings: KioskSettings) -> None:
    store = IntentStore(settings.data_dir / "intents.db", sets_aside=False)
    for (day, prefix), number in sorted(store.highest_numbers().items()):
        sys.stdout.write(f"{day} {prefix}{number:03d}\n")
    store.close()


if __name__ == "__main__":
    main()
