"""What citizens asked for, kept on disk: a wish survives a power cut and still makes at most one ticket.

wanted -> answered -> (printing may have begun) -> settled with an outcome
wanted -> cancelled (no answer in time) or refused (the server said no)

Answered is a wish by the server, or by the kiosk's own emergency series while the server is away. The counter of that
series lies in the same file, so that a number and the wish that has it are kept in one commit.

A wish is for a number today, for a reserved place on a later day, or for the number that a code stands for.
A row is *owed* until what the server must be told (an outcome, a cancellation) stands in the outbox; what became of
the slip of a reserved place is nobody's but the kiosk's.

A file that is damaged is set aside, never deleted; what can still be read of it is carried over, and the kiosk goes on
with a new one (messaging/damaged_files.py). The last number of the emergency series is kept in a file of its own as
well: it never goes back.
"""

import json
import logging
import os
import re
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict, ValidationError

from kiosk.errors import IntentsUnusable
from kiosk.local_time import zone_of
from messaging.clock import Clock
from messaging.damaged_files import (
    are_set_aside,
    begin_anew,
    is_coming,
    is_damage,
    require_sound,
    still_readable,
    take_what_is_coming,
)
from messaging.failpoints import reach
from messaging.requests import IssuedTicket, PrintOutcome, ReservedPlace
from messaging.snapshots import Instant

KEPT_FINISHED = 500
"""Finished wishes kept for whoever looks into a complaint; about two busy days."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS intent (
    intent_id       TEXT PRIMARY KEY,
    service         TEXT NOT NULL,
    priority_group  TEXT,
    language        TEXT NOT NULL,
    born_at         TEXT NOT NULL,
    born_boot       TEXT NOT NULL,
    born_s          REAL NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('wanted', 'answered', 'settled', 'cancelled', 'refused')),
    ticket          TEXT,
    answered_at     TEXT,
    answered_boot   TEXT,
    answered_s      REAL,
    print_began     INTEGER NOT NULL DEFAULT 0,
    outcome         TEXT,
    message_id      TEXT,
    is_owed         INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS highest_number (
    day     TEXT NOT NULL,
    prefix  TEXT NOT NULL,
    highest INTEGER NOT NULL,
    PRIMARY KEY (day, prefix)
);
CREATE TABLE IF NOT EXISTS emergency_series (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    last     INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS remembered (
    name  TEXT PRIMARY KEY,
    words TEXT NOT NULL
);
"""

_LOOKS = (
    "SELECT intent_id, service, born_at, state, ticket, message_id, is_owed FROM intent LIMIT 1",
    "SELECT day, prefix, highest FROM highest_number LIMIT 1",
    "SELECT last FROM emergency_series LIMIT 1",
    "SELECT name, words FROM remembered LIMIT 1",
)
"""Some other program's file has no such columns."""

LAST_EMERGENCY_NUMBER = 999
"""001 follows it."""

_TRIED = "tried"
DAMAGED = "intents_damaged"
"""A file was set aside and still lies there."""

_HALF_ROUND = LAST_EMERGENCY_NUMBER // 2
_SERIES_FILE = "emergency-series.txt"
_OWN_NUMBER = re.compile(rb'"number": ?(\d{1,3}), ?"shown": ?"X')
"""A number of the emergency series as it lies in a file of the kiosk, also in one that is damaged."""
_TABLES = ("intent", "highest_number", "emergency_series", "remembered")

log = logging.getLogger(__name__)

# Since the first release; a file of an older program gets them when it is opened.
_LATER_COLUMNS = {
    "kind": "TEXT NOT NULL DEFAULT 'number'",
    "code": "TEXT",
    "place": "TEXT",
    "purpose": "TEXT",
    "emergency": "TEXT",
    "procedure": "TEXT",
}

_NUMBER = re.compile(r"([A-Z])(\d{3,})")


class WishKind(StrEnum):
    NUMBER = "number"
    """A number of a service, today."""
    PLACE = "place"
    """A reserved place of a service, on a later day."""
    CLAIM = "claim"
    """The number that a code from a slip stands for."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a citizen touched. Of a claim the service is not known yet (empty), and `code` has its six digits."""

    service: str
    priority_group: str | None
    language: str
    """A LanguageTag, also one that the kiosk has no screens in."""
    kind: WishKind = WishKind.NUMBER
    code: str | None = None
    purpose: str | None = None
    procedure: str | None = None
    """The code of the procedure that was looked up, and for which the number is taken."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time that can still be measured from after a restart, with or without a clock battery."""

    at: datetime
    boot_id: str
    monotonic_s: float

    def age_s(self, now: "Moment") -> float | None:
        """Seconds from here to `now`; None when they cannot be known.

        Within one boot of the machine the monotonic clock is exact. After a reboot only the wall clock is
        left: one that stands before this moment tells nothing, and the age is at least the new uptime.
        """
        if self.boot_id == now.boot_id:
            since_s = now.monotonic_s - self.monotonic_s
        else:
            since_s = max((now.at - self.at).total_seconds(), now.monotonic_s)
            if now.at < self.at:
                return None
        return since_s if since_s >= 0 else None


def moment(clock: Clock) -> Moment:
    """Now, by the program's clock and the kernel's boot id."""
    return Moment(at=clock.now(), boot_id=_kernel_boot_id(), monotonic_s=clock.monotonic_s())


class IntentState(StrEnum):
    WANTED = "wanted"
    """Stored; perhaps sent; no answer seen."""
    ANSWERED = "answered"
    """The server gave a ticket; what became of the slip is not known yet."""
    SETTLED = "settled"
    """The outcome of the slip is on record."""
    CANCELLED = "cancelled"
    """Given up without an answer; the server is told."""
    REFUSED = "refused"
    """The server said no; there is no ticket."""


class EmergencyFacts(BaseModel):
    """What a number of the emergency series is given with: names as the server said them last."""

    model_config = ConfigDict(frozen=True)

    kiosk_number: int
    service_name: str
    service_name_en: str
    priority_name: str | None
    priority_name_en: str | None
    counters: list[int]
    centre_name: str
    timezone: str
    at: Instant | None
    """For the slip, as well as the kiosk knows it; None: its own clock cannot be believed."""
    server_at: Instant | None
    """By the server's clock; None: the server was not heard since the start."""


class EmergencyNumber(EmergencyFacts):
    """A number that the kiosk has given by itself."""

    number: int
    shown: str
    """Such as `X2-001`."""
    service: str
    language: str
    check: str = ""
    """The three digits by which its holder can say a word of it, once the server has it; empty: an older program's."""


@dataclass(frozen=True, slots=True)
class Intent:
    """One wish and how far it has come. `message_id` names what the server is told about its end."""

    intent_id: UUID
    wish: Wish
    born: Moment
    state: IntentState
    ticket: IssuedTicket | None
    answered: Moment | None
    print_began: bool
    outcome: PrintOutcome | None
    message_id: UUID | None
    place: ReservedPlace | None = None
    emergency: EmergencyNumber | None = None
    """Given at `answered`, while the server was away."""


class IntentStore:
    """One SQLite file; every method that writes has reached the disk when it returns.

    Raises IntentsUnusable from each method when the disk does not take or give the rows. May be called
    from any thread. A damaged file is set aside when it is found: at the start unnoticed, later after one
    IntentsUnusable.
    """

    def __init__(self, path: Path, *, sets_aside: bool = True) -> None:
        """`sets_aside`: False for whoever only looks while the kiosk may be at work."""
        self._path = path
        self._sets_aside = sets_aside
        self._lock = threading.Lock()
        self._is_closed = False
        self._must_open = False
        self._is_failing = False
        self._has_damage = False
        with self._unusable_when_it_fails():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._rows = self._opened_or_new()
            self._has_damage = are_set_aside(path)

    @property
    def faults(self) -> frozenset[str]:
        """What to report of the kiosk: `intents_damaged` until somebody has taken the damaged file away."""
        return frozenset({DAMAGED}) if self._has_damage else frozenset()

    @property
    def is_failing(self) -> bool:
        """Whether the disk did not take what was to be kept last."""
        return self._is_failing

    def try_again(self) -> None:
        """Write a few bytes, to see whether the disk takes words again."""
        self.remember(_TRIED, "")

    def want(self, wish: Wish, born: Moment) -> Intent:
        """Give the wish its id and keep it; from here on it makes at most one ticket."""
        intent_id = uuid4()
        with self._transaction("want") as rows:
            rows.execute(
                "INSERT INTO intent (intent_id, kind, service, priority_group, language, code, purpose, procedure,"
                " born_at, born_boot, born_s, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'wanted')",
                (
                    str(intent_id),
                    wish.kind.value,
                    wish.service,
                    wish.priority_group,
                    wish.language,
                    wish.code,
                    wish.purpose,
                    wish.procedure,
                    born.at.isoformat(),
                    born.boot_id,
                    born.monotonic_s,
                ),
            )
            rows.execute(
                "DELETE FROM intent WHERE state IN ('settled', 'cancelled', 'refused') AND NOT is_owed AND rowid"
                " <= (SELECT max(rowid) FROM intent) - ?",
                (KEPT_FINISHED,),
            )
        return Intent(
            intent_id=intent_id,
            wish=wish,
            born=born,
            state=IntentState.WANTED,
            ticket=None,
            answered=None,
            print_began=False,
            outcome=None,
            message_id=None,
        )

    def answer(self, intent_id: UUID, ticket: IssuedTicket, answered: Moment) -> None:
        """Keep the ticket that the server gave, and the highest number of its series."""
        with self._transaction("answer") as rows:
            rows.execute(
                "UPDATE intent SET state = 'answered', ticket = ?, answered_at = ?, answered_boot = ?,"
                " answered_s = ? WHERE intent_id = ? AND state = 'wanted'",
                (
                    ticket.model_dump_json(),
                    answered.at.isoformat(),
                    answered.boot_id,
                    answered.monotonic_s,
                    str(intent_id),
                ),
            )
            _note_number(rows, ticket)

    def answer_with_place(self, intent_id: UUID, place: ReservedPlace, answered: Moment) -> None:
        """Keep the place that the server gave, with its code, until its citizen has it."""
        with self._transaction("answer_with_place") as rows:
            rows.execute(
                "UPDATE intent SET state = 'answered', place = ?, answered_at = ?, answered_boot = ?,"
                " answered_s = ? WHERE intent_id = ? AND state = 'wanted'",
                (
                    place.model_dump_json(),
                    answered.at.isoformat(),
                    answered.boot_id,
                    answered.monotonic_s,
                    str(intent_id),
                ),
            )

    def give_emergency(self, intent_id: UUID, wish: Wish, facts: EmergencyFacts, given: Moment) -> EmergencyNumber:
        """The next number of the kiosk's own series for this wish, in one commit: never twice, whenever power goes."""
        with self._transaction("give_emergency") as rows:
            found = rows.execute("SELECT last FROM emergency_series").fetchone()
            last = _furthest(0 if found is None else found["last"], self._kept_last())
            number = last % LAST_EMERGENCY_NUMBER + 1
            self._keep_last(number)  # before the commit: whatever becomes of either file, it is not given again
            _set_last(rows, number)
            emergency = EmergencyNumber(
                **facts.model_dump(),
                number=number,
                shown=f"X{facts.kiosk_number}-{number:03d}",
                service=wish.service,
                language=wish.language,
                check=f"{secrets.randbelow(1000):03d}",
            )
            rows.execute(
                "UPDATE intent SET state = 'answered', emergency = ?, answered_at = ?, answered_boot = ?,"
                " answered_s = ? WHERE intent_id = ? AND state = 'wanted'",
                (
                    emergency.model_dump_json(),
                    given.at.isoformat(),
                    given.boot_id,
                    given.monotonic_s,
                    str(intent_id),
                ),
            )
        return emergency

    def remember(self, name: str, words: str) -> None:
        """Keep what was heard under a name, in place of what was kept there before."""
        with self._transaction("remember", name) as rows:
            rows.execute(
                "INSERT INTO remembered (name, words) VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET words = excluded.words",
                (name, words),
            )

    def remembered(self, name: str) -> str | None:
        with self._lock, self._faults():
            found = self._rows.execute("SELECT words FROM remembered WHERE name = ?", (name,)).fetchone()
        return None if found is None else str(found["words"])

    def note_number(self, ticket: IssuedTicket) -> None:
        """Remember a number that staff took and whose slip is printed here."""
        with self._transaction("note_number") as rows:
            _note_number(rows, ticket)

    def begin_print(self, intent_id: UUID) -> None:
        """From here on a slip may lie in the tray: the next one of this ticket is a copy."""
        with self._transaction("begin_print") as rows:
            rows.execute("UPDATE intent SET print_began = 1 WHERE intent_id = ?", (str(intent_id),))

    def settle(self, intent_id: UUID, outcome: PrintOutcome) -> UUID:
        """Keep the outcome of the slip; returns the id under which the server is told, where it is told."""
        message_id = uuid4()
        with self._transaction("settle") as rows:
            rows.execute(
                "UPDATE intent SET state = 'settled', outcome = ?, message_id = ?, is_owed = (kind != 'place'),"
                " code = NULL, place = NULL WHERE intent_id = ?",
                (outcome.value, str(message_id), str(intent_id)),
            )
        return message_id

    def cancel(self, intent_id: UUID) -> UUID:
        """Give the wish up; returns the id under which the server is told."""
        message_id = uuid4()
        with self._transaction("cancel") as rows:
            rows.execute(
                "UPDATE intent SET state = 'cancelled', message_id = ?, is_owed = 1, code = NULL WHERE intent_id = ?",
                (str(message_id), str(intent_id)),
            )
        return message_id

    def refuse(self, intent_id: UUID) -> None:
        """The server will never make a ticket of it."""
        with self._transaction("refuse") as rows:
            rows.execute("UPDATE intent SET state = 'refused', code = NULL WHERE intent_id = ?", (str(intent_id),))

    def handed_over(self, intent_id: UUID) -> None:
        """What the server must be told stands in the outbox. The ticket's words are no longer needed here."""
        with self._transaction("handed_over") as rows:
            rows.execute("UPDATE intent SET is_owed = 0 WHERE intent_id = ?", (str(intent_id),))

    def unfinished(self) -> list[Intent]:
        """Wanted and answered intents, oldest first."""
        return self._select("state IN ('wanted', 'answered')")

    def owed(self) -> list[Intent]:
        """Settled and cancelled intents whose message is not in the outbox yet, oldest first."""
        return self._select("is_owed")

    def highest_numbers(self) -> dict[tuple[str, str], int]:
        """The highest number seen of each series: (local date `YYYY-MM-DD`, prefix) -> number."""
        with self._lock, self._faults():
            found = self._rows.execute("SELECT day, prefix, highest FROM highest_number").fetchall()
        return {(row["day"], row["prefix"]): row["highest"] for row in found}

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            self._rows.close()

    def _select(self, condition: str) -> list[Intent]:
        with self._lock, self._faults():
            found = self._rows.execute(
                f"SELECT * FROM intent WHERE {condition} ORDER BY rowid"  # noqa: S608 (our own two constants)
            ).fetchall()
            return [intent for row in found if (intent := _readable(row)) is not None]

    @contextmanager
    def _transaction(self, *step: str) -> Iterator[sqlite3.Connection]:
        """`step`: what is done, and to what where that is not always the same."""
        with self._lock, self._faults():
            self._rows.execute("BEGIN IMMEDIATE")
            try:
                yield self._rows
                reach("kiosk.writing", step)
                self._rows.execute("COMMIT")
                self._is_failing = False
                reach("kiosk.written", step)
            except BaseException:
                if self._rows.in_transaction:
                    self._rows.execute("ROLLBACK")
                raise

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """The caller has the lock."""
        with self._unusable_when_it_fails():
            if self._must_open:
                self._rows = self._opened_or_new()
                self._must_open = False
            try:
                yield
            except sqlite3.DatabaseError as fault:
                if self._sets_aside and not self._is_closed and is_damage(fault):
                    self._rows.close()
                    self._must_open = True
                    self._set_aside(fault)
                raise

    @contextmanager
    def _unusable_when_it_fails(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as fault:
            self._is_failing = True
            raise IntentsUnusable(self._path, fault) from fault

    def _opened_or_new(self) -> sqlite3.Connection:
        try:
            return self._opened()
        except sqlite3.DatabaseError as fault:
            if not self._sets_aside or not is_damage(fault):
                raise
            self._set_aside(fault)
            return self._opened()

    def _opened(self) -> sqlite3.Connection:
        if self._sets_aside:
            if (aside := take_what_is_coming(self._path)) is not None:
                self._has_damage = True
                log.error("%s was damaged and lies as %s; the new one is taken now", self._path, aside.name)
        elif is_coming(self._path):
            raise FileNotFoundError("a damaged file is being replaced: look again when the kiosk runs")
        self._path.touch(mode=0o600)
        with suppress(OSError):  # it holds codes and digits of slips: an older program's file is closed to others too
            self._path.chmod(0o600)
        rows = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False, timeout=5)
        try:
            rows.row_factory = sqlite3.Row
            rows.execute("PRAGMA journal_mode=WAL")
            # FULL, not NORMAL: WAL with NORMAL loses acknowledged rows in a power cut.
            rows.execute("PRAGMA synchronous=FULL")
            require_sound(rows)
            rows.executescript(_SCHEMA)
            for look in _LOOKS:
                rows.execute(look)
            _add_later_columns(rows)
        except BaseException:
            rows.close()
            raise
        return rows

    def _set_aside(self, damage: Exception) -> None:
        """Begin a new file with what can still be read of the damaged one, which is kept beside it."""
        salvaged = {table: _salvaged(self._path, table) for table in _TABLES}
        kept = [row["last"] for row in salvaged.pop("emergency_series") if isinstance(row["last"], int)]
        last = _furthest(*kept, self._highest_own_number(), self._kept_last())

        def fill(rows: sqlite3.Connection) -> None:
            rows.row_factory = sqlite3.Row
            _add_later_columns(rows)
            for table, found in salvaged.items():
                for row in found:
                    _carry_over(rows, table, row)
            _set_last(rows, last)

        aside = begin_anew(self._path, _SCHEMA, fill)
        self._has_damage = True
        log.error(
            "%s is damaged (%s); it was set aside as %s, a new one begun with %d rows of it. Check the storage card.",
            self._path,
            damage,
            aside.name,
            sum(map(len, salvaged.values())),
        )

    def _kept_last(self) -> int | None:
        """The last number of the emergency series by the file of its own; None: there is none that says one."""
        try:
            words = (self._path.parent / _SERIES_FILE).read_text(encoding="ascii").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        return int(words) if words.isdecimal() and int(words) <= LAST_EMERGENCY_NUMBER else None

    def _keep_last(self, number: int) -> None:
        path = self._path.parent / _SERIES_FILE
        new = path.with_suffix(".new")
        with new.open("w", encoding="ascii") as file:
            file.write(f"{number}\n")
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)

    def _highest_own_number(self) -> int | None:
        """The highest of the emergency series that stands in any file beside this one, damaged or not."""
        beside = (path.read_bytes() for path in self._path.parent.glob("*.db*") if path.is_file())
        return max((int(number) for words in beside for number in _OWN_NUMBER.findall(words)), default=None)


def _furthest(*of_some: int | None) -> int:
    """The last number of the emergency series by what several files say, some of which stayed behind; 0: none was.
    It goes round: of 998 and 003 the latter came later."""
    last: int | None = None
    for one in of_some:
        if one is not None and (last in (None, 0) or 0 < (one - (last or 0)) % LAST_EMERGENCY_NUMBER < _HALF_ROUND):
            last = one
    return last or 0


def _set_last(rows: sqlite3.Connection, number: int) -> None:
    """The caller is in a transaction."""
    rows.execute(
        "INSERT INTO emergency_series (only_one, last) VALUES (1, ?)"
        " ON CONFLICT (only_one) DO UPDATE SET last = excluded.last",
        (number,),
    )


def _add_later_columns(rows: sqlite3.Connection) -> None:
    there = {row["name"] for row in rows.execute("PRAGMA table_info(intent)")}
    for name, kind in _LATER_COLUMNS.items():
        if name not in there:
            rows.execute(f"ALTER TABLE intent ADD COLUMN {name} {kind}")


def _salvaged(path: Path, table: str) -> list[dict[str, object]]:
    """The rows of a table that can still be read, up to the first place that cannot."""
    return [dict(row) for row in still_readable(path, " ".join(("SELECT * FROM", table)))]


def _carry_over(rows: sqlite3.Connection, table: str, row: dict[str, object]) -> None:
    """A row that breaks the table's own rules is damaged as well, and stays in the file that was set aside."""
    there = {column["name"] for column in rows.execute(f"PRAGMA table_info({table})")}
    columns = [name for name in row if name in there]
    if not columns:
        return  # of some other program's table
    names, holders = ", ".join(columns), ", ".join("?" * len(columns))
    words = " ".join(("INSERT OR REPLACE INTO", table, "(", names, ") VALUES (", holders, ")"))
    try:
        rows.execute(words, [row[name] for name in columns])
    except sqlite3.IntegrityError:
        log.error("a row of %s was damaged and is left out", table)


def _readable(row: sqlite3.Row) -> Intent | None:
    """None for a row with damaged words: it must not keep the others, or the kiosk, from going on."""
    try:
        return _intent(row)
    except (ValidationError, ValueError, TypeError):
        log.exception("the wish %r cannot be read and is left out", row["intent_id"])
        return None


def _intent(row: sqlite3.Row) -> Intent:
    return Intent(
        intent_id=UUID(row["intent_id"]),
        wish=Wish(
            row["service"],
            row["priority_group"],
            row["language"],
            WishKind(row["kind"]),
            row["code"],
            row["purpose"],
            row["procedure"],
        ),
        born=Moment(datetime.fromisoformat(row["born_at"]), row["born_boot"], row["born_s"]),
        state=IntentState(row["state"]),
        ticket=IssuedTicket.model_validate(json.loads(row["ticket"])) if row["ticket"] else None,
        answered=Moment(datetime.fromisoformat(row["answered_at"]), row["answered_boot"], row["answered_s"])
        if row["answered_at"]
        else None,
        print_began=bool(row["print_began"]),
        outcome=PrintOutcome(row["outcome"]) if row["outcome"] else None,
        message_id=UUID(row["message_id"]) if row["message_id"] else None,
        place=ReservedPlace.model_validate_json(row["place"]) if row["place"] else None,
        emergency=EmergencyNumber.model_validate_json(row["emergency"]) if row["emergency"] else None,
    )


def _note_number(rows: sqlite3.Connection, ticket: IssuedTicket) -> None:
    """The caller is in a transaction."""
    form = _NUMBER.fullmatch(ticket.number)
    if form:
        day = ticket.issued_at.astimezone(zone_of(ticket.timezone)).date().isoformat()
        rows.execute(
            "INSERT INTO highest_number (day, prefix, highest) VALUES (?, ?, ?)"
            " ON CONFLICT (day, prefix) DO UPDATE SET highest = max(highest, excluded.highest)",
            (day, form[1], int(form[2])),
        )


def _kernel_boot_id() -> str:
    """Changes at each boot of the machine, and not when the program restarts (Linux, random(4))."""
    return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
