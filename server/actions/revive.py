"""The head puts right what was done to a number: each with a reason, each on record beside what it puts right."""

from sqlalchemy import bindparam, select

from server.actions.change_priority import change_priority
from server.actions.reasons import checked_reason, keep_reason
from server.actions.serving import finish_turn, turn_after
from server.actions.transfer import Destination, transfer_turn
from server.actions.undoing import drop_undo_point, undo_point
from server.actions.withdraw_supplement import end_supplement
from server.db import tables as t
from server.db.queries.days import open_day
from server.db.queries.queue import Turn, turn_by_id
from server.db.queries.supplements import open_supplement_of_turn
from server.db.statements import Statement
from server.db.work import Work
from server.domain.turns import Deed, DeedNotPossible, TurnOrigin, TurnState, state_after
from server.errors import Conflict, NotFound
from server.journal.events import (
    ActionUndone,
    PlaceEnded,
    TicketIssued,
    TurnHeld,
    TurnReleased,
    TurnReturned,
    TurnRevived,
    read_event,
)

ISSUE = Statement(
    select(t.journal.c.kind, t.journal.c.version, t.journal.c.body).where(
        t.journal.c.seq == bindparam("of_ticket"), t.journal.c.kind == TicketIssued.kind
    )
)
PLACES_INSTEAD = Statement(
    select(t.reserved_places.c.place_id).where(
        t.reserved_places.c.from_ticket == bindparam("of_ticket"), t.reserved_places.c.state == "reserved"
    )
)


def revive(work: Work, *, turn_id: int, reason: str) -> Turn:
    """Put an ended turn of today back into the queue, with its rank. Its rating window takes no part any more.

    A place that was reserved in its stead on a later day is given back, and what was still missing at its end is
    asked for no more.

    Raises:
        NotFound: no such turn.
        Conflict: it has not ended, goes on as another turn, or its day is over.
        Unprocessable: no reason was given.
    """
    reason = checked_reason(reason)
    turn = _turn_of_today(work, turn_id)
    try:
        state_after(turn.state, Deed.REVIVE)
    except DeedNotPossible:
        raise Conflict("cannot_revive", f"Số {turn.number} không thể chờ lại.") from None
    if turn.origin == TurnOrigin.QUICK_SERVE:
        raise Conflict("cannot_revive", "Lượt phục vụ nhanh không có phiếu nên không thể chờ lại.")
    for row in PLACES_INSTEAD.all(work.connection, of_ticket=turn.ticket_id):
        work.record(PlaceEnded(place_id=row[0], state="withdrawn"))
    supplement = open_supplement_of_turn(work.connection, turn_id)
    if supplement is not None:
        end_supplement(work, supplement, reason)
    keep_reason(work, work.record(TurnRevived(turn_id=turn_id)), reason)
    return turn_after(work, turn_id)


def send_back(work: Work, *, turn_id: int, reason: str) -> Turn:
    """Send a number that an officer called or began to serve back to the queue: it waits at once, with its rank.

    Raises:
        NotFound: no such turn.
        Conflict: it is neither called nor served, is a quick serve, or its day is over.
        Unprocessable: no reason was given.
    """
    reason = checked_reason(reason)
    turn = _turn_of_today(work, turn_id)
    if turn.state is TurnState.SERVING:
        if turn.origin == TurnOrigin.QUICK_SERVE:
            raise Conflict("cannot_revive", "Lượt phục vụ nhanh không có phiếu nên không thể chờ lại.")
        # Whoever was served and waits again is away meanwhile, which is what a hold says.
        work.record(TurnHeld(turn_id=turn_id, held_until=None))
        keep_reason(work, work.record(TurnReleased(turn_id=turn_id, reason="officer")), reason)
        return turn_after(work, turn_id)
    if turn.state is not TurnState.CALLED:
        raise Conflict("not_called", f"Số {turn.number} không còn đang được gọi.")
    keep_reason(work, work.record(TurnReturned(turn_id=turn_id, cool_down_until=None)), reason)
    return turn_after(work, turn_id)


def transfer_back(work: Work, *, turn_id: int, by: str, reason: str) -> Turn:
    """Send a number that was transferred, and still waits there, back to where it came from, with its rank; the turn
    that goes on. Whoever had begun to serve it is whom it waits for. `by` is the head who does it.

    Raises:
        NotFound: no such turn.
        Conflict: it was not transferred, waits no more, or its day is over.
        Unprocessable: no reason was given.
    """
    reason = checked_reason(reason)
    turn = _turn_of_today(work, turn_id)
    if turn.origin != TurnOrigin.TRANSFERRED or turn.from_turn is None:
        raise Conflict("not_transferred", f"Số {turn.number} không phải do chuyển đến.")
    if turn.state is not TurnState.WAITING:
        raise Conflict("number_not_waiting", f"Số {turn.number} không còn chờ.")
    before = _turn(work, turn.from_turn)
    served_by = before.officer_id if before.arrived_at is not None else None
    goes_to = Destination(before.service, before.for_counter, before.for_officer or served_by)
    added = transfer_turn(work, turn, goes_to, by)
    keep_reason(work, added.turn_id, reason)
    return added


def take_back_second_service(work: Work, *, turn_id: int, reason: str) -> Turn:
    """Take a second service back that still waits for its first call; the turn from which it was added.

    Raises:
        NotFound: no such turn.
        Conflict: it is no second service, was called already, or its day is over.
        Unprocessable: no reason was given.
    """
    reason = checked_reason(reason)
    turn = _turn_of_today(work, turn_id)
    if turn.origin != TurnOrigin.SECOND_SERVICE or turn.from_turn is None:
        raise Conflict("not_second_service", f"Lượt này của số {turn.number} không phải lượt thêm.")
    if turn.state is not TurnState.WAITING or turn.call_count:
        raise Conflict("number_not_waiting", f"Số {turn.number} không còn chờ.")
    before = _turn(work, turn.from_turn)
    counter_id = before.counter_id or ""
    undone = ActionUndone(counter_id=counter_id, first_seq=turn_id, last_seq=turn_id, turns=[], overtaken=[])
    keep_reason(work, work.record(undone), reason)
    point = undo_point(work, counter_id)
    if point is not None and point.first_seq <= turn_id <= point.last_seq:
        drop_undo_point(work, counter_id)
    return before


def end_turn(work: Work, *, turn_id: int, reason: str) -> Turn:
    """End a turn that was left open at a counter, with the default outcome. Its end is marked as inferred.

    Raises:
        NotFound: no such turn.
        Conflict: nobody is being served by it.
        Unprocessable: no reason was given.
    """
    reason = checked_reason(reason)
    turn = _turn(work, turn_id)
    if turn.state is not TurnState.SERVING:
        raise Conflict("not_serving", f"Số {turn.number} không đang được phục vụ.")
    first_seq = work.head.seq + 1
    finish_turn(work, turn, turn.officer_id or "", work.centre.default_outcome, is_inferred=True)
    keep_reason(work, first_seq, reason)
    return turn_after(work, turn_id)


def release_hold(work: Work, *, turn_id: int, reason: str) -> Turn:
    """Let a turn that an officer holds wait again, with its rank.

    Raises:
        NotFound: no such turn.
        Conflict: it is not on hold, or its day is over.
        Unprocessable: no reason was given.
    """
    reason = checked_reason(reason)
    turn = _turn_of_today(work, turn_id)
    if turn.state is not TurnState.ON_HOLD:
        raise Conflict("not_on_hold", f"Số {turn.number} không đang tạm chờ.")
    keep_reason(work, work.record(TurnReleased(turn_id=turn_id, reason="officer")), reason)
    return turn_after(work, turn_id)


def reset_priority(work: Work, *, turn_id: int, by: str, reason: str) -> Turn:
    """Give a waiting number the priority back with which it was taken; `by` is the head who does it.

    Raises:
        NotFound: no such turn.
        Conflict: it is not waiting, or has that priority.
        Unprocessable: no reason was given.
    """
    turn = _turn_of_today(work, turn_id)
    if turn.state is not TurnState.WAITING:
        raise Conflict("number_not_waiting", f"Số {turn.number} không còn chờ.")
    row = ISSUE.first(work.connection, of_ticket=turn.ticket_id)
    if row is None:
        raise Conflict("cannot_reset_priority", f"Số {turn.number} không lấy ở máy lấy số.")
    issued = read_event(row["kind"], row["version"], row["body"])
    assert isinstance(issued, TicketIssued)
    if issued.priority_group == turn.priority_group:
        raise Conflict("priority_as_taken", f"Số {turn.number} đang có diện ưu tiên như lúc lấy số.")
    return change_priority(
        work, officer_id=by, number=turn.number, group=issued.priority_group, reason=reason, counter_id=None
    )


def _turn(work: Work, turn_id: int) -> Turn:
    turn = turn_by_id(work.connection, turn_id)
    if turn is None:
        raise NotFound("turn", "Không có lượt này.")
    return turn


def _turn_of_today(work: Work, turn_id: int) -> Turn:
    """The turn, in the day that is open: in a closed one nobody waits."""
    turn, day = _turn(work, turn_id), open_day(work.connection)
    if day is None or turn.day != day.day:
        raise Conflict("day_closed", "Ngày làm việc của số này đã đóng.")
    return turn
