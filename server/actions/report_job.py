"""A device says what became of a job."""

from messaging.requests import JobOutcome, PrintOutcome
from messaging.snapshots import JobKind
from server.db.queries.jobs import job_by_id
from server.db.queries.tickets import ticket_by_id
from server.db.work import Work
from server.errors import NotAllowed, NotFound
from server.journal.events import JobEnded, PrintReported

PAPER = {JobOutcome.DONE: PrintOutcome.PRINTED, JobOutcome.UNKNOWN: PrintOutcome.UNKNOWN}
"""What the end of a slip's job says about its ticket. A failed one says nothing: staff know the number."""


def report_job(work: Work, *, job_id: int, outcome: JobOutcome, device_id: str) -> None:
    """End a job; it leaves the device's snapshot. A job that has ended stays as it ended: a repeat is harmless.

    Raises:
        NotFound: no such job.
        NotAllowed: the job is another device's.
    """
    job = job_by_id(work.connection, job_id)
    if job is None:
        raise NotFound("job", f"Không có việc {job_id}.")
    if job.device_id != device_id:
        raise NotAllowed("not_your_job", "Việc này của thiết bị khác.")
    if job.ended_at is not None:
        return
    work.record(JobEnded(job_id=job_id, outcome=outcome.value))
    if job.kind == JobKind.TICKET_SLIP and job.subject_id is not None and outcome in PAPER:
        ticket = ticket_by_id(work.connection, job.subject_id)
        if ticket is not None and ticket.print_outcome is None:
            work.record(PrintReported(ticket_id=ticket.ticket_id, outcome=PAPER[outcome].value))
