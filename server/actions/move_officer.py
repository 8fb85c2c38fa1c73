"""The head moves an officer to another counter, signs one off who cannot do it, or ends a pause.

A turn that is open where the officer leaves: one that is only called waits again with its rank, for nobody is there
any more whom the citizen could meet. One that is being served stays at the counter and keeps its officer: whoever
takes the counter over goes on with it, or the head ends it.
"""

from server.actions.at_desk import end_pause
from server.actions.reasons import checked_reason, keep_reason
from server.db.queries.desks import DeskSession, session_of_counter, session_of_officer
from server.db.queries.people import staff_member
from server.db.queries.queue import turn_at_counter
from server.db.work import Work
from server.domain.turns import TurnState
from server.errors import Conflict, NotFound, Unprocessable
from server.journal.events import DeskSignedOff, DeskSignedOn, TurnReturned

SITS_AT_DESKS = ("officer", "head")


def move_officer(work: Work, *, officer_id: str, counter_id: str, take_over: bool = False) -> str | None:
    """Sign an officer on at a counter, leaving the one before; the number that went back to the queue, if any did.

    Raises:
        NotFound: no such officer or counter.
        Unprocessable: that person serves at no counter.
        Conflict: another officer sits there (unless `take_over`: then that one is signed off).
    """
    counter = work.centre.counter(counter_id)
    if counter is None:
        raise NotFound("counter", f"Không có quầy '{counter_id}'.")
    officer = staff_member(work.connection, officer_id)
    if officer is None or not officer.is_active:
        raise NotFound("staff", "Không có cán bộ này.")
    if officer.role not in SITS_AT_DESKS:
        raise Unprocessable("not_at_desks", f"{officer.display_name} không phục vụ tại quầy.")
    there = session_of_counter(work.connection, counter_id)
    if there is not None and there.officer_id == officer_id:
        return None
    if there is not None and not take_over:
        raise Conflict("counter_taken", f"{counter.name} đang có cán bộ khác.")
    before = session_of_officer(work.connection, officer_id)
    returned = None if before is None else _leave(work, before)
    if there is not None:
        work.record(DeskSignedOff(session_id=there.session_id, reason="head"))
    work.record(DeskSignedOn(counter_id=counter_id, officer_id=officer_id))
    return returned


def sign_off_officer(work: Work, *, officer_id: str) -> str | None:
    """End an officer's desk session; the number that went back to the queue, if any did. A repeat is harmless."""
    session = session_of_officer(work.connection, officer_id)
    return None if session is None else _leave(work, session)


def resume_officer(work: Work, *, officer_id: str, reason: str) -> None:
    """Let the desk of an officer who pauses go on.

    Raises:
        Conflict: the officer sits at no counter, or does not pause.
        Unprocessable: no reason was given.
    """
    reason = checked_reason(reason)
    session = session_of_officer(work.connection, officer_id)
    if session is None or not session.is_paused:
        raise Conflict("not_paused", "Cán bộ này không còn tạm nghỉ.")
    end_pause(work, session)
    keep_reason(work, work.head.seq, reason)


def _leave(work: Work, session: DeskSession) -> str | None:
    turn = turn_at_counter(work.connection, session.counter_id)
    returned = None
    if turn is not None and turn.state is TurnState.CALLED:
        work.record(TurnReturned(turn_id=turn.turn_id, cool_down_until=None))
        returned = turn.number
    work.record(DeskSignedOff(session_id=session.session_id, reason="head"))
    return returned
