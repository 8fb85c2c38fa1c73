"""Came: the citizen who was called sits at the desk."""

from server.actions.at_desk import desk, turn_here
from server.actions.serving import start_turn, turn_after
from server.actions.undoing import keep_undo_point
from server.db.queries.queue import Turn
from server.db.work import Work
from server.domain.turns import TurnState


def start(work: Work, *, counter_id: str, officer_id: str) -> Turn:
    """Start serving the called number; a repeat is harmless.

    Raises:
        Conflict: nobody is called there.
    """
    turn = turn_here(work, desk(work, counter_id, officer_id))
    if turn.state is TurnState.SERVING:
        return turn
    first_seq = work.head.seq + 1
    start_turn(work, turn, officer_id, is_inferred=False)
    keep_undo_point(work, counter_id, first_seq, [turn])
    return turn_after(work, turn.turn_id)
