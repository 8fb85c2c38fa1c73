"""Starts the kiosk: `python -m kiosk --settings kiosk.toml`."""

import argparse
import logging
import signal
import sys
from pathlib import Path

from kiosk.app import build
from kiosk.errors import KioskError
from kiosk.intents import IntentStore
from kiosk.settings import KioskSettings
from look.fonts import FontsMissing
from messaging.outbox import OutboxUnavailable
from messaging.settings import InvalidSettings, read_settings


def main() -> None:
    """Run until SIGTERM or Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m kiosk", description=__doc__)
    parser.add_argument("--settings", type=Path, required=True, metavar="FILE")
    parser.add_argument(
        "--highest-numbers",
        action="store_true",
        help="say the highest number this kiosk has seen of each series, for a restore of the server, and end",
    )
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        settings = read_settings(KioskSettings, chosen.settings)
        if chosen.highest_numbers:
            _say_highest_numbers(settings)
            return
        program = build(settings)
    except (InvalidSettings, FontsMissing, KioskError, OutboxUnavailable) as fault:
        sys.exit(str(fault))
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
