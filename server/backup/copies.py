"""The copies in a folder: their names, their order, and which of them are kept.

A name says what is in a copy: `centre.1790000000-000012345-20261122T073000Z.backup` is of the database `centre.db`,
of epoch 1790000000, up to sequence 12345 of the journal, whose time then was 07:30 UTC. Copies are ordered by epoch and
sequence, never by a wall clock: a Pi has no clock battery.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

HOURS_KEPT = 24
DAYS_KEPT = 31
LEAST_KEPT = 3
"""So many stay however little room there is."""

SUFFIX = ".backup"
_NAME = re.compile(r"\.(?P<epoch>\d+)-(?P<seq>\d+)-(?P<at>\d{8}T\d{6}Z)\.backup")
_TIME = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Copy:
    path: Path
    epoch: int
    seq: int
    at: datetime
    """The journal's time at its last event, UTC."""

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands among the others."""
        return self.epoch, self.seq

    @property
    def size_bytes(self) -> int:
        return self.path.stat().st_size


def copy_name(database: Path, *, epoch: int, seq: int, at: datetime) -> str:
    return f"{database.stem}.{epoch}-{seq:09d}-{at.astimezone(UTC):{_TIME}}{SUFFIX}"


def copies_in(folder: Path, database: Path) -> list[Copy]:
    """The copies of a database in a folder, the oldest first; none when the folder is not there."""
    try:
        names = sorted(path.name for path in folder.iterdir() if path.is_file())
    except OSError:
        return []
    found = (copy_at(folder / name, database) for name in names)
    return sorted((copy for copy in found if copy is not None), key=lambda copy: copy.place)


def copy_at(path: Path, database: Path) -> Copy | None:
    """What a file's name says; None when it is not the name of a copy of this database."""
    if not path.name.startswith(f"{database.stem}."):
        return None
    named = _NAME.fullmatch(path.name.removeprefix(database.stem))
    if named is None:
        return None
    at = datetime.strptime(named["at"], _TIME).replace(tzinfo=UTC)
    return Copy(path, int(named["epoch"]), int(named["seq"]), at)


def not_kept(copies: Iterable[Copy]) -> list[Copy]:
    """Which copies are one too many: kept are the last of each of the newest 24 hours and 31 days that have one."""
    newest_first = sorted(copies, key=lambda copy: copy.place, reverse=True)
    hours: set[str] = set()
    days: set[str] = set()
    superfluous = []
    for copy in newest_first:
        hour, day = f"{copy.at:%Y%m%d%H}", f"{copy.at:%Y%m%d}"
        is_of_new_hour = hour not in hours and len(hours) < HOURS_KEPT
        is_of_new_day = day not in days and len(days) < DAYS_KEPT
        if is_of_new_hour:
            hours.add(hour)
        if is_of_new_day:
            days.add(day)
        if not is_of_new_hour and not is_of_new_day:
            superfluous.append(copy)
    return superfluous


def first_to_go(copies: Iterable[Copy]) -> Copy | None:
    """The copy that is given up when there is no room: hours before days, the oldest first; None: all are needed."""
    oldest_first = sorted(copies, key=lambda copy: copy.place)
    if len(oldest_first) <= LEAST_KEPT:
        return None
    last_of_day = {f"{copy.at:%Y%m%d}": copy for copy in oldest_first}
    of_hours = [copy for copy in oldest_first if last_of_day[f"{copy.at:%Y%m%d}"] is not copy]
    return (of_hours or oldest_first)[0]
