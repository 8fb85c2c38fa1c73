"""Who still waits when a service closes gets a reserved place (Số đặt trước) on the next working day, with a slip."""

from dataclasses import dataclass

from server.actions.may_issue import require_open_day
from server.actions.reserve_place import Reserved, give_place, next_place, order_place_slip
from server.actions.serving import expire_turn, turn_after
from server.db.queries.days import closed_services_of
from server.db.queries.queue import Turn, absent_list, open_turns
from server.db.queries.tickets import ticket_by_id
from server.db.work import Work
from server.domain.places import PlaceReason
from server.domain.turns import TurnState
from server.errors import NotFound
from server.journal.events import ServiceClosed


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of those who waited."""

    places: tuple[Reserved, ...]
    """In the order in which they would have been called within their services."""
    without_place: tuple[str, ...] = ()
    """Numbers that expired and got none: no working day within reach."""
    from_hold: int = 0
    """How many of both were on hold."""
    slips: int = 0
    """How many of the places a kiosk prints."""
    may_return: int = 0
    """Did not come, and may return until their grace ends: they keep their turn of today and are served."""


def close_into_places(work: Work, *, service: str | None, prints_on: str | None = None) -> Moved:
    """Turn every open ticket of a service, or of the whole day, into a place on the next working day.

    Of one service: it closes for today, and those who wait for it or are on hold in it are moved; who is called or
    at a desk is still served, and so is who did not come and returns within the grace. Of the whole day: the called
    are moved too, for nobody calls them any more.

    Args:
        prints_on: the kiosk that prints the slips; None: each number's own kiosk.

    Raises:
        Conflict: no day is open.
        NotFound: no such service.
    """
    day = require_open_day(work)
    if service is not None:
        if work.centre.service(service) is None:
            raise NotFound("service", f"Không có lĩnh vực '{service}'.")
        if service not in closed_services_of(work.connection, day.day):
            work.record(ServiceClosed(day=day.day, service=service))
    return move_open_turns(work, day=day.day, service=service, prints_on=prints_on)


def move_open_turns(work: Work, *, day: str, service: str | None, prints_on: str | None) -> Moved:
    """Move them, the first in line to the first free place."""
    turns = [turn_after(work, turn_id) for turn_id in open_turns(work.connection, day)]
    if service is not None:
        turns = [turn for turn in turns if turn.service == service and turn.state is not TurnState.CALLED]
    # Called and held people were next at a desk already.
    turns.sort(key=lambda turn: (turn.state is TurnState.WAITING, turn.ranked_at, turn.arrival))
    may_return = sum(service in (None, turn.service) for turn in absent_list(work.connection, day))
    from_hold = sum(turn.state is TurnState.ON_HOLD for turn in turns)
    places, without, slips = [], [], 0
    for turn in turns:
        expire_turn(work, turn.turn_id)
        reserved = _place_instead(work, turn)
        if reserved is None:
            without.append(turn.number)
        else:
            places.append(reserved)
            slips += _order_slip(work, turn, reserved, prints_on) is not None
    return Moved(tuple(places), tuple(without), from_hold=from_hold, slips=slips, may_return=may_return)


def _place_instead(work: Work, turn: Turn) -> Reserved | None:
    service = work.centre.service(turn.service)
    slot = None if service is None else next_place(work, service)
    if slot is None:
        return None
    return give_place(
        work,
        slot,
        service=turn.service,
        priority_group=turn.priority_group,
        language=turn.language,
        reason=PlaceReason.CLOSING,
        from_ticket=turn.ticket_id,
    )


def _order_slip(work: Work, turn: Turn, reserved: Reserved, prints_on: str | None) -> int | None:
    ticket = ticket_by_id(work.connection, turn.ticket_id)
    rather = None if ticket is None else ticket.device_id
    return order_place_slip(work, reserved, chosen=prints_on, rather=rather, from_number=turn.number)
