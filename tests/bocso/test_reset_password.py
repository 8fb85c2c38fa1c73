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
    status, said, _ = bocso("staff", "reset-password", "--database", database)

    assert status == 0
    found = re.search(r"([a-z0-9]{4}(?:-[a-z0-9]{4}){2})$", said.strip())
    assert found, said
    hashes = dict(stored(database, "SELECT login, password_hash FROM staff_profiles"))
    assert is_password(found[1], hashes["gd01"])
    assert is_password("the forgotten one", hashes["cb01"])
    assert stored(database, "SELECT staff_id FROM temporary_passwords") == [("GD01",)]
    last = stored(database, "SELECT kind, actor, body FROM journal ORDER BY seq DESC LIMIT 1")[0]
    assert last[:2] == ("access_changed", "command-line") and "password_reset" in last[2] and "GD01" in last[2]
    assert found[1] not in "".join(body for (body,) in stored(database, "SELECT body FROM journal"))


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
    assert stored(database, "SELECT count(*) FROM journal WHERE body LIKE '%password_reset%'") == [(2,)]


def test_a_lost_second_factor_is_taken_away_on_record(database: Path) -> None:
    connection = sqlite3.connect(database)
    with connection:
        connection.execute("INSERT INTO second_factors VALUES ('GD01', 'A', 1, 0), ('CB01', 'B', NULL, 0)")
        connection.execute("INSERT INTO recovery_codes VALUES ('GD01', 1, 'x')")
    connection.close()
    reset = ("staff", "reset-second-factor", "--database", database, "--login")

    assert bocso(*reset, "cb01")[2].strip().endswith("'cb01' has no second factor"), "it was never switched on"
    status, said, _ = bocso(*reset, "gd01")

    assert status == 0 and "GD01 (gd01) logs in with the password alone" in said
    assert stored(database, "SELECT staff_id FROM second_factors") == [("CB01",)]
    assert stored(database, "SELECT * FROM recovery_codes") == []
    last = stored(database, "SELECT kind, actor, body FROM journal ORDER BY seq DESC LIMIT 1")[0]
    assert last[:2] == ("access_changed", "command-line") and "second_factor_reset" in last[2]
    assert bocso(*reset, "gd01")[0] == 1, "there is nothing left to take away"
    assert "nobody has the login 'nobody'" in bocso(*reset, "nobody")[2]


@pytest.mark.parametrize("password", ["password123", "12345678", "gd02gd02"])
def test_a_password_that_is_guessed_first_is_refused(database: Path, tmp_path: Path, password: str) -> None:
    file = tmp_path / "weak"
    file.write_text(password)
    who = ("--id", "GD02", "--login", "gd02", "--name", "B", "--role", "head", "--password-file", file)
    status, _, fault = bocso("staff", "add", "--database", database, *who)
    assert status == 1 and "among the first that are guessed" in fault
