"""A year behind a large centre, as rows: 100,000 tickets, queues that grow and shrink, and 45,000 ratings.

Only what reports read is made, and straight into the tables: no journal. The same seed makes the same year.
"""

import heapq
import json
import random
import sqlite3
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, insert

from server.actions.set_up import add_staff, load_centre
from server.actions.settle_ratings import settle_ratings
from server.centre_file import CentreFile, check_centre
from server.db import tables
from server.db.connections import open_for_writing
from server.db.schema import prepare_database
from server.db.statements import Statement
from server.db.work import Work, keep_head, read_head
from server.domain.centre import Centre
from server.domain.instant import MINUTE_MS, SECOND_MS, Instant, instant
from server.domain.service_day import spans_of
from simulation.centre_folder import SAMPLE_CENTRE

TICKETS = 100_000
DAYS = 250
COUNTERS = 16
OFFICERS = 20
RATED_SHARE = 0.47
"""Of those who were asked: 45,000 of a year."""
NO_SHOW_SHARE, HELD_SHARE, SUPPLEMENT_SHARE, RECALLED_SHARE, INFERRED_SHARE = 0.04, 0.03, 0.06, 0.12, 0.05
LEVELS = (5, 5, 5, 4, 4, 4, 3, 2, 1)
HEAD = "GD01"
SERVICE_MIN = 11.5
"""The mean time at the desk: sixteen counters are then busy, and queues form at ten o'clock and on Mondays."""
_NO_HASH = "none"
_FIRST_SEQ = 10_000
_HOUR_WEIGHTS = {7: 9, 8: 22, 9: 20, 10: 14, 11: 4, 13: 12, 14: 12, 15: 9, 16: 4}
"""When people come, by the hour."""


@dataclass(frozen=True, slots=True)
class Year:
    database: Path
    first_day: date
    last_day: date
    tickets: int
    ratings: int


def make_year(database: Path, *, tickets: int = TICKETS, days: int = DAYS, last: date = date(2026, 10, 30)) -> Year:
    """Make the centre and its `days` working days up to `last`, all of them closed."""
    prepare_database(database)
    connection = open_for_writing(database)
    try:
        connection.execute("PRAGMA synchronous=OFF")  # nobody uses it yet: what a power cut spoils is made anew
        file = _centre_file()
        connection.execute("BEGIN IMMEDIATE")
        work = Work(
            connection, None, instant(datetime(2025, 1, 1, tzinfo=ZoneInfo("UTC"))), read_head(connection), "year"
        )
        _set_up(work, file)
        rows = _Rows(work.centre)
        on, left = last, days
        working: list[date] = []
        while left:
            if spans_of(work.centre.hours, on):
                working.insert(0, on)
                left -= 1
            on -= timedelta(days=1)
        chance = random.Random("a year")
        for place, day in enumerate(working):
            monday = 1.35 if day.weekday() == 0 else 0.91
            share = tickets / days * monday
            rows.live_through(
                day,
                round(share)
                if place
                else tickets
                - sum(round(tickets / days * (1.35 if one.weekday() == 0 else 0.91)) for one in working[1:]),
                chance,
            )
        rows.write(connection)
        work.now = instant(datetime.combine(last + timedelta(days=1), time(), ZoneInfo(work.centre.timezone)))
        while settle_ratings(work):
            pass
        keep_head(connection, work.head)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        ratings = connection.execute("SELECT count(*) FROM settled_ratings").fetchone()[0]
    finally:
        connection.close()
    return Year(database, working[0], last, len(rows.of["tickets"]), ratings)


def _centre_file() -> CentreFile:
    """The sample centre with sixteen counters, each with services of its own and one beside."""
    values = json.loads(SAMPLE_CENTRE.read_text(encoding="utf-8"))
    services = [service["code"] for service in values["services"]]
    values["counters"] = [
        {
            "id": f"Q{number}",
            "number": number,
            "name": f"Quầy số {number}",
            "services": [services[number % len(services)]],
            "second_services": [services[(number + 1) % len(services)]],
        }
        for number in range(1, COUNTERS + 1)
    ]
    for service in values["services"]:
        service.pop("counters", None)
    values["officers"] = []
    return check_centre(values)


def _set_up(work: Work, file: CentreFile) -> None:
    load_centre(work, file=file)
    add_staff(work, staff_id=HEAD, role="head", login=HEAD, display_name="Giám đốc Trung tâm", password_hash=_NO_HASH)
    for n in range(1, OFFICERS + 1):
        name = f"Cán bộ {n:02d}"
        add_staff(
            work, staff_id=f"CB{n:02d}", role="officer", login=f"cb{n:02d}", display_name=name, password_hash=_NO_HASH
        )


@dataclass
class _Rows:
    """Rows by table, as they will be written; ids grow with time."""

    centre: Centre
    of: dict[str, list[dict[str, object]]] = field(default_factory=lambda: defaultdict(list))
    seq: int = _FIRST_SEQ
    to_return: list[int] = field(default_factory=list)
    """Supplements that somebody will bring."""

    def write(self, connection: sqlite3.Connection) -> None:
        for name, rows in self.of.items():
            table = tables.metadata.tables[name]
            statement = Statement(insert(table).values({column: bindparam(column) for column in rows[0]}))
            connection.executemany(statement.sql(), rows)

    def next(self) -> int:
        self.seq += 1
        return self.seq

    def live_through(self, day: date, tickets: int, chance: random.Random) -> None:
        """One day: people come, wait for a counter of their service, are served, and some of them rate."""
        zone = ZoneInfo(self.centre.timezone)
        spans = spans_of(self.centre.hours, day)
        opened_at = instant(datetime.combine(day, time(7), zone))
        closed_at = instant(datetime.combine(day, time(17, 30), zone))
        name = day.isoformat()
        self.of["service_days"].append(
            {"day": name, "state": "closed", "opened_at": opened_at, "closed_at": closed_at, "phase_at_opening": 2}
        )
        officers = chance.sample(range(1, OFFICERS + 1), COUNTERS)
        desks = []
        for counter, nth in zip(self.centre.counters, sorted(officers), strict=True):
            since = instant(datetime.combine(day, spans[0].opens, zone))
            until = instant(datetime.combine(day, spans[-1].closes, zone)) + 20 * MINUTE_MS
            session = self.next()
            of = {"counter_id": counter.counter_id, "officer_id": f"CB{nth:02d}"}
            self.of["desk_sessions"].append(
                {"session_id": session, **of, "signed_on_at": since, "signed_off_at": until}
            )
            pause_at = since + chance.randrange(60, 200) * MINUTE_MS
            self.of["desk_pauses"].append(
                {
                    "pause_id": self.next(),
                    "session_id": session,
                    **of,
                    "reason": "break",
                    "paused_at": pause_at,
                    "resumed_at": pause_at + 10 * MINUTE_MS,
                }
            )
            desks.append(_Desk(counter.counter_id, of["officer_id"], frozenset(counter.services), since))
        hours = chance.choices(list(_HOUR_WEIGHTS), weights=list(_HOUR_WEIGHTS.values()), k=tickets)
        times = sorted(
            instant(datetime.combine(day, time(hour), zone)) + chance.randrange(60 * 60) * SECOND_MS for hour in hours
        )
        numbers: dict[str, int] = defaultdict(int)
        codes = [service.code for service in self.centre.services]
        by_service: dict[str, list[tuple[Instant, int, _Desk]]] = defaultdict(list)
        for place, desk in enumerate(desks):
            for code in desk.services:
                heapq.heappush(by_service[code], (desk.free_at, place, desk))
        for at in times:
            service = chance.choice(codes)
            numbers[service] += 1
            self._one(name, service, numbers[service], at, by_service[service], closed_at, chance)

    def _one(
        self,
        day: str,
        service: str,
        number: int,
        at: Instant,
        desks: "list[tuple[Instant, int, _Desk]]",
        closed_at: Instant,
        chance: random.Random,
    ) -> None:
        ticket, event = self.next(), self.next()
        self.of["tickets"].append(
            {
                "ticket_id": ticket,
                "intent_id": str(uuid.UUID(int=chance.getrandbits(128))),
                "day": day,
                "prefix": service,
                "number": number,
                "shown": f"{service}{number:03d}",
                "service": service,
                "language": "vi",
                "device_id": "kiosk-1",
                "issued_at": at,
                "origin": "kiosk",
                "print_outcome": "printed",
            }
        )
        turn: dict[str, object] = {
            "turn_id": ticket,
            "ticket_id": ticket,
            "day": day,
            "service": service,
            "rate": "ordinary",
            "state": "expired",
            "ranked_at": at,
            "arrival": ticket,
            "waiting_since": at,
            "overtaken": 0,
            "counter_id": None,
            "officer_id": None,
            "call_id": None,
            "called_first_at": None,
            "called_last_at": None,
            "call_count": 0,
            "arrived_at": None,
            "arrival_inferred": 0,
            "ended_at": closed_at,
            "end_inferred": 0,
            "outcome": None,
            "origin": "issued",
            "ticks": "[]",
            "touched_seq": event,
        }
        self.of["turns"].append(turn)
        _, place, desk = heapq.heappop(desks)
        called = max(at, desk.free_at) + chance.randrange(5, 60) * SECOND_MS
        if called >= closed_at:
            heapq.heappush(desks, (desk.free_at, place, desk))
            return
        self._call(turn, desk, called, day, "next")
        last = called
        if chance.random() < RECALLED_SHARE:
            last = called + chance.randrange(20, 60) * SECOND_MS
            self._call(turn, desk, last, day, "recall")
        came = chance.random() >= NO_SHOW_SHARE
        arrived = last + chance.randrange(8, 60) * SECOND_MS
        ended = (
            arrived + max(60, round(chance.expovariate(1 / (SERVICE_MIN * 60)))) * SECOND_MS if came else last + 90_000
        )
        turn["ended_at"] = ended
        if not came:
            turn["state"] = "no_show"
        else:
            inferred = chance.random() < INFERRED_SHARE
            ticks = [tick.tick for tick in self.centre.ticks if chance.random() < 0.5]
            turn |= {
                "state": "finished",
                "arrived_at": arrived,
                "arrival_inferred": int(inferred),
                "end_inferred": int(inferred),
                "outcome": self.centre.default_outcome,
                "ticks": json.dumps(ticks),
            }
            if chance.random() < HELD_SHARE:
                hold = {"hold_id": self.next(), "turn_id": ticket, "counter_id": desk.counter_id}
                held_at = arrived + 20 * SECOND_MS
                resumed_at = held_at + 2 * MINUTE_MS
                hold |= {"officer_id": desk.officer_id, "held_at": held_at, "ended_at": resumed_at}
                self.of["holds"].append(hold)
                self._call(turn, desk, resumed_at, day, "resumed")
                turn["ended_at"] = ended = max(ended, resumed_at + MINUTE_MS)
            self._rated(turn, desk, ended, chance)
            self._lacked(turn, day, chance)
        desk.free_at = ended
        heapq.heappush(desks, (ended, place, desk))

    def _call(self, turn: dict[str, object], desk: "_Desk", at: Instant, day: str, kind: str) -> None:
        call = self.next()
        self.of["calls"].append(
            {
                "call_id": call,
                "turn_id": turn["turn_id"],
                "day": day,
                "counter_id": desk.counter_id,
                "officer_id": desk.officer_id,
                "kind": kind,
                "to_seat": 0,
                "reason": '{"rule": "only_group"}',
                "called_at": at,
                "undone": 0,
            }
        )
        turn |= {"counter_id": desk.counter_id, "officer_id": desk.officer_id, "call_id": call, "called_last_at": at}
        turn["called_first_at"] = turn["called_first_at"] or at
        turn["call_count"] = len(self.of["calls"]) and int(str(turn["call_count"])) + 1

    def _rated(self, turn: dict[str, object], desk: "_Desk", at: Instant, chance: random.Random) -> None:
        window = self.next()
        self.of["windows"].append(
            {
                "window_id": window,
                "turn_id": turn["turn_id"],
                "day": turn["day"],
                "counter_id": desk.counter_id,
                "officer_id": desk.officer_id,
                "service": turn["service"],
                "scheme_id": self.centre.scheme.scheme_id,
                "opened_at": at,
                "closes_at": at + MINUTE_MS,
                "closed_at": at + MINUTE_MS,
                "undone": 0,
            }
        )
        if chance.random() >= RATED_SHARE:
            return
        level = chance.choice(LEVELS)
        press = self.next()
        self.of["presses"].append(
            {
                "press_id": str(uuid.UUID(int=chance.getrandbits(128))),
                "seq": press,
                "device_id": f"pad-{desk.counter_id}",
                "counter_id": desk.counter_id,
                "boot_id": "year",
                "n": press,
                "level": level,
                "window_seen": window,
                "age_ms": 40,
                "received_at": at + 9 * SECOND_MS,
                "window_id": window,
                "channel": "pad",
                "flags": "",
            }
        )
        if level < 4 and self.centre.scheme.reasons and chance.random() < 0.5:
            reason = chance.choice(self.centre.scheme.reasons).reason
            given = {"window_id": window, "series": "desk", "reason": reason, "seq": self.next()}
            self.of["rating_reasons"].append({**given, "given_at": at + 20 * SECOND_MS})

    def _lacked(self, turn: dict[str, object], day: str, chance: random.Random) -> None:
        """Somebody lacks something, or brings what was missing."""
        if self.to_return and chance.random() < SUPPLEMENT_SHARE:
            supplement = self.to_return.pop(0)
            self.of["supplements"][supplement]["returned_ticket"] = turn["ticket_id"]
        if chance.random() < SUPPLEMENT_SHARE:
            self.to_return.append(len(self.of["supplements"]))
            self.of["supplements"].append(
                {
                    "supplement_id": self.next(),
                    "turn_id": turn["turn_id"],
                    "ticket_id": turn["ticket_id"],
                    "day": day,
                    "service": turn["service"],
                    "officer_id": turn["officer_id"],
                    "valid_until": day,
                    "returned_ticket": None,
                    "undone": 0,
                }
            )


@dataclass
class _Desk:
    counter_id: str
    officer_id: str
    services: frozenset[str]
    free_at: Instant
