"""The one writer: group commit, refusals, failures of the disk, other writers on the same file."""

import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path

import pytest
from centre_under_test import CentreUnderTest, copy_database, small_centre
from held_clock import HeldClock

from server.actions.issue_ticket import issue_ticket
from server.actions.set_up import add_staff, load_centre
from server.db import connections
from server.db.work import Work
from server.db.writer import GROUP_LIMIT
from server.errors import Conflict, Unavailable
from server.journal.events import StaffAdded

PATIENCE_S = 30


class Gate:
    """An action that holds the writer until it is opened, so that what is submitted meanwhile shares a group."""

    def __init__(self, centre: CentreUnderTest) -> None:
        self._open = threading.Event()
        inside = threading.Event()

        def hold(_work: Work) -> None:
            inside.set()
            self._open.wait(PATIENCE_S)

        self._held = centre.writer.submit(hold, actor="gate")
        assert inside.wait(PATIENCE_S)

    def open(self) -> None:
        self._open.set()
        self._held.result(PATIENCE_S)


def issue(work: Work) -> str:
    return issue_ticket(
        work,
        intent_id=str(uuid.uuid4()),
        service="A",
        priority_group=None,
        language="vi",
        device_id="kiosk-1",
    ).ticket.shown


def issue_and_refuse(work: Work) -> str:
    issue(work)
    raise Conflict("no", "after it has already written")


def issue_and_fail(work: Work) -> str:
    issue(work)
    raise ZeroDivisionError("a bug")


def break_a_constraint(work: Work) -> str:
    issue(work)
    work.connection.execute("INSERT INTO staff (staff_id, role) VALUES (NULL, NULL)")
    return "never"


def submit(centre: CentreUnderTest, *actions: Callable[[Work], str]) -> list["Future[str]"]:
    return [centre.writer.submit(action, actor="test") for action in actions]


def outcomes(futures: list["Future[str]"]) -> list[str]:
    """The answer, or the kind of refusal, of each."""
    return [type(error).__name__ if (error := future.exception(PATIENCE_S)) else future.result() for future in futures]


@pytest.fixture
def commits(centre: CentreUnderTest) -> Iterator[list[str]]:
    """The statements with which the writer's connection begins and ends transactions, as they happen."""
    seen: list[str] = []
    connection = centre.writer._connection  # a spy on what the driver is really told
    assert connection is not None
    connection.set_trace_callback(lambda sql: seen.append(sql) if sql in ("BEGIN IMMEDIATE", "COMMIT") else None)
    yield seen
    connection.set_trace_callback(None)


def test_the_connection_is_durable(centre: CentreUnderTest) -> None:
    def pragmas(work: Work) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys")
        return [work.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    assert centre.act(pragmas) == ["wal", 2, 1]  # 2 is FULL


def test_the_connection_is_durable_again_after_a_failure(centre: CentreUnderTest) -> None:
    with pytest.raises(Unavailable):
        centre.act(lambda work: work.connection.execute("SELECT * FROM no_such_table"))
    test_the_connection_is_durable(centre)


def test_actions_that_wait_together_share_one_commit(centre: CentreUnderTest, commits: list[str]) -> None:
    gate = Gate(centre)
    futures = submit(centre, *[issue] * 10)
    gate.open()
    assert outcomes(futures) == [f"A{n:03d}" for n in range(1, 11)]
    assert commits == ["BEGIN IMMEDIATE", "COMMIT"] * 2


def test_a_group_has_its_limit(centre: CentreUnderTest, commits: list[str]) -> None:
    gate = Gate(centre)
    futures = submit(centre, *[issue] * (GROUP_LIMIT + 1))
    gate.open()
    assert outcomes(futures)[-1] == f"A{GROUP_LIMIT + 1:03d}"
    assert commits == ["BEGIN IMMEDIATE", "COMMIT"] * 3


@pytest.mark.parametrize(
    ("bad", "what"),
    [(issue_and_refuse, "Conflict"), (issue_and_fail, "ZeroDivisionError"), (break_a_constraint, "IntegrityError")],
)
def test_one_that_fails_is_rolled_back_alone(
    centre: CentreUnderTest, bad: Callable[[Work], str], what: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Its writing is gone, its number is given to the next, and sequence and chain go on without a gap."""
    gate = Gate(centre)
    futures = submit(centre, issue, bad, issue, bad, issue)
    gate.open()
    assert outcomes(futures) == ["A001", what, "A002", what, "A003"]
    assert centre.verdict().fault is None
    assert ("an action failed" in caplog.text) == (what != "Conflict"), "bugs are loud, refusals are not"


def test_a_set_up_that_was_rolled_back_is_forgotten(bare: CentreUnderTest) -> None:
    def load_and_fail(work: Work) -> None:
        load_centre(work, file=small_centre())
        raise Conflict("no", "")

    with pytest.raises(Conflict):
        bare.act(load_and_fail)
    assert bare.act(lambda work: work.centre_or_none) is None


# --- when the commit itself fails ----------------------------------------------------------------------------


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that waits for a locked database no longer than a moment."""
    monkeypatch.setattr(connections, "BUSY_TIMEOUT_S", 0.1)


@pytest.mark.usefixtures("impatient")
def test_while_somebody_holds_the_database_everybody_gets_503_and_then_all_is_well(centre: CentreUnderTest) -> None:
    centre.restart()  # with the short patience
    other = sqlite3.connect(centre.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    futures = submit(centre, issue, issue_and_refuse, issue_and_fail)
    assert outcomes(futures) == ["Unavailable"] * 3
    other.execute("ROLLBACK")
    other.close()
    assert outcomes(submit(centre, issue, issue)) == ["A001", "A002"]
    assert centre.verdict().fault is None


def test_when_the_commit_fails_every_action_of_the_group_gets_503(centre: CentreUnderTest) -> None:
    """Also the refused ones: what they were refused for may never have happened."""
    gate = Gate(centre)

    def sabotage(work: Work) -> str:
        # A deferred foreign key is checked by COMMIT itself.
        work.connection.execute("CREATE TABLE owner (id INTEGER PRIMARY KEY)")
        work.connection.execute("CREATE TABLE owned (id REFERENCES owner (id) DEFERRABLE INITIALLY DEFERRED)")
        work.connection.execute("INSERT INTO owned VALUES (1)")
        return "sabotaged"

    futures = submit(centre, issue, issue_and_refuse, sabotage, issue_and_fail, issue)
    gate.open()
    assert outcomes(futures) == ["Unavailable"] * 5
    assert centre.rows("SELECT 1 FROM tickets") == []
    assert outcomes(submit(centre, issue)) == ["A001"], "sequence and head were read again"
    assert centre.verdict().fault is None


def test_a_full_disk_is_503_and_changes_nothing(centre: CentreUnderTest) -> None:
    centre.number("A")
    connection = centre.writer._connection  # the disk of this connection is made small
    assert connection is not None
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    centre.act(lambda work: work.connection.execute(f"PRAGMA max_page_count={pages}").fetchall())
    full = "Unavailable"
    answers: list[str] = []
    for _ in range(400):
        answers += outcomes(submit(centre, issue))
        if answers[-1] == full:
            break
    assert answers[-1] == full
    assert centre.verdict().fault is None, "whatever was acknowledged stands, and nothing half done"
    assert centre.one("SELECT count(*) FROM tickets")[0] == len(answers), "all but the last, and the one before"
    assert outcomes(submit(centre, issue)) == [f"A{len(answers) + 1:03d}"], "the reopened connection has room again"


def test_a_damaged_page_is_503_and_not_a_bug_of_the_action(centre: CentreUnderTest) -> None:
    def damaged(_work: Work) -> str:
        raise sqlite3.DatabaseError("database disk image is malformed")

    assert outcomes(submit(centre, damaged)) == ["Unavailable"]


def test_a_database_that_cannot_be_opened_again_is_tried_at_the_next_action(
    centre: CentreUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_path: Path) -> sqlite3.Connection:
        raise sqlite3.OperationalError("unable to open database file")

    def disk_error(_work: Work) -> str:
        raise sqlite3.OperationalError("disk I/O error")

    centre.number("A")
    with monkeypatch.context() as patched:
        patched.setattr(centre.writer, "_open_database", gone)
        assert outcomes(submit(centre, disk_error)) == ["Unavailable"]
        assert outcomes(submit(centre, issue)) == ["Unavailable"]
    assert outcomes(submit(centre, issue)) == ["A002"]
    assert centre.verdict().fault is None


def test_a_clock_jump_noticed_in_a_group_that_failed_is_recorded_by_the_next(centre: CentreUnderTest) -> None:
    centre.clock.set_wall(centre.clock.now() + timedelta(hours=1))
    with pytest.raises(Unavailable):
        centre.act(lambda work: work.connection.execute("SELECT * FROM no_such_table"))
    assert "clock_jumped" not in centre.kinds()
    centre.number("A")
    assert centre.kinds()[-3:] == ["clock_jumped", "ticket_issued", "print_reported"]


def test_a_clock_jump_stands_even_when_the_action_is_refused(centre: CentreUnderTest) -> None:
    centre.clock.set_wall(centre.clock.now() + timedelta(hours=1))
    with pytest.raises(Conflict):
        centre.act(issue_and_refuse)
    assert centre.kinds()[-1] == "clock_jumped"
    assert centre.verdict().fault is None


# --- those who go away ----------------------------------------------------------------------------------------


def test_somebody_who_has_gone_is_not_served_and_does_no_harm(centre: CentreUnderTest) -> None:
    """A health probe that waits too long cancels its future: the writer must live on."""
    gate = Gate(centre)
    futures = submit(centre, issue, issue, issue)
    assert futures[1].cancel()
    gate.open()
    assert outcomes([futures[0], futures[2]]) == ["A001", "A002"]
    assert outcomes(submit(centre, issue)) == ["A003"]


def test_nobody_can_leave_once_the_action_has_begun(centre: CentreUnderTest) -> None:
    leaving: list[bool] = []
    futures: list[Future[None]] = []

    def leave(_work: Work) -> None:
        leaving.append(futures[0].cancel())

    gate = Gate(centre)
    futures.append(centre.writer.submit(leave, actor="test"))
    gate.open()
    futures[0].result(PATIENCE_S)
    assert leaving == [False]


def test_a_listener_that_fails_stops_no_commit(folder: Path, empty_database: Path) -> None:
    def fail(_seq: int, _events: object) -> None:
        raise RuntimeError("the loop is closed")

    centre = CentreUnderTest(copy_database(empty_database, folder / "c.db"), HeldClock(), on_commit=fail)
    assert centre.set_up()
    assert centre.open_day()
    centre.stop()


def test_listeners_hear_of_committed_events_and_of_nothing_else(folder: Path, empty_database: Path) -> None:
    heard: list[tuple[int, list[str]]] = []
    centre = CentreUnderTest(
        copy_database(empty_database, folder / "c.db"),
        HeldClock(),
        on_commit=lambda seq, events: heard.append((seq, [event.kind for event in events])),
    )
    centre.set_up()
    centre.open_day()
    gate = Gate(centre)
    futures = submit(centre, issue, issue_and_refuse, issue)
    gate.open()
    outcomes(futures)
    centre.act(lambda _work: None)
    assert heard == [(1, ["set_up_changed"]), (2, ["day_opened"]), (4, ["ticket_issued", "ticket_issued"])]
    centre.stop()


# --- two writers on one file -----------------------------------------------------------------------------------


def test_two_writers_taking_turns_keep_one_chain(centre: CentreUnderTest) -> None:
    """As when `bocso device add` runs beside the server."""
    other = CentreUnderTest(centre.database, centre.clock)
    for n in range(5):
        centre.number("A")
        other.act(
            add_staff, staff_id=f"CB5{n}", role="officer", login=f"o{n}", display_name="Văn thư", password_hash="x"
        )
        other.number("A")
    other.stop()
    assert centre.number("A") == "A011"
    assert centre.verdict().fault is None


def test_two_writers_at_the_same_time_keep_one_chain(centre: CentreUnderTest) -> None:
    other = CentreUnderTest(centre.database, centre.clock)
    futures = [f for _ in range(60) for f in (*submit(centre, issue), *submit(other, issue))]
    numbers = outcomes(futures)
    other.stop()
    assert sorted(numbers) == [f"A{n:03d}" for n in range(1, 121)]
    assert centre.verdict().fault is None


def test_what_another_program_wrote_comes_before_what_we_write(centre: CentreUnderTest) -> None:
    """Also when its wall clock was ahead for a moment and ours is not."""
    ahead = HeldClock(centre.clock.now() + timedelta(minutes=10))
    other = CentreUnderTest(centre.database, ahead)
    other.act(lambda work: work.record(StaffAdded(staff_id="CB77", role="officer")))
    other.stop()
    centre.number("A")
    stamps = [row[0] for row in centre.rows("SELECT at FROM journal ORDER BY seq")]
    assert stamps == sorted(stamps)


def test_a_centre_that_another_program_changed_is_noticed(centre: CentreUnderTest) -> None:
    other = CentreUnderTest(centre.database, centre.clock)
    other.set_up(small_centre(lambda values: values["centre"].update(notice="Nghỉ lễ")))
    other.stop()
    assert centre.act(lambda work: work.centre.notice) == "Nghỉ lễ"
