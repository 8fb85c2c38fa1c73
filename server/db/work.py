"""What an action gets: the connection inside its transaction, the time, the centre, and `record`."""

import json
import sqlite3
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from sqlalchemy import bindparam, desc, insert, select, update

from messaging.failpoints import reach
from server.centre_file import CentreFile, centre_of
from server.db import tables as t
from server.db.statements import Statement
from server.domain.centre import Centre
from server.domain.instant import Instant, instant, rfc3339
from server.journal.apply import apply
from server.journal.chain import EMPTY, Head, seal
from server.journal.events import Event, SetUpChanged

HEAD = Statement(select(t.journal_head.c.seq, t.journal_head.c.hash))
LAST_STAMP = Statement(select(t.journal.c.at).order_by(desc(t.journal.c.seq)).limit(1))
SET_UP = Statement(select(t.set_up.c.centre))
APPEND = Statement(insert(t.journal).values({c.name: bindparam(c.name) for c in t.journal.columns}))
KEEP_HEAD = Statement(
    update(t.journal_head)
    .where(t.journal_head.c.id == 1)
    .values(seq=bindparam("head_seq"), hash=bindparam("head_hash"))
)


class CentreNotSetUp(Exception):
    """The database has no centre yet: `bocso centre load FILE --database DB`."""

    def __init__(self) -> None:
        super().__init__("this database has no centre yet; run: bocso centre load FILE --database DB")


class Work:
    """One action's hold on the database. Not for keeping: it ends with the action."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        centre: Centre | None,
        now: Instant,
        head: Head,
        actor: str,
        *,
        has_room: Callable[[], bool] = lambda: True,
    ) -> None:
        self.connection = connection
        self.now = now
        """The journal's time for everything this action does."""
        self.actor = actor
        self.head = head
        self.events: list[Event] = []
        self.centre_or_none = centre
        self.has_room = has_room
        """Whether the disk has room for more people; asked before a number is given."""

    @property
    def centre(self) -> Centre:
        """The centre's set-up.

        Raises:
            CentreNotSetUp: none was loaded yet.
        """
        if self.centre_or_none is None:
            raise CentreNotSetUp
        return self.centre_or_none

    def record(self, event: Event) -> int:
        """Append an event to the journal and change the tables as it says; its sequence."""
        seq, at, body = self.head.seq + 1, rfc3339(self.now), event.body()
        sealed = seal(self.head.hash, seq, at, event.kind, event.version, self.actor, body)
        APPEND.run(
            self.connection,
            seq=seq,
            at=at,
            kind=event.kind,
            version=event.version,
            actor=self.actor,
            body=body,
            hash=sealed,
        )
        apply(self.connection, event, seq, self.now)
        reach("server.recorded", event)
        self.head = Head(seq, sealed)
        self.events.append(event)
        if isinstance(event, SetUpChanged):
            self.centre_or_none = read_centre(self.connection)
        return seq


def keep_head(connection: sqlite3.Connection, head: Head) -> None:
    """Write the chain's head beside the journal, so that a cut tail is noticed: once before each commit."""
    KEEP_HEAD.run(connection, head_seq=head.seq, head_hash=head.hash)


def read_head(connection: sqlite3.Connection) -> Head:
    row = HEAD.first(connection)
    return EMPTY if row is None else Head(row[0], row[1])


def read_last_stamp(connection: sqlite3.Connection) -> Instant | None:
    at = LAST_STAMP.value(connection)
    return None if at is None else instant(datetime.fromisoformat(at))


def read_centre(connection: sqlite3.Connection) -> Centre:
    """The centre as the journal last set it up.

    Raises:
        CentreNotSetUp: no centre file was loaded yet.
    """
    body = SET_UP.value(connection)
    if body is None:
        raise CentreNotSetUp
    return _centre_in(body)


@lru_cache(maxsize=4)
def _centre_in(body: str) -> Centre:
    """Views, rounds and publishing ask many times a second, and it changes a few times a year."""
    return centre_of(CentreFile.model_validate(json.loads(body)))
