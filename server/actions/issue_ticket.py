"""Give a citizen a number: the touch on the kiosk, committed; or the greeter's, for somebody who is helped."""

import secrets
from dataclasses import dataclass

from messaging.requests import PrintOutcome
from messaging.slips import TicketSlip
from messaging.snapshots import JobKind
from server.actions.may_issue import (
    require_number_of,
    require_numbers,
    require_open_day,
    require_room,
    require_service,
)
from server.actions.order_job import order_slip
from server.db.queries.devices_in_use import device_in_use
from server.db.queries.forecasts import outlook_of_ticket
from server.db.queries.people_ahead import people_ahead_of_ticket
from server.db.queries.procedures import known_procedure
from server.db.queries.tickets import (
    Ticket,
    add_link,
    is_cancelled,
    last_number,
    not_before_of,
    ticket_by_id,
    ticket_by_intent,
    token_of,
)
from server.db.work import Work
from server.domain.instant import SECOND_MS, Instant
from server.domain.numbering import shown_number
from server.domain.turns import TicketOrigin
from server.domain.waiting_estimate import WaitRange
from server.errors import Gone, NotFound, Unprocessable
from server.journal.events import PrintReported, TicketIssued
from server.ticket_told import told_ticket

PRINT_OUTCOME_DUE_MS = 90 * SECOND_MS
"""With no print outcome by then, the number is taken to have reached nobody."""

TOKEN_BYTES = 16  # 128 bits: nobody guesses another citizen's page


@dataclass(frozen=True, slots=True)
class Issued:
    ticket: Ticket
    people_ahead: int
    token: str
    not_before: Instant | None = None
    """The appointed time of a reserved place that was claimed early."""
    wait: WaitRange | None = None
    """How long it is likely to last; None when nothing can be said."""
    today_unlikely: bool = False
    """It will rather not be called before closing."""


def issue_ticket(
    work: Work,
    *,
    intent_id: str,
    service: str,
    priority_group: str | None,
    language: str,
    device_id: str,
    helped_by: str | None = None,
    purpose: str | None = None,
    procedure: str | None = None,
) -> Issued:
    """Issue the next number of a service; a repeat of the intent gets the ticket it already has.

    Args:
        device_id: the kiosk that asks and prints. When staff ask: the kiosk that shall print the slip, which it
            gets as a job, or empty: the citizen is told the number, which counts as shown.
        helped_by: the member of staff who asks for the citizen.
        procedure: the code of the one that was looked up. One that the list does not have for the service is left
            out: a kiosk's copy may be older, and nobody goes without a number for it.

    Raises:
        Gone: the intent was cancelled by its kiosk.
        Conflict: no day is open, tickets are stopped, or the service gives no number now (`service_closed`,
            `outside_hours`, `quota_used`).
        Unprocessable: unknown service, priority group or purpose.
        NotFound: staff named a kiosk that is not in use.
    """
    known = ticket_of_intent(work, intent_id)
    if known is not None:
        return known
    day = require_open_day(work)
    require_numbers(day)
    wanted = require_service(work, service)
    if priority_group is not None and work.centre.priority_group(priority_group) is None:
        raise Unprocessable("unknown_priority_group", f"Không có diện ưu tiên '{priority_group}'.")
    if purpose is not None and work.centre.purpose(purpose) is None:
        raise Unprocessable("unknown_purpose", f"Không có việc '{purpose}'.")
    require_number_of(work, day, wanted)
    origin = TicketOrigin.KIOSK if helped_by is None else TicketOrigin.GREETER
    return give_number(
        work,
        day=day.day,
        service=service,
        priority_group=priority_group,
        intent_id=intent_id,
        language=language,
        device_id=device_id,
        helped_by=helped_by,
        origin=origin,
        purpose=purpose,
        procedure=known_procedure(work.connection, procedure, service),
    )


def ticket_of_intent(work: Work, intent_id: str) -> Issued | None:
    """What an intent has got already.

    Raises:
        Gone: the intent was cancelled by its kiosk.
    """
    if is_cancelled(work.connection, intent_id):
        raise Gone("intent_cancelled", "Yêu cầu lấy số này đã được hủy.")
    known = ticket_by_intent(work.connection, intent_id)
    if known is None:
        return None
    return _issued(work, known, token_of(work.connection, known.ticket_id))


def give_number(
    work: Work,
    *,
    day: str,
    service: str,
    priority_group: str | None,
    intent_id: str,
    language: str,
    device_id: str,
    helped_by: str | None,
    origin: TicketOrigin,
    ranked_at: Instant | None = None,
    not_before: Instant | None = None,
    for_officer: str | None = None,
    place_id: int | None = None,
    supplement_id: int | None = None,
    purpose: str | None = None,
    procedure: str | None = None,
) -> Issued:
    """The next number of the series, on record; everything that may refuse it was asked before.

    Raises:
        NotFound: staff named a kiosk that is not in use.
        Conflict: the disk is nearly full.
    """
    require_room(work)
    is_printed_by_asker = helped_by is None
    if not is_printed_by_asker and device_id and device_in_use(work.connection, device_id) is None:
        raise NotFound("device", f"Không có thiết bị '{device_id}' đang dùng.")
    number = last_number(work.connection, day, service) + 1
    ticket_id = work.record(
        TicketIssued(
            intent_id=intent_id,
            day=day,
            prefix=service,
            number=number,
            shown=shown_number(service, number),
            service=service,
            priority_group=priority_group,
            rate=work.centre.rate_of(priority_group),
            language=language,
            device_id=device_id,
            print_due_at=work.now + PRINT_OUTCOME_DUE_MS if is_printed_by_asker else None,
            origin=origin.value,
            helped_by=helped_by,
            ranked_at=ranked_at,
            not_before=not_before,
            for_officer=for_officer,
            place_id=place_id,
            supplement_id=supplement_id,
            purpose=purpose,
            procedure=procedure,
        )
    )
    ticket = ticket_by_id(work.connection, ticket_id)
    assert ticket is not None
    issued = _issued(work, ticket, None)
    if not is_printed_by_asker:
        _hand_over(work, issued)
    return issued


def _hand_over(work: Work, issued: Issued) -> None:
    """The number is in the hand of staff: a kiosk prints it for them, or they say it."""
    ticket = issued.ticket
    if not ticket.device_id:
        work.record(PrintReported(ticket_id=ticket.ticket_id, outcome=PrintOutcome.SHOWN.value))
        return
    told = told_ticket(
        work.centre,
        ticket,
        people_ahead=issued.people_ahead,
        not_before=issued.not_before,
        wait=issued.wait,
        today_unlikely=issued.today_unlikely,
        url=None,
    )
    order_slip(
        work,
        kind=JobKind.TICKET_SLIP,
        slip=TicketSlip(ticket=told),
        language=ticket.language,
        subject_id=ticket.ticket_id,
        chosen=ticket.device_id,
    )


def _issued(work: Work, ticket: Ticket, token: str | None) -> Issued:
    if token is None:  # a new ticket, or the tables were rebuilt from the journal, which holds no links
        token = secrets.token_urlsafe(TOKEN_BYTES)
        add_link(work.connection, ticket.ticket_id, token)
    ahead = people_ahead_of_ticket(work.connection, ticket.ticket_id, work.now)
    not_before = not_before_of(work.connection, ticket) if ticket.origin == TicketOrigin.PLACE.value else None
    expected = outlook_of_ticket(work.connection, work.centre, ticket, ahead, work.now)
    return Issued(ticket, ahead, token, not_before, expected.wait, expected.today_unlikely)
