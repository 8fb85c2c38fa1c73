"""Print a slip once more; it says that it is a copy. Only what the slip still stands for is printed again."""

from dataclasses import dataclass

from messaging.slips import SLIPS, TicketSlip, TurnNow
from messaging.snapshots import JobKind
from server.actions.order_job import order_slip
from server.actions.reserve_place import Reserved, order_place_slip
from server.db.queries.claims import code_of
from server.db.queries.jobs import last_job_about
from server.db.queries.people_ahead import people_ahead
from server.db.queries.places import place_by_id
from server.db.queries.queue import last_turn_of_ticket
from server.db.queries.supplements import supplement_by_id
from server.db.queries.tickets import not_before_of, ticket_by_id
from server.db.work import Work
from server.domain.instant import local_date
from server.domain.places import PlaceState
from server.domain.turns import TurnState
from server.errors import Conflict, NotFound
from server.ticket_told import told_ticket

_NOW = {
    TurnState.CALLED: TurnNow.CALLED,
    TurnState.SERVING: TurnNow.SERVING,
    TurnState.ON_HOLD: TurnNow.ON_HOLD,
    TurnState.NO_SHOW: TurnNow.ABSENT,
}
"""Of these a slip does not say how many are ahead."""


@dataclass(frozen=True, slots=True)
class Reprinted:
    """A second print that was ordered."""

    job_id: int
    of: str
    """The number on it, or the number that it came from; empty for a place that came from none."""
    code: str | None
    """What the citizen enters at the kiosk; None on the slip of a number."""


def reprint_ticket(work: Work, *, ticket_id: int, prints_on: str | None = None) -> Reprinted:
    """Order a ticket's slip again, as things stand now.

    Raises:
        NotFound: no such ticket.
        Conflict: nobody is called by it any more, or no kiosk is in use.
    """
    ticket = ticket_by_id(work.connection, ticket_id)
    if ticket is None:
        raise NotFound("ticket", f"Không có phiếu {ticket_id}.")
    turn = last_turn_of_ticket(work.connection, ticket_id)
    if turn is None or (turn.ended_at is not None and turn.grace_until is None):
        raise Conflict("ticket_over", f"Số {ticket.shown} đã kết thúc nên không in lại phiếu.")
    told = told_ticket(
        work.centre,
        ticket,
        people_ahead=people_ahead(work.connection, turn, work.now),
        not_before=not_before_of(work.connection, ticket) if turn.state is TurnState.WAITING else None,
        url=None,
        turn=turn,
    )
    counter = None if turn.counter_id is None else work.centre.counter(turn.counter_id)
    now = _NOW.get(turn.state)
    job_id = order_slip(
        work,
        kind=JobKind.TICKET_SLIP,
        slip=TicketSlip(
            ticket=told,
            is_copy=True,
            now=now,
            counter_number=None if now is None or counter is None else counter.number,
        ),
        language=ticket.language,
        subject_id=ticket_id,
        chosen=prints_on,
        rather=ticket.device_id,
    )
    return Reprinted(_ordered(job_id), ticket.shown, None)


def reprint_return(work: Work, *, supplement_id: int, prints_on: str | None = None) -> Reprinted:
    """Order a return slip again, with the words it had.

    Raises:
        NotFound: no such supplement, or its words are no longer known.
        Conflict: it was brought, withdrawn or is out of date, or no kiosk is in use.
    """
    supplement = supplement_by_id(work.connection, supplement_id)
    if supplement is None:
        raise NotFound("supplement", "Không có yêu cầu bổ sung này.")
    if supplement.returned_ticket is not None:
        raise Conflict("supplement_brought", "Công dân đã quay lại nộp bổ sung.")
    if supplement.undone:
        raise Conflict("supplement_withdrawn", "Yêu cầu bổ sung này đã được rút.")
    if supplement.valid_until < local_date(work.now, work.centre.timezone).isoformat():
        raise Conflict("supplement_over", "Phiếu bổ sung này đã hết hạn.")
    job_id = reprint_slip(work, kind=JobKind.RETURN_SLIP, subject_id=supplement_id, prints_on=prints_on)
    ticket = ticket_by_id(work.connection, supplement.ticket_id)
    code = code_of(work.connection, "supplement", supplement_id)
    return Reprinted(job_id, "" if ticket is None else ticket.shown, code)


def reprint_place(work: Work, *, place_id: int, prints_on: str | None = None) -> Reprinted:
    """Order the slip of a reserved place again, also of one that a kiosk gave without a job.

    Raises:
        NotFound: no such place, or its code is no longer known.
        Conflict: it was claimed, withdrawn or missed, or no kiosk is in use.
    """
    place = place_by_id(work.connection, place_id)
    if place is None:
        raise NotFound("place", f"Không có số đặt trước {place_id}.")
    if place.state != PlaceState.RESERVED:
        raise Conflict("place_used", "Số đặt trước này đã được dùng hoặc đã hết hạn.")
    code = code_of(work.connection, "place", place_id)
    if code is None:
        raise NotFound("slip", "Không còn nội dung phiếu này để in lại.")
    ticket = None if place.from_ticket is None else ticket_by_id(work.connection, place.from_ticket)
    before = last_job_about(work.connection, JobKind.PLACE_SLIP, place_id)
    job_id = order_place_slip(
        work,
        Reserved(place, code),
        chosen=prints_on,
        rather=None if before is None else before.device_id,
        from_number=None if ticket is None else ticket.shown,
        is_copy=True,
    )
    return Reprinted(_ordered(job_id), "" if ticket is None else ticket.shown, code)


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
            chosen=prints_on,
            rather=job.device_id,
        )
    )


def _ordered(job_id: int | None) -> int:
    if job_id is None:
        raise Conflict("no_kiosk", "Không có máy lấy số nào đang dùng để in phiếu.")
    return job_id
