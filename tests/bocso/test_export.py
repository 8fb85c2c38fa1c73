"""`bocso export-centre` and `import-centre`: one readable file, the same centre again, no secret in it."""

import json
from pathlib import Path
from typing import Any

import pytest
from test_commands import SAMPLE, Ran, bocso, fault_of

from server.passwords import is_password


def ok(ran: Ran) -> str:
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    """The sample centre with a device and a head."""
    database = tmp_path / "centre.db"
    ok(bocso("import-centre", SAMPLE, "--database", database))
    secret = tmp_path / "pad.credential"
    options = ("--id", "pad-Q1", "--kind", "pad", "--counter", "Q1", "--credential-file", secret)
    ok(bocso("device", "add", "--database", database, *options))
    return database


def exported(database: Path, file: Path) -> dict[str, Any]:
    ok(bocso("export-centre", file, "--database", database))
    values: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return values


def test_a_round_trip_is_identical(centre: Path, tmp_path: Path) -> None:
    first, second, other = tmp_path / "one.json", tmp_path / "two.json", tmp_path / "other.db"
    values = exported(centre, first)
    assert [device["id"] for device in values["devices"]] == ["pad-Q1"]
    assert {person["role"] for person in values["officers"]} >= {"head", "officer", "technician"}
    ok(bocso("import-centre", first, "--database", other))
    exported(other, second)
    assert first.read_bytes() == second.read_bytes()
    assert ok(bocso("verify", "--database", other)).startswith("OK")


def test_boards_keep_their_voices(centre: Path, tmp_path: Path) -> None:
    for board in ("board-1", "board-2"):
        options = ("--id", board, "--kind", "board", "--credential-file", tmp_path / board)
        ok(bocso("device", "add", "--database", centre, *options))
    values = exported(centre, tmp_path / "one.json")
    assert [(one["id"], one["speaks"]) for one in values["devices"]] == [
        ("board-1", True),
        ("board-2", False),
        ("pad-Q1", None),
    ]
    values["devices"][0]["speaks"], values["devices"][1]["speaks"] = False, True
    swapped = tmp_path / "swapped.json"
    swapped.write_text(json.dumps(values), encoding="utf-8")
    ok(bocso("import-centre", swapped, "--database", centre))
    after = exported(centre, tmp_path / "two.json")["devices"]
    assert [one["speaks"] for one in after] == [False, True, None]


def test_nothing_secret_is_in_the_file(centre: Path, tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("mat-khau-cua-giam-doc", encoding="utf-8")
    ok(bocso("staff", "password", "--database", centre, "--login", "cb09", "--password-file", password))
    file = tmp_path / "centre.json"
    exported(centre, file)
    text = file.read_text(encoding="utf-8")
    assert "argon2" not in text
    assert (tmp_path / "pad.credential").read_text(encoding="utf-8").strip() not in text
    assert "Chứng thực" in text, "letters are written as they are read"


def test_whoever_is_imported_has_no_password_yet() -> None:
    assert not is_password("", "!")
    assert not is_password("!", "!")


def test_a_broken_file_is_refused_whole_with_every_fault_named(centre: Path, tmp_path: Path) -> None:
    file = tmp_path / "centre.json"
    values = exported(centre, file)
    values["services"][0]["code"] = "D"
    values["services"][1]["name"] = ""
    values["counters"][2]["number"] = 1
    values["devices"][0]["counter"] = "Q99"
    values["officers"][0]["role"] = "king"
    del values["rating"]["question"]
    file.write_text(json.dumps(values), encoding="utf-8")
    before = centre.read_bytes()
    said = fault_of(bocso("import-centre", file, "--database", centre))
    for place in (
        "services.0.code",
        "services.1.name: this must not be empty",
        "counters.2.number: '1' stands there twice",
        "devices.0.counter",
        "officers.0.role",
        "rating.question: this is missing",
    ):
        assert place in said
    assert centre.read_bytes() == before


def test_an_import_that_would_strand_a_device_changes_nothing(centre: Path, tmp_path: Path) -> None:
    file = tmp_path / "centre.json"
    values = exported(centre, file)
    values["counters"] = [counter for counter in values["counters"] if counter["id"] != "Q1"]
    values["devices"] = []
    for service in values["services"]:
        service.pop("counters", None)
    file.write_text(json.dumps(values), encoding="utf-8")
    assert "device pad-Q1 belongs to it" in fault_of(bocso("import-centre", file, "--database", centre))
    assert ok(bocso("verify", "--database", centre)).startswith("OK")


def test_the_file_of_another_centre_is_refused(centre: Path, tmp_path: Path) -> None:
    file = tmp_path / "centre.json"
    values = exported(centre, file)
    values["centre"]["code"] = "OTHER-1"
    file.write_text(json.dumps(values), encoding="utf-8")
    assert "another_centre" in fault_of(bocso("import-centre", file, "--database", centre))


def test_an_export_never_overwrites(centre: Path, tmp_path: Path) -> None:
    file = tmp_path / "centre.json"
    exported(centre, file)
    assert "exists already" in fault_of(bocso("export-centre", file, "--database", centre))
    assert "no such database" in fault_of(bocso("export-centre", tmp_path / "x", "--database", tmp_path / "none.db"))


def test_a_file_never_takes_the_last_head_away(centre: Path, tmp_path: Path) -> None:
    file = tmp_path / "centre.json"
    values = exported(centre, file)
    for person in values["officers"]:
        if person["role"] == "head":
            person["active"] = False
    file.write_text(json.dumps(values), encoding="utf-8")
    before = centre.read_bytes()
    assert "officers: an active head without a last day" in fault_of(bocso("import-centre", file, "--database", centre))
    assert centre.read_bytes() == before
    another = next(person for person in values["officers"] if person["role"] == "officer")
    another["role"] = "head"
    file.write_text(json.dumps(values), encoding="utf-8")
    ok(bocso("import-centre", file, "--database", centre))


def test_what_this_centre_knows_otherwise_is_named_all_at_once(centre: Path, tmp_path: Path) -> None:
    file = tmp_path / "centre.json"
    values = exported(centre, file)
    values["devices"][0] |= {"kind": "kiosk", "counter": None}
    values["officers"][0]["login"] = "somebody.else"
    values["officers"][1] |= {"id": "CB99"}
    file.write_text(json.dumps(values), encoding="utf-8")
    said = fault_of(bocso("import-centre", file, "--database", centre))
    assert "devices.0.kind: 'pad-Q1' is already a pad" in said
    assert "officers.0.login: the login is 'cb01' here" in said
    assert "officers.1.login: the login 'cb02' is taken by CB02" in said
