"""Transfer: this turn ends here, and the same ticket goes on with another service, counter or officer."""

from dataclasses import dataclass
from enum import StrEnum

from server.actions.at_desk import day_in_service, desk, require_number, turn_here, turns_named
from server.actions.serving import count_in_coverage, open_window, turn_after
from server.actions.undoing import keep_undo_point
from server.db.queries.desks import session_of_counter, sits_at_desks
from server.db.queries.holds import open_services_of_ticket
from server.db.queries.queue import Turn
from server.db.work import Work
from server.domain.turns import BUSY, Deed, TurnOrigin, TurnState, state_after
from server.errors import Conflict, NotFound, Unprocessable
from server.journal.events import TurnAdded, TurnTransferred


class Target(StrEnum):
    SERVICE = "service"
    COUNTER = "counter"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a turn goes on."""

    service: str
    for_counter: str | None
    for_officer: str | None


def transfer(
    work: Work,
    *,
    counter_id: str,
    officer_id: str,
    to: Target,
    target: str,
    service: str | None = None,
    number: str | None = None,
    turn_id: int | None = None,
) -> Turn:
    """Send a turn to a service, a counter or an officer, keeping its rank; the turn that was added.

    Without `number` it is the turn at the counter; with it, one that waits, or that this counter has on hold.
    `turn_id` is the turn that the officer saw: somebody else may have moved the number meanwhile. A turn in which
    service began opens its rating window: at once for who leaves the desk, else only to count in coverage.

    Raises:
        NotFound: no such number today.
        Conflict: it is with another counter, a quick serve, has ended, is another turn than the officer saw, or
            waits for that service already.
        Unprocessable: no such service, counter or officer, or nothing would change.
    """
    counter = desk(work, counter_id, officer_id)
    day = day_in_service(work)
    turn = turn_here(work, counter) if number is None else turns_named(work, day, number)[0]
    if turn_id is not None and turn.turn_id != turn_id:
        raise Conflict("changed_since", f"Số {turn.number} vừa được chuyển hoặc thay đổi. Vui lòng xem lại.")
    require_number(turn)
    _require_within_reach(work, turn, counter_id, officer_id)
    goes_to = _destination(work, turn, to, target, service)
    first_seq = work.head.seq + 1
    added = transfer_turn(work, turn, goes_to, officer_id)
    keep_undo_point(work, counter_id, first_seq, [turn])
    return added


def transfer_turn(work: Work, turn: Turn, goes_to: Destination, officer_id: str) -> Turn:
    """End a turn and add the one that goes on.

    Raises:
        Conflict: another turn of the ticket waits for that service: it would be called there twice.
    """
    state_after(turn.state, Deed.TRANSFER)
    if goes_to.service != turn.service and goes_to.service in open_services_of_ticket(work.connection, turn.ticket_id):
        raise Conflict("already_waiting", f"Số {turn.number} đã có lượt cho lĩnh vực {goes_to.service}.")
    work.record(TurnTransferred(turn_id=turn.turn_id))
    if turn.state is TurnState.SERVING:
        open_window(work, turn, officer_id)
    else:
        count_in_coverage(work, turn)
    added = work.record(
        TurnAdded(
            ticket_id=turn.ticket_id,
            from_turn=turn.turn_id,
            origin=TurnOrigin.TRANSFERRED.value,
            service=goes_to.service,
            rate=turn.rate,
            ranked_at=turn.ranked_at,
            arrival=turn.arrival,
            for_counter=goes_to.for_counter,
            for_officer=goes_to.for_officer,
        )
    )
    return turn_after(work, added)


def _require_within_reach(work: Work, turn: Turn, counter_id: str, officer_id: str) -> None:
    if turn.state is TurnState.WAITING:
        return
    if turn.state not in BUSY:
        raise Conflict("cannot_transfer", f"Số {turn.number} không còn chờ hay được phục vụ.")
    if turn.counter_id == counter_id:
        return
    is_on_hold = turn.state is TurnState.ON_HOLD
    if is_on_hold and turn.officer_id == officer_id:
        return
    if is_on_hold and turn.counter_id is not None and session_of_counter(work.connection, turn.counter_id) is None:
        return  # nobody sits there who could send it on
    raise Conflict("at_another_counter", f"Số {turn.number} đang ở quầy khác.")


def _destination(work: Work, turn: Turn, to: Target, target: str, service: str | None) -> Destination:
    goes_to = Destination(
        service=target if to is Target.SERVICE else service or turn.service,
        for_counter=target if to is Target.COUNTER else None,
        for_officer=target if to is Target.OFFICER else None,
    )
    if work.centre.service(goes_to.service) is None:
        raise Unprocessable("unknown_service", f"Không có lĩnh vực '{goes_to.service}'.")
    if to is Target.SERVICE and not work.centre.counters_of(goes_to.service):
        raise Unprocessable("unknown_service", f"Không quầy nào phục vụ lĩnh vực '{goes_to.service}'.")
    if to is Target.COUNTER and work.centre.counter(target) is None:
        raise NotFound("counter", f"Không có quầy '{target}'.")
    if to is Target.OFFICER and not sits_at_desks(work.connection, target):
        raise NotFound("officer", f"Không có cán bộ '{target}' phục vụ tại quầy.")
    now = Destination(turn.service, turn.for_counter, turn.for_officer)
    is_here = turn.state in BUSY and (to is Target.COUNTER and target == turn.counter_id)
    if is_here or (goes_to == now):
        raise Unprocessable("transfer_to_itself", f"Số {turn.number} đang ở đó rồi. Vui lòng chọn nơi khác.")
    return goes_to
