"""Give a citizen a number: the touch on the kiosk, committed."""

import secrets
from dataclasses import dataclass

from server.db.queries.days import open_day
from server.db.queries.queue import people_ahead_of_ticket
from server.db.queries.tickets import (
    Ticket,
    add_link,
    is_cancelled,
    last_number,
    ticket_by_id,
    ticket_by_intent,
    token_of,
)
from server.db.work import Work
from server.domain.instant import SECOND_MS
from server.domain.numbering import shown_number
from server.domain.service_day import DayState
from server.errors import Conflict, Gone, Unprocessable
from server.journal.events import TicketIssued

PRINT_OUTCOME_DUE_MS = 90 * SECOND_MS
"""With no print outcome by then, the number is taken to have reached nobody."""

TOKEN_BYTES = 16  # 128 bits: nobody guesses another citizen's page


@dataclass(frozen=True, slots=True)
class Issued:
    ticket: Ticket
    people_ahead: int
    token: str


def issue_ticket(
    work: Work, *, intent_id: str, service: str, priority_group: str | None, language: str, device_id: str
) -> Issued:
    """Issue the next number of a service; a repeat of the intent gets the ticket it already has.

    Raises:
        Gone: the intent was cancelled by its kiosk.
        Conflict: no day is open, or tickets are stopped.
        Unprocessable: unknown service or priority group.
    """
    if is_cancelled(work.connection, intent_id):
        raise Gone("intent_cancelled", "Yêu cầu lấy số này đã được hủy.")
    known = ticket_by_intent(work.connection, intent_id)
    if known is not None:
        return _issued(work, known, token_of(work.connection, known.ticket_id))
    day = open_day(work.connection)
    if day is None:
        raise Conflict("day_closed", "Trung tâm chưa mở cửa, chưa cấp số.")
    if day.state is DayState.TICKETS_STOPPED:
        raise Conflict("tickets_stopped", "Trung tâm đã ngừng cấp số hôm nay.")
    if not work.centre.counters_of(service):
        raise Unprocessable("unknown_service", f"Không có lĩnh vực '{service}' đang được phục vụ.")
    if priority_group is not None and work.centre.priority_group(priority_group) is None:
        raise Unprocessable("unknown_priority_group", f"Không có diện ưu tiên '{priority_group}'.")

    number = last_number(work.connection, day.day, service) + 1
    ticket_id = work.record(
        TicketIssued(
            intent_id=intent_id,
            day=day.day,
            prefix=service,
            number=number,
            shown=shown_number(service, number),
            service=service,
            priority_group=priority_group,
            rate=work.centre.rate_of(priority_group),
            language=language,
            device_id=device_id,
            print_due_at=work.now + PRINT_OUTCOME_DUE_MS,
        )
    )
    ticket = ticket_by_id(work.connection, ticket_id)
    assert ticket is not None
    return _issued(work, ticket, None)


def _issued(work: Work, ticket: Ticket, token: str | None) -> Issued:
    if token is None:  # a new ticket, or the tables were rebuilt from the journal, which holds no links
        token = secrets.token_urlsafe(TOKEN_BYTES)
        add_link(work.connection, ticket.ticket_id, token)
    return Issued(ticket, people_ahead_of_ticket(work.connection, ticket.ticket_id), token)
