"""Which list of procedures is in force: the imports on record."""

import sqlite3

from sqlalchemy import func, select

from server.db import tables as t
from server.db.statements import Statement

LAST_IMPORT = Statement(select(func.max(t.procedure_imports.c.import_id)))


def procedures_revision(connection: sqlite3.Connection) -> int:
    """Grows with each import; 0 before the first."""
    return LAST_IMPORT.value(connection) or 0
