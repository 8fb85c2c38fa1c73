"""The centre's list of procedures: put whole, read whole; kept beside the journal, which knows only that it came."""

import json
import sqlite3
from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import bindparam, delete, insert, select

from procedures.model import Procedure
from procedures.values import as_values, from_values
from server.db import tables as t
from server.db.queries.procedure_imports import procedures_revision
from server.db.statements import Statement

FORGET = Statement(delete(t.procedures))
KEEP = Statement(insert(t.procedures).values({column.name: bindparam(column.name) for column in t.procedures.columns}))
KNOWN = Statement(
    select(t.procedures.c.code)
    .where(t.procedures.c.code == bindparam("of_code"), t.procedures.c.service == bindparam("of_service"))
    .limit(1)
)
LISTED = Statement(select(t.procedures.c.body).order_by(t.procedures.c.row))


def replace_procedures(connection: sqlite3.Connection, procedures: Sequence[Procedure]) -> None:
    """Make these the list, and nothing of the former one."""
    FORGET.run(connection)
    for row, procedure in enumerate(procedures, start=1):
        KEEP.run(
            connection,
            row=row,
            code=procedure.code,
            service=procedure.service or None,
            effective_from=procedure.effective_from.isoformat(),
            effective_to=None if procedure.effective_to is None else procedure.effective_to.isoformat(),
            body=json.dumps(as_values(procedure), ensure_ascii=False),
        )


def procedures_listed(connection: sqlite3.Connection) -> tuple[Procedure, ...]:
    """All of them, also those that hold no more or not yet, in the order of their file."""
    bodies = tuple(body for (body,) in LISTED.all(connection))
    return _read(procedures_revision(connection), bodies)


def known_procedure(connection: sqlite3.Connection, code: str | None, service: str) -> str | None:
    """The code, if the list has it for the service; its dates do not matter, for the kiosk has looked at them."""
    if code is None:
        return None
    found: str | None = KNOWN.value(connection, of_code=code, of_service=service)
    return found


@lru_cache(maxsize=2)
def _read(_revision: int, bodies: tuple[str, ...]) -> tuple[Procedure, ...]:
    """The list changes a few times a year and is asked for all day."""
    return tuple(from_values(json.loads(body)) for body in bodies)
