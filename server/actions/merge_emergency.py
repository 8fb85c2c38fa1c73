"""Take a number into the queue that a kiosk gave by itself, on paper, while it could not reach the server."""

import secrets

from messaging.requests import EmergencyTicket, EmergencyTicketTaken
from server.actions.issue_ticket import TOKEN_BYTES
from server.db.answers import forget_answers_of
from server.db.queries.days import day_of, jumped_since, open_day
from server.db.queries.people import Device
from server.db.queries.procedures import known_procedure
from server.db.queries.queue import turn_by_id
from server.db.queries.tickets import (
    Ticket,
    add_link,
    replace_link,
    superseded_by,
    ticket_by_intent,
    ticket_by_shown,
    token_of,
)
from server.db.work import Work
from server.domain.instant import Instant, instant, local_date
from server.domain.letters import EMERGENCY
from server.domain.numbering import emergency_number
from server.domain.turns import TurnState
from server.errors import Conflict, NotAllowed, Unprocessable
from server.journal.events import EmergencyMerged, TurnExpired
from server.ticket_told import check_of


def merge_emergency(work: Work, *, asked: EmergencyTicket, device: Device) -> EmergencyTicketTaken:
    """Take the printed number; a repeat is answered alike.

    Whoever stood before the kiosk got a number: neither stopped tickets, a closed service nor a used quota turns it
    away. It ranks by the moment of printing, else by that of receipt. A number of a former day is kept on record and
    expires at once: its holder has gone home, and nobody is to be called in vain.

    Raises:
        NotAllowed: the number is not of this kiosk's series, or the intent is another kiosk's.
        Conflict: no day is open, or the number stands for another intent.
        Unprocessable: there is no such service any more.
    """
    intent_id = str(asked.intent_id)
    if device.kiosk_number is None or asked.shown != emergency_number(device.kiosk_number, asked.number):
        raise NotAllowed("not_your_number", f"Số {asked.shown} không thuộc máy này.")
    known = ticket_by_intent(work.connection, intent_id)
    if known is not None and known.device_id != device.device_id:
        raise NotAllowed("not_your_intent", "Yêu cầu lấy số này thuộc về máy khác.")
    if known is not None and known.is_emergency:
        return _taken(work, known)
    if work.centre.service(asked.service) is None:
        raise Unprocessable("unknown_service", f"Không có lĩnh vực '{asked.service}'.")
    printed_at = _printed_at(work, asked)
    day, is_over = (known.day, _is_over(work, known.day)) if known is not None else _day_for(work, printed_at)
    if ticket_by_shown(work.connection, day, asked.shown) is not None:
        raise Conflict("number_used", f"Số {asked.shown} đã được dùng cho một yêu cầu khác.")
    _merge(work, asked, device, known=known, day=day, printed_at=printed_at, expires=is_over)
    forget_answers_of(work, key=intent_id)  # whoever asked again now would get a number that nobody calls
    merged = ticket_by_intent(work.connection, intent_id)
    assert merged is not None
    return _taken(work, merged)


def _merge(
    work: Work,
    asked: EmergencyTicket,
    device: Device,
    *,
    known: Ticket | None,
    day: str,
    printed_at: Instant | None,
    expires: bool,
) -> None:
    group = asked.priority_group if work.centre.priority_group(asked.priority_group) is not None else None
    # Without an age nobody knows how long ago it was: whoever comes after a restart ranks as of now.
    is_aged = asked.age_ms is not None and printed_at is not None
    seq = work.record(
        EmergencyMerged(
            intent_id=str(asked.intent_id),
            day=day,
            prefix=f"{EMERGENCY}{device.kiosk_number}",
            number=asked.number,
            shown=asked.shown,
            service=asked.service,
            priority_group=group,
            purpose=None if work.centre.purpose(asked.purpose) is None else asked.purpose,
            procedure=known_procedure(work.connection, asked.procedure, asked.service),
            rate=work.centre.rate_of(group),
            language=asked.language,
            device_id=device.device_id,
            ranked_at=printed_at if is_aged and printed_at is not None else work.now,
            is_rank_sure=is_aged and printed_at is not None and not jumped_since(work.connection, printed_at),
            ticket_id=None if known is None else known.ticket_id,
            superseded=None if known is None else known.shown,
        )
    )
    ticket_id = seq if known is None else known.ticket_id
    token = _token_for(asked.check)
    if token_of(work.connection, ticket_id) is None:  # a second print may carry the address of its page
        add_link(work.connection, ticket_id, token)
    elif asked.check is not None:  # that of the number nobody saw
        replace_link(work.connection, ticket_id, token)
    turn = turn_by_id(work.connection, ticket_id)
    if expires and turn is not None and turn.state is TurnState.WAITING:
        work.record(TurnExpired(turn_id=ticket_id))


def _token_for(check: str | None) -> str:
    """A new token whose three digits stand on the slip already: found after about a thousand tries, some ms."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    while check is not None and check_of(token) != check:
        token = secrets.token_urlsafe(TOKEN_BYTES)
    return token


def _printed_at(work: Work, asked: EmergencyTicket) -> Instant | None:
    """When it was printed, as well as that is known."""
    if asked.age_ms is not None:
        return work.now - asked.age_ms
    return None if asked.printed_at is None else instant(asked.printed_at)


def _day_for(work: Work, printed_at: Instant | None) -> tuple[str, bool]:
    """The service day that a number belongs to, and whether that day is over for it.

    Raises:
        Conflict: no day is open, and the number may be of the next that will be.
    """
    day = open_day(work.connection)
    printed_on = None if printed_at is None else local_date(printed_at, work.centre.timezone).isoformat()
    if day is not None and (printed_on is None or printed_on >= day.day):
        return day.day, False
    if printed_on is not None and day_of(work.connection, printed_on) is not None:
        return printed_on, True
    if day is None:
        raise Conflict("day_closed", "Trung tâm chưa mở cửa, chưa nhận số tạm.")
    return day.day, True  # of a date on which the server knew no service day


def _is_over(work: Work, day: str) -> bool:
    now_open = open_day(work.connection)
    return now_open is None or now_open.day != day


def _taken(work: Work, ticket: Ticket) -> EmergencyTicketTaken:
    return EmergencyTicketTaken(
        ticket_id=ticket.ticket_id,
        number=ticket.shown,
        superseded=superseded_by(work.connection, ticket.ticket_id),
    )
