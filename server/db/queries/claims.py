"""Claim codes: six digits that stand for a return slip or a reserved place."""

import sqlite3
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, insert, select

from server.db import tables as t
from server.db.statements import Statement

_CODE = select(t.claim_codes.c.kind, t.claim_codes.c.ref_id, t.claim_codes.c.valid_until)
BY_CODE = Statement(_CODE.where(t.claim_codes.c.code == bindparam("of_code")))
CODE_OF = Statement(
    select(t.claim_codes.c.code).where(
        t.claim_codes.c.kind == bindparam("of_kind"), t.claim_codes.c.ref_id == bindparam("of_ref")
    )
)
ADD_CODE = Statement(insert(t.claim_codes).values({c.name: bindparam(c.name) for c in t.claim_codes.columns}))
FORGET_PAST = Statement(delete(t.claim_codes).where(t.claim_codes.c.valid_until < bindparam("today")))


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a code stands for."""

    kind: str
    """`supplement` or `place`."""
    ref_id: int
    valid_until: str
    """The last local date on which it is taken."""


def claimed_by(connection: sqlite3.Connection, code: str) -> Claimed | None:
    row = BY_CODE.first(connection, of_code=code)
    return None if row is None else Claimed(*row)


def code_of(connection: sqlite3.Connection, kind: str, ref_id: int) -> str | None:
    """The code of a supplement or place; None after the tables were rebuilt from the journal, which holds none."""
    code: str | None = CODE_OF.value(connection, of_kind=kind, of_ref=ref_id)
    return code


def add_code(connection: sqlite3.Connection, code: str, kind: str, ref_id: int, valid_until: str) -> None:
    ADD_CODE.run(connection, code=code, kind=kind, ref_id=ref_id, valid_until=valid_until)


def forget_past_codes(connection: sqlite3.Connection, today: str) -> None:
    """Codes whose last day is over may be given again."""
    FORGET_PAST.run(connection, today=today)
