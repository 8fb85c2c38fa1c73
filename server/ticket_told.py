"""A ticket in the words of the wire: what kiosks print and staff read out."""

import hashlib
from collections.abc import Sequence
from datetime import date

from messaging.requests import IssuedTicket
from server.db.queries.queue import Turn
from server.db.queries.tickets import Ticket
from server.domain.centre import Centre, Counter
from server.domain.instant import Instant, as_datetime
from server.domain.waiting_estimate import WaitRange


def told_ticket(
    centre: Centre,
    ticket: Ticket,
    *,
    people_ahead: int,
    not_before: Instant | None,
    url: str | None,
    wait: WaitRange | None = None,
    today_unlikely: bool = False,
    check: str = "",
    turn: Turn | None = None,
) -> IssuedTicket:
    """The ticket as its slip says it.

    Args:
        turn: how it goes on, once that may be another service or counter than its first; None: it was just issued.
        wait: how long it is likely to last; None when nothing can be said.
        today_unlikely: it will rather not be called before closing.
        url: of the ticket's own page; None on paper without a code, and wherever secrets have no place.
        check: the three digits that prove the number one's own; empty wherever secrets have no place.
    """
    code = ticket.service if turn is None else turn.service
    service = centre.service(code)
    group = centre.priority_group(ticket.priority_group)
    special_day = centre.special_day(date.fromisoformat(ticket.day))
    purpose = centre.purpose(ticket.purpose)
    is_english = ticket.language == "en"
    return IssuedTicket(
        ticket_id=ticket.ticket_id,
        number=ticket.shown,
        service=code,
        service_name=code if service is None else service.name,
        service_name_en=code if service is None else service.name_en,
        people_ahead=people_ahead,
        counters=[counter.number for counter in _counters(centre, code, ticket.purpose, turn)],
        priority_group=ticket.priority_group,
        priority_name=None if group is None else group.name,
        priority_name_en=None if group is None else group.name_en,
        issued_at=as_datetime(ticket.issued_at),
        timezone=centre.timezone,
        centre_name=centre.name,
        url=url,
        language=ticket.language,
        wait_low_min=None if wait is None else wait.low_min,
        wait_high_min=None if wait is None else wait.high_min,
        not_before=None if not_before is None else as_datetime(not_before),
        special_day="" if special_day is None else special_day.sentence_en if is_english else special_day.sentence,
        today_unlikely=today_unlikely,
        purpose_name="" if purpose is None else purpose.name,
        purpose_name_en="" if purpose is None else purpose.name_en,
        check=check,
    )


def _counters(centre: Centre, service: str, purpose: str | None, turn: Turn | None) -> Sequence[Counter]:
    """Where it may be called; who was sent to one counter looks for that one."""
    sent_to = None if turn is None or turn.for_counter is None else centre.counter(turn.for_counter)
    if sent_to is not None:
        return [sent_to]
    return [counter for counter in centre.counters_of(service) if counter.takes(purpose)]


def check_of(token: str) -> str:
    """The three digits on a slip, of the token in its address: who has them has the slip, or has seen it."""
    return f"{int.from_bytes(hashlib.sha256(token.encode()).digest()) % 1000:03d}"


def page_address(public_url: str | None, token: str) -> str | None:
    """The address of a ticket's own page; None when the centre has set no public address."""
    return None if public_url is None else f"{public_url.rstrip('/')}/t/{token}"


def procedures_page(public_url: str | None) -> str | None:
    """The address of the page of procedures on a phone; None when the centre has set no public address."""
    return None if public_url is None else f"{public_url.rstrip('/')}/thu-tuc"
