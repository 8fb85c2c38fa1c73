"""Jobs of devices: what is open, what it holds."""

import json
import sqlite3
from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select

from messaging.slips import SLIPS
from messaging.snapshots import JobKind
from server.db import tables as t
from server.db.statements import Statement
from server.domain.instant import SECOND_MS, Instant

SLIP_TOLD_WITHIN_MS = 90 * SECOND_MS
"""A kiosk prints a job within seconds, and gives a slip up after as long as it gives a number's."""

_JOB = select(
    t.jobs.c.job_id,
    t.jobs.c.device_id,
    t.jobs.c.kind,
    t.jobs.c.subject_id,
    t.jobs.c.ordered_at,
    t.jobs.c.ended_at,
    t.jobs.c.outcome,
    t.job_payloads.c.payload,
).outerjoin(t.job_payloads, t.job_payloads.c.job_id == t.jobs.c.job_id)
BY_ID = Statement(_JOB.where(t.jobs.c.job_id == bindparam("of_job")))
OPEN = Statement(_JOB.where(t.jobs.c.ended_at.is_(None)).order_by(t.jobs.c.job_id))
OPEN_OF_DEVICE = Statement(
    _JOB.where(t.jobs.c.ended_at.is_(None), t.jobs.c.device_id == bindparam("of_device")).order_by(t.jobs.c.job_id)
)
LAST_OF_SUBJECT = Statement(
    _JOB.where(t.jobs.c.kind == bindparam("of_kind"), t.jobs.c.subject_id == bindparam("of_subject"))
    .order_by(t.jobs.c.job_id.desc())
    .limit(1)
)
ADD_PAYLOAD = Statement(insert(t.job_payloads).values(job_id=bindparam("job_id"), payload=bindparam("payload")))


@dataclass(frozen=True, slots=True)
class Job:
    job_id: int
    device_id: str
    kind: str
    """`messaging.snapshots.JobKind`."""
    subject_id: int | None
    """The ticket, supplement or place that is printed."""
    ordered_at: Instant
    ended_at: Instant | None
    outcome: str | None
    payload: tuple[tuple[str, str], ...]
    """Empty after the tables were rebuilt from the journal, which holds no payloads."""


def _job(row: sqlite3.Row) -> Job:
    values = list(row)
    values[-1] = tuple(json.loads(row["payload"] or "{}").items())
    return Job(*values)


def job_by_id(connection: sqlite3.Connection, job_id: int) -> Job | None:
    row = BY_ID.first(connection, of_job=job_id)
    return None if row is None else _job(row)


def open_jobs(connection: sqlite3.Connection) -> list[Job]:
    """Every job that no device has reported yet, oldest first."""
    return [_job(row) for row in OPEN.all(connection)]


def open_jobs_of(connection: sqlite3.Connection, device_id: str) -> list[Job]:
    return [_job(row) for row in OPEN_OF_DEVICE.all(connection, of_device=device_id)]


def slips_overdue(connection: sqlite3.Connection, now: Instant) -> dict[str, Instant]:
    """Kiosks that should have told of a slip by now, and when the oldest such slip was ordered."""
    overdue: dict[str, Instant] = {}
    for job in open_jobs(connection):
        if JobKind(job.kind) in SLIPS and now - job.ordered_at > SLIP_TOLD_WITHIN_MS:
            overdue.setdefault(job.device_id, job.ordered_at)
    return overdue


def last_job_about(connection: sqlite3.Connection, kind: str, subject_id: int) -> Job | None:
    """The newest job of a kind that prints this ticket, supplement or place."""
    row = LAST_OF_SUBJECT.first(connection, of_kind=kind, of_subject=subject_id)
    return None if row is None else _job(row)


def add_payload(connection: sqlite3.Connection, job_id: int, payload: dict[str, str]) -> None:
    ADD_PAYLOAD.run(connection, job_id=job_id, payload=json.dumps(payload, ensure_ascii=False))
