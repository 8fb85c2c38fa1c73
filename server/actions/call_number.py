"""Call one number by name: outside the order, with a reason, on record."""

from server.actions.at_desk import day_in_service, desk, require_served_here, turns_named
from server.actions.reasons import checked_reason, keep_reason
from server.actions.resume import resume_turn
from server.actions.serving import finish_whoever_is_here, turn_after
from server.actions.undoing import keep_undo_point
from server.db.queries.queue import Turn, passed_over, turn_at_counter
from server.db.work import Work
from server.domain.turns import BUSY, Deed, TurnState, state_after
from server.errors import Conflict
from server.journal.events import TurnCalled, TurnReturned


def call_number(
    work: Work, *, counter_id: str, officer_id: str, number: str, reason: str, to_seat: bool = False
) -> Turn:
    """Call a waiting number, or one that did not come and may still return, to the counter.

    An open turn at the counter is finished first, as with Next, but for one called in the last ten seconds to which
    nobody has come; a desk that pauses goes on. Whom the call passed is recorded; the bound on overtaking does not
    count it. A number that this counter has on hold is resumed: it had its turn, so no reason is asked.

    Raises:
        NotFound: no such number today.
        Conflict: the number is not waiting, this counter may not serve it, or another was called here a moment ago.
        Unprocessable: no reason was given.
    """
    counter = desk(work, counter_id, officer_id, resumes=True)
    day = day_in_service(work)
    turns = turns_named(work, day, number)
    here = turn_at_counter(work.connection, counter_id)
    if here is not None and here.turn_id == turns[0].turn_id:
        return here
    if turns[0].state is TurnState.ON_HOLD and turns[0].counter_id == counter_id:
        return resume_turn(work, turns[0], here, counter=counter, officer_id=officer_id, to_seat=to_seat)
    reason = checked_reason(reason)
    turn = require_served_here(work, counter, _callable(turns))
    first_seq = work.head.seq + 1
    before = [*finish_whoever_is_here(work, here, officer_id), turn]
    if turn.state is TurnState.NO_SHOW:
        state_after(turn.state, Deed.RETURN)
        work.record(TurnReturned(turn_id=turn.turn_id, cool_down_until=None))
    passed = passed_over(work.connection, day.day, counter, turn.as_waiting())
    call_id = work.record(
        TurnCalled(
            turn_id=turn.turn_id,
            counter_id=counter_id,
            officer_id=officer_id,
            call_kind="named",
            # The officer's words are free text and stay out of the journal; that there was a reason is in it.
            reason={"rule": "named", "passed": list(passed)},
            overtaken=[],
            to_seat=to_seat,
        )
    )
    keep_reason(work, call_id, reason)
    keep_undo_point(work, counter_id, first_seq, before)
    return turn_after(work, turn.turn_id)


def _callable(turns: list[Turn]) -> list[Turn]:
    """Of a number's turns those that may be called, one at least.

    Raises:
        Conflict: none may: the citizen is at a counter, on hold, or gone.
    """
    found = [] if turns[0].state in BUSY else [turn for turn in turns if _waits_or_may_return(turn)]
    if not found:
        raise Conflict("number_not_waiting", f"Số {turns[0].number} không còn chờ.")
    return found


def _waits_or_may_return(turn: Turn) -> bool:
    return turn.state is TurnState.WAITING or (turn.state is TurnState.NO_SHOW and turn.grace_until is not None)
