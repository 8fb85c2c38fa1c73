"""Blocks of ratings that were set aside by two people, what is asked for, and the words with it."""

import sqlite3
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, func, select

from server.db import tables as t
from server.db.statements import Statement
from server.domain.instant import Instant
from server.domain.scores import BLOCK

_c, _a, _s = t.corrections.c, t.blocks_set_aside.c, t.settled_ratings.c
_CORRECTION = select(*t.corrections.columns, t.deed_reasons.c.reason.label("words")).outerjoin(
    t.deed_reasons, t.deed_reasons.c.seq == _c.correction_id
)
BY_ID = Statement(_CORRECTION.where(_c.correction_id == bindparam("of_correction")))
ALL = Statement(_CORRECTION.order_by(_c.correction_id.desc()))
OPEN_OF_BLOCK = Statement(
    _CORRECTION.where(
        _c.state == "asked",
        _c.scheme_id == bindparam("of_scheme"),
        _c.series == bindparam("of_series"),
        _c.officer_id == bindparam("of_officer"),
        _c.counter_id == bindparam("of_counter"),
        _c.block == bindparam("of_block"),
    )
)
SET_ASIDE = Statement(
    select(_a.correction_id).where(
        _a.put_back_by.is_(None),
        _a.scheme_id == bindparam("of_scheme"),
        _a.series == bindparam("of_series"),
        _a.officer_id == bindparam("of_officer"),
        _a.counter_id == bindparam("of_counter"),
        _a.block == bindparam("of_block"),
    )
)
RATINGS_IN_BLOCK = Statement(
    select(func.count()).where(
        and_(
            _s.scheme_id == bindparam("of_scheme"),
            _s.series == bindparam("of_series"),
            _s.officer_id == bindparam("of_officer"),
            _s.counter_id == bindparam("of_counter"),
            _s.block == bindparam("of_block"),
        )
    )
)


@dataclass(frozen=True, slots=True)
class Correction:
    correction_id: int
    deed: str
    """`CorrectionDeed`."""
    scheme_id: str
    series: str
    officer_id: str
    counter_id: str
    block: int
    reason: str
    """`CorrectionReason`."""
    asked_by: str
    asked_at: Instant
    state: str
    """`asked`, `agreed` or `declined`."""
    decided_by: str | None
    decided_at: Instant | None
    words: str | None
    """Of whoever asked."""


def correction_by_id(connection: sqlite3.Connection, correction_id: int) -> Correction | None:
    row = BY_ID.first(connection, of_correction=correction_id)
    return None if row is None else Correction(*row)


def all_corrections(connection: sqlite3.Connection) -> list[Correction]:
    """Every correction that was ever asked for, newest first."""
    return [Correction(*row) for row in ALL.all(connection)]


def open_correction_of(
    connection: sqlite3.Connection, scheme_id: str, series: str, officer_id: str, counter_id: str, block: int
) -> Correction | None:
    """The correction of a block that waits for a second person."""
    row = OPEN_OF_BLOCK.first(connection, **_named(scheme_id, series, officer_id, counter_id, block))
    return None if row is None else Correction(*row)


def is_set_aside(
    connection: sqlite3.Connection, scheme_id: str, series: str, officer_id: str, counter_id: str, block: int
) -> bool:
    return SET_ASIDE.first(connection, **_named(scheme_id, series, officer_id, counter_id, block)) is not None


def block_exists(
    connection: sqlite3.Connection, scheme_id: str, series: str, officer_id: str, counter_id: str, block: int
) -> bool:
    """Whether there is such a block, with all its ten ratings."""
    found = RATINGS_IN_BLOCK.value(connection, **_named(scheme_id, series, officer_id, counter_id, block))
    return int(found) == BLOCK


def _named(scheme_id: str, series: str, officer_id: str, counter_id: str, block: int) -> dict[str, object]:
    return {
        "of_scheme": scheme_id,
        "of_series": series,
        "of_officer": officer_id,
        "of_counter": counter_id,
        "of_block": block,
    }
