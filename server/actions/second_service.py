"""A second service on the same ticket: whoever sits here has another matter, and waits for it from now."""

from server.actions.at_desk import day_in_service, desk, require_number, turn_here
from server.actions.serving import start_turn, turn_after
from server.actions.undoing import keep_undo_point
from server.db.queries.holds import open_services_of_ticket
from server.db.queries.queue import Turn
from server.db.work import Work
from server.domain.turns import TurnOrigin, TurnState
from server.errors import Conflict, Unprocessable
from server.journal.events import TurnAdded


def second_service(work: Work, *, counter_id: str, officer_id: str, service: str) -> Turn:
    """Add a turn for another service to the ticket at the counter; the turn that was added.

    It is no candidate while the ticket is at a counter or on hold. It ranks from now, as a new number would, and
    needs no number: a service that gives no more today still takes it, for the officer decides.

    Raises:
        Conflict: nobody is at the counter, it is a quick serve, or the ticket already waits for that service.
        Unprocessable: nobody serves it.
    """
    turn = turn_here(work, desk(work, counter_id, officer_id))
    day_in_service(work)
    require_number(turn)
    if not work.centre.counters_of(service):
        raise Unprocessable("unknown_service", f"Không có lĩnh vực '{service}' đang được phục vụ.")
    if service in open_services_of_ticket(work.connection, turn.ticket_id):
        raise Conflict("already_waiting", f"Số {turn.number} đã có lượt cho lĩnh vực {service}.")
    first_seq = work.head.seq + 1
    if turn.state is TurnState.CALLED:  # nobody asks for more who has not come
        start_turn(work, turn, officer_id, is_inferred=True)
    added = work.record(
        TurnAdded(
            ticket_id=turn.ticket_id,
            from_turn=turn.turn_id,
            origin=TurnOrigin.SECOND_SERVICE.value,
            service=service,
            rate=turn.rate,
            ranked_at=work.now,
            arrival=work.head.seq + 1,
            for_counter=None,
            for_officer=None,
        )
    )
    keep_undo_point(work, counter_id, first_seq, [turn])
    return turn_after(work, added)
