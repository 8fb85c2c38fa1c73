"""A kiosk gives up on an intent whose answer it never saw."""

from server.db.answers import forget_answers_of
from server.db.queries.holds import somebody_came
from server.db.queries.queue import last_turn_of_ticket
from server.db.queries.tickets import is_cancelled, ticket_by_intent
from server.db.work import Work
from server.domain.turns import TurnState
from server.errors import Conflict, NotAllowed
from server.journal.events import IntentCancelled, TurnCancelled

_NOT_YET_CALLED = frozenset({TurnState.WAITING, TurnState.VOIDED, TurnState.CANCELLED})


def cancel_intent(work: Work, *, intent_id: str, device_id: str) -> str | None:
    """Cancel an intent on record, with its ticket if it has one; the number that was cancelled.

    A request of the intent that arrives later is refused, also where its ticket was once the stored answer:
    whoever got that answer now would hold a number that is never called.

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
    if turn is not None and (turn.state not in _NOT_YET_CALLED or somebody_came(work.connection, turn.ticket_id)):
        raise Conflict("ticket_already_called", f"Số {turn.number} đã được gọi, không hủy được.")
    work.record(IntentCancelled(intent_id=intent_id, device_id=device_id))
    forget_answers_of(work, key=intent_id)
    if turn is None:
        return None
    if turn.state is TurnState.WAITING:
        work.record(TurnCancelled(turn_id=turn.turn_id))
    return turn.number
