"""What officers answered to findings, and when and where the turns behind one were."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from server.db import tables as t
from server.db.statements import Statement
from server.domain.instant import Instant

_a, _turn = t.answered_findings.c, t.turns.c
ANSWERS = Statement(
    select(_a.finding_key, _a.officer_id, _a.answered_at, t.finding_answers.c.text)
    .outerjoin(t.finding_answers, t.finding_answers.c.seq == _a.seq)
    .where(_a.finding_key.like(bindparam("of_period")))
    .order_by(_a.seq)
)
WHEN = Statement(
    select(_turn.turn_id, _turn.counter_id, _turn.called_first_at, _turn.arrived_at, _turn.ended_at).where(
        _turn.turn_id == bindparam("of_turn")
    )
)


@dataclass(frozen=True, slots=True)
class FindingAnswer:
    finding_key: str
    officer_id: str
    answered_at: Instant
    text: str | None
    """None: the words are forgotten, or were lost with the tables beside the journal."""


@dataclass(frozen=True, slots=True)
class TurnOfFinding:
    """When and where a turn was; neither its number nor what was pressed."""

    turn_id: int
    counter_id: str
    began_at: Instant
    """When it was called first; of a quick serve, when it began."""
    ended_at: Instant


def answers_of_period(connection: sqlite3.Connection, first_day: str, last_day: str) -> list[FindingAnswer]:
    """The answers to the findings of exactly this period, in order."""
    return [FindingAnswer(*row) for row in ANSWERS.each(connection, of_period=f"%.{first_day}.{last_day}")]


def turns_of_finding(connection: sqlite3.Connection, turn_ids: Iterable[int]) -> list[TurnOfFinding]:
    """When and where these turns were, in order."""
    found = []
    for turn_id in turn_ids:
        row = WHEN.first(connection, of_turn=turn_id)
        if row is not None and row["ended_at"] is not None:
            began_at = row["called_first_at"] or row["arrived_at"] or row["ended_at"]
            found.append(TurnOfFinding(turn_id, row["counter_id"] or "", began_at, row["ended_at"]))
    return found
