"""Something is missing: a return slip with what, until when, and the code that brings the citizen back in line."""

from messaging.slips import ReturnSlip
from messaging.snapshots import JobKind
from server.actions.claim_codes import make_code
from server.actions.order_job import order_slip
from server.db.queries.queue import Turn
from server.db.queries.supplements import add_text
from server.db.queries.tickets import ticket_by_id
from server.db.work import Work
from server.domain.instant import as_datetime, local_date
from server.domain.supplements import valid_until
from server.domain.typed_text import lines
from server.errors import Unprocessable
from server.journal.events import SupplementAsked

LONGEST_MISSING = 500
"""Letters: what fits on a slip of ordinary length and is still read."""


def ask_supplement(work: Work, *, turn: Turn, officer_id: str, missing: str) -> int:
    """Record that something is missing and order the return slip; the supplement's id.

    To be called in the action that finishes the turn. The slip comes out of the kiosk that gave the number, else
    of any other; in a centre without a kiosk the code can still be read to the citizen (`claims.code_of`).

    Raises:
        Unprocessable: nothing was written, or too much.
    """
    words = lines(missing)
    if not words:
        raise Unprocessable("missing_text", "Vui lòng ghi giấy tờ còn thiếu để in phiếu bổ sung.")
    if len(words) > LONGEST_MISSING:
        raise Unprocessable("missing_text_long", f"Nội dung bổ sung dài quá {LONGEST_MISSING} chữ.")
    centre = work.centre
    until = valid_until(centre.supplements, local_date(work.now, centre.timezone))
    supplement_id = work.record(
        SupplementAsked(turn_id=turn.turn_id, officer_id=officer_id, valid_until=until.isoformat())
    )
    add_text(work.connection, supplement_id, words)
    code = make_code(work, "supplement", supplement_id, until.isoformat())
    service, counter = centre.service(turn.service), centre.counter(turn.counter_id or "")
    ticket = ticket_by_id(work.connection, turn.ticket_id)
    slip = ReturnSlip(
        centre_name=centre.name_en if turn.language == "en" else centre.name,
        number=turn.number,
        service_name=turn.service if service is None else service.name,
        service_name_en=turn.service if service is None else service.name_en,
        counter_number=None if counter is None else counter.number,
        missing=words,
        valid_until=until,
        code=code,
        people_before=centre.supplements.people_before,
        asked_at=as_datetime(work.now),
        timezone=centre.timezone,
    )
    order_slip(
        work,
        kind=JobKind.RETURN_SLIP,
        slip=slip,
        language=turn.language,
        subject_id=supplement_id,
        chosen=None,
        rather=None if ticket is None else ticket.device_id,
    )
    return supplement_id
