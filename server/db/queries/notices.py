"""Notices on the boards: their times from the journal, their words from beside it."""

import sqlite3
from dataclasses import dataclass

from sqlalchemy import bindparam, func, or_, select

from server.db import tables as t
from server.db.statements import Statement
from server.domain.instant import Instant

_NOTICE = select(
    t.notices.c.notice_id,
    t.notices.c.posted_at,
    t.notices.c.until_at,
    t.notices.c.withdrawn_at,
    func.coalesce(t.notice_texts.c.text, ""),
    func.coalesce(t.notice_texts.c.text_en, ""),
).outerjoin(t.notice_texts, t.notice_texts.c.notice_id == t.notices.c.notice_id)
BY_ID = Statement(_NOTICE.where(t.notices.c.notice_id == bindparam("of_notice")))
STANDING = Statement(
    _NOTICE.where(
        t.notices.c.withdrawn_at.is_(None),
        or_(t.notices.c.until_at.is_(None), t.notices.c.until_at > bindparam("now")),
    ).order_by(t.notices.c.notice_id)
)


@dataclass(frozen=True, slots=True)
class Notice:
    notice_id: int
    posted_at: Instant
    until_at: Instant | None
    """None: until it is withdrawn."""
    withdrawn_at: Instant | None
    text: str
    text_en: str


def notice_by_id(connection: sqlite3.Connection, notice_id: int) -> Notice | None:
    row = BY_ID.first(connection, of_notice=notice_id)
    return None if row is None else Notice(*row)


def standing_notices(connection: sqlite3.Connection, now: Instant) -> list[Notice]:
    """What boards show now, oldest first."""
    return [Notice(*row) for row in STANDING.all(connection, now=now)]
