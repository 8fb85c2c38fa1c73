"""Take back the counter's own last action within ten seconds."""

from sqlalchemy import BindParameter, bindparam, select

from server.actions.at_desk import desk
from server.actions.finish import forget_dossier
from server.actions.undoing import UndoPoint, drop_undo_point, undo_point
from server.db import tables as t
from server.db.queries.days import open_day
from server.db.queries.holds import busy_turns_of_ticket
from server.db.queries.queue import turn_at_counter, turn_by_id
from server.db.statements import Statement
from server.db.work import Work
from server.domain.rating_window import UNDO_MS
from server.domain.turns import AT_THE_COUNTER, BUSY, TurnState
from server.errors import Conflict
from server.journal.events import ActionUndone, TurnCalled, read_event

_first: BindParameter[int] = bindparam("first_seq")
_last: BindParameter[int] = bindparam("last_seq")
CALLS_IN = Statement(
    select(t.journal.c.kind, t.journal.c.version, t.journal.c.body).where(
        t.journal.c.seq.between(_first, _last), t.journal.c.kind == TurnCalled.kind
    )
)
_IN_A_CLOSED_DAY = (TurnState.SERVING, TurnState.CANCELLED)
ADDED_IN = Statement(select(t.turns.c.turn_id, t.turns.c.touched_seq).where(t.turns.c.turn_id.between(_first, _last)))
BROUGHT_IN = Statement(
    select(t.supplements.c.supplement_id).where(
        t.supplements.c.supplement_id.between(_first, _last), t.supplements.c.returned_ticket.is_not(None)
    )
)


def undo(work: Work, *, counter_id: str, officer_id: str) -> list[str]:
    """Undo the last call, start, finish, no-show, return, hold, transfer, second service or quick serve of this
    counter; the numbers that are as before.

    Finish-and-call is undone together. Undoing a finish closes its rating window; its presses stay, uncounted; its
    dossier code, its supplement and the slip that was not printed yet go. Undoing a transfer removes the turn that
    it added; undoing a quick serve leaves its number cancelled. A desk that pauses goes on.

    Raises:
        Conflict: nothing to undo, too late, or something has happened to those turns since.
    """
    desk(work, counter_id, officer_id)
    point = undo_point(work, counter_id)
    if point is None:
        raise Conflict("nothing_to_undo", "Không có thao tác nào để hoàn tác.")
    if work.now - point.made_at >= UNDO_MS:
        raise Conflict("too_late_to_undo", "Chỉ hoàn tác được trong 10 giây.")
    if not _untouched_since(work, point) or not _has_room(work, point):
        raise Conflict("changed_since", "Số này đã có thay đổi khác, không hoàn tác được.")
    if not _may_live_again(work, point):
        raise Conflict("day_closed", "Ngày làm việc đã đóng, số này không thể chờ hay được gọi nữa.")
    desk(work, counter_id, officer_id, resumes=True)
    work.record(
        ActionUndone(
            counter_id=counter_id,
            first_seq=point.first_seq,
            last_seq=point.last_seq,
            turns=point.turns,
            overtaken=_overtaken_in(work, point),
        )
    )
    drop_undo_point(work, counter_id)
    for was in point.turns:
        forget_dossier(work, was["turn_id"])
    turns = [turn_by_id(work.connection, was["turn_id"]) for was in point.turns]
    return [turn.number for turn in turns if turn is not None]


def _untouched_since(work: Work, point: UndoPoint) -> bool:
    for was in point.turns:
        turn = turn_by_id(work.connection, was["turn_id"])
        if turn is None or turn.touched_seq > point.last_seq:
            return False
    return all(
        row["touched_seq"] <= point.last_seq
        for row in ADDED_IN.all(work.connection, first_seq=point.first_seq, last_seq=point.last_seq)
    ) and not BROUGHT_IN.first(work.connection, first_seq=point.first_seq, last_seq=point.last_seq)


def _has_room(work: Work, point: UndoPoint) -> bool:
    """A counter has one turn at most, and so has a ticket: somebody may have come in between."""
    own = {was["turn_id"] for was in point.turns}
    for was in point.turns:
        if was["state"] in BUSY and not own.issuperset(busy_turns_of_ticket(work.connection, was["ticket_id"])):
            return False
        if was["state"] in AT_THE_COUNTER:
            here = turn_at_counter(work.connection, was["counter_id"])
            if here is not None and here.turn_id not in own:
                return False
    return True


def _may_live_again(work: Work, point: UndoPoint) -> bool:
    """In a closed day nobody waits, is called or on hold; who was being served may be served on."""
    day = open_day(work.connection)
    today = None if day is None else day.day
    return all(was["state"] in _IN_A_CLOSED_DAY or was["day"] == today for was in point.turns)


def _overtaken_in(work: Work, point: UndoPoint) -> list[int]:
    rows = CALLS_IN.all(work.connection, first_seq=point.first_seq, last_seq=point.last_seq)
    calls = [read_event(row["kind"], row["version"], row["body"]) for row in rows]
    return [turn_id for call in calls if isinstance(call, TurnCalled) for turn_id in call.overtaken]
