"""Jobs that the server gives a device: each is stored first, done once, and its outcome told until it is heard.

A job's way: listed in the device's snapshot -> begun (on the disk, before anything of it is done) -> ended with an
outcome -> told to the server, which then takes it off the snapshot. One that a power cut found begun and not
ended is `unknown`: it may lie in the tray already, so it is not done again. So is all that is listed after the file
was damaged, which is kept in the new file until it was heard what is listed.
"""

import contextlib
import logging
import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from messaging.damaged_files import begin_anew, is_damage, require_sound, take_what_is_coming
from messaging.failpoints import reach
from messaging.requests import JobOutcome, JobReport
from messaging.server_client import RequestRefused, ServerUnreachable
from messaging.snapshots import DeviceSnapshot, Job

__all__ = ["DeviceJobs", "Doing", "NotNow"]

_log = logging.getLogger(__name__)

UNWRITABLE = "jobs_unwritable"
"""The disk does not take jobs: none is done."""

KEPT_ENDED = 500
"""Ended jobs that are remembered: far more than a server lists at once, a few weeks of a kiosk's work."""

_AGAIN_S = 5.0  # a job that cannot be done now (no paper): soon after somebody has come
_FIRST_TELLING_S = 0.5
_LONGEST_TELLING_S = 10.0
_ADMISSION_REFUSED = frozenset({401, 403})
"""The credential is wrong, not the job: someone puts it right and then the outcome is heard."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS job (
    job_id     TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('begun', 'ended', 'told')),
    outcome    TEXT,
    report_id  TEXT,
    told_epoch INTEGER
);
CREATE TABLE IF NOT EXISTS lost_memory (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1)
);
"""
_LOOK = "SELECT job_id, kind, state, outcome, report_id, told_epoch FROM job LIMIT 1"
"""Some other program's file has no such columns."""

Doing = Callable[[Job], JobOutcome]
"""Does a job and says what became of it; on the jobs' own thread, so it may take its time.

An exception other than NotNow counts as `unknown` and is logged.
"""


class NotNow(Exception):
    """Nothing of the job was done and it can be done later (no paper, the printer is busy): it is tried again."""


@dataclass(frozen=True, slots=True)
class _Ended:
    job_id: str
    outcome: JobOutcome
    report_id: uuid.UUID


class DeviceJobs:
    """A thread of its own that does what is listed, one after another, and tells the outcomes.

    `doing` says how each kind is done; a kind that is not there is told as failed. `report` is
    `ServerClient.report_job`.
    """

    def __init__(
        self,
        path: Path,
        *,
        doing: Mapping[str, Doing],
        report: Callable[[str, JobReport], None],
        when_changed: Callable[[], None] = lambda: None,
    ) -> None:
        """Opens nothing yet. `when_changed` is called on the jobs' thread when `faults` changed."""
        self._store = _JobStore(path)
        self._doing = dict(doing)
        self._report = report
        self._when_changed = when_changed
        self._lock = threading.Lock()
        self._listed: tuple[Job, ...] = ()
        self._epoch: int | None = None
        """None until a snapshot was heard."""
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._telling_s = _FIRST_TELLING_S
        self._is_disk_failing = False
        self._is_refusal_told = False
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)

    @property
    def faults(self) -> frozenset[str]:
        """What to report of the device: `jobs_unwritable`, or nothing."""
        return frozenset({UNWRITABLE}) if self._is_disk_failing else frozenset()

    def hear(self, snapshot: DeviceSnapshot) -> None:
        """Take in what is listed now; from any thread, returns at once."""
        with self._lock:
            self._listed, self._epoch = tuple(snapshot.jobs), snapshot.epoch
        self._woken.set()

    def start(self) -> None:
        self._thread.start()

    def stop(self, *, within_s: float = 5.0) -> None:
        """End after what is under way; what was not told is told after the next start."""
        self._stopping.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(within_s)
        if not self._thread.is_alive():
            self._store.close()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            try:
                again_s = self._turn()
                self._note_disk(is_failing=False)
            except (sqlite3.Error, OSError) as error:
                self._note_disk(is_failing=True, error=error)
                again_s = _AGAIN_S
            except Exception:  # the loop's edge: one strange job must not stop the others
                _log.exception("the device's jobs stumbled; they go on")
                again_s = _AGAIN_S
            self._woken.wait(again_s)

    def _turn(self) -> float | None:
        """Do what is listed, tell what is owed; how long to wait then (seconds), None: until woken."""
        has_put_off = self._do_listed()
        is_all_told = self._tell_owed()
        if not is_all_told:
            wait_s, self._telling_s = self._telling_s, min(2 * self._telling_s, _LONGEST_TELLING_S)
            return wait_s
        self._telling_s = _FIRST_TELLING_S
        return _AGAIN_S if has_put_off else None

    def _do_listed(self) -> bool:
        """True when a job was put off."""
        with self._lock:
            listed, epoch = self._listed, self._epoch
        if epoch is None:
            return False
        self._store.settle_lost(listed)
        has_put_off = False
        for job in listed:
            if self._stopping.is_set():
                break
            if self._store.begin(job, epoch):
                has_put_off = not self._do(job) or has_put_off
        self._store.forget_oldest({job.job_id for job in listed})
        return has_put_off

    def _do(self, job: Job) -> bool:
        """False when it was put off."""
        work = self._doing.get(job.kind)
        if work is None:
            _log.error("job %s: this device knows no '%s'; it was told as failed", job.job_id, job.kind)
            self._store.end(job.job_id, JobOutcome.FAILED)
            return True
        try:
            outcome = work(job)
        except NotNow:
            self._store.put_off(job.job_id)
            return False
        except Exception:
            _log.exception("job %s (%s) stumbled; what came of it is not known", job.job_id, job.kind)
            outcome = JobOutcome.UNKNOWN
        reach("job.done", job.kind)
        self._store.end(job.job_id, outcome)
        return True

    def _tell_owed(self) -> bool:
        """True when nothing is owed any more."""
        with self._lock:
            epoch = self._epoch
        for ended in self._store.owed():
            if self._stopping.is_set():
                return True
            try:
                self._report(ended.job_id, JobReport(report_id=ended.report_id, outcome=ended.outcome))
            except ServerUnreachable:
                return False
            except RequestRefused as refusal:
                if refusal.status in _ADMISSION_REFUSED:
                    if not self._is_refusal_told:
                        self._is_refusal_told = True
                        _log.error("the outcome of a job is not taken: %s", refusal)
                    return False
                _log.error("the outcome of job %s was refused for good: %s", ended.job_id, refusal)
            self._is_refusal_told = False
            self._store.told(ended.job_id, epoch)
        return True

    def _note_disk(self, *, is_failing: bool, error: Exception | None = None) -> None:
        if is_failing is self._is_disk_failing:
            return
        self._is_disk_failing = is_failing
        if is_failing:
            _log.error("jobs cannot be stored and none is done: %s", error)
        else:
            _log.warning("jobs can be stored again")
        self._when_changed()


class _JobStore:
    """One SQLite file; what a method wrote is on the disk when it returns. Used by one thread only.

    `told_epoch` is the server's epoch that heard the outcome, null while no snapshot has told it.

    Every method raises sqlite3.Error or OSError when the disk does not take or give the rows.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def settle_lost(self, listed: tuple[Job, ...]) -> None:
        """After a damaged file nobody knows which of the listed jobs were done: all of them are `unknown`."""
        with self._rows() as rows:
            if rows.execute("SELECT 1 FROM lost_memory").fetchone() is None:
                return
        with self._transaction("settle_lost") as rows:
            rows.executemany(
                "INSERT OR IGNORE INTO job (job_id, kind, state, outcome, report_id) VALUES (?, ?, 'ended', ?, ?)",
                [(job.job_id, job.kind, JobOutcome.UNKNOWN.value, str(uuid.uuid4())) for job in listed],
            )
            rows.execute("DELETE FROM lost_memory")

    def begin(self, job: Job, epoch: int) -> bool:
        """True when the job is new, and now stands as begun: it may be done.

        One that was told is owed again when a server restored from a backup lists it again.
        """
        with self._transaction("begin") as rows:
            rows.execute("UPDATE job SET told_epoch = ? WHERE job_id = ? AND told_epoch IS NULL", (epoch, job.job_id))
            rows.execute(
                "UPDATE job SET state = 'ended' WHERE job_id = ? AND state = 'told' AND told_epoch != ?",
                (job.job_id, epoch),
            )
            done = rows.execute(
                "INSERT INTO job (job_id, kind, state) VALUES (?, ?, 'begun') ON CONFLICT (job_id) DO NOTHING",
                (job.job_id, job.kind),
            )
            return done.rowcount == 1

    def put_off(self, job_id: str) -> None:
        with self._transaction("put_off") as rows:
            rows.execute("DELETE FROM job WHERE job_id = ? AND state = 'begun'", (job_id,))

    def end(self, job_id: str, outcome: JobOutcome) -> None:
        with self._transaction("end") as rows:
            rows.execute(
                "UPDATE job SET state = 'ended', outcome = ?, report_id = ? WHERE job_id = ? AND state = 'begun'",
                (outcome.value, str(uuid.uuid4()), job_id),
            )

    def owed(self) -> list[_Ended]:
        """Ended jobs of which the server has not heard, oldest first."""
        with self._rows() as rows:
            found = rows.execute(
                "SELECT job_id, outcome, report_id FROM job WHERE state = 'ended' ORDER BY rowid"
            ).fetchall()
        return [_Ended(job_id, JobOutcome(outcome), uuid.UUID(report_id)) for job_id, outcome, report_id in found]

    def told(self, job_id: str, epoch: int | None) -> None:
        with self._transaction("told") as rows:
            rows.execute("UPDATE job SET state = 'told', told_epoch = ? WHERE job_id = ?", (epoch, job_id))

    def forget_oldest(self, listed: set[str]) -> None:
        with self._rows() as rows:
            old = rows.execute(
                "SELECT job_id FROM job WHERE state = 'told' ORDER BY rowid DESC LIMIT -1 OFFSET ?", (KEPT_ENDED,)
            ).fetchall()
        forgotten = [row for row in old if row[0] not in listed]
        if forgotten:
            with self._transaction("forget") as rows:
                rows.executemany("DELETE FROM job WHERE job_id = ?", forgotten)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @contextlib.contextmanager
    def _transaction(self, step: str) -> Iterator[sqlite3.Connection]:
        with self._rows() as rows, _committed(rows, step):
            yield rows

    @contextlib.contextmanager
    def _rows(self) -> Iterator[sqlite3.Connection]:
        """The opened file; after a fault it is opened anew."""
        if self._connection is None:
            try:
                self._connection = self._opened()
            except sqlite3.DatabaseError as error:
                if not is_damage(error):
                    raise
                self._set_aside(error)
                self._connection = self._opened()
        try:
            yield self._connection
        except BaseException:
            self.close()
            raise

    def _opened(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if (aside := take_what_is_coming(self._path)) is not None:
            _log.error("%s was damaged and lies as %s; the new one is taken now", self._path, aside.name)
        self._path.touch(mode=0o600)
        connection = sqlite3.connect(self._path, timeout=5, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            # FULL, not NORMAL: WAL with NORMAL loses acknowledged rows in a power cut.
            connection.execute("PRAGMA synchronous = FULL")
            require_sound(connection)
            connection.executescript(_SCHEMA)
            connection.execute(_LOOK)
            _settle_what_was_left(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _set_aside(self, damage: Exception) -> None:
        """Begin a new file, which says of itself that it has forgotten everything."""
        aside = begin_anew(self._path, _SCHEMA, lambda rows: rows.execute("INSERT INTO lost_memory VALUES (1)"))
        _log.error(
            "%s is damaged (%s); it was set aside as %s. Check the storage card.", self._path, damage, aside.name
        )


def _settle_what_was_left(rows: sqlite3.Connection) -> None:
    """Whatever was begun when the program ended may have been done."""
    left = rows.execute("SELECT job_id FROM job WHERE state = 'begun'").fetchall()
    if left:
        with _committed(rows, "settle_left"):
            rows.executemany(
                "UPDATE job SET state = 'ended', outcome = ?, report_id = ? WHERE job_id = ?",
                [(JobOutcome.UNKNOWN.value, str(uuid.uuid4()), job_id) for (job_id,) in left],
            )


@contextlib.contextmanager
def _committed(rows: sqlite3.Connection, step: str) -> Iterator[None]:
    """What is written inside is committed behind it. After an exception the caller closes the connection."""
    rows.execute("BEGIN IMMEDIATE")
    yield
    reach("job.writing", step)
    rows.execute("COMMIT")
    reach("job.written", step)
