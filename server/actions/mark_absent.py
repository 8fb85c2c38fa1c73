"""Did not come: the called number may return until its grace ends."""

from server.actions.at_desk import desk, turn_here
from server.actions.serving import turn_after
from server.actions.undoing import keep_undo_point
from server.db.queries.queue import Turn
from server.db.work import Work
from server.domain.turns import TurnState
from server.errors import Conflict
from server.journal.events import TurnMarkedAbsent


def mark_absent(work: Work, *, counter_id: str, officer_id: str) -> Turn:
    """Mark the called number a no-show.

    Raises:
        Conflict: nobody is called there, or the person has come.
    """
    turn = turn_here(work, desk(work, counter_id, officer_id))
    if turn.state is not TurnState.CALLED:
        raise Conflict("already_started", f"Số {turn.number} đang được phục vụ.")
    first_seq = work.head.seq + 1
    work.record(TurnMarkedAbsent(turn_id=turn.turn_id, grace_until=work.now + work.centre.queue.no_show_grace_ms))
    keep_undo_point(work, counter_id, first_seq, [turn])
    return turn_after(work, turn.turn_id)
