"""`bocso verify`: say in words whether a centre's journal and tables hold, or an export of its journal."""

from collections.abc import Iterable
from pathlib import Path

import typer

from bocso.database import reading
from bocso.faults import CommandFailed
from server.journal.export import (
    ALL_DIGITS,
    Checked,
    NoHead,
    PrintedHead,
    line_of,
    read_head,
    read_heads,
    verify_export,
)
from server.journal.verify import NotACentre, verify


def heads_given(typed: list[str], day_heads: Path | None) -> list[PrintedHead]:
    """The heads of the options `--head` and `--day-heads`.

    Raises:
        typer.BadParameter: one of them is none.
    """
    try:
        heads = [read_head(one) for one in typed]
        return heads if day_heads is None else heads + read_heads(day_heads.read_text(encoding="utf-8"))
    except NoHead as error:
        raise typer.BadParameter(str(error)) from None
    except UnicodeDecodeError:
        raise typer.BadParameter(f"{day_heads} is no text") from None


def verify_database(database: Path, heads: list[PrintedHead]) -> int:
    """Print the verdict; 0 when everything holds, else 1."""
    try:
        verdict = verify(database)
    except NotACentre as error:
        raise CommandFailed(str(error)) from None
    if verdict.fault is not None:
        where = "" if verdict.bad_seq is None else f" (first bad sequence: {verdict.bad_seq})"
        # What was tampered with may be no text at all; it is shown as far as it can be.
        typer.echo(f"FAULT: {verdict.fault}{where}".encode(errors="backslashreplace").decode())
        return 1
    checked = Checked(verdict.head, None)
    if heads:
        checked = verify_export(_lines_of(database, verdict.head.seq), heads)
        if checked.fault is not None:
            typer.echo(f"FAULT: {checked.fault}")
            return 1
    typer.echo(f"OK: {verdict.head.seq} events, head {verdict.head.hash}")
    typer.echo("Proven: no event was edited, removed, added or swapped, and the tables say what they say.")
    if heads:
        _say_what_heads_prove(checked, len(heads), "event")
    else:
        typer.echo("Not proven: that the whole chain was not made anew; compare the head with a printed one.")
    return 0


def verify_journal(journal: Path, heads: list[PrintedHead]) -> int:
    """Print the verdict on an export; 0 when everything holds, else 1."""
    with journal.open("rb") as lines:
        checked = verify_export(lines, heads)
    if checked.fault is not None:
        where = "" if checked.bad_line is None else f"line {checked.bad_line}: "
        typer.echo(f"FAULT: {where}{checked.fault}")
        return 1
    typer.echo(f"OK: {checked.last.seq} lines, head {checked.last.hash}")
    if heads:
        typer.echo("Proven: every line fits the one before it; none was changed, removed, added or swapped.")
        _say_what_heads_prove(checked, len(heads), "line")
    else:
        typer.echo("Proven: every line fits the one before it, so that nobody changed, removed, added or swapped one")
        typer.echo("  without making all lines after it anew.")
        typer.echo("Not proven: that nobody did make them anew, or cut lines off the end. No head was given:")
        typer.echo("  compare with one that was printed on a day slip or published, by --head or --day-heads.")
    typer.echo("Never proven: that what was told to the journal was true.")
    return 0


def _say_what_heads_prove(checked: Checked, heads: int, what: str) -> None:
    met = "the head given is" if heads == 1 else f"all {heads} heads given are"
    typer.echo(f"Proven: {met} in this chain: up to sequence {checked.covered} it is the journal they were printed of.")
    if checked.digits < ALL_DIGITS:
        typer.echo(
            f"  Only {checked.digits} of {ALL_DIGITS} digits were given: another chain with the same ones "
            f"takes about 2^{4 * checked.digits} trials."
        )
    later = checked.last.seq - checked.covered
    them = f"{later} {what}" if later == 1 else f"{later} {what}s"
    if later:
        typer.echo(
            f"Not proven: the {them} after sequence {checked.covered}, which no head given covers: "
            "they may have been made anew, or some cut off. Compare a later head."
        )


def _lines_of(database: Path, last: int) -> Iterable[bytes]:
    """As an export would hold them; what is appended meanwhile is left out."""
    with reading(database) as connection:
        for row in connection.execute(
            "SELECT seq, at, kind, version, actor, body, hash FROM journal WHERE seq <= ? ORDER BY seq", (last,)
        ):
            yield (line_of(dict(row)) + "\n").encode()
