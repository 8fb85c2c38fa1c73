"""The head takes back that something is missing: nobody has to come with it any more."""

from messaging.snapshots import JobKind
from server.actions.reasons import checked_reason, keep_reason
from server.db.queries.jobs import last_job_about
from server.db.queries.supplements import Supplement, supplement_by_id
from server.db.work import Work
from server.errors import Conflict, NotFound
from server.journal.events import JobEnded, SupplementWithdrawn


def withdraw_supplement(work: Work, *, supplement_id: int, reason: str) -> Supplement:
    """End a supplement: its code is no longer taken, and a return slip that has not come out does not come any more.

    Raises:
        NotFound: no such supplement.
        Conflict: it was withdrawn or undone, or the citizen has come back with it.
        Unprocessable: no reason was given.
    """
    reason = checked_reason(reason)
    supplement = supplement_by_id(work.connection, supplement_id)
    if supplement is None:
        raise NotFound("supplement", "Không có yêu cầu bổ sung này.")
    if supplement.returned_ticket is not None:
        raise Conflict("supplement_brought", "Công dân đã quay lại nộp bổ sung.")
    if supplement.undone:
        raise Conflict("supplement_withdrawn", "Yêu cầu bổ sung này đã được rút.")
    end_supplement(work, supplement, reason)
    return supplement


def end_supplement(work: Work, supplement: Supplement, reason: str) -> None:
    """Put the end of an open supplement on record, with why."""
    keep_reason(work, work.record(SupplementWithdrawn(supplement_id=supplement.supplement_id)), reason)
    slip = last_job_about(work.connection, JobKind.RETURN_SLIP, supplement.supplement_id)
    if slip is not None and slip.ended_at is None:
        work.record(JobEnded(job_id=slip.job_id, outcome="withdrawn"))
