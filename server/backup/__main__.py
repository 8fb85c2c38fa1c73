"""`python -m server.backup`: one copy, made and checked in a process of its own beside the server.

Checking a year of events takes seconds of a processor; in the server's own process every answer would wait for it, and
for ever when the second place is a share that has died. It says how it went in a JSON line for each place, as soon as
that is known. The server starts it each hour; people use `bocso backup`.
"""

import argparse
import contextlib
import json
import os
import sqlite3
import sys
from pathlib import Path

from server.backup.checking import contents_of
from server.backup.copies import Copy, copies_in
from server.backup.errors import BackupFailed, BrokenBackup
from server.backup.making import make_copy, put_second

MORE_PATIENT_THAN_OTHERS = 10
"""nice(2): the hall goes before the copy."""


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m server.backup", description="Bốc Số: one checked copy")
    arguments.add_argument("--database", type=Path, required=True, help="the centre's database")
    arguments.add_argument("--folder", type=Path, required=True, help="where the copy is put")
    arguments.add_argument("--second", type=Path, help="a folder on another disk, for the same copy once more")
    chosen = arguments.parse_args()
    # A service may be forbidden to change its own priority; a copy at the usual one is better than none.
    with contextlib.suppress(OSError):
        os.nice(MORE_PATIENT_THAN_OTHERS)
    try:
        copy = _newest_of_now(chosen.database, chosen.folder)
        if copy is None:
            copy = make_copy(chosen.database, chosen.folder)
            _say({"fault": None, "words": copy.path.name})
        else:
            _say({"fault": None, "words": f"nothing new since {copy.path.name}"})
    except BackupFailed as error:
        _say({"fault": error.fault.value, "words": str(error)})
        return 0
    if chosen.second is not None:
        try:
            there = put_second(copy, chosen.database, chosen.second)
            _say({"second_fault": None, "words": str(there.path)})
        except BackupFailed as error:
            _say({"second_fault": error.fault.value, "words": str(error)})
    return 0


def _newest_of_now(database: Path, folder: Path) -> Copy | None:
    """The copy that has all the database has: another one would only wear the storage card."""
    try:
        there = contents_of(database)
    except (sqlite3.Error, BrokenBackup, ValueError):
        return None  # whoever makes the copy says what is wrong with it
    return next((copy for copy in copies_in(folder, database) if copy.place == (there.epoch, there.seq)), None)


def _say(told: dict[str, str | None]) -> None:
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
