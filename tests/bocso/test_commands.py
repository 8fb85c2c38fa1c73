"""`python -m bocso`: what it does, and that a fault is one line and never a traceback."""

import json
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bocso.__main__ import app
from server.passwords import is_password

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "server" / "sample_centre.json"


@dataclass(frozen=True)
class Ran:
    returncode: int
    stdout: str
    stderr: str


def bocso(*arguments: object) -> Ran:
    """Run a command in this process: whatever it does not catch itself fails the test."""
    ran = CliRunner(env={"NO_COLOR": "1", "TERM": "dumb"}).invoke(app, [str(argument) for argument in arguments])
    if ran.exception is not None and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    return Ran(ran.exit_code, ran.stdout, ran.stderr)


def bocso_process(*arguments: object) -> Ran:
    """Run a command as people do: `python -m bocso`."""
    ran = subprocess.run(
        [sys.executable, "-m", "bocso", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def fault_of(result: Ran) -> str:
    """The one line of a fault."""
    assert result.returncode == 1, (result.returncode, result.stdout, result.stderr)
    assert "Traceback" not in result.stdout + result.stderr
    assert result.stdout == ""
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("bocso: ")
    return lines[0]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database into which the sample centre was loaded. Only for copying."""
    database = tmp_path_factory.mktemp("loaded") / "centre.db"
    result = bocso("centre", "load", SAMPLE, "--database", database)
    assert (result.returncode, result.stderr) == (0, "")
    return database


@pytest.fixture
def database(loaded: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "centre.db"
    copy.write_bytes(loaded.read_bytes())
    return copy


@pytest.fixture
def tamper(database: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(database, isolation_level=None)
    yield connection
    connection.close()


def test_without_a_command_it_says_what_there_is() -> None:
    said = bocso_process("--help").stdout
    for command in ("verify", "journal", "replay", "centre", "device", "staff"):
        assert command in said


# --- centre load -----------------------------------------------------------------------------------------------


def test_a_centre_is_loaded_once(database: Path) -> None:
    again = bocso("centre", "load", SAMPLE, "--database", database)
    assert (again.returncode, again.stdout.strip().endswith("already set up so")) == (0, True)


def test_a_bad_centre_file_changes_nothing_and_makes_nothing(database: Path, tmp_path: Path) -> None:
    values = json.loads(SAMPLE.read_text(encoding="utf-8"))
    values["services"][0]["code"] = "D"
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps(values), encoding="utf-8")
    before = database.read_bytes()
    assert "services.0.code: 'D' is no service letter" in fault_of(bocso("centre", "load", bad, "--database", database))
    assert database.read_bytes() == before
    fault_of(bocso("centre", "load", bad, "--database", tmp_path / "new.db"))
    assert not (tmp_path / "new.db").exists()


def test_the_centre_of_another_database_is_refused(database: Path, tmp_path: Path) -> None:
    values = json.loads(SAMPLE.read_text(encoding="utf-8"))
    values["centre"]["code"] = "OTHER-1"
    other = tmp_path / "other.json"
    other.write_text(json.dumps(values), encoding="utf-8")
    assert "another_centre" in fault_of(bocso("centre", "load", other, "--database", database))


# --- device add, staff add ---------------------------------------------------------------------------------------


def test_a_device_gets_a_credential_that_only_its_owner_reads(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "kiosk-1.credential"
    result = bocso(
        "device", "add", "--database", database, "--id", "kiosk-1", "--kind", "kiosk", "--credential-file", file
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    credential = file.read_text().strip()
    assert len(credential) >= 43, "256 bits"
    assert credential not in result.stdout
    assert credential.encode() not in database.read_bytes(), "stored hashed"
    again = bocso(
        "device", "add", "--database", database, "--id", "kiosk-1", "--kind", "kiosk", "--credential-file", file
    )
    assert again.returncode == 0
    assert file.read_text().strip() != credential


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--id", "pad-1", "--kind", "pad"), "needs --counter"),
        (("--id", "pad-1", "--kind", "pad", "--counter", "Q99"), "no counter 'Q99'"),
        (("--id", "kiosk-1", "--kind", "kiosk", "--counter", "Q1"), "has no --counter"),
        (("--id", "pad/1", "--kind", "pad", "--counter", "Q1"), "'pad/1' is no id"),
        (("--id", "x", "--kind", "toaster"), "'toaster' is none of"),
    ],
)
def test_a_device_that_cannot_be_is_refused(
    database: Path, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    credential = tmp_path / "x.credential"
    said = fault_of(bocso("device", "add", "--database", database, *arguments, "--credential-file", credential))
    assert words in said
    assert not credential.exists()


def test_a_credential_that_cannot_be_written_leaves_the_old_one_in_force(
    database: Path, tmp_path: Path, tamper: sqlite3.Connection
) -> None:
    def renew(file: Path) -> Ran:
        return bocso(
            "device", "add", "--database", database, "--id", "kiosk-1", "--kind", "kiosk", "--credential-file", file
        )

    assert renew(tmp_path / "kiosk-1.credential").returncode == 0
    in_force = tamper.execute("SELECT * FROM device_credentials").fetchall()
    (tmp_path / "folder").mkdir()
    for unusable, words in (
        (tmp_path / "folder", "is a folder"),
        (tmp_path / "none" / "kiosk-1.credential", "there is no folder"),
        (Path("/proc/kiosk-1.credential"), "cannot be written"),
    ):
        said = fault_of(renew(unusable))
        assert str(unusable) in said
        assert words in said
    assert tamper.execute("SELECT * FROM device_credentials").fetchall() == in_force
    assert not (tmp_path / "none").exists()
    assert not list(tmp_path.rglob("*.new"))


def test_a_forgotten_password_is_renewed_and_ends_what_the_old_one_opened(
    database: Path, tmp_path: Path, tamper: sqlite3.Connection
) -> None:
    password = tmp_path / "password"
    password.write_text("the old one")
    for staff_id in ("CB01", "CB02"):
        who = ("--id", staff_id, "--login", staff_id.lower(), "--name", "A", "--password-file", password)
        assert bocso("staff", "add", "--database", database, *who).returncode == 0
        tamper.execute(
            "INSERT INTO web_sessions (token_hash, staff_id, csrf_token, created_at, seen_at) VALUES (?, ?, '', 0, 0)",
            (f"token of {staff_id}", staff_id),
        )
    before = dict(tamper.execute("SELECT login, password_hash FROM staff_profiles").fetchall())
    password.write_text("the new one")
    renew = ("staff", "password", "--database", database, "--password-file", password, "--login")
    result = bocso(*renew, "cb01")
    assert (result.returncode, result.stderr) == (0, "")
    after = dict(tamper.execute("SELECT login, password_hash FROM staff_profiles").fetchall())
    assert is_password("the new one", after["cb01"])
    assert not is_password("the old one", after["cb01"])
    assert after["cb02"] == before["cb02"]
    assert tamper.execute("SELECT staff_id FROM web_sessions").fetchall() == [("CB02",)]
    assert "nobody has the login 'cb99'" in fault_of(bocso(*renew, "cb99"))
    password.write_text("short")
    assert "at least 8" in fault_of(bocso(*renew, "cb01"))


def test_staff_are_added_with_a_hashed_password(database: Path, tmp_path: Path, tamper: sqlite3.Connection) -> None:
    password = tmp_path / "password"
    password.write_text("một mật khẩu dài\n", encoding="utf-8")
    arguments = (
        "--database",
        database,
        "--id",
        "GD01",
        "--login",
        "giamdoc",
        "--name",
        "Lê Thị Bình",
        "--role",
        "head",
    )
    result = bocso("staff", "add", *arguments, "--password-file", password)
    assert (result.returncode, result.stderr) == (0, "")
    assert "mật khẩu" not in result.stdout
    stored = tamper.execute("SELECT login, display_name, password_hash FROM staff_profiles").fetchone()
    assert stored[:2] == ("giamdoc", "Lê Thị Bình")
    assert stored[2].startswith("$argon2")
    assert "staff_taken" in fault_of(bocso("staff", "add", *arguments, "--password-file", password))


def test_a_password_that_is_too_short_or_no_text_is_refused(database: Path, tmp_path: Path) -> None:
    password = tmp_path / "password"
    arguments = (
        "staff",
        "add",
        "--database",
        database,
        "--id",
        "CB1",
        "--login",
        "a",
        "--name",
        "A",
        "--password-file",
    )
    password.write_text("1234567")
    assert "at least 8" in fault_of(bocso(*arguments, password))
    password.write_bytes(b"\xff\xfe\xfd" * 5)
    assert "UTF-8" in fault_of(bocso(*arguments, password))
    assert "No such file" in fault_of(bocso(*arguments, tmp_path / "none"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("device", "add", "--id", "k", "--kind", "kiosk", "--credential-file", "{tmp}/k"),
        ("staff", "add", "--id", "CB1", "--login", "a", "--name", "A", "--password-file", "{tmp}/password"),
        ("verify",),
        ("journal",),
        ("replay", "--out", "{tmp}/out.db"),
    ],
)
def test_a_mistyped_database_is_named_and_not_made(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "password").write_text("ba con trâu", encoding="utf-8")
    typed = [argument.replace("{tmp}", str(tmp_path)) for argument in arguments]
    said = fault_of(bocso(*typed, "--database", tmp_path / "typo.db"))
    assert "typo.db" in said
    assert [left.name for left in tmp_path.iterdir()] == ["password"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("device", "add", "--id", "k", "--kind", "kiosk", "--credential-file", "{tmp}/k"),
        ("centre", "load", str(SAMPLE)),
        ("verify",),
        ("journal",),
        ("replay", "--out", "{tmp}/out.db"),
    ],
)
def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Kính gửi Trung tâm. " * 500)
    typed = [argument.replace("{tmp}", str(tmp_path)) for argument in arguments]
    said = fault_of(bocso(*typed, "--database", letter))
    assert "not a database" in said
    assert str(letter) in said
    assert letter.read_text() == "Kính gửi Trung tâm. " * 500


def test_no_command_writes_over_commits_behind_a_damaged_place_in_the_log(database: Path, tmp_path: Path) -> None:
    rows = sqlite3.connect(database, isolation_level=None)
    rows.execute("PRAGMA journal_mode=WAL")
    for number in range(5):
        rows.execute("UPDATE centre_identity SET created_at = created_at + ?", (number,))
    cut = tmp_path / "cut.db"
    for end in ("", "-wal"):
        shutil.copyfile(f"{database}{end}", f"{cut}{end}")
    rows.close()
    log = bytearray(Path(f"{cut}-wal").read_bytes())
    log[32 + 24 + 100] ^= 1  # in the first page
    Path(f"{cut}-wal").write_bytes(log)
    kiosk = ("--id", "kiosk-1", "--kind", "kiosk", "--credential-file", tmp_path / "kiosk-1.credential")
    assert "its -wal is damaged in the middle" in fault_of(bocso("device", "add", "--database", cut, *kiosk))
    assert Path(f"{cut}-wal").read_bytes() == bytes(log)


def test_a_folder_for_a_database_is_refused(tmp_path: Path) -> None:
    for command in (("verify",), ("journal",), ("centre", "load", SAMPLE)):
        fault_of(bocso(*command, "--database", tmp_path))


def test_what_the_command_line_itself_cannot_read_is_said_without_a_traceback(database: Path) -> None:
    for arguments in (("journal", "--after", "x"), ("device", "add"), ("nonsense",), ("verify", "--loud")):
        result = bocso(*arguments, *(("--database", database) if arguments[0] != "nonsense" else ()))
        assert result.returncode == 2
        assert "Traceback" not in result.stderr + result.stdout


# --- verify, journal, replay ------------------------------------------------------------------------------------


def test_verify_says_what_it_proves_and_what_it_cannot(database: Path, tamper: sqlite3.Connection) -> None:
    result = bocso("verify", "--database", database)
    head = tamper.execute("SELECT seq, hash FROM journal_head").fetchone()
    assert result.returncode == 0
    assert f"OK: {head[0]} events, head {head[1]}" in result.stdout
    assert "Not proven" in result.stdout


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        ("UPDATE journal SET body = replace(body, 'DEMO', 'OMED') WHERE seq = 1", "first bad sequence: 1"),
        ("DELETE FROM journal WHERE seq = 1", "first bad sequence: 1"),
        ("UPDATE journal SET body = CAST(x'ff' AS TEXT) WHERE seq = 1", "first bad sequence: 1"),
        ("INSERT INTO journal VALUES (2, '', 'day_closed', 1, '', '{}', '')", "first bad sequence: 2"),
        ("UPDATE journal_head SET seq = 5", "first bad sequence: 2"),
        ("UPDATE journal_head SET seq = 'x'", "no sequence"),
        ("DELETE FROM journal_head", "head is missing"),
        ("UPDATE schemes SET body = '{}'", "(first bad sequence: 1)"),
        ("UPDATE set_up SET centre = '{}'", "(first bad sequence: 1)"),
        ("DROP TABLE staff", "table staff: it is missing (first bad sequence: 1)"),
        ("ALTER TABLE staff DROP COLUMN role", "table staff: the column role is missing (first bad sequence: 1)"),
        ("ALTER TABLE staff ADD COLUMN salary", "table staff: the column salary was added (first bad sequence: 1)"),
        ("UPDATE schemes SET scheme_id = CAST(x'ff' AS TEXT)", "table schemes"),
        ("INSERT INTO staff VALUES ('CB99', 'head', '[]', 1, NULL)", "table staff: the row staff_id CB99 was added"),
    ],
)
def test_verify_exits_with_1_and_names_the_place(
    database: Path, tamper: sqlite3.Connection, edit: str, words: str
) -> None:
    tamper.execute(edit)
    result = bocso("verify", "--database", database)
    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout.startswith("FAULT: ")
    assert words in result.stdout


def test_the_real_command_exits_with_1_and_without_a_traceback(database: Path, tamper: sqlite3.Connection) -> None:
    assert bocso_process("verify", "--database", database).returncode == 0
    tamper.execute("UPDATE staff SET role = 'head'")
    tamper.execute("UPDATE journal SET at = CAST(x'ff' AS TEXT)")
    result = bocso_process("verify", "--database", database)
    assert (result.returncode, result.stderr) == (1, "")
    assert "first bad sequence: 1" in result.stdout
    fault_of(bocso_process("verify", "--database", database.parent / "none.db"))


def test_the_journal_is_written_as_json_lines_with_its_seals(database: Path, tamper: sqlite3.Connection) -> None:
    bocso(
        "device",
        "add",
        "--database",
        database,
        "--id",
        "k",
        "--kind",
        "kiosk",
        "--credential-file",
        database.parent / "k",
    )
    result = bocso("journal", "--database", database)
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["seq"] for line in lines] == [1, 2]
    for line in lines:
        sealed = tamper.execute("SELECT * FROM journal WHERE seq = ?", (line["seq"],)).fetchone()
        assert tuple(line.values()) == sealed, "exactly as sealed, so that anybody can check the export"
    assert [line["kind"] for line in lines] == ["set_up_changed", "device_added"]
    made = {"device_id": "k", "device_kind": "kiosk", "counter_id": None, "zone": None, "name": "", "speaks": True}
    assert json.loads(lines[1]["body"]) == made
    assert [line["hash"] for line in lines] == [
        row[0] for row in tamper.execute("SELECT hash FROM journal ORDER BY seq")
    ]
    assert "Phục vụ hành chính công" in result.stdout, "letters as they are"
    after = bocso("journal", "--database", database, "--after", 1)
    assert [json.loads(line)["seq"] for line in after.stdout.splitlines()] == [2]


def test_a_journal_that_was_tampered_with_ends_in_a_plain_fault(database: Path, tamper: sqlite3.Connection) -> None:
    tamper.execute("UPDATE journal SET body = x'00'")
    assert "sequence 1 is no event" in fault_of(bocso("journal", "--database", database))
    assert "sequence 1 cannot be played" in fault_of(
        bocso("replay", "--database", database, "--out", database.parent / "o")
    )
    assert not (database.parent / "o").exists()


def test_a_reader_that_has_seen_enough_is_no_fault(database: Path) -> None:
    command = f'"{sys.executable}" -m bocso journal --database "{database}" | head -c 10'
    result = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert result.stderr == ""


def test_replay_makes_a_database_that_verifies(database: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.db"
    assert bocso("replay", "--database", database, "--out", again).returncode == 0
    assert bocso("verify", "--database", again).stdout == bocso("verify", "--database", database).stdout
    assert "exists already" in fault_of(bocso("replay", "--database", database, "--out", again))
