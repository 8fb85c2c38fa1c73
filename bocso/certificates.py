"""`bocso certificates make|show|renew`: the centre's own authority and its machine's certificate."""

from datetime import UTC, datetime
from pathlib import Path

import typer

from bocso.faults import CommandFailed
from messaging.clock import SystemClock
from server.tls.certificates import CA, CA_KEY, SERVER, NoCertificate, Told, look
from server.tls.certificates import make as make_certificates
from server.tls.certificates import renew as renew_certificate


def make(folder: Path, names: list[str], centre: str) -> None:
    """Make what is missing; a second time nothing changes."""
    try:
        _tell_written(folder, make_certificates(folder, names=names, centre=centre, now=_now()))
        _tell_fingerprint(folder)
    except (NoCertificate, OSError) as error:
        raise CommandFailed(str(error)) from None


def show(folder: Path) -> None:
    """Both certificates, and the fingerprint that people compare."""
    try:
        for what, told in (("authority", look(folder / CA)), ("server", look(folder / SERVER))):
            typer.echo(f"{what}: {told.subject}")
            if told.names:
                typer.echo(f"  for: {', '.join(told.names)}")
            typer.echo(f"  until: {_date(told)}")
        _tell_fingerprint(folder)
    except NoCertificate as error:
        raise CommandFailed(str(error)) from None


def renew(folder: Path) -> None:
    """The machine's certificate anew if it ends within a month."""
    try:
        written = renew_certificate(folder, now=_now())
        _tell_written(folder, written)
        if not written:
            typer.echo(f"nothing to do: it holds until {_date(look(folder / SERVER))}")
    except (NoCertificate, OSError) as error:
        raise CommandFailed(str(error)) from None


def _tell_written(folder: Path, written: list[str]) -> None:
    for name in written:
        typer.echo(f"written: {folder / name}")
    if CA_KEY in written:
        typer.echo(f"keep {folder / CA_KEY} to yourself: whoever has it can be taken for the server")


def _tell_fingerprint(folder: Path) -> None:
    typer.echo(f"fingerprint (SHA-256): {look(folder / CA).shown_fingerprint}")


def _date(told: Told) -> str:
    return told.valid_until.strftime("%Y-%m-%d")


def _now() -> datetime:
    return SystemClock().now().astimezone(UTC)
