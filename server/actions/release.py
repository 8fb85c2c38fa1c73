"""Release: a turn on hold waits again, with its rank, for whoever may call it."""

from server.actions.at_desk import day_in_service, desk, turns_named
from server.actions.serving import turn_after
from server.db.queries.desks import session_of_counter
from server.db.queries.queue import Turn
from server.db.work import Work
from server.domain.turns import TurnState
from server.errors import Conflict
from server.journal.events import TurnReleased


def release(work: Work, *, counter_id: str, officer_id: str, number: str) -> Turn:
    """Let a number on hold wait again; a repeat is harmless while it waits.

    The counter that holds it may, and the officer who put it on hold; anybody at a desk while nobody sits at that
    counter, so that no turn is forgotten at an empty one.

    Raises:
        NotFound: no such number today.
        Conflict: it is not on hold, or held by a counter that is staffed.
    """
    desk(work, counter_id, officer_id)
    turn = turns_named(work, day_in_service(work), number)[0]
    if turn.state is TurnState.WAITING:
        return turn
    require_held_by(work, turn, counter_id, officer_id)
    return release_turn(work, turn)


def release_turn(work: Work, turn: Turn) -> Turn:
    """Let a turn on hold wait again, whoever holds it: what the head does."""
    work.record(TurnReleased(turn_id=turn.turn_id, reason="officer"))
    return turn_after(work, turn.turn_id)


def require_held_by(work: Work, turn: Turn, counter_id: str, officer_id: str) -> None:
    """Raises Conflict unless the turn is on hold and this counter may end that."""
    if turn.state is not TurnState.ON_HOLD:
        raise Conflict("not_on_hold", f"Số {turn.number} không tạm chờ.")
    if turn.counter_id == counter_id or turn.officer_id == officer_id:
        return
    if turn.counter_id is not None and session_of_counter(work.connection, turn.counter_id) is not None:
        raise Conflict("held_elsewhere", f"Số {turn.number} đang tạm chờ tại quầy khác.")
