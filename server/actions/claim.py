"""A code from a slip becomes a number: a reserved place on its day, or the return with what was missing."""

from datetime import date
from zoneinfo import ZoneInfo

from server.actions.issue_ticket import Issued, give_number, ticket_of_intent
from server.actions.may_issue import require_numbers, require_open_day
from server.db.queries.claims import claimed_by
from server.db.queries.days import ServiceDay, closed_services_of
from server.db.queries.places import place_by_id, place_given_for
from server.db.queries.queue import last_turn_of_ticket
from server.db.queries.supplements import ranks_waiting, supplement_brought_by, supplement_by_id
from server.db.queries.tickets import ticket_by_id
from server.db.work import Work
from server.domain.instant import as_datetime, local_date
from server.domain.places import PlaceState, standing
from server.domain.supplements import stated_rank
from server.domain.turns import TicketOrigin, TurnState
from server.errors import Conflict, NotFound

NEVER_REACHED = frozenset({TurnState.CANCELLED, TurnState.VOIDED})
"""A number that claimed the code and reached nobody: the code holds on."""

NOT_RECEIVED = NEVER_REACHED | {TurnState.EXPIRED, TurnState.NO_SHOW}
"""A return at which nothing was handed over: the return slip holds on. A no-show is one when its grace has ended."""


def claim(
    work: Work, *, intent_id: str, code: str, language: str, device_id: str, helped_by: str | None = None
) -> Issued:
    """Issue the ticket that a code stands for; a repeat of the intent gets the ticket it already has.

    The quota and the service's hours were kept when the place was given; who comes back with what was missing is
    received in the hours of the day. `device_id` and `helped_by` as in `issue_ticket`.

    Raises:
        NotFound: no such code, or no longer valid (`code_not_found`).
        Gone: the intent was cancelled by its kiosk.
        Conflict: `code_used` (it gave a number, or a place, already), `place_later` (it is for another day), no day
            is open, tickets are stopped, the service is closed.
    """
    known = ticket_of_intent(work, intent_id)
    if known is not None:
        return known
    claimed = claimed_by(work.connection, code)
    today = local_date(work.now, work.centre.timezone).isoformat()
    if claimed is None or claimed.valid_until < today:
        raise _no_code()
    if claimed.kind == "place":
        return _claim_place(work, claimed.ref_id, intent_id, language, device_id, helped_by)
    return _claim_supplement(work, claimed.ref_id, intent_id, language, device_id, helped_by)


def _claim_place(
    work: Work, place_id: int, intent_id: str, language: str, device_id: str, helped_by: str | None
) -> Issued:
    place = place_by_id(work.connection, place_id)
    if place is None or place.state in (PlaceState.WITHDRAWN, PlaceState.MISSED):
        raise _no_code()
    if place.ticket_id is not None:
        _refuse_used(work, place.ticket_id, NEVER_REACHED)
    # Whoever came back with what was missing and had to go home once more is still expected by the same officer.
    brought = None if place.from_ticket is None else supplement_brought_by(work.connection, place.from_ticket)
    day = require_open_day(work)
    if place.day > day.day:
        on = date.fromisoformat(place.day)
        raise Conflict("place_later", f"Số đặt trước này dành cho ngày {on:%d/%m/%Y}. Vui lòng đến vào ngày đó.")
    _require_service_open(work, day, place.service)
    if place.day < day.day:  # the centre did not open on its day: it is first of those who come
        ranked_at, not_before = day.opened_at, None
    else:
        stands = standing(work.centre.places, place.at, work.now)
        ranked_at, not_before = stands.ranked_at, stands.not_before
    return give_number(
        work,
        day=day.day,
        service=place.service,
        priority_group=_known_group(work, place.priority_group),
        intent_id=intent_id,
        language=language,
        device_id=device_id,
        helped_by=helped_by,
        origin=TicketOrigin.PLACE,
        ranked_at=ranked_at,
        not_before=not_before,
        for_officer=None if brought is None else brought.officer_id,
        place_id=place_id,
        supplement_id=None if brought is None else brought.supplement_id,
    )


def _claim_supplement(
    work: Work, supplement_id: int, intent_id: str, language: str, device_id: str, helped_by: str | None
) -> Issued:
    supplement = supplement_by_id(work.connection, supplement_id)
    if supplement is None or supplement.undone:
        raise _no_code()
    if supplement.returned_ticket is not None:
        _refuse_while_it_holds(work, supplement.returned_ticket)
    day = require_open_day(work)
    require_numbers(day)
    _require_service_open(work, day, supplement.service)
    first = ticket_by_id(work.connection, supplement.ticket_id)
    group = None if first is None else _known_group(work, first.priority_group)
    rules = work.centre.supplements
    # Everybody whom the same counters call, whatever their service and rate: the slip speaks of people.
    counters = work.centre.counters_of(supplement.service)
    rivals = {code for counter in counters for code in (*counter.services, *counter.second_services)}
    in_line = ranks_waiting(work.connection, day.day, rivals)
    return give_number(
        work,
        day=day.day,
        service=supplement.service,
        priority_group=group,
        intent_id=intent_id,
        language=language,
        device_id=device_id,
        helped_by=helped_by,
        origin=TicketOrigin.SUPPLEMENT,
        ranked_at=stated_rank(rules, in_line, work.now),
        for_officer=supplement.officer_id,
        supplement_id=supplement_id,
    )


def _refuse_while_it_holds(work: Work, ticket_id: int) -> None:
    """What was missing may be brought until it is received: a visit that ended before is none."""
    ticket = ticket_by_id(work.connection, ticket_id)
    place = None if ticket is None else place_given_for(work.connection, ticket_id, ticket.day)
    if place is not None and place.state == PlaceState.RESERVED:
        at = as_datetime(place.at).astimezone(ZoneInfo(work.centre.timezone))
        raise Conflict("code_used", f"Mã này đã chuyển thành số đặt trước lúc {at:%H:%M} ngày {at:%d/%m/%Y}.")
    _refuse_used(work, ticket_id, NOT_RECEIVED)


def _refuse_used(work: Work, ticket_id: int, unless: frozenset[TurnState]) -> None:
    """A code is good for one number, unless that one has ended in one of these ways."""
    turn = last_turn_of_ticket(work.connection, ticket_id)
    if turn is None or (turn.state in unless and turn.grace_until is None):
        return
    raise Conflict("code_used", f"Mã này đã được dùng để lấy số {turn.number}.")


def _require_service_open(work: Work, day: ServiceDay, code: str) -> None:
    service = work.centre.service(code)
    if service is None or not work.centre.counters_of(code) or code in closed_services_of(work.connection, day.day):
        name = code if service is None else service.name
        raise Conflict("service_closed", f"Lĩnh vực {name} đã ngừng nhận hồ sơ hôm nay. Vui lòng hỏi người hướng dẫn.")


def _known_group(work: Work, group: str | None) -> str | None:
    """A group that the centre no longer has is nobody's."""
    return group if work.centre.priority_group(group) is not None else None


def _no_code() -> NotFound:
    return NotFound("code", "Mã không đúng hoặc đã hết hạn. Vui lòng kiểm tra lại trên phiếu.")
