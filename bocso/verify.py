"""`bocso verify`: say in words whether journal and tables hold."""

from pathlib import Path

import typer

from bocso.faults import CommandFailed
from server.journal.verify import NotACentre, verify


def verify_database(database: Path) -> int:
    """Print the verdict; 0 when everything holds, else 1."""
    try:
        verdict = verify(database)
    except NotACentre as error:
        raise CommandFailed(str(error)) from None
    if verdict.fault is None:
        typer.echo(f"OK: {verdict.head.seq} events, head {verdict.head.hash}")
        typer.echo("Proven: no event was edited, removed, added or swapped, and the tables say what they say.")
        typer.echo("Not proven: that the whole chain was not made anew; compare the head with a printed one.")
        return 0
    where = "" if verdict.bad_seq is None else f" (first bad sequence: {verdict.bad_seq})"
    # What was tampered with may be no text at all; it is shown as far as it can be.
    typer.echo(f"FAULT: {verdict.fault}{where}".encode(errors="backslashreplace").decode())
    return 1
