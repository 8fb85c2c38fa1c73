"""`bocso centre load`: make a centre file the set-up."""

from pathlib import Path

import typer

from bocso.database import run_action
from bocso.faults import CommandFailed
from server.actions.set_up import load_centre
from server.centre_file import InvalidCentreFile, read_centre_file


def load(database: Path, file: Path) -> None:
    try:
        centre = read_centre_file(file)
    except InvalidCentreFile as error:
        raise CommandFailed(str(error)) from None
    changed = run_action(database, lambda work: load_centre(work, file=centre), make=True)
    typer.echo(f"{centre.centre.name}: {'set up' if changed else 'already set up so'}")
