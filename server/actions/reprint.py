"""Print a slip once more; it says that it is a copy."""

from messaging.slips import SLIPS, TicketSlip
from messaging.snapshots import JobKind
from server.actions.order_job import order_slip
from server.db.queries.jobs import last_job_about
from server.db.queries.queue import people_ahead_of_ticket
from server.db.queries.tickets import not_before_of, ticket_by_id
from server.db.work import Work
from server.errors import Conflict, NotFound
from server.ticket_told import told_ticket


def reprint_ticket(work: Work, *, ticket_id: int, prints_on: str | None = None) -> int:
    """Order a ticket's slip again, as things stand now; the job's id.

    Raises:
        NotFound: no such ticket.
        Conflict: no kiosk is in use.
    """
    ticket = ticket_by_id(work.connection, ticket_id)
    if ticket is None:
        raise NotFound("ticket", f"Không có phiếu {ticket_id}.")
    told = told_ticket(
        work.centre,
        ticket,
        people_ahead=people_ahead_of_ticket(work.connection, ticket_id),
        not_before=not_before_of(work.connection, ticket),
        url=None,
    )
    return _ordered(
        order_slip(
            work,
            kind=JobKind.TICKET_SLIP,
            slip=TicketSlip(ticket=told, is_copy=True),
            language=ticket.language,
            subject_id=ticket_id,
            kiosks=[prints_on, ticket.device_id],
        )
    )


def reprint_slip(work: Work, *, kind: JobKind, subject_id: int, prints_on: str | None = None) -> int:
    """Order the slip of a supplement or a reserved place again, with the words it had; the job's id.

    Raises:
        NotFound: it was never printed, or its words are no longer known.
        Conflict: no kiosk is in use.
    """
    job = last_job_about(work.connection, kind, subject_id)
    payload = {} if job is None else dict(job.payload)
    if job is None or "slip" not in payload:
        raise NotFound("slip", "Không còn nội dung phiếu này để in lại.")
    slip = SLIPS[kind].model_validate_json(payload["slip"]).model_copy(update={"is_copy": True})
    return _ordered(
        order_slip(
            work,
            kind=kind,
            slip=slip,
            language=payload["language"],
            subject_id=subject_id,
            kiosks=[prints_on, job.device_id],
        )
    )


def _ordered(job_id: int | None) -> int:
    if job_id is None:
        raise Conflict("no_kiosk", "Không có máy lấy số nào đang dùng để in phiếu.")
    return job_id
