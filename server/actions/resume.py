"""Resume: a citizen on hold is back, and is called again at once by the counter that let them go."""

from server.actions.at_desk import day_in_service, desk, require_served_here, turns_named
from server.actions.release import require_held_by
from server.actions.serving import finish_whoever_is_here, turn_after
from server.actions.undoing import keep_undo_point
from server.db.queries.queue import Turn, turn_at_counter
from server.db.work import Work
from server.domain.centre import Counter
from server.journal.events import TurnCalled, TurnReleased


def resume(work: Work, *, counter_id: str, officer_id: str, number: str, to_seat: bool = False) -> Turn:
    """Call a number back from hold, before everybody who waits: it had its turn. No reason is asked.

    An open turn at the counter is finished first, as with Next, but for one called in the last ten seconds to which
    nobody has come; a desk that pauses goes on.

    Raises:
        NotFound: no such number today.
        Conflict: as `resume_turn` says.
    """
    counter = desk(work, counter_id, officer_id, resumes=True)
    turn = turns_named(work, day_in_service(work), number)[0]
    here = turn_at_counter(work.connection, counter_id)
    if here is not None and here.turn_id == turn.turn_id:
        return here
    return resume_turn(work, turn, here, counter=counter, officer_id=officer_id, to_seat=to_seat)


def resume_turn(
    work: Work, turn: Turn, here: Turn | None, *, counter: Counter, officer_id: str, to_seat: bool = False
) -> Turn:
    """The same for a turn that was found already, at a desk that was asked for already; `here` is who is there.

    Raises:
        Conflict: it is not on hold, or held by a counter that is staffed; left by a colleague, and not for this
            counter; or another number was called here a moment ago.
    """
    counter_id = counter.counter_id
    require_held_by(work, turn, counter_id, officer_id)
    if turn.counter_id != counter_id and turn.officer_id != officer_id:
        require_served_here(work, counter, [turn])
    first_seq = work.head.seq + 1
    before = finish_whoever_is_here(work, here, officer_id)
    work.record(TurnReleased(turn_id=turn.turn_id, reason="resumed"))
    work.record(
        TurnCalled(
            turn_id=turn.turn_id,
            counter_id=counter_id,
            officer_id=officer_id,
            call_kind="resumed",
            reason={"rule": "resumed"},
            overtaken=[],
            to_seat=to_seat,
        )
    )
    keep_undo_point(work, counter_id, first_seq, [*before, turn])
    return turn_after(work, turn.turn_id)
