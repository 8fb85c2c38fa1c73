"""A kiosk gives up on an intent whose answer it never saw."""

import json

from server.db.answers import answers_to, forget_answers_of
from server.db.queries.holds import somebody_came
from server.db.queries.people import Device
from server.db.queries.places import Place, place_by_id
from server.db.queries.queue import last_turn_of_ticket
from server.db.queries.tickets import is_cancelled, ticket_by_intent
from server.db.work import Work
from server.domain.letters import EMERGENCY
from server.domain.places import PlaceState
from server.domain.turns import TurnState
from server.errors import Conflict, NotAllowed
from server.journal.events import IntentCancelled, PlaceEnded, TurnCancelled

_NOT_YET_CALLED = frozenset({TurnState.WAITING, TurnState.VOIDED, TurnState.CANCELLED})


def cancel_intent(work: Work, *, intent_id: str, device: Device, emergency: str | None = None) -> str | None:
    """Cancel an intent on record, with its ticket or reserved place if it has one; the number that was cancelled.

    `emergency` is the number of the kiosk's own series that it had given for the intent and that nobody took away.

    A request of the intent that arrives later is refused, also where its ticket or place was once the stored
    answer: whoever got that answer now would hold a number that is never called.

    Raises:
        NotAllowed: the intent, or the series of the number, is another device's.
        Conflict: its ticket is already at a counter or over, its place was claimed, or the kiosk has told that it
            printed an emergency number for it.
    """
    device_id = device.device_id
    if emergency is not None and not emergency.startswith(f"{EMERGENCY}{device.kiosk_number}-"):
        raise NotAllowed("not_your_number", f"Số {emergency} không thuộc máy này.")
    ticket = ticket_by_intent(work.connection, intent_id)
    if ticket is not None and ticket.device_id != device_id:
        raise _not_yours()
    if is_cancelled(work.connection, intent_id):
        return None if ticket is None else ticket.shown
    if ticket is not None and ticket.is_emergency:
        raise Conflict("number_printed", f"Số {ticket.shown} đã in ra giấy, không hủy được.")
    turn = None if ticket is None else last_turn_of_ticket(work.connection, ticket.ticket_id)
    if turn is not None and (turn.state not in _NOT_YET_CALLED or somebody_came(work.connection, turn.ticket_id)):
        raise Conflict("ticket_already_called", f"Số {turn.number} đã được gọi, không hủy được.")
    place = None if ticket is not None else _place_of(work, intent_id, device_id)
    if place is not None and place.state == PlaceState.CLAIMED:
        raise Conflict("place_used", "Số đặt trước này đã được dùng hoặc đã hết hạn.")
    work.record(IntentCancelled(intent_id=intent_id, device_id=device_id, emergency=emergency))
    forget_answers_of(work, key=intent_id)
    if place is not None and place.state == PlaceState.RESERVED:
        work.record(PlaceEnded(place_id=place.place_id, state=PlaceState.WITHDRAWN.value))
    if turn is None:
        return None
    if turn.state is TurnState.WAITING:
        work.record(TurnCancelled(turn_id=turn.turn_id))
    return turn.number


def _place_of(work: Work, intent_id: str, device_id: str) -> Place | None:
    """The place that was reserved for an intent: the answer to it names it, and is kept for as long as a place is."""
    for principal, body in answers_to(work, key=intent_id):
        place_id = json.loads(body).get("place_id")
        if place_id is not None:
            if principal != f"device:{device_id}":
                raise _not_yours()
            return place_by_id(work.connection, place_id)
    return None


def _not_yours() -> NotAllowed:
    return NotAllowed("not_your_intent", "Yêu cầu lấy số này thuộc về máy khác.")
