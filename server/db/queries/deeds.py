"""What officers did outside the order: named calls, quick serves, other priorities; whom they passed, and why.

For head and auditor. It is read from the journal and from what was made of it; the officers' words stand beside it.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, bindparam, select, text

from server.db import tables as t
from server.db.statements import Statement
from server.domain.instant import Instant, instant, rfc3339
from server.domain.turns import TurnState
from server.journal.events import PriorityChanged, QuickServed, read_event

_since: BindParameter[str] = bindparam("since_day")
_until: BindParameter[str] = bindparam("until_day")
NAMED_CALLS = Statement(
    select(
        t.calls.c.call_id,
        t.calls.c.called_at,
        t.calls.c.officer_id,
        t.calls.c.counter_id,
        t.calls.c.day,
        t.calls.c.reason,
        t.calls.c.turn_id,
    )
    .where(t.calls.c.day.between(_since, _until), t.calls.c.kind == "named", t.calls.c.undone == 0)
    .order_by(t.calls.c.call_id)
)
OTHER_DEEDS = Statement(
    select(t.journal.c.seq, t.journal.c.at, t.journal.c.kind, t.journal.c.version, t.journal.c.body)
    .where(text(t.DEED_KINDS), t.journal.c.at >= bindparam("since"), t.journal.c.at < bindparam("before"))
    .order_by(t.journal.c.seq)
)
NUMBER = Statement(
    select(t.tickets.c.shown, t.tickets.c.day, t.turns.c.state)
    .join(t.turns, t.turns.c.ticket_id == t.tickets.c.ticket_id)
    .where(t.turns.c.turn_id == bindparam("of_turn"))
)
WORDS = Statement(select(t.deed_reasons.c.reason).where(t.deed_reasons.c.seq == bindparam("of_seq")))


class DeedKind(StrEnum):
    NAMED_CALL = "named_call"
    QUICK_SERVE = "quick_serve"
    PRIORITY_CHANGE = "priority_change"


@dataclass(frozen=True, slots=True)
class DeedDone:
    """One deed. Whoever was passed had waited for the same and ranked before."""

    seq: int
    """The event that it is."""
    kind: DeedKind
    at: Instant
    day: str
    officer_id: str
    counter_id: str | None
    number: str
    passed: tuple[str, ...]
    """The numbers it passed, in order of rank."""
    reason: str | None
    """The officer's words; None when the tables were rebuilt from the journal, which has none."""
    priority_group: str | None = None
    """Of a priority change: the group it gave; None is no group."""


@dataclass(frozen=True, slots=True)
class DeedCounts:
    """How often one officer did so, and how many were passed by it (one person twice when passed twice)."""

    officer_id: str
    named_calls: int = 0
    quick_serves: int = 0
    priority_changes: int = 0
    passed: int = 0


def deeds_of_period(connection: sqlite3.Connection, since: date, until: date, zone: str) -> list[DeedDone]:
    """Every such deed of the service days `since` to `until`, both included, oldest first; undone ones are none."""
    span = {"since_day": since.isoformat(), "until_day": until.isoformat()}
    deeds = [_named_call(connection, row) for row in NAMED_CALLS.all(connection, **span)]
    midnight = datetime.combine(since, time.min, ZoneInfo(zone))
    # A day that nobody closed goes on after midnight: look a day further, and go by the day of the number.
    after = datetime.combine(until + timedelta(days=2), time.min, ZoneInfo(zone))
    rows = OTHER_DEEDS.all(connection, since=rfc3339(instant(midnight)), before=rfc3339(instant(after)))
    others = [_other_deed(connection, row) for row in rows]
    deeds += [deed for deed in others if deed is not None and span["since_day"] <= deed.day <= span["until_day"]]
    return sorted(deeds, key=lambda deed: deed.seq)


def counted(deeds: Iterable[DeedDone]) -> list[DeedCounts]:
    """The counts of every officer who did any, in order of officer."""
    counts: dict[str, DeedCounts] = {}
    for deed in deeds:
        so_far = counts.get(deed.officer_id, DeedCounts(deed.officer_id))
        counts[deed.officer_id] = replace(
            so_far,
            named_calls=so_far.named_calls + (deed.kind is DeedKind.NAMED_CALL),
            quick_serves=so_far.quick_serves + (deed.kind is DeedKind.QUICK_SERVE),
            priority_changes=so_far.priority_changes + (deed.kind is DeedKind.PRIORITY_CHANGE),
            passed=so_far.passed + len(deed.passed),
        )
    return [counts[officer_id] for officer_id in sorted(counts)]


def _named_call(connection: sqlite3.Connection, row: sqlite3.Row) -> DeedDone:
    return DeedDone(
        seq=row["call_id"],
        kind=DeedKind.NAMED_CALL,
        at=row["called_at"],
        day=row["day"],
        officer_id=row["officer_id"],
        counter_id=row["counter_id"],
        number=_number(connection, row["turn_id"])[0],
        passed=_numbers(connection, json.loads(row["reason"]).get("passed", [])),
        reason=WORDS.value(connection, of_seq=row["call_id"]),
    )


def _other_deed(connection: sqlite3.Connection, row: sqlite3.Row) -> DeedDone | None:
    event = read_event(row["kind"], row["version"], row["body"])
    if not isinstance(event, QuickServed | PriorityChanged):
        return None
    turn_id = row["seq"] if isinstance(event, QuickServed) else event.turn_id
    number, day, state = _number(connection, turn_id)
    if isinstance(event, QuickServed) and state == TurnState.CANCELLED:
        return None  # nothing else than Undo cancels one
    return DeedDone(
        seq=row["seq"],
        kind=DeedKind.QUICK_SERVE if isinstance(event, QuickServed) else DeedKind.PRIORITY_CHANGE,
        at=instant(datetime.fromisoformat(row["at"])),
        day=day,
        officer_id=event.officer_id,
        counter_id=event.counter_id,
        number=number,
        passed=_numbers(connection, event.passed),
        reason=WORDS.value(connection, of_seq=row["seq"]),
        priority_group=event.priority_group if isinstance(event, PriorityChanged) else None,
    )


def _numbers(connection: sqlite3.Connection, turn_ids: list[int]) -> tuple[str, ...]:
    return tuple(_number(connection, turn_id)[0] for turn_id in turn_ids)


def _number(connection: sqlite3.Connection, turn_id: int) -> tuple[str, str, str]:
    """The number, the day and the state of a turn; of one that an undo removed, none is known any more."""
    row = NUMBER.first(connection, of_turn=turn_id)
    return ("?", "", "") if row is None else (row["shown"], row["day"], row["state"])
