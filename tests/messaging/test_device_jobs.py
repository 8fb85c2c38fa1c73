"""Jobs of a device: stored, done once, told until heard, and honest after a power cut."""

import multiprocessing
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from damaged_disk import each_power_cut

from messaging.device_jobs import DeviceJobs, NotNow, _JobStore
from messaging.requests import JobOutcome, JobReport
from messaging.server_client import RequestRefused, ServerUnreachable
from messaging.snapshots import DeviceSnapshot, Job

PATIENCE_S = 10.0


class Server:
    """Takes reports, unless it is away; what it took is what it knows."""

    def __init__(self) -> None:
        self.is_away = False
        self.refuses_status: int | None = None
        self.heard: list[tuple[str, JobOutcome, str]] = []
        self.tries = 0

    def report(self, job_id: str, report: JobReport) -> None:
        self.tries += 1
        if self.is_away:
            raise ServerUnreachable("away")
        if self.refuses_status is not None:
            raise RequestRefused(status=self.refuses_status, code="x", detail="")
        self.heard.append((job_id, report.outcome, str(report.report_id)))

    def outcomes(self) -> list[tuple[str, JobOutcome]]:
        return [(job_id, outcome) for job_id, outcome, _ in self.heard]


class Tray:
    """What the device has really done."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.has_paper = True
        self.breaks = False

    def do(self, job: Job) -> JobOutcome:
        if not self.has_paper:
            raise NotNow
        self.done.append(job.job_id)
        if self.breaks:
            raise RuntimeError("the cutter fell off")
        return JobOutcome.DONE


def listed(*job_ids: str, kind: str = "test_sound", epoch: int = 1) -> DeviceSnapshot:
    return DeviceSnapshot(
        epoch=epoch,
        revision=1,
        device_id="board-1",
        kind="board",
        counter_id=None,
        zone=None,
        settings_revision=1,
        jobs=[Job(job_id=job_id, kind=kind, payload={}) for job_id in job_ids],
    )


def until(is_so: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < give_up, "it did not happen"
        time.sleep(0.005)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def tray() -> Tray:
    return Tray()


@pytest.fixture
def start(tmp_path: Path, server: Server, tray: Tray) -> Iterator[Callable[[], DeviceJobs]]:
    running: list[DeviceJobs] = []

    def begin() -> DeviceJobs:
        jobs = DeviceJobs(tmp_path / "jobs.db", doing={"test_sound": tray.do}, report=server.report)
        jobs.start()
        running.append(jobs)
        return jobs

    yield begin
    for jobs in running:
        jobs.stop()


def test_a_listed_job_is_done_and_told(start: Callable[[], DeviceJobs], server: Server, tray: Tray) -> None:
    start().hear(listed("j1", "j2"))
    until(lambda: len(server.heard) == 2)
    assert tray.done == ["j1", "j2"]
    assert server.outcomes() == [("j1", JobOutcome.DONE), ("j2", JobOutcome.DONE)]


def test_a_job_that_stays_listed_is_done_once(start: Callable[[], DeviceJobs], server: Server, tray: Tray) -> None:
    jobs = start()
    jobs.hear(listed("j1"))
    until(lambda: len(server.heard) == 1)
    jobs.hear(listed("j1"))
    jobs.hear(listed("j1", "j2"))
    until(lambda: len(server.heard) == 2)
    assert tray.done == ["j1", "j2"]


def test_a_job_is_not_done_again_after_a_restart(start: Callable[[], DeviceJobs], server: Server, tray: Tray) -> None:
    first = start()
    first.hear(listed("j1"))
    until(lambda: len(server.heard) == 1)
    first.stop()
    start().hear(listed("j1", "j2"))
    until(lambda: len(server.heard) == 2)
    assert tray.done == ["j1", "j2"]


def test_an_outcome_is_told_when_the_server_is_back(
    start: Callable[[], DeviceJobs], server: Server, tray: Tray
) -> None:
    server.is_away = True
    first = start()
    first.hear(listed("j1"))
    until(lambda: server.tries > 0)
    first.stop()
    server.is_away = False
    start()  # hears no snapshot at all: what is owed is owed
    until(lambda: server.outcomes() == [("j1", JobOutcome.DONE)])
    assert tray.done == ["j1"]


def test_a_repeated_report_has_the_same_id(start: Callable[[], DeviceJobs], server: Server) -> None:
    ids: list[str] = []

    def lost_answer(job_id: str, report: JobReport) -> None:
        ids.append(str(report.report_id))
        if len(ids) < 3:
            raise ServerUnreachable("the answer was lost")

    server.report = lost_answer  # type: ignore[method-assign]  # a server whose answers get lost
    start().hear(listed("j1"))
    until(lambda: len(ids) == 3)
    assert len(set(ids)) == 1


def test_a_job_that_cannot_be_done_now_is_done_later(
    start: Callable[[], DeviceJobs], server: Server, tray: Tray
) -> None:
    tray.has_paper = False
    jobs = start()
    jobs.hear(listed("j1"))
    jobs.hear(listed("j1"))
    assert tray.done == []
    tray.has_paper = True
    jobs.hear(listed("j1"))
    until(lambda: server.outcomes() == [("j1", JobOutcome.DONE)])
    assert tray.done == ["j1"]


def test_a_job_that_was_taken_off_before_it_could_be_done_is_never_done(
    start: Callable[[], DeviceJobs], server: Server, tray: Tray
) -> None:
    tray.has_paper = False
    jobs = start()
    jobs.hear(listed("j1"))
    jobs.hear(listed())
    tray.has_paper = True
    jobs.hear(listed("j2"))
    until(lambda: server.outcomes() == [("j2", JobOutcome.DONE)])
    assert tray.done == ["j2"]


def test_a_kind_that_the_device_does_not_know_is_told_as_failed(
    start: Callable[[], DeviceJobs], server: Server, tray: Tray
) -> None:
    start().hear(listed("j1", kind="dance"))
    until(lambda: server.outcomes() == [("j1", JobOutcome.FAILED)])
    assert tray.done == []


def test_a_job_that_stumbles_is_unknown_and_the_next_goes_on(
    start: Callable[[], DeviceJobs], server: Server, tray: Tray
) -> None:
    tray.breaks = True
    jobs = start()
    jobs.hear(listed("j1"))
    until(lambda: server.outcomes() == [("j1", JobOutcome.UNKNOWN)])
    tray.breaks = False
    jobs.hear(listed("j2"))
    until(lambda: server.outcomes()[1:] == [("j2", JobOutcome.DONE)])


def test_a_refused_outcome_is_not_told_for_ever(start: Callable[[], DeviceJobs], server: Server) -> None:
    server.refuses_status = 404
    jobs = start()
    jobs.hear(listed("j1"))
    until(lambda: server.tries == 1)
    server.refuses_status = None
    jobs.hear(listed("j2"))
    until(lambda: server.outcomes() == [("j2", JobOutcome.DONE)])


def test_a_refused_credential_leaves_the_outcome_owed(
    start: Callable[[], DeviceJobs], server: Server, tray: Tray
) -> None:
    server.refuses_status = 401
    jobs = start()
    jobs.hear(listed("j1"))
    until(lambda: server.tries >= 1)
    server.refuses_status = None
    until(lambda: server.outcomes() == [("j1", JobOutcome.DONE)])
    assert tray.done == ["j1"]


def test_a_server_restored_from_a_backup_is_told_again_and_nothing_is_done_again(
    start: Callable[[], DeviceJobs], server: Server, tray: Tray
) -> None:
    jobs = start()
    jobs.hear(listed("j1"))
    until(lambda: len(server.heard) == 1)
    jobs.hear(listed("j1", epoch=2))
    until(lambda: len(server.heard) == 2)
    assert server.heard[0] == server.heard[1]
    assert tray.done == ["j1"]


def _begin_and_never_end(path: Path, has_begun: "multiprocessing.synchronize.Event") -> None:
    def hang(_job: Job) -> JobOutcome:
        has_begun.set()
        threading.Event().wait()
        return JobOutcome.DONE

    jobs = DeviceJobs(path, doing={"test_sound": hang}, report=Server().report)
    jobs.start()
    jobs.hear(listed("j1"))
    threading.Event().wait()


def test_a_power_cut_in_the_middle_leaves_unknown_and_no_second_try(
    tmp_path: Path, start: Callable[[], DeviceJobs], server: Server, tray: Tray
) -> None:
    context = multiprocessing.get_context("spawn")
    has_begun = context.Event()
    device = context.Process(target=_begin_and_never_end, args=(tmp_path / "jobs.db", has_begun))
    device.start()
    try:
        assert has_begun.wait(30)
    finally:
        device.kill()
        device.join()
        device.close()
    start().hear(listed("j1"))
    until(lambda: server.outcomes() == [("j1", JobOutcome.UNKNOWN)])
    assert tray.done == []


def test_a_damaged_file_makes_listed_jobs_unknown_instead_of_doing_them_twice(
    tmp_path: Path, start: Callable[[], DeviceJobs], server: Server, tray: Tray
) -> None:
    (tmp_path / "jobs.db").write_bytes(b"this was a database once" * 100)
    jobs = start()
    jobs.hear(listed("j1"))
    until(lambda: server.outcomes() == [("j1", JobOutcome.UNKNOWN)])
    jobs.hear(listed("j2"))
    until(lambda: server.outcomes()[1:] == [("j2", JobOutcome.DONE)])
    assert tray.done == ["j2"]
    assert len(list(tmp_path.glob("jobs.db.damaged-*"))) == 1


def done_and_not_told(start: Callable[[], DeviceJobs], server: Server, tray: Tray) -> None:
    """The slip of j1 lies in the tray; whether the server knows it is not known."""
    server.is_away = True
    jobs = start()
    jobs.hear(listed("j1"))
    until(lambda: tray.done == ["j1"] and server.tries > 0)
    jobs.stop()
    server.is_away = False


def test_a_start_that_heard_nothing_does_not_forget_that_the_file_was_damaged(
    tmp_path: Path, start: Callable[[], DeviceJobs], server: Server, tray: Tray
) -> None:
    done_and_not_told(start, server, tray)
    (tmp_path / "jobs.db").write_bytes(b"this was a database once" * 100)
    without_a_broker = start()
    until(lambda: bool(list(tmp_path.glob("jobs.db.damaged-*"))) and (tmp_path / "jobs.db").exists())
    without_a_broker.stop()
    jobs = start()
    jobs.hear(listed("j1"))
    until(lambda: server.outcomes() == [("j1", JobOutcome.UNKNOWN)])
    jobs.hear(listed("j1", "j2"))
    until(lambda: server.outcomes()[1:] == [("j2", JobOutcome.DONE)])
    assert tray.done == ["j1", "j2"], "forgotten once, and not for ever"


def test_no_job_is_done_twice_wherever_the_power_goes_as_the_file_is_replaced(
    tmp_path: Path, start: Callable[[], DeviceJobs], server: Server, tray: Tray
) -> None:
    done_and_not_told(start, server, tray)
    path = tmp_path / "jobs.db"

    def begin(_step: int) -> Callable[[], None]:
        for one in tmp_path.glob("jobs.db*"):
            one.unlink()
        path.write_bytes(b"this was a database once" * 100)
        return lambda: _JobStore(path).settle_lost(())

    for step in each_power_cut(begin):
        jobs = start()
        jobs.hear(listed("j1"))
        until(lambda: server.outcomes() == [("j1", JobOutcome.UNKNOWN)])
        jobs.stop()
        assert tray.done == ["j1"], f"cut before step {step}"
        server.heard.clear()


def test_another_programs_file_is_set_aside(tmp_path: Path, start: Callable[[], DeviceJobs], server: Server) -> None:
    with sqlite3.connect(tmp_path / "jobs.db") as rows:
        rows.execute("CREATE TABLE job (something TEXT)")
    rows.close()
    jobs = start()
    jobs.hear(listed())
    jobs.hear(listed("j1"))
    until(lambda: len(server.heard) == 1)
    assert jobs.faults == frozenset()


def test_nothing_is_done_while_the_disk_does_not_take_it(
    tmp_path: Path, start: Callable[[], DeviceJobs], tray: Tray
) -> None:
    (tmp_path / "jobs.db").mkdir()  # nobody can open a database there
    jobs = start()
    jobs.hear(listed("j1"))
    until(lambda: jobs.faults == {"jobs_unwritable"})
    assert tray.done == []


def test_the_memory_of_ended_jobs_stays_small(
    tmp_path: Path, start: Callable[[], DeviceJobs], server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("messaging.device_jobs.KEPT_ENDED", 3)
    jobs = start()
    jobs.hear(listed(*(f"j{number}" for number in range(6))))
    until(lambda: len(server.heard) == 6)
    jobs.hear(listed("j5"))
    jobs.hear(listed("last"))
    until(lambda: len(server.heard) == 7)
    jobs.stop()
    with sqlite3.connect(tmp_path / "jobs.db") as rows:
        kept = [row[0] for row in rows.execute("SELECT job_id FROM job ORDER BY rowid")]
    rows.close()
    assert "last" in kept
    assert len(kept) <= 4
