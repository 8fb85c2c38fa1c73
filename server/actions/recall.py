"""Call the same number again, by sight and voice; or go to where the citizen sits."""

from server.actions.at_desk import desk, turn_here
from server.actions.serving import turn_after
from server.db.queries.call_reasons import is_to_seat
from server.db.queries.holds import recalls_of_this_call
from server.db.queries.queue import Turn
from server.db.work import Work
from server.domain.instant import SECOND_MS
from server.domain.turns import TurnState
from server.errors import Conflict
from server.journal.events import TurnRecalled

DOUBLED_KEY_MS = 3 * SECOND_MS
"""Nobody walks to a counter in so short a time: a second press is the first one's echo."""


def recall(work: Work, *, counter_id: str, officer_id: str, to_seat: bool = False) -> Turn:
    """Recall the number at the counter; each recall has a call id of its own.

    The last recall that the centre allows says when the turn becomes a no-show by itself. `to_seat`: the officer
    comes to where the citizen sits, so nobody is to hurry: it does not count, and nothing ends by itself meanwhile.
    Within three seconds of the call or of the same kind of recall it is a doubled key, and answers with that call.

    Raises:
        Conflict: nobody is called there, the person has come, or was recalled as often as the centre does.
    """
    turn = turn_here(work, desk(work, counter_id, officer_id))
    if turn.state is not TurnState.CALLED:
        raise Conflict("already_started", f"Số {turn.number} đang được phục vụ.")
    if (
        turn.called_last_at is not None
        and work.now - turn.called_last_at < DOUBLED_KEY_MS
        and is_to_seat(work.connection, turn.call_id) == to_seat
    ):
        return turn
    rules = work.centre.queue
    absent_due_at = None
    if not to_seat:
        recalls = recalls_of_this_call(work.connection, turn.turn_id) + 1
        if recalls > rules.recall_limit:
            raise Conflict("recall_limit", f"Đã gọi lại {turn.number} đủ {rules.recall_limit} lần.")
        if recalls == rules.recall_limit:
            absent_due_at = work.now + rules.recall_gap_ms
    work.record(
        TurnRecalled(
            turn_id=turn.turn_id,
            counter_id=counter_id,
            officer_id=officer_id,
            to_seat=to_seat,
            absent_due_at=absent_due_at,
        )
    )
    return turn_after(work, turn.turn_id)
