"""What became of the paper: the kiosk's word about a ticket's slip."""

from messaging.requests import PrintOutcome
from server.db.queries.days import open_day
from server.db.queries.holds import somebody_came
from server.db.queries.queue import last_turn_of_ticket
from server.db.queries.tickets import ticket_by_id
from server.db.work import Work
from server.domain.turns import TurnState
from server.errors import NotAllowed, NotFound
from server.journal.events import PrintReported, TurnRestored, TurnVoided

IN_HAND = frozenset({PrintOutcome.PRINTED, PrintOutcome.SHOWN})
"""The citizen has the number, on paper or noted."""

MAY_BE_IN_HAND = IN_HAND | {PrintOutcome.UNKNOWN}
"""All bytes were sent: somebody may hold the slip, whether we hear of it in time or late."""


def report_print(
    work: Work, *, ticket_id: int, outcome: PrintOutcome, device_id: str, intent_id: str | None = None
) -> None:
    """Record the outcome of a slip. No ghosts, no lost people:

    not_printed voids a turn that still waits; a late printed, shown or unknown on the same day brings it
    back with its rank. A called turn is never voided, nor one of a ticket on which somebody was served. A better
    outcome is not undone by a worse one that comes late.

    Args:
        intent_id: of the ticket, where the kiosk says it: a ticket that was lost in a restore is told from the one
            that has its id since.

    Raises:
        NotFound: no such ticket.
        NotAllowed: the ticket is another device's.
    """
    ticket = ticket_by_id(work.connection, ticket_id)
    if ticket is None or (intent_id is not None and ticket.intent_id != intent_id):
        raise NotFound("ticket", f"Không có phiếu {ticket_id}.")
    if ticket.device_id != device_id:
        raise NotAllowed("not_your_ticket", "Phiếu này do máy khác cấp.")
    if ticket.print_outcome in IN_HAND and outcome not in IN_HAND:
        return
    work.record(PrintReported(ticket_id=ticket_id, outcome=outcome.value))
    turn = last_turn_of_ticket(work.connection, ticket_id)
    if turn is None:
        return
    waits = turn.state is TurnState.WAITING and not somebody_came(work.connection, ticket_id)
    if outcome is PrintOutcome.NOT_PRINTED and waits:
        work.record(TurnVoided(turn_id=turn.turn_id, reason="not_printed"))
    day = open_day(work.connection)
    if outcome in MAY_BE_IN_HAND and turn.state is TurnState.VOIDED and day is not None and day.day == turn.day:
        work.record(TurnRestored(turn_id=turn.turn_id))
