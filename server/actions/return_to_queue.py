"""Back to the queue: a called number waits again after a cool-down; one that did not come may return in its grace."""

from server.actions.at_desk import day_in_service, desk, turns_named
from server.actions.serving import turn_after
from server.actions.undoing import keep_undo_point
from server.db.queries.queue import Turn, turn_at_counter
from server.db.work import Work
from server.domain.turns import TurnState
from server.errors import Conflict
from server.journal.events import TurnReturned


def return_to_queue(work: Work, *, counter_id: str, officer_id: str, number: str | None = None) -> Turn:
    """Send the called number back, or let `number`, which did not come, wait again. Both keep their rank.

    Raises:
        NotFound: no such number today.
        Conflict: the number is neither called here nor absent within its grace.
    """
    desk(work, counter_id, officer_id)
    day = day_in_service(work)
    turn = turn_at_counter(work.connection, counter_id)
    if number is not None:
        turns = turns_named(work, day, number)
        turn = next((known for known in turns if _may_come_back(known)), turns[0])
    if turn is None:
        raise Conflict("nobody_here", "Quầy đang không gọi số nào.")
    called_here = turn.state is TurnState.CALLED and turn.counter_id == counter_id
    back_in_time = _may_come_back(turn)
    if not called_here and not back_in_time:
        raise Conflict("cannot_return", f"Số {turn.number} không thể trở lại hàng chờ.")
    first_seq = work.head.seq + 1
    # Whoever was not there when called gets time to come; whoever stands here waits from now.
    cool_down_ms = work.centre.queue.cool_down_ms if called_here else 0
    work.record(TurnReturned(turn_id=turn.turn_id, cool_down_until=work.now + cool_down_ms if cool_down_ms else None))
    keep_undo_point(work, counter_id, first_seq, [turn])
    return turn_after(work, turn.turn_id)


def _may_come_back(turn: Turn) -> bool:
    return turn.state is TurnState.NO_SHOW and turn.grace_until is not None
