"""Check a database against itself: the chain from its first row, its head, and the tables it should build.

It proves that no journal row was edited, removed, added or swapped after it was sealed, and that the tables
say what the journal says. It cannot prove that somebody with the database did not make a whole new chain:
for that, compare the head with one that was printed or published.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from server.db import tables as t
from server.db.connections import open_for_reading
from server.db.tables import JOURNALLED
from server.journal import events as e
from server.journal.chain import EMPTY, Head, seal
from server.journal.events import UnreadableEvent, read_event
from server.journal.replay import CannotBePlayed, replay_rows
from server.journal.settled import fault_of_settled

_COLUMN_TYPES = {"seq": int, "at": str, "kind": str, "version": int, "actor": str, "body": str, "hash": str}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`head` is the last row that still holds; `fault` is None when everything holds."""

    head: Head
    fault: str | None
    bad_seq: int | None = None
    """The first sequence at which something is wrong, where one can be named."""


class NotACentre(Exception):
    """The file is no database of a centre."""


def verify(database: Path) -> Verdict:
    """Verify a database, which may be in use.

    Raises:
        NotACentre: the file is missing, or is no Bốc Số database.
    """
    with _reading(database) as connection:
        verdict = _check_chain(connection)
        return verdict if verdict.fault else _check_tables(connection, verdict.head)


def verify_chain(database: Path) -> Verdict:
    """As `verify`, without the tables: of a year of events in a fraction of the time.

    Raises:
        NotACentre: the file is missing, or is no Bốc Số database.
    """
    with _reading(database) as connection:
        return _check_chain(connection)


@contextmanager
def _reading(database: Path) -> Iterator[sqlite3.Connection]:
    """One moment of a database."""
    if not database.exists():
        raise NotACentre(f"{database}: no such file")
    connection = open_for_reading(database)
    # Text that is no UTF-8 is read as it stands, to be named as a fault where it is.
    connection.text_factory = lambda stored: stored.decode(errors="surrogateescape")
    try:
        connection.execute("BEGIN")
        yield connection
    except sqlite3.DatabaseError as error:
        raise NotACentre(f"{database}: {error}") from None
    finally:
        connection.close()


def _check_chain(connection: sqlite3.Connection) -> Verdict:
    head = EMPTY
    for row in connection.execute("SELECT seq, at, kind, version, actor, body, hash FROM journal ORDER BY seq"):
        seq = row["seq"]
        if seq != head.seq + 1:
            return Verdict(head, f"sequence {head.seq + 1} is missing", head.seq + 1)
        if any(type(row[name]) is not kind for name, kind in _COLUMN_TYPES.items()):
            return Verdict(head, f"sequence {seq}: a column is not of the type that was sealed", seq)
        sealed = seal(head.hash, *(row[name] for name in ("seq", "at", "kind", "version", "actor", "body")))
        if sealed != row["hash"]:
            return Verdict(head, f"sequence {seq} does not carry the seal of its content", seq)
        try:
            read_event(row["kind"], row["version"], row["body"])
        except UnreadableEvent as error:
            return Verdict(head, f"sequence {seq}: {error}", seq)
        head = Head(seq, sealed)
    stored = connection.execute("SELECT seq, hash FROM journal_head").fetchone()
    if stored is None:
        return Verdict(head, "the journal's head is missing", head.seq + 1)
    return Verdict(head, *_fault_of_head(head, stored["seq"], stored["hash"]))


def _fault_of_head(head: Head, seq: object, sealed: object) -> tuple[str, int] | tuple[None, None]:
    """What is wrong between the last row and the head that is stored beside it, and the first bad sequence."""
    if not isinstance(seq, int):
        return "the journal's head is no sequence", head.seq + 1
    if seq != head.seq:
        return f"the journal ends at sequence {head.seq}, its head says {seq}", min(head.seq, seq) + 1
    if sealed != head.hash:
        return f"the journal's head does not carry the seal of sequence {head.seq}", head.seq
    return None, None


def _check_tables(connection: sqlite3.Connection, head: Head) -> Verdict:
    rebuilt = sqlite3.connect(":memory:", isolation_level=None)
    rebuilt.row_factory = sqlite3.Row
    try:
        try:
            replay_rows(connection, rebuilt)
        except CannotBePlayed as error:  # a chain that holds but cannot be played was written by another program
            return Verdict(head, str(error), error.seq)
        for table in JOURNALLED:
            fault = _fault_of_shape(connection, rebuilt, table)
            if fault is not None:
                return Verdict(head, fault, head.seq)
            difference = _first_difference(connection, rebuilt, table)
            if difference is not None:
                what, row = difference
                return Verdict(head, what, _sequence_of(connection, table, row, head))
        return Verdict(head, *fault_of_settled(connection))
    finally:
        rebuilt.close()


def _first_difference(
    connection: sqlite3.Connection, rebuilt: sqlite3.Connection, table: Table
) -> tuple[str, dict[str, object]] | None:
    """The first row in which a table differs from what the journal builds, said in words, and the row."""
    keys = ", ".join(column.name for column in table.primary_key)
    query = f"SELECT * FROM {table.name} ORDER BY {keys}"  # noqa: S608 - names from our own tables.py
    stored, expected = connection.execute(query), rebuilt.execute(query)
    while True:
        ours, theirs = stored.fetchone(), expected.fetchone()
        if ours is None and theirs is None:
            return None
        if ours is None or theirs is None or tuple(ours) != tuple(theirs):
            row = dict(theirs if theirs is not None else ours)
            named = ", ".join(f"{column.name} {row[column.name]}" for column in table.primary_key)
            what = "was removed" if ours is None else "was added" if theirs is None else "was changed"
            return f"table {table.name}: the row {named} {what}", row


def _fault_of_shape(connection: sqlite3.Connection, rebuilt: sqlite3.Connection, table: Table) -> str | None:
    """Whether the table, or a column of it, is gone or was added."""
    columns = "SELECT name FROM pragma_table_info(?)"
    stored = {row["name"] for row in connection.execute(columns, (table.name,))}
    expected = {row["name"] for row in rebuilt.execute(columns, (table.name,))}
    if not stored:
        return f"table {table.name}: it is missing"
    for name in sorted(expected - stored):
        return f"table {table.name}: the column {name} is missing"
    for name in sorted(stored - expected):
        return f"table {table.name}: the column {name} was added"
    return None


def _sequence_of(connection: sqlite3.Connection, table: Table, row: dict[str, object], head: Head) -> int:
    """The event a row belongs to: the one it carries, else the last that names it, else the journal's last.

    For a row that no event names, the last is as far as the journal was searched for one.
    """
    for name in ("touched_seq", "seq", "call_id", "window_id", "session_id", "ticket_id"):
        value = row.get(name)
        if isinstance(value, int):
            return value
    names = _NAMED_BY.get(table.name)
    if names is None:
        return head.seq
    keys = {column.name: row[column.name] for column in table.primary_key}
    events = "SELECT seq, body FROM journal WHERE kind IN (SELECT value FROM json_each(?)) ORDER BY seq DESC"
    for seq, body in connection.execute(events, (json.dumps(names.kinds),)):
        if names.of(json.loads(body)) == tuple(keys.values()):
            return int(seq)
    return head.seq


@dataclass(frozen=True, slots=True)
class _Naming:
    """Which events change the rows of a table that carry no sequence, and how a body names its row."""

    kinds: tuple[str, ...]
    of: Callable[[dict[str, Any]], tuple[object, ...]]


_NAMED_BY = {
    t.set_up.name: _Naming((e.SetUpChanged.kind,), lambda _body: (1,)),
    t.schemes.name: _Naming((e.SetUpChanged.kind,), lambda body: (body["centre"]["rating"]["policy_id"],)),
    t.devices.name: _Naming((e.DeviceAdded.kind,), lambda body: (body["device_id"],)),
    t.staff.name: _Naming((e.StaffAdded.kind,), lambda body: (body["staff_id"],)),
    t.service_days.name: _Naming(
        (e.DayOpened.kind, e.TicketsStopped.kind, e.DayClosed.kind), lambda body: (body["day"],)
    ),
    t.series.name: _Naming((e.TicketIssued.kind, e.LostInRestore.kind), lambda body: (body["day"], body["prefix"])),
    t.cancelled_intents.name: _Naming((e.IntentCancelled.kind,), lambda body: (body["intent_id"],)),
}
