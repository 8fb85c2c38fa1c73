"""Quick serve: a citizen without a number is served at once, with a reason, on record."""

from dataclasses import replace

from server.actions.at_desk import day_in_service, desk
from server.actions.reasons import checked_reason, keep_reason
from server.actions.serving import shorten_windows, turn_after
from server.actions.undoing import keep_undo_point
from server.db.queries.queue import Turn, last_turn_of_ticket, turn_at_counter, waiting_for
from server.db.queries.tickets import last_number, ticket_by_intent
from server.db.work import Work
from server.domain.instant import Instant
from server.domain.turns import TicketOrigin, TurnState
from server.errors import Conflict, Unprocessable
from server.journal.apply import QUICK_PREFIX
from server.journal.events import QuickServed


def quick_serve(work: Work, *, counter_id: str, officer_id: str, intent_id: str, service: str, reason: str) -> Turn:
    """Serve somebody who took no number; a repeat of the intent gets the turn it already has.

    Whom it passes is recorded. Nothing is printed or called; undone, its number stays on record as cancelled. The
    number at the counter is not finished for it, as by Next: the officer holds or finishes that one first.

    Raises:
        Conflict: somebody is at the counter.
        Unprocessable: no reason, or a service that the counter does not have.
    """
    reason = checked_reason(reason)
    counter = desk(work, counter_id, officer_id, resumes=True)
    day = day_in_service(work)
    known = ticket_by_intent(work.connection, intent_id)
    if known is not None:
        turn = last_turn_of_ticket(work.connection, known.ticket_id)
        if turn is None or known.origin != TicketOrigin.QUICK_SERVE:
            raise Conflict("intent_taken", "Yêu cầu này đã được dùng cho việc khác.")
        return turn
    if not counter.serves(service):
        raise Unprocessable("unknown_service", f"{counter.name} không phục vụ lĩnh vực '{service}'.")
    here = turn_at_counter(work.connection, counter_id)
    if here is not None:
        raise Conflict("turn_open", f"Quầy còn số {here.number}. Vui lòng hoàn tất hoặc tạm chờ trước.")
    number = last_number(work.connection, day.day, QUICK_PREFIX) + 1
    turn_id = work.record(
        QuickServed(
            intent_id=intent_id,
            day=day.day,
            number=number,
            shown=f"{QUICK_PREFIX}{number:03d}",
            service=service,
            counter_id=counter_id,
            officer_id=officer_id,
            passed=[turn.turn_id for turn in waiting_for(work.connection, day.day, counter)],
        )
    )
    keep_reason(work, turn_id, reason)
    shorten_windows(work, counter_id)
    turn = turn_after(work, turn_id)
    keep_undo_point(work, counter_id, turn_id, [_as_never_served(turn, work.now)])
    return turn


def _as_never_served(turn: Turn, now: Instant) -> Turn:
    """What an undo makes of it: nobody was served, at no counter, and the number has its end."""
    return replace(turn, state=TurnState.CANCELLED, counter_id=None, officer_id=None, arrived_at=None, ended_at=now)
