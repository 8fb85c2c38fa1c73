"""Put a copy in place of the database: checked whole first, and only then swapped.

The database that was there is kept beside, whatever state it is in. Between the first and the last step a mark lies
beside it: a server that finds the mark does not start, so that a cut in between is never an old database without the
log that belonged to it.
"""

import contextlib
import shutil
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from messaging.clock import Clock
from messaging.on_disk import to_disk
from server.actions.note_restore import Skipped, note_restore
from server.backup.checking import Contents, check_copy, contents_of
from server.backup.copies import copies_in
from server.backup.errors import BrokenBackup, RestoreRefused
from server.backup.far_copies import copies_far
from server.backup.lost_access import devices_changed_since
from server.backup.ownership import hand_over
from server.backup.sole_use import InUse, SoleUse
from server.db.connections import open_for_reading, open_for_writing
from server.db.queries.days import last_day
from server.db.schema import SchemaTooNew, prepare_database
from server.db.work import CentreNotSetUp, read_centre
from server.db.writer import Writer
from server.domain.instant import instant, local_date
from server.errors import Unavailable

_COMPANIONS = ("-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Restored:
    contents: Contents
    """Of the copy."""
    epoch: int
    kept_as: Path | None
    """The database that was there before; None when there was none."""
    skipped: list[Skipped]
    changed_devices: list[str] | None
    """Those whose access was changed after the copy: they are shut out until they are paired again. None: the database
    that was there cannot tell, so whoever was shut out since is let in again."""
    today: str | None
    """The local date on which numbers are not given again; None before the first set-up."""


def mark_of(database: Path) -> Path:
    """Lies beside the database while a restore is under way."""
    return database.with_name(f"{database.name}.restoring")


def restore(
    file: Path,
    database: Path,
    *,
    clock: Clock,
    known: Mapping[str, int],
    kiosk_folders: Iterable[Path] = (),
    numbers_given_today: bool = True,
    backup_folders: Iterable[Path] = (),
    today: date | None = None,
    far_folders: Iterable[Path] = (),
) -> Restored:
    """Make a copy the centre's database.

    Args:
        known: the highest number of today that staff name, by its letter.
        kiosk_folders: data folders of kiosks on this machine, which keep the highest numbers they printed.
        numbers_given_today: whether numbers may have been given today that the copy knows nothing of.
        backup_folders: where other copies lie: their epochs were heard by devices too.
        today: the local date, on which numbers may have been given; None: as the clock says.
        far_folders: as those, perhaps on a share that no longer answers.

    Raises:
        RestoreRefused: the file is broken, another centre's or a newer program's, a server runs, or nobody knows what
            day it is; nothing changed.
    """
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        use = SoleUse(database)
    except (InUse, OSError) as error:
        raise RestoreRefused(str(error)) from None
    try:
        return _restore(
            file,
            database,
            clock=clock,
            known=known,
            of_kiosks=_numbers_of_kiosks(kiosk_folders),
            numbers_given_today=numbers_given_today,
            backup_folders=[file.parent, *backup_folders],
            told_today=today,
            far_epochs=[copy.epoch for folder in far_folders for copy in copies_far(folder, database)],
        )
    finally:
        use.end()


def _restore(
    file: Path,
    database: Path,
    *,
    clock: Clock,
    known: Mapping[str, int],
    of_kiosks: Mapping[tuple[str, str], int],
    numbers_given_today: bool,
    backup_folders: list[Path],
    told_today: date | None,
    far_epochs: list[int],
) -> Restored:
    coming = database.with_name(f"{database.name}.coming")
    _remove(coming)
    try:
        coming.touch(mode=0o600)
        hand_over(coming, database)
        shutil.copyfile(file, coming)
        contents = check_copy(coming, tables_too=False)
        _refuse_foreign(file, contents, database, backup_folders)
        prepare_database(coming)  # of an older program: its tables are brought to this one's first
        check_copy(coming, tables_too=True)
        epoch = max([contents.epoch, *_epochs_around(database, backup_folders), *far_epochs]) + 1
        epoch = max(epoch, int(clock.now().timestamp()))
        today = _today(coming, clock, contents, told_today)
        of_staff = {(today, prefix): number for prefix, number in known.items() if today is not None}
        changed_devices = devices_changed_since(coming, _former(database))
        skipped = _note(
            coming,
            clock,
            epoch=epoch,
            today=today if numbers_given_today else None,
            known=_highest(of_kiosks, of_staff),
            changed_devices=changed_devices or (),
        )
        _bring_into_one_file(coming)
        check_copy(coming, tables_too=False)
        kept_as = _swap(coming, database, clock)
    except Unavailable:  # the writer has logged why
        raise RestoreRefused(f"{database.parent}: the restore could not be written down; is the disk full?") from None
    except (BrokenBackup, SchemaTooNew, sqlite3.Error) as error:
        said = str(error).replace(str(coming), str(file))
        raise RestoreRefused(said) from None
    except OSError as error:
        raise RestoreRefused(f"{error.filename or file}: {error.strerror}") from None
    finally:
        _remove(coming)
    return Restored(contents, epoch, kept_as, skipped, changed_devices, today)


def _former(database: Path) -> Path:
    """What the copy replaces. When a restore was cut off, that lies under the name that it was given then."""
    if database.exists() or not mark_of(database).exists():
        return database
    beside = database.parent.glob(f"{database.name}.replaced-*")
    kept = [path for path in beside if not path.name.endswith(_COMPANIONS)]
    return max(kept, key=lambda path: path.stat().st_ctime_ns, default=database)


def _remove(database: Path) -> None:
    for part in _parts(database):
        part.unlink(missing_ok=True)


def _parts(database: Path) -> list[Path]:
    return [database, *(database.with_name(database.name + companion) for companion in _COMPANIONS)]


def _refuse_foreign(file: Path, contents: Contents, database: Path, folders: Iterable[Path]) -> None:
    """A copy belongs to this centre when both journals begin with the same event.

    A database that cannot be read says nothing; then its other copies do, where one of them can be read.
    """
    if not database.exists():
        return
    own = _first_seals([database])
    if not own:
        copies = {copy.path for folder in folders for copy in copies_in(folder, database)}
        own = _first_seals(path for path in copies if not path.samefile(file))
    if not own or own & {contents.first_seal, None}:
        return
    raise RestoreRefused(
        f"{file} is a copy of another centre's database, not of {database.name}; move {database} away first "
        "if this machine is to become that centre"
    )


def _first_seals(databases: Iterable[Path]) -> set[str | None]:
    """Of those that can be read; None: of an empty journal, which may be anybody's."""
    found = set()
    for database in databases:
        with contextlib.suppress(sqlite3.Error, BrokenBackup, ValueError):
            found.add(contents_of(database).first_seal)
    return found


def _epochs_around(database: Path, folders: Iterable[Path]) -> list[int]:
    """Epochs that devices may have heard: of the database that is there, and of all copies."""
    found = [copy.epoch for folder in folders for copy in copies_in(folder, database)]
    if database.exists():
        with contextlib.suppress(sqlite3.Error, BrokenBackup, ValueError):  # its copies and the clock say enough
            found.append(contents_of(database).epoch)
    return found


def _today(coming: Path, clock: Clock, contents: Contents, told: date | None) -> str | None:
    """The local date, and not before the copy's last day; None before the first set-up.

    Raises:
        RestoreRefused: nobody says it, and the clock says a date before the copy was made, as on a new card: numbers
            would be left out on the wrong day, and today's given again.
    """
    connection = open_for_reading(coming)
    try:
        zone = read_centre(connection).timezone
        by_clock, of_copy = local_date(instant(clock.now()), zone), local_date(instant(contents.at), zone)
        if told is None and by_clock < of_copy:
            raise RestoreRefused(
                f"this machine's clock says {by_clock}, and the copy is of {of_copy}; set the clock, or say what day it"
                f" is today: --today {of_copy}"
            )
        today = (told or by_clock).isoformat()
        last = last_day(connection)
        return today if last is None else max(today, last.day)
    except CentreNotSetUp:
        return None
    finally:
        connection.close()


def _highest(*of_some: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    highest: dict[tuple[str, str], int] = {}
    for numbers in of_some:
        for series, number in numbers.items():
            highest[series] = max(number, highest.get(series, 0))
    return highest


def _numbers_of_kiosks(folders: Iterable[Path]) -> dict[tuple[str, str], int]:
    """What kiosks keep: the highest number of each series that they saw."""
    found: list[dict[tuple[str, str], int]] = []
    for folder in folders:
        path = folder / "intents.db"
        try:
            connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5.0)
            try:
                rows = connection.execute("SELECT day, prefix, highest FROM highest_number").fetchall()
            finally:
                connection.close()
        except sqlite3.Error as error:
            raise RestoreRefused(f"{path}: {error}; name the kiosk's data folder, or leave it out") from None
        found.append({(day, prefix): int(highest) for day, prefix, highest in rows})
    return _highest(*found)


def _note(
    coming: Path,
    clock: Clock,
    *,
    epoch: int,
    today: str | None,
    known: Mapping[tuple[str, str], int],
    changed_devices: Iterable[str],
) -> list[Skipped]:
    writer = Writer(coming, clock)
    writer.start()
    try:
        noted = writer.submit(
            lambda work: note_restore(work, epoch=epoch, today=today, known=known, changed_devices=changed_devices),
            actor="command-line",
        )
        return noted.result()
    finally:
        writer.stop()


def _bring_into_one_file(coming: Path) -> None:
    """One file is renamed: what would still lie in its log, the skipped numbers, would be lost without a word.

    Raises:
        RestoreRefused: the log cannot be emptied.
        sqlite3.Error: it cannot be read or written.
    """
    connection = open_for_writing(coming)
    try:
        is_busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] != 0
    finally:
        connection.close()
    wal = coming.with_name(f"{coming.name}-wal")
    if is_busy or (wal.exists() and wal.stat().st_size > 0):
        raise RestoreRefused(f"{coming}: another program reads it, so it cannot be put in place; try again")


def _swap(coming: Path, database: Path, clock: Clock) -> Path | None:
    """Keep what is there under another name and put the new one in its place."""
    to_disk(coming)
    kept_as = _free_name(database, clock) if any(part.exists() for part in _parts(database)) else None
    mark = mark_of(database)
    mark.touch(mode=0o600)
    hand_over(mark, database)  # after a cut the command may be typed again as somebody else
    to_disk(database.parent)
    if kept_as is not None:
        for part, kept in zip(reversed(_parts(database)), reversed(_parts(kept_as)), strict=True):
            if part.exists():
                part.rename(kept)
    coming.rename(database)
    to_disk(database.parent)
    mark.unlink()
    to_disk(database.parent)
    return kept_as


def _free_name(database: Path, clock: Clock) -> Path:
    stamp = f"{clock.now():%Y%m%dT%H%M%SZ}"
    name, number = database.with_name(f"{database.name}.replaced-{stamp}"), 1
    while any(part.exists() for part in _parts(name)):  # a Pi without a clock battery may live the same second twice
        number += 1
        name = database.with_name(f"{database.name}.replaced-{stamp}-{number}")
    return name
