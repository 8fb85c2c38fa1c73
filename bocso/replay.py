"""`bocso replay`: a new database whose tables are built from the journal alone."""

from pathlib import Path

import typer

from bocso.database import require_database
from bocso.faults import CommandFailed
from server.journal.replay import CannotBePlayed, replay_database


def replay_into(database: Path, out: Path) -> None:
    require_database(database)
    try:
        count = replay_database(database, out)
    except CannotBePlayed as error:
        raise CommandFailed(f"{error}; run bocso verify") from None
    typer.echo(f"{count} events played into {out}")
