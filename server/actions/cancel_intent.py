"""A kiosk gives up on an intent whose answer it never saw."""

from server.db.queries.queue import last_turn_of_ticket
from server.db.queries.tickets import is_cancelled, ticket_by_intent
from server.db.work import Work
from server.domain.turns import TurnState
from server.errors import Conflict, NotAllowed
from server.journal.events import IntentCancelled, TurnCancelled


def cancel_intent(work: Work, *, intent_id: str, device_id: str) -> str | None:
    """Cancel an intent on record, with its ticket if it has one; the number that was cancelled.

    A request of the intent that arrives later is refused.

    Raises:
        NotAllowed: the intent is another device's.
        Conflict: its ticket is already at a counter or over.
    """
    ticket = ticket_by_intent(work.connection, intent_id)
    if ticket is not None and ticket.device_id != device_id:
        raise NotAllowed("not_your_intent", "Yêu cầu lấy số này thuộc về máy khác.")
    if is_cancelled(work.connection, intent_id):
        return None if ticket is None else ticket.shown
    turn = None if ticket is None else last_turn_of_ticket(work.connection, ticket.ticket_id)
    if turn is not None and turn.state is not TurnState.WAITING:
        if turn.state in (TurnState.VOIDED, TurnState.CANCELLED):
            work.record(IntentCancelled(intent_id=intent_id, device_id=device_id))
            return turn.number
        raise Conflict("ticket_already_called", f"Số {turn.number} đã được gọi, không hủy được.")
    work.record(IntentCancelled(intent_id=intent_id, device_id=device_id))
    if turn is None:
        return None
    work.record(TurnCancelled(turn_id=turn.turn_id))
    return turn.number
