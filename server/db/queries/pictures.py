"""Pictures for the boards: which are shown, from the journal; what is in them, from beside it."""

import sqlite3
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, or_, select
from sqlalchemy.dialects.sqlite import insert as upsert

from server.db import tables as t
from server.db.statements import Statement
from server.domain.instant import Instant

_PICTURE = select(t.pictures.c.picture_id, t.pictures.c.sha256, t.pictures.c.added_at).where(
    t.pictures.c.removed_at.is_(None)
)
SHOWN = Statement(_PICTURE.order_by(t.pictures.c.picture_id))
BY_ID = Statement(_PICTURE.where(t.pictures.c.picture_id == bindparam("of_picture")))
FILE = Statement(
    select(t.picture_files.c.media_type, t.picture_files.c.content).where(
        t.picture_files.c.sha256 == bindparam("of_sha256")
    )
)
KEEP_FILE = Statement(
    upsert(t.picture_files)
    .values(sha256=bindparam("sha256"), media_type=bindparam("media_type"), content=bindparam("content"))
    .on_conflict_do_nothing(index_elements=["sha256"])
)

_STILL_SHOWN = select(t.pictures.c.sha256).where(
    or_(t.pictures.c.removed_at.is_(None), t.pictures.c.removed_at >= bindparam("removed_since"))
)
FORGET_FILES = Statement(delete(t.picture_files).where(t.picture_files.c.sha256.not_in(_STILL_SHOWN)))


@dataclass(frozen=True, slots=True)
class Picture:
    picture_id: int
    sha256: str
    added_at: Instant


@dataclass(frozen=True, slots=True)
class PictureFile:
    media_type: str
    content: bytes


def pictures_shown(connection: sqlite3.Connection) -> list[Picture]:
    """In the order in which they were added."""
    return [Picture(*row) for row in SHOWN.all(connection)]


def picture_shown(connection: sqlite3.Connection, picture_id: int) -> Picture | None:
    """None: there is none, or it was removed."""
    row = BY_ID.first(connection, of_picture=picture_id)
    return None if row is None else Picture(*row)


def picture_file(connection: sqlite3.Connection, sha256: str) -> PictureFile | None:
    row = FILE.first(connection, of_sha256=sha256)
    return None if row is None else PictureFile(*row)


def keep_picture_file(connection: sqlite3.Connection, *, sha256: str, media_type: str, content: bytes) -> None:
    KEEP_FILE.run(connection, sha256=sha256, media_type=media_type, content=content)


def forget_picture_files(connection: sqlite3.Connection, *, removed_before: Instant) -> None:
    """What was in pictures that no board has shown since then. That they were shown stays in the journal."""
    FORGET_FILES.run(connection, removed_since=removed_before)
