"""`bocso broker prepare`: the file with which mosquitto's dynamic security plugin begins."""

import os
from pathlib import Path

import typer

from bocso.faults import CommandFailed
from server.mqtt.broker_accounts import account_of_admin, account_of_server, broker_file, is_usable


def prepare(file: Path, *, admin_password: Path, server_password: Path, former: Path | None) -> None:
    """Make the file when it is missing, damaged, or does not let the server in; else it is left alone."""
    accounts = (account_of_admin(_secret(admin_password)), account_of_server(_secret(server_password)))
    if file.exists() and is_usable(file.read_text(encoding="utf-8", errors="replace"), *accounts):
        typer.echo(f"kept: {file}")
        return
    try:
        content = broker_file(accounts, _former(former))
    except ValueError as error:
        raise CommandFailed(f"{former}: {error}") from None
    fresh = file.with_name(file.name + ".new")
    try:
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as written:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
        if os.geteuid() == 0:  # the broker writes it anew with each change: it is its own
            folder = file.parent.stat()
            os.chown(fresh, folder.st_uid, folder.st_gid)
        fresh.replace(file)
    except OSError as error:
        raise CommandFailed(f"{file} cannot be written: {error.strerror}") from None
    typer.echo(f"written: {file}")


def _secret(file: Path) -> str:
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise CommandFailed(f"{file} cannot be read: {error.strerror}") from None
    if not secret:
        raise CommandFailed(f"{file} is empty")
    return secret


def _former(file: Path | None) -> dict[str, str]:
    """Users and hashes of a password file of mosquitto_passwd; none when there is none."""
    if file is None or not file.exists():
        return {}
    lines = (line.partition(":") for line in file.read_text(encoding="utf-8").splitlines())
    return {user: kept.strip() for user, colon, kept in lines if user and colon}
