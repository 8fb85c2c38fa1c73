"""`bocso staff add`: a member of staff and a login."""

from pathlib import Path

import typer

from bocso.database import run_action
from bocso.faults import CommandFailed
from server.actions.set_up import add_staff
from server.passwords import hash_password

SHORTEST_PASSWORD = 8


def add(database: Path, *, staff_id: str, login: str, display_name: str, role: str, password_file: Path | None) -> None:
    if password_file is None:
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        try:
            password = password_file.read_text(encoding="utf-8").strip()
        except UnicodeDecodeError:
            raise CommandFailed(f"{password_file}: is no text in UTF-8") from None
    if len(password) < SHORTEST_PASSWORD:
        raise CommandFailed(f"a password has at least {SHORTEST_PASSWORD} characters")
    hashed = hash_password(password)
    run_action(
        database,
        lambda work: add_staff(
            work, staff_id=staff_id, role=role, login=login, display_name=display_name, password_hash=hashed
        ),
    )
    typer.echo(f"{display_name} ({role}) added; login {login}")
