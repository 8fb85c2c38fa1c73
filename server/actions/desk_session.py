"""Desk sessions: an officer takes a counter, and leaves it."""

from server.db.queries.desks import session_of_counter, session_of_officer
from server.db.queries.queue import turn_at_counter
from server.db.work import Work
from server.errors import Conflict, NotFound
from server.journal.events import DeskSignedOff, DeskSignedOn


def sign_on(work: Work, *, counter_id: str, officer_id: str, take_over: bool = False) -> int:
    """Sign the officer on at a counter, leaving the counter before; the desk session's id.

    A turn open or on hold at the counter stays there and keeps the officer who called it, until another serves it.

    Raises:
        NotFound: no such counter.
        Conflict: another officer sits there (unless `take_over`), or a turn is open at the officer's counter.
    """
    counter = work.centre.counter(counter_id)
    if counter is None:
        raise NotFound("counter", f"Không có quầy '{counter_id}'.")
    here = session_of_counter(work.connection, counter_id)
    if here is not None and here.officer_id == officer_id:
        return here.session_id
    if here is not None and not take_over:
        raise Conflict("counter_taken", f"{counter.name} đang có cán bộ khác.")
    before = session_of_officer(work.connection, officer_id)
    if before is not None:
        if turn_at_counter(work.connection, before.counter_id) is not None:
            raise Conflict("turn_open", "Quầy hiện tại còn số đang gọi hoặc phục vụ. Vui lòng hoàn tất trước.")
        work.record(DeskSignedOff(session_id=before.session_id, reason="moved"))
    if here is not None:
        work.record(DeskSignedOff(session_id=here.session_id, reason="taken_over"))
    return work.record(DeskSignedOn(counter_id=counter_id, officer_id=officer_id))


def sign_off(work: Work, *, officer_id: str) -> None:
    """End the officer's desk session; a repeat is harmless.

    Turns on hold do not keep an officer at the desk, for they may be away for hours. They stay on hold: the citizen
    was told to come back to this counter, and a release would call somebody who is not in the house. Whoever sits
    there next gets them back; while nobody does, any desk may release, resume or transfer them, their timers run,
    and closing ends them.

    Raises:
        Conflict: a turn is still called or served at the counter.
    """
    session = session_of_officer(work.connection, officer_id)
    if session is None:
        return
    if turn_at_counter(work.connection, session.counter_id) is not None:
        raise Conflict("turn_open", "Còn số đang gọi hoặc phục vụ. Vui lòng hoàn tất trước khi rời quầy.")
    work.record(DeskSignedOff(session_id=session.session_id, reason="officer"))
