"""`python -m server.backup`: one copy, made and checked in a process of its own beside the server.

Checking a year of events takes seconds of a processor; in the server's own process every answer would wait for it.
It says how it went in one JSON line. The server starts it each hour; people use `bocso backup`.
"""

import argparse
import json
import os
import sys
from pathlib import Path

from server.backup.errors import BackupFailed
from server.backup.making import make_copy, put_second

MORE_PATIENT_THAN_OTHERS = 10
"""nice(2): the hall goes before the copy."""


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m server.backup", description="Bốc Số: one checked copy")
    arguments.add_argument("--database", type=Path, required=True, help="the centre's database")
    arguments.add_argument("--folder", type=Path, required=True, help="where the copy is put")
    arguments.add_argument("--second", type=Path, help="a folder on another disk, for the same copy once more")
    chosen = arguments.parse_args()
    os.nice(MORE_PATIENT_THAN_OTHERS)
    said: dict[str, str | None] = {"fault": None, "second_fault": None, "words": ""}
    try:
        copy = make_copy(chosen.database, chosen.folder)
        said["words"] = copy.path.name
    except BackupFailed as error:
        said |= {"fault": error.fault.value, "words": str(error)}
    else:
        try:
            if chosen.second is not None:
                put_second(copy, chosen.database, chosen.second)
        except BackupFailed as error:
            said |= {"second_fault": error.fault.value, "words": str(error)}
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
