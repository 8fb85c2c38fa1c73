"""`bocso replay`: a new database whose tables are built from the journal alone."""

from pathlib import Path

import typer

from bocso.database import require_database
from bocso.faults import CommandFailed
from server.domain.turns import DeedNotPossible
from server.journal.events import UnreadableEvent
from server.journal.replay import replay_database


def replay_into(database: Path, out: Path) -> None:
    require_database(database)
    try:
        count = replay_database(database, out)
    except (UnreadableEvent, DeedNotPossible) as error:
        out.unlink(missing_ok=True)
        raise CommandFailed(f"the journal cannot be played: {error}; run bocso verify") from None
    typer.echo(f"{count} events played into {out}")
