"""The copies in a second place, looked at by a process of its own: whoever asks a dead network share waits for ever.

Not even a signal ends such a wait, so it must not be the server that waits.
"""

import contextlib
import json
import logging
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from server.backup.checking import Contents, check_copy, check_for_restore
from server.backup.copies import Copy, copies_in, copy_at
from server.backup.errors import BrokenBackup

log = logging.getLogger(__name__)

ANSWERS_WITHIN_S = 15.0
"""A disk that was asleep needs ten seconds to spin up, Python on a Pi one."""
CHECKED_WITHIN_S = 180.0
"""A year of a large centre over a slow network; the start says meanwhile that it goes on."""
TABLES_CHECKED_WITHIN_S = 900.0
"""As above, with the tables built anew, on a Pi."""
GONE_WITHIN_S = 1.0
"""A process that was killed, unless its share is dead."""

_FOR_RESTORE = "--for-restore"


def copies_far(folder: Path, database: Path, *, within_s: float = ANSWERS_WITHIN_S) -> list[Copy]:
    """As `copies_in`; none, with a warning, when the place does not answer in time."""
    asked = subprocess.Popen(_command(folder, database), stdout=subprocess.PIPE, text=True)
    try:
        names, _ = asked.communicate(timeout=within_s)
    except subprocess.TimeoutExpired:
        give_up(asked)
        log.warning("the second place for copies, %s, does not answer; what lies there is not looked at", folder)
        return []
    found = (copy_at(folder / name, database) for name in names.splitlines())
    return [copy for copy in found if copy is not None]


def check_far(path: Path, *, within_s: float = CHECKED_WITHIN_S) -> Contents:
    """As `check_copy`, of a copy in a second place.

    Raises:
        BrokenBackup: it does not hold, or its place does not answer in time.
    """
    return _ask(path, [], within_s)


def check_far_for_restore(path: Path, *, within_s: float = TABLES_CHECKED_WITHIN_S) -> Contents:
    """As `check_for_restore`, of a copy in a second place.

    Raises:
        BrokenBackup: it does not hold, or its place does not answer in time.
    """
    return _ask(path, [_FOR_RESTORE], within_s)


def _ask(path: Path, how: list[str], within_s: float) -> Contents:
    asked = subprocess.Popen([*_checking(path), *how], stdout=subprocess.PIPE, text=True)
    try:
        said, _ = asked.communicate(timeout=within_s)
    except subprocess.TimeoutExpired:
        give_up(asked)
        raise BrokenBackup(f"{path}: its place does not answer") from None
    try:
        answer = json.loads(said)
        if "broken" in answer:
            raise BrokenBackup(answer["broken"])
        return Contents(**answer | {"at": datetime.fromisoformat(answer["at"])})
    except (ValueError, TypeError, KeyError):
        raise BrokenBackup(f"{path}: it could not be checked") from None


def give_up(process: "subprocess.Popen[str]") -> bool:
    """Kill a process that takes too long, and wait no longer than a living one needs; whether it is gone."""
    process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.communicate(timeout=GONE_WITHIN_S)
    return process.returncode is not None


def _command(folder: Path, database: Path) -> list[str]:
    return [sys.executable, "-m", "server.backup.far_copies", str(folder), str(database)]


def _checking(path: Path) -> list[str]:
    return [sys.executable, "-m", "server.backup.far_copies", str(path)]


def _answer(path: Path, check: Callable[[Path], Contents]) -> dict[str, object]:
    try:
        found = check(path)
    except BrokenBackup as fault:
        return {"broken": str(fault)}
    return asdict(found) | {"at": found.at.isoformat()}


if __name__ == "__main__":
    if len(sys.argv) == 2:
        sys.stdout.write(json.dumps(_answer(Path(sys.argv[1]), check_copy)))
    elif sys.argv[2] == _FOR_RESTORE:
        sys.stdout.write(json.dumps(_answer(Path(sys.argv[1]), check_for_restore)))
    else:
        sys.stdout.writelines(f"{copy.path.name}\n" for copy in copies_in(Path(sys.argv[1]), Path(sys.argv[2])))
