"""`bocso staff add` and `bocso staff password`: a member of staff, a login, a new password."""

from pathlib import Path

import typer

from bocso.database import run_action
from bocso.faults import CommandFailed
from server.actions.set_up import add_staff, set_password
from server.passwords import hash_password

SHORTEST_PASSWORD = 8


def add(database: Path, *, staff_id: str, login: str, display_name: str, role: str, password_file: Path | None) -> None:
    hashed = hash_password(_password(password_file))
    run_action(
        database,
        lambda work: add_staff(
            work, staff_id=staff_id, role=role, login=login, display_name=display_name, password_hash=hashed
        ),
    )
    typer.echo(f"{display_name} ({role}) added; login {login}")


def renew_password(database: Path, *, login: str, password_file: Path | None) -> None:
    hashed = hash_password(_password(password_file))
    run_action(database, lambda work: set_password(work, login=login, password_hash=hashed))
    typer.echo(f"{login} has a new password and is logged out everywhere")


def _password(file: Path | None) -> str:
    """From the file or, without one, asked for twice."""
    if file is None:
        password: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        try:
            password = file.read_text(encoding="utf-8").strip()
        except UnicodeDecodeError:
            raise CommandFailed(f"{file}: is no text in UTF-8") from None
    if len(password) < SHORTEST_PASSWORD:
        raise CommandFailed(f"a password has at least {SHORTEST_PASSWORD} characters")
    return password
