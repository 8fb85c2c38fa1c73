"""`python -m server` with settings that cannot work: one line that says what is wrong and where."""

import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from centre_under_test import copy_database
from held_clock import HeldClock
from served_centre import make_served_database
from server_process import ROOT

from server.__main__ import main
from server.app import build
from server.backup.copies import copies_in
from server.backup.making import make_copy
from server.backup.sole_use import SoleUse
from server.db import connections
from server.db.schema import needs_upgrade
from server.settings import ServerSettings


@dataclass(frozen=True)
class Started:
    code: int
    said: str


Start = Callable[[Path], Started]


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Start:
    """`python -m server --settings FILE` in this process, for what ends before it serves."""

    def run(settings: Path) -> Started:
        monkeypatch.setattr(sys, "argv", ["server", "--settings", str(settings)])
        code = main()
        return Started(code, capsys.readouterr().err)

    return run


def fault_of(started: Started, code: int) -> str:
    assert started.code == code, started.said
    lines = started.said.strip().splitlines()
    assert len(lines) == 1, started.said
    return lines[0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('database = "{db}"\nlisten_prot = 8080\n', "listen_prot: Extra inputs are not permitted"),
        ('database = "{db}"\nlisten_port = 70000\n', "listen_port: "),
        ('database = "{db}"\nlisten_port = "many"\n', "listen_port: "),
        ('database = "{db}"\ntrust_clock = "never"\n', "trust_clock: "),
        ('database = "{db}"\n[broker]\nport = 0\n', "broker.port: "),
        ("database = 5\n", "database: should be a path, in quotes"),
        ('database = "{db}"\nbroker = 5\n', "broker: should be an object with keys"),
        ('database = "{db}"\n[broker]\nuser = "x"\n', "broker.user: "),
        ("listen_port = 8080\n", "database: Field required"),
        ("", "database: Field required"),
        ("database = \n", "not valid TOML"),
        ("\x00", "not valid TOML"),
    ],
)
def test_a_bad_setting_is_named_with_its_place(start: Start, tmp_path: Path, content: str, words: str) -> None:
    settings = tmp_path / "server.toml"
    settings.write_text(content.replace("{db}", str(tmp_path / "centre.db")))
    said = fault_of(start(settings), 2)
    assert str(settings) in said
    assert words in said
    assert not (tmp_path / "centre.db").exists()


def test_a_settings_file_that_is_missing_or_no_text_is_named(start: Start, tmp_path: Path) -> None:
    assert "no such settings file" in fault_of(start(tmp_path / "none.toml"), 2)
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    assert "cannot be read" in fault_of(start(tmp_path / "binary.toml"), 2)
    assert "cannot be read" in fault_of(start(tmp_path), 2)


def test_a_bad_environment_variable_is_named(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tmp_path / "server.toml"
    settings.write_text(f'database = "{tmp_path / "centre.db"}"\n')
    monkeypatch.setenv("BOCSO_SERVER_LISTEN_PORT", "eighty")
    assert "listen_port: " in fault_of(start(settings), 2)


def test_a_mistyped_database_is_named_and_not_made(start: Start, tmp_path: Path) -> None:
    settings = tmp_path / "server.toml"
    typo = tmp_path / "typo" / "centre.db"
    settings.write_text(f'database = "{typo}"\nlisten_port = 0\n')
    said = fault_of(start(settings), 2)
    assert said == f"{typo}: no such database; bocso centre load FILE --database {typo} makes one"
    assert [left.name for left in tmp_path.iterdir()] == ["server.toml"]


def test_a_name_mistyped_beside_the_real_database_makes_no_new_one(
    start: Start, tmp_path: Path, empty_database: Path
) -> None:
    copy_database(empty_database, tmp_path / "centre.db")
    settings = tmp_path / "server.toml"
    settings.write_text(f'database = "{tmp_path / "center.db"}"\nlisten_port = 0\n')
    assert "centre.db stands beside it" in fault_of(start(settings), 2)
    assert not (tmp_path / "center.db").exists()


def test_a_database_that_the_server_is_not_let_at_is_named_with_the_cure(
    start: Start, tmp_path: Path, empty_database: Path
) -> None:
    """As after `sudo cp`; root is let at every file, so here a folder has the name of one that belongs to it."""
    database = tmp_path / "data/centre.db"
    database.parent.mkdir()
    copy_database(empty_database, database)
    database.with_name("centre.db-shm").mkdir()
    settings = tmp_path / "server.toml"
    settings.write_text(f'database = "{database}"\nlisten_port = 0\n')

    started = start(settings)

    assert started.code == 1
    assert started.said.count(f"sudo chown -R bocso: {database.parent}") == 2, "in both languages"
    assert str(database) in started.said


def test_a_port_that_is_taken_is_a_plain_fault(start: Start, tmp_path: Path, empty_database: Path) -> None:
    make_served_database(empty_database, tmp_path / "centre.db", HeldClock())
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = tmp_path / "server.toml"
        settings.write_text(f'database = "{tmp_path / "centre.db"}"\nlisten_port = {taken.getsockname()[1]}\n')
        said = fault_of(start(settings), 1)
        assert "cannot start" in said
        assert f"127.0.0.1:{taken.getsockname()[1]}" in said


def test_what_is_no_database_or_is_held_is_a_plain_fault(
    start: Start, tmp_path: Path, empty_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "BUSY_TIMEOUT_S", 0.1)
    settings = tmp_path / "server.toml"
    (tmp_path / "letter.txt").write_text("Kính gửi " * 1000)
    settings.write_text(f'database = "{tmp_path / "letter.txt"}"\nlisten_port = 0\n')
    damaged = start(settings)
    assert damaged.code == 3
    assert "not a database" in damaged.said
    assert str(tmp_path / "letter.txt") in damaged.said
    make_served_database(empty_database, tmp_path / "centre.db", HeldClock())
    settings.write_text(f'database = "{tmp_path / "centre.db"}"\nlisten_port = 0\n')
    holder = sqlite3.connect(tmp_path / "centre.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert "locked" in fault_of(start(settings), 1)
    holder.close()


def test_a_second_server_on_one_database_is_refused(start: Start, tmp_path: Path, empty_database: Path) -> None:
    copy_database(empty_database, tmp_path / "centre.db")
    settings = tmp_path / "server.toml"
    settings.write_text(f'database = "{tmp_path / "centre.db"}"\nlisten_port = 0\n')
    use = SoleUse(tmp_path / "centre.db")
    started = start(settings)
    use.end()
    assert started.code == 1
    assert "a server is running on it" in started.said


def test_a_damaged_database_is_told_in_both_languages_with_the_command_and_its_own_code(
    start: Start, tmp_path: Path, empty_database: Path
) -> None:
    database = copy_database(empty_database, tmp_path / "centre.db")
    good = make_copy(database, tmp_path / "elsewhere")
    content = bytearray(database.read_bytes())
    content[8192:16384] = bytes(8192)
    database.write_bytes(content)
    settings = tmp_path / "server.toml"
    settings.write_text(f'database = "{database}"\nbackup_folder = "{tmp_path / "elsewhere"}"\nlisten_port = 0\n')
    started = start(settings)
    assert started.code == 3
    assert "Không khởi động" in started.said and "Not started" in started.said
    assert started.said.count(f"bocso restore {good.path} --database {database}") == 2
    assert database.read_bytes() == bytes(content), "nothing was changed, and no new one made"


def test_an_older_database_is_copied_before_it_is_upgraded(tmp_path: Path) -> None:
    database = tmp_path / "centre.db"
    former = Path(__file__).parent / "db" / "a_centre_before_the_centres_day.sql"
    connection = sqlite3.connect(database)
    connection.executescript(former.read_text(encoding="utf-8"))
    before = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    connection.close()
    settings = ServerSettings(database=database, listen_port=0)
    server = build(settings, clock=HeldClock())
    server.give_up()
    (copy,) = copies_in(tmp_path / "backups", database)
    connection = sqlite3.connect(copy.path)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == before
    connection.close()
    assert not needs_upgrade(database)


def test_a_newer_database_is_refused(start: Start, tmp_path: Path, empty_database: Path) -> None:
    copy_database(empty_database, tmp_path / "centre.db")
    with sqlite3.connect(tmp_path / "centre.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '2099_01_01'")
    connection.close()
    settings = tmp_path / "server.toml"
    settings.write_text(f'database = "{tmp_path / "centre.db"}"\nlisten_port = 0\n')
    assert "update the program" in fault_of(start(settings), 2)


def test_the_real_process_says_one_line_too(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "server", "--settings", str(tmp_path / "none.toml")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "no such settings file" in fault_of(Started(ran.returncode, ran.stderr), 2)
