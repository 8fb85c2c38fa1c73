"""`bocso backup` and `bocso restore`: a verified copy of the database now, and a copy put in the database's place."""

import re
from datetime import date
from pathlib import Path

import typer

from bocso.database import require_database
from bocso.faults import CommandFailed
from messaging.clock import SystemClock
from messaging.settings import InvalidSettings, read_settings
from server.backup.errors import BackupFailed, RestoreRefused
from server.backup.making import make_copy, put_second
from server.backup.restoring import restore
from server.settings import ServerSettings, backups_beside

_NAMED = re.compile(r"([A-Z])=([0-9]{1,6})")


def back_up(database: Path, folder: Path | None, second: Path | None) -> None:
    """Print where the copy is."""
    require_database(database)
    try:
        copy = make_copy(database, folder or backups_beside(database))
        typer.echo(f"{copy.path}: {copy.seq} events, checked")
        if second is not None:
            typer.echo(f"{put_second(copy, database, second).path}: the same, read back")
    except BackupFailed as error:
        raise CommandFailed(str(error)) from None


def restore_from(
    file: Path,
    database: Path,
    *,
    highest: list[str],
    kiosk_data: list[Path],
    no_numbers_today: bool,
    today: date | None,
    settings_folder: Path,
) -> None:
    """Print what was restored, what is kept, and what is not given again."""
    near, far = _where_copies_lie(database, settings_folder)
    try:
        restored = restore(
            file,
            database,
            clock=SystemClock(),
            known=dict(_named(one) for one in highest),
            kiosk_folders=kiosk_data,
            numbers_given_today=not no_numbers_today,
            today=today,
            backup_folders=near,
            far_folders=far,
        )
    except RestoreRefused as error:
        raise CommandFailed(f"nothing was restored, nothing changed: {error}") from None
    typer.echo(f"Restored: {restored.contents.seq} events, until {restored.contents.at:%Y-%m-%d %H:%M} UTC")
    if restored.kept_as is not None:
        typer.echo(f"The database that was there is kept: {restored.kept_as}")
    if restored.today is not None:
        typer.echo(f"Today is taken to be {restored.today}; if it is not, stop here and type the command with --today")
    for skipped in restored.skipped:
        typer.echo(
            f"{skipped.day}: {skipped.prefix}{skipped.first:03d} to {skipped.prefix}{skipped.last:03d} are not given"
        )
    if restored.changed_devices is None:
        since = f"{restored.contents.at:%Y-%m-%d %H:%M} UTC"
        typer.echo(f"Nothing tells whose access was changed after {since}. DEVICES SHUT OUT SINCE ARE LET IN AGAIN:")
        typer.echo("shut them out now on the page of devices, and pair those again that were paired since.")
    for device_id in restored.changed_devices or ():
        typer.echo(f"{device_id}: its access was changed after the copy; it is shut out until it is paired again")
    typer.echo("Start the server; everybody logs in anew. Next: docs/backup.md, 'Sau khi khôi phục'.")


def _where_copies_lie(database: Path, settings_folder: Path) -> tuple[list[Path], list[Path]]:
    """On this machine, and in the second place, as the server's settings say where they are of this database."""
    near = [backups_beside(database)]
    try:
        settings = read_settings(ServerSettings, settings_folder / "server.toml")
    except InvalidSettings:  # a machine without a server, or a new one: its own copies and the clock say enough
        return near, []
    if settings.database.resolve() != database.resolve():
        return near, []
    second = settings.second_backup_folder
    return [*near, settings.backups], [] if second is None else [second]


def _named(said: str) -> tuple[str, int]:
    named = _NAMED.fullmatch(said)
    if named is None:
        raise typer.BadParameter(f"'{said}' is no letter and number, such as A=57")
    return named[1], int(named[2])
