"""`bocso staff add`, `password`, `reset-password`, `reset-second-factor`: a member of staff, and how they get in."""

from pathlib import Path

import typer

from bocso.database import run_action
from bocso.faults import CommandFailed
from server.actions.people import reset_password
from server.actions.second_factor import reset_second_factor
from server.actions.set_up import add_staff, set_password
from server.db.queries.logins import second_factor_of
from server.db.queries.people import StaffMember, all_staff
from server.db.work import Work
from server.domain.weak_passwords import SHORTEST, why_weak
from server.errors import NotFound
from server.passwords import hash_password, new_password


def add(database: Path, *, staff_id: str, login: str, display_name: str, role: str, password_file: Path | None) -> None:
    hashed = hash_password(_password(password_file, login))
    run_action(
        database,
        lambda work: add_staff(
            work, staff_id=staff_id, role=role, login=login, display_name=display_name, password_hash=hashed
        ),
    )
    typer.echo(f"{display_name} ({role}) added; login {login}")


def renew_password(database: Path, *, login: str, password_file: Path | None) -> None:
    hashed = hash_password(_password(password_file, login))
    run_action(database, lambda work: set_password(work, login=login, password_hash=hashed))
    typer.echo(f"{login} has a new password and is logged out everywhere")


def reset(database: Path, *, login: str | None) -> None:
    """A password for one login, for whoever has forgotten theirs; without `login`, for the one head there is."""
    password = new_password()
    hashed = hash_password(password)

    def action(work: Work) -> tuple[str, str]:
        known = all_staff(work.connection)
        if login is not None:
            found = [member for member in known if member.login == login]
            if not found:
                raise NotFound("staff", f"nobody has the login '{login}'")
        else:
            found = [member for member in known if member.role == "head" and member.is_active]
            if len(found) != 1:
                logins = ", ".join(member.login for member in found) or "none"
                raise NotFound("staff", f"the centre has not one active head ({logins}); name one with --login")
        member = reset_password(work, staff_id=found[0].staff_id, password_hash=hashed)
        return member.login, member.display_name

    of_login, name = run_action(database, action)
    typer.echo(
        f"{name} ({of_login}) is logged out everywhere; for one login, which asks for a new password: {password}"
    )


def reset_code(database: Path, *, login: str) -> None:
    """Take the second factor away from whoever has lost the telephone and the recovery codes."""

    def action(work: Work) -> StaffMember:
        found = [member for member in all_staff(work.connection) if member.login == login]
        if not found:
            raise NotFound("staff", f"nobody has the login '{login}'")
        known = second_factor_of(work.connection, found[0].staff_id)
        if known is None or known.confirmed_at is None:
            raise NotFound("second_factor", f"'{login}' has no second factor")
        return reset_second_factor(work, staff_id=found[0].staff_id)

    member = run_action(database, action)
    typer.echo(f"{member.display_name} ({member.login}) logs in with the password alone now")


def _password(file: Path | None, login: str) -> str:
    """From the file or, without one, asked for twice."""
    if file is None:
        password: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        try:
            password = file.read_text(encoding="utf-8").strip()
        except UnicodeDecodeError:
            raise CommandFailed(f"{file}: is no text in UTF-8") from None
    if len(password) < SHORTEST:
        raise CommandFailed(f"a password has at least {SHORTEST} characters")
    if why_weak(password, login):
        raise CommandFailed("this password is among the first that are guessed; take a few words of your own")
    return password
