"""Verify finds every edit, removal, addition and swap, and names the first bad sequence."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from a_busy_day import live_through_a_busy_day
from centre_under_test import CentreUnderTest, copy_database
from held_clock import HeldClock

from server.db.tables import JOURNALLED, metadata
from server.journal.chain import GENESIS, seal
from server.journal.events import EVENTS
from server.journal.replay import CannotBePlayed, replay_database
from server.journal.verify import NotACentre, verify

COLUMNS = ("seq", "at", "kind", "version", "actor", "body", "hash")


@pytest.fixture(scope="module")
def busy_day(memory_folder: Path, empty_database: Path) -> Iterator[Path]:
    """The closed database of a day in which everything happened. Only for copying."""
    database = copy_database(empty_database, memory_folder / "busy-day.db")
    centre = CentreUnderTest(database, HeldClock())
    live_through_a_busy_day(centre)
    centre.stop()
    yield database
    database.unlink()


@pytest.fixture
def database(busy_day: Path, folder: Path) -> Path:
    return copy_database(busy_day, folder / "centre.db")


@pytest.fixture
def tamper(database: Path) -> Iterator[sqlite3.Connection]:
    """A connection of somebody who has the file."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA ignore_check_constraints=ON")
    yield connection
    connection.close()


def last_seq(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT max(seq) FROM journal").fetchone()[0])


def seal_anew(connection: sqlite3.Connection, *, with_head: bool = True) -> None:
    """What a careful forger does: give every row the seal of its new content."""
    previous, seq = GENESIS, 0
    for row in connection.execute("SELECT seq, at, kind, version, actor, body FROM journal ORDER BY seq").fetchall():
        previous, seq = seal(previous, *row), row[0]
        connection.execute("UPDATE journal SET hash = ? WHERE seq = ?", (previous, seq))
    if with_head:
        connection.execute("UPDATE journal_head SET seq = ?, hash = ?", (seq, previous))


def test_an_untouched_day_holds_and_has_every_kind_of_event(database: Path, tamper: sqlite3.Connection) -> None:
    verdict = verify(database)
    assert (verdict.fault, verdict.head.seq) == (None, last_seq(tamper))
    assert {row[0] for row in tamper.execute("SELECT kind FROM journal")} == set(EVENTS)


def test_a_bare_database_holds(empty_database: Path) -> None:
    assert verify(empty_database).fault is None


def test_every_single_field_edit_is_found_at_its_row(database: Path, tamper: sqlite3.Connection) -> None:
    """Exhaustive: each column of each row, one at a time."""
    for seq in range(1, last_seq(tamper) + 1):
        for column in COLUMNS[1:]:
            stored = tamper.execute(f"SELECT {column} FROM journal WHERE seq = ?", (seq,)).fetchone()[0]
            edited = stored + 1 if column == "version" else stored[:-1] + ("0" if stored[-1] != "0" else "1")
            tamper.execute(f"UPDATE journal SET {column} = ? WHERE seq = ?", (edited, seq))
            verdict = verify(database)
            assert (verdict.bad_seq, verdict.head.seq) == (seq, seq - 1), f"{column} of {seq}"
            tamper.execute(f"UPDATE journal SET {column} = ? WHERE seq = ?", (stored, seq))
    assert verify(database).fault is None


@pytest.mark.parametrize(
    "value", ["x'00ff'", "CAST(x'ff' AS TEXT)", "1.5", "''", "CAST(x'00' AS TEXT)", "CAST(x'eda080' AS TEXT)"]
)
@pytest.mark.parametrize("column", COLUMNS[1:])
def test_what_is_no_text_or_no_number_is_found_too(
    database: Path, tamper: sqlite3.Connection, column: str, value: str
) -> None:
    tamper.execute(f"UPDATE journal SET {column} = {value} WHERE seq = 9")
    assert verify(database).bad_seq == 9


def test_every_removal_is_found(database: Path, tamper: sqlite3.Connection) -> None:
    for seq in range(1, last_seq(tamper) + 1):
        tamper.execute("BEGIN")
        row = tamper.execute("SELECT * FROM journal WHERE seq = ?", (seq,)).fetchone()
        tamper.execute("DELETE FROM journal WHERE seq = ?", (seq,))
        tamper.execute("COMMIT")
        assert verify(database).bad_seq == seq
        tamper.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def test_every_swap_of_neighbours_is_found(database: Path, tamper: sqlite3.Connection) -> None:
    last = last_seq(tamper)
    for seq in range(1, last):
        for one, other in ((seq, -1), (seq + 1, seq), (-1, seq + 1)):
            tamper.execute("UPDATE journal SET seq = ? WHERE seq = ?", (other, one))
        assert verify(database).bad_seq == seq
        for one, other in ((seq, -1), (seq + 1, seq), (-1, seq + 1)):
            tamper.execute("UPDATE journal SET seq = ? WHERE seq = ?", (other, one))
    assert verify(database).fault is None


@pytest.mark.parametrize("cut", [1, 2, 10])
def test_a_cut_tail_is_found_at_the_first_row_that_is_gone(
    database: Path, tamper: sqlite3.Connection, cut: int
) -> None:
    last = last_seq(tamper)
    tamper.execute("DELETE FROM journal WHERE seq > ?", (last - cut,))
    assert verify(database).bad_seq == last - cut + 1


def test_a_cut_tail_with_a_head_to_match_disagrees_with_the_tables(database: Path, tamper: sqlite3.Connection) -> None:
    for seq in range(last_seq(tamper) - 1, last_seq(tamper) - 12, -1):
        tamper.execute("DELETE FROM journal WHERE seq > ?", (seq,))
        seal_anew(tamper)
        verdict = verify(database)
        assert verdict.fault is not None, seq
        assert verdict.fault.startswith("table ")


def test_an_addition_at_the_end_is_found(database: Path, tamper: sqlite3.Connection) -> None:
    last = last_seq(tamper)
    tamper.execute(
        "INSERT INTO journal SELECT seq + 1, at, kind, version, actor, body, hash FROM journal WHERE seq = ?", (last,)
    )
    assert verify(database).bad_seq == last + 1
    seal_anew(tamper, with_head=False)
    assert verify(database).bad_seq == last + 1


@pytest.mark.parametrize("seq", [0, -5])
def test_an_addition_before_the_beginning_is_found(database: Path, tamper: sqlite3.Connection, seq: int) -> None:
    tamper.execute(
        "INSERT INTO journal SELECT ?, at, kind, version, actor, body, hash FROM journal WHERE seq = 1", (seq,)
    )
    verdict = verify(database)
    assert verdict.fault is not None
    assert verdict.bad_seq == 1


@pytest.mark.parametrize(
    "edit",
    [
        "seq = seq + 1",
        "seq = seq - 1",
        "seq = 0",
        "seq = 'nonsense'",
        "seq = 1.5",
        "hash = 'f' || substr(hash, 2) || 'x'",
        "hash = x'00'",
        "hash = CAST(x'ff' AS TEXT)",
    ],
)
def test_an_edited_head_is_found(database: Path, tamper: sqlite3.Connection, edit: str) -> None:
    last = last_seq(tamper)
    tamper.execute(f"UPDATE journal_head SET {edit}")
    verdict = verify(database)
    assert verdict.fault is not None
    assert verdict.bad_seq in (1, last, last + 1)


def test_a_removed_head_is_found(database: Path, tamper: sqlite3.Connection) -> None:
    tamper.execute("DELETE FROM journal_head")
    assert verify(database).fault == "the journal's head is missing"


@pytest.mark.parametrize("table", [table.name for table in JOURNALLED])
def test_every_edit_of_a_journalled_table_is_found(database: Path, tamper: sqlite3.Connection, table: str) -> None:
    """Each column of the newest row, changed by as little as can be."""
    described = tamper.execute(f"PRAGMA table_info({table})").fetchall()
    columns, keys = [row[1] for row in described], [row[1] for row in described if row[5]]
    rowid = tamper.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0]
    assert rowid is not None, "the busy day left this table empty"
    for column in columns:
        stored = tamper.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (rowid,)).fetchone()[0]
        edited = 1 if stored is None else stored + 1 if isinstance(stored, int) else stored + " "
        tamper.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (edited, rowid))
        verdict = verify(database)
        assert verdict.fault is not None, f"{column}: {stored} -> {edited}"
        assert verdict.fault.startswith(f"table {table}: ")
        is_the_rowid = keys == [column] and isinstance(stored, int)
        tamper.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (stored, edited if is_the_rowid else rowid))
    assert verify(database).fault is None


@pytest.mark.parametrize(
    ("forgery", "said"),
    [
        ("UPDATE settled_ratings SET level = 6 - level WHERE order_seq = :newest", "was changed"),
        ("UPDATE settled_ratings SET satisfied = satisfied || ' ' WHERE order_seq = :newest", "was changed"),
        ("UPDATE settled_ratings SET officer_id = 'CB99' WHERE order_seq = :newest", "was changed"),
        ("UPDATE settled_ratings SET block = block + 1 WHERE order_seq = :newest", "was changed"),
        ("UPDATE settled_ratings SET day = '2020-01-01' WHERE order_seq = :newest", "was changed"),
        ("UPDATE settled_ratings SET window_id = window_id + 100000 WHERE order_seq = :newest", "was added"),
        ("DELETE FROM settled_ratings WHERE order_seq = :newest", "was removed"),
    ],
)
def test_scores_are_counted_from_what_the_presses_say_and_from_nothing_else(
    database: Path, tamper: sqlite3.Connection, forgery: str, said: str
) -> None:
    """The ratings that have settled are no table of the journal, but every score is counted from them."""
    newest = "SELECT max(order_seq) FROM settled_ratings WHERE level <> 3"
    (order_seq,) = tamper.execute(newest).fetchone()
    tamper.execute(forgery, {"newest": order_seq})
    verdict = verify(database)
    assert verdict.fault is not None
    assert verdict.fault.startswith("table settled_ratings: ") and verdict.fault.endswith(said)
    assert verdict.bad_seq == order_seq


@pytest.mark.parametrize("table", [table.name for table in JOURNALLED])
def test_rows_removed_from_or_added_to_a_journalled_table_are_found(
    database: Path, tamper: sqlite3.Connection, table: str
) -> None:
    tamper.execute("BEGIN")
    tamper.execute(f"DELETE FROM {table} WHERE rowid = (SELECT min(rowid) FROM {table})")
    tamper.execute("COMMIT")
    verdict = verify(database)
    assert verdict.fault is not None
    assert verdict.fault.startswith(f"table {table}: ")


@pytest.mark.parametrize("table", ["tickets", "presses", "calls", "service_days", "staff"])
def test_a_row_added_to_a_table_is_found(database: Path, tamper: sqlite3.Connection, table: str) -> None:
    changes = {"tickets": "ticket_id = 99999, intent_id = 'x', number = 900", "presses": "press_id = 'zz', seq = 99999"}
    changes |= {"calls": "call_id = 99999", "service_days": "day = '2030-01-01'", "staff": "staff_id = 'zz'"}
    tamper.execute(f"CREATE TEMP TABLE one AS SELECT * FROM {table} LIMIT 1")
    tamper.execute(f"UPDATE one SET {changes[table]}")
    tamper.execute(f"INSERT INTO {table} SELECT * FROM one")
    fault = verify(database).fault
    assert fault is not None
    assert fault.endswith("was added")


def test_a_forged_chain_that_tells_an_impossible_story_is_found_at_its_row(
    database: Path, tamper: sqlite3.Connection
) -> None:
    """The seals fit, but a turn that was never called cannot start."""
    seq = tamper.execute("SELECT min(seq) FROM journal WHERE kind = 'turn_called'").fetchone()[0]
    tamper.execute(
        "UPDATE journal SET kind = 'turn_voided', version = 1, "
        "body = json_object('turn_id', json_extract(body, '$.turn_id'), 'reason', 'no_outcome') WHERE seq = ?",
        (seq,),
    )
    seal_anew(tamper)
    verdict = verify(database)
    assert verdict.fault is not None
    assert "cannot be played" in verdict.fault
    assert verdict.bad_seq == seq + 1


def test_a_forged_event_of_another_program_is_found_at_its_row(database: Path, tamper: sqlite3.Connection) -> None:
    tamper.execute("UPDATE journal SET body = '{\"turn_id\":1}' WHERE seq = 20")
    seal_anew(tamper)
    assert verify(database).bad_seq == 20
    tamper.execute("UPDATE journal SET at = 'yesterday' WHERE seq = 15")
    seal_anew(tamper)
    assert verify(database).bad_seq in (15, 20)


def test_what_is_no_centre_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NotACentre, match="no such file"):
        verify(tmp_path / "none.db")
    text = tmp_path / "letter.txt"
    text.write_text("Kính gửi " * 200)
    with pytest.raises(NotACentre):
        verify(text)
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE letters (a)")
    other.close()
    with pytest.raises(NotACentre, match="no such table"):
        verify(tmp_path / "other.db")
    empty = tmp_path / "empty.db"
    empty.touch()
    with pytest.raises(NotACentre):
        verify(empty)


def test_replay_builds_the_same_tables_and_keeps_head_and_epoch(database: Path, folder: Path) -> None:
    assert replay_database(database, folder / "again.db") == verify(database).head.seq
    assert verify(folder / "again.db") == verify(database)
    one, other = sqlite3.connect(database), sqlite3.connect(folder / "again.db")
    for table in [table.name for table in JOURNALLED] + ["journal", "journal_head", "centre_identity"]:
        rows = f"SELECT * FROM {table} ORDER BY 1, 2" if table not in ("staff", "schemes") else f"SELECT * FROM {table}"
        assert one.execute(rows).fetchall() == other.execute(rows).fetchall(), table
    beside = [table.name for table in metadata.sorted_tables if table not in JOURNALLED]
    for secret in set(beside) - {"journal", "journal_head", "centre_identity", "health_probe"}:
        assert other.execute(f"SELECT count(*) FROM {secret}").fetchone() == (0,), secret
    for words in ("staff_profiles", "deed_reasons", "dossier_codes", "supplement_texts", "claim_codes", "job_payloads"):
        assert one.execute(f"SELECT count(*) FROM {words}").fetchone() != (0,), f"the busy day left {words} empty"
    one.close()
    other.close()


def test_replay_writes_over_nothing(database: Path, folder: Path) -> None:
    (folder / "again.db").write_text("something")
    with pytest.raises(FileExistsError):
        replay_database(database, folder / "again.db")
    assert (folder / "again.db").read_text() == "something"


def test_a_journal_that_cannot_be_played_leaves_no_half_built_database(
    database: Path, tamper: sqlite3.Connection, folder: Path
) -> None:
    tamper.execute("DELETE FROM journal WHERE kind = 'ticket_issued'")
    with pytest.raises(CannotBePlayed):
        replay_database(database, folder / "again.db")
    assert not [left.name for left in folder.iterdir() if left.name.startswith("again")]


def test_a_replayed_centre_goes_on(busy_day: Path, folder: Path) -> None:
    """The rebuilt database is a centre: numbers go on where they stood."""
    shutil.copyfile(busy_day, folder / "old.db")
    replay_database(folder / "old.db", folder / "new.db")
    centre = CentreUnderTest(folder / "new.db", HeldClock())
    centre.clock.pass_s(6 * 3600)
    before = centre.one("SELECT last_number FROM series WHERE prefix = 'A'")[0]
    centre.open_day()
    assert centre.issue("A").ticket.number == before + 1
    assert centre.verdict().fault is None
    centre.stop()


@pytest.mark.parametrize(
    ("edit", "event"),
    [
        ("UPDATE staff SET role = 'king'", "kind = 'staff_added'"),
        ("DELETE FROM devices WHERE device_id = 'pad-Q1'", "kind = 'device_added' AND body LIKE '%\"pad-Q1\"%'"),
        (
            "UPDATE series SET last_number = 99 WHERE prefix = 'A'",
            "kind IN ('ticket_issued', 'lost_in_restore') AND body LIKE '%\"A\"%'",
        ),
        ("UPDATE service_days SET state = 'x'", "kind IN ('day_opened', 'tickets_stopped', 'day_closed')"),
        ("UPDATE set_up SET centre = ''", "kind = 'set_up_changed'"),
        ("UPDATE schemes SET body = ''", "kind = 'set_up_changed'"),
        ("UPDATE cancelled_intents SET cancelled_at = 0", "kind = 'intent_cancelled'"),
    ],
)
def test_a_row_without_a_sequence_of_its_own_is_traced_to_the_event_that_names_it(
    database: Path, tamper: sqlite3.Connection, edit: str, event: str
) -> None:
    assert tamper.execute(edit).rowcount > 0
    named = {row[0] for row in tamper.execute(f"SELECT seq FROM journal WHERE {event}")}
    verdict = verify(database)
    assert verdict.fault is not None
    assert verdict.bad_seq in named


@pytest.mark.parametrize("table", [table.name for table in JOURNALLED])
def test_a_dropped_table_is_a_fault_at_the_head(database: Path, tamper: sqlite3.Connection, table: str) -> None:
    tamper.execute(f"DROP TABLE {table}")
    verdict = verify(database)
    assert (verdict.fault, verdict.bad_seq) == (f"table {table}: it is missing", last_seq(tamper))
