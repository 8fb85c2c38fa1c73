"""`bocso certificates make|show|renew`: the centre's own authority and its machine's certificate."""

from datetime import UTC, datetime
from pathlib import Path

import typer

from bocso.faults import CommandFailed
from messaging.clock import SystemClock
from server.clock_trust import clock_is_trusted
from server.tls.certificates import CA, CA_KEY, SERVER, NoCertificate, Told, look, vouches_for
from server.tls.certificates import make as make_certificates
from server.tls.certificates import renew as renew_certificate


def make(folder: Path, names: list[str], also: list[str], centre: str) -> None:
    """Make what is missing; a second time nothing changes. Of the names in `also` those that can be vouched for."""
    try:
        good = [name for name in also if vouches_for(folder, name)]
        for name in dict.fromkeys(also):
            if name not in good:
                typer.echo(f"left out: {name}, for which the centre's authority does not vouch", err=True)
        _tell_written(folder, make_certificates(folder, names=[*names, *good], centre=centre, now=_now()))
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
    """The machine's certificate anew if it ends within a month or cannot be used."""
    try:
        written = renew_certificate(folder, now=_now(), clock_is_trusted=clock_is_trusted("auto"))
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
