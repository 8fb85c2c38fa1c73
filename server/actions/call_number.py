"""Call one number by name: outside the order, with a reason, on record."""

from sqlalchemy import bindparam, insert

from server.actions.at_desk import day_in_service, desk
from server.actions.serving import finish_turn, turn_after
from server.actions.undoing import keep_undo_point
from server.db import tables as t
from server.db.queries.queue import Turn, turn_at_counter, turn_by_number, waiting_for
from server.db.statements import Statement
from server.db.work import Work
from server.domain.next_ticket import passed_by
from server.domain.turns import Deed, TurnState, state_after
from server.errors import Conflict, NotFound, Unprocessable
from server.journal.events import TurnCalled, TurnReturned

REASON_LIMIT = 200
KEEP_REASON = Statement(insert(t.deed_reasons).values(seq=bindparam("seq"), reason=bindparam("reason")))


def call_number(work: Work, *, counter_id: str, officer_id: str, number: str, reason: str) -> Turn:
    """Call a waiting number, or one that did not come and may still return, to the counter.

    An open turn at the counter is finished first, as with Next. Whom the call passed is recorded; the bound
    on overtaking does not count it.

    Raises:
        NotFound: no such number today.
        Conflict: the number is not waiting.
        Unprocessable: no reason was given.
    """
    reason = reason.strip()
    if not reason or len(reason) > REASON_LIMIT:
        raise Unprocessable("reason_needed", "Gọi số ngoài thứ tự cần ghi lý do (tối đa 200 ký tự).")
    counter = desk(work, counter_id, officer_id)
    day = day_in_service(work)
    turn = turn_by_number(work.connection, day.day, number.strip().upper())
    if turn is None:
        raise NotFound("number", f"Hôm nay không có số {number}.")
    here = turn_at_counter(work.connection, counter_id)
    if here is not None and here.turn_id == turn.turn_id:
        return here
    may_return = turn.state is TurnState.NO_SHOW and turn.grace_until is not None
    if turn.state is not TurnState.WAITING and not may_return:
        raise Conflict("number_not_waiting", f"Số {turn.number} không còn chờ ({turn.state}).")
    first_seq = work.head.seq + 1
    before = [turn] if here is None else [here, turn]
    if here is not None:
        finish_turn(work, here, officer_id, work.centre.default_outcome, is_inferred=here.state is TurnState.CALLED)
    if may_return:
        state_after(turn.state, Deed.RETURN)
        work.record(TurnReturned(turn_id=turn.turn_id, cool_down_until=None))
    passed = passed_by(turn.as_waiting(), waiting_for(work.connection, day.day, counter))
    call_id = work.record(
        TurnCalled(
            turn_id=turn.turn_id,
            counter_id=counter_id,
            officer_id=officer_id,
            call_kind="named",
            # The officer's words are free text and stay out of the journal; that there was a reason is in it.
            reason={"rule": "named", "passed": list(passed)},
            overtaken=[],
        )
    )
    KEEP_REASON.run(work.connection, seq=call_id, reason=reason)
    keep_undo_point(work, counter_id, first_seq, before)
    return turn_after(work, turn.turn_id)
