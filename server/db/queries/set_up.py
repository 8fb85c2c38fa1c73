"""The set-up as it stands and as it stood, who changed it, and all that leans on it now."""

import json
import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select, text

from server.centre_file import CentreFile, centre_of
from server.db import tables as t
from server.db.statements import Statement
from server.domain.instant import instant
from server.domain.special_days import DayOfTurns, RuleInForce
from server.domain.stranding import BoundDevice, Held, InUse, OpenTurn
from server.domain.turns import TurnState
from server.journal.events import DeviceAdded, DeviceChanged, SetUpChanged, read_event

CURRENT = Statement(select(t.set_up.c.revision, t.set_up.c.centre))
REVISION = Statement(select(t.set_up.c.revision))
_EVENT = select(t.journal.c.seq, t.journal.c.at, t.journal.c.kind, t.journal.c.version, t.journal.c.actor)
EVENT_BODY = Statement(
    select(t.journal.c.kind, t.journal.c.version, t.journal.c.body).where(t.journal.c.seq == bindparam("of_seq"))
)
CHANGES = Statement(
    _EVENT.add_columns(t.journal.c.body)
    .where(text(f"journal.{t.SET_UP_KINDS}"), t.journal.c.seq <= bindparam("until"))
    .order_by(t.journal.c.seq.desc())
    .limit(bindparam("at_most"))
)
DEVICES_UNTIL = Statement(
    select(t.journal.c.kind, t.journal.c.version, t.journal.c.body)
    .where(
        text(f"journal.{t.SET_UP_KINDS}"),
        or_(t.journal.c.kind == DeviceAdded.kind, t.journal.c.kind == DeviceChanged.kind),
        t.journal.c.seq < bindparam("before"),
    )
    .order_by(t.journal.c.seq.desc())
)
ALL_SET_UPS = Statement(
    _EVENT.add_columns(t.journal.c.body)
    .where(text(f"journal.{t.SET_UP_KINDS}"), t.journal.c.kind == SetUpChanged.kind)
    .order_by(t.journal.c.seq)
)
_TURN = select(
    t.turns.c.turn_id,
    t.tickets.c.shown,
    t.turns.c.service,
    t.turns.c.rate,
    t.turns.c.counter_id,
    t.turns.c.for_counter,
    t.turns.c.state,
    t.tickets.c.purpose,
).join(t.tickets, t.tickets.c.ticket_id == t.turns.c.ticket_id)
# Two statements: each has an index of the few rows it finds, both together would look at every turn there ever was.
OPEN_TURNS = Statement(_TURN.where(t.turns.c.ended_at.is_(None)))
MAY_RETURN = Statement(_TURN.where(t.turns.c.grace_until.is_not(None)))
OFFICERS_AT_DESKS = Statement(
    select(t.desk_sessions.c.counter_id, t.desk_sessions.c.officer_id, t.staff_profiles.c.display_name)
    .outerjoin(t.staff_profiles, t.staff_profiles.c.staff_id == t.desk_sessions.c.officer_id)
    .where(t.desk_sessions.c.signed_off_at.is_(None))
)
OPEN_PAUSES = Statement(
    select(t.desk_pauses.c.reason, t.desk_pauses.c.officer_id, t.staff_profiles.c.display_name)
    .outerjoin(t.staff_profiles, t.staff_profiles.c.staff_id == t.desk_pauses.c.officer_id)
    .where(t.desk_pauses.c.resumed_at.is_(None))
)
PLACES_TO_COME = Statement(
    select(t.reserved_places.c.service, func.count(), func.max(t.reserved_places.c.day))
    .where(t.reserved_places.c.state == "reserved", t.reserved_places.c.day >= bindparam("today"))
    .group_by(t.reserved_places.c.service)
)
OPEN_SUPPLEMENTS = Statement(
    select(t.supplements.c.service, func.count(), func.max(t.supplements.c.valid_until))
    .where(
        t.supplements.c.returned_ticket.is_(None),
        t.supplements.c.undone == 0,
        t.supplements.c.valid_until >= bindparam("today"),
    )
    .group_by(t.supplements.c.service)
)
BOUND_DEVICES = Statement(
    select(
        t.devices.c.device_id,
        t.devices.c.counter_id,
        t.devices.c.zone,
        and_(t.devices.c.kind == "board", t.devices.c.speaks.is_(True)),
    )
    .where(t.devices.c.retired_at.is_(None))
    .order_by(t.devices.c.device_id)
)
OPEN_WINDOWS = Statement(select(func.count()).select_from(t.windows).where(t.windows.c.closed_at.is_(None)))
LAST_RATED_DAY = Statement(select(t.windows.c.day).order_by(t.windows.c.window_id.desc()).limit(1))
FINISHED_BY_DAY = Statement(
    select(t.turns.c.day, t.service_days.c.opened_at, t.turns.c.ticks, func.count().label("turns"))
    .join(t.service_days, t.service_days.c.day == t.turns.c.day)
    .where(
        # By their tickets, which have an index of the day.
        t.turns.c.ticket_id.in_(
            select(t.tickets.c.ticket_id).where(t.tickets.c.day.between(bindparam("since"), bindparam("until")))
        ),
        t.turns.c.state == TurnState.FINISHED.value,
    )
    .group_by(t.turns.c.day, t.service_days.c.opened_at, t.turns.c.ticks)
    .order_by(t.turns.c.day)
)
STAFF_NAME = Statement(
    select(t.staff_profiles.c.display_name).where(t.staff_profiles.c.staff_id == bindparam("of_staff"))
)

_MAY_BE_CALLED = frozenset({TurnState.WAITING.value, TurnState.NO_SHOW.value})


@dataclass(frozen=True, slots=True)
class SetUp:
    revision: int
    """The sequence of the event that made it."""
    values: dict[str, Any]
    """The centre file without staff and devices, as JSON."""


@dataclass(frozen=True, slots=True)
class Change:
    """One event that changed the set-up or a device."""

    seq: int
    at: str
    """RFC 3339."""
    kind: str
    actor: str
    body: dict[str, Any]


def current_set_up(connection: sqlite3.Connection) -> SetUp | None:
    """None before there is a centre. Keys that a newer program knows stand there with their defaults."""
    row = CURRENT.first(connection)
    return None if row is None else SetUp(row["revision"], _whole(json.loads(row["centre"])))


def set_up_revision(connection: sqlite3.Connection) -> int:
    """0 before there is a centre."""
    return int(REVISION.value(connection) or 0)


def set_up_at(connection: sqlite3.Connection, seq: int) -> SetUp | None:
    """The set-up that the event `seq` made; None when that event is no change of it."""
    row = EVENT_BODY.first(connection, of_seq=seq)
    if row is None or row["kind"] != SetUpChanged.kind:
        return None
    event = read_event(row["kind"], row["version"], row["body"])
    assert isinstance(event, SetUpChanged)
    return SetUp(seq, _whole(event.centre))


def changes_of_set_up(connection: sqlite3.Connection, *, until: int, at_most: int) -> list[Change]:
    """The newest changes up to the sequence `until`, newest first."""
    return [
        Change(row["seq"], row["at"], row["kind"], row["actor"], json.loads(row["body"]))
        for row in CHANGES.all(connection, until=until, at_most=at_most)
    ]


def device_before(connection: sqlite3.Connection, device_id: str, seq: int) -> DeviceAdded | DeviceChanged | None:
    """How a device stood before an event; None: it was not there."""
    for row in DEVICES_UNTIL.each(connection, before=seq):
        event = read_event(row["kind"], row["version"], row["body"])
        assert isinstance(event, DeviceAdded | DeviceChanged)
        if event.device_id == device_id:
            return event
    return None


def rules_in_force(connection: sqlite3.Connection) -> list[RuleInForce]:
    """The special days of each set-up there ever was, with the moment from which it stood."""
    found = []
    for row in ALL_SET_UPS.all(connection):
        event = read_event(row["kind"], row["version"], row["body"])
        assert isinstance(event, SetUpChanged)
        found.append(
            RuleInForce(
                instant(datetime.fromisoformat(row["at"])),
                centre_of(CentreFile.model_validate(event.centre)).special_days,
            )
        )
    return found


def finished_by_day(connection: sqlite3.Connection, *, since: date, until: date = date.max) -> list[DayOfTurns]:
    """Turns finished on each service day from `since` to `until`, and their ticks."""
    finished: dict[tuple[str, int], int] = defaultdict(int)
    ticked: dict[tuple[str, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in FINISHED_BY_DAY.each(connection, since=since.isoformat(), until=until.isoformat()):
        day = (row["day"], row["opened_at"])
        finished[day] += row["turns"]
        for tick in json.loads(row["ticks"]):
            ticked[day][tick] += row["turns"]
    return [DayOfTurns(date.fromisoformat(day[0]), day[1], count, dict(ticked[day])) for day, count in finished.items()]


def in_use(connection: sqlite3.Connection, today: date) -> InUse:
    """Whoever and whatever leans on the set-up now."""
    day = today.isoformat()
    turns = {row["turn_id"]: row for open_or_back in (OPEN_TURNS, MAY_RETURN) for row in open_or_back.each(connection)}
    return InUse(
        turns=[
            OpenTurn(
                row["shown"],
                row["service"],
                row["rate"],
                row["counter_id"],
                row["for_counter"],
                row["state"] in _MAY_BE_CALLED,
                row["purpose"],
            )
            for _, row in sorted(turns.items())
        ],
        officers={
            row["counter_id"]: row["display_name"] or row["officer_id"] for row in OFFICERS_AT_DESKS.each(connection)
        },
        pauses={row["reason"]: row["display_name"] or row["officer_id"] for row in OPEN_PAUSES.each(connection)},
        places={row[0]: Held(row[1], row[2]) for row in PLACES_TO_COME.each(connection, today=day)},
        supplements={row[0]: Held(row[1], row[2]) for row in OPEN_SUPPLEMENTS.each(connection, today=day)},
        devices=[BoundDevice(row[0], row[1], row[2], bool(row[3])) for row in BOUND_DEVICES.each(connection)],
    )


def any_window_open(connection: sqlite3.Connection) -> bool:
    """Whether some turn is being rated."""
    return bool(OPEN_WINDOWS.value(connection))


def rated_on(connection: sqlite3.Connection, day: date) -> bool:
    """Whether a rating window was opened on that service day."""
    return bool(LAST_RATED_DAY.value(connection) == day.isoformat())


def name_of_staff(connection: sqlite3.Connection, staff_id: str) -> str | None:
    name: str | None = STAFF_NAME.value(connection, of_staff=staff_id)
    return name


def _whole(values: dict[str, Any]) -> dict[str, Any]:
    return CentreFile.model_validate(values).set_up()
