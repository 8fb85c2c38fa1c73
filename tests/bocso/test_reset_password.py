"""`bocso staff reset-password`: the last head gets in again, with a password for one login."""

import re
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bocso.__main__ import app
from server.passwords import is_password

SAMPLE = Path(__file__).resolve().parents[2] / "server" / "sample_centre.json"


def bocso(*arguments: object) -> tuple[int, str, str]:
    ran = CliRunner(env={"NO_COLOR": "1", "TERM": "dumb"}).invoke(app, [str(argument) for argument in arguments])
    if ran.exception is not None and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    return ran.exit_code, ran.stdout, ran.stderr


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A centre with a head and an officer."""
    database, password = tmp_path / "centre.db", tmp_path / "password"
    password.write_text("the forgotten one")
    assert bocso("centre", "load", SAMPLE, "--database", database)[0] == 0
    for staff_id, role in (("GD01", "head"), ("CB01", "officer")):
        who = ("--id", staff_id, "--login", staff_id.lower(), "--name", staff_id, "--role", role)
        assert bocso("staff", "add", "--database", database, *who, "--password-file", password)[0] == 0
    return database


def stored(database: Path, query: str) -> list[tuple[str, ...]]:
    connection = sqlite3.connect(database)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_the_head_gets_a_password_for_one_login(database: Path) -> None:
    before = stored(database, "SELECT count(*) FROM journal")
    status, said, _ = bocso("staff", "reset-password", "--database", database)

    assert status == 0
    found = re.search(r"([a-z0-9]{4}(?:-[a-z0-9]{4}){2})$", said.strip())
    assert found, said
    hashes = dict(stored(database, "SELECT login, password_hash FROM staff_profiles"))
    assert is_password(found[1], hashes["gd01"])
    assert is_password("the forgotten one", hashes["cb01"])
    assert stored(database, "SELECT staff_id FROM temporary_passwords") == [("GD01",)]
    assert stored(database, "SELECT count(*) FROM journal") == before


def test_anybody_is_named_with_the_login(database: Path) -> None:
    assert "(cb01)" in bocso("staff", "reset-password", "--database", database, "--login", "cb01")[1]
    status, said, fault = bocso("staff", "reset-password", "--database", database, "--login", "nobody")
    assert (status, said) == (1, "") and "nobody has the login 'nobody'" in fault


def test_of_two_heads_one_has_to_be_named(database: Path, tmp_path: Path) -> None:
    who = ("--id", "GD02", "--login", "gd02", "--name", "GD02", "--role", "head")
    assert bocso("staff", "add", "--database", database, *who, "--password-file", tmp_path / "password")[0] == 0

    status, _, fault = bocso("staff", "reset-password", "--database", database)

    assert status == 1 and "gd01, gd02" in fault


def test_a_password_that_its_owner_sets_on_the_machine_is_not_asked_to_change(database: Path, tmp_path: Path) -> None:
    bocso("staff", "reset-password", "--database", database)
    assert (
        bocso("staff", "password", "--database", database, "--login", "gd01", "--password-file", tmp_path / "password")[
            0
        ]
        == 0
    )

    assert stored(database, "SELECT staff_id FROM temporary_passwords") == []
