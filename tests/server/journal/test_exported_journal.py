"""An export of the journal is checked away from the centre, by bocso and by the script of docs/verify.md, and names
nobody."""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from a_busy_day import live_through_a_busy_day
from centre_under_test import CentreUnderTest, copy_database
from held_clock import HeldClock
from typer.testing import CliRunner

from bocso.__main__ import app
from server.actions.day_slip import in_groups
from server.actions.set_up import add_device, add_staff
from server.db.queries.jobs import open_jobs
from server.db.tables import JOURNALLED, metadata
from server.journal.chain import GENESIS, seal
from server.journal.export import NoHead, PrintedHead, read_head, read_heads, verify_export

ROOT = Path(__file__).resolve().parents[3]
NAME, LOGIN, SECRET = "Nguyễn Văn Kiểm Thử", "kiem-thu-rieng", "băm-của-mật-khẩu"
NOTE = "Ghi chú giữa cán bộ với nhau"


@dataclass(frozen=True)
class PlayedDay:
    database: Path
    export: bytes
    slip_head: str
    """As the day slip prints it: groups of four."""
    slip_seq: int

    @property
    def lines(self) -> list[bytes]:
        return self.export.splitlines(keepends=True)


@pytest.fixture(scope="module")
def played(memory_folder: Path, empty_database: Path) -> Iterator[PlayedDay]:
    """A day in which everything happened, its export, and the head on its slip."""
    database = copy_database(empty_database, memory_folder / "exported-day.db")
    centre = CentreUnderTest(database, HeldClock())
    live_through_a_busy_day(centre)
    centre.act(add_staff, staff_id="CB77", role="officer", login=LOGIN, display_name=NAME, password_hash=SECRET)
    centre.act(add_device, device_id="pad-Q2", kind="pad", counter_id="Q2", credential_hash="băm-của-khóa")
    centre.clock.pass_s(24 * 3600)
    centre.open_day()
    centre.note(centre.number("A"), NOTE)
    slips = [job for job in open_jobs(centre.read()) if job.kind == "day_slip"]
    payload = json.loads(centre.one("SELECT payload FROM job_payloads WHERE job_id = ?", slips[-1].job_id)[0])
    slip = json.loads(payload["slip"])
    centre.stop()
    export = bocso("journal", "--database", database).stdout.encode()
    yield PlayedDay(database, export, slip["head_hash"], slip["head_seq"])
    database.unlink()


@dataclass(frozen=True)
class Ran:
    returncode: int
    stdout: str

    @property
    def line(self) -> str | None:
        """The line that a fault names."""
        named = re.search(r"^FAULT: line (\d+):", self.stdout)
        return None if named is None else named[1]


def bocso(*arguments: object) -> Ran:
    ran = CliRunner(env={"NO_COLOR": "1", "TERM": "dumb"}).invoke(app, [str(argument) for argument in arguments])
    if ran.exception is not None and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    return Ran(ran.exit_code, ran.stdout)


def script_of_the_page() -> str:
    page = (ROOT / "docs" / "verify.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"^```perl verify\.pl\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return str(script)


@pytest.fixture(scope="module")
def script(memory_folder: Path) -> Path:
    file = memory_folder / "verify.pl"
    file.write_text(script_of_the_page(), encoding="utf-8")
    return file


def perl(script: Path, journal: Path, *heads: str) -> Ran:
    """With warnings as errors, and with nothing of the tests' environment."""
    ran = subprocess.run(
        ["/usr/bin/perl", "-Mwarnings=FATAL,all", script, journal, *heads],
        capture_output=True,
        check=False,
        timeout=60,
        env={"PATH": "/usr/bin:/bin"},
    )
    assert ran.returncode == 2 or ran.stderr == b""
    return Ran(ran.returncode, ran.stdout.decode(errors="replace"))


def last_head(lines: list[bytes]) -> str:
    return str(json.loads(lines[-1])["hash"])


def sealed_anew(lines: list[bytes]) -> list[bytes]:
    """What a careful forger does: sequences without gaps, and every line the seal of its new content."""
    previous, made = GENESIS, []
    for seq, line in enumerate(lines, 1):
        row = json.loads(line)
        row["seq"] = seq
        row["hash"] = previous = seal(previous, *(row[name] for name in list(row)[:-1]))
        made.append((json.dumps(row, ensure_ascii=False) + "\n").encode())
    return made


def edited(lines: list[bytes], at: int, change: Callable[[dict[str, object]], None]) -> list[bytes]:
    row = json.loads(lines[at])
    change(row)
    return [*lines[:at], (json.dumps(row, ensure_ascii=False) + "\n").encode(), *lines[at + 1 :]]


def pressed_better(row: dict[str, object]) -> None:
    row["body"] = str(row["body"]).replace('"level":1', '"level":5')


# --- a true export holds ---------------------------------------------------------------------------------------------


def test_a_true_export_holds_without_a_head_and_says_what_that_does_not_prove(played: PlayedDay, folder: Path) -> None:
    journal = folder / "journal.jsonl"
    journal.write_bytes(played.export)
    ran = bocso("verify", "--journal", journal)
    assert ran.returncode == 0
    assert f"OK: {len(played.lines)} lines, head {last_head(played.lines)}" in ran.stdout
    assert "Not proven: that nobody did make them anew, or cut lines off the end. No head was given" in ran.stdout


def test_the_head_of_the_days_slip_is_met_as_it_is_printed(played: PlayedDay, folder: Path) -> None:
    journal = folder / "journal.jsonl"
    journal.write_bytes(played.export)
    later = len(played.lines) - played.slip_seq
    assert later > 0, "the job of the slip itself comes after the head it prints"
    for head in (
        played.slip_head,
        f"{played.slip_seq}:{played.slip_head}",
        played.slip_head.replace(" ", "").upper(),
        " ".join(played.slip_head.split()[:4]),
    ):
        ran = bocso("verify", "--journal", journal, "--head", head)
        assert ran.returncode == 0, ran.stdout
        assert f"up to sequence {played.slip_seq} it is the journal" in ran.stdout
        assert f"Not proven: the {later} lines after sequence {played.slip_seq}" in ran.stdout
        assert ("Only 16 of 64 digits" in ran.stdout) == (len(head) == 19)
    whole = bocso("verify", "--journal", journal, "--head", last_head(played.lines))
    assert whole.returncode == 0
    assert "Not proven" not in whole.stdout


def test_the_heads_of_many_slips_are_checked_at_once(played: PlayedDay, folder: Path) -> None:
    journal, slips = folder / "journal.jsonl", folder / "slips.txt"
    journal.write_bytes(played.export)
    early = json.loads(played.lines[20])["hash"]
    text = f"# phiếu cuối ngày\n{played.slip_seq} {played.slip_head}\n\n21: {in_groups(early)[:24]}  # qua điện thoại\n"
    slips.write_text(text, encoding="utf-8")
    ran = bocso("verify", "--journal", journal, "--day-heads", slips)
    assert ran.returncode == 0, ran.stdout
    assert "all 2 heads given" in ran.stdout
    assert bocso("verify", "--database", played.database, "--day-heads", slips).returncode == 0
    slips.write_text(text.replace("21:", "22:"), encoding="utf-8")
    assert bocso("verify", "--journal", journal, "--day-heads", slips).returncode == 1
    assert bocso("verify", "--database", played.database, "--day-heads", slips).returncode == 1


def test_heads_are_checked_in_the_centre_too(played: PlayedDay) -> None:
    ran = bocso("verify", "--database", played.database, "--head", played.slip_head)
    assert ran.returncode == 0
    assert f"up to sequence {played.slip_seq}" in ran.stdout
    assert bocso("verify", "--database", played.database, "--head", "0" * 64).returncode == 1


# --- a tampered one does not -----------------------------------------------------------------------------------------


def test_every_changed_byte_missing_added_and_swapped_line_is_found_at_its_place(played: PlayedDay) -> None:
    lines = played.lines
    assert verify_export(lines).fault is None
    for at, line in enumerate(lines):
        for place in range(at % 7, len(line), max(1, len(line) // 2)):
            changed = line[:place] + bytes([line[place] ^ 1]) + line[place + 1 :]
            assert verify_export([*lines[:at], changed, *lines[at + 1 :]]).bad_line == at + 1, changed
        if at + 1 < len(lines):
            assert verify_export([*lines[:at], *lines[at + 1 :]]).bad_line == at + 1
            assert verify_export([*lines[:at], lines[at + 1], line, *lines[at + 2 :]]).bad_line == at + 1
        assert verify_export([*lines[: at + 1], line, *lines[at + 1 :]]).bad_line == at + 2


def test_a_cut_end_is_found_by_a_head_alone(played: PlayedDay) -> None:
    head = PrintedHead(None, last_head(played.lines))
    for cut in (1, 2, 50):
        assert verify_export(played.lines[:-cut]).fault is None
        assert verify_export(played.lines[:-cut], [head]).fault is not None
        beyond = verify_export(played.lines[:-cut], [PrintedHead(len(played.lines), head.digits)])
        assert "tail was cut off" in (beyond.fault or "")
    half = verify_export([*played.lines[:-1], played.lines[-1][:-1]])
    assert half.bad_line == len(played.lines), "a line without its end"


def test_a_chain_made_anew_holds_by_itself_and_fails_on_the_printed_head(played: PlayedDay) -> None:
    at = next(at for at, line in enumerate(played.lines) if b'\\"level\\":1' in line)
    assert at < played.slip_seq
    for forged in (
        sealed_anew(edited(played.lines, at, pressed_better)),
        sealed_anew([*played.lines[:at], *played.lines[at + 1 :]]),
        sealed_anew([*played.lines[:at], played.lines[at], *played.lines[at:]]),
        sealed_anew(edited(played.lines, 0, lambda row: row.update(actor="x"))),
    ):
        assert forged != played.lines
        assert verify_export(forged).fault is None, "no check can see it without a head"
        for typed in (played.slip_head, f"{played.slip_seq}:{played.slip_head}", played.slip_head[:19]):
            assert verify_export(forged, [read_head(typed)]).fault is not None


def test_lines_after_the_head_are_said_to_be_unproven(played: PlayedDay) -> None:
    row = json.loads(played.lines[-1])
    longer = sealed_anew([*played.lines, (json.dumps(row, ensure_ascii=False) + "\n").encode()])
    found = verify_export(longer, [PrintedHead(None, last_head(played.lines))])
    assert (found.fault, found.covered, found.last.seq) == (None, len(played.lines), len(played.lines) + 1)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"", "empty line"),
        (b"{}", "no keys"),
        (b"[" * 100_000, "nested too deep"),
        (b"\xff", "no UTF-8"),
        (b'"' + b"x" * 10 + b'"', "a text"),
        (b"9" * 5000, "a number"),
    ],
)
def test_what_is_no_line_at_all_is_a_fault(played: PlayedDay, line: bytes, why: str) -> None:
    found = verify_export([played.lines[0], line + b"\n", *played.lines[1:]])
    assert (found.bad_line, found.fault) == (2, "this is no line of an exported journal"), why


def test_an_empty_file_and_one_that_begins_in_the_middle_are_faults(played: PlayedDay) -> None:
    assert verify_export([]).fault == "the file holds no line"
    assert "without --after" in (verify_export(played.lines[5:]).fault or "")


def test_what_was_typed_wrongly_checks_nothing(played: PlayedDay, folder: Path) -> None:
    journal, slips = folder / "journal.jsonl", folder / "slips.txt"
    journal.write_bytes(played.export)
    slips.write_text("# nothing\n", encoding="utf-8")
    for arguments in (
        ("--journal", journal, "--head", "3f2a"),
        ("--journal", journal, "--head", "x" * 64),
        ("--journal", journal, "--head", "0" * 65),
        ("--journal", journal, "--day-heads", slips),
        ("--journal", folder / "none.jsonl"),
        ("--journal", folder),
        ("--journal", journal, "--database", played.database),
        (),
    ):
        assert bocso("verify", *arguments).returncode == 2, arguments
    with pytest.raises(NoHead, match="line 2"):
        read_heads(f"812 {'a' * 64}\n{'b' * 64}\n")


# --- the script of the page ------------------------------------------------------------------------------------------


def test_the_script_beside_the_page_is_the_pages() -> None:
    assert (ROOT / "docs" / "verify.pl").read_text(encoding="utf-8") == script_of_the_page()
    assert len(script_of_the_page().splitlines()) <= 60
    assert set(re.findall(r"^use (\S+)", script_of_the_page(), re.MULTILINE)) == {"strict;", "warnings;", "Digest::SHA"}


def test_script_and_bocso_agree_on_true_and_on_tampered_exports(played: PlayedDay, script: Path, folder: Path) -> None:
    lines, journal = played.lines, folder / "journal.jsonl"
    at = next(at for at, line in enumerate(lines) if b'\\"level\\":1' in line)
    spaced = lines[at].replace(b', "actor"', b' , "actor"')
    spelt = lines[at].replace(b'"kind": "p', b'"kind": "\\u0070')
    odd = edited(lines, at, lambda row: row.update(body='tab \t, bell \x07, "quoted" \\ đủ dấu\n'))
    exports = {
        "true": lines,
        "true, with every escape": sealed_anew(odd),
        "changed": edited(lines, at, pressed_better),
        "escapes, not sealed": odd,
        "spaces": [*lines[:at], spaced, *lines[at + 1 :]],
        "spelt otherwise": [*lines[:at], spelt, *lines[at + 1 :]],
        "one more key": [*lines[:at], lines[at].replace(b"}\n", b', "x": 1}\n'), *lines[at + 1 :]],
        "a key twice": [*lines[:at], lines[at].replace(b"{", b'{"seq": 1, ', 1), *lines[at + 1 :]],
        "missing": [*lines[:at], *lines[at + 1 :]],
        "twice": [*lines[:at], lines[at], *lines[at:]],
        "swapped": [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]],
        "cut": lines[:-3],
        "half a line": [*lines[:-1], lines[-1][:-1]],
        "another line end": [line.replace(b"\n", b"\r\n") for line in lines],
        "begins later": lines[3:],
        "made anew": sealed_anew(edited(lines, at, pressed_better)),
        "no UTF-8": [*lines[:at], lines[at].replace(b"press", b"pr\xffss"), *lines[at + 1 :]],
        "empty": [],
    }
    heads = ((), (last_head(lines),), (f"{played.slip_seq}:{played.slip_head}",), (last_head(lines)[:20], "0" * 64))
    verdicts = set()
    for name, export in exports.items():
        journal.write_bytes(b"".join(export))
        for given in heads:
            ours = bocso("verify", "--journal", journal, *(word for head in given for word in ("--head", head)))
            theirs = perl(script, journal, *given)
            assert (theirs.returncode, theirs.line) == (ours.returncode, ours.line), (name, given, theirs, ours)
            verdicts.add((name, len(given[:1]), ours.returncode))
    assert ("true", 1, 0) in verdicts
    assert ("made anew", 0, 0) in verdicts, "nobody can see it without a head"
    assert ("made anew", 1, 0) not in verdicts
    assert {name for name, _, status in verdicts if status == 0} == {
        "true",
        "true, with every escape",
        "cut",
        "made anew",
    }


def test_the_script_checks_nothing_when_it_cannot(played: PlayedDay, script: Path, folder: Path) -> None:
    journal = folder / "journal.jsonl"
    journal.write_bytes(played.export)
    assert perl(script, folder / "none.jsonl").returncode == 2
    assert perl(script, folder).returncode == 2
    assert perl(script, journal, "3f2a").returncode == 2


# --- it names nobody -------------------------------------------------------------------------------------------------

SECRETS = {
    "ticket_links": ("token",),
    "staff_profiles": ("login", "display_name", "password_hash"),
    "device_credentials": ("credential_hash",),
    "enrolments": ("half_hash", "code_hash"),
    "deed_reasons": ("reason",),
    "ticket_notes": ("note",),
    "dossier_codes": ("code",),
    "supplement_texts": ("missing",),
    "claim_codes": ("code",),
    "notice_texts": ("text",),
    "job_payloads": ("payload",),
}
"""What stands beside the journal and names somebody, lets somebody in, or was written freely."""


def test_no_name_note_code_token_free_text_or_credential_is_in_the_export(
    played: PlayedDay, folder: Path, empty_database: Path
) -> None:
    centre = CentreUnderTest(copy_database(played.database, folder / "searched.db"), HeldClock())
    rows = [json.loads(line) for line in played.lines]
    said = "\n".join(f"{row['actor']}\n{row['body']}" for row in rows)
    looked_for = 0
    for table, columns in SECRETS.items():
        assert table not in {one.name for one in JOURNALLED}
        for column in columns:
            values = {str(row[0]) for row in centre.rows(f"SELECT {column} FROM {table}") if row[0]}
            assert values, f"the day left {table}.{column} empty"
            for value in values:
                if len(value) < 3:
                    continue  # the busy day's short words (An) are letters of others; longer ones stand beside them
                looked_for += 1
                found = re.search(rf"(?<!\w){re.escape(value)}(?!\w)", said)
                assert found is None, f"{table}.{column}: {value} is in the export"
    centre.stop()
    for secret in (NAME, LOGIN, SECRET, NOTE):
        assert secret not in played.export.decode()
    assert looked_for > 30


def test_every_table_with_words_of_people_is_searched() -> None:
    """A new table beside the journal with a column named as words are is put on the list of secrets."""
    words = {"token", "login", "display_name", "password_hash", "credential_hash", "text", "note", "missing", "payload"}
    beside = [table for table in metadata.sorted_tables if table not in JOURNALLED]
    missing = {
        f"{table.name}.{column.name}"
        for table in beside
        for column in table.columns
        if column.name in words and column.name not in SECRETS.get(table.name, ())
    }
    assert missing <= {"comments.text", "finding_answers.text"}, "free text of citizens, and officers' answers"
