"""`bocso journal`: the journal as JSON Lines, one event a line, with its seal."""

import sys
from pathlib import Path

from bocso.database import reading
from bocso.faults import CommandFailed
from server.journal.export import line_of


def write_journal(database: Path, after: int) -> None:
    """Write every event after a sequence to standard output. `body` is the text that was sealed."""
    with reading(database) as connection:
        rows = connection.execute(
            "SELECT seq, at, kind, version, actor, body, hash FROM journal WHERE seq > ? ORDER BY seq", (after,)
        )
        for row in rows:
            try:
                line = line_of(dict(row))
            except TypeError as error:
                raise CommandFailed(f"sequence {row['seq']} is no event ({error}); run bocso verify") from None
            sys.stdout.write(line + "\n")
