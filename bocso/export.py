"""`bocso export-centre` and `bocso import-centre`: the whole centre as one readable file."""

import json
from pathlib import Path

import typer

from bocso.database import reading, run_action
from bocso.faults import CommandFailed
from server.actions.import_centre import import_centre
from server.centre_export import whole_centre
from server.centre_file import InvalidCentreFile, read_centre_file
from server.db.work import CentreNotSetUp


def export(database: Path, file: Path) -> None:
    """Write the centre to a file that does not exist yet."""
    if file.exists():
        raise CommandFailed(f"{file} exists already; choose another name")
    with reading(database) as connection:
        try:
            centre = whole_centre(connection)
        except CentreNotSetUp as error:
            raise CommandFailed(str(error)) from None
    text = json.dumps(centre.model_dump(mode="json"), ensure_ascii=False, indent=2)
    with file.open("x", encoding="utf-8") as to:
        to.write(text + "\n")
    typer.echo(
        f"{centre.centre.name}: {len(centre.services)} services, {len(centre.counters)} counters, "
        f"{len(centre.devices)} devices, {len(centre.officers)} people written to {file}; no password, no credential"
    )


def import_file(database: Path, file: Path) -> None:
    """Take the centre of a file over, whole or not at all."""
    try:
        centre = read_centre_file(file)
    except InvalidCentreFile as error:
        raise CommandFailed(str(error)) from None
    done = run_action(database, lambda work: import_centre(work, file=centre), make=True)
    typer.echo(
        f"{centre.centre.name}: set-up {'changed' if done.set_up_changed else 'already so'}, "
        f"{done.devices} devices and {done.people} people added or changed"
    )
    if done.left_alone:
        typer.echo(f"not in the file, left as they are: {', '.join(done.left_alone)}")
