"""The ratings that nothing changes any more, in their blocks of ten: what every published figure is made of.

An atom is a whole block of ten of one officer at one counter under one scheme, in one series. Figures of officers and
counters are unions of atoms, so that no two of them differ by fewer than ten ratings, whatever is asked.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import BindParameter, and_, bindparam, case, delete, func, insert, or_, select, text
from sqlalchemy.dialects.sqlite import insert as upsert

from server.db import tables as t
from server.db.statements import Statement
from server.db.tables import IS_FLAGGED
from server.domain.cells import SharedBlock
from server.domain.instant import Instant
from server.domain.press_flags import Series
from server.domain.rating_window import REASONS_MS
from server.domain.scores import BLOCK
from server.domain.turns import TurnState

_s, _w = t.settled_ratings.c, t.windows.c
UNTIL = Statement(select(t.settled_until.c.seq))
KEEP_UNTIL = Statement(
    upsert(t.settled_until)
    .values(id=1, seq=bindparam("seq"))
    .on_conflict_do_update(index_elements=["id"], set_={"seq": bindparam("seq")})
)
KEPT_SINCE = Statement(select(t.settled_until.c.kept_since))
KEEP_SINCE = Statement(
    upsert(t.settled_until)
    .values(id=1, seq=0, kept_since=bindparam("since"))
    .on_conflict_do_update(
        index_elements=["id"], set_={"kept_since": func.max(t.settled_until.c.kept_since, bindparam("since"))}
    )
)
DUE = Statement(
    select(t.presses.c.seq, t.presses.c.window_id, t.presses.c.channel, t.presses.c.flags)
    .where(t.presses.c.seq > bindparam("after"), t.presses.c.received_at <= bindparam("before"))
    .order_by(t.presses.c.seq)
    .limit(bindparam("at_most"))
)
IS_SETTLED = Statement(
    select(_s.block).where(_s.window_id == bindparam("of_window"), _s.series == bindparam("of_series"))
)
WINDOW = Statement(
    select(_w.day, _w.opened_at, _w.officer_id, _w.counter_id, _w.service, _w.scheme_id, _w.undone_at).where(
        _w.window_id == bindparam("of_window")
    )
)
_of_series = and_(_s.scheme_id == bindparam("of_scheme"), _s.series == bindparam("of_series"))
_of_atoms = and_(_of_series, _s.officer_id == bindparam("of_officer"), _s.counter_id == bindparam("of_counter"))
LAST_BLOCK = Statement(
    select(_s.block, func.count()).where(_of_atoms).group_by(_s.block).order_by(_s.block.desc()).limit(1)
)
ADD = Statement(insert(t.settled_ratings).values({c.name: bindparam(c.name) for c in t.settled_ratings.columns}))

_newer = t.settled_ratings.alias("newer")
_of_one_desk = and_(
    _newer.c.scheme_id == _s.scheme_id,
    _newer.c.series == _s.series,
    _newer.c.officer_id == _s.officer_id,
    _newer.c.counter_id == _s.counter_id,
)
# Where a newer block stands, and no rating of its own is young.
FORGET_OLD = Statement(
    delete(t.settled_ratings).where(
        _s.day < bindparam("before"),
        select(_newer.c.window_id).where(_of_one_desk, _newer.c.block > _s.block).exists(),
        ~select(_newer.c.window_id)
        .where(_of_one_desk, _newer.c.block == _s.block, _newer.c.day >= bindparam("before"))
        .exists(),
    )
)

BAND_HOURS = 2
"""Hours of one stratum: a day has four or five of them, each with enough ratings to be compared."""
LEVELS = (1, 2, 3, 4, 5)
_counts = tuple(func.sum(case((_s.level == level, 1), else_=0)).label(f"of_{level}") for level in LEVELS)
_aside = t.blocks_set_aside.c
SET_ASIDE = Statement(
    select(_aside.officer_id, _aside.counter_id, _aside.block, _aside.correction_id).where(
        _aside.scheme_id == bindparam("of_scheme"),
        _aside.series == bindparam("of_series"),
        _aside.put_back_by.is_(None),
    )
)
ATOMS = Statement(
    select(
        _s.officer_id,
        _s.counter_id,
        _s.block,
        func.min(_s.day).label("first_day"),
        func.max(_s.day).label("last_day"),
        func.max(_s.settled_at).label("settled_at"),
        *_counts,
    )
    .where(_of_series)
    .group_by(_s.officer_id, _s.counter_id, _s.block)
    .having(func.count() == BLOCK)
)
_period: tuple[BindParameter[str], BindParameter[str]] = (bindparam("first_day"), bindparam("last_day"))
ASKED = Statement(
    select(_w.officer_id, _w.counter_id, _w.day, func.count())
    .where(_w.scheme_id == bindparam("of_scheme"), _w.undone == 0, _w.day.between(*_period))
    .group_by(_w.day, _w.officer_id, _w.counter_id)
)
# Its finish was undone after its rating had settled: the rating stands, and so the turn was asked.
ASKED_AND_UNDONE = Statement(
    select(_w.officer_id, _w.counter_id, _w.day, func.count())
    .join(t.settled_ratings, and_(_s.window_id == _w.window_id, _s.series == Series.DESK.value))
    .where(_w.scheme_id == bindparam("of_scheme"), _w.undone == 1, _w.day.between(*_period))
    .group_by(_w.day, _w.officer_id, _w.counter_id)
)
RATED = Statement(
    select(_s.officer_id, _s.counter_id, _s.day, func.count())
    .where(_of_series, _s.day.between(*_period))
    .group_by(_s.officer_id, _s.counter_id, _s.day)
)
STRATA = Statement(
    select(
        _s.service,
        (_s.hour // BAND_HOURS).label("band"),
        func.count().label("n"),
        func.sum(case((_s.satisfied == "yes", 1), else_=0)).label("yes"),
    )
    .where(_of_atoms, _s.block.between(bindparam("first_block"), bindparam("last_block")))
    .group_by(_s.service, _s.hour // BAND_HOURS)
)
REASONS = Statement(
    select(_s.officer_id, _s.counter_id, _s.block, _s.level, _s.window_id, t.rating_reasons.c.reason)
    .join(
        t.rating_reasons,
        and_(t.rating_reasons.c.window_id == _s.window_id, t.rating_reasons.c.series == _s.series),
    )
    .where(
        _of_series,
        _s.satisfied != "yes",
        t.rating_reasons.c.given_at <= _s.settled_at + REASONS_MS,
        _s.day.between(*_period),
    )
    .order_by(_s.window_id)
)
_ending = case(
    (_w.undone == 1, "undone"),
    (t.turns.c.end_inferred == 1, "inferred"),
    (t.turns.c.state == TurnState.FINISHED.value, t.turns.c.outcome),
    else_=t.turns.c.state,
)
ENDINGS = Statement(
    select(
        _w.officer_id,
        _w.counter_id,
        _ending.label("ending"),
        func.count().label("windows"),
        func.count(_s.window_id).label("rated"),
    )
    .select_from(t.windows)
    .outerjoin(t.turns, t.turns.c.turn_id == _w.turn_id)
    .outerjoin(t.settled_ratings, and_(_s.window_id == _w.window_id, _s.series == Series.DESK.value))
    .where(
        _w.scheme_id == bindparam("of_scheme"),
        _w.day.between(*_period),
        or_(_w.undone == 0, _s.window_id.is_not(None)),
    )
    .group_by(_w.officer_id, _w.counter_id, _ending)
)
_p = t.presses.c
# Few presses have flags: they are found by their own index, and then asked for their turn.
FLAGGED = Statement(
    select(_w.officer_id, _w.counter_id, _p.channel, _p.flags, func.count().label("presses"))
    .select_from(t.presses)
    .join(t.windows, _w.window_id == _p.window_id)
    # In this form no index of windows is looked at: there are twenty of them for each press with flags.
    .where(text(IS_FLAGGED), _w.scheme_id.concat("") == bindparam("of_scheme"), _w.day.concat("").between(*_period))
    .group_by(_w.officer_id, _w.counter_id, _p.channel, _p.flags)
)
FLAGGED_OF_NO_TURN = Statement(
    select(_p.counter_id, _p.channel, _p.flags, func.count().label("presses"))
    .where(
        text(IS_FLAGGED),
        _p.window_id.is_(None),
        _p.received_at >= bindparam("since"),
        _p.received_at < bindparam("before"),
    )
    .group_by(_p.counter_id, _p.channel, _p.flags)
)
# One row for each block: within it the three lists are in the same order.
IN_BLOCKS = Statement(
    select(
        _s.officer_id,
        _s.counter_id,
        _s.block,
        func.group_concat(_s.service),
        func.group_concat(_s.hour),
        func.group_concat(_s.level),
    )
    .where(_of_series, _s.day.between(*_period))
    .group_by(_s.officer_id, _s.counter_id, _s.block)
)
# A turn that went on to another service was for something else there.
_k = t.tickets.c
IN_PROCEDURES = Statement(
    select(_s.officer_id, _s.counter_id, _s.block, _s.service, _k.procedure, func.group_concat(_s.level, ""))
    .select_from(t.tickets)
    .join(t.turns, t.turns.c.ticket_id == _k.ticket_id)
    .join(t.windows, _w.turn_id == t.turns.c.turn_id)
    .join(t.settled_ratings, and_(_s.window_id == _w.window_id, _s.service == _k.service))
    .where(_of_series, _k.procedure.is_not(None), _k.day.between(*_period))
    .group_by(_s.officer_id, _s.counter_id, _s.block, _s.service, _k.procedure)
)


@dataclass(frozen=True, slots=True)
class AskedTurns:
    """Turns of an officer at a counter on a day that opened a rating window, and how many of them were rated."""

    officer_id: str
    counter_id: str
    day: str
    windows: int
    rated: int
    """Settled ratings of the desk, published or not."""


@dataclass(frozen=True, slots=True)
class StratumCount:
    """Published ratings of an officer at a counter that are alike in service and hour."""

    officer_id: str
    counter_id: str
    service: str
    band: int
    """Number of the two hours of the day, from 0."""
    n: int
    yes: int


@dataclass(frozen=True, slots=True)
class ReasonedRating:
    """A settled rating that was not satisfied, and all that it was about."""

    officer_id: str
    counter_id: str
    block: int
    level: int
    reasons: frozenset[str]


@dataclass(frozen=True, slots=True)
class EndingCoverage:
    """Turns of an officer at a counter that came to one end: its outcome, `transferred`, `no_show`, `inferred`, ..."""

    officer_id: str
    counter_id: str
    ending: str
    windows: int
    rated: int


@dataclass(frozen=True, slots=True)
class FlaggedPresses:
    """Presses of one channel that carry the same flags, counted or not."""

    officer_id: str | None
    """None: they belong to no turn, so to nobody."""
    counter_id: str
    channel: str
    flags: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class WindowFacts:
    """What a rating takes from its window."""

    day: str
    opened_at: Instant
    officer_id: str
    counter_id: str
    service: str
    scheme_id: str
    undone_at: Instant | None


@dataclass(frozen=True, slots=True)
class DuePress:
    """A press whose rating, if it begins one, can no longer change."""

    seq: int
    window_id: int | None
    channel: str
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Atom:
    """Ten ratings that are published together or not at all."""

    officer_id: str
    counter_id: str
    block: int
    first_day: str
    last_day: str
    """Service days of its first and its last rating, ISO 8601."""
    settled_at: Instant
    levels: dict[int, int]
    """Ratings by level value."""
    set_aside_by: int | None
    """The correction that took it out of all figures; None: it counts."""

    def is_inside(self, first_day: str, last_day: str) -> bool:
        return first_day <= self.first_day and self.last_day <= last_day


# --- filling ----------------------------------------------------------------------------------------------------


def settled_up_to(connection: sqlite3.Connection) -> int:
    """The press up to which everything is decided; 0: nothing, and all is made anew."""
    return int(UNTIL.value(connection) or 0)


def presses_due(connection: sqlite3.Connection, before: Instant, *, at_most: int) -> list[DuePress]:
    """The next presses, in order of arrival, that arrived at `before` at the latest and were not looked at yet."""
    rows = DUE.all(connection, after=settled_up_to(connection), before=before, at_most=at_most)
    return [DuePress(row["seq"], row["window_id"], row["channel"], tuple(row["flags"].split())) for row in rows]


def keep_settled_up_to(connection: sqlite3.Connection, seq: int) -> None:
    KEEP_UNTIL.run(connection, seq=seq)


def is_settled(connection: sqlite3.Connection, window_id: int, series: str) -> bool:
    return IS_SETTLED.first(connection, of_window=window_id, of_series=series) is not None


def window_facts(connection: sqlite3.Connection, window_id: int) -> WindowFacts | None:
    row = WINDOW.first(connection, of_window=window_id)
    return None if row is None else WindowFacts(*row)


def next_block(connection: sqlite3.Connection, scheme_id: str, series: str, officer_id: str, counter_id: str) -> int:
    """The block into which the next rating of an officer at a counter falls."""
    last = LAST_BLOCK.first(
        connection, of_scheme=scheme_id, of_series=series, of_officer=officer_id, of_counter=counter_id
    )
    if last is None:
        return 1
    block, count = last
    return int(block) + (1 if count >= BLOCK else 0)


def add_settled(connection: sqlite3.Connection, **values: object) -> None:
    """Add one row; `values` are the columns of `settled_ratings`."""
    ADD.run(connection, **values)


def forget_old_blocks(connection: sqlite3.Connection, *, before: str) -> int:
    """Forget the blocks whose ratings are all of days before `before`, the first of a month, but for each desk's
    newest; how many ratings."""
    KEEP_SINCE.run(connection, since=before)
    return FORGET_OLD.run(connection, before=before).rowcount


def kept_since(connection: sqlite3.Connection) -> str:
    """The first day from which on no rating is forgotten, ISO 8601; empty: nothing is. Of turns before it nobody knows
    which were rated: their coverage would be false, and blocks that end before it are in no figure."""
    return str(KEPT_SINCE.value(connection) or "")


# --- blocks of officers and counters -----------------------------------------------------------------------------


def atoms(connection: sqlite3.Connection, scheme_id: str, series: str = Series.DESK.value) -> list[Atom]:
    """Every whole block of ten of a scheme in one series, also those that were set aside; each desk's in order. Those
    that end before `kept_since` are left out, though the newest of a desk is still there."""
    since = kept_since(connection)
    named = {"of_scheme": scheme_id, "of_series": series}
    aside = {tuple(row)[:3]: row["correction_id"] for row in SET_ASIDE.all(connection, **named)}
    found = []
    for officer_id, counter_id, block, first_day, last_day, settled_at, *counted in ATOMS.each(connection, **named):
        if last_day < since:
            continue
        levels = {level: count for level, count in zip(LEVELS, counted, strict=True) if count}
        found.append(
            Atom(
                officer_id,
                counter_id,
                block,
                first_day,
                last_day,
                settled_at,
                levels,
                aside.get((officer_id, counter_id, block)),
            )
        )
    return found


def published(
    found: Iterable[Atom],
    first_day: str,
    last_day: str,
    *,
    officer_id: str | None = None,
    counter_id: str | None = None,
) -> list[Atom]:
    """The atoms that lie wholly in a period and were not set aside; of one officer, one counter, or both."""
    return [
        atom
        for atom in found
        if first_day <= atom.first_day
        and atom.last_day <= last_day
        and atom.set_aside_by is None
        and officer_id in (None, atom.officer_id)
        and counter_id in (None, atom.counter_id)
    ]


# --- periods -----------------------------------------------------------------------------------------------------


def asked_turns(connection: sqlite3.Connection, scheme_id: str, first_day: str, last_day: str) -> list[AskedTurns]:
    """How many turns were asked for a rating under a scheme, and how many gave one at the desk, by day; from
    `kept_since` on."""
    named = {"of_scheme": scheme_id, "first_day": max(first_day, kept_since(connection)), "last_day": last_day}
    windows: dict[tuple[str, str, str], int] = defaultdict(int)
    for statement in (ASKED, ASKED_AND_UNDONE):
        for officer_id, counter_id, day, count in statement.each(connection, **named):
            windows[officer_id, counter_id, day] += count
    rated = {
        (officer_id, counter_id, day): count
        for officer_id, counter_id, day, count in RATED.each(connection, of_series=Series.DESK.value, **named)
    }
    return [AskedTurns(*which, count, rated.get(which, 0)) for which, count in windows.items()]


def strata(
    connection: sqlite3.Connection, scheme_id: str, whole: Iterable[Atom], series: str = Series.DESK.value
) -> list[StratumCount]:
    """The ratings of some atoms by officer, counter, service and two-hour band. Atoms of a period are neighbours: each
    run of blocks is counted at once."""
    found = []
    for officer_id, counter_id, first_block, last_block in _runs(whole):
        rows = STRATA.each(
            connection,
            of_scheme=scheme_id,
            of_series=series,
            of_officer=officer_id,
            of_counter=counter_id,
            first_block=first_block,
            last_block=last_block,
        )
        found += [StratumCount(officer_id, counter_id, *row) for row in rows]
    return found


def _runs(whole: Iterable[Atom]) -> list[tuple[str, str, int, int]]:
    """Blocks of one officer at one counter that follow each other: (officer, counter, first block, last block)."""
    runs: list[tuple[str, str, int, int]] = []
    for atom in sorted(whole, key=lambda one: (one.officer_id, one.counter_id, one.block)):
        if runs and (*runs[-1][:2], runs[-1][3] + 1) == (atom.officer_id, atom.counter_id, atom.block):
            runs[-1] = (*runs[-1][:3], atom.block)
        else:
            runs.append((atom.officer_id, atom.counter_id, atom.block, atom.block))
    return runs


def reasoned_ratings(
    connection: sqlite3.Connection, scheme_id: str, first_day: str, last_day: str, series: str = Series.DESK.value
) -> list[ReasonedRating]:
    """The settled ratings of a period that were not satisfied and say why; of whichever block, whole or not."""
    rows = REASONS.each(connection, of_scheme=scheme_id, of_series=series, first_day=first_day, last_day=last_day)
    found = []
    for _, of_window in groupby(rows, key=lambda row: row["window_id"]):
        given = list(of_window)
        first, reasons = given[0], frozenset(row["reason"] for row in given)
        found.append(ReasonedRating(first["officer_id"], first["counter_id"], first["block"], first["level"], reasons))
    return found


def coverage_by_ending(
    connection: sqlite3.Connection, scheme_id: str, first_day: str, last_day: str
) -> list[EndingCoverage]:
    """How many turns of each end were asked, and rated at the desk: kinds of endings that nobody rates show here. From
    `kept_since` on."""
    since = max(first_day, kept_since(connection))
    rows = ENDINGS.all(connection, of_scheme=scheme_id, first_day=since, last_day=last_day)
    return [EndingCoverage(officer, counter, ending or "", *counts) for officer, counter, ending, *counts in rows]


def flagged_presses(
    connection: sqlite3.Connection, scheme_id: str, first_day: str, last_day: str
) -> list[FlaggedPresses]:
    """The presses of a period's turns that are odd in some way."""
    rows = FLAGGED.all(connection, of_scheme=scheme_id, first_day=first_day, last_day=last_day)
    return [
        FlaggedPresses(officer, counter, channel, tuple(flags.split()), count)
        for officer, counter, channel, flags, count in rows
    ]


def flagged_presses_of_no_turn(connection: sqlite3.Connection, since: Instant, before: Instant) -> list[FlaggedPresses]:
    """The presses that arrived in a time and belong to no turn."""
    rows = FLAGGED_OF_NO_TURN.all(connection, since=since, before=before)
    return [
        FlaggedPresses(None, counter, channel, tuple(flags.split()), count) for counter, channel, flags, count in rows
    ]


def shared_blocks(
    connection: sqlite3.Connection,
    scheme_id: str,
    found: Iterable[Atom],
    first_day: str,
    last_day: str,
    series: str = Series.DESK.value,
    *,
    with_procedures: bool = False,
) -> tuple[list[SharedBlock[str]], list[SharedBlock[int]]]:
    """Every whole block of the months that a period touches, in order of publication, told apart by service, and by
    hour of the day: what `cell_levels` makes figures of the whole centre from.

    Args:
        with_procedures: the services have the procedures that were looked up as their parts.
    """
    months = first_day[:7], last_day[:7]
    whole = [atom for atom in found if months[0] <= atom.last_day[:7] <= months[1]]
    if not whole:
        return [], []
    named = {
        "of_scheme": scheme_id,
        "of_series": series,
        "first_day": min(atom.first_day for atom in whole),
        "last_day": max(atom.last_day for atom in whole),
    }
    rows = IN_BLOCKS.each(connection, **named)
    of_procedures: dict[tuple[str, str, int], dict[tuple[str, str], str]] = defaultdict(dict)
    for officer, counter, block, service, code, levels in (
        IN_PROCEDURES.each(connection, **named) if with_procedures else ()
    ):
        of_procedures[officer, counter, block][service, code] = levels
    of_block = {(officer, counter, block): listed for officer, counter, block, *listed in rows}
    whole.sort(key=lambda atom: (atom.settled_at, atom.officer_id, atom.counter_id, atom.block))
    by_service: list[SharedBlock[str]] = []
    by_hour: list[SharedBlock[int]] = []
    for atom in whole:
        services, hours, levels = of_block[atom.officer_id, atom.counter_id, atom.block]
        of_services: dict[str, str] = {}
        of_hours: dict[str, str] = {}
        for service, hour, level in zip(services.split(","), hours.split(","), levels.split(","), strict=True):
            of_services[service] = of_services.get(service, "") + level
            of_hours[hour] = of_hours.get(hour, "") + level
        counts = atom.set_aside_by is None and atom.is_inside(first_day, last_day)
        whose = (atom.officer_id, atom.counter_id, atom.last_day, counts)
        parts = of_procedures.get((atom.officer_id, atom.counter_id, atom.block), {})
        by_service.append(SharedBlock(*whose, of_services, parts))
        by_hour.append(SharedBlock(*whose, {int(hour): given for hour, given in of_hours.items()}))
    return by_service, by_hour
