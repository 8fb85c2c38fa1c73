"""`python -m server --settings server.toml`: start the centre's server.

It ends with 0 when it was asked to; 1 when something is in the way that may pass (a port taken, a database held, no
room for a copy before an upgrade); 2 for settings or a program that do not fit; 3 for a database that must be restored
first, which starting again does not mend.
"""

import argparse
import gc
import logging
import signal
import sqlite3
import sys
from pathlib import Path

MUST_BE_RESTORED = 3
"""The exit code of a server whose database is damaged: systemd is told not to start it again by itself."""


_SHUT_OUT = """{database}: máy chủ không mở được tệp này, thường vì ai đó đã chép hoặc tạo nó bằng sudo.
  Gõ: sudo chown -R bocso: {folder}; rồi: sudo systemctl restart bocso-server
{database}: the server may not open this file, mostly because somebody has copied or made it with sudo.
  Type: sudo chown -R bocso: {folder}; then: sudo systemctl restart bocso-server
"""


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
    from server.backup.errors import BackupFailed, DatabaseDamaged
    from server.backup.sole_use import InUse
    from server.db.schema import SchemaTooNew
    from server.settings import ServerSettings
    from server.tls.certificates import NoCertificate

    arguments = argparse.ArgumentParser(prog="python -m server", description="Bốc Số: the centre's server")
    arguments.add_argument("--settings", type=Path, required=True, help="the server's TOML settings file")
    chosen = arguments.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)  # two lines at each start that say nothing
    try:
        settings = read_settings(ServerSettings, chosen.settings)
        server = build(settings, clock=SystemClock())
    except (InvalidSettings, DatabaseMissing, SchemaTooNew, NoCertificate) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except DatabaseDamaged as error:
        sys.stderr.write(f"{error}\n")
        return MUST_BE_RESTORED
    except (OSError, sqlite3.Error, InUse, BackupFailed) as error:
        sys.stderr.write(f"the server cannot start: {error}\n")
        if isinstance(error, sqlite3.Error) and _is_shut_out(error):
            sys.stderr.write(_SHUT_OUT.format(database=settings.database, folder=settings.database.parent))
        return 1
    signal.signal(signal.SIGTERM, lambda _number, _frame: server.stop())
    server.run()
    return 0


def _is_shut_out(error: sqlite3.Error) -> bool:
    """Whether SQLite was not let at the file, or not to write it; the low byte of its code is the kind of fault."""
    causes = (error, getattr(error.__cause__, "orig", None))  # of a migration's: alembic's wrapping
    kinds = {getattr(cause, "sqlite_errorcode", 0) & 0xFF for cause in causes}
    return bool(kinds & {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY})


if __name__ == "__main__":
    sys.exit(main())
