"""Call the same number again, by sight and voice."""

from server.actions.at_desk import desk, turn_here
from server.actions.serving import turn_after
from server.db.queries.queue import Turn
from server.db.work import Work
from server.domain.turns import TurnState
from server.errors import Conflict
from server.journal.events import TurnRecalled


def recall(work: Work, *, counter_id: str, officer_id: str) -> Turn:
    """Recall the number at the counter; each recall has a call id of its own.

    Raises:
        Conflict: nobody is called there, or the person has come.
    """
    turn = turn_here(work, desk(work, counter_id, officer_id))
    if turn.state is not TurnState.CALLED:
        raise Conflict("already_started", f"Số {turn.number} đang được phục vụ.")
    work.record(TurnRecalled(turn_id=turn.turn_id, counter_id=counter_id, officer_id=officer_id))
    return turn_after(work, turn.turn_id)
