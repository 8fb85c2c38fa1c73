"""A copy put back: checked, its epoch raised, and no number given twice."""

import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from centre_under_test import CentreUnderTest, copy_database
from damage import WAYS, empty, make_noise, overwrite_pages
from held_clock import HeldClock

from kiosk.intents import IntentStore
from messaging.clock import Clock
from messaging.requests import IssuedTicket, PrintOutcome
from server.actions.credentials import give_credential
from server.actions.enrol import revoke_device, rotate
from server.actions.hear_known_numbers import hear_known_numbers
from server.actions.report_print import report_print
from server.actions.set_up import add_device
from server.backup import far_copies, ownership, restoring
from server.backup.checking import check_copy
from server.backup.copies import Copy
from server.backup.errors import BrokenBackup, DatabaseDamaged, RestoreRefused
from server.backup.making import make_copy
from server.backup.restoring import Restored, mark_of, restore
from server.backup.sole_use import SoleUse
from server.backup.start_check import refuse_damaged
from server.db import connections
from server.db.queries.sessions import WebSession, add_session
from server.db.writer import Writer
from server.domain.turns import TurnState
from server.errors import NotFound
from server.journal.verify import verify
from simulation.checker import check_database

NEXT_MORNING = datetime(2026, 11, 24, 0, 40, tzinfo=UTC)


def copy_of(centre: CentreUnderTest) -> Copy:
    return make_copy(centre.database, centre.database.parent / "backups")


def put_back(centre: CentreUnderTest, file: Path, **said: object) -> Restored:
    given: dict[str, object] = {"known": {}, "backup_folders": [centre.database.parent / "backups"]} | said
    return restore(file, centre.database, clock=centre.clock, **given)


def epoch_of(database: Path) -> int:
    rows = sqlite3.connect(database)
    (epoch,) = rows.execute("SELECT epoch FROM centre_identity").fetchone()
    rows.close()
    return int(epoch)


def test_no_number_is_given_twice_after_an_hour_was_lost(centre: CentreUnderTest) -> None:
    before = [centre.number("A") for _ in range(3)]
    copy = copy_of(centre)
    lost = [centre.number("A") for _ in range(40)] + [centre.number("B")]
    centre.stop()
    former_epoch = epoch_of(centre.database)
    restored = put_back(centre, copy.path)
    centre.restart()
    later = [centre.number("A") for _ in range(3)] + [centre.number("B")]
    assert not set(later) & {*before, *lost}
    assert later[0] == "A204"
    assert [(one.prefix, one.first, one.last) for one in restored.skipped] == [
        ("A", 4, 203),
        ("B", 1, 200),
        ("C", 1, 200),
    ]
    assert epoch_of(centre.database) == restored.epoch > former_epoch
    assert centre.kinds().count("lost_in_restore") == 3
    assert centre.verdict().fault is None
    reading = centre.read()
    _story, broken = check_database(reading)
    assert [one for one in broken if one.promise != "actors"] == [], "who acts is the tests' own"


class FailingCheckpoint(sqlite3.Connection):
    """The disk fails while the writer ends; what was committed lies in the log."""

    def execute(self, sql: str, *parameters: object) -> sqlite3.Cursor:
        if "wal_checkpoint" in sql:
            raise sqlite3.OperationalError("disk I/O error")
        return super().execute(sql, *parameters)


def writer_that_leaves_its_log(readers: list[sqlite3.Connection], *, holds_old_pages: bool) -> type[Writer]:
    """A writer whose checkpoint fails, beside a reader for whom SQLite keeps the log when it closes."""

    def opened(path: Path) -> sqlite3.Connection:
        reader = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None, check_same_thread=False)
        readers.append(reader)
        connection = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False, factory=FailingCheckpoint, timeout=0.1
        )
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode=WAL")
        if holds_old_pages:
            reader.execute("BEGIN")
        reader.execute("SELECT * FROM centre_identity").fetchone()
        return connection

    class LeavesItsLog(Writer):
        def __init__(self, path: Path, clock: Clock) -> None:
            super().__init__(path, clock, open_database=opened)

    return LeavesItsLog


@pytest.mark.parametrize("holds_old_pages", [False, True])
def test_skipped_numbers_that_lie_in_the_log_are_not_left_behind(
    centre: CentreUnderTest, monkeypatch: pytest.MonkeyPatch, holds_old_pages: bool
) -> None:
    copy = copy_of(centre)
    lost = centre.number("A")
    centre.stop()
    before = verify(centre.database).head
    readers: list[sqlite3.Connection] = []
    with monkeypatch.context() as patched:
        patched.setattr(restoring, "Writer", writer_that_leaves_its_log(readers, holds_old_pages=holds_old_pages))
        patched.setattr(connections, "BUSY_TIMEOUT_S", 0.1)
        if holds_old_pages:
            with pytest.raises(RestoreRefused, match=r"another program|locked"):
                put_back(centre, copy.path)
        else:
            put_back(centre, copy.path)
    for reader in readers:
        reader.close()
    if holds_old_pages:
        assert verify(centre.database).head == before, "nothing changed"
        put_back(centre, copy.path)
    centre.restart()
    assert centre.number("A") == "A201" != lost
    assert centre.verdict().fault is None


def test_what_was_there_is_kept_beside_it_whole(centre: CentreUnderTest) -> None:
    copy = copy_of(centre)
    numbers = [centre.number("A") for _ in range(4)]
    centre.stop()
    restored = put_back(centre, copy.path)
    assert restored.kept_as is not None
    assert verify(restored.kept_as).fault is None
    rows = sqlite3.connect(restored.kept_as)
    assert [row[0] for row in rows.execute("SELECT shown FROM tickets ORDER BY ticket_id")] == numbers
    rows.close()
    centre.restart()


def test_the_highest_number_that_staff_or_a_kiosk_name_is_passed(centre: CentreUnderTest, folder: Path) -> None:
    centre.number("A")
    copy = copy_of(centre)
    day = centre.one("SELECT day FROM service_days")[0]
    kiosk = IntentStore(folder / "kiosk" / "intents.db")
    kiosk.note_number(issued("B777", centre))
    kiosk.close()
    centre.stop()
    restored = put_back(centre, copy.path, known={"A": 950}, kiosk_folders=[folder / "kiosk"])
    assert {(one.day, one.prefix, one.last) for one in restored.skipped} == {
        (day, "A", 950),
        (day, "B", 777),
        (day, "C", 200),
    }
    centre.restart()
    assert [centre.number("A"), centre.number("B")] == ["A951", "B778"]


def test_series_outside_the_copys_services_are_skipped_too(centre: CentreUnderTest) -> None:
    """A letter that staff name although the copy has no such service; those who were served without a number."""
    centre.quick_serve("A")
    centre.finish("Q1")
    copy = copy_of(centre)
    centre.stop()
    restored = put_back(centre, copy.path, known={"Z": 50})
    said = {(one.prefix, one.first, one.last) for one in restored.skipped}
    assert {("Z", 1, 200), ("+", 2, 201)} <= said
    centre.restart()
    centre.staff_all()
    assert centre.rows("SELECT last_number FROM series WHERE prefix = 'Z'")[0][0] == 200
    centre.quick_serve("A")
    assert centre.rows("SELECT last_number FROM series WHERE prefix = '+'")[0][0] == 202
    assert centre.verdict().fault is None
    _story, broken = check_database(centre.read())
    assert [one for one in broken if one.promise != "actors"] == []


def issued(number: str, centre: CentreUnderTest) -> IssuedTicket:
    return IssuedTicket(
        ticket_id=1,
        number=number,
        service=number[0],
        service_name="",
        service_name_en="",
        people_ahead=0,
        counters=[],
        priority_group=None,
        priority_name=None,
        priority_name_en=None,
        issued_at=centre.clock.now(),
        timezone="Asia/Ho_Chi_Minh",
        centre_name="",
        url=None,
        language="vi",
    )


def test_a_day_that_began_after_the_copy_is_skipped_into_too(centre: CentreUnderTest) -> None:
    copy = copy_of(centre)
    centre.close_day()
    centre.restart(NEXT_MORNING)
    centre.open_day()
    centre.staff_all()
    lost = [centre.number("A") for _ in range(3)]
    centre.stop()
    put_back(centre, copy.path)
    centre.restart(NEXT_MORNING + timedelta(minutes=5))
    centre.close_day()
    centre.open_day()
    assert centre.number("A") not in lost
    assert centre.verdict().fault is None


def test_a_morning_without_numbers_begins_at_1_when_staff_say_so(closed_centre: CentreUnderTest) -> None:
    copy = copy_of(closed_centre)
    closed_centre.stop()
    assert put_back(closed_centre, copy.path, numbers_given_today=False).skipped == []
    closed_centre.restart()
    closed_centre.open_day()
    assert closed_centre.number("A") == "A001"


def test_files_that_root_makes_belong_to_whom_the_database_belongs(
    centre: CentreUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typed with sudo, and the server could not open its own database any more."""
    given: dict[str, tuple[int, int]] = {}

    def chown(path: Path, uid: int, gid: int) -> None:
        assert path.exists()
        given[path.name] = (uid, gid)

    monkeypatch.setattr(ownership.os, "geteuid", lambda: 0)
    monkeypatch.setattr(ownership.os, "chown", chown)
    copy = copy_of(centre)
    centre.stop()
    put_back(centre, copy.path)
    owner = (centre.database.parent.stat().st_uid, centre.database.parent.stat().st_gid)
    assert set(given.values()) == {owner}
    assert {"backups", "centre.db.lock", "centre.db.coming", "centre.db.restoring"} <= set(given)
    assert any(name.endswith(".partial") for name in given)
    given.clear()
    monkeypatch.setattr(ownership.os, "geteuid", lambda: 1000)
    copy_of(centre)
    assert given == {}, "nobody else may give files away, nor needs to"


def test_all_sessions_end(centre: CentreUnderTest) -> None:
    session = WebSession("hash", "CB01", "csrf", centre.writer.now(), centre.writer.now())
    centre.act(lambda work: add_session(work.connection, session))
    copy = copy_of(centre)
    centre.stop()
    put_back(centre, copy.path)
    centre.restart()
    assert centre.rows("SELECT * FROM web_sessions") == []


def add(centre: CentreUnderTest, device_id: str, kind: str, credential_hash: str) -> None:
    centre.act(add_device, device_id=device_id, kind=kind, counter_id=None, credential_hash=credential_hash)


def let_in(centre: CentreUnderTest) -> dict[str, str]:
    """The newest credential of each device that is let in."""
    rows = centre.rows("SELECT device_id, credential_hash FROM device_credentials WHERE valid_until IS NULL")
    return {row["device_id"]: row["credential_hash"] for row in rows}


def generation_of(centre: CentreUnderTest, device_id: str) -> int:
    """Its password at the broker is another one with another generation."""
    return int(centre.one("SELECT generation FROM devices WHERE device_id = ?", device_id)["generation"])


def test_a_device_that_was_shut_out_after_the_copy_is_not_let_in_again(centre: CentreUnderTest) -> None:
    """Nor one whose credential of then was ended otherwise; the others go on."""
    for device_id, kind in (("kiosk-1", "kiosk"), ("board-1", "board"), ("board-2", "board"), ("kiosk-2", "kiosk")):
        add(centre, device_id, kind, f"then-{device_id}")
    copy = copy_of(centre)
    before = generation_of(centre, "kiosk-2")
    centre.act(revoke_device, device_id="kiosk-2")
    centre.act(rotate, device_id="board-1", credential_hash="another", shown_hash="then-board-1")
    centre.act(give_credential, device_id="kiosk-1", credential_hash="paired-again", by="code")
    centre.stop()

    restored = put_back(centre, copy.path)

    assert restored.changed_devices == ["board-1", "kiosk-1", "kiosk-2"]
    centre.restart()
    assert let_in(centre) == {"board-2": "then-board-2"}
    assert generation_of(centre, "kiosk-2") > before
    assert centre.verdict().fault is None


def test_a_restore_after_a_restore_knows_whom_the_first_shut_out(centre: CentreUnderTest) -> None:
    """The copy's journal is the longer one then: what is lost is told by the seals."""
    add(centre, "kiosk-1", "kiosk", "stolen")
    early = make_copy(centre.database, centre.database.parent / "elsewhere")
    for _ in range(5):
        centre.number("A")
    late = copy_of(centre)
    centre.stop()
    put_back(centre, early.path, numbers_given_today=False)
    centre.restart()
    centre.act(revoke_device, device_id="kiosk-1")
    centre.stop()

    assert put_back(centre, late.path).changed_devices == ["kiosk-1"]
    centre.restart()
    assert let_in(centre) == {}


def test_a_restore_that_is_done_again_after_a_cut_still_knows_who_was_shut_out(centre: CentreUnderTest) -> None:
    """The cut came when the former database had been put aside, and nothing was in its place yet."""
    add(centre, "kiosk-1", "kiosk", "stolen")
    copy = copy_of(centre)
    centre.act(revoke_device, device_id="kiosk-1")
    centre.stop()
    mark_of(centre.database).touch()
    centre.database.rename(centre.database.with_name("centre.db.replaced-20261123T000000Z"))

    assert put_back(centre, copy.path).changed_devices == ["kiosk-1"]
    centre.restart()
    assert let_in(centre) == {}


@pytest.mark.parametrize("is_there", [True, False])
def test_a_database_that_is_gone_or_unreadable_cannot_tell_who_was_shut_out(
    centre: CentreUnderTest, is_there: bool
) -> None:
    copy = copy_of(centre)
    centre.stop()
    for path in centre.database.parent.glob("centre.db-*"):
        path.unlink()
    centre.database.write_bytes(b"Giay " * 1000) if is_there else centre.database.unlink()

    assert put_back(centre, copy.path).changed_devices is None


def test_an_epoch_of_any_copy_is_passed(centre: CentreUnderTest) -> None:
    copy = copy_of(centre)
    far = copy.path.with_name(copy.path.name.replace(str(copy.epoch), "4000000000"))
    far.write_bytes(b"")
    centre.stop()
    assert put_back(centre, copy.path).epoch == 4_000_000_001


@pytest.mark.parametrize("damage", WAYS, ids=lambda way: way.__name__)
def test_a_broken_copy_is_refused_and_nothing_changes(centre: CentreUnderTest, damage: Callable[[Path], None]) -> None:
    for _ in range(30):
        centre.number("A")
    copy = copy_of(centre)
    centre.stop()
    damage(copy.path)
    before = centre.database.read_bytes()
    with pytest.raises(RestoreRefused):
        put_back(centre, copy.path)
    assert centre.database.read_bytes() == before
    assert not [path for path in centre.database.parent.iterdir() if "replaced" in path.name or "coming" in path.name]


def test_a_copy_whose_tables_were_changed_is_refused(centre: CentreUnderTest) -> None:
    centre.number("A")
    copy = copy_of(centre)
    centre.stop()
    rows = sqlite3.connect(copy.path)
    with rows:
        rows.execute("UPDATE tickets SET number = 9")
    rows.close()
    with pytest.raises(RestoreRefused, match="tickets"):
        put_back(centre, copy.path)


def test_a_copy_of_another_centre_is_refused(centre: CentreUnderTest, empty_database: Path, folder: Path) -> None:
    other = CentreUnderTest(copy_database(empty_database, folder / "other.db"), HeldClock(NEXT_MORNING))
    other.set_up()
    other.stop()
    foreign = make_copy(other.database, folder / "foreign")
    own = verify(centre.database).head
    centre.stop()
    with pytest.raises(RestoreRefused, match="another centre"):
        put_back(centre, foreign.path)
    assert verify(centre.database).head == own


@pytest.mark.parametrize("damage", [overwrite_pages, make_noise, empty], ids=lambda way: way.__name__)
def test_a_copy_of_another_centre_is_refused_by_the_copies_of_a_database_that_cannot_be_read(
    centre: CentreUnderTest, empty_database: Path, folder: Path, damage: Callable[[Path], None]
) -> None:
    own = copy_of(centre)
    (folder / "other").mkdir()
    foreign = other_centre(empty_database, folder)
    centre.stop()
    damage(centre.database)
    left = centre.database.read_bytes()
    with pytest.raises(RestoreRefused, match="another centre"):
        put_back(centre, foreign.path)
    assert centre.database.read_bytes() == left
    foreign = foreign.path.rename(own.path.with_name(foreign.path.name))
    with pytest.raises(RestoreRefused, match="another centre"):
        put_back(centre, foreign)
    centre.database.rename(folder / "away.db")
    put_back(centre, foreign, today=NEXT_MORNING.date())


def test_the_own_copy_is_taken_among_those_of_another_centre(
    centre: CentreUnderTest, empty_database: Path, folder: Path
) -> None:
    """On a stick that two centres share, by mistake."""
    own = [copy_of(centre)]
    centre.clock.pass_s(3600)
    centre.number("A")
    own.append(copy_of(centre))
    (folder / "other").mkdir()
    foreign = other_centre(empty_database, folder)
    foreign.path.rename(own[0].path.with_name(foreign.path.name))
    centre.stop()
    overwrite_pages(centre.database)
    put_back(centre, own[1].path)


def test_a_disk_that_is_full_when_the_restore_is_noted_changes_nothing(
    centre: CentreUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = copy_of(centre)
    own = verify(centre.database).head
    centre.stop()

    def full(*_asked: object, **_more: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(restoring, "note_restore", full)
    with pytest.raises(RestoreRefused, match="is the disk full"):
        put_back(centre, copy.path)
    assert verify(centre.database).head == own
    assert list(centre.database.parent.glob("centre.db.coming*")) == []


def test_a_copy_of_a_newer_program_is_refused(centre: CentreUnderTest) -> None:
    copy = copy_of(centre)
    centre.stop()
    rows = sqlite3.connect(copy.path)
    with rows:
        rows.execute("UPDATE alembic_version SET version_num = '2099_01_01'")
    rows.close()
    with pytest.raises(RestoreRefused, match="update the program"):
        put_back(centre, copy.path)


def test_it_is_refused_while_a_server_runs(centre: CentreUnderTest) -> None:
    copy = copy_of(centre)
    use = SoleUse(centre.database)
    with pytest.raises(RestoreRefused, match="a server is running"):
        put_back(centre, copy.path)
    use.end()
    centre.stop()
    put_back(centre, copy.path)


@pytest.mark.parametrize("damage", WAYS, ids=lambda way: way.__name__)
def test_a_damaged_database_is_named_with_its_last_good_copy_and_mended_by_the_command(
    centre: CentreUnderTest, damage: Callable[[Path], None]
) -> None:
    for _ in range(30):
        centre.number("A")
    good = copy_of(centre)
    centre.clock.pass_s(3600)
    centre.number("A")
    broken = copy_of(centre)
    overwrite_pages(broken.path)
    last = centre.number("A")
    centre.stop()
    damage(centre.database)
    with pytest.raises(DatabaseDamaged) as told:
        refuse_damaged(centre.database, [good.path.parent])
    said = str(told.value)
    assert f"bocso restore {good.path} --database {centre.database}" in said
    assert said.startswith("Không khởi động: cơ sở dữ liệu")
    assert "Not started: the database" in said
    put_back(centre, good.path)
    refuse_damaged(centre.database, [good.path.parent])
    centre.restart()
    assert int(centre.number("A")[1:]) > int(last[1:])


@pytest.mark.parametrize("place", ["backups", "stick"])
def test_a_copy_that_no_restore_would_take_is_not_offered(centre: CentreUnderTest, folder: Path, place: str) -> None:
    centre.number("A")
    good = copy_of(centre)
    centre.clock.pass_s(3600)
    centre.number("A")
    refused = copy_of(centre)
    centre.stop()
    rows = sqlite3.connect(refused.path)
    with rows:
        rows.execute("UPDATE tickets SET shown = 'A999'")
    rows.close()
    (folder / place).mkdir(exist_ok=True)
    refused.path.rename(folder / place / refused.path.name)
    overwrite_pages(centre.database)
    with pytest.raises(DatabaseDamaged) as told:
        refuse_damaged(centre.database, [good.path.parent, folder / "stick"])
    assert f"bocso restore {good.path} " in str(told.value)
    put_back(centre, good.path)


def test_a_copy_of_an_older_program_is_offered(folder: Path) -> None:
    """A restore brings its tables to this program's before it compares them."""
    former = Path(__file__).parents[1] / "db/a_centre_before_the_centres_day.sql"
    connection = sqlite3.connect(folder / "centre.db")
    connection.executescript(former.read_text(encoding="utf-8"))
    connection.close()
    copy = make_copy(folder / "centre.db", folder / "backups")
    overwrite_pages(folder / "centre.db")
    with pytest.raises(DatabaseDamaged) as told:
        refuse_damaged(folder / "centre.db", [copy.path.parent])
    assert f"bocso restore {copy.path} " in str(told.value)


def test_without_any_copy_the_words_say_so(centre: CentreUnderTest) -> None:
    for _ in range(30):
        centre.number("A")
    centre.stop()
    overwrite_pages(centre.database)
    with pytest.raises(DatabaseDamaged, match="No good copy was found"):
        refuse_damaged(centre.database, [centre.database.parent / "backups"])


def test_a_journal_whose_end_was_changed_or_cut_is_damaged(centre: CentreUnderTest, folder: Path) -> None:
    for _ in range(3):
        centre.number("A")
    centre.stop()
    for change in (
        "UPDATE journal SET body = '{}' WHERE seq = (SELECT max(seq) FROM journal)",
        "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)",
        "DELETE FROM journal_head",
        "DELETE FROM journal WHERE seq = (SELECT max(seq) - 2 FROM journal)",
    ):
        changed = copy_database(centre.database, folder / "changed.db")
        rows = sqlite3.connect(changed)
        with rows:
            rows.execute(change)
        rows.close()
        with pytest.raises(DatabaseDamaged, match="the journal is damaged"):
            refuse_damaged(changed, [])
        changed.unlink()


def test_a_database_older_than_its_copy_is_not_served(centre: CentreUnderTest, folder: Path) -> None:
    centre.stop()
    old = copy_database(centre.database, folder / "old.db")
    centre.restart()
    centre.number("A")
    copy_of(centre)
    centre.stop()
    refuse_damaged(centre.database, [centre.database.parent / "backups"])
    centre.database.write_bytes(old.read_bytes())
    with pytest.raises(DatabaseDamaged, match="older than its copy"):
        refuse_damaged(centre.database, [centre.database.parent / "backups"])


def newer_name(copy: Copy) -> str:
    return copy.path.name.replace(str(copy.epoch), "4000000000")


def other_centre(empty_database: Path, folder: Path) -> Copy:
    other = CentreUnderTest(copy_database(empty_database, folder / "other" / "centre.db"), HeldClock(NEXT_MORNING))
    other.set_up()
    other.stop()
    return make_copy(other.database, folder / "foreign")


def test_a_file_that_is_only_named_like_a_newer_copy_does_not_stop_the_server(
    centre: CentreUnderTest, empty_database: Path, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    own = copy_of(centre)
    centre.stop()
    stick = folder / "stick"
    stick.mkdir()
    (folder / "other").mkdir()
    foreign = other_centre(empty_database, folder)
    rows = sqlite3.connect(foreign.path)
    with rows:
        rows.execute("UPDATE centre_identity SET epoch = 4000000000")
    rows.close()
    for content, said in ((b"Giay", "named like a newer copy"), (foreign.path.read_bytes(), "of another centre")):
        (stick / newer_name(own)).write_bytes(content)
        caplog.clear()
        refuse_damaged(centre.database, [own.path.parent, stick])
        assert said in caplog.text


def test_a_copy_of_another_centre_is_never_named_as_the_last_good_one(
    centre: CentreUnderTest, empty_database: Path, folder: Path
) -> None:
    own = copy_of(centre)
    centre.stop()
    (folder / "other").mkdir()
    foreign = other_centre(empty_database, folder)
    foreign.path.rename(own.path.with_name(newer_name(own)))
    rows = sqlite3.connect(centre.database)
    with rows:
        rows.execute("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)")
    rows.close()
    with pytest.raises(DatabaseDamaged) as told:
        refuse_damaged(centre.database, [own.path.parent])
    assert f"sudo -u bocso bocso restore {own.path} " in str(told.value)


def test_a_second_place_is_looked_at_from_outside_and_not_for_ever(
    centre: CentreUnderTest, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    old = folder / "old.db"
    centre.stop()
    copy_database(centre.database, old)
    centre.restart()
    centre.number("A")
    copy = copy_of(centre)
    stick = folder / "stick"
    stick.mkdir()
    copy.path.rename(stick / copy.path.name)
    centre.stop()
    refuse_damaged(centre.database, [copy.path.parent, stick])
    centre.database.write_bytes(old.read_bytes())
    with pytest.raises(DatabaseDamaged, match="older than its copy"):
        refuse_damaged(centre.database, [copy.path.parent, stick])
    monkeypatch.setattr(far_copies, "_checking", lambda _path: [sys.executable, "-c", "import time; time.sleep(600)"])
    with pytest.raises(BrokenBackup, match="does not answer"):
        far_copies.check_far(stick / copy.path.name, within_s=0.1)
    monkeypatch.setattr(far_copies, "_command", lambda *_asked: [sys.executable, "-c", "import time; time.sleep(600)"])
    assert far_copies.copies_far(stick, centre.database, within_s=0.1) == []
    assert "does not answer" in caplog.text


def test_a_copy_far_away_is_checked_as_a_near_one(centre: CentreUnderTest) -> None:
    copy = copy_of(centre)
    assert far_copies.check_far(copy.path) == check_copy(copy.path)
    overwrite_pages(copy.path)
    with pytest.raises(BrokenBackup):
        far_copies.check_far(copy.path)


def test_a_first_start_is_still_one(folder: Path) -> None:
    refuse_damaged(folder / "centre.db", [folder / "backups"])


class Cut(Exception):
    """The power goes here."""


@pytest.mark.parametrize("step", range(1, 20))
def test_a_restore_cut_anywhere_is_noticed_and_done_again(
    centre: CentreUnderTest, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Cut before each change of a name: afterwards the old database serves on, or the server says to restore again."""
    centre.number("A")
    copy = copy_of(centre)
    lost = centre.number("A")
    centre.stop()
    (centre.database.with_name("centre.db-wal")).touch()
    done = 0

    def cut_at(name: str) -> None:
        real = getattr(Path, name)

        def changed(self: Path, *arguments: object, **more: object) -> object:
            nonlocal done
            if self.name.startswith(("centre.db.restoring", "centre.db.coming")) or self.name[:9] == "centre.db":
                done += 1
                if done == step:
                    raise Cut
            return real(self, *arguments, **more)

        monkeypatch.setattr(Path, name, changed)

    with monkeypatch.context() as patched:
        monkeypatch = patched
        for name in ("rename", "unlink", "touch"):
            cut_at(name)
        try:
            put_back(centre, copy.path)
            was_cut = False
        except Cut:
            was_cut = True
    backups = [copy.path.parent]
    if was_cut:
        try:
            refuse_damaged(centre.database, backups)
        except DatabaseDamaged:
            put_back(centre, copy.path)
            refuse_damaged(centre.database, backups)
    assert not mark_of(centre.database).exists()
    centre.restart()
    assert centre.number("A") != lost
    assert centre.verdict().fault is None


def hear(centre: CentreUnderTest, **highest: int) -> int:
    """A kiosk says what it has seen today; how many numbers were passed over."""
    day = centre.one("SELECT max(day) FROM service_days")[0]
    known = {(day, prefix): number for prefix, number in highest.items()}
    return centre.act(hear_known_numbers, known=known, actor="kiosk-1")


def test_a_machine_with_the_date_of_its_image_is_told_what_day_it_is(centre: CentreUnderTest) -> None:
    """A new card without a network: by its clock today's numbers would be left out ninety days ago, and given again."""
    centre.number("A")
    copy = copy_of(centre)
    centre.clock.pass_s(24 * 3600)
    centre.open_day()
    today = centre.clock.now()
    given = [centre.number("A") for _ in range(57)]
    centre.stop()
    centre.clock.set_wall(today - timedelta(days=90))
    with pytest.raises(RestoreRefused, match="--today 2026-11-23"):
        put_back(centre, copy.path, known={"A": 57})
    restored = put_back(centre, copy.path, known={"A": 57}, today=date(2026, 11, 24))
    assert restored.today == "2026-11-24"
    centre.restart()
    centre.clock.set_wall(today)
    centre.open_day()
    assert centre.number("A") == "A201"
    assert "A057" in given


def test_what_a_kiosk_has_seen_is_passed_over_after_a_restore(centre: CentreUnderTest) -> None:
    copy = copy_of(centre)
    centre.stop()
    put_back(centre, copy.path)
    centre.restart()
    assert hear(centre, A=150, B=230) == 30, "A is past it already, by the 200 that every restore skips"
    assert hear(centre, A=150, B=230) == 0
    assert [centre.number("A"), centre.number("B")] == ["A201", "B231"]
    assert hear(centre, A=201, B=231) == 0, "numbers that were given are no lost ones"
    _story, broken = check_database(centre.read())
    assert [one for one in broken if one.promise != "actors"] == []


def test_without_a_restore_nothing_can_be_lost_whatever_a_kiosk_says(centre: CentreUnderTest) -> None:
    centre.number("A")
    assert hear(centre, A=777) == 0
    assert centre.number("A") == "A002"


def test_a_kiosk_cannot_name_numbers_that_cannot_be_nor_days_that_are_over(centre: CentreUnderTest) -> None:
    copy = copy_of(centre)
    centre.stop()
    put_back(centre, copy.path)
    centre.restart()
    assert hear(centre, A=90_000) == 0
    assert centre.act(hear_known_numbers, known={("2020-01-02", "A"): 900}, actor="kiosk-1") == 0
    assert centre.number("A") == "A201"


def test_a_kiosk_cannot_use_up_a_series_word_by_word(centre: CentreUnderTest) -> None:
    """Each word is measured from what the words before have raised it to."""
    copy = copy_of(centre)
    centre.stop()
    put_back(centre, copy.path)
    centre.restart()
    for word in range(1, 40):
        hear(centre, A=200 + 1000 * word)
    assert hear(centre, B=230) == 30, "another series is not held up"
    assert centre.number("A") == "A4201", "5000 in all, with the 200 that the restore skipped"


def test_a_slip_of_a_lost_ticket_is_not_taken_for_that_of_the_ticket_with_its_id(centre: CentreUnderTest) -> None:
    ticket = centre.issue("A")
    with pytest.raises(NotFound):
        centre.act(
            report_print,
            ticket_id=ticket.ticket.ticket_id,
            outcome=PrintOutcome.NOT_PRINTED,
            device_id="kiosk-1",
            intent_id="6f9619ff-8b86-4d11-b42d-00c04fc964ff",
        )
    assert centre.turn(ticket.ticket.shown).state is TurnState.WAITING


def test_a_press_of_unknown_age_is_not_counted_for_a_window_that_has_a_lost_ones_id(centre: CentreUnderTest) -> None:
    centre.number("A")
    before = centre.serve()
    centre.press(5, centre.window_of(before), age_ms=None)
    copy = copy_of(centre)
    centre.stop()
    put_back(centre, copy.path)
    centre.restart()
    centre.staff_all()
    centre.number("A")
    after = centre.serve()
    centre.press(1, centre.window_of(after), age_ms=None)
    centre.press(4, centre.window_of(after), age_ms=0)
    counted = [tuple(row) for row in centre.rows("SELECT level, window_id FROM presses ORDER BY seq")]
    assert counted == [(5, centre.window_of(before)), (1, None), (4, centre.window_of(after))]
    _story, broken = check_database(centre.read())
    words = {one.words for one in broken if one.promise != "actors"}
    assert words <= {"pad-Q1 was never a pad of Q1"}, "nobody added it"
