"""Keep what an action at a counter changed, so that its officer can take it back within ten seconds."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from server.db import tables as t
from server.db.queries.queue import Turn
from server.db.statements import Statement
from server.db.work import Work
from server.domain.instant import Instant

_VALUES: dict[str, BindParameter[Any]] = {
    name: bindparam(name) for name in ("first_seq", "last_seq", "made_at", "before")
}
PUT_POINT = Statement(
    upsert(t.undo_points)
    .values(counter_id=bindparam("counter_id"), **_VALUES)
    .on_conflict_do_update(index_elements=["counter_id"], set_=_VALUES)
)
POINT = Statement(
    select(t.undo_points.c.first_seq, t.undo_points.c.last_seq, t.undo_points.c.made_at, t.undo_points.c.before).where(
        t.undo_points.c.counter_id == bindparam("of_counter")
    )
)
_TURN_COLUMNS = t.turns.columns.keys()
DROP_POINT = Statement(delete(t.undo_points).where(t.undo_points.c.counter_id == bindparam("of_counter")))


@dataclass(frozen=True, slots=True)
class UndoPoint:
    first_seq: int
    last_seq: int
    made_at: Instant
    turns: list[dict[str, Any]]
    """The touched turns as they were, rows of the turns table."""


def keep_undo_point(work: Work, counter_id: str, first_seq: int, before: list[Turn]) -> None:
    """Remember the counter's last action: events `first_seq` to now, and the turns before them."""
    PUT_POINT.run(
        work.connection,
        counter_id=counter_id,
        first_seq=first_seq,
        last_seq=work.head.seq,
        made_at=work.now,
        before=json.dumps([_row(turn) for turn in before]),
    )


def undo_point(work: Work, counter_id: str) -> UndoPoint | None:
    row = POINT.first(work.connection, of_counter=counter_id)
    return None if row is None else UndoPoint(row[0], row[1], row[2], json.loads(row[3]))


def drop_undo_point(work: Work, counter_id: str) -> None:
    DROP_POINT.run(work.connection, of_counter=counter_id)


def _row(turn: Turn) -> dict[str, Any]:
    return {name: getattr(turn, name) for name in _TURN_COLUMNS}
