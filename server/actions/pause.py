"""Pause: the officer stays signed on and serves nobody for a while, with a reason of the centre's list."""

from server.actions.at_desk import desk, end_pause
from server.db.queries.desks import session_of_counter
from server.db.queries.queue import turn_at_counter
from server.db.work import Work
from server.errors import Conflict, Unprocessable
from server.journal.events import DeskPaused


def pause_desk(work: Work, *, counter_id: str, officer_id: str, reason: str) -> None:
    """Pause the officer's desk; a repeat with the same reason is harmless.

    Turns on hold stay: a desk that pauses gets them back when it goes on.

    Raises:
        Conflict: somebody is called or served there.
        Unprocessable: the centre has no such reason.
    """
    counter = desk(work, counter_id, officer_id)
    if reason not in {known.reason for known in work.centre.pause_reasons}:
        raise Unprocessable("unknown_pause_reason", f"Không có lý do tạm nghỉ '{reason}'.")
    here = turn_at_counter(work.connection, counter_id)
    if here is not None:
        raise Conflict("turn_open", f"{counter.name} còn số {here.number}. Vui lòng hoàn tất trước khi tạm nghỉ.")
    session = session_of_counter(work.connection, counter_id)
    if session is None or session.pause_reason == reason:
        return
    end_pause(work, session)
    work.record(DeskPaused(session_id=session.session_id, reason=reason))


def resume_desk(work: Work, *, counter_id: str, officer_id: str) -> None:
    """Go on after a pause; nothing when the desk does not pause."""
    desk(work, counter_id, officer_id, resumes=True)
