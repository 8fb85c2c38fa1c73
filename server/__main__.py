"""`python -m server --settings server.toml`: start the centre's server."""

import argparse
import gc
import logging
import signal
import sqlite3
import sys
from pathlib import Path


def main() -> int:
    # Nearly all that is loaded at a start stays. The collector would walk it again and again, for a fifth of the time.
    gc.disable()
    try:
        return _serve()
    finally:
        gc.enable()


def _serve() -> int:
    """Load the server and run it, which switches the collector on again."""
    from messaging.clock import SystemClock
    from messaging.settings import InvalidSettings, read_settings
    from server.app import DatabaseMissing, build
    from server.db.schema import SchemaTooNew
    from server.settings import ServerSettings

    arguments = argparse.ArgumentParser(prog="python -m server", description="Bốc Số: the centre's server")
    arguments.add_argument("--settings", type=Path, required=True, help="the server's TOML settings file")
    chosen = arguments.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)  # two lines at each start that say nothing
    try:
        server = build(read_settings(ServerSettings, chosen.settings), clock=SystemClock())
    except (InvalidSettings, DatabaseMissing, SchemaTooNew) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except (OSError, sqlite3.Error) as error:
        sys.stderr.write(f"the server cannot start: {error}\n")
        return 1
    signal.signal(signal.SIGTERM, lambda _number, _frame: server.stop())
    server.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
