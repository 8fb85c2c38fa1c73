"""The copies in a second place, looked at by a process of its own: whoever asks a dead network share waits for ever.

Not even a signal ends such a wait, so it must not be the server that waits.
"""

import contextlib
import logging
import subprocess
import sys
from pathlib import Path

from server.backup.copies import Copy, copies_in, copy_at

log = logging.getLogger(__name__)

ANSWERS_WITHIN_S = 15.0
"""A disk that was asleep needs ten seconds to spin up, Python on a Pi one."""
GONE_WITHIN_S = 1.0
"""A process that was killed, unless its share is dead."""


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


def give_up(process: "subprocess.Popen[str]") -> bool:
    """Kill a process that takes too long, and wait no longer than a living one needs; whether it is gone."""
    process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.communicate(timeout=GONE_WITHIN_S)
    return process.returncode is not None


def _command(folder: Path, database: Path) -> list[str]:
    return [sys.executable, "-m", "server.backup.far_copies", str(folder), str(database)]


if __name__ == "__main__":
    sys.stdout.writelines(f"{copy.path.name}\n" for copy in copies_in(Path(sys.argv[1]), Path(sys.argv[2])))
