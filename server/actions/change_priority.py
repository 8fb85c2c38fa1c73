"""Another priority for somebody who waits, given at the desk with a reason; whom it passes is on record."""

from dataclasses import replace
from functools import partial

from server.actions.at_desk import day_in_service, require_served_here, turns_named
from server.actions.reasons import checked_reason, keep_reason
from server.actions.serving import turn_after
from server.db.queries.queue import Turn, waiting_list
from server.db.work import Work
from server.domain.call_order import call_order
from server.domain.next_ticket import Waiting
from server.domain.service_day import open_ms_between
from server.domain.turns import TurnState
from server.errors import Conflict, Unprocessable
from server.journal.events import PriorityChanged


def change_priority(
    work: Work, *, officer_id: str, number: str, group: str | None, reason: str, counter_id: str | None
) -> Turn:
    """Give a waiting number another priority group, or none; the turn as it waits now.

    Every waiting turn of the ticket moves. `counter_id` is where it was asked for, which has to be a counter that
    may serve one of them; None: not at a counter. A number that has the group already stays as it is.

    Raises:
        NotFound: no such number today.
        Conflict: it does not wait, or not for this counter.
        Unprocessable: no reason, or no such group.
    """
    reason = checked_reason(reason)
    if group is not None and work.centre.priority_group(group) is None:
        raise Unprocessable("unknown_priority_group", f"Không có diện ưu tiên '{group}'.")
    turns = turns_named(work, day_in_service(work), number)
    waiting = [turn for turn in turns if turn.state is TurnState.WAITING]
    if not waiting:
        raise Conflict("number_not_waiting", f"Số {turns[0].number} không còn chờ.")
    counter = None if counter_id is None else work.centre.counter(counter_id)
    if counter is not None:
        require_served_here(work, counter, waiting)
    rate = work.centre.rate_of(group)
    for turn in waiting:
        if (turn.priority_group, turn.rate) == (group, rate):
            continue
        seq = work.record(
            PriorityChanged(
                ticket_id=turn.ticket_id,
                turn_id=turn.turn_id,
                priority_group=group,
                rate=rate,
                counter_id=counter_id,
                officer_id=officer_id,
                passed=_passed(work, turn, rate),
            )
        )
        keep_reason(work, seq, reason)
    return turn_after(work, waiting[0].turn_id)


def _passed(work: Work, turn: Turn, rate: str) -> list[int]:
    """Who of the same service was to be called before it, and is no longer."""
    line = [
        other.as_waiting()
        for other in waiting_list(work.connection, turn.day)
        if other.service == turn.service and (other.cool_down_until is None or other.turn_id == turn.turn_id)
    ]
    before = _called_before(work, line, turn.turn_id)
    moved = [replace(waiting, group=rate) if waiting.turn_id == turn.turn_id else waiting for waiting in line]
    still_before = set(_called_before(work, moved, turn.turn_id))
    return [other for other in before if other not in still_before]


def _called_before(work: Work, line: list[Waiting], turn_id: int) -> list[int]:
    order = call_order(
        line,
        work.now,
        work.centre.queue,
        partial(open_ms_between, work.centre.hours, work.centre.timezone),
        at_most=len(line),
    )
    called = [choice.turn_id for choice in order]
    return called[: called.index(turn_id)]
