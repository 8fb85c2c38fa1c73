"""The database's own identity beside the journal: its epoch."""

import sqlite3

from sqlalchemy import bindparam, select, update

from server.db import tables as t
from server.db.statements import Statement

EPOCH = Statement(select(t.centre_identity.c.epoch))
SET_EPOCH = Statement(update(t.centre_identity).where(t.centre_identity.c.id == 1).values(epoch=bindparam("new_epoch")))


def epoch_of(connection: sqlite3.Connection) -> int:
    return int(EPOCH.value(connection))


def set_epoch(connection: sqlite3.Connection, epoch: int) -> None:
    SET_EPOCH.run(connection, new_epoch=epoch)
