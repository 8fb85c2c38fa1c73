"""Finish the turn at the counter without calling anybody."""

from server.actions.at_desk import desk, turn_here
from server.actions.serving import finish_turn, turn_after
from server.actions.undoing import keep_undo_point
from server.db.queries.queue import Turn
from server.db.work import Work
from server.domain.turns import TurnState
from server.errors import Unprocessable


def finish(work: Work, *, counter_id: str, officer_id: str, outcome: str | None = None) -> Turn:
    """End the turn with an outcome of the centre (its default when none is named) and open its rating window.

    Raises:
        Conflict: nobody is at the counter.
        Unprocessable: no such outcome.
    """
    turn = turn_here(work, desk(work, counter_id, officer_id))
    outcome = outcome or work.centre.default_outcome
    if outcome not in {known.outcome for known in work.centre.outcomes}:
        raise Unprocessable("unknown_outcome", f"Không có kết quả phục vụ '{outcome}'.")
    first_seq = work.head.seq + 1
    finish_turn(work, turn, officer_id, outcome, is_inferred=turn.state is TurnState.CALLED)
    keep_undo_point(work, counter_id, first_seq, [turn])
    return turn_after(work, turn.turn_id)
