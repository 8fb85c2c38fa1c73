"""How many people are called before a number: what slips, kiosks and phones tell its holder."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import BindParameter, bindparam, func, select, tuple_

from server.db import tables as t
from server.db.queries.open_desks import desks_now
from server.db.queries.queue import IS_WAITING, Turn, WhoWaits, last_turn_of_ticket
from server.db.statements import Statement
from server.db.work import read_centre
from server.domain.call_order import calls_one_after_another
from server.domain.eligibility import is_plain
from server.domain.instant import Instant
from server.domain.next_ticket import Choice, Waiting
from server.domain.service_day import open_ms_between

_day: BindParameter[str] = bindparam("of_day")
_RANK = (t.turns.c.ranked_at, t.turns.c.arrival)
_SENT_TO = (t.turns.c.for_counter, t.turns.c.for_officer)
_OF_SERVICE = (IS_WAITING, t.turns.c.day == _day, t.turns.c.service == bindparam("of_service"))
_EARLIER = func.sum(tuple_(*_RANK) < tuple_(bindparam("ranked_at"), bindparam("arrival"))).label("earlier")
SORTS = Statement(select(*_SENT_TO, t.turns.c.rate, _EARLIER).where(*_OF_SERVICE).group_by(*_SENT_TO, t.turns.c.rate))
_BY_TICKET = (*_SENT_TO, t.turns.c.rate, t.tickets.c.language, t.tickets.c.purpose)
SORTS_BY_TICKET = Statement(
    select(*_SENT_TO, t.turns.c.rate, _EARLIER, t.tickets.c.language, t.tickets.c.purpose)
    .join(t.tickets, t.tickets.c.ticket_id == t.turns.c.ticket_id)
    .where(*_OF_SERVICE)
    .group_by(*_BY_TICKET)
)
PEOPLE = Statement(
    select(
        t.turns.c.turn_id,
        t.turns.c.ranked_at,
        t.turns.c.arrival,
        t.turns.c.overtaken,
        t.turns.c.first_overtaken_at,
        *_BY_TICKET,
    )
    .join(t.tickets, t.tickets.c.ticket_id == t.turns.c.ticket_id)
    .where(*_OF_SERVICE)
)


@dataclass(frozen=True, slots=True)
class _Sort:
    """People who wait for the same service, alike in all that says who may call them, and of one rate."""

    who: WhoWaits
    rate: str
    earlier: int
    """How many of them rank before the turn in question."""


def people_ahead_of_ticket(connection: sqlite3.Connection, ticket_id: int, now: Instant) -> int:
    """How many people are called before the turn that the ticket shows."""
    turn = last_turn_of_ticket(connection, ticket_id)
    return 0 if turn is None else people_ahead(connection, turn, now)


def people_ahead(connection: sqlite3.Connection, turn: Turn, now: Instant) -> int:
    """How many people who wait for the same service, and may be called where this turn may, would be called before it
    if Next were pressed again and again at `now`."""
    return PeopleAhead(connection, now).of(turn)


class PeopleAhead:
    """The same for many numbers at one moment: each line is played once, whoever of it asks."""

    def __init__(self, connection: sqlite3.Connection, now: Instant) -> None:
        self._connection = connection
        self._now = now
        self._lines: dict[tuple[str, WhoWaits], _Line] = {}

    def of(self, turn: Turn) -> int:
        """How many people are called before this turn."""
        connection, now = self._connection, self._now
        centre = read_centre(connection)
        is_asked = turn.purpose is not None and any(counter.purposes for counter in centre.counters)
        purpose = turn.purpose if is_asked else None
        wish = WhoWaits(turn.service, turn.for_counter, turn.for_officer, turn.language, purpose)
        # Whoever waits for the service and was sent nowhere is called at one of its counters: language and purpose
        # only say at which. So those of others matter only to a turn that may not be called at all of them.
        by_ticket = not is_plain(wish)
        known = self._lines.get((turn.day, wish))
        if known is not None and turn.turn_id in known.members and turn.ranked_at < now:
            return known.place_of(turn.turn_id)
        sorts = _sorts(connection, turn, by_ticket=by_ticket)
        is_rival = _rivals(connection, wish, sorts)
        rivals = [sort for sort in sorts if is_rival(sort.who)]
        if turn.ranked_at >= now or all(sort.rate == turn.rate for sort in rivals):
            # Somebody new has waited no time that could be weighed, and within one line rank decides.
            return sum(sort.earlier for sort in rivals)
        waiting = [turn.as_waiting()] + [
            waiting for who, waiting in _people(connection, turn, by_ticket=by_ticket) if is_rival(who)
        ]
        open_ms = partial(open_ms_between, centre.hours, centre.timezone)
        line = _Line(waiting, calls_one_after_another(waiting, now, centre.queue, open_ms))
        if is_rival(wish):  # the others with this wish stand in the same line
            self._lines[turn.day, wish] = line
        return line.place_of(turn.turn_id)


class _Line:
    """Who is called after whom, played as far as somebody has asked."""

    def __init__(self, waiting: Sequence[Waiting], calls: Iterator[Choice]) -> None:
        self.members = frozenset(one.turn_id for one in waiting)
        self._calls = calls
        self._places: dict[int, int] = {}

    def place_of(self, turn_id: int) -> int:
        """How many are called before one of the members."""
        while turn_id not in self._places:
            self._places[next(self._calls).turn_id] = len(self._places)
        return self._places[turn_id]


def _sorts(connection: sqlite3.Connection, turn: Turn, *, by_ticket: bool) -> list[_Sort]:
    statement = SORTS_BY_TICKET if by_ticket else SORTS
    rows = statement.all(
        connection, of_day=turn.day, of_service=turn.service, ranked_at=turn.ranked_at, arrival=turn.arrival
    )
    return [_Sort(_who(turn.service, row, by_ticket=by_ticket), row["rate"], row["earlier"]) for row in rows]


def _people(connection: sqlite3.Connection, turn: Turn, *, by_ticket: bool) -> Iterator[tuple[WhoWaits, Waiting]]:
    """Everybody else who waits for the service."""
    for row in PEOPLE.all(connection, of_day=turn.day, of_service=turn.service):
        if row["turn_id"] != turn.turn_id:
            waiting = Waiting(row[0], turn.service, row["rate"], row[1], row[2], row[3], row[4])
            yield _who(turn.service, row, by_ticket=by_ticket), waiting


def _who(service: str, row: sqlite3.Row, *, by_ticket: bool) -> WhoWaits:
    if by_ticket:
        return WhoWaits(service, row["for_counter"], row["for_officer"], row["language"], row["purpose"])
    return WhoWaits(service, row["for_counter"], row["for_officer"])


def _rivals(connection: sqlite3.Connection, wish: WhoWaits, sorts: Sequence[_Sort]) -> Callable[[WhoWaits], bool]:
    """Whom an open counter may call in place of the one with this wish."""
    if is_plain(wish) and all(is_plain(sort.who) for sort in sorts):
        return lambda _: True  # nobody needs to know who sits where
    desks = desks_now(connection)
    known: dict[WhoWaits, bool] = {}

    def is_rival(other: WhoWaits) -> bool:
        if other not in known:
            known[other] = desks.are_rivals(wish, other)
        return known[other]

    return is_rival
