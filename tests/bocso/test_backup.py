"""`bocso backup` and `bocso restore` as a technician types them."""

import sqlite3
from pathlib import Path

import pytest
from test_commands import SAMPLE, Ran, bocso, fault_of

from server.backup.sole_use import SoleUse
from server.journal.verify import verify


@pytest.fixture
def database(tmp_path: Path) -> Path:
    database = tmp_path / "centre.db"
    assert bocso("centre", "load", SAMPLE, "--database", database).returncode == 0
    return database


def copied(database: Path, *more: object) -> Path:
    ran = bocso("backup", "--database", database, *more)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "events, checked" in ran.stdout
    return Path(ran.stdout.split(": ")[0])


def restored(copy: Path, database: Path, *more: object) -> Ran:
    return bocso("restore", copy, "--database", database, *more)


def test_a_copy_is_made_beside_the_database_and_put_back(database: Path) -> None:
    copy = copied(database)
    assert copy.parent == database.parent / "backups"
    database.write_bytes(b"Giay " * 1000)
    ran = restored(copy, database, "--highest", "A=57")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "A001 to A200 are not given" in ran.stdout
    assert "everybody logs in anew" in ran.stdout
    assert "DEVICES SHUT OUT SINCE ARE LET IN AGAIN" in ran.stdout, "what was there can tell nothing"
    assert verify(database).fault is None
    kept = [path for path in database.parent.glob("centre.db.replaced-*") if not path.name.endswith(("-wal", "-shm"))]
    assert [path.read_bytes()[:4] for path in kept] == [b"Giay"]


def test_a_device_that_was_given_another_credential_since_is_named(database: Path, tmp_path: Path) -> None:
    copy = copied(database)
    kiosk = ("--id", "kiosk-1", "--kind", "kiosk", "--credential-file", tmp_path / "kiosk-1.credential")
    assert bocso("device", "add", "--database", database, *kiosk).returncode == 0
    ran = restored(copy, database)
    assert "kiosk-1: its access was changed after the copy" in ran.stdout
    assert "LET IN AGAIN" not in ran.stdout


def test_numbers_that_are_known_are_passed_and_a_quiet_morning_begins_at_one(database: Path) -> None:
    copy = copied(database)
    ran = restored(copy, database, "--no-numbers-today", "--highest", "B=23")
    assert "B001 to B023 are not given" in ran.stdout
    assert "A001" not in ran.stdout


def test_a_folder_and_a_second_place_are_named(database: Path, tmp_path: Path) -> None:
    assert copied(database, "--folder", tmp_path / "own").parent == tmp_path / "own"
    said = fault_of_second(bocso("backup", "--database", database, "--second", tmp_path))
    assert "lies on the database's own disk" in said


def fault_of_second(ran: Ran) -> str:
    assert ran.returncode == 1
    assert "events, checked" in ran.stdout, "the first copy stands"
    (line,) = ran.stderr.strip().splitlines()
    return line


def test_what_cannot_be_restored_is_one_line_and_changes_nothing(database: Path, tmp_path: Path) -> None:
    before = database.read_bytes()
    (tmp_path / "letter").write_text("Kính gửi")
    assert "nothing changed" in fault_of(restored(tmp_path / "letter", database))
    assert "none.backup" in fault_of(restored(tmp_path / "none.backup", database))
    copy = copied(database)
    rows = sqlite3.connect(copy)
    with rows:
        rows.execute("UPDATE journal SET actor = 'x' WHERE seq = 1")
    rows.close()
    assert "sequence 1" in fault_of(restored(copy, database))
    assert "kiosk" in fault_of(restored(copied(database), database, "--kiosk-data", tmp_path / "no-kiosk"))
    assert database.read_bytes() == before


def test_a_running_server_is_told_to_be_stopped_first(database: Path) -> None:
    copy = copied(database)
    use = SoleUse(database)
    ran = restored(copy, database)
    use.end()
    assert ran.returncode == 1
    assert "stop it first" in ran.stderr


def test_a_number_that_is_none_is_a_usage_fault(database: Path) -> None:
    assert restored(copied(database), database, "--highest", "57").returncode == 2


@pytest.mark.parametrize("setting", ["backup_folder", "second_backup_folder"])
@pytest.mark.parametrize("of_this_one", [True, False])
def test_epochs_of_copies_where_the_settings_say_are_not_given_again(
    database: Path, tmp_path: Path, setting: str, of_this_one: bool
) -> None:
    """As when the clock is behind and the database is gone: only the names of newer copies tell of its last epoch."""
    copy = copied(database, "--folder", tmp_path / "by-hand")
    epoch = int(copy.name.split(".")[1].split("-")[0])
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / copy.name.replace(str(epoch), "4000000000")).write_bytes(copy.read_bytes())
    served = database if of_this_one else tmp_path / "another.db"
    (tmp_path / "server.toml").write_text(f'database = "{served}"\n{setting} = "{elsewhere}"\n')
    database.unlink()
    assert restored(copy, database, "--settings-folder", tmp_path).returncode == 0
    rows = sqlite3.connect(database)
    (given,) = rows.execute("SELECT epoch FROM centre_identity").fetchone()
    rows.close()
    assert (given > 4_000_000_000) is of_this_one
