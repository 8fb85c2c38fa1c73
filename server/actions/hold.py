"""Hold: the citizen goes to copy or fetch something and comes back to this counter, which meanwhile serves others."""

from server.actions.at_desk import day_in_service, desk, require_number, turn_here
from server.actions.serving import turn_after
from server.actions.undoing import keep_undo_point
from server.db.queries.queue import Turn
from server.db.work import Work
from server.domain.instant import MINUTE_MS
from server.domain.turns import Deed, state_after
from server.errors import Unprocessable
from server.journal.events import TurnHeld

LONGEST_HOLD_MIN = 8 * 60
"""A working day: closing ends every hold anyhow."""


def hold(work: Work, *, counter_id: str, officer_id: str, minutes: int | None) -> Turn:
    """Put the turn at the counter on hold: for `minutes`, or until somebody releases it when None.

    It frees the counter. The turn keeps its rank, and its officer until another serves it.

    Raises:
        Conflict: nobody is at the counter, the day is closed, or the turn is a quick serve.
        Unprocessable: not 1 minute to 8 hours.
    """
    if minutes is not None and not 1 <= minutes <= LONGEST_HOLD_MIN:
        raise Unprocessable("hold_minutes", f"Thời gian tạm chờ từ 1 đến {LONGEST_HOLD_MIN} phút.")
    turn = turn_here(work, desk(work, counter_id, officer_id))
    day_in_service(work)
    require_number(turn)
    state_after(turn.state, Deed.HOLD)
    first_seq = work.head.seq + 1
    until = None if minutes is None else work.now + minutes * MINUTE_MS
    work.record(TurnHeld(turn_id=turn.turn_id, held_until=until))
    keep_undo_point(work, counter_id, first_seq, [turn])
    return turn_after(work, turn.turn_id)
