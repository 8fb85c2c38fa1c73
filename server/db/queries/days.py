"""Service days, and how far the clock can be believed."""

import sqlite3
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from server.db import tables as t
from server.db.statements import Statement
from server.domain.instant import Instant
from server.domain.service_day import DayPhase, DayState
from server.journal.events import DatabaseRestored, LostInRestore

_DAY = select(
    t.service_days.c.day,
    t.service_days.c.state,
    t.service_days.c.opened_at,
    t.service_days.c.phase_at_opening,
    t.service_days.c.extended_to,
    t.service_days.c.rush,
    t.service_days.c.rush_by,
)
LAST_DAY = Statement(_DAY.order_by(t.service_days.c.day.desc()).limit(1))
ONE_DAY = Statement(_DAY.where(t.service_days.c.day == bindparam("of_day")))
CLOSED_DAYS = Statement(
    select(t.service_days.c.day).where(t.service_days.c.state == DayState.CLOSED.value).order_by(t.service_days.c.day)
)
CLOSED_SERVICES = Statement(select(t.closed_services.c.service).where(t.closed_services.c.day == bindparam("of_day")))
COUNT_DAYS = Statement(select(func.count()).select_from(t.service_days))
LOOKED_BACK = 50_000
"""Events: more than a week of a large centre. No word waits in a device for longer without being sent."""
RESTORED_BEFORE = Statement(
    select(t.journal.c.seq).where(
        t.journal.c.seq > bindparam("from_seq"),
        t.journal.c.seq < bindparam("before_seq"),
        t.journal.c.kind == DatabaseRestored.kind,
    )
)
_OF_LOSS = t.journal.c.body
LOST_NUMBERS = Statement(
    select(
        func.sum(func.json_extract(_OF_LOSS, "$.last") - func.json_extract(_OF_LOSS, "$.first") + 1),
    ).where(
        t.journal.c.seq > bindparam("from_seq"),
        t.journal.c.kind == LostInRestore.kind,
        func.json_extract(_OF_LOSS, "$.day") == bindparam("of_day"),
        func.json_extract(_OF_LOSS, "$.prefix") == bindparam("of_prefix"),
    )
)
LAST_JUMP = Statement(select(func.max(t.clock_jumps.c.at)))


@dataclass(frozen=True, slots=True)
class ServiceDay:
    day: str
    """Local date, ISO 8601."""
    state: DayState
    opened_at: Instant
    phase_at_opening: DayPhase
    extended_to: Instant | None = None
    """When it closes instead of what the hours say."""
    rush: str | None = None
    """`on` or `off`; None: nobody and no rule has switched it that day."""
    rush_by: str | None = None
    """`head` or `rule`."""

    @property
    def is_rush(self) -> bool:
        return self.rush == "on"


def last_day(connection: sqlite3.Connection) -> ServiceDay | None:
    """The newest service day, open or not."""
    return _service_day(LAST_DAY.first(connection))


def _service_day(row: sqlite3.Row | None) -> ServiceDay | None:
    return None if row is None else ServiceDay(row[0], DayState(row[1]), row[2], DayPhase(row[3]), *row[4:])


def open_day(connection: sqlite3.Connection) -> ServiceDay | None:
    """The day in which people are served now: open, or with tickets stopped."""
    day = last_day(connection)
    return None if day is None or day.state is DayState.CLOSED else day


def days_so_far(connection: sqlite3.Connection) -> int:
    """How many service days the centre has had."""
    return int(COUNT_DAYS.value(connection))


def day_of(connection: sqlite3.Connection, day: str) -> ServiceDay | None:
    """The service day of a local date, if there was one."""
    return _service_day(ONE_DAY.first(connection, of_day=day))


def closed_days(connection: sqlite3.Connection) -> list[str]:
    return [row[0] for row in CLOSED_DAYS.all(connection)]


def closed_services_of(connection: sqlite3.Connection, day: str) -> frozenset[str]:
    """Services of which no more numbers are given that day."""
    return frozenset(row[0] for row in CLOSED_SERVICES.all(connection, of_day=day))


def jumped_since(connection: sqlite3.Connection, at: Instant) -> bool:
    """Whether the wall clock was set after `at`: then durations from before it are unsure."""
    last: Instant | None = LAST_JUMP.value(connection)
    return last is not None and last > at


def lost_in_restores(connection: sqlite3.Connection, day: str, prefix: str, head_seq: int) -> int:
    """How many numbers of a series were passed over after restores, as far back as `was_restored_before` looks."""
    row = LOST_NUMBERS.first(connection, from_seq=head_seq - LOOKED_BACK, of_day=day, of_prefix=prefix)
    return 0 if row is None or row[0] is None else int(row[0])


def was_restored_before(connection: sqlite3.Connection, seq: int) -> bool:
    """Whether, not long before, a copy took the database's place: what has this sequence as its id may have the id of
    something that was lost."""
    return RESTORED_BEFORE.first(connection, before_seq=seq, from_seq=seq - LOOKED_BACK) is not None
